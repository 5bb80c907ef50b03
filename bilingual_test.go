package cps_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// Every text that is written in two languages is written in both, differently,
// and with the same values: text.Of(fr, en, values…) in the shipped code of all
// rooms. Values that stand in another order are numbered.
func TestTextsAreWrittenInBothLanguages(t *testing.T) {
	t.Parallel()
	seen := 0
	eachShippedFile(t, func(set *token.FileSet, file *ast.File) {
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || len(call.Args) < 2 || !called(call, "text", "Of") {
				return true
			}
			fr, one := literal(call.Args[0])
			en, other := literal(call.Args[1])
			if !one || !other {
				return true
			}
			seen++
			place := set.Position(call.Pos())
			if strings.TrimSpace(fr) == "" || strings.TrimSpace(en) == "" || fr == en && !wordless(fr) {
				t.Errorf("%s: %q and %q: want two languages", place, fr, en)
			}
			if len(call.Args) == 2 {
				return true
			}
			frVerbs, enVerbs := verbs(fr), verbs(en)
			if !numbered(fr) && !numbered(en) && (!sameValues(frVerbs, enVerbs) || len(enVerbs) != len(call.Args)-2 && !call.Ellipsis.IsValid()) {
				t.Errorf("%s: %q and %q with %d values: want each once, in the same order", place, fr, en, len(call.Args)-2)
			}
			return true
		})
	})
	const atLeast = 100 // or the search misses most of them
	if seen < atLeast {
		t.Errorf("%d texts found, want %d at least", seen, atLeast)
	}
}

// eachShippedFile parses every Go file of the module that is no test.
func eachShippedFile(t *testing.T, visit func(*token.FileSet, *ast.File)) {
	t.Helper()
	set := token.NewFileSet()
	for path := range fileImports(t) {
		file, err := parser.ParseFile(set, path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		visit(set, file)
	}
}

func called(call *ast.CallExpr, room, name string) bool {
	f, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || f.Sel.Name != name {
		return false
	}
	x, ok := f.X.(*ast.Ident)
	return ok && x.Name == room
}

// literal gives a string that is written out, in one piece or in several.
func literal(e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		s, err := strconv.Unquote(e.Value)
		return s, err == nil
	case *ast.BinaryExpr:
		left, one := literal(e.X)
		right, other := literal(e.Y)
		return left + right, one && other
	}
	return "", false
}

var verb = regexp.MustCompile(`%[+#0-9.]*[a-zA-Z]`)

func verbs(format string) []string {
	return verb.FindAllString(strings.ReplaceAll(format, "%%", ""), -1)
}

func numbered(format string) bool { return strings.Contains(format, "%[") }

// sameValues compares the verbs of two formats: a name may be quoted in one
// language by the format, in the other by the verb.
func sameValues(a, b []string) bool {
	quoted := func(verbs []string) []string {
		verbs = slices.Clone(verbs)
		for i, v := range verbs {
			if v == "%q" {
				verbs[i] = "%s"
			}
		}
		return verbs
	}
	return slices.Equal(quoted(a), quoted(b))
}

// wordless reports whether a format has nothing to be said in a language.
func wordless(format string) bool {
	return !strings.ContainsFunc(verb.ReplaceAllString(format, ""), func(r rune) bool { return r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' || r > 0x7F })
}
