package clients

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	process "github.com/cpslab/cps/harness/child"
	"github.com/cpslab/cps/simulator/pki"
	"github.com/cpslab/cps/testdata/testneed"
)

// policy is what a server takes: one version of TLS, and signatures.
type policy struct {
	version string // as the table has it
	offered string
	lines   map[string][]string // of each recipe that can say it: what stands in place of its lines about TLS
}

// signatures of a policy, as the table has them.
const (
	offersBoth  = "PSS and PKCS#1"
	offersPKCS1 = "rsa_pkcs1_sha256 alone"
)

// policies by name. The last one is that of the recipes themselves.
var policies = map[string]policy{
	"1.3": {"TLS 1.3", "PSS", map[string][]string{
		"nginx":   {"ssl_protocols TLSv1.3;"},
		"Apache":  {"SSLProtocol -all +TLSv1.3"},
		"stunnel": {"sslVersionMin = TLSv1.3", "sslVersionMax = TLSv1.3"},
		"Go":      {"MinVersion: tls.VersionTLS13,", "MaxVersion: tls.VersionTLS13,"},
	}},
	"1.2": {"TLS 1.2", offersBoth, map[string][]string{
		"nginx":   {"ssl_protocols TLSv1.2;"},
		"Apache":  {"SSLProtocol -all +TLSv1.2"},
		"stunnel": {"sslVersionMin = TLSv1.2", "sslVersionMax = TLSv1.2"},
		"Go":      {"MinVersion: tls.VersionTLS12,", "MaxVersion: tls.VersionTLS12,"},
	}},
	"PKCS#1": {"TLS 1.2", offersPKCS1, map[string][]string{
		"nginx":   {"ssl_protocols TLSv1.2;", "ssl_conf_command ClientSignatureAlgorithms RSA+SHA256;"},
		"Apache":  {"SSLProtocol -all +TLSv1.2", "SSLOpenSSLConfCmd ClientSignatureAlgorithms RSA+SHA256"},
		"stunnel": {"sslVersionMin = TLSv1.2", "sslVersionMax = TLSv1.2", "config = ClientSignatureAlgorithms:RSA+SHA256"},
	}},
}

// aboutTLS tells the lines of a recipe that a policy replaces.
func aboutTLS(line string) bool {
	for _, begin := range []string{"ssl_protocols", "ssl_conf_command", "SSLProtocol", "SSLOpenSSLConfCmd", "sslVersion", "config =", "MinVersion:", "MaxVersion:"} {
		if strings.HasPrefix(strings.TrimSpace(line), begin) {
			return true
		}
	}
	return false
}

// mtlsPage is the page with the recipes.
const mtlsPage = "../../docs/mtls.md"

// recipe is the block of the page in that language, without its lines about TLS: where
// they stood is a mark.
func recipe(t *testing.T, language string) string {
	t.Helper()
	page, err := os.ReadFile(mtlsPage)
	if err != nil {
		t.Fatal(err)
	}
	_, block, found := strings.Cut(string(page), "\n```"+language+"\n")
	block, _, ended := strings.Cut(block, "```\n")
	if !found || !ended {
		t.Fatalf("%s has no recipe in %s", mtlsPage, language)
	}
	return block
}

// cooked is a recipe with the lines of a policy in place of its own, for a folder and
// the ports.
func cooked(t *testing.T, kind, language string, p policy, folder string, port, behind int) string {
	t.Helper()
	var b strings.Builder
	replaced := false
	for line := range strings.Lines(recipe(t, language)) {
		if !aboutTLS(line) {
			b.WriteString(line)
			continue
		}
		if !replaced {
			b.WriteString(strings.Join(p.lines[kind], "\n") + "\n")
		}
		replaced = true
	}
	if !replaced {
		t.Fatalf("the recipe of %s says nothing of TLS", kind)
	}
	return strings.NewReplacer("/etc/cpslab/", folder+"/", ":8443", fmt.Sprintf(":%d", port), ":8080", fmt.Sprintf(":%d", behind)).Replace(b.String())
}

// server is a running server that asks for a card.
type server struct {
	url    string
	port   int
	folder string // with server.pem, and its log
	log    *locked
	end    error // of the process, once it is over
}

// root is the certificate by which clients know the server.
func (s *server) root() string { return filepath.Join(s.folder, "server.pem") }

// said is what the server wrote into its log, wherever that is.
func (s *server) said() string {
	file, _ := os.ReadFile(filepath.Join(s.folder, "server.log")) // Apache has one
	return s.log.String() + string(file)
}

// locked is a buffer that a process writes while a test reads.
type locked struct {
	mu sync.Mutex // protects b
	b  bytes.Buffer
}

func (l *locked) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *locked) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// serverKind is one of the servers of the page.
type serverKind struct {
	name, language string
	part           string                                                                       // "" for Go
	version        func(t *testing.T) string                                                    // as it says it
	command        func(t *testing.T, s *server, config string) (program string, args []string) // writes what it needs besides
}

// hall holds the servers of a test, each started when it is first asked for.
type hall struct {
	t       *testing.T
	mu      sync.Mutex // protects servers
	servers map[string]func() *server
}

func newHall(t *testing.T) *hall {
	t.Helper()
	return &hall{t: t, servers: map[string]func() *server{}}
}

// server returns the server of that kind with that policy. They live as long as the
// test of the hall.
func (h *hall) server(t *testing.T, kind *serverKind, policyName string) *server {
	t.Helper()
	if kind.part != "" {
		testneed.Part(t, kind.part)
	}
	h.mu.Lock()
	key := kind.name + " " + policyName
	start, there := h.servers[key]
	if !there {
		start = sync.OnceValue(func() *server { return h.start(kind, policies[policyName]) })
		h.servers[key] = start
	}
	h.mu.Unlock()
	s := start()
	if s == nil {
		t.Fatalf("%s did not start", key)
	}
	return s
}

// start runs a server in a folder of its own; nil when it does not come up. A port
// that was free may be taken by another program before the server has it: a second and a
// third are tried.
func (h *hall) start(kind *serverKind, p policy) *server {
	const attempts = 3
	for range attempts {
		s, ended := h.attempt(kind, p)
		if s == nil {
			return nil
		}
		if s.answers(h.t.Context(), ended) {
			return s
		}
		h.t.Logf("%s, %s: %s", kind.name, p.version, s.said())
	}
	return nil
}

func (h *hall) attempt(kind *serverKind, p policy) (*server, <-chan struct{}) {
	s := &server{folder: h.t.TempDir(), port: freePort(h.t), log: &locked{}}
	s.url = fmt.Sprintf("https://localhost:%d/", s.port)
	furnish(h.t, s.folder)
	behind := 0
	if kind.name == "stunnel" {
		behind = backend(h.t)
	}
	program, args := kind.command(h.t, s, cooked(h.t, kind.name, kind.language, p, s.folder, s.port, behind))
	if program == "" {
		return nil, nil
	}
	cmd := exec.CommandContext(context.WithoutCancel(h.t.Context()), program, args...) // it ends with the hall's own cleanup
	cmd.Dir = s.folder
	cmd.Stdout, cmd.Stderr = s.log, s.log
	asOrdinary(cmd, s.folder)
	over, err := process.Start(cmd)
	if err != nil {
		h.t.Errorf("%s: %v", kind.name, err)
		return nil, nil
	}
	ended := make(chan struct{})
	go func() {
		s.end = <-over
		close(ended)
	}()
	h.t.Cleanup(func() {
		_ = cmd.Process.Kill() // it may have ended
		<-ended
	})
	return s, ended
}

// answers waits until the port takes connections; false when the process ends first.
func (s *server) answers(ctx context.Context, ended <-chan struct{}) bool {
	ctx, cancel := context.WithTimeout(ctx, toolTimeout)
	defer cancel()
	for {
		conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", fmt.Sprintf("127.0.0.1:%d", s.port))
		if err == nil {
			_ = conn.Close()
			return true
		}
		select {
		case <-ended:
			return false
		case <-ctx.Done():
			return false
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// freePort is a port that nobody has just now.
func freePort(t *testing.T) int {
	t.Helper()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	address, ok := l.Addr().(*net.TCPAddr)
	if !ok {
		t.Fatal(l.Addr())
	}
	return address.Port
}

// backend is a server without TLS, for the one that stands before it.
func backend(t *testing.T) int {
	t.Helper()
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "let in") }))
	t.Cleanup(srv.Close)
	return srv.Listener.Addr().(*net.TCPAddr).Port //nolint:forcetypeassert // it listens by TCP
}

// furnish writes what the page has a user make: certificate and key of the server, and
// the authority.
func furnish(t *testing.T, folder string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(time.Now().UnixNano()), Subject: pkix.Name{CommonName: "localhost"},
		DNSNames: []string{"localhost"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().AddDate(0, 0, 30),
		BasicConstraintsValid: true, IsCA: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	a, err := pki.Test()
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string][]byte{
		"server.pem":         pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}),
		"server.key":         pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private}),
		"cpslab-test-ca.pem": a.PEM(),
	} {
		putFile(t, filepath.Join(folder, name), content)
	}
}

func putFile(t *testing.T, path string, content []byte) {
	t.Helper()
	if err := os.WriteFile(path, content, 0o644); err != nil { //nolint:gosec // the server runs as another user; the folder is private
		t.Fatal(err)
	}
}

// The servers of the page.
var (
	nginx = &serverKind{
		"nginx", "nginx", "nginx",
		func(t *testing.T) string {
			t.Helper()
			return strings.TrimPrefix(firstLine(t, testneed.Path("nginx"), "-v"), "nginx version: ")
		},
		func(t *testing.T, s *server, config string) (string, []string) {
			t.Helper()
			main := "daemon off;\nmaster_process off;\npid nginx.pid;\nerror_log stderr info;\nevents {}\nhttp {\naccess_log off;\n"
			for _, folder := range []string{"client_body", "proxy", "fastcgi", "uwsgi", "scgi"} {
				main += folder + "_temp_path " + folder + ";\n"
			}
			putFile(t, filepath.Join(s.folder, "nginx.conf"), []byte(main+config+"}\n"))
			return testneed.Path("nginx"), []string{"-p", s.folder, "-c", "nginx.conf", "-e", "stderr"}
		},
	}
	apache = &serverKind{
		"Apache", "apache", "apache2",
		func(t *testing.T) string {
			t.Helper()
			_, version, _ := strings.Cut(firstLine(t, testneed.Path("apache2"), "-v"), ": ")
			return version
		},
		func(t *testing.T, s *server, config string) (string, []string) {
			t.Helper()
			program := testneed.Path("apache2")
			modules := filepath.Join(filepath.Dir(program), "../lib/apache2/modules")
			main := "ServerRoot " + s.folder + "\nDefaultRuntimeDir " + s.folder + "\nPidFile apache.pid\nErrorLog server.log\nLogLevel info\nServerName localhost\nMutex file:" + s.folder + "\n"
			for _, m := range []string{"mpm_event", "authz_core", "headers", "socache_shmcb", "ssl"} {
				main += "LoadModule " + m + "_module " + filepath.Join(modules, "mod_"+m+".so") + "\n"
			}
			putFile(t, filepath.Join(s.folder, "apache.conf"), []byte(main+config))
			return program, []string{"-X", "-f", filepath.Join(s.folder, "apache.conf")}
		},
	}
	stunnel = &serverKind{
		"stunnel", "ini", "stunnel4",
		func(t *testing.T) string {
			t.Helper()
			for line := range strings.Lines(said(t, testneed.Path("stunnel4"), "-version")) {
				if strings.HasPrefix(line, "stunnel ") {
					return strings.Join(strings.Fields(line)[:2], " ")
				}
			}
			t.Fatal("stunnel does not say its version")
			return ""
		},
		func(t *testing.T, s *server, config string) (string, []string) {
			t.Helper()
			putFile(t, filepath.Join(s.folder, "stunnel.conf"), []byte(config))
			return testneed.Path("stunnel4"), []string{filepath.Join(s.folder, "stunnel.conf")}
		},
	}
	goServer = &serverKind{
		"Go", "go", "",
		func(t *testing.T) string { t.Helper(); return firstLine(t, "go", "env", "GOVERSION") },
		func(t *testing.T, s *server, config string) (string, []string) {
			t.Helper()
			source, program := filepath.Join(s.folder, "server.go"), filepath.Join(s.folder, "server")
			putFile(t, source, []byte(config))
			if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", program, source).CombinedOutput(); err != nil {
				t.Errorf("go build: %v\n%s", err, out)
				return "", nil
			}
			return program, nil
		},
	}
)

// said is all that a program prints, on both streams.
func said(t *testing.T, program string, args ...string) string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), program, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", program, err, out)
	}
	return string(out)
}
