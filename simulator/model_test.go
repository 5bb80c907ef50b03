package simulator

import (
	"encoding/hex"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/cpslab/cps/harness/card"
)

// model is what the documents say of the codes, written without looking at the
// card: counters, security status, and the status word each command has to get.
type model struct {
	cps4         bool
	pin, puk     string
	pins, puks   int // tries left
	uses         int // of the PUK, -1 not counted
	pinOK, pukOK bool
	newPIN       bool // CPS4: a new PIN is awaited
}

func (m *model) cla() string {
	if m.cps4 {
		return "01"
	}
	return "00"
}

// try is one presentation of a code.
func try(given, code string, left int, ok *bool) (string, int) {
	*ok = false
	if given == code {
		*ok = true
		return "9000", 3
	}
	return fmt.Sprintf("63C%d", left-1), left - 1
}

func (m *model) verifyPIN(given string) string {
	if m.pins == 0 {
		return "6983"
	}
	if bad := m.presentable(given, 4); bad != "" {
		return bad
	}
	sw, left := try(given, m.pin, m.pins, &m.pinOK)
	m.pins = left
	return sw
}

func (m *model) verifyPUK(given string) string {
	if m.puks == 0 || m.uses == 0 {
		return "6983"
	}
	if bad := m.presentable(given, 8); bad != "" {
		return bad
	}
	sw, left := try(given, m.puk, m.puks, &m.pukOK)
	m.puks = left
	return sw
}

// presentable is form for a code that is presented: a CPS4 compares letters too.
func (m *model) presentable(given string, least int) string {
	bad := form(given, least)
	if m.cps4 && bad == "6A80" {
		return ""
	}
	return bad
}

// form is the status word for a code that cannot be one, "" for one that can.
func form(given string, least int) string {
	switch {
	case len(given) < least || len(given) > 8:
		return "6700"
	case strings.Trim(given, "0123456789") != "":
		return "6A80"
	}
	return ""
}

func (m *model) mayUnblock() string {
	switch {
	case m.puks == 0 || m.uses == 0:
		return "6983"
	case !m.pukOK:
		return "6982"
	}
	return ""
}

func (m *model) unblocked() {
	m.pins, m.pinOK = 3, false
	if m.uses > 0 {
		m.uses--
	}
	if m.uses == 0 {
		m.pukOK = false
	}
}

func (m *model) status(left, uses int, ok bool) string {
	switch {
	case ok && !m.cps4:
		return "9000"
	case left == 0 || uses == 0:
		return "6983"
	}
	return fmt.Sprintf("63C%d", left)
}

// TestCodesModel plays random commands on a card and on the model.
func TestCodesModel(t *testing.T) {
	t.Parallel()
	for _, face := range []card.Face{card.FaceCPS3, card.FaceCPS4} {
		t.Run(face.String(), func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, func(t *rapid.T) { checkAgainstModel(t, face) })
		})
	}
}

func checkAgainstModel(t *rapid.T, face card.Face) {
	m := &model{cps4: face == card.FaceCPS4, pin: "1234", puk: "12345678", pins: 3, puks: 3}
	m.uses = rapid.SampledFrom([]int{-1, 1, 2}).Draw(t, "uses")
	p := healthy(face)
	p.PUK.Uses = m.uses
	c, err := New(p)
	if err != nil {
		t.Fatal(err)
	}
	want := func(capdu, sw string) {
		if got := send(t, c, capdu); got != sw {
			t.Fatalf("%s gives %s, the model says %s", capdu, got, sw)
		}
	}
	powerOn := func() {
		if err := c.Reset(t.Context(), true); err != nil {
			t.Fatal(err)
		}
		if m.cps4 {
			want("01A4040C"+aidIAS, "9000")
		}
		m.pinOK, m.pukOK, m.newPIN = false, false, false
	}
	powerOn()
	pin := func() string {
		return rapid.OneOf(rapid.Just(m.pin), rapid.SampledFrom([]string{"1234", "4321", "99999", "123", "123456789", "12a4"})).Draw(t, "pin")
	}
	puk := func() string {
		return rapid.OneOf(rapid.Just(m.puk), rapid.SampledFrom([]string{"12345678", "99999999", "1234567", "1234567x"})).Draw(t, "puk")
	}
	actions := map[string]func(*rapid.T){
		"reset": func(*rapid.T) { powerOn() },
		"restore": func(*rapid.T) {
			if err := c.Restore(c.State()); err != nil {
				t.Fatal(err)
			}
			powerOn()
		},
		"verify PIN": func(*rapid.T) { g := pin(); want(m.cla()+"200001"+field(g), m.verifyPIN(g)) },
		"verify PUK": func(*rapid.T) { g := puk(); want(m.cla()+"200002"+field(g), m.verifyPUK(g)) },
		"status": func(*rapid.T) {
			want(m.cla()+"200001", m.status(m.pins, -1, m.pinOK))
			want(m.cla()+"200002", m.status(m.puks, m.uses, m.pukOK))
		},
		"protected file": func(*rapid.T) {
			sw := "6982"
			if m.pinOK {
				sw = "EE9000"
			}
			p1 := "08"
			if !m.cps4 {
				p1 = "09"
			}
			want(m.cla()+"A4"+p1+"0C063F000001D120", "9000")
			want(m.cla()+"B0000001", sw)
		},
	}
	if m.cps4 {
		actions["unblock"] = func(*rapid.T) {
			sw := m.mayUnblock()
			if sw == "" {
				sw = "9000"
				m.unblocked()
				m.newPIN = true
			}
			want("012C0381", sw)
		}
		actions["new PIN"] = func(*rapid.T) { g := pin(); want("01240101"+field(g), m.setNewPIN(g)) }
	} else {
		actions["unblock"] = func(*rapid.T) { g := pin(); want("002C0201"+field(g), m.unblockCPS3(g)) }
		actions["change"] = func(*rapid.T) { old, g := pin(), pin(); want("00240001"+field(old+g), m.change(old+g)) }
	}
	t.Repeat(actions)
}

func (m *model) unblockCPS3(given string) string {
	if sw := m.mayUnblock(); sw != "" {
		return sw
	}
	if bad := form(given, 4); bad != "" {
		return bad
	}
	m.unblocked()
	m.pin = given
	return "9000"
}

func (m *model) setNewPIN(given string) string {
	switch {
	case m.pins == 0:
		return "6983"
	case !m.pinOK && !m.newPIN:
		return "6982"
	}
	if bad := form(given, 4); bad != "" {
		return bad
	}
	m.pin, m.newPIN = given, false
	return "9000"
}

func (m *model) change(both string) string {
	switch {
	case m.pins == 0:
		return "6983"
	case len(both) < 8 || len(both) > 16:
		return "6700"
	case strings.Trim(both, "0123456789") != "":
		return "6A80"
	}
	if !strings.HasPrefix(both, m.pin) {
		m.pins, m.pinOK = m.pins-1, false
		return fmt.Sprintf("63C%d", m.pins)
	}
	m.pins, m.pinOK = 3, true
	given := strings.TrimPrefix(both, m.pin)
	if bad := form(given, 4); bad != "" {
		return bad
	}
	m.pin = given
	return "9000"
}

// field is Lc and a code in ASCII, in hexadecimal.
func field(code string) string {
	return fmt.Sprintf("%02X%s", len(code), strings.ToUpper(hex.EncodeToString([]byte(code))))
}
