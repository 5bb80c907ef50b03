package text

import "strings"

// longest is how many bytes a name may have that is worth a guess.
const longest = 64

// Closest returns the candidate nearest to what was written, whatever its case,
// or "" when none is near enough to be meant: more than a third of it, or one
// byte of a short name, would have to change.
func Closest(written string, candidates []string) string {
	if len(written) > longest {
		return ""
	}
	best, bestDistance := "", 1+max(1, len(written)/3)
	for _, c := range candidates {
		if d := distance(strings.ToLower(written), strings.ToLower(c)); d < bestDistance {
			best, bestDistance = c, d
		}
	}
	return best
}

// distance counts the bytes to insert, delete or replace to turn a into b
// (Levenshtein).
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, diagonal+1)
		}
	}
	return row[len(b)]
}
