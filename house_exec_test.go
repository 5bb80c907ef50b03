package cps_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// startsPrograms is the one room that starts other programs and reads the whole
// environment for them: it withholds what leads to a PIN.
const startsPrograms = "harness/child"

// ourselves are the files that put cpslab with its suite in the place of cpslab without:
// it is the same program, from the same folder, and takes what this one was given.
var ourselves = []string{"cmd/cpslab/early/suite_unix.go", "cmd/cpslab/early/suite_other.go"}

// starters are the functions and types, by import path, with which a program could
// be started past that room, or handed our whole environment.
var starters = map[string][]string{
	"os/exec":                  {"Command", "CommandContext", "Cmd"},
	"os":                       {"StartProcess", "Environ", "ProcAttr"},
	"syscall":                  {"ForkExec", "StartProcess", "Exec", "Environ", "CreateProcess", "CreateProcessAsUser"},
	"golang.org/x/sys/unix":    {"Exec", "Environ"},
	"golang.org/x/sys/windows": {"CreateProcess", "CreateProcessAsUser", "ShellExecute"},
}

// TestNoSecretReachesAChild goes through all the code that the command line is
// built from, whatever its build tags.
func TestNoSecretReachesAChild(t *testing.T) {
	t.Parallel()
	rooms := reachable(shippedImports(t), "cmd/cpslab")
	if !slices.Contains(rooms, startsPrograms) || !slices.Contains(rooms, "harness/workstation") {
		t.Fatalf("%q: not what the program is made of", rooms)
	}
	for file := range fileImports(t) {
		room := filepath.ToSlash(filepath.Dir(file))
		if room == startsPrograms || !slices.Contains(rooms, room) || slices.Contains(ourselves, filepath.ToSlash(file)) {
			continue
		}
		fset := token.NewFileSet()
		f, err := parser.ParseFile(fset, file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range pastTheRoom(f) {
			t.Errorf("%s: %s: use package %s", fset.Position(found.pos), found.what, startsPrograms)
		}
	}
}

// TestPastTheRoom: the check above sees what it is to see.
func TestPastTheRoom(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]int{
		`var _ = exec.Command("a")`:                              1,
		`var _ = exec.CommandContext(nil, "a")`:                  1,
		`var f = exec.Command`:                                   1,
		`var _ = exec.Cmd{Path: "a"}`:                            1,
		`var _ = &exec.Cmd{}`:                                    1,
		`var _ = new(exec.Cmd)`:                                  1,
		`var _, _ = system.StartProcess("a", nil, nil)`:          1,
		`var _ = system.Environ()`:                               1,
		`func f(c *exec.Cmd) { c.Env = nil }`:                    1,
		`func f(c *exec.Cmd) { c.Env = append(c.Env, "A=1") }`:   0,
		`func f(c *exec.Cmd) error { return c.Run() }`:           0,
		`func f() (string, error) { return exec.LookPath("a") }`: 0,
		`var _ exec.ExitError`:                                   0,
	} {
		f, err := parser.ParseFile(token.NewFileSet(), "x.go", "package x\nimport (\n\"os/exec\"\nsystem \"os\"\n)\n"+body, 0)
		if err != nil {
			t.Fatal(err)
		}
		if got := len(pastTheRoom(f)); got != want {
			t.Errorf("%s: %d findings, want %d", body, got, want)
		}
	}
}

type starter struct {
	pos  token.Pos
	what string
}

// pastTheRoom finds in a file what starts a program, or has one inherit our
// environment as it is.
func pastTheRoom(f *ast.File) (found []starter) {
	names := map[string]string{} // of the imports in this file
	for _, spec := range f.Imports {
		imp, _ := strconv.Unquote(spec.Path.Value) // the parser has read it
		name := path.Base(imp)
		if spec.Name != nil {
			name = spec.Name.Name
		}
		names[name] = imp
		if _, known := starters[imp]; known && name == "." {
			found = append(found, starter{spec.Pos(), "import of " + imp})
		}
	}
	forbidden := func(n ast.Node) (string, bool) {
		sel, ok := n.(*ast.SelectorExpr)
		if !ok {
			return "", false
		}
		pkg, ok := sel.X.(*ast.Ident)
		if !ok || !slices.Contains(starters[names[pkg.Name]], sel.Sel.Name) {
			return "", false
		}
		return pkg.Name + "." + sel.Sel.Name, true
	}
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.StarExpr:
			if what, ok := forbidden(n.X); ok && strings.HasSuffix(what, ".Cmd") {
				return false // a command that somebody else made
			}
		case *ast.AssignStmt:
			for i, to := range n.Lhs {
				sel, ok := to.(*ast.SelectorExpr)
				if !ok || sel.Sel.Name != "Env" || i >= len(n.Rhs) {
					continue
				}
				if id, ok := n.Rhs[i].(*ast.Ident); ok && id.Name == "nil" {
					found = append(found, starter{n.Pos(), "Env = nil inherits everything"})
				}
			}
		case *ast.SelectorExpr:
			if what, ok := forbidden(n); ok {
				found = append(found, starter{n.Pos(), what})
			}
		}
		return true
	})
	return found
}

// reachable returns the rooms of this module that one is built from, itself
// included.
func reachable(imports map[string][]string, from string) (rooms []string) {
	var visit func(room string)
	visit = func(room string) {
		if slices.Contains(rooms, room) {
			return
		}
		rooms = append(rooms, room)
		for _, imp := range imports[room] {
			if local, own := strings.CutPrefix(imp, module); own {
				visit(local)
			}
		}
	}
	visit(from)
	return rooms
}
