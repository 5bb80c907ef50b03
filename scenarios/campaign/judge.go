package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"reflect"
	"slices"
	"strings"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/examine"
	"github.com/cpslab/cps/harness/fault"
	"github.com/cpslab/cps/harness/report"
)

// outcome is how a case ended.
type outcome uint8

// The outcomes, from the best.
const (
	whole        outcome = iota // the contents are those of the undamaged card
	named                       // what differs is named
	undetectable                // what differs cannot be told from a sound card: see undetectable.go
	survivor                    // what differs is named by nothing
	broken                      // a promise of the bench was broken
	outcomes
)

// finding is what is wrong with a case that survived, or broke a promise.
type finding struct {
	preset  string
	without bool // the certificates were not read
	faults  []fault.Fault
	objects []string // that differ and are not named
	class   string   // of what cannot be told, the last of its objects
	broken  string   // the promise that was broken, "" for a survivor
}

func (f finding) String() string {
	written := make([]string, len(f.faults))
	for i, one := range f.faults {
		written[i] = one.String()
	}
	what := strings.Join(f.objects, ", ")
	if f.broken != "" {
		what = f.broken
	}
	if f.without {
		f.preset = "-without-certificates " + f.preset
	}
	return fmt.Sprintf("%s --fault %s: %s", f.preset, strings.Join(written, " --fault "), what)
}

// play runs one case. fired tells whether any fault did something.
func (s *subject) play(faults []fault.Fault) (o outcome, fired bool, f finding) {
	f = finding{preset: s.name, without: !s.certificates, faults: faults}
	defer func() {
		if r := recover(); r != nil {
			f.broken = fmt.Sprintf("panic: %v", r)
			o = broken
		}
	}()
	fail := func(format string, args ...any) (outcome, bool, finding) {
		f.broken = fmt.Sprintf(format, args...)
		return broken, true, f
	}
	if err := s.restore(); err != nil {
		return fail("the card cannot be put back: %v", err)
	}
	before := s.chip.State().PIN
	var c clock
	damaged := fault.New(s.spy, playOptions(&c), faults...)
	outer := &spy{Channel: damaged}
	reading := s.read(context.Background(), outer)
	result := reading.Judge(s.now)
	for _, one := range damaged.Fired() {
		fired = fired || one.Count > 0
	}

	after := s.chip.State().PIN
	switch spent := before.Left - after.Left; {
	case outer.presented > 1:
		return fail("the PIN was presented %d times", outer.presented)
	case spent > s.spy.wrong:
		return fail("%d tries gone, the card saw %d wrong codes", spent, s.spy.wrong)
	case outer.exchanges > mostExchanges:
		return fail("%d exchanges", outer.exchanges)
	case c.at > deadline && !errors.Is(reading.Err, context.DeadlineExceeded):
		return fail("%v on a clock that ends at %v", c.at, deadline)
	case reading.Err != nil && !spoken(reading.Err):
		return fail("an error without words: %v", reading.Err)
	case s.chip.Begin(context.Background()) != nil:
		_ = s.chip.End(context.Background())
		return fail("a transaction was left open")
	}
	_ = s.chip.End(context.Background())

	differ := slices.DeleteFunc(s.differences(&reading), func(d difference) bool { return madeAnew(faults, d) })
	if len(differ) == 0 {
		return whole, fired, f
	}
	o = named
	blocks := slices.ContainsFunc(result.Findings, func(f diagnosis.Finding) bool {
		return f.Severity == diagnosis.BlockBilling || f.Severity == diagnosis.BlockSigning
	})
	for _, d := range differ {
		if s.names(&reading, &result, d) {
			continue
		}
		f.objects = append(f.objects, d.object)
		if class := classOf(faults, d, blocks, reading.Input.Card.Face == card.FaceUnknown, func() map[string]bool { return s.changed(faults) }); class != "" && o != survivor {
			o, f.class = undetectable, class
		} else {
			o = survivor
		}
	}
	return o, fired, f
}

// changed plays the case again and returns the files of which answers reached the reader
// otherwise than the card gave them.
func (s *subject) changed(faults []fault.Fault) map[string]bool {
	files := map[string]bool{}
	if s.restore() != nil {
		return files
	}
	var c clock
	inner := &gave{Channel: s.spy}
	outer := &compares{Channel: fault.New(inner, playOptions(&c), faults...), inner: inner, files: files}
	s.read(context.Background(), outer)
	return files
}

// madeAnew reports whether an object differs only because more was read, or because the
// card was made anew: its certificates repeat what the other objects say.
func madeAnew(faults []fault.Fault, d difference) bool {
	f := faults[0]
	if d.before == card.Unread && d.state == card.Present {
		return true // more was read than of the undamaged card: the fault mends it
	}
	return d.object == "certificates" && f.Kind.Layer == fault.Data && !strings.Contains(f.Value, "CERT") && f.Value != "CDF"
}

// spoken reports whether an error says itself in both languages.
func spoken(err error) bool {
	message, _ := text.Said(err)
	return message.FR != "" && message.EN != ""
}

// difference is an object whose contents are not those of the undamaged card.
type difference struct {
	object string     // as saidOf and NotRead name it
	before card.State // on the undamaged card
	state  card.State
}

// differences are what the reading has otherwise than the undamaged card.
func (s *subject) differences(r *examine.Reading) []difference {
	var all []difference
	a, b := s.contents, r.Input.Card
	if b == nil {
		return nil
	}
	compare := func(object string, want, got []byte, wantState, gotState card.State) {
		if wantState != gotState || !bytes.Equal(want, got) {
			all = append(all, difference{object, wantState, gotState})
		}
	}
	compare("atr", a.ATR, b.ATR, 0, 0)
	all = object(all, "serial", &a.Serial, &b.Serial)
	all = object(all, "label", &a.Label, &b.Label)
	all = object(all, "update", &a.Update, &b.Update)
	all = object(all, "id", &a.ID, &b.ID)
	all = object(all, "name", &a.Name, &b.Name)
	all = object(all, "languages", &a.Languages, &b.Languages)
	all = object(all, "info", &a.Info, &b.Info)
	all = object(all, "billing", &a.Billing, &b.Billing)
	compare("pin", []byte{byte(a.PIN.Left), byte(a.PIN.Uses)}, []byte{byte(b.PIN.Left), byte(b.PIN.Uses)}, a.PIN.State, b.PIN.State)
	compare("puk", []byte{byte(a.PUK.Left), byte(a.PUK.Uses)}, []byte{byte(b.PUK.Left), byte(b.PUK.Uses)}, a.PUK.State, b.PUK.State)
	compare("login", []byte{byte(a.Login)}, []byte{byte(b.Login)}, 0, 0)
	for i := range max(len(a.Activities), len(b.Activities)) {
		var x, y card.NumberedActivity
		if i < len(a.Activities) {
			x = a.Activities[i]
		}
		if i < len(b.Activities) {
			y = b.Activities[i]
		}
		compare("activities", []byte{byte(x.Number)}, []byte{byte(y.Number)}, 0, 0)
		all = object(all, "activities", &x.Object, &y.Object)
	}
	for i := range max(len(a.Certificates), len(b.Certificates)) {
		var x, y card.NumberedCertificate
		if i < len(a.Certificates) {
			x = a.Certificates[i]
		}
		if i < len(b.Certificates) {
			y = b.Certificates[i]
		}
		compare("certificates", x.Raw, y.Raw, x.State, y.State)
	}
	return all
}

// object compares two readings of one object: bytes that mean the same, as padding
// behind its end, are no difference.
func object[T any](all []difference, name string, want, got *card.Object[T]) []difference {
	switch {
	case want.State == got.State && (bytes.Equal(want.Raw, got.Raw) || want.State != card.Present && want.State != card.Malformed): // filler is filler
	case want.State == card.Present && got.State == card.Present && reflect.DeepEqual(want.Value, got.Value):
	default:
		all = append(all, difference{name, want.State, got.State})
	}
	return all
}

// fields are the beginnings of the names of inputs that tell of an object, and of the
// lines of what was not read, in English.
var fields = [...]struct {
	object string
	inputs []string
	lines  []string
}{
	{"atr", []string{"card.atr", "card.generation", "card.issuer", "reader"}, nil},
	{"serial", []string{"card.serial", "card.issuer"}, []string{"EF.SN.ICC"}},
	{"label", nil, []string{"CIAInfo", "Directory"}},
	{"update", []string{"card.actua"}, []string{"EF actua"}},
	{"id", []string{"card.category", "card.expiryDate", "card.issueDate", "obj.CPS_ID_CARD"}, []string{"CPS_ID_CARD", "Directory"}},
	{"name", []string{"holder.name", "obj.CPS_NAME_PS"}, []string{"CPS_NAME_PS", "Directory"}},
	{"languages", nil, []string{"CPS_LANG_PS", "Directory"}},
	{"info", []string{"holder.", "card.type", "obj.CPS_INFO_PS"}, []string{"CPS_INFO_PS", "Directory"}},
	{"billing", []string{"billing", "obj.CPS_SIT_FACT"}, []string{"CPS_SIT_FACT", "Situations not read", "Directory"}},
	{"activities", []string{"activities", "activity", "billing"}, []string{"CPS_ACTIVITY", "Situations not read", "Directory"}},
	{"certificates", []string{"certs", "card.authentication", "cert"}, []string{"Certificate", "Directory"}},
	{"pin", []string{"pin."}, []string{"Tries of the PIN"}},
	{"puk", []string{"puk.", "pin."}, []string{"Tries of the PUK"}},
	{"login", []string{"pin.", "activities", "billing"}, []string{"Situations not read", "Tries of the PIN"}},
}

// said is one thing that is said of a card.
type said struct {
	whole string // rule, field and value
	field string
}

// saidOf are the findings, with what they rest on, and the unknown rules.
func saidOf(r *diagnosis.Result) iter.Seq[said] {
	return func(yield func(said) bool) {
		for _, f := range r.Findings {
			for _, e := range f.Evidence {
				if !yield(said{f.Rule.ID + " " + e.Field + "=" + e.Value, e.Field}) {
					return
				}
			}
		}
		for u := range r.Unknown {
			if !u.Declared && !yield(said{u.Rule.ID + "? " + u.Missing, u.Missing}) {
				return
			}
		}
	}
}

// names reports whether anything that is said of the damaged card, and was not of the
// undamaged one, names an object.
func (s *subject) names(reading *examine.Reading, result *diagnosis.Result, d difference) bool {
	if reading.Err != nil && d.state == card.Unread {
		return true // the error says where the reading ended
	}
	for one := range saidOf(result) {
		if d.state == card.Unread && !s.said[one.whole] && begins(one.field, fields[0].inputs) {
			return true // a card that is taken for another is asked for less
		}
	}
	for _, row := range fields {
		if row.object != d.object {
			continue
		}
		for one := range saidOf(result) {
			if !s.said[one.whole] && begins(one.field, row.inputs) {
				return true
			}
		}
		for _, line := range report.NotRead(reading.Input.Card, "en") {
			if begins(line, row.lines) {
				return true
			}
		}
	}
	return false
}

func begins(name string, with []string) bool {
	for _, prefix := range with {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}
