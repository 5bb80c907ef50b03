package diagnosis

// Signing rights: step 7.

var sign001 = Rule{
	ID: "CPS-SIGN-001", Mark: Field, Severity: BlockSigning,
	Title:    Text{"Pas de droit de signer les FSE", "No right to sign FSE"},
	Text:     Text{"- non autorisé à signer les FSE", "- not authorised to sign FSE"},
	Origin:   FieldText,
	Cause:    Text{"La situation de facturation ne porte pas le droit de signer les feuilles de soins électroniques : délégation non accordée, ou situation limitée.", "The billing situation does not carry the right to sign electronic claims: delegation not granted, or a limited situation."},
	Remedy:   Text{"Obtenir ce droit par une mise à jour ou une nouvelle carte.", "Get the right through an update or a new card."},
	Contacts: []ContactID{ContactANS},
	Sources:  []Source{srcBillingFAQ, srcGestion, srcSSVFields},
	Inputs:   []string{"billing[].rightFSE", "use"},
	Variants: []Variant{{Key: variantEmployee, Contacts: []ContactID{ContactEmployer}}},
}

var sign002 = Rule{
	ID: "CPS-SIGN-002", Mark: Field, Severity: BlockSigning,
	Title:    Text{"Pas de droit de signer les lots", "No right to sign lots"},
	Text:     Text{"- non autorisé à signer les lots", "- not authorised to sign batches"},
	Origin:   FieldText,
	Cause:    Text{"La situation de facturation permet des factures, mais pas l'envoi de lots.", "The billing situation allows invoices but not the sending of batches."},
	Remedy:   Text{"Faire signer les lots avec la carte du praticien, ou obtenir ce droit par une mise à jour ou une nouvelle carte.", "Have batches signed with the practitioner's card, or get the right through an update or a new card."},
	Contacts: []ContactID{ContactANS},
	Sources:  []Source{srcBillingFAQ, srcGestion, srcSSVFields},
	Inputs:   []string{"billing[].rightLot", "use"},
	Variants: []Variant{{Key: variantEmployee, Contacts: []ContactID{ContactEmployer}}},
}

var sign003 = Rule{
	ID: "CPS-SIGN-003", Mark: Field, Severity: BlockBilling,
	Title:    Text{"Aucun droit de signature", "No right at all"},
	Text:     Text{"- non autorisé à signer les FSE / - non autorisé à signer les lots", "- not authorised to sign FSE / - not authorised to sign batches"},
	Origin:   FieldText,
	Cause:    Text{"La situation de facturation ne porte ni le droit FSE ni le droit lots : carte commandée pour l'accès.", "The billing situation carries neither the FSE right nor the batch right: a card ordered for access."},
	Remedy:   Text{"Demander une nouvelle carte qui porte les droits de signature.", "Ask for a new card that carries the signing rights."},
	Contacts: []ContactID{ContactANS},
	Sources:  []Source{srcBillingFAQ, srcGestion},
	Inputs:   []string{"billing[].rightFSE", "billing[].rightLot", "use"},
	Variants: []Variant{{Key: variantEmployee, Contacts: []ContactID{ContactEmployer}}},
}

var sign004 = Rule{
	ID: "CPS-SIGN-004", Mark: Field, Severity: BlockBilling,
	Title:    Text{"Donnée obligatoire (en rouge) absente", "Mandatory (red) item missing"},
	Text:     Text{"Une donnée obligatoire est absente : la carte n'est pas utilisable.", "A mandatory item is missing: the card cannot be used."},
	Origin:   Proposed,
	Cause:    Text{"L'écran « Lecture situation » doit montrer un bloc « Facturation » avec identifiant, droit FSE et droit lots ; l'un d'eux n'a pas pu être obtenu.", "The « Lecture situation » screen has to show a « Facturation » block with identifier, FSE right and batch right; one of them could not be obtained."},
	Remedy:   Text{"S'adresser à l'émetteur pour une nouvelle carte.", "Ask the issuer for a new card."},
	Contacts: []ContactID{ContactANS},
	Sources:  []Source{srcBillingFAQ},
	Inputs:   []string{"obj.CPS_SIT_FACT", "use"},
	Variants: []Variant{{
		Key:   variantDamaged,
		Cause: Text{"Les données de facturation sont sur la carte, mais leur codage est abîmé : ni identifiant ni droits ne peuvent en être tirés.", "The billing data are on the card, but their encoding is damaged: neither identifier nor rights can be drawn from them."},
	}},
}

// evaluationOrder is the order in which rules are judged and, within one
// severity, reported.
var evaluationOrder = [...]*Rule{
	&rdr001, &rdr003, &rdr004, &rdr008, &rdr006, &rdr007,
	&id015, &type001, &upd001,
	&pin001, &pin002, &pin003, &pin005,
	&val001, &val002, &val003, &val005, &val006, &val007, &val009,
	&id001, &id002, &id003, &id005, &id006, &id008, &id010,
	&type002, &type003, &type004,
	&act001, &act003, &act005,
	&dam001, &dam006, &dam007,
	&bill001, &bill004,
	&conv006,
	&sign001, &sign002, &sign003, &sign004,
}
