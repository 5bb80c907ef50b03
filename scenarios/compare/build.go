package main

import (
	"bytes"
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

//go:embed driver.go.txt
var driver []byte

// output runs a tool and returns what it prints.
func output(ctx context.Context, dir, name string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = dir
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("%s %s: %w\n%s", name, strings.Join(args, " "), err, errs.String())
	}
	return strings.TrimSpace(string(out)), nil
}

// checkout puts the files of a commit into a folder.
func checkout(ctx context.Context, root, commit, into string) error {
	archive := into + ".tar"
	if _, err := output(ctx, root, "git", "archive", "--format=tar", "-o", archive, commit); err != nil {
		return err
	}
	if err := os.Mkdir(into, 0o755); err != nil {
		return err
	}
	_, err := output(ctx, into, "tar", "-xf", archive)
	return err
}

// build compiles the program of a source tree, with the driver in it.
func build(ctx context.Context, source, program string) error {
	hook := program + "_driver.go"
	if err := os.WriteFile(hook, driver, 0o644); err != nil {
		return err
	}
	overlay, err := json.Marshal(map[string]map[string]string{"Replace": {
		filepath.Join(source, "cmd", "cpslab", "zz_compared.go"): hook,
	}})
	if err != nil {
		return err
	}
	if err := os.WriteFile(program+"_overlay.json", overlay, 0o644); err != nil {
		return err
	}
	// Without the paths of its folder, what did not change is built already.
	_, err = output(ctx, source, "go", "build", "-trimpath", "-overlay", program+"_overlay.json", "-buildvcs=false",
		"-ldflags=-X main.version=compared", "-o", program, "./cmd/cpslab")
	return err
}

// command is a command line, and the file that it writes, if it writes one.
type command struct {
	Args []string
	File string `json:",omitempty"`
}

func (c command) String() string { return strings.Join(c.Args, " ") }

// result is what a command came to.
type result struct {
	Code           int
	Out, Err, File string
}

// runAll runs the commands in one process, in a folder of their own.
func runAll(ctx context.Context, program string, commands []command) ([]result, error) {
	var in bytes.Buffer
	e := json.NewEncoder(&in)
	for _, c := range commands {
		if err := e.Encode(c); err != nil {
			return nil, err
		}
	}
	dir := program + "_files"
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	var out, errs bytes.Buffer
	cmd := exec.CommandContext(ctx, program)
	cmd.Dir, cmd.Stdin, cmd.Stdout, cmd.Stderr = dir, &in, &out, &errs
	cmd.Env = append(os.Environ(), "CPSLAB_COMPARE=1")
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("%s: %w\n%s", program, err, errs.String())
	}
	results := make([]result, 0, len(commands))
	for d := json.NewDecoder(&out); d.More(); {
		var r result
		if err := d.Decode(&r); err != nil {
			return nil, err
		}
		results = append(results, r)
	}
	if len(results) != len(commands) {
		return nil, fmt.Errorf("%s: %d answers to %d commands", program, len(results), len(commands))
	}
	return results, nil
}
