package clients

import (
	"bytes"
	"crypto"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/simulator/pki"
	"github.com/cpslab/cps/testdata/testneed"
)

// envModule names the official PKCS#11 module; its suite is not run without it.
const envModule = "CPSLAB_CRYPTOLIB"

// official is the PKCS#11 module of the CryptolibCPS, driven by pkcs11-tool, and
// by a child of this test where pkcs11-tool has no option for it.
var official = &client{
	name: "official module",
	need: func(t *testing.T) {
		t.Helper()
		testneed.Optional(t, os.Getenv(envModule) != "", "the official PKCS#11 module", "set "+envModule+" to its path")
		testneed.Part(t, "pkcs11-tool")
	},
	version: func(t *testing.T, d *desk) string {
		t.Helper()
		// Without a token pkcs11-tool tells the version and fails all the same.
		out, err := d.exec(t.Context(), testneed.Path("pkcs11-tool"), module("--show-info")...)
		for line := range strings.Lines(out) {
			if library, ok := strings.CutPrefix(line, "Library"); ok {
				return strings.TrimSpace(library)
			}
		}
		t.Fatalf("the module does not say what it is: %v\n%s", err, out)
		return ""
	},
}

func officialGroups() []group {
	var list []group
	for _, face := range []string{"cps3", "cps4"} {
		preset := face + "-healthy"
		if face == "cps3" {
			preset = "cps3-two-activities"
		}
		keys := []check{
			{"signature key: SHA-256 and SHA-1 with RSA", officialSigns},
			{"signature key: a given hash", officialSignsHash},
			{"authentication key: RSA-PKCS", officialAuthenticates},
			{"authentication key through OpenSSL's engine pkcs11", officialThroughOpenSSL},
			{"decipher with the authentication key", officialDeciphers},
			{"random numbers", officialRandom},
		}
		data := []check{{"write CPS_DATA: refused before login, kept after it", officialWrites}}
		if face == "cps4" {
			data = []check{{"no CPS_DATA that can be modified", officialHasNoData}}
			keys = append(keys, check{"both keys: PSS with SHA-256", officialSignsPSS})
		} else {
			keys = append(keys, check{"PSS: refused by the module", officialRefusesPSS})
		}
		list = append(list,
			group{face + "-read", official, preset, []check{
				{"slot and token information", officialToken},
				{"list objects before and after login", officialLists},
				{"read every data object", officialReadsObjects},
				{"read every data object again, when the module has kept them", officialReadsObjects},
				{"read every certificate", officialReadsCertificates},
			}},
			group{face + "-data", official, preset, data},
			group{face + "-keys", official, preset, keys},
			group{face + "-codes", official, preset, []check{
				{"code porteur with letters: no session", officialLetters},
				{"wrong code porteur, counter seen", officialWrongPIN},
				{"three wrong codes block it", officialBlocks},
				{"unblock with the code de déblocage", officialUnblocks},
				{"change the code porteur", officialChangesPIN},
			}})
	}
	list = append(list,
		group{"cps3-dead", official, "cps3-dead", []check{{"both codes blocked: seen, and nothing unblocks", officialDead}}},
		group{"cps4-dead", official, "testdata/cps4-dead.yaml", []check{{"both codes blocked: seen, and nothing unblocks", officialDead}}},
		group{"other-issuer", official, "other-issuer", []check{{"card of another issuer: not taken for a CPS", officialIgnores}}},
		group{"cps4-candidate", official, "testdata/cps4-candidate.yaml", []check{{"ATR of the release candidate: token, login, signature", officialKnows}}},
		group{"cps4-t1", official, "cps4-t1", []check{{"ATR for T=1: token, login, signature", officialKnows}}})
	return append(list, group{"cps3cl", official, "cps3cl-healthy", []check{
		{"slot and token information", officialToken},
		{"list objects: the public part only", officialListsContactless},
		{"login: refused, there is no code", officialRefusesLogin},
		{"read every data object", officialReadsObjects},
		{"read the technical certificate", officialReadsCertificates},
		{"technical key: RSA-PKCS without a code", officialSignsTechnical},
		{"random numbers", officialRandom},
	}})
}

// module are the arguments of pkcs11-tool that choose the official module.
func module(args ...string) []string {
	return append([]string{"--module", os.Getenv(envModule)}, args...)
}

// login are those that log in too.
func login(args ...string) []string {
	return module(append([]string{"--login", "--pin", pin}, args...)...)
}

func officialToken(t *testing.T, d *desk) {
	t.Helper()
	out := d.run(t, "pkcs11-tool", module("--list-slots")...)
	wants(t, out, d.given.Label, "token model        : IAS ECC", "serial num         : "+d.serial8()+"\n", "rng, token initialized")
	if d.face == card.FaceCPS3Contactless {
		wantsNone(t, out, "login required")
		return
	}
	wants(t, out, "login required", "PIN initialized")
	wantsNone(t, out, flagLow, flagFinal, flagLocked)
}

// officialKnows is enough to tell that the module takes the card for a CPS4.
func officialKnows(t *testing.T, d *desk) {
	t.Helper()
	officialToken(t, d)
	officialLists(t, d)
	officialSigns(t, d)
	officialAuthenticates(t, d)
}

// officialIgnores: another prefix in EF.SN.ICC, and there is no token.
func officialIgnores(t *testing.T, d *desk) {
	t.Helper()
	wantsNone(t, d.run(t, "pkcs11-tool", module("--list-slots")...), "token label")
	d.refused(t, "No slot with a token", "pkcs11-tool", module("--list-objects")...)
}

func officialLists(t *testing.T, d *desk) {
	t.Helper()
	before := d.run(t, "pkcs11-tool", module("--list-objects")...)
	after := d.run(t, "pkcs11-tool", login("--list-objects")...)
	wants(t, before, "Certificat de Signature CPS", "Certificat d'Authentification CPS")
	wantsNone(t, before, "CPS_PRIV_SIG", "CPS_PRIV_AUT")
	wants(t, after, "CPS_PRIV_SIG", "CPS_PRIV_AUT", "Certificat de Signature CPS", "Certificat d'Authentification CPS")
	for _, o := range d.objects() {
		wants(t, after, "'"+o.label+"'")
		if o.private {
			wantsNone(t, before, "'"+o.label+"'")
		} else {
			wants(t, before, "'"+o.label+"'")
		}
	}
}

func officialListsContactless(t *testing.T, d *desk) {
	t.Helper()
	out := d.run(t, "pkcs11-tool", module("--list-objects")...)
	wants(t, out, "CPS_PRIV_TECH_AUT", "Certificat Technique CPS")
	for _, o := range d.objects() {
		wants(t, out, "'"+o.label+"'")
	}
	wantsNone(t, out, "CPS_PRIV_SIG", "CPS_PRIV_AUT", "Certificat de Signature", "ACTIVITY", "SIT_FACT", "CPS2TER")
}

func officialReadsObjects(t *testing.T, d *desk) {
	t.Helper()
	for _, o := range d.objects() {
		args := module()
		if o.private {
			args = login()
		}
		d.run(t, "pkcs11-tool", append(args, "--type", "data", "--label", o.label, "--read-object", "--output-file", "object")...)
		if want, got := d.content(t, o), d.take(t, "object"); !bytes.Equal(want, got) {
			t.Errorf("%s: %X, the card holds %X", o.label, got, want)
		}
	}
}

func officialReadsCertificates(t *testing.T, d *desk) {
	t.Helper()
	kinds := map[card.Face][]pki.Kind{
		card.FaceCPS3:            {pki.Signature, pki.Authentication, pki.Technical},
		card.FaceCPS3Contactless: {pki.Technical},
		card.FaceCPS4:            {pki.Signature, pki.Authentication},
	}
	for _, kind := range kinds[d.face] {
		c := d.certificate(kind)
		d.run(t, "pkcs11-tool", module("--type", "cert", "--id", c.id, "--read-object", "--output-file", "certificate")...)
		d.check(t, c, d.take(t, "certificate"))
	}
}

// officialHasNoData: a search for it finds nothing, as the test program of the
// module says of two real CPS4.
func officialHasNoData(t *testing.T, d *desk) {
	t.Helper()
	wantsNone(t, d.run(t, "pkcs11-tool", login("--list-objects")...), "CPS_DATA")
	if got := d.child(t, request{Op: opWrite, PIN: pin, Label: "CPS_DATA", Data: []byte("cpslab")}); got.Error != "0 objects, want 1" {
		t.Errorf("%q, want no object", got.Error)
	}
}

// officialWrites writes a whole CPS_DATA, as the module does: shorter contents
// are filled with zeros.
func officialWrites(t *testing.T, d *desk) {
	t.Helper()
	data := append([]byte("CPS_DATA, written by a client"), bytes.Repeat([]byte{0xA5}, 4000)...)
	if got := d.child(t, request{Op: opWrite, Label: "CPS_DATA", Data: data}); got.Error != "CKR_USER_NOT_LOGGED_IN" {
		t.Errorf("before login: %q, want CKR_USER_NOT_LOGGED_IN", got.Error)
	}
	if got := d.child(t, request{Op: opWrite, PIN: pin, Label: "CPS_DATA", Data: data}); got.Error != "" {
		t.Errorf("after login: %s", got.Error)
	}
	d.run(t, "pkcs11-tool", module("--type", "data", "--label", "CPS_DATA", "--read-object", "--output-file", "object")...)
	want := slices.Concat(data, make([]byte, 4096-len(data)))
	if got := d.take(t, "object"); !bytes.Equal(got, want) {
		t.Errorf("read back %X", got)
	}
}

// sign signs a file with pkcs11-tool.
func (d *desk) sign(t *testing.T, kind pki.Kind, mechanism string, input []byte) []byte {
	t.Helper()
	args := login()
	if kind == pki.Technical {
		args = module()
	}
	d.run(t, "pkcs11-tool", append(args, "--sign", "--mechanism", mechanism, "--id", d.certificate(kind).id,
		"--input-file", d.put(t, "input", input), "--output-file", "signature")...)
	return d.take(t, "signature")
}

func officialSigns(t *testing.T, d *desk) {
	t.Helper()
	d.verify(t, pki.Signature, crypto.SHA256, d.sign(t, pki.Signature, "SHA256-RSA-PKCS", message))
	d.verify(t, pki.Signature, crypto.SHA1, d.sign(t, pki.Signature, "SHA1-RSA-PKCS", message))
}

func officialSignsHash(t *testing.T, d *desk) {
	t.Helper()
	d.verify(t, pki.Signature, crypto.SHA256, d.sign(t, pki.Signature, "RSA-PKCS", digestInfo()))
}

// On a CPS4 the module refuses a buffer of more than 256 bytes for this key, and
// pkcs11-tool has one of 512: the child signs.
func officialAuthenticates(t *testing.T, d *desk) {
	t.Helper()
	got := d.child(t, request{Op: opSign, PIN: pin, ID: d.certificate(pki.Authentication).id, Data: digestInfo()})
	if got.Error != "" {
		t.Fatal(got.Error)
	}
	d.verify(t, pki.Authentication, crypto.SHA256, got.Data)
}

func officialSignsTechnical(t *testing.T, d *desk) {
	t.Helper()
	d.verify(t, pki.Technical, crypto.SHA256, d.sign(t, pki.Technical, "RSA-PKCS", digestInfo()))
}

func officialSignsPSS(t *testing.T, d *desk) {
	t.Helper()
	for _, kind := range []pki.Kind{pki.Signature, pki.Authentication} {
		d.verifyPSS(t, kind, d.sign(t, kind, "SHA256-RSA-PKCS-PSS", message))
	}
}

func officialRefusesPSS(t *testing.T, d *desk) {
	t.Helper()
	d.refused(t, "CKR_MECHANISM_INVALID", "pkcs11-tool", login("--sign", "--mechanism", "SHA256-RSA-PKCS-PSS",
		"--id", d.certificate(pki.Signature).id, "--input-file", d.put(t, "input", message), "--output-file", "signature")...)
}

func officialThroughOpenSSL(t *testing.T, d *desk) {
	t.Helper()
	testneed.Part(t, "openssl", "OpenSSL pkcs11 engine")
	d.presents(t, 1, func() {
		out, err := d.opensslSign(t, os.Getenv(envModule), pin)
		if err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
	})
	d.verify(t, pki.Authentication, crypto.SHA256, d.take(t, "signature"))
}

func officialDeciphers(t *testing.T, d *desk) {
	t.Helper()
	const text = "deciphered on the card"
	d.run(t, "pkcs11-tool", login("--decrypt", "--mechanism", "RSA-PKCS", "--id", d.certificate(pki.Authentication).id,
		"--input-file", d.put(t, "secret", d.secret(t, text)), "--output-file", "plain")...)
	if got := d.take(t, "plain"); string(got) != text {
		t.Errorf("%q, want %q", got, text)
	}
}

func officialRandom(t *testing.T, d *desk) {
	t.Helper()
	var drawn [2][]byte
	for i := range drawn {
		d.run(t, "pkcs11-tool", module("--generate-random", "16", "--output-file", "random")...)
		drawn[i] = d.take(t, "random")
	}
	if len(drawn[0]) != 16 || bytes.Equal(drawn[0], drawn[1]) {
		t.Errorf("drawn %X and %X", drawn[0], drawn[1])
	}
}
