package card_test

import (
	"context"
	"fmt"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/apdu"
)

// Decoding says what is unusual beside what is there: this identity was written
// with a longer length field than readers take.
func ExampleDecodeIDCard() {
	id, deviations, err := card.DecodeIDCard([]byte{
		0xE3, 0x10,
		0x9F, 0x01, 0x00,
		0x81, 0x05, 0x29, 0x99, 0x00, 0x01, 0x17,
		0x84, 0x04, 0x20, 0x28, 0x01, 0x31,
	})
	fmt.Println(id.Number, id.Expires.French(), err)
	for _, d := range deviations {
		fmt.Println(d)
	}
	// Output:
	// 2999000117 31/01/2028 <nil>
	// unknown tag at byte 2 (tag 9F)
}

// A file of FF and a container without content are not the same as a file that
// is missing.
func ExampleFill() {
	var billing card.Object[[]card.Billing]
	for _, raw := range [][]byte{nil, {0xE0, 0x00}, {0xFF, 0xFF}, {0xE0, 0x05, 0xA0}, {0xE0, 0x05, 0xA0, 0x03, 0x80, 0x01, 0x02}} {
		card.Fill(&billing, raw, apdu.SWOK, 1, card.DecodeBilling)
		fmt.Println(billing.State, len(billing.Value))
	}
	// Output:
	// empty 0
	// empty 0
	// erased 0
	// malformed 0
	// present 1
}

// A value that does not fit is refused by name, never cut.
func ExampleAppendName() {
	_, err := card.AppendName(nil, card.Name{Civility: "31", Family: "NOM DE FAMILLE DE PLUS DE 27 CARACTERES"})
	fmt.Println(err)
	// Output: CPS_NAME_PS: Family must have at most 27 characters
}

func ExampleQualifications() {
	q := card.Qualifications("SM26        01050220    80")
	fmt.Println(q.Speciality(), q.Natures(), q.ADELISpecialities(), q.Orientations()[1])
	label, _ := card.Label("R01", q.Speciality())
	fmt.Println(label)
	// Output:
	// SM26 [01 02 ] [05 20] 80
	// Qualifié en Médecine Générale (SM)
}

// The label of a zone depends on the convention.
func ExampleZoneLabel() {
	for _, convention := range []string{"1", "3", "9"} {
		label, known := card.ZoneLabel("30", convention)
		fmt.Printf("%q %v\n", label, known)
	}
	// Output:
	// "Zone C" true
	// "Zone B" true
	// "" false
}

func ExampleCheckFINESS() {
	for _, f := range card.CheckFINESS("921234567", false) {
		fmt.Println(f.Text().EN)
		fmt.Println(f.Text().FR)
	}
	// Output:
	// position 3 is unusual: 1, want 0
	// position 3 inhabituelle : 1, attendu 0
	// wrong key: 7, should be 3
	// clé de contrôle fausse : 7, devrait être 3
}

// A card in T=0 leaves 12 bytes for GET RESPONSE; the caller does not see it.
func ExampleLink() {
	ch := &answers{list: []string{"610C", "5A0A802500000129990001179000"}}
	link := card.NewLink(ch)
	data, sw, err := link.Send(context.Background(), []byte{0x00, 0xCA, 0x00, 0x5A})
	fmt.Printf("%X %v %v\n", data, sw, err)
	fmt.Println(link.Exchanges(), ch.sent)
	// Output:
	// 5A0A80250000012999000117 9000 (normal) <nil>
	// 2 [00CA005A 00C000000C]
}
