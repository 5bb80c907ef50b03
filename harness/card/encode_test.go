package card_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/text"
)

// What does not fit is refused with the name of the field, and dst stays.
func TestEncodeErrors(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("A", 41)
	billing := func(b card.Billing) func([]byte) ([]byte, error) {
		return func(dst []byte) ([]byte, error) { return card.AppendBilling(dst, []card.Billing{b}) }
	}
	with := func(v any) func([]byte) ([]byte, error) {
		return func(dst []byte) ([]byte, error) {
			switch v := v.(type) {
			case card.Serial:
				return card.AppendSerial(dst, v)
			case card.Update:
				return card.AppendUpdate(dst, v)
			case card.IDCard:
				return card.AppendIDCard(dst, v)
			case card.Name:
				return card.AppendName(dst, v)
			case card.Info:
				return card.AppendInfo(dst, v)
			case card.Activity:
				return card.AppendActivity(dst, v)
			default:
				return card.AppendLanguages(dst, v.(string))
			}
		}
	}
	day := card.NewDate(2026, 1, 1)
	for name, c := range map[string]struct {
		encode func([]byte) ([]byte, error)
		field  string
	}{
		"issuer length":         {with(card.Serial{Issuer: "80250000", Number: "2999000117"}), "Issuer"},
		"serial empty":          {with(card.Serial{Issuer: card.IssuerANS}), "Number"},
		"serial letter":         {with(card.Serial{Issuer: card.IssuerANS, Number: "299900011x"}), "Number"},
		"hour":                  {with(card.Update{Start: card.Timestamp{Date: day, Hour: 24}}), "Start"},
		"month":                 {with(card.Update{End: card.Timestamp{Date: card.Date{Year: 2026, Month: 13, Day: 1}}}), "End"},
		"card number":           {with(card.IDCard{Number: "29990001171"}), "Number"},
		"card number letter":    {with(card.IDCard{Number: "299900011x"}), "Number"},
		"card number end":       {with(card.IDCard{Number: "29990001 "}), "Number"},
		"category":              {with(card.IDCard{Category: "8"}), "Category"},
		"expires":               {with(card.IDCard{Expires: card.Date{Year: 2027, Month: 2, Day: 29}}), "Expires"},
		"civility":              {with(card.Name{Civility: "Monsieur"}), "Civility"},
		"civility 256":          {with(card.Name{Civility: "256"}), "Civility"},
		"family":                {with(card.Name{Family: long}), "Family"},
		"not latin":             {with(card.Name{Usual: "ΑΛΦΑ"}), "Usual"},
		"not UTF-8":             {with(card.Name{Usual: "\xC9"}), "Usual"},
		"given":                 {with(card.Name{Given: [3]string{"A", "ÿ"}}), "Given"},
		"language":              {with(long), "Languages"},
		"flags alone":           {with(card.Info{Flags: "00"}), "Flags"},
		"kind":                  {with(card.Info{Kind: "CPS"}), "Kind"},
		"national":              {with(card.Info{NationalID: long}), "NationalID"},
		"profession":            {with(card.Info{Profession: "1"}), "Profession"},
		"mode":                  {with(card.Activity{Mode: "0"}), "Mode"},
		"responsibility alone":  {with(card.Activity{Responsibility: "01"}), "Responsibility"},
		"speciality, no level":  {with(card.Activity{AdeliSpeciality: "05"}), "Level"},
		"logical":               {with(card.Activity{Logical: 256}), "Logical"},
		"logical below":         {with(card.Activity{Logical: -2}), "Logical"},
		"structure":             {with(card.Activity{StructureName: long}), "StructureName"},
		"billing id":            {billing(card.Billing{ID: "99102601411"}), "ID"},
		"billing id blank":      {billing(card.Billing{ID: "          "}), "ID"},
		"billing id letter":     {billing(card.Billing{ID: "xxx26xxxxx"}), "ID"},
		"convention missing":    {billing(card.Billing{Speciality: "01"}), "Convention"},
		"agreements incomplete": {billing(card.Billing{Agreements: [3]string{"00"}}), "Agreements"},
		"rights":                {billing(card.Billing{Rights: 256}), "Rights"},
		"too many situations": {func(dst []byte) ([]byte, error) {
			return card.AppendBilling(dst, make([]card.Billing, 9000))
		}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dst, err := c.encode([]byte{0xAA})
			var ee *card.EncodeError
			if !errors.As(err, &ee) || ee.Field != c.field {
				t.Errorf("error %v, want one about %s", err, c.field)
			}
			if said, _ := text.Said(err); ee != nil && (said.FR == said.EN || said.EN != err.Error()) {
				t.Errorf("says %+v", said)
			}
			if diff := cmp.Diff([]byte{0xAA}, dst); diff != "" {
				t.Errorf("dst (-want +got):\n%s", diff)
			}
		})
	}
}

func TestQualifications(t *testing.T) {
	t.Parallel()
	const all = "SM26        0105022003048081611220309340"
	q := card.Qualifications(all)
	got := []any{q.Speciality(), q.Natures(), q.ADELISpecialities(), q.Orientations(), q.Specialisation(), q.Attributions()}
	want := []any{"SM26", [3]string{"01", "02", "03"}, [2]string{"05", "20"}, [2]string{"04", "80"}, "81", [4]string{"12", "20", "30", "93"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("codes (-want +got):\n%s", diff)
	}
	for n := range len(all) {
		q := card.Qualifications(all[:n])
		if n < 12 && q.Natures() != [3]string{} || n < 38 && len(q.Attributions()[3]) == 2 {
			t.Errorf("%d columns: %v %v", n, q.Natures(), q.Attributions())
		}
	}
	if got := card.Qualifications("É           01").Natures()[0]; got != "01" {
		t.Errorf("columns count characters: nature %q", got)
	}
}
