package diagnosis

import (
	"slices"
	"strings"

	"github.com/cpslab/cps/harness/card"
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
	if missing := c.sitMissing(); missing != "" {
		c.unknowns(missing, &conv006, &conv001, &conv002, &conv003, &conv004, &conv005, &conv007, &conv008,
			&conv009, &conv010, &conv011, &conv012, &conv013)
	}
	for b := range c.judged {
		if b.Convention == establishment && (b.Zone == undefined || b.Speciality == undefined || b.Agreements[0] == undefined) {
			c.fire(Finding{Rule: &conv006, Situation: b.Rank, Evidence: []Evidence{
				c.field(b, "convention", b.Convention),
				c.field(b, "zone", b.Zone),
				c.field(b, "amSpeciality", b.Speciality),
				c.field(b, "agreement", b.Agreements[0]),
			}})
		}
	}
	c.judgeSpeciality()
	c.judgeConventionCode()
	c.judgeZone()
	c.judgeMileage()
	c.judgeAgreements()
	c.judgeConventionChange()
}

// fireCode reports a situation whose code is at fault; the text may show it.
func (c *checker) fireCode(r *Rule, b *card.Billing, field, code string, args ...any) {
	c.fire(Finding{Rule: r, Situation: b.Rank, Args: args, Evidence: []Evidence{c.field(b, field, code)}})
}

func (c *checker) judgeSpeciality() {
	known := func(code string) bool { _, ok := card.Label("G100", code); return ok }
	for b := range c.judged {
		switch {
		case !filled(b.Speciality):
			c.unknowns("billing[].amSpeciality", &conv001, &conv002, &conv003, &conv004)
		case !known(b.Speciality):
			c.fireCode(&conv001, b, "amSpeciality", b.Speciality, b.Speciality)
		}
	}
	for b := range c.judged {
		if known(b.Speciality) && !card.InDictionary0218("G100", b.Speciality) {
			c.judgeDictionary(b)
		}
	}
	kind := c.kind()
	if kind != card.KindCPS && kind != card.KindCPF {
		if kind == "" && c.sitMissing() == "" {
			c.unknowns(missingType, &conv003, &conv004)
		}
		return
	}
	profession := c.profession()
	if !filled(profession) && c.sitMissing() == "" {
		c.unknowns("holder.profession", &conv003, &conv004)
		return
	}
	for b := range c.judged {
		if b.Speciality == undefined && conventions(b.Convention, "0123") && slices.Contains(withSpeciality[:], profession) {
			c.fireCode(&conv003, b, "amSpeciality", b.Speciality)
		}
	}
	for b := range c.judged {
		if b.Speciality != undefined && known(b.Speciality) && !specialityFits(profession, b.Speciality) {
			c.fire(Finding{Rule: &conv004, Situation: b.Rank, Evidence: []Evidence{
				c.field(b, "amSpeciality", b.Speciality),
				{Field: "holder.profession", Value: profession, Exchange: c.card.Info.Exchange},
			}})
		}
	}
}

// lastDictionary is the dictionary that lacks the newer specialities.
var lastDictionary = Version{2, 18}

// judgeDictionary: the speciality is newer than the dictionary 02.18.
func (c *checker) judgeDictionary(b *card.Billing) {
	switch {
	case c.ws.Dictionary.IsZero():
		c.workstationUnknown(&conv002, factWsDico)
	case !lastDictionary.Before(c.ws.Dictionary):
		c.fireCode(&conv002, b, "amSpeciality", b.Speciality)
	}
}

// conventions reports whether a convention code is one of some digits.
func conventions(code, digits string) bool { return len(code) == 1 && strings.Contains(digits, code) }

func (c *checker) judgeConventionCode() {
	kind := c.kind()
	professional := kind == card.KindCPS || kind == card.KindCPF
	for b := range c.judged {
		switch {
		case !filled(b.Convention):
			c.unknowns("billing[].convention", &conv005, &conv007, &conv008)
		case !conventions(b.Convention, "01239"):
			c.fireCode(&conv005, b, "convention", b.Convention, b.Convention)
		}
	}
	for b := range c.judged {
		if professional && b.Convention == "0" {
			c.fireCode(&conv007, b, "convention", b.Convention)
		}
	}
	for b := range c.judged {
		a := c.activityOf(b)
		if kind == card.KindCPS && b.Convention == establishment && a != nil && a.Value.Mode == card.ModeLiberal && practiceSector(a.Value.Sector) {
			c.fire(Finding{Rule: &conv008, Situation: b.Rank, Evidence: []Evidence{
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
	kind := c.kind()
	known := func(code string) bool { _, ok := card.Label("G102", code); return ok }
	for b := range c.judged {
		switch {
		case !filled(b.Zone):
			c.unknowns("billing[].zone", &conv009, &conv010, &conv011)
		case !known(b.Zone):
			c.fireCode(&conv009, b, "zone", b.Zone, b.Zone)
		}
	}
	for b := range c.judged {
		if _, pair := card.ZoneLabel(b.Zone, b.Convention); !pair && known(b.Zone) && conventions(b.Convention, "01239") {
			c.fire(Finding{Rule: &conv010, Situation: b.Rank, Args: []any{b.Zone, b.Convention}, Evidence: []Evidence{
				c.field(b, "zone", b.Zone), c.field(b, "convention", b.Convention),
			}})
		}
	}
	for b := range c.judged {
		if kind == card.KindCPS && b.Zone == undefined && conventions(b.Convention, "123") {
			c.fireCode(&conv011, b, "zone", b.Zone)
		}
	}
}

// judgeMileage: an undefined code matters only for a home visit.
func (c *checker) judgeMileage() {
	if c.kind() != card.KindCPS {
		return
	}
	for b := range c.judged {
		switch visit := c.facts.tri(factInvoiceHomeVisit); {
		case !filled(b.Mileage):
			c.unknown(&conv012, "billing[].ik")
		case !conventions(b.Mileage, "01239"):
			c.fireCode(&conv012, b, "ik", b.Mileage)
		case b.Mileage != undefinedMileage || visit == TriNo || b.Convention == establishment:
		case visit == TriUnknown:
			c.undeclaredFact(&conv012, factInvoiceHomeVisit)
		default:
			c.fireCode(&conv012, b, "ik", b.Mileage)
		}
	}
}

// judgeAgreements: an undefined agreement matters only for an act that needs
// one, under a convention.
func (c *checker) judgeAgreements() {
	if kind := c.kind(); kind != card.KindCPS && kind != card.KindCPE {
		return
	}
	for b := range c.judged {
		if odd := oddAgreement(b); odd != "" {
			c.fireCode(&conv013, b, "agreement", odd)
			continue
		}
		imaging := c.facts.tri(factInvoiceImaging)
		switch {
		case !slices.Contains(b.Agreements[:], undefined) || !conventions(b.Convention, "123") || imaging == TriNo:
		case imaging == TriUnknown:
			c.undeclaredFact(&conv013, factInvoiceImaging)
		default:
			c.fireCode(&conv013, b, "agreement", undefined)
		}
	}
}

// oddAgreement returns an agreement code outside table G104, "" when there is
// none. A field that the card leaves out is no code.
func oddAgreement(b *card.Billing) string {
	for _, code := range b.Agreements {
		if _, ok := card.Label("G104", code); filled(code) && !ok {
			return code
		}
	}
	return ""
}

// judgeConventionChange: the software knows of a change that the card does not
// show two weeks later.
func (c *checker) judgeConventionChange() {
	code, ok := c.facts.text(factLgcConvention)
	since, dated := c.facts.date(factLgcConventionDate)
	switch {
	case !ok:
		c.undeclared(&conv014)
	case !dated:
		c.undeclaredFact(&conv014, factLgcConventionDate)
	case since.DaysUntil(c.today) <= declaredDays:
	case c.sitMissing() != "":
		c.unknown(&conv014, c.sitMissing())
	case c.kind() != card.KindCPS:
	default:
		for b := range c.judged {
			if filled(b.Convention) && b.Convention != code {
				c.fire(Finding{Rule: &conv014, Situation: b.Rank, Evidence: []Evidence{
					c.field(b, "convention", b.Convention), {Field: "lgc.convention", Value: code}, {Field: "lgc.conventionDate", Value: since.String()},
				}})
			}
		}
	}
}
