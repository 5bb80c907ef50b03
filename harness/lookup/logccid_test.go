package lookup

import (
	"slices"
	"strings"
	"testing"
)

// The messages between libccid and a reader, of both forms of its log.
func TestMessagesToAReader(t *testing.T) {
	t.Parallel()
	for name, v := range map[string]struct {
		log  string
		want []seen
	}{
		"a mute card": {
			"-> 000000 62 00 00 00 00 00 05 01 00 00 \n<- 000000 80 00 00 00 00 00 05 41 FE 00 \n",
			[]seen{{"CPS-RDR-004", 2, 1}},
		},
		"mute at one voltage, answers at the next": {
			"-> lun: 0, 62 00 00 00 00 00 05 01 00 00\n<- lun: 0, 80 00 00 00 00 00 05 41 FE 00\n-> lun: 0, 62 00 00 00 00 00 06 02 00 00\n<- lun: 0, 80 02 00 00 00 00 06 00 00 00 3B 00\n",
			nil,
		},
		"no card": {
			"-> 000000 62 00 00 00 00 00 05 01 00 00\n<- 000000 80 00 00 00 00 00 05 42 FE 00\n", nil,
		},
		"T=0: a wrong code, masked": {
			"-> 000000 6F 09 00 00 00 00 07 00 00 00 00 20 00 01 04 XX XX XX XX\n<- 000000 80 02 00 00 00 00 07 00 00 00 63 C2\n",
			[]seen{{"CPS-PIN-001", 2, 1}},
		},
		"T=0: a wrong code, and the code itself in the log": {
			"-> 000000 6F 09 00 00 00 00 07 00 00 00 00 20 00 01 04 31 32 33 34\n<- 000000 80 02 00 00 00 00 07 00 00 00 63 C2\n",
			[]seen{{"CPS-PIN-001", 2, 1}, {"CPS-PIN-013", 2, 1}},
		},
		"a counter that is asked for": {
			"-> 000000 6F 04 00 00 00 00 07 00 00 00 00 20 00 01\n<- 000000 80 02 00 00 00 00 07 00 00 00 63 C3\n", nil,
		},
		"more time is asked for": {
			"-> 000000 6F 04 00 00 00 00 07 00 00 00 00 20 00 01\n<- 000000 80 00 00 00 00 00 07 80 01 00\n<- 000000 80 02 00 00 00 00 07 00 00 00 69 83\n",
			[]seen{{"CPS-PIN-003", 3, 1}},
		},
		"T=1: a certificate is not there": {
			"-> 000001 6F 0B 00 00 00 00 17 00 00 00 00 00 07 00 A4 02 00 02 A0 01 02\n<- 000001 80 06 00 00 00 00 17 00 00 00 00 00 02 6A 82 EA\n",
			[]seen{{"CPS-CERT-009", 2, 1}},
		},
		"T=1: a command of two blocks, masked": {
			"-> 000000 6F 09 00 00 00 00 07 00 00 00 00 20 05 00 20 00 01 04 00\n<- 000000 80 04 00 00 00 00 07 00 00 00 00 90 00 90\n-> 000000 6F 08 00 00 00 00 08 00 00 00 00 40 04 ** ** ** ** 00\n<- 000000 80 06 00 00 00 00 08 00 00 00 00 00 02 63 C1 A0\n",
			[]seen{{"CPS-PIN-001", 4, 1}},
		},
		"a keypad: the reader fills the code in": {
			"-> 000000 69 18 00 00 00 00 09 00 00 00 00 00 82 04 00 04 04 02 01 09 04 00 00 00 00 00 20 00 01 04 2F FF FF FF\n<- 000000 80 02 00 00 00 00 09 00 00 00 63 C1\n",
			[]seen{{"CPS-PIN-001", 2, 1}},
		},
		"a keypad: cancelled": {
			"-> 000000 69 18 00 00 00 00 09 00 00 00 00 00 82 04 00 04 04 02 01 09 04 00 00 00 00 00 20 00 01 04 FF FF FF FF\n<- 000000 80 00 00 00 00 00 09 40 EF 00\n",
			[]seen{{"CPS-PIN-012", 2, 1}},
		},
		"a fault of the line": {
			"-> 000000 6F 05 00 00 00 00 07 00 00 00 00 B0 00 00 00\n<- 000000 80 00 00 00 00 00 07 40 FD 00\n",
			[]seen{{"CPS-RDR-002", 2, 1}},
		},
		"commands to the reader itself, and its parameters": {
			"-> 000000 6B 05 00 00 00 00 02 00 00 00 02 00 20 00 01\n<- 000000 83 02 00 00 00 00 02 00 00 00 63 C0\n-> 000000 61 05 00 00 00 00 06 00 00 00 11 00 00 0A 00\n<- 000000 82 00 00 00 00 00 06 40 0A 00\n", nil,
		},
		"pcscd writes the exchange down itself": {
			"APDU: 00 20 00 01 04 ** ** ** **\n-> 000000 6F 09 00 00 00 00 07 00 00 00 00 20 00 01 04 ** ** ** **\n<- 000000 80 02 00 00 00 00 07 00 00 00 63 C2\nSW: 63 C2\n",
			[]seen{{"CPS-PIN-001", 4, 1}},
		},
		"parts of messages": {
			"-> 000000 6F\n<- 000000 80 02\n-> lun: 0 6F\n<- 00000G 80\n-> 000000 6F FF FF FF FF 00 07 00 00 00 00 20 00 01\n<- 000000 80 FF FF FF FF 00 07 00 00 00 69 83\n",
			[]seen{{"CPS-PIN-003", 6, 1}},
		},
	} {
		log := ""
		for line := range strings.Lines(v.log) {
			log += "00000012 [1946149872] " + line
		}
		if got := causesSeen(readLog(t, strings.NewReader(log))); !slices.Equal(got, v.want) {
			t.Errorf("%s: %v, want %v", name, got, v.want)
		}
	}
}
