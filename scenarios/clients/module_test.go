package clients

import (
	"crypto"
	"encoding/hex"
	"encoding/pem"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cpslab/cps/simulator/pki"
	"github.com/cpslab/cps/testdata/testneed"
	"github.com/cpslab/cps/testdata/testprogram"
)

// Programs that reach a card's keys by a PKCS#11 module, OpenSC's here: what a TLS
// client, an SSH user or a Java program does with a CPS3.

// needed is a client of which make deps brings every part.
func needed(name string, version func(t *testing.T, d *desk) string, parts ...string) *client {
	return &client{
		name: name,
		need: func(t *testing.T) {
			t.Helper()
			testneed.Part(t, append([]string{"opensc-tool"}, parts...)...)
		},
		version: version,
	}
}

var p11tool = needed("p11tool", func(t *testing.T, _ *desk) string {
	t.Helper()
	return "p11tool " + lastField(firstLine(t, testneed.Path("p11tool"), "--version"))
}, "p11tool")

var openssl = needed("OpenSSL, engine pkcs11", func(t *testing.T, _ *desk) string {
	t.Helper()
	line, _, _ := strings.Cut(firstLine(t, testneed.Path("openssl"), "version"), " (")
	return line
}, "openssl", "OpenSSL pkcs11 engine")

var openssh = needed("OpenSSH", func(t *testing.T, d *desk) string {
	t.Helper()
	out, err := d.exec(t.Context(), "ssh", "-V")
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	version, _, _ := strings.Cut(strings.TrimSpace(out), ",")
	return version
}, "ssh-agent")

// The tools of NSS do not say their version; the package manager does.
var nss = needed("NSS", func(t *testing.T, _ *desk) string {
	t.Helper()
	return "libnss3-tools " + firstLine(t, "dpkg-query", "-W", "-f", "${Version}", "libnss3-tools")
}, "certutil")

var sunPKCS11 = installed("SunPKCS11", "java", func(t *testing.T, _ *desk) string {
	t.Helper()
	return firstLine(t, "java", "--version")
})

func moduleGroups() []group {
	return []group{
		{"cps3-p11tool", p11tool, "cps3-healthy", []check{
			{"token and certificates without the code", p11toolLists},
			{"private objects after login", p11toolLogsIn},
			{"test signature of the authentication key; PSS refused by OpenSC", p11toolSigns},
			{"wrong code porteur: one try, no key", p11toolWrongPIN},
		}},
		{"cps3-openssl", openssl, "cps3-healthy", []check{
			{"sign with the authentication key, verified by OpenSSL", opensslSigns},
			{"PSS: refused by OpenSC", opensslRefusesPSS},
			{"wrong code porteur: one try, no key", opensslWrongPIN},
		}},
		{"cps3-openssh", openssh, "cps3-healthy", []check{
			{"public keys without the code", sshLists},
			{"agent: sign a file with the authentication key", sshSigns},
		}},
		{"cps3-nss", nss, "cps3-healthy", []check{
			{"module added, certificates and keys after login", nssLists},
		}},
		{"cps3-sunpkcs11", sunPKCS11, "cps3-healthy", []check{
			{"SHA256withRSA with the mechanism that hashes on the card: refused by OpenSC", sunRefuses},
			{"SHA256withRSA without it: signed", sunSigns},
			{"wrong code porteur: one try, no key", sunWrongPIN},
		}},
	}
}

func TestModuleClients(t *testing.T) {
	t.Parallel()
	runGroups(t, moduleGroups())
}

// openscModule is the file of OpenSC's PKCS#11 module.
func openscModule(t *testing.T) string {
	t.Helper()
	args := p11()
	if len(args) != 2 {
		t.Fatal("OpenSC's tools are there, its PKCS#11 module is not")
	}
	return args[1]
}

// uri names a key of the card by its CKA_ID (RFC 7512).
func (d *desk) uri(kind pki.Kind, more string) string {
	id, err := hex.DecodeString(d.certificate(kind).id)
	if err != nil {
		panic(err) // ids are written here
	}
	var b strings.Builder
	for _, c := range id {
		fmt.Fprintf(&b, "%%%02X", c)
	}
	return "pkcs11:id=" + b.String() + ";type=private" + more
}

func (d *desk) p11tool(t *testing.T, code string, args ...string) (string, error) {
	t.Helper()
	args = append([]string{"--provider", openscModule(t), "--batch"}, args...)
	return d.execWith(t.Context(), []string{"GNUTLS_PIN=" + code}, testneed.Path("p11tool"), args...)
}

func p11toolLists(t *testing.T, d *desk) {
	t.Helper()
	d.presents(t, 0, func() {
		out, err := d.p11tool(t, "", "--list-tokens")
		if err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		wants(t, out, d.given.Label, "Requires login")
		out, err = d.p11tool(t, "", "--list-all-certs", "pkcs11:")
		if err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		wants(t, out, "Certificat de Signature CPS", "Certificat d'Authentification CPS", "Certificat Technique CPS", "RSA-2048")
		wantsNone(t, out, "CPS_PRIV_SIG")
	})
}

func p11toolLogsIn(t *testing.T, d *desk) {
	t.Helper()
	out, err := d.p11tool(t, pin, "--login", "--list-all", "pkcs11:manufacturer=ASIP%20SANTE")
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	wants(t, out, "CPS_PRIV_SIG", "CPS_PRIV_AUT", "CPS_ACTIVITY_01_PS", "CPS_DATA")
}

func p11toolSigns(t *testing.T, d *desk) {
	t.Helper()
	key := d.uri(pki.Authentication, "")
	out, _ := d.p11tool(t, pin, "--login", "--test-sign", key) // ends 1 for want of a public key object
	wants(t, out, "Signing using RSA-SHA256... ok", "Verifying against private key parameters... ok")
	out, err := d.p11tool(t, pin, "--login", "--test-sign", "--sign-params=rsa-pss", key)
	if err == nil {
		t.Error("a CPS3 signed with PSS")
	}
	wants(t, out, "The signature algorithm is not supported")
}

func p11toolWrongPIN(t *testing.T, d *desk) {
	t.Helper()
	d.presents(t, 1, func() {
		out, _ := d.p11tool(t, "9999", "--login", "--list-privkeys", "pkcs11:manufacturer=ASIP%20SANTE") // its exit code is 0 where it lists less
		wantsNone(t, out, "CPS_PRIV_SIG", "CPS_PRIV_AUT")
	})
	wants(t, d.run(t, "pkcs11-tool", p11("--list-slots")...), flagLow)
}

// opensslSign signs the message by the engine, through a PKCS#11 module, and returns
// what OpenSSL said.
func (d *desk) opensslSign(t *testing.T, module, code string, options ...string) (string, error) {
	t.Helper()
	config := fmt.Sprintf("openssl_conf = init\n[init]\nengines = engines\n[engines]\npkcs11 = card\n[card]\nengine_id = pkcs11\ndynamic_path = %s\nMODULE_PATH = %s\ninit = 0\n",
		testneed.Path("OpenSSL pkcs11 engine"), module)
	args := append([]string{
		"dgst", "-engine", "pkcs11", "-keyform", "engine", "-sign", d.uri(pki.Authentication, ";pin-value="+code),
		"-sha256", "-out", "signature",
	}, options...)
	return d.execWith(t.Context(), []string{"OPENSSL_CONF=" + d.put(t, "openssl.cnf", []byte(config))},
		testneed.Path("openssl"), append(args, d.put(t, "message", message))...)
}

func opensslSigns(t *testing.T, d *desk) {
	t.Helper()
	out, err := d.opensslSign(t, openscModule(t), pin)
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	certificate := d.put(t, "certificate.pem", pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: d.content(t, object{path: d.certificate(pki.Authentication).path})}))
	public := d.run(t, "openssl", "x509", "-in", certificate, "-noout", "-pubkey")
	wants(t, d.run(t, "openssl", "dgst", "-sha256", "-verify", d.put(t, "public.pem", []byte(public)), "-signature", "signature", "message"), "Verified OK")
	d.verify(t, pki.Authentication, crypto.SHA256, d.take(t, "signature"))
}

func opensslRefusesPSS(t *testing.T, d *desk) {
	t.Helper()
	out, err := d.opensslSign(t, openscModule(t), pin, "-sigopt", "rsa_padding_mode:pss")
	if err == nil {
		t.Error("a CPS3 signed with PSS")
	}
	wants(t, out, "PKCS#11 module", "Mechanism invalid")
}

func opensslWrongPIN(t *testing.T, d *desk) {
	t.Helper()
	d.presents(t, 1, func() {
		out, err := d.opensslSign(t, openscModule(t), "9999")
		if err == nil {
			t.Error("signed without the code")
		}
		wants(t, out, "PIN incorrect")
	})
}

// publicKeys is what ssh-keygen lists of the card, a key a line.
func (d *desk) publicKeys(t *testing.T) []string {
	t.Helper()
	out, err := d.exec(t.Context(), "ssh-keygen", "-D", openscModule(t))
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return strings.Split(strings.TrimSpace(out), "\n")
}

func sshLists(t *testing.T, d *desk) {
	t.Helper()
	d.presents(t, 0, func() {
		keys := d.publicKeys(t)
		if len(keys) != 3 {
			t.Fatalf("%d keys: %q", len(keys), keys)
		}
		for _, k := range keys {
			if !strings.HasPrefix(k, "ssh-rsa ") {
				t.Errorf("%q", k)
			}
		}
	})
}

// sshSigns: an agent of its own logs in once, a file is signed and verified, all as
// ssh does it for a server.
func sshSigns(t *testing.T, d *desk) {
	t.Helper()
	var key string
	for _, k := range d.publicKeys(t) {
		if strings.HasSuffix(k, "Certificat d'Authentification CPS") {
			key = k
		}
	}
	d.put(t, "key.pub", []byte(key+"\n"))
	d.put(t, "message", message)
	d.put(t, "allowed", []byte("holder "+strings.Join(strings.Fields(key)[:2], " ")+"\n"))
	ask := d.path("ask")
	testprogram.Write(t, ask, []byte("#!/bin/sh\necho "+pin+"\n"), 0o700)
	module := openscModule(t)
	script := "ssh-add -s " + module + " && ssh-keygen -Y sign -f key.pub -n file message && " +
		"ssh-keygen -Y verify -f allowed -I holder -n file -s message.sig < message; code=$?; ssh-agent -k; exit $code"
	env := []string{"SSH_ASKPASS=" + ask, "SSH_ASKPASS_REQUIRE=force", "SSH_AUTH_SOCK="}
	d.presents(t, 1, func() {
		out, err := d.execWith(t.Context(), env, "ssh-agent", "-P", filepath.Dir(module)+"/*", "sh", "-c", script)
		if err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		wants(t, out, "Good \"file\" signature for holder")
	})
}

func nssLists(t *testing.T, d *desk) {
	t.Helper()
	nssRun := func(tool string, args ...string) string {
		out, err := d.exec(t.Context(), tool, args...)
		if err != nil {
			t.Fatalf("%s: %v\n%s", tool, err, out)
		}
		return out
	}
	store := "sql:" + d.dir
	code := d.put(t, "code", []byte(pin+"\n"))
	nssRun("certutil", "-N", "-d", store, "--empty-password")
	nssRun("modutil", "-dbdir", store, "-add", "card", "-libfile", openscModule(t), "-force")
	wants(t, nssRun("certutil", "-L", "-d", store, "-h", "all", "-f", code), ":Certificat d'Authentification CPS", ":Certificat de Signature CPS")
	wants(t, nssRun("certutil", "-K", "-d", store, "-h", "all", "-f", code), "CPS_PRIV_AUT", "CPS_PRIV_SIG")
}

// javaSigns signs the message with the authentication key, by a provider with these
// lines of configuration besides the module.
func (d *desk) javaSigns(t *testing.T, code, more string) (string, error) {
	t.Helper()
	program, err := filepath.Abs("testdata/Sign.java")
	if err != nil {
		t.Fatal(err)
	}
	config := d.put(t, "card.cfg", []byte("name = card\nlibrary = "+openscModule(t)+"\nslotListIndex = 0\n"+more))
	return d.exec(t.Context(), "java", program, config, code, "Certificat d'Authentification CPS", d.put(t, "message", message))
}

// sunRefuses: the provider takes the first mechanism that the token lists, and OpenSC
// lists one that this key does not do.
func sunRefuses(t *testing.T, d *desk) {
	t.Helper()
	out, err := d.javaSigns(t, pin, "")
	if err == nil {
		t.Error("signed with a hash of the card")
	}
	wants(t, out, "key Certificat d'Authentification CPS", "CKR_MECHANISM_INVALID")
}

func sunSigns(t *testing.T, d *desk) {
	t.Helper()
	out, err := d.javaSigns(t, pin, "disabledMechanisms = { CKM_SHA256_RSA_PKCS }\n")
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	_, signature, found := strings.Cut(out, "signature ")
	if !found {
		t.Fatalf("no signature:\n%s", out)
	}
	raw, err := hex.DecodeString(strings.TrimSpace(signature))
	if err != nil {
		t.Fatal(err)
	}
	d.verify(t, pki.Authentication, crypto.SHA256, raw)
}

func sunWrongPIN(t *testing.T, d *desk) {
	t.Helper()
	d.presents(t, 1, func() {
		out, err := d.javaSigns(t, "9999", "")
		if err == nil {
			t.Error("signed without the code")
		}
		wants(t, out, "CKR_PIN_INCORRECT")
		wantsNone(t, out, "signature ")
	})
}

// lastField is the last word of a line.
func lastField(line string) string {
	fields := strings.Fields(line)
	return fields[len(fields)-1]
}
