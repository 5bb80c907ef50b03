package dossier_test

import (
	"flag"
	"os"
	"testing"

	"github.com/cpslab/cps/harness/evidence/dossier"
	"github.com/cpslab/cps/harness/report"
	"github.com/cpslab/cps/testdata/testneed"
	"github.com/cpslab/cps/testdata/testpage"
)

var screenshot = flag.String("screenshot", "", "look at the page in headless Chromium, and write what it shows to this file")

// example is a run of cpslab certify before a simulated CPS4 whose rate is not negotiated,
// and its name is not that of a machine.
func example(t *testing.T) *dossier.Dossier {
	t.Helper()
	content, err := os.ReadFile("testdata/result.json")
	if err != nil {
		t.Fatal(err)
	}
	d, err := dossier.Parse(content)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// TestPageInBrowser: in both languages the page fits a wide window and one of 400 pixels
// with nothing cut, and prints on A4.
func TestPageInBrowser(t *testing.T) {
	t.Parallel()
	testneed.Optional(t, *screenshot != "", "headless Chromium", "make pages runs it")
	testneed.Part(t, "chromium")
	for _, lang := range []string{"fr", "en"} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			d := example(t)
			d.Lang = lang
			whole, err := d.HTML()
			if err != nil {
				t.Fatal(err)
			}
			for _, width := range []int{1280, 400} {
				seen := testpage.Look(t, string(whole), testpage.Window{Width: width, Count: map[string]string{"chapters": ".chapter", "notices": ".notice"}})
				if seen.Count["chapters"] != 15 || seen.Count["notices"] != 2 {
					t.Errorf("at %d: %+v", width, seen)
				}
			}
			if n := testpage.Sheets(t, string(whole)); n < 3 || n > 12 {
				t.Errorf("%d pages of A4", n)
			}
			if lang == "fr" && *screenshot != "" {
				if err := report.WriteFile(*screenshot, testpage.Picture(t, string(whole))); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}
