package scenarios

import (
	"context"
	"errors"
	"strings"

	"github.com/cpslab/cps/harness"
	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/pcsc"
	"github.com/cpslab/cps/harness/readers"
	"github.com/cpslab/cps/harness/report"
)

// StrangerError is a card that no reader's report is made with. Nothing but its public part
// was read, and no code was presented to it.
type StrangerError struct{ why, hint text.Text }

// Error says why.
func (e *StrangerError) Error() string { return e.why.EN }

// BadInput is true: another card may be put in.
func (e *StrangerError) BadInput() bool { return true }

// Say gives the reason, and what to do.
func (e *StrangerError) Say(lang string) (message, hint string) {
	return e.why.In(lang), e.hint.In(lang)
}

var (
	errReal = &StrangerError{
		text.Of("cette carte n'est pas une carte de TEST : le rapport d'un lecteur ne se fait jamais avec la carte d'une personne",
			"this is not a TEST card: the report of a reader is never made with a person's card"),
		text.Of("mettez une carte de TEST de l'ANS (catégorie 8x), ou une carte simulée : cpslab with --card cps3-healthy -- cpslab certify pcsc:",
			"put in a TEST card of ANS (category 8x), or a simulated one: cpslab with --card cps3-healthy -- cpslab certify pcsc:"),
	}
	errOtherCard = &StrangerError{
		text.Of("la carte dans le lecteur n'est pas celle que --serial désigne", "the card in the reader is not the one that --serial names"),
		text.Of("cpslab show pcsc: en donne le numéro", "cpslab show pcsc: gives its number"),
	}
	errUnknown = &StrangerError{
		text.Of("ce banc ne connaît pas cette carte, ou n'a pas pu lire de qui elle est", "this bench does not know this card, or could not read whose it is"),
		text.Of("mettez une carte de TEST de l'ANS, ou une carte simulée", "put in a TEST card of ANS, or a simulated one"),
	}
)

// admit reads the public part of the card under test and says why it may not be used, nil
// where it may. contents are what was read.
func admit(ctx context.Context, simulated bool, ch card.Channel, serial string) (contents *card.Contents, stranger *StrangerError, err error) {
	contents, err = harness.Read(ctx, ch, harness.ReadOptions{})
	switch {
	case err != nil:
		return nil, nil, err
	case contents.Serial.State != card.Present || contents.Serial.Value.Issuer != card.IssuerANS:
		return contents, errUnknown, nil
	case !simulated && report.Masked(contents, false):
		return contents, errReal, nil
	case !strings.HasPrefix(contents.Serial.Value.Number, serial): // some write eight of its ten digits
		return contents, errOtherCard, nil
	}
	return contents, nil, nil
}

// slotOf finds the reader under test, with a card or without.
func (b *bench) slotOf(ctx context.Context) (card.Slot, error) {
	all, err := b.pcscService().List(ctx)
	if err != nil {
		return card.Slot{}, err
	}
	address, err := readers.ParseAddress(b.subjects[0].address)
	if err != nil {
		return card.Slot{}, err
	}
	s, err := pcsc.Choose(all, address.Name)
	if errors.Is(err, card.ErrNoCard) && len(all) == 1 {
		return all[0], nil // the only reader there is, and it is empty
	}
	return s, err
}

// slotNamed is the reader of that full name, whatever is in it and in the others.
func (b *bench) slotNamed(ctx context.Context, name string) (card.Slot, error) {
	all, err := b.pcscService().List(ctx)
	if err != nil {
		return card.Slot{}, err
	}
	for _, s := range all {
		if s.Name == name {
			return s, nil
		}
	}
	return card.Slot{}, card.ErrNoReader
}
