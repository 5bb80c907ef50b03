package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// sharedFiles makes what is the same for every target, in folders below work: the
// licences, manual pages, completions, examples and documents. It returns that folder:
//
//	licences/MODULE@VERSION/LICENSE, copyright
//	man/man1/*.1, man/fr/man1/*.1
//	completions/cpslab.{bash,zsh,fish,ps1}
//	examples/, docs/*.md, README.md, LICENSE, CHANGELOG.md
func (r *release) sharedFiles(ctx context.Context, work string) (string, error) {
	shared := filepath.Join(work, "shared")
	for _, dir := range []string{"licences", "man", "completions"} {
		if err := os.MkdirAll(filepath.Join(shared, dir), 0o755); err != nil {
			return "", err
		}
	}
	r.say("manual pages, completions, licences")
	if err := r.do(ctx, nil, "go", "test", "-count=1", "-run", "^TestManPages$", "./cmd/cpslab", "-man", filepath.Join(shared, "man")); err != nil {
		return "", err
	}
	for shell, ext := range map[string]string{"bash": "bash", "zsh": "zsh", "fish": "fish", "powershell": "ps1"} {
		script, err := output(ctx, "go", "run", "-tags", "nosuite", "./cmd/cpslab", "completion", shell)
		if err != nil {
			return "", fmt.Errorf("completion %s: %w", shell, err)
		}
		if err := os.WriteFile(filepath.Join(shared, "completions", "cpslab."+ext), []byte(script), 0o600); err != nil {
			return "", err
		}
	}
	if err := licences(ctx, filepath.Join(shared, "licences")); err != nil {
		return "", err
	}
	for _, name := range []string{"README.md", "LICENSE", "CHANGELOG.md"} {
		if err := copyFile(name, filepath.Join(shared, name)); err != nil {
			return "", err
		}
	}
	if err := os.CopyFS(filepath.Join(shared, "docs"), os.DirFS("docs")); err != nil {
		return "", err
	}
	return shared, os.CopyFS(filepath.Join(shared, "examples"), os.DirFS("docs/ci"))
}

func copyFile(from, to string) error {
	b, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, b, 0o600)
}

// module is what the go command tells of one.
type module struct {
	Path, Version, Dir string
	Main               bool
}

// licences keeps the licence texts of every module that a program of any target holds,
// and of Go itself, whose library it holds too. A module without one is an error: it
// could not be given to anybody.
func licences(ctx context.Context, dir string) error {
	linked := map[string]module{}
	for _, t := range targets {
		cmd := exec.CommandContext(ctx, "go", "list", "-deps", "-tags", t.tags, "-json=Module", "./cmd/cpslab")
		cgo := "0"
		if t.cc != "" {
			cgo = "1"
		}
		cmd.Env = append(os.Environ(), "GOOS="+t.os, "GOARCH="+t.arch, "CGO_ENABLED="+cgo)
		b, err := cmd.Output()
		if err != nil {
			return fmt.Errorf("modules of %s: %w", t, err)
		}
		for d := json.NewDecoder(bytes.NewReader(b)); d.More(); {
			var p struct{ Module *module }
			if err := d.Decode(&p); err != nil {
				return fmt.Errorf("modules of %s: %w", t, err)
			}
			if m := p.Module; m != nil && !m.Main { // nil of the standard library
				linked[m.Path] = *m
			}
		}
	}
	root, err := output(ctx, "go", "env", "GOROOT")
	if err != nil {
		return err
	}
	version, err := output(ctx, "go", "env", "GOVERSION")
	if err != nil {
		return err
	}
	linked["go"] = module{Path: "go", Version: strings.TrimPrefix(strings.TrimSpace(version), "go"), Dir: strings.TrimSpace(root)}
	for _, m := range linked {
		texts, err := licenceTexts(m.Dir)
		if err != nil {
			return err
		}
		if len(texts) == 0 {
			return fmt.Errorf("%s %s has no licence file: it cannot be part of a package", m.Path, m.Version)
		}
		to := filepath.Join(dir, filepath.FromSlash(m.Path)+"@"+m.Version)
		if err := os.MkdirAll(to, 0o755); err != nil {
			return err
		}
		for _, t := range texts {
			if err := copyFile(filepath.Join(m.Dir, t), filepath.Join(to, t)); err != nil {
				return err
			}
		}
	}
	return nil
}

// licenceTexts are the names of the files of a module that hold its terms.
func licenceTexts(dir string) ([]string, error) {
	files, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var texts []string
	for _, f := range files {
		name := strings.ToUpper(f.Name())
		if f.Type().IsRegular() && slices.ContainsFunc([]string{"LICENSE", "LICENCE", "COPYING", "NOTICE", "PATENTS", "UNLICENSE"},
			func(begin string) bool { return strings.HasPrefix(name, begin) }) && !strings.HasSuffix(name, ".GO") {
			texts = append(texts, f.Name())
		}
	}
	return texts, nil
}
