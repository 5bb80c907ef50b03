package pki

import (
	"crypto/x509"
	"encoding/pem"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cpslab/cps/testdata/testneed"
)

// OpenSSL reads the three certificates out of the message, and no other.
func TestPKCS7ReadByOpenSSL(t *testing.T) {
	t.Parallel()
	testneed.Part(t, "openssl")
	for name, authority := range map[string]func() (*Authority, error){"test": Test, "unknown": Unknown} {
		a, err := authority()
		if err != nil {
			t.Fatal(err)
		}
		der, err := a.PKCS7()
		if err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(t.TempDir(), "ca.p7b")
		if err := os.WriteFile(file, der, 0o600); err != nil {
			t.Fatal(err)
		}
		out, err := exec.CommandContext(t.Context(), testneed.Path("openssl"), "pkcs7", "-inform", "der", "-in", file, "-print_certs").Output()
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for block, rest := pem.Decode(out); block != nil; block, rest = pem.Decode(rest) {
			cert, err := x509.ParseCertificate(block.Bytes)
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, string(cert.Raw))
		}
		if diff := cmp.Diff([]string{string(a.Root()), string(a.Issuing(Fort)), string(a.Issuing(Standard))}, got); diff != "" {
			t.Errorf("%s (-authority +openssl):\n%s", name, diff)
		}
	}
}
