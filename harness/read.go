package harness

import (
	"context"
	"errors"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/apdu"
	"github.com/cpslab/cps/harness/card/text"
)

// PINFunc gives the code porteur of a card that has that many tries left: at least two,
// but for [ReadOptions].LastTry. It is asked once at the most for a presentation, after
// the counter was read; the slice it returns is zeroed after use. An error of its own
// ends what asked for the code; nil without an error presents none.
type PINFunc func(ctx context.Context, triesLeft int) ([]byte, error)

// ReadOptions tell what a reading may do.
type ReadOptions struct {
	// PIN gives the code that opens the protected part; nil leaves that part unread.
	PIN PINFunc
	// LastTry lets the PIN be presented with one try left too. It is for a card in
	// this process, of which nobody is locked out; a guard refuses it.
	LastTry bool
	// Certificates asks for the certificates too, which need no PIN: some
	// five exchanges each.
	Certificates bool
	// Display asks also for what is shown and judged by no rule: the label of the card
	// (CIAInfo) and its languages. They take a fifth of the time of a T=0 line.
	Display bool
}

// ConstantPIN returns a PIN function for a card of a test, whose code is in the test
// anyway. Ask a person for the code of a real card. Each call hands out a copy, since
// what a reading is given is zeroed after use.
func ConstantPIN(pin string) PINFunc {
	return func(context.Context, int) ([]byte, error) { return []byte(pin), nil }
}

// ReadError says where a reading was cut short. It wraps the error of the
// channel (removal, deadline, wedged reader) or of the PIN function; what was
// read before it is in the contents that Read returns beside it. After one of
// the channel's errors only a reset may follow on that channel.
type ReadError struct {
	Step     text.Text // what was being read, such as "EF.DIR"
	Exchange int       // number of the exchange that failed, from 1
	Err      error
}

var _ text.Speaker = (*ReadError)(nil)

func (e *ReadError) Error() string {
	message, _ := e.Say("en")
	return message
}

// Say gives the step, the exchange and the cause, as text.Around does.
func (e *ReadError) Say(lang string) (message, hint string) {
	return text.Around(text.Of("lecture de %s (échange %d)", "reading %s (exchange %d)", e.Step, e.Exchange), e.Err, lang)
}

func (e *ReadError) Unwrap() error { return e.Err }

// PINError says that the PIN was not presented, for a reason that has nothing to
// do with the card: the guard refused it, no card would take it, or the PIN
// function failed. The contents that Read returns beside it are whole as far as
// the public part goes, and the channel goes on. It wraps
// what the guard said (card.ErrRefused), a *PINFormatError or the error of the PIN
// function.
type PINError struct{ Err error }

var _ text.Speaker = (*PINError)(nil)

func (e *PINError) Error() string { return "the PIN was not presented: " + e.Err.Error() }
func (e *PINError) Unwrap() error { return e.Err }

// Say gives the cause, with its hint.
func (e *PINError) Say(lang string) (message, hint string) {
	_, hint = text.Say(e.Err, lang)
	return text.Of("le code porteur n'a pas été présenté", "the PIN was not presented").Because(e.Err).In(lang), hint
}

// BadInput is true: the code, or what may be done with it, is what the user gave.
func (e *PINError) BadInput() bool { return true }

// PINFormatError is a PIN that was not presented because no card would take
// it: it is not 4 to 8 digits (GESTION CPS 06.08.00, text of the PIN box). No
// try was spent. It never holds the PIN.
type PINFormatError struct{ Length int }

var _ text.Speaker = (*PINFormatError)(nil)

func (e *PINFormatError) Error() string {
	message, _ := e.Say("en")
	return message
}

// Say says what a PIN is, and that no try was spent.
func (e *PINFormatError) Say(lang string) (message, hint string) {
	return text.Of("un code porteur a de 4 à 8 chiffres", "a code porteur is 4 to 8 digits").In(lang),
		text.Of("aucun essai n'a été dépensé ; recommencez avec le bon code", "no try was spent; start again with the right code").In(lang)
}

// CheckPIN refuses a PIN that is not 4 to 8 decimal digits.
func CheckPIN(pin []byte) error {
	ok := len(pin) >= 4 && len(pin) <= 8
	for _, c := range pin {
		ok = ok && c >= '0' && c <= '9'
	}
	if !ok {
		return &PINFormatError{len(pin)}
	}
	return nil
}

// Read reads everything it may from one card, in one transaction. The contents
// are never nil; with a *ReadError they hold what was read before it, with a
// *PINError the whole public part. Status words that refuse an object are data:
// they stand in the object.
//
// Exchanges: 30 on a CPS3 with two activities, PIN included, and 34 with Display.
func Read(ctx context.Context, ch card.Channel, opts ReadOptions) (*card.Contents, error) {
	r := newReading(ctx, ch, opts)
	if len(r.out.ATR) == 0 {
		return r.out, &ReadError{Step: text.Of("l'ATR", "the ATR"), Err: card.ErrMute}
	}
	if err := ch.Begin(ctx); err != nil {
		return r.out, &ReadError{Step: text.Of("le début de la transaction", "the start of the transaction"), Err: err}
	}
	err := r.all(opts)
	r.out.Exchanges = r.link.Exchanges()
	if endErr := ch.End(ctx); err == nil && endErr != nil {
		err = &ReadError{text.Of("la fin de la transaction", "the end of the transaction"), r.out.Exchanges, endErr}
	}
	return r.out, err
}

// reading is the state of one Read.
type reading struct {
	ctx    context.Context
	ch     card.Channel
	link   *card.Link
	out    *card.Contents
	face   dialect
	arena  []byte // every object read; Contents alias it
	cmd    []byte // the command being built
	places places
	// described: the last SELECT was obeyed. Each asks for a description of the file, so
	// that a card that did select announces one.
	described bool
	inMF      bool // the last SELECT was of a file of the MF
}

func newReading(ctx context.Context, ch card.Channel, opts ReadOptions) *reading {
	out := &card.Contents{ATR: ch.ATR(), Protocol: ch.Protocol(), Display: opts.Display}
	out.Face = card.FaceOf(out.ATR)
	out.PIN.Uses, out.PUK.Uses = -1, -1
	return &reading{
		ctx:   ctx,
		ch:    ch,
		link:  card.NewLink(ch),
		out:   out,
		face:  dialectOf(out.Face, out.Protocol),
		arena: make([]byte, 0, arenaSize),
		cmd:   make([]byte, 0, 64),
	}
}

// arenaSize holds a card with two activities; larger cards grow it.
const arenaSize = 2048

// all reads in the order that lets a program stop early: who issued the card, what it
// holds, whose it is; then what the PIN opens. The try counters come last before the
// PIN: nothing else may be selected between them, so that they are those of the code
// that is presented (see package guard). The update dates come just before, because
// their file leaves the card where the counters are.
func (r *reading) all(opts ReadOptions) error {
	steps := []struct {
		name text.Text
		do   func() error
	}{
		{text.Of("l'application", "the application"), r.selectApplication},
		{text.Same("EF.SN.ICC"), r.serial},
		{text.Of("le répertoire", "the directory"), r.directory},
		{text.Of("les objets publics", "the public objects"), r.public},
	}
	for _, s := range steps {
		if err := s.do(); err != nil {
			return r.failed(s.name, err)
		}
		if r.foreign() {
			return nil
		}
	}
	if opts.Certificates {
		if err := r.certificates(); err != nil {
			return r.failed(text.Of("les certificats", "the certificates"), err)
		}
	}
	if err := r.update(); err != nil {
		return r.failed(text.Of("les dates de mise à jour", "the update dates"), err)
	}
	if err := r.counters(); err != nil {
		return r.failed(text.Of("les compteurs d'essais", "the try counters"), err)
	}
	if err := r.login(opts); err != nil {
		var withheld *PINError
		if errors.As(err, &withheld) {
			return err
		}
		return r.failed(text.Of("le code porteur", "the PIN"), err)
	}
	if !r.out.Protected() {
		return nil
	}
	if err := r.activities(); err != nil {
		return r.failed(text.Of("les activités", "the activities"), err)
	}
	if err := r.billing(); err != nil {
		return r.failed(text.Of("les situations de facturation", "the billing situations"), err)
	}
	return nil
}

// foreign reports whether the card is not a health professional's: nothing
// more is asked of it then.
func (r *reading) foreign() bool {
	sn := &r.out.Serial
	if r.out.Face == card.FaceUnknown {
		return sn.State.Known() || sn.SW != 0
	}
	return sn.State == card.Present && sn.Value.Issuer != card.IssuerANS
}

func (r *reading) failed(step text.Text, err error) error {
	return &ReadError{step, r.link.Exchanges(), err}
}

// send sends a command that has no effect on the card, so that it may be
// repeated: once, after the application was selected again, when the card
// answers that class or application do not match (CryptolibCPS sources,
// apdu.c, does the same).
func (r *reading) send(cmd []byte) ([]byte, apdu.SW, error) {
	data, sw, err := r.link.Send(r.ctx, cmd)
	if err != nil || (sw != apdu.SWCLANotFound && sw != apdu.SWIncorrectP1P2) {
		return data, sw, err
	}
	if err := r.face.recover(r); err != nil {
		return nil, 0, err
	}
	return r.link.Send(r.ctx, cmd)
}

// once sends a command whose refusal has another way out than send's.
func (r *reading) once(cmd []byte) ([]byte, apdu.SW, error) { return r.link.Send(r.ctx, cmd) }

// file selects and reads one transparent file. The bytes stay valid for the
// life of the contents. A status word other than 9000 says why there are
// none: 6A82 for a file that does not exist, 6982 for one the card protects. Nil with
// 9000 is a card that did not select: what is read then would be another file's.
func (r *reading) file(path []byte) ([]byte, apdu.SW, error) {
	r.described = false
	sw, err := r.face.selectFile(r, path)
	if err != nil || !r.described {
		return nil, sw, err
	}
	return r.binary(r.face.cla, -1, -1)
}

// shortFile reads a file of the MF by its short identifier, without a SELECT, where the
// face has one. The card that does not take it so is asked as for any other file; and so
// is one whose answer does not begin as that file does: a short identifier is of the
// current DF, which may be where another program left the card.
func (r *reading) shortFile(sfi int, begins byte, path []byte) ([]byte, apdu.SW, error) {
	if !r.face.short {
		return r.file(path)
	}
	raw, sw, err := r.binary(r.face.cla, -1, sfi)
	if err != nil || sw.OK() && len(raw) > 0 && raw[0] == begins {
		return raw, sw, err
	}
	return r.file(path)
}

// errTooLong is an answer to READ BINARY with more data than were asked for:
// whatever sits between program and card, its bytes cannot be trusted.
var errTooLong = text.NewError(text.Of("la carte a donné plus d'octets qu'on n'en demandait", "the card gave more bytes than it was asked for"),
	text.Of("vérifiez le lecteur", "check the reader"))

// maxFile bounds what is taken from one file, whatever the card says.
const maxFile = 32 << 10

// binary reads the current file from its start to its end, or size bytes of it
// when size is not negative; the file of a short identifier, which is the current one
// from then on, when sfi is not negative.
func (r *reading) binary(cla byte, size, sfi int) ([]byte, apdu.SW, error) {
	start := len(r.arena)
	for {
		got := len(r.arena) - start
		ne := 256
		if size >= 0 {
			ne = min(size-got, 256)
		}
		if ne <= 0 || got >= maxFile {
			break
		}
		var cmd []byte
		var err error
		send := r.send
		if got == 0 && sfi >= 0 {
			cmd, err = apdu.AppendReadBinarySFI(r.cmd[:0], cla, byte(sfi), 0, ne)
			send = r.once
		} else {
			cmd, err = apdu.AppendReadBinary(r.cmd[:0], cla, got, ne)
		}
		if err != nil {
			return nil, 0, err
		}
		data, sw, err := send(cmd)
		if err != nil {
			return nil, 0, err
		}
		switch {
		case len(data) > ne:
			return nil, 0, errTooLong
		case sw.OK(), sw == apdu.SWEndOfFile && len(data) > 0:
			r.arena = append(r.arena, data...)
		case got == 0 && (sw == apdu.SWWrongP1P2 || sw == apdu.SWEndOfFile):
			return r.arena[start:start:start], apdu.SWOK, nil // a file of size 0
		case got == 0, !endsFile(sw):
			return nil, sw, nil
		}
		if !sw.OK() || len(data) < ne {
			break
		}
	}
	return r.arena[start:len(r.arena):len(r.arena)], apdu.SWOK, nil
}

// endsFile reports whether a status word may stand behind the last bytes of a file
// whose length is a multiple of what is asked for at once. Any other is a refusal, and
// half of a file is none.
func endsFile(sw apdu.SW) bool {
	return sw.OK() || sw == apdu.SWEndOfFile || sw == apdu.SWWrongP1P2 || sw == apdu.SWIncorrectP1P2 || sw.SW1() == apdu.SWCPS2terFileNotFound.SW1()
}

// object reads a file into an object of the contents.
func object[T any](r *reading, o *card.Object[T], path []byte, decode func([]byte) (T, []card.Deviation, error)) error {
	raw, sw, err := r.file(path)
	if err != nil {
		return err
	}
	settle(r, o, raw, sw, decode)
	return nil
}

// settle turns bytes and status word into the state of an object.
func settle[T any](r *reading, o *card.Object[T], raw []byte, sw apdu.SW, decode func([]byte) (T, []card.Deviation, error)) {
	o.SW, o.Exchange = sw, r.link.Exchanges()
	switch {
	case sw.OK() && raw == nil: // not selected: nothing was read
	case sw.OK():
		card.Fill(o, raw, sw, r.link.Exchanges(), decode)
	case sw == apdu.SWFileNotFound, sw == apdu.SWCPS2terFileNotFound:
		o.State = card.Absent
	}
}
