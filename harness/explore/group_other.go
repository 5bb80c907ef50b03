//go:build !unix

package explore

import "os/exec"

// ofItsOwn does nothing: the stack is for Linux.
func ofItsOwn(*exec.Cmd) {}

func endGroup(cmd *exec.Cmd) { _ = cmd.Process.Kill() }

func stopGroup(*exec.Cmd) {}
func goOn(*exec.Cmd)      {}
