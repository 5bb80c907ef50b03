package lookup

import (
	"slices"
	"strings"
	"testing"
)

// What the card answered, as each tool writes it down: the cause with the line of the
// answer.
func TestAnswersOfACard(t *testing.T) {
	t.Parallel()
	for name, v := range map[string]struct {
		log  string
		want []seen
	}{
		"pcscd: a wrong code, and the code itself in the log": {
			"00000012 APDU: 00 20 00 01 04 31 32 33 34\n00031201 SW: 63 C1\n",
			[]seen{{"CPS-PIN-001", 2, 1}, {"CPS-PIN-013", 2, 1}},
		},
		"pcscd: a code that was masked": {"APDU: 00 20 00 01 04 ** ** ** **\nSW: 63 C2\n", []seen{{"CPS-PIN-001", 2, 1}}},
		"pcscd in colour: blocked":      {"\x1b[34m00000012\x1b[0m \x1b[35mAPDU: 00 20 00 01\x1b[0m\n\x1b[35mSW: 69 83\x1b[0m\n", []seen{{"CPS-PIN-003", 2, 1}}},
		"pcscd: one try is left":        {"APDU: 00 20 00 01\nSW: 63 C1\n", []seen{{"CPS-PIN-002", 2, 1}}},
		"pcscd: the billing object of a CPS4 is not there": {
			"APDU: A0 A4 00 00 02 40 00\nSW: 94 04\n", []seen{{"CPS-DAM-001", 2, 1}},
		},
		"OpenSC: a certificate is not there": {
			"P:1; T:0x1 [x] apdu.c:1:y: \nOutgoing APDU (7 bytes):\n00 A4 02 00 02 A0 01 .......\n\nreturning\nIncoming APDU (2 bytes):\n6A 82 j.\n",
			[]seen{{"CPS-CERT-009", 7, 1}},
		},
		"OpenSC: an answer of several rows": {
			"Outgoing APDU (9 bytes):\n00 20 00 01 04 2A 2A 2A 2A . ..****\n\nIncoming APDU (18 bytes):\n62 1B 80 02 00 6A 82 01 01 83 02 70 01 88 00 A1 b....j.....p....\n63 C0 c.\n",
			[]seen{{"CPS-PIN-003", 5, 1}},
		},
		"scriptor: an answer of two lines": {
			"> 00 2C 00 01 08 ** ** ** ** ** ** ** **\n< 00 01 02 03\n63 C4 : Authentication failed, 4 tries left\n> 00 20 00 02\n< 69 83 : blocked\n",
			[]seen{{"CPS-PIN-005", 5, 1}, {"CPS-PIN-004", 2, 1}},
		},
		"pyscard: answers without a colon, the last line without an end": {
			"connecting to X\n> 00 A4 00 00 02 3F 00\n<  [] 90 0\n> 00 20 00 01 04 FF FF FF FF\n<  [] 63 C2",
			[]seen{{"CPS-PIN-001", 5, 1}},
		},
		"both codes are blocked":            {"APDU: 00 20 00 01\nSW: 63 C0\nAPDU: 00 20 00 02\nSW: 69 83\n", []seen{{"CPS-PIN-005", 2, 1}, {"CPS-PIN-005", 4, 1}}},
		"apdu4j, a dump":                    {"# ATR: 3B00\n#\n00A4040008A000000063\n# 2ms\n6A82\n00200001\n# 1ms\n63C1\n", []seen{{"CPS-PIN-002", 8, 1}}},
		"a script, its answers in comments": {"# < OK: 3B 00\n00 20 00 01\n# dt 2µs\n# < 69 83 : 6983 (blocked)\n", []seen{{"CPS-PIN-003", 4, 1}}},
		"GlobalPlatformPro":                 {"A>> T=1 (4+0004) 00200001 04 31323334\nA<< (0000+2) (31ms) 6983\n", []seen{{"CPS-PIN-003", 2, 1}, {"CPS-PIN-013", 2, 1}}},
		"GPShell, many times":               {strings.Repeat("Command --> 0020000104FFFFFFFF\nResponse <-- 63C2\n", 3), []seen{{"CPS-PIN-001", 2, 3}}},
		"a CPS2ter: blocked":                {"APDU: A0 20 00 01 04 00 00 00 00\nSW: 98 40\n", []seen{{"CPS-PIN-003", 2, 1}}},
		"OpenSC before 0.17": {
			"Outgoing APDU data [    9 bytes] =====================================\n00 20 00 01 04 xx xx xx xx . ......\n==========\n0x7f apdu.c:187:sc_apdu_log: \nIncoming APDU data [    2 bytes] =====================================\n63 C2 c.\n==========\n",
			[]seen{{"CPS-PIN-001", 6, 1}},
		},
		"opensc-tool: a counter, then a wrong code": {
			"Sending: 00 20 00 01 \nReceived (SW1=0x63, SW2=0xC3)\nSending: 00 20 00 01 04 FF FF FF FF \nReceived (SW1=0x63, SW2=0xC2)\n",
			[]seen{{"CPS-PIN-001", 4, 1}},
		},
		"scdaemon: a file that it looks for": {
			"scdaemon[5]: DBG:   PCSC_data: 00 A4 00 0C 02 3F 00\nscdaemon[5]: DBG:  response: sw=6A82  datalen=0\n", nil,
		},
		"scdaemon: a wrong code, hidden": {
			"scdaemon[5]: DBG:  raw apdu: 00 20 00 01 04 [hidden]\nscdaemon[5]: DBG:  response: sw=63C2  datalen=0\n",
			[]seen{{"CPS-PIN-001", 2, 1}},
		},
		"pcsc-spy": {
			"SCardTransmit\n i hCard: 0x1F\n i bSendBuffer\n i  0000 00 20 00 01 04 FF FF FF FF                      . ......\n o bRecvLength\n o bRecvBuffer\n o  0000 63 C1                                           c.\n => Command successful. (SCARD_S_SUCCESS [0x00000000])  [0.1]\n",
			[]seen{{"CPS-PIN-001", 7, 1}},
		},
		"pcsc-spy: a command to the reader": {
			"SCarControl\n i bSendBuffer\n i  0000 00 20 00 01                                     . ..\n o bRecvBuffer\n o  0000 69 83                                           i.\n", nil,
		},
		"without its command":  {"SW: 69 83\n", []seen{{"CPS-PIN-003", 1, 1}}},
		"a dump that is cut":   {"Outgoing APDU (40 bytes):\n00 20 00 01 04\nSCARD_E_NO_READERS_AVAILABLE\n", []seen{{"CPS-RDR-001", 3, 1}}},
		"texts between answer": {"> 00 20 00 01\nCard is unresponsive\n< 63 C3 : three tries left\n", []seen{{"CPS-RDR-004", 2, 1}}},
	} {
		l := readLog(t, strings.NewReader(v.log))
		if got := causesSeen(l); !slices.Equal(got, v.want) {
			t.Errorf("%s: %v, want %v", name, got, v.want)
		}
		for _, c := range l.Causes {
			if strings.Contains(c.Token, "31 32") || strings.Contains(c.Token, "3132") {
				t.Errorf("%s: the token %q holds a code", name, c.Token)
			}
		}
	}
}

// What a healthy session is full of names no cause: tries that were asked for, files and
// applications that programs look for on any card, a code that is right.
func TestAnswersThatNameNoCause(t *testing.T) {
	t.Parallel()
	for _, log := range []string{
		"APDU: 00 20 00 01\nSW: 63 C3\n",
		"APDU: 00 20 00 02\nSW: 63 C5\n",
		"APDU: 00 A4 04 00 06 A0 00 00 00 63 01\nSW: 6A 82\n",
		"APDU: 00 A4 00 00 02 44 01\nSW: 6A 82\n",
		"APDU: 00 20 00 01 04 ** ** ** **\nSW: 90 00\n",
		"> 00 B0 00 00 00\n< 6F 10 84 08 6A 82\n90 00 : Normal processing.\n",
		"00200001\n63C1\n",
		"< HTTP/1.1 200 OK\n> GET /61444 HTTP/1.1\n<html>\n",
		"Outgoing APDU (999999999999999999999 bytes):\n00\n", "Incoming APDU (2 bytes):\n", "Incoming APDU (", "A<<", "SW: ", "<  []", "> \n< \n",
	} {
		if got := causesSeen(readLog(t, strings.NewReader(log))); got != nil {
			t.Errorf("%q: %v", log, got)
		}
	}
}

// An answer that never ends is given up at the length of an APDU.
func TestAnswerWithoutEnd(t *testing.T) {
	t.Parallel()
	var x exchanges
	x.take([]byte("> 00 20 00 01"), 1)
	x.take([]byte("< 00"), 2)
	row := []byte(strings.Repeat("00 ", 1000))
	for n := range 200 {
		x.take(row, n)
		if len(x.answer) > mostAPDU {
			t.Fatalf("%d bytes are kept", len(x.answer))
		}
	}
	if x.open {
		t.Error("it is still waited for")
	}
}
