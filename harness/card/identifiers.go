package card

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// Lengths in characters of the identifiers, without type digit (MOS of the ANS;
// FAQ of a billing software).
const (
	rppsLength          = 11
	adeliLength         = 9
	amLength            = 9
	finessLength        = 9
	rppsPracticeLength  = 14 // RPPS, rank on two digits, key
	adeliPracticeLength = 11 // ADELI, rank on two digits
)

// CheckRPPS checks the number of a person in the RPPS: eleven digits, the last
// one their Luhn key (MOS, class Professionnel). The key never covers the type
// digit 8 that stands before the number on the card; twelve digits with it are
// reported as such. Spaces are skipped, as in every check of this package; a
// right identifier has no fault.
func CheckRPPS(s string) []Fault {
	s = WithoutSpaces(s)
	faults := checkLuhn(nil, s, rppsLength, false)
	if len(s) == rppsLength+1 && s[0] == '8' && checkLuhn(nil, s[1:], rppsLength, false) == nil {
		faults = append(faults, tooMuch(s))
	}
	return faults
}

// tooMuch is the fault of a type digit in front of a number that is right
// without it.
func tooMuch(s string) Fault { return Fault{Kind: FaultPrefix, Position: 1, Got: s[:1]} }

// CheckADELI checks a number of the former ADELI directory: nine characters,
// the last one their Luhn key, 2A or 2B in front for Corsica. The key is
// inferred from published samples.
func CheckADELI(s string) []Fault {
	return checkLuhn(nil, WithoutSpaces(s), adeliLength, true)
}

// CheckAM checks the number under which an activity bills the Assurance Maladie:
// nine characters, a département in front (01 to 19, 20 or 2A and 2B, 21 to 95,
// 97, 98; also 99 when test is true, for TEST cards), the last one a Luhn key.
// The key is inferred from published numbers: a wrong one is doubtful, not more.
func CheckAM(s string, test bool) []Fault {
	s = WithoutSpaces(s)
	return checkLuhn(checkDepartment(nil, s, true, test), s, amLength, true)
}

// testFINESS begins the FINESS number of some TEST cards.
const testFINESS = "0B"

// IsTestFINESS reports whether a FINESS number has the form that only TEST cards
// carry.
func IsTestFINESS(s string) bool { return strings.HasPrefix(s, testFINESS) }

// CheckFINESS checks the number of an establishment in the FINESS directory:
// nine characters, a département in front (as for CheckAM, but Corsica is
// always 2A or 2B), 0 in third place, the last one a Luhn key (MOS, class
// EntiteGeographique). Letters count as A=1 and B=2 for the key, which is
// inferred from a few numbers. When test is true the form of TEST cards, 0B in front
// and seven digits, is right too (two official TEST cards).
func CheckFINESS(s string, test bool) []Fault {
	s = WithoutSpaces(s)
	if digits, ok := strings.CutPrefix(s, testFINESS); ok && test {
		return checkLuhn(nil, "02"+digits, finessLength, false)
	}
	faults := checkDepartment(nil, s, false, test)
	if checkShape(s, finessLength, true) == nil && s[2] != '0' {
		faults = append(faults, Fault{Kind: FaultPosition3, Position: 3, Want: "0", Got: s[2:3]})
	}
	return checkLuhn(faults, s, finessLength, true)
}

// CheckRPPSPractice checks the identifier of a practice in the RPPS: fourteen
// digits, the RPPS number of its holder, a rank and a Luhn key over the whole
// (MOS, class EntiteGeographique; type 4 of table G07). Fifteen digits with that
// type in front, as on the card, are reported as such.
func CheckRPPSPractice(s string) []Fault {
	s = WithoutSpaces(s)
	faults := checkLuhn(nil, s, rppsPracticeLength, false)
	if len(s) == rppsPracticeLength+1 && s[0] == '4' && CheckRPPSPractice(s[1:]) == nil {
		return append(faults, tooMuch(s))
	}
	if len(s) == rppsPracticeLength {
		for _, f := range checkLuhn(nil, s[:rppsLength], rppsLength, false) {
			if f.Kind == FaultKey {
				faults = append(faults, f)
			}
		}
	}
	return sorted(faults)
}

// CheckADELIPractice checks the identifier of a practice in the former ADELI
// directory: nine characters of the ADELI number of its holder and a rank of two
// digits, without a key of its own (type 0 of table G07). Twelve characters with
// that type in front, as on the card, are reported as such.
func CheckADELIPractice(s string) []Fault {
	s = WithoutSpaces(s)
	if faults := checkShape(s, adeliPracticeLength, true); faults != nil {
		if len(s) == adeliPracticeLength+1 && s[0] == '0' && CheckADELIPractice(s[1:]) == nil {
			faults = append(faults, tooMuch(s))
		}
		return faults
	}
	return checkLuhn(nil, s[:adeliLength], adeliLength, true)
}

// CheckNational checks the identifier on the card, type digit of table G08
// first: 8 with an RPPS number makes 12 characters, 0 with an ADELI number 10;
// 1, 3, 4, 5 and 6 want "structure/internal number". Other known types (2 and 9)
// have no published form and no fault.
func CheckNational(s string) []Fault {
	s = WithoutSpaces(s)
	if s == "" {
		return []Fault{{Kind: FaultLength, Want: "≥ 2", Got: "0"}}
	}
	switch s[0] {
	case '8':
		return shifted(checkLuhn(nil, s[1:], rppsLength, false))
	case '0':
		return shifted(checkLuhn(nil, s[1:], adeliLength, true))
	case '1', '3', '4', '5', '6':
		structure, number, _ := strings.Cut(s[1:], "/")
		if structure == "" || number == "" {
			return []Fault{{Kind: FaultSlash, Want: "structure/00001"}}
		}
		return nil
	case '2', '9':
		return nil
	default:
		return []Fault{{Kind: FaultPrefix, Position: 1, Want: "0-6, 8, 9", Got: firstRune(s)}}
	}
}

// CheckECPS checks the identifier typed to activate an e-CPS: 8 and the RPPS
// number, or 0 and the ADELI number (FAQ of the e-CPS).
func CheckECPS(s string) []Fault {
	s = WithoutSpaces(s)
	if s != "" && (s[0] == '8' || s[0] == '0') {
		return CheckNational(s)
	}
	switch {
	case s == "":
		return []Fault{{Kind: FaultLength, Want: "12", Got: "0"}}
	case len(s) == rppsLength:
		return append([]Fault{{Kind: FaultPrefix, Position: 1, Want: "8"}}, checkLuhn(nil, s, rppsLength, false)...)
	case len(s) == adeliLength:
		return append([]Fault{{Kind: FaultPrefix, Position: 1, Want: "0"}}, checkLuhn(nil, s, adeliLength, true)...)
	default:
		return []Fault{{Kind: FaultPrefix, Position: 1, Want: "8, 0", Got: firstRune(s)}}
	}
}

// CheckBilling checks the billing identifier of a card: an AM number, or ten
// characters of which the first is a type (FAQ of a billing software, sample of
// a company's card).
func CheckBilling(s string, test bool) []Fault {
	kind, am := SplitBilling(WithoutSpaces(s))
	if kind == "" {
		faults := CheckAM(am, test)
		for i := range faults {
			if faults[i].Kind == FaultLength {
				faults[i].Want = "9, 10"
			}
		}
		return faults
	}
	return shifted(CheckAM(am, test))
}

// SplitBilling cuts the type character from a billing identifier of ten
// characters; one of another length has no type.
func SplitBilling(id string) (kind, am string) {
	if len(id) == amLength+1 {
		return id[:1], id[1:]
	}
	return "", id
}

// LuhnKey returns the digit that makes digits and itself divisible by 10 in the
// Luhn sum (ISO/IEC 7812-1, annex B): from the right, every second digit counts
// double, less 9 when above 9. The letters A and B count as 1 and 2. ok is
// false when digits is empty or holds anything else.
func LuhnKey(digits string) (key byte, ok bool) {
	sum := 0
	for i := range len(digits) {
		var d int
		switch c := digits[len(digits)-1-i]; {
		case c >= '0' && c <= '9':
			d = int(c - '0')
		case c == 'A' || c == 'B':
			d = int(c-'A') + 1
		default:
			return 0, false
		}
		if i%2 == 0 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return '0' + byte((10-sum%10)%10), digits != ""
}

// IsDepartment reports whether code is the number of a département as it stands
// in front of AM and FINESS numbers: 01 to 95 with 20 or 2A and 2B for Corsica,
// 97 and 98 overseas; 99 only for TEST cards.
func IsDepartment(code string, test bool) bool {
	switch code {
	case "2A", "2B", "97", "98":
		return true
	case "99":
		return test
	default:
		return len(code) == 2 && isDigits(code) && code >= "01" && code <= "95"
	}
}

// checkDepartment appends a fault when s does not begin with a département;
// corsica20 reports whether 20 stands for Corsica.
func checkDepartment(faults []Fault, s string, corsica20, test bool) []Fault {
	if len(s) < 2 || checkShape(s[:2], 2, true) != nil {
		return faults
	}
	if code := s[:2]; !IsDepartment(code, test) || code == "20" && !corsica20 {
		return append(faults, Fault{Kind: FaultDepartment, Position: 1, Want: "01-95, 2A, 2B, 97, 98", Got: code})
	}
	return faults
}

// checkShape returns the faults of length and characters. corsica allows A and
// B behind a leading 2.
func checkShape(s string, length int, corsica bool) []Fault {
	var faults []Fault
	if n := utf8.RuneCountInString(s); n != length {
		faults = append(faults, Fault{Kind: FaultLength, Want: strconv.Itoa(length), Got: strconv.Itoa(n)})
	}
	position := 0
	for _, r := range s {
		position++
		if r >= '0' && r <= '9' || corsica && position == 2 && s[0] == '2' && (r == 'A' || r == 'B') {
			continue
		}
		faults = append(faults, Fault{Kind: FaultDigit, Position: position, Want: "0-9", Got: string(r)})
		break
	}
	return faults
}

// checkLuhn appends the faults of length and characters or, when there is none,
// that of the key in the last place.
func checkLuhn(faults []Fault, s string, length int, corsica bool) []Fault {
	shape := checkShape(s, length, corsica)
	if shape != nil {
		return sorted(append(faults, shape...))
	}
	last := length - 1
	if key, ok := LuhnKey(s[:last]); ok && key != s[last] {
		faults = append(faults, Fault{Kind: FaultKey, Position: length, Want: string(key), Got: s[last:]})
	}
	return faults
}

// sorted puts faults in the order of their kinds, then positions.
func sorted(faults []Fault) []Fault {
	for i := 1; i < len(faults); i++ {
		for j := i; j > 0 && (faults[j].Kind < faults[j-1].Kind || faults[j].Kind == faults[j-1].Kind && faults[j].Position < faults[j-1].Position); j-- {
			faults[j], faults[j-1] = faults[j-1], faults[j]
		}
	}
	return faults
}

// shifted moves faults one place to the right, for a type digit in front: the
// length counts it too.
func shifted(faults []Fault) []Fault {
	for i := range faults {
		f := &faults[i]
		if f.Position > 0 {
			f.Position++
		}
		if f.Kind == FaultLength {
			f.Want, f.Got = plusOne(f.Want), plusOne(f.Got)
		}
	}
	return faults
}

func plusOne(s string) string {
	n, err := strconv.Atoi(s)
	if err != nil {
		return s
	}
	return strconv.Itoa(n + 1)
}

func firstRune(s string) string {
	_, size := utf8.DecodeRuneInString(s)
	return s[:size]
}

// WithoutSpaces drops spaces, also the no-break ones that French typography puts
// between groups of digits. Without any it does not allocate.
func WithoutSpaces(s string) string {
	for i := range len(s) {
		switch s[i] {
		case ' ', '\t', 0xC2, 0xE2: // the latter begin the no-break ones
			return dropSpaces(s)
		}
	}
	return s
}

func dropSpaces(s string) string {
	return strings.NewReplacer(" ", "", "\t", "", "\u00a0", "", "\u202f", "").Replace(s)
}
