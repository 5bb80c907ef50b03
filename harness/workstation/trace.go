package workstation

import (
	"strconv"
	"strings"

	"github.com/cpslab/cps/harness/card/text"
)

// What lines of the billing layer, of its agent and of the Windows Installer say
// (public reports of workstations, 2026). Only what they say is kept.
var (
	traceReturn  = text.Expression(`(?:\bretour|\bcode)\s*:\s*(?:0x)?([0-9a-f]{4})\b`)
	traceCall    = text.Expression(`\b(ssv[_ .]?[a-z]{3,30})\b`)
	traceSlots   = text.Expression(`slot de carte trouve\w*\s*:\s*([0-9]{1,3})\b`)
	tracePhrases = []struct {
		kind TraceKind
		all  []string // in lower case, without accents
	}{
		{TraceNoMGC, []string{"section mgc absente"}},
		{TraceTablesPath, []string{"chemin des tables", "absent"}},
		{TraceTablesFile, []string{"tables", "inaccessible"}},
		{TraceCPSAbsent, []string{"carte cps absente"}},
		{TraceCPSAbsent, []string{"cps presente", "false"}},
		{TraceVitaleAbsent, []string{"vitale", "absente"}},
		{TraceVitaleAbsent, []string{"vitale presente", "false"}},
		{TraceNoMICA, []string{"mica", "pas installee"}},
		{TraceBlocked, []string{"0xc0e90002"}},
		{TraceDRC, []string{"erreur drc"}},
		{TraceDRC, []string{"err_timed_out"}},
		{TraceReaderSlow, []string{"poco exception", "timeout"}},
		{TraceReaderSlow, []string{"getpcscresourceslist"}},
		{TraceReaderSlow, []string{"detection des slots"}},
		{TraceServiceDown, []string{"siram_"}},
		{TraceServiceDown, []string{"erreur adr"}},
	}
)

// ReadTraceLine returns what a line of the billing layer's trace says, false when it
// says nothing that is known.
func ReadTraceLine(line string) (TraceEntry, bool) {
	low := text.Fold(line)
	for _, p := range tracePhrases {
		if holdsAll(low, p.all) {
			return TraceEntry{Kind: p.kind}, true
		}
	}
	if m := traceSlots().FindStringSubmatch(low); m != nil {
		n, _ := strconv.Atoi(m[1]) // at most three digits
		return TraceEntry{Kind: TraceSlots, Count: n}, true
	}
	if m := traceReturn().FindStringSubmatch(low); m != nil && m[1] != "0000" {
		e := TraceEntry{Kind: TraceCode, Code: strings.ToUpper(m[1])}
		if call := traceCall().FindStringSubmatch(low); call != nil {
			e.Function = call[1]
		}
		return e, true
	}
	return TraceEntry{}, false
}

func holdsAll(s string, words []string) bool {
	for _, w := range words {
		if !strings.Contains(s, w) {
			return false
		}
	}
	return true
}

// installerCodes are the results of the Windows Installer that say what happened
// (Windows Installer, error codes): a fatal error, another installation under way, a
// product that is not there, another build of the product.
var installerCode = text.Expression(`\b(1603|1605|1618|1638)\b`)

// installerProducts are the products that count, by a word of their name.
var installerProducts = []struct{ word, product string }{
	{"composants cryptographiques", "cryptolib"}, {"cryptolib", "cryptolib"}, {"mica", "mica"}, {"galss", "galss"}, {"fsv", "fsv"},
}

var versionInName = text.Expression(`\bv?([0-9]+\.[0-9]+(?:\.[0-9]+){0,2})\b`)

// ReadInstallerLine returns what a line of the Windows Installer says of a failed
// installation, false when it says nothing of one.
func ReadInstallerLine(line string) (InstallerFailure, bool) {
	low := text.Fold(line)
	f := InstallerFailure{}
	for _, p := range installerProducts {
		if holdsWords(low, p.word) {
			f.Product = p.product
			if m := versionInName().FindStringSubmatch(low); m != nil {
				f.Version = m[1]
			}
			break
		}
	}
	failed := strings.Contains(low, "install") || strings.Contains(low, "msi") || strings.Contains(low, "configuration")
	if m := installerCode().FindStringSubmatch(low); m != nil && failed {
		f.Code, _ = strconv.Atoi(m[1]) // four digits
		return f, true
	}
	switch {
	case strings.Contains(low, "aucun package d'installation"), strings.Contains(low, "echec de detection du produit"):
		f.Source = true
		return f, true
	case f.Product != "" && (strings.Contains(low, "l'installation a echoue") || strings.Contains(low, "la configuration a echoue")):
		return f, true
	default:
		return InstallerFailure{}, false
	}
}
