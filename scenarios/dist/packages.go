package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"embed"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"text/template"
	"time"
)

// nfpm makes .deb and .rpm of a description. It runs as a tool: as a module of this one
// it would bring some 56 others.
const nfpm = "github.com/goreleaser/nfpm/v2/cmd/nfpm@v2.45.2"

// asTool builds a tool so that it is the same program in every folder: the list of
// components holds the digest of the one that wrote it.
var asTool = []string{"GOFLAGS=-trimpath"}

// rpmMachine is what an .rpm calls a machine.
var rpmMachine = map[string]string{"amd64": "x86_64", "arm64": "aarch64"}

//go:embed files
var files embed.FS

// packages makes the .deb and the .rpm of a target.
func (r *release) packages(ctx context.Context, t target, p *programs, shared, work, made string) error {
	for _, kind := range []string{"deb", "rpm"} {
		base := filepath.Join(work, kind+"-"+t.arch)
		root := filepath.Join(base, "root")
		if err := r.stage(root, kind, p, shared); err != nil {
			return err
		}
		post, rule := filepath.Join(base, "postinst.sh"), filepath.Join(base, "50-cpslab.rules")
		if err := writeMode(post, must(files.ReadFile("files/postinst.sh")), 0o755); err != nil {
			return err
		}
		if err := writeMode(rule, must(files.ReadFile("files/50-cpslab.rules")), 0o644); err != nil {
			return err
		}
		config, err := r.describe(t, p, root, post, rule)
		if err != nil {
			return err
		}
		description := filepath.Join(base, "nfpm.yaml")
		if err := writeMode(description, config, 0o644); err != nil {
			return err
		}
		r.say("packing the %s of %s", kind, t)
		name := fmt.Sprintf("cpslab_%s_%s.deb", strings.Replace(r.version, "-", "~", 1), t.arch)
		if kind == "rpm" {
			name = fmt.Sprintf("cpslab-%s-1.%s.rpm", strings.Replace(r.version, "-", "~", 1), rpmMachine[t.arch])
		}
		if err := r.do(ctx, asTool, "go", "run", nfpm, "package", "--config", description, "--packager", kind, "--target", filepath.Join(made, name)); err != nil {
			return err
		}
	}
	return nil
}

// describe fills in what nfpm reads: the tree below root, the script that follows the
// installation, and the rule of polkit.
func (r *release) describe(t target, p *programs, root, post, rule string) ([]byte, error) {
	description, err := template.ParseFS(files, "files/nfpm.yaml")
	if err != nil {
		return nil, err
	}
	var config bytes.Buffer
	err = description.Execute(&config, map[string]string{
		"Arch": t.arch, "Version": r.version, "Date": r.when.Format(time.RFC3339),
		"Root": root, "PostInstall": post, "Rule": rule, "Glibc": p.glibc,
	})
	return config.Bytes(), err
}

// stage lays out a package below root, as it is installed. Every mode is set: the mask of
// whoever builds must not show.
func (r *release) stage(root, kind string, p *programs, shared string) error {
	doc := "usr/share/doc/cpslab"
	zsh := "usr/share/zsh/vendor-completions/_cpslab"
	if kind == "rpm" {
		zsh = "usr/share/zsh/site-functions/_cpslab"
	}
	placed := map[string]string{ // where it goes: where it lies
		"usr/share/bash-completion/completions/cpslab":    filepath.Join(shared, "completions", "cpslab.bash"),
		"usr/share/fish/vendor_completions.d/cpslab.fish": filepath.Join(shared, "completions", "cpslab.fish"),
		zsh:                   filepath.Join(shared, "completions", "cpslab.zsh"),
		doc + "/README.md":    filepath.Join(shared, "README.md"),
		doc + "/CHANGELOG.md": filepath.Join(shared, "CHANGELOG.md"),
	}
	if kind == "rpm" {
		placed["usr/share/licenses/cpslab/LICENSE"] = filepath.Join(shared, "LICENSE") // no rpm system has it elsewhere
	}
	for from, to := range map[string]string{"examples": doc + "/examples", "licences": doc + "/licences", "docs": doc + "/docs"} {
		if err := eachFile(filepath.Join(shared, from), func(rel, file string) error {
			placed[path.Join(to, rel)] = file
			return nil
		}); err != nil {
			return err
		}
	}
	for to, from := range placed {
		b, err := os.ReadFile(from)
		if err != nil {
			return err
		}
		if err := writeMode(filepath.Join(root, filepath.FromSlash(to)), b, 0o644); err != nil {
			return err
		}
	}
	for _, name := range p.names {
		b, err := os.ReadFile(filepath.Join(p.dir, name))
		if err != nil {
			return err
		}
		if err := writeMode(filepath.Join(root, "usr/lib/cpslab", name), b, 0o755); err != nil {
			return err
		}
	}
	const unit = "cpslab-station.service"
	if err := writeMode(filepath.Join(root, "usr/lib/systemd/user", unit), must(files.ReadFile("files/"+unit)), 0o644); err != nil {
		return err
	}
	if err := eachFile(filepath.Join(shared, "man"), func(rel, file string) error {
		b, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		return writeMode(filepath.Join(root, "usr/share/man", rel+".gz"), zipped(b), 0o644)
	}); err != nil {
		return err
	}
	if kind == "deb" {
		if err := writeMode(filepath.Join(root, doc, "copyright"), r.copyright(filepath.Join(shared, "licences")), 0o644); err != nil {
			return err
		}
		if err := writeMode(filepath.Join(root, doc, "changelog.gz"), zipped(r.debianChangelog()), 0o644); err != nil {
			return err
		}
	}
	return filepath.WalkDir(root, func(dir string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			return err
		}
		return os.Chmod(dir, 0o755) //nolint:gosec // a folder of the system
	})
}

// copyright says under which terms the package and each of its parts come.
func (r *release) copyright(licences string) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, `Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: cpslab
Source: https://github.com/cpslab/cps

Files: *
Copyright: %d the cpslab authors
License: Apache-2.0
 On Debian systems the text of this licence is /usr/share/common-licenses/Apache-2.0.
Comment:
 The programs hold these modules. Their terms lie beside this file, in the folder licences:
`, r.when.Year())
	var modules []string
	_ = eachFile(licences, func(rel, _ string) error { // the folder was made by us
		modules = append(modules, path.Dir(rel))
		return nil
	})
	slices.Sort(modules)
	for _, m := range slices.Compact(modules) {
		fmt.Fprintf(&b, "  %s\n", m)
	}
	return []byte(b.String())
}

// debianChangelog is the change log in Debian's form: it points at ours.
func (r *release) debianChangelog() []byte {
	return fmt.Appendf(nil, "cpslab (%s) stable; urgency=low\n\n  * Built from commit %s; its CHANGELOG.md says what changed.\n\n -- cpslab project <cpslab@users.noreply.github.com>  %s\n",
		strings.Replace(r.version, "-", "~", 1), r.commit[:12], r.when.Format(time.RFC1123Z))
}

// eachFile calls do for every file below dir, with its name there (slashes) and its path.
func eachFile(dir string, do func(rel, file string) error) error {
	return filepath.WalkDir(dir, func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(dir, file)
		if err != nil {
			return err
		}
		return do(filepath.ToSlash(rel), file)
	})
}

// writeMode writes a file with a mode that no mask changes, and its folders.
func writeMode(name string, b []byte, mode fs.FileMode) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil { //nolint:gosec // a folder of the system
		return err
	}
	if err := os.WriteFile(name, b, mode); err != nil {
		return err
	}
	return os.Chmod(name, mode)
}

// zipped is b as gzip -9n writes it: without name and date.
func zipped(b []byte) []byte {
	var out bytes.Buffer
	z := must(gzip.NewWriterLevel(&out, gzip.BestCompression))
	must(z.Write(b))
	if err := z.Close(); err != nil {
		panic(err) // into memory
	}
	return out.Bytes()
}

// must is for what cannot fail: a file that is part of this program, a constant.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
