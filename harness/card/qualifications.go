package card

import "strings"

// Qualifications is the text of fixed columns in Info.Qualifications. Columns
// count characters from 0; a card may leave out the end, and most carry the
// first code only. Each method returns codes without their filling spaces, ""
// where there is none (Gestionnaire 06.08.00, screen of the qualifications).
type Qualifications string

// Speciality returns the RPPS speciality, columns 0 to 9, table R01.
func (q Qualifications) Speciality() string { return q.columns(0, 10) }

// Natures returns the natures of qualification, columns 12, 16 and 20, table
// G11.
func (q Qualifications) Natures() [3]string {
	return [3]string{q.columns(12, 14), q.columns(16, 18), q.columns(20, 22)}
}

// ADELISpecialities returns the ADELI specialities, columns 14 and 18, table
// G12.
func (q Qualifications) ADELISpecialities() [2]string {
	return [2]string{q.columns(14, 16), q.columns(18, 20)}
}

// Orientations returns the particular orientations, columns 22 and 24, table
// G13.
func (q Qualifications) Orientations() [2]string {
	return [2]string{q.columns(22, 24), q.columns(24, 26)}
}

// Specialisation returns the specialisation, column 26, table G20.
func (q Qualifications) Specialisation() string { return q.columns(26, 28) }

// Attributions returns the complementary attributions, columns 30 to 37, table
// G18. The Gestionnaire shows the exercise name in their place.
func (q Qualifications) Attributions() [4]string {
	return [4]string{q.columns(30, 32), q.columns(32, 34), q.columns(34, 36), q.columns(36, 38)}
}

// columns cuts the characters from up to to, without spaces around them.
func (q Qualifications) columns(from, to int) string {
	column, start, end := 0, len(q), len(q)
	for i := range string(q) {
		if column == from {
			start = i
		}
		if column == to {
			end = i
			break
		}
		column++
	}
	return strings.Trim(string(q[start:end]), " \x00")
}
