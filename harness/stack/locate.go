package stack

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// PartsEnv names the environment variable that holds the folder of parts
// unpacked without installation (dpkg -x), used when [Config] gives none.
const PartsEnv = "CPSLAB_PARTS"

const driverFile = "libifdvpcd.so"

// Where Debian installs the driver (package vsmartcard-vpcd); other
// distributions use lib64.
var driverDirs = []string{
	"/usr/lib/pcsc/drivers/serial", "/usr/lib64/pcsc/drivers/serial", "/usr/local/lib/pcsc/drivers/serial",
	"/usr/lib/pcsc/drivers/serial/*", "/usr/lib/*-linux-gnu*/pcsc/drivers/serial",
}

// Parts are the files a stack is made of.
type Parts struct {
	PCSCD  string   // absolute path of the pcscd program
	Driver string   // absolute path of the vpcd driver
	Libs   []string // library folders that go with unpacked parts
}

// Locate finds pcscd and the vpcd driver: at the paths of cfg if it gives any,
// else among the unpacked parts, in that folder or in one folder below it,
// else where the system keeps them. The error is an *Error that holds a
// *MissingError.
func Locate(cfg Config) (Parts, error) {
	root := cfg.Parts
	if root == "" {
		root = os.Getenv(PartsEnv)
	}
	var p Parts
	var ok bool
	if p.PCSCD, ok = pick(cfg.PCSCD, under(root, "usr/sbin/pcscd"), []string{"/usr/sbin/pcscd", "/usr/local/sbin/pcscd"}, "pcscd"); !ok {
		return Parts{}, &Error{Op: "locate", Err: &MissingError{Part: "pcscd", Package: "pcscd", Path: cfg.PCSCD}}
	}
	var drivers []string
	for _, d := range driverDirs {
		drivers = append(drivers, filepath.Join(d, driverFile))
	}
	if p.Driver, ok = pick(cfg.Driver, under(root, "usr/lib/pcsc/drivers/serial/"+driverFile), drivers, ""); !ok {
		return Parts{}, &Error{Op: "locate", Err: &MissingError{Part: "vpcd driver", Package: "vsmartcard-vpcd", Path: cfg.Driver}}
	}
	for _, pattern := range append(under(root, "usr/lib/*-linux-gnu*"), under(root, "lib/*-linux-gnu*")...) {
		libs, _ := filepath.Glob(pattern) // fails on a bad pattern only
		for _, dir := range libs {
			if !slices.Contains(p.Libs, dir) { // one folder below may be usr itself
				p.Libs = append(p.Libs, dir)
			}
		}
	}
	return p, nil
}

// under returns the patterns of a file below the folder of unpacked parts.
func under(root, file string) []string {
	if root == "" {
		return nil
	}
	if abs, err := filepath.Abs(root); err == nil {
		root = abs
	}
	root = strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(root)
	return []string{filepath.Join(root, file), filepath.Join(root, "*", file)}
}

// pick returns the given path if there is one, else the first existing file.
func pick(given string, unpacked, installed []string, program string) (string, bool) {
	if given != "" {
		abs, err := filepath.Abs(given)
		return abs, err == nil && isFile(abs)
	}
	if path, ok := firstFile(unpacked); ok {
		return path, true
	}
	if program != "" {
		if path, err := exec.LookPath(program); err == nil && filepath.IsAbs(path) {
			return path, true
		}
	}
	return firstFile(installed)
}

func firstFile(patterns []string) (string, bool) {
	for _, pattern := range patterns {
		found, _ := filepath.Glob(pattern) // fails on a bad pattern only
		for _, f := range found {
			if isFile(f) {
				return f, true
			}
		}
	}
	return "", false
}

func isFile(path string) bool {
	fi, err := os.Stat(path)
	return err == nil && fi.Mode().IsRegular()
}
