package rule

// Billing identifier.

var bill001 = Rule{
	Number: BILL001, ID: "CPS-BILL-001", Mark: Field, Severity: BlockBilling, How: FromCard,
	Title:    Text{FR: "Identifiant de facturation absent", EN: "Billing identifier missing"},
	Text:     Text{FR: "Identifiant de facturation absent : carte inutilisable pour facturer.", EN: "Billing identifier missing: the card cannot be used to bill."},
	Origin:   Proposed,
	Cause:    Text{FR: "La situation de facturation existe, mais son identifiant, donnée obligatoire de l'écran « Lecture situation », est vide ou à zéro.", EN: "The billing situation exists, but its identifier, a mandatory item of the « Lecture situation » screen, is empty or zero."},
	Remedy:   Text{FR: "Faire délivrer une nouvelle carte ; si l'activité n'a jamais été enregistrée, s'adresser d'abord à la CPAM.", EN: "Have a new card issued; if the activity was never registered, go to the CPAM first."},
	Contacts: []ContactID{ContactANS, ContactCPAM},
	Sources:  []Source{srcBillingFAQ, srcReplacing},
	Inputs:   []string{"billing[].id", "activities[].mode", "lgc.replacement", "use"},
	Shown:    Demonstration{Card: "cps3-no-billing-id"},
	Variants: []Variant{{
		Key:    VariantReplacement,
		Cause:  Text{FR: "Carte de remplaçant : sa situation de facturation n'a pas de numéro à elle, les factures d'un remplacement portent celui du remplacé. Aucun remplacement n'est en cours.", EN: "The card of a replacing professional: its billing situation has no number of its own, the claims of a replacement carry that of the person replaced. No replacement is under way."},
		Remedy: Text{FR: "La carte est bonne pour un remplacement : l'ouvrir dans le logiciel. Pour facturer en son propre nom, faire enregistrer son activité à la CPAM, puis demander une nouvelle carte.", EN: "The card is fine for a replacement: open it in the software. To bill in one's own name, have the activity registered by the CPAM, then order a new card."},
	}},
}

var bill002 = Rule{
	Number: BILL002, ID: "CPS-BILL-002", Mark: Derived, Severity: Warning, How: FromFact,
	Title:    Text{FR: "Identifiant de test ou de remplissage", EN: "Identifier is a placeholder or test value"},
	Text:     Text{FR: "Identifiant de facturation de test.", EN: "Test billing identifier."},
	Origin:   Proposed,
	Cause:    Text{FR: "Carte de démonstration, ou exemple masqué recopié d'une documentation.", EN: "A demonstration card, or a masked sample copied from documentation."},
	Remedy:   Text{FR: "Utiliser la vraie carte.", EN: "Use the real card."},
	Contacts: []ContactID{ContactVendor},
	Sources:  []Source{srcDerived, srcBillingFAQ, srcReplacing},
	Inputs:   []string{"billing[].id", "activities[].mode", "lgc.replacement", "env"},
	Needs:    "env",
	NotShown: Text{FR: "Il y faudrait une carte réelle : celles du banc sont toutes de test.", EN: "It would take a real card: those of the bench are all test cards."},
}

var bill003 = Rule{
	Number: BILL003, ID: "CPS-BILL-003", Mark: Derived, Severity: BlockBilling, How: FromFact,
	Title:    Text{FR: "Identifiant inconnu du logiciel de facturation", EN: "Identifier unknown to the billing software"},
	Text:     Text{FR: "Situation de facturation inconnue du logiciel : enregistrez-la.", EN: "Billing situation unknown to the software: record it."},
	Origin:   Proposed,
	Cause:    Text{FR: "Nouveau lieu d'exercice, nouvelle société, ou logiciel non paramétré.", EN: "A new place of practice, a new company, or software not set up."},
	Remedy:   Text{FR: "Lire la carte, puis enregistrer la situation dans le logiciel.", EN: "Read the card, then record the situation in the software."},
	Contacts: []ContactID{ContactVendor},
	Sources:  []Source{srcDerived, srcJuxta},
	Inputs:   []string{"billing[].id", "lgc.billingIds"},
	Needs:    "lgc.billingIds",
	Shown:    Demonstration{Card: "cps3-healthy", Facts: []string{"lgc.billingIds=994026029"}},
}

var bill004 = Rule{
	Number: BILL004, ID: "CPS-BILL-004", Mark: Field, Severity: Info, How: FromCard,
	Title:   Text{FR: "Identifiant de dix caractères", EN: "Ten-character identifier"},
	Text:    Text{FR: "Identifiant : xxx26xxxxx", EN: "Identifier of ten characters, in the form xxx26xxxxx"},
	Origin:  ScreenText,
	Cause:   Text{FR: "L'identifiant a dix caractères, comme dans l'exemple de la FAQ : le premier est lu comme un caractère de type, les neuf autres comme le numéro AM. Ce découpage est une hypothèse.", EN: "The identifier has ten characters, as in the sample of the FAQ: the first is taken as a type character, the other nine as the AM number. That split is a hypothesis."},
	Remedy:  Text{FR: "Rien à faire : les deux formes, neuf et dix caractères, sont acceptées.", EN: "Nothing to do: both forms, nine and ten characters, are accepted."},
	Sources: []Source{srcBillingFAQ, srcDerived},
	Inputs:  []string{"billing[].id"},
	Shown:   Demonstration{Card: "cps3-company"},
}

var bill005 = Rule{
	Number: BILL005, ID: "CPS-BILL-005", Mark: Field, Severity: BlockBilling, How: FromFact,
	Title:    Text{FR: "Carte de structure sans le numéro de la société", EN: "Structure card without the number of the company"},
	Text:     Text{FR: "La carte CPE ne contient pas le numéro AM de votre société.", EN: "The CPE card does not hold the AM number of your company."},
	Origin:   Proposed,
	Cause:    Text{FR: "Carte commandée pour un autre établissement du groupe.", EN: "The card was ordered for another establishment of the group."},
	Remedy:   Text{FR: "L'employeur refait la commande pour la bonne structure.", EN: "The employer orders again for the right structure."},
	Contacts: []ContactID{ContactEmployer, ContactANS},
	Sources:  []Source{srcBillingFAQ},
	Inputs:   []string{"billing[].id", "lgc.structureAm", "card.type"},
	Needs:    "lgc.structureAm",
	Shown:    Demonstration{Card: "cpe-healthy", Facts: []string{"lgc.structureAm=991026113"}},
}

var bill006 = Rule{
	Number: BILL006, ID: "CPS-BILL-006", Mark: Derived, Severity: Info, How: FromCard,
	Title:    Text{FR: "Plusieurs situations avec un même identifiant", EN: "Several situations with one identifier"},
	Text:     Text{FR: "Deux situations portent le même numéro AM.", EN: "Two situations carry the same AM number."},
	Origin:   Proposed,
	Cause:    Text{FR: "Un libéral a d'ordinaire un numéro AM par activité ; le partage est rare et sans danger, par exemple pour deux lieux d'un même cabinet.", EN: "A liberal professional usually has one AM number per activity; sharing one is rare and harmless, for two rooms of one practice for example."},
	Remedy:   Text{FR: "Montrer le lieu d'exercice à côté du numéro dans le choix de l'activité.", EN: "Show the place of practice beside the number where the activity is chosen."},
	Contacts: []ContactID{ContactCPAM},
	Sources:  []Source{srcDerived, srcBillingFAQ},
	Inputs:   []string{"billing[].id"},
	Shown:    Demonstration{Card: "cps3-two-activities", Profile: []string{"billing:", `  - {link: 1, id: "994026045"}`, `  - {link: 2, id: "994026045"}`}},
}

var bill007 = Rule{
	Number: BILL007, ID: "CPS-BILL-007", Mark: Derived, Severity: Info, How: FromCard,
	Title:   Text{FR: "Numéro de type fournisseur", EN: "Supplier category in the identifier"},
	Text:    Text{FR: "Numéro de type fournisseur.", EN: "Number of the supplier kind."},
	Origin:  Proposed,
	Cause:   Text{FR: "Les chiffres 3 et 4 du numéro sont 26, comme dans l'exemple d'une société fournisseur.", EN: "Digits 3 and 4 of the number are 26, as in the sample of a supplier company."},
	Remedy:  Text{FR: "Rien à faire : pour ce profil, une spécialité non définie est normale.", EN: "Nothing to do: for this profile an undefined speciality is normal."},
	Sources: []Source{srcDerived, srcBillingFAQ},
	Inputs:  []string{"billing[].id"},
	Shown:   Demonstration{Card: "cps3-company"},
}
