package jetstream_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/farm"
	"github.com/cpslab/cps/harness/farm/jetstream"
)

// TestKeys: certificates and seeds of one folder, and no others.
func TestKeys(t *testing.T) {
	t.Parallel()
	mine, other := t.TempDir(), t.TempDir()
	for _, folder := range []string{mine, other} {
		if err := jetstream.MakeKeys(folder, []string{"127.0.0.1"}, []string{"a"}); err != nil {
			t.Fatal(err)
		}
	}
	load := func(path string) *jetstream.Keys {
		k, err := jetstream.LoadKeys(path)
		if err != nil {
			t.Fatal(err)
		}
		return k
	}
	if _, err := jetstream.StartHub(jetstream.HubConfig{Listen: "127.0.0.1:0", Folder: t.TempDir(), Keys: load(mine + "/a")}); err == nil {
		t.Error("a hub started with the keys of a station")
	}
	hub, err := jetstream.StartHub(jetstream.HubConfig{Listen: "127.0.0.1:0", Folder: t.TempDir(), Keys: load(mine + "/hub")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(hub.Close)
	if !strings.HasPrefix(hub.Address(), "tls://") {
		t.Errorf("%s", hub.Address())
	}
	says(t, connect(t, jetstream.Config{Address: hub.Address(), Keys: load(other + "/a")}), "of another authority than these keys") // TLS: its authority is another one
	says(t, connect(t, jetstream.Config{Address: hub.Address(), Token: token}), "or there are none here")
	says(t, connect(t, jetstream.Config{Address: strings.Replace(hub.Address(), "tls:", "nats:", 1), Token: token}), "or there are none here")
	says(t, connect(t, jetstream.Config{Address: hub.Address(), Keys: load(mine + "/run"), Patience: time.Second}), "")
	says(t, connect(t, jetstream.Config{Address: hub.Address(), Keys: load(mine + "/a")}), "")

	// The certificate of a station, and the seed of nobody.
	if err := jetstream.MakeKeys(other, nil, []string{"b"}); err != nil {
		t.Fatal(err)
	}
	seed, err := os.ReadFile(other + "/b/nkey.seed")
	if err == nil {
		err = os.WriteFile(mine+"/a/nkey.seed", seed, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	says(t, connect(t, jetstream.Config{Address: hub.Address(), Keys: load(mine + "/a")}), "refuses the key or the token")
	_, err = jetstream.LoadKeys(mine)
	says(t, err, "this is the folder of all keys")
}

// TestNameOfAHub: one that is reached by a name that its keys do not have.
func TestNameOfAHub(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	if err := jetstream.MakeKeys(folder, []string{"hub.example"}, nil); err != nil {
		t.Fatal(err)
	}
	keys, err := jetstream.LoadKeys(filepath.Join(folder, "hub"))
	if err != nil {
		t.Fatal(err)
	}
	hub, err := jetstream.StartHub(jetstream.HubConfig{Listen: "127.0.0.1:0", Folder: t.TempDir(), Keys: keys})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(hub.Close)
	err = connect(t, jetstream.Config{Address: hub.Address(), Keys: keys})
	says(t, err, "the hub's certificate does not name 127.0.0.1")
	if _, hint := text.Say(err, "fr"); !strings.Contains(hint, "--host 127.0.0.1") {
		t.Error(hint)
	}
}

// TestNamesOfKeys: what is no station's name makes no keys, leaves the authority alone and
// nothing outside the folder.
func TestNamesOfKeys(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	in := filepath.Join(folder, "keys")
	if err := jetstream.MakeKeys(in, nil, []string{"a"}); err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(filepath.Join(in, "authority", "key.pem"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"authority", "hub", "run", "../outside", "two words", "", "."} {
		if err := jetstream.MakeKeys(in, nil, []string{"b", name}); err == nil || !text.IsBadInput(err) {
			t.Errorf("%q: %v", name, err)
		}
	}
	after, err := os.ReadFile(filepath.Join(in, "authority", "key.pem"))
	if err != nil || string(after) != string(before) {
		t.Errorf("the key of the authority is another one: %v", err)
	}
	if entries, err := os.ReadDir(folder); err != nil || len(entries) != 1 {
		t.Errorf("%v, %v", entries, err)
	}
	if _, err := os.Stat(filepath.Join(in, "b")); err == nil {
		t.Error("keys beside a name that is none")
	}
}

// TestAStationGivesNoWork: with its own keys it takes work and brings results, and nothing else.
func TestAStationGivesNoWork(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	if err := jetstream.MakeKeys(folder, []string{"127.0.0.1"}, []string{"a"}); err != nil {
		t.Fatal(err)
	}
	keys := func(name string) *jetstream.Keys {
		k, err := jetstream.LoadKeys(folder + "/" + name)
		if err != nil {
			t.Fatal(err)
		}
		return k
	}
	hub, err := jetstream.StartHub(jetstream.HubConfig{Listen: "127.0.0.1:0", Folder: t.TempDir(), Keys: keys("hub")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(hub.Close)
	as := func(name string) *jetstream.Queue {
		q, err := jetstream.Connect(t.Context(), jetstream.Config{Address: hub.Address(), Keys: keys(name), Patience: time.Second})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = q.Close() })
		return q
	}
	giver, station := as("run"), as("a")
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
	defer cancel()
	if err := giver.Open(t.Context(), "l", 1); err != nil {
		t.Fatal(err)
	}
	if err := giver.Put(t.Context(), "l", "1", []byte("work")); err != nil {
		t.Fatal(err)
	}
	m, err := station.Pull(t.Context(), []string{"l"})
	if err != nil {
		t.Fatal(err)
	}
	if err := m.Ack(t.Context()); err != nil {
		t.Error(err)
	}
	if _, err := station.Book(farm.Outcomes).Create(t.Context(), "r.1", []byte("x")); err != nil {
		t.Error(err)
	}
	if err := station.Store(t.Context(), "r.1", []byte("x")); err != nil {
		t.Error(err)
	}
	if _, err := station.Book(farm.Outcomes).All(t.Context(), ""); err != nil {
		t.Error(err)
	}
	says(t, station.Open(ctx, "m", 9), "these keys do not allow that")
	for what, err := range map[string]error{
		"put": station.Put(ctx, "l", "2", []byte("work")), "open": station.Open(ctx, "m", 9), "shut": station.Shut(ctx, "l"),
	} {
		if err == nil {
			t.Errorf("a station could %s", what)
		}
	}
}

// TestOneHubAFolder: a folder and an address are one hub's, and whoever asks is told at once.
func TestOneHubAFolder(t *testing.T) {
	t.Parallel()
	start := func(listen, folder string) (*jetstream.Hub, error) {
		return jetstream.StartHub(jetstream.HubConfig{Listen: listen, Folder: folder, Token: token})
	}
	folder := t.TempDir()
	hub, err := start("127.0.0.1:0", folder)
	if err != nil {
		t.Fatal(err)
	}
	taken := strings.TrimPrefix(hub.Address(), "nats://")
	for want, where := range map[string][2]string{"another hub holds the folder": {"127.0.0.1:0", folder}, "cannot listen at": {taken, t.TempDir()}} {
		two, err := start(where[0], where[1])
		if err == nil {
			two.Close()
		}
		says(t, err, want)
	}
	says(t, connect(t, jetstream.Config{Address: hub.Address(), Token: token, Patience: time.Millisecond}), "a patience of 1ms")
	says(t, connect(t, jetstream.Config{Address: hub.Address(), Token: token}), "") // it goes on
	hub.Close()
	hub, err = start(taken, folder)
	if err != nil {
		t.Fatal(err)
	}
	hub.Close()
}
