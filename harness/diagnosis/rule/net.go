package rule

// Online services around the card.

var net001 = Rule{
	Number: NET001, ID: "CPS-NET-001", Mark: Field, Severity: Warning, How: FromFact,
	Title:    Text{FR: "Activation de la e-CPS : identifiant non reconnu", EN: "e-CPS activation: identifier not recognised"},
	Text:     Text{FR: "Identifiant RPPS non reconnu", EN: "RPPS identifier not recognised"},
	Origin:   FieldText,
	Cause:    Text{FR: "Il manque le préfixe : 8 devant un RPPS, 0 devant un ADELI.", EN: "The prefix is missing: 8 before an RPPS, 0 before an ADELI."},
	Remedy:   Text{FR: "Ajouter le préfixe ; vérifier le courriel et le mobile de l'annuaire.", EN: "Add the prefix; check mail and mobile in the directory."},
	Contacts: []ContactID{ContactANS},
	Sources:  []Source{srcHealthFAQ, srcReco},
	Inputs:   []string{"ecps.id"},
	Needs:    "ecps.id",
	Shown:    Demonstration{Facts: []string{"ecps.id=99900000011"}},
}

var net002 = Rule{
	Number: NET002, ID: "CPS-NET-002", Mark: Field, Severity: Warning, How: FromFact,
	Title:    Text{FR: "Échec de l'activation de la e-CPS par la carte", EN: "e-CPS activation with the card fails"},
	Text:     Text{FR: "Connexion par carte impossible dans le navigateur.", EN: "Card login impossible in the browser."},
	Origin:   Proposed,
	Cause:    Text{FR: "Le navigateur n'a pas le module, la chaîne n'est pas reconnue, ou le lecteur est occupé : la carte, elle, se lit.", EN: "The browser lacks the module, the chain is not trusted, or the reader is busy: the card itself can be read."},
	Remedy:   Text{FR: "Redémarrer le navigateur, vérifier bibliothèque et extension, puis activer par courriel et SMS.", EN: "Restart the browser, check library and extension, then activate by mail and SMS."},
	Contacts: []ContactID{ContactANS},
	Sources:  []Source{srcHealthFAQ, srcANSIndustry},
	Inputs:   []string{"web.activation", "card", "card.atr", "reader", "channel.billing"},
	Needs:    "web.activation",
	Shown:    Demonstration{Card: "cps3-healthy", Facts: []string{"web.activation=fails"}},
}

var net003 = Rule{
	Number: NET003, ID: "CPS-NET-003", Mark: Derived, Severity: Warning, How: FromFact,
	Title:    Text{FR: "Pro Santé Connect : carte non détectée", EN: "Pro Santé Connect: card not detected"},
	Text:     Text{FR: "Carte non détectée par le navigateur.", EN: "Card not detected by the browser."},
	Origin:   Proposed,
	Cause:    Text{FR: "La carte se lit sur le poste, mais pas dans le navigateur : module absent, chaîne non reconnue, ou plusieurs lecteurs.", EN: "The card can be read on the workstation but not in the browser: module missing, chain not trusted, or several readers."},
	Remedy:   Text{FR: "Redémarrer le navigateur, vérifier bibliothèque et extension ; la e-CPS dépanne.", EN: "Restart the browser, check library and extension; the e-CPS is a fallback."},
	Contacts: []ContactID{ContactANS},
	Sources:  []Source{srcDerived},
	Inputs:   []string{"web.login", "card", "card.atr", "reader", "channel.billing"},
	Needs:    "web.login",
	Shown:    Demonstration{Card: "cps3-healthy", Facts: []string{"web.login=no-card"}},
}

var net004 = Rule{
	Number: NET004, ID: "CPS-NET-004", Mark: Public, Severity: Info, How: FromFact,
	Title:    Text{FR: "ADRi refusé par le serveur", EN: "ADRi refused by the server"},
	Text:     Text{FR: "Le service ADRi a répondu par une erreur : la carte n'est pas en cause.", EN: "The ADRi service answered with an error: the card is not at fault."},
	Origin:   Proposed,
	Cause:    Text{FR: "Service en panne, ou droits du praticien inconnus de l'Assurance Maladie.", EN: "Service down, or rights of the practitioner unknown to the Assurance Maladie."},
	Remedy:   Text{FR: "Code du serveur : recommencer plus tard. Rejet : vérifier le numéro AM et le FINESS déclarés.", EN: "Server code: start over later. Rejection: check the AM number and FINESS declared."},
	Contacts: []ContactID{ContactAMTech},
	Sources:  []Source{srcJuxta, srcBillingFAQ},
	Inputs:   []string{"adri"},
	Needs:    "adri",
	Shown:    Demonstration{Facts: []string{"adri=siram_40"}},
}

var net005 = Rule{
	Number: NET005, ID: "CPS-NET-005", Mark: Public, Severity: Info, How: FromFact,
	Title:    Text{FR: "Compte amelipro bloqué", EN: "amelipro account blocked"},
	Text:     Text{FR: "Compte amelipro bloqué : connectez-vous avec la carte ou la e-CPS.", EN: "amelipro account blocked: log in with the card or the e-CPS."},
	Origin:   Proposed,
	Cause:    Text{FR: "Règle du service, non de la carte : un compte inutilisé plus de six mois se bloque.", EN: "A rule of the service, not of the card: an account unused for more than six months is blocked."},
	Remedy:   Text{FR: "Se connecter avec la carte : cela débloque le compte.", EN: "Log in with the card: that unblocks the account."},
	Contacts: []ContactID{ContactCPAM},
	Sources:  []Source{srcQuotidien},
	Inputs:   []string{"amelipro.lastLogin", "today"},
	Needs:    "amelipro.lastLogin",
	Shown:    Demonstration{Facts: []string{"amelipro.lastLogin=@-220"}},
}

var net006 = Rule{
	Number: NET006, ID: "CPS-NET-006", Mark: Derived, Severity: Info, How: FromFact,
	Title:    Text{FR: "Facturation et services en ligne ne vont pas ensemble", EN: "Works in billing, fails online (or the reverse)"},
	Text:     Text{FR: "La carte est bonne : le problème vient du composant des services en ligne.", EN: "The card is good: the problem is in the component for online services."},
	Origin:   Proposed,
	Cause:    Text{FR: "Deux chemins existent sur un poste : la couche SESAM-Vitale pour facturer, le navigateur ou le module des téléservices pour le reste ; l'un peut être seul en défaut.", EN: "Two paths exist on a workstation: the SESAM-Vitale layer for billing, the browser or online-service module for the rest; one alone may be at fault."},
	Remedy:   Text{FR: "Rapporter le chemin qui échoue ; ne pas remplacer la carte.", EN: "Report the path that fails; do not replace the card."},
	Contacts: []ContactID{ContactIT},
	Sources:  []Source{srcDerived, srcFMF},
	Inputs:   []string{"channel.billing", "channel.online"},
	Needs:    "channel.billing",
	Variants: []Variant{
		{Key: VariantBilling, Text: Text{FR: "La carte est bonne : le problème vient du composant de facturation.", EN: "The card is good: the problem is in the component for billing."}},
	},
	Shown: Demonstration{Facts: []string{"channel.billing=works", "channel.online=fails"}},
}

// srcDehempe is an open DMP client for these cards, with the refusals it met.
var srcDehempe = Source{"Dehempe, an open DMP client", "https://github.com/k-jefferson/Dehempe"}

var net007 = Rule{
	Number: NET007, ID: "CPS-NET-007", Mark: Public, Severity: BlockSigning, How: FromFact,
	Title:    Text{FR: "DMP : structure ou spécialité envoyée autre que celle de la carte", EN: "DMP: structure or speciality sent other than that of the card"},
	Text:     Text{FR: "Refus du DMP : structure ou spécialité absente ou fausse dans la demande.", EN: "Refused by the DMP: structure or speciality missing from the request, or wrong."},
	Origin:   Proposed,
	Cause:    Text{FR: "La carte n'est pas en cause : le logiciel envoie une structure de ses réglages, d'un autre secteur, ou n'envoie pas la spécialité.", EN: "The card is not at fault: the software sends a structure of its settings, of another sector, or sends no speciality."},
	Remedy:   Text{FR: "Pour l'éditeur : envoyer l'identifiant de structure de l'activité choisie (objet 85) et son secteur, la spécialité (quatre derniers caractères de CPS_INFO_PS), et signer avec la clé de signature.", EN: "For the vendor: send the structure identifier of the activity chosen (object 85) and its sector, the speciality (last four characters of CPS_INFO_PS), and sign with the signature key."},
	Contacts: []ContactID{ContactVendor},
	Sources:  []Source{srcDehempe},
	Inputs:   []string{"dmp.refusal"},
	Needs:    "dmp.refusal",
	Shown:    Demonstration{Facts: []string{"dmp.refusal=structure"}},
	Said:     []string{"structure introuvable ou inactive", "aucune spécialité dans le VIHF", "spécialité obligatoire pour les médecins et pharmaciens", "structure inconnue du DMP"},
}

var net008 = Rule{
	Number: NET008, ID: "CPS-NET-008", Mark: Public, Severity: Info, How: FromFact,
	Title:    Text{FR: "e-CPS arrêtée par l'application ou le téléphone", EN: "e-CPS stopped by the application or the telephone"},
	Text:     Text{FR: "La e-CPS n'aboutit pas : la carte n'est pas en cause.", EN: "The e-CPS does not go through: the card is not at fault."},
	Origin:   Proposed,
	Cause:    Text{FR: "Le QR code d'activation a plus de 90 secondes.", EN: "The QR code of the activation is older than 90 seconds."},
	Remedy:   Text{FR: "Demander un nouveau QR code et le lire aussitôt.", EN: "Ask for a new QR code and read it at once."},
	Contacts: []ContactID{ContactANS},
	Sources:  []Source{srcANSIndustry, srcECPS},
	Inputs:   []string{"ecps.fault"},
	Needs:    "ecps.fault",
	Variants: []Variant{
		{Key: VariantADELI, Cause: Text{FR: "Un porteur connu par son seul numéro ADELI, sans carte, ne peut pas activer la e-CPS.", EN: "A holder known by an ADELI number alone, without a card, cannot activate the e-CPS."}, Remedy: Text{FR: "Faire passer l'inscription au RPPS, ou commander une carte.", EN: "Have the registration moved to RPPS, or order a card."}},
		{Key: VariantMail, Cause: Text{FR: "Le courriel d'activation est arrêté par un filtre ou part à une adresse ancienne.", EN: "The activation mail is stopped by a filter or goes to an old address."}, Remedy: Text{FR: "Chercher dans les indésirables, vérifier l'adresse de l'annuaire.", EN: "Look into the junk folder, check the address of the directory."}},
		{Key: VariantBattery, Cause: Text{FR: "L'économiseur de batterie du téléphone retient les notifications.", EN: "The battery saver of the telephone holds notifications back."}, Remedy: Text{FR: "Ôter l'application e-CPS de l'économie de batterie, ou l'ouvrir avant de se connecter.", EN: "Take the e-CPS application out of the battery saver, or open it before logging in."}},
	},
	Shown: Demonstration{Facts: []string{"ecps.fault=qr"}},
	Said:  []string{"notification e-CPS non reçue", "QR code e-CPS expiré", "e-CPS : pas de notification", "e-CPS notification does not arrive"},
}

var net009 = Rule{
	Number: NET009, ID: "CPS-NET-009", Mark: Public, Severity: Info, How: FromFact,
	Title:    Text{FR: "Application carte Vitale devant un logiciel sans avenant 8", EN: "Vitale application before software without addendum 8"},
	Text:     Text{FR: "L'application carte Vitale n'est pas lue : la CPS n'est pas en cause.", EN: "The Vitale application is not read: the CPS is not at fault."},
	Origin:   Proposed,
	Cause:    Text{FR: "Le logiciel n'est pas agréé pour l'avenant 8 du cahier des charges SESAM-Vitale, ou son lecteur de QR code ou NFC manque.", EN: "The software is not approved for addendum 8 of the SESAM-Vitale specification, or its QR code or NFC reader is missing."},
	Remedy:   Text{FR: "Prendre la carte Vitale de plastique ; demander à l'éditeur quand l'avenant 8 vient.", EN: "Take the plastic Vitale card; ask the vendor when addendum 8 comes."},
	Contacts: []ContactID{ContactVendor},
	Sources:  []Source{srcANSIndustry},
	Inputs:   []string{"vitale.app"},
	Needs:    "vitale.app",
	Shown:    Demonstration{Facts: []string{"vitale.app=old"}},
	Said:     []string{"application carte Vitale non lue", "apCV non reconnue", "Vitale application not read", "QR code Vitale non lu"},
}
