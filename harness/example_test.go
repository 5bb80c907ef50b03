package harness_test

import (
	"context"
	"fmt"
	"time"

	"github.com/cpslab/cps/harness"
	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/diagnosis/fact"
	"github.com/cpslab/cps/simulator"
)

// A test of another module takes a card of the gallery, reads it and judges it, in
// the way that the gallery's expectations hold for.
func Example_preset() {
	ctx := context.Background()
	card, err := simulator.NewPreset("cps3-missing-dam")
	if err != nil {
		fmt.Println(err)
		return
	}
	contents, err := harness.Read(ctx, card, harness.ReadOptions{PIN: harness.ConstantPIN("1234"), Certificates: true})
	input := harness.Input("simulator", contents, err, fact.Set{})
	result := diagnosis.Check(&input, time.Now())
	fmt.Println(result.Verdict, result.Findings[0].Rule.ID)
	// Output: blocked CPS-DAM-001
}

// A program of another module makes a card in software, reads it and judges it.
func Example() {
	today := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	profile, err := simulator.ParseProfile("mine.yaml", []byte(`
extends: cps3-healthy
billing:
  - {link: 1, id: "991026014", speciality: "01", convention: 1, zone: 20, mileage: 0, agreements: ["00"], sign_fse: false, sign_lots: true}
`), nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	personalisation, err := profile.Personalise(today)
	if err != nil {
		fmt.Println(err)
		return
	}
	card, err := simulator.New(personalisation)
	if err != nil {
		fmt.Println(err)
		return
	}

	contents, err := harness.Read(context.Background(), card, harness.ReadOptions{
		PIN: harness.ConstantPIN("1234"), Certificates: true,
	})
	input := harness.Input("simulator", contents, err, fact.Set{})
	result := diagnosis.Check(&input, today)

	fmt.Println(result.Verdict)
	for _, f := range result.Findings {
		fmt.Println(f.Rule.ID, f.Severity, f.Text("fr"))
	}
	// Output:
	// blocked
	// CPS-SIGN-001 BLOCK-SIGNING - non autorisé à signer les FSE
}
