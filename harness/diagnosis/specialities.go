package diagnosis

// Codes of specialities (table G100) that go with a profession (table G15).
// Nothing was published on the pairs: they are read off the labels of the
// tables, and a pair outside them is a warning at most.
const (
	doctorSpecialities   = "01 02 03 04 05 06 07 08 09 10 11 12 13 14 15 16 17 18 20 22 23 31 32 33 34 35 37 38 41 42 43 44 45 46 47 48 49 69 70 71 72 73 74 75 76 77 78 79 80 81 82 83 84 85"
	supplierSpecialities = "60 61 62"
)

// specialityFits reports whether a speciality goes with a profession. A
// profession without a line of its own is not judged.
func specialityFits(profession, speciality string) bool {
	var own string
	supplier := false
	switch profession {
	case "10":
		own = doctorSpecialities
	case "21":
		own = "30 39 40 50 51"
	case "40":
		own = "19 36 53 54 69"
	case "50":
		own = "21"
	case "60":
		own = "24 86"
	case "70":
		own = "26"
	case "80":
		own = "27"
	case "91":
		own = "28"
	case "92":
		own = "29"
	case "94":
		own = "87"
	case "96":
		own = "88"
	case "26":
		own, supplier = "65", true
	case "28":
		own, supplier = "64", true
	case "81":
		own, supplier = "68", true
	case "82":
		own, supplier = "67", true
	case "83":
		own, supplier = "63", true
	case "84", "85":
		own, supplier = "66", true
	default:
		return true
	}
	return hasCode(own, speciality) || (supplier && hasCode(supplierSpecialities, speciality))
}

// hasCode looks for a code of two digits in a list of them with blanks between.
func hasCode(list, code string) bool {
	for len(list) >= len(code) && len(code) == 2 {
		if list[:2] == code {
			return true
		}
		list = list[min(3, len(list)):]
	}
	return false
}
