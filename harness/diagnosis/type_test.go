package diagnosis

import (
	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/diagnosis/fact"
)

// typeVectors: type of the card, against its holder and its use.
func typeVectors() []vector {
	structureMode := func(responsibility string) func(*Input) {
		return func(in *Input) { in.Card.Activities[0].Value.Responsibility = responsibility }
	}
	named := func(family, given string) func(*Input) {
		return func(in *Input) {
			in.Card.Name = present(card.Name{Family: family, Given: [3]string{given}}, 7)
		}
	}
	env := func(e fact.Environment) func(*Input) { return func(in *Input) { in.Facts.Env = e } }
	return []vector{
		{"CPS-TYPE-001", "type 04", with(kind("04")), noon, []string{"BLOCK-BILLING"}, ""},
		{"CPS-TYPE-001", "category 82", with(category("82")), noon, []string{"BLOCK-BILLING"}, ""},
		{"CPS-TYPE-001", "type 02, category 00", with(kind("02"), category("00")), noon, nil, ""},

		{"CPS-TYPE-002", "no situation", with(kind(card.KindCPA), billingState(card.Absent)), noon, []string{"BLOCK-BILLING"}, ""},
		{"CPS-TYPE-002", "a usable one", with(kind(card.KindCPA)), noon, nil, ""},
		{"CPS-TYPE-002", "auth", with(kind(card.KindCPA), billingState(card.Absent), auth), noon, nil, ""},

		{"CPS-TYPE-003", "no situation", with(kind(card.KindCPF), billingState(card.Empty)), noon, []string{"BLOCK-BILLING"}, ""},
		{"CPS-TYPE-003", "batches only", with(kind(card.KindCPF), billed(situation(1, 1, "991026014", 0x01))), noon, []string{"BLOCK-BILLING"}, ""},
		{"CPS-TYPE-003", "replacement with FSE", with(kind(card.KindCPF), billed(situation(1, 1, "991026014", 0x10))), noon, nil, ""},

		{"CPS-TYPE-004", "no object", with(kind(card.KindCPE), billingState(card.Absent)), noon, []string{"BLOCK-BILLING"}, ""},
		{"CPS-TYPE-004", "no identifier", with(kind(card.KindCPE), billed(situation(1, 1, "", 0x11))), noon, []string{"BLOCK-BILLING"}, ""},
		{"CPS-TYPE-004", "identifier and no right", with(kind(card.KindCPE), billed(situation(1, 1, "991026014", 0))), noon, nil, ""},

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
	}
}
