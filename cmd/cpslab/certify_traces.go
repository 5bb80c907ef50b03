//go:build !nosuite

package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/readers"
	"github.com/cpslab/cps/harness/trace"
	"github.com/cpslab/cps/scenarios"
)

// chapterTraces keep what is said to the cards, a file for each chapter, scrubbed as it is
// written. A thousand readings that are alike are not kept.
type chapterTraces struct {
	a    *app
	dir  string
	file *trace.File
	err  error
}

// around has every card that the set opens recorded.
func (t *chapterTraces) around(set *readers.Set) {
	recordAll(set, func(r trace.Reader, ch card.Channel) card.Channel {
		if t.file == nil {
			return ch
		}
		return t.file.Record(r, ch)
	})
}

// enter ends the file of the chapter before, and begins that of a chapter.
func (t *chapterTraces) enter(chapter string) {
	t.err = errors.Join(t.err, t.close())
	if chapter == "reading" {
		return
	}
	if err := os.MkdirAll(t.dir, 0o755); err != nil { //nolint:gosec // a report to hand over
		t.err = errors.Join(t.err, err)
		return
	}
	n := 1 + slices.IndexFunc(scenarios.Chapters(true), func(c scenarios.Chapter) bool { return c.ID == chapter })
	file, err := t.a.beginTrace("output", filepath.Join(t.dir, fmt.Sprintf("%02d-%s.jsonl", n, chapter)))
	t.err = errors.Join(t.err, err)
	if err == nil {
		t.file = file
	}
}

// close ends the file of the last chapter: one in which nothing was said is not left.
func (t *chapterTraces) close() error {
	err := t.err
	t.err = nil
	if t.file == nil {
		return err
	}
	file := t.file
	t.file = nil
	if file.Exchanges() == 0 {
		return errors.Join(err, file.Abandon())
	}
	return errors.Join(err, file.Close())
}
