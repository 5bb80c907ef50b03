package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/testscript"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/pcsc"
	"github.com/cpslab/cps/harness/report"
	"github.com/cpslab/cps/harness/stack"
	"github.com/cpslab/cps/harness/workstation"
	"github.com/cpslab/cps/simulator"
	"github.com/cpslab/cps/testdata/testneed"
)

var doctorNow = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

const (
	socketHeard  = "0: 00000002 00000000 00010000 0001 01 1 /run/pcscd/pcscd.comm\n"
	dictionary   = "G999\tVersion\t\t\t28\tVersion : 02.18 - 28/02/2020\r\n"
	rhel         = "ID=rhel\nVERSION_ID=\"9.4\"\nPRETTY_NAME=\"Red Hat Enterprise Linux 9.4\"\n"
	startedAtTen = "btime 1795428000\n" // 2026-11-23 10:00 UTC
)

// station is a healthy Linux workstation with one reader and a CPS4, unless
// changed.
type station struct {
	files   fstest.MapFS
	env     map[string]string
	readers []workstation.Reader
	err     error // of asking for the readers
}

func healthyStation() *station {
	old := doctorNow.Add(-40 * 24 * time.Hour)
	file := func(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text), ModTime: old} }
	return &station{
		files: fstest.MapFS{
			"etc/os-release": file(rhel), "proc/net/unix": file(socketHeard), "proc/stat": file(startedAtTen),
			"var/opt/santesocial/commun/adm/155.adm":        file("050202\nINSTALLEUR_CRYPTOLIB_CPS_64B"),
			"opt/santesocial/CPS/lib/libcps3_pkcs11_lux.so": file("CPS3 PKCS#11 LINUX (Version Release) version : 03.01.00 "),
			"etc/opt/santesocial/CPS/DICO-FR.GIP":           file(dictionary),
		},
		env:     map[string]string{},
		readers: []workstation.Reader{{Name: "Gemalto 00", State: workstation.CardPresent, ATR: card.ATRCPS4}},
	}
}

func (s *station) report(ctx context.Context) workstation.Report {
	return workstation.Collect(ctx, workstation.Options{
		Root: s.files, OS: "linux",
		Getenv:  func(name string) string { return s.env[name] },
		Now:     func() time.Time { return doctorNow },
		Run:     func(context.Context, string, ...string) ([]byte, error) { return nil, exec.ErrNotFound },
		Readers: func(context.Context) ([]workstation.Reader, error) { return s.readers, s.err },
	})
}

// runDoctor judges a report; the document is that of --format json.
func runDoctor(t *testing.T, rep workstation.Report, lang string) (code int, text string, d doctorDocument) {
	t.Helper()
	for _, format := range []string{"text", "json"} {
		var out bytes.Buffer
		a := &app{streams: streams{out: &out}, getenv: func(string) string { return "" }, lang: lang, format: format}
		if err := a.doctor(rep, diagnosis.Facts{}, true, doctorNow); err != nil {
			t.Fatal(err)
		}
		code = a.code
		if format == "text" {
			text = out.String()
			continue
		}
		var shape struct {
			Schema   int
			Verdict  string
			Checks   []doctorCheck
			Findings []struct{ ID, Severity, Text string }
			Failure  string
		}
		if err := json.Unmarshal(out.Bytes(), &shape); err != nil {
			t.Fatalf("%v in %s", err, out.String())
		}
		d.Schema, d.Verdict, d.Checks, d.Failure = shape.Schema, shape.Verdict, shape.Checks, shape.Failure
		for _, f := range shape.Findings {
			d.Findings = append(d.Findings, report.Finding{ID: f.ID, Severity: f.Severity, Text: f.Text})
		}
	}
	return code, text, d
}

// Each state of the way to the card gives its own rule.
func TestDoctorStates(t *testing.T) {
	t.Parallel()
	atr := func(b ...byte) []workstation.Reader {
		return []workstation.Reader{{Name: "R", State: workstation.CardPresent, ATR: b}}
	}
	for name, tt := range map[string]struct {
		change func(*station)
		rule   string // the blocking finding, "" for none
		check  string // the check that says so
		code   int
	}{
		"healthy":         {func(*station) {}, "", "", exitOK},
		"service stopped": {func(s *station) { s.files["proc/net/unix"] = &fstest.MapFile{} }, "CPS-WS-009", "service", exitBlocked},
		"no reader":       {func(s *station) { s.readers = nil }, "CPS-RDR-001", "readers", exitBlocked},
		"empty reader": {func(s *station) {
			s.readers = []workstation.Reader{{Name: "R", State: workstation.Empty}}
		}, "CPS-RDR-003", "reader", exitBlocked},
		"unlisted ATR": {func(s *station) { s.readers = atr(0x3B, 0x65, 0, 0) }, "CPS-RDR-006", "reader", exitBlocked},
		"mute card": {func(s *station) {
			s.readers = []workstation.Reader{{Name: "R", State: workstation.CardMute}}
		}, "CPS-RDR-004", "reader", exitBlocked},
		"contactless only": {func(s *station) { s.readers = atr(card.ATRCPS3Contactless...) }, "CPS-RDR-007", "", exitBlocked},
		"no Cryptolib": {func(s *station) {
			delete(s.files, "var/opt/santesocial/commun/adm/155.adm")
			delete(s.files, "opt/santesocial/CPS/lib/libcps3_pkcs11_lux.so")
		}, "CPS-WS-001", "cryptolib", exitBlocked},
		"CPS4 and Cryptolib 5.1": {func(s *station) {
			s.files["var/opt/santesocial/commun/adm/155.adm"].Data = []byte("050110")
		}, "CPS-WS-002", "", exitBlocked},
		"CPS3 and Cryptolib 5.1": {func(s *station) {
			s.files["var/opt/santesocial/commun/adm/155.adm"].Data = []byte("050110")
			s.readers = atr(card.ATRCPS3...)
		}, "", "", exitOK},
		"remote session without a reader": {func(s *station) {
			s.env["SSH_CONNECTION"] = "203.0.113.9 50000 203.0.113.1 22"
			s.readers = nil
		}, "CPS-WS-016 CPS-RDR-001", "session", exitBlocked},
		"remote session with a reader": {func(s *station) { s.env["SSH_CONNECTION"] = "203.0.113.9 50000 203.0.113.1 22" }, "", "", exitOK},
		"GALSS for a serial reader": {func(s *station) {
			s.files["usr/local/galss/galss.ini"] = &fstest.MapFile{Data: []byte("[CANAL1]\nCaracteristiques=9600,1,8,0,0\n")}
		}, "CPS-WS-014", "galss", exitBlocked},
		"a second reader is empty": {func(s *station) {
			s.readers = append([]workstation.Reader{{Name: "R", State: workstation.Empty}}, s.readers...)
		}, "", "", exitOK},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := healthyStation()
			tt.change(s)
			code, text, d := runDoctor(t, s.report(t.Context()), "en")
			var blocking []string
			for _, f := range d.Findings {
				if strings.HasPrefix(f.Severity, "BLOCK") {
					blocking = append(blocking, f.ID)
				}
			}
			if code != tt.code || strings.Join(blocking, " ") != tt.rule {
				t.Errorf("code %d, blocking %v; want %d, %q\n%s", code, blocking, tt.code, tt.rule, text)
			}
			for _, id := range blocking {
				if !strings.Contains(text, id) {
					t.Errorf("the text does not name %s:\n%s", id, text)
				}
			}
			problem := func(c doctorCheck) bool { return c.ID == tt.check && c.State == checkProblem }
			if tt.check != "" && !slices.ContainsFunc(d.Checks, problem) {
				t.Errorf("no check %q is a problem: %+v", tt.check, d.Checks)
			}
		})
	}
}

// PC/SC that cannot be asked is a failure of the bench; a build without PC/SC
// says so and judges the rest.
func TestDoctorWhenPCSCCannotBeAsked(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		err     error
		code    int
		verdict string
	}{
		"blocked":   {&pcsc.Error{Op: "list", Kind: pcsc.Wedged}, exitBench, "bench-error"},
		"fault":     {errors.New("F"), exitBench, "bench-error"},
		"not built": {errors.ErrUnsupported, exitOK, "ok"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := healthyStation()
			s.err = tt.err
			code, text, d := runDoctor(t, s.report(t.Context()), "en")
			if code != tt.code || (d.Failure != "") != (code == exitBench) {
				t.Errorf("code %d, failure %q\n%s", code, d.Failure, text)
			}
			if code == exitBench && d.Verdict != tt.verdict {
				t.Errorf("verdict %s", d.Verdict)
			}
		})
	}
}

// A problem that no rule is about is no reason to say that all is well.
func TestDoctorProblemWithoutARule(t *testing.T) {
	t.Parallel()
	s := healthyStation()
	if _, _, d := runDoctor(t, s.report(t.Context()), "en"); d.Verdict != "ok" {
		t.Errorf("healthy: %s, %+v", d.Verdict, d.Checks)
	}
	delete(s.files, "etc/opt/santesocial/CPS/DICO-FR.GIP")
	code, text, d := runDoctor(t, s.report(t.Context()), "en")
	if code != exitOK || d.Verdict != "warning" || !strings.Contains(text, "problem   DICO-FR.GIP") {
		t.Errorf("code %d, verdict %s\n%s", code, d.Verdict, text)
	}
}

// What was not judged is listed, and long texts stay within the width.
func TestDoctorExplains(t *testing.T) {
	t.Parallel()
	s := healthyStation()
	s.readers = nil
	_, text, _ := runDoctor(t, s.report(t.Context()), "en")
	_, list, found := strings.Cut(text, "Rules not judged, and what is missing:\n")
	if !found || !strings.Contains(list, "CPS-RDR-006") {
		t.Errorf("no list:\n%s", text)
	}
	_, findings, _ := strings.Cut(text, " 1. ")
	for line := range strings.Lines(findings) {
		if utf8.RuneCountInString(line) > defaultWidth+1 {
			t.Errorf("%d columns: %s", utf8.RuneCountInString(line), line)
		}
	}
}

// French and English differ in their texts only.
func TestDoctorLanguages(t *testing.T) {
	t.Parallel()
	s := healthyStation()
	s.files = fstest.MapFS{}
	rep := s.report(t.Context())
	_, frText, fr := runDoctor(t, rep, "fr")
	_, enText, en := runDoctor(t, rep, "en")
	bare := func(d doctorDocument) (out []string) {
		out = append(out, d.Verdict)
		for _, c := range d.Checks {
			out = append(out, c.ID+" "+c.State+" "+c.Source)
		}
		for _, f := range d.Findings {
			out = append(out, f.ID+" "+f.Severity)
		}
		return out
	}
	if diff := cmp.Diff(bare(fr), bare(en)); diff != "" {
		t.Error(diff)
	}
	if !strings.Contains(frText, "inconnu") || !strings.Contains(enText, "unknown") || strings.Contains(enText, "inconnu ") {
		t.Errorf("%s\n%s", frText, enText)
	}
}

func TestInstallations(t *testing.T) {
	t.Parallel()
	cp := func(origin workstation.Origin, version string, bits int) workstation.Copy {
		return workstation.Copy{Origin: origin, Version: version, Bits: bits, Path: string(origin)}
	}
	for name, tt := range map[string]struct {
		copies []workstation.Copy
		want   []string
	}{
		"one package, four traces": {[]workstation.Copy{
			cp(workstation.FromFile, "", 64), cp(workstation.FromRPM, "5.2.2", 64), cp(workstation.FromADM, "5.2.2", 64), cp(workstation.FromFile, "", 0),
		}, []string{"5.2.2 x64"}},
		"both word sizes": {[]workstation.Copy{
			cp(workstation.FromRegistry, "5.2.2", 64), cp(workstation.FromRegistry, "5.2.2", 32),
		}, []string{"5.2.2 x64", "5.2.2 x86"}},
		"two products": {[]workstation.Copy{
			cp(workstation.FromRegistry, "5.2.2", 64), cp(workstation.FromRegistry, "5.0.45", 32),
		}, []string{"5.2.2 x64", "5.0.45 x86"}},
		"library without a package": {[]workstation.Copy{cp(workstation.FromFile, "", 64)}, []string{" x64"}},
		"named by the user, another installed": {[]workstation.Copy{
			cp(workstation.FromVariable, "5.2.2", 64), cp(workstation.FromADM, "5.1.10", 64),
		}, []string{"5.1.10 x64"}},
		"named by the user, none installed": {[]workstation.Copy{cp(workstation.FromVariable, "5.2.2", 64)}, []string{"5.2.2 x64"}},
		"library of before the CPS3":        {[]workstation.Copy{{Origin: workstation.FromFile, Old: true}}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, n := range installations(tt.copies) {
				got = append(got, n.Version.String()+" "+n.Arch)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestGalssInput(t *testing.T) {
	t.Parallel()
	channel := func(n int, setting string, resources ...string) workstation.GalssChannel {
		return workstation.GalssChannel{Number: n, Setting: setting, Serial: strings.Contains(setting, ","), Resources: resources}
	}
	held := func(name string, face card.Face) workstation.Reader {
		return workstation.Reader{Name: name, State: workstation.CardPresent, Face: face}
	}
	both := []workstation.GalssChannel{channel(1, "A", "CPS"), channel(2, "B", "Vitale")}
	for name, tt := range map[string]struct {
		channels []workstation.GalssChannel
		readers  []workstation.Reader
		want     diagnosis.GALSS
	}{
		"aligned":     {both, []workstation.Reader{held("A", card.FaceCPS3), held("B", card.FaceUnknown)}, diagnosis.GALSS{SerialOnly: diagnosis.TriNo, Readers: []string{"A", "B"}, Swapped: diagnosis.TriNo}},
		"swapped":     {both, []workstation.Reader{held("B", card.FaceCPS4), held("A", card.FaceUnknown)}, diagnosis.GALSS{SerialOnly: diagnosis.TriNo, Readers: []string{"A", "B"}, Swapped: diagnosis.TriYes}},
		"no card":     {both, nil, diagnosis.GALSS{SerialOnly: diagnosis.TriNo, Readers: []string{"A", "B"}}},
		"serial only": {[]workstation.GalssChannel{channel(1, "9600,1,8,0,0", "CPS")}, nil, diagnosis.GALSS{SerialOnly: diagnosis.TriYes}},
		"no channel":  {nil, nil, diagnosis.GALSS{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var rep workstation.Report
			rep.Galss.Known = true
			rep.Galss.Value = []workstation.GalssConfig{{Path: "/etc/galss.ini", Channels: tt.channels}}
			rep.Readers.Value = tt.readers
			if diff := cmp.Diff(&tt.want, galssInput(rep)); diff != "" {
				t.Error(diff)
			}
		})
	}
	if galssInput(workstation.Report{}) != nil {
		t.Error("a GALSS.INI that was not looked for is unknown")
	}
	var none workstation.Report
	none.Galss.Known = true
	if diff := cmp.Diff(&diagnosis.GALSS{SerialOnly: diagnosis.TriNo, Swapped: diagnosis.TriNo}, galssInput(none)); diff != "" {
		t.Error(diff)
	}
}

func TestSystemInput(t *testing.T) {
	t.Parallel()
	for want, s := range map[string]workstation.System{
		"windows 11":          {OS: "windows", Version: "11.0.22631", Name: "Windows 11 Pro"},
		"windows server 2019": {OS: "windows", Version: "10.0.17763", Name: "Windows Server 2019 Standard", Server: true},
		"macos 14":            {OS: "darwin", Version: "14.5"},
		"linux rhel 9":        {OS: "linux", ID: "rhel", Version: "9.4"},
		"linux debian 12":     {OS: "linux", ID: "debian", Version: "12"},
		" ":                   {OS: "plan9"},
	} {
		var rep workstation.Report
		rep.System.Value = s
		ws := systemInput(rep)
		if got := ws.OS + " " + ws.OSVersion; got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// Texts from outside cannot drive the terminal.
func TestDoctorPrintsNoControlCharacters(t *testing.T) {
	t.Parallel()
	s := healthyStation()
	s.files["etc/os-release"].Data = []byte("PRETTY_NAME=\"\x1b[31mred\"\nVERSION_ID=1\n")
	s.files["etc/galss.ini"] = &fstest.MapFile{Data: []byte("[CANAL1]\nCaracteristiques=\x1b]0;title\x07\n")}
	s.readers[0].Name = "bad\x1b[2Jname\n"
	_, text, _ := runDoctor(t, s.report(t.Context()), "fr")
	if strings.ContainsAny(text, "\x1b\x07") {
		t.Errorf("%q", text)
	}
}

// A real service with an empty reader. The script runs the program in a
// process of its own, as the library remembers the first service it used.
func TestDoctorWithAnEmptyReader(t *testing.T) {
	t.Parallel()
	if !pcsc.Available {
		testneed.Part(t, "pcsc build tag")
	}
	testneed.Part(t, "pcscd", "vpcd")
	profile, err := simulator.LoadProfile("cps3-healthy")
	if err != nil {
		t.Fatal(err)
	}
	p, err := profile.Personalise(doctorNow)
	if err != nil {
		t.Fatal(err)
	}
	chip, err := simulator.New(p)
	if err != nil {
		t.Fatal(err)
	}
	st, err := stack.Start(t.Context(), stack.Config{Cards: []stack.Card{{Name: "absent", Channel: chip, Removed: true}}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { // after the scripts, which run in parallel
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	testscript.Run(t, testscript.Params{Dir: "../../testdata/script/emptyreader", Setup: func(e *testscript.Env) error {
		for _, pair := range st.Env() {
			name, value, _ := strings.Cut(pair, "=")
			e.Setenv(name, value)
		}
		return neutral(e)
	}})
}
