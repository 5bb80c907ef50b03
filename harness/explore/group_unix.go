//go:build unix

package explore

import (
	"os/exec"
	"syscall"
)

// stopGroup stops a program and all that it started, goOn has them go on.
func stopGroup(cmd *exec.Cmd) { _ = syscall.Kill(-cmd.Process.Pid, syscall.SIGSTOP) }
func goOn(cmd *exec.Cmd)      { _ = syscall.Kill(-cmd.Process.Pid, syscall.SIGCONT) }
