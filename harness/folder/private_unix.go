//go:build unix

package folder

import (
	"os"
	"syscall"

	"github.com/cpslab/cps/harness/card/text"
)

// ErrOpenToOthers is a file that somebody else than its owner may open.
var ErrOpenToOthers = text.NewError(text.Of("d'autres que son propriétaire peuvent l'ouvrir ; il doit être en 0600", "others than its owner may open it; the mode must be 0600"), text.Text{})

// Private returns nil when an open file belongs to this user and nobody else may open
// it, else [ErrOfAnother], [ErrOpenToOthers] or an error of the system. It looks at the
// open file: nobody puts another in its place in between.
func Private(f *os.File) error {
	info, err := f.Stat()
	if err != nil {
		return err
	}
	stat, ok := info.Sys().(*syscall.Stat_t)
	switch {
	case !ok || int(stat.Uid) != os.Geteuid():
		return ErrOfAnother
	case info.Mode().Perm()&0o077 != 0:
		return ErrOpenToOthers
	}
	return nil
}
