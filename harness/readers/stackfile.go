package readers

import (
	"encoding/json"
	"errors"
	"io"
	"os"
	"slices"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/folder"
)

// EnvStack names the private file that describes a stack's readers to the
// programs started on it.
const EnvStack = "CPSLAB_STACK"

// EnvSocket is the variable by which PC/SC clients find their service
// (pcsc-lite).
const EnvSocket = "PCSCLITE_CSOCK_NAME"

// StackFile lists the readers of a private PC/SC stack, with the serials and
// PINs of the simulated cards in them. Only these readers, and only on that
// stack's socket, count as simulated.
type StackFile struct {
	Schema  int         `json:"schema"`  // 1
	Socket  string      `json:"socket"`  // of the stack's service
	Readers []string    `json:"readers"` // full names of all virtual readers, empty ones too
	Cards   []StackCard `json:"cards"`
}

// StackCard is one virtual reader and the card in it.
type StackCard struct {
	Reader  string `json:"reader"` // full name, as PC/SC clients see it
	Profile string `json:"profile"`
	Serial  string `json:"serial"` // ten digits of EF.SN.ICC
	PIN     secret `json:"pin"`
}

// NewStackCard describes a card of a stack.
func NewStackCard(reader, profile, serial, pin string) StackCard {
	return StackCard{reader, profile, serial, secret(pin)}
}

// Write writes the file for its owner alone, in a folder the caller removes
// afterwards.
func (f *StackFile) Write(path string) error {
	b, err := json.Marshal(f)
	if err != nil {
		return err
	}
	out, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = out.Write(b)
	return errors.Join(err, out.Close())
}

// StackFileError says why a stack file is not believed.
type StackFileError struct {
	Path   string
	Reason text.Text
	Err    error
}

var _ text.Speaker = (*StackFileError)(nil)

func (e *StackFileError) Error() string {
	message, _ := e.Say("en")
	return message
}

func (e *StackFileError) Unwrap() error { return e.Err }

// Say gives file, reason and cause, and what to do.
func (e *StackFileError) Say(lang string) (message, hint string) {
	return text.Same(EnvStack + " " + e.Path).With(e.Reason).Because(e.Err).In(lang),
		text.Of("supprimez la variable %s, ou lancez le programme par cpslab with --card PROFIL -- PROGRAMME",
			"unset %s, or start the program with `cpslab with --card PROFILE -- PROGRAM`", EnvStack).In(lang)
}

// BadInput is true: the variable is what the user, or an earlier session, set.
func (e *StackFileError) BadInput() bool { return true }

const maxStackFile = 64 << 10

// LoadStackFile reads the file that the environment names, and returns nil
// when it names none, or when the process talks to another PC/SC service than
// the file's: its readers are then not simulated. A file alone is not believed: the
// service's socket must lie in a folder that a running program of this user holds
// (see folder.InUseSocket), which the machine's own service does not. The error is
// a *[StackFileError].
func LoadStackFile(getenv func(string) string) (*StackFile, error) {
	path := getenv(EnvStack)
	if path == "" {
		return nil, nil
	}
	b, err := readPrivate(path)
	if err != nil {
		return nil, err
	}
	f := &StackFile{}
	if err := json.Unmarshal(b, f); err != nil || f.Schema != 1 {
		return nil, &StackFileError{path, text.Of("ce n'est pas la description d'un service PC/SC privé", "not a description of a stack"), nil}
	}
	if f.Socket == "" || f.Socket != getenv(EnvSocket) {
		return nil, nil
	}
	if err := folder.InUseSocket(f.Socket); err != nil {
		return nil, &StackFileError{path, text.Of("aucun « cpslab with » de cet utilisateur ne tient le service qu'il décrit", "no `cpslab with` of this user runs the service it describes"), err}
	}
	return f, nil
}

// readPrivate reads a file of this user that nobody else may open. It looks at
// the file it opened: nobody puts another in its place in between. The error is a
// *StackFileError.
func readPrivate(path string) ([]byte, error) {
	file, err := os.OpenFile(path, os.O_RDONLY|withoutWaiting, 0)
	if err != nil {
		return nil, &StackFileError{path, text.Of("illisible", "cannot be read"), err}
	}
	defer file.Close()
	info, err := file.Stat()
	switch {
	case err != nil:
		return nil, &StackFileError{path, text.Of("illisible", "cannot be read"), err}
	case info.Mode()&os.ModeType != 0:
		return nil, &StackFileError{path, text.Of("n'est pas un fichier", "is not a file"), nil}
	case info.Size() > maxStackFile:
		return nil, &StackFileError{path, text.Of("trop gros", "too large"), nil}
	}
	if err := folder.Private(file); err != nil {
		reason, _ := text.Said(err)
		return nil, &StackFileError{path, reason, nil}
	}
	b, err := io.ReadAll(io.LimitReader(file, maxStackFile))
	if err != nil {
		return nil, &StackFileError{path, text.Of("illisible", "cannot be read"), err}
	}
	return b, nil
}

// virtual reports whether the reader of that name is one of the stack's own: pcscd may find
// USB readers of this computer beside them.
func (f *StackFile) virtual(reader string) bool {
	if f == nil {
		return false
	}
	_, holds := f.card(reader)
	return holds || slices.Contains(f.Readers, reader)
}

// card returns the simulated card in the reader of that name.
func (f *StackFile) card(reader string) (StackCard, bool) {
	if f == nil {
		return StackCard{}, false
	}
	i := slices.IndexFunc(f.Cards, func(c StackCard) bool { return c.Reader == reader })
	if i < 0 {
		return StackCard{}, false
	}
	return f.Cards[i], true
}

// MarshalJSON writes the code: the stack file is the one place it may go to.
func (s secret) MarshalJSON() ([]byte, error) { return json.Marshal(string(s)) }

// UnmarshalJSON reads the code.
func (s *secret) UnmarshalJSON(b []byte) error {
	var v string
	if err := json.Unmarshal(b, &v); err != nil {
		return err
	}
	*s = secret(v)
	return nil
}
