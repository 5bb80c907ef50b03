package simulator

import (
	"go/parser"
	"go/token"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// TestImports holds that the card stays apart from the harness: beside the
// standard library it knows the card vocabulary, its TEST authority and
// cryptobyte, and one file knows the YAML library.
func TestImports(t *testing.T) {
	t.Parallel()
	const (
		vocabulary = "github.com/cpslab/cps/harness/card"
		authority  = "github.com/cpslab/cps/simulator/pki"
	)
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("no files: %v", err)
	}
	withYAML := map[string]bool{}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		for _, spec := range f.Imports {
			path, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			host, _, _ := strings.Cut(path, "/")
			switch {
			case !strings.Contains(host, "."), path == "golang.org/x/crypto/cryptobyte":
			case path == vocabulary, strings.HasPrefix(path, vocabulary+"/"), path == authority:
			case strings.HasPrefix(path, "github.com/goccy/go-yaml"):
				withYAML[file] = true
			default:
				t.Errorf("%s imports %s", file, path)
			}
		}
	}
	if len(withYAML) > 1 {
		t.Errorf("more than one file imports the YAML library: %v", withYAML)
	}
}
