package simulator

import (
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cpslab/cps/harness/card"
)

// errStore is what a memoryStore fails with.
var errStore = errors.New("the store fails")

// memoryStore is a Store that counts and fails on demand. It keeps its state
// when the card over it is dropped, as a loss of power would drop it.
type memoryStore struct {
	kept    *State
	saves   []State // in order, the failed ones not
	refuse  bool    // Save fails without keeping
	doubt   bool    // Save keeps, then fails
	failing int     // the save, counted from 1, at which refuse or doubt begin; 0 is never
	calls   int
	unread  error // what Load fails with
	alien   error // what Bind fails with
}

func (m *memoryStore) Load() (State, bool, error) {
	if m.unread != nil || m.kept == nil {
		return State{}, false, m.unread
	}
	return *m.kept, true, nil
}

func (m *memoryStore) Save(s State) error {
	m.calls++
	fails := m.failing != 0 && m.calls >= m.failing
	if fails && m.refuse {
		return errStore
	}
	m.kept, m.saves = &s, append(m.saves, s)
	if fails && m.doubt {
		return errStore
	}
	return nil
}

func (m *memoryStore) Bind(string) error { return m.alien }

// begin forgets the saves so far.
func (m *memoryStore) begin() { m.saves, m.calls = nil, 0 }

// lefts shows the counters and codes of states: "PIN 3 1234 PUK 3 12345678".
func lefts(states ...State) []string {
	if states == nil {
		return nil
	}
	out := make([]string, 0, len(states))
	for _, s := range states {
		line := fmt.Sprintf("PIN %d %s PUK %d %s", s.PIN.Left, s.PIN.Code, s.PUK.Left, s.PUK.Code)
		if s.PUK.Uses >= 0 {
			line += fmt.Sprintf(" uses %d", s.PUK.Uses)
		}
		if len(s.Data) > 0 && s.Data[0] != 0 {
			line += fmt.Sprintf(" data %02X", s.Data[0])
		}
		out = append(out, line)
	}
	return out
}

// savingCase is a command after some preparation, with what a card that can
// save puts into its store for it, in order.
type savingCase struct {
	name  string
	face  card.Face
	setup []exchange
	capdu string
	want  string // status word
	saves []string
}

const selectDataCPS3 = "00A4090C063F000001D107"

func savingCases() []savingCase {
	const fresh = "PIN 3 1234 PUK 3 12345678"
	on4 := exchange{"01A4040C" + aidIAS, "9000"}
	return []savingCase{
		{"right PIN", card.FaceCPS3, nil, verifyPIN, "9000", []string{"PIN 2 1234 PUK 3 12345678", fresh}},
		{"wrong PIN", card.FaceCPS3, nil, "002000010439393939", "63C2", []string{"PIN 2 1234 PUK 3 12345678"}},
		{"right PUK", card.FaceCPS3, nil, verifyPUK, "9000", []string{"PIN 3 1234 PUK 2 12345678", fresh}},
		{"wrong PUK", card.FaceCPS3, nil, "00200002083939393939393939", "63C2", []string{"PIN 3 1234 PUK 2 12345678"}},
		{
			"change", card.FaceCPS3, nil, "0024000108" + "31323334" + "34333231", "9000",
			[]string{"PIN 2 1234 PUK 3 12345678", fresh, "PIN 3 4321 PUK 3 12345678"},
		},
		{
			"unblock", card.FaceCPS3,
			[]exchange{{"002000010439393939", "63C2"}, {verifyPUK, "9000"}},
			"002C02010434333231", "9000",
			[]string{"PIN 3 4321 PUK 3 12345678"},
		},
		{
			"CPS_DATA", card.FaceCPS3,
			[]exchange{{verifyPIN, "9000"}, {selectDataCPS3, "9000"}},
			"00D600000177", "9000",
			[]string{fresh + " data 77"},
		},
		{
			"CPS4 unblock", card.FaceCPS4,
			[]exchange{on4, {"012000010439393939", "63C2"}, {"01" + verifyPUK[2:], "9000"}},
			"012C0381", "9000",
			[]string{fresh},
		},
		{
			"CPS4 new PIN", card.FaceCPS4,
			[]exchange{on4, {"01" + verifyPIN[2:], "9000"}},
			"012401010434333231", "9000",
			[]string{"PIN 3 4321 PUK 3 12345678"},
		},

		{"same CPS_DATA", card.FaceCPS3, []exchange{{verifyPIN, "9000"}, {selectDataCPS3, "9000"}}, "00D600000100", "9000", nil},
		{"same PIN unblocked", card.FaceCPS3, []exchange{{verifyPUK, "9000"}}, "002C02010431323334", "9000", nil},
		{"status", card.FaceCPS3, nil, "00200001", "63C3", nil},
		{"no code", card.FaceCPS3, nil, "0020000103313233", "6700", nil},
		{"SELECT", card.FaceCPS3, nil, selectDataCPS3, "9000", nil},
		{"update without PIN", card.FaceCPS3, []exchange{{selectDataCPS3, "9000"}}, "00D600000177", "6982", nil},
		{"blocked", card.FaceCPS3, []exchange{
			{"002000010439393939", "63C2"}, {"002000010439393939", "63C1"}, {"002000010439393939", "63C0"},
		}, verifyPIN, "6983", nil},
	}
}

func TestSavedBeforeTheAnswer(t *testing.T) {
	t.Parallel()
	for _, sc := range savingCases() {
		t.Run(sc.name, func(t *testing.T) {
			t.Parallel()
			m := &memoryStore{}
			c := mustNew(t, healthy(sc.face), WithStore(m))
			play(t, c, sc.setup)
			m.begin()
			play(t, c, []exchange{{sc.capdu, sc.want}})
			if diff := cmp.Diff(sc.saves, lefts(m.saves...)); diff != "" {
				t.Errorf("saves (-want +got):\n%s", diff)
			}
			if m.calls != len(sc.saves) {
				t.Errorf("%d calls of Save, want %d", m.calls, len(sc.saves))
			}
			again := mustNew(t, healthy(sc.face), WithStore(m))
			if diff := cmp.Diff(plain(c.State()), plain(again.State())); diff != "" {
				t.Errorf("the next card differs (-want +got):\n%s", diff)
			}
		})
	}
}

// TestEveryFailurePoint makes each save of each command fail, with the state
// kept all the same or not.
func TestEveryFailurePoint(t *testing.T) {
	t.Parallel()
	for _, sc := range savingCases() {
		for point := 1; point <= len(sc.saves); point++ {
			for _, doubt := range []bool{false, true} {
				t.Run(fmt.Sprintf("%s/%d/kept=%v", sc.name, point, doubt), func(t *testing.T) {
					t.Parallel()
					checkFailurePoint(t, sc, point, doubt)
				})
			}
		}
	}
}

func checkFailurePoint(t *testing.T, sc savingCase, point int, doubt bool) {
	t.Helper()
	m := &memoryStore{refuse: !doubt, doubt: doubt}
	c := mustNew(t, healthy(sc.face), WithStore(m))
	play(t, c, sc.setup)
	before := c.State()
	m.begin()
	m.failing = point
	play(t, c, []exchange{{sc.capdu, "6581"}})
	if m.calls != point {
		t.Errorf("%d saves were asked for, want none after the failed one, %d", m.calls, point)
	}
	want := lefts(before)[0]
	if point > 1 {
		want = sc.saves[point-2]
	}
	if got := lefts(c.State())[0]; got != want {
		t.Errorf("the card has %s after 6581, want %s as before the failed change", got, want)
	}
	if c.chip.pin.verified || c.chip.puk.verified || c.chip.unblock {
		t.Error("a security status is left after 6581")
	}
	allowed := []string{want}
	if doubt {
		allowed = []string{sc.saves[point-1]}
	}
	if diff := cmp.Diff(allowed, lefts(*m.kept)); diff != "" {
		t.Errorf("the store (-want +got):\n%s", diff)
	}
	m.failing = 0
	if sc.face == card.FaceCPS4 {
		play(t, c, []exchange{{"012000010431323334", "9000"}})
		return
	}
	play(t, c, []exchange{{verifyPIN, "9000"}})
}

// TestNothingComparedWithoutASave holds that a failing store tells nothing about
// the code: right and wrong get the same answer.
func TestNothingComparedWithoutASave(t *testing.T) {
	t.Parallel()
	for _, capdu := range []string{verifyPIN, "002000010439393939", verifyPUK, "00240001083132333434333231", "00240001083939393934333231"} {
		m := &memoryStore{}
		c := mustNew(t, healthy(card.FaceCPS3), WithStore(m))
		m.begin()
		m.refuse, m.failing = true, 1
		for range 5 {
			play(t, c, []exchange{{capdu, "6581"}, {"00200001", "63C3"}, {"00200002", "63C3"}})
		}
	}
}

func TestNewOverAStore(t *testing.T) {
	t.Parallel()
	kept := mustNew(t, healthy(card.FaceCPS3)).State()
	kept.PIN.Left, kept.PIN.Code = 1, "4321"
	misfit, undecided, short := kept, kept, kept
	misfit.PIN.Left = 4
	undecided.PIN.Left = -1
	short.Data = short.Data[:1]
	mutePersonalisation := healthy(card.FaceCPS3)
	mutePersonalisation.Mute = true

	c := mustNew(t, healthy(card.FaceCPS3), WithStore(&memoryStore{kept: &kept}))
	play(t, c, []exchange{{"00200001", "63C1"}, {"002000010434333231", "9000"}, {"00200001", "9000"}})

	bad := []struct {
		name  string
		p     Personalisation
		store *memoryStore
		field string
		is    error
	}{
		{"unreadable", healthy(card.FaceCPS3), &memoryStore{unread: errStore}, "", errStore},
		{"of another card", healthy(card.FaceCPS3), &memoryStore{alien: errStore}, "", errStore},
		{"new card not stored", healthy(card.FaceCPS3), &memoryStore{refuse: true, failing: 1}, "", errStore},
		{"too many tries", healthy(card.FaceCPS3), &memoryStore{kept: &misfit}, "PIN", nil},
		{"tries left open", healthy(card.FaceCPS3), &memoryStore{kept: &undecided}, "PIN, PUK", nil},
		{"CPS_DATA too short", healthy(card.FaceCPS3), &memoryStore{kept: &short}, "Data", nil},
		{"of another face", healthy(card.FaceCPS3), &memoryStore{kept: &State{Data: kept.Data}}, "PIN, PUK", nil},
		{"mute", mutePersonalisation, &memoryStore{}, "", nil},
	}
	for _, b := range bad {
		c, err := New(b.p, WithStore(b.store))
		var e *Error
		if c != nil || !errors.As(err, &e) || e.Op != "load" || e.Field != b.field || b.is != nil && !errors.Is(err, b.is) {
			t.Errorf("%s: %v, %v", b.name, c, err)
		}
	}
}

func TestRestoreIsStored(t *testing.T) {
	t.Parallel()
	m := &memoryStore{}
	c := mustNew(t, healthy(card.FaceCPS3), WithStore(m))
	fresh := c.State()
	play(t, c, []exchange{{"002000010439393939", "63C2"}})
	if err := c.Restore(fresh); err != nil {
		t.Fatal(err)
	}
	if got := lefts(*m.kept); got[0] != "PIN 3 1234 PUK 3 12345678" {
		t.Errorf("the store has %v", got)
	}
	play(t, c, []exchange{{"002000010439393939", "63C2"}})
	m.begin()
	m.refuse, m.failing = true, 1
	var e *Error
	if err := c.Restore(fresh); !errors.As(err, &e) || e.Op != "restore" || !errors.Is(err, errStore) {
		t.Errorf("Restore without a store that keeps: %v", err)
	}
	play(t, c, []exchange{{"00200001", "63C2"}})
}
