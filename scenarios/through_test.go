//go:build pcsc && linux

package scenarios_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ebfe/scard"

	"github.com/cpslab/cps/harness/stack"
	"github.com/cpslab/cps/harness/vpcd"
	"github.com/cpslab/cps/simulator"
	"github.com/cpslab/cps/testdata/testneed"
)

// turns is how often the cards of BenchmarkThroughPCSC take turns in one operation, with
// so many exchanges each.
const turns, exchangesATurn = 20, 10

// BenchmarkThroughPCSC is twenty turns of two cards with GET CHALLENGE through a pcscd and
// a vpcd reader of each, one of them a simulated card. Its figures are the rate beside that of a bare responder,
// simulated/bare, and, where vicc of vsmartcard is installed, the rate of a card of vicc
// beside it, vicc/bare: in turns, in one run.
func BenchmarkThroughPCSC(b *testing.B) {
	testneed.Part(b, "pcscd", "vpcd")
	chip, err := simulator.NewPreset("cps3-healthy")
	if err != nil {
		b.Fatal(err)
	}
	bare := &vpcd.Echo{Answer: chip.ATR(), Response: append(make([]byte, 8), 0x90, 0x00)}
	socket := filepath.Join(os.TempDir(), fmt.Sprintf("cpslab-bench-%d.comm", os.Getpid()))
	st, err := stack.Start(b.Context(), stack.Config{Parts: testneed.Parts(), Socket: socket, Cards: []stack.Card{
		{Name: "simulated", Channel: chip}, {Name: "bare", Channel: bare}, {Name: "vicc", Channel: bare, Removed: true},
	}})
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = st.Close() }()
	for _, kv := range st.Env() {
		k, v, _ := strings.Cut(kv, "=")
		b.Setenv(k, v)
	}
	client, err := scard.EstablishContext()
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = client.Release() }()
	names := []string{"simulated", "bare"}
	if vicc(b, st.Readers()[2].Addr) {
		names = append(names, "vicc")
	}
	var cards []*scard.Card
	for i := range names {
		c, err := connect(b, client, st.Readers()[i].Name)
		switch {
		case err == nil:
			cards = append(cards, c)
		case names[i] == "vicc": // it lacks a library, or hangs
			b.Logf("vicc shows no card: %v", err)
		default:
			b.Fatalf("%s: %v", names[i], err)
		}
	}
	took := make([][]time.Duration, len(cards)) // for each exchange
	exchange := func(i, times int) {
		for range times {
			begun := time.Now()
			if out, err := cards[i].Transmit([]byte{0x00, 0x84, 0x00, 0x00, 0x08}); err != nil || len(out) != 10 {
				b.Fatalf("%s: % X, %v", names[i], out, err)
			}
			took[i] = append(took[i], time.Since(begun))
		}
	}
	for b.Loop() {
		for range turns {
			exchange(0, exchangesATurn)
			exchange(1, exchangesATurn)
		}
		if len(cards) > 2 {
			exchange(2, 1) // 44 ms
		}
	}
	// The middle one: what else the machine does shows in a few.
	middle := func(i int) float64 {
		slices.Sort(took[i])
		return took[i][len(took[i])/2].Seconds()
	}
	b.ReportMetric(middle(1)/middle(0), "simulated/bare")
	if len(cards) > 2 {
		b.ReportMetric(middle(1)/middle(2), "vicc/bare")
	}
}

// vicc serves a card of vsmartcard's emulator into the reader at that address; false
// where it is not installed.
func vicc(b *testing.B, addr string) bool {
	b.Helper()
	path, err := exec.LookPath("vicc")
	if err != nil {
		return false
	}
	host, port, _ := strings.Cut(addr, ":")
	cmd := exec.CommandContext(b.Context(), path, "--type", "iso7816", "--hostname", host, "--port", port)
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	return true
}

// connect waits for the card of a reader, ten seconds at most.
func connect(b *testing.B, client *scard.Context, name string) (c *scard.Card, err error) {
	b.Helper()
	for range 100 {
		if c, err = client.Connect(name, scard.ShareShared, scard.ProtocolAny); err == nil {
			b.Cleanup(func() { _ = c.Disconnect(scard.LeaveCard) })
			return c, nil
		}
		time.Sleep(100 * time.Millisecond)
	}
	return nil, err
}
