package harness

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/cardtest"
)

// Directories as the official module read them (runs of the PKCS#11 module 3.1
// with TEST cards).
const (
	prkdfCPS3 = "304D30200C0C4350535F505249565F534947030207800401013009300703020204040101301D040EE828BD080F8025000001FF0010010303060040030204B002020081A10A30083002040002020800" +
		"3056302A0C0C4350535F505249565F415554030205E0040101301330070302000104010130080303060040040101301C040EE828BD080F8025000001FF00100203020560030204B002020082A10A30083002040002020800" +
		"304230160C114350535F505249565F544543485F415554030100301C040EE828BD080F8025000001FF00100303020520030204B002020083A10A30083002040002020800"
	prkdfCPS4 = "304C30200C0C4350535F505249565F534947030207800401013009300703020204040101301C040EE828BD080F8025000001FF0010100303060040030204B0020110A10A30083002040002020800" +
		"3055302A0C0C4350535F505249565F415554030205E0040101301330070302000104010130080303060040040101301B040EE828BD080F8025000001FF00102003020560030204B0020120A10A30083002040002020800"
	cdfCPS3 = "304230200C1B43657274696669636174206465205369676E6174757265204350530301003010040EE828BD080F8025000001FF001001A10C300A300804063F000001B001" +
		"304830260C214365727469666963617420642741757468656E74696669636174696F6E204350530301003010040EE828BD080F8025000001FF001002A10C300A300804063F000001B002" +
		"303F301D0C184365727469666963617420546563686E69717565204350530301003010040EE828BD080F8025000001FF001003A10C300A300804063F000001B003"
)

// Labels nobody knows, of the same length: the identifiers decide.
func relabelled(s string) string {
	return strings.NewReplacer("4365727469666963617420", "5858585858585858585820", "4350535F50524956", "5858585858585858").Replace(s)
}

func TestKeysOf(t *testing.T) {
	t.Parallel()
	cps3 := []listedKey{{card.CertificateSignature, 0x81}, {card.CertificateAuthentication, 0x82}, {card.CertificateTechnical, 0x83}}
	for title, c := range map[string]struct {
		hex  string
		want []listedKey
	}{
		"cps3":                {prkdfCPS3, cps3},
		"cps3, by identifier": {relabelled(prkdfCPS3), cps3},
		"cps4":                {prkdfCPS4, []listedKey{{card.CertificateSignature, 0x10}, {card.CertificateAuthentication, 0x20}}},
		"padded":              {prkdfCPS3 + "000000", cps3},
		"cut in the third":    {prkdfCPS3[:len(prkdfCPS3)-8], cps3[:2]},
		"garbage":             {"30033003020181", []listedKey{}},
		"empty":               {"", []listedKey{}},
	} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(c.want, keysOf(cardtest.Hex(t, c.hex)), cmp.AllowUnexported(listedKey{})); diff != "" {
				t.Errorf("keys (-want +got):\n%s", diff)
			}
		})
	}
}

func TestCertificatesOf(t *testing.T) {
	t.Parallel()
	at := func(kind card.CertificateKind, fid byte) listedCertificate {
		c := listedCertificate{kind: kind}
		c.path.set([]byte{0x3F, 0x00, 0x00, 0x01, 0xB0, fid})
		return c
	}
	all := []listedCertificate{at(card.CertificateSignature, 1), at(card.CertificateAuthentication, 2), at(card.CertificateTechnical, 3)}
	authority := strings.NewReplacer("43657274", "58585858", "FF001001", "FF001055").Replace(cdfCPS3)
	for title, c := range map[string]struct {
		hex  string
		want []listedCertificate
	}{
		"cps3":                     {cdfCPS3, all},
		"by identifier":            {relabelled(cdfCPS3), all},
		"one of an authority":      {authority, all[1:]},
		"one without a path":       {strings.Replace(cdfCPS3, "04063F000001B001", "05063F000001B001", 1), all[1:]},
		"without end of the first": {"3042" + cdfCPS3[4:60], []listedCertificate{}},
		"many":                     {strings.Repeat(cdfCPS3, 20), append(append(append([]listedCertificate{}, all...), all...), all[:2]...)},
	} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(c.want, certificatesOf(cardtest.Hex(t, c.hex)), cmp.AllowUnexported(listedCertificate{}, place{})); diff != "" {
				t.Errorf("certificates (-want +got):\n%s", diff)
			}
		})
	}
}

// Whatever a card has in its directories, reading them ends, and gives paths
// and kinds that can be used.
func FuzzKeyDirectories(f *testing.F) {
	for _, s := range []string{prkdfCPS3, prkdfCPS4, cdfCPS3, relabelled(cdfCPS3), "3080", "30003000"} {
		f.Add(cardtest.Hex(f, s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, c := range certificatesOf(b) {
			if !c.path.known() || c.kind == "" {
				t.Errorf("certificate %+v", c)
			}
		}
		for _, k := range keysOf(b) {
			if k.kind == "" {
				t.Errorf("key %+v", k)
			}
		}
	})
}
