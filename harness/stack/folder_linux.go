package stack

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
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

// bury removes a folder whose owner is dead, and leaves any other alone: one of
// another user, one that others may enter, one without the file of claim or with
// one that somebody else made, one that is in use.
func bury(dir string) {
	info, err := os.Lstat(dir)
	if err != nil || !info.IsDir() || info.Mode().Perm() != 0o700 {
		return
	}
	if forPCSCD := os.Geteuid() == 0 && owned(info, nobody); !forPCSCD && !owned(info, os.Geteuid()) {
		return
	}
	f, err := os.OpenFile(filepath.Join(dir, lockName), os.O_RDONLY|syscall.O_NOFOLLOW|syscall.O_NONBLOCK, 0)
	if err != nil {
		return
	}
	defer func() { _ = f.Close() }()
	info, err = f.Stat()
	if err != nil || !info.Mode().IsRegular() || info.Mode().Perm() != 0o600 || info.Size() != 0 || !owned(info, os.Geteuid()) {
		return
	}
	if syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) != nil {
		return // its owner lives
	}
	_ = os.RemoveAll(dir) // follows no link; what stays is tried again next time
}

func owned(info os.FileInfo, uid int) bool {
	stat, ok := info.Sys().(*syscall.Stat_t)
	return ok && int(stat.Uid) == uid
}
