package harness_test

import (
	"strings"
	"testing"

	"github.com/cpslab/cps/harness"
	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/fault"
	"github.com/cpslab/cps/harness/report"
	"github.com/cpslab/cps/simulator"
)

// What a campaign of faults found (scenarios/campaign): objects that were missing, or
// another file's, without a word.
func TestNothingIsMissingWithoutAWord(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		preset, fault string
		state         func(*card.Contents) card.State
		want          card.State
		line          string // of what was not read
	}{
		// A card that says 9000 to SELECT and gives no description did not select: what is
		// read then is the file before.
		{"cps3-healthy", "status=9000@SELECT:CPS_NAME_PS", func(c *card.Contents) card.State { return c.Name.State }, card.Unread, "CPS_NAME_PS: not read, the card answered 9000"},
		{"cps4-t1", "empty@SELECT:CPS_NAME_PS", func(c *card.Contents) card.State { return c.Name.State }, card.Unread, "CPS_NAME_PS: not read, the card answered 9000"},
		{"cps3-healthy", "status=9000@SELECT:CERT_AUTHENTICATION", func(c *card.Contents) card.State { return c.Certificates[1].State }, card.Unread, "Certificate 2: not read, the card answered 9000"},
		// A directory of objects that is empty, or another file, lists nothing as absent.
		{"cps3-healthy", "empty@READ:DODF", func(c *card.Contents) card.State { return c.Languages.State }, card.Unread, "Directory of the objects"},
		{"cps4-t1", "stale@READ:DODF", func(c *card.Contents) card.State { return c.Languages.State }, card.Unread, "Directory of the objects"},
		// Nor does half of a directory of certificates.
		{"cps3-healthy", "cut@READ:CDF", func(c *card.Contents) card.State { return c.CertificateDirectory.State }, card.Malformed, "Directory of the certificates"},
		{"cps3-healthy", "status=6F00@READ:CDF", func(c *card.Contents) card.State { return c.CertificateDirectory.State }, card.Unread, "Directory of the certificates (CDF): not read, the card answered 6F00"},
		{"cps3cl-healthy", "stale@READ:CDF", func(c *card.Contents) card.State { return c.CertificateDirectory.State }, card.Malformed, "Directory of the certificates"},
		// An object that the directory names and that holds filler is named.
		{"cps3-healthy", "answer-zeros@READ:CPS_LANG_PS", func(c *card.Contents) card.State { return c.Languages.State }, card.Zeros, "CPS_LANG_PS: without content"},
		{"cps3-two-activities", "answer-ff@READ:CPS_ACTIVITY_02_PS", func(c *card.Contents) card.State { return c.Activities[1].State }, card.Erased, "CPS_ACTIVITY_02_PS: without content"},
	} {
		chip, err := simulator.NewPreset(c.preset)
		if err != nil {
			t.Fatal(err)
		}
		faults, err := fault.Parse(c.fault)
		if err != nil {
			t.Fatal(err)
		}
		contents, err := harness.Read(t.Context(), fault.New(chip, fault.Options{}, faults...), harness.ReadOptions{PIN: harness.ConstantPIN("1234"), Certificates: true, Display: true})
		if err != nil {
			t.Fatalf("%s %s: %v", c.preset, c.fault, err)
		}
		lines := strings.Join(report.NotRead(contents, "en"), "\n")
		if got := c.state(contents); got != c.want || !strings.Contains(lines, c.line) {
			t.Errorf("%s %s: %v, want %v\n%s", c.preset, c.fault, got, c.want, lines)
		}
	}
}
