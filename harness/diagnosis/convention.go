package diagnosis

import (
	"slices"
	"strings"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/diagnosis/fact"
	"github.com/cpslab/cps/harness/diagnosis/rule"
)

// undefined is the code of what screens call « Non définie » in tables G100,
// G102 and G104, and undefinedMileage the one of table G103.
const (
	undefined        = "99"
	undefinedMileage = "9"
	establishment    = "9" // convention code, table G101
)

// Professions (table G15) that have a speciality of their own.
var withSpeciality = [...]string{"10", "21", "40", "50", "60", "70", "80", "91", "92"}

// judgeConvention is the CONV family, judged for each situation: the guard
// CPS-CONV-006 first, then each rule in a pass of its own, so that findings
// keep the order of the rules.
func (c *checker) judgeConvention() {
	if missing := c.sitMissing(); missing != noInput {
		c.unknowns(missing, rule.CONV006, rule.CONV001, rule.CONV002, rule.CONV003, rule.CONV004, rule.CONV005, rule.CONV007, rule.CONV008,
			rule.CONV009, rule.CONV010, rule.CONV011, rule.CONV012, rule.CONV013)
	}
	for _, b := range c.sit.judged {
		switch {
		case b.Convention == establishment && someUndefined(b) && c.appliesTo(rule.CONV006, card.KindCPS, card.KindCPE):
			c.fire(rule.CONV006, Finding{Situation: b.Rank, Evidence: []Evidence{
				c.field(b, "convention", b.Convention),
				c.field(b, "zone", b.Zone),
				c.field(b, "amSpeciality", b.Speciality),
				c.field(b, "agreement", b.Agreements[0]),
			}})
		case !filled(b.Convention) && someUndefined(b):
			c.unknown(rule.CONV006, missingConvention)
		}
	}
	c.judgeSpeciality()
	c.judgeConventionCode()
	c.judgeZone()
	c.judgeMileage()
	c.judgeAgreements()
	c.judgeConventionChange()
}

func someUndefined(b *ofBilling) bool {
	return b.Zone == undefined || b.Speciality == undefined || b.Agreements[0] == undefined
}

// accepted reports whether the guard CPS-CONV-006 holds for a situation.
func (c *checker) accepted(b *ofBilling) bool {
	return b.Convention == establishment && someUndefined(b) && (c.kind == card.KindCPS || c.kind == card.KindCPE)
}

// fireCode reports a situation whose code is at fault; the text may show it.
func (c *checker) fireCode(r rule.Number, b *ofBilling, field, code string, args ...any) {
	c.fire(r, Finding{Situation: b.Rank, Args: args, Evidence: []Evidence{c.field(b, field, code)}})
}

func (c *checker) judgeSpeciality() {
	for _, b := range c.sit.judged {
		switch {
		case !filled(b.Speciality):
			c.unknowns(missingSpeciality, rule.CONV001, rule.CONV002, rule.CONV003, rule.CONV004)
		case !b.knownSpeciality:
			c.fireCode(rule.CONV001, b, "amSpeciality", b.Speciality, b.Speciality)
		}
	}
	for _, b := range c.sit.judged {
		if b.newSpeciality {
			c.judgeDictionary(b)
		}
	}
	if c.kind != card.KindCPS && c.kind != card.KindCPF {
		if c.kind == "" && c.sitMissing() == noInput {
			c.unknowns(missingType, rule.CONV003, rule.CONV004)
		}
		return
	}
	profession := c.profession()
	if !filled(profession) && c.sitMissing() == noInput {
		c.unknowns(missingProfession, rule.CONV003, rule.CONV004)
		return
	}
	for _, b := range c.sit.judged {
		switch {
		case b.Speciality != undefined || !slices.Contains(withSpeciality[:], profession) || ofSupplier(b):
		case !filled(b.Convention):
			c.unknown(rule.CONV003, missingConvention)
		case conventions(b.Convention, "0123"):
			c.fireCode(rule.CONV003, b, "amSpeciality", b.Speciality)
		}
	}
	for _, b := range c.sit.judged {
		if b.Speciality != undefined && b.knownSpeciality && !specialityFits(profession, b.Speciality) {
			c.fire(rule.CONV004, Finding{Situation: b.Rank, Evidence: []Evidence{
				c.field(b, "amSpeciality", b.Speciality),
				{Field: "holder.profession", Value: profession, Exchange: c.card.Info.Exchange},
			}})
		}
	}
}

// lastDictionary is the dictionary that lacks the newer specialities.
var lastDictionary = fact.Version{2, 18}

// judgeDictionary: the speciality is newer than the dictionary 02.18.
func (c *checker) judgeDictionary(b *ofBilling) {
	switch {
	case c.ws.Dictionary.IsZero():
		c.workstationUnknown(rule.CONV002, fact.WsDico)
	case !lastDictionary.Before(c.ws.Dictionary):
		c.fireCode(rule.CONV002, b, "amSpeciality", b.Speciality)
	}
}

// conventions reports whether a convention code is one of some digits.
func conventions(code, digits string) bool { return len(code) == 1 && strings.Contains(digits, code) }

func (c *checker) judgeConventionCode() {
	for _, b := range c.sit.judged {
		switch {
		case !filled(b.Convention):
			c.unknowns(missingConvention, rule.CONV005, rule.CONV007, rule.CONV008)
		case !conventions(b.Convention, "01239"):
			c.fireCode(rule.CONV005, b, "convention", b.Convention, b.Convention)
		}
	}
	for _, b := range c.sit.judged {
		if b.Convention == "0" && c.appliesTo(rule.CONV007, card.KindCPS, card.KindCPF) {
			c.fireCode(rule.CONV007, b, "convention", b.Convention)
		}
	}
	for _, b := range c.sit.judged {
		a := b.activity
		if b.Convention == establishment && a != nil && a.Value.Mode == card.ModeLiberal && practiceSector(a.Value.Sector) && c.appliesTo(rule.CONV008, card.KindCPS) {
			c.fire(rule.CONV008, Finding{Situation: b.Rank, Evidence: []Evidence{
				c.field(b, "convention", b.Convention), c.activityField(a, "sector", a.Value.Sector),
			}})
		}
	}
}

// practiceSector: SA07 and SA08 of table R02 are practices. Readers take the
// first character for an S whatever it is.
func practiceSector(sector string) bool {
	return len(sector) == 4 && (sector[1:] == "A07" || sector[1:] == "A08")
}

func (c *checker) judgeZone() {
	for _, b := range c.sit.judged {
		switch {
		case !filled(b.Zone):
			c.unknowns(missingZone, rule.CONV009, rule.CONV010, rule.CONV011)
		case !b.knownZone && !c.accepted(b):
			c.fireCode(rule.CONV009, b, "zone", b.Zone, b.Zone)
		}
	}
	for _, b := range c.sit.judged {
		switch {
		case b.knownPair || !b.knownZone:
		case !filled(b.Convention):
			c.unknown(rule.CONV010, missingConvention)
		case conventions(b.Convention, "01239"):
			c.fire(rule.CONV010, Finding{Situation: b.Rank, Args: []any{b.Zone, b.Convention}, Evidence: []Evidence{
				c.field(b, "zone", b.Zone), c.field(b, "convention", b.Convention),
			}})
		}
	}
	for _, b := range c.sit.judged {
		switch {
		case b.Zone != undefined:
		case !filled(b.Convention):
			c.unknown(rule.CONV011, missingConvention)
		case conventions(b.Convention, "123") && c.appliesTo(rule.CONV011, card.KindCPS):
			c.fireCode(rule.CONV011, b, "zone", b.Zone)
		}
	}
}

// judgeMileage: an undefined code matters only for a home visit.
func (c *checker) judgeMileage() {
	for _, b := range c.sit.judged {
		switch visit := triOf(c.facts, fact.InvoiceHomeVisit); {
		case conventions(b.Mileage, "0123"), b.Mileage == undefinedMileage && visit == TriNo:
		case !c.appliesTo(rule.CONV012, card.KindCPS):
		case !filled(b.Mileage):
			c.unknown(rule.CONV012, missingMileage)
		case b.Mileage == undefinedMileage && visit == TriUnknown:
			c.undeclaredFact(rule.CONV012, fact.InvoiceHomeVisit)
		default:
			c.fireCode(rule.CONV012, b, "ik", b.Mileage)
		}
	}
}

// judgeAgreements: an undefined agreement matters only for an act that needs
// one, under a convention.
func (c *checker) judgeAgreements() {
	for _, b := range c.sit.judged {
		odd, imaging := oddAgreement(b), triOf(c.facts, fact.InvoiceImaging)
		none := !slices.ContainsFunc(b.Agreements[:], filled[string])
		matters := slices.Contains(b.Agreements[:], undefined) && imaging != TriNo && (conventions(b.Convention, "123") || !filled(b.Convention))
		switch {
		case odd == "" && !none && !matters:
		case !c.appliesTo(rule.CONV013, card.KindCPS, card.KindCPE):
		case odd != "":
			c.fireCode(rule.CONV013, b, "agreement", odd)
		case none:
			c.unknown(rule.CONV013, missingAgreement)
		case imaging == TriUnknown:
			c.undeclaredFact(rule.CONV013, fact.InvoiceImaging)
		case !filled(b.Convention):
			c.unknown(rule.CONV013, missingConvention)
		default:
			c.fireCode(rule.CONV013, b, "agreement", undefined)
		}
	}
}

// oddAgreement returns an agreement code outside table G104, "" when there is
// none. A field that the card leaves out is no code.
func oddAgreement(b *ofBilling) string {
	for i, code := range b.Agreements {
		if !filled(code) || i > 0 && code == b.Agreements[i-1] {
			continue
		}
		if _, ok := card.Label("G104", code); !ok {
			return code
		}
	}
	return ""
}

// judgeConventionChange: the software knows of a change that the card does not
// show two weeks later.
func (c *checker) judgeConventionChange() {
	code, ok := c.facts.Text(fact.LgcConvention)
	since, dated := c.facts.Date(fact.LgcConventionDate)
	switch {
	case !ok:
		c.undeclared(rule.CONV014)
	case !dated:
		c.undeclaredFact(rule.CONV014, fact.LgcConventionDate)
	case since.DaysUntil(c.today) <= declaredDays:
	case c.sitMissing() != noInput:
		c.unknown(rule.CONV014, c.sitMissing())
	default:
		for _, b := range c.sit.judged {
			switch {
			case b.Convention == code || !c.appliesTo(rule.CONV014, card.KindCPS):
			case !filled(b.Convention):
				c.unknown(rule.CONV014, missingConvention)
			default:
				c.fire(rule.CONV014, Finding{Situation: b.Rank, Evidence: []Evidence{
					c.field(b, "convention", b.Convention), {Field: "lgc.convention", Value: code}, {Field: "lgc.conventionDate", Value: since.String()},
				}})
			}
		}
	}
}
