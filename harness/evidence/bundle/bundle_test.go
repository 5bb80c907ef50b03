package bundle_test

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"io/fs"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/evidence/bundle"
	"github.com/cpslab/cps/testdata/testneed"
)

// sealed makes a bundle, signed where by is not nil.
func sealed(t *testing.T, by *bundle.Signer) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "out")
	if err := bundle.Prepare(dir); err != nil {
		t.Fatal(err)
	}
	m := bundle.Manifest{Clock: "2026-11-29T12:00:00Z", Complete: true, Result: "ok", Made: map[string]string{"cpslab": "dev, <&>"}}
	if by != nil {
		m.Made[bundle.MadeSignature] = by.Algorithm
	}
	if err := bundle.Write(dir, map[string][]byte{"result.json": []byte(`{"a":1}`), "report.pdf": []byte("%PDF"), "traces/01.jsonl": []byte("{}\n")}, m); err != nil {
		t.Fatal(err)
	}
	if by != nil {
		if err := bundle.Sign(dir, *by); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func verify(t *testing.T, dir string, want ed25519.PublicKey) *bundle.Result {
	t.Helper()
	r, err := bundle.Verify(dir, want)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// keys are an Ed25519 key, and one of the kind that cards have.
func keys(t *testing.T) (ed, card *bundle.Signer) {
	t.Helper()
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	own, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "TEST"}, NotBefore: time.Now(), NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, own.Public(), own)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return &bundle.Signer{Algorithm: bundle.Ed25519, Key: key}, &bundle.Signer{Algorithm: bundle.RSA, Key: own, Certificate: cert}
}

// Whichever byte of a bundle changes, it is found; and with the byte back it is whole.
func TestVerifyFindsAnyByte(t *testing.T) {
	t.Parallel()
	ed, card := keys(t)
	for name, by := range map[string]*bundle.Signer{"unsigned": nil, "key": ed, "card": card} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := sealed(t, by)
			if r := verify(t, dir, nil); !r.Whole() || by != nil && r.Signed == nil {
				t.Fatalf("not whole as it was made: %+v", r)
			}
			n := 0
			err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
				if err != nil || d.IsDir() {
					return err
				}
				whole, err := os.ReadFile(path)
				if err != nil {
					return err
				}
				bits := []byte{1}
				if filepath.Base(path) == bundle.ManifestName {
					bits = append(bits, 0x20) // which changes the case of a letter
				}
				for i := range whole {
					for _, bit := range bits {
						changed := bytes.Clone(whole)
						changed[i] ^= bit
						if err := os.WriteFile(path, changed, 0o600); err != nil {
							return err
						}
						if r := verify(t, dir, nil); len(r.Altered) == 0 {
							t.Errorf("%s: byte %d of %d changed from %q to %q, and nobody noticed", filepath.Base(path), i, len(whole), whole[i], changed[i])
						}
						n++
					}
				}
				if err := os.WriteFile(path, whole[:len(whole)-1], 0o600); err != nil {
					return err
				}
				if verify(t, dir, nil).Whole() {
					t.Errorf("%s: its last byte is gone, and nobody noticed", filepath.Base(path))
				}
				return os.WriteFile(path, whole, 0o600)
			})
			if err != nil || n < 500 {
				t.Fatalf("%d changes, %v", n, err)
			}
			if !verify(t, dir, nil).Whole() {
				t.Error("not whole again")
			}
		})
	}
}

func TestVerifyTellsWhatIsWrong(t *testing.T) {
	t.Parallel()
	ed, card := keys(t)
	stranger, _ := keys(t)
	public := func(s *bundle.Signer) ed25519.PublicKey { return s.Key.Public().(ed25519.PublicKey) }
	for name, tt := range map[string]struct {
		by               *bundle.Signer
		want             ed25519.PublicKey
		do               func(dir string) error
		altered, missing string
	}{
		"file missing":          {nil, nil, func(d string) error { return os.Remove(filepath.Join(d, "report.pdf")) }, "", "report.pdf"},
		"file too many":         {nil, nil, func(d string) error { return os.WriteFile(filepath.Join(d, "more"), nil, 0o600) }, "more", ""},
		"link in its place":     {nil, nil, func(d string) error { return relink(d, "report.pdf", "result.json") }, "report.pdf", ""},
		"link out of it":        {nil, nil, func(d string) error { return relink(d, "report.pdf", "/dev/zero") }, "report.pdf", ""},
		"signature missing":     {ed, nil, func(d string) error { return os.Remove(filepath.Join(d, bundle.SignatureName)) }, "", bundle.SignatureName},
		"signature of a friend": {ed, public(stranger), nil, bundle.SignatureName, ""},
		"right key":             {ed, public(ed), nil, "", ""},
		"no signature wanted":   {nil, public(ed), nil, bundle.SignatureName, ""},
		"a card's, a key's":     {card, public(ed), nil, bundle.SignatureName, ""},
		"signature of nobody":   {nil, nil, func(d string) error { return bundle.Sign(d, *ed) }, bundle.SignatureName, ""},
		"manifest of a folder":  {nil, nil, remake, bundle.ManifestName, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if strings.HasPrefix(name, "link ") {
				testneed.System(t, "links that anybody may make and any folder lists", "unix")
			}
			dir := sealed(t, tt.by)
			if tt.do != nil {
				if err := tt.do(dir); err != nil {
					t.Fatal(err)
				}
			}
			r := verify(t, dir, tt.want)
			if got := names(r.Altered); got != tt.altered {
				t.Errorf("altered: %q, want %q", got, tt.altered)
			}
			if got := names(r.Missing); got != tt.missing {
				t.Errorf("missing: %q, want %q", got, tt.missing)
			}
		})
	}
}

func names(all []bundle.Problem) string {
	var out []string
	for _, p := range all {
		if p.What.FR == "" || p.What.EN == "" {
			out = append(out, "?")
		}
		out = append(out, p.File)
	}
	return strings.Join(out, " ")
}

func relink(dir, name, to string) error {
	path := filepath.Join(dir, name)
	return errors.Join(os.Remove(path), os.Symlink(to, path))
}

func remake(dir string) error {
	path := filepath.Join(dir, bundle.ManifestName)
	return errors.Join(os.Remove(path), os.Mkdir(path, 0o700))
}

func TestWhatIsNoBundle(t *testing.T) {
	t.Parallel()
	for _, dir := range []string{t.TempDir(), filepath.Join(t.TempDir(), "nowhere")} {
		_, err := bundle.Verify(dir, nil)
		if _, ok := errors.AsType[*bundle.NotBundleError](err); !ok || !text.IsBadInput(err) {
			t.Errorf("%s: %v", dir, err)
		}
	}
	full := t.TempDir()
	if err := os.WriteFile(filepath.Join(full, "mine"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := bundle.Prepare(full); !text.IsBadInput(err) {
		t.Errorf("a folder with something in it is taken: %v", err)
	}
}

func TestKeys(t *testing.T) {
	t.Parallel()
	ed, card := keys(t)
	write := func(kind string, der []byte, err error) string {
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(t.TempDir(), "key.pem")
		if err := os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	private, err := x509.MarshalPKCS8PrivateKey(ed.Key)
	good := write("PRIVATE KEY", private, err)
	if s, err := bundle.ReadKey(good); err != nil || s.Algorithm != bundle.Ed25519 {
		t.Errorf("%v", err)
	}
	public, err := x509.MarshalPKIXPublicKey(ed.Key.Public())
	pub := write("PUBLIC KEY", public, err)
	if k, err := bundle.ReadPublicKey(pub); err != nil || !k.Equal(ed.Key.Public()) {
		t.Errorf("%v", err)
	}
	other, err := x509.MarshalPKCS8PrivateKey(card.Key)
	for _, path := range []string{write("PRIVATE KEY", other, err), pub, write("PRIVATE KEY", []byte("no key"), nil), t.TempDir(), "/nowhere"} {
		if _, err := bundle.ReadKey(path); !text.IsBadInput(err) {
			t.Errorf("%s: %v", path, err)
		}
	}
	if _, err := bundle.ReadPublicKey(good); !text.IsBadInput(err) {
		t.Errorf("a private key is taken for a public one: %v", err)
	}
}

// Whatever stands in a folder, it is answered, and nothing of it is taken for a bundle that
// was not sealed here.
func FuzzVerify(f *testing.F) {
	f.Add([]byte(`{"clock":"","complete":true,"files":[],"format":"cpslab-bundle/1","made":{},"result":"","sha256":""}`+"\n"), []byte(`{"algorithm":"Ed25519","key":"","signature":""}`+"\n"))
	f.Add([]byte(`{"files":[{"name":"../x"}]}`), []byte("{"))
	f.Fuzz(func(t *testing.T, manifest, signature []byte) {
		dir := t.TempDir()
		for name, content := range map[string][]byte{bundle.ManifestName: manifest, bundle.SignatureName: signature} {
			if err := os.WriteFile(filepath.Join(dir, name), content, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		r, err := bundle.Verify(dir, nil)
		if err != nil {
			t.Fatal(err)
		}
		if r.Signed != nil {
			t.Error("chance does not sign")
		}
	})
}
