package main

import (
	"bytes"
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// What is compiled into the package under change and into the suite.
var (
	//go:embed runtime.go.txt
	runtimeSource string
	//go:embed hook.go.txt
	hookSource string
)

// Names of the added files; no file of a package is called so.
const (
	runtimeFile = "cpsmut_runtime.go"
	hookFile    = "cpsmut_hook_test.go"
)

// compile builds the tests of the suite over the instrumented package into the
// folder temp and returns the binary and the folder to run it in. The error is
// a *BuildError or one of writing to temp.
func (s *source) compile(ctx context.Context, root, suite, temp string, changed map[string][]byte, count int) (binary, dir string, err error) {
	found, err := list(ctx, root, suite)
	if err != nil {
		return "", "", err
	}
	tests := found[0]
	name := tests.Name
	switch {
	case len(tests.XTestGoFiles) > 0:
		name += "_test"
	case len(tests.TestGoFiles) == 0:
		return "", "", &BuildError{Package: suite, Step: "compile", Err: errors.New("it has no tests")}
	}

	replace := map[string]string{}
	write := func(folder, name string, text []byte) error {
		file := filepath.Join(temp, fmt.Sprintf("%d_%s", len(replace), name))
		replace[filepath.Join(folder, name)] = file
		return os.WriteFile(file, text, 0o600)
	}
	added := strings.NewReplacer("PACKAGE", s.name, "COUNT", fmt.Sprint(count)).Replace(runtimeSource)
	hook := strings.NewReplacer("PACKAGE", name, "IMPORT", s.importPath).Replace(hookSource)
	err = errors.Join(write(s.dir, runtimeFile, []byte(added)), write(tests.Dir, hookFile, []byte(hook)))
	for file, text := range changed {
		err = errors.Join(err, write(s.dir, file, text))
	}
	overlay, jsonErr := json.Marshal(map[string]any{"Replace": replace})
	overlayFile := filepath.Join(temp, "overlay.json")
	if err := errors.Join(err, jsonErr, os.WriteFile(overlayFile, overlay, 0o600)); err != nil {
		return "", "", err
	}

	binary = filepath.Join(temp, "suite.test")
	cmd := exec.CommandContext(ctx, "go", "test", "-c", "-overlay", overlayFile, "-o", binary, suite)
	cmd.Dir = root
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Run(); err != nil {
		return "", "", &BuildError{Package: suite, Step: "compile", Output: out.String(), Err: err}
	}
	return binary, tests.Dir, nil
}
