package main

import (
	"bufio"
	"context"
	"io"
	"strings"
	"testing"
)

// served starts "ca serve" on a free port and returns its address; it ends with the
// test, with the code 0.
func served(t *testing.T, args ...string) string {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	out, lines := io.Pipe()
	ended := make(chan int, 1)
	go func() {
		code := run(ctx, append([]string{"ca", "serve"}, args...), streams{strings.NewReader(""), lines, io.Discard}, func(string) string { return "" })
		_ = lines.Close()
		ended <- code
	}()
	t.Cleanup(func() {
		cancel()
		if code := <-ended; code != exitOK {
			t.Errorf("ca serve ended with %d", code)
		}
	})
	first, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	go func() { _, _ = io.Copy(io.Discard, out) }()
	_, address, ok := strings.Cut(strings.TrimSpace(first), "--pki ")
	if !ok {
		t.Fatalf("no address in %q", first)
	}
	return address
}

// What the authority says of a card decides, and each of its failures is named.
func TestDiagnoseByTheAuthority(t *testing.T) {
	t.Parallel()
	sound := served(t, "--revoke", "cps4-healthy", "--revoke", "0A:1B")
	for _, e := range []expectation{
		{name: "revoked by its own word", args: []string{"diagnose", "sim:cps3-cert-revoked", "--pki", sound}, code: exitBlocked, out: []string{"CPS-OPP-002"}},
		{name: "revoked by --revoke", args: []string{"diagnose", "sim:cps4-healthy", "--pki", sound}, code: exitBlocked, out: []string{"CPS-OPP-002"}},
		{name: "good", args: []string{"diagnose", "sim:cps3-healthy", "--pki", sound}, code: exitOK, never: []string{"CPS-OPP"}},
		{name: "good, of the other authority", args: []string{"diagnose", "sim:cpe-healthy", "--pki", sound}, code: exitOK, never: []string{"CPS-OPP"}},
		{name: "expired", args: []string{"diagnose", "sim:cps3-healthy", "--pki", served(t, "--fault", "expired")}, code: exitOK, out: []string{"CPS-OPP-003", "crl.nextUpdate = "}},
		{name: "bad signature", args: []string{"diagnose", "sim:cps3-healthy", "--pki", served(t, "--fault", "bad-signature")}, code: exitOK, out: []string{"CPS-OPP-003", "crl = bad-signature"}},
		{name: "down", args: []string{"diagnose", "sim:cps3-healthy", "--pki", served(t, "--fault", "down")}, code: exitOK, out: []string{"CPS-OPP-003", "crl = down"}},
		{name: "slow, but there", args: []string{"diagnose", "sim:cps3-healthy", "--pki", served(t, "--fault", "slow=10ms")}, code: exitOK, never: []string{"CPS-OPP"}},
	} {
		t.Run(e.name, func(t *testing.T) {
			t.Parallel()
			e.check(t)
		})
	}
}

func TestServeRefuses(t *testing.T) {
	t.Parallel()
	for _, e := range []expectation{
		{name: "another machine", args: []string{"ca", "serve", "--addr", "0.0.0.0:0"}, code: exitUsage, err: []string{"--addr", "localhost:0"}},
		{name: "no address", args: []string{"ca", "serve", "--addr", "nowhere"}, code: exitUsage, err: []string{"--addr"}},
		{name: "unknown failure", args: []string{"ca", "serve", "--fault", "angry"}, code: exitUsage, err: []string{"--fault angry", "bad-signature"}},
		{name: "a time for what has none", args: []string{"ca", "serve", "--fault", "down=3s"}, code: exitUsage, err: []string{"--fault down=3s"}},
		{name: "no time", args: []string{"ca", "serve", "--fault", "slow"}, code: exitUsage, err: []string{"slow=5s"}},
		{name: "no such card", args: []string{"ca", "serve", "--revoke", "cps3-helthy"}, code: exitUsage, err: []string{"--revoke", "cps3-healthy"}},
		{name: "no address of an authority", args: []string{"diagnose", "sim:cps3-healthy", "--pki", "127.0.0.1:80"}, code: exitUsage, err: []string{"--pki", "http://localhost"}},
		{name: "two sources", args: []string{"diagnose", "sim:cps3-healthy", "--pki", "http://127.0.0.1:80", "--revocation", "x"}, code: exitUsage, err: []string{"--pki"}},
	} {
		t.Run(e.name, func(t *testing.T) {
			t.Parallel()
			e.check(t)
		})
	}
}
