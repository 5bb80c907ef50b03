package lookup_test

import (
	"fmt"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/lookup"
)

func ExampleFind() {
	best := lookup.Find("erreur 61443")[0]
	fmt.Println(best.Message.Text)
	fmt.Println(best.Message.Rules)
	how, _ := best.Demonstration("CPS-PIN-003")
	fmt.Println(how.Args(card.Date{}, ""))
	// Output:
	// le code porteur présenté est erroné
	// [CPS-PIN-001 CPS-PIN-002 CPS-PIN-003 CPS-PIN-005]
	// [diagnose sim:cps3-pin-blocked]
}
