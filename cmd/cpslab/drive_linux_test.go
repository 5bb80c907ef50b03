package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/cpslab/cps/harness/control"
	"github.com/cpslab/cps/testdata/testneed"
)

const drivePage = "../../docs/drive.md"

// blocks are the code blocks of a page in one language, with the file that the line before
// names.
func blocks(t *testing.T, lang string) (files map[string]string, plain []string) {
	t.Helper()
	b, err := os.ReadFile(drivePage)
	if err != nil {
		t.Fatal(err)
	}
	files = map[string]string{}
	found := regexp.MustCompile("(?ms)(?:`([a-z_.]+)`[^`\n]*(?:`[^`\n]*`)?:\n\n(?:<!--[^>]*-->\n\n)?)?^```"+lang+"\n(.*?)^```$").FindAllStringSubmatch(string(b), -1)
	for _, m := range found {
		if m[1] != "" {
			files[m[1]] = m[2]
		} else {
			plain = append(plain, m[2])
		}
	}
	return files, plain
}

// under runs a command under "with --control", in a folder of its own where cpslab is
// found, and returns what it printed.
func under(t *testing.T, dir string, command ...string) (string, error) {
	t.Helper()
	self, err := filepath.Abs(os.Args[0])
	if err != nil {
		t.Fatal(err)
	}
	bin := t.TempDir()
	if err := os.Symlink(self, filepath.Join(bin, "cpslab")); err != nil {
		t.Fatal(err)
	}
	cmd := cpslab(t, append([]string{"with", "-q", "--control", "--card", "cps3-healthy", "--"}, command...)...)
	cmd.Dir = dir
	cmd.Env = append(cmd.Env, "PATH="+bin+":"+os.Getenv("PATH"), "PYTHONDONTWRITEBYTECODE=1")
	out, err := cmd.CombinedOutput()
	return string(out), err
}

func write(t *testing.T, dir, name, content string) {
	t.Helper()
	if content == "" {
		t.Fatalf("%s: no %s", drivePage, name)
	}
	if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestDrivePytest: the example of the page, as it stands there.
func TestDrivePytest(t *testing.T) {
	t.Parallel()
	testneed.Part(t, "pcscd", "vpcd", "python3-pytest")
	files, _ := blocks(t, "python")
	dir := t.TempDir()
	write(t, dir, "test_card.py", files["test_card.py"])
	out, err := under(t, dir, testneed.Path("python3-pytest"), "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_card.py")
	if err != nil || !strings.Contains(out, "4 passed") {
		t.Errorf("%v\n%s", err, out)
	}
}

// TestDriveShell: the example of the page prints what the page says.
func TestDriveShell(t *testing.T) {
	t.Parallel()
	testneed.Part(t, "pcscd", "vpcd", "pcsc build tag", "curl")
	files, _ := blocks(t, "sh")
	_, printed := blocks(t, "text")
	dir := t.TempDir()
	write(t, dir, "drive.sh", files["drive.sh"])
	if len(printed) != 1 {
		t.Fatalf("%d outputs on the page", len(printed))
	}
	if out, err := under(t, dir, "sh", "drive.sh"); err != nil || out != printed[0] {
		t.Errorf("%v\n%s\nwant\n%s", err, out, printed[0])
	}
}

// TestDriveGo: the example of the page is built and run.
func TestDriveGo(t *testing.T) {
	t.Parallel()
	testneed.Part(t, "pcscd", "vpcd", "go")
	files, _ := blocks(t, "go")
	dir := t.TempDir()
	write(t, dir, "card_test.go", files["card_test.go"])
	out, err := under(t, ".", "go", "test", "-count=1", "-v", filepath.Join(dir, "card_test.go"))
	if err != nil || !strings.Contains(out, "--- PASS: TestTheWrongCardIsRefused") {
		t.Errorf("%v\n%s", err, out)
	}
}

// TestDriveOthers: what is not run is held against the document: each request is one of
// its operations, and each body is one of its shapes.
func TestDriveOthers(t *testing.T) {
	t.Parallel()
	var doc struct {
		Paths map[string]map[string]struct {
			RequestBody struct {
				Content map[string]struct {
					Schema struct {
						Ref string `json:"$ref"`
					} `json:"schema"`
				} `json:"content"`
			} `json:"requestBody"`
		} `json:"paths"`
		Components struct {
			Schemas map[string]struct {
				Properties map[string]any `json:"properties"`
			} `json:"schemas"`
		} `json:"components"`
	}
	if err := json.Unmarshal(control.OpenAPI(), &doc); err != nil {
		t.Fatal(err)
	}
	call := regexp.MustCompile(`\b(POST|PUT|GET|DELETE|Post|Put|Get|Delete)\w*\b[^\n/]*?(/v1[a-z0-9/${}]*)`)
	key := regexp.MustCompile(`(?:new \{ |ofString\("\{\\"|Create Dictionary    )([a-z]+)`)
	for lang, want := range map[string]struct{ calls, bodies int }{"csharp": {3, 2}, "java": {0, 1}, "robotframework": {3, 1}} {
		_, list := blocks(t, lang)
		if len(list) != 1 {
			t.Errorf("%s: %d blocks", lang, len(list))
			continue
		}
		calls := call.FindAllStringSubmatch(list[0], -1)
		known := map[string]bool{}
		for _, c := range calls {
			path := regexp.MustCompile(`/readers/(1|\$\{reader\})`).ReplaceAllString(c[2], "/readers/{reader}")
			op, ok := doc.Paths[path][strings.ToLower(c[1])]
			if !ok {
				t.Errorf("%s: %s %s is no operation", lang, c[1], path)
			}
			shape := doc.Components.Schemas[strings.TrimPrefix(op.RequestBody.Content["application/json"].Schema.Ref, "#/components/schemas/")]
			for name := range shape.Properties {
				known[name] = true
			}
		}
		if lang == "java" { // its method stands behind its path
			if !strings.Contains(list[0], `"/v1/readers/1/swap"`) || !strings.Contains(list[0], ".POST(") {
				t.Errorf("%s: no POST of a swap", lang)
			}
			for name := range doc.Components.Schemas["ChosenCard"].Properties {
				known[name] = true
			}
		}
		keys := key.FindAllStringSubmatch(list[0], -1)
		for _, k := range keys {
			if !known[k[1]] {
				t.Errorf("%s: no body has a member %q", lang, k[1])
			}
		}
		if len(calls) != want.calls || len(keys) != want.bodies {
			t.Errorf("%s: %d requests and %d bodies found, want %d and %d", lang, len(calls), len(keys), want.calls, want.bodies)
		}
	}
}
