package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
)

// BuildError is the error for a package that could not be listed, read,
// type-checked or compiled. The tree is as it was.
type BuildError struct {
	Package string // as given: "./harness/diagnosis"
	Step    string // "list", "read", "check types" or "compile"
	Output  string // what the go command said, "" when it was not the one to fail
	Err     error
}

// Error names package and step and gives the output of the go command.
func (e *BuildError) Error() string {
	s := fmt.Sprintf("%s: cannot %s: %v", e.Package, e.Step, e.Err)
	if e.Output != "" {
		s += "\n" + e.Output
	}
	return s
}

// Unwrap returns the cause, an *exec.ExitError when the go command failed.
func (e *BuildError) Unwrap() error { return e.Err }

// source is the package under change, type-checked.
type source struct {
	importPath, name, dir string
	fset                  *token.FileSet
	files                 []sourceFile
	info                  *types.Info
}

// sourceFile is one of its files.
type sourceFile struct {
	name   string // without folder
	text   []byte
	syntax *ast.File
}

// listed is what `go list -json` tells of a package.
type listed struct {
	ImportPath, Name, Dir, Export      string
	GoFiles, TestGoFiles, XTestGoFiles []string
}

// list asks the go command, in the folder root of a module.
func list(ctx context.Context, root, pkg string, args ...string) ([]listed, error) {
	cmd := exec.CommandContext(ctx, "go", append(append([]string{"list", "-json=ImportPath,Name,Dir,Export,GoFiles,TestGoFiles,XTestGoFiles"}, args...), pkg)...)
	cmd.Dir = root
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, &BuildError{Package: pkg, Step: "list", Output: stderr.String(), Err: err}
	}
	var all []listed
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var l listed
		if err := d.Decode(&l); errors.Is(err, io.EOF) {
			return all, nil
		} else if err != nil {
			return nil, &BuildError{Package: pkg, Step: "list", Err: err}
		}
		all = append(all, l)
	}
}

// load reads and type-checks a package of the module at root. The error is a
// *BuildError.
func load(ctx context.Context, root, pkg string) (*source, error) {
	all, err := list(ctx, root, pkg, "-deps", "-export")
	if err != nil {
		return nil, err
	}
	exports := map[string]string{}
	for _, l := range all {
		exports[l.ImportPath] = l.Export
	}
	self := all[len(all)-1] // -deps lists the package itself last
	s := &source{
		importPath: self.ImportPath, name: self.Name, dir: self.Dir, fset: token.NewFileSet(),
		info: &types.Info{
			Types: map[ast.Expr]types.TypeAndValue{},
			Defs:  map[*ast.Ident]types.Object{},
			Uses:  map[*ast.Ident]types.Object{},
		},
	}
	var syntax []*ast.File
	slices.Sort(self.GoFiles)
	for _, name := range self.GoFiles {
		text, err := os.ReadFile(filepath.Join(self.Dir, name))
		if err != nil {
			return nil, &BuildError{Package: pkg, Step: "read", Err: err}
		}
		f, err := parser.ParseFile(s.fset, name, text, parser.SkipObjectResolution)
		if err != nil {
			return nil, &BuildError{Package: pkg, Step: "read", Err: err}
		}
		syntax = append(syntax, f)
		s.files = append(s.files, sourceFile{name: name, text: text, syntax: f})
	}
	config := types.Config{Importer: importer.ForCompiler(s.fset, "gc", func(path string) (io.ReadCloser, error) {
		if exports[path] == "" {
			return nil, fmt.Errorf("no compiled package %s", path)
		}
		return os.Open(exports[path])
	})}
	if _, err := config.Check(self.ImportPath, s.fset, syntax, s.info); err != nil {
		return nil, &BuildError{Package: pkg, Step: "check types", Err: err}
	}
	return s, nil
}

// root returns the function of that name. It has to be one that can be run
// again: with named parameters and one result.
func (s *source) root(name string) (*ast.FuncDecl, error) {
	for _, f := range s.files {
		for _, d := range f.syntax.Decls {
			d, ok := d.(*ast.FuncDecl)
			if !ok || d.Recv != nil || d.Name.Name != name {
				continue
			}
			sig := s.info.Defs[d.Name].(*types.Func).Signature()
			again := sig.Results().Len() == 1 && !sig.Variadic() && sig.TypeParams() == nil
			for v := range sig.Params().Variables() {
				again = again && v.Name() != "" && v.Name() != "_"
			}
			if !again {
				return nil, fmt.Errorf("%s.%s cannot be a root: want named parameters and one result", s.importPath, name)
			}
			return d, nil
		}
	}
	return nil, fmt.Errorf("package %s has no function %s to start from", s.importPath, name)
}

// reached returns the declarations of functions and package variables that the
// roots use, directly or not. A method counts as used where it is named.
func (s *source) reached(roots []*ast.FuncDecl) map[ast.Node]bool {
	declared := map[types.Object]ast.Node{}
	for _, f := range s.files {
		for _, d := range f.syntax.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				declared[s.info.Defs[d.Name]] = d
			case *ast.GenDecl:
				for _, spec := range d.Specs {
					if v, ok := spec.(*ast.ValueSpec); ok {
						for _, name := range v.Names {
							declared[s.info.Defs[name]] = v
						}
					}
				}
			}
		}
	}
	seen := map[ast.Node]bool{}
	var visit func(ast.Node)
	visit = func(node ast.Node) {
		if seen[node] {
			return
		}
		seen[node] = true
		ast.Inspect(node, func(n ast.Node) bool {
			id, ok := n.(*ast.Ident)
			if !ok {
				return true
			}
			object := s.info.Uses[id]
			if fn, ok := object.(*types.Func); ok {
				object = fn.Origin()
			}
			if next := declared[object]; object != nil && next != nil {
				visit(next)
			}
			return true
		})
	}
	for _, r := range roots {
		visit(r)
	}
	return seen
}
