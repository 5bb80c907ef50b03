package harness_test

import (
	"context"
	"testing"
	"time"

	"github.com/cpslab/cps/harness"
	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/apdu"
	"github.com/cpslab/cps/harness/line"
	"github.com/cpslab/cps/simulator"
)

// onTheLine reads a card and returns what that cost on its line.
func onTheLine(tb testing.TB, ch card.Channel, opts harness.ReadOptions, reader line.Reader) (*card.Contents, line.Cost) {
	tb.Helper()
	l, err := line.New(ch.ATR(), ch.Protocol(), reader)
	if err != nil {
		tb.Fatal(err)
	}
	m := line.NewMeter(ch, l)
	contents, err := harness.Read(tb.Context(), m, opts)
	if err != nil {
		tb.Fatal(err)
	}
	return contents, m.Cost()
}

// The reading plan is judged by the time of the line: a CPS3 with two activities is read,
// for a verdict, in 1.2 s at 10,753 bit/s, where 37 exchanges once took 1.54 s and the
// Gestionnaire's 103 take 4.0 s. What is shown beside takes the rest.
func TestTheVerdictTakesLittleOfTheLine(t *testing.T) {
	t.Parallel()
	opts := harness.ReadOptions{PIN: harness.ConstantPIN("1234")}
	_, verdict := onTheLine(t, newCard(t, "extends: cps3-two-activities"), opts, line.Reader{})
	if verdict.Exchanges != 30 || verdict.Characters != 1073 || verdict.Time > 1200*time.Millisecond {
		t.Errorf("%+v", verdict)
	}
	opts.Display = true
	shown, whole := onTheLine(t, newCard(t, "extends: cps3-two-activities"), opts, line.Reader{})
	if shown.Label.State != card.Present || shown.Languages.State != card.Present || whole.Exchanges != verdict.Exchanges+4 || whole.Time <= verdict.Time {
		t.Errorf("label %v, languages %v: %+v", shown.Label.State, shown.Languages.State, whole)
	}
	// A reader that does not negotiate is twelve times slower on a CPS4.
	_, fast := onTheLine(t, newCard(t, "extends: cps4-t1"), opts, line.Reader{})
	_, slow := onTheLine(t, newCard(t, "extends: cps4-t1"), opts, line.Reader{NoPPS: true})
	if ratio := float64(slow.Time) / float64(fast.Time); ratio < 11.99 || ratio > 12.01 {
		t.Errorf("%v and %v: %.2f times", fast.Time, slow.Time, ratio)
	}
}

// refuses answers some commands itself, before the card sees them.
type refuses struct {
	card.Channel
	with func(cmd []byte) apdu.SW // 0 for the card's own answer
}

func (r *refuses) Unwrap() card.Channel { return r.Channel }

func (r *refuses) Transmit(ctx context.Context, dst, cmd []byte) ([]byte, error) {
	switch sw := r.with(cmd); sw {
	case 0:
	case otherData:
		return append(dst, 0x30, 0x00, 0x90, 0x00), nil
	default:
		return apdu.AppendSW(dst, sw), nil
	}
	return r.Channel.Transmit(ctx, dst, cmd)
}

// otherData has refuses answer with the data of some other file.
const otherData apdu.SW = 0xFFFF

// A card that takes no short identifier, or whose counters are not found behind one of
// its files, is read all the same, in a few exchanges more; and what it holds is the same.
func TestShortWaysHaveAWayRound(t *testing.T) {
	t.Parallel()
	opts := harness.ReadOptions{PIN: harness.ConstantPIN("1234"), Certificates: true, Display: true}
	want, err := harness.Read(t.Context(), newCard(t, "extends: cps3-two-activities"), opts)
	if err != nil {
		t.Fatal(err)
	}
	inMF := false
	elsewhere := newCard(t, "extends: cps3-two-activities")
	if _, err := elsewhere.Transmit(t.Context(), nil, []byte("\x00\xA4\x04\x0C\x0D\xE8\x28\xBD\x08\x0F\x80\x25\x00\x00\x01\xFF\x00\x10")); err != nil {
		t.Fatal(err)
	}
	got, err := harness.Read(t.Context(), elsewhere, opts)
	if err != nil || got.Serial.Value != want.Serial.Value || !got.Listed {
		t.Errorf("a card that another program left in its application: %v, %+v", err, got.Serial)
	}
	for name, c := range map[string]struct {
		with func(cmd []byte) apdu.SW
		more int
	}{
		"6A86 to a short identifier": {func(cmd []byte) apdu.SW { return short(cmd, 0x6A86) }, 4},
		"6B00 to a short identifier": {func(cmd []byte) apdu.SW { return short(cmd, 0x6B00) }, 4},
		"no data, but 9000":          {func(cmd []byte) apdu.SW { return short(cmd, 0x9000) }, 4},
		"other data":                 {func(cmd []byte) apdu.SW { return short(cmd, otherData) }, 4},
		"counters in the MF alone": {func(cmd []byte) apdu.SW {
			switch {
			case cmd[1] == apdu.INSSelect:
				inMF = string(cmd) == "\x00\xA4\x09\x0C\x02\x3F\x00"
			case cmd[1] == apdu.INSGetDataExtended && !inMF:
				return 0x6A88
			}
			return 0
		}, 2},
	} {
		got, err := harness.Read(t.Context(), &refuses{newCard(t, "extends: cps3-two-activities"), c.with}, opts)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if got.Exchanges != want.Exchanges+c.more {
			t.Errorf("%s: %d exchanges, want %d more than %d", name, got.Exchanges, c.more, want.Exchanges)
		}
		if got.Serial.Value != want.Serial.Value || !got.Listed || got.PIN.Left != 3 || got.PUK.Left != 3 || got.Login != card.LoginOK || len(got.Billing.Value) != len(want.Billing.Value) {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

// short answers READ BINARY with a short identifier.
func short(cmd []byte, sw apdu.SW) apdu.SW {
	if cmd[1] == apdu.INSReadBinary && cmd[2]&0x80 != 0 {
		return sw
	}
	return 0
}

// BenchmarkLine prints what the verdict of each face costs on its line, at 4 MHz.
func BenchmarkLine(b *testing.B) {
	for _, preset := range []string{"cps3-two-activities", "cps4-t1", "cps4-healthy"} {
		b.Run(preset, func(b *testing.B) {
			chip, err := simulator.NewPreset(preset)
			if err != nil {
				b.Fatal(err)
			}
			var cost line.Cost
			for b.Loop() {
				_, cost = onTheLine(b, chip, harness.ReadOptions{PIN: harness.ConstantPIN("1234")}, line.Reader{})
			}
			b.ReportMetric(float64(cost.Exchanges), "exchanges")
			b.ReportMetric(float64(cost.Characters), "characters")
			b.ReportMetric(float64(cost.Time.Milliseconds()), "line-ms")
		})
	}
}
