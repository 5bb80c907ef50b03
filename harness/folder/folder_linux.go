package folder

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"

	"github.com/cpslab/cps/harness/card/text"
)

// claim puts a locked file into a new folder. The system unlocks it when the
// process ends, however it ends (flock(2)). It gets its name once it is locked:
// a folder whose file is there and unlocked has no owner any more.
func claim(dir string) (*os.File, error) {
	early := filepath.Join(dir, lockName+".new")
	f, err := os.OpenFile(early, os.O_RDONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, err
	}
	err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if err == nil {
		err = os.Rename(early, filepath.Join(dir, lockName))
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

// Nobody is the user and group without rights (base-passwd, nobody and nogroup):
// under root, the folder of a service that runs as this user is given to it.
const Nobody = 65534

// Why a folder is none of ours, or is no more.
var (
	errStrange  = text.NewError(text.Of("ce n'est pas un dossier privé de cet utilisateur", "not a private folder of this user"), text.Text{})
	errNoSocket = text.NewError(text.Of("ce n'est pas un socket de cet utilisateur", "not a socket of this user"), text.Text{})
	errDead     = text.NewError(text.Of("le programme auquel il appartient est fini", "the program it belongs to has ended"), text.Text{})
)

// InUse returns nil when dir is a folder that [New] made for this user and whose
// owner lives. Another program cannot have put it there: it is a folder of this
// user alone (0700), with a file of this user in it that a process holds locked.
func InUse(dir string) error {
	f, err := lockOf(dir)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	// Shared, so that two that ask at the same time are not each other's owner.
	switch err := syscall.Flock(int(f.Fd()), syscall.LOCK_SH|syscall.LOCK_NB); {
	case err == nil:
		return errDead
	case !errors.Is(err, syscall.EWOULDBLOCK):
		return err
	}
	return nil
}

// InUseSocket returns nil when path is a Unix socket of this user, or of [Nobody]
// under root, in a folder that is in use (see [InUse]): a service of ours listens
// there, and no other. A link to another socket is none.
func InUseSocket(path string) error {
	if !filepath.IsAbs(path) || filepath.Clean(path) != path {
		return errStrange
	}
	if err := InUse(filepath.Dir(path)); err != nil {
		return err
	}
	info, err := os.Lstat(path)
	if err != nil {
		return err
	}
	stat, ok := info.Sys().(*syscall.Stat_t)
	if info.Mode().Type() != os.ModeSocket || !ours(info) || !ok || stat.Nlink != 1 {
		return errNoSocket
	}
	return nil
}

// lockOf opens the lock of a folder of ours. It refuses any other: one of another
// user, one that others may enter, one without the file of claim or with one that
// somebody else made.
func lockOf(dir string) (*os.File, error) {
	info, err := os.Lstat(dir)
	if err != nil {
		return nil, err
	}
	if !info.IsDir() || info.Mode().Perm() != 0o700 || !ours(info) {
		return nil, errStrange
	}
	f, err := os.OpenFile(filepath.Join(dir, lockName), os.O_RDONLY|syscall.O_NOFOLLOW|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, errStrange
	}
	info, err = f.Stat()
	if err != nil || !info.Mode().IsRegular() || info.Mode().Perm() != 0o600 || info.Size() != 0 || !owned(info, os.Geteuid()) {
		_ = f.Close() // the other error is the one to report
		return nil, errStrange
	}
	return f, nil
}

// bury removes a folder whose owner is dead, and leaves any other alone.
func bury(dir string) {
	f, err := lockOf(dir)
	if err != nil {
		return
	}
	defer func() { _ = f.Close() }()
	if syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) != nil {
		return // its owner lives
	}
	_ = os.RemoveAll(dir) // follows no link; what stays is tried again next time
}

// ours reports whether a file is this user's, or, under root, given to [Nobody].
func ours(info os.FileInfo) bool {
	return owned(info, os.Geteuid()) || os.Geteuid() == 0 && owned(info, Nobody)
}

func owned(info os.FileInfo, uid int) bool {
	stat, ok := info.Sys().(*syscall.Stat_t)
	return ok && int(stat.Uid) == uid
}
