//go:build linux

package main

import (
	"context"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/cpslab/cps/harness/pcsc"
	"github.com/cpslab/cps/harness/stack"
	"github.com/cpslab/cps/harness/workstation"
	"github.com/cpslab/cps/simulator"
	"github.com/cpslab/cps/testdata/testneed"
)

// A real service with an empty reader. The script runs the program in a
// process of its own, as the library remembers the first service it used.
func TestDoctorWithAnEmptyReader(t *testing.T) {
	t.Parallel()
	onStack(t, "", "../../testdata/script/emptyreader")
}

// A real service whose only driver is a file that is none.
func TestDoctorWithABrokenDriver(t *testing.T) {
	t.Parallel()
	testneed.Part(t, "pcscd", "vpcd")
	driver := filepath.Join(t.TempDir(), "libifdvpcd.so")
	if err := os.WriteFile(driver, []byte("no driver"), 0o600); err != nil {
		t.Fatal(err)
	}
	onStack(t, driver, "../../testdata/script/brokendriver")
}

// onStack runs scripts beside a private service whose only reader is empty.
func onStack(t *testing.T, driver, scripts string) {
	t.Helper()
	if !pcsc.Available {
		testneed.Part(t, "pcsc build tag")
	}
	testneed.Part(t, "pcscd", "vpcd")
	profile, err := simulator.LoadProfile("cps3-healthy")
	if err != nil {
		t.Fatal(err)
	}
	p, err := profile.Personalise(doctorNow)
	if err != nil {
		t.Fatal(err)
	}
	chip, err := simulator.New(p)
	if err != nil {
		t.Fatal(err)
	}
	st, err := stack.Start(t.Context(), stack.Config{Driver: driver, Cards: []stack.Card{{Name: "absent", Channel: chip, Removed: true}}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { // after the scripts, which run in parallel
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	beside(t, scripts, st.Env()...)
}

// beside runs scripts with a few more variables.
func beside(t *testing.T, scripts string, env ...string) {
	t.Helper()
	testscript.Run(t, testscript.Params{Dir: scripts, Setup: func(e *testscript.Env) error {
		if err := neutral(e); err != nil {
			return err
		}
		for _, pair := range env {
			name, value, _ := strings.Cut(pair, "=")
			e.Setenv(name, value)
		}
		return nil
	}})
}

// withoutReaders starts a pcscd that inherits its socket (sd_listen_fds(3)) and
// finds no driver, hence no reader, whatever is plugged into this machine: where
// a namespace can be had, the drivers' folder is an empty one.
const withoutReaders = `if unshare -rm true 2>/dev/null; then
	LISTEN_PID=$$ exec unshare -rm /bin/sh -c 'mount -t tmpfs tmpfs /run && mkdir /run/pcscd && { mount -t tmpfs tmpfs /usr/lib/pcsc/drivers || true; } && exec "$0" "$@"' "$0" "$@"
fi
LISTEN_PID=$$ exec "$0" "$@"`

// A real service that knows no reader.
func TestDoctorWithoutAReader(t *testing.T) {
	t.Parallel()
	if !pcsc.Available {
		testneed.Part(t, "pcsc build tag")
	}
	testneed.Part(t, "pcscd")
	dir, err := os.MkdirTemp("", "cps") // a short path, as for every socket
	if err != nil {
		t.Fatal(err)
	}
	socket, config := filepath.Join(dir, "s"), filepath.Join(dir, "c")
	if err := os.Mkdir(config, 0o700); err != nil {
		t.Fatal(err)
	}
	l, err := net.ListenUnix("unix", &net.UnixAddr{Name: socket, Net: "unix"})
	if err != nil {
		t.Fatal(err)
	}
	l.SetUnlinkOnClose(false) // pcscd goes on listening there
	defer l.Close()
	inherited, err := l.File()
	if err != nil {
		t.Fatal(err)
	}
	defer inherited.Close()
	args := []string{"-c", withoutReaders, testneed.Path("pcscd"), "-f", "-c", config}
	if help, _ := exec.CommandContext(t.Context(), testneed.Path("pcscd"), "--help").CombinedOutput(); strings.Contains(string(help), "--disable-polkit") {
		args = append(args, "--disable-polkit")
	}
	service := exec.CommandContext(context.WithoutCancel(t.Context()), "/bin/sh", args...) // ended below, after the scripts
	service.Env = []string{"PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LISTEN_FDS=1", "LD_LIBRARY_PATH=" + os.Getenv("LD_LIBRARY_PATH")}
	service.ExtraFiles = []*os.File{inherited}
	if err := service.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { // after the scripts, which run in parallel
		_ = service.Process.Kill()
		_ = service.Wait() // it was killed
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	beside(t, "../../testdata/script/noreader", "PCSCLITE_CSOCK_NAME="+socket)
}

// The official module, where CPSLAB_CRYPTOLIB names it; one that happens to be
// installed is not looked for.
func TestDoctorWithTheOfficialModule(t *testing.T) {
	t.Parallel()
	module := os.Getenv(workstation.EnvCryptolib)
	testneed.Optional(t, module != "", "the official PKCS#11 module", "set "+workstation.EnvCryptolib+" to its path")
	testneed.Part(t, "pcsc build tag", "pkcs11 build tag", "pcscd", "vpcd")
	beside(t, "../../testdata/script/official", "OFFICIAL="+module)
}
