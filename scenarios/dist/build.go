package main

import (
	"bytes"
	"context"
	"debug/elf"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/template"
)

// target is a system that cpslab is built for.
type target struct {
	os, arch string
	tags     string // without nosuite
	cc       string // C compiler, "" where none is needed
}

// targets are all of them. PC/SC is a library of C on Linux and calls of the system on
// Windows; on macOS it would need Apple's compiler.
var targets = []target{
	{"linux", "amd64", "pcsc,pkcs11", "x86_64-linux-gnu-gcc"},
	{"linux", "arm64", "pcsc,pkcs11", "aarch64-linux-gnu-gcc"},
	{"windows", "amd64", "pcsc", ""},
	{"windows", "arm64", "pcsc", ""},
	{"darwin", "amd64", "", ""},
	{"darwin", "arm64", "", ""},
}

func (t target) String() string { return t.os + "/" + t.arch }

// targetsOf are those that are named, all of them for "".
func targetsOf(named string) ([]target, error) {
	if named == "" {
		return targets, nil
	}
	var some []target
	for name := range strings.SplitSeq(named, ",") {
		i := slices.IndexFunc(targets, func(t target) bool { return t.String() == name })
		if i < 0 {
			return nil, fmt.Errorf("%q is none of %v", name, targets)
		}
		some = append(some, targets[i])
	}
	return some, nil
}

// file is the name of a program on the system.
func (t target) file(name string) string {
	if t.os == "windows" {
		return name + ".exe"
	}
	return name
}

// programs are the two programs of a target, as built.
type programs struct {
	dir   string
	names []string // cpslab, cpslab-suite, with their extension
	glibc string   // the least version of the C library, "" where none is needed
}

// build builds the programs of a target; nil, and a line in missing, where this machine
// has no compiler for it.
func (r *release) build(ctx context.Context, t target, work string) (*programs, error) {
	env := []string{"GOOS=" + t.os, "GOARCH=" + t.arch, "CGO_ENABLED=0"}
	if t.cc != "" {
		if !r.has(t.cc, t.String()) {
			return nil, nil
		}
		stub, err := r.stubPCSC(ctx, t, filepath.Join(work, "pcsc-"+t.arch))
		if err != nil {
			return nil, err
		}
		// The go command keeps what pkg-config said with the package that it built, and does not
		// ask again: the folder of an earlier run would stand in it. CGO_LDFLAGS it does look at.
		env = []string{
			"GOOS=" + t.os, "GOARCH=" + t.arch, "CGO_ENABLED=1", "CC=" + t.cc, "CGO_LDFLAGS=-L" + stub,
			"PKG_CONFIG_LIBDIR=" + stub, "PKG_CONFIG_PATH=", "PKG_CONFIG_SYSROOT_DIR=",
		}
	}
	p := &programs{dir: filepath.Join(work, t.os+"-"+t.arch)}
	for _, b := range [...]struct{ name, tags string }{{"cpslab", "nosuite"}, {"cpslab-suite", ""}} {
		name := t.file(b.name)
		tags := strings.Trim(t.tags+","+b.tags, ",")
		r.say("building %s for %s", b.name, t)
		if err := r.do(ctx, env, "go", "build", "-trimpath", "-buildvcs=false", "-tags", tags,
			"-ldflags", "-s -w -buildid= -X main.version="+r.version+" -X main.commit="+r.commit,
			"-o", filepath.Join(p.dir, name), "./cmd/cpslab"); err != nil {
			return nil, err
		}
		p.names = append(p.names, name)
		if t.cc != "" {
			least, err := leastGlibc(filepath.Join(p.dir, name))
			if err != nil {
				return nil, err
			}
			if slices.Compare(numbers(least), numbers(p.glibc)) > 0 {
				p.glibc = least
			}
		}
	}
	return p, nil
}

// leastGlibc is the least version of the C library that a program asks for: "2.34".
func leastGlibc(program string) (string, error) {
	f, err := elf.Open(program)
	if err != nil {
		return "", err
	}
	defer f.Close()
	symbols, err := f.ImportedSymbols()
	if err != nil {
		return "", fmt.Errorf("%s: %w", program, err)
	}
	least := ""
	for _, s := range symbols {
		if v, ok := strings.CutPrefix(s.Version, "GLIBC_"); ok && slices.Compare(numbers(v), numbers(least)) > 0 {
			least = v
		}
	}
	return least, nil
}

// numbers are the parts of a version.
func numbers(version string) []int {
	var parts []int
	for part := range strings.SplitSeq(version, ".") {
		n := 0
		_, _ = fmt.Sscan(part, &n)
		parts = append(parts, n)
	}
	return parts
}

// pcscCalls are the functions of libpcsclite that programs link to, those that winscard.h
// of pcsc-lite declares, with the table of protocol headers that goes with them.
var pcscCalls = []string{
	"SCardEstablishContext", "SCardReleaseContext", "SCardIsValidContext", "SCardConnect", "SCardReconnect",
	"SCardDisconnect", "SCardBeginTransaction", "SCardEndTransaction", "SCardStatus", "SCardGetStatusChange",
	"SCardControl", "SCardTransmit", "SCardListReaderGroups", "SCardListReaders", "SCardFreeMemory", "SCardCancel",
	"SCardGetAttrib", "SCardSetAttrib", "pcsc_stringify_error",
}

// stubPCSC makes a library to link to in the place of libpcsclite.so.1, and the file in
// which pkg-config finds it: the program takes the real one where it runs, and the one of
// another architecture need not be installed here.
func (r *release) stubPCSC(ctx context.Context, t target, dir string) (string, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", err
	}
	var source bytes.Buffer
	for _, call := range pcscCalls {
		fmt.Fprintf(&source, "void %s(void) {}\n", call)
	}
	source.WriteString("const char g_rgSCardT0Pci[64] = {0}, g_rgSCardT1Pci[64] = {0}, g_rgSCardRawPci[64] = {0};\n")
	if err := os.WriteFile(filepath.Join(dir, "pcsc.c"), source.Bytes(), 0o600); err != nil {
		return "", err
	}
	if err := r.do(ctx, nil, t.cc, "-shared", "-fPIC", "-Wl,-soname,libpcsclite.so.1", "-o", filepath.Join(dir, "libpcsclite.so"), filepath.Join(dir, "pcsc.c")); err != nil {
		return "", err
	}
	headers, err := output(ctx, "pkg-config", "--variable=includedir", "libpcsclite")
	if err != nil {
		return "", fmt.Errorf("the headers of pcsc-lite are missing (make dist installs libpcsclite-dev): %w", err)
	}
	// The headers are the same for every architecture; a copy keeps their folder, and what
	// else lies in it, out of the build.
	include := strings.TrimSpace(headers) // …/PCSC
	if err := os.CopyFS(filepath.Join(dir, "PCSC"), os.DirFS(include)); err != nil && !os.IsExist(err) {
		return "", err
	}
	file := template.Must(template.New("").Parse("Name: libpcsclite\nDescription: to link to\nVersion: 1\nLibs: -lpcsclite\nCflags: -I{{.}}/PCSC\n"))
	var pc bytes.Buffer
	if err := file.Execute(&pc, dir); err != nil {
		return "", err
	}
	return dir, os.WriteFile(filepath.Join(dir, "libpcsclite.pc"), pc.Bytes(), 0o600)
}
