package diagnosis

import (
	"strings"

	"github.com/cpslab/cps/harness/card"
)

// Lengths of numbers without type digit (MOS of the ANS; FAQ of a billing
// software).
const (
	rppsLength          = 11
	amLength            = 9
	finessLength        = 9
	rppsPracticeLength  = 14
	adeliPracticeLength = 11
)

// withoutBlanks takes the spaces out of a number, no-break ones too. Without
// any it does not allocate.
func withoutBlanks(s string) string { return card.WithoutSpaces(s) }

// typedNumber is a number as somebody typed it, without blanks and with the
// letters of Corsica in capitals.
func typedNumber(s string) string { return strings.ToUpper(withoutBlanks(s)) }

func digits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// numberShape is the shape of AM, ADELI and FINESS numbers: nine digits, except
// that the second character may be the A or B of a Corsican département.
func numberShape(s string) bool { return len(s) == amLength && digitsOrCorsica(s) }

// digitsOrCorsica allows 2A and 2B in front of digits.
func digitsOrCorsica(s string) bool {
	return digits(s) || (strings.HasPrefix(s, "2A") || strings.HasPrefix(s, "2B")) && digits(s[2:])
}

// luhn checks the Luhn key in the last place of a number that is not empty; A
// and B count as 1 and 2.
func luhn(s string) bool {
	last := len(s) - 1
	key, ok := card.LuhnKey(s[:last])
	return ok && key == s[last]
}

// amNumber is the AM number inside a billing identifier: the identifier, or
// its last nine characters when there are ten (CPS-BILL-004).
func amNumber(id string) string {
	_, am := card.SplitBilling(withoutBlanks(id))
	return am
}

// departement reports whether two characters are a code of a French
// département. 99 belongs to TEST cards, so its verdict needs the category.
func (c *checker) departement(code string) (plausible, known bool) {
	if code != "99" {
		return card.IsDepartment(code, false), true
	}
	return c.category.Test(), c.category != ""
}

// structureDepartement returns the département of an activity, which only a
// FINESS number gives.
func structureDepartement(id string) string {
	if len(id) < 1+finessLength || id[0] != '1' || card.IsTestFINESS(id[1:]) {
		return ""
	}
	return id[1:3]
}

// sameDepartement treats Corsica's 2A, 2B and 20 as one.
func sameDepartement(a, b string) bool { return corsica(a) == corsica(b) }

func corsica(code string) string {
	if code == "2A" || code == "2B" {
		return "20"
	}
	return code
}

// samePerson compares identifiers of a person, with or without type digit.
func samePerson(national, other string) bool {
	other = withoutBlanks(other)
	return national == other || (len(national) == len(other)+1 && strings.HasSuffix(national, other))
}
