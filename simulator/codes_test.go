package simulator

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cpslab/cps/harness/card"
)

func TestCodesCPS3(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		alter func(*Personalisation)
		steps []exchange
		want  func(*State) // changes to the state of the healthy card
	}{
		{"status spends nothing", nil, []exchange{
			{"0020000100", "63C3"},
			{"00200001", "63C3"},
			{"00200002", "63C3"},
			{"00200003", "6A88"},
			{"00200081", "6A88"},
			{"00200101", "6B00"},
			{verifyPIN, "9000"},
			{"00200001", "9000"},
			{"00200002", "63C3"},
			{"reset", ""},
			{"00200001", "63C3"},
		}, nil},
		{"a success gives the tries back", nil, []exchange{
			{"002000010439393939", "63C2"}, {"002000010439393939", "63C1"}, {verifyPIN, "9000"},
		}, nil},
		{"a failure ends the security status", nil, []exchange{
			{verifyPIN, "9000"}, {"002000010439393939", "63C2"}, {"00200001", "63C2"},
		}, func(s *State) { s.PIN.Left = 2 }},
		{"counters survive a reset", nil, []exchange{
			{"002000010439393939", "63C2"},
			{"reset", ""},
			{"002000010439393939", "63C1"},
			{"reset", ""},
			{"002000010439393939", "63C0"},
			{"00200001", "6983"},
			{verifyPIN, "6983"},
		}, func(s *State) { s.PIN.Left = 0 }},
		{"a code of another form spends nothing", nil, []exchange{
			{"0020000103313233", "6700"},
			{"002000010931323334" + "3536373839", "6700"},
			{"002000010431323361", "6A80"},
			{"002000010831323334FFFFFFFF", "6A80"},
			{"0020000207" + "31323334353637", "6700"},
			{"00240001073132333433323A", "6700"},
			{"002400010831323334333231" + "3A", "6A80"},
			{"0024000111" + strings.Repeat("31", 17), "6700"},
		}, nil},
		{"a shorter code that is a prefix is wrong", func(p *Personalisation) { p.PIN.Code = "12345" }, []exchange{
			{verifyPIN, "63C2"},
			{"0020000106" + "313233343536", "63C1"},
		}, func(s *State) { s.PIN.Code, s.PIN.Left = "12345", 1 }},
		{"blocked PUK", nil, []exchange{
			{"00200002083939393939393939", "63C2"},
			{"00200002083939393939393939", "63C1"},
			{"00200002083939393939393939", "63C0"},
			{verifyPUK, "6983"},
			{"002C02010434333231", "6983"},
			{verifyPIN, "9000"},
		}, func(s *State) { s.PUK.Left = 0 }},
		{"change", nil, []exchange{
			{"00240001083132333435353535", "9000"},
			{"00200001", "9000"},
			{verifyPIN, "63C2"},
			{"002000010435353535", "9000"},
		}, func(s *State) { s.PIN.Code = "5555" }},
		{"change with a wrong old code", nil, []exchange{
			{"00240001083939393935353535", "63C2"}, {verifyPIN, "9000"},
		}, nil},
		{"change to a code of a wrong length", nil, []exchange{
			{"002000010439393939", "63C2"},
			{"002400010D31323334353535353535353535", "6700"}, // old right: the tries are back
		}, nil},
		{"change of a long code with a short field", func(p *Personalisation) { p.PIN.Code = "12345678" }, []exchange{
			{"00240001083132333435363738", "6700"},
			{"002400010931323334353637" + "3931", "63C2"},
		}, func(s *State) { s.PIN.Code, s.PIN.Left = "12345678", 2 }},
		{"change when blocked", func(p *Personalisation) { p.PIN.Left = 0 }, []exchange{
			{"00240001083132333435353535", "6983"},
		}, func(s *State) { s.PIN.Left = 0 }},
		{"change of the PUK", nil, []exchange{
			{"0024000210" + "3132333435363738" + "3837363534333231", "9000"},
		}, func(s *State) { s.PUK.Code = "87654321" }},
		{"unblock", func(p *Personalisation) { p.PIN.Left = 0 }, []exchange{
			{"002C02010434333231", "6982"},
			{verifyPUK, "9000"},
			{"002C020103343332", "6700"},
			{"002C02010434333241", "6A80"},
			{"002C02020434333231", "6A88"},
			{"002C03010434333231", "6B00"},
			{"002C02010434333231", "9000"},
			{"00200001", "63C3"},
			{"002000010434333231", "9000"},
		}, func(s *State) { s.PIN.Code = "4321" }},
		{"uses of the PUK run out", func(p *Personalisation) { p.PUK.Uses = 2 }, []exchange{
			{"00CB3FFF0A4D087006BF810202A08000", "7029BF810225A023840350494E800200089A01039B01039C02FFFF9D020002A10A8C087F110012FFFFFF009000"},
			{verifyPUK, "9000"},
			{"002C02010431323334", "9000"},
			{"002C02010431323334", "9000"},
			{"002C02010431323334", "6983"},
			{"00200002", "6983"},
			{verifyPUK, "6983"},
		}, func(s *State) { s.PUK.Uses = 0 }},
		{"a PIN without uses counts as blocked", func(p *Personalisation) { p.PIN.Uses = 0 }, []exchange{
			{"00200001", "6983"}, {verifyPIN, "6983"},
		}, func(s *State) { s.PIN.Uses = 0 }},
		{"other numbers of tries", func(p *Personalisation) { p.PIN.Max, p.PIN.Left = 15, 2 }, []exchange{
			{"00200001", "63C2"}, {verifyPIN, "9000"}, {"002000010439393939", "63CE"},
		}, func(s *State) { s.PIN.Max, s.PIN.Left = 15, 14 }},
		{"a code in two halves is no code", nil, []exchange{
			{"10200001023132", "6884"}, {"00200001023334", "6700"}, {"00200001", "63C3"},
		}, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			p := healthy(card.FaceCPS3)
			if test.alter != nil {
				test.alter(&p)
			}
			c := mustNew(t, p)
			play(t, c, test.steps)
			want := mustNew(t, healthy(card.FaceCPS3)).State()
			if test.want != nil {
				test.want(&want)
			}
			if diff := cmp.Diff(plain(want), plain(c.State())); diff != "" {
				t.Errorf("state (-want +got):\n%s", diff)
			}
		})
	}
}

// plainState is State without the formatting that hides codes.
type plainState struct {
	PIN, PUK [4]any
	Data     string
}

func plain(s State) plainState {
	show := func(p PIN) [4]any { return [4]any{p.Code, p.Max, p.Left, p.Uses} }
	return plainState{show(s.PIN), show(s.PUK), string(s.Data)}
}

func TestRestore(t *testing.T) {
	t.Parallel()
	c := mustNew(t, healthy(card.FaceCPS3))
	before := c.State()
	play(t, c, []exchange{
		{verifyPUK, "9000"},
		{"002C02010434333231", "9000"},
		{"002000010439393939", "63C2"},
		{"002000010434333231", "9000"},
		{"00A4090C063F000001D107", "9000"},
		{"00D600000177", "9000"},
	})
	after := c.State()
	if err := c.Restore(before); err != nil {
		t.Fatal(err)
	}
	play(t, c, []exchange{
		{"00B0000001", "6986"},
		{"00200001", "63C3"},
		{verifyPIN, "9000"},
		{"00A4090C063F000001D107", "9000"},
		{"00B0000001", "009000"},
	})
	before.Data[0] = 0x55 // the caller's copy
	play(t, c, []exchange{{"00B0000001", "009000"}})
	if err := c.Restore(after); err != nil {
		t.Fatal(err)
	}
	play(t, c, []exchange{
		{"002000010434333231", "9000"}, {"00A4090C063F000001D107", "9000"}, {"00B0000001", "779000"},
	})

	bad := []struct {
		field string
		alter func(*State)
	}{
		{"Data", func(s *State) { s.Data = s.Data[:10] }},
		{"PIN", func(s *State) { s.PIN.Code = "12x4" }},
		{"PIN", func(s *State) { s.PIN.Left = 4 }},
		{"PUK", func(s *State) { s.PUK.Max = 16 }},
		{"PUK", func(s *State) { s.PUK.Uses = -2 }},
	}
	for _, b := range bad {
		s := c.State()
		b.alter(&s)
		err := c.Restore(s)
		var e *Error
		if !errors.As(err, &e) || e.Op != "restore" || e.Field != b.field {
			t.Errorf("Restore with a bad %s: %v", b.field, err)
		}
		if diff := cmp.Diff(plain(after), plain(c.State())); diff != "" {
			t.Errorf("a refused Restore changed the card:\n%s", diff)
		}
	}
}
