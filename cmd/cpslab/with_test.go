package main

import (
	"context"
	"errors"
	"net"
	"os"
	"testing"
	"time"

	"github.com/cpslab/cps/harness/fault"
	"github.com/cpslab/cps/testdata/testneed"
)

// TestASignalStopsAStartingStack: whoever is impatient while the service starts
// does not wait for a command that then runs all the same.
func TestASignalStopsAStartingStack(t *testing.T) {
	testneed.Part(t, "pcscd", "vpcd")
	tmp, err := os.MkdirTemp("/tmp", "")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(tmp)
	if err := os.Chmod(tmp, 0o755); err != nil { // pcscd may be another user
		t.Fatal(err)
	}
	t.Setenv("TMPDIR", tmp)
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		for len(entries(tmp)) == 0 && t.Context().Err() == nil {
			time.Sleep(time.Millisecond)
		}
		cancel()
	}()
	st, file, err := (&app{}).startAttended(ctx, []string{"cps3-healthy"}, make([][]fault.Fault, 1))
	if st != nil || file != nil || !errors.Is(err, context.Canceled) {
		t.Errorf("stack %v, error %v; want none, and that it was cancelled", st, err)
	}
	if left := entries(tmp); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}

// TestASignalLeavesAStackThatRuns: from then on it is the command's to answer.
func TestASignalLeavesAStackThatRuns(t *testing.T) {
	testneed.Part(t, "pcscd", "vpcd")
	ctx, cancel := context.WithCancel(t.Context())
	st, _, err := (&app{}).startAttended(ctx, []string{"cps3-healthy"}, make([][]fault.Fault, 1))
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	client, err := (&net.Dialer{}).DialContext(t.Context(), "unix", st.Socket())
	if err != nil {
		t.Errorf("the service ended: %v", err)
	} else if err := client.Close(); err != nil {
		t.Error(err)
	}
	if err := st.Close(); err != nil {
		t.Error(err)
	}
}

func entries(dir string) []os.DirEntry {
	list, _ := os.ReadDir(dir) // a folder that cannot be read has none
	return list
}
