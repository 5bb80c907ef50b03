//go:build !unix

package child

import "os/exec"

// ofItsOwn does nothing: there are no groups.
func ofItsOwn(*exec.Cmd) {}

func endGroup(cmd *exec.Cmd) { _ = cmd.Process.Kill() }
