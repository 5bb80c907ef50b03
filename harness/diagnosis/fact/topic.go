package fact

import (
	"slices"
	"strings"

	"github.com/cpslab/cps/harness/card/text"
)

// Topic is a part of the list of facts, which a conversation goes through at once.
type Topic struct {
	ID      string // as it stands in JSON outputs
	Title   text.Text
	Example []string // declarations, "key=value"

	prefixes []string // of the names of its facts, or whole names
}

// topics are in the order of a conversation with somebody whose invoice does not
// leave. A fact belongs to the first whose prefix it bears.
var topics = [...]Topic{
	{
		"session",
		text.Text{FR: "Session et logiciel", EN: "Session and software"},
		[]string{"lgc.selected=2", "lgc.convention=1"},
		[]string{"env", "use", "lgc."},
	},
	{
		"invoice",
		text.Text{FR: "Facture et prescripteur", EN: "Invoice and prescriber"},
		[]string{"invoice.mode=01", "prescriber.am="},
		[]string{"invoice.", "activity.", "prescriber.", "batch.", "vitale."},
	},
	{
		"card",
		text.Text{FR: "Carte et porteur", EN: "Card and holder"},
		[]string{"card.printedExpiry=2027-03", "incident=lost"},
		[]string{"newCardReceived", "holder.", "signer.", "card.", "order.", "incident", "opposition.", "crl", "update.", "cache", "screen.", "permissionToSign"},
	},
	{
		"pin",
		text.Text{FR: "Code porteur et code de déblocage (jamais leur valeur)", EN: "PIN and PUK (never their value)"},
		[]string{"pin.known=no", "codes.received=yes"},
		[]string{"pin.", "puk.", "unblock.", "codes.", "trace."},
	},
	{
		"codes",
		text.Text{FR: "Codes et mots d'état affichés", EN: "Codes and status words on the screen"},
		[]string{"ssv=61444"},
		[]string{"ssv", "galss", "sw", "ckr", "code."},
	},
	{
		"reader",
		text.Text{FR: "Lecteur", EN: "Reader"},
		[]string{"slot.cps=vitale", "reader.path=hub"},
		[]string{"reader.", "slot."},
	},
	{
		"workstation",
		text.Text{FR: "Poste", EN: "Workstation"},
		[]string{"ws.os=windows", "ws.cryptolib=5.2.2"},
		[]string{"ws."},
	},
	{
		"services",
		text.Text{FR: "Services en ligne", EN: "Online services"},
		[]string{"web.login=no-card", "channel.billing=works"},
		[]string{"ecps.", "web.", "tls.", "dmp.", "signature.", "adri", "amelipro.", "channel."},
	},
}

// Topics returns the parts of the list of facts, in the order of a conversation. The
// slice is the caller's.
func Topics() []Topic { return slices.Clone(topics[:]) }

// Topic returns the id of the topic of the fact; one that no prefix fits stands with
// the session.
func (k *Key) Topic() string {
	for i := range topics {
		for _, p := range topics[i].prefixes {
			if k.Name == p || strings.HasSuffix(p, ".") && strings.HasPrefix(k.Name, p) || strings.HasPrefix(k.Name, p+".") {
				return topics[i].ID
			}
		}
	}
	return topics[0].ID
}
