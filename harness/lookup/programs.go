package lookup

import (
	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/diagnosis/rule"
)

// Messages of programs that bear no code of their own, as they print them; "…"
// stands for what varies. Each list cites where it is taken from and what it leaves out.

var (
	quotedLog     = text.Text{FR: "Ligne d'un journal de pcscd ou de son pilote libccid : le banc ne la produit pas.", EN: "Line of the log of pcscd or of its driver libccid: the bench does not produce it."}
	quotedOpenSC  = text.Text{FR: "Texte d'OpenSC : le banc met la carte dans l'état, il ne produit pas le texte.", EN: "Text of OpenSC: the bench puts the card in the state, it does not produce the text."}
	quotedTLS     = text.Text{FR: "Message d'un navigateur ou d'une bibliothèque TLS, sur le poste ou au serveur : à vérifier là.", EN: "Message of a browser or a TLS library, on the computer or at the server: check there."}
	quotedWindows = text.Text{FR: "Texte de Windows : à vérifier sur le poste.", EN: "Text of Windows: check the computer."}
	quotedDMP     = text.Text{FR: "Message d'un service en ligne ou de son module : le banc juge la carte, il ne produit pas le message.", EN: "Message of an online service or its module: the bench judges the card, it does not produce the message."}
	quotedAgent   = text.Text{FR: "Message d'un agent de lecture ou d'un service distant : à vérifier sur le poste.", EN: "Message of a reading agent or a remote service: check the computer."}
	quotedPSS     = text.Text{FR: "Mode du lecteur : à passer en PC/SC dans son menu ou avec l'outil de son fabricant, ou lecteur à changer ; le GALSS n'est plus suivi.", EN: "Mode of the reader: to be set to PC/SC in its menu or with its maker's tool, or another reader; GALSS is no longer maintained."}
	quotedPatient = text.Text{FR: "Les droits du patient, sa mutuelle ou son consentement sont à voir avec lui ou avec sa caisse.", EN: "The patient's rights, complementary insurer or consent are a matter for the patient or the fund."}
	quotedLot     = text.Text{FR: "La carte n'est pas en cause : les clés de télétransmission ont changé en 2020 et ne sont pas à jour dans le logiciel. Les lots sont traités malgré ce rejet : ne pas les renvoyer. Mettre le logiciel à jour et appeler son éditeur.", EN: "The card is not at fault: the transmission keys changed in 2020 and are out of date in the software. Batches are processed in spite of this rejection: do not send them again. Update the software and call its vendor."}
)

// programMessages are those that stand in no list (lists.go).
var programMessages = [...]Message{
	// The French of a text of Windows (windows.tsv) as people tell it.
	{Kind: KindWindows, Said: []string{"la carte à puce ne peut pas effectuer l'opération demandée"}, Meaning: wrongDriver.meaning, Rules: ids(rule.WS011, rule.WS007, rule.CERT005), QuotedOnly: []text.Text{quotedWindows}},
	{Kind: KindDMP, Text: "Ext GipCardType non trouvé", Meaning: text.Text{FR: "Le certificat n'a pas l'extension 1.2.250.1.71.1.2.2 (type de carte) : ce n'est pas celui d'une CPx.", EN: "The certificate lacks the extension 1.2.250.1.71.1.2.2 (card type): it is not that of a CPx card."}, Rules: ids(rule.CERT006, rule.CERT005), QuotedOnly: []text.Text{quotedDMP}},
	{Kind: KindOther, Said: []string{"rejet 4015", "rejet de lot 4015", "erreur 4015", "code 4015", "4015"}, Meaning: text.Text{FR: "Rejet de lot 4015 : clés de télétransmission du logiciel à mettre à jour.", EN: "Batch rejection 4015: transmission keys of the software to be updated."}, QuotedOnly: []text.Text{quotedLot}},
	{Kind: KindOther, Said: []string{"mode PSS", "lecteur PSS", "lecteur en mode PSS", "protocole PSS", "PSS"}, Meaning: text.Text{FR: "Lecteur en mode PSS (par le GALSS) devant un logiciel qui le veut en PC/SC.", EN: "Reader in PSS mode (through GALSS) before software that wants it in PC/SC."}, Rules: ids(rule.WS034, rule.RDR017, rule.WS014), Beside: ids(rule.WS034, rule.RDR017, rule.WS014), QuotedOnly: []text.Text{quotedPSS}},
	{Kind: KindOther, Said: []string{"tiers payant refusé", "la mutuelle refuse le tiers payant", "pas autorisé à accéder au DMP du patient", "pas autorisé à consulter ce DMP", "le patient n'a pas de DMP", "third-party payment refused"}, Meaning: groups()["patient"].meaning, QuotedOnly: []text.Text{quotedPatient}},
}
