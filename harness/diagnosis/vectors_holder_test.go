package diagnosis

import (
	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/diagnosis/fact"
)

// holderVectors: identifiers, and the type of the card.
func holderVectors() []vector {
	am := func(id string) func(*Input) { return billed(situation(1, 1, id, 0x11)) }
	structureMode := func(responsibility string) func(*Input) {
		return func(in *Input) { in.Card.Activities[0].Value.Responsibility = responsibility }
	}
	named := func(family, given string) func(*Input) {
		return func(in *Input) {
			in.Card.Name = present(card.Name{Family: family, Given: [3]string{given}}, 7)
		}
	}
	env := func(e fact.Environment) func(*Input) { return func(in *Input) { in.Facts.Env = e } }
	cpe := kind(card.KindCPE)
	return []vector{
		hit("CPS-ID-001", "typed, ten digits", with(noCard, facts("prescriber.rpps=1000066854")), "WARNING"),
		hit("CPS-ID-001", "typed, a letter", with(noCard, facts("prescriber.rpps=1000066854O")), "WARNING"),
		near("CPS-ID-001", "typed, with blanks", with(noCard, facts("prescriber.rpps=100 0066 8540"))),
		hit("CPS-ID-002", "typed, wrong key", with(noCard, facts("prescriber.rpps=10000668541")), "WARNING"),
		near("CPS-ID-002", "typed, too short for a key", with(noCard, facts("prescriber.rpps=1000066854"))),
		wait("CPS-ID-002", "nothing read, nothing typed", with(noCard), "card"),

		hit("CPS-ID-004", "no slash", with(cpe, nationalID("3990000010")), "WARNING"),
		hit("CPS-ID-004", "no number", with(cpe, nationalID("3990000010/")), "WARNING"),
		hit("CPS-ID-004", "no structure", with(cpe, nationalID("6/00017")), "WARNING"),
		hit("CPS-ID-004", "type 1", with(cpe, nationalID("1990000010")), "WARNING"),
		hit("CPS-ID-004", "type 4", with(cpe, nationalID("4990000010")), "WARNING"),
		hit("CPS-ID-004", "type 5", with(cpe, nationalID("5990000010")), "WARNING"),
		near("CPS-ID-004", "FINESS and number", with(cpe, nationalID("3990000010/00017"))),
		near("CPS-ID-004", "RPPS", healthy()),
		near("CPS-ID-004", "a CPS", with(nationalID("3990000010"))),
		near("CPS-ID-004", "type 2 is not judged", with(cpe, nationalID("2990000010"))),

		hit("CPS-ID-006", "typed, eight digits", with(facts("prescriber.am=75140468")), "BLOCK-BILLING"),
		hit("CPS-ID-006", "typed, an RPPS number", with(noCard, facts("prescriber.am=10000668540")), "BLOCK-BILLING"),
		hit("CPS-ID-006", "typed, a letter", with(noCard, facts("prescriber.am=75140468X")), "BLOCK-BILLING"),
		near("CPS-ID-006", "typed, nine digits", with(noCard, facts("prescriber.am=751404682"))),
		near("CPS-ID-006", "typed, ten characters", with(noCard, facts("prescriber.am=0751404682"))),
		near("CPS-ID-006", "typed, Corsica", with(noCard, facts("prescriber.am=2A1026014"))),
		near("CPS-ID-006", "typed empty", with(facts("prescriber.am="))),

		hit("CPS-ID-007", "wrong key on the card", with(am("751404683"), structure("1750712184")), "WARNING #1"),
		hit("CPS-ID-007", "wrong key behind a type character", with(am("0751404683")), "WARNING #1"),
		hit("CPS-ID-007", "typed, wrong key", with(facts("prescriber.am=751404683")), "WARNING"),
		near("CPS-ID-007", "right key", with(am("751404682"))),
		near("CPS-ID-007", "typed, right key", with(noCard, facts("prescriber.am=751404682"))),
		near("CPS-ID-007", "eight digits are CPS-ID-006", with(am("75140468"))),

		hit("CPS-ID-008", "typed, no such département", with(noCard, facts("prescriber.am=001026014")), "WARNING"),
		hit("CPS-ID-008", "typed, 96", with(noCard, facts("prescriber.am=961026014")), "WARNING"),
		near("CPS-ID-008", "typed, 95", with(noCard, facts("prescriber.am=951026014"))),
		near("CPS-ID-008", "typed, overseas", with(noCard, facts("prescriber.am=971026014"))),
		near("CPS-ID-008", "typed, Corsica", with(noCard, facts("prescriber.am=2B1026014"))),
		wait("CPS-ID-008", "typed, 99 without a card", with(noCard, facts("prescriber.am=991026014")), "card.category"),

		hit("CPS-ID-009", "RPPS in the AM field", with(noCard, facts("prescriber.am=10000668540")), "WARNING"),
		hit("CPS-ID-009", "nine digits called RPPS", with(noCard, facts("prescriber.rpps=751404682")), "WARNING"),
		hit("CPS-ID-009", "nine digits behind the 8 on the card", with(nationalID("8991026014")), "WARNING"),
		near("CPS-ID-009", "nine characters behind the 8, not all digits", with(nationalID("899102601A"))),
		near("CPS-ID-009", "typed, nine characters, not all digits", with(noCard, facts("prescriber.rpps=75140468A"))),
		wait("CPS-ID-009", "holder unread", with(func(in *Input) { in.Card.Info.State = card.Unread }), "holder.idNat"),
		hit("CPS-ID-009", "on the card", with(am("10000668540")), "WARNING #1"),
		near("CPS-ID-009", "AM in the AM field", with(noCard, facts("prescriber.am=751404682"))),
		near("CPS-ID-009", "eleven digits without the key", with(noCard, facts("prescriber.am=10000668541"))),
		near("CPS-ID-009", "RPPS called RPPS", with(facts("prescriber.rpps=10000668540"))),

		hit("CPS-ID-010", "typed", with(noCard, facts("prescriber.finess=921234567")), "WARNING"),
		hit("CPS-ID-010", "typed, 20 is not Corsica's", with(noCard, facts("prescriber.finess=200000016")), "WARNING"),
		near("CPS-ID-010", "typed, right", with(noCard, facts("prescriber.finess=750712184"))),
		near("CPS-ID-010", "typed, Corsica", with(noCard, facts("prescriber.finess=2A0000014"))),
		hit("CPS-ID-011", "wrong key", with(structure("1921234567")), "WARNING"),
		hit("CPS-ID-011", "typed, wrong key", with(noCard, facts("prescriber.finess=750712185")), "WARNING"),
		hit("CPS-ID-011", "a letter for a key", with(noCard, facts("prescriber.finess=75071218X")), "WARNING"),
		near("CPS-ID-011", "right key", with(structure("1750712184"))),
		near("CPS-ID-011", "overseas", with(structure("1970100228"))),
		near("CPS-ID-011", "Corsica", with(structure("12A0000014"))),
		near("CPS-ID-011", "eight characters are CPS-ID-010", with(structure("199000001"))),

		hit("CPS-ID-012", "liberal, FINESS", with(noCard, facts("prescriber.kind=liberal", "prescriber.id=990000010")), "WARNING"),
		hit("CPS-ID-012", "liberal, FINESS in the AM field", with(noCard, facts("prescriber.kind=liberal", "prescriber.am=990000010")), "WARNING"),
		hit("CPS-ID-012", "salaried, AM", with(noCard, facts("prescriber.kind=salaried", "prescriber.id=751404682")), "WARNING"),
		near("CPS-ID-012", "liberal, AM", with(noCard, facts("prescriber.kind=liberal", "prescriber.id=751404682"))),
		near("CPS-ID-012", "salaried, both", with(noCard, facts("prescriber.kind=salaried", "prescriber.am=751404682", "prescriber.finess=990000010"))),
		near("CPS-ID-012", "salaried, neither form", with(noCard, facts("prescriber.kind=salaried", "prescriber.id=75140468"))),
		near("CPS-ID-012", "salaried, FINESS", with(noCard, facts("prescriber.kind=salaried", "prescriber.finess=990000010"))),
		wait("CPS-ID-012", "kind only", with(facts("prescriber.kind=liberal")), "prescriber.id"),
		wait("CPS-ID-012", "nothing declared", healthy(), "prescriber.kind"),

		hit("CPS-ID-013", "retired, no number", with(facts("prescriber.retired=yes", "prescriber.am=")), "WARNING"),
		near("CPS-ID-013", "retired, fictitious number", with(facts("prescriber.retired=yes", "prescriber.am=751404682"))),
		near("CPS-ID-013", "not retired", with(facts("prescriber.retired=no", "prescriber.am="))),
		wait("CPS-ID-013", "no number declared", with(facts("prescriber.retired=yes")), "prescriber.am"),

		hit("CPS-ID-014", "neither number", with(facts("prescriber.retired=no", "prescriber.am=", "prescriber.finess=")), "BLOCK-BILLING"),
		near("CPS-ID-014", "FINESS only", with(facts("prescriber.retired=no", "prescriber.am=", "prescriber.finess=990000010"))),
		near("CPS-ID-014", "AM only", with(facts("prescriber.retired=no", "prescriber.am=751404682", "prescriber.finess="))),
		near("CPS-ID-014", "retired", with(facts("prescriber.retired=yes", "prescriber.am=", "prescriber.finess="))),
		wait("CPS-ID-014", "retired or not?", with(facts("prescriber.am=", "prescriber.finess=")), "prescriber.retired"),
		wait("CPS-ID-014", "FINESS?", with(facts("prescriber.am=", "prescriber.retired=no")), "prescriber.finess"),

		hit("CPS-ID-016", "another user", with(facts("lgc.user=899900000029")), "WARNING"),
		near("CPS-ID-016", "the holder", with(facts("lgc.user=899900000011"))),
		near("CPS-ID-016", "the holder by RPPS number", with(facts("lgc.user=999 0000 0011"))),
		wait("CPS-ID-016", "no card", with(noCard, facts("lgc.user=899900000011")), "holder.idNat"),

		hit("CPS-ID-017", "thirteen digits", with(structure("49990000001101")), "INFO"),
		hit("CPS-ID-017", "wrong key", with(structure("499900000011019")), "INFO"),
		hit("CPS-ID-017", "ADELI practice of ten", with(structure("00128075900")), "INFO"),
		hit("CPS-ID-017", "ADELI practice with a letter", with(structure("00128075900A")), "INFO"),
		near("CPS-ID-017", "ADELI practice of eleven", with(structure("001280759001"))),
		near("CPS-ID-017", "RPPS practice", with(structure("499900000011018"))),

		hit("CPS-TYPE-005", "head of the structure", with(cpe, structureMode("01")), "INFO"),
		near("CPS-TYPE-005", "employee", with(cpe, structureMode("00"))),
		near("CPS-TYPE-005", "a CPS", with(structureMode("01"))),
		wait("CPS-TYPE-005", "before the PIN", with(cpe, noPIN), "activities[]"),

		hit("CPS-TYPE-006", "a post", with(cpe, named("ACCUEIL 1", "")), "WARNING"),
		hit("CPS-TYPE-006", "a post without a digit", with(cpe, named("secretariat nord", "")), "WARNING"),
		hit("CPS-TYPE-006", "no name", with(cpe, named("", "")), "WARNING"),
		hit("CPS-TYPE-006", "no name object", with(cpe, func(in *Input) { in.Card.Name.State = card.Absent }), "WARNING"),
		hit("CPS-TYPE-006", "as declared", with(cpe, facts("holder.nominative=no"), named("TESTEUR", "KAPPA")), "WARNING"),
		near("CPS-TYPE-006", "a person", with(cpe, named("TESTEUR", "KAPPA"))),
		near("CPS-TYPE-006", "a CPS", with(named("ACCUEIL 1", ""))),
		wait("CPS-TYPE-006", "name unread", with(cpe), "holder.name"),

		hit("CPS-TYPE-007", "test card, real environment", with(env(fact.EnvReal)), "BLOCK-BILLING"),
		hit("CPS-TYPE-007", "real card, test environment", with(category("00"), env(fact.EnvTest)), "BLOCK-BILLING"),
		hit("CPS-TYPE-007", "real Vitale card", with(env(fact.EnvTest), facts("vitale.category=real")), "BLOCK-BILLING"),
		hit("CPS-TYPE-007", "real batch", with(env(fact.EnvTest), facts("batch.category=real")), "BLOCK-BILLING"),
		near("CPS-TYPE-007", "all for test", with(facts("env=test", "vitale.category=test", "batch.category=test"))),
		near("CPS-TYPE-007", "all real", with(category("00"), facts("env=real", "vitale.category=real"))),
		wait("CPS-TYPE-007", "no environment declared", with(facts("vitale.category=real")), "env"),
		wait("CPS-TYPE-007", "category unread", with(env(fact.EnvReal), func(in *Input) { in.Card.ID.State = card.Unread }), "card.category"),

		hit("CPS-TYPE-008", "nurse in midwife software", with(func(in *Input) { in.Card.Info.Value.Profession = "60" }, facts("lgc.profession=50")), "WARNING"),
		hit("CPS-TYPE-008", "trainee doctor in midwife software", with(kind(card.KindCPF), func(in *Input) {
			in.Card.Info.Value.Profession, in.Card.Info.Value.FutureProfession = "", "10"
		}, facts("lgc.profession=50")), "WARNING"),
		near("CPS-TYPE-008", "same profession", with(facts("lgc.profession=10"))),
		near("CPS-TYPE-008", "an employee", with(cpe, facts("lgc.profession=50"))),
		wait("CPS-TYPE-008", "no card", with(noCard, facts("lgc.profession=50")), "card.type"),
		wait("CPS-TYPE-008", "profession unread", with(facts("lgc.profession=50"), func(in *Input) { in.Card.Info.Value.Profession = "" }), "holder.profession"),

		hit("CPS-TYPE-009", "RPPS+ and billing", with(noCard, facts("holder.enrolment=rpps+")), "BLOCK-BILLING"),
		near("CPS-TYPE-009", "RPPS+ and a card in the reader", with(facts("holder.enrolment=rpps+"))),
		near("CPS-TYPE-009", "a card", with(facts("holder.enrolment=card"))),
		near("CPS-TYPE-009", "RPPS+ and access", with(noCard, auth, facts("holder.enrolment=rpps+"))),
		hit("CPS-TYPE-010", "e-CPS and no card", with(noCard, facts("signer.kind=ecps")), "BLOCK-SIGNING"),
		near("CPS-TYPE-010", "e-CPS beside a card", with(facts("signer.kind=ecps"))),
		near("CPS-TYPE-010", "the card signs", with(noCard, facts("signer.kind=card"))),
	}
}
