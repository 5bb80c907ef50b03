package control

import (
	"cmp"
	"net/http"
	"strings"
	"time"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/fault"
	"github.com/cpslab/cps/harness/station"
	"github.com/cpslab/cps/harness/trace"
	"github.com/cpslab/cps/simulator"
)

func (s *Server) bench(r *request) (any, error) {
	info := s.cfg.Station.Info()
	return Bench{
		Schema: 1, Name: s.cfg.Name, Lang: s.cfg.Lang, Readers: readersOf(info.Readers), Cards: cardsOf(info.Cards),
		Records: info.Records, Restarts: info.Restarts, Socket: info.Socket, Version: s.cfg.Version, Authority: s.authority(r.Request) == nil,
	}, nil
}

func (s *Server) reset(r *request) (any, error) {
	if err := s.cfg.Station.Reset(r.Context(), r.body.(*Chosen).Readers...); err != nil {
		return nil, err
	}
	return s.readers(r)
}

func (s *Server) restart(r *request) (any, error) {
	do := s.cfg.Station.Restart
	if r.body.(*Restart).Kill {
		do = s.cfg.Station.Crash
	}
	if err := do(r.Context()); err != nil {
		return nil, err
	}
	return s.bench(r)
}

func (s *Server) readers(*request) (any, error) {
	return readerList{readersOf(s.cfg.Station.Readers())}, nil
}

func (s *Server) reader(r *request) (any, error) {
	n, err := s.number(r)
	if err != nil {
		return nil, err
	}
	return s.readerNow(n)
}

// readerNow is one reader.
func (s *Server) readerNow(n int) (any, error) {
	return readerOf(s.cfg.Station.Readers()[n-1]), nil
}

// onReader does something with a reader and answers with it.
func (s *Server) onReader(r *request, do func(n int) error) (any, error) {
	n, err := s.number(r)
	if err != nil {
		return nil, err
	}
	if err := do(n); err != nil {
		return nil, err
	}
	return s.readerNow(n)
}

func (s *Server) insert(r *request) (any, error) {
	return s.onReader(r, func(n int) error {
		b := r.body.(*Chosen1)
		if b.Card != "" && b.Preset+b.Profile+b.Trace+b.Name == "" {
			return s.cfg.Station.Insert(r.Context(), n, b.Card)
		}
		recipe, err := b.recipe()
		if err != nil {
			return err
		}
		return s.cfg.Station.InsertNew(r.Context(), n, recipe)
	})
}

func (s *Server) swap(r *request) (any, error) {
	return s.onReader(r, func(n int) error {
		b := r.body.(*Chosen1)
		if b.Card != "" && b.Preset+b.Profile+b.Trace+b.Name == "" {
			return s.cfg.Station.Swap(r.Context(), n, b.Card)
		}
		recipe, err := b.recipe()
		if err != nil {
			return err
		}
		return s.cfg.Station.SwapNew(r.Context(), n, recipe)
	})
}

func (s *Server) remove(r *request) (any, error) {
	return s.onReader(r, func(n int) error { return s.cfg.Station.Remove(r.Context(), n) })
}

func (s *Server) resetReader(r *request) (any, error) {
	return s.onReader(r, func(n int) error { return s.cfg.Station.Reset(r.Context(), n) })
}

// maxWait is how long a code waits for a reader to ask, in seconds.
const maxWait = 30

func (s *Server) typed(r *request) (any, error) {
	b := r.body.(*Typed)
	switch {
	case b.Cancel == (b.Code != ""):
		return nil, invalid(http.StatusUnprocessableEntity, text.Of("un code, ou cancel", "a code, or cancel"), text.Of("code : les chiffres ; cancel : true", "code: the digits; cancel: true"))
	case b.Wait < 0 || b.Wait > maxWait:
		return nil, invalid(http.StatusUnprocessableEntity, text.Of("wait : de 0 à %d secondes", "wait: 0 to %d seconds", maxWait), text.Text{})
	}
	code := []byte(b.Code)
	defer clear(code)
	return s.onReader(r, func(n int) error {
		return s.cfg.Station.Type(r.Context(), n, code, time.Duration(b.Wait)*time.Second)
	})
}

func (s *Server) hold(r *request) (any, error) {
	seconds := r.body.(*Hold).Seconds
	if seconds < 1 || seconds > 3600 {
		return nil, invalid(http.StatusUnprocessableEntity, text.Of("seconds : de 1 à 3600", "seconds: 1 to 3600"), text.Text{})
	}
	if r.Header.Get("Cpslab-By") == "" {
		return nil, invalid(http.StatusUnprocessableEntity, text.Of("qui réserve ?", "who holds it?"), text.Of("donnez un nom dans l'en-tête Cpslab-By", "give a name in the header Cpslab-By"))
	}
	return s.onReader(r, func(n int) error {
		return s.cfg.Station.Hold(r.Context(), n, time.Duration(seconds)*time.Second)
	})
}

func (s *Server) release(r *request) (any, error) {
	return s.onReader(r, func(n int) error { return s.cfg.Station.Release(r.Context(), n) })
}

var errOneOf = invalid(http.StatusUnprocessableEntity, text.Of("quelle carte ? une seule façon de le dire", "which card? say it in one way"),
	text.Of("card, preset, profile ou trace", "card, preset, profile or trace"))

var errTraceReader = invalid(http.StatusUnprocessableEntity, text.Of("trace_reader : un numéro à partir de 1", "trace_reader: a number from 1"), text.Text{})

// recipe is how the card that a body chooses is made.
func (b *Chosen1) recipe() (station.Recipe, error) {
	if b.Card != "" {
		return station.Recipe{}, errOneOf
	}
	return (&NewCard{b.Preset, b.Profile, b.Trace, b.TraceReader, b.Name}).recipe()
}

func (c *NewCard) recipe() (station.Recipe, error) {
	ways := 0
	for _, way := range []string{c.Preset, c.Profile, c.Trace} {
		if way != "" {
			ways++
		}
	}
	switch {
	case c.Name != "" && !station.IsName(c.Name):
		return station.Recipe{}, &station.Error{Op: "add", What: c.Name, Err: station.ErrName}
	case ways != 1, c.TraceReader != 0 && c.Trace == "":
		return station.Recipe{}, errOneOf
	case c.TraceReader < 0:
		return station.Recipe{}, errTraceReader
	case c.Trace != "":
		recorded, err := trace.Read(strings.NewReader(c.Trace))
		if err != nil {
			return station.Recipe{}, err
		}
		return station.Recorded(cmp.Or(c.Name, "trace"), recorded, max(c.TraceReader, 1)-1), nil
	case c.Profile != "":
		return station.YAML(cmp.Or(c.Name, "card"), []byte(c.Profile)), nil
	}
	if _, ok := simulator.PresetSource(c.Preset); !ok {
		return station.Recipe{}, &station.Error{Op: "add", What: c.Preset, Near: text.Closest(c.Preset, simulator.PresetNames()), Err: station.ErrNoCard}
	}
	return station.Preset(c.Preset).Called(cmp.Or(c.Name, c.Preset)), nil
}

func (s *Server) arm(r *request) (any, error) {
	n, err := s.number(r)
	if err != nil {
		return nil, err
	}
	written, err := inOne(r.body.(*Faults).Faults)
	if err != nil {
		return nil, &station.Error{Op: "arm", Reader: n, Err: err}
	}
	if err := s.cfg.Station.Arm(r.Context(), n, written); err != nil {
		return nil, err
	}
	now := s.cfg.Station.Readers()[n-1]
	c, err := s.cfg.Station.Card(now.Card)
	return cardOf(c), err
}

// inOne is a list of faults as one text. Each entry is a fault by itself: a blank one is not
// the end of all faults, and a remark does not swallow what stands behind it.
func inOne(list []string) (string, error) {
	var all []string
	for _, written := range list {
		faults, err := fault.Parse(written)
		if err != nil {
			return "", err
		}
		for _, f := range faults {
			all = append(all, f.String())
		}
	}
	return strings.Join(all, " "), nil
}

func (s *Server) cards(*request) (any, error) { return cardList{cardsOf(s.cfg.Station.Cards())}, nil }

func (s *Server) add(r *request) (any, error) {
	recipe, err := r.body.(*NewCard).recipe()
	if err != nil {
		return nil, err
	}
	name, err := s.cfg.Station.Add(r.Context(), recipe)
	if err != nil {
		return nil, err
	}
	c, err := s.cfg.Station.Card(name)
	return cardOf(c), err
}

// known turns a card of the path that does not exist into what that is.
func known(err error) error {
	if err == nil {
		return nil
	}
	message, hint := text.Said(err)
	return &refusal{http.StatusNotFound, "not-found", message, hint}
}

func (s *Server) card(r *request) (any, error) {
	c, err := s.cfg.Station.Card(r.PathValue("card"))
	if err != nil {
		return nil, known(err)
	}
	return cardOf(c), nil
}

func (s *Server) discard(r *request) (any, error) {
	if _, err := s.cfg.Station.Card(r.PathValue("card")); err != nil {
		return nil, known(err)
	}
	if err := s.cfg.Station.Discard(r.Context(), r.PathValue("card")); err != nil {
		return nil, err
	}
	return s.cards(r)
}

func (s *Server) pin(r *request) (any, error) {
	pin, err := s.cfg.Station.PIN(r.PathValue("card"))
	if err != nil {
		return nil, known(err)
	}
	return code{pin}, nil
}

// Preset is a card of the gallery.
type Preset struct {
	Name    string `json:"name"`
	Title   Words  `json:"title"`
	Verdict string `json:"verdict" jsonschema:"that is expected of it"`
	First   string `json:"first,omitempty" jsonschema:"rule of its first finding"`
}

func (s *Server) presets(*request) (any, error) {
	list := presetList{}
	for _, p := range simulator.Presets() {
		list.Presets = append(list.Presets, Preset{p.Name, words(p.Title), p.Expect.Verdict, p.Expect.First})
	}
	return list, nil
}

// Kind is a kind of fault.
type Kind struct {
	Name    string `json:"name"`
	Layer   string `json:"layer"`
	Does    Words  `json:"does"`
	Example string `json:"example"`
	Trigger bool   `json:"trigger" jsonschema:"it waits for an exchange"`
}

func (s *Server) faults(*request) (any, error) {
	list := faultList{}
	for _, k := range fault.Kinds() {
		if s.cfg.Station.Plays(k) {
			list.Faults = append(list.Faults, Kind{k.Name, k.Layer.String(), words(k.Does), k.Example, k.Triggered()})
		}
	}
	return list, nil
}

// Snapshot is a snapshot that is kept.
type Snapshot struct {
	Name string `json:"name"`
	At   string `json:"at" jsonschema:"RFC 3339"`
}

func (s *Server) snapshots(*request) (any, error) {
	list := snapshotList{[]Snapshot{}}
	for _, one := range s.cfg.Station.Snapshots() {
		list.Snapshots = append(list.Snapshots, Snapshot{one.Name, one.At.UTC().Format(time.RFC3339)})
	}
	return list, nil
}

func (s *Server) snapshot(r *request) (any, error) {
	if err := s.cfg.Station.Snapshot(r.Context(), r.PathValue("snapshot")); err != nil {
		return nil, err
	}
	return s.snapshots(r)
}

func (s *Server) restore(r *request) (any, error) {
	if err := s.cfg.Station.Restore(r.Context(), r.PathValue("snapshot"), r.body.(*Chosen).Readers...); err != nil {
		return nil, err
	}
	return s.readers(r)
}
