package clients

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/cpslab/cps/harness/card"
	process "github.com/cpslab/cps/harness/child"
	"github.com/cpslab/cps/simulator/pki"
	"github.com/cpslab/cps/testdata/testneed"
)

// Chromium with a person before it: it asks for the code and for the certificate in
// windows of its own, on a screen that nobody sees.

// screenParts are what a screen with a browser takes.
var screenParts = []string{"chromium", "Xvfb", "openbox", "xdotool", "certutil", "modutil"}

// chromiumThrough is Chromium with a PKCS#11 module. A browser on a screen takes its
// time: it runs where the table is written (make clients).
func chromiumThrough(module *client) *client {
	return &client{
		name: "Chromium",
		need: func(t *testing.T) {
			t.Helper()
			missing := ""
			for _, part := range screenParts {
				if testneed.Path(part) == "" {
					missing += " " + part
				}
			}
			testneed.Optional(t, *fidelity != "" && missing == "", "Chromium on a screen", "make clients runs it, with "+strings.Join(screenParts, ", "))
			module.need(t)
		},
		version: func(t *testing.T, _ *desk) string {
			t.Helper()
			_, version, _ := strings.Cut(said(t, testneed.Path("chromium"), "--version"), "Chromium ") // its script may warn before
			return "Chromium " + strings.Fields(version)[0]
		},
	}
}

func chromiumGroups() []group {
	byOpenSC, byOfficial := needed("", nil), official
	return []group{
		{"cps3-chromium-opensc", chromiumThrough(byOpenSC), "cps3-healthy", []check{
			{"OpenSC: asks for the code, logs in by TLS 1.2", func(t *testing.T, d *desk) { t.Helper(); chromiumLogsIn(t, d, openscModule(t)) }},
			{"OpenSC: wrong code, one try, asks again by itself", func(t *testing.T, d *desk) { t.Helper(); chromiumWrongPIN(t, d, openscModule(t)) }},
		}},
		{"cps4-chromium-official", chromiumThrough(byOfficial), "cps4-healthy", []check{
			{"official module: asks for the code, logs in by TLS 1.3", func(t *testing.T, d *desk) { t.Helper(); chromiumLogsIn(t, d, os.Getenv(envModule)) }},
		}},
	}
}

func TestChromium(t *testing.T) {
	t.Parallel()
	runGroups(t, chromiumGroups())
}

// browsing is a browser with the page of a server that asks for a certificate.
type browsing struct {
	display string
	visitor <-chan *x509.Certificate // who was let in
	said    *locked
}

// browse opens the page. The server takes TLS 1.2 alone from a card that has no PSS.
func browse(t *testing.T, d *desk, module string) *browsing {
	t.Helper()
	home := t.TempDir()
	store := filepath.Join(home, ".pki", "nssdb")
	if err := os.MkdirAll(store, 0o700); err != nil {
		t.Fatal(err)
	}
	d.run(t, "certutil", "-N", "-d", "sql:"+store, "--empty-password")
	d.run(t, "modutil", "-dbdir", "sql:"+store, "-add", "card", "-libfile", module, "-force")

	b := &browsing{display: screen(t), said: &locked{}}
	url, visitor := askingServer(t, d)
	b.visitor = visitor
	b.start(t, d, []string{"HOME=" + home}, "openbox", "--sm-disable")
	// The sandbox wants rights that a container lacks; the only page is this test's own.
	b.start(t, d, []string{"HOME=" + home}, "chromium", "--no-sandbox", "--no-first-run", "--disable-gpu", "--disable-dev-shm-usage",
		"--ignore-certificate-errors", "--user-data-dir="+filepath.Join(home, "profile"), url)
	return b
}

// askingServer is a server that lets in who has a certificate of the TEST authority.
func askingServer(t *testing.T, d *desk) (url string, visitor <-chan *x509.Certificate) {
	t.Helper()
	a, err := pki.Test()
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(a.PEM())
	seen := make(chan *x509.Certificate, 16)
	srv := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		select {
		case seen <- r.TLS.PeerCertificates[0]:
		default: // the first ones are enough
		}
		fmt.Fprintln(w, "let in")
	}))
	srv.Config.ErrorLog = log.New(io.Discard, "", 0) // the browser tries without a certificate first
	srv.TLS = &tls.Config{ClientAuth: tls.RequireAndVerifyClientCert, ClientCAs: roots, MinVersion: tls.VersionTLS13}
	if d.face == card.FaceCPS3 {
		srv.TLS.MinVersion, srv.TLS.MaxVersion = tls.VersionTLS12, tls.VersionTLS12
	}
	srv.StartTLS()
	t.Cleanup(srv.Close)
	return srv.URL, seen
}

// screen starts a screen on a number that nobody has, and returns its name.
func screen(t *testing.T) string {
	t.Helper()
	number, told, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = number.Close() }()
	cmd := exec.CommandContext(context.WithoutCancel(t.Context()), testneed.Path("Xvfb"), "-displayfd", "3", "-screen", "0", "1024x768x24", "-nolisten", "tcp", "-noreset")
	said := &locked{}
	cmd.ExtraFiles, cmd.Stderr = []*os.File{told}, said
	until(t, cmd)
	_ = told.Close() // the screen has its own
	line, err := bufio.NewReader(number).ReadString('\n')
	if err != nil {
		t.Fatalf("Xvfb did not start: %v\n%s", err, said)
	}
	return ":" + strings.TrimSpace(line)
}

// until starts a program that ends with the test.
func until(t *testing.T, cmd *exec.Cmd) {
	t.Helper()
	over, err := process.Start(cmd)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Signal(os.Interrupt) // it may have ended
		select {
		case err := <-over:
			t.Logf("%s: %v", cmd.Path, err)
		case <-time.After(10 * time.Second):
			_ = cmd.Process.Kill()
			t.Logf("%s, killed: %v", cmd.Path, <-over)
		}
	})
}

func (b *browsing) start(t *testing.T, d *desk, env []string, program string, args ...string) {
	t.Helper()
	cmd := exec.CommandContext(context.WithoutCancel(t.Context()), testneed.Path(program), args...)
	cmd.Dir = d.dir
	cmd.Env = process.Environ(append(append([]string{"LC_ALL=C", "DISPLAY=" + b.display}, d.stack.Env()...), env...)...)
	cmd.Stdout, cmd.Stderr = b.said, b.said
	until(t, cmd)
}

// hands does what a person does with mouse and keyboard: commands of xdotool, which
// reads them from its input, where no list of processes shows a code.
func (b *browsing) hands(t *testing.T, commands string) error {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), toolTimeout)
	defer cancel()
	cmd := process.Command(ctx, testneed.Path("xdotool"), "-")
	cmd.Env = append(cmd.Env, "DISPLAY="+b.display)
	cmd.Stdin = strings.NewReader(commands + "\n")
	return cmd.Run()
}

// types waits for the window that asks for the code, and types.
func (b *browsing) types(t *testing.T, keys string) {
	t.Helper()
	b.waits(t, "the window that asks for the code", func() bool {
		return b.hands(t, "search --onlyvisible --name '^Unlock Security Device$' windowactivate --sync") == nil && b.hands(t, keys) == nil
	})
}

// waits until something is so.
func (b *browsing) waits(t *testing.T, what string, so func() bool) {
	t.Helper()
	for end := time.Now().Add(toolTimeout); ; time.Sleep(500 * time.Millisecond) {
		if so() {
			return
		}
		if time.Now().After(end) {
			t.Fatalf("%s did not come:\n%s", what, b.said)
		}
	}
}

// chromiumLogsIn: the code opens the card, and of the certificates offered the one for
// authentication is taken, which stands last.
func chromiumLogsIn(t *testing.T, d *desk, module string) {
	t.Helper()
	d.presents(t, 1, func() {
		b := browse(t, d, module)
		b.types(t, "type "+pin+"\nkey Return")
		var who *x509.Certificate
		b.waits(t, "the visitor", func() bool {
			_ = b.hands(t, "key Down key Return") // again, until the list of certificates is there
			select {
			case who = <-b.visitor:
				return true
			default:
				return false
			}
		})
		if want := d.content(t, object{path: d.certificate(pki.Authentication).path}); !bytes.Equal(who.Raw, want) {
			t.Errorf("let in by another certificate: %s", who.Subject)
		}
	})
}

// chromiumWrongPIN: it asks again, and presents nothing by itself.
func chromiumWrongPIN(t *testing.T, d *desk, module string) {
	t.Helper()
	d.presents(t, 1, func() {
		before := d.codes.count.Load()
		b := browse(t, d, module)
		b.types(t, "type 9999\nkey Return")
		b.waits(t, "the code at the card", func() bool { return d.codes.count.Load() > before })
		b.types(t, "key Escape")
		select {
		case who := <-b.visitor:
			t.Errorf("let in with a wrong code: %s", who.Subject)
		case <-time.After(3 * time.Second): // time for a second try, and for a page
		}
	})
	wants(t, d.run(t, "pkcs11-tool", p11("--list-slots")...), flagLow)
}
