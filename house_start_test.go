package cps_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// mostEntries is how large a map that a package makes before main begins may be: one
// that small costs a single allocation.
const mostEntries = 8

// atStart are the functions, by package and name, that do work worth waiting for.
var atStart = []string{"regexp.MustCompile", "regexp.Compile", "template.Must", "template.New", "json.Unmarshal"}

// TestNothingIsMadeAtStart: no package of the program compiles an expression or builds a
// table before main begins. What cpslab is not asked for costs it nothing: see
// text.Expression and sync.OnceValue.
func TestNothingIsMadeAtStart(t *testing.T) {
	t.Parallel()
	rooms := reachable(shippedImports(t), "cmd/cpslab")
	if !slices.Contains(rooms, "harness/lookup") || !slices.Contains(rooms, "simulator") {
		t.Fatalf("%q: not what the program is made of", rooms)
	}
	for file := range fileImports(t) {
		if !slices.Contains(rooms, filepath.ToSlash(filepath.Dir(file))) {
			continue
		}
		fset := token.NewFileSet()
		f, err := parser.ParseFile(fset, file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range madeAtStart(f) {
			t.Errorf("%s: %s", fset.Position(found.pos), found.what)
		}
	}
}

// TestMadeAtStart: the check above sees what it is to see.
func TestMadeAtStart(t *testing.T) {
	t.Parallel()
	large := strings.Repeat(`"a": 1, `, mostEntries+1)
	for body, want := range map[string]int{
		"var a = regexp.MustCompile(`x`)":                                                        1,
		"var a = [...]*regexp.Regexp{regexp.MustCompile(`x`), regexp.MustCompile(`y`)}":          2,
		"var a = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`x`) })":       0,
		"var a = func() *regexp.Regexp { return regexp.MustCompile(`x`) }()":                     1,
		"func f() *regexp.Regexp { return regexp.MustCompile(`x`) }":                             0,
		"var a = map[string]int{" + large + "}":                                                  1,
		"var a = struct{ m map[string]int }{map[string]int{" + large + "}}":                      1,
		"var a = map[string]int{" + large[:len(large)-8] + "}":                                   0,
		"var a = []string{" + strings.Repeat(`"a",`, 99) + "}":                                   0,
		"var a = sync.OnceValue(func() map[string]int { return map[string]int{" + large + "} })": 0,
		"func init() { a = 1 }":                              1,
		"var a = template.Must(template.New(`a`).Parse(``))": 2,
		"func (t T) init() { a = 1 }":                        0,
	} {
		f, err := parser.ParseFile(token.NewFileSet(), "", "package p\n"+body, 0)
		if err != nil {
			t.Fatalf("%s: %v", body, err)
		}
		if got := madeAtStart(f); len(got) != want {
			t.Errorf("%s: found %v, want %d", body, got, want)
		}
	}
}

// madeAtStart lists what a file has done before main begins: in the variables of its
// package, but for the bodies of functions that are not called there, and in init.
func madeAtStart(f *ast.File) []starter {
	var found []starter
	for _, decl := range f.Decls {
		switch d := decl.(type) {
		case *ast.FuncDecl:
			if d.Recv == nil && d.Name.Name == "init" {
				found = append(found, starter{d.Pos(), "func init"})
			}
		case *ast.GenDecl:
			if d.Tok != token.VAR {
				continue
			}
			called := map[*ast.FuncLit]bool{}
			ast.Inspect(d, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.CallExpr:
					if body, ok := n.Fun.(*ast.FuncLit); ok {
						called[body] = true
					}
					if name := callee(n); slices.Contains(atStart, name) {
						found = append(found, starter{n.Pos(), name})
					}
				case *ast.FuncLit:
					return called[n]
				case *ast.CompositeLit:
					if _, isMap := n.Type.(*ast.MapType); isMap && len(n.Elts) > mostEntries {
						found = append(found, starter{n.Pos(), "a map of many entries"})
					}
				}
				return true
			})
		}
	}
	return found
}

// callee is the function of a package that is called, "" for any other.
func callee(call *ast.CallExpr) string {
	s, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return ""
	}
	pkg, ok := s.X.(*ast.Ident)
	if !ok {
		return ""
	}
	return pkg.Name + "." + s.Sel.Name
}
