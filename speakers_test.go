package cps_test

import (
	"go/ast"
	"go/token"
	"path/filepath"
	"strings"
	"testing"
)

// cobraFile is the one file of cmd that looks into the text of an error: what cobra
// and pflag complain about has no other form.
const cobraFile = "cmd/cpslab/cobra.go"

// Errors say themselves (text.Speaker): cmd never asks one for its English text, so
// that it cannot take it apart, nor leave it in English before a French reader.
func TestCommandsTakeNoErrorApart(t *testing.T) {
	t.Parallel()
	seen := false
	eachShippedFile(t, func(set *token.FileSet, file *ast.File) {
		path := filepath.ToSlash(set.Position(file.Pos()).Filename)
		if !strings.HasPrefix(path, "cmd/") {
			return
		}
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || len(call.Args) > 0 {
				return true
			}
			used, ok := call.Fun.(*ast.SelectorExpr)
			if !ok || used.Sel.Name != "Error" {
				return true
			}
			if path == cobraFile {
				seen = true
				return true
			}
			t.Errorf("%s: the English text of an error: say it with text.Say", set.Position(used.Pos()))
			return true
		})
	})
	if !seen {
		t.Errorf("%s uses no text of an error: look where cobra's are told now", cobraFile)
	}
}

// silent are the tools, whose errors reach no user of the bench.
var silent = []string{
	"scenarios/compare", "scenarios/mutate", "scenarios/clients", "testdata",
}

// Every type of error of the other rooms is a text.Speaker: it has a method Say
// beside its Error.
func TestErrorsAreSpeakers(t *testing.T) {
	t.Parallel()
	type methods struct {
		error, say token.Position
	}
	found := map[string]*methods{}
	eachShippedFile(t, func(set *token.FileSet, file *ast.File) {
		place := set.Position(file.Pos())
		path := filepath.ToSlash(place.Filename)
		for _, room := range silent {
			if strings.HasPrefix(path, room) {
				return
			}
		}
		for _, d := range file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok || f.Recv == nil || f.Name.Name != "Error" && f.Name.Name != "Say" {
				continue
			}
			receiver := f.Recv.List[0].Type
			if star, ok := receiver.(*ast.StarExpr); ok {
				receiver = star.X
			}
			name, ok := receiver.(*ast.Ident)
			if !ok {
				continue
			}
			key := filepath.Dir(path) + "." + name.Name
			if found[key] == nil {
				found[key] = &methods{}
			}
			if f.Name.Name == "Error" {
				found[key].error = set.Position(f.Pos())
			} else {
				found[key].say = set.Position(f.Pos())
			}
		}
	})
	speakers := 0
	for name, m := range found {
		switch {
		case m.error.IsValid() && !m.say.IsValid():
			t.Errorf("%s: %s says itself in English only: give it Say (text.Speaker)", m.error, name)
		case m.error.IsValid():
			speakers++
		}
	}
	const atLeast = 20 // or the search misses most of them
	if speakers < atLeast {
		t.Errorf("%d types of errors found, want %d at least", speakers, atLeast)
	}
}

// An error without a type of its own is made by text.NewError, Wrap, Detail or Cause,
// in both languages: nowhere in the bench is one written in English alone.
func TestErrorsAreWrittenInBothLanguages(t *testing.T) {
	t.Parallel()
	tools := []string{"harness/card/gentables/", "harness/diagnosis/newrule/", "simulator/pki/genkeys/"}
	files := 0
	eachShippedFile(t, func(set *token.FileSet, file *ast.File) {
		path := filepath.ToSlash(set.Position(file.Pos()).Filename)
		if !strings.HasPrefix(path, "harness/") && !strings.HasPrefix(path, "simulator/") {
			return
		}
		for _, tool := range tools {
			if strings.HasPrefix(path, tool) {
				return
			}
		}
		files++
		ast.Inspect(file, func(n ast.Node) bool {
			used, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if of, ok := used.X.(*ast.Ident); ok && (of.Name == "errors" && used.Sel.Name == "New" || of.Name == "fmt" && used.Sel.Name == "Errorf") {
				t.Errorf("%s: %s.%s: an error in English only: use text.NewError or text.Wrap", set.Position(used.Pos()), of.Name, used.Sel.Name)
			}
			return true
		})
	})
	const atLeast = 250 // or the search misses most of them
	if files < atLeast {
		t.Errorf("%d files looked at, want %d at least", files, atLeast)
	}
}
