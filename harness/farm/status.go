package farm

import (
	"cmp"
	"context"
	"slices"
	"time"
)

// Status is a farm as it is now.
type Status struct {
	Schema   int       `json:"schema"` // 1
	At       time.Time `json:"at"`
	Stations []Seen    `json:"stations"`
	Leases   []Held    `json:"leases"`
	Runs     []Running `json:"runs"`
	Given    []Given   `json:"given"`   // that were given in the last days and can be resumed, latest first
	Results  []Outcome `json:"results"` // the last ones, latest first
}

// Held is a lease.
type Held struct {
	Key     string `json:"key"` // "station.NAME", or "reader." and a number of the reader
	Station string `json:"station"`
	Fence   uint64 `json:"number"` // of the book: it grows
}

// Running is a run that is being done.
type Running struct {
	Run     string    `json:"run"`
	Title   string    `json:"title"`
	Version string    `json:"version"`
	Opened  time.Time `json:"opened"`
	Shards  int       `json:"shards"`
	Ended   int       `json:"ended"`
	Lost    int       `json:"lost"` // of those that ended
	Waiting int       `json:"waiting"`
}

// Given is a run that stations were given: Resume takes its name.
type Given struct {
	Run    string    `json:"run"`
	Title  string    `json:"title"`
	At     time.Time `json:"at"`
	Shards int       `json:"shards"`
	Ended  int       `json:"ended"`
	Lost   int       `json:"lost"` // of those that ended
}

// maxLast is how many results, and how many runs that were given, a status holds.
const maxLast = 50

// Look says how a farm is now.
func Look(ctx context.Context, q Queue) (*Status, error) {
	s := &Status{Schema: schema, At: time.Now(), Leases: []Held{}, Runs: []Running{}, Given: []Given{}, Results: []Outcome{}}
	var err error
	if s.Stations, err = seen(ctx, q); err != nil {
		return nil, err
	}
	leases, err := q.Book(Leases).All(ctx, "")
	if err != nil {
		return nil, err
	}
	for _, e := range leases {
		var by claim
		if decode(e.Value, maxRecord, &by) == nil {
			s.Leases = append(s.Leases, Held{e.Key, by.Station, e.Revision})
		}
	}
	outcomes, err := q.Book(Outcomes).All(ctx, "")
	if err != nil {
		return nil, err
	}
	ended, lost := map[string]int{}, map[string]int{}
	for _, e := range outcomes {
		var o Outcome
		if decode(e.Value, maxRecord, &o) != nil {
			continue
		}
		ended[o.Run]++
		if o.Lost != nil {
			lost[o.Run]++
		}
		s.Results = append(s.Results, o)
	}
	slices.SortStableFunc(s.Results, func(a, b Outcome) int { return b.At.Compare(a.At) })
	s.Results = s.Results[:min(len(s.Results), maxLast)]
	if err := s.given(ctx, q, ended, lost); err != nil {
		return nil, err
	}
	return s, s.runs(ctx, q, ended, lost)
}

// given adds the runs that can be resumed.
func (s *Status) given(ctx context.Context, q Queue, ended, lost map[string]int) error {
	entries, err := q.Book(Runs).All(ctx, "")
	if err != nil {
		return err
	}
	for _, e := range entries {
		var g given
		if decode(e.Value, maxRecord, &g) == nil && g.Schema == schema && g.Run == e.Key {
			s.Given = append(s.Given, Given{g.Run, g.Title, g.At, g.Shards, ended[g.Run], lost[g.Run]})
		}
	}
	slices.SortStableFunc(s.Given, func(a, b Given) int { return b.At.Compare(a.At) })
	s.Given = s.Given[:min(len(s.Given), maxLast)]
	return nil
}

// runs adds the runs that are being done.
func (s *Status) runs(ctx context.Context, q Queue, ended, lost map[string]int) error {
	lanes, err := q.Book(Lanes).All(ctx, "")
	if err != nil {
		return err
	}
	byRun := map[string]*Running{}
	for _, e := range lanes {
		var l lane
		if decode(e.Value, maxRecord, &l) != nil {
			continue
		}
		r := byRun[l.Run]
		if r == nil {
			r = &Running{Run: l.Run, Title: l.Title, Version: l.Version, Opened: l.Opened, Ended: ended[l.Run], Lost: lost[l.Run]}
			byRun[l.Run] = r
		}
		r.Shards += l.Shards
		left, err := q.Left(ctx, l.Name)
		if err != nil {
			continue // it ended meanwhile
		}
		r.Waiting += left
	}
	for _, r := range byRun {
		s.Runs = append(s.Runs, *r)
	}
	slices.SortFunc(s.Runs, func(a, b Running) int { return cmp.Compare(a.Run, b.Run) })
	return nil
}

// seen are the stations that are there, by name.
func seen(ctx context.Context, q Queue) ([]Seen, error) {
	entries, err := q.Book(Stations).All(ctx, "")
	if err != nil {
		return nil, err
	}
	all := []Seen{}
	for _, e := range entries {
		var s Seen
		if decode(e.Value, maxRecord, &s) == nil && s.Schema == schema && nameable(s.Name) {
			all = append(all, s)
		}
	}
	return all, nil
}
