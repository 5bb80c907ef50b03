package workstation

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cpslab/cps/harness/card"
)

// child makes the test binary play the child that Ask starts: its second
// argument says how.
func TestMain(m *testing.M) {
	if len(os.Args) > 2 && os.Args[1] == "__child" {
		switch os.Args[2] {
		case "answer":
			fmt.Println("a module that talks", strings.Repeat("x", 1000))
			fmt.Println(answerMark + `{"module":{"cryptoki":"2.20","manufacturer":"ANS","description":"CPS3 PKCS#11 LINUX","version":"3.1"}}`)
		case "hang":
			time.Sleep(time.Hour)
		case "parent": // asks a module that hangs, and waits to be killed
			_, _ = Ask(time.Hour, os.Args[0], "__child", "pid")(context.Background(), os.Args[3])
		case "pid": // the last argument is a file: it tells that the child is up
			EndWithParent(os.Stdin)
			if err := os.WriteFile(os.Args[3]+".new", []byte(strconv.Itoa(os.Getpid())), 0o600); err == nil {
				_ = os.Rename(os.Args[3]+".new", os.Args[3])
			}
			time.Sleep(time.Hour)
		case "crash":
			fmt.Println("about to crash")
			os.Exit(139)
		case "junk":
			fmt.Println(answerMark + "{")
		case "flood":
			line := []byte(strings.Repeat("y", 4096) + "\n")
			for range 1000 {
				_, _ = os.Stdout.Write(line)
			}
		case "own":
			EndWithParent(os.Stdin)
			_ = AnswerModule(os.Stdout, os.Args[3])
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func TestAsk(t *testing.T) {
	t.Parallel()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	ask := func(how string, deadline time.Duration) (Module, error) {
		return Ask(deadline, self, "__child", how)(t.Context(), "/lib/m.so")
	}
	m, err := ask("answer", 0)
	want := Module{"/lib/m.so", "2.20", "ANS", "CPS3 PKCS#11 LINUX", "3.1"}
	if diff := cmp.Diff(want, m); err != nil || diff != "" {
		t.Errorf("%v %s", err, diff)
	}
	for how, reason := range map[string]Reason{"crash": Crashed, "junk": Crashed, "flood": Crashed} {
		_, err := ask(how, 0)
		var e *ModuleError
		if !errors.As(err, &e) || e.Reason != reason || e.Path != "/lib/m.so" {
			t.Errorf("%s: %v", how, err)
		}
	}
	_, err = ask("hang", 200*time.Millisecond)
	var e *ModuleError
	if !errors.As(err, &e) || e.Reason != TimedOut || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("hang: %v", err)
	}
	_, err = Ask(0, "/nonexistent/program")(t.Context(), "/lib/m.so")
	if !errors.As(err, &e) || e.Reason != Crashed || e.Err == nil {
		t.Errorf("no program: %v", err)
	}
}

// The child answers for a file that is no module, in every build.
func TestAnswerForNoModule(t *testing.T) {
	t.Parallel()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	path := t.TempDir() + "/none.so"
	_, err = Ask(0, self, "__child", "own")(t.Context(), path)
	want := NotModule
	if !ModulesAvailable {
		want = NotBuilt
	}
	var e *ModuleError
	if !errors.As(err, &e) || e.Reason != want || !strings.HasPrefix(err.Error(), path) {
		t.Errorf("%v", err)
	}
}

func TestModuleOfAReport(t *testing.T) {
	t.Parallel()
	files := map[string]string{
		"usr/local/galss/libcps_pkcs11_lux.so":          elf64(""),
		"opt/santesocial/CPS/lib/libcps3_pkcs11_lux.so": elf64(libText),
	}
	asked := ""
	answer := func(m Module, err error) Options {
		return with(machine(files), func(o *Options) {
			o.Module = func(_ context.Context, path string) (Module, error) { asked = path; return m, err }
		})
	}
	r := Collect(t.Context(), answer(Module{Version: "3.1"}, nil))
	if !r.Module.Known || r.Module.Value.Version != "3.1" || asked != "/opt/santesocial/CPS/lib/libcps3_pkcs11_lux.so" {
		t.Errorf("%+v, asked %s", r.Module, asked)
	}
	asked = ""
	blocked := answer(Module{Version: "3.1"}, nil)
	blocked.Readers = readers(nil, card.ErrWedged)
	files["proc/net/unix"] = heard
	r = Collect(t.Context(), with(machine(files), func(o *Options) { o.Module, o.Readers = blocked.Module, blocked.Readers }))
	if r.Module.Known || r.Module.Reason != NotAsked || asked != "" {
		t.Errorf("behind a service that does not answer: %+v, asked %q", r.Module, asked)
	}
	delete(files, "proc/net/unix")
	r = Collect(t.Context(), answer(Module{}, &ModuleError{Path: "x", Reason: Crashed}))
	if r.Module.Known || r.Module.Reason != Crashed {
		t.Errorf("%+v", r.Module)
	}
}

// A library of the other word size is there and cannot be asked; the one that
// the user named goes first.
func TestModuleOfTheOtherWordSize(t *testing.T) {
	t.Parallel()
	const path, named = "opt/santesocial/CPS/lib/libcps3_pkcs11_lux.so", "tmp/cps3_pkcs11.so"
	own, other := elf64(libText), elf32(libText)
	if wordSize == 32 {
		own, other = other, own
	}
	for name, tt := range map[string]struct {
		files map[string]string
		want  Fact[Module]
	}{
		"installed":                       {map[string]string{path: other}, unknown[Module](OtherSize, "/"+path)},
		"named, another one is installed": {map[string]string{path: own, named: other}, unknown[Module](OtherSize, "/"+named)},
		"named, of this size":             {map[string]string{path: other, named: own}, known(Module{}, "/"+named)},
		"both installed":                  {map[string]string{path: other, "usr/lib/libcps3_pkcs11_lux.so": own}, known(Module{}, "/usr/lib/libcps3_pkcs11_lux.so")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := Collect(t.Context(), with(machine(tt.files), func(o *Options) {
				o.Module = func(context.Context, string) (Module, error) { return Module{}, nil }
				if tt.files[named] != "" {
					o.Getenv = env(map[string]string{EnvCryptolib: "/" + named})
				}
			}))
			if diff := cmp.Diff(tt.want, r.Module); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestFactsInJSON(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		fact any
		want string
	}{
		{known(false, "x"), `{"known":true,"value":false,"source":"x"}`},
		{unknown[bool](NotHere, ""), `{"known":false,"reason":"not-read-on-this-system"}`},
		{failed[[]Reader](errors.New("no"), "PC/SC"), `{"known":false,"reason":"failed","source":"PC/SC","detail":"no"}`},
		{known([]Reader{}, "PC/SC"), `{"known":true,"value":[],"source":"PC/SC"}`},
		{Reader{Slot: card.Slot{Name: "A", State: card.SlotCard, ATR: card.HexBytes{0x3B, 0x0F}}}, `{"name":"A","state":"card","atr":"3B0F"}`},
	} {
		b, err := json.Marshal(tt.fact)
		if err != nil || string(b) != tt.want {
			t.Errorf("%s, want %s (%v)", b, tt.want, err)
		}
	}
}

// This machine, whatever it is: everything is known or says why not.
func TestThisMachine(t *testing.T) {
	t.Parallel()
	r := Collect(t.Context(), Options{})
	b, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	var facts map[string]struct {
		Known  bool
		Reason string
	}
	if err := json.Unmarshal(b, &facts); err != nil {
		t.Fatal(err)
	}
	for name, f := range facts {
		if !f.Known && f.Reason == "" {
			t.Errorf("%s is not known and gives no reason", name)
		}
	}
	if !r.System.Known || r.System.Value.OS == "" {
		t.Errorf("%+v", r.System)
	}
}
