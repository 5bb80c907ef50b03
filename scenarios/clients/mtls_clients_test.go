package clients

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cpslab/cps/harness"
	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/simulator/keyfile"
	"github.com/cpslab/cps/simulator/pki"
	"github.com/cpslab/cps/testdata/testneed"
)

func curlVersion(t *testing.T) string {
	t.Helper()
	words := strings.Fields(firstLine(t, "curl", "--version"))
	for _, w := range words {
		if strings.HasPrefix(w, "OpenSSL/") {
			return words[0] + " " + words[1] + ", " + w
		}
	}
	t.Fatalf("this curl is not built with OpenSSL: %q", words)
	return ""
}

func gnutlsVersion(t *testing.T) string {
	t.Helper()
	return firstLine(t, testneed.Path("gnutls-cli"), "--version")
}

func nssVersion(t *testing.T) string {
	t.Helper()
	return nss.version(t, nil)
}

// run runs a client of TLS in a folder and returns all that it says, whatever its exit
// code: what was said decides.
func (v *visit) run(t *testing.T, folder string, env []string, input, program string, args ...string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), toolTimeout)
	defer cancel()
	said := &answer{enough: cancel}
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Dir = folder
	cmd.Env = slices.Concat(os.Environ(), []string{"LC_ALL=C"}, env)
	if v.desk != nil {
		cmd.Env = append(cmd.Env, v.desk.stack.Env()...)
	}
	cmd.Stdin = strings.NewReader(input)
	cmd.Stdout, cmd.Stderr = said, said
	cmd.WaitDelay = 5 * time.Second
	_ = cmd.Run() // a refusal is an error
	return said.String()
}

// answer keeps what a client says, and ends it when the page is there: some wait for
// more.
type answer struct {
	locked
	enough context.CancelFunc
}

func (a *answer) Write(p []byte) (int, error) {
	n, err := a.locked.Write(p)
	if s := a.String(); strings.Contains(s, "</html>") || strings.Contains(s, "holder ") && strings.HasSuffix(s, "\n") {
		a.enough()
	}
	return n, err
}

// httpRequest is what the clients send that are not made for HTTP.
const httpRequest = "GET / HTTP/1.0\r\n\r\n"

// filePassword is that of the .p12 files.
const filePassword = "of a TEST key"

// file writes the key of the card into card.p12 in a folder of its own.
func (v *visit) file(t *testing.T) (folder string) {
	t.Helper()
	identity, err := keyfile.Of(simulated(t, v.preset), v.key, v.preset)
	if err != nil {
		t.Fatal(err)
	}
	der, err := identity.PKCS12(filePassword)
	if err != nil {
		t.Fatal(err)
	}
	folder = t.TempDir()
	putFile(t, filepath.Join(folder, "card.p12"), der)
	return folder
}

func curlWithFile(t *testing.T, v *visit) string {
	t.Helper()
	return v.curl(t, v.file(t), nil, "--cert-type", "P12", "--cert", "card.p12:"+filePassword)
}

func javaVersion(t *testing.T) string {
	t.Helper()
	return sunPKCS11.version(t, nil)
}

// java asks the server by a program that has a key store.
func (v *visit) java(t *testing.T, folder, store, code, alias string) string {
	t.Helper()
	program, err := filepath.Abs("testdata/Login.java")
	if err != nil {
		t.Fatal(err)
	}
	return v.run(t, folder, nil, "", "java", program, store, code, alias, v.server.root(), v.server.url)
}

func javaWithFile(t *testing.T, v *visit) string {
	t.Helper()
	return v.java(t, v.file(t), "card.p12", filePassword, "")
}

// javaWithCard has the provider leave out the mechanism that the key of a card does not
// make (see sunRefuses).
func javaWithCard(t *testing.T, v *visit) string {
	t.Helper()
	config := v.desk.put(t, "card.cfg", []byte("name = card\nlibrary = "+v.module+"\nslotListIndex = 0\ndisabledMechanisms = { CKM_SHA256_RSA_PKCS }\n"))
	return v.presents(t, func() string { return v.java(t, v.desk.dir, config, pin, v.label()) })
}

// curl asks the server for its page, with its headers.
func (v *visit) curl(t *testing.T, folder string, env []string, args ...string) string {
	t.Helper()
	return v.run(t, folder, env, "", "curl", append(args, "-sSi", "--cacert", v.server.root(), v.server.url)...)
}

// goWithSigner uses the card in this process.
func goWithSigner(t *testing.T, v *visit) string {
	t.Helper()
	chip := simulated(t, v.preset)
	if err := harness.Login(t.Context(), chip, harness.ConstantPIN(pin)); err != nil {
		t.Fatal(err)
	}
	kind := card.CertificateAuthentication
	if v.key == pki.Technical {
		kind = card.CertificateTechnical
	}
	signer, err := harness.NewSigner(t.Context(), chip, kind, harness.SignerOptions{})
	if err != nil {
		t.Fatal(err)
	}
	root, err := os.ReadFile(v.server.root())
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(root)
	client := http.Client{Transport: &http.Transport{DisableKeepAlives: true, TLSClientConfig: &tls.Config{RootCAs: roots, Certificates: []tls.Certificate{signer.TLSCertificate()}}}}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, v.server.url, nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := client.Do(req)
	if err != nil {
		return err.Error()
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	return fmt.Sprint(resp.Header, string(body), err)
}

// presents has a client call, and checks that the PIN reached the card once, where the
// key asks for one: a server that refuses is no reason to present it again.
func (v *visit) presents(t *testing.T, call func() string) (out string) {
	t.Helper()
	times := int32(1)
	if v.key == pki.Technical {
		times = 0
	}
	v.desk.presents(t, times, func() { out = call() })
	return out
}

// curlWithEngine is the client of the page: the PIN in a file without an end of line.
func curlWithEngine(t *testing.T, v *visit) string {
	t.Helper()
	d := v.desk
	config := fmt.Sprintf("openssl_conf = init\n[init]\nengines = engines\n[engines]\npkcs11 = card\n[card]\nengine_id = pkcs11\ndynamic_path = %s\nMODULE_PATH = %s\ninit = 0\n",
		testneed.Path("OpenSSL pkcs11 engine"), v.module)
	env := []string{"OPENSSL_CONF=" + d.put(t, "openssl.cnf", []byte(config))}
	key := d.uri(v.key, ";pin-source=file:"+d.put(t, "pin", []byte(pin)))
	return v.presents(t, func() string {
		return v.curl(t, d.dir, env, "--engine", "pkcs11", "--cert", v.certificateFile(t), "--key-type", "ENG", "--key", key)
	})
}

// certificateFile is the certificate of the key, PEM.
func (v *visit) certificateFile(t *testing.T) string {
	t.Helper()
	der := v.desk.content(t, object{path: v.desk.certificate(v.key).path})
	return v.desk.put(t, "card.pem", pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))
}

func gnutlsCalls(t *testing.T, v *visit) string {
	t.Helper()
	return v.presents(t, func() string {
		return v.run(t, v.desk.dir, []string{"GNUTLS_PIN=" + pin}, httpRequest, testneed.Path("gnutls-cli"), "--provider", v.module, "--x509cafile", v.server.root(),
			"--x509certfile", v.certificateFile(t), "--x509keyfile", v.desk.uri(v.key, ""), "-p", fmt.Sprint(v.server.port), "localhost")
	})
}

// label is that of the certificate of the key, as modules give it.
func (v *visit) label() string {
	if v.key == pki.Technical {
		return "Certificat Technique CPS"
	}
	return "Certificat d'Authentification CPS"
}

// nssCalls has a store of its own for each server, with the module and the authorities.
func nssCalls(t *testing.T, v *visit) string {
	t.Helper()
	folder := t.TempDir()
	store := "sql:" + folder
	code := v.desk.put(t, "pin", []byte(pin))
	tool := func(name string, args ...string) string {
		out, err := v.desk.exec(t.Context(), testneed.Path(name), args...)
		if err != nil {
			t.Fatalf("%s: %v\n%s", name, err, out)
		}
		return out
	}
	tool("certutil", "-N", "-d", store, "--empty-password")
	tool("modutil", "-dbdir", store, "-add", "card", "-libfile", v.module, "-force")
	tool("certutil", "-A", "-d", store, "-n", "server", "-t", "C,,", "-i", v.server.root())
	nickname := ""
	for line := range strings.Lines(tool("certutil", "-L", "-d", store, "-h", "all", "-f", code)) {
		if before, _, found := strings.Cut(line, v.label()); found {
			nickname = before + v.label()
		}
	}
	return v.presents(t, func() string {
		return v.run(t, folder, nil, httpRequest, testneed.Path("tstclnt"), "-4", "-h", "localhost", "-p", fmt.Sprint(v.server.port), "-d", store, "-n", nickname, "-W", code)
	})
}
