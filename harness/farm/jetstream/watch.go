package jetstream

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/nats-io/nats-server/v2/server"

	"github.com/cpslab/cps/harness/card/text"
)

// watch listens to what the server says of itself: where it cannot write it says so and goes
// on, answers nothing that has to be kept, and stays so when there is room again.
type watch struct {
	folder string
	failed chan error // holds one error
	once   sync.Once

	mu      sync.Mutex // protects damaged
	damaged string     // what the server said of a stream that it leaves out, "" for none
}

var _ server.Logger = (*watch)(nil)

func newWatch(folder string) *watch { return &watch{folder: folder, failed: make(chan error, 1)} }

// Noticef implements [server.Logger], which nobody reads at that level.
func (*watch) Noticef(string, ...any) {}

// Debugf implements [server.Logger].
func (*watch) Debugf(string, ...any) {}

// Tracef implements [server.Logger].
func (*watch) Tracef(string, ...any) {}

// Warnf implements [server.Logger].
func (w *watch) Warnf(format string, args ...any) { w.hear(fmt.Sprintf(format, args...)) }

// Errorf implements [server.Logger].
func (w *watch) Errorf(format string, args ...any) { w.hear(fmt.Sprintf(format, args...)) }

// Fatalf implements [server.Logger].
func (w *watch) Fatalf(format string, args ...any) { w.hear(fmt.Sprintf(format, args...)) }

// hear looks for what the server says where it cannot write (its sources, stream.go and
// jetstream.go).
func (w *watch) hear(line string) {
	for _, said := range []string{"checksums do not match", "Error unmarshalling stream metafile", "Error reading metafile", "Error reading Stream metafile", "Error recreating stream"} {
		if strings.Contains(line, said) {
			w.mu.Lock()
			w.damaged = strings.TrimSpace(line)
			w.mu.Unlock()
		}
	}
	for _, said := range []string{"failed to store a msg", "disabling JetStream", "will be DISABLED"} {
		if strings.Contains(line, said) {
			w.once.Do(func() { w.failed <- w.reason(line) })
		}
	}
}

// whole says whether the files of the folder were read. The server goes on without a stream whose
// description is damaged, and it would be made anew: a book of claims would be empty then.
func (w *watch) whole() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.damaged == "" {
		return nil
	}
	return text.Cause(text.NewError(
		text.Of("les fichiers du hub dans %s sont abîmés", "the files of the hub in %s are damaged", w.folder),
		text.Of("remettez-les d'une copie, ou prenez un autre dossier : ce que celui-ci savait des parts commencées est alors perdu, regardez les cartes avant de donner du travail", "bring them back from a copy, or take another folder: what this one knew of shards that were begun is lost then, look at the cards before work is given")),
		text.NewError(text.Same(text.Printable(w.damaged)), text.Text{}))
}

// reason says why, by the system's own word where it refuses us too.
func (w *watch) reason(line string) error {
	err := probe(w.folder)
	if err == nil {
		err = text.NewError(text.Same(text.Printable(line)), text.Text{})
	}
	return text.Cause(text.NewError(
		text.Of("le hub ne peut plus écrire dans %s", "the hub can no longer write in %s", w.folder),
		text.Of("remédiez-y et relancez-le sur le même dossier : rien de ce qu'il a confirmé n'est perdu, et les stations reviennent d'elles-mêmes", "mend that and start it again on the same folder: nothing that it confirmed is lost, and the stations come back by themselves")), err)
}

// probe writes a little into a folder, and takes it away.
func probe(folder string) error {
	f, err := os.CreateTemp(filepath.Clean(folder), "probe-*")
	if err != nil {
		return err
	}
	_, err = f.Write(make([]byte, 64<<10))
	return errors.Join(err, f.Sync(), f.Close(), os.Remove(f.Name()))
}
