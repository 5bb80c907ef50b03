//go:build !nosuite

package main

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/child"
	"github.com/cpslab/cps/harness/pcsc"
	"github.com/cpslab/cps/harness/readers"
	"github.com/cpslab/cps/harness/stack"
)

// unknown is a version that nobody tells, with the reason.
func unknown(fr, en string) text.Text {
	return text.Of("version inconnue", "unknown").With(text.Of(fr, en))
}

// driverVersion is what the driver of a reader tells of itself; described says whether it was
// asked.
func driverVersion(d pcsc.Description, described bool) text.Text {
	name := strings.TrimSpace(d.Vendor + " " + d.Model)
	switch {
	case !described:
		return unknown("le lecteur n'a pas pu être interrogé", "the reader could not be asked")
	case d.Version == "" && name == "":
		return unknown("le pilote n'en dit rien", "the driver tells nothing of it")
	case d.Version == "":
		return text.Of("%s, version inconnue : le pilote n'en dit rien", "%s, version unknown: the driver tells nothing of it", name)
	}
	return text.Same(strings.TrimSpace(name + " " + d.Version))
}

// serviceVersion is what the program of the PC/SC service tells of itself. Only the one that
// serves this reader is asked: that of the stack of with, or that of the system.
func (a *app) serviceVersion(ctx context.Context, ofStack bool) text.Text {
	switch {
	case runtime.GOOS != "linux":
		return unknown("le service fait partie du système, et a sa version", "the service is a part of the system, and has its version")
	case !ofStack && a.getenv(readers.EnvSocket) != "":
		return unknown("service désigné par "+readers.EnvSocket+", dont le programme n'est pas connu", "a service that "+readers.EnvSocket+" names, whose program is not known")
	}
	parts, err := stack.Locate(stack.Config{Parts: a.getenv(stack.PartsEnv)})
	program := parts.PCSCD
	if !ofStack { // that of the system, whatever was unpacked beside
		program, parts.Libs, err = "", nil, nil
		for _, path := range []string{"/usr/sbin/pcscd", "/usr/local/sbin/pcscd"} {
			if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() && program == "" {
				program = path
			}
		}
	}
	if err != nil || program == "" {
		return unknown("le programme pcscd n'est pas là où il est d'habitude", "the program pcscd is not where it usually is")
	}
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	cmd := child.Command(ctx, program, "--version")
	if len(parts.Libs) > 0 {
		cmd.Env = append(cmd.Env, "LD_LIBRARY_PATH="+strings.Join(parts.Libs, string(filepath.ListSeparator)))
	}
	out, err := cmd.Output()
	if version := pcscliteVersion(string(out)); err == nil && version != "" {
		return text.Same("pcsc-lite " + version)
	}
	return unknown("pcscd --version ne la dit pas", "pcscd --version does not tell it")
}

// pcscliteVersion is the version in the first line of pcscd --version, "" where it has none:
// "pcsc-lite version 1.9.9.".
func pcscliteVersion(said string) string {
	line, _, _ := strings.Cut(said, "\n")
	_, version, found := strings.Cut(line, "version ")
	version, _, _ = strings.Cut(version, " ")
	if version = strings.Trim(version, ".,"); !found || len(version) > 40 {
		return ""
	}
	return text.Printable(version)
}
