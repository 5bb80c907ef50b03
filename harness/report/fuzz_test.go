package report_test

import (
	"bytes"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/report"
	"github.com/cpslab/cps/testdata/schematest"
)

// Whatever stands on a card, every output comes out as clean UTF-8 without
// control characters, and the document follows the schema.
func FuzzOutputs(f *testing.F) {
	f.Add([]byte("\xED\x06\x81\x04\xE9\x1B\x9B\x00"), []byte("\xEE\x06\x85\x04\xE9\x1B\x9B\x00"), []byte("\xE0\x05\xA0\x03\x80\x01\x01"), []byte("\xE4\x05\x84\x03\x1B[2"), "CPS3v3-\x1b[2J", byte(1))
	f.Add([]byte{0xED, 0}, []byte{0, 0}, []byte{0xFF}, []byte{}, "CPS", byte(16))
	schema := schematest.Closed(f, report.Schema())
	f.Fuzz(func(t *testing.T, info, activity, billing, name []byte, label string, number byte) {
		c := &card.Contents{Face: card.FaceCPS3, Login: card.LoginOK, Listed: true}
		c.Label = card.Object[string]{State: card.Present, Value: label}
		c.PIN = card.Counter{State: card.Present, Left: int(number)}
		card.Fill(&c.Info, info, 0x9000, 1, card.DecodeInfo)
		card.Fill(&c.Name, name, 0x9000, 2, card.DecodeName)
		card.Fill(&c.ID, name, 0x9000, 2, card.DecodeIDCard)
		card.Fill(&c.Billing, billing, 0x9000, 3, card.DecodeBilling)
		a := card.NumberedActivity{Number: 1 + int(number)%16}
		card.Fill(&a.Object, activity, 0x9000, 4, card.DecodeActivity)
		c.Activities = append(c.Activities, a)

		in := diagnosis.Input{Reader: diagnosis.Reader{Slot: card.Slot{Name: label, State: card.SlotCard}}, Card: c}
		for _, show := range []bool{false, true} {
			d := report.NewDocument(&in, diagnosis.Check(&in, now), report.Options{Lang: "fr", ShowIdentity: show, Failure: label, Address: label})
			var out bytes.Buffer
			j, err := d.JSON()
			out.Write(j)
			row := report.NewRow("p", "t", "ok", "", d)
			opts := report.ScreenOptions{Lang: "fr", ShowIdentity: show}
			for _, e := range []error{
				err,
				report.Screen(&out, c, opts),
				report.StartScreen(&out, c, opts),
				report.Text(&out, d, report.TextOptions{Width: 40, Explain: true}),
				report.MatrixText(&out, "fr", []report.Row{row}, report.TextOptions{Width: 40}),
				report.HTML(&out, report.Page{Rows: []report.Row{row}}),
			} {
				if e != nil {
					t.Fatal(e)
				}
			}
			s := out.String()
			if !utf8.ValidString(s) {
				t.Error("invalid UTF-8")
			}
			if i := strings.IndexFunc(s, func(r rune) bool { return r != '\n' && !unicode.IsGraphic(r) }); i >= 0 {
				t.Errorf("control character at %q", s[max(0, i-20):min(len(s), i+20)])
			}
			if err := validate(t, schema, d); err != nil {
				t.Error(err)
			}
		}
	})
}
