package control

import (
	"fmt"
	"strings"
	"time"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/apdu"
	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/station"
	"github.com/cpslab/cps/harness/trace"
)

// What goes over the wire. Objects are open: later versions add members.

// Words are a sentence in both languages.
type Words struct {
	FR string `json:"fr"`
	EN string `json:"en"`
}

func words(t text.Text) Words { return Words(t) }

// Bench is a station in one go.
type Bench struct {
	Schema    int      `json:"schema" jsonschema:"1; within a number, members may be added"`
	Name      string   `json:"name" jsonschema:"of the station, for people"`
	Lang      string   `json:"lang" jsonschema:"of sentences where a request asks for none: fr or en"`
	Readers   []Reader `json:"readers"`
	Cards     []Card   `json:"cards"`
	Records   int64    `json:"records" jsonschema:"number of the last record of the log"`
	Restarts  int      `json:"restarts" jsonschema:"how often the PC/SC service was started again"`
	Socket    string   `json:"socket" jsonschema:"PCSCLITE_CSOCK_NAME of programs under test"`
	Version   string   `json:"version" jsonschema:"of cpslab"`
	Authority bool     `json:"authority" jsonschema:"the token of this request is the right one: it may change things"`
}

// Reader is a reader as it is now.
type Reader struct {
	Number     int    `json:"number" jsonschema:"from 1"`
	Name       string `json:"name" jsonschema:"as PC/SC programs see it"`
	Card       string `json:"card,omitempty" jsonschema:"name of the card in it, or beside it where a fault pulled it out"`
	Inserted   bool   `json:"inserted"`
	Holder     string `json:"holder,omitempty" jsonschema:"who holds it"`
	Until      string `json:"until,omitempty" jsonschema:"when that ends by itself (RFC 3339)"`
	Keypad     bool   `json:"keypad,omitempty" jsonschema:"codes are typed at it by the operation type"`
	Asks       *Asks  `json:"asks,omitempty" jsonschema:"the code that it asks for now; absent where it asks for none"`
	Exchanges  int64  `json:"exchanges" jsonschema:"commands answered in this reader"`
	Insertions int64  `json:"insertions"`
	Removals   int64  `json:"removals"`
}

// Asks is a code that a reader asks for.
type Asks struct {
	Entry string `json:"entry" jsonschema:"which code: verify, old, new or confirm (the new one again)"`
	Min   int    `json:"min" jsonschema:"digits at least"`
	Max   int    `json:"max" jsonschema:"digits at most"`
	Until string `json:"until" jsonschema:"when the reader gives up (RFC 3339)"`
}

// Card is a card as it is now.
type Card struct {
	Name      string  `json:"name"`
	Recipe    string  `json:"recipe" jsonschema:"preset or profile that it was made of"`
	Face      string  `json:"face" jsonschema:"cps3, cps3-contactless, cps4 or unknown"`
	Serial    string  `json:"serial" jsonschema:"ten digits of EF.SN.ICC, empty where the card has none"`
	Reader    int     `json:"reader,omitempty" jsonschema:"that it is in or lies beside; absent on the shelf"`
	PIN       Tries   `json:"pin"`
	PUK       Tries   `json:"puk"`
	Faults    []Armed `json:"faults"`
	Exchanges int64   `json:"exchanges"`
	Presented int64   `json:"presented" jsonschema:"codes that programs presented"`
}

// Tries are the counters of a code.
type Tries struct {
	Left    int  `json:"left"`
	Max     int  `json:"max"`
	Blocked bool `json:"blocked"`
}

// Armed is a fault that is armed.
type Armed struct {
	Fault    string `json:"fault" jsonschema:"as it is written"`
	Does     Words  `json:"does"`
	Fired    int    `json:"fired" jsonschema:"how often"`
	Exchange int    `json:"exchange,omitempty" jsonschema:"of the first time, counted from when it was armed"`
	Command  *Words `json:"command,omitempty" jsonschema:"that met it first"`
	File     string `json:"file,omitempty"`
}

// Record is a line of the log.
type Record struct {
	ID       int64     `json:"id" jsonschema:"from 1, without a gap"`
	At       string    `json:"at" jsonschema:"RFC 3339, with a fraction"`
	Reader   int       `json:"reader,omitempty"`
	Card     string    `json:"card,omitempty"`
	By       string    `json:"by,omitempty" jsonschema:"who asked for a change"`
	What     string    `json:"what,omitempty" jsonschema:"what happened, one word; absent for an exchange"`
	Said     *Words    `json:"said,omitempty" jsonschema:"what happened, as a sentence; absent for an exchange"`
	Exchange *Exchange `json:"exchange,omitempty"`
}

// Exchange is a command and its answer.
type Exchange struct {
	Number  int      `json:"number" jsonschema:"with this card since it was made, from 1"`
	Op      string   `json:"op" jsonschema:"what the command does, as triggers of faults name it"`
	Command Words    `json:"command" jsonschema:"name and header"`
	File    string   `json:"file,omitempty" jsonschema:"that is selected, where it is known"`
	Sent    string   `json:"sent" jsonschema:"the command in hexadecimal, ** for each byte that may be of a code"`
	Got     string   `json:"got,omitempty" jsonschema:"the first 1024 bytes of the answer, without the status word"`
	Length  int      `json:"length" jsonschema:"bytes of the answer, without the status word"`
	SW      string   `json:"sw,omitempty" jsonschema:"status word, four digits; absent where the exchange was lost"`
	Means   *Words   `json:"means,omitempty" jsonschema:"the status word in words"`
	Lost    *Words   `json:"lost,omitempty" jsonschema:"why there was no answer"`
	Faults  []string `json:"faults,omitempty" jsonschema:"that fired"`
	Millis  float64  `json:"ms" jsonschema:"how long the card took, in milliseconds"`
}

func readerOf(r station.Reader) Reader {
	out := Reader{
		Number: r.Number, Name: r.Name, Card: r.Card, Inserted: r.Inserted, Holder: r.Holder,
		Exchanges: r.Exchanges, Insertions: r.Insertions, Removals: r.Removals, Keypad: r.Keypad,
	}
	if a := r.Asked; a != nil {
		out.Asks = &Asks{Entry: a.Entry.String(), Min: a.Min, Max: a.Max, Until: a.Until.UTC().Format(time.RFC3339)}
	}
	if r.Holder != "" {
		out.Until = r.Until.UTC().Format(time.RFC3339)
	}
	return out
}

func readersOf(all []station.Reader) []Reader {
	out := make([]Reader, 0, len(all))
	for _, r := range all {
		out = append(out, readerOf(r))
	}
	return out
}

func cardOf(c station.Card) Card {
	out := Card{
		Name: c.Name, Recipe: c.Recipe, Face: c.Face.String(), Serial: c.Serial, Reader: c.Reader,
		PIN: triesOf(c.PIN), PUK: triesOf(c.PUK), Faults: []Armed{}, Exchanges: c.Exchanges, Presented: c.Presented,
	}
	for _, f := range c.Faults {
		one := Armed{Fault: f.Fault, Does: words(f.Does), Fired: f.Fired, Exchange: f.Exchange, File: f.File}
		if !f.Command.IsZero() {
			command := words(f.Command)
			one.Command = &command
		}
		out.Faults = append(out.Faults, one)
	}
	return out
}

func cardsOf(all []station.Card) []Card {
	out := make([]Card, 0, len(all))
	for _, c := range all {
		out = append(out, cardOf(c))
	}
	return out
}

func triesOf(t station.Tries) Tries { return Tries{t.Left, t.Max, t.Left == 0 && t.Max > 0} }

func recordOf(r station.Record) Record {
	out := Record{ID: r.ID, At: r.At.UTC().Format(time.RFC3339Nano), Reader: r.Reader, Card: r.Card, By: r.By, What: r.What}
	x := r.Exchange
	if x == nil {
		said := words(r.Said)
		out.Said = &said
		return out
	}
	e := &Exchange{
		Number: x.N, Op: x.Op, Command: words(x.CommandName()), File: x.File, Sent: sent(x), Got: card.HexBytes(x.Data()).String(),
		Length: len(x.Data()) + r.Left, Faults: r.Faults, Millis: float64(x.Took) / 1000,
	}
	if sw, ok := x.SW(); ok {
		means := words(apdu.SW(sw).Meaning())
		e.SW, e.Means = fmt.Sprintf("%04X", sw), &means
	} else {
		lost := words(x.Outcome())
		e.Lost = &lost
	}
	out.Exchange = e
	return out
}

// sent writes a command, with ** for what is masked.
func sent(x *trace.Event) string {
	from, to := trace.MaskedIn(x.Command)
	return x.Command[:from].String() + strings.Repeat("**", to-from) + x.Command[to:].String()
}
