package cps_test

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/cpslab/cps/harness/diagnosis"
)

// How many files may name one rule by its id: at the median of the rules, for nine
// rules of ten, and for the one that stands for all others in examples and gallery
// (the missing DAM). A rule has its literal, its vectors, its scenarios and the cards
// that show it; what else speaks of it takes its number (rule.Number).
const (
	medianFilesPerRule    = 6
	nineOfTenFilesPerRule = 12
	worstFilesPerRule     = 70
)

// TestRulesLiveInFewFiles counts the places that somebody who renames a rule changes by
// hand. A page of docs/fr is none: a test holds it to its English page, which counts, and
// fails until both say the same (docs/decisions.md, section 40); nor is what a program
// writes, docs/rules.md and the terminals of docs/pictures. It counts as
//
//	git grep -l CPS-FAMILY-nnn -- ':!docs/rules.md' ':!docs/fr' ':!docs/pictures' ':!*/testdata/*' ':!testdata/stations' | wc -l
func TestRulesLiveInFewFiles(t *testing.T) {
	t.Parallel()
	files := map[string]int{}
	id := regexp.MustCompile(`CPS-[A-Z]+-\d{3}`)
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		slashed := filepath.ToSlash(path)
		switch {
		case err != nil:
			return err
		case slashed == "testdata/stations", slashed == "docs/fr", slashed == "docs/pictures": // what the field expects, judged by make field; mirrors; drawn
			return fs.SkipDir
		case d.IsDir() && (path != "." && strings.HasPrefix(d.Name(), ".") || strings.HasSuffix(slashed, "/testdata") || path == "bin" || path == "demo"):
			return fs.SkipDir
		case !d.Type().IsRegular() || slashed == "docs/rules.md":
			return nil
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		named := id.FindAllString(string(b), -1)
		slices.Sort(named)
		for _, n := range slices.Compact(named) {
			files[n]++
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	type spread struct {
		rule  string
		files int
	}
	var all []spread
	for _, r := range diagnosis.Rules() {
		if files[r.ID] == 0 {
			t.Errorf("%s is named nowhere: is this the root of the module?", r.ID)
		}
		all = append(all, spread{r.ID, files[r.ID]})
	}
	slices.SortFunc(all, func(a, b spread) int { return a.files - b.files })
	for _, at := range []struct {
		name  string
		index int
		most  int
	}{
		{"at the median", len(all) / 2, medianFilesPerRule},
		{"for nine rules of ten", len(all) * 9 / 10, nineOfTenFilesPerRule},
		{"at worst", len(all) - 1, worstFilesPerRule},
	} {
		s := all[at.index]
		fmt.Printf("files that name a rule, %s: %d (%s), at most %d\n", at.name, s.files, s.rule, at.most)
		if s.files > at.most {
			t.Errorf("%d files name a rule (%s), %s: want %d at most", s.files, s.rule, at.name, at.most)
		}
	}
}
