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
	for _, said := range []string{"failed to store a msg", "disabling JetStream", "will be DISABLED"} {
		if strings.Contains(line, said) {
			w.once.Do(func() { w.failed <- w.reason(line) })
		}
	}
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
