//go:build !windows

package control_test

import (
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/control"
)

// TestAddresses: what cannot be an address is bad input, and what is at a socket is told.
func TestAddresses(t *testing.T) {
	t.Parallel()
	dir, err := os.MkdirTemp("/tmp", "cpslab") // a short path
	must(t, err)
	t.Cleanup(func() { must(t, os.RemoveAll(dir)) })
	in := func(name string) string { return filepath.Join(dir, name) }
	must(t, os.WriteFile(in("file"), nil, 0o600))
	stale, err := new(net.ListenConfig).Listen(t.Context(), "unix", in("stale"))
	must(t, err)
	stale.(*net.UnixListener).SetUnlinkOnClose(false)
	must(t, stale.Close())
	live, err := control.Listen(t.Context(), in("live"))
	must(t, err)
	defer func() { must(t, live.Close()) }()
	busy, err := control.Listen(t.Context(), "127.0.0.1:0")
	must(t, err)
	defer func() { must(t, busy.Close()) }()
	for at, want := range map[string]struct {
		said string
		bad  bool
	}{
		"0.0.0.0:0":                    {"d'autres machines", true},
		"192.0.2.1:80":                 {"d'autres machines", true},
		"example.org:80":               {"d'autres machines", true},
		"8077":                         {"HÔTE:PORT", true},
		"127.0.0.1":                    {"HÔTE:PORT", true},
		"127.0.0.1:99999":              {"HÔTE:PORT", true},
		in("no/such"):                  {"fichier introuvable", true},
		in("file"):                     {"fichier ou un dossier", true},
		dir:                            {"fichier ou un dossier", true},
		in("stale"):                    {"n'est plus", true},
		in(strings.Repeat("long", 40)): {"trop long : 107", true},
		in("live"):                     {"un autre programme", false},
		busy.Addr().String():           {"un autre programme", false},
	} {
		l, err := control.Listen(t.Context(), at)
		if err == nil {
			_ = l.Close()
			t.Errorf("%s is served", at)
			continue
		}
		if said, _ := text.Say(err, "fr"); !strings.Contains(said, want.said) || text.IsBadInput(err) != want.bad {
			t.Errorf("%s: %s, bad input: %v", at, said, text.IsBadInput(err))
		}
	}
	if _, hint := text.Say(func() error { _, err := control.Listen(t.Context(), in("stale")); return err }(), "en"); hint != "rm "+in("stale") {
		t.Error(hint)
	}
}
