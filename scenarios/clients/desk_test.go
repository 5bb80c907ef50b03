package clients

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/effect"
	"github.com/cpslab/cps/harness/stack"
	"github.com/cpslab/cps/simulator"
	"github.com/cpslab/cps/testdata/testneed"
)

// toolTimeout bounds one run of a client. A run takes a tenth of a second; a busy
// machine may be slow.
const toolTimeout = 2 * time.Minute

// The codes of the presets, and others that are wrong.
const (
	pin      = "1234"
	otherPIN = "4321"
	puk      = "12345678"
	wrongPUK = "87654321"
)

// desk is one card in the virtual reader of a private stack.
type desk struct {
	face  card.Face
	given simulator.Personalisation // what the card was made of
	twin  *simulator.Card           // an equal card that no client uses
	stack *stack.Stack
	dir   string         // working folder of the clients
	codes *presentations // what the clients presented
}

// presentations counts the codes that reach a card.
type presentations struct {
	card.Channel
	count atomic.Int32
}

func (p *presentations) Transmit(ctx context.Context, dst, cmd []byte) ([]byte, error) {
	if e, doubt := effect.Decode(cmd); doubt == nil && e.Presents {
		p.count.Add(1)
	}
	return p.Channel.Transmit(ctx, dst, cmd)
}

// Unwrap returns the card.
func (p *presentations) Unwrap() card.Channel { return p.Channel }

// presents checks how many codes reach the card while something runs.
func (d *desk) presents(t *testing.T, want int32, run func()) {
	t.Helper()
	before := d.codes.count.Load()
	run()
	if got := d.codes.count.Load() - before; got != want {
		t.Errorf("%d codes were presented, want %d", got, want)
	}
}

// sit makes the card of a preset, with a serial number that no cache knows, and
// starts a stack around it.
func sit(t *testing.T, preset string) *desk {
	t.Helper()
	testneed.Part(t, "pcscd", "vpcd")
	profile, err := simulator.LoadProfile(preset)
	if err != nil {
		t.Fatal(err)
	}
	p, err := profile.Personalise(time.Now())
	if err != nil {
		t.Fatal(err)
	}
	n, err := rand.Int(rand.Reader, big.NewInt(1_000_000_000))
	if err != nil {
		t.Fatal(err)
	}
	p.Serial.Number = fmt.Sprintf("9%09d", n)
	served, twin := mustNew(t, p), mustNew(t, p)
	codes := &presentations{Channel: served}
	st, err := stack.Start(t.Context(), stack.Config{
		Cards: []stack.Card{{Name: preset, Channel: codes}},
		Parts: testneed.Parts(),
	})
	if err != nil {
		t.Fatal(err)
	}
	d := &desk{face: p.Face, given: served.Personalisation(), twin: twin, stack: st, dir: t.TempDir(), codes: codes}
	t.Cleanup(func() {
		if err := st.Close(); err != nil {
			t.Error(err)
		}
		d.forget(t)
	})
	return d
}

func mustNew(t *testing.T, p simulator.Personalisation) *simulator.Card {
	t.Helper()
	c, err := simulator.New(p)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// serial8 is the serial number as PKCS#11 clients show and file it.
func (d *desk) serial8() string { return d.given.Serial.Number[:8] }

// exec runs a client before the card and returns all it printed.
func (d *desk) exec(ctx context.Context, program string, args ...string) (string, error) {
	return d.execWith(ctx, nil, program, args...)
}

// execWith is exec with more variables in the environment, name=value.
func (d *desk) execWith(ctx context.Context, env []string, program string, args ...string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, toolTimeout)
	defer cancel()
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Dir = d.dir
	cmd.Env = slices.Concat(os.Environ(), []string{"LC_ALL=C"}, d.stack.Env(), env)
	cmd.WaitDelay = 5 * time.Second
	out, err := cmd.CombinedOutput()
	if ctx.Err() != nil {
		err = fmt.Errorf("no end after %v: %w", toolTimeout, ctx.Err())
	}
	return string(out), err
}

// run runs a tool that must succeed.
func (d *desk) run(t *testing.T, tool string, args ...string) string {
	t.Helper()
	out, err := d.exec(t.Context(), testneed.Path(tool), args...)
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", tool, shown(args), err, out)
	}
	return out
}

// refused runs a tool that must end with an error which contains want.
func (d *desk) refused(t *testing.T, want, tool string, args ...string) string {
	t.Helper()
	out, err := d.exec(t.Context(), testneed.Path(tool), args...)
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() < 0 || !strings.Contains(out, want) {
		t.Fatalf("%s %s: %v, want a refusal with %q\n%s", tool, shown(args), err, want, out)
	}
	return out
}

// shown is a command line without the codes in it.
func shown(args []string) string {
	masked := append([]string(nil), args...)
	for i := 1; i < len(masked); i++ {
		switch masked[i-1] {
		case "--pin", "--new-pin", "--so-pin", "--puk":
			masked[i] = "****"
		}
	}
	return strings.Join(masked, " ")
}

// wants checks that out contains each text.
func wants(t *testing.T, out string, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if !strings.Contains(out, text) {
			t.Errorf("no %q in:\n%s", text, out)
		}
	}
}

// wantsNone checks that out contains none of the texts.
func wantsNone(t *testing.T, out string, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if strings.Contains(out, text) {
			t.Errorf("%q in:\n%s", text, out)
		}
	}
}

// path names a file in the working folder of the clients.
func (d *desk) path(name string) string { return filepath.Join(d.dir, name) }

// put writes a file for a client.
func (d *desk) put(t *testing.T, name string, content []byte) string {
	t.Helper()
	if err := os.WriteFile(d.path(name), content, 0o600); err != nil {
		t.Fatal(err)
	}
	return d.path(name)
}

// take reads a file that a client wrote, and removes it.
func (d *desk) take(t *testing.T, name string) []byte {
	t.Helper()
	content, err := os.ReadFile(d.path(name))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(d.path(name)); err != nil {
		t.Fatal(err)
	}
	return content
}

// moduleCache is where the official module for Linux keeps what it has read, in
// files named <serial8>_<path> (CryptolibCPS sources, pkcs15-cache.c).
const moduleCache = "/etc/opt/santesocial/CPS/cache"

// forget removes what the official module has kept of this card.
func (d *desk) forget(t *testing.T) {
	t.Helper()
	kept, err := filepath.Glob(filepath.Join(moduleCache, d.serial8()+"_*"))
	if err != nil {
		t.Error(err)
	}
	for _, file := range kept {
		if err := os.Remove(file); err != nil {
			t.Error(err)
		}
	}
}
