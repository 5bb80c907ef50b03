package workstation

import (
	"reflect"
	"slices"
	"strings"

	"github.com/cpslab/cps/harness/card"
)

// VirtualKind is whose virtual reader one is.
type VirtualKind string

// Kinds of virtual readers.
const (
	VirtualBench   VirtualKind = "cpslab"         // a USB reader of this bench
	VirtualVPCD    VirtualKind = "vpcd"           // of vsmartcard, into which this bench puts cards
	VirtualBix     VirtualKind = "bixvreader"     // the other readers of that driver of Windows
	VirtualHello   VirtualKind = "windows-hello"  // of Windows itself
	VirtualTPM     VirtualKind = "tpm"            // a card of Windows in the computer's TPM
	VirtualDesktop VirtualKind = "remote-desktop" // of another computer
	VirtualMachine VirtualKind = "machine"        // that a virtual machine offers to its guest
	VirtualOther   VirtualKind = "other"          // calls itself virtual, and no more is known
)

// virtualWords are the words of a reader's name that tell a virtual one, the most telling
// first. Windows names the readers of its own; those of vsmartcard and the TPM's cards
// name themselves so (frankmorgner/vsmartcard, win32/BixVReader/BixVReader.ini).
var virtualWords = [...]struct {
	word string
	kind VirtualKind
}{
	{"cpslab virtual reader", VirtualBench}, // harness/ccid, readers.yaml
	{"virtual smart card architecture", VirtualVPCD},
	{"virtual pcd", VirtualVPCD},
	{"vpcd", VirtualVPCD},
	{"fabio ottavi", VirtualBix},
	{"bixvreader", VirtualBix},
	{"windows hello", VirtualHello},
	{"microsoft virtual smart card", VirtualTPM},
	{"tpm", VirtualTPM},
	{"remote desktop", VirtualDesktop},
	{"vmware virtual", VirtualMachine},
	{"virtual", VirtualOther},
}

// VirtualKind is whose virtual reader this is by its name, "" for one that does not call
// itself virtual. A reader in software that has a real reader's name is not seen.
func (r *Reader) VirtualKind() VirtualKind {
	name := strings.ToLower(r.Name)
	for _, w := range virtualWords {
		if strings.Contains(name, w.word) {
			return w.kind
		}
	}
	return ""
}

var contactlessWords = []string{"nfc", "contactless", "picc", "sans contact", "rfid", "antenna"}

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
	r.Virtual = r.Virtual || r.VirtualKind() != ""
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
