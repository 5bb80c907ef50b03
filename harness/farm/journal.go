package farm

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/cpslab/cps/harness/card/text"
)

// journal is what a station began and must not begin again, whatever a hub says: one empty
// file a shard, on the disk before the work begins.
type journal struct {
	folder string
	begun  map[string]bool // where there is no folder
}

// journalAge is how long files are kept: longer than any queue keeps a shard.
const journalAge = 60 * 24 * time.Hour

func openJournal(folder string) (*journal, error) {
	j := &journal{folder: folder, begun: map[string]bool{}}
	if folder == "" {
		return j, nil
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, noJournal(folder, err)
	}
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, noJournal(folder, err)
	}
	for _, e := range entries {
		if info, err := e.Info(); err == nil && info.Mode().IsRegular() && time.Since(info.ModTime()) > journalAge {
			_ = os.Remove(filepath.Join(folder, e.Name())) // else the next start does
		}
	}
	return j, nil
}

// noJournal is a folder that can hold none: bad input.
func noJournal(folder string, err error) error {
	return text.BadInput(text.Wrap(text.Of("journal de la station, %s", "journal of the station, %s", folder), err))
}

// begin writes a shard down and reports whether it stood there already.
func (j *journal) begin(key string) (again bool, err error) {
	if j.folder == "" {
		again = j.begun[key]
		j.begun[key] = true
		return again, nil
	}
	f, err := os.OpenFile(filepath.Join(j.folder, key), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return true, nil
	}
	if err != nil {
		return false, err
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return false, err
	}
	return false, syncFolder(j.folder)
}

// syncFolder has the name of a new file on the disk too. Where a system cannot do that to a
// folder (Windows), its own journal does.
func syncFolder(folder string) error {
	d, err := os.Open(folder)
	if err != nil {
		return err
	}
	_ = d.Sync()
	return d.Close()
}
