package doctor_test

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"slices"
	"testing"
	"testing/fstest"
	"time"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/diagnosis/fact"
	"github.com/cpslab/cps/harness/doctor"
	"github.com/cpslab/cps/harness/workstation"
)

var monday = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// collected is a Linux workstation with a Cryptolib and the readers given.
func collected(ctx context.Context, readers func(context.Context) ([]workstation.Reader, error), more fstest.MapFS) workstation.Report {
	file := func(text string) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte(text), ModTime: monday.AddDate(0, -2, 0)}
	}
	files := fstest.MapFS{
		"etc/os-release": file("ID=rhel\nVERSION_ID=9.4\n"), "proc/1/comm": file("systemd\n"), "proc/stat": file("btime 1795428000\n"),
		"proc/net/unix":                                 file("0: 00000002 00000000 00010000 0001 01 1 /run/pcscd/pcscd.comm\n"),
		"usr/sbin/pcscd":                                {Data: []byte("x"), Mode: 0o755},
		"etc/opt/santesocial/CPS/DICO-FR.GIP":           file("G999\tVersion\t\t\t28\tVersion : 02.18 - 28/02/2020\r\n"),
		"var/opt/santesocial/commun/adm/155.adm":        file("050202\nINSTALLEUR_CRYPTOLIB_CPS_64B"),
		"opt/santesocial/CPS/lib/libcps3_pkcs11_lux.so": file("CPS3 PKCS#11 LINUX (Version Release) version : 03.01.00 "),
	}
	for name, f := range more { // nil takes a file away
		if files[name] = f; f == nil {
			delete(files, name)
		}
	}
	return workstation.Collect(ctx, workstation.Options{
		Root: files, OS: "linux", Readers: readers,
		Getenv: func(string) string { return "" },
		Now:    func() time.Time { return monday },
		Run:    func(context.Context, string, ...string) ([]byte, error) { return nil, exec.ErrNotFound },
	})
}

func oneCPS4(context.Context) ([]workstation.Reader, error) {
	return []workstation.Reader{{Slot: card.Slot{Name: "Reader 00", State: card.SlotCard, ATR: card.ATRCPS4}}}, nil
}

// The verdict is that of the rules, but for what no rule is about.
func TestJudge(t *testing.T) {
	t.Parallel()
	fails := func(err error) func(context.Context) ([]workstation.Reader, error) {
		return func(context.Context) ([]workstation.Reader, error) { return nil, err }
	}
	for name, tt := range map[string]struct {
		readers func(context.Context) ([]workstation.Reader, error)
		files   fstest.MapFS
		verdict diagnosis.Verdict
		failure string
	}{
		"healthy":           {oneCPS4, nil, diagnosis.VerdictOK, ""},
		"no reader":         {fails(nil), nil, diagnosis.VerdictBlocked, ""},
		"a reader fails":    {fails(errors.New("F")), nil, diagnosis.BenchError, "F"},
		"no answer":         {fails(context.DeadlineExceeded), nil, diagnosis.BenchError, "le service PC/SC n'a pas répondu dans le délai"},
		"not built":         {fails(errors.ErrUnsupported), nil, diagnosis.VerdictOK, ""},
		"no rule is about":  {oneCPS4, fstest.MapFS{"etc/opt/santesocial/CPS/DICO-FR.GIP": nil}, diagnosis.VerdictWarning, ""},
		"nobody listens to": {fails(errors.New("F")), fstest.MapFS{"proc/net/unix": {}}, diagnosis.VerdictBlocked, ""},
	} {
		rep := collected(t.Context(), tt.readers, tt.files)
		got, err := doctor.Judge(rep, fact.Set{}, monday, "fr")
		if err != nil {
			t.Fatal(err)
		}
		if got.Diagnosis.Verdict != tt.verdict || got.Failure != tt.failure {
			t.Errorf("%s: %s, %q; want %s, %q\n%+v", name, got.Diagnosis.Verdict, got.Failure, tt.verdict, tt.failure, got.Checks)
		}
	}
}

// The command that starts the service stands where there is one to start.
func TestCommand(t *testing.T) {
	t.Parallel()
	stopped := collected(t.Context(), oneCPS4, fstest.MapFS{"proc/net/unix": {}})
	if got := doctor.Command("CPS-WS-009", stopped).In("en"); got != "With systemd: sudo systemctl start pcscd.socket" {
		t.Errorf("%q", got)
	}
	stopped.Service.Value.Private = true
	for rule, rep := range map[string]workstation.Report{"CPS-WS-009": stopped, "CPS-WS-001": collected(t.Context(), oneCPS4, nil)} {
		if got := doctor.Command(rule, rep); !got.IsZero() {
			t.Errorf("%s: %q", rule, got)
		}
	}
}

// A workstation that another program collected, judged and told.
func ExampleJudge() {
	rep := collected(context.Background(), func(context.Context) ([]workstation.Reader, error) {
		return []workstation.Reader{{Slot: card.Slot{Name: "Reader 00", State: card.SlotEmpty}}}, nil
	}, nil)
	res, err := doctor.Judge(rep, fact.Set{}, monday, "en")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(res.Diagnosis.Verdict)
	for _, f := range res.Diagnosis.Findings {
		fmt.Println(f.Rule.ID, f.Severity)
	}
	i := slices.IndexFunc(res.Checks, func(c doctor.Check) bool { return c.ID == "reader" })
	fmt.Println(res.Checks[i].State, res.Checks[i].Text)
	// Output:
	// blocked
	// CPS-RDR-003 BLOCK-BILLING
	// problem Reader 00: empty
}
