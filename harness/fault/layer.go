package fault

import "github.com/cpslab/cps/harness/card/text"

// Layer is where a fault lies, from the program down to what the authority signed.
type Layer uint8

// The layers.
const (
	Reader   Layer = iota // the reader and its service: gone, wedged, taken by another program
	Slot                  // the card in its slot: pulled out, swapped, badly seated
	Startup               // answer to reset and protocol
	Exchange              // one command and its answer
	Security              // codes, counters and what they open
	Data                  // contents of a file
	PKI                   // certificates and keys
	layers
)

var layerNames = [layers]string{"reader", "slot", "startup", "exchange", "security", "data", "pki"}

// String returns the name of the layer as JSON outputs have it.
func (l Layer) String() string {
	if l < layers {
		return layerNames[l]
	}
	return "invalid"
}

// Text names the layer.
func (l Layer) Text() text.Text {
	switch l {
	case Reader:
		return text.Of("lecteur", "reader")
	case Slot:
		return text.Of("carte dans le lecteur", "card in the slot")
	case Startup:
		return text.Of("ATR et protocole", "ATR and protocol")
	case Exchange:
		return text.Of("échange", "exchange")
	case Security:
		return text.Of("codes et sécurité", "codes and security")
	case Data:
		return text.Of("données", "data")
	case PKI:
		return text.Of("certificats et clés", "certificates and keys")
	case layers:
	}
	return text.Same("invalid")
}

// Value says what stands behind the "=" of a fault.
type Value uint8

// The values that kinds take. All but the object, the code and the status word may be
// left out.
const (
	NoValue     Value = iota
	StatusWord        // four hexadecimal digits
	Duration          // "800ms", "2s"
	Number            // a whole number
	Bytes             // hexadecimal digits
	Object            // the name of an object of the card, "CPS_SIT_FACT"
	Profile           // another card: the name of a preset, or a file
	Code              // a field that holds a code of a table, "speciality"
	Certificate       // one of the certificates, or none for all of them
)

// Where says where a kind can be shown.
type Where uint8

// The places; a kind has one or several.
const (
	InProcess Where = 1 << iota // between a reading of this program and its card
	Behind                      // behind a virtual reader, for other programs
	RealCard                    // above a real card, which it cannot hurt
	Profiles                    // in the contents of a simulated card, wherever that is
	OnUSB                       // in a USB reader of harness/ccid, for whoever attaches it
)

// Has reports whether w is among the places.
func (p Where) Has(w Where) bool { return p&w != 0 }
