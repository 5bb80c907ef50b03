//go:build pkcs11 && cgo

package workstation

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/cpslab/cps/testdata/testneed"
)

// A real module, in a process of its own.
func TestRealModule(t *testing.T) {
	t.Parallel()
	testneed.Part(t, "opensc-tool")
	path := openSC(t)
	m, err := Ask(0, self(t), "__child", "own")(t.Context(), path)
	if err != nil || m.Manufacturer != "OpenSC Project" || m.Cryptoki == "" || m.Path != path {
		t.Errorf("%+v, %v", m, err)
	}
}

// openSC finds OpenSC's module, installed or unpacked.
func openSC(t *testing.T) string {
	t.Helper()
	for _, root := range []string{"/usr", filepath.Join(testneed.Parts(), "usr"), filepath.Join(testneed.Parts(), "*", "usr")} {
		for _, dir := range []string{"lib/*", "lib", "lib64"} {
			if found, _ := filepath.Glob(filepath.Join(root, dir, "opensc-pkcs11.so")); len(found) > 0 {
				return found[0]
			}
		}
	}
	t.Fatal("opensc-tool is there and its module opensc-pkcs11.so is not (package opensc-pkcs11)")
	return ""
}

// Modules that crash or hang as soon as they are loaded end their own process
// only.
func TestBadModules(t *testing.T) {
	t.Parallel()
	testneed.Part(t, "gcc")
	for name, tt := range map[string]struct {
		code     string
		deadline time.Duration
		want     Reason
	}{
		"crash": {`__attribute__((constructor)) static void start(void) { *(volatile int *)0 = 1; }`, 0, Crashed},
		"exit":  {`#include <stdlib.h>` + "\n" + `__attribute__((constructor)) static void start(void) { exit(0); }`, 0, Crashed},
		"hang":  {`#include <unistd.h>` + "\n" + `__attribute__((constructor)) static void start(void) { for (;;) pause(); }`, time.Second, TimedOut},
		"empty": {`int nothing;`, 0, NotModule},
		"refuses": {`unsigned long C_Initialize(void *p) { return 0x30; }
			void *list[70]; unsigned long C_GetFunctionList(void **l) { list[1] = (void *)C_Initialize; *l = list; return 0; }`, 0, Failed},
		"hangs in C_Initialize": {`#include <unistd.h>
			unsigned long C_Initialize(void *p) { for (;;) pause(); }
			void *list[70]; unsigned long C_GetFunctionList(void **l) { list[1] = (void *)C_Initialize; *l = list; return 0; }`, time.Second, TimedOut},
		"closes its output": {`#include <unistd.h>
			__attribute__((constructor)) static void start(void) { close(1); }`, 0, Crashed},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			source, module := filepath.Join(dir, "m.c"), filepath.Join(dir, "m.so")
			if err := os.WriteFile(source, []byte(tt.code), 0o600); err != nil {
				t.Fatal(err)
			}
			if out, err := exec.CommandContext(t.Context(), "gcc", "-shared", "-fPIC", "-o", module, source).CombinedOutput(); err != nil {
				t.Fatalf("%v: %s", err, out)
			}
			_, err := Ask(tt.deadline, self(t), "__child", "own")(t.Context(), module)
			var e *ModuleError
			if !errors.As(err, &e) || e.Reason != tt.want {
				t.Errorf("%v", err)
			}
		})
	}
}

func self(t *testing.T) string {
	t.Helper()
	path, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return path
}
