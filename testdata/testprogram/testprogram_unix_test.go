//go:build unix

package testprogram_test

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"

	"github.com/cpslab/cps/testdata/testprogram"
)

// Programs that are written and started beside each other start.
func TestWrite(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			for j := range 10 {
				path := filepath.Join(dir, fmt.Sprint(i, "-", j))
				testprogram.Write(t, path, []byte("#!/bin/sh\nexit 7\n"), 0o700)
				cmd := exec.CommandContext(t.Context(), path)
				if err := cmd.Run(); err == nil || cmd.ProcessState == nil || cmd.ProcessState.ExitCode() != 7 {
					t.Errorf("%s: %v", path, err)
				}
			}
		})
	}
	all.Wait()
}
