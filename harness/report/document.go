package report

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"

	"github.com/cpslab/cps/harness/card"
	speak "github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/diagnosis/fact"
)

// SchemaVersion is the version of the output contract. It changes when a field
// changes its meaning or goes. Within a version, values and properties may be
// added: objects are open, and a reader takes a verdict that it does not know for
// one that is not ok.
const SchemaVersion = 2

// Document is one diagnosis as it leaves the program: the JSON output, and what
// every other output is made from. Nothing in it needs masking any more: texts
// hold no control characters and identities are masked already (see Masked).
//
// A field that was not read is absent. Codes keep the digits of their tables;
// their labels are French whatever the language, being those of the public
// nomenclature. Lang is the language of title, text, cause, remedy, contact and why.
type Document struct {
	Schema   int               `json:"schema"`
	Verdict  diagnosis.Verdict `json:"verdict"`
	Lang     string            `json:"lang"` // "fr" or "en"
	Date     string            `json:"date,omitempty"`
	Use      string            `json:"use"`      // what the card is judged for: "billing" or "auth"
	Complete bool              `json:"complete"` // everything was read that could be
	Masked   bool              `json:"masked"`   // identities are masked
	Reader   Reader            `json:"reader"`
	Card     *Card             `json:"card,omitempty"` // absent when no card was read
	// UnknownCodes are declared codes that no table knows, "ssv 2748 (0ABC)".
	UnknownCodes []string `json:"unknown_codes,omitempty"`

	Findings []Finding `json:"findings"` // most severe first, then in evaluation order
	Unknown  []Unknown `json:"unknown"`  // in evaluation order
	Failure  string    `json:"failure,omitempty"`

	Reading *Reading `json:"reading,omitempty"` // absent when nothing was exchanged

	// Faults are the faults that were asked for, and what became of them: what is found
	// above is theirs.
	Faults []Fault `json:"faults,omitempty"`
}

// Reading is what reading the card took, a proof of its key not included. LineMS is the
// limit: no reader is faster on the contact line of this card, with that clock; a
// contactless card has none.
type Reading struct {
	Exchanges  int     `json:"exchanges"`
	Characters int     `json:"characters,omitempty"` // on the line, both ways
	Line       string  `json:"line,omitempty"`       // "T=0, 10753 bit/s"
	ClockHz    int     `json:"clock_hz,omitempty"`   // assumed of the reader
	LineMS     float64 `json:"line_ms,omitempty"`
	TookMS     float64 `json:"took_ms,omitempty"` // measured; absent for a simulated card, which has no line
}

// Fault is a fault that was put between the reading and the card, or into the card.
type Fault struct {
	Fault    string `json:"fault"`              // as it is written, "remove@12"
	Kind     string `json:"kind"`               // "remove"
	Does     string `json:"does"`               // what happens, in the language of the document
	Fired    int    `json:"fired"`              // how often; 0: its exchange did not come
	Exchange int    `json:"exchange,omitempty"` // of the first time, from 1; absent for one that is there from the start
	Command  string `json:"command,omitempty"`  // that met it first, without its data
	File     string `json:"file,omitempty"`     // that was selected then
}

// Times says how often the fault fired, and where first.
func (f Fault) Times(lang string) string {
	switch {
	case f.Fired == 0:
		return pick(lang, "jamais déclenchée : l'échange n'est pas venu", "never set off: its exchange did not come")
	case f.Exchange == 0:
		return pick(lang, "dès le début", "from the start")
	}
	s := fmt.Sprintf(pick(lang, "déclenchée une fois, échange %d", "set off once, exchange %d"), f.Exchange)
	if f.Fired > 1 {
		s = fmt.Sprintf(pick(lang, "déclenchée %d fois, la première à l'échange %d", "set off %d times, first at exchange %d"), f.Fired, f.Exchange)
	}
	if f.File != "" {
		return fmt.Sprintf("%s (%s, %s)", s, f.Command, f.File)
	}
	return fmt.Sprintf("%s (%s)", s, f.Command)
}

// Reader is the way to the card. State is "not-judged", "ok", "no-reader",
// "no-card", "mute" or "removed".
type Reader struct {
	Address string `json:"address,omitempty"` // as given: "sim:cps3-healthy", "pcsc:", "trace:FILE"
	Name    string `json:"name,omitempty"`    // as the service calls it
	State   string `json:"state"`
}

// Finding is one rule that fired.
type Finding struct {
	ID        string             `json:"id"`       // "CPS-DAM-001"
	Severity  diagnosis.Severity `json:"severity"` // by its name, "BLOCK-BILLING"
	Mark      string             `json:"mark"`     // "FIELD", "PUBLIC" or "DERIVED"
	Title     string             `json:"title"`
	Text      string             `json:"text"`            // what the user sees
	Quote     string             `json:"quote,omitempty"` // the French message as it stands on the user's screen, in either language; absent when Text is this project's wording
	Origin    string             `json:"origin"`          // whose words Text is: "field", "screen" or "proposed"
	Cause     string             `json:"cause"`
	Remedy    string             `json:"remedy"`
	Contact   string             `json:"contact,omitempty"`   // absent when nobody needs to be called
	Situation int                `json:"situation,omitempty"` // rank of the billing situation, from 1; absent when the finding is about the card
	Evidence  []Evidence         `json:"evidence"`
}

// Evidence is one value that a finding rests on.
type Evidence struct {
	Field    string `json:"field"`
	Value    string `json:"value"`
	Exchange int    `json:"exchange,omitempty"` // number of the exchange, from 1; absent when it came from none
}

// Unknown is a rule that could not be judged, with the first input it lacks.
type Unknown struct {
	Rule    string `json:"rule"`
	Title   string `json:"title"`
	Missing string `json:"missing"`
	How     string `json:"how"`           // what its condition rests on: "card", "fact", "workstation", "guard" or "not-knowable"
	Why     string `json:"why,omitempty"` // why no program can know it
	// Declared says that nothing failed: the rule waits for a fact that nobody
	// declared, or no program can know.
	Declared bool `json:"declared,omitempty"`
	// SomeDeclared says that a declared fact is among its inputs: to declare Missing too
	// may bring an answer.
	SomeDeclared bool `json:"told,omitempty"`
}

// Options tell how a document is made.
type Options struct {
	Lang         string    // "fr" or "en", also "fr-FR"; anything else counts as English
	ShowIdentity bool      // show the identities of a card that is no TEST card
	Address      string    // address of the reader, as the user gave it
	Date         card.Date // the day the card was judged for; the zero value leaves it out
	Failure      string    // what cut the reading short, for a bench error
	Reading      *Reading  // what the reading took, nil when that is not known
	Faults       []Fault   // that were played
}

// NewDocument puts input and outcome of a diagnosis into the output contract.
// It keeps no reference to in.
func NewDocument(in *diagnosis.Input, res diagnosis.Result, opts Options) Document {
	masked := Masked(in.Card, opts.ShowIdentity)
	hide := newScrubber(in.Card, masked)
	d := Document{
		Schema:   SchemaVersion,
		Verdict:  res.Verdict,
		Lang:     pick(opts.Lang, "fr", "en"),
		Date:     opts.Date.String(),
		Use:      string(cmp.Or(in.Facts.Use, fact.UseBilling)),
		Complete: true,
		Masked:   masked,
		Reader:   Reader{speak.Printable(opts.Address), hide.text(in.Reader.Name), readerState(in.Reader.State)},
		Findings: make([]Finding, 0, len(res.Findings)),
		Unknown:  []Unknown{},
		Failure:  hide.text(opts.Failure),
		Reading:  opts.Reading,
		Faults:   opts.Faults,
	}
	if in.Card != nil {
		d.Card = newCard(shown(in.Card, masked))
	}
	for _, code := range in.Facts.UnknownCodes() {
		d.UnknownCodes = append(d.UnknownCodes, code.String())
	}
	for _, f := range res.Findings {
		d.Findings = append(d.Findings, newFinding(f, d.Lang, hide, masked))
	}
	for u := range res.Unknown {
		d.Complete = d.Complete && u.Declared
		d.Unknown = append(d.Unknown, Unknown{
			Rule: u.Rule.ID, Title: u.Rule.Title.In(d.Lang), Missing: u.Missing,
			How: string(u.Rule.How), Why: u.Rule.Why.In(d.Lang), Declared: u.Declared,
			SomeDeclared: in.Facts.HasAny(u.Rule.Inputs),
		})
	}
	return d
}

func newFinding(f diagnosis.Finding, lang string, hide scrubber, masked bool) Finding {
	w := f.Rule.Render(f.Variant, f.Args, lang)
	out := Finding{
		ID:        f.Rule.ID,
		Severity:  f.Severity,
		Mark:      string(f.Rule.Mark),
		Title:     f.Rule.Title.In(lang),
		Text:      hide.text(w.Text),
		Origin:    string(f.Rule.TextOrigin(f.Variant)),
		Cause:     hide.text(w.Cause),
		Remedy:    hide.text(w.Remedy),
		Contact:   w.Contact,
		Situation: f.Situation,
		Evidence:  make([]Evidence, 0, len(f.Evidence)),
	}
	if out.Origin != string(diagnosis.Proposed) {
		out.Quote = hide.text(f.Text("fr"))
	}
	for _, e := range f.Evidence {
		value := hide.text(e.Value)
		if masked && e.Identity && e.Value != "" {
			value = fmt.Sprintf("%s (%d)", Mask, len([]rune(e.Value)))
		}
		out.Evidence = append(out.Evidence, Evidence{e.Field, value, e.Exchange})
	}
	return out
}

func readerState(s card.SlotState) string {
	switch s {
	case card.SlotCard:
		return "ok"
	case card.SlotNoReader:
		return "no-reader"
	case card.SlotEmpty:
		return "no-card"
	case card.SlotMute:
		return "mute"
	case card.SlotRemoved:
		return "removed"
	default:
		return "not-judged"
	}
}

// JSON returns the document as indented JSON with a line end. The same document
// always gives the same bytes.
func (d Document) JSON() ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(d); err != nil {
		return nil, speak.Wrap(speak.Of("rapport : écriture du document", "report: encoding the document"), err)
	}
	return b.Bytes(), nil
}

// First returns the finding that decides the verdict: the first one above INFO.
func (d Document) First() (Finding, bool) {
	for _, f := range d.Findings {
		if f.Severity != diagnosis.Info {
			return f, true
		}
	}
	return Finding{}, false
}
