package readers_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/readers"
	"github.com/cpslab/cps/simulator"
)

func TestOpenSimulated(t *testing.T) {
	t.Parallel()
	set := &readers.Set{}
	c, err := set.Open(t.Context(), "sim:cps3-healthy")
	if err != nil {
		t.Fatal(err)
	}
	got, err := c.Read(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if !c.Simulated || !strings.Contains(c.Reader, "cps3-healthy") || got.Login != card.LoginOK {
		t.Errorf("simulated %v, reader %q, login %v", c.Simulated, c.Reader, got.Login)
	}
	if err := c.Close(); err != nil {
		t.Error(err)
	}
}

func TestOpenRefusesWhatItCannotServe(t *testing.T) {
	t.Parallel()
	bad := filepath.Join(t.TempDir(), "bad.yaml")
	if err := os.WriteFile(bad, []byte("extends: cps3-healthy\ncolour: blue\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	var (
		address *readers.AddressError
		use     *readers.UsageError
		profile *simulator.ProfileError
		missing *readers.TraceError
	)
	cases := map[string]any{
		"":                &address,
		"cps3-healthy":    &address,
		"usb:1":           &address,
		"trace:":          &address,
		"sim:":            &use,
		"trace:some.json": &missing,
		"sim:no-such":     &profile,
		"sim:" + bad:      &profile,
		"sim:missing.yml": &profile,
	}
	for name, want := range cases {
		_, err := (&readers.Set{}).Open(t.Context(), name)
		var open *readers.OpenError
		if !errors.As(err, &open) || open.Address != name {
			t.Errorf("%q: %v is no OpenError of that address", name, err)
		}
		if !errors.As(err, want) {
			t.Errorf("%q: %v does not hold a %T", name, err, want)
		}
		if !advised(err) {
			t.Errorf("%q: %v gives no hint", name, err)
		}
		if !text.IsBadInput(err) {
			t.Errorf("%q: %v is not about what was given", name, err)
		}
	}
}

// advised reports whether an error says in both languages what to do, the same in
// none.
func advised(err error) bool {
	message, hint := text.Said(err)
	return hint.FR != "" && hint.EN != "" && hint.FR != hint.EN && message.FR != message.EN
}

func TestErrorsSayThemselves(t *testing.T) {
	t.Parallel()
	open := func(address string) error {
		_, err := (&readers.Set{}).Open(t.Context(), address)
		return err
	}
	elsewhere := func(string) string { return "/nowhere/stack.json" }
	_, noFile := readers.LoadStackFile(elsewhere)
	_, system := os.Open(elsewhere("")) // as each system says it
	missing := errors.Unwrap(system).Error()
	for _, c := range []struct {
		err            error
		fr, en         string
		hintFR, hintEN string
	}{
		{
			open("sim:cps3-helthy"), "« cps3-helthy » : aucune carte simulée de ce nom", "cps3-helthy: no such preset",
			"vouliez-vous dire « cps3-healthy » ?", `did you mean "cps3-healthy"?`,
		},
		{
			open("usb:x"), "adresse de lecteur incompréhensible : « usb:x »", `reader address "usb:x" is not understood`,
			"les adresses commencent par sim:, pcsc: ou trace:, pas par « usb: »", `the kinds of reader are sim:, pcsc: and trace:, not "usb:"`,
		},
		{
			open("sim:"), "« sim: » seul désigne toutes les cartes simulées, et il en faut une ici", "sim: alone means every preset, and one card is wanted here",
			"par exemple sim:cps3-healthy ; cpslab presets en donne la liste", "name one: sim:cps3-healthy; cpslab presets lists them",
		},
		{
			noFile, "CPSLAB_STACK /nowhere/stack.json : illisible : fichier introuvable",
			"CPSLAB_STACK /nowhere/stack.json: cannot be read: " + missing,
			"supprimez la variable CPSLAB_STACK, ou lancez le programme par cpslab with --card PROFIL -- PROGRAMME",
			"unset CPSLAB_STACK, or start the program with `cpslab with --card PROFILE -- PROGRAM`",
		},
	} {
		message, hint := text.Said(c.err)
		if diff := cmp.Diff([]text.Text{{FR: c.fr, EN: c.en}, {FR: c.hintFR, EN: c.hintEN}}, []text.Text{message, hint}); diff != "" {
			t.Errorf("%v (-want +got):\n%s", c.err, diff)
		}
	}
}

func TestAddressesNameEveryPreset(t *testing.T) {
	t.Parallel()
	got := (&readers.Set{}).Addresses(t.Context())
	for _, name := range simulator.PresetNames() {
		if !strings.Contains(strings.Join(got, "\n")+"\n", "sim:"+name+"\n") {
			t.Errorf("sim:%s is not offered", name)
		}
	}
}

const secretPIN = "86427531"

func stackFile() *readers.StackFile {
	return &readers.StackFile{
		Schema: 1, Socket: "/tmp/some/pcscd.comm",
		Cards: []readers.StackCard{readers.NewStackCard("cpslab A 00 00", "cps3-healthy", "2999000010", secretPIN)},
	}
}

func environment(path, socket string) func(string) string {
	return func(name string) string {
		return map[string]string{readers.EnvStack: path, readers.EnvSocket: socket}[name]
	}
}

func TestStackFileThatOthersCouldWrite(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	cases := map[string]func(path string) error{
		"readable by others": func(p string) error {
			if err := stackFile().Write(p); err != nil {
				return err
			}
			return os.Chmod(p, 0o644)
		},
		"missing":       func(string) error { return nil },
		"a folder":      func(p string) error { return os.Mkdir(p, 0o700) },
		"not JSON":      func(p string) error { return os.WriteFile(p, []byte("{"), 0o600) },
		"other schema":  func(p string) error { return os.WriteFile(p, []byte(`{"schema":2}`), 0o600) },
		"out of bounds": func(p string) error { return os.WriteFile(p, make([]byte, 65<<10), 0o600) },
	}
	for name, make := range cases {
		path := filepath.Join(dir, strings.ReplaceAll(name, " ", "-"))
		if err := make(path); err != nil {
			t.Fatal(err)
		}
		_, err := readers.LoadStackFile(environment(path, "/tmp/some/pcscd.comm"))
		var bad *readers.StackFileError
		if !errors.As(err, &bad) || !advised(err) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestEmptyReadersAreVirtual: a reader of the bench is known without a card, and no card in it
// is a simulated one for that.
func TestEmptyReadersAreVirtual(t *testing.T) {
	t.Parallel()
	file := stackFile()
	file.Readers = []string{"cpslab A 00 00", "cpslab A 00 01"}
	set := &readers.Set{Stack: file}
	for reader, want := range map[string][2]bool{
		"cpslab A 00 00": {true, true}, "cpslab A 00 01": {true, false}, "ACS ACR39U 00 00": {false, false},
	} {
		if set.Virtual(reader) != want[0] || set.Simulated(reader) != want[1] {
			t.Errorf("%s: virtual %t, simulated %t", reader, set.Virtual(reader), set.Simulated(reader))
		}
	}
	if (&readers.Set{}).Virtual("cpslab A 00 00") {
		t.Error("virtual without a bench")
	}
}

func TestPINIsHandedOutAsACopy(t *testing.T) {
	t.Parallel()
	c, err := (&readers.Set{}).Open(context.Background(), "sim:cps3-healthy")
	if err != nil {
		t.Fatal(err)
	}
	first, err := c.PIN()(t.Context(), 3)
	if err != nil {
		t.Fatal(err)
	}
	clear(first)
	second, err := c.PIN()(t.Context(), 3)
	if err != nil || string(second) != "1234" {
		t.Error("zeroing the PIN after use destroyed the source")
	}
}
