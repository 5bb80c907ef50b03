// Package testneed lets a test say which real parts it needs: a service, a
// driver, a tool. Where one is missing the test is reported as not run, by the
// part's name; under CI=true, where every part is installed, it fails.
//
//	func TestThroughOpenSC(t *testing.T) {
//		testneed.Part(t, "pcscd", "vpcd", "opensc-tool")
//		…
//	}
//
// A part is a name known here ("pcscd", "vpcd", "python3-pyscard", "python3-pytest",
// "OpenSSL pkcs11 engine", "pcsc build tag", "pkcs11 build tag") or the name of a
// program. Programs and drivers are looked for on the system and among the parts that
// `make deps` unpacks without root: the folder CPSLAB_PARTS, else .cache beside go.mod,
// in it or in one folder below it.
//
// The package imports only the standard library, so that any test may use it.
package testneed

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

// probeTimeout bounds the programs that one look-up runs (python3).
const probeTimeout = 30 * time.Second

// packages names the Debian package of each part, where the names differ.
var packages = map[string]string{
	"vpcd":             "vsmartcard-vpcd",
	"opensc-tool":      "opensc",
	"pkcs11-tool":      "opensc",
	"pcsc_scan":        "pcsc-tools",
	"p11tool":          "gnutls-bin",
	"ssh-agent":        "openssh-client",
	"certutil":         "libnss3-tools",
	"tstclnt":          "libnss3-tools",
	"pk12util":         "libnss3-tools",
	"modutil":          "libnss3-tools",
	"gnutls-cli":       "gnutls-bin",
	"apache2":          "apache2-bin",
	"scriptor":         "pcsc-tools",
	"Xvfb":             "xvfb",
	opensslEngine:      "libengine-pkcs11-openssl",
	"pcsc build tag":   "libpcsclite-dev, then build with -tags pcsc",
	"pkcs11 build tag": "a C compiler, then build with -tags pkcs11",
}

// opensslEngine is the name of the part by which OpenSSL reaches PKCS#11 modules.
const opensslEngine = "OpenSSL pkcs11 engine"

// Part returns if every named part is there, and else ends the test: skipped,
// or failed under CI=true.
func Part(tb testing.TB, names ...string) {
	tb.Helper()
	var missing []string
	for _, name := range names {
		if _, ok := find(canonical(name)); !ok {
			missing = append(missing, describe(canonical(name)))
		}
	}
	if len(missing) == 0 {
		return
	}
	report := tb.Skipf
	if os.Getenv("CI") == "true" {
		report = tb.Fatalf
	}
	hint := " (make deps brings it)"
	if runtime.GOOS == "windows" {
		hint = " (not for this system)"
	}
	report("not run, missing: %s%s", strings.Join(missing, "; "), hint)
}

// System is for what only some systems have, named as runtime.GOOS does ("unix" for all
// of that kind): elsewhere the test is reported as not run, with what is missing there.
func System(tb testing.TB, what string, systems ...string) {
	tb.Helper()
	for _, s := range systems {
		if s == runtime.GOOS || s == "unix" && runtime.GOOS != "windows" {
			return
		}
	}
	tb.Skipf("not run on %s, which has no %s", runtime.GOOS, what)
}

// Optional is for a part that only its user can install: without it, under CI
// too, the test is reported as not run. hint says how to name the part.
func Optional(tb testing.TB, there bool, part, hint string) {
	tb.Helper()
	if !there {
		tb.Skipf("optional, not run: %s (%s)", part, hint)
	}
}

// Path returns the file of a part, "" for one that is no file or is missing:
// call Part first. That of python3-pyscard is the interpreter that has it, that of
// python3-pytest one that has both.
func Path(name string) string {
	path, _ := find(canonical(name))
	return path
}

// Parts returns the folder of unpacked parts, "" if there is none.
func Parts() string {
	if dir := os.Getenv("CPSLAB_PARTS"); dir != "" {
		return dir
	}
	for dir, err := os.Getwd(); err == nil; dir = filepath.Dir(dir) {
		if exists(filepath.Join(dir, "go.mod")) {
			if cache := filepath.Join(dir, ".cache"); exists(cache) {
				return cache
			}
			return ""
		}
		if dir == filepath.Dir(dir) {
			break
		}
	}
	return ""
}

// canonical accepts the longer names people write.
func canonical(name string) string {
	switch name {
	case "vsmartcard-vpcd", "vsmartcard-vpcd driver", "vpcd driver", "libifdvpcd.so":
		return "vpcd"
	case "opensc":
		return "opensc-tool"
	case "pcsc-tools":
		return "pcsc_scan"
	case "pyscard":
		return "python3-pyscard"
	case "pcsc", "-tags pcsc":
		return "pcsc build tag"
	}
	return name
}

func describe(name string) string {
	if pkg, ok := packages[name]; ok {
		return name + " (" + pkg + ")"
	}
	return name
}

// find returns the file of a part, if it is one, and whether the part is there.
func find(name string) (string, bool) {
	switch name {
	case "pcsc build tag":
		return "", pcscTag
	case "pkcs11 build tag":
		return "", pkcs11Tag
	case "python3-pyscard":
		return pyscard("python3", "/usr/bin/python3")
	case "python3-pytest":
		return python("import smartcard.System, pytest", "python3", "/usr/bin/python3")
	case "vpcd":
		return first("lib/pcsc/drivers/serial/libifdvpcd.so")
	case "scdaemon": // GnuPG keeps it off the PATH
		return first("lib/gnupg/scdaemon", "libexec/scdaemon")
	case opensslEngine:
		return first("lib/*/engines-*/pkcs11.so", "lib64/engines-*/pkcs11.so")
	}
	if path, err := exec.LookPath(name); err == nil {
		return path, true
	}
	return first("sbin/"+name, "bin/"+name)
}

// pyscard returns the first of the interpreters that has pyscard: one that stands
// first on the PATH may lack the packages of the system.
func pyscard(interpreters ...string) (string, bool) {
	return python("import smartcard.System", interpreters...)
}

// python returns the first of the interpreters that runs a line.
func python(line string, interpreters ...string) (string, bool) {
	ctx, cancel := context.WithTimeout(context.Background(), probeTimeout)
	defer cancel()
	for _, program := range interpreters {
		path, err := exec.LookPath(program)
		if err == nil && exec.CommandContext(ctx, path, "-c", line).Run() == nil {
			return path, true
		}
	}
	return "", false
}

// first returns the first file that exists below /usr or among the unpacked
// parts; names may be patterns.
func first(below ...string) (string, bool) {
	if runtime.GOOS == "windows" {
		return "", false // what lies there under Wine is another system's
	}
	roots := []string{"/usr", "/usr/local"}
	if parts := Parts(); parts != "" {
		roots = append(roots, filepath.Join(parts, "usr"))
		nested, _ := filepath.Glob(filepath.Join(parts, "*", "usr")) // fails on a bad pattern only
		roots = append(roots, nested...)
	}
	for _, root := range roots {
		for _, b := range below {
			if found, err := filepath.Glob(filepath.Join(root, b)); err == nil && len(found) > 0 {
				return found[0], true
			}
		}
	}
	return "", false
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
