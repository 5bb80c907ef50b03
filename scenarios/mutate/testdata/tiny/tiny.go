// Package tiny is a small judge with conditions of every form, for the tests of
// the mutation tester.
package tiny

import "time"

// Input is what is judged.
type Input struct {
	Days     int
	Kind     string
	Received bool
	Parts    []string
}

// Verdict is the result.
type Verdict struct {
	Rules []string
	Note  string
}

const letterDays = 90

var val001, val002, val003 = "VAL-001", "VAL-002", "VAL-003"

// Check judges.
func Check(in *Input, now time.Time) Verdict {
	var v Verdict
	judgeDays(in, &v)
	judgeKind(in, &v)
	judgeParts(in, &v)
	if now.Year() < 2020 {
		v.Note = "old clock"
	}
	return v
}

func judgeDays(in *Input, v *Verdict) {
	if in.Days <= letterDays && !in.Received {
		v.Rules = append(v.Rules, val001)
	}
}

func judgeKind(in *Input, v *Verdict) {
	switch kind := in.Kind; kind {
	case "":
	case "CPS", "CPF":
		v.Rules = append(v.Rules, val002)
	default:
	}
	switch in.Days {
	case 1000:
		v.Note = "for long"
	case 1001, 1002: // nothing to say
	}
}

// judgeParts ends for every input, but not under every change.
func judgeParts(in *Input, v *Verdict) {
	left := len(in.Parts)
	if left == 0 {
		return
	}
	for left > 0 {
		if hasX(in.Parts[left-1]) {
			v.Rules = append(v.Rules, val003)
		}
		left = previous(left)
	}
}

func previous(n int) int { return n - 1 }

func hasX(s string) bool {
	for i := range len(s) {
		if s[i] == 'x' {
			return true
		}
	}
	return false
}

// Text is no judgement: Check does not reach it.
func Text(v Verdict) string {
	if len(v.Rules) == 0 {
		return "ok"
	}
	return v.Rules[0]
}
