package diagnosis

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/cpslab/cps/harness/card/apdu"
	"github.com/cpslab/cps/harness/diagnosis/code"
	"github.com/cpslab/cps/harness/diagnosis/fact"
)

// Codes that rules look at.
const (
	ssvCardAbsent        = code.SSVCardAbsent
	ssvWrongPIN          = code.SSVWrongPIN
	ssvUnusable          = code.SSVUnusable
	ssvVitaleAbsent      = code.SSVVitaleAbsent
	ssvVitaleFault       = code.SSVVitaleFault
	ssvVitaleTaken       = code.SSVVitaleTaken
	ssvVitaleOther       = code.SSVVitaleOther
	ssvIncoherent        = code.SSVIncoherent
	ssvOutOfStep         = code.SSVOutOfStep
	ssvResource          = code.SSVResource
	ssvNotInitialised    = code.SSVNotInitialised
	ssvTablesFirst       = code.SSVTablesFirst
	ssvTablesLast        = code.SSVTablesLast
	ssvTablesPath        = code.SSVTablesPath
	ssvWorkFolder        = code.SSVWorkFolder
	ssvWorkFiles         = code.SSVWorkFiles
	galssExclusive       = code.GALSSExclusive
	galssSequence        = code.GALSSSequence
	galssAborted         = code.GALSSAborted
	galssTimeExceeded    = code.GALSSTimeExceeded
	galssTransmission    = code.GALSSTransmission
	galssNoAnswer        = code.GALSSNoAnswer
	galssOpen            = code.GALSSOpen
	galssResource        = code.GALSSResource
	galssConfigFirst     = code.GALSSConfigFirst
	galssConfigLast      = code.GALSSConfigLast
	ckrDeviceRemoved     = code.CKRDeviceRemoved
	ckrFunctionCanceled  = code.CKRFunctionCanceled
	ckrPINIncorrect      = code.CKRPINIncorrect
	ckrPINLocked         = code.CKRPINLocked
	ckrSessionInvalid    = code.CKRSessionInvalid
	ckrUserNotLoggedIn   = code.CKRUserNotLoggedIn
	ckrTokenNotPresent   = code.CKRTokenNotPresent
	ckrPINNotInitialized = code.CKRPINNotInitialized
	ckrBadActua          = code.CKRBadActua

	swTerNotActivated = apdu.SWCPS2terPINNotActive
	swTerWrongPIN     = apdu.SWCPS2terRefused
	swTerInvalidated  = apdu.SWCPS2terPINInvalid
	swTerLocked       = apdu.SWCPS2terPINBlocked
)

// silentRetries is how often a command without effect may be repeated before
// its failure is reported.
const silentRetries = 3

// readCodes merges the codes of the input and the declared ones, which win.
func (c *checker) readCodes() {
	k := c.in.Codes
	if n, ok := c.facts.Number(fact.Ssv); ok {
		k.SSV = int(n)
	}
	if n, ok := c.facts.Number(fact.Galss); ok {
		k.GALSS = int(n)
	}
	if n, ok := c.facts.Number(fact.Sw); ok {
		k.SW = apdu.SW(n)
	}
	if n, ok := c.facts.Number(fact.Ckr); ok {
		k.CKR = uint64(n)
	}
	if s, ok := c.facts.Text(fact.CodeCommand); ok {
		k.Command = s
	}
	if n, ok := c.facts.Number(fact.CodeTimes); ok {
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

// reported is whether a passing fault is to be reported: at once unless the
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
func bothWays(n int) string { return fmt.Sprintf("%d (%04X)", n, n) }

func (k *Codes) ckrEvidence() []Evidence {
	return []Evidence{{Field: "ckr", Value: "0x" + strings.ToUpper(strconv.FormatUint(k.CKR, 16))}}
}
