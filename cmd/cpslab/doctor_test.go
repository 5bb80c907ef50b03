package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/doctor"
	"github.com/cpslab/cps/harness/pcsc"
	"github.com/cpslab/cps/harness/report"
	"github.com/cpslab/cps/harness/workstation"
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
	agent   workstation.AgentQuery
	module  func(context.Context, string) (workstation.Module, error)
}

func healthyStation() *station {
	old := doctorNow.Add(-40 * 24 * time.Hour)
	file := func(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text), ModTime: old} }
	return &station{
		files: fstest.MapFS{
			"etc/os-release": file(rhel), "proc/net/unix": file(socketHeard), "proc/stat": file(startedAtTen),
			"proc/1/comm": file("systemd\n"), "proc/net/tcp": file(""),
			"var/opt/santesocial/commun/adm/155.adm":        file("050202\nINSTALLEUR_CRYPTOLIB_CPS_64B"),
			"opt/santesocial/CPS/lib/libcps3_pkcs11_lux.so": file("CPS3 PKCS#11 LINUX (Version Release) version : 03.01.00 "),
			"etc/opt/santesocial/CPS/DICO-FR.GIP":           file(dictionary),
		},
		env:     map[string]string{},
		readers: []workstation.Reader{{Slot: card.Slot{Name: "Gemalto 00", State: card.SlotCard, ATR: card.ATRCPS4}}},
	}
}

func (s *station) report(ctx context.Context) workstation.Report {
	return workstation.Collect(ctx, workstation.Options{
		Root: s.files, OS: "linux",
		Getenv:  func(name string) string { return s.env[name] },
		Now:     func() time.Time { return doctorNow },
		Run:     func(context.Context, string, ...string) ([]byte, error) { return nil, exec.ErrNotFound },
		Readers: func(context.Context) ([]workstation.Reader, error) { return s.readers, s.err },
		Agent:   s.agent, Module: s.module,
	})
}

// agentPort is 04D2 in the table of sockets.
const agentPort = 1234

// listen puts a program of that name behind agentPort.
func (s *station) listen(program string) {
	s.files["proc/net/tcp"] = &fstest.MapFile{Data: []byte("0: 0100007F:04D2 00000000:0000 0A 0:0 0:0 0 1000 0 77 1\n")}
	s.files["proc/40/comm"] = &fstest.MapFile{Data: []byte(program + "\n")}
	s.files["proc/40/fd/3"] = &fstest.MapFile{Data: []byte("socket:[77]"), Mode: fs.ModeSymlink}
}

// plug puts a reader on the USB bus, behind the hubs whose attributes are given.
func (s *station) plug(port string, hubs map[string]string) {
	const bus = "sys/bus/usb/devices/"
	s.files[bus+port+":1.0/bInterfaceClass"] = &fstest.MapFile{Data: []byte("0b\n")}
	s.files[bus+port+"/product"] = &fstest.MapFile{Data: []byte("PC Twin Reader\n")}
	for hub, attributes := range hubs {
		s.files[bus+hub+"/bmAttributes"] = &fstest.MapFile{Data: []byte(attributes + "\n")}
	}
}

// runDoctor judges a report; the document is that of --format json.
func runDoctor(t *testing.T, rep workstation.Report, lang string) (code int, text string, d doctorDocument) {
	t.Helper()
	for _, format := range []string{"text", "json"} {
		var out bytes.Buffer
		a := &app{streams: streams{out: &out}, getenv: func(string) string { return "" }, lang: lang, format: format}
		if err := a.doctor(rep, doctorRequest{explain: true, now: doctorNow}); err != nil {
			t.Fatal(err)
		}
		code = a.code
		if format == "text" {
			text = out.String()
			continue
		}
		var shape struct {
			Schema   int
			Verdict  diagnosis.Verdict
			Checks   []doctor.Check
			Findings []report.Finding
			Failure  string
		}
		if err := json.Unmarshal(out.Bytes(), &shape); err != nil {
			t.Fatalf("%v in %s", err, out.String())
		}
		d.Schema, d.Verdict, d.Checks, d.Findings, d.Failure = shape.Schema, shape.Verdict, shape.Checks, shape.Findings, shape.Failure
	}
	return code, text, d
}

// Each state of the way to the card gives its own rule.
func TestDoctorStates(t *testing.T) {
	t.Parallel()
	atr := func(b ...byte) []workstation.Reader {
		return []workstation.Reader{{Slot: card.Slot{Name: "R", State: card.SlotCard, ATR: b}}}
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
			s.readers = []workstation.Reader{{Slot: card.Slot{Name: "R", State: card.SlotEmpty}}}
		}, "CPS-RDR-003", "reader", exitBlocked},
		"unlisted ATR": {func(s *station) { s.readers = atr(0x3B, 0x65, 0, 0) }, "CPS-RDR-006", "reader", exitBlocked},
		"mute card": {func(s *station) {
			s.readers = []workstation.Reader{{Slot: card.Slot{Name: "R", State: card.SlotMute}}}
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
		}, "", "galss", exitOK},
		"the agent's port is another program's": {func(s *station) {
			s.agent = workstation.AgentQuery{Port: agentPort, Program: "JuxtaLink"}
			s.listen("oldagent")
		}, "CPS-WS-020", "agent", exitBlocked},
		"nobody on the agent's port": {func(s *station) {
			s.agent = workstation.AgentQuery{Port: agentPort, Program: "JuxtaLink"}
		}, "CPS-WS-020", "agent", exitBlocked},
		"the agent on its port": {func(s *station) {
			s.agent = workstation.AgentQuery{Port: agentPort, Program: "JuxtaLink"}
			s.listen("JuxtaLink")
		}, "", "", exitOK},
		"a port without a program": {func(s *station) {
			s.agent = workstation.AgentQuery{Port: agentPort}
			s.listen("oldagent")
		}, "", "", exitOK},
		"on the bus and not in PC/SC": {func(s *station) {
			s.readers = nil
			s.plug("2-1", nil)
		}, "CPS-RDR-017", "usb", exitBlocked},
		"SESAM.INI without section MGC": {func(s *station) {
			s.files["etc/opt/santesocial/fsv/1.40.14/conf/sesam.ini"] = &fstest.MapFile{Data: []byte("[COMMUN]\nRepertoireTravail=/etc\nRepertoireTable=/etc\n")}
		}, "CPS-WS-015", "sesam", exitBlocked},
		"SESAM.INI of before the releases, which had no section MGC": {func(s *station) {
			s.files["usr/local/sesam/etc/sesam.ini"] = &fstest.MapFile{Data: []byte("[COMMUN]\nRepertoireTravail=/etc\nRepertoireTable=/etc\n")}
		}, "", "sesam", exitOK},
		"SESAM.INI as it should be": {func(s *station) {
			s.files["usr/local/sesam/etc/sesam.ini"] = &fstest.MapFile{Data: []byte("[COMMUN]\nRepertoireTravail=/etc\nRepertoireTable=/etc\n[MGC]\nRepertoireConfigTrace=/etc\n")}
			s.files["etc/log4crc.xml"] = &fstest.MapFile{}
		}, "", "", exitOK},
		"a second reader is empty": {func(s *station) {
			s.readers = append([]workstation.Reader{{Slot: card.Slot{Name: "R", State: card.SlotEmpty}}}, s.readers...)
		}, "", "", exitOK},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := healthyStation()
			tt.change(s)
			code, text, d := runDoctor(t, s.report(t.Context()), "en")
			var blocking []string
			for _, f := range d.Findings {
				if f.Severity.Blocking() {
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
			problem := func(c doctor.Check) bool { return c.ID == tt.check && c.State == doctor.Problem }
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
		verdict diagnosis.Verdict
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
			wedged := strings.Contains(text, "problem   PC/SC service   listens and does not answer") && strings.Contains(text, "unknown   PKCS#11 module  not asked: it would wait")
			if wedged != (name == "blocked") {
				t.Errorf("what is said of the service:\n%s", text)
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
	if !found || !strings.Contains(list, "card (no card read)\n      CPS-RDR-005, CPS-RDR-006, CPS-RDR-007\n") {
		t.Errorf("no list:\n%s", text)
	}
	// What can be declared says how.
	if !strings.Contains(list, "--fact reader.path=direct|hub|keyboard (") {
		t.Errorf("no way to declare:\n%s", list)
	}
	if strings.Contains(text, "--explain says") {
		t.Errorf("explained, and told how to have it explained:\n%s", text)
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
		out = append(out, string(d.Verdict))
		for _, c := range d.Checks {
			out = append(out, c.ID+" "+string(c.State)+" "+c.Source)
		}
		for _, f := range d.Findings {
			out = append(out, f.ID+" "+f.Severity.String())
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
