package card

import (
	"context"
	"errors"

	"github.com/cpslab/cps/harness/card/apdu"
	"github.com/cpslab/cps/harness/card/text"
)

// Bounds of one answer, against a card that never ends.
const (
	maxAnswer = 64 << 10 // data bytes of one command, all GET RESPONSE together
	maxRounds = 256      // GET RESPONSE for one command
)

// Link sends commands over a Channel and gives whole answers. It is the one
// place where 61xx and 6Cxx are resolved (ISO/IEC 7816-4, 5.1.3), by what the
// card answers and never by the protocol it declared:
//
//   - 61xx: GET RESPONSE in the class of the command fetches the data until
//     another status word comes.
//   - 6Cxx: the card did not execute the command; it is repeated once with
//     Le = xx if it only selects or reads (SELECT, READ, GET). Any other command
//     is not repeated: its caller gets the 6Cxx. That includes VERIFY without
//     data, whose fifth byte a T=0 card may take for the length of a code.
//
// The 9Fxx of the CPS2ter command set (CLA A0) is left to the caller: what
// waits there describes the file just selected and is not always wanted.
//
// A Link belongs to one goroutine, as its Channel does. It does not allocate
// once its buffer has the size of the largest answer, and never keeps the data
// field of a command that it does not repeat.
type Link struct {
	channel   Channel
	exchanges int
	answer    []byte  // data so far, and room for the next R-APDU
	repeated  []byte  // command with the corrected Le
	get       [5]byte // GET RESPONSE
}

// NewLink returns a Link over ch. Commands sent past it on ch are not counted.
func NewLink(ch Channel) *Link { return &Link{channel: ch} }

// Channel returns the channel below the link, for Reset, ATR and transactions.
func (l *Link) Channel() Channel { return l.channel }

// Exchanges returns the number of command-response pairs on the wire so far:
// each GET RESPONSE and each repetition counts, and so does a lost exchange.
func (l *Link) Exchanges() int { return l.exchanges }

// Send sends one command APDU and returns the data of the answer, 0 to 65536
// bytes, and the last status word. data is valid until the next Send. A status
// word is no error; the error is a *LinkError, after which what the card did
// with the command is unknown unless its kind is LinkNotSent.
func (l *Link) Send(ctx context.Context, cmd []byte) (data []byte, sw apdu.SW, err error) {
	_, sw, err = l.Exchange(ctx, cmd)
	if err != nil {
		return nil, 0, err
	}
	if sw.SW1() == 0x6C && len(l.answer) == 0 {
		if again, ok := l.withLe(cmd, sw.SW2()); ok {
			if sw, err = l.exchange(ctx, again); err != nil {
				return nil, 0, err
			}
		}
	}
	for round, dry := 0, 0; sw.SW1() == 0x61; round++ {
		before := len(l.answer)
		if round == maxRounds {
			return nil, 0, l.fail(LinkEndless, cmd, nil)
		}
		if sw, err = l.getResponse(ctx, cmd[0], sw.SW2()); err != nil {
			return nil, 0, err
		}
		if dry++; len(l.answer) > before {
			dry = 0
		}
		if dry == 2 && sw.SW1() == 0x61 {
			return nil, 0, l.fail(LinkEndless, cmd, nil)
		}
	}
	return l.answer, sw, nil
}

// Exchange makes one exchange and gives the answer as the card gave it: 61xx
// and 6Cxx are left to the caller, who may not want what is announced, or sends
// a command that must never go out twice. Otherwise it is as Send.
func (l *Link) Exchange(ctx context.Context, cmd []byte) (data []byte, sw apdu.SW, err error) {
	l.answer = l.answer[:0]
	if len(cmd) < 4 {
		return nil, 0, &LinkError{Kind: LinkNotSent, Exchange: l.exchanges}
	}
	sw, err = l.exchange(ctx, cmd)
	if err != nil {
		return nil, 0, err
	}
	return l.answer, sw, nil
}

// getResponse fetches n bytes, 0 meaning 256, in the class of the command that
// left them, which is never a chained one (ISO/IEC 7816-4, 7.6.1).
func (l *Link) getResponse(ctx context.Context, cla, n byte) (apdu.SW, error) {
	before := len(l.answer)
	l.get = [5]byte{cla &^ apdu.CLAChaining, apdu.INSGetResponse, 0, 0, n}
	sw, err := l.exchange(ctx, l.get[:])
	if err != nil || sw.SW1() != 0x6C || len(l.answer) > before {
		return sw, err
	}
	l.get[4] = sw.SW2()
	return l.exchange(ctx, l.get[:])
}

// exchange makes one exchange and appends the data of its answer to l.answer.
func (l *Link) exchange(ctx context.Context, cmd []byte) (apdu.SW, error) {
	before := len(l.answer)
	l.exchanges++
	all, err := l.channel.Transmit(ctx, l.answer, cmd)
	if errors.Is(err, ErrRefused) {
		l.exchanges--
		return 0, l.fail(LinkRefused, cmd, err)
	}
	if err != nil {
		return 0, l.fail(LinkLost, cmd, err)
	}
	if len(all) < before+2 {
		return 0, l.fail(LinkTruncated, cmd, nil)
	}
	if len(all)-2 > maxAnswer {
		return 0, l.fail(LinkOversized, cmd, nil)
	}
	end := len(all) - 2
	l.answer = all[:end]
	return apdu.SW(uint16(all[end])<<8 | uint16(all[end+1])), nil
}

// withLe returns cmd with another Le, 0 meaning 256, if it may be repeated.
func (l *Link) withLe(cmd []byte, le byte) ([]byte, bool) {
	c, err := apdu.ParseCommand(cmd)
	if err != nil || !repeatable(c) {
		return nil, false
	}
	if c.Ne = int(le); le == 0 {
		c.Ne = apdu.MaxShortNe
	}
	again, err := c.Append(l.repeated[:0])
	if err != nil {
		return nil, false
	}
	l.repeated = again
	return again, true
}

// repeatable reports whether a command changes nothing but the selected file.
func repeatable(c apdu.Command) bool {
	switch c.INS {
	case apdu.INSSelect, apdu.INSReadBinary, apdu.INSReadBinary | 1, apdu.INSReadRecord, apdu.INSReadRecord | 1,
		apdu.INSGetData, apdu.INSGetDataExtended, apdu.INSGetChallenge, apdu.INSGetResponse:
		return true
	default:
		return false
	}
}

func (l *Link) fail(kind LinkErrorKind, cmd []byte, err error) error {
	e := &LinkError{Kind: kind, Exchange: l.exchanges, Err: err}
	copy(e.Header[:], cmd)
	return e
}

// LinkErrorKind says how an exchange failed.
type LinkErrorKind uint8

// Kinds of link errors.
const (
	LinkNotSent   LinkErrorKind = iota + 1 // fewer than four bytes: no command, nothing was sent
	LinkLost                               // the channel failed; Err holds its error
	LinkTruncated                          // an answer without a whole status word
	LinkOversized                          // more than 65536 bytes of data
	LinkRefused                            // kept from the card; Err says why, and the channel goes on
	LinkEndless                            // 61xx again and again, without data or without end
)

var linkErrorTexts = [...]text.Text{
	LinkNotSent:   {FR: "plus court qu'un en-tête de commande, non envoyé ; vérifiez la commande", EN: "shorter than a command header, not sent; check the command"},
	LinkLost:      {FR: "échange perdu ; réinitialisez la carte avant toute autre chose", EN: "exchange lost; reset the card before anything else"},
	LinkTruncated: {FR: "réponse plus courte qu'un mot d'état ; vérifiez le lecteur", EN: "answer shorter than a status word; check the reader"},
	LinkOversized: {FR: "réponse plus longue que celle d'aucune carte ; vérifiez le lecteur", EN: "answer longer than any card gives; check the reader"},
	LinkRefused:   {FR: "non envoyé", EN: "not sent"},
	LinkEndless:   {FR: "la carte annonce sans fin des données par 61xx ; réinitialisez-la", EN: "the card announces data with 61xx without end; reset the card"},
}

// String says in English what failed and what to do.
func (k LinkErrorKind) String() string { return k.text().EN }

func (k LinkErrorKind) text() text.Text {
	if k > 0 && int(k) < len(linkErrorTexts) {
		return linkErrorTexts[k]
	}
	return text.Same("invalid")
}

// LinkError is an exchange that gave no answer. It carries the four header
// bytes of the command, never its data, which may be a code porteur. For LinkLost
// and LinkRefused it wraps the error of the Channel; after any kind but LinkNotSent
// and LinkRefused the state of the card is unknown and only Reset may follow.
type LinkError struct {
	Kind     LinkErrorKind
	Header   [4]byte // CLA INS P1 P2 of the command on the wire
	Exchange int     // number of the exchange on the link, from 1
	Err      error   // error of the channel, nil unless Kind is LinkLost or LinkRefused
}

var _ text.Speaker = (*LinkError)(nil)

// Error names the command, the exchange and what to do.
func (e *LinkError) Error() string {
	message, _ := e.Say("en")
	return message
}

// Say names the command, the exchange and what to do, around the error of the
// channel as text.Around does.
func (e *LinkError) Say(lang string) (message, hint string) {
	during := text.Of("%s (%X), échange %d : %s", "%s (%X), exchange %d: %s", apdu.INSName(e.Header[1]), e.Header, e.Exchange, e.Kind.text())
	if e.Err == nil {
		return during.In(lang), ""
	}
	return text.Around(during, e.Err, lang)
}

// Unwrap returns the error of the channel.
func (e *LinkError) Unwrap() error { return e.Err }
