package stack

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"syscall"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/folder"
)

// ipcDir must exist for pcscd to start (pcsc-lite, PCSCLITE_IPC_DIR).
const ipcDir = "/run/pcscd"

// nobody is the user that pcscd becomes under root.
const nobody = folder.Nobody

// identity is as whom, and in which namespaces, pcscd runs.
type identity struct {
	drop     bool   // become nobody
	ownRun   bool   // user and mount namespace with a /run of its own
	prologue string // shell commands before pcscd
}

// ownRunPrologue gives the new mount namespace an empty /run.
const ownRunPrologue = "mount -t tmpfs tmpfs /run && mkdir " + ipcDir + " || " +
	"{ echo 'pcscd needs a folder " + ipcDir + ": make it as root, or allow mounts in user namespaces' >&2; exit 1; }; "

// serviceIdentity chooses the identity for this process (see the package
// comment).
func serviceIdentity() (identity, error) {
	_, err := os.Stat(ipcDir)
	missing := errors.Is(err, os.ErrNotExist)
	root := os.Geteuid() == 0
	switch {
	case root && nobodyMapped():
		if missing {
			if err := os.MkdirAll(ipcDir, 0o755); err != nil {
				return identity{}, text.Wrap(text.Of("pcscd demande le dossier %s", "pcscd needs the folder %s", ipcDir), err)
			}
		}
		return identity{drop: true}, nil
	case root, missing:
		return identity{ownRun: true, prologue: ownRunPrologue}, nil
	}
	return identity{}, nil
}

// other tells whether pcscd runs as another user than this process.
func (id identity) other() bool { return id.drop }

// nobodyMapped tells whether this user namespace knows the user nobody: a
// namespace with root alone (unshare -r) does not, and cannot become it.
func nobodyMapped() bool {
	b, err := os.ReadFile("/proc/self/uid_map")
	if err != nil {
		return true // no namespaces in this kernel: every user is known
	}
	for line := range strings.Lines(string(b)) {
		var inside, outside, count int64 // user_namespaces(7)
		if _, err := fmt.Sscan(line, &inside, &outside, &count); err == nil && inside <= nobody && nobody < inside+count {
			return true
		}
	}
	return false
}

// own gives a file to the user of pcscd.
func (id identity) own(path string) error {
	if !id.drop {
		return nil
	}
	return os.Lchown(path, nobody, nobody)
}

// enclose has the command of pcscd run in a network namespace of its own, started
// there by this very program (see [ServeInside]), and takes the door to it. It
// returns the other side of the door, which is the caller's to close.
func (p *plan) enclose(cmd *exec.Cmd) (theirs *os.File, err error) {
	d, theirs, err := newDoor()
	if err != nil {
		return nil, err
	}
	p.enter(d)
	uid := 0
	attr := identity{ownRun: !p.user.drop}.attr()
	if p.user.drop {
		uid = nobody // once inside: it takes root to set the loopback interface up
	} else if !p.user.ownRun {
		cmd.Args[shellScript] = ownRunPrologue + cmd.Args[shellScript]
	}
	attr.Cloneflags |= syscall.CLONE_NEWNET
	cmd.SysProcAttr = attr
	cmd.ExtraFiles = append([]*os.File{theirs}, cmd.ExtraFiles...)
	cmd.Args = append(append(slices.Clone(p.inside), strconv.Itoa(uid), cmd.Path), cmd.Args[1:]...)
	cmd.Path = "/proc/self/exe"
	return theirs, nil
}

// attr returns how to start the process.
func (id identity) attr() *syscall.SysProcAttr {
	attr := &syscall.SysProcAttr{Pdeathsig: syscall.SIGTERM, Setpgid: true} // a Ctrl-C is for us to handle
	if id.drop {
		attr.Credential = &syscall.Credential{Uid: nobody, Gid: nobody}
	}
	if id.ownRun {
		attr.Cloneflags = syscall.CLONE_NEWUSER | syscall.CLONE_NEWNS
		attr.UidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Geteuid(), Size: 1}}
		attr.GidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getegid(), Size: 1}}
	}
	return attr
}
