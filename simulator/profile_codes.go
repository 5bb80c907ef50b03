package simulator

import (
	"strings"
	"sync"

	"github.com/cpslab/cps/harness/card"
)

// profileKeys are the keys of each mapping of a profile; "" is the root and
// "certificate" each of the three. The schema lists the same, and a test
// compares the two.
var profileKeys = sync.OnceValue(func() map[string][]string {
	return map[string][]string{
		"": {
			"extends", "title", "purpose", "expect",
			"face", "mute", "atr", "serial", "issuer", "label", "actua",
			"id_card", "name", "language", "info", "activities", "billing", "certificates",
			"pin", "puk", "raw",
		},
		"title":  {"fr", "en"},
		"expect": {"verdict", "first", "also", "findings", "exit"},
		"actua":  {"start", "end"},
		"id_card": {
			"issuer", "number", "category", "issued", "expires",
		},
		"name": {"civility", "family", "usual", "given", "usual_given"},
		"info": {
			"kind", "flags", "id_type", "id", "national_id", "profession",
			"future_profession", "exercise_name", "qualifications",
		},
		"activities": {
			"number", "mode", "responsibility", "level", "adeli_speciality",
			"qualification", "section", "logical", "structure_name",
			"structure_id_type", "structure_id", "sector",
		},
		"billing": {
			"link", "id", "speciality", "convention", "zone", "mileage",
			"agreements", "sign_fse", "sign_lots",
		},
		"certificates": {"shape", "usage", "signature", "authentication", "technical"},
		"certificate": {
			"not_before", "not_after", "subject_id", "token", "kind", "issuer",
			"key", "signed", "revoked", "absent", "raw",
		},
		"pin": {"code", "tries", "left"},
		"puk": {"code", "tries", "left", "uses"},
		"raw": rawKeys(),
	}
})

// profileCodes are the names a profile may use in place of the codes of the
// card's tables (public nomenclature of the CPS cards, dictionary of
// 28/02/2020).
type profileCodes []struct{ name, code string }

var (
	civilities = profileCodes{{"madame", "22"}, {"mademoiselle", "23"}, {"monsieur", "31"}}                                                                                                                             // G03
	kinds      = profileCodes{{"cps", string(card.KindCPS)}, {"cpf", string(card.KindCPF)}, {"cpe", string(card.KindCPE)}, {"cde", string(card.KindCPE)}, {"cpa", string(card.KindCPA)}, {"cda", string(card.KindCPA)}} // G02
	modes      = profileCodes{{"liberal", card.ModeLiberal}, {"salaried", card.ModeSalaried}, {"replacement", card.ModeReplacement}, {"unpaid", card.ModeUnpaid}}                                                       // G17
	idTypes    = profileCodes{{"adeli", "0"}, {"adeli-practice", "1"}, {"finess", "3"}, {"siren", "4"}, {"siret", "5"}, {"rpps-practice", "6"}, {"rpps", "8"}, {"student", "9"}}                                        // G08
	structures = profileCodes{{"adeli-practice", "0"}, {"finess", "1"}, {"siren", "2"}, {"siret", "3"}, {"rpps-practice", "4"}}                                                                                         // G07
	levels     = profileCodes{{"none", "00"}, {"head", "01"}, {"deputy", "02"}}                                                                                                                                         // G04
)

func (p profileCodes) code(name string) (string, bool) {
	for _, c := range p {
		if c.name == strings.ToLower(name) {
			return c.code, true
		}
	}
	return "", false
}

func (p profileCodes) names() []string {
	names := make([]string, len(p))
	for i, c := range p {
		names[i] = c.name
	}
	return names
}

// faces are the values of "face".
var faces = []card.Face{card.FaceCPS3, card.FaceCPS3Contactless, card.FaceCPS4, card.FaceUnknown}

// rawKeys are the objects that a profile may give as bytes.
func rawKeys() []string {
	keys := []string{
		string(ObjectSerial), string(ObjectDIR), string(ObjectUpdate), string(ObjectODF), string(ObjectCIAInfo),
		string(ObjectAODF), string(ObjectDODF), string(ObjectID), string(ObjectName), string(ObjectLang),
		string(ObjectInfo), string(ObjectBilling), string(ObjectData),
		string(ObjectPrKDF), string(ObjectCDF),
		string(ObjectCertSignature), string(ObjectCertAuthentication), string(ObjectCertTechnical),
	}
	for nn := 1; nn <= maxActivities; nn++ {
		keys = append(keys, string(ActivityObject(nn)))
	}
	return keys
}
