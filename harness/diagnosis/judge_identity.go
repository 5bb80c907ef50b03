package diagnosis

import (
	"strings"

	"github.com/cpslab/cps/harness/card"
)

// endOfADELI is the first day on which an ADELI identifier is worth a word
// (FAQ of a billing software: October 2024).
var endOfADELI = card.Date{Year: 2024, Month: 10, Day: 1}

// judgeIdentity judges the shape and key of the numbers on the card. A number
// read on a card warns at most: the card is the authority, not the harness.
func (c *checker) judgeIdentity() {
	if c.card == nil {
		c.unknowns(missingCard, &id001, &id002, &id003, &id005, &id006, &id008, &id010)
		return
	}
	c.judgeHolder()
	c.judgeBillingNumbers()
	c.judgeStructures()
}

func (c *checker) judgeHolder() {
	info := &c.card.Info
	if info.State != card.Present || !filled(info.Value.NationalID) {
		c.unknowns("holder.idNat", &id001, &id002, &id003, &id005)
		return
	}
	number := strings.ReplaceAll(info.Value.NationalID, " ", "")
	bare := number[1:]
	switch number[0] {
	case '8':
		if len(bare) != 11 || !digits(bare) {
			c.fireHolder(&id001, "holder.rpps", bare)
		} else if !luhn(bare) {
			c.fireHolder(&id002, "holder.rpps", bare)
		}
		if len(number) != 12 {
			c.fireHolder(&id003, "holder.idNat", number)
		}
	case '0':
		if len(number) != 10 {
			c.fireHolder(&id003, "holder.idNat", number)
		}
		if !c.today.Before(endOfADELI) {
			c.fireHolder(&id005, "holder.idNat", number)
		}
	}
}

func (c *checker) fireHolder(r *Rule, field, value string) {
	c.fire(Finding{Rule: r, Evidence: []Evidence{{Field: field, Value: value, Exchange: c.card.Info.Exchange, Identity: true}}})
}

// judgeBillingNumbers judges the AM numbers of the situations that count.
func (c *checker) judgeBillingNumbers() {
	if c.sit.missing != "" {
		c.unknowns(c.sit.missing, &id006, &id008)
		return
	}
	for i := range c.sit.list {
		b := &c.sit.list[i]
		if c.linkOf(b) != linkedHere || !hasIdentifier(b) {
			continue
		}
		if am := amNumber(b); len(am) != 9 || !digits(am) {
			c.fire(Finding{Rule: &id006, Severity: Warning, Situation: b.Rank, Evidence: []Evidence{c.billingID(b)}})
		}
	}
	for i := range c.sit.list {
		if b := &c.sit.list[i]; c.linkOf(b) == linkedHere && hasIdentifier(b) {
			c.judgeDepartement(b)
		}
	}
}

func (c *checker) judgeDepartement(b *card.Billing) {
	am := amNumber(b)
	if len(am) != 9 {
		return
	}
	plausible, known := c.departement(am[:2])
	if !known {
		c.unknown(&id008, missingCategory)
		return
	}
	evidence := []Evidence(nil)
	if plausible {
		a := c.activityOf(b)
		if a == nil {
			return
		}
		there := structureDepartement(a.Value.StructureID)
		if there == "" || sameDepartement(am[:2], there) {
			return
		}
		evidence = append(evidence, c.structureID(a))
	}
	c.fire(Finding{Rule: &id008, Situation: b.Rank, Evidence: append(evidence, c.billingID(b))})
}

// judgeStructures judges the FINESS numbers of the activities.
func (c *checker) judgeStructures() {
	if c.sit.activitiesMissing != "" {
		c.unknown(&id010, c.sit.activitiesMissing)
		return
	}
	for i := range c.card.Activities {
		a := &c.card.Activities[i]
		if a.State == card.Unread {
			c.unknown(&id010, missingActivities)
			continue
		}
		if a.State != card.Present || !strings.HasPrefix(a.Value.StructureID, "1") {
			continue
		}
		finess := strings.TrimRight(a.Value.StructureID[1:], " ")
		wrong := len(finess) != 9 || finess[2] != '0'
		if !wrong {
			plausible, known := c.departement(finess[:2])
			if !known {
				c.unknown(&id010, missingCategory)
				continue
			}
			wrong = !plausible
		}
		if wrong {
			c.fire(Finding{Rule: &id010, Evidence: []Evidence{c.structureID(a)}})
		}
	}
}

// departement tells whether two characters are a code of a French
// département. 99 belongs to TEST cards, so its verdict needs the category.
func (c *checker) departement(code string) (plausible, known bool) {
	if code == "99" {
		if c.card.ID.State != card.Present || !filled(c.card.ID.Value.Category) {
			return false, false
		}
		return c.card.ID.Value.Category.Test(), true
	}
	switch code {
	case "2A", "2B", "97", "98":
		return true, true
	default:
		return digits(code) && code >= "01" && code <= "95", true
	}
}

// structureDepartement returns the département of an activity, which only a
// FINESS number tells.
func structureDepartement(id string) string {
	if len(id) < 10 || id[0] != '1' {
		return ""
	}
	return id[1:3]
}

// sameDepartement treats Corsica's 2A, 2B and 20 as one.
func sameDepartement(a, b string) bool {
	return corsica(a) == corsica(b)
}

func corsica(code string) string {
	if code == "2A" || code == "2B" {
		return "20"
	}
	return code
}

// amNumber is the AM number inside a billing identifier: the identifier, or
// its last nine characters when there are ten (CPS-BILL-004).
func amNumber(b *card.Billing) string {
	id := strings.Trim(b.ID, " ")
	if len(id) == 10 {
		return id[1:]
	}
	return id
}

func digits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// luhn checks the key of a number of decimal digits: from the right, every
// second digit is doubled, 9 taken off above 9, and the sum is a multiple of 10.
func luhn(s string) bool {
	sum := 0
	for i := range len(s) {
		d := int(s[len(s)-1-i] - '0')
		if i%2 == 1 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return sum%10 == 0
}
