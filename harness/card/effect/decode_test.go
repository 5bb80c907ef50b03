package effect

import (
	"encoding/hex"
	"testing"

	"github.com/cpslab/cps/harness/card/apdu"
)

func unhex(t *testing.T, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestDecode holds what the clients of a CPS send, and what nobody should
// (card-interface section 4; CryptolibCPS sources, card-cps3.c and card-cps4.c).
func TestDecode(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, cmd string
		kind      Kind
		presents  bool
		counter   bool
		ref       byte
		chained   bool
		doubt     string // English reason, "" for none
	}{
		{name: "select by name", cmd: "00A4040C08802500000101FF0100", kind: Reads},
		{name: "read by SFI", cmd: "00B09C00C0", kind: Reads},
		{name: "read in the CPS2ter view", cmd: "A0B0000010", kind: Reads},
		{name: "counter, T=1", cmd: "00200001", kind: Reads, counter: true, ref: RefPIN},
		{name: "counter, T=0", cmd: "0020000200", kind: Reads, counter: true, ref: RefPUK},
		{name: "counter on channel 1", cmd: "01200001", kind: Reads, counter: true, ref: RefPIN},
		{name: "PIN", cmd: "002000010431323334", kind: PIN, presents: true, ref: RefPIN},
		{name: "code with more behind it", cmd: "00200002023132333400", kind: Unknown, doubt: reasonMalformed.EN},
		{name: "PUK", cmd: "00200002083132333435363738", kind: Unblock, presents: true, ref: RefPUK},
		{name: "old and new code", cmd: "00240001083132333435363738", kind: Unblock, presents: true, ref: RefPIN},
		{name: "new code alone", cmd: "012401010431323334", kind: Unblock},
		{name: "unblock with the PUK", cmd: "002C0001083132333435363738", kind: Unblock, presents: true, ref: RefPUK},
		{name: "unblock after the PUK", cmd: "002C02010431323334", kind: Unblock},
		{name: "unblock without data", cmd: "012C0381", kind: Unblock},
		{name: "choose a key", cmd: "002241B606800142840181", kind: Signs},
		{name: "sign, first block", cmd: "112A80860281AA", kind: Signs, chained: true},
		{name: "sign in", cmd: "00880000023132", kind: Signs},
		{name: "write", cmd: "00D600000431323334", kind: Writes},
		{name: "write, first block", cmd: "10D600000431323334", kind: Writes, chained: true},
		{name: "erase", cmd: "000E0000", kind: Writes},

		{name: "no command", cmd: "31323334", kind: Unknown, doubt: reasonClass.EN},
		{name: "three bytes", cmd: "002000", kind: Unknown, doubt: reasonMalformed.EN},
		{name: "PIN in the CPS2ter view", cmd: "A02000010431323334", kind: PIN, presents: true, ref: RefPIN, doubt: reasonCPS2terCode.EN},
		{name: "PIN with secure messaging", cmd: "0C2000010431323334", kind: PIN, presents: true, ref: RefPIN, doubt: reasonClass.EN},
		{name: "PIN in blocks", cmd: "102000010431323334", kind: PIN, presents: true, ref: RefPIN, chained: true, doubt: reasonNotChained.EN},
		{name: "PIN at length", cmd: "00200001000004" + "31323334", kind: PIN, presents: true, ref: RefPIN, doubt: reasonExtended.EN},
		{name: "counter at length", cmd: "00200001000000", kind: PIN, doubt: reasonExtended.EN},
		{name: "global PIN of others", cmd: "002000810431323334", kind: Unblock, presents: true, ref: 0x81, doubt: reasonReference.EN},
		{name: "P1 of others", cmd: "002001010431323334", kind: PIN, presents: true, ref: RefPIN, doubt: reasonP1Zero.EN},
		{name: "length without a code", cmd: "0020000104", kind: PIN, doubt: reasonNoData.EN},
		{name: "empty change", cmd: "00240001", kind: Unblock, doubt: reasonChangeEmpty.EN},
		{name: "PUT DATA", cmd: "00DB3FFF0431323334", kind: Unknown, doubt: reasonUnknown.EN},
		{name: "end of life", cmd: "00FE0000", kind: Unknown, doubt: reasonUnknown.EN},
		{name: "select in blocks", cmd: "10A4040002D003", kind: Reads, chained: true, doubt: reasonNotChained.EN},
	} {
		e, doubt := Decode(unhex(t, c.cmd))
		got := ""
		if doubt != nil {
			got = doubt.Reason.EN
		}
		if e.Kind != c.kind || e.Presents != c.presents || e.Counter != c.counter || e.Ref != c.ref || e.Chained != c.chained || got != c.doubt {
			t.Errorf("%s (%s): %v, presents %v, counter %v of %02X, chained %v, doubt %q", c.name, c.cmd, e.Kind, e.Presents, e.Counter, e.Ref, e.Chained, got)
		}
	}
}

func TestWords(t *testing.T) {
	t.Parallel()
	e, doubt := Decode(unhex(t, "A02000010431323334"))
	if got := e.String(); got != "VERIFY A0 20 00 01 (4 data bytes)" {
		t.Errorf("%s", got)
	}
	if e.Channel() != 0xA0 || !e.CPS2ter() || Channel(0x11) != 0x01 || Channel(0x10) != 0x00 {
		t.Errorf("channel %02X", e.Channel())
	}
	fr, _ := doubt.Say("fr")
	if want := "VERIFY A0 20 00 01 (4 octets de données) : les codes ne se présentent et ne se changent qu'en classes 00 et 01"; fr != want {
		t.Errorf("%s", fr)
	}
	if en, _ := doubt.Say("en"); en != doubt.Error() {
		t.Errorf("%s, want %s", en, doubt.Error())
	}
	for k := Reads; k <= Unknown; k++ {
		if k.String() == "invalid" {
			t.Errorf("kind %d has no name", k)
		}
	}
	if got := (Unknown + 1).String(); got != "invalid" {
		t.Errorf("%s", got)
	}
}

// TestSecret: whatever follows, a code never stays outside what is called secret.
func TestSecret(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, cmd, open string }{
		{"PIN", "002000010431323334", "0020000104"},
		{"PIN and Le", "00200001043132333400", "002000010400"},
		{"PIN at length", "0020000100000431323334", "00200001000004"},
		{"PIN in any class", "8C2000010431323334", "8C20000104"},
		{"change", "00240001083132333435363738", "0024000108"},
		{"unblock", "002C0001083132333435363738", "002C000108"},
		{"PUT DATA", "00DB3FFF0431323334", "00DB3FFF04"},
		{"EXTERNAL AUTHENTICATE", "008200000431323334", "0082000004"},
		{"odd VERIFY", "002100010431323334", "0021000104"},
		{"cut code", "0020000108313233", "00200001"},
		{"code with more behind it", "00200001023132333400", "00200001"},
		{"a code alone", "3132333435363738", ""},
		{"a short code", "313233", ""},
		{"nothing", "", ""},
		{"counter", "0020000100", "0020000100"},
		{"select", "00A4040C02D003", "00A4040C02D003"},
		{"data to sign", "002A9E9A02AABB", "002A9E9A02AABB"},
		{"data to write", "00D600000431323334", "00D600000431323334"},
		{"read record", "00B2010402AABB", "00B2010402AABB"},
	} {
		cmd := unhex(t, c.cmd)
		from, to := Secret(cmd)
		if got := hex.EncodeToString(cmd[:from]) + hex.EncodeToString(cmd[to:]); got != hex.EncodeToString(unhex(t, c.open)) {
			t.Errorf("%s: %s stays open, want %s", c.name, got, c.open)
		}
	}
}

// TestDecodeAllocates nothing for what is decoded: it stands before every
// exchange of a real reader.
func TestDecodeAllocates(t *testing.T) {
	for _, cmd := range []string{"00B09C00C0", "00200001", "002000010431323334", "112A80860281AA"} {
		b := unhex(t, cmd)
		if n := testing.AllocsPerRun(100, func() {
			if _, doubt := Decode(b); doubt != nil {
				t.Fatal(doubt)
			}
		}); n != 0 {
			t.Errorf("%s: %v allocations", cmd, n)
		}
	}
}

// FuzzDecode holds Decode beside the two decoders that it took the place of: what
// the guard let pass, or refused, and what the scenarios noted of a command. None
// of the three may call something milder than the others do.
func FuzzDecode(f *testing.F) {
	for _, s := range []string{
		"00A4040C08802500000101FF0100", "0020000200", "002000010431323334", "A02000010431323334", "00240001083132333435363738",
		"012401010431323334", "002C02010431323334", "012C0381", "112A80860281AA", "10D600000431323334", "0020000100000431323334",
		"00200001000000", "00DB3FFF0431323334", "0020000104", "002000", "0C2000010431323334",
	} {
		b, err := hex.DecodeString(s)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, cmd []byte) { agrees(t, cmd) })
}

// TestDecodeEverywhere is FuzzDecode over every instruction in the classes that
// matter, and every class of some instructions.
func TestDecodeEverywhere(t *testing.T) {
	t.Parallel()
	tails := []string{"", "00", "08", "0431323334", "043132333400", "0831", "04313233340000", "000000", "00000431323334"}
	params := []string{"0000", "0001", "0002", "0003", "0081", "0101", "0181", "0201", "0301", "0381", "0401", "FF01", "3FFF"}
	var cmd []byte
	for _, tail := range tails {
		for _, p := range params {
			cmd = append(append([]byte{0, 0}, unhex(t, p)...), unhex(t, tail)...)
			for ins := range 256 {
				for _, cla := range []byte{0x00, 0x01, 0x02, 0x0C, 0x10, 0x11, 0x80, 0xA0, 0xB0} {
					cmd[0], cmd[1] = cla, byte(ins)
					agrees(t, cmd)
				}
			}
			for cla := range 256 {
				for _, ins := range []byte{apdu.INSSelect, apdu.INSVerify, apdu.INSChangeReference, apdu.INSPerformSecurity, apdu.INSUpdateBinary} {
					cmd[0], cmd[1] = byte(cla), ins
					agrees(t, cmd)
				}
			}
		}
	}
}

func agrees(t *testing.T, cmd []byte) {
	t.Helper()
	e, doubt := Decode(cmd)
	op, refused := decodeOfGuard(cmd)
	if (doubt != nil) != refused {
		t.Fatalf("% X: doubt %v, the guard refused it: %v", cmd, doubt, refused)
	}
	if !refused && (e.Kind != op.kind || e.Presents != (op.presents != 0) || e.Counter != (op.status != 0) || e.Ref != op.presents|op.status || e.Chained != op.chained) {
		t.Fatalf("% X: %+v, the guard decoded %+v", cmd, e, op)
	}
	if seen := seenByWitness(cmd); seen != Reads {
		milder := e.Kind == Reads || seen == Writes && e.Kind != Writes || seen == Signs && e.Kind != Signs
		if milder || seen == PIN && !e.Presents {
			t.Fatalf("% X: %v, the scenarios noted %v", cmd, e.Kind, seen)
		}
	}
	from, to := Secret(cmd)
	if from < 0 || to < from || to > len(cmd) {
		t.Fatalf("% X: secret from %d to %d", cmd, from, to)
	}
	if e.Presents && to-from < len(e.Command.Data) {
		t.Fatalf("% X: presents a code, secret from %d to %d", cmd, from, to)
	}
	c, err := apdu.ParseCommand(cmd)
	if err == nil && doubt == nil && e.Kind == Reads && to > from && len(c.Data) > 0 {
		t.Fatalf("% X reads, and would be hidden", cmd)
	}
}
