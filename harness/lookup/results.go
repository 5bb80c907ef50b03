package lookup

import (
	"sync"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/diagnosis/code"
)

// quotedNoRule is said of a code that is known and behind no rule.
var quotedNoRule = text.Text{FR: "Aucune règle du catalogue : ce code décrit l'échange avec la carte, non l'état de la carte. Le garder avec la commande qui l'a précédé.", EN: "No rule of the catalogue: this code tells of the exchange with the card, not of the card's state. Keep it with the command before it."}

// quotedNoRuleCKR is said of a PKCS#11 result behind no rule.
var quotedNoRuleCKR = text.Text{FR: "Aucune règle du catalogue : ce résultat concerne le programme et le module PKCS#11, non l'état de la carte. Regarder la trace du module.", EN: "No rule of the catalogue: this result is between the program and the PKCS#11 module, not about the card's state. Look at the module's trace."}

// quotedNoRulePCSC is said of a PC/SC result behind no rule.
var quotedNoRulePCSC = text.Text{FR: "Aucune règle du catalogue : ce résultat concerne le programme et le service PC/SC, non l'état de la carte. Garder le nom de la fonction appelée.", EN: "No rule of the catalogue: this result is between the program and the PC/SC service, not about the card's state. Keep the name of the function that was called."}

// result is a PKCS#11 or PC/SC result that is behind no rule, with the texts by which
// it is found.
type result struct {
	message Message
	texts   []wording
}

// otherResults are all of them, which never change.
var otherResults = sync.OnceValue(func() []result {
	var all []result
	for _, of := range [...]struct {
		kind   Kind
		quoted text.Text
	}{{KindCKR, quotedNoRuleCKR}, {KindPCSC, quotedNoRulePCSC}} {
		for _, c := range code.All(of.kind) {
			m := Message{Kind: of.kind, Code: c.Value, Name: c.Name, Texts: c.Texts, Meaning: c.Meaning, QuotedOnly: []text.Text{of.quoted}}
			all = append(all, result{m, messageWords(&m)})
		}
	}
	return all
})

// otherResult answers for a PKCS#11 or PC/SC result that is behind no rule.
func (q *question) otherResult() (Match, bool) {
	best := Match{}
	for i := range otherResults() {
		of := &otherResults()[i]
		out := q.match(&of.message, of.texts)
		if out.Code != 0 {
			return out, true
		}
		if (out.Score >= scorePart || q.kind == of.message.Kind && out.Score >= scoreFew) && out.Score > best.Score {
			best = out
		}
	}
	return best, best.Score > 0
}
