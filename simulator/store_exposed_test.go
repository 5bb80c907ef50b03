//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package simulator

import (
	"errors"
	"os"
	"testing"

	"github.com/cpslab/cps/harness/card/text"
)

// TestFileStoreRefusesWhatOthersMayOpen: the codes stand in the file in clear.
func TestFileStoreRefusesWhatOthersMayOpen(t *testing.T) {
	t.Parallel()
	for mode, refused := range map[os.FileMode]bool{
		0o600: false, 0o400: false, 0o700: false,
		0o644: true, 0o640: true, 0o604: true, 0o620: true, 0o602: true, 0o601: true,
	} {
		path, _ := storedCard(t)
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		s, err := OpenFileStore(path)
		if errors.Is(err, ErrStateExposed) != refused || err == nil && refused {
			t.Errorf("mode %v: error %v", mode, err)
		}
		var state *StateError
		if _, hint := text.Say(err, "en"); refused && (!errors.As(err, &state) || hint == "") {
			t.Errorf("mode %v: %v gives no hint", mode, err)
		}
		if err == nil {
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		}
	}
}

func TestFileStoreRefusesTheFileOfAnother(t *testing.T) {
	t.Parallel()
	const somebody = 65534
	path, _ := storedCard(t)
	if os.Chown(path, somebody, -1) != nil || os.Geteuid() == somebody {
		path = "/etc/hostname" // a file of root, for whoever may not give files away
		if info, err := os.Stat(path); err != nil || !exposed(info) {
			t.Errorf("%s is taken for a private file: %v", path, err)
		}
		return
	}
	if _, err := OpenFileStore(path); !errors.Is(err, ErrStateExposed) {
		t.Errorf("error %v, want ErrStateExposed", err)
	}
}
