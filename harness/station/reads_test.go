//go:build linux && cgo && pcsc

package station_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/cpslab/cps/harness"
	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/examine"
	"github.com/cpslab/cps/harness/pcsc"
	"github.com/cpslab/cps/harness/stack"
	"github.com/cpslab/cps/harness/station"
)

// readsVariable says how many readings TestCrashDuringReads makes; make station says
// 10000.
const readsVariable = "CPSLAB_TEST_READS"

// TestCrashDuringReads: while eight readers are read over and over, the service is killed
// and comes back, again and again. Each reading ends in a verdict, or in an error that
// says itself; none hangs. It sets the environment of the process: no other test of this
// package uses PC/SC in it.
func TestCrashDuringReads(t *testing.T) {
	reads := int64(400)
	if written := os.Getenv(readsVariable); written != "" {
		var err error
		if reads, err = strconv.ParseInt(written, 10, 64); err != nil {
			t.Fatal(err)
		}
	}
	const count = 8
	var cards []station.Recipe
	for range count {
		cards = append(cards, station.Preset("cps3-healthy"))
	}
	// libpcsclite asks the environment once in a process: the service of a second run of this
	// test (-count=2) has to be where the one of the first was.
	own := filepath.Join("/tmp", "cpslab-reads-"+strconv.Itoa(os.Getpid()))
	if err := os.Mkdir(own, 0o711); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.Remove(own); err != nil { // the socket is gone with its service
			t.Error(err)
		}
	})
	st := begin(t, station.Config{Cards: cards, Stack: stack.Config{Socket: filepath.Join(own, "pcscd.comm")}})
	t.Setenv("PCSCLITE_CSOCK_NAME", st.Socket())

	var left, verdicts, named atomic.Int64
	left.Store(reads)
	var slowest atomic.Int64
	var back atomic.Pointer[chan struct{}] // closed while the service is there
	there := make(chan struct{})
	close(there)
	back.Store(&there)
	var readers sync.WaitGroup
	for i := range count {
		readers.Go(func() {
			svc := pcsc.New()
			name := st.Readers()[i].Name
			for left.Add(-1) >= 0 {
				began := time.Now()
				err := readOnce(t.Context(), svc, name, &verdicts)
				slowest.Store(max(slowest.Load(), int64(time.Since(began))))
				switch {
				case err == nil:
				case errors.Is(err, context.DeadlineExceeded) && time.Since(began) >= hung:
					t.Errorf("%s: a reading hangs: %v", name, err)
					return
				case text.Voice(err) == nil:
					t.Errorf("%s: an error without a name: %v", name, err)
				default:
					named.Add(1)
					<-*back.Load() // what follows is to meet a service again
				}
			}
		})
	}
	over := make(chan struct{})
	crashes := 0
	var crasher sync.WaitGroup
	crasher.Go(func() {
		for {
			before := verdicts.Load()
			for verdicts.Load() < before+reads/20 { // some were read in between
				select {
				case <-over:
					return
				case <-time.After(5 * time.Millisecond):
				}
			}
			again := make(chan struct{})
			back.Store(&again)
			err := st.Crash(t.Context())
			close(again)
			if err != nil {
				t.Errorf("crash: %v", err)
				return
			}
			crashes++
		}
	})
	readers.Wait()
	close(over)
	crasher.Wait()
	if crashes < 3 || verdicts.Load() < reads/2 || verdicts.Load()+named.Load() != reads {
		t.Errorf("%d readings: %d verdicts, %d errors with a name, %d crashes", reads, verdicts.Load(), named.Load(), crashes)
	}
	t.Logf("%d readings on %d readers: %d verdicts, %d named errors, %d crashes, the slowest %v",
		reads, count, verdicts.Load(), named.Load(), crashes, time.Duration(slowest.Load()).Round(time.Millisecond))
}

// hung is when a reading that has not ended is one that never will.
const hung = 60 * time.Second

// readOnce makes one reading through PC/SC and counts its verdict.
func readOnce(ctx context.Context, svc *pcsc.Service, name string, verdicts *atomic.Int64) (err error) {
	ctx, cancel := context.WithTimeout(ctx, hung)
	defer cancel()
	c, err := svc.Open(ctx, name, pcsc.Options{})
	if err != nil {
		return err
	}
	defer func() { _ = c.Close() }() // of a service that is gone, perhaps
	reading := examine.Card(ctx, c, examine.Options{Reader: name, Read: harness.ReadOptions{PIN: harness.ConstantPIN("1234"), Certificates: true}})
	if err := reading.Cut(); err != nil {
		return err
	}
	if v := reading.Judge(time.Now()).Verdict; v != diagnosis.VerdictOK {
		if reading.Err != nil {
			return reading.Err
		}
		return errors.New("verdict " + string(v))
	}
	verdicts.Add(1)
	return nil
}
