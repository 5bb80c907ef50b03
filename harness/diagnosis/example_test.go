package diagnosis_test

import (
	"fmt"
	"time"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/diagnosis"
)

// A card whose PIN was accepted and whose billing object is not there.
func ExampleCheck() {
	contents := &card.Contents{
		ATR:  card.ATRCPS3,
		Face: card.FaceCPS3,
		ID: card.Object[card.IDCard]{State: card.Present, Value: card.IDCard{
			Category: card.CategoryTest,
			Issued:   card.NewDate(2026, 1, 2),
			Expires:  card.NewDate(2029, 1, 2),
		}},
		Activities: []card.NumberedActivity{{Number: 1, Object: card.Object[card.Activity]{
			State: card.Present,
			Value: card.Activity{Mode: card.ModeLiberal, Logical: 1},
		}}},
		Listed:  true,
		Billing: card.Object[[]card.Billing]{State: card.Absent, SW: 0x9404, Exchange: 41},
		Login:   card.LoginOK,
	}
	result := diagnosis.Check(&diagnosis.Input{
		Reader: diagnosis.Reader{Slot: card.Slot{State: card.SlotCard}},
		Card:   contents,
	}, time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC))

	fmt.Println(result.Verdict)
	for _, f := range result.Findings {
		fmt.Println(f.Rule.ID, f.Severity)
		fmt.Println(f.Text("fr"))
		fmt.Println(f.Evidence[0].Field, f.Evidence[0].Value, "at exchange", f.Evidence[0].Exchange)
	}
	// Output:
	// blocked
	// CPS-DAM-001 BLOCK-BILLING
	// Carte du Professionnel de Santé est non valide ou inexploitable par le Logiciel Lecteur. La CPS n'a pas de DAM (Domaine d'Assurance Maladie)
	// obj.CPS_SIT_FACT absent at exchange 41
}
