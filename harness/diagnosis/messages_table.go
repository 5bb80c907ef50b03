package diagnosis

// Causes that a bench without a SESAM-Vitale library or a Cryptolib can only
// name.
var (
	quotedSSV       = Text{"Message d'une bibliothèque SESAM-Vitale : le banc met la carte dans l'état, il ne produit pas le message.", "Message of a SESAM-Vitale library: the bench puts the card in the state, it does not produce the message."}
	quotedReader    = Text{"Horloge d'un lecteur terminal déréglée : à vérifier sur le lecteur.", "Clock of a terminal reader gone wrong: check it on the reader."}
	quotedCryptolib = Text{"Cryptolib trop ancienne devant une carte récente : à vérifier sur le poste (5.2.2 ou plus).", "Cryptolib too old for a recent card: check the workstation (5.2.2 or later)."}
	quotedIssuer    = Text{"Tout est vert et le message revient : la carte est inutilisable tant que l'émetteur n'agit pas.", "Everything is green and the message comes back: the card is unusable until the issuer acts."}
	quotedVitale    = Text{"Concerne la carte Vitale, non la CPS.", "Concerns the Vitale card, not the CPS."}
	quotedMixed     = Text{"Une carte de test et une carte réelle sont lues ensemble : utiliser deux cartes de même nature.", "A test card and a real card are read together: use two cards of one kind."}
)

const damMessage = "Carte du Professionnel de Santé est non valide ou inexploitable par le Logiciel Lecteur. La CPS n'a pas de DAM (Domaine d'Assurance Maladie)"

// messages: FAQ of a billing software; GESTION CPS 6.08.00; SSV manual 4.03;
// PKCS#11 results and status words, CryptolibCPS sources.
var messages = [...]Message{
	{
		Kind: KindSSV, Code: 61444, Text: damMessage,
		// orientation, clock, expired, no data
		Rules:      []string{"CPS-RDR-004", "CPS-VAL-009", "CPS-VAL-001", "CPS-DAM-001"},
		Presets:    []string{"mute", "cps3-expired", "cps3-missing-dam"},
		QuotedOnly: []Text{quotedSSV, quotedReader, quotedCryptolib, quotedIssuer},
	},
	{
		Kind: KindSSV, Code: 61441, Text: "La Carte du Professionnel de Santé est absente du lecteur",
		Rules:      []string{"CPS-RDR-003"},
		QuotedOnly: []Text{quotedSSV},
	},
	{
		Kind: KindSSV, Code: 61443, Text: "le code porteur présenté est erroné",
		Rules:      []string{"CPS-PIN-001", "CPS-PIN-002", "CPS-PIN-003", "CPS-PIN-005"},
		Presets:    []string{"cps3-pin-2", "cps3-pin-1", "cps3-pin-blocked", "cps3-dead"},
		QuotedOnly: []Text{quotedSSV},
	},
	{Kind: KindSSV, Code: 61457, QuotedOnly: []Text{quotedVitale}},
	{Kind: KindSSV, Code: 61460, QuotedOnly: []Text{quotedVitale}},
	{Kind: KindSSV, Code: 61461, QuotedOnly: []Text{quotedVitale}},
	{
		Kind: KindSSV, Code: 61478,
		Text:       "Les 2 cartes introduites dans le lecteur sont de types incompatibles : l'une est une carte de test alors que l'autre est une carte réelle.",
		QuotedOnly: []Text{quotedSSV, quotedMixed},
	},

	{Kind: KindScreen, Text: "La carte dans le lecteur n'est pas une carte PS", Rules: []string{"CPS-RDR-006", "CPS-ID-015"}, Presets: []string{"other-issuer"}},
	{Kind: KindScreen, Text: "Impossible de mettre la carte sous tension", Rules: []string{"CPS-RDR-004"}, Presets: []string{"mute"}},
	{
		Kind: KindScreen, Text: "Veuillez introduire votre carte dans le lecteur …",
		Rules:   []string{"CPS-RDR-003", "CPS-RDR-004", "CPS-RDR-006"},
		Presets: []string{"mute", "unknown-atr", "other-issuer"},
	},
	{Kind: KindScreen, Text: "Erreur de transmission. Vérifier que le lecteur est bien connecté.", Rules: []string{"CPS-RDR-001"}},
	{Kind: KindScreen, Text: "Code porteur (reste … tentative(s)) :", Rules: []string{"CPS-PIN-002"}, Presets: []string{"cps3-pin-2", "cps3-pin-1"}},
	{
		Kind: KindScreen, Text: "Ce code porteur est erroné. Vous avez au maximum … tentative(s). Voulez-vous réessayer ?",
		Rules: []string{"CPS-PIN-001", "CPS-PIN-002"}, Presets: []string{"cps3-pin-2", "cps3-pin-1"},
	},
	{
		Kind: KindScreen, Text: "Cette carte est bloquée (3 codes erronés). Voulez-vous la débloquer (vous devrez saisir le code de déblocage) ?",
		Rules: []string{"CPS-PIN-003"}, Presets: []string{"cps3-pin-blocked"},
	},
	{Kind: KindScreen, Text: "Carte bloquée. Impossible de changer le code porteur.", Rules: []string{"CPS-PIN-003"}, Presets: []string{"cps3-pin-blocked"}},
	{Kind: KindScreen, Text: "Cette carte est définitivement bloquée et doit être remplacée.", Rules: []string{"CPS-PIN-005"}, Presets: []string{"cps3-dead"}},
	{
		Kind: KindScreen, Text: "Carte inutilisable suite à un incident lors de son actualisation. Veuillez effectuer une nouvelle actualisation de votre carte.",
		Rules: []string{"CPS-UPD-001"}, Presets: []string{"cps3-update-interrupted"},
	},
	{Kind: KindScreen, Text: "non autorisé à signer les FSE", Rules: []string{"CPS-SIGN-001", "CPS-SIGN-003"}, Presets: []string{"cps3-no-fse", "cps3-no-rights"}},
	{Kind: KindScreen, Text: "non autorisé à signer les lots", Rules: []string{"CPS-SIGN-002", "CPS-SIGN-003"}, Presets: []string{"cps3-no-lots", "cps3-no-rights"}},
	{Kind: KindScreen, Text: "Identifiant :", Rules: []string{"CPS-BILL-001"}, Presets: []string{"cps3-no-billing-id"}},
	{Kind: KindScreen, Text: "Code porteur incorrect", Rules: []string{"CPS-PIN-001"}, Presets: []string{"cps3-pin-2"}},
	{Kind: KindScreen, Text: "Carte bloquée", Rules: []string{"CPS-PIN-003", "CPS-PIN-005"}, Presets: []string{"cps3-pin-blocked", "cps3-dead"}},
	{Kind: KindOther, Text: "Identifiant RPPS non reconnu", Rules: []string{"CPS-ID-003", "CPS-ID-001"}},
	{Kind: KindOther, Text: "Identifiant de facturation absent : carte inutilisable pour facturer.", Rules: []string{"CPS-BILL-001"}, Presets: []string{"cps3-no-billing-id"}},
	{Kind: KindOther, Text: "Carte CDA/CPA sans situation de facturation : elle ne permet pas de facturer.", Rules: []string{"CPS-TYPE-002"}, Presets: []string{"cpa-healthy"}},
	{Kind: KindOther, Text: "Carte inconnue de cette version de Cryptolib.", Rules: []string{"CPS-RDR-006"}, Presets: []string{"unknown-atr"}, QuotedOnly: []Text{quotedCryptolib}},
	{Kind: KindOther, Text: "Votre carte est arrivée en fin de validité le …", Rules: []string{"CPS-VAL-001", "CPS-VAL-002", "CPS-VAL-003"}, Presets: []string{"cps3-expired", "cps4-expired"}},

	{Kind: KindCKR, Code: 0xA0, Name: "CKR_PIN_INCORRECT", Rules: []string{"CPS-PIN-001", "CPS-PIN-002"}, Presets: []string{"cps3-pin-2"}},
	{Kind: KindCKR, Code: 0xA4, Name: "CKR_PIN_LOCKED", Rules: []string{"CPS-PIN-003", "CPS-PIN-005"}, Presets: []string{"cps3-pin-blocked", "cps3-dead"}},
	{Kind: KindCKR, Code: 0xE0, Name: "CKR_TOKEN_NOT_PRESENT", Rules: []string{"CPS-RDR-003", "CPS-RDR-004", "CPS-RDR-008"}, Presets: []string{"mute"}},
	{Kind: KindCKR, Code: 0xE1, Name: "CKR_TOKEN_NOT_RECOGNIZED", Rules: []string{"CPS-RDR-006", "CPS-ID-015"}, Presets: []string{"unknown-atr", "other-issuer"}},
	{Kind: KindCKR, Code: 0x32, Name: "CKR_DEVICE_REMOVED", Rules: []string{"CPS-RDR-008"}},
	{Kind: KindCKR, Code: 0xB3, Name: "CKR_SESSION_HANDLE_INVALID", Rules: []string{"CPS-RDR-008"}},
	{Kind: KindCKR, Code: 0x80000001, Name: "CKR_ASIP_BAD_EF_ACTUA", Rules: []string{"CPS-UPD-001"}, Presets: []string{"cps3-update-interrupted"}},

	{Kind: KindSW, Code: 0x63C1, Mask: 0xF, Rules: []string{"CPS-PIN-001", "CPS-PIN-002"}, Presets: []string{"cps3-pin-2"}},
	{Kind: KindSW, Code: 0x63C0, Rules: []string{"CPS-PIN-003", "CPS-PIN-005"}, Presets: []string{"cps3-pin-blocked", "cps3-dead"}},
	{Kind: KindSW, Code: 0x6983, Rules: []string{"CPS-PIN-003", "CPS-PIN-005"}, Presets: []string{"cps3-pin-blocked", "cps3-dead"}},
	{Kind: KindSW, Code: 0x9840, Rules: []string{"CPS-PIN-003"}, Presets: []string{"cps3-pin-blocked"}},
	{Kind: KindSW, Code: 0x9404, Rules: []string{"CPS-DAM-001"}, Presets: []string{"cps3-missing-dam"}},
}
