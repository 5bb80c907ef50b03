//go:build unix

package child

import (
	"os/exec"
	"syscall"
)

// ofItsOwn gives a program a process group, by which all that it starts can be ended.
func ofItsOwn(cmd *exec.Cmd) {
	if cmd.SysProcAttr == nil {
		cmd.SysProcAttr = &syscall.SysProcAttr{}
	}
	cmd.SysProcAttr.Setpgid = true
}

// endGroup ends what is left of a program and of what it started.
func endGroup(cmd *exec.Cmd) {
	_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) // an empty group is gone
}
