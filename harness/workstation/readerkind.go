package workstation

import (
	"reflect"
	"slices"
	"strings"

	"github.com/cpslab/cps/harness/card"
)

// Words of a reader's name that tell what it is. Windows names the virtual readers
// of its own; the virtual reader of pcsc-lite and the TPM's virtual smart card name
// themselves so.
var (
	virtualWords     = []string{"windows hello", "virtual", "vpcd", "remote desktop", "tpm"}
	contactlessWords = []string{"nfc", "contactless", "picc", "sans contact", "rfid", "antenna"}
)

// settle fills in what the ATR, the generation and the name of a reader tell.
func (r *Reader) settle() {
	if r.Face = card.FaceOf(r.ATR); r.Face == card.FaceUnknown {
		for _, face := range []card.Face{card.FaceCPS3, card.FaceCPS3Contactless, card.FaceCPS4} {
			if r.Generation == face.Generation() {
				r.Face = face
			}
		}
	}
	if r.State == card.SlotCard || len(r.ATR) > 0 {
		if kind := kindOf(r.ATR); kind == "" && r.Card == "" && r.ATRLength > 0 {
			r.Card = CardOther
		} else if kind != "" && (r.Card == "" || kind != CardOther) {
			r.Card = kind
		}
		if r.Face != card.FaceUnknown {
			r.Card = CardCPS
		}
		if r.Face != card.FaceUnknown || len(r.ATR) > 0 {
			r.Generation = r.Face.Generation()
		}
	}
	name := strings.ToLower(r.Name)
	holds := func(word string) bool { return strings.Contains(name, word) }
	r.Virtual = r.Virtual || slices.ContainsFunc(virtualWords, holds)
	r.Contactless = r.Contactless || slices.ContainsFunc(contactlessWords, holds)
}

// Settle completes a report that another computer told: whose card each reader holds
// and what kind of reader it is, and a reason for every fact that is not known.
func (r *Report) Settle() {
	for i := range r.Readers.Value {
		r.Readers.Value[i].settle()
	}
	report := reflect.ValueOf(r).Elem()
	for i := range report.NumField() {
		if f := report.Field(i); !f.FieldByName("Known").Bool() && f.FieldByName("Reason").String() == "" {
			f.FieldByName("Reason").SetString(string(NotTold))
		}
	}
}
