package jetstream_test

import (
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/cpslab/cps/harness/farm"
	"github.com/cpslab/cps/harness/farm/farmtest"
	"github.com/cpslab/cps/harness/farm/jetstream"
	"github.com/cpslab/cps/testdata/testneed"
)

// line is a way from a station to the hub that can be cut.
type line struct {
	by        string // what cuts it, for people
	address   string // of the hub, from its far end
	within    []string
	cut, mend func()
}

// apart makes a lab of stations with these names and a line to its hub: through a network
// namespace where this system and this user can make one, else through a proxy that holds
// everything back, both ways.
func apart(t *testing.T, names ...string) (*lab, *line) {
	t.Helper()
	if err := namespaces(t); err == nil {
		return namespaced(t, names...)
	}
	l := newLab(t)
	way := newProxy(t, l.hub.where())
	return l, &line{
		by: "a proxy (no network namespaces here)", address: "nats://" + way.Addr().String(),
		cut: way.cut, mend: way.mend,
	}
}

// ip runs ip(8).
func ip(t *testing.T, args ...string) error {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "ip", args...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("ip %s: %w: %s", strings.Join(args, " "), err, out)
	}
	return nil
}

// lines counts the lines of this process.
var lines atomic.Int32

// namespaces says why there can be no network namespaces, nil where there can.
func namespaces(t *testing.T) error {
	t.Helper()
	if runtime.GOOS != "linux" {
		return errors.ErrUnsupported
	}
	name := fmt.Sprintf("cpslab-try-%d-%d", os.Getpid(), lines.Add(1))
	if err := ip(t, "netns", "add", name); err != nil {
		return err
	}
	return ip(t, "netns", "delete", name)
}

// namespaced is apart through a network namespace: a cable between two virtual network cards,
// whose far end is taken down. Beyond this machine's own addresses it takes keys.
func namespaced(t *testing.T, names ...string) (*lab, *line) {
	t.Helper()
	n := os.Getpid() + int(lines.Add(1))
	space, near, far := fmt.Sprintf("cpslab-%d", n), fmt.Sprintf("cpn%d", n), fmt.Sprintf("cpf%d", n)
	// Of the addresses for tests of networks (RFC 2544), four each.
	net24, net30 := fmt.Sprintf("198.18.%d.", n>>6&0xff), n&63*4
	hubAt, farAt := fmt.Sprintf("%s%d", net24, net30+1), fmt.Sprintf("%s%d", net24, net30+2)
	do := func(args ...string) {
		t.Helper()
		if err := ip(t, args...); err != nil {
			t.Fatal(err)
		}
	}
	do("netns", "add", space)
	t.Cleanup(func() { // the cable goes with it
		if out, err := exec.Command("ip", "netns", "delete", space).CombinedOutput(); err != nil { //nolint:noctx // the test's context has ended
			t.Errorf("%v: %s", err, out)
		}
	})
	do("link", "add", near, "type", "veth", "peer", "name", far)
	do("link", "set", far, "netns", space)
	do("address", "add", hubAt+"/30", "dev", near)
	do("link", "set", near, "up")
	do("-n", space, "address", "add", farAt+"/30", "dev", far)
	do("-n", space, "link", "set", far, "up")

	keys := filepath.Join(t.TempDir(), "keys")
	if err := jetstream.MakeKeys(keys, []string{hubAt}, names); err != nil {
		t.Fatal(err)
	}
	l := newLabOf(t, newHubAt(t, hubAt, keys))
	return l, &line{
		by: "a network namespace", address: l.hub.address, within: []string{"ip", "netns", "exec", space},
		cut: func() { do("-n", space, "link", "set", far, "down") }, mend: func() { do("-n", space, "link", "set", far, "up") },
	}
}

// proxy stands between a station and the hub, and can hold everything back: neither side is
// told.
type proxy struct {
	net.Listener
	mu   sync.Mutex
	open chan struct{} // closed while it lets through
}

func newProxy(t *testing.T, to string) *proxy {
	t.Helper()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &proxy{Listener: l, open: make(chan struct{})}
	close(p.open)
	t.Cleanup(func() { _ = l.Close() })
	carry := func(from, into net.Conn) {
		defer func() { _ = from.Close() }()
		b := make([]byte, 32<<10)
		for {
			n, err := from.Read(b)
			select {
			case <-p.way():
			case <-t.Context().Done():
				err = t.Context().Err()
			}
			if err != nil {
				_ = into.Close()
				return
			}
			if _, err := into.Write(b[:n]); err != nil {
				return
			}
		}
	}
	go func() {
		for {
			in, err := l.Accept()
			if err != nil {
				return
			}
			out, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", to)
			if err != nil {
				_ = in.Close()
				continue
			}
			go carry(in, out)
			go carry(out, in)
		}
	}()
	return p
}

func (p *proxy) way() <-chan struct{} {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.open
}

func (p *proxy) cut() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.open = make(chan struct{})
}

func (p *proxy) mend() {
	p.mu.Lock()
	defer p.mu.Unlock()
	close(p.open)
}

// TestAPartition cuts a station off, in a network namespace and with a proxy: for a moment, and
// nothing is lost; for longer than the patience, and what it had begun that presents a code is
// lost, said so and done by nobody else. Then it is there again.
func TestAPartition(t *testing.T) {
	t.Parallel()
	t.Run("network namespace", func(t *testing.T) {
		t.Parallel()
		err := namespaces(t)
		if err != nil {
			farmtest.Row(t, partitioned+"a network namespace", "not run: "+err.Error())
		}
		testneed.Optional(t, err == nil, "network namespaces", fmt.Sprintf("as root, with ip of iproute2: %v", err))
		l, far := namespaced(t, "near", "far")
		partition(t, l, far)
	})
	t.Run("proxy", func(t *testing.T) {
		t.Parallel()
		l := newLab(t)
		way := newProxy(t, l.hub.where())
		partition(t, l, &line{
			by: "a proxy", address: "nats://" + way.Addr().String(), cut: way.cut, mend: way.mend,
		})
	})
}

// partitioned begins the names of rows.
const partitioned = "A station cut off by "

func partition(t *testing.T, l *lab, far *line) {
	t.Helper()
	l.start("near", l.hub.address, 1)
	l.start("far", far.address, 1, far.within...)
	q := l.hub.connect(testPatience)
	// cutting does a run in which the line is cut when the far station has begun a shard.
	cutting := func(then func(losses func() []farm.Loss)) {
		t.Helper()
		j := job(12, 100*time.Millisecond)
		for i := range j.Parts {
			j.Parts[i].Once = true
		}
		l.hold()
		ended := l.begins(q, j)
		l.wait(j.Run, true, "far")
		far.cut()
		then(func() []farm.Loss {
			run, err := ended()
			return l.ends(j, run, err)
		})
	}
	cutting(func(losses func() []farm.Loss) {
		time.Sleep(testPatience / 6) // the moment is what is tried
		far.mend()
		l.release()
		if lost := losses(); len(lost) > 0 {
			t.Errorf("cut off for a moment, lost: %+v", lost)
		}
	})
	cutting(func(losses func() []farm.Loss) {
		l.release()
		lost := losses()
		far.mend()
		if len(lost) != 1 || !strings.Contains(lost[0].Reason.EN, "far had begun it and was not heard again") {
			t.Errorf("cut off for long, lost: %+v", lost)
		}
	})
	mended := time.Now()
	l.until("far is there again", func() bool {
		s, err := farm.Look(t.Context(), q)
		return err == nil && slices.ContainsFunc(s.Stations, func(s farm.Seen) bool { return s.Name == "far" && s.Readers[0].Fence > 0 })
	})
	back := time.Since(mended).Round(100 * time.Millisecond)
	cutting(func(losses func() []farm.Loss) { // or no shard would have been begun there
		far.mend()
		l.release()
		if lost := losses(); len(lost) > 0 {
			t.Errorf("there again, lost: %+v", lost)
		}
	})
	l.twice()
	farmtest.Row(t, partitioned+far.by, fmt.Sprintf("for %v, with a patience of %v: nothing lost; for longer than that: the one shard that it was at, named, and it is there again %v after the line", testPatience/6, testPatience, back))
}
