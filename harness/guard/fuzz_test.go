package guard

import (
	"errors"
	"testing"
)

// harmless is the oracle of the default: written from the list of commands
// that may reach a real card, without a look at the guard's decoder.
func harmless(cmd []byte) bool {
	n := len(cmd)
	if n < 4 || cmd[0] != 0x00 && cmd[0] != 0x01 && cmd[0] != 0xA0 {
		return false
	}
	short := n <= 5 || cmd[4] != 0 && (n == 5+int(cmd[4]) || n == 6+int(cmd[4]))
	switch cmd[1] {
	case 0xA4, 0xB0, 0xC0, 0xCA, 0xCB, 0x84:
		return short
	case 0x20:
		return cmd[0] != 0xA0 && cmd[2] == 0 && (cmd[3] == 1 || cmd[3] == 2) && (n == 4 || n == 5 && cmd[4] == 0)
	}
	return false
}

// split cuts fuzz input into commands: one length byte, then the command.
func split(script []byte) [][]byte {
	var cmds [][]byte
	for len(script) > 0 && len(cmds) < 64 {
		n := min(int(script[0]), len(script)-1)
		cmds = append(cmds, script[1:1+n])
		script = script[1+n:]
	}
	return cmds
}

func join(cmds ...string) []byte {
	var script []byte
	for _, c := range cmds {
		b := unhex(c)
		script = append(append(script, byte(len(b))), b...)
	}
	return script
}

// FuzzGuard sends arbitrary sequences of commands to a card that also loses
// answers. Without permission for the card at hand only harmless commands
// reach it; with every permission no code loses more than one try, nor its
// last but one.
func FuzzGuard(f *testing.F) {
	f.Add(join(selectSN3, readSN3, counterPIN, verifyPIN, wrongPIN), uint8(0xFF), uint8(0x33))
	f.Add(join(selectSN3, readSN3, counterPIN, wrongPIN, selectSN3, readSN3, counterPIN, wrongPIN), uint8(3), uint8(0x33))
	f.Add(join("00B09C00C0", "00200001", "00200002", wrongPIN, wrongPUK, "00200001", wrongPIN), uint8(0xFF), uint8(0x22))
	f.Add(join("00B09C00C0", counterPUK, "002C00010C393939393939393931323334", counterPUK, wrongPUK), uint8(0xFF), uint8(0x32))
	f.Add(join(selectSN4, readSN4, "01200001", "012000010439393939", "11A4040001FF", "01200001"), uint8(5), uint8(0x31))
	f.Add(join("102A80860281AA", "00200001", "10B000000431323334", "00200001", "0020000104"), uint8(0xFF), uint8(0x33))
	f.Add(join("00240001083939393935363738", counterPIN, "00240001083939393935363738", counterPIN, wrongPIN), uint8(0xFF), uint8(0x33))
	lost := errors.New("lost")
	f.Fuzz(func(t *testing.T, script []byte, loseNo, tries uint8) {
		card := func() *recorder {
			r := newRecorder()
			r.left = [3]int{0, int(tries & 3), int(tries >> 4 & 3)}
			r.lose = loseAt(int(loseNo), lost)
			r.t0 = tries&0x80 != 0
			return r
		}
		for _, perms := range []Permissions{{}, {Allow: AllPermissions()}, {Allow: AllPermissions(), Serial: "2999000117"}} {
			r := card()
			g := New(r, perms)
			for _, cmd := range split(script) {
				sent := len(r.cmds)
				_, err := g.Transmit(t.Context(), nil, cmd)
				passed := len(r.cmds) > sent
				if passed && !harmless(cmd) {
					t.Fatalf("% X reached the card", cmd)
				}
				if passed == errors.Is(err, ErrRefused) {
					t.Fatalf("% X: reached the card %v, error %v", cmd, passed, err)
				}
			}
		}
		r := card()
		g := New(r, everything)
		if err := g.Begin(t.Context()); err != nil {
			t.Fatal(err)
		}
		start := r.left
		for _, cmd := range split(script) {
			before := r.left
			_, err := g.Transmit(t.Context(), nil, cmd)
			for ref := 1; ref <= 2; ref++ {
				lostTry := r.left[ref] < before[ref]
				if lostTry && (before[ref] < 2 || errors.Is(err, ErrRefused)) {
					t.Fatalf("% X took code %d from %d to %d tries", cmd, ref, before[ref], r.left[ref])
				}
				if r.left[ref] < start[ref]-1 {
					t.Fatalf("% X: code %d lost a second try (%d, began with %d)", cmd, ref, r.left[ref], start[ref])
				}
				start[ref] = max(start[ref], r.left[ref]) // a right code restores the counter
			}
		}
	})
}
