package jetstream_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/cpslab/cps/harness/farm"
	"github.com/cpslab/cps/harness/farm/farmtest"
	"github.com/cpslab/cps/harness/farm/jetstream"
	"github.com/cpslab/cps/harness/report"
)

// envStation has this test binary be a station, to be killed: see stationProcess.
const envStation = "CPSLAB_TEST_STATION"

// How large the tests of this file are: make farm says more.
const (
	envKills  = "CPSLAB_TEST_FARM_KILLS"  // of the hub
	envShards = "CPSLAB_TEST_FARM_SHARDS" // of the large run
)

const testPatience = 3 * time.Second

func sizeOf(t *testing.T, variable string, usual int) int {
	t.Helper()
	written := os.Getenv(variable)
	if written == "" {
		return usual
	}
	n, err := strconv.Atoi(written)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

var head = report.Run{Schema: report.RunSchemaNumber, Suite: "cpslab", Seed: 1, Environment: report.Environment{Reader: "sim:", Version: "1"}}

// asked is what a shard of these tests asks for.
type asked struct {
	Names []string      `json:"names"`
	Takes time.Duration `json:"takes"`
}

// stationProcess is a station: it writes into a file what it begins, before it begins.
func stationProcess(spec string) error {
	parts := strings.Split(spec, "|")
	address, name, folder, log := parts[0], parts[1], parts[2], parts[3]
	slow, err := strconv.Atoi(parts[4])
	if err != nil {
		return err
	}
	cfg, err := speaker(address, parts[5], name)
	if err != nil {
		return err
	}
	q, err := jetstream.Connect(context.Background(), cfg)
	if err != nil {
		return err
	}
	begun, err := os.OpenFile(log, os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	s := &farm.Station{
		Name: name, Version: "1", Readers: []farm.Reader{{Name: "sim:", Key: name}}, Journal: folder,
		Each: func(e farm.Event) { fmt.Fprintln(os.Stderr, name, e.Shard, e.Said.EN) },
		Work: func(ctx context.Context, task farm.Task) (*report.Run, error) {
			if _, err := fmt.Fprintf(begun, "%s %d %v %s\n", task.Shard.Run, task.Shard.Index, task.Shard.Once, name); err != nil {
				return nil, err
			}
			var a asked
			if err := json.Unmarshal(task.Shard.Body, &a); err != nil {
				return nil, err
			}
			select {
			case <-ctx.Done():
				return nil, ctx.Err()
			case <-time.After(a.Takes * time.Duration(slow)):
			}
			for held(filepath.Dir(folder)) && ctx.Err() == nil {
				time.Sleep(5 * time.Millisecond)
			}
			run := head
			for _, n := range a.Names {
				run.Scenarios = append(run.Scenarios, report.Scenario{Name: n, Outcome: report.Passed})
			}
			run.Useful = len(a.Names)
			return &run, nil
		},
	}
	drain := make(chan struct{})
	go func() {
		_, _ = bufio.NewReader(os.Stdin).ReadByte() // ends with the test
		close(drain)
	}()
	return s.Serve(context.Background(), q, drain)
}

// lab is a hub, stations, and what they began.
type lab struct {
	t   *testing.T
	hub *hub
	dir string

	mu       sync.Mutex // protects stations
	stations map[string]*exec.Cmd
}

func newLab(t *testing.T) *lab {
	t.Helper()
	return newLabOf(t, newHub(t))
}

func newLabOf(t *testing.T, h *hub) *lab {
	t.Helper()
	l := &lab{t: t, hub: h, dir: t.TempDir(), stations: map[string]*exec.Cmd{}}
	l.hub.connect(testPatience)
	t.Cleanup(func() {
		for name := range l.stations {
			l.kill(name)
		}
	})
	return l
}

// holding is the file that keeps stations at what they are at: whatever is done to one that
// began a shard is then done in the middle of it, however late the test learns of it.
const holding = "hold"

func held(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, holding))
	return err == nil
}

func (l *lab) hold() {
	l.t.Helper()
	if err := os.WriteFile(filepath.Join(l.dir, holding), nil, 0o600); err != nil {
		l.t.Fatal(err)
	}
}

func (l *lab) release() {
	l.t.Helper()
	if err := os.Remove(filepath.Join(l.dir, holding)); err != nil {
		l.t.Fatal(err)
	}
}

func (l *lab) log() string { return filepath.Join(l.dir, "begun") }

// start starts a station; slow is how much longer it takes than others, and within what
// starts it elsewhere.
func (l *lab) start(name, address string, slow int, within ...string) {
	l.t.Helper()
	line := append(slices.Clone(within), os.Args[0])
	cmd := exec.Command(line[0], line[1:]...) //nolint:noctx // killed by kill
	cmd.Env = append(os.Environ(), envStation+"="+strings.Join([]string{address, name, filepath.Join(l.dir, name), l.log(), strconv.Itoa(slow), keysOf(l.hub.keys, name)}, "|"))
	stdin, err := cmd.StdinPipe()
	if err != nil {
		l.t.Fatal(err)
	}
	said, err := os.OpenFile(filepath.Join(l.dir, name+".said"), os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o600)
	if err != nil {
		l.t.Fatal(err)
	}
	cmd.Stdout, cmd.Stderr = said, said
	if err := cmd.Start(); err != nil {
		l.t.Fatal(err)
	}
	_ = said.Close() // the station has it
	l.t.Cleanup(func() { _ = stdin.Close() })
	l.mu.Lock()
	defer l.mu.Unlock()
	l.stations[name] = cmd
}

// kill ends a station as a crash does.
func (l *lab) kill(name string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if cmd := l.stations[name]; cmd != nil {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		delete(l.stations, name)
	}
}

// begun are the lines of what stations began.
func (l *lab) begun() []string {
	content, err := os.ReadFile(l.log())
	if err != nil && !os.IsNotExist(err) {
		l.t.Error(err)
	}
	return strings.Split(strings.TrimSpace(string(content)), "\n")
}

// twice holds that nothing was begun more often than it may be.
func (l *lab) twice() {
	l.t.Helper()
	times := map[string]int{}
	for _, line := range l.begun() {
		if f := strings.Fields(line); len(f) == 4 {
			times[strings.Join(f[:3], " ")]++
		}
	}
	for shard, n := range times {
		if strings.HasSuffix(shard, "true") && n > 1 || n > 2 {
			l.t.Errorf("%s was begun %d times", shard, n)
		}
	}
}

// job is a run of so many shards; each fourth presents a code.
func job(shards int, takes time.Duration) farm.Job {
	j := farm.Job{Run: farm.NewRun(time.Now()), Title: "test", Head: head, Wait: time.Minute, Lang: "en"}
	for i := range shards {
		names := []string{fmt.Sprintf("scenario %d", i)}
		body, _ := json.Marshal(asked{names, takes})
		j.Plan = append(j.Plan, names...)
		j.Parts = append(j.Parts, farm.Part{Names: names, Once: i%4 == 3, Body: body})
	}
	return j
}

// begins gives a run to the farm; what it returns waits for its end.
func (l *lab) begins(q farm.Queue, j farm.Job) func() (*report.Run, error) {
	ended := make(chan struct{})
	var run *report.Run
	var err error
	go func() {
		defer close(ended)
		run, err = farm.Do(l.t.Context(), q, j)
	}()
	return func() (*report.Run, error) {
		<-ended
		return run, err
	}
}

// ends holds that each shard has one result or one named loss, and gives the losses.
func (l *lab) ends(j farm.Job, run *report.Run, err error) []farm.Loss {
	l.t.Helper()
	lost, isLoss := errors.AsType[*farm.LostError](err)
	if err != nil && !isLoss || run == nil {
		l.t.Fatal(err)
	}
	missing := map[string]bool{}
	var losses []farm.Loss
	if isLoss {
		losses = lost.Losses
	}
	for _, one := range losses {
		if one.Reason.EN == "" || one.Reason.FR == "" {
			l.t.Errorf("%s is lost without a reason", one.Shard)
		}
		for _, n := range one.Names {
			missing[n] = true
		}
	}
	if len(run.Scenarios) != len(j.Plan) || run.OK != (len(losses) == 0) {
		l.t.Errorf("%d scenarios of %d, ok %v, %d losses", len(run.Scenarios), len(j.Plan), run.OK, len(losses))
	}
	for i := range run.Scenarios {
		s := &run.Scenarios[i]
		if s.Name != j.Plan[i] || (s.Outcome == report.Passed) == missing[s.Name] || (s.Origin == nil) != missing[s.Name] {
			l.t.Errorf("%d: %s %s %+v, lost %v", i, s.Name, s.Outcome, s.Origin, missing[s.Name])
		}
	}
	return losses
}

// until waits until something holds.
func (l *lab) until(what string, holds func() bool) {
	l.t.Helper()
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if holds() {
			return
		}
	}
	l.t.Fatalf("never: %s", what)
}

// wait waits until a shard of a run was begun that is done once, or any, by one of these
// stations or any; it says by whom.
func (l *lab) wait(run string, once bool, by ...string) string {
	l.t.Helper()
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(2 * time.Millisecond) {
		for _, line := range l.begun() {
			if f := strings.Fields(line); len(f) == 4 && f[0] == run && (f[2] == "true" || !once) && (len(by) == 0 || slices.Contains(by, f[3])) {
				return f[3]
			}
		}
	}
	l.t.Fatal("nothing was begun")
	return ""
}

// A station is killed in the middle of a shard that presents a code: it is lost, said so and
// not done again, and the others are done.
func TestAStationIsKilled(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	for _, name := range []string{"a", "b", "c"} {
		l.start(name, l.hub.address, 1)
	}
	q := l.hub.connect(testPatience)
	j := job(16, 50*time.Millisecond)
	l.hold()
	ended := l.begins(q, j)
	who := l.wait(j.Run, true)
	l.kill(who)
	l.release()
	run, err := ended()
	losses := l.ends(j, run, err)
	if len(losses) != 1 || !losses[0].Once || !strings.Contains(losses[0].Reason.EN, who+" had begun it") {
		t.Errorf("lost: %+v", losses)
	}
	t.Logf("%s was killed, lost: %v", who, err)
	l.twice()
	farmtest.Row(t, "A station killed in mid-shard", fmt.Sprintf("16 shards over 3 stations: %d lost and named, none of those that present a code begun twice", len(losses)))
}

// The hub is killed within 50 ms of a delivery, again and again: no shard that presents a code
// is done twice, and each has a result or a named loss.
func TestTheHubIsKilled(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	l.start("a", l.hub.address, 1)
	l.start("b", l.hub.address, 1)
	q := l.hub.connect(testPatience)
	kills, lost := sizeOf(t, envKills, 3), 0
	for round := range kills {
		j := job(4, 20*time.Millisecond)
		for i := range j.Parts {
			j.Parts[i].Once = true
		}
		ended := l.begins(q, j)
		l.wait(j.Run, true)
		time.Sleep(rand.N(50 * time.Millisecond)) // when it dies is what is tried
		l.hub.again()
		run, err := ended()
		losses := l.ends(j, run, err)
		lost += len(losses)
		for _, one := range losses {
			t.Logf("round %d: %s lost: %s", round, one.Shard, one.Reason.EN)
			if strings.Contains(one.Reason.EN, "not heard") { // both are alive, and tell what became of what they began
				t.Errorf("round %d: a station that was not killed did not tell", round)
			}
		}
		if t.Failed() {
			t.Fatalf("round %d", round)
		}
	}
	l.twice()
	farmtest.Row(t, "The hub killed within 50 ms of a delivery", fmt.Sprintf("%d times, %d shards that present a code: %d lost and named, none begun twice", kills, 4*kills, lost))
}

// A large run over many stations, of which one is killed, one is slow and one is cut off for a
// while, and a hub that is killed in the middle: each shard has exactly one result or is named
// lost. What it took is told.
func TestManyStations(t *testing.T) {
	t.Parallel()
	shards := sizeOf(t, envShards, 60)
	stations := max(6, shards/50)
	names := make([]string, stations)
	for i := range names {
		names[i] = fmt.Sprintf("s%d", i)
	}
	l, far := apart(t, names...)
	for i, name := range names {
		switch i {
		case 1:
			l.start(name, l.hub.address, 20)
		case 2:
			l.start(name, far.address, 1, far.within...)
		default:
			l.start(name, l.hub.address, 1)
		}
	}
	q := l.hub.connect(testPatience)
	j := job(shards, 50*time.Millisecond)
	at := map[int]func(){
		shards / 5:     func() { l.kill("s0") },
		2 * shards / 5: far.cut,
		3 * shards / 5: func() { l.hub.again() },
		4 * shards / 5: far.mend,
	}
	j.Each = func(p farm.Progress) {
		if do := at[p.Done]; do != nil {
			do()
		}
	}
	begun := time.Now()
	run, err := farm.Do(t.Context(), q, j)
	took := time.Since(begun)
	losses := l.ends(j, run, err)
	l.twice()
	did := map[string]int{}
	for i := range run.Scenarios {
		if o := run.Scenarios[i].Origin; o != nil {
			did[o.Station]++
		}
	}
	t.Logf("by station: %v", did)
	farmtest.Row(t, "Many shards, with a station killed, one twenty times as slow, one cut off, and the hub killed", fmt.Sprintf(
		"%d shards over %d stations, cut off by %s: %v, %.0f a second; %d lost and named; most memory of the hub %s, of a station %s",
		shards, stations, far.by, took.Round(100*time.Millisecond), float64(shards)/took.Seconds(), len(losses), most(l.hub.process.Process.Pid), most(l.pid("s3"))))
	for _, one := range losses {
		t.Logf("lost: %s once=%v %s", one.Shard, one.Once, one.Reason.EN)
	}
}

func (l *lab) pid(name string) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.stations[name].Process.Pid
}

// most is the most memory that a process had, where the system tells.
func most(pid int) string {
	f, err := os.Open(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return "unknown"
	}
	defer func() { _ = f.Close() }()
	content, _ := io.ReadAll(f)
	_, after, _ := strings.Cut(string(content), "VmHWM:")
	line, _, _ := strings.Cut(after, "\n")
	return strings.TrimSpace(line)
}
