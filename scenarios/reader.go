package scenarios

import (
	"bytes"
	"context"
	"fmt"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/cpslab/cps/harness"
	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/apdu"
	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/card/tlv"
	"github.com/cpslab/cps/harness/line"
	"github.com/cpslab/cps/harness/report"
)

// labelReader is that of the scenarios that put the reader to the test, not the card.
const labelReader = "reader"

// readerSpecs: what a reader and its driver have to do with any card. They are for a card
// in a reader: one in this process has none.
func (b *bench) readerSpecs(s subject) {
	Context(s.name, Label(labelReader), func() {
		b.it("gives the same answer to every reset, warm and cold", s, []effect{effectReset}, (*session).resetsAlike)
		b.it("brings answers of every length whole", s, nil, (*session).lengths)
		b.it("reads the card alike many times", s, nil, (*session).readsAlike)
		b.it("speaks at the rate that the card offers", s, nil, (*session).rate)
	})
}

// resets of each kind that resetsAlike makes.
const resets = 5

func (s *session) resetsAlike() {
	GinkgoHelper()
	if serial := s.readPublic().Serial; serial.Value.Issuer != card.IssuerANS {
		s.b.skip(CauseUnknownCard, unknownCard) // a guard lets no stranger's card be reset
	}
	answer, protocol := bytes.Clone(s.ch.ATR()), s.ch.Protocol()
	for _, cold := range []bool{false, true} {
		kind := map[bool]text.Text{false: text.Of("à chaud", "warm"), true: text.Of("à froid", "cold")}[cold]
		for range resets {
			s.b.must(s.ch.Reset(s.ctx, cold))
			if !bytes.Equal(s.ch.ATR(), answer) || s.ch.Protocol() != protocol {
				s.b.fails(text.Of("après un reset (%s) : ATR %s, T=%d ; avant : %s, T=%d", "after a reset (%s): ATR %s, T=%d; before: %s, T=%d",
					kind, fmt.Sprintf("%X", s.ch.ATR()), s.ch.Protocol(), fmt.Sprintf("%X", answer), protocol))
			}
			s.readPublic()
		}
	}
	AddReportEntry(entryMeasure, report.NewMeasure(text.Of("resets à chaud, à froid", "warm resets, cold ones"), text.Same(fmt.Sprintf("%d, %d", resets, resets))), ReportEntryVisibilityNever)
}

// selections watches a reading for the commands that select files which it then reads.
type selections struct {
	card.Channel
	last []byte // SELECT without an answer to READ yet
	all  [][]byte
}

func (w *selections) Unwrap() card.Channel { return w.Channel }

func (w *selections) Transmit(ctx context.Context, dst, cmd []byte) ([]byte, error) {
	from := len(dst)
	out, err := w.Channel.Transmit(ctx, dst, cmd)
	if err != nil || len(out) < from+2 {
		return out, err
	}
	sw := apdu.SW(out[len(out)-2])<<8 | apdu.SW(out[len(out)-1])
	switch {
	case cmd[1] == apdu.INSSelect:
		w.last = bytes.Clone(cmd)
	case cmd[1] == apdu.INSReadBinary && len(w.last) > 0 && cmd[0] == w.last[0] && sw.OK():
		w.all, w.last = append(w.all, w.last), nil
	}
	return out, nil
}

// lengths reads parts of the longest file that needs no PIN: each length around the
// bounds of a byte, of a block of T=1 and of what drivers ask for at once, from its start
// and up to its end. How long a file is, the card says when it is selected: answers that
// are cut short do not make it shorter. 6Cxx is resolved as programs do.
func (s *session) lengths() {
	GinkgoHelper()
	watch := &selections{Channel: s.ch}
	_, err := harness.Read(s.ctx, watch, harness.ReadOptions{Certificates: true})
	s.b.must(err)
	link := card.NewLink(s.ch)
	var longest []byte
	size := 0
	for _, selects := range watch.all {
		if n := s.b.announced(s.ctx, link, selects); n > size {
			longest, size = selects, n
		}
	}
	if size < 256 {
		s.b.skip(CauseNotApplicable, noLongFile)
	}
	if again := s.b.announced(s.ctx, link, longest); again != size {
		s.b.fails(text.Of("le même fichier est décrit avec %d octets, puis %d", "the same file is described with %d bytes, then %d", size, again))
	}
	whole := make([]byte, 0, size)
	part := func(offset, n int) []byte {
		GinkgoHelper()
		cmd, err := apdu.AppendReadBinary(nil, longest[0], offset, n)
		s.b.must(err)
		data, sw, err := link.Send(s.ctx, cmd)
		s.b.must(err)
		if got := len(data); got != n || sw != apdu.SWOK { // the data may be somebody's: they stay out of the report
			s.b.fails(text.Of("%d octets sur %d à partir de %d, d'un fichier de %d : %04X", "%d of %d bytes from %d, of a file of %d: %04X", got, n, offset, size, uint16(sw)))
		}
		return data
	}
	for len(whole) < size {
		whole = append(whole, part(len(whole), min(64, size-len(whole)))...)
	}
	for _, n := range []int{1, 2, 31, 32, 33, 127, 128, 129, 231, 232, 253, 254, 255, 256} {
		for _, offset := range []int{0, min(1, size-n), size - n} {
			if !bytes.Equal(part(offset, n), whole[offset:offset+n]) {
				s.b.fails(text.Of("%d octets à partir de %d sont autres que par petites parties", "%d bytes from %d are others than in small parts", n, offset))
			}
		}
	}
}

// announced selects a file and returns the size that the card gives for it (tag 80 of its
// description, ISO/IEC 7816-4, 5.3.3), 0 where it gives none.
func (b *bench) announced(ctx context.Context, link *card.Link, selects []byte) int {
	GinkgoHelper()
	described, _, err := link.Send(ctx, selects)
	b.must(err)
	for _, template := range []tlv.Tag{0x62, 0x6F} {
		if size, found, err := tlv.Find(described, template, 0x80); err == nil && found && len(size) == 2 {
			return int(size[0])<<8 | int(size[1])
		}
	}
	return 0
}

var (
	noLongFile = text.Of("la carte n'a pas de fichier de 256 octets", "the card has no file of 256 bytes")
	noLine     = text.Of("une carte sans contact n'a pas de ligne", "a contactless card has no line")
	oneRate    = text.Of("la carte n'offre pas d'autre débit que celui du reset", "the card offers no other rate than that of the reset")
	noRealLine = text.Of("plus rapide qu'une ligne à contact : ce lecteur est virtuel", "faster than a contact line: this reader is a virtual one")
)

// readings of one card that readsAlike makes.
const readings = 20

func (s *session) readsAlike() {
	GinkgoHelper()
	s.readPublic() // which clears up what an earlier program left behind
	first := s.readPublic()
	for range readings {
		again := s.readPublic()
		Expect(again.Exchanges).To(Equal(first.Exchanges))
		Expect(objects(again)).To(Equal(objects(first)))
		Expect(again.PIN.Left).To(Equal(first.PIN.Left))
		Expect(again.PUK.Left).To(Equal(first.PUK.Left))
	}
}

// rate holds the time of a reading against that of the line at both rates: where the
// reader did not take the one that the card offers, the reading takes at least what it
// would at the rate of the reset. Readers run their clocks from 3.58 to 4.8 MHz, so that
// the bounds leave half.
func (s *session) rate() {
	GinkgoHelper()
	offered, err := line.New(s.ch.ATR(), s.ch.Protocol(), line.Reader{})
	if err != nil {
		s.b.skip(CauseNotApplicable, noLine)
	}
	ofReset, err := line.New(s.ch.ATR(), s.ch.Protocol(), line.Reader{NoPPS: true})
	s.b.must(err)
	if offered.Rate() <= ofReset.Rate() {
		s.b.skip(CauseNotApplicable, oneRate)
	}
	fast := line.NewMeter(s.ch, offered)
	both := line.NewMeter(fast, ofReset)
	_, err = harness.Read(s.ctx, both, harness.ReadOptions{})
	s.b.must(err)
	took, slow := fast.Took(), both.Cost()
	AddReportEntry(entryMeasure, report.NewMeasure(text.Of("débit proposé", "rate offered"), text.Same(offered.String())), ReportEntryVisibilityNever)
	AddReportEntry(entryMeasure, report.NewMeasure(text.Of("durée", "time"), text.Of("%s ; au moins %s à ce débit, %s à celui du reset",
		"%s; at least %s at that rate, %s at that of the reset", shownTime(took), shownTime(fast.Cost().Time), shownTime(slow.Time))), ReportEntryVisibilityNever)
	if took < fast.Cost().Time/2 {
		s.b.skip(CauseNotApplicable, noRealLine)
	}
	if took >= slow.Time/2 {
		s.b.fails(text.Of("le lecteur n'a pas négocié le débit que la carte propose (PPS) : %d caractères ont pris %s ; ils prennent %s en %s, et %s en %s",
			"the reader did not negotiate the rate that the card offers (PPS): %d characters took %s; they take %s at %s, and %s at %s",
			slow.Characters, shownTime(took), shownTime(fast.Cost().Time), offered, shownTime(slow.Time), ofReset))
	}
}
