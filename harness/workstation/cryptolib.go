package workstation

import (
	"context"
	"errors"
	"io/fs"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/cpslab/cps/harness/card/text"
)

// ErrForeign is the error for a library that is none of the Cryptolib's.
var ErrForeign = text.NewError(text.Of("ce n'est pas une bibliothèque de la Cryptolib CPS", "not a library of the Cryptolib CPS"), text.Text{})

// EnvCryptolib names a Cryptolib library to look at besides the installed ones.
const EnvCryptolib = "CPSLAB_CRYPTOLIB"

// library is a place where the Cryptolib's PKCS#11 library is put.
type library struct {
	path string
	old  bool // the library of before the CPS3
}

// Libraries by system (packages CryptolibCPS 5.2.2 for Linux and 5.2.1 for
// macOS; specification of the Windows installer 3.3.4). The Debian folders are
// where a converted package puts them.
var libraries = map[string][]library{
	"linux": {
		{"/opt/santesocial/CPS/lib/libcps3_pkcs11_lux.so", false},
		{"/usr/lib64/libcps3_pkcs11_lux.so", false},
		{"/usr/lib/libcps3_pkcs11_lux.so", false},
		{"/usr/lib/x86_64-linux-gnu/libcps3_pkcs11_lux.so", false},
		{"/usr/local/lib/libcps3_pkcs11_lux.so", false},
		{"/usr/local/galss/libcps3_pkcs11_lux.so", false},
		{"/usr/local/galss/libcps_pkcs11_lux.so", true},
	},
	"darwin": {
		{"/usr/local/lib/libcps3_pkcs11_osx.dylib", false},
	},
	"windows": {
		{`%WINDIR%\System32\cps3_pkcs11_w64.dll`, false},
		{`%WINDIR%\SysWOW64\cps3_pkcs11_w32.dll`, false},
		{`%WINDIR%\System32\cps3_pkcs11_w32.dll`, false},
		{`%WINDIR%\System32\cps_pkcs11_w32.dll`, true},
		{`%WINDIR%\System32\cps_pkcs11_pcsc_w32.dll`, true},
		{`%WINDIR%\cps_pkcs11_w32.dll`, true},
	},
}

// cryptolib gathers every trace of an installed Cryptolib.
func (c *collector) cryptolib(ctx context.Context) Fact[Cryptolib] {
	lib := Cryptolib{Copies: []Copy{}}
	if libraries[c.OS] == nil && c.Getenv(EnvCryptolib) == "" {
		return unknown[Cryptolib](NotHere, "")
	}
	var looked []string
	add := func(source string, copies []Copy, err error) {
		lib.Copies = append(lib.Copies, copies...)
		if err == nil || len(copies) > 0 {
			looked = append(looked, source)
		}
	}
	var rpmErr error
	switch c.OS {
	case "linux":
		var found []Copy
		found, rpmErr = c.rpm(ctx)
		add("rpm", found, rpmErr)
		found, err := c.dpkg()
		add("dpkg", found, err)
		add("adm", c.adm(), nil)
	case "darwin":
		add("receipts", c.receipts(), nil)
	case "windows":
		found, err := c.products()
		add("registry", found, err)
	}
	if v := c.Getenv(EnvCryptolib); v != "" {
		cp, err := c.variable(v)
		if err != nil {
			lib.BadVariableErr = text.Wrap(text.Same(v), err)
			lib.BadVariable = lib.BadVariableErr.Error()
		} else {
			add(EnvCryptolib, []Copy{cp}, nil)
		}
	}
	found, err := c.libraryFiles()
	add("files", found, err)
	lib.Newest()
	lib.GALSS = c.galssMode()
	// With nothing found, what could not be asked might hide one. A machine
	// without rpm has no package of it.
	if len(lib.Copies) == 0 {
		if rpmErr != nil && !errors.Is(rpmErr, exec.ErrNotFound) {
			return failed[Cryptolib](rpmErr, "rpm")
		}
		if err != nil {
			return failed[Cryptolib](err, "files")
		}
	}
	return known(lib, strings.Join(looked, ", "))
}

// absolute completes a path from the user, who stands in a folder of this
// machine.
func (c *collector) absolute(path string) string {
	if abs, err := filepath.Abs(path); err == nil && c.OS == runtime.GOOS {
		return abs
	}
	return path
}

// variable looks at the library that CPSLAB_CRYPTOLIB names, which must be one
// of the Cryptolib: another module says nothing about it.
func (c *collector) variable(path string) (Copy, error) {
	cp, err := c.inspect(c.resolve(c.absolute(path)))
	var file *fs.PathError
	if errors.As(err, &file) {
		err = file.Err
	}
	name := strings.ToLower(filepath.Base(path))
	if err == nil && cp.Version == "" && !strings.Contains(name, "cps3_pkcs11") && !strings.Contains(name, "cps_pkcs11") {
		err = ErrForeign
	}
	cp.Origin = FromVariable
	return cp, err
}

// libraryFiles looks at the known places, each file once. The error is about
// the last file that is there and could not be read.
func (c *collector) libraryFiles() ([]Copy, error) {
	var out []Copy
	var failure error
	seen := map[string]bool{}
	for _, l := range libraries[c.OS] {
		path, ok := c.expand(l.path)
		if !ok {
			continue
		}
		path = c.resolve(path)
		if seen[path] {
			continue
		}
		seen[path] = true
		cp, err := c.inspect(path)
		switch {
		case err == nil:
			cp.Origin, cp.Old = FromFile, l.old
			out = append(out, cp)
		case !errors.Is(err, fs.ErrNotExist):
			failure = err
		}
	}
	return out, failure
}

// expand replaces %NAME% by the variable; ok is false when it is not set.
func (c *collector) expand(path string) (string, bool) {
	before, rest, found := strings.Cut(path, "%")
	if !found {
		return path, true
	}
	name, after, _ := strings.Cut(rest, "%")
	v := c.Getenv(name)
	return before + strings.TrimRight(v, `\`) + after, v != ""
}

// compareVersions compares by component, as numbers: 5.0.45 is above 5.0.9, and
// nothing is below everything. Other characters end a component.
func compareVersions(a, b string) int {
	for a != "" || b != "" {
		var x, y int
		x, a = component(a)
		y, b = component(b)
		if x != y {
			if x < y {
				return -1
			}
			return 1
		}
	}
	return 0
}

// component cuts the first number off; it stops counting at a size no version
// has.
func component(v string) (int, string) {
	head, tail, _ := strings.Cut(v, ".")
	n := 0
	for _, d := range head {
		if d < '0' || d > '9' || n > 1<<24 {
			break
		}
		n = n*10 + int(d-'0')
	}
	return n, tail
}
