package scenarios

import (
	"fmt"
	"strings"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/diagnosis"
)

// Cards that many cases read as they are.
const (
	healthy   = "extends: cps3-healthy"
	healthyV4 = "extends: cps4-healthy"
	// numbered is the healthy CPS3 with the number of EF ID in EF SN too.
	numbered = healthy + "\nserial: \"2999000117\""
)

// bills writes billing situations, one per line of YAML, for a card to end with.
func bills(situations ...string) string {
	var b strings.Builder
	b.WriteString("\nbilling:\n")
	for _, s := range situations {
		fmt.Fprintf(&b, "  - {%s}\n", s)
	}
	return b.String()
}

// situation is the healthy CPS3 with these fields of its one situation; what is
// not given has the values of a general practitioner.
func situation(fields string) string {
	return healthy + bills(`link: 1, id: "991026014", `+fields)
}

// practice is the healthy CPS3 with these fields of its one activity.
func practice(fields string) string {
	return healthy + "\nactivities:\n  - {" + fields + "}\n"
}

// activities is a CPS3 with these activity numbers; the first one bills.
func activities(numbers ...int) string {
	var b strings.Builder
	b.WriteString(healthy + "\nactivities:\n")
	for _, n := range numbers {
		fmt.Fprintf(&b, "  - {number: %d, mode: liberal, structure_name: CABINET TEST %d, sector: SA07}\n", n, n)
	}
	return b.String() + bills(fmt.Sprintf(`link: %d, id: "991026014"`, numbers[0]))
}

// Identifiers of the two situations of twoPractices.
const firstAM, secondAM = "991026030", "994026045"

// twoPractices is a CPS3 with activities 1 and 2, each with a situation with
// these fields.
func twoPractices(first, second string) string {
	return "extends: cps3-two-activities" + bills(
		strings.TrimSuffix(`link: 1, id: "`+firstAM+`", `+first, ", "),
		strings.TrimSuffix(`link: 2, id: "`+secondAM+`", `+second, ", "))
}

// all makes one edit of several.
func all(edits ...func(*diagnosis.Input)) func(*diagnosis.Input) {
	return func(in *diagnosis.Input) {
		for _, e := range edits {
			e(in)
		}
	}
}

// realCategory turns the card that was read into a real one: no simulated card
// can be that.
func realCategory(in *diagnosis.Input) { in.Card.ID.Value.Category = card.CategoryReal }

// readerState makes an input of a reader in which nothing could be read.
func readerState(s card.SlotState) func(*diagnosis.Input) {
	return func(in *diagnosis.Input) { in.Reader = diagnosis.Reader{Slot: card.Slot{Name: "reader", State: s}} }
}

// computer makes an input of a workstation.
func computer(w diagnosis.Workstation) func(*diagnosis.Input) {
	return func(in *diagnosis.Input) { in.Workstation = &w }
}

// billingID gives the first situation an identifier of a form that no simulated
// card can carry.
func billingID(id string) func(*diagnosis.Input) {
	return func(in *diagnosis.Input) { in.Card.Billing.Value[0].ID = id }
}
