package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/cpslab/cps/testdata/testneed"
)

// movesVariable says how often TestStationMoves moves a card; make station says 200.
const movesVariable = "CPSLAB_TEST_MOVES"

// TestStationMoves inserts, removes and swaps cards over HTTP, and has cpslab diagnose look
// at once: it finds each change, and no call takes longer than a second and what a busy
// machine adds. The slowest one is told.
func TestStationMoves(t *testing.T) {
	testneed.Part(t, "pcscd", "vpcd", "curl", "pcsc build tag")
	moves := 20
	if written := os.Getenv(movesVariable); written != "" {
		var err error
		if moves, err = strconv.Atoi(written); err != nil {
			t.Fatal(err)
		}
	}
	env := filepath.Join(t.TempDir(), "env")
	serving := cpslab(t, "serve", "--env", env)
	out, err := serving.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := serving.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() {
		_ = serving.Process.Signal(os.Interrupt) // it ends with that
		if err := serving.Wait(); err != nil {
			t.Error(err)
		}
	}()
	if _, err := out.Read(make([]byte, 1)); err != nil { // the line that says that it is ready
		t.Fatal(err)
	}
	shell := func(line string) (string, error) {
		cmd := exec.CommandContext(t.Context(), "/bin/sh", "-c", ". '"+env+"'; "+line)
		b, err := cmd.CombinedOutput()
		return string(b), err
	}
	ask := func(what, body string) time.Duration {
		t.Helper()
		said, err := shell(`curl -s -w '\n%{http_code} %{time_total}' -X POST "$CPSLAB_CONTROL/v1/readers/1/` + what +
			`" -H "Authorization: Bearer $CPSLAB_CONTROL_TOKEN" -H 'Content-Type: application/json' -d '` + body + `'`)
		status, seconds, _ := strings.Cut(said[strings.LastIndexByte(said, '\n')+1:], " ")
		s, parsed := strconv.ParseFloat(seconds, 64)
		if err != nil || status != "200" || parsed != nil {
			t.Fatalf("%s %s: %v\n%s", what, body, err, said)
		}
		return time.Duration(s * float64(time.Second))
	}
	self, err := filepath.Abs(os.Args[0])
	if err != nil {
		t.Fatal(err)
	}
	named := filepath.Join(t.TempDir(), "cpslab") // TestMain looks at the name
	if err := os.Symlink(self, named); err != nil {
		t.Fatal(err)
	}
	look := func(want string) {
		t.Helper()
		said, _ := shell(`exec "` + named + `" diagnose --lang en --format json "pcsc:cpslab A 00 00"`)
		if !strings.Contains(said, want) {
			t.Fatalf("want %s at once; a program finds\n%s", want, said)
		}
	}
	var slowest time.Duration
	slowestCall := ""
	random := rand.New(rand.NewPCG(17, 17))
	in := false
	for i := range moves {
		what, card, want := "remove", "", `"state": "no-card"`
		if !in || random.IntN(2) == 0 {
			what, card, want = "swap", "cps3-missing-dam", `"CPS-DAM-`
			if !in {
				what = "insert"
			}
			if in && i%2 == 0 {
				card, want = "cps4-healthy", `"face": "cps4"`
			}
		}
		took := ask(what, fmt.Sprintf(`{"card": %q}`, card))
		if took > slowest {
			slowest, slowestCall = took, what
		}
		look(want)
		in = what != "remove"
	}
	t.Logf("%d moves, each seen at once; the slowest call, %s: %v", moves, slowestCall, slowest.Round(time.Millisecond))
}
