package bundle

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"path/filepath"
	"slices"
	"strings"

	"github.com/cpslab/cps/harness/card/text"
)

// Names of the files that are not evidence themselves.
const (
	ManifestName  = "manifest.json"
	SignatureName = "manifest.sig"
)

// format is the form of a manifest, with its version.
const format = "cpslab-bundle/1"

// Bounds of what a bundle may be: those of a year's reports, far above one.
const (
	maxManifest = 1 << 20
	maxFiles    = 4096
	maxFile     = 1 << 30
)

// Manifest says what a bundle holds. Its members are in the order of their names.
type Manifest struct {
	Clock    string            `json:"clock"`    // when it was sealed, by the clock of the machine, RFC 3339
	Complete bool              `json:"complete"` // everything that was to be shown was looked at
	Files    []File            `json:"files"`    // by name
	Format   string            `json:"format"`   // "cpslab-bundle/1"
	Made     map[string]string `json:"made"`     // with what: "cpslab", "rules", "driver", "system", …
	Result   string            `json:"result"`   // one word, "ok"
	SHA256   string            `json:"sha256"`   // of all that stands before it
}

// File is a file of a bundle.
type File struct {
	Name   string `json:"name"`   // with slashes, below the folder
	SHA256 string `json:"sha256"` // hexadecimal
	Size   int64  `json:"size"`   // bytes
}

// MadeSignature is the key of [Manifest].Made that says that a signature belongs to the
// bundle, and of which kind.
const MadeSignature = "signature"

// canonical is a manifest as it is written: without its digest when bare.
func (m *Manifest) canonical(bare bool) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(m); err != nil {
		return nil, err
	}
	if !bare {
		return b.Bytes(), nil
	}
	at := bytes.LastIndex(b.Bytes(), []byte(`,"sha256":`))
	return append(b.Bytes()[:at:at], "}\n"...), nil
}

// seal writes the digest of a manifest into it, and returns the file.
func (m *Manifest) seal() ([]byte, error) {
	m.Format, m.SHA256 = format, ""
	if m.Made == nil {
		m.Made = map[string]string{}
	}
	slices.SortFunc(m.Files, func(a, b File) int { return strings.Compare(a.Name, b.Name) })
	bare, err := m.canonical(true)
	if err != nil {
		return nil, err
	}
	m.SHA256 = digest(bare)
	return m.canonical(false)
}

func digest(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}

var (
	errForm   = text.Of("ce n'est pas un manifeste de cpslab", "not a manifest of cpslab")
	errDigest = text.Of("le manifeste a été modifié : son empreinte n'est pas la sienne", "the manifest was altered: its digest is not its own")
	errName   = text.Of("le manifeste nomme un fichier hors du dossier, ou deux fois le même", "the manifest names a file outside of the folder, or one twice")
)

// parse reads a manifest. What is wrong with it is zero where nothing is.
func parse(content []byte) (*Manifest, text.Text) {
	m := new(Manifest)
	d := json.NewDecoder(bytes.NewReader(content))
	d.DisallowUnknownFields()
	if err := d.Decode(m); err != nil || m.Format != format {
		return nil, errForm
	}
	want, claimed := *m, m.SHA256
	again, err := want.seal()
	if err != nil || want.SHA256 != claimed || !bytes.Equal(again, content) {
		return m, errDigest
	}
	seen := map[string]bool{}
	for _, f := range m.Files {
		if seen[f.Name] || !named(f.Name) || f.Size < 0 {
			return m, errName
		}
		seen[f.Name] = true
	}
	if len(m.Files) > maxFiles {
		return m, errName
	}
	return m, text.Text{}
}

// named reports whether a name is that of a file that a bundle may have.
func named(name string) bool {
	return filepath.IsLocal(filepath.FromSlash(name)) && name != "." && !strings.Contains(name, `\`) &&
		name != ManifestName && name != SignatureName && len(name) < 256
}
