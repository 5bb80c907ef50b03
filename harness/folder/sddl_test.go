package folder

import (
	"errors"
	"testing"
)

// TestJudgeDescriptor: who owns a file of Windows and who may open it.
func TestJudgeDescriptor(t *testing.T) {
	t.Parallel()
	const me, other = "S-1-5-21-1-2-3-1001", "S-1-5-21-1-2-3-1002"
	for name, c := range map[string]struct {
		descriptor string
		own, open  bool
		err        error
	}{
		"in a user's own folder":         {"O:" + me + "D:AI(A;ID;FA;;;SY)(A;ID;FA;;;BA)(A;ID;FA;;;" + me + ")", true, false, nil},
		"with its group":                 {"O:" + me + "G:" + other + "D:(A;;FA;;;" + me + ")", true, false, nil},
		"made by an administrator":       {"O:BAG:DUD:PAI(A;;FA;;;BA)", true, false, nil},
		"the built-in administrator":     {"O:LAD:(A;;FA;;;LA)", false, true, nil}, // this user is another one
		"of another":                     {"O:" + other + "D:(A;;FA;;;" + me + ")", false, false, nil},
		"everybody":                      {"O:" + me + "D:(A;;FR;;;WD)", true, true, nil},
		"users of the computer":          {"O:" + me + "D:AI(A;ID;FA;;;SY)(A;ID;0x1200a9;;;BU)", true, true, nil},
		"another user":                   {"O:" + me + "D:(A;;FA;;;" + me + ")(A;;FR;;;" + other + ")", true, true, nil},
		"another user is refused":        {"O:" + me + "D:(D;;FA;;;" + other + ")(A;;FA;;;" + me + ")", true, false, nil},
		"everybody, for what comes":      {"O:" + me + "D:(A;OICIIO;FR;;;WD)(A;;FA;;;" + me + ")", true, false, nil},
		"everybody, and for what comes":  {"O:" + me + "D:(A;OICI;FR;;;WD)", true, true, nil},
		"no list":                        {"O:" + me, true, true, nil},
		"no access control":              {"O:" + me + "D:NO_ACCESS_CONTROL", true, true, nil},
		"an empty list":                  {"O:" + me + "D:P", true, false, nil},
		"under a condition":              {"O:" + me + `D:(XA;;FX;;;WD;(@User.Title=="(x)"))`, true, true, nil},
		"refused under a condition":      {"O:" + me + `D:(XD;;FX;;;WD;(a))(A;;FA;;;` + me + `)`, true, false, nil},
		"what is logged says nothing":    {"O:" + me + "D:(A;;FA;;;" + me + ")S:(AU;SA;FA;;;WD)", true, false, nil},
		"a kind of entry that is new":    {"O:" + me + "D:(ZZ;;FA;;;WD)", true, true, nil},
		"nothing":                        {"", false, false, errDescriptor},
		"no owner":                       {"D:(A;;FA;;;" + me + ")", false, false, errDescriptor},
		"cut inside an entry":            {"O:" + me + "D:(A;;FA;;;" + me, false, false, errDescriptor},
		"an entry without anybody":       {"O:" + me + "D:(A;;FA)", false, false, errDescriptor},
		"a longer identifier is another": {"O:" + me + "7D:(A;;FA;;;" + me + "7)", false, true, nil},
	} {
		own, open, err := judgeDescriptor(c.descriptor, me)
		if own != c.own || open != c.open || !errors.Is(err, c.err) {
			t.Errorf("%s: own %v, open %v, %v; want %v, %v, %v", name, own, open, err, c.own, c.open, c.err)
		}
	}
	if own, open, err := judgeDescriptor("O:LAD:(A;;FA;;;LA)", "S-1-5-21-1-2-3-500"); !own || open || err != nil {
		t.Errorf("the built-in administrator's own: own %v, open %v, %v", own, open, err)
	}
	if _, _, err := judgeDescriptor("O:D:(A;;FA;;;WD)", ""); err == nil {
		t.Error("a file of nobody is believed to be nobody's own")
	}
}

// FuzzJudgeDescriptor: whatever a system says, an answer comes, and a file that
// everybody may open is never private.
func FuzzJudgeDescriptor(f *testing.F) {
	f.Add("O:S-1-5-21-1D:AI(A;ID;FA;;;SY)", "S-1-5-21-1")
	f.Add("O:LAG:DUD:(XA;;FX;;;WD;(a))S:(AU;;FA;;;WD)", "S-1-5-21-1-500")
	f.Fuzz(func(t *testing.T, descriptor, user string) {
		_, _, _ = judgeDescriptor(descriptor, user) // returns
		if _, open, err := judgeDescriptor("O:S-1-5-21-1D:(A;;FR;;;WD)"+descriptor, "S-1-5-21-1"); err == nil && !open {
			t.Errorf("%q makes what everybody may open private", descriptor)
		}
	})
}
