package farm

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/report"
)

// given is what stands in the book of runs of one that stations were given.
type given struct {
	Schema int       `json:"schema"`
	Run    string    `json:"run"`
	Title  string    `json:"title"`
	Shards int       `json:"shards"`
	At     time.Time `json:"at"`
	Size   int       `json:"size"`   // of the job, as it is stored, in bytes
	SHA256 string    `json:"sha256"` // of it: stations may store results, and have no say in what was given
}

// stored is a job as it is stored, for whoever gathers its results after the one that gave it.
type stored struct {
	Schema int           `json:"schema"`
	Run    string        `json:"run"`
	Title  string        `json:"title"`
	Head   report.Run    `json:"head"`
	Plan   []string      `json:"plan"`
	Parts  []storedPart  `json:"parts"`
	Wait   time.Duration `json:"wait"`
}

type storedPart struct {
	Names []int           `json:"names"` // places in the plan
	Needs []string        `json:"needs"`
	Once  bool            `json:"once"`
	Body  json.RawMessage `json:"body"`
}

// blob is the name under which the job of a run is stored.
func blob(run string) string { return run + ".job" }

// keep writes a job down, so that it can be resumed.
func (d *doing) keep(ctx context.Context) error {
	s := stored{Schema: schema, Run: d.Run, Title: d.Title, Head: d.Head, Plan: d.Plan, Wait: d.Wait}
	at := map[string]int{}
	for i, n := range d.Plan {
		at[n] = i
	}
	for _, p := range d.Parts {
		one := storedPart{Needs: p.Needs, Once: p.Once, Body: p.Body}
		for _, n := range p.Names {
			one.Names = append(one.Names, at[n])
		}
		s.Parts = append(s.Parts, one)
	}
	content := squeeze(encode(s))
	if err := d.q.Store(ctx, blob(d.Run), content); err != nil {
		return err
	}
	g := given{schema, d.Run, d.Title, len(d.Parts), time.Now(), len(content), digest(content)}
	return create(ctx, d.q.Book(Runs), d.Run, encode(g))
}

// Resume gathers a run that was given before and whose results nobody may have gathered: as Do
// would have, with the same errors. Shards that are still there are waited for; ctx ends the
// run as it does in Do. A run can be resumed for as long as the queue keeps results; one that
// was ended before lacks what was not done by then. An unknown run is bad input.
func Resume(ctx context.Context, q Queue, run, lang string, each func(Progress)) (*report.Run, error) {
	job, err := recall(ctx, q, run)
	if err != nil {
		return nil, err
	}
	job.Lang, job.Each = lang, each
	d := newDoing(q, *job)
	if err := d.valid(); err != nil {
		return nil, err
	}
	d.resumed = true
	d.cut()
	if err := d.show(ctx); err != nil {
		return nil, err
	}
	return d.gather(ctx)
}

// show names the lanes to the stations, where whoever gave the run was ended before he did.
func (d *doing) show(ctx context.Context) error {
	for _, l := range d.lanes {
		if _, err := d.q.Left(ctx, l.Name); errors.Is(err, ErrNoLane) {
			continue // the run was ended
		}
		if _, err := d.q.Book(Lanes).Create(ctx, l.Name, encode(l)); err != nil && !errors.Is(err, ErrExists) {
			return err
		}
	}
	return nil
}

// recall gives the job of a run, as it was given.
func recall(ctx context.Context, q Queue, run string) (*Job, error) {
	unknown := text.BadInput(text.NewError(
		text.Of("pas de déroulement « %s » dans cette ferme", "no run “%s” in this farm", text.Printable(run)),
		text.Of("« cpslab farm status » nomme ceux des derniers jours", "“cpslab farm status” names those of the last days"),
	))
	if !nameable(run) {
		return nil, unknown
	}
	e, err := q.Book(Runs).Get(ctx, run)
	if errors.Is(err, ErrNoEntry) {
		return nil, unknown
	}
	if err != nil {
		return nil, err
	}
	unreadable := text.NewError(text.Of("le déroulement %s ne se relit pas comme il a été donné", "the run %s does not read as it was given", run), text.Text{})
	var g given
	if decode(e.Value, maxRecord, &g) != nil || g.Schema != schema || g.Run != run {
		return nil, unreadable
	}
	content, err := q.Load(ctx, blob(run))
	if err != nil && !errors.Is(err, ErrNoEntry) {
		return nil, err
	}
	if err != nil || len(content) != g.Size || digest(content) != g.SHA256 {
		return nil, unreadable
	}
	job, err := jobOf(content)
	if err != nil || job.Run != run {
		return nil, text.Cause(unreadable, err)
	}
	return job, nil
}

// jobOf reads a job as it is stored.
func jobOf(content []byte) (*Job, error) {
	plain, err := unpack(content)
	if err != nil {
		return nil, err
	}
	var s stored
	if err := json.Unmarshal(plain, &s); err != nil {
		return nil, err
	}
	if s.Schema != schema || s.Head.Schema != report.RunSchemaNumber {
		return nil, text.NewError(text.Of("d'une autre version de cpslab", "of another version of cpslab"), text.Text{})
	}
	job := &Job{Run: s.Run, Title: s.Title, Head: s.Head, Plan: s.Plan, Wait: s.Wait}
	for _, p := range s.Parts {
		one := Part{Needs: p.Needs, Once: p.Once, Body: p.Body}
		for _, at := range p.Names {
			if at < 0 || at >= len(s.Plan) {
				return nil, text.NewError(text.Of("une part hors du plan", "a shard outside the plan"), text.Text{})
			}
			one.Names = append(one.Names, s.Plan[at])
		}
		job.Parts = append(job.Parts, one)
	}
	return job, nil
}

// squeeze makes content small: unpack reads it.
func squeeze(content []byte) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = z.Write(content) // into memory
	_ = z.Close()
	return slices.Clip(b.Bytes())
}
