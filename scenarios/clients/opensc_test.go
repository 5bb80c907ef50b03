package clients

import (
	"bytes"
	"crypto"
	"encoding/pem"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/simulator/pki"
	"github.com/cpslab/cps/testdata/testneed"
)

// opensc is OpenSC's tools and its PKCS#11 module. It knows the CPS3 with
// contacts as an IAS-ECC card (OpenSC sources, card-iasecc.c), and neither the
// other interface of that card nor a CPS4.
var opensc = &client{
	name: "OpenSC",
	need: func(t *testing.T) {
		t.Helper()
		testneed.Part(t, "opensc-tool", "pkcs15-tool", "pkcs15-crypt", "pkcs11-tool")
	},
	version: func(t *testing.T, _ *desk) string {
		t.Helper()
		return firstLine(t, testneed.Path("opensc-tool"), "--info")
	},
}

func openscGroups() []group {
	return []group{
		{"cps3-read", opensc, "cps3-two-activities", []check{
			{"recognised, with its driver", openscRecognises},
			{"pkcs15-tool --dump: codes, keys, certificates, data objects", openscDumps},
			{"read every data object", openscReadsObjects},
			{"read every certificate", openscReadsCertificates},
			{"list objects before and after login", openscLists},
		}},
		{"cps3-keys", opensc, "cps3-healthy", []check{
			{"sign with the authentication key, RSA-PKCS", openscSigns},
			{"decipher with the authentication key", openscDeciphers},
			{"signature key: refused by OpenSC itself", openscRefusesSignatureKey},
			{"random numbers", openscRandom},
		}},
		{"cps3-codes", opensc, "cps3-healthy", []check{
			{"code porteur with letters: no session", openscLetters},
			{"wrong code porteur, counter seen", openscWrongPIN},
			{"change the code porteur", openscChangesPIN},
			{"three wrong codes block it", openscBlocks},
			{"unblock with the code de déblocage", openscUnblocks},
		}},
		{"cps3-dead", opensc, "cps3-dead", []check{{"both codes blocked: seen, and nothing unblocks", openscDead}}},
		{"cps3cl", opensc, "cps3cl-healthy", []check{{"refused as an unsupported card", openscRefuses}}},
		{"cps4", opensc, "cps4-healthy", []check{{"refused as an unsupported card", openscRefuses}}},
	}
}

// p11 are the arguments that choose OpenSC's own module, which lies elsewhere
// when OpenSC was unpacked without root.
func p11(args ...string) []string {
	folder := filepath.Dir(testneed.Path("pkcs11-tool"))
	for _, pattern := range []string{"../lib/*/opensc-pkcs11.so", "../lib/opensc-pkcs11.so", "../lib64/opensc-pkcs11.so"} {
		if found, err := filepath.Glob(filepath.Join(folder, pattern)); err == nil && len(found) > 0 {
			return append([]string{"--module", found[0]}, args...)
		}
	}
	return args
}

func openscRecognises(t *testing.T, d *desk) {
	t.Helper()
	wants(t, d.run(t, "opensc-tool", "--atr", "--name"),
		"3b:ac:00:40:2a:00:12:25:00:64:80:00:03:10:00:90:00", "IAS-ECC")
	wants(t, d.run(t, "opensc-tool", "--send-apdu", "00A4040C0DE828BD080F8025000001FF0010"), "SW1=0x90, SW2=0x00")
}

func openscDumps(t *testing.T, d *desk) {
	t.Helper()
	out := d.run(t, "pkcs15-tool", "--dump")
	wants(t, out, d.given.Label, "PIN [Code porteur]", "PIN [Code de déblocage]",
		"Private RSA Key [CPS_PRIV_SIG]", "Private RSA Key [CPS_PRIV_AUT]", "Private RSA Key [CPS_PRIV_TECH_AUT]",
		"Key ref        : 129 (0x81)", "Key ref        : 130 (0x82)", "Key ref        : 131 (0x83)",
		"Path           : e828bd080f8025000001ff0010::",
		"X.509 Certificate [Certificat de Signature CPS]", "X.509 Certificate [Certificat d'Authentification CPS]",
		"X.509 Certificate [Certificat Technique CPS]")
	for _, o := range d.objects() {
		if !o.old { // the module adds those itself, OpenSC does not
			wants(t, out, "Data object '"+o.label+"'")
		}
	}
}

func openscReadsObjects(t *testing.T, d *desk) {
	t.Helper()
	read := 0
	for _, o := range d.objects() {
		if o.old {
			continue
		}
		args := []string{"--read-data-object", o.label, "--raw", "--output", "object"}
		if o.private {
			args = append(args, "--verify-pin", "--pin", pin)
		}
		d.run(t, "pkcs15-tool", args...)
		if want, got := d.content(t, o), d.take(t, "object"); !bytes.Equal(want, got) {
			t.Errorf("%s: %X, the card holds %X", o.label, got, want)
		}
		read++
	}
	if want := 5 + len(d.given.Activities); read != want {
		t.Errorf("%d objects read, want %d", read, want)
	}
}

func openscReadsCertificates(t *testing.T, d *desk) {
	t.Helper()
	for kind := pki.Signature; kind <= pki.Technical; kind++ {
		c := d.certificate(kind)
		d.run(t, "pkcs15-tool", "--read-certificate", c.id, "--output", "certificate")
		block, _ := pem.Decode(d.take(t, "certificate"))
		if block == nil {
			t.Fatalf("certificate %v: no PEM", kind)
		}
		d.check(t, c, block.Bytes)
	}
}

func openscLists(t *testing.T, d *desk) {
	t.Helper()
	private := []string{"CPS_PRIV_SIG", "CPS_PRIV_AUT", "CPS_ACTIVITY_01_PS", "CPS_ACTIVITY_02_PS"}
	before := d.run(t, "pkcs11-tool", p11("--list-objects")...)
	wants(t, before, "Certificat de Signature CPS", "Certificat d'Authentification CPS", "CPS_ID_CARD", "CPS_DATA")
	wantsNone(t, before, private...)
	wants(t, d.run(t, "pkcs11-tool", p11("--list-objects", "--login", "--pin", pin)...), private...)
}

func openscSigns(t *testing.T, d *desk) {
	t.Helper()
	d.run(t, "pkcs11-tool", p11("--login", "--pin", pin, "--sign", "--mechanism", "RSA-PKCS",
		"--id", d.certificate(pki.Authentication).id,
		"--input-file", d.put(t, "info", digestInfo()), "--output-file", "signature")...)
	d.verify(t, pki.Authentication, crypto.SHA256, d.take(t, "signature"))
}

func openscDeciphers(t *testing.T, d *desk) {
	t.Helper()
	id, text := d.certificate(pki.Authentication).id, "deciphered on the card"
	secret := d.put(t, "secret", d.secret(t, text))
	d.run(t, "pkcs15-crypt", "--decipher", "--pkcs1", "--key", id, "--input", secret, "--output", "plain", "--pin", pin, "--raw")
	if got := d.take(t, "plain"); string(got) != text {
		t.Errorf("pkcs15-crypt: %q, want %q", got, text)
	}
	d.run(t, "pkcs11-tool", p11("--login", "--pin", pin, "--decrypt", "--mechanism", "RSA-PKCS", "--id", id,
		"--input-file", secret, "--output-file", "plain")...)
	if got := d.take(t, "plain"); string(got) != text {
		t.Errorf("pkcs11-tool: %q, want %q", got, text)
	}
}

// OpenSC built with OpenSSL 3 cannot hash for this key and sends nothing.
func openscRefusesSignatureKey(t *testing.T, d *desk) {
	t.Helper()
	d.refused(t, "CKR_FUNCTION_NOT_SUPPORTED", "pkcs11-tool", p11("--login", "--pin", pin, "--sign",
		"--mechanism", "SHA256-RSA-PKCS", "--id", d.certificate(pki.Signature).id,
		"--input-file", d.put(t, "message", message), "--output-file", "signature")...)
}

func openscRandom(t *testing.T, d *desk) {
	t.Helper()
	var drawn [2][]byte
	for i := range drawn {
		d.run(t, "pkcs11-tool", p11("--generate-random", "16", "--output-file", "random")...)
		drawn[i] = d.take(t, "random")
	}
	if len(drawn[0]) != 16 || bytes.Equal(drawn[0], drawn[1]) {
		t.Errorf("drawn %X and %X", drawn[0], drawn[1])
	}
}

// flags of the token as pkcs11-tool words them.
const (
	flagLow    = "user PIN count low"
	flagFinal  = "final user PIN try"
	flagLocked = "user PIN locked"
)

// openscLetters: OpenSC sends letters as they are, and a CPS3 refuses their form.
func openscLetters(t *testing.T, d *desk) {
	t.Helper()
	for _, code := range letters {
		out := d.refused(t, "CKR_DATA_INVALID", "pkcs11-tool", p11("--login", "--pin", code, "--list-objects")...)
		wantsNone(t, out, "CPS_PRIV_SIG", "CPS_ACTIVITY_01_PS")
		d.refused(t, "Incorrect parameters", "pkcs15-tool", "--verify-pin", "--pin", code)
		wantsNone(t, d.run(t, "pkcs11-tool", p11("--list-slots")...), flagLow)
	}
}

func openscWrongPIN(t *testing.T, d *desk) {
	t.Helper()
	wantsNone(t, d.run(t, "pkcs11-tool", p11("--list-slots")...), flagLow, flagFinal, flagLocked)
	d.refused(t, "CKR_PIN_INCORRECT", "pkcs11-tool", p11("--login", "--pin", "9999", "--list-objects")...)
	out := d.run(t, "pkcs11-tool", p11("--list-slots")...)
	wants(t, out, flagLow)
	wantsNone(t, out, flagFinal, flagLocked)
	d.run(t, "pkcs15-tool", "--verify-pin", "--pin", pin)
	wantsNone(t, d.run(t, "pkcs11-tool", p11("--list-slots")...), flagLow)
}

func openscChangesPIN(t *testing.T, d *desk) {
	t.Helper()
	d.run(t, "pkcs15-tool", "--change-pin", "--pin", pin, "--new-pin", otherPIN)
	d.refused(t, "", "pkcs15-tool", "--verify-pin", "--pin", pin)
	d.run(t, "pkcs15-tool", "--verify-pin", "--pin", otherPIN)
	d.run(t, "pkcs11-tool", p11("--change-pin", "--pin", otherPIN, "--new-pin", "12345678")...)
	d.run(t, "pkcs11-tool", p11("--change-pin", "--pin", "12345678", "--new-pin", pin)...)
	d.run(t, "pkcs15-tool", "--verify-pin", "--pin", pin)
}

func openscBlocks(t *testing.T, d *desk) {
	t.Helper()
	for _, wrong := range []string{"9999", "9998", "9997"} {
		d.refused(t, "CKR_PIN_INCORRECT", "pkcs11-tool", p11("--login", "--pin", wrong, "--list-objects")...)
	}
	d.refused(t, "CKR_PIN_LOCKED", "pkcs11-tool", p11("--login", "--pin", pin, "--list-objects")...)
	wants(t, d.run(t, "pkcs11-tool", p11("--list-slots")...), flagLocked)
}

func openscUnblocks(t *testing.T, d *desk) {
	t.Helper()
	d.refused(t, "", "pkcs15-tool", "--unblock-pin", "--puk", wrongPUK, "--new-pin", otherPIN)
	d.run(t, "pkcs15-tool", "--unblock-pin", "--puk", puk, "--new-pin", otherPIN)
	d.run(t, "pkcs15-tool", "--verify-pin", "--pin", otherPIN)
	wantsNone(t, d.run(t, "pkcs11-tool", p11("--list-slots")...), flagLow, flagFinal, flagLocked)
}

func openscDead(t *testing.T, d *desk) {
	t.Helper()
	wants(t, d.run(t, "pkcs11-tool", p11("--list-slots")...), flagLocked)
	d.refused(t, "Authentication method blocked", "pkcs15-tool", "--unblock-pin", "--puk", puk, "--new-pin", otherPIN)
	d.refused(t, "CKR_PIN_LOCKED", "pkcs11-tool", p11("--login", "--pin", pin, "--list-objects")...)
}

// openscRefuses: neither face has a driver. The ATR of a V4 over T=0 is one that the
// IAS-ECC driver takes, and that finds no application.
func openscRefuses(t *testing.T, d *desk) {
	t.Helper()
	name, reason := "Unsupported card", "Card is invalid or cannot be handled"
	if d.face == card.FaceCPS4 {
		name, reason = "IAS-ECC", "PKCS#15 binding failed: Unsupported card"
	}
	wants(t, d.run(t, "opensc-tool", "--name"), name)
	d.refused(t, reason, "pkcs15-tool", "--dump")
	wants(t, d.run(t, "pkcs11-tool", p11("--list-slots")...), "token not recognized")
	wantsNone(t, strings.ToLower(d.run(t, "pkcs11-tool", p11("--list-objects")...)), "object;", "data object")
}
