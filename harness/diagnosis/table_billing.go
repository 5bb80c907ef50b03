package diagnosis

// Billing identifier.

var bill001 = Rule{
	ID: "CPS-BILL-001", Mark: Field, Severity: BlockBilling, How: FromCard,
	Title:    Text{"Identifiant de facturation absent", "Billing identifier missing"},
	Text:     Text{"Identifiant de facturation absent : carte inutilisable pour facturer.", "Billing identifier missing: the card cannot be used to bill."},
	Origin:   Proposed,
	Cause:    Text{"La situation de facturation existe, mais son identifiant, donnée obligatoire de l'écran « Lecture situation », est vide ou à zéro.", "The billing situation exists, but its identifier, a mandatory item of the « Lecture situation » screen, is empty or zero."},
	Remedy:   Text{"Faire délivrer une nouvelle carte ; si l'activité n'a jamais été enregistrée, s'adresser d'abord à la CPAM.", "Have a new card issued; if the activity was never registered, go to the CPAM first."},
	Contacts: []ContactID{ContactANS, ContactCPAM},
	Sources:  []Source{srcBillingFAQ},
	Inputs:   []string{"billing[].id", "use"},
}

var bill002 = Rule{
	ID: "CPS-BILL-002", Mark: Derived, Severity: Warning, How: FromFact,
	Title:    Text{"Identifiant de test ou de remplissage", "Identifier is a placeholder or test value"},
	Text:     Text{"Identifiant de facturation de test.", "Test billing identifier."},
	Origin:   Proposed,
	Cause:    Text{"Carte de démonstration, ou exemple masqué recopié d'une documentation.", "A demonstration card, or a masked sample copied from documentation."},
	Remedy:   Text{"Utiliser la vraie carte.", "Use the real card."},
	Contacts: []ContactID{ContactVendor},
	Sources:  []Source{srcDerived, srcBillingFAQ},
	Inputs:   []string{"billing[].id", "env"},
	Needs:    "env",
}

var bill003 = Rule{
	ID: "CPS-BILL-003", Mark: Derived, Severity: BlockBilling, How: FromFact,
	Title:    Text{"Identifiant inconnu du logiciel de facturation", "Identifier unknown to the billing software"},
	Text:     Text{"Situation de facturation inconnue du logiciel : enregistrez-la.", "Billing situation unknown to the software: record it."},
	Origin:   Proposed,
	Cause:    Text{"Nouveau lieu d'exercice, nouvelle société, ou logiciel non paramétré.", "A new place of practice, a new company, or software not set up."},
	Remedy:   Text{"Lire la carte, puis enregistrer la situation dans le logiciel.", "Read the card, then record the situation in the software."},
	Contacts: []ContactID{ContactVendor},
	Sources:  []Source{srcDerived, srcJuxta},
	Inputs:   []string{"billing[].id", "lgc.billingIds"},
	Needs:    "lgc.billingIds",
}

var bill004 = Rule{
	ID: "CPS-BILL-004", Mark: Field, Severity: Info, How: FromCard,
	Title:   Text{"Identifiant de dix caractères", "Ten-character identifier"},
	Text:    Text{"Identifiant : xxx26xxxxx", "Identifier of ten characters, in the form xxx26xxxxx"},
	Origin:  ScreenText,
	Cause:   Text{"L'identifiant a dix caractères, comme dans l'exemple de la FAQ : le premier est lu comme un caractère de type, les neuf autres comme le numéro AM. Ce découpage est une hypothèse.", "The identifier has ten characters, as in the sample of the FAQ: the first is taken as a type character, the other nine as the AM number. That split is a hypothesis."},
	Remedy:  Text{"Rien à faire : les deux formes, neuf et dix caractères, sont acceptées.", "Nothing to do: both forms, nine and ten characters, are accepted."},
	Sources: []Source{srcBillingFAQ, srcDerived},
	Inputs:  []string{"billing[].id"},
}

var bill005 = Rule{
	ID: "CPS-BILL-005", Mark: Field, Severity: BlockBilling, How: FromFact,
	Title:    Text{"Carte de structure sans le numéro de la société", "Structure card without the number of the company"},
	Text:     Text{"La carte CPE ne contient pas le numéro AM de votre société.", "The CPE card does not hold the AM number of your company."},
	Origin:   Proposed,
	Cause:    Text{"Carte commandée pour un autre établissement du groupe.", "The card was ordered for another establishment of the group."},
	Remedy:   Text{"L'employeur refait la commande pour la bonne structure.", "The employer orders again for the right structure."},
	Contacts: []ContactID{ContactEmployer, ContactANS},
	Sources:  []Source{srcBillingFAQ},
	Inputs:   []string{"billing[].id", "lgc.structureAm", "card.type"},
	Needs:    "lgc.structureAm",
}

var bill006 = Rule{
	ID: "CPS-BILL-006", Mark: Derived, Severity: Info, How: FromCard,
	Title:    Text{"Plusieurs situations avec un même identifiant", "Several situations with one identifier"},
	Text:     Text{"Deux situations portent le même numéro AM.", "Two situations carry the same AM number."},
	Origin:   Proposed,
	Cause:    Text{"Un libéral a d'ordinaire un numéro AM par activité ; le partage est rare et sans danger, par exemple pour deux lieux d'un même cabinet.", "A liberal professional usually has one AM number per activity; sharing one is rare and harmless, for two rooms of one practice for example."},
	Remedy:   Text{"Montrer le lieu d'exercice à côté du numéro dans le choix de l'activité.", "Show the place of practice beside the number where the activity is chosen."},
	Contacts: []ContactID{ContactCPAM},
	Sources:  []Source{srcDerived, srcBillingFAQ},
	Inputs:   []string{"billing[].id"},
}

var bill007 = Rule{
	ID: "CPS-BILL-007", Mark: Derived, Severity: Info, How: FromCard,
	Title:   Text{"Numéro de type fournisseur", "Supplier category in the identifier"},
	Text:    Text{"Numéro de type fournisseur.", "Number of the supplier kind."},
	Origin:  Proposed,
	Cause:   Text{"Les chiffres 3 et 4 du numéro sont 26, comme dans l'exemple d'une société fournisseur.", "Digits 3 and 4 of the number are 26, as in the sample of a supplier company."},
	Remedy:  Text{"Rien à faire : pour ce profil, une spécialité non définie est normale.", "Nothing to do: for this profile an undefined speciality is normal."},
	Sources: []Source{srcDerived, srcBillingFAQ},
	Inputs:  []string{"billing[].id"},
}
