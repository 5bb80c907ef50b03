package simulator_test

import (
	"fmt"
	"time"

	"github.com/cpslab/cps/simulator"
)

// A card of one's own: a preset, with what is different about it.
func ExampleParseProfile() {
	src := `
extends: cps3-healthy
id_card: {issued: -40m}
billing:
  - {link: 1, id: "991026014", sign_lots: false}
`
	profile, err := simulator.ParseProfile("expired-no-lots", []byte(src), nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	p, err := profile.Personalise(time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("valid to", p.ID.Expires, "FSE", p.Billing[0].SignFSE(), "batches", p.Billing[0].SignBatches())
	// Output: valid to 2026-07-22 FSE true batches false
}

// An error points at the user's own line.
func ExampleProfileError() {
	_, err := simulator.ParseProfile("mine.yaml", []byte("extends: cps3-healthy\nbiling: []\n"), nil)
	fmt.Println(err)
	// Output:
	// mine.yaml:2:1: biling: unknown key
	//     2 | biling: []
	//       | ^
	//   hint: did you mean "billing"? Possible: extends, title, purpose, expect, face, mute, atr, serial, issuer, label, actua, id_card, name, language, info, activities, billing, certificates, pin, puk, raw
}

func ExamplePresets() {
	for _, p := range simulator.Presets() {
		if p.Expect.First == "CPS-PIN-005" {
			fmt.Printf("%s (%s): %s\n", p.Name, p.Title.EN, p.Expect.Verdict)
		}
	}
	// Output:
	// cps3-dead (CPS3 blocked for good): blocked
	// cps3-puk-blocked-pin-ok (CPS3 with a blocked PUK): warning
}
