package simulator

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/text"
)

var (
	_ Store  = (*FileStore)(nil)
	_ Binder = (*FileStore)(nil)
)

// Reasons of a StateError that callers may want to tell apart.
var (
	// ErrStateInUse: another process, or another FileStore, holds the file.
	ErrStateInUse = text.NewError(text.Of("utilisé par une autre carte", "in use by another card"),
		text.Of("finissez l'autre carte, ou donnez à celle-ci son propre fichier", "end the other card, or give this one a file of its own"))
	// ErrStateDamaged: the file is no whole state file: cut short, altered, too
	// long, or something else altogether.
	ErrStateDamaged = text.NewError(text.Of("ce n'est pas un état intact", "no intact state file"), beginAnew)
	// ErrStateVersion: the file has a version that this package does not know.
	ErrStateVersion = text.NewError(text.Of("version inconnue", "unknown version"), beginAnew)
	// ErrStateOtherCard: the state belongs to a card of another serial number.
	ErrStateOtherCard = text.NewError(text.Of("c'est l'état d'une autre carte", "the state of another card"),
		text.Of("donnez à cette carte son propre fichier ; un fichier garde une carte", "give this card a file of its own; one file keeps one card"))
	// ErrStateExposed: somebody else than this user owns the file, or may open
	// it. The codes stand in it in clear.
	ErrStateExposed = text.NewError(text.Of("d'autres que son propriétaire peuvent l'ouvrir", "others than its owner may open it"),
		text.Of("les codes y sont en clair : qu'il soit à vous, en 0600 (chmod 600)", "the codes stand in it in clear: make it your own, with mode 0600 (chmod 600)"))

	beginAnew = text.Of("supprimez le fichier pour repartir d'une carte neuve, tous ses essais restants", "delete the file to begin with a new card, all tries left")
)

// StateError is every error of a FileStore. It never holds a code, nor a piece
// of the file.
//
// After an error of OpenFileStore nothing is open. After any other the FileStore
// may still be used; an error of Save leaves a whole file, with the state before
// or the new one.
type StateError struct {
	Op     string    // "open", "bind", "load", "save", "close"
	Path   string    // of the state file
	Reason text.Text // what is wrong in this case, or zero
	Err    error     // ErrState… or the error of a file operation
}

var _ text.Speaker = (*StateError)(nil)

// Error says what failed, with which file and why.
func (e *StateError) Error() string {
	message, _ := e.Say("en")
	return message
}

// Say says what failed, with which file and why.
func (e *StateError) Say(lang string) (message, hint string) {
	_, hint = text.Say(e.Err, lang)
	return text.Of("fichier d'état %[1]s", "state file %[1]s: %[2]s", e.Path, e.Op).Because(e.Err).With(e.Reason).In(lang), hint
}

// Unwrap returns Err.
func (e *StateError) Unwrap() error { return e.Err }

// BadInput is true: the file is what the user gave.
func (e *StateError) BadInput() bool { return true }

// FileStore keeps the State of one card in a file: JSON with a version, the
// card's serial number, the day on which the card was made, and a checksum.
//
// The codes stand in it in clear; the file is readable by its owner only (mode
// 0600), and one that others may open is refused. A save writes a second file
// beside it, FILE.tmp, flushes it to the disk and puts it in the place of the
// first, so that whoever is killed at any moment leaves a whole state. FILE.lock,
// which stays, keeps a second process away as long as the FileStore is open; the
// system takes the lock back from a process that dies.
//
// One goroutine uses a FileStore at a time.
type FileStore struct {
	path   string
	lock   *os.File
	serial string
	made   card.Date // zero until the file or Day says it
}

// OpenFileStore locks the state file at path and checks it; the file need not
// exist yet, its folder must. The error is a *StateError: ErrStateInUse,
// ErrStateExposed, ErrStateDamaged, ErrStateVersion or that of a file operation.
func OpenFileStore(path string) (*FileStore, error) {
	path = filepath.Clean(path)
	lock, err := lockFile(path + ".lock")
	if err != nil {
		return nil, &StateError{Op: "open", Path: path, Err: err}
	}
	s := &FileStore{path: path, lock: lock}
	kept, ok, err := s.read("open")
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	if ok {
		s.serial, s.made = kept.serial, kept.made
	}
	return s, nil
}

// Close gives the file free for others. The state stays.
func (s *FileStore) Close() error {
	if s.lock == nil {
		return nil
	}
	err := unlockFile(s.lock)
	s.lock = nil
	if err != nil {
		return &StateError{Op: "close", Path: s.path, Err: err}
	}
	return nil
}

// Path returns the path of the state file.
func (s *FileStore) Path() string { return s.path }

// Day returns the calendar day on which the card was made, for
// Profile.Personalise: a card that is kept does not move its dates with the
// calendar, nor the serial number that derives from them. It is noon of that
// day, in the location of now. While nothing is stored the card is made today:
// the day of now is taken, and stored with the first state.
func (s *FileStore) Day(now time.Time) time.Time {
	if s.made.IsZero() {
		s.made = card.DateOf(now)
	}
	return time.Date(s.made.Year, time.Month(s.made.Month), s.made.Day, 12, 0, 0, 0, now.Location())
}

// Bind refuses, with ErrStateOtherCard, a card of another serial number than
// the one that is stored.
func (s *FileStore) Bind(serial string) error {
	kept, ok, err := s.read("bind")
	if err != nil {
		return err
	}
	if ok && kept.serial != serial {
		return &StateError{
			Op: "bind", Path: s.path, Err: ErrStateOtherCard,
			Reason: text.Of("il a le numéro de série %s, cette carte %s", "it has the serial number %q, this card %q", kept.serial, serial),
		}
	}
	s.serial = serial
	return nil
}

// Load reads the state; ok is false when there is no file.
func (s *FileStore) Load() (state State, ok bool, err error) {
	kept, ok, err := s.read("load")
	return kept.state, ok, err
}

// Save replaces the state. It returns when the new one is on the disk.
func (s *FileStore) Save(state State) error {
	if s.lock == nil {
		return &StateError{Op: "save", Path: s.path, Err: fs.ErrClosed}
	}
	content, err := encodeState(stored{serial: s.serial, made: s.made, state: state})
	if err != nil {
		return &StateError{Op: "save", Path: s.path, Err: err}
	}
	if err := replaceFile(s.path, content); err != nil {
		return &StateError{Op: "save", Path: s.path, Err: err}
	}
	return nil
}

// read reads and checks the file; ok is false when there is none.
func (s *FileStore) read(op string) (kept stored, ok bool, err error) {
	if s.lock == nil {
		return stored{}, false, &StateError{Op: op, Path: s.path, Err: fs.ErrClosed}
	}
	content, err := readBounded(s.path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return stored{}, false, nil
	case err != nil:
		return stored{}, false, &StateError{Op: op, Path: s.path, Err: err}
	}
	kept, reason, err := decodeState(content)
	if err != nil {
		return stored{}, false, &StateError{Op: op, Path: s.path, Reason: reason, Err: err}
	}
	return kept, true, nil
}

// readBounded reads a regular file of at most maxStateFile bytes, and gives one
// byte more of a longer one.
func readBounded(path string) ([]byte, error) {
	info, err := os.Lstat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, text.NewError(text.Of("ce n'est pas un fichier ordinaire", "not a regular file"), text.Text{})
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	if info, err = f.Stat(); err == nil && exposed(info) {
		err = ErrStateExposed
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	content, err := io.ReadAll(io.LimitReader(f, maxStateFile+1))
	return content, errors.Join(err, f.Close())
}

// replaceFile puts content in the place of the file at path, whole or not at
// all, and flushes it to the disk: the file, then the folder that names it.
func replaceFile(path string, content []byte) error {
	temporary := path + ".tmp"
	if err := os.Remove(temporary); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := writeNew(temporary, content); err != nil {
		return errors.Join(err, os.Remove(temporary))
	}
	if err := os.Rename(temporary, path); err != nil {
		return errors.Join(err, os.Remove(temporary))
	}
	return syncFolder(filepath.Dir(path))
}

// writeNew makes a file that only its owner reads and flushes it.
func writeNew(path string, content []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	if _, err := f.Write(content); err != nil {
		return errors.Join(err, f.Close())
	}
	if err := f.Sync(); err != nil {
		return errors.Join(err, f.Close())
	}
	return f.Close()
}
