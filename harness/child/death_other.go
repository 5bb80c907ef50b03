//go:build !linux

package child

import "os/exec"

// dieWithParent does nothing: only Linux has such a signal.
func dieWithParent(*exec.Cmd) {}
