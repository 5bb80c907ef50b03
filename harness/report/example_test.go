package report_test

import (
	"fmt"
	"os"
	"time"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/report"
)

// An empty reader, as a person reads it.
func ExampleText() {
	in := diagnosis.Input{Reader: diagnosis.Reader{Slot: card.Slot{Name: "Reader 00 00", State: card.SlotEmpty}}}
	res := diagnosis.Result{Verdict: diagnosis.VerdictBlocked}
	d := report.NewDocument(&in, res, report.Options{Lang: "en", Address: "pcsc:"})
	if err := report.Text(os.Stdout, d, report.TextOptions{}); err != nil {
		fmt.Println(err)
	}
	// Output:
	// BLOCKED: billing is impossible as things are.
	// Reader     : pcsc:, Reader 00 00, no card in the reader
}

// A TEST card of which only the public part was read.
func ExampleStartScreen() {
	c := &card.Contents{
		Face:  card.FaceCPS4,
		Label: card.Object[string]{State: card.Present, Value: "CPS4v1-2999000117"},
		ID: card.Object[card.IDCard]{State: card.Present, Value: card.IDCard{
			Number: "2999000117", Category: card.CategoryTest,
			Issued: card.NewDate(2025, 1, 2), Expires: card.NewDate(2031, 1, 31),
		}},
		Name: card.Object[card.Name]{State: card.Present, Value: card.Name{Civility: "31", UsualGiven: "ALPHA"}},
		Info: card.Object[card.Info]{State: card.Present, Value: card.Info{
			Kind: card.KindCPS, NationalID: "899900000011", ExerciseName: "TESTEUR",
		}},
	}
	if err := report.StartScreen(os.Stdout, c, report.ScreenOptions{}); err != nil {
		fmt.Println(err)
	}
	// Output:
	// IDENTIFICATION DU PORTEUR
	// Monsieur TESTEUR ALPHA
	// 8 99900000011
	// IDENTIFICATION DE LA CARTE
	// Carte de Professionnel de Santé (CPS) n° 2999000117 de test
	// expire fin 01/2031
}

// A matrix of one card.
func ExampleMatrixText() {
	in := diagnosis.Input{Card: &card.Contents{Login: card.LoginOK}}
	now := time.Date(2026, time.November, 22, 0, 0, 0, 0, time.UTC)
	d := report.NewDocument(&in, diagnosis.Result{Verdict: diagnosis.VerdictOK}, report.Options{Lang: "en", Date: card.DateOf(now)})
	rows := []report.Row{report.NewRow("cps3-healthy", "A healthy CPS3", "ok", "", d)}
	if err := report.MatrixText(os.Stdout, "en", rows, report.TextOptions{}); err != nil {
		fmt.Println(err)
	}
	// Output:
	// Card          Verdict  Rule  What the user sees
	// ------------  -------  ----  ------------------
	// cps3-healthy  OK
	//
	// 1 card: 1 OK, 0 WARNING, 0 BLOCKED. All as expected.
}
