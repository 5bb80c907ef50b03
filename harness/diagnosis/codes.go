package diagnosis

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/cpslab/cps/harness/card/apdu"
)

// SSV and GALSS codes that rules look at (SSV manual 4.03; CryptolibCPS
// sources, gal_err.h). The SESAM-Vitale library passes GALSS codes through.
const (
	ssvCardAbsent     = 61441 // F001
	ssvWrongPIN       = 61443 // F003
	ssvUnusable       = 61444 // F004: the DAM message
	ssvVitaleAbsent   = 61457 // F011
	ssvVitaleFault    = 61460 // F014
	ssvVitaleTaken    = 61461 // F015
	ssvIncoherent     = 61695 // F0FF
	ssvOutOfStep      = 61696 // F100
	ssvResource       = 61697 // F101
	ssvNotInitialised = 62976 // F600
	ssvTablesFirst    = 62992 // F610
	ssvTablesLast     = 63087 // F66F
	ssvTablesPath     = 63104 // F680
	ssvWorkFolder     = 63217 // F6F1
	ssvWorkFiles      = 63218 // F6F2

	galssExclusive    = 0x0004
	galssSequence     = 0x0008
	galssAborted      = 0x0040
	galssTimeExceeded = 0x0100
	galssTransmission = 0x0200
	galssNoAnswer     = 0x0400
	galssOpen         = 0x0800
	galssResource     = 0x2000
	galssConfigFirst  = 0x8001
	galssConfigLast   = 0x8014
)

// PKCS#11 results that rules look at (PKCS#11 v2.20, section 11.1;
// CryptolibCPS sources, misc.c).
const (
	ckrDeviceRemoved     = 0x32
	ckrFunctionCanceled  = 0x50
	ckrPINIncorrect      = 0xA0
	ckrPINLocked         = 0xA4
	ckrSessionInvalid    = 0xB3
	ckrTokenNotPresent   = 0xE0
	ckrPINNotInitialized = 0x102
	ckrBadActua          = 0x80000001
)

// Status words of the CPS2TER volume (CryptolibCPS sources, cps2ter_errors).
const (
	swTerNotActivated = 0x9802
	swTerWrongPIN     = 0x9804
	swTerInvalidated  = 0x9808
	swTerLocked       = 0x9840
)

// silentRetries is how often a command without effect may be repeated before
// its failure is reported.
const silentRetries = 3

// readCodes merges the codes of the input and the declared ones, which win.
func (c *checker) readCodes() {
	k := c.in.Codes
	if n, ok := c.facts.number(factSsv); ok {
		k.SSV = int(n)
	}
	if n, ok := c.facts.number(factGalss); ok {
		k.GALSS = int(n)
	}
	if n, ok := c.facts.number(factSw); ok {
		k.SW = apdu.SW(n)
	}
	if n, ok := c.facts.number(factCkr); ok {
		k.CKR = uint64(n)
	}
	if s, ok := c.facts.text(factCodeCommand); ok {
		k.Command = s
	}
	if n, ok := c.facts.number(factCodeTimes); ok {
		k.Times = int(n)
	}
	if k.GALSS == 0 && (k.SSV <= galssResource || (k.SSV >= galssConfigFirst && k.SSV <= galssConfigLast)) {
		k.GALSS = k.SSV
	}
	k.Times = max(k.Times, 1)
	c.codes = k
}

// layer reports whether the billing layer returned any code.
func (k *Codes) layer() bool { return k.SSV != 0 || k.GALSS != 0 }

// reported tells whether a passing fault is to be reported: at once unless the
// command is known to have no effect, else after the silent repetitions.
func (k *Codes) reported() bool {
	switch k.Command {
	case "select", "read", "get":
		return k.Times > silentRetries
	default:
		return true
	}
}

func (k *Codes) ssvEvidence() []Evidence {
	return []Evidence{{Field: "ssv", Value: bothWays(k.SSV)}}
}

func (k *Codes) galssEvidence() []Evidence {
	e := []Evidence{{Field: "galss", Value: bothWays(k.GALSS)}}
	if k.Command != "" {
		e = append(e, Evidence{Field: "code.command", Value: k.Command})
	}
	return append(e, Evidence{Field: "code.times", Value: strconv.Itoa(k.Times)})
}

// bothWays writes a code in decimal and in hexadecimal: "2048 (0800)".
func bothWays(code int) string { return fmt.Sprintf("%d (%04X)", code, code) }

func (k *Codes) ckrEvidence() []Evidence {
	return []Evidence{{Field: "ckr", Value: "0x" + strings.ToUpper(strconv.FormatUint(k.CKR, 16))}}
}

// parseResultCode reads the value of a fact that is a code.
func parseResultCode(t FactType, s string) (n int64, ok bool, want string) {
	switch t {
	case FactSSV:
		n, ok = parseSSV(s)
		return n, ok, "an SSV code, decimal (61444) or hexadecimal (F004)"
	case FactGALSS:
		n, ok = parseGALSS(s)
		return n, ok, "a GALSS code, decimal (2048) or hexadecimal (8001)"
	case FactSW:
		v, err := strconv.ParseUint(strings.ReplaceAll(s, " ", ""), 16, 16)
		return int64(v), err == nil && v >= 0x6000, "a status word of four hexadecimal digits"
	case FactCKR:
		n, ok = parseCKR(s)
		return n, ok, "a PKCS#11 result, its name (CKR_PIN_LOCKED) or 0x and hexadecimal digits"
	default:
		return 0, false, "a value of type " + string(t)
	}
}

// parseSSV: digits alone are decimal, anything else hexadecimal.
func parseSSV(s string) (int64, bool) {
	if n, err := strconv.ParseUint(s, 10, 16); err == nil {
		return int64(n), n > 0
	}
	n, err := strconv.ParseUint(strings.TrimPrefix(strings.ToLower(s), "0x"), 16, 16)
	return int64(n), err == nil && n > 0
}

// parseGALSS: digits that are a known code in decimal are decimal, the others
// hexadecimal, as manuals write configuration codes.
func parseGALSS(s string) (int64, bool) {
	if n, err := strconv.ParseUint(s, 10, 16); err == nil && isGALSS(int(n)) {
		return int64(n), true
	}
	n, err := strconv.ParseUint(strings.TrimPrefix(strings.ToLower(s), "0x"), 16, 16)
	return int64(n), err == nil && isGALSS(int(n))
}

// isGALSS: run-time codes are one bit each, configuration codes a range.
func isGALSS(n int) bool {
	if n >= galssConfigFirst && n <= galssConfigLast {
		return true
	}
	return n > 0 && n <= 0x4000 && n&(n-1) == 0
}

func parseCKR(s string) (int64, bool) {
	if bare, ok := strings.CutPrefix(strings.ToLower(s), "0x"); ok {
		n, err := strconv.ParseUint(bare, 16, 32)
		return int64(n), err == nil && n > 0
	}
	for _, name := range names(s) {
		for i := range messages {
			if messages[i].Kind == KindCKR && messages[i].Name == name {
				return messages[i].Code, true
			}
		}
		for _, c := range ckrOther {
			if c.name == name {
				return c.code, true
			}
		}
	}
	return 0, false
}
