package lookup

import (
	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/diagnosis/code"
)

// quotedNoRule is said of a code that is known and behind no rule.
var quotedNoRule = text.Text{FR: "Aucune règle du catalogue : ce code décrit l'échange avec la carte, non l'état de la carte. Le garder avec la commande qui l'a précédé.", EN: "No rule of the catalogue: this code tells of the exchange with the card, not of the card's state. Keep it with the command before it."}

// quotedNoRuleCKR is said of a PKCS#11 result behind no rule.
var quotedNoRuleCKR = text.Text{FR: "Aucune règle du catalogue : ce résultat concerne le programme et le module PKCS#11, non l'état de la carte. Regarder la trace du module.", EN: "No rule of the catalogue: this result is between the program and the PKCS#11 module, not about the card's state. Look at the module's trace."}

// otherResult answers for a PKCS#11 result that is behind no rule.
func (q *question) otherResult() (Match, bool) {
	for _, c := range code.All(code.CKR) {
		m := Message{Kind: KindCKR, Code: c.Value, Name: c.Name, Meaning: c.Meaning, QuotedOnly: []text.Text{quotedNoRuleCKR}}
		if out := q.match(&m); out.Code != 0 {
			return out, true
		}
	}
	return Match{}, false
}
