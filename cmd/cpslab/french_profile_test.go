package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/cpslab/cps/simulator"
)

// TestEveryProfileErrorIsSaidInFrench looks in the simulator's source for what a
// ProfileError may say, and at the table of this package.
func TestEveryProfileErrorIsSaidInFrench(t *testing.T) {
	t.Parallel()
	said := profileSentences(t)
	const atLeast = 80 // or the search misses most of them
	if len(said) < atLeast {
		t.Errorf("%d sentences found, want %d at least", len(said), atLeast)
	}
	for s, place := range said {
		fr, known := profilePhrases.french(s)
		if !known || strings.Contains(fr, "{}") {
			t.Errorf("%s: %q is %q in French", place, s, fr)
		}
	}
}

func TestProfileErrorsKeepTheirValues(t *testing.T) {
	t.Parallel()
	for en, want := range map[string]string{
		"want a list, not a mapping":                          "attendu une liste, et c'est un ensemble de clés",
		"want 10 digits":                                      "attendu 10 chiffres",
		"want 2 to 33 bytes in hexadecimal":                   "attendu de 2 à 33 octets en hexadécimal",
		"want true or false":                                  "attendu true ou false",
		"want own or other":                                   "attendu own ou other",
		`did you mean "rpps"? Possible: adeli, rpps`:          "vouliez-vous dire « rpps » ? Possibles : adeli, rpps",
		`did you mean "rpps"? Possible: a, b; or 1 digits`:    "vouliez-vous dire « rpps » ? Possibles : a, b ; ou 1 chiffres",
		"one of a, b; or 2 digits":                            "un de : a, b ; ou 2 chiffres",
		"2026-01-01 is before the day of issue, 2026-01-02":   "2026-01-01 précède le jour d'émission, 2026-01-02",
		"a profile cannot extend itself: a.yaml → b → a.yaml": "un profil ne peut pas s'étendre lui-même : a.yaml → b → a.yaml",
		"said by nobody":                                      "said by nobody",
	} {
		if got, _ := profilePhrases.french(en); got != want {
			t.Errorf("%q: %q, want %q", en, got, want)
		}
	}
	_, err := simulator.ParseProfile("mine.yaml", []byte("extends: cps3-healthy\nface: cps5\n"), nil)
	text, hint := profileInFrench(err)
	if want := "mine.yaml:2:7: face: interface de puce inconnue\n    2 | face: cps5\n      |       ^"; text != want {
		t.Errorf("%q, want %q", text, want)
	}
	if !strings.HasPrefix(hint, "vouliez-vous dire « cps") {
		t.Errorf("hint %q", hint)
	}
}

// profileSentences gives the reasons and hints of the simulator's profiles, each
// with where it is said. A value in a sentence is 7.
func profileSentences(t *testing.T) map[string]string {
	t.Helper()
	files, err := filepath.Glob("../../simulator/*.go")
	if err != nil {
		t.Fatal(err)
	}
	said, set := map[string]string{}, token.NewFileSet()
	for _, path := range files {
		base := filepath.Base(path)
		if strings.HasSuffix(base, "_test.go") || !strings.HasPrefix(base, "profile") && base != "overlay.go" && base != "preset.go" {
			continue
		}
		file, err := parser.ParseFile(set, path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			for _, e := range sentenceArguments(n) {
				if s, ok := sentence(e); ok && s != "" {
					said[s] = set.Position(e.Pos()).String()
				}
			}
			return true
		})
	}
	return said
}

// sentenceArguments returns the expressions of a node that become a reason or a
// hint.
func sentenceArguments(n ast.Node) []ast.Expr {
	switch n := n.(type) {
	case *ast.CallExpr:
		call, ok := n.Fun.(*ast.SelectorExpr)
		if !ok {
			return nil
		}
		switch call.Sel.Name {
		case "fail", "fault": // …, key, reason, hint
			return n.Args[max(0, len(n.Args)-2):]
		case "require":
			return n.Args[1:]
		}
	case *ast.KeyValueExpr:
		if key, ok := n.Key.(*ast.Ident); ok && (key.Name == "Reason" || key.Name == "Hint") {
			return []ast.Expr{n.Value}
		}
	case *ast.AssignStmt:
		if to, ok := n.Lhs[0].(*ast.Ident); ok && n.Tok != token.ADD_ASSIGN && (to.Name == "reason" || to.Name == "hint") {
			return n.Rhs[:1]
		}
	}
	return nil
}

var verbs = regexp.MustCompile(`%[a-z]`)

// sentence gives a sentence with 7 for its values; ok is false for what has no
// words of its own.
func sentence(e ast.Expr) (s string, ok bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		s, err := strconv.Unquote(e.Value)
		return s, err == nil
	case *ast.BinaryExpr:
		left, one := sentence(e.X)
		right, other := sentence(e.Y)
		if !one {
			left = "7"
		}
		if !other {
			right = "7"
		}
		return left + right, one || other
	case *ast.CallExpr:
		switch fun := e.Fun.(type) {
		case *ast.SelectorExpr:
			if fun.Sel.Name == "Sprintf" {
				s, ok := sentence(e.Args[0])
				s = strings.ReplaceAll(s, "digits%s", "digits") // "or its name" follows, or nothing
				return verbs.ReplaceAllString(strings.ReplaceAll(s, "%q", `"7"`), "7"), ok
			}
		case *ast.Ident:
			if fun.Name == "oneOf" {
				return "one of a, b", true
			}
		}
	}
	return "", false
}
