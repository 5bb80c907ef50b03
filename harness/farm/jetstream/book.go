package jetstream

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"slices"

	js "github.com/nats-io/nats.go/jetstream"

	"github.com/cpslab/cps/harness/farm"
)

// Book implements [farm.Queue].
func (q *Queue) Book(kind farm.Kind) farm.Book { return book{q, q.books[kind]} }

type book struct {
	q  *Queue
	kv js.KeyValue
}

// Create implements [farm.Book]. An answer that was lost is looked for: the entry may be ours
// though the call failed, and whoever claims something has to know.
func (b book) Create(ctx context.Context, key string, value []byte) (uint64, error) {
	revision, err := call(ctx, b.q, func(ctx context.Context) (uint64, error) { return b.kv.Create(ctx, key, value) })
	switch {
	case err == nil:
		return revision, nil
	case errors.Is(err, js.ErrKeyExists):
		return 0, farm.ErrExists
	case len(value) > 0: // two that write the same value at once cannot be told apart, and farm writes none such
		if e, again := b.Get(ctx, key); again == nil && bytes.Equal(e.Value, value) {
			return e.Revision, nil
		}
	}
	return 0, hubError(err)
}

// Update implements [farm.Book].
func (b book) Update(ctx context.Context, key string, value []byte, revision uint64) (uint64, error) {
	next, err := call(ctx, b.q, func(ctx context.Context) (uint64, error) { return b.kv.Update(ctx, key, value, revision) })
	return next, changed(err)
}

// Delete implements [farm.Book].
func (b book) Delete(ctx context.Context, key string, revision uint64) error {
	return changed(do(ctx, b.q, func(ctx context.Context) error { return b.kv.Delete(ctx, key, js.LastRevision(revision)) }))
}

// changed knows the error of a revision that is not the last.
func changed(err error) error {
	if api, ok := errors.AsType[*js.APIError](err); ok && api.ErrorCode == js.JSErrCodeStreamWrongLastSequence {
		return farm.ErrChanged
	}
	if errors.Is(err, js.ErrKeyExists) {
		return farm.ErrChanged
	}
	return hubError(err)
}

// Get implements [farm.Book].
func (b book) Get(ctx context.Context, key string) (farm.Entry, error) {
	e, err := call(ctx, b.q, func(ctx context.Context) (js.KeyValueEntry, error) { return b.kv.Get(ctx, key) })
	switch {
	case errors.Is(err, js.ErrKeyNotFound):
		return farm.Entry{}, farm.ErrNoEntry
	case err != nil:
		return farm.Entry{}, hubError(err)
	}
	return entryOf(e), nil
}

func entryOf(e js.KeyValueEntry) farm.Entry {
	return farm.Entry{Key: e.Key(), Value: e.Value(), Revision: e.Revision()}
}

// All implements [farm.Book].
func (b book) All(ctx context.Context, prefix string) ([]farm.Entry, error) {
	keys := ">"
	if prefix != "" {
		keys = prefix + ".>"
	}
	ctx, cancel := context.WithTimeout(ctx, 4*answerTime)
	defer cancel()
	return call(ctx, b.q, func(ctx context.Context) ([]farm.Entry, error) { return b.all(ctx, keys) })
}

func (b book) all(ctx context.Context, keys string) ([]farm.Entry, error) {
	w, err := b.kv.Watch(ctx, keys, js.IgnoreDeletes())
	if err != nil {
		return nil, hubError(err)
	}
	defer func() { _ = w.Stop() }() // of a connection that may be gone
	var all []farm.Entry
	for {
		select {
		case <-ctx.Done():
			return nil, hubError(ctx.Err())
		case e, open := <-w.Updates():
			if !open {
				return nil, hubError(errAnswer)
			}
			if e == nil { // everything that was there
				slices.SortFunc(all, func(x, y farm.Entry) int { return cmp.Compare(x.Key, y.Key) })
				return all, nil
			}
			all = append(all, entryOf(e))
		}
	}
}
