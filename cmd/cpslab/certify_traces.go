//go:build !nosuite

package main

import (
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
	t.end()
	if chapter == "reading" {
		return
	}
	if err := os.MkdirAll(t.dir, 0o755); err != nil { //nolint:gosec // a report to hand over
		t.fails(err)
		return
	}
	n := 1 + slices.IndexFunc(scenarios.Chapters(true), func(c scenarios.Chapter) bool { return c.ID == chapter })
	file, err := t.a.beginTrace("output", filepath.Join(t.dir, fmt.Sprintf("%02d-%s.jsonl", n, chapter)))
	t.fails(err)
	if err == nil {
		t.file = file
	}
}

// fails keeps the first error: a disk that is full is full for each chapter.
func (t *chapterTraces) fails(err error) {
	if t.err == nil {
		t.err = err
	}
}

// close ends the file of the last chapter and returns the first error of all.
func (t *chapterTraces) close() error {
	t.end()
	return t.err
}

// end ends the file of a chapter: one in which nothing was said is not left.
func (t *chapterTraces) end() {
	file := t.file
	t.file = nil
	switch {
	case file == nil:
	case file.Exchanges() == 0:
		t.fails(file.Abandon())
	default:
		t.fails(file.Close())
	}
}
