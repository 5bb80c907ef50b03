//go:build unix

package workstation

import (
	"os"
	"os/exec"
	"syscall"
)

// ownGroup gives a child a process group of its own, so that whatever a module
// starts goes with it. A Ctrl-C is for the parent to handle.
func ownGroup(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return killGroup(cmd) }
}

// killGroup ends a child that ownGroup prepared and everything of its group.
func killGroup(cmd *exec.Cmd) error {
	if cmd.Process == nil {
		return os.ErrProcessDone
	}
	if err := syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL); err != nil {
		return os.ErrProcessDone
	}
	return nil
}

// endGroup ends this process and, when it leads a group, the group.
func endGroup() {
	if syscall.Getpgrp() == os.Getpid() {
		_ = syscall.Kill(0, syscall.SIGKILL) // does not come back
	}
	os.Exit(1) //nolint:forbidigo // of the child, which belongs to nobody else
}
