package simulator

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/cpslab/cps/harness/card"
)

// envCrash names the state file of the child process of TestKilled.
const envCrash = "CPSLAB_TEST_CRASH_STATE"

func TestMain(m *testing.M) {
	if path := os.Getenv(envCrash); path != "" {
		fmt.Fprintln(os.Stderr, presentUntilKilled(path))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// Commands of the child, as it announces them.
const (
	sendsRight  = 'r' // VERIFY with the right PIN
	sendsWrong  = 'w' // VERIFY with a wrong PIN
	sendsPUK    = 'p' // VERIFY with the right PUK
	sendsReset  = 'u' // RESET RETRY COUNTER, after the PUK
	blockedLast = 'x' // nothing more can be done with this card
)

// presentUntilKilled is the child: it presents codes to a card over the file at
// path for ever. On standard output it writes one byte before each command and
// the status word after its answer. It returns on an error only.
func presentUntilKilled(path string) error {
	s, err := OpenFileStore(path)
	if err != nil {
		return err
	}
	c, err := New(healthy(card.FaceCPS3), WithStore(s))
	if err != nil {
		return err
	}
	capdus := map[byte][]byte{
		sendsRight: unhex(verifyPIN),
		sendsWrong: unhex("002000010439393939"),
		sendsPUK:   unhex(verifyPUK),
		sendsReset: unhex("002C02010431323334"),
	}
	next := byte(sendsRight)
	for {
		if _, err := os.Stdout.Write([]byte{next}); err != nil {
			return err
		}
		if next == blockedLast {
			select {} // the parent reads the x and kills
		}
		rapdu, err := c.Transmit(context.Background(), nil, capdus[next])
		if err != nil {
			return err
		}
		if _, err := os.Stdout.Write(rapdu); err != nil {
			return err
		}
		next = following(next, rapdu)
	}
}

// following chooses the command after one that was answered.
func following(last byte, rapdu []byte) byte {
	ok, blocked := rapdu[0] == 0x90, rapdu[0] == 0x69
	switch {
	case last == sendsPUK && ok:
		return sendsReset
	case last == sendsPUK:
		return blockedLast
	case blocked:
		return sendsPUK
	case rand.IntN(2) == 0:
		return sendsRight
	}
	return sendsWrong
}

// tries is what the child's card may have left.
type tries struct{ pin, puk int }

// during gives what a card with t may be found with when it is killed during a
// command: first untouched, last when the command is done. sw is then the
// answer.
func (t tries) during(command byte) (found []tries, sw string) {
	spent := t
	switch command {
	case sendsRight, sendsWrong:
		if t.pin == 0 {
			return []tries{t}, "6983"
		}
		spent.pin--
		if command == sendsWrong {
			return []tries{t, spent}, fmt.Sprintf("63C%d", spent.pin)
		}
		return []tries{t, spent, {3, t.puk}}, "9000"
	case sendsPUK:
		if t.puk == 0 {
			return []tries{t}, "6983"
		}
		spent.puk--
		return []tries{t, spent, {t.pin, 3}}, "9000"
	case sendsReset:
		return []tries{t, {3, t.puk}}, "9000"
	}
	return []tries{t}, ""
}

// TestKilled kills a process that presents codes, 1,000 times, most often in the
// middle of a command, and looks at the card that comes back: it always does,
// and its tries are what the answers given so far and the command cut short
// allow, never more.
func TestKilled(t *testing.T) {
	t.Parallel()
	kills, workers := 1000, 2
	if testing.Short() {
		kills = 100
	}
	total := map[string]int{}
	var mu sync.Mutex // of total
	var wg sync.WaitGroup
	for w := range workers {
		path := filepath.Join(t.TempDir(), fmt.Sprintf("card%d.state", w))
		wg.Go(func() {
			counts, err := killRepeatedly(t.Context(), path, kills/workers)
			if err != nil {
				t.Error(err)
			}
			mu.Lock()
			defer mu.Unlock()
			for what, n := range counts {
				total[what] += n
			}
		})
	}
	wg.Wait()
	t.Logf("%v", total)
	if total["kills"] != kills {
		t.Errorf("%d kills, want %d", total["kills"], kills)
	}
	for _, what := range []string{"untouched", "spent", "done", "tries given back"} {
		if total[what] == 0 {
			t.Errorf("no kill found the command in flight %s: the moments do not spread", what)
		}
	}
}

// killRepeatedly runs and kills n children over the file at path, one after the
// other. It counts where the kills fell.
func killRepeatedly(ctx context.Context, path string, n int) (counts map[string]int, err error) {
	counts = map[string]int{}
	before := tries{3, 3}
	for range n {
		events, err := runAndKill(ctx, path)
		if err != nil {
			return counts, err
		}
		found, err := judge(before, events, counts)
		if err != nil {
			return counts, err
		}
		after, err := comeBack(path)
		if err != nil {
			return counts, fmt.Errorf("after %q: %w", events, err)
		}
		at := slices.Index(found, after)
		if at < 0 {
			return counts, fmt.Errorf("card with %v, killed after %q, comes back with %v; possible: %v", before, events, after, found)
		}
		counts["kills"]++
		switch {
		case len(found) == 1:
			counts["between"]++
		case at == 0:
			counts["untouched"]++
		case at == len(found)-1:
			counts["done"]++
		default:
			counts["spent"]++
		}
		before = after
		if after.pin == 0 && after.puk == 0 {
			counts["cards used up"]++
			if err := os.Remove(path); err != nil {
				return counts, err
			}
			before = tries{3, 3}
		}
	}
	return counts, nil
}

// runAndKill starts a child, lets it send a few commands, kills it at a random
// moment, and returns what it wrote.
func runAndKill(ctx context.Context, path string) (events []byte, err error) {
	child := exec.CommandContext(ctx, os.Args[0])
	child.Env = append(os.Environ(), envCrash+"="+path)
	child.Stderr = os.Stderr
	out, err := child.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := child.Start(); err != nil {
		return nil, err
	}
	commands, one := 1+rand.IntN(4), make([]byte, 1)
	for len(events) < 3*commands-2 {
		if _, err := out.Read(one); err != nil {
			return nil, errors.Join(fmt.Errorf("the child ended by itself: %w", err), child.Wait())
		}
		events = append(events, one[0])
		if one[0] == blockedLast {
			break
		}
	}
	time.Sleep(time.Duration(rand.Int64N(int64(3 * time.Millisecond))))
	if err := child.Process.Kill(); err != nil {
		return nil, err
	}
	rest, err := io.ReadAll(out)
	if err != nil {
		return nil, err
	}
	if err := child.Wait(); err == nil {
		return nil, errors.New("the child ended by itself")
	}
	return append(events, rest...), nil
}

// judge follows what a child wrote from the tries its card had, checks the
// answers, and returns what its card may be found with.
func judge(t tries, events []byte, counts map[string]int) (found []tries, err error) {
	found = []tries{t}
	for len(events) > 0 {
		var want string
		found, want = t.during(events[0])
		if len(events) < 3 {
			return found, nil // no answer, or half of one
		}
		if got := fmt.Sprintf("%02X%02X", events[1], events[2]); got != want {
			return nil, fmt.Errorf("command %c with %v is answered %s, want %s", events[0], t, got, want)
		}
		if last := found[len(found)-1]; last.pin > t.pin {
			counts["tries given back"]++
		}
		counts["answered"]++
		t = found[len(found)-1]
		found, events = []tries{t}, events[3:]
	}
	return found, nil
}

// comeBack makes the card of a state file, as the next run would, and looks at
// its tries.
func comeBack(path string) (left tries, err error) {
	s, err := OpenFileStore(path)
	if err != nil {
		return tries{}, err
	}
	defer func() {
		if closing := s.Close(); err == nil {
			err = closing
		}
	}()
	if _, ok, err := s.Load(); !ok {
		return tries{}, fmt.Errorf("no state any more: %w", err)
	}
	c, err := New(healthy(card.FaceCPS3), WithStore(s))
	if err != nil {
		return tries{}, err
	}
	state := c.State()
	if state.PIN.Code != "1234" || state.PUK.Code != "12345678" || len(state.Data) == 0 {
		return tries{}, fmt.Errorf("a code or CPS_DATA is lost: %v", state)
	}
	return tries{state.PIN.Left, state.PUK.Left}, nil
}
