package control

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/effect"
	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/fault"
	"github.com/cpslab/cps/harness/station"
	"github.com/cpslab/cps/harness/trace"
)

// Detail is one exchange, decoded.
type Detail struct {
	Record  Record  `json:"record"`
	Content string  `json:"content,omitempty"` // hexadecimal
	From    int     `json:"from" jsonschema:"first byte of content that this exchange brought"`
	Fields  []Field `json:"fields" jsonschema:"what content says: fields of a business object or a certificate, else its BER-TLV objects"`
}

// Field is one thing that bytes say.
type Field struct {
	Name  Words  `json:"name"`
	Value *Words `json:"value,omitempty" jsonschema:"absent for an object that holds others"`
	Depth int    `json:"depth" jsonschema:"of objects within objects, 0 outermost"`
}

// record is one exchange with what it read, put together from those around it.
func (s *Server) record(r *request) (any, error) {
	id, err := strconv.ParseInt(r.PathValue("record"), 10, 64)
	if err != nil {
		return nil, errNoRecord
	}
	found, content, from, ok := s.cfg.Station.Log().Content(id)
	if !ok {
		return nil, errNoRecord
	}
	out := Detail{Record: recordOf(found), Content: card.HexBytes(content).String(), From: from, Fields: []Field{}}
	for _, line := range trace.Decoded(content) {
		f := Field{Name: words(line.Name), Depth: line.Depth}
		if !line.Value.IsZero() {
			value := words(line.Value)
			f.Value = &value
		}
		out.Fields = append(out.Fields, f)
	}
	return out, nil
}

var errNoRecord = &refusal{
	http.StatusNotFound, "not-found", text.Of("aucun échange de ce numéro n'est gardé", "no exchange of that number is kept"),
	text.Of("/v1/log donne ceux qui le sont", "/v1/log gives those that are"),
}

// Basis is what a finding rests on: the exchanges that bring it, told by their file, or by
// what they do where that concerns none. A program reads in another order than the bench.
type Basis struct {
	Rule    string   `json:"rule"`
	Fields  []string `json:"fields" jsonschema:"as evidence of the verdict names them"`
	Card    string   `json:"card" jsonschema:"name of the card"`
	File    string   `json:"file,omitempty" jsonschema:"as records of the log have it"`
	Ops     []string `json:"ops,omitempty" jsonschema:"what the exchange does, as records of the log have it; only where it concerns no file"`
	Records []int64  `json:"records" jsonschema:"the exchanges of the log that concerned it, oldest first, the last sixteen"`
}

// mostRecords is how many exchanges are named for a basis.
const mostRecords = 16

// evidence says which exchanges of the log bring what the findings of the verdict rest on.
func (s *Server) evidence(r *request) (any, error) {
	j, err := s.judge(r)
	if err != nil {
		return nil, err
	}
	out := basisList{Evidence: []Basis{}}
	for i := range j.result.Findings {
		f := &j.result.Findings[i]
		for _, e := range f.Evidence {
			if e.Exchange >= 1 && e.Exchange <= len(j.seen.met) {
				out.add(f.Rule.ID, e.Field, j.card, &j.seen.met[e.Exchange-1])
			}
		}
	}
	records, _ := s.cfg.Station.Log().After(0, station.LogSize)
	for i := range out.Evidence {
		b := &out.Evidence[i]
		for k := range records {
			if b.met(&records[k]) {
				b.Records = append(b.Records, records[k].ID)
			}
		}
		b.Records = b.Records[max(0, len(b.Records)-mostRecords):]
	}
	return out, nil
}

// add adds a field that a rule judged, and the exchange that brought it.
func (l *basisList) add(rule, field, card string, met *fault.Event) {
	b := Basis{Rule: rule, Card: card, Records: []int64{}}
	op := met.Op
	if op == fault.OpGetResponse {
		op = met.Of
	}
	switch op {
	case fault.OpSelect, fault.OpRead, fault.OpNone:
		b.File = met.FileName()
	case fault.OpCounter: // a code that is refused tells how many tries are left, too
		b.Ops = []string{op.String(), fault.OpVerify.String()}
	default:
	}
	if b.File == "" && b.Ops == nil {
		b.Ops = []string{op.String()}
	}
	i := slices.IndexFunc(l.Evidence, func(o Basis) bool { return o.Rule == b.Rule && o.File == b.File && slices.Equal(o.Ops, b.Ops) })
	if i < 0 {
		i = len(l.Evidence)
		l.Evidence = append(l.Evidence, b)
	}
	if into := &l.Evidence[i]; !slices.Contains(into.Fields, field) {
		into.Fields = append(into.Fields, field)
	}
}

// met reports whether an exchange of the log concerned what a finding rests on.
func (b *Basis) met(r *station.Record) bool {
	x := r.Exchange
	return x != nil && r.Card == b.Card && (slices.Contains(b.Ops, x.Op) || b.File != "" && x.File == b.File && ofFile(x.Op))
}

// ofFile reports whether an exchange concerns the file that is selected.
func ofFile(op string) bool {
	return op == fault.OpSelect.String() || op == fault.OpRead.String() || op == fault.OpGetResponse.String()
}

// witness sees what the bench asks of a card.
type witness struct {
	card.Channel

	seen trace.Witness
	met  []fault.Event // by their numbers, from 1
}

// Unwrap returns the channel within.
func (w *witness) Unwrap() card.Channel { return w.Channel }

// Transmit passes a command on.
func (w *witness) Transmit(ctx context.Context, dst, cmd []byte) ([]byte, error) {
	from := len(dst)
	out, err := w.Channel.Transmit(ctx, dst, cmd)
	_, met := w.seen.Exchange(cmd, out[min(from, len(out)):], err)
	met.Effect = effect.Effect{} // it aliases the command
	w.met = append(w.met, met)
	return out, err
}

// Reset passes a reset on.
func (w *witness) Reset(ctx context.Context, cold bool) error {
	w.seen.Reset()
	return w.Channel.Reset(ctx, cold)
}
