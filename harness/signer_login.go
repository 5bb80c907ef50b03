package harness

import (
	"context"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/text"
)

// Login presents the PIN by the rules of [Read] and reads nothing else: the card
// must say that it is a health professional's, the try counter is looked at
// first, the code is presented once, and only with [card.MinTries] left or more. pin
// is as [ReadOptions].PIN. Afterwards the keys work until the card is reset or
// taken out; no command ends that.
//
// A face without a PIN (contactless) needs none: nil. Errors are *[LoginError]
// and *[ReadError]; after one of the channel's errors only a reset may follow.
func Login(ctx context.Context, ch card.Channel, pin PINFunc) error {
	r := newReading(ctx, ch, ReadOptions{})
	err := r.transaction(func() error {
		if err := r.approach(); err != nil {
			return err
		}
		if err := r.counters(); err != nil {
			return r.failed(text.Of("les compteurs d'essais", "the try counters"), err)
		}
		if err := r.login(ReadOptions{PIN: pin}); err != nil {
			return r.failed(text.Of("le code porteur", "the PIN"), err)
		}
		return nil
	})
	if err != nil {
		return err
	}
	switch r.out.Login {
	case card.LoginOK, card.LoginNoPIN:
		return nil
	default:
		return &LoginError{r.out.Login, r.out.LoginSW}
	}
}

// approach selects the application and makes sure that the card is a health
// professional's: no other is ever asked to use a code or a key.
func (r *reading) approach() error {
	if err := r.selectApplication(); err != nil {
		return r.failed(text.Of("l'application", "the application"), err)
	}
	if err := r.serial(); err != nil {
		return r.failed(text.Same("EF.SN.ICC"), err)
	}
	if sn := &r.out.Serial; sn.State != card.Present || sn.Value.Issuer != card.IssuerANS || r.out.Face == card.FaceUnknown {
		return r.failed(text.Same("EF.SN.ICC"), errForeign)
	}
	return nil
}

// transaction runs do between Begin and End. Its own errors are *ReadError.
func (r *reading) transaction(do func() error) error {
	if len(r.out.ATR) == 0 {
		return &ReadError{Step: text.Of("l'ATR", "the ATR"), Err: card.ErrMute}
	}
	if err := r.ch.Begin(r.ctx); err != nil {
		return &ReadError{Step: text.Of("le début de la transaction", "the start of the transaction"), Err: err}
	}
	err := do()
	if endErr := r.ch.End(r.ctx); err == nil && endErr != nil {
		err = r.failed(text.Of("la fin de la transaction", "the end of the transaction"), endErr)
	}
	return err
}
