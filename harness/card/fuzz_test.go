package card_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cpslab/cps/harness/card"
)

// fuzz holds for each object: no panic; an error is a *DecodeError inside the
// input; what can be encoded decodes to the same value.
func fuzz[T any](f *testing.F, object string, decode func([]byte) (T, []card.Deviation, error), encode func([]byte, T) ([]byte, error)) {
	f.Helper()
	for _, v := range vectors(f) {
		if v.Object == object {
			f.Add(v.Input)
		}
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		v, deviations, err := decode(b)
		for _, d := range deviations {
			if d.Offset < 0 || d.Offset >= len(b) {
				t.Fatalf("%v outside the %d bytes", d, len(b))
			}
		}
		if err != nil {
			var de *card.DecodeError
			if !errors.As(err, &de) || de.Object != object || de.Offset < 0 || de.Offset > len(b) {
				t.Fatalf("error %#v", err)
			}
			return
		}
		again, err := encode(nil, v)
		if err != nil {
			var ee *card.EncodeError
			if !errors.As(err, &ee) || len(again) != 0 {
				t.Fatalf("error %#v with %d bytes", err, len(again))
			}
			if len(deviations) == 0 {
				t.Fatalf("nothing unusual, yet: %v", err)
			}
			return
		}
		w, _, err := decode(again)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(v, w); diff != "" {
			t.Fatalf("decoded again (-first +second):\n%s", diff)
		}
	})
}

func FuzzDecodeSerial(f *testing.F) {
	fuzz(f, "EF.SN.ICC", card.DecodeSerial, card.AppendSerial)
}
func FuzzDecodeUpdate(f *testing.F) { fuzz(f, "EF actua", card.DecodeUpdate, card.AppendUpdate) }
func FuzzDecodeIDCard(f *testing.F) { fuzz(f, "CPS_ID_CARD", card.DecodeIDCard, card.AppendIDCard) }
func FuzzDecodeName(f *testing.F)   { fuzz(f, "CPS_NAME_PS", card.DecodeName, card.AppendName) }
func FuzzDecodeInfo(f *testing.F)   { fuzz(f, "CPS_INFO_PS", card.DecodeInfo, card.AppendInfo) }
func FuzzDecodeActivity(f *testing.F) {
	fuzz(f, "CPS_ACTIVITY_PS", card.DecodeActivity, card.AppendActivity)
}

func FuzzDecodeBilling(f *testing.F) {
	fuzz(f, "CPS_SIT_FACT", card.DecodeBilling, card.AppendBilling)
}

func FuzzDecodeLanguages(f *testing.F) {
	fuzz(f, "CPS_LANG_PS", card.DecodeLanguages, card.AppendLanguages)
}

// FuzzCheckIdentifier: no panic, and a valid Luhn identifier whose last digit
// changes is no longer valid.
func FuzzCheckIdentifier(f *testing.F) {
	for _, s := range []string{"99900000011", "991026014", "990000010", "99900000011018", "1992600015", "2A0999991", "3990000010/00017", "é€ "} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, kind := range card.IdentifierKinds() {
			r, err := card.CheckIdentifier(kind, s, card.IdentifierOptions{Test: true})
			if err != nil {
				t.Fatal(err)
			}
			for _, fault := range r.Faults {
				if said := fault.Text(); said.FR == "" || said.EN == "" || fault.Kind.String() == "invalid" {
					t.Fatalf("%#v", fault)
				}
			}
			if !r.Valid() || kind != card.IdentifierRPPS && kind != card.IdentifierFINESS {
				continue
			}
			last := r.Value[len(r.Value)-1]
			wrong := r.Value[:len(r.Value)-1] + string('0'+(last-'0'+1)%10)
			if r, err := card.CheckIdentifier(kind, wrong, card.IdentifierOptions{Test: true}); err != nil || r.Valid() {
				t.Fatalf("%s: both keys are right", kind)
			}
		}
	})
}
