package clients

import (
	"context"
	"encoding/hex"
	"fmt"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/testdata/testneed"
)

// pyscard is Python's PC/SC binding: APDUs as they are, no knowledge of cards.
var pyscard = &client{
	name: "pyscard",
	need: func(t *testing.T) {
		t.Helper()
		testneed.Part(t, "python3-pyscard")
	},
	version: func(t *testing.T, _ *desk) string {
		t.Helper()
		return "pyscard " + firstLine(t, testneed.Path("python3-pyscard"), "-c", "import importlib.metadata as m; print(m.version('pyscard'))")
	},
}

// pcscScan shows readers and ATRs.
var pcscScan = &client{
	name: "pcsc_scan",
	need: func(t *testing.T) {
		t.Helper()
		testneed.Part(t, "pcsc_scan")
	},
	version: func(t *testing.T, d *desk) string {
		t.Helper()
		out, err := d.exec(t.Context(), testneed.Path("pcsc_scan"), "-V")
		if err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		for line := range strings.Lines(out) {
			if version, ok := strings.CutPrefix(strings.TrimSpace(line), "V "); ok {
				return "pcsc_scan " + strings.Fields(version)[0]
			}
		}
		t.Fatalf("no version in:\n%s", out)
		return ""
	},
}

func pcscGroups() []group {
	var list []group
	for _, face := range []string{"cps3", "cps3cl", "cps4"} {
		list = append(list,
			group{face + "-pyscard", pyscard, face + "-healthy", []check{
				{"raw APDUs: ATR, SELECT, READ BINARY, GET CHALLENGE, a refusal", pyscardAPDUs},
			}},
			group{face + "-pcsc_scan", pcscScan, face + "-healthy", []check{
				{"ATR shown by pcsc_scan -c", pcscScanShows},
			}})
	}
	return list
}

// firstLine runs a program that tells its version.
func firstLine(t *testing.T, program string, args ...string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), toolTimeout)
	defer cancel()
	out, err := exec.CommandContext(ctx, program, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", program, strings.Join(args, " "), err, out)
	}
	line, _, _ := strings.Cut(string(out), "\n")
	line, _, _ = strings.Cut(line, " [")
	return strings.TrimSpace(line)
}

func pyscardAPDUs(t *testing.T, d *desk) {
	t.Helper()
	script, err := filepath.Abs("testdata/apdus.py")
	if err != nil {
		t.Fatal(err)
	}
	serial, err := card.AppendSerial(nil, d.given.Serial)
	if err != nil {
		t.Fatal(err)
	}
	// SELECT without data, READ BINARY of EF.SN.ICC, a file that is not there,
	// GET CHALLENGE.
	apdus := []string{"00A4090C043F00D003", "00B000000C", "00A4090C043F00EEEE", "0084000008"}
	want := []string{strings.ToUpper(hex.EncodeToString(d.twin.ATR())), "9000", fmt.Sprintf("%X9000", serial), "6A82"}
	if d.face == card.FaceCPS4 {
		apdus = []string{"01A4040C088025000001FF0100", "01A4080C02D003", "01B000000C", "01A4080C02EEEE", "0184000008"}
		want = slices.Insert(want, 1, "9000")
	}
	out, err := d.exec(t.Context(), testneed.Path("python3-pyscard"),
		append([]string{script, d.stack.Readers()[0].Name}, apdus...)...)
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	got := strings.Fields(out)
	if len(got) != 1+len(apdus) {
		t.Fatalf("%d lines, want %d:\n%s", len(got), 1+len(apdus), out)
	}
	random := got[len(got)-1]
	if len(random) != 2*(8+2) || !strings.HasSuffix(random, "9000") {
		t.Errorf("GET CHALLENGE gives %s", random)
	}
	if diff := cmp.Diff(want, got[:len(got)-1]); diff != "" {
		t.Errorf("answers (-want +got):\n%s", diff)
	}
}

func pcscScanShows(t *testing.T, d *desk) {
	t.Helper()
	wants(t, d.run(t, "pcsc_scan", "-c"),
		d.stack.Readers()[0].Name, "Card inserted", fmt.Sprintf("ATR: % X", d.twin.ATR()))
}
