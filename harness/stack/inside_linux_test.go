package stack_test

import (
	"context"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/cpslab/cps/harness/card/cardtest"
	"github.com/cpslab/cps/harness/stack"
	"github.com/cpslab/cps/testdata/testneed"
	"github.com/cpslab/cps/testdata/testprogram"
)

// needNamespaces ends the test where the system refuses a network namespace.
func needNamespaces(t *testing.T) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "/bin/true")
	cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNET}
	if os.Geteuid() != 0 {
		cmd.SysProcAttr.Cloneflags |= syscall.CLONE_NEWUSER | syscall.CLONE_NEWNS
		cmd.SysProcAttr.UidMappings = []syscall.SysProcIDMap{{HostID: os.Geteuid(), Size: 1}}
	}
	testneed.Optional(t, cmd.Run() == nil, "network namespaces", "this system refuses them")
}

func closed(t *testing.T, cards ...stack.Card) *stack.Stack {
	t.Helper()
	testneed.Part(t, "pcscd", "vpcd", "opensc-tool")
	needNamespaces(t)
	st, err := stack.Start(t.Context(), stack.Config{Cards: cards, Parts: testneed.Parts(), Inside: inside})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	return st
}

// TestClosedNetwork: no socket of this network leads to the readers, and the cards
// are in them all the same, after every change too.
func TestClosedNetwork(t *testing.T) {
	t.Parallel()
	c := newScript(t, 7)
	st := closed(t, stack.Card{Channel: c}, stack.Card{Channel: newScript(t, 8), Removed: true}, stack.Card{Channel: newScript(t, 9)})
	if !st.Warning().IsZero() || st.Closing() != "" {
		t.Errorf("warning %q, %q; nothing is open", st.Warning(), st.Closing())
	}
	shows := func(i int, card *cardtest.Func) {
		t.Helper()
		eventually(t, "card shown", func() (string, bool) {
			out, err := opensc(t, st, "-r", st.Readers()[i].Name, "-a")
			return out, err == nil && strings.Contains(out, colons(card.Answer))
		})
	}
	nobodyListens := func() {
		t.Helper()
		for _, r := range st.Readers() {
			if conn, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", r.Addr); err == nil {
				_ = conn.Close()
				t.Errorf("%s answers in our network", r.Addr)
			}
		}
	}
	shows(0, c)
	nobodyListens()
	if err := st.Remove(t.Context(), 0); err != nil {
		t.Fatal(err)
	}
	if err := st.Insert(t.Context(), 0); err != nil {
		t.Fatal(err)
	}
	shows(0, c)
	if err := st.Restart(t.Context()); err != nil {
		t.Fatal(err)
	}
	shows(0, c)
	nobodyListens()
}

// TestOpenNetworkWhereRefused: a helper that does not come up leaves a stack that
// works, says what is open, and how to close it.
func TestOpenNetworkWhereRefused(t *testing.T) {
	t.Parallel()
	testneed.Part(t, "pcscd", "vpcd", "opensc-tool")
	for name, helper := range map[string][]string{
		"none":             nil,
		"ends at once":     {"stack.test", "-test.run=^$"},
		"is not the right": {"stack.test", "serve-inside", "no-number"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newScript(t, 10)
			st, err := stack.Start(t.Context(), stack.Config{Cards: []stack.Card{{Channel: c}}, Parts: testneed.Parts(), Inside: helper})
			if err != nil {
				t.Fatal(err)
			}
			defer func() {
				if err := st.Close(); err != nil {
					t.Error(err)
				}
			}()
			r := st.Readers()[0]
			if out, err := opensc(t, st, "-r", r.Name, "-a"); err != nil || !strings.Contains(out, colons(c.Answer)) {
				t.Errorf("%v\n%s", err, out)
			}
			_, port, _ := net.SplitHostPort(r.Addr)
			if !strings.Contains(st.Warning().EN, port) || !strings.Contains(st.Closing(), "nft ") || !strings.Contains(st.Closing(), port+"-") {
				t.Errorf("warning %q, closed by %q", st.Warning(), st.Closing())
			}
		})
	}
}

// TestClosedNetworkOfAnybody: what root may, an ordinary user may too.
func TestClosedNetworkOfAnybody(t *testing.T) {
	t.Parallel()
	testneed.Optional(t, os.Geteuid() == 0, "root, to become nobody", "the other test has run as an ordinary user already")
	testneed.Part(t, "pcscd", "vpcd", "opensc-tool")
	dir, err := os.MkdirTemp("/tmp", "nobody") // /tmp: nobody enters it
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	program, err := os.ReadFile("/proc/self/exe")
	if err != nil {
		t.Fatal(err)
	}
	copied := filepath.Join(dir, "stack.test")
	testprogram.Write(t, copied, program, 0o755)
	if err := os.Chmod(dir, 0o755); err != nil { //nolint:gosec // as above
		t.Fatal(err)
	}
	const user = 65534
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, copied, "-test.run=^TestClosedNetwork$", "-test.v")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "HOME="+dir, "TMPDIR=/tmp", "CPSLAB_PARTS="+testneed.Parts())
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: user, Gid: user}}
	out, err := cmd.CombinedOutput()
	switch said := string(out); {
	case strings.Contains(said, "--- SKIP"):
		testneed.Optional(t, false, "network namespaces of an ordinary user", "this system refuses them")
	case err != nil || !strings.Contains(said, "--- PASS: TestClosedNetwork"):
		t.Errorf("%v\n%s", err, said)
	}
}
