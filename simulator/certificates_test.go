package simulator

import (
	"bytes"
	"crypto/rsa"
	"crypto/x509"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/simulator/pki"
)

// presetCard makes the card of a preset or of a profile file.
func presetCard(t *testing.T, name string) *Card {
	t.Helper()
	return mustNew(t, personalisedFrom(t, name))
}

func personalisedFrom(t *testing.T, name string) Personalisation {
	t.Helper()
	profile, err := LoadProfile(name)
	if err != nil {
		t.Fatal(err)
	}
	p, err := profile.Personalise(profileNow)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// overlaid makes the card of a preset with some lines more.
func overlaid(t *testing.T, lines string) *Card {
	t.Helper()
	profile, err := ParseProfile("test.yaml", []byte("extends: cps3-healthy\n"+lines), nil)
	if err != nil {
		t.Fatal(err)
	}
	p, err := profile.Personalise(profileNow)
	if err != nil {
		t.Fatal(err)
	}
	return mustNew(t, p)
}

// decoded is what the harness reads of a certificate.
func decoded(t *testing.T, cert *x509.Certificate) card.Certificate {
	t.Helper()
	v, deviations, err := card.DecodeCertificate(cert.Raw)
	if err != nil || len(deviations) > 0 {
		t.Fatalf("%v, %v", deviations, err)
	}
	return v
}

func TestCertificates(t *testing.T) {
	t.Parallel()
	c := presetCard(t, "cps3-healthy")
	for kind := range certificateFIDs {
		cert := certificate(t, c, kind)
		want := card.Certificate{
			SubjectID: "899900000011", Surname: "TESTEUR", GivenName: "ALPHA",
			Issuer:    "CN=CPSLAB TEST FORT PERSONNES,O=CPSLAB TEST ONLY,C=FR",
			NotBefore: time.Date(2025, 11, 22, 10, 39, 0, 0, time.UTC),
			NotAfter:  time.Date(2028, 11, 22, 10, 39, 0, 0, time.UTC),
			TokenID:   card.IssuerANS + "/" + c.SerialNumber(), CardType: card.KindCPS, Category: card.CategoryTest,
			Profession: "10", Specialities: []string{"SM26"},
		}
		got := decoded(t, cert)
		got.Subject, got.Serial = "", ""
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%v certificate (-want +got):\n%s", kind, diff)
		}
		if key, ok := cert.PublicKey.(*rsa.PublicKey); !ok || !key.Equal(&pki.CardKey(0, kind).PublicKey) {
			t.Errorf("%v: not the key of the first identity", kind)
		}
		if !bytes.Equal(cert.Raw, certificate(t, presetCard(t, "cps3-healthy"), kind).Raw) {
			t.Errorf("%v: the same profile gives other bytes", kind)
		}
	}
}

// TestDirectoriesOfKeys compares both directories with the bytes that official
// clients have read; the transcripts hold them too.
func TestDirectoriesOfKeys(t *testing.T) {
	t.Parallel()
	for face, want := range map[card.Face][2]string{
		card.FaceCPS3Contactless: {
			"304230160C114350535F505249565F544543485F415554030100301C040EE828BD080F8025000001FF00100303020520030204B002020083A10A30083002040002020800",
			"303F301D0C184365727469666963617420546563686E69717565204350530301003010040EE828BD080F8025000001FF001003A10C300A300804063F000002A003",
		},
		card.FaceCPS4: {
			"304C30200C0C4350535F505249565F534947030207800401013009300703020204040101301C040EE828BD080F8025000001FF0010100303060040030204B0020110A10A30083002040002020800" +
				"3055302A0C0C4350535F505249565F415554030205E0040101301330070302000104010130080303060040040101301B040EE828BD080F8025000001FF00102003020560030204B0020120A10A30083002040002020800",
			"304230200C1B43657274696669636174206465205369676E6174757265204350530301003010040EE828BD080F8025000001FF001010A10C300A300804063F000001A001" +
				"304830260C214365727469666963617420642741757468656E74696669636174696F6E204350530301003010040EE828BD080F8025000001FF001020A10C300A300804063F000001A002",
		},
	} {
		c := mustNew(t, healthy(face))
		play(t, c, inside(face))
		got := [2]string{fmt.Sprintf("%X", read(t, c, "7002")), fmt.Sprintf("%X", read(t, c, "7005"))}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%v: PrKDF and CDF (-want +got):\n%s", face, diff)
		}
	}
}

// minute is when a certificate of a card begins or ends on a day.
func minute(c *Card, year int, month time.Month, day int) time.Time {
	return c.p.minute()(card.NewDate(year, int(month), day))
}

// TestShapes holds what the section's own keys make of every certificate.
func TestShapes(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		lines string
		wrong func(cert *x509.Certificate, v card.Certificate) bool
	}{
		"as they are": {"certificates: {shape: igc-sante, usage: newer}", func(cert *x509.Certificate, v card.Certificate) bool {
			return v.Surname != "TESTEUR" || cert.KeyUsage&x509.KeyUsageDigitalSignature == 0 || len(cert.Subject.Organization) > 0
		}},
		"older usages": {"certificates: {usage: older}", func(cert *x509.Certificate, _ card.Certificate) bool {
			return cert.KeyUsage != x509.KeyUsageContentCommitment
		}},
		"the authority before": {"certificates: {shape: old-igc}", func(cert *x509.Certificate, _ card.Certificate) bool {
			return cert.NotAfter.Hour() != 21 || cert.NotAfter.Second() != 59 || cert.KeyUsage != x509.KeyUsageContentCommitment || len(cert.Subject.OrganizationalUnit) != 1
		}},
		"no name": {"certificates: {shape: unnamed}", func(_ *x509.Certificate, v card.Certificate) bool {
			return v.Surname != "" || v.GivenName != "" || v.Pseudonym != "EMPLOYE" || v.SubjectID != "899900000011"
		}},
	} {
		cert := certificate(t, overlaid(t, test.lines), pki.Signature)
		if test.wrong(cert, decoded(t, cert)) {
			t.Errorf("%s: %s, to %v, usage %b", name, cert.Subject, cert.NotAfter, cert.KeyUsage)
		}
	}
	_, err := ParseProfile("x.yaml", []byte("extends: cps3-healthy\ncertificates: {shape: square}\n"), nil)
	var fault *ProfileError
	if !errors.As(err, &fault) || fault.Key != "certificates.shape" || fault.Line != 2 {
		t.Errorf("a shape that there is not: %v", err)
	}
}

// TestSpecialCertificates holds what each key of the section makes.
func TestSpecialCertificates(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, lines string
		wrong       func(c *Card, cert *x509.Certificate) bool
	}{
		{"dates", "certificates: {authentication: {not_before: -2y, not_after: -30d}}", func(c *Card, cert *x509.Certificate) bool {
			return !cert.NotBefore.Equal(minute(c, 2024, 11, 22)) || !cert.NotAfter.Equal(minute(c, 2026, 10, 23))
		}},
		{"holder", "certificates: {authentication: {subject_id: \"899900000029\"}}", func(_ *Card, cert *x509.Certificate) bool {
			return cert.Subject.CommonName != "899900000029"
		}},
		{"token", "certificates: {authentication: {token: 8025000001/2999000217}}", func(_ *Card, cert *x509.Certificate) bool {
			return decoded(t, cert).TokenID != "8025000001/2999000217"
		}},
		{"type", "certificates: {authentication: {kind: cpf}}", func(_ *Card, cert *x509.Certificate) bool {
			return decoded(t, cert).CardType != card.KindCPF
		}},
		{"issuer", "certificates: {authentication: {issuer: unknown}}", func(_ *Card, cert *x509.Certificate) bool {
			return cert.Issuer.CommonName != "CPSLAB TEST UNKNOWN FORT PERSONNES"
		}},
		{"key", "certificates: {authentication: {key: other}}", func(c *Card, cert *x509.Certificate) bool {
			key, ok := cert.PublicKey.(*rsa.PublicKey)
			return !ok || key.Equal(&pki.CardKey(c.p.row(), pki.Authentication).PublicKey)
		}},
		{"signature", "certificates: {authentication: {signed: wrong}}", func(c *Card, cert *x509.Certificate) bool {
			return verifies(t, cert) || !verifies(t, certificate(t, c, pki.Signature))
		}},
		{"words for sound ones", "certificates: {authentication: {issuer: test, key: own, signed: right, absent: false}}", func(c *Card, cert *x509.Certificate) bool {
			key, ok := cert.PublicKey.(*rsa.PublicKey)
			return !ok || !key.Equal(&pki.CardKey(c.p.row(), pki.Authentication).PublicKey)
		}},
	}
	serials := map[string]string{}
	for _, test := range tests {
		c := overlaid(t, test.lines)
		if test.wrong(c, certificate(t, c, pki.Authentication)) {
			t.Errorf("%s: not what the profile asks for", test.name)
		}
		sound := certificate(t, c, pki.Signature)
		if sound.Subject.CommonName != "899900000011" || sound.Issuer.CommonName != "CPSLAB TEST FORT PERSONNES" || sound.NotAfter.Year() != 2028 {
			t.Errorf("%s: the other certificate is touched", test.name)
		}
		if other, twice := serials[c.SerialNumber()]; twice {
			t.Errorf("%s and %s have one serial number, so the middleware would mix their caches up", test.name, other)
		}
		serials[c.SerialNumber()] = test.name
	}
}

func TestCertificateFiles(t *testing.T) {
	t.Parallel()
	const listed = "4365727469666963617420642741757468656E74696669636174696F6E"
	for lines, want := range map[string][]exchange{
		"certificates: {authentication: {absent: true}}":        {{"00A4090C063F000001A002", "6A82"}},
		"raw: {cert_authentication: absent}":                    {{"00A4090C063F000001A002", "6A82"}},
		"certificates: {authentication: {raw: empty}}":          {{"00A4090C063F000001A002", "9000"}, {"00B0000000", "6B00"}},
		"certificates: {authentication: {raw: \"308203\"}}":     {{"00A4090C063F000001A002", "9000"}, {"00B0000000", "3082039000"}},
		"certificates: {authentication: {raw: unreadable}}":     {{"00A4090C063F000001A002", "9000"}, {"00B0000000", "6982"}},
		"certificates: {authentication: {raw: \"zeros:3000\"}}": {{"00A40904063F000001A00200", "621B80020BB88201018302A0028800A1098C077BFFFFFFFFFF008A01059000"}},
		"raw: {prkdf: \"3000\", cdf: \"3003020100\"}":           {{"00A4090C063F0000017002", "9000"}, {"00B0000000", "30009000"}, {"00A4090C063F0000017005", "9000"}, {"00B0000000", "30030201009000"}},
	} {
		c := overlaid(t, lines)
		play(t, c, want)
		absent := strings.Contains(lines, "absent")
		if cdf := fmt.Sprintf("%X", read(t, c, "7005")); !strings.Contains(lines, "cdf") && strings.Contains(cdf, listed) == absent {
			t.Errorf("%s: CDF %s", lines, cdf)
		}
	}
}

// TestCertificatesOfOtherCards holds that a certificate can be made whatever the
// objects are.
func TestCertificatesOfOtherCards(t *testing.T) {
	t.Parallel()
	bare := mustNew(t, Personalisation{
		Face: card.FaceCPS3, PIN: PIN{Code: "1234", Left: -1, Uses: -1}, PUK: PIN{Code: "12345678", Left: -1, Uses: -1},
	})
	cert := certificate(t, bare, pki.Signature)
	if cert.Subject.CommonName != "" || cert.NotBefore.Year() != 2020 || cert.NotAfter.Year() != 2039 {
		t.Errorf("a card without objects: %s, %v to %v", cert.Subject, cert.NotBefore, cert.NotAfter)
	}
	p := healthy(card.FaceCPS4)
	p.Raw[ObjectID], p.Raw[ObjectInfo], p.Raw[ObjectName] = Raw{Bytes: []byte{0xE3}}, Raw{}, Raw{Absent: true}
	p.Raw[ObjectSerial] = Raw{Bytes: []byte{0x5A}}
	p.CardName.Family = "\xFF\x00"
	c := mustNew(t, p)
	play(t, c, inside(card.FaceCPS4))
	cert = certificate(t, c, pki.Authentication)
	if cert.Subject.CommonName != "899700000017" || decoded(t, cert).TokenID != "" || cert.NotAfter.Year() != 2028 {
		t.Errorf("a damaged card: %s, to %v", cert.Subject, cert.NotAfter)
	}
	for _, name := range PresetNames() {
		c := presetCard(t, name)
		if c.files == nil {
			continue
		}
		kind := c.keys[len(c.keys)-1].kind
		play(t, c, inside(c.p.Face)[:1])
		if cert := certificate(t, c, kind); cert.Subject.CommonName != c.p.Info.NationalID {
			t.Errorf("%s: certificate of %q", name, cert.Subject.CommonName)
		}
	}
}

func TestCertificateDates(t *testing.T) {
	t.Parallel()
	p := healthy(card.FaceCPS3)
	p.Certificates.Technical.NotAfter = card.Date{Year: 10000, Month: 1, Day: 1}
	_, err := New(p)
	var e *Error
	if !errors.As(err, &e) || e.Field != "Certificates" {
		t.Errorf("a date no card carries: %v", err)
	}
	profile, err := ParseProfile("x.yaml", []byte("extends: cps3-healthy\ncertificates: {signature: {not_after: -2y}}\n"), nil)
	if err != nil {
		t.Fatal(err)
	}
	_, err = profile.Personalise(profileNow)
	var fault *ProfileError
	if !errors.As(err, &fault) || fault.Key != "certificates.signature.not_after" || fault.Line != 2 {
		t.Errorf("an end before the day of issue: %v", err)
	}
}

// TestCertificateProfiles holds what the presets with odd certificates promise.
func TestCertificateProfiles(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("presets/cps3-cert-*.yaml")
	if err != nil || len(files) != 5 {
		t.Fatalf("%v, %v", files, err)
	}
	for _, file := range files {
		c := presetCard(t, file)
		name := strings.TrimSuffix(filepath.Base(file), ".yaml")
		for kind := range certificateFIDs {
			cert := certificate(t, c, kind)
			expired := cert.NotAfter.Before(profileNow)
			otherCard := decoded(t, cert).TokenID != card.IssuerANS+"/"+c.SerialNumber()
			unknown := cert.Issuer.CommonName != "CPSLAB TEST FORT PERSONNES"
			early := cert.NotBefore.After(profileNow)
			got := []bool{expired, otherCard, unknown, early}
			want := []bool{name == "cps3-cert-expired", name == "cps3-cert-other-card", name == "cps3-cert-unknown-issuer", name == "cps3-cert-not-yet-valid"}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s, %v: expired, other card, unknown issuer, not yet valid (-want +got):\n%s", name, kind, diff)
			}
		}
	}
}

// TestUpdateForms plays EF actua as each word of a profile makes it.
func TestUpdateForms(t *testing.T) {
	t.Parallel()
	sel, whole := "00A4090C043F00D010", "00B0000000"
	for word, want := range map[string][]exchange{
		"absent":            {{sel, "6A82"}},
		"empty":             {{"00A40904043F00D01000", "621B800200008201018302D0108800A1098C077BFFFFFFFFFF008A01059000"}, {whole, "6B00"}},
		"unreadable":        {{"00A40904043F00D01000", "621B800200148201018302D0108800A1098C077BFFFFFFFFFFFF8A01059000"}, {whole, "6982"}, {verifyPIN, "9000"}, {whole, "6982"}},
		"interrupted":       {{sel, "9000"}, {whole, "EC128107" + "20251122120000" + "8207" + "00000000000000" + "9000"}},
		"interrupted-start": {{sel, "9000"}, {whole, "EC128107" + "00000000000000" + "8207" + "20251122120000" + "9000"}},
		"{start: 2026-01-02T10:11:12, end: 2026-01-02T10:12:13}": {{sel, "9000"}, {whole, "EC128107" + "20260102101112" + "8207" + "20260102101213" + "9000"}},
	} {
		t.Run(word, func(t *testing.T) {
			t.Parallel()
			play(t, overlaid(t, "actua: "+word), want)
		})
	}
}

// TestUnreadable holds that the contents stay what they are.
func TestUnreadable(t *testing.T) {
	t.Parallel()
	c := overlaid(t, "raw: {id_card: unreadable, sit_fact: unreadable, activity_01: unreadable, cps_data: unreadable, sn: unreadable, activity_02: unreadable}")
	play(t, c, []exchange{
		{verifyPIN, "9000"},
		{"00A40904063F000001D10100", "621B800200208201018302D1018800A1098C077BFFFFFFFFFFFF8A01059000"},
		{"00B0000000", "6982"},
		{"00A4090C063F000001D120", "9000"},
		{"00B0000000", "6982"},
		{"00A4090C063F000001D121", "6A82"}, // the card has no second activity
		{"00A4090C063F000001D107", "9000"},
		{"00B0000000", "6982"},
		{"00D600000101", "9000"},
		{"00A4090C043F00D003", "9000"},
		{"00B0000000", "6982"},
		{"A0A40000027F01", "9F0F"},
		{"A0A40000024000", "9F0F"},
		{"A0B0000010", "9804"},
	})
	if c.SerialNumber() == presetCard(t, "cps3-healthy").SerialNumber() {
		t.Error("the serial number is that of the readable card")
	}
}

// verifies reports whether the TEST authority signed a certificate.
func verifies(t *testing.T, cert *x509.Certificate) bool {
	t.Helper()
	a, err := pki.Test()
	if err != nil {
		t.Fatal(err)
	}
	_, err = cert.Verify(x509.VerifyOptions{
		Roots: a.Pool(), Intermediates: a.Intermediates(), CurrentTime: cert.NotBefore.AddDate(0, 1, 0), KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageAny},
	})
	return err == nil
}
