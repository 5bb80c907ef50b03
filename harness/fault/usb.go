package fault

import (
	"time"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/text"
)

// Breaker is a [Seat] whose reader can do something wrong by itself, by the names that
// harness/ccid gives: with the exchange under way, or from now on. late is how late an
// answer is, 0 for what is usual there. It reports whether it knows the trouble.
type Breaker interface {
	Break(trouble string, late time.Duration) bool
}

// reasonDriver is why a fault of a USB reader has no finding.
var reasonDriver = text.Text{
	FR: "c'est le pilote de qui a attaché le lecteur qui le voit : ce que dit le programme dépend de lui",
	EN: "the driver of whoever attached the reader sees it: what a program says depends on that",
}

// usbKinds are what a USB reader does wrong.
var usbKinds = [...]Kind{
	{
		Name: "usb-unplugged", Layer: Reader, Where: OnUSB, Example: "usb-unplugged@12", Reason: reasonDriver, trouble: "unplugged",
		Does:   text.Text{FR: "le lecteur USB est débranché pendant l'échange", EN: "the USB reader is unplugged during the exchange"},
		before: (*exchange).readerGoes,
	},
	{
		Name: "usb-restarted", Layer: Reader, Where: OnUSB, Example: "usb-restarted@12", Reason: reasonDriver, trouble: "restarted",
		Does:   text.Text{FR: "le lecteur USB redémarre pendant l'échange : il disparaît et peut être rattaché aussitôt", EN: "the USB reader starts anew during the exchange: it is gone, and can be attached again at once"},
		before: (*exchange).readerGoes,
	},
	{
		Name: "usb-no-extension", Layer: Reader, Takes: Duration, Where: OnUSB, Example: "usb-no-extension=30s@12", Reason: reasonDriver, trouble: "no-extension",
		Does:   text.Text{FR: "la réponse tarde (5 s sans durée) sans que le lecteur USB demande du temps", EN: "the answer is late (5 s unless told), and the USB reader asks for no more time"},
		before: (*exchange).readerErrs,
	},
	{
		Name: "usb-wrong-extension", Layer: Reader, Takes: Duration, Where: OnUSB, Example: "usb-wrong-extension@12", Reason: reasonDriver, trouble: "wrong-extension",
		Does:   text.Text{FR: "le lecteur USB demande 255 fois le temps habituel, et la réponse tarde (5 s sans durée)", EN: "the USB reader asks for 255 times the usual time, and the answer is late (5 s unless told)"},
		before: (*exchange).readerErrs,
	},
	{
		Name: "usb-wrong-sequence", Layer: Reader, Where: OnUSB, Example: "usb-wrong-sequence@12", Reason: reasonDriver, trouble: "wrong-sequence",
		Does:   text.Text{FR: "le lecteur USB répond sous le numéro d'un autre message", EN: "the USB reader answers under the number of another message"},
		before: (*exchange).readerErrs,
	},
	{
		Name: "usb-pts-refused", Layer: Reader, Start: true, Where: OnUSB, Example: "usb-pts-refused", Reason: reasonDriver, trouble: "pts-refused",
		Does: text.Text{FR: "les paramètres que le pilote demande (PTS) sont refusés", EN: "the parameters that the driver asks for (PTS) are refused"},
	},
	{
		Name: "usb-wrong-clock", Layer: Reader, Start: true, Where: OnUSB, Example: "usb-wrong-clock", Reason: reasonDriver, trouble: "wrong-clock",
		Does: text.Text{FR: "le lecteur USB annonce une horloge dix fois trop rapide", EN: "the USB reader says that its clock is ten times as fast"},
	},
	{
		Name: "usb-change-lost", Layer: Reader, Start: true, Where: OnUSB, Example: "usb-change-lost", Reason: reasonDriver, trouble: "change-lost",
		Does: text.Text{FR: "le lecteur USB n'annonce plus les cartes qui arrivent et qui partent", EN: "the USB reader does not tell any more of cards that come and go"},
	},
}

// readerErrs has the reader do something wrong with this exchange.
func (x *exchange) readerErrs() bool {
	b, ok := x.c.seated().(Breaker)
	return ok && b.Break(x.fault.Kind.trouble, x.wait(0))
}

// readerGoes has the reader go: the exchange ends with it.
func (x *exchange) readerGoes() bool {
	if !x.readerErrs() {
		return false
	}
	<-x.ctx.Done()
	return x.fail(card.ErrNoReader)
}

// breakFromTheStart has the reader do what is wrong from the start.
func (c *Card) breakFromTheStart(s Seat) {
	b, ok := s.(Breaker)
	if !ok {
		return
	}
	for i := range c.armed {
		if k := c.armed[i].fault.Kind; k.Start && k.trouble != "" && b.Break(k.trouble, 0) {
			c.shot(i, Event{})
		}
	}
}
