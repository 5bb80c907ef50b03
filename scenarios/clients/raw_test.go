package clients

import (
	"encoding/hex"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/testdata/testneed"
)

// installed is a client that continuous integration does without.
func installed(name, program string, version func(t *testing.T, d *desk) string) *client {
	return &client{
		name: name,
		need: func(t *testing.T) {
			t.Helper()
			_, err := exec.LookPath(program)
			testneed.Optional(t, err == nil, program, "install it, "+program+" on the PATH")
		},
		version: version,
	}
}

// java is javax.smartcardio, which opens a logical channel for whoever asks.
var java = installed("javax.smartcardio", "java", func(t *testing.T, _ *desk) string {
	t.Helper()
	return firstLine(t, "java", "--version")
})

// scriptor is the Perl program of pcsc-tools: C-APDUs as they are.
var scriptor = needed("scriptor", func(t *testing.T, _ *desk) string {
	t.Helper()
	return "scriptor of pcsc-tools, " + strings.TrimSpace(firstLine(t, "perl", "-e", `printf "Perl %vd", $^V`))
}, "scriptor")

// scdaemon is GnuPG's, which looks for its own applications on any card, and holds
// the reader as long as it runs.
var scdaemon = needed("scdaemon", func(t *testing.T, _ *desk) string {
	t.Helper()
	return firstLine(t, testneed.Path("scdaemon"), "--version")
}, "scdaemon")

func rawGroups() []group {
	list := []group{{"cps4-java", java, "cps4-healthy", []check{
		{"a logical channel of its own: the application, EF.SN.ICC, closed", javaOpensChannel},
	}}}
	for _, face := range []string{"cps3", "cps3cl", "cps4"} {
		list = append(list, group{face + "-scdaemon", scdaemon, face + "-healthy", []check{
			{"looks for its applications, finds none, presents no code", scdaemonLooks},
			{"afterwards another client has the reader", scdaemonLetsGo},
		}})
	}
	for _, face := range []string{"cps3", "cps4"} {
		list = append(list, group{face + "-scriptor", scriptor, face + "-healthy", []check{
			{"raw APDUs over T=0: 61xx, GET RESPONSE, 6Cxx", scriptorSpeaksT0},
		}})
	}
	return list
}

func TestRawClients(t *testing.T) {
	t.Parallel()
	runGroups(t, rawGroups())
}

// serialFile is EF.SN.ICC of the card, in hexadecimal.
func (d *desk) serialFile(t *testing.T) string {
	t.Helper()
	serial, err := card.AppendSerial(nil, d.given.Serial)
	if err != nil {
		t.Fatal(err)
	}
	return strings.ToUpper(hex.EncodeToString(serial))
}

// javaOpensChannel: the channel that MANAGE CHANNEL gives is the one on which a CPS4
// has its application.
func javaOpensChannel(t *testing.T, d *desk) {
	t.Helper()
	program, err := filepath.Abs("testdata/Channel.java")
	if err != nil {
		t.Fatal(err)
	}
	args := []string{program}
	if found, err := filepath.Glob("/usr/lib/*/libpcsclite.so.1"); err == nil && len(found) > 0 {
		args = []string{"-Dsun.security.smartcardio.library=" + found[0], program}
	}
	out, err := d.exec(t.Context(), "java", args...)
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	want := fmt.Sprintf("T=0 %X\nchannel 1\n00A4040C088025000001FF0100 9000\n00A4080C02D003 9000\n00B000000C %s9000\n", d.twin.ATR(), d.serialFile(t))
	if diff := cmp.Diff(want, out); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// scriptorSpeaksT0: a reader of T=0 leaves GET RESPONSE and the right length to its
// client.
func scriptorSpeaksT0(t *testing.T, d *desk) {
	t.Helper()
	lines := []string{"00 A4 09 04 04 3F 00 D0 03", "00 A4 09 04 04 3F 00 D0 03 00", "00 B0 00 00 00", "00 B0 00 00 0C"}
	if d.face == card.FaceCPS4 {
		lines = []string{"01 A4 04 0C 08 80 25 00 00 01 FF 01 00", "01 A4 08 00 02 D0 03 00", "01 B0 00 00", "01 B0 00 00 0C"}
	}
	script := d.put(t, "script", []byte(strings.Join(lines, "\n")+"\n"))
	out, err := d.exec(t.Context(), "scriptor", "-r", d.stack.Readers()[0].Name, script)
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	var got []string
	for line := range strings.Lines(out) {
		if answer, ok := strings.CutPrefix(line, "< "); ok {
			answer, _, _ = strings.Cut(answer, " :")
			got = append(got, strings.ReplaceAll(strings.TrimSpace(answer), " ", ""))
		}
	}
	want := []string{"611E", "611E", "6C0C", d.serialFile(t) + "9000"}
	if d.face == card.FaceCPS4 {
		want[0] = "9000"
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("answers (-want +got):\n%s\n%s", diff, out)
	}
}

// scdaemonLooks: a card that is none of its own, on every face, whatever it tries.
func scdaemonLooks(t *testing.T, d *desk) {
	t.Helper()
	d.presents(t, 0, func() {
		out := d.scdaemon(t, "SERIALNO\nLEARN --force\nSERIALNO openpgp\nSERIALNO p15\nBYE\n")
		wants(t, out, "OK GNU Privacy Guard's Smartcard server ready", "detected reader", "OK closing connection")
		wantsNone(t, out, "S SERIALNO", "S KEYPAIRINFO")
		if n := strings.Count(out, "\nERR "); n != 4 {
			t.Errorf("%d of 4 commands failed:\n%s", n, out)
		}
	})
}

func scdaemonLetsGo(t *testing.T, d *desk) {
	t.Helper()
	d.scdaemon(t, "SERIALNO\nBYE\n")
	atr := strings.ReplaceAll(strings.TrimSpace(d.run(t, "opensc-tool", "--reader", "0", "--atr")), ":", "")
	if want := fmt.Sprintf("%x", d.twin.ATR()); atr != want {
		t.Errorf("ATR %s, want %s", atr, want)
	}
}

// scdaemon runs the program on these lines, with a folder of its own.
func (d *desk) scdaemon(t *testing.T, lines string) string {
	t.Helper()
	home := d.path("gnupg")
	if err := os.MkdirAll(home, 0o700); err != nil {
		t.Fatal(err)
	}
	script := "exec " + testneed.Path("scdaemon") + " --homedir " + home + " --server --disable-ccid < " + d.put(t, "lines", []byte(lines))
	out, err := d.exec(t.Context(), "sh", "-c", script)
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return out
}
