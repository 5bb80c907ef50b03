package scenarios

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	. "github.com/onsi/ginkgo/v2"

	"github.com/cpslab/cps/harness"
	"github.com/cpslab/cps/harness/card"
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
	v.b.must(err)
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
	v.b.must(err)
	switch {
	case stranger == errUnknown:
		v.b.fails(stranger.why)
	case stranger != nil:
		v.b.run.refuse(stranger)
		v.b.fails(stranger.why)
	}
	v.keepsTries(contents)
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
			ch.Cost().Exchanges, shownTime(ch.Took()), shownTime(ch.most()), shownTime(exchangeTime)))
	}
	s.b.must(err)
	s.keepsTries(contents)
	return contents, ch.Meter
}

// keepsTries fails where a code has fewer tries than when the card was read before: a card that
// is put to the test loses none.
func (s *session) keepsTries(c *card.Contents) {
	GinkgoHelper()
	if code, before, now := s.b.run.fell(c); !code.IsZero() {
		s.b.fails(text.Of("%d essais %s, où il y en avait %d ; aucun code faux n'a été présenté ici", "%d tries %s, where there were %d; no wrong code was presented here", now, code, before))
	}
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
			v.found(text.Of("la ligne à 4 MHz", "the line at 4 MHz"), text.Of("%s (%s)", "%s (%s)", shownTime(at.Cost().Time), l))
		}
	}
}

// negotiates: see [session.rate], whose figures stand in the report too.
func (v *visit) negotiates() {
	GinkgoHelper()
	v.rate()
}
