package farm

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"slices"
	"sync"
	"time"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/report"
)

// serve takes one shard at a time.
func (w *serving) serve(ctx context.Context, drain <-chan struct{}) error {
	pulling, stop := context.WithCancel(ctx)
	defer stop()
	go func() {
		select {
		case <-drain:
			w.drain()
			stop()
		case <-w.drained:
			stop()
		case <-pulling.Done():
		}
	}()
	for pulling.Err() == nil {
		m, l, reader, err := w.next(pulling)
		if err != nil {
			if !errors.Is(err, ErrEmpty) && pulling.Err() == nil {
				wait(pulling, w.q.Patience()/16) // the queue is out of reach
			}
			continue
		}
		w.handle(ctx, m, l, reader)
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	w.say("", text.Of("station %s vidée", "station %s is drained", w.Name))
	return nil
}

// wait waits a moment, or until ctx ends.
func wait(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}

// next takes a shard of the lanes that fit, each lane in turn the first.
func (w *serving) next(ctx context.Context) (Message, lane, int, error) {
	entries, err := w.q.Book(Lanes).All(ctx, "")
	if err != nil {
		return nil, lane{}, 0, err
	}
	var names []string
	fitting, reader := map[string]lane{}, map[string]int{}
	for _, e := range entries {
		var l lane
		if decode(e.Value, maxRecord, &l) != nil || l.Schema != schema || !nameable(l.Name) || l.Version != w.Version || w.refused[l.Run] {
			continue
		}
		for i := range w.Readers {
			fence, _ := w.readers[i].held()
			if fence != 0 && lacking(l.Needs, w.Labels, w.Readers[i].Labels) == nil {
				names = append(names, l.Name)
				fitting[l.Name], reader[l.Name] = l, i
				break
			}
		}
	}
	if len(names) == 0 {
		wait(ctx, min(w.q.Patience()/8, time.Second/2))
		return nil, lane{}, 0, ErrEmpty
	}
	w.turn++
	at := w.turn % len(names)
	m, err := w.q.Pull(ctx, append(slices.Clone(names[at:]), names[:at]...))
	if err != nil {
		return nil, lane{}, 0, err
	}
	return m, fitting[m.Lane()], reader[m.Lane()], nil
}

// lacking are the needs that no list has.
func lacking(needs []string, has ...[]string) (lacks []string) {
	for _, n := range needs {
		if !slices.ContainsFunc(has, func(list []string) bool { return slices.Contains(list, n) }) {
			lacks = append(lacks, n)
		}
	}
	return lacks
}

// handle does a shard that was taken, or says why not.
func (w *serving) handle(ctx context.Context, m Message, l lane, reader int) {
	var shard Shard
	if err := decode(m.Body(), maxShard, &shard); err != nil {
		w.say("", text.Of("une part illisible est refusée", "a shard that cannot be read is refused").Because(err))
		_ = m.Term(ctx) // nobody could read it
		return
	}
	fence, gone := w.readers[reader].held()
	task := Task{Shard: shard, Reader: w.Readers[reader].Name, Fence: fence, Attempt: m.Attempt()}
	if reason := w.wrong(shard, l); !reason.IsZero() {
		w.refuse(ctx, m, shard, reason)
		return
	}
	if _, err := w.q.Book(Outcomes).Get(ctx, shard.key()); err == nil {
		_ = m.Ack(ctx) // it ended before, and the queue did not learn of it
		return
	}
	if w.Check != nil {
		if err := w.Check(ctx, task); err != nil {
			reason, _ := text.Said(err)
			w.refuse(ctx, m, shard, reason)
			return
		}
	}
	working, end := context.WithCancel(ctx)
	defer end()
	go func() {
		select {
		case <-gone:
			end() // the reader may be another station's
		case <-working.Done():
		}
	}()
	if fence == 0 {
		_ = m.Nak(ctx) // the lease was lost since: else it comes back by itself
		return
	}
	if shard.Once {
		if reason := w.claim(working, shard); !reason.IsZero() {
			w.say(shard.name(), reason)
			_ = m.Term(ctx) // whoever claimed it answers for it
			return
		}
	}
	w.set(&Working{shard.Run, shard.Index, shard.Total, shard.Once, task.Attempt, task.Reader, time.Now()})
	w.announce(ctx)
	run, err := w.work(working, m, task)
	if now, _ := w.readers[reader].held(); now != fence {
		err = errLease // whatever the work said when it was ended
	} else if err != nil && ctx.Err() != nil {
		err = errEnded
	}
	w.finish(ctx, m, task, run, err)
	w.set(nil)
}

var (
	errLease = text.NewError(text.Of("le bail du lecteur a été perdu pendant le travail", "the lease of the reader was lost during the work"), text.Text{})
	errEnded = text.NewError(text.Of("la station a été arrêtée pendant le travail", "the station was ended during the work"), text.Text{})
	errNoRun = text.NewError(text.Of("le travail n'a rien donné", "the work gave nothing"), text.Text{})
)

// wrong is why a shard is not one that this lane can hold: a hub that lies, or another
// version. It is zero where all is well.
func (w *serving) wrong(s Shard, l lane) text.Text {
	switch {
	case s.Schema != schema:
		return text.Of("part de la version %d, et cette station comprend la version %d", "shard of version %d, and this station understands version %d", s.Schema, schema)
	case s.Version != w.Version:
		return text.Of("part de cpslab %s, et cette station est cpslab %s", "shard of cpslab %s, and this station is cpslab %s", s.Version, w.Version)
	case !nameable(s.Run), s.Run != l.Run, s.Once != l.Once, s.Total != l.Total, s.Index < 1, s.Index > s.Total:
		return text.Of("cette part n'est pas de la file où elle attendait", "this shard is not of the lane that it waited in")
	}
	return text.Text{}
}

// refuse gives a shard back that this station did not begin, with the reason, and takes
// nothing more of that run.
func (w *serving) refuse(ctx context.Context, m Message, s Shard, reason text.Text) {
	w.refused[s.Run] = true
	w.say(s.name(), text.Text{FR: "refusé : " + reason.FR, EN: "refused: " + reason.EN})
	if nameable(s.Run) {
		r := refusal{Schema: schema, Run: s.Run, Index: s.Index, Station: w.Name, Reason: saidOf(reason), At: time.Now()}
		_, _ = w.q.Book(Refusals).Create(ctx, s.key()+"."+w.Name, encode(r)) // else the shard is lost without a reason
	}
	_ = m.Term(ctx) // whoever gave the work gives it again
}

// claim makes a shard this station's for good, zero where it is, else why not. Before that it
// is written where no hub reaches it.
func (w *serving) claim(ctx context.Context, s Shard) text.Text {
	if again, err := w.journal.begin(s.key()); err != nil {
		reason, _ := text.Said(err)
		return text.Of("le journal ne s'écrit pas", "the journal cannot be written").With(reason)
	} else if again {
		return text.Of("cette station l'a déjà commencée, et ne la recommence pas", "this station began it before, and does not begin it again")
	}
	content := encode(claim{w.Name, w.instance, nonce(8), time.Now()})
	for {
		err := create(ctx, w.q.Book(Claims), s.key(), content)
		switch {
		case err == nil:
			return text.Text{}
		case errors.Is(err, ErrExists):
			return text.Of("une station l'a déjà commencée", "a station began it before")
		case ctx.Err() != nil:
			return text.Of("interrompu avant de commencer", "interrupted before it began")
		}
		wait(ctx, w.q.Patience()/16)
	}
}

// create writes an entry that no other one is like, or gives ErrExists where there is another's.
// Asked again after an answer was lost, it finds what it wrote then: that counts.
func create(ctx context.Context, b Book, key string, content []byte) error {
	_, err := b.Create(ctx, key, content)
	if !errors.Is(err, ErrExists) {
		return err
	}
	e, lookErr := b.Get(ctx, key)
	switch {
	case lookErr != nil:
		return lookErr
	case bytes.Equal(e.Value, content):
		return nil
	}
	return err
}

// work does the work while the queue is told that it goes on.
func (w *serving) work(ctx context.Context, m Message, task Task) (*report.Run, error) {
	telling, stop := context.WithCancel(ctx)
	var told sync.WaitGroup
	told.Go(func() {
		every := time.NewTicker(w.q.Patience() / 4)
		defer every.Stop()
		for {
			select {
			case <-telling.Done():
				return
			case <-every.C:
				_ = m.Progress(telling) // else somebody else may get it, and one result is accepted
			}
		}
	})
	defer told.Wait()
	defer stop()
	run, err := w.Work(ctx, task)
	if err == nil && run == nil {
		err = errNoRun
	}
	if err == nil && ctx.Err() != nil {
		err = ctx.Err()
	}
	return run, err
}

// finish keeps the result, or writes why there is none. While the queue is out of reach it
// tries again: what was done must not be lost.
func (w *serving) finish(ctx context.Context, m Message, task Task, run *report.Run, failed error) {
	s := task.Shard
	out := Outcome{
		Schema: schema, Run: s.Run, Index: s.Index, Total: s.Total, Station: w.Name, Reader: task.Reader, Fence: task.Fence, Attempt: task.Attempt,
	}
	var content []byte
	if failed == nil {
		for i := range run.Scenarios {
			if run.Scenarios[i].Outcome != report.Passed && run.Scenarios[i].Outcome != report.NotRun {
				out.Failed++
			}
		}
		content, failed = pack(run)
	}
	if failed == nil {
		out.Blob, out.Size, out.SHA256 = s.key()+"."+w.instance+"-"+nonce(4), len(content), digest(content)
	} else {
		reason, _ := text.Said(failed)
		if !s.Once && task.Attempt < 2 && m.Nak(ctx) == nil {
			w.say(s.name(), text.Of("échec, une autre station peut essayer", "it failed, and another station may try").With(reason))
			return
		}
		out.Lost = saidOf(reason)
	}
	ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), w.lasting())
	defer cancel()
	stored := out.Blob == ""
	out.At = time.Now()
	for ending.Err() == nil {
		if !stored {
			stored = w.q.Store(ending, out.Blob, content) == nil
		}
		if stored {
			err := create(ending, w.q.Book(Outcomes), s.key(), encode(out))
			switch {
			case err == nil && out.Lost != nil:
				w.say(s.name(), text.Of("perdue", "lost").With(out.Lost.Text()))
			case err == nil:
				w.say(s.name(), text.Of("fait", "done"))
			case errors.Is(err, ErrExists):
				w.say(s.name(), text.Of("un autre résultat a été accepté avant", "another result was accepted before"))
			}
			if err == nil || errors.Is(err, ErrExists) {
				_ = m.Ack(ending) // else it comes again, and is seen to be done
				return
			}
		}
		wait(ending, w.q.Patience()/16)
	}
	w.say(s.name(), text.Of("le résultat n'a pas pu être rendu", "the result could not be delivered"))
}

// lasting is for how long a result is kept for a queue that is out of reach.
func (w *serving) lasting() time.Duration { return max(20*w.q.Patience(), time.Minute) }

// pack makes a result small.
func pack(run *report.Run) ([]byte, error) {
	content, err := run.JSON()
	if err != nil {
		return nil, err
	}
	return squeeze(content), nil
}

// unpack reads a result.
func unpack(content []byte) ([]byte, error) {
	z, err := gzip.NewReader(bytes.NewReader(content))
	if err != nil {
		return nil, err
	}
	plain, err := io.ReadAll(io.LimitReader(z, maxResult+1))
	if err == nil && len(plain) > maxResult {
		err = text.NewError(text.Of("plus de %d octets", "more than %d bytes", maxResult), text.Text{})
	}
	return plain, err
}
