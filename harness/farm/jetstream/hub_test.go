package jetstream_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/cpslab/cps/harness/farm"
	"github.com/cpslab/cps/harness/farm/farmtest"
	"github.com/cpslab/cps/harness/farm/jetstream"
)

// envHub has this test binary be a hub, to be killed: its folder, where it listens, and its
// folder of keys, "" for the token.
const envHub = "CPSLAB_TEST_HUB"

const token = "a token of tests"

func TestMain(m *testing.M) {
	if where := os.Getenv(envHub); where != "" {
		parts := strings.Split(where, "|")
		cfg := jetstream.HubConfig{Listen: parts[1], Folder: parts[0], Token: token}
		var err error
		if parts[2] != "" {
			cfg.Token = ""
			cfg.Keys, err = jetstream.LoadKeys(parts[2])
		}
		var hub *jetstream.Hub
		if err == nil {
			hub, err = jetstream.StartHub(cfg)
		}
		if err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		fmt.Println(hub.Address())
		_, _ = bufio.NewReader(os.Stdin).ReadByte() // ends with the test
		hub.Close()
		os.Exit(0)
	}
	if spec := os.Getenv(envStation); spec != "" {
		if err := stationProcess(spec); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// hub is a hub in a process of its own.
type hub struct {
	t       *testing.T
	folder  string
	keys    string // folder of those of all, "" where a token is enough
	address string
	process *exec.Cmd
	stdin   interface{ Close() error }
}

func newHub(t *testing.T) *hub {
	t.Helper()
	return newHubAt(t, "127.0.0.1", "")
}

func newHubAt(t *testing.T, host, keys string) *hub {
	t.Helper()
	h := &hub{t: t, folder: t.TempDir(), keys: keys}
	h.start(host + ":0")
	t.Cleanup(h.kill)
	return h
}

// keysOf is the folder of keys of one of a farm, "" where a token is enough.
func keysOf(keys, name string) string {
	if keys == "" {
		return ""
	}
	return filepath.Join(keys, name)
}

// speaker is how one of a farm connects.
func speaker(address, keys, name string) (jetstream.Config, error) {
	cfg := jetstream.Config{Address: address, Token: token, Name: name}
	var err error
	if keys != "" {
		cfg.Token = ""
		cfg.Keys, err = jetstream.LoadKeys(keys)
	}
	return cfg, err
}

// where is its address without the scheme.
func (h *hub) where() string {
	_, at, _ := strings.Cut(h.address, "://")
	return at
}

func (h *hub) start(listen string) {
	h.t.Helper()
	for end := time.Now().Add(30 * time.Second); ; {
		cmd := exec.Command(os.Args[0]) //nolint:noctx // killed by kill
		cmd.Env = append(os.Environ(), envHub+"="+h.folder+"|"+listen+"|"+keysOf(h.keys, jetstream.HubName))
		stdin, err := cmd.StdinPipe()
		if err != nil {
			h.t.Fatal(err)
		}
		out, err := cmd.StdoutPipe()
		if err == nil {
			err = cmd.Start()
		}
		if err != nil {
			h.t.Fatal(err)
		}
		line, err := bufio.NewReader(out).ReadString('\n')
		if err == nil && strings.Contains(line, "://") {
			h.process, h.stdin, h.address = cmd, stdin, strings.TrimSpace(line)
			return
		}
		_ = stdin.Close()
		_ = cmd.Wait()
		if time.Now().After(end) {
			h.t.Fatalf("the hub did not start: %q, %v", line, err)
		}
	}
}

// kill ends the hub as a crash does.
func (h *hub) kill() {
	_ = h.process.Process.Kill()
	_ = h.process.Wait()
	_ = h.stdin.Close()
}

// again kills the hub and starts it at the same address, over the same files.
func (h *hub) again() {
	h.t.Helper()
	h.kill()
	h.start(h.where())
}

func (h *hub) connect(patience time.Duration) *jetstream.Queue {
	h.t.Helper()
	cfg, err := speaker(h.address, keysOf(h.keys, jetstream.RunName), h.t.Name())
	if err != nil {
		h.t.Fatal(err)
	}
	cfg.Patience = patience
	q, err := jetstream.Connect(h.t.Context(), cfg)
	if err != nil {
		h.t.Fatal(err)
	}
	h.t.Cleanup(func() { _ = q.Close() })
	return q
}

func TestConformance(t *testing.T) {
	t.Parallel()
	hubs := make(chan map[farm.Queue]*hub, 1)
	hubs <- map[farm.Queue]*hub{}
	const patience = 2 * time.Second
	farmtest.Conformance(t, farmtest.Under{
		Open: func(t *testing.T) farm.Queue {
			t.Helper()
			h := newHub(t)
			q := h.connect(patience)
			all := <-hubs
			all[q] = h
			hubs <- all
			return q
		},
		Again: func(_ *testing.T, q farm.Queue) farm.Queue {
			all := <-hubs
			h := all[q]
			hubs <- all
			h.again()
			return h.connect(patience)
		},
	})
}

// connect says whether a connection is made.
func connect(t *testing.T, c jetstream.Config) error {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	q, err := jetstream.Connect(ctx, c)
	if err == nil {
		_ = q.Close()
	}
	return err
}

// says holds an error against a part of its text, "" for none.
func says(t *testing.T, err error, part string) {
	t.Helper()
	if part == "" && err != nil || part != "" && (err == nil || !strings.Contains(err.Error(), part)) {
		t.Errorf("got %v, want %q", err, part)
	}
}

// TestWhoMaySpeak: a token on this machine, keys beyond it, and nobody else.
func TestWhoMaySpeak(t *testing.T) {
	t.Parallel()
	t.Run("token", func(t *testing.T) {
		t.Parallel()
		h := newHub(t)
		says(t, connect(t, jetstream.Config{Address: h.address, Token: token}), "")
		says(t, connect(t, jetstream.Config{Address: h.address, Token: "another"}), "refuses the key or the token")
		says(t, connect(t, jetstream.Config{Address: h.address}), "refuses the key or the token")
		says(t, connect(t, jetstream.Config{Address: "nats://192.0.2.1:4222", Token: token}), "keys are needed")
		says(t, connect(t, jetstream.Config{Address: "http://127.0.0.1:1"}), "not the address of a hub")
		says(t, connect(t, jetstream.Config{Address: "nats://user:secret@127.0.0.1:1"}), "not the address of a hub")
		says(t, connect(t, jetstream.Config{Address: "nats://127.0.0.1:1", Token: token}), "no hub at")
	})
	t.Run("never anonymous", func(t *testing.T) {
		t.Parallel()
		for _, cfg := range []jetstream.HubConfig{
			{Listen: "127.0.0.1:0", Folder: t.TempDir()},
			{Listen: "0.0.0.0:0", Folder: t.TempDir(), Token: token},
			{Listen: ":0", Folder: t.TempDir(), Token: token},
		} {
			if hub, err := jetstream.StartHub(cfg); err == nil {
				hub.Close()
				t.Errorf("%+v started", cfg)
			}
		}
	})
}
