package fact

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cpslab/cps/harness/diagnosis/code"
)

func TestParseFacts(t *testing.T) {
	t.Parallel()
	f, err := Parse([]string{
		"env=real", " use = auth ", "lgc.selected=3", "newCardReceived=oui", "lgc.billingIds=751404682, 751404690",
		"card.received=2026-11-20", "prescriber.am=", "ssv=F004", "galss=8001", "ckr=PIN_LOCKED", "ws.cryptolib=5.1.10-1",
	})
	if err != nil {
		t.Fatal(err)
	}
	if f.Env != EnvReal || f.Use != UseAuth || f.Activity != 3 || !f.NewCardReceived {
		t.Errorf("fields: %+v", f)
	}
	d := f.Declared
	if n, _ := d.Number(Ssv); n != 61444 {
		t.Errorf("ssv %d", n)
	}
	if n, _ := d.Number(Galss); n != 0x8001 {
		t.Errorf("galss %X", n)
	}
	if n, _ := d.Number(Ckr); n != code.CKRPINLocked {
		t.Errorf("ckr %X", n)
	}
	if s, ok := d.Text(PrescriberAm); s != "" || !ok {
		t.Errorf("an empty number is declared: %q %v", s, ok)
	}
	if v, _ := d.List(LgcBillingIds); len(v) != 2 || v[1] != "751404690" {
		t.Errorf("list %v", v)
	}
	if v, _ := d.Version(WsCryptolib); v != (Version{5, 1, 10}) {
		t.Errorf("version %v", v)
	}
	more, err := f.Declare("env=test", "lgc.selected=none")
	if err != nil || more.Env != EnvTest || more.Activity != 0 || !more.Declared.Is(LgcSelected, "none") || f.Env != EnvReal || f.Declared.Is(LgcSelected, "none") {
		t.Errorf("declaring more: %+v, %v; before: %+v", more, err, f)
	}
	if none, err := Parse(nil); err != nil || none != (Set{}) {
		t.Errorf("nothing declared: %+v, %v", none, err)
	}
}

func TestWrongFacts(t *testing.T) {
	t.Parallel()
	for _, v := range []struct{ fact, want string }{
		{"prescriber.an=1", "fact prescriber.an: no such fact; did you mean prescriber.am?"},
		{"Prescriber.AN=1", "fact Prescriber.AN: no such fact; did you mean prescriber.am?"},
		{"cryptolib=5.2.2", "fact cryptolib: no such fact; did you mean ws.cryptolib?"},
		{"pin=1234", "fact pin: no such fact; did you mean trace.pin?"},
		{"whatever at all=1", "fact whatever at all: no such fact"},
		{"ssv", "fact ssv: want key=value"},
		{"1234", "unreadable fact: want key=value"},
		{"", "unreadable fact: want key=value"},
		{"env=production", "fact env: want one of test, real"},
		{"env=", "fact env: want a value"},
		{"card.received=2026-02-30", "fact card.received: want a day that exists, as YYYY-MM-DD"},
		{"card.printedExpiry=2026-13", "fact card.printedExpiry: want a month, as YYYY-MM"},
		{"lgc.selected=17", "fact lgc.selected: want none, or a number from 1 to 16"},
		{"lgc.selected=0", "fact lgc.selected: want none, or a number from 1 to 16"},
		{"codes.received=maybe", "fact codes.received: want yes or no"},
		{"pin.typedLength=-1", "fact pin.typedLength: want a number from 0 to 9999"},
		{"pin.typedLength=10000", "fact pin.typedLength: want a number from 0 to 9999"},
		{"ws.cryptolib=5", "fact ws.cryptolib: want a version such as 5.2.2"},
		{"ws.cryptolib=5.2.2.1", "fact ws.cryptolib: want a version such as 5.2.2"},
		{"ssv=F0044", "fact ssv: want an SSV code, decimal (61444) or hexadecimal (F004)"},
		{"ssv=0", "fact ssv: want an SSV code, decimal (61444) or hexadecimal (F004)"},
		{"galss=3", "fact galss: want a GALSS code, decimal (2048) or hexadecimal (8001)"},
		{"galss=8015", "fact galss: want a GALSS code, decimal (2048) or hexadecimal (8001)"},
		{"sw=0017", "fact sw: want a status word of four hexadecimal digits"},
		{"ckr=CKR_NO_SUCH", "fact ckr: want a PKCS#11 result, its name (CKR_PIN_LOCKED) or 0x and hexadecimal digits"},
		{"lgc.billingIds=1,,2", "fact lgc.billingIds: want at most 100 texts separated by commas"},
		{"adri=" + strings.Repeat("x", 201), "fact adri: want a text of at most 200 characters"},
		{strings.Repeat("é", 30) + "=1", "unreadable fact: no such fact"},
	} {
		_, err := Parse([]string{v.fact})
		var fe *Error
		if !errors.As(err, &fe) {
			t.Errorf("%q: %v", v.fact, err)
			continue
		}
		if diff := cmp.Diff(v.want, err.Error()); diff != "" {
			t.Errorf("%q (-want +got):\n%s", v.fact, diff)
		}
	}
	if _, err := Parse([]string{"env=test", "env=real"}); err == nil || err.Error() != "fact env: declared twice" {
		t.Errorf("twice: %v", err)
	}
}

// An error never holds what was declared: somebody may have typed a code.
func TestFactErrorsHideValues(t *testing.T) {
	t.Parallel()
	for _, k := range Keys() {
		_, err := Parse([]string{k.Name + "=\xff86420975"})
		if err != nil && strings.Contains(err.Error(), "86420975") {
			t.Errorf("%s: %v", k.Name, err)
		}
	}
}

func TestFactFile(t *testing.T) {
	t.Parallel()
	f, err := Set{Use: UseAuth}.DeclareFile("call.facts", strings.NewReader("\uFEFF# a call\n\n env = test \r\nincident=lost\n"))
	if err != nil || f.Env != EnvTest || f.Use != UseAuth || !f.Declared.Is(Incident, "lost") {
		t.Errorf("%+v, %v", f, err)
	}
	for _, v := range []struct{ file, want string }{
		{"env=test\n\nincidnt=lost\n", "call.facts:3: fact incidnt: no such fact; did you mean incident?"},
		{"env=test\nenv=real\n", "call.facts:2: fact env: declared twice"},
		{"# fine\nenv\n", "call.facts:2: fact env: want key=value"},
		{strings.Repeat("env=test\n", 501), "call.facts:501: more than 500 facts"},
		{"env=test\n" + strings.Repeat("x", 600), "call.facts:2: cannot be read: the line is too long"},
	} {
		got, err := Set{}.DeclareFile("call.facts", strings.NewReader(v.file))
		if err == nil || got != (Set{}) {
			t.Errorf("%.20q: %+v, %v", v.file, got, err)
			continue
		}
		if diff := cmp.Diff(v.want, err.Error()); diff != "" {
			t.Errorf("%.20q (-want +got):\n%s", v.file, diff)
		}
	}
}

func TestFactKeysAreWhole(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, k := range Keys() {
		if k.Name == "" || seen[k.Name] || k.Question.FR == "" || k.Question.EN == "" || (k.Type == TypeChoice) != (k.Values != nil) {
			t.Errorf("%+v", k)
		}
		seen[k.Name] = true
	}
}

func TestVersion(t *testing.T) {
	t.Parallel()
	ordered := []string{"4.9", "5.0.9", "5.0.45", "5.1.10", "5.2.0-1", "5.2.1", "5.2.2", "5.10.0"}
	var last Version
	for _, s := range ordered {
		v, ok := ParseVersion(s)
		if !ok || !last.Before(v) || v.Before(last) || v.Before(v) {
			t.Errorf("%s: %v after %v", s, v, last)
		}
		last = v
	}
	if v, _ := ParseVersion("02.18"); v != (Version{2, 18}) || v.String() != "2.18.0" {
		t.Errorf("02.18 is %s", v)
	}
	for _, s := range []string{"", "5", "5.x", "5.2.2.2", "-1.2", "0.0", "99999.1"} {
		if v, ok := ParseVersion(s); ok {
			t.Errorf("%q is %v", s, v)
		}
	}
}
