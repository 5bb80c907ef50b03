package readers_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cpslab/cps/harness/folder"
	"github.com/cpslab/cps/harness/readers"
)

// FuzzStackFile: a stack file is refused with a *StackFileError, left aside because
// it tells of another service, or taken; a code in it never shows.
func FuzzStackFile(f *testing.F) {
	dir, err := folder.New("")
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() {
		if err := dir.Remove(); err != nil {
			f.Error(err)
		}
	})
	socket := filepath.Join(dir.Path(), "pcscd.comm")
	listen(f, socket)
	path := filepath.Join(f.TempDir(), "stack.json")
	good := stackFile()
	good.Socket = "SOCKET" // each process that fuzzes has a service of its own
	b, err := json.Marshal(good)
	if err != nil {
		f.Fatal(err)
	}
	for _, s := range []string{string(b), `{"schema":1}`, `{"schema":1,"socket":"/run/pcscd/pcscd.comm","cards":[{}]}`, `{"schema":2}`, `[]`, `{"schema":1,"socket":"SOCKET","cards":[{"pin":1}]}`, ""} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		b := []byte(strings.ReplaceAll(string(content), "SOCKET", socket))
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		got, err := readers.LoadStackFile(environment(path, socket))
		var wrong *readers.StackFileError
		switch {
		case err != nil && (got != nil || !errors.As(err, &wrong)):
			t.Fatalf("%v with %v", err, got)
		case got == nil:
			return
		case got.Socket != socket || got.Schema != 1:
			t.Fatalf("taken: %+v", got)
		}
		for _, c := range got.Cards {
			code, err := json.Marshal(c.PIN)
			if err != nil {
				t.Fatal(err)
			}
			if said := fmt.Sprintf("%v %+v %#v", c.PIN, c.PIN, c.PIN); len(code) > 6 && strings.Contains(said, strings.Trim(string(code), `"`)) {
				t.Fatalf("a code shows: %s", said)
			}
		}
	})
}
