package scenarios

import (
	"bytes"
	"fmt"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/cpslab/cps/harness"
	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/examine"
)

// maxWanderings bounds the exchanges of a reading, whatever the card answers.
const maxWanderings = 20000

// badInputSpecs let cards answer what no card should.
func (b *bench) badInputSpecs() {
	for _, name := range healthyPresets {
		Context(name, func() {
			for _, t := range twists {
				b.profileIt("takes "+t.what+" at every exchange", "extends: "+name, []effect{effectPIN}, func(s *session) {
					whole, err := s.read()
					Expect(err).NotTo(HaveOccurred())
					for n := 1; n <= whole.Exchanges; n++ {
						b.twisted(name, n, n, t.twist)
					}
				})
				b.profileIt("takes "+t.what+" from an exchange on", "extends: "+name, []effect{effectPIN}, func(*session) {
					for n := 1; n <= 40; n += 3 {
						b.twisted(name, n, maxWanderings, t.twist)
					}
				})
			}
			for _, f := range rawFiles {
				b.profileIt("takes garbage in "+f, "extends: "+name, []effect{effectPIN}, func(*session) {
					for _, g := range garbage {
						b.survives("extends: "+name+"\nraw: {"+f+": "+g+"}", f+" "+g)
					}
				})
			}
		})
	}
}

// twists are the ways in which an answer is broken.
var twists = []struct {
	what  string
	twist func([]byte) []byte
}{
	{"an answer of no byte", func([]byte) []byte { return nil }},
	{"an answer of one byte", func(a []byte) []byte { return a[:min(1, len(a))] }},
	{"a status word alone", func(a []byte) []byte { return a[max(0, len(a)-2):] }},
	{"half of the data", func(a []byte) []byte {
		if len(a) < 4 {
			return a
		}
		return append(a[:(len(a)-2)/2:(len(a)-2)/2], a[len(a)-2:]...)
	}},
	{"300 bytes too many", func(a []byte) []byte {
		return append(bytes.Repeat([]byte{0xFF}, 300), a...)
	}},
	{"65536 bytes", func([]byte) []byte { return append(make([]byte, 65536), 0x90, 0x00) }},
	{"65537 bytes", func([]byte) []byte { return append(make([]byte, 65537), 0x90, 0x00) }},
	{"61FF for ever", func([]byte) []byte { return []byte{0x61, 0xFF} }},
	{"6100 with a byte", func([]byte) []byte { return []byte{0x00, 0x61, 0x00} }},
	{"6C00", func([]byte) []byte { return []byte{0x6C, 0x00} }},
	{"6CFF with data", func(a []byte) []byte { return append(a[:max(0, len(a)-2):max(0, len(a)-2)], 0x6C, 0xFF) }},
	{"6E00", func([]byte) []byte { return []byte{0x6E, 0x00} }},
	{"6881", func([]byte) []byte { return []byte{0x68, 0x81} }},
	{"9000 without data", func([]byte) []byte { return []byte{0x90, 0x00} }},
}

// rawFiles are the files a profile may give as bytes.
var rawFiles = []string{
	"sn", "dir", "actua", "odf", "ciainfo", "dodf", "id_card", "name_ps", "lang_ps", "info_ps", "sit_fact", "activity_01",
}

// garbage are contents that are no encoding of anything, as a profile writes
// them.
var garbage = []string{
	"absent", "empty", "zeros:1", "zeros:64", "ff:64", "ff:2048",
	"30", "3080", "E381", "E384FFFFFFFF", "E37F00", "E3820000", "1F", "1F8080808001", "6100", "6184FFFFFFFF",
	"61047302E0E0", "A7023004", "300630040C80FFFF", "E0FF", "E002A080", "E004A0028001", "5A0A8025", "5A0C802500000100112233445566",
	"ED04800200", "EE0383FF01", "E0058004FFFFFFFF",
}

// twisted reads a fresh card whose answers are broken between two exchanges.
func (b *bench) twisted(name string, from, to int, twist func([]byte) []byte) {
	GinkgoHelper()
	c := b.openProfile("extends: "+name, b.now())
	w := &witness{Channel: c.Channel()}
	ch := &twisting{Channel: w, from: from, to: to, twist: twist}
	reading := examine.Card(b.ctx, ch, examine.Options{Read: harness.ReadOptions{PIN: c.PIN()}})
	b.sane(outcomeOf{fmt.Sprintf("exchanges %d to %d", from, to), ch.sent, w.presentations}, b.judged(reading))
}

// survives reads and judges the card of a profile.
func (b *bench) survives(profile, what string) {
	GinkgoHelper()
	c := b.openProfile(profile, b.now())
	w := &witness{Channel: c.Channel()}
	count := &twisting{Channel: w}
	reading := examine.Card(b.ctx, count, examine.Options{Read: harness.ReadOptions{PIN: c.PIN()}})
	Expect(reading.Err).NotTo(HaveOccurred(), what)
	b.sane(outcomeOf{what, count.sent, w.presentations}, b.judged(reading))
}

// outcomeOf names a reading of a misbehaving card and what it cost.
type outcomeOf struct {
	what          string
	exchanges     int
	presentations int
}

// sane is what holds of any reading: typed error, one presentation at the
// most, an end, contents, a verdict.
func (b *bench) sane(of outcomeOf, o outcome) {
	GinkgoHelper()
	if o.err != nil {
		var read *harness.ReadError
		Expect(asError(o.err, &read)).To(BeTrue(), "%s: %T", of.what, o.err)
		Expect(read.Step.IsZero()).To(BeFalse(), of.what)
	}
	Expect(of.presentations).To(BeNumerically("<=", 1), of.what)
	Expect(of.exchanges).To(BeNumerically("<", maxWanderings), of.what)
	Expect(o.contents).NotTo(BeNil(), of.what)
	b.speaks(o)
	if o.err != nil && !harness.Named(o.err) {
		Expect(o.result.Verdict).To(Equal(diagnosis.BenchError), of.what)
		return
	}
	Expect(o.result.Verdict).To(BeElementOf(diagnosis.VerdictOK, diagnosis.VerdictWarning, diagnosis.VerdictIncomplete, diagnosis.VerdictBlocked), of.what)
}
