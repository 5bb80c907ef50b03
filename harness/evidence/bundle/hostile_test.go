package bundle_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cpslab/cps/harness/evidence/bundle"
	"github.com/cpslab/cps/testdata/testneed"
)

// forged is a manifest with a digest of its own that is right, as anybody can make one.
func forged(files string) string {
	bare := `{"clock":"","complete":true,"files":` + files + `,"format":"cpslab-bundle/1","made":{},"result":"ok"`
	sum := sha256.Sum256([]byte(bare + "}\n"))
	return bare + `,"sha256":"` + hex.EncodeToString(sum[:]) + "\"}\n"
}

// entry names a file in a manifest, with the digest of nothing.
func entry(name string) string {
	quoted, _ := json.Marshal(name)
	return fmt.Sprintf(`{"name":%s,"sha256":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855","size":0}`, quoted)
}

// What somebody forged is told, and nothing of it is read that has no end.
func TestForgedBundles(t *testing.T) {
	t.Parallel()
	whole := forged("[" + entry("a") + "]")
	put := func(name string, content []byte) func(string) error {
		return func(dir string) error { return os.WriteFile(filepath.Join(dir, name), content, 0o600) }
	}
	huge := func(name string) func(string) error {
		return func(dir string) error {
			return errors.Join(put(name, nil)(dir), os.Truncate(filepath.Join(dir, name), 1<<40))
		}
	}
	for name, tt := range map[string]struct {
		manifest string
		do       func(dir string) error
		altered  string // first of them
	}{
		"as it is":                  {whole, nil, ""},
		"a name above":              {forged("[" + entry("../a") + "]"), nil, bundle.ManifestName},
		"a name below and above":    {forged("[" + entry("x/../../a") + "]"), nil, bundle.ManifestName},
		"a name from the root":      {forged("[" + entry("/etc/hostname") + "]"), nil, bundle.ManifestName},
		"a name of Windows":         {forged("[" + entry(`..\a`) + "]"), nil, bundle.ManifestName},
		"the manifest itself":       {forged("[" + entry(bundle.ManifestName) + "]"), nil, bundle.ManifestName},
		"the folder":                {forged("[" + entry(".") + "]"), nil, bundle.ManifestName},
		"no name":                   {forged("[" + entry("") + "]"), nil, bundle.ManifestName},
		"a long name":               {forged("[" + entry(strings.Repeat("a", 300)) + "]"), nil, bundle.ManifestName},
		"a name twice":              {forged("[" + entry("a") + "," + entry("a") + "]"), nil, bundle.ManifestName},
		"names out of order":        {forged("[" + entry("b") + "," + entry("a") + "]"), nil, bundle.ManifestName},
		"a member twice":            {strings.Replace(whole, `"result":"ok"`, `"result":"failed","result":"ok"`, 1), nil, bundle.ManifestName},
		"a member too many":         {strings.Replace(whole, `"result"`, `"more":1,"result"`, 1), nil, bundle.ManifestName},
		"more behind it":            {whole + whole, nil, bundle.ManifestName},
		"deep":                      {strings.Repeat("[", 500_000), nil, bundle.ManifestName},
		"deep within":               {strings.Replace(whole, `"made":{}`, `"made":`+strings.Repeat(`{"a":`, 100_000), 1), nil, bundle.ManifestName},
		"a size that is none":       {strings.Replace(whole, `"size":0`, `"size":-1`, 1), nil, bundle.ManifestName},
		"a size of a terabyte":      {whole, huge("a"), "a"},
		"a manifest of a terabyte":  {whole, huge(bundle.ManifestName), bundle.ManifestName},
		"a signature of a terabyte": {whole, huge(bundle.SignatureName), bundle.SignatureName},
		"a folder in its place": {whole, func(dir string) error {
			return errors.Join(os.Remove(filepath.Join(dir, "a")), os.Mkdir(filepath.Join(dir, "a"), 0o700), put(filepath.Join("a", "a"), nil)(dir))
		}, "a/a"},
		"a link to a folder":    {whole, func(dir string) error { return os.Symlink("/", filepath.Join(dir, "root")) }, "root"},
		"a link to itself":      {whole, func(dir string) error { return os.Symlink("loop", filepath.Join(dir, "loop")) }, "loop"},
		"a name for a terminal": {whole, put("\x1b[31mred", nil), "?[31mred"},
		"a forest":              {whole, forest, "f/8369"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			switch name {
			case "a link to itself", "a link to a folder":
				testneed.System(t, "links that anybody may make and any folder lists", "unix")
			case "a name for a terminal":
				testneed.System(t, "names of files with such letters", "unix")
			}
			dir := t.TempDir()
			if err := errors.Join(put(bundle.ManifestName, []byte(tt.manifest))(dir), put("a", nil)(dir)); err != nil {
				t.Fatal(err)
			}
			if tt.do != nil {
				if err := tt.do(dir); err != nil {
					t.Fatal(err)
				}
			}
			r := verify(t, dir, nil)
			if tt.altered == "" {
				if !r.Whole() {
					t.Errorf("%+v", r)
				}
				return
			}
			if len(r.Altered) == 0 || r.Altered[0].File != tt.altered {
				t.Errorf("altered: %q, want %q first", names(r.Altered), tt.altered)
			}
		})
	}
}

// forest is a folder of folders, without a file.
func forest(dir string) error {
	err := os.Mkdir(filepath.Join(dir, "f"), 0o700)
	for i := 0; i < 9000 && err == nil; i++ {
		err = os.Mkdir(filepath.Join(dir, "f", fmt.Sprint(i)), 0o700)
	}
	return err
}
