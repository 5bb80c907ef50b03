package trace

import (
	"strings"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/apdu"
	"github.com/cpslab/cps/harness/card/effect"
	"github.com/cpslab/cps/harness/card/text"
)

// Title says what an event is: the command by its instruction and header, and the file
// that it is about. It holds no data of a command.
func (e *Event) Title() text.Text {
	switch e.Kind {
	case KindExchange:
		return e.command()
	case KindReset:
		if e.Cold {
			return text.Of("remise sous tension", "power cycle")
		}
		return text.Of("réinitialisation", "reset")
	case KindCard:
		return text.Of("carte dans « %s »", "card in “%s”", text.Printable(e.Name))
	case KindError:
		return text.Same(text.Printable(e.Op))
	case KindFault:
		return text.Of("panne %s", "fault %s", text.Printable(e.Fault))
	case KindMark:
		return text.Same(text.Printable(e.Mark + "=" + e.Value))
	case KindEnd:
	}
	return text.Of("fin", "end")
}

// command names the command of an exchange, and its file.
func (e *Event) command() text.Text {
	if e.File != "" {
		return text.Of("%s (%s)", "%s (%s)", e.CommandName(), text.Printable(e.File))
	}
	return e.CommandName()
}

// CommandName is the command of an exchange by its instruction and header, without its file.
func (e *Event) CommandName() text.Text {
	decoded, doubt := effect.Decode(e.Command)
	if doubt != nil && len(e.Command) < 4 {
		return text.Of("%d octets, pas une commande", "%d bytes, no command", len(e.Command))
	}
	return decoded.Name()
}

// Outcome says what became of it: the status word with its meaning, or why there is no
// answer.
func (e *Event) Outcome() text.Text {
	if e.Err != "" {
		message, _ := text.Said(ErrorOf(e.Err))
		return message
	}
	switch sw, ok := e.SW(); {
	case e.Kind != KindExchange:
		return text.Text{}
	case ok:
		return apdu.SW(sw).Text()
	case len(e.Answer) == 0:
		return text.Of("réponse vide", "empty answer")
	}
	return text.Of("réponse sans mot d'état", "answer without a status word")
}

// Masked reports whether the data of a command were masked.
func (e *Event) Masked() bool {
	from, to := MaskedIn(e.Command)
	return from < to
}

// Presents returns how many bytes the code has that a command presents as the PIN, 0 where
// it presents none, or the card got none.
func (e *Event) Presents() int {
	decoded, doubt := effect.Decode(e.Command)
	if e.Kind != KindExchange || doubt != nil || !decoded.Presents || decoded.Command.INS != apdu.INSVerify || decoded.Ref != effect.RefPIN {
		return 0
	}
	return len(decoded.Command.Data)
}

// MaskedIn says which bytes of a command of a trace are masked, cmd[from:to].
func MaskedIn(cmd []byte) (from, to int) {
	e, _ := effect.Decode(cmd)
	if from, to = secretOf(cmd, &e); from < to && strings.Trim(string(cmd[from:to]), string(rune(maskByte))) == "" {
		return from, to
	}
	return 0, 0
}

// NotThereError is a number that no exchange of a trace has.
type NotThereError struct {
	N, Reader, Last int
}

var _ text.Speaker = (*NotThereError)(nil)

func (e *NotThereError) Error() string {
	message, _ := e.Say("en")
	return message
}

// Say gives the number, and the last one that there is.
func (e *NotThereError) Say(lang string) (message, hint string) {
	return text.Of("pas d'échange %d", "no exchange %d", e.N).In(lang),
		text.Of("le dernier est le %d", "the last one is %d", e.Last).In(lang)
}

// BadInput is true: the user gave the number.
func (e *NotThereError) BadInput() bool { return true }

// Exchange returns the place among the events of an exchange of a reader. The error is a
// *NotThereError.
func (t *Trace) Exchange(reader, n int) (int, error) {
	last := 0
	for i := range t.Events {
		e := &t.Events[i]
		if e.Kind != KindExchange || e.Reader != reader {
			continue
		}
		if e.N == n {
			return i, nil
		}
		last = max(last, e.N)
	}
	return 0, &NotThereError{n, reader, last}
}

// Readers returns the events of the cards at the start, by the place of their reader.
func (t *Trace) Readers() map[int]Event {
	out := map[int]Event{}
	for _, e := range t.Events {
		if _, known := out[e.Reader]; !known && e.Kind == KindCard {
			out[e.Reader] = e
		}
	}
	return out
}

// Serial returns the number of EF.SN.ICC of a reader's card as the trace has it, "" where
// that was not read.
func (t *Trace) Serial(reader int) string {
	for i := range t.Events {
		if e := &t.Events[i]; e.Reader == reader && e.File == "EF.SN.ICC" {
			if serial, _, err := card.DecodeSerial(e.Data()); err == nil {
				return serial.Number
			}
		}
	}
	return ""
}

// Code returns how many characters the code has that was presented first in a reader, 0
// where none was. A replay takes any of that length.
func (t *Trace) Code(reader int) int {
	for i := range t.Events {
		if e := &t.Events[i]; e.Reader == reader && e.Presents() > 0 {
			return e.Presents()
		}
	}
	return 0
}

// Content returns the file, or the object, of which an exchange gave a part, put together
// from the answers around it: nil where it gave none. from is the first byte that is of the
// exchange itself.
func (t *Trace) Content(at int) (content []byte, from int) {
	e := &t.Events[at]
	if e.Kind != KindExchange || len(e.Data()) == 0 {
		return nil, 0
	}
	first := at
	for t.goesOn(first) {
		first = t.before(first)
	}
	for i := first; i >= 0; i = t.after(i) {
		if i == at {
			from = len(content)
		}
		content = append(content, t.Events[i].Data()...)
		if next := t.after(i); next < 0 || !t.goesOn(next) || len(content) > maxLine {
			break
		}
	}
	return content, from
}

// before and after are the places of the neighbours of an exchange in its reader, -1 for
// none.
func (t *Trace) before(at int) int {
	for i := at - 1; i >= 0; i-- {
		if e := &t.Events[i]; e.Reader == t.Events[at].Reader && e.Kind != KindFault && e.Kind != KindMark {
			if e.Kind == KindExchange {
				return i
			}
			return -1
		}
	}
	return -1
}

func (t *Trace) after(at int) int {
	for i := at + 1; i < len(t.Events); i++ {
		if e := &t.Events[i]; e.Reader == t.Events[at].Reader && e.Kind != KindFault && e.Kind != KindMark {
			if e.Kind == KindExchange {
				return i
			}
			return -1
		}
	}
	return -1
}

// goesOn reports whether an exchange brought what follows the data of the one before: a
// READ BINARY further on in the same file, or a GET RESPONSE.
func (t *Trace) goesOn(at int) bool {
	last := t.before(at)
	if last < 0 {
		return false
	}
	e, _ := effect.Decode(t.Events[at].Command)
	before, _ := effect.Decode(t.Events[last].Command)
	sw, _ := t.Events[last].SW()
	switch e.Command.INS {
	case apdu.INSGetResponse:
		return apdu.SW(sw).Available() > 0
	case apdu.INSReadBinary:
		offset := int(e.Command.P1)<<8 | int(e.Command.P2)
		return before.Command.INS == apdu.INSReadBinary && e.Command.P1&0x80 == 0 && offset > 0 && t.Events[at].File == t.Events[last].File
	}
	return false
}

// Manifest says what was scrubbed of a trace, by its end.
func Manifest(end *Event) text.Text {
	var all text.Text
	for _, kind := range [...]struct {
		name string
		said text.Text
	}{
		{valueCode, text.Same("codes")},
		{valueName, text.Of("mots de noms", "words of names")},
		{valueNumber, text.Of("numéros", "numbers")},
		{valueCertificate, text.Of("certificats", "certificates")},
		{valueKey, text.Of("clés", "keys")},
		{valueSignature, text.Same("signatures")},
		{valueOther, text.Of("autres valeurs", "other values")},
	} {
		n := end.Scrubbed[kind.name]
		if n == 0 {
			continue
		}
		said := text.Of("%s : %d", "%s: %d", kind.said, n)
		if all.IsZero() {
			all = said
		} else {
			all = text.Of("%s, %s", "%s, %s", all, said)
		}
	}
	if all.IsZero() {
		return text.Of("rien à masquer", "nothing to scrub")
	}
	return text.Of("masqués — %s", "scrubbed — %s", all)
}
