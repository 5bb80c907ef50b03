package guard

import (
	"errors"
	"testing"
)

// TestCodesAreRememberedBeyondAGuard: the card is opened anew for each reading,
// and a code that it refused once stays refused.
func TestCodesAreRememberedBeyondAGuard(t *testing.T) {
	t.Parallel()
	lost := errors.New("lost")
	login := []string{"begin", selectSN3, readSN3, counterPIN, verifyPIN}
	for _, c := range []struct {
		name   string
		lose   func(int) error
		first  []string // through the first guard
		second []string // through another one of the same memory
		want   string
		spent  bool
	}{
		{"right, right", nil, login, login, "9000", false},
		{"wrong, right", nil, []string{"begin", selectSN3, readSN3, counterPIN, wrongPIN}, login, reasonSpent.EN, true},
		{"lost, right", loseAt(4, lost), login, login, reasonSpent.EN, true},
		{"never presented, right", nil, []string{"begin", selectSN3, readSN3, wrongPIN}, login, "9000", false},
		{"wrong PUK, right PIN", nil, []string{"begin", selectSN3, readSN3, counterPUK, wrongPUK}, login, "9000", false},
		{"wrong PUK, right PUK", nil, []string{"begin", selectSN3, readSN3, counterPUK, wrongPUK}, []string{"begin", selectSN3, readSN3, counterPUK, verifyPUK}, reasonSpent.EN, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := newRecorder()
			r.lose = c.lose
			var codes Codes
			play(t, codes.Guard(r, everything), c.first...)
			if got := play(t, codes.Guard(r, everything), c.second...); got != c.want {
				t.Errorf("%q after %q, want %q", got, c.first, c.want)
			}
			if codes.PINSpent() != c.spent {
				t.Errorf("PIN spent: %v, want %v", codes.PINSpent(), c.spent)
			}
			if c.want == reasonSpent.EN && play(t, New(r, everything), c.second...) != "9000" {
				t.Error("another memory knows of it")
			}
		})
	}
}
