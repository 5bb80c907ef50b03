//go:build !nosuite

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/farm"
	"github.com/cpslab/cps/harness/readers"
	"github.com/cpslab/cps/harness/trace"
)

// shardTraces keep what a station says to the cards, a file for each shard that it does,
// scrubbed as it is written. Each card in it is marked with the number of the lease under which
// it was opened: who had the reader is then seen from the trace alone.
type shardTraces struct {
	a       *app
	folder  string
	station string

	task farm.Task // that is being done, one at a time
	file *trace.File
}

// around has every card that a set opens recorded.
func (t *shardTraces) around(set *readers.Set) {
	recordAll(set, func(r trace.Reader, ch card.Channel) card.Channel {
		if t.file == nil {
			return ch
		}
		recorder := t.file.Record(r, ch)
		recorder.Mark("lease", strconv.FormatUint(t.task.Fence, 10))
		recorder.Mark("shard", fmt.Sprintf("%s %d/%d", t.task.Shard.Run, t.task.Shard.Index, t.task.Shard.Total))
		recorder.Mark("station", t.station)
		return recorder
	})
}

// begin begins the file of a shard: a shard that cannot be recorded is not begun.
func (t *shardTraces) begin(task farm.Task) error {
	if err := os.MkdirAll(t.folder, 0o700); err != nil {
		return err
	}
	name := fmt.Sprintf("%s-%d-lease-%d", task.Shard.Run, task.Shard.Index, task.Fence)
	if task.Attempt > 1 {
		name += "-again"
	}
	file, err := t.a.beginTrace("record", filepath.Join(t.folder, name+".jsonl"))
	t.task, t.file = task, file
	return err
}

// end ends the file of a shard: one in which nothing was said is not left. Where it cannot be
// written whole that is said, and the result counts.
func (t *shardTraces) end() {
	file := t.file
	t.file = nil
	end := file.Close
	if file.Exchanges() == 0 {
		end = file.Abandon
	}
	if err := end(); err != nil {
		message, _ := t.a.said(err)
		fmt.Fprintln(t.a.err, t.a.t("cpslab : --record : ", "cpslab: --record: ")+message)
	}
}
