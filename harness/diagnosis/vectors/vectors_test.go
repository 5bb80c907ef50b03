package vectors

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/diagnosis/fact"
)

func TestAll(t *testing.T) {
	t.Parallel()
	all, err := All()
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, v := range all {
		if seen[v.Name()] {
			t.Errorf("%s: twice", v.Name())
		}
		seen[v.Name()] = true
		told := false
		for _, w := range v.Want {
			told = told || strings.HasPrefix(w, v.Rule+" ")
		}
		rule, _ := diagnosis.ByID(v.Rule)
		if guard := rule.How == diagnosis.AsGuard; v.Near && told || !v.Near && !told && v.Behind == "" && !guard {
			t.Errorf("%s: the rule is wanted: %v", v.Name(), told)
		}
	}
	if len(all) < 1000 {
		t.Errorf("%d vectors", len(all))
	}
}

func TestParse(t *testing.T) {
	t.Parallel()
	const src = `# A family.

# What follows is special.
== CPS-VAL-001 near miss: the last day: of the card
facts: env=real
facts: ssv=61444
day: 2026-11-22
card:
	extends: cps3-healthy
	activities:
	  - {number: 1}
pin: wrong
lost: 12
with: certificates
with: proof
verdict: warning
want: CPS-VAL-007 WARNING
unread: CPS-ACT-006 billing[]
shows: card.expiryDate: 2026-11-22
says: fin de
behind: CPS-RDR-001

== CPS-WS-001 trigger: told
with: workstation
pin: none
unknown: ws.os
verdict: ok
`
	got, err := Parse("x.txt", src)
	if err != nil {
		t.Fatal(err)
	}
	want := []Vector{
		{
			Rule: "CPS-VAL-001", Near: true, What: "the last day: of the card", Facts: []string{"env=real", "ssv=61444"}, Day: "2026-11-22",
			Card: "extends: cps3-healthy\nactivities:\n  - {number: 1}", PIN: PINWrong, Lost: 12, Certificates: true, Prove: true,
			Verdict: "warning", Want: []string{"CPS-VAL-007 WARNING"}, Unread: []string{"CPS-ACT-006 billing[]"},
			Shows: []string{"card.expiryDate: 2026-11-22"}, Says: "fin de", Behind: "CPS-RDR-001",
		},
		{Rule: "CPS-WS-001", What: "told", Workstation: true, PIN: PINNone, Unknown: "ws.os", Verdict: "ok"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// TestParseRefuses names the line that cannot be understood.
func TestParseRefuses(t *testing.T) {
	t.Parallel()
	const head = "== CPS-VAL-001 trigger: x\n"
	for src, line := range map[string]int{
		"verdict: ok\n":                           1,
		"== CPS-VAL-001 x\nverdict: ok\n":         1,
		"== VAL-001 trigger: x\nverdict: ok\n":    1,
		"== CPS-VAL-001 trigger: \nverdict: ok\n": 1,
		head:                                            1,
		head + "verdict:\n":                             2,
		head + "verdict: ok\nverdict: ok\n":             3,
		head + "verdict ok\n":                           2,
		head + "day: tomorrow\n":                        2,
		head + "pin: right\n":                           2,
		head + "lost: 0\n":                              2,
		head + "with: love\n":                           2,
		head + "wants: CPS-VAL-001 INFO\n":              2,
		head + "card: x\n":                              2,
		head + "card:\n\ta: 1\nverdict: ok\ncard:\n":    5,
		head + "\ta: 1\n":                               2,
		head + "card:\n\ta: 1\nverdict: ok\n\tb: 2\n":   5,
		head + "card:\n\ta: 1\n\n\tb: 2\nverdict: ok\n": 5,
	} {
		_, err := Parse("x.txt", src)
		var at *Error
		if !errors.As(err, &at) || at.Line != line || at.File != "x.txt" {
			t.Errorf("%q: %v, want line %d", src, err, line)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("== CPS-VAL-001 trigger: x\ncard:\n\ta: 1\nfacts: a=b\nverdict: ok\n")
	f.Add("== CPS-VAL-001 near miss: x\nlost: 3\nverdict: ok\n#\n\n")
	f.Fuzz(func(t *testing.T, src string) {
		all, err := Parse("x.txt", src)
		var at *Error
		if err != nil && !errors.As(err, &at) {
			t.Fatalf("%T: %v", err, err)
		}
		for _, v := range all {
			if v.Verdict == "" || v.What == "" {
				t.Errorf("%+v", v)
			}
		}
	})
}

// TestChange: a change names what cannot be changed, and leaves the rest as it was.
func TestChange(t *testing.T) {
	t.Parallel()
	first := []card.NumberedActivity{{Number: 1}}
	in := diagnosis.Input{Card: &card.Contents{Activities: first, Certificates: make([]card.NumberedCertificate, 1)}}
	in.Card.Certificates[0].Value.Serial = "2A"
	v := Vector{Sets: []string{
		"Card.Activities[1-2] = @Card.Activities[0]", "Card.Activities[1-2].Number = #", "Card.Activities[1].State = absent",
		"Workstation.Cryptolib[0].Version = 5.2.6", "Workstation.RebootPending = yes", "Workstation.ReadTime = 6s", "Workstation.Seen[ws/os] = a file",
		"Revocation.List.Serials[0] = @Card.Certificates[0].Value.Serial", "Card.ID.Value.Issued = 2025-07-01", "Card.LoginSW = 0x6983",
		"Card.Certificates[0].Raw = zeros:4", "Card.Certificates[0].Value.Issuer = \"  \"", "Reader.State = mute", "Reader.Others = []",
	}}
	if err := v.Change(&in); err != nil {
		t.Fatal(err)
	}
	w := in.Workstation
	if len(first) != 1 || first[0].Number != 1 || len(in.Card.Activities) != 3 || in.Card.Activities[2].Number != 3 || in.Card.Activities[1].State != card.Absent {
		t.Errorf("activities %+v, the first list %+v", in.Card.Activities, first)
	}
	if w == nil || w.Cryptolib[0].Version.String() != "5.2.6" || w.RebootPending != diagnosis.TriYes || w.ReadTime != 6*time.Second || w.Seen[fact.WsOs] != "a file" {
		t.Errorf("workstation %+v", w)
	}
	if in.Revocation.List.Serials[0] != "2A" || in.Card.ID.Value.Issued.Month != 7 || in.Card.LoginSW != 0x6983 || len(in.Card.Certificates[0].Raw) != 4 ||
		in.Card.Certificates[0].Value.Issuer != "  " || in.Reader.State != card.SlotMute || in.Reader.Others == nil {
		t.Errorf("%+v", in)
	}
	for _, wrong := range []string{
		"Card.Nothing = 1", "Card.Activities[9] = zero", "Card.Activities[x] = zero", "Workstation.RebootPending = perhaps", "Reader.State = gone",
		"Card.Activities[0].Number = one", "Card.Activities[0].State = nowhere", "Card.ID.Value.Issued = yesterday", "Reader.Clock = noon", "Workstation.ReadTime = long",
		"Workstation.Seen[ws/nothing] = a file", "Workstation.Dictionary = new", "Card.ATR = 3B9", "Revocation.List = x", "Card.ATR = @Card.Activities", "Card.ATR = @Card.Nothing",
	} {
		v := Vector{Rule: "CPS-X-001", What: "w", Sets: []string{wrong}}
		if err := v.Change(&in); err == nil || !strings.Contains(err.Error(), wrong) {
			t.Errorf("%s: error %v, want one that names the line", wrong, err)
		}
	}
}
