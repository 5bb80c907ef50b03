package cps_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
)

//go:generate go test -run ^TestTheLinterHoldsTheRooms$ -count=1 . -update

// Marks around what the linter knows of the table.
const (
	guardBegins = "        # rooms: go generate .\n"
	guardEnds   = "        # rooms end\n"
)

// TestTheLinterHoldsTheRooms holds the rules of depguard against the table of rooms: an
// editor that runs the linter says at the import what TestImportTable says later. Run go
// generate to write them.
func TestTheLinterHoldsTheRooms(t *testing.T) {
	t.Parallel()
	const name = ".golangci.yml"
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, begins := strings.Cut(string(b), guardBegins)
	_, after, ends := strings.Cut(rest, guardEnds)
	if !begins || !ends {
		t.Fatalf("%s: no %q … %q", name, guardBegins, guardEnds)
	}
	want := before + guardBegins + depguardRules() + guardEnds + after
	if *update {
		if err := os.WriteFile(name, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if want != string(b) {
		t.Errorf("%s: the rules of depguard are not those of house_rooms_test.go; run go generate .", name)
	}
}

// depguardRules writes the table for depguard: what a room may import, or, where it may
// import everything, what it may not.
func depguardRules() string {
	var b strings.Builder
	for _, r := range rooms {
		fmt.Fprintf(&b, "        %s:\n", r.path)
		fmt.Fprintf(&b, "          files: [\"**/%s/*.go\", \"!$test\"]\n", r.path)
		if slices.Contains(r.imports, "...") {
			b.WriteString("          deny:\n")
			for _, below := range belowTheCommandLine {
				fmt.Fprintf(&b, "            - {pkg: %s%s$, desc: cmd wires and prints}\n", module, below)
			}
			continue
		}
		allow := []string{"$gostd"}
		for _, p := range r.imports {
			base, below := strings.CutSuffix(p, "/...")
			if !strings.Contains(strings.SplitN(base, "/", 2)[0], ".") {
				base = module + base
			}
			if !below {
				base += "$"
			}
			allow = append(allow, base)
		}
		fmt.Fprintf(&b, "          list-mode: strict\n          allow: [%s]\n", strings.Join(allow, ", "))
	}
	return b.String()
}
