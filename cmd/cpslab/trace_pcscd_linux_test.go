package main

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cpslab/cps/harness/stack"
	"github.com/cpslab/cps/simulator"
	"github.com/cpslab/cps/testdata/testneed"
	"github.com/cpslab/cps/testdata/testprogram"
)

// whatOpenSCSays are programs of OpenSC that read a card and print what they found.
const whatOpenSCSays = "pkcs15-tool --dump; opensc-tool --name; opensc-tool --atr; pkcs11-tool --login --pin 1234 --list-objects"

// ofSomebody are the values in what OpenSC prints that tell one card from another; a trace
// has others in their place. What is between them is compared to the byte.
var ofSomebody = regexp.MustCompile(`(?m)(?:PKCS#15 Card \[CPS3v3-|Serial number  : |MD:guid        : |Encoded serial : |  subject:    |  serial:     |object |Data \(\d+ bytes\): )(.*)$`)

// TestPcscdLogReplays: the log that pcscd --apdu wrote while OpenSC read a card becomes a
// trace that gives OpenSC the same answers, and that has nothing of the card's holder.
func TestPcscdLogReplays(t *testing.T) {
	t.Parallel()
	testneed.Part(t, "pcscd", "vpcd", "opensc-tool", "pkcs15-tool", "pkcs11-tool")
	dir, err := os.MkdirTemp("/tmp", "cpslab-pcscd") // the service runs as somebody else
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	service := filepath.Join(dir, "pcscd")
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	testprogram.Write(t, service, []byte("#!/bin/sh\nexec '"+testneed.Path("pcscd")+"' --debug --apdu \"$@\"\n"), 0o755)
	chip, err := simulator.NewPreset("cps3-healthy")
	if err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	st, err := stack.Start(t.Context(), stack.Config{PCSCD: service, Parts: testneed.Parts(), Log: &log, Cards: []stack.Card{{Channel: chip}}})
	if err != nil {
		t.Fatal(err)
	}
	openSC := exec.CommandContext(t.Context(), "sh", "-c", whatOpenSCSays)
	openSC.Env = append(os.Environ(), st.Env()...)
	live, err := openSC.Output()
	if err := errors.Join(err, st.Close()); err != nil {
		t.Fatalf("%v\n%s", err, live)
	}
	written, converted := filepath.Join(dir, "pcscd.log"), filepath.Join(dir, "t.jsonl")
	if err := os.WriteFile(written, log.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := cpslab(t, "trace", "convert", written, "--output", converted).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	replayed, err := cpslab(t, "with", "-q", "--card", "trace:"+converted, "--", "sh", "-c", whatOpenSCSays).Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, replayed)
	}
	if diff := cmp.Diff(anonymous(live), anonymous(replayed)); diff != "" || len(live) < 5000 {
		t.Errorf("%d bytes; OpenSC says something else before the replayed card (-live +replayed):\n%s", len(live), diff)
	}
	kept, err := os.ReadFile(converted)
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{chip.SerialNumber(), "TESTEUR", "54455354455552", "31323334"} {
		if !bytes.Contains(log.Bytes(), []byte("31 32 33 34")) || bytes.Contains(kept, []byte(secret)) {
			t.Errorf("%s is in the trace, or the log of pcscd held no code to begin with", secret)
		}
	}
}

// anonymous is what OpenSC says, line by line, without what is of one holder.
func anonymous(said []byte) []string {
	out := ofSomebody.ReplaceAllStringFunc(string(said), func(line string) string {
		value := ofSomebody.FindStringSubmatch(line)[1]
		return strings.TrimSuffix(line, value) + strings.Repeat("•", len(value)/8)
	})
	return strings.Split(out, "\n")
}
