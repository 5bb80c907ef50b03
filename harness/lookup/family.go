package lookup

import (
	"slices"
	"strings"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/diagnosis/rule"
)

// family is a thing that people name alone, with the rules about it.
type family struct {
	names []string // as text.Words has them
	title text.Text
	of    string   // the family whose rules they are, in the order of evaluation
	rules []string // else the rules, in the order to check them
}

// families are the families of the catalogue, then the acronyms and things that
// cut across them.
var families = [...]family{
	{names: []string{"id", "identifiants"}, title: text.Text{FR: "Identifiants : RPPS, ADELI, AM, FINESS", EN: "Identifiers: RPPS, ADELI, AM, FINESS"}, of: "ID"},
	{names: []string{"type"}, title: text.Text{FR: "Type et nature de la carte", EN: "Type and kind of the card"}, of: "TYPE"},
	{names: []string{"val", "validite", "validity"}, title: text.Text{FR: "Validité de la carte", EN: "Validity of the card"}, of: "VAL"},
	{names: []string{"dam", "domaine assurance maladie"}, title: text.Text{FR: "Domaine d'Assurance Maladie (situations de facturation)", EN: "Assurance Maladie domain (billing situations)"}, of: "DAM"},
	{names: []string{"bill", "facturation", "billing"}, title: text.Text{FR: "Identifiant de facturation", EN: "Billing identifier"}, of: "BILL"},
	{names: []string{"conv", "convention", "conventionnement"}, title: text.Text{FR: "Données conventionnelles", EN: "Convention data"}, of: "CONV"},
	{names: []string{"sign", "signature", "signer"}, title: text.Text{FR: "Droits de signer les FSE et les lots", EN: "Rights to sign invoices (FSE) and batches"}, of: "SIGN"},
	{names: []string{"act", "activite", "activites"}, title: text.Text{FR: "Activités et remplacements", EN: "Activities and replacements"}, of: "ACT"},
	{names: []string{"pin", "code pin", "code porteur", "code carte"}, title: text.Text{FR: "Code porteur (PIN) et code de déblocage (PUK)", EN: "PIN (code porteur) and PUK (code de déblocage)"}, of: "PIN"},
	{names: []string{"upd", "actualisation", "mise jour"}, title: text.Text{FR: "Mise à jour de la carte", EN: "Update of the card"}, of: "UPD"},
	{names: []string{"cert", "certificat", "certificats", "certificate", "certificates"}, title: text.Text{FR: "Certificats de la carte", EN: "Certificates of the card"}, of: "CERT"},
	{names: []string{"ws", "poste", "workstation"}, title: text.Text{FR: "Poste de travail", EN: "Workstation"}, of: "WS"},
	{names: []string{"rdr", "lecteur", "reader"}, title: text.Text{FR: "Lecteur et carte dans le lecteur", EN: "Reader, and card in the reader"}, of: "RDR"},
	{names: []string{"opp"}, title: text.Text{FR: "Opposition et révocation", EN: "Opposition and revocation"}, of: "OPP"},
	{names: []string{"net", "services en ligne"}, title: text.Text{FR: "Services en ligne et e-CPS", EN: "Online services and e-CPS"}, of: "NET"},

	{names: []string{"puk", "code puk", "code deblocage", "deblocage"}, title: text.Text{FR: "Code de déblocage (PUK)", EN: "PUK (code de déblocage)"}, rules: []string{"CPS-PIN-004", "CPS-PIN-005", "CPS-PIN-007", "CPS-PIN-009", "CPS-PIN-010"}},
	{names: []string{"fse"}, title: text.Text{FR: "Droit de signer les feuilles de soins électroniques (FSE)", EN: "Right to sign electronic invoices (FSE)"}, rules: []string{"CPS-SIGN-001", "CPS-SIGN-003", "CPS-SIGN-007", "CPS-SIGN-004"}},
	{names: []string{"lot", "lots", "batch"}, title: text.Text{FR: "Droit de signer les lots", EN: "Right to sign batches"}, rules: []string{"CPS-SIGN-002", "CPS-SIGN-003", "CPS-SIGN-005", "CPS-SIGN-006"}},
	{names: []string{"rpps"}, title: text.Text{FR: "Numéro RPPS", EN: "RPPS number"}, rules: []string{"CPS-ID-001", "CPS-ID-002", "CPS-ID-009", "CPS-ID-003", "CPS-NET-001"}},
	{names: []string{"adeli"}, title: text.Text{FR: "Numéro ADELI", EN: "ADELI number"}, rules: []string{"CPS-ID-005"}},
	{names: []string{"am"}, title: text.Text{FR: "Numéro d'identification Assurance Maladie (AM)", EN: "Assurance Maladie number (AM)"}, rules: []string{"CPS-ID-006", "CPS-ID-007", "CPS-ID-008", "CPS-ID-009", "CPS-ID-012", "CPS-ID-013", "CPS-ID-014", "CPS-BILL-001"}},
	{names: []string{"finess"}, title: text.Text{FR: "Numéro FINESS", EN: "FINESS number"}, rules: []string{"CPS-ID-010", "CPS-ID-011", "CPS-ID-012"}},
	{names: []string{"galss"}, title: text.Text{FR: "GALSS", EN: "GALSS"}, rules: []string{"CPS-WS-012", "CPS-WS-013", "CPS-WS-014", "CPS-WS-017", "CPS-RDR-014", "CPS-RDR-002", "CPS-RDR-013"}},
	{names: []string{"cryptolib"}, title: text.Text{FR: "Cryptolib CPS", EN: "Cryptolib CPS"}, rules: []string{"CPS-WS-001", "CPS-WS-005", "CPS-WS-006", "CPS-WS-007", "CPS-WS-004", "CPS-WS-002", "CPS-WS-003", "CPS-WS-011", "CPS-RDR-006", "CPS-DAM-002", "CPS-DAM-009"}},
	{names: []string{"pcsc", "pc sc"}, title: text.Text{FR: "Service PC/SC", EN: "PC/SC service"}, rules: []string{"CPS-WS-008", "CPS-WS-009", "CPS-RDR-001", "CPS-WS-017"}},
	{names: []string{"atr"}, title: text.Text{FR: "Réponse de la carte à la mise sous tension (ATR)", EN: "Answer to reset of the card (ATR)"}, rules: []string{"CPS-RDR-004", "CPS-RDR-005", "CPS-RDR-006"}},
	{names: []string{"crl"}, title: text.Text{FR: "Liste de révocation (CRL)", EN: "Revocation list (CRL)"}, rules: []string{"CPS-OPP-002", "CPS-OPP-003"}},
	{names: []string{"ecps", "e cps"}, title: text.Text{FR: "e-CPS", EN: "e-CPS"}, rules: []string{"CPS-NET-001", "CPS-NET-002", "CPS-NET-003", "CPS-TYPE-010"}},
	{names: []string{"cpf"}, title: text.Text{FR: "Carte CPF (professionnel en formation)", EN: "CPF card (professional in training)"}, rules: []string{"CPS-TYPE-003", "CPS-TYPE-008", "CPS-VAL-008", "CPS-ACT-010"}},
	{names: []string{"cpe"}, title: text.Text{FR: "Carte CPE (personnel d'établissement)", EN: "CPE card (employee)"}, rules: []string{"CPS-TYPE-004", "CPS-TYPE-006", "CPS-ID-004", "CPS-BILL-005", "CPS-VAL-008", "CPS-OPP-005"}},
	{names: []string{"cpa", "cda"}, title: text.Text{FR: "Carte CPA ou CDA", EN: "CPA or CDA card"}, rules: []string{"CPS-TYPE-002"}},
	{names: []string{"cde"}, title: text.Text{FR: "Carte CDE (directeur d'établissement)", EN: "CDE card (director)"}, rules: []string{"CPS-TYPE-005"}},
	{names: []string{"vitale", "carte vitale"}, title: text.Text{FR: "Carte Vitale", EN: "Vitale card"}, rules: []string{"CPS-RDR-011", "CPS-RDR-005", "CPS-TYPE-007"}},
}

// Words that people put before the name of a thing, and those that tell of a
// trouble with it.
var (
	beforeName  = wordSet("cps numero n regle regles famille number rule rules family")
	withTrouble = wordSet("code erreur probleme souci question mauvais mauvaise faux fausse errone incorrect invalide error problem wrong invalid")
)

// family answers for a thing that is named alone: "DAM", "le code PUK", "erreur
// PIN". Words of trouble leave the first place to a text that holds them too.
func (q *question) family() []Match {
	named := without(q.words.words, isArticle)
	for i := range families {
		f := &families[i]
		var score int
		switch alone := without(named, isBeforeName); {
		case f.isNamed(named) || f.isNamed(alone):
			score = scoreWhole
		case f.isNamed(without(alone, isTrouble)):
			score = scoreFew
		default:
			continue
		}
		m := Message{Kind: KindFamily, Name: strings.ToUpper(f.names[0]), Meaning: f.title, Rules: f.ruleIDs()}
		return []Match{{Message: m, Score: score}}
	}
	return nil
}

func (f *family) isNamed(words []string) bool {
	return slices.Contains(f.names, strings.Join(words, " "))
}

func without(words []string, drop func(string) bool) []string {
	return slices.DeleteFunc(slices.Clone(words), drop)
}

func isBeforeName(w string) bool { return beforeName[w] }

func isTrouble(w string) bool { return withTrouble[w] }

// isArticle finds words that may stand before the name of a thing.
func isArticle(w string) bool {
	return fillers[w] || (len(w) <= 2 && slices.Contains([]string{"le", "la", "l", "un", "de", "du", "d", "ma", "a", "an", "of"}, w))
}

func (f *family) ruleIDs() []string {
	if f.of == "" {
		return slices.Clone(f.rules)
	}
	var ids []string
	for _, r := range rule.All() {
		if r.Family() == f.of {
			ids = append(ids, r.ID)
		}
	}
	return ids
}
