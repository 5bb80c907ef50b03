package fault

import (
	"strings"

	"github.com/cpslab/cps/harness/card/text"
)

// dataKinds are the faults of contents, certificates and keys: profiles laid over the
// card.
var dataKinds = [...]Kind{
	{
		Name: "absent", Layer: Data, Takes: Object, Where: Profiles, Example: "absent=CPS_SIT_FACT", Rule: "CPS-DAM-001", lay: layRaw, laid: "absent",
		Does: text.Text{FR: "l'objet n'est pas sur la carte", EN: "the object is not on the card"},
	},
	{
		Name: "size-zero", Layer: Data, Takes: Object, Where: Profiles, Example: "size-zero=CPS_SIT_FACT", Rule: "CPS-DAM-001", lay: layRaw, laid: "empty",
		Does: text.Text{FR: "le fichier est là, de taille 0", EN: "the file is there, of size 0"},
	},
	{
		Name: "zeros", Layer: Data, Takes: Object, Where: Profiles, Example: "zeros=CPS_SIT_FACT", Rule: "CPS-DAM-001", lay: layRaw, laid: "zeros:64",
		Does: text.Text{FR: "le fichier est rempli de 00", EN: "the file is filled with 00"},
	},
	{
		Name: "erased", Layer: Data, Takes: Object, Where: Profiles, Example: "erased=CPS_SIT_FACT", Rule: "CPS-DAM-001", lay: layRaw, laid: "ff:64",
		Does: text.Text{FR: "le fichier est rempli de FF", EN: "the file is filled with FF"},
	},
	{
		Name: "wrong-length", Layer: Data, Takes: Object, Where: Profiles, Example: "wrong-length=CPS_SIT_FACT", Rule: "CPS-SIGN-004", lay: layRaw, laid: `"30 40 80 02 01 02"`,
		Does: text.Text{FR: "une longueur annonce plus d'octets qu'il n'y en a", EN: "a length announces more bytes than there are"},
	},
	{
		Name: "bad-tlv", Layer: Data, Takes: Object, Where: Profiles, Example: "bad-tlv=CPS_SIT_FACT", Rule: "CPS-SIGN-004", lay: layRaw, laid: `"1F FF FF FF FF FF 84 FF FF FF FF 01"`,
		Does: text.Text{FR: "des étiquettes et des longueurs qu'aucune norme ne connaît", EN: "tags and lengths that no standard knows"},
	},
	{
		Name: "foreign", Layer: Data, Takes: Object, Where: Profiles, Example: "foreign=CPS_SIT_FACT", Rule: "CPS-SIGN-004", lay: layRaw, laid: `"4C 6F 72 65 6D 20 69 70 73 75 6D 20 64 6F 6C 6F 72"`,
		Does: text.Text{FR: "les octets d'une autre application", EN: "the bytes of another application"},
	},
	{
		Name: "unreadable", Layer: Data, Takes: Object, Where: Profiles, Example: "unreadable=CPS_SIT_FACT", lay: layRaw, laid: "unreadable",
		Does:   text.Text{FR: "le fichier est là, la carte refuse de le donner (6982)", EN: "the file is there, the card refuses to give it (6982)"},
		Reason: reasonUnread,
	},
	{
		Name: "code", Layer: Data, Takes: Code, Where: Profiles, Example: "code=speciality", Rule: "CPS-CONV-001", lay: wrongCode,
		Does: text.Text{FR: "un code de la situation de facturation n'est dans aucune table", EN: "a code of the billing situation is in no table"},
	},
	{
		Name: "expired", Layer: Data, Where: Profiles, Example: "expired", Rule: "CPS-VAL-001", lay: layLine, key: "id_card", laid: "{issued: -40m, expires: -4m}",
		Does: text.Text{FR: "la carte est périmée", EN: "the card has expired"},
	},
	{
		Name: "half-updated", Layer: Data, Where: Profiles, Example: "half-updated", Rule: "CPS-UPD-001", lay: layLine, key: "actua", laid: "interrupted",
		Does: text.Text{FR: "une mise à jour de la carte est restée inachevée", EN: "an update of the card was left unfinished"},
	},
	{
		Name: "few-tries", Layer: Data, Where: Profiles, Example: "few-tries", Rule: "CPS-PIN-002", lay: layLine, key: "pin", laid: "{left: 2}",
		Does: text.Text{FR: "il reste deux essais au code porteur", EN: "the PIN has two tries left"},
	},
	{
		Name: "blocked", Layer: Data, Where: Profiles, Example: "blocked", Rule: "CPS-PIN-003", lay: layLine, key: "pin", laid: "{left: 0}",
		Does: text.Text{FR: "le code porteur est bloqué", EN: "the PIN is blocked"},
	},

	{
		Name: "cert-expired", Layer: PKI, Takes: Certificate, Where: Profiles, Example: "cert-expired", Rule: "CPS-CERT-001", lay: layCertificate, laid: "{not_after: -30d}",
		Does: text.Text{FR: "le certificat est expiré", EN: "the certificate has expired"},
	},
	{
		Name: "cert-early", Layer: PKI, Takes: Certificate, Where: Profiles, Example: "cert-early", Rule: "CPS-CERT-002", lay: layCertificate, laid: "{not_before: +30d}",
		Does: text.Text{FR: "le certificat n'est pas encore valable", EN: "the certificate is not valid yet"},
	},
	{
		Name: "cert-other-card", Layer: PKI, Takes: Certificate, Where: Profiles, Example: "cert-other-card", Rule: "CPS-CERT-005", lay: layCertificate, laid: "{token: 8025000001/2999000217}",
		Does: text.Text{FR: "le certificat est celui d'une autre carte", EN: "the certificate is that of another card"},
	},
	{
		Name: "cert-unknown-issuer", Layer: PKI, Takes: Certificate, Where: Profiles, Example: "cert-unknown-issuer", Rule: "CPS-CERT-007", lay: layCertificate, laid: "{issuer: unknown}",
		Does: text.Text{FR: "le certificat est d'une autorité inconnue", EN: "the certificate is of an unknown authority"},
	},
	{
		Name: "cert-other-key", Layer: PKI, Takes: Certificate, Where: Profiles, Example: "cert-other-key", Rule: "CPS-CERT-010", lay: layCertificate, laid: "{key: other}",
		Does: text.Text{FR: "le certificat est celui d'une autre clé que celle de la carte", EN: "the certificate is of another key than that of the card"},
	},
	{
		Name: "cert-bad-signature", Layer: PKI, Takes: Certificate, Where: Profiles, Example: "cert-bad-signature", lay: layCertificate, laid: "{signed: wrong}",
		Does:   text.Text{FR: "la signature du certificat n'est pas celle de l'autorité qu'il nomme", EN: "the signature of the certificate is not that of the authority it names"},
		Reason: text.Text{FR: "aucune règle ne vérifie la signature d'un certificat : un serveur le refuse (cpslab ca issue, docs/mtls.md)", EN: "no rule verifies the signature of a certificate: a server refuses it (cpslab ca issue, docs/mtls.md)"},
	},
	{
		Name: "cert-revoked", Layer: PKI, Takes: Certificate, Where: Profiles, Example: "cert-revoked", lay: layCertificate, laid: "{revoked: true}",
		Does:   text.Text{FR: "l'autorité TEST a révoqué le certificat", EN: "the TEST authority revoked the certificate"},
		Reason: text.Text{FR: "rien sur la carte ne le dit : cpslab ca serve, puis --pki", EN: "nothing on the card tells: cpslab ca serve, then --pki"},
	},
	{
		Name: "cert-absent", Layer: PKI, Takes: Certificate, Where: Profiles, Example: "cert-absent=signature", Rule: "CPS-SIGN-007", lay: layCertificate, laid: "{absent: true}",
		Does: text.Text{FR: "le répertoire annonce un certificat qui n'est pas là", EN: "the directory lists a certificate that is not there"},
	},
	{
		Name: "cert-broken", Layer: PKI, Takes: Certificate, Where: Profiles, Example: "cert-broken=authentication", Rule: "CPS-CERT-009", lay: layCertificate, laid: `{raw: "30 82 01 00 30 03 02 01 05"}`,
		Does: text.Text{FR: "les octets du certificat ne se décodent pas", EN: "the bytes of the certificate cannot be decoded"},
	},
}

// layLine is a fault that is one line of a profile.
func layLine(f Fault) overlay { return overlay{f.Kind.key, f.Kind.laid} }

// layRaw is a fault that gives an object as bytes, or as a lack of them.
func layRaw(f Fault) overlay {
	key, value := f.value.object.key, f.Kind.laid
	if key == "actua" && (value == "absent" || value == "empty" || value == "unreadable") {
		return overlay{"actua", value}
	}
	return overlay{"raw", "{" + key + ": " + value + "}"}
}

// certificates are those of a card, as profiles call them.
var certificates = [...]string{"signature", "authentication", "technical"}

// layCertificate is a fault of one certificate, or of all where none is named.
func layCertificate(f Fault) overlay {
	named := certificates[:]
	if f.Value != "" {
		named = []string{f.Value}
	}
	sections := make([]string, len(named))
	for i, name := range named {
		sections[i] = name + ": " + f.Kind.laid
	}
	return overlay{"certificates", "{" + strings.Join(sections, ", ") + "}"}
}

// situation is a billing situation without a fault, a field a verb; see the test
// identities of the presets.
type situation struct{ field, value string }

var sound = [...]situation{
	{"id", `"991026014"`}, {"speciality", `"01"`}, {"convention", `"1"`}, {"zone", `"20"`}, {"mileage", `"0"`}, {"agreements", `["00"]`},
}

// wrong are values that no table holds.
var wrong = [...]situation{{"id", `"991026015"`}, {"speciality", `"98"`}, {"convention", `"8"`}, {"zone", `"99"`}, {"mileage", `"9"`}, {"agreements", `["77"]`}}

// codeFields are the fields that a fault of the kind code may name.
func codeFields() []string {
	names := make([]string, len(wrong))
	for i, w := range wrong {
		names[i] = w.field
	}
	return names
}

// wrongCode is a card with one situation, of which one code is wrong.
func wrongCode(f Fault) overlay {
	s := "[{link: 1"
	for i, field := range sound {
		value := field.value
		if field.field == f.Value {
			value = wrong[i].value
		}
		s += ", " + field.field + ": " + value
	}
	return overlay{"billing", s + ", sign_fse: true, sign_lots: true}]"}
}
