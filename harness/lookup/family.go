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

	{names: []string{"puk", "code puk", "code deblocage", "deblocage"}, title: text.Text{FR: "Code de déblocage (PUK)", EN: "PUK (code de déblocage)"}, rules: ids(rule.PIN004, rule.PIN005, rule.PIN007, rule.PIN009, rule.PIN010)},
	{names: []string{"fse"}, title: text.Text{FR: "Droit de signer les feuilles de soins électroniques (FSE)", EN: "Right to sign electronic invoices (FSE)"}, rules: ids(rule.SIGN001, rule.SIGN003, rule.SIGN007, rule.SIGN004)},
	{names: []string{"lot", "lots", "batch"}, title: text.Text{FR: "Droit de signer les lots", EN: "Right to sign batches"}, rules: ids(rule.SIGN002, rule.SIGN003, rule.SIGN005, rule.SIGN006)},
	{names: []string{"rpps"}, title: text.Text{FR: "Numéro RPPS", EN: "RPPS number"}, rules: ids(rule.ID001, rule.ID002, rule.ID009, rule.ID003, rule.NET001)},
	{names: []string{"adeli"}, title: text.Text{FR: "Numéro ADELI", EN: "ADELI number"}, rules: ids(rule.ID005)},
	{names: []string{"am"}, title: text.Text{FR: "Numéro d'identification Assurance Maladie (AM)", EN: "Assurance Maladie number (AM)"}, rules: ids(rule.ID006, rule.ID007, rule.ID008, rule.ID009, rule.ID012, rule.ID013, rule.ID014, rule.BILL001)},
	{names: []string{"finess"}, title: text.Text{FR: "Numéro FINESS", EN: "FINESS number"}, rules: ids(rule.ID010, rule.ID011, rule.ID012)},
	{names: []string{"galss"}, title: text.Text{FR: "GALSS", EN: "GALSS"}, rules: ids(rule.WS012, rule.WS013, rule.WS014, rule.WS017, rule.RDR014, rule.RDR002, rule.RDR013)},
	{names: []string{"cryptolib"}, title: text.Text{FR: "Cryptolib CPS", EN: "Cryptolib CPS"}, rules: ids(rule.WS001, rule.WS005, rule.WS006, rule.WS007, rule.WS004, rule.WS002, rule.WS003, rule.WS011, rule.RDR006, rule.DAM002, rule.DAM009)},
	{names: []string{"pcsc", "pc sc"}, title: text.Text{FR: "Service PC/SC", EN: "PC/SC service"}, rules: ids(rule.WS008, rule.WS009, rule.RDR001, rule.WS017)},
	{names: []string{"atr"}, title: text.Text{FR: "Réponse de la carte à la mise sous tension (ATR)", EN: "Answer to reset of the card (ATR)"}, rules: ids(rule.RDR004, rule.RDR005, rule.RDR006)},
	{names: []string{"crl"}, title: text.Text{FR: "Liste de révocation (CRL)", EN: "Revocation list (CRL)"}, rules: ids(rule.OPP002, rule.OPP003)},
	{names: []string{"ecps", "e cps"}, title: text.Text{FR: "e-CPS", EN: "e-CPS"}, rules: ids(rule.NET001, rule.NET002, rule.NET003, rule.TYPE010)},
	{names: []string{"cpf"}, title: text.Text{FR: "Carte CPF (professionnel en formation)", EN: "CPF card (professional in training)"}, rules: ids(rule.TYPE003, rule.TYPE008, rule.VAL008, rule.ACT010)},
	{names: []string{"cpe"}, title: text.Text{FR: "Carte CPE (personnel d'établissement)", EN: "CPE card (employee)"}, rules: ids(rule.TYPE004, rule.TYPE006, rule.ID004, rule.BILL005, rule.VAL008, rule.OPP005)},
	{names: []string{"cpa", "cda"}, title: text.Text{FR: "Carte CPA ou CDA", EN: "CPA or CDA card"}, rules: ids(rule.TYPE002)},
	{names: []string{"cde"}, title: text.Text{FR: "Carte CDE (directeur d'établissement)", EN: "CDE card (director)"}, rules: ids(rule.TYPE005)},
	{names: []string{"vitale", "carte vitale"}, title: text.Text{FR: "Carte Vitale", EN: "Vitale card"}, rules: ids(rule.RDR011, rule.RDR005, rule.TYPE007)},
}

// Words that people put before the name of a thing, and those that speak of a
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
		exact := false
		switch alone := without(named, isBeforeName); {
		case f.isNamed(named) || f.isNamed(alone):
			score, exact = scoreWhole, true
		case f.isNamed(without(alone, isTrouble)):
			score = scoreWord
			if heardRules()[q.said] != nil {
				score = scoreHeard - 1 // what is wrong with it weighs more
			}
		default:
			continue
		}
		m := Message{Kind: KindFamily, Name: strings.ToUpper(f.names[0]), Meaning: f.title, Rules: f.ruleIDs()}
		return []Match{{Message: m, Score: score, exact: exact}}
	}
	return nil
}

func (f *family) isNamed(words []string) bool {
	return slices.Contains(f.names, strings.Join(words, " "))
}

func without(words []string, drop func(string) bool) []string {
	return slices.DeleteFunc(slices.Clone(words), drop)
}

func isBeforeName(w string) bool { return beforeName()[w] }

func isTrouble(w string) bool { return withTrouble()[w] }

// isArticle finds words that may stand before the name of a thing.
func isArticle(w string) bool {
	return fillers()[w] || (len(w) <= 2 && slices.Contains([]string{"le", "la", "l", "un", "de", "du", "d", "ma", "a", "an", "of"}, w))
}

// ids are the ids of rules, in that order.
func ids(rules ...rule.Number) []string {
	list := make([]string, len(rules))
	for i, n := range rules {
		list[i] = n.ID()
	}
	return list
}

func (f *family) ruleIDs() []string {
	if f.of == "" {
		return slices.Clone(f.rules)
	}
	var list []string
	for _, r := range rule.All() {
		if r.Family() == f.of {
			list = append(list, r.ID)
		}
	}
	return list
}
