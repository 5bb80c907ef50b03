// Package cps_test holds the checks on the house itself: which room may import
// which (docs/architecture.md).
package cps_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/cpslab/cps/"

// neverReal are the rooms that must stay free of anything that needs a reader
// or a service, however indirectly.
var neverReal = []string{"harness/card", "harness/diagnosis", "harness/lookup", "simulator"}

// belowTheCommandLine are the rooms that the command line, which wires and prints,
// has no business in: bytes, and the literals of the rules.
var belowTheCommandLine = []string{"harness/card/apdu", "harness/card/tlv", "harness/diagnosis/rule"}

func TestTheCommandLineKnowsNoBytes(t *testing.T) {
	t.Parallel()
	for _, imp := range shippedImports(t)["cmd/cpslab"] {
		if room, own := strings.CutPrefix(imp, module); own && slices.Contains(belowTheCommandLine, room) {
			t.Errorf("cmd/cpslab imports %s", room)
		}
	}
}

var real = []string{"harness/pcsc", "harness/workstation", "harness/stack"}

func TestImportTable(t *testing.T) {
	t.Parallel()
	imports := shippedImports(t)
	for room, list := range imports {
		here, known := roomOf(room)
		if !known {
			t.Errorf("%s: a room that is not in the import table", room)
			continue
		}
		for _, imp := range list {
			local, own := strings.CutPrefix(imp, module)
			if !own && !strings.Contains(strings.SplitN(imp, "/", 2)[0], ".") {
				continue // standard library
			}
			name := imp
			if own {
				name = local
			}
			if !slices.ContainsFunc(here.imports, func(p string) bool { return matches(p, name) }) {
				t.Errorf("%s imports %s, which the import table does not allow", room, name)
			}
		}
	}
}

func TestBytesAndRulesNeverReachARealReader(t *testing.T) {
	t.Parallel()
	imports := shippedImports(t)
	for _, from := range neverReal {
		seen := map[string]bool{}
		var visit func(room string)
		visit = func(room string) {
			if seen[room] {
				return
			}
			seen[room] = true
			if slices.Contains(real, room) {
				t.Errorf("%s reaches %s", from, room)
			}
			for _, imp := range imports[room] {
				if local, own := strings.CutPrefix(imp, module); own {
					visit(local)
				}
			}
		}
		visit(from)
	}
}

func TestYAMLInOnePlace(t *testing.T) {
	t.Parallel()
	for file, list := range fileImports(t) {
		for _, imp := range list {
			if strings.HasPrefix(imp, "github.com/goccy/go-yaml") && filepath.ToSlash(filepath.Dir(file)) != "harness/card/yaml" {
				t.Errorf("%s imports the YAML library: only harness/card/yaml may", file)
			}
		}
	}
}

func matches(pattern, name string) bool {
	if pattern == "..." {
		return true
	}
	if base, below := strings.CutSuffix(pattern, "/..."); below {
		return name == base || strings.HasPrefix(name, base+"/")
	}
	return name == pattern
}

func shippedImports(t *testing.T) map[string][]string {
	t.Helper()
	byRoom := map[string][]string{}
	for file, list := range fileImports(t) {
		room := filepath.ToSlash(filepath.Dir(file))
		for _, imp := range list {
			if !slices.Contains(byRoom[room], imp) {
				byRoom[room] = append(byRoom[room], imp)
			}
		}
		if byRoom[room] == nil {
			byRoom[room] = []string{}
		}
	}
	if len(byRoom) < 5 {
		t.Fatalf("found %d rooms only: is this the root of the module?", len(byRoom))
	}
	return byRoom
}

// fileImports returns the imports of every Go file that is shipped, whatever
// its build tags.
func fileImports(t *testing.T) map[string][]string {
	t.Helper()
	out := map[string][]string{}
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && path != "." && strings.HasPrefix(d.Name(), ".") {
			return fs.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		src, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, src, parser.ImportsOnly)
		if err != nil {
			return err
		}
		out[path] = []string{}
		for _, spec := range f.Imports {
			imp, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			out[path] = append(out[path], imp)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}
