package scenarios

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/cpslab/cps/harness"
	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/apdu"
	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/line"
	"github.com/cpslab/cps/harness/pcsc"
)

func itoa(n int) string { return strconv.Itoa(n) }

var none = text.Of("aucune", "none")

// describe asks the reader what it is.
func (v *visit) describe() (name string, d pcsc.Description) {
	GinkgoHelper()
	name = v.slot().Name
	d, err := v.b.pcscService().Describe(v.ctx, name)
	if err != nil {
		v.b.run.loses(err)
	}
	Expect(err).NotTo(HaveOccurred())
	return name, d
}

// tells: name, driver, features and attributes.
func (v *visit) tells() {
	GinkgoHelper()
	name, d := v.describe()
	note := func(fr, en, value string) {
		if value != "" {
			v.found(text.Of(fr, en), text.Same(value))
		}
	}
	unit := func(n uint32, unit string) string {
		if n == 0 {
			return ""
		}
		return fmt.Sprintf("%d %s", n, unit)
	}
	note("nom", "name", text.Printable(name))
	note("fabricant", "vendor", d.Vendor)
	note("modèle", "model", d.Model)
	note("version du pilote", "version of the driver", d.Version)
	note("micrologiciel", "firmware", d.Firmware)
	note("numéro de série", "serial number", d.Serial)
	note("horloge de la carte", "clock of the card", unit(d.Clock, "kHz"))
	note("horloge au plus", "clock at most", unit(d.MaxClock, "kHz"))
	note("débit au plus", "rate at most", unit(d.MaxRate, "bit/s"))
	note("champ d'information au plus (IFSD)", "information field at most (IFSD)", unit(d.IFSD, "bytes"))
	if d.Malformed {
		v.b.fails(text.Of("la liste des fonctions (PC/SC partie 10) est mal formée", "the list of features (PC/SC part 10) is malformed"))
	}
	names := none
	if len(d.Features) > 0 {
		var all []string
		for _, f := range d.Features {
			all = append(all, f.Name())
		}
		names = text.Same(strings.Join(all, ", "))
	}
	v.found(text.Of("fonctions", "features"), names)
}

var (
	notOnUSB = text.Of("le pilote ne dit pas où le lecteur est sur le bus USB", "the driver does not tell where on the USB bus the reader is")
	noSysfs  = text.Of("le bus USB ne se lit pas ici", "the USB bus cannot be read here")
)

// onUSB: what the device told the computer when it was plugged in.
func (v *visit) onUSB() {
	GinkgoHelper()
	_, d := v.describe()
	bus, device, ok := d.USB()
	switch {
	case !ok && d.USBVendor != 0: // part 10 tells that much
		v.found(text.Same("USB"), text.Same(fmt.Sprintf("%04x:%04x", d.USBVendor, d.USBProduct)))
		return
	case !ok:
		v.b.skip(CauseNotApplicable, notOnUSB)
	case v.desk.USB == nil:
		v.b.skip(CauseNotApplicable, noSysfs)
	}
	u, ok := v.desk.USB(bus, device)
	if !ok {
		v.b.skip(CauseNotApplicable, noSysfs)
	}
	v.found(text.Same("USB"), text.Same(strings.TrimSpace(u.Device+" "+u.Manufacturer+" "+u.Product)))
	v.found(text.Of("version de l'appareil (bcdDevice)", "release of the device (bcdDevice)"), text.Same(u.Release))
	if c := u.CCID; c != nil {
		v.found(text.Same("CCID"), text.Of("version %s, %d fente(s), %s, niveau %s, %d à %d bit/s, horloge %d kHz",
			"version %s, %d slot(s), %s, level %s, %d to %d bit/s, clock %d kHz", c.Release, c.Slots, c.Protocols, c.Level, c.Rate, c.MaxRate, c.Clock))
	}
}

// admitted: the card is one that a report may be made with.
func (v *visit) admitted() {
	GinkgoHelper()
	contents, stranger, err := admit(v.ctx, v.card.Simulated, v.ch, v.b.set.Permissions.Serial)
	Expect(err).NotTo(HaveOccurred())
	switch {
	case stranger == errUnknown:
		v.b.fails(stranger.why)
	case stranger != nil:
		v.b.run.refuse(stranger)
		v.b.fails(stranger.why)
	}
	if v.desk.Saw != nil {
		v.desk.Saw(v.card.Reader, v.card.Simulated, contents)
	}
	v.found(text.Of("carte", "card"), text.Same(contents.Face.String()))
	v.found(text.Of("protocole", "protocol"), text.Same(fmt.Sprintf("T=%d", v.ch.Protocol())))
	if contents.PIN.State == card.Present {
		v.found(text.Of("essais du code porteur", "tries of the PIN"), text.Same(itoa(contents.PIN.Left)))
	}
}

// Beyond twice the line of the slowest reader, an exchange may take so much on average: the
// card thinks, and USB and service have their turns.
const (
	slowestClock = 3.58e6
	exchangeTime = 100 * time.Millisecond
)

// impatient is a channel that waits no longer for a reading once it is clear that it takes
// too long: with a fault at every exchange a whole one would take minutes.
type impatient struct {
	*line.Meter
	spare time.Duration // for the first exchanges: the card may have to be powered
}

var errSlow = errors.New("the reading takes too long")

// most is what the exchanges until now may have taken.
func (i *impatient) most() time.Duration {
	cost := i.Cost()
	return 2*cost.Time + time.Duration(cost.Exchanges)*exchangeTime + i.spare
}

func (i *impatient) Transmit(ctx context.Context, dst, cmd []byte) ([]byte, error) {
	out, err := i.Meter.Transmit(ctx, dst, cmd)
	if err == nil && i.Took() > i.most() {
		err = errSlow
	}
	return out, err
}

// Unwrap returns the channel within.
func (i *impatient) Unwrap() card.Channel { return i.Meter }

// readInTime reads the card, and fails where that takes much longer than its line.
func (s *session) readInTime() (*card.Contents, *line.Meter) {
	GinkgoHelper()
	l, err := line.New(s.ch.ATR(), s.ch.Protocol(), line.Reader{Clock: slowestClock, NoPPS: true})
	if err != nil {
		l = line.Line{} // without contacts: no line
	}
	ch := &impatient{line.NewMeter(s.ch, l), time.Second}
	contents, err := harness.Read(s.ctx, ch, harness.ReadOptions{})
	if errors.Is(err, errSlow) {
		s.b.fails(text.Of("%d échanges ont pris %s ; au plus %s : le double de la ligne du lecteur le plus lent, et %s par échange",
			"%d exchanges took %s; at most %s: twice the line of the slowest reader, and %s an exchange",
			ch.Cost().Exchanges, ch.Took().Round(time.Millisecond), ch.most().Round(time.Millisecond), exchangeTime))
	}
	Expect(err).NotTo(HaveOccurred())
	return contents, ch.Meter
}

// keepsPace: exchanges, characters, and what they took.
func (v *visit) keepsPace() {
	GinkgoHelper()
	v.readPublic() // which clears up what an earlier program left behind
	_, m := v.readInTime()
	cost := m.Cost()
	v.found(text.Of("échanges", "exchanges"), text.Same(itoa(cost.Exchanges)))
	v.found(text.Of("caractères", "characters"), text.Same(itoa(cost.Characters)))
	v.found(text.Of("durée", "time"), shownTime(m.Took()))
	if l, err := line.New(v.ch.ATR(), v.ch.Protocol(), line.Reader{}); err == nil {
		at := line.NewMeter(v.ch, l)
		if _, err := harness.Read(v.ctx, at, harness.ReadOptions{}); err == nil {
			v.found(text.Of("la ligne à 4 MHz", "the line at 4 MHz"), text.Of("%s (%s)", "%s (%s)", at.Cost().Time.Round(time.Millisecond), l))
		}
	}
}

// negotiates: see [session.rate], whose figures stand in the report too.
func (v *visit) negotiates() {
	GinkgoHelper()
	v.rate()
}

// cases sends one command of each case, as the card takes it without any right.
func (v *visit) cases() {
	GinkgoHelper()
	contents := v.readPublic()
	t := v.talk()
	// Case 1: four bytes, and the counter comes back in the status.
	if contents.PIN.State == card.Present {
		answer, err := v.ch.Transmit(v.ctx, nil, apdu.AppendVerifyStatus(nil, t.cla, 0x01, false))
		Expect(err).NotTo(HaveOccurred())
		_, sw, err := apdu.ParseResponse(answer)
		Expect(err).NotTo(HaveOccurred())
		if left, ok := sw.Retries(); ok && left != contents.PIN.Left {
			v.b.fails(text.Of("forme 1 (VERIFY sans donnée) : %d essais, %d à la lecture", "case 1 (VERIFY without data): %d tries, %d in the reading", left, contents.PIN.Left))
		} else if !ok && !sw.OK() {
			v.b.fails(text.Of("forme 1 (VERIFY sans donnée) : %04X", "case 1 (VERIFY without data): %04X", uint16(sw)))
		}
		v.found(text.Of("forme 1", "case 1"), text.Same("VERIFY"))
	}
	// Case 2: nothing goes, eight bytes come, and others each time.
	challenge := func() []byte {
		cmd, err := apdu.AppendGetChallenge(nil, t.cla, 8)
		Expect(err).NotTo(HaveOccurred())
		data, sw := t.ask(cmd, nil)
		if !sw.OK() || len(data) != 8 {
			v.b.fails(text.Of("forme 2 (GET CHALLENGE) : %04X, %d octets au lieu de 8", "case 2 (GET CHALLENGE): %04X, %d bytes instead of 8", uint16(sw), len(data)))
		}
		return bytes.Clone(data)
	}
	if bytes.Equal(challenge(), challenge()) {
		v.b.fails(text.Of("forme 2 (GET CHALLENGE) : deux fois le même aléa", "case 2 (GET CHALLENGE): the same number twice"))
	}
	v.found(text.Of("forme 2", "case 2"), text.Same("GET CHALLENGE"))
	// Cases 3 and 4: SELECT, whose description is fetched or not.
	for _, c := range []struct {
		name string
		p2   byte
		ne   int
	}{{"3", 0x0C, 0}, {"4", 0x00, t.ne()}} {
		cmd, err := apdu.AppendSelectPath(nil, t.cla, 0x00, c.p2, []byte{0x3F, 0x00}, c.ne)
		Expect(err).NotTo(HaveOccurred())
		data, sw := t.ask(cmd, nil)
		if !sw.OK() || c.name == "4" && len(data) == 0 {
			v.b.fails(text.Of("forme %s (SELECT) : %04X, %d octets", "case %s (SELECT): %04X, %d bytes", c.name, uint16(sw), len(data)))
		}
		v.found(text.Of("forme %s", "case %s", c.name), text.Same("SELECT"))
	}
}

var resolvedBelow = text.Of("le pilote résout lui-même", "the driver resolves it itself")

// statusWords: what the driver makes of 61xx and 6Cxx. Programs resolve both; a driver that
// does so too has to do it whole.
func (v *visit) statusWords() {
	GinkgoHelper()
	t := v.talk()
	raw := func(cmd []byte, err error) ([]byte, apdu.SW) {
		Expect(err).NotTo(HaveOccurred())
		answer, err := v.ch.Transmit(v.ctx, nil, cmd)
		Expect(err).NotTo(HaveOccurred())
		data, sw, err := apdu.ParseResponse(answer)
		Expect(err).NotTo(HaveOccurred())
		return data, sw
	}
	// SELECT without Le has an answer to fetch, where the line has no room for it.
	data, sw := raw(apdu.AppendSelectPath(nil, t.cla, 0x00, 0x00, []byte{0x3F, 0x00}, 0))
	switch {
	case sw.SW1() == apdu.SWBytesRemaining.SW1():
		rest, end := raw(apdu.AppendGetResponse(nil, t.cla, sw.Available()))
		if !end.OK() || len(rest) != sw.Available() {
			v.b.fails(text.Of("GET RESPONSE après %04X : %04X, %d octets", "GET RESPONSE after %04X: %04X, %d bytes", uint16(sw), uint16(end), len(rest)))
		}
		v.found(text.Same("61xx"), text.Of("%04X, puis %d octets", "%04X, then %d bytes", uint16(sw), len(rest)))
	case sw.OK():
		v.found(text.Same("61xx"), text.Of("%s (%d octets)", "%s (%d bytes)", resolvedBelow, len(data)))
	default:
		v.b.fails(text.Of("SELECT sans Le : %04X", "SELECT without Le: %04X", uint16(sw)))
	}
	// A file that is shorter than what is asked for: EF.SN.ICC has 12 bytes.
	v.readPublic()
	watch := &selections{Channel: v.ch}
	_, err := harness.Read(v.ctx, watch, harness.ReadOptions{})
	Expect(err).NotTo(HaveOccurred())
	link := card.NewLink(v.ch)
	for _, selects := range watch.all {
		size := announced(v.ctx, link, selects)
		if size < 1 || size > 200 {
			continue
		}
		data, sw := raw(apdu.AppendReadBinary(nil, selects[0], 0, 256))
		switch {
		case sw.SW1() == 0x6C:
			again, end := raw(apdu.AppendReadBinary(nil, selects[0], 0, sw.RightNe()))
			if !end.OK() || len(again) != sw.RightNe() {
				v.b.fails(text.Of("READ BINARY après %04X : %04X, %d octets", "READ BINARY after %04X: %04X, %d bytes", uint16(sw), uint16(end), len(again)))
			}
			v.found(text.Same("6Cxx"), text.Of("%04X, puis %d octets", "%04X, then %d bytes", uint16(sw), len(again)))
		case (sw.OK() || sw == 0x6282) && len(data) == size:
			v.found(text.Same("6Cxx"), text.Of("%04X et les %d octets du fichier, sans 6Cxx", "%04X and the %d bytes of the file, without 6Cxx", uint16(sw), size))
		default:
			v.b.fails(text.Of("READ BINARY au-delà d'un fichier de %d octets : %04X, %d octets", "READ BINARY beyond a file of %d bytes: %04X, %d bytes", size, uint16(sw), len(data)))
		}
		return
	}
	v.found(text.Same("6Cxx"), text.Of("la carte n'a pas de fichier qui le montre", "the card has no file that shows it"))
}

var noExtended = text.Of("la carte n'annonce pas de longueurs étendues", "the card does not claim extended lengths")

// extended: what the historical bytes claim (ISO/IEC 7816-4, 8.1.1.2.7, third table of
// capabilities). CPS cards claim none.
func (v *visit) extended() {
	GinkgoHelper()
	if !claimsExtended(v.ch.ATR()) {
		v.b.skip(CauseNotApplicable, noExtended)
	}
	t := v.talk()
	cmd, err := apdu.Command{CLA: t.cla, INS: 0x84, Ne: 8, Extended: true}.Append(nil)
	Expect(err).NotTo(HaveOccurred())
	data, sw := t.ask(cmd, nil)
	if !sw.OK() || len(data) != 8 {
		v.b.fails(text.Of("GET CHALLENGE en longueurs étendues : %04X, %d octets", "GET CHALLENGE with extended lengths: %04X, %d bytes", uint16(sw), len(data)))
	}
}

// claimsExtended reads the card capabilities (tag 7x) among the historical bytes.
func claimsExtended(atr []byte) bool {
	if len(atr) < 2 {
		return false
	}
	n := int(atr[1] & 0x0F)
	at := 2
	for present := atr[1] >> 4; present != 0; {
		td := present & 8
		for bit := byte(1); bit < 8; bit <<= 1 {
			if present&bit != 0 {
				at++
			}
		}
		present = 0
		if td != 0 {
			if at >= len(atr) {
				return false
			}
			present = atr[at] >> 4
			at++
		}
	}
	if at+n > len(atr) || n == 0 || atr[at] != 0x80 {
		return false
	}
	for rest := atr[at+1 : at+n]; len(rest) > 0; {
		size := int(rest[0] & 0x0F)
		if size+1 > len(rest) {
			return false
		}
		if rest[0]>>4 == 7 && size >= 3 {
			return rest[3]&0x40 != 0
		}
		rest = rest[size+1:]
	}
	return false
}

// readsProtected presents the PIN once.
func (v *visit) readsProtected() {
	GinkgoHelper()
	if card.FaceOf(v.ch.ATR()) == card.FaceCPS3Contactless {
		v.b.skip(CauseNotApplicable, noPINOnFace)
	}
	before := v.readPublic()
	v.b.skipWithoutTries(before.PIN)
	v.skipWithoutPIN()
	contents, err := v.read()
	Expect(err).NotTo(HaveOccurred())
	if contents.Login != card.LoginOK {
		v.b.fails(text.Of("le code porteur n'a pas été accepté", "the PIN was not accepted"))
	}
	Expect(v.ch.presentations).To(Equal(1))
	v.found(text.Of("essais après", "tries afterwards"), text.Same(itoa(v.readPublic().PIN.Left)))
}

func (v *visit) waitsForSignatures() {
	GinkgoHelper()
	v.login()
	for _, kind := range v.keys() {
		began := time.Now()
		v.signs(kind)
		v.found(text.Same(string(kind)), shownTime(time.Since(began)))
	}
}

var noChain = text.Of("la carte ne prend pas de commande en plusieurs blocs", "the card takes no command in several blocks")

// chained signs with a command that goes in two blocks (ISO/IEC 7816-4, 5.1.1).
func (v *visit) chained() {
	GinkgoHelper()
	if card.FaceOf(v.ch.ATR()) == card.FaceCPS4 {
		v.b.skip(CauseNotApplicable, noChain)
	}
	v.login()
	split := &splitting{Channel: v.ch}
	kind := v.keys()[len(v.keys())-1]
	signer, err := harness.NewSigner(v.ctx, split, kind, harness.SignerOptions{})
	Expect(err).NotTo(HaveOccurred())
	v.signsWith(signer, kind)
	if split.chains == 0 {
		v.b.skip(CauseNotApplicable, noChain)
	}
	v.found(text.Of("blocs", "blocks"), text.Same(itoa(2*split.chains)))
}

// splitting sends PERFORM SECURITY OPERATION in two blocks.
type splitting struct {
	card.Channel
	chains int
}

// Unwrap returns the channel within.
func (s *splitting) Unwrap() card.Channel { return s.Channel }

func (s *splitting) Transmit(ctx context.Context, dst, cmd []byte) ([]byte, error) {
	c, err := apdu.ParseCommand(cmd)
	if err != nil || c.INS != apdu.INSPerformSecurity || len(c.Data) < 16 {
		return s.Channel.Transmit(ctx, dst, cmd)
	}
	first, rest := c, c
	first.CLA |= 0x10
	first.Ne = 0
	first.Data, rest.Data = c.Data[:len(c.Data)/2], c.Data[len(c.Data)/2:]
	block, err := first.Append(nil)
	if err != nil {
		return dst, err
	}
	answer, err := s.Channel.Transmit(ctx, nil, block)
	if err != nil {
		return dst, err
	}
	if _, sw, err := apdu.ParseResponse(answer); err != nil || !sw.OK() {
		return append(dst, answer...), err
	}
	s.chains++
	if block, err = rest.Append(nil); err != nil {
		return dst, err
	}
	return s.Channel.Transmit(ctx, dst, block)
}

// driftTime is what an exchange may get longer by, beside half of what it took: a machine has
// other things to do.
const driftTime = 10 * time.Millisecond

// readsOn reads the card over and over, and opens it anew now and then.
func (v *visit) readsOn() {
	GinkgoHelper()
	n, reopen := 1000, 20
	if v.desk.Quick {
		n, reopen = 20, 5
	}
	v.readPublic()
	first, _ := v.readInTime()
	times := make([]time.Duration, 0, n)
	before := left()
	for i := range n {
		s := v.session
		if i%reopen == reopen-1 {
			c, err := v.b.set.Open(v.ctx, v.card.Address.String())
			Expect(err).NotTo(HaveOccurred())
			s = &session{b: v.b, ctx: v.ctx, card: c, ch: &witness{Channel: c.Channel()}}
		}
		again, m := s.readInTime()
		times = append(times, m.Took())
		if s != v.session {
			Expect(s.card.Close()).To(Succeed())
		}
		if again.Exchanges != first.Exchanges || again.PIN.Left != first.PIN.Left || again.PUK.Left != first.PUK.Left || !slices.EqualFunc(objects(again), objects(first), sameObject) {
			v.b.fails(text.Of("la lecture %d donne autre chose que la première", "reading %d gives something else than the first", i+2))
		}
		v.inTime()
	}
	after := left()
	tenth := max(n/10, 5)
	begun, ended := median(times[:tenth]), median(times[n-tenth:])
	v.found(text.Of("lectures", "readings"), text.Same(itoa(n)))
	v.found(text.Of("durée médiane", "median time"), shownTime(median(times)))
	v.found(text.Of("au début, à la fin", "at the beginning, at the end"), text.Of("%s, %s", "%s, %s", shownTime(begun), shownTime(ended)))
	v.found(text.Of("descripteurs ouverts, avant et après", "open descriptors, before and after"), text.Of("%s, %s", "%s, %s", before, after))
	if ended > begun+begun/2+time.Duration(first.Exchanges)*driftTime {
		v.b.fails(text.Of("les lectures deviennent plus longues : %s au début, %s à la fin", "the readings take longer and longer: %s at the beginning, %s at the end", shownTime(begun), shownTime(ended)))
	}
	const spare = 8 // of the runtime, and of a service that is just closing
	if after.files > before.files+spare || after.routines > before.routines+spare {
		v.b.fails(text.Of("chaque ouverture laisse quelque chose : %s avant, %s après", "each opening leaves something behind: %s before, %s after", before, after))
	}
}

func sameObject(a, b object) bool { return fmt.Sprint(a) == fmt.Sprint(b) }

// held is what this process holds.
type held struct{ files, routines int }

func (h held) String() string { return itoa(h.files) }

// left counts what this process has open; no files where the system does not tell.
func left() held {
	h := held{routines: runtime.NumGoroutine()}
	if all, err := os.ReadDir("/proc/self/fd"); err == nil {
		h.files = len(all)
	}
	return h
}

func median(all []time.Duration) time.Duration {
	sorted := slices.Sorted(slices.Values(all))
	return sorted[len(sorted)/2]
}

// idles is how long nothing is said.
func (v *visit) idles() {
	GinkgoHelper()
	d := 2 * time.Minute
	if v.desk.Quick {
		d = 5 * time.Second
	}
	select {
	case <-time.After(d):
	case <-v.ctx.Done():
	}
	Expect(v.ctx.Err()).NotTo(HaveOccurred())
	v.found(text.Of("repos", "idle"), text.Same(d.String()))
}

func (v *visit) idlesOpen() {
	GinkgoHelper()
	first := v.readPublic()
	v.idles()
	began := time.Now()
	again := v.readPublic()
	v.found(text.Of("lue en", "read within"), shownTime(time.Since(began)))
	Expect(objects(again)).To(Equal(objects(first)))
}

func (v *visit) idlesClosed() {
	GinkgoHelper()
	first := v.readPublic()
	Expect(v.card.Close()).To(Succeed())
	v.idles()
	began := time.Now()
	again := v.anew().readPublic()
	v.found(text.Of("ouverte et lue en", "opened and read within"), shownTime(time.Since(began)))
	Expect(objects(again)).To(Equal(objects(first)))
}

var oneCard = text.Of("aucun autre lecteur ne tient de carte", "no other reader holds a card")

// others are the other readers that hold a card.
func (v *visit) others() []card.Slot {
	GinkgoHelper()
	all, err := v.b.pcscService().List(v.ctx)
	Expect(err).NotTo(HaveOccurred())
	return slices.DeleteFunc(all, func(s card.Slot) bool { return s.Name == v.card.Reader || s.State != card.SlotCard })
}

// twoAtOnce reads this card and that of another reader at the same time. Of the other one
// only the public part is read, whatever was allowed.
func (v *visit) twoAtOnce() {
	GinkgoHelper()
	all := v.others()
	if len(all) == 0 {
		v.b.skip(CauseNotApplicable, oneCard)
	}
	c, err := v.b.set.Open(v.ctx, "pcsc:"+all[0].Name)
	Expect(err).NotTo(HaveOccurred())
	DeferCleanup(c.Close)
	read := func(ch card.Channel) (*card.Contents, error) {
		return harness.Read(v.ctx, ch, harness.ReadOptions{})
	}
	_, _ = read(c.Channel()) // which clears up what an earlier program left behind
	mine := v.readPublic()
	his, err := read(c.Channel())
	Expect(err).NotTo(HaveOccurred())
	times := 20
	if v.desk.Quick {
		times = 5
	}
	done := make(chan error, 1)
	go func() {
		var bad error
		for range times {
			again, err := read(c.Channel())
			if err == nil && !slices.EqualFunc(objects(again), objects(his), sameObject) {
				err = errMixed
			}
			bad = errors.Join(bad, err)
		}
		done <- bad
	}()
	for range times {
		again := v.readPublic()
		if !slices.EqualFunc(objects(again), objects(mine), sameObject) {
			v.b.fails(text.Of("lues ensemble, les cartes sont confondues", "read together, the cards are mixed up"))
		}
	}
	if err := <-done; err != nil {
		message, _ := text.Said(err)
		v.b.fails(text.Of("l'autre carte, lue en même temps : %s", "the other card, read at the same time: %s", message))
	}
	v.found(text.Of("autre lecteur", "other reader"), text.Same(text.Printable(all[0].Name)))
	v.found(text.Of("lectures de chacune", "readings of each"), text.Same(itoa(times)))
}

var errMixed = text.NewError(text.Of("ce qu'elle donne n'est plus le sien", "what it gives is no longer its own"), text.Text{})

var contactOnly = text.Of("aucune fente ne tient de carte sans contact", "no slot holds a contactless card")

// toldApart: a contactless card answers in the form of PC/SC part 3, has no line, and speaks
// T=1; one with contacts has one.
func (v *visit) toldApart() {
	GinkgoHelper()
	slots := append(v.others(), card.Slot{Name: v.card.Reader, ATR: v.ch.ATR()})
	contactless := 0
	for _, s := range slots {
		_, err := line.New(s.ATR, -1, line.Reader{})
		face := card.FaceOf(s.ATR)
		if face == card.FaceCPS3Contactless {
			contactless++
			if err == nil {
				v.b.fails(text.Of("« %s » donne une carte sans contact pour une carte à contact", "“%s” gives a contactless card for one with contacts", text.Printable(s.Name)))
			}
			v.found(text.Of("sans contact", "contactless"), text.Same(text.Printable(s.Name)))
		} else if face != card.FaceUnknown {
			if err != nil {
				v.b.fails(text.Of("« %s » donne une carte à contact pour une carte sans contact", "“%s” gives a card with contacts for a contactless one", text.Printable(s.Name)))
			}
			v.found(text.Of("à contact", "with contacts"), text.Same(text.Printable(s.Name)))
		}
	}
	if contactless == 0 {
		v.b.skip(CauseNotApplicable, contactOnly)
	}
	if card.FaceOf(v.ch.ATR()) == card.FaceCPS3Contactless && v.ch.Protocol() != 1 {
		v.b.fails(text.Of("une carte sans contact parle T=1, et le lecteur annonce T=%d", "a contactless card speaks T=1, and the reader tells T=%d", v.ch.Protocol()))
	}
}

var noKeypad = text.Of("le lecteur n'annonce pas de clavier (PC/SC partie 10)", "the reader claims no keypad (PC/SC part 10)")

// keypad: what part 10 tells of it. Of codes none is asked for: where one would be presented,
// no program sees how often.
func (v *visit) keypad() {
	GinkgoHelper()
	_, d := v.describe()
	if !d.Has(pcsc.FeatureVerifyPINDirect) {
		v.b.skip(CauseNotApplicable, noKeypad)
	}
	v.found(text.Of("changement de code", "change of a code"), text.Of(map[bool]string{true: "oui", false: "non"}[d.Has(pcsc.FeatureModifyPINDirect)], map[bool]string{true: "yes", false: "no"}[d.Has(pcsc.FeatureModifyPINDirect)]))
	if d.MaxPIN == 0 {
		v.found(text.Of("longueur du code", "length of the code"), text.Of("non dite", "not told"))
		return
	}
	v.found(text.Of("longueur du code", "length of the code"), text.Same(fmt.Sprintf("%d–%d", d.MinPIN, d.MaxPIN)))
	const ofCPS = 4
	if d.MinPIN > ofCPS || d.MaxPIN < ofCPS {
		v.b.fails(text.Of("le clavier ne prend pas un code de quatre chiffres, celui d'une carte CPS (%d à %d)", "the keypad takes no code of four digits, which a CPS card has (%d to %d)", d.MinPIN, d.MaxPIN))
	}
}
