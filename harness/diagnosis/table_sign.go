package diagnosis

// Signing rights.

var sign001 = Rule{
	ID: "CPS-SIGN-001", Mark: Field, Severity: BlockSigning, How: FromCard,
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
	ID: "CPS-SIGN-002", Mark: Field, Severity: BlockSigning, How: FromCard,
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
	ID: "CPS-SIGN-003", Mark: Field, Severity: BlockBilling, How: FromCard,
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
	ID: "CPS-SIGN-004", Mark: Field, Severity: BlockBilling, How: FromCard,
	Title:    Text{"Donnée obligatoire (en rouge) absente", "Mandatory (red) item missing"},
	Text:     Text{"Une donnée obligatoire est absente : la carte n'est pas utilisable.", "A mandatory item is missing: the card cannot be used."},
	Origin:   Proposed,
	Cause:    Text{"L'écran « Lecture situation » doit montrer un bloc « Facturation » avec identifiant, droit FSE et droit lots ; l'un d'eux n'a pas pu être obtenu.", "The « Lecture situation » screen has to show a « Facturation » block with identifier, FSE right and batch right; one of them could not be obtained."},
	Remedy:   Text{"S'adresser à l'émetteur pour une nouvelle carte.", "Ask the issuer for a new card."},
	Contacts: []ContactID{ContactANS},
	Sources:  []Source{srcBillingFAQ},
	Inputs:   []string{"obj.CPS_SIT_FACT", "screen.billing", "use", "billing[]"},
	Variants: []Variant{{
		Key:   variantDamaged,
		Cause: Text{"Les données de facturation sont sur la carte, mais leur codage est abîmé : ni identifiant ni droits ne peuvent en être tirés.", "The billing data are on the card, but their encoding is damaged: neither identifier nor rights can be drawn from them."},
	}},
}

var sign005 = Rule{
	ID: "CPS-SIGN-005", Mark: Public, Severity: BlockSigning, How: FromFact,
	Title:   Text{"Cette carte ne peut pas signer ce lot", "This card may not sign this batch"},
	Text:    Text{"Faites procéder au remplacement de la Carte de Professionnel de Santé introduite dans le lecteur par une Carte de Professionnel de Santé autorisée à signer ce lot", "Have the health professional's card in the reader replaced by one that may sign this batch"},
	Origin:  FieldText,
	Cause:   Text{"Les factures du lot sont d'un praticien, la carte d'un autre ; ou l'un est de test et l'autre réel.", "The invoices of the batch are one practitioner's, the card another's; or one is for test and the other real."},
	Remedy:  Text{"Introduire la bonne carte.", "Insert the right card."},
	Sources: []Source{srcSSV, srcDerived},
	Inputs:  []string{"batch.psId", "batch.category", "billing[].id", "card.category"},
	Needs:   "batch.psId",
}

var sign006 = Rule{
	ID: "CPS-SIGN-006", Mark: Public, Severity: Info, How: FromFact,
	Title:   Text{"Code à saisir de nouveau dans une série de lots", "PIN must be typed again within a series of batches"},
	Text:    Text{"Le lot en cours devient le premier d'une nouvelle série et le code porteur est à saisir de nouveau.", "The batch in progress becomes the first of a new series and the PIN has to be entered again."},
	Origin:  Proposed,
	Cause:   Text{"Le lecteur a eu un incident pendant une série : la session avec la carte est perdue.", "The reader had a fault during a series: the session with the card is lost."},
	Remedy:  Text{"Recommencer une série, code saisi par le porteur ; ne pas renvoyer les lots déjà signés.", "Begin a new series, the holder entering the code; do not send signed batches again."},
	Sources: []Source{srcSSV},
	Inputs:  []string{"ssv", "code.during"},
	Needs:   "ssv",
}

var sign007 = Rule{
	ID: "CPS-SIGN-007", Mark: Public, Severity: BlockSigning, How: FromCard,
	Title:    Text{"Droit présent, mais rien pour signer", "Right present but nothing to sign with"},
	Text:     Text{"Certificat de signature absent.", "Signature certificate absent."},
	Origin:   Proposed,
	Cause:    Text{"Défaut de personnalisation : la carte porte le droit de signer les FSE, mais pas de certificat de signature.", "A personalisation defect: the card carries the right to sign FSE but no signature certificate."},
	Remedy:   Text{"Faire remplacer la carte.", "Have the card replaced."},
	Contacts: []ContactID{ContactANS},
	Sources:  []Source{srcGestion, srcDerived},
	Inputs:   []string{"billing[].rightFSE", "certs[]"},
}

var sign008 = Rule{
	ID: "CPS-SIGN-008", Mark: Derived, Severity: Info, How: AsGuard,
	Title:   Text{"L'usage d'accès ne demande pas les droits", "Access-only use does not need the rights"},
	Text:    Text{"Usage d'accès : les droits de signature ne sont pas demandés.", "Access use: signing rights are not needed."},
	Origin:  Proposed,
	Cause:   Text{"Règle de garde contre les fausses alarmes : s'authentifier (DMP, MSSanté, amelipro) ne demande aucun droit de facturer.", "A guard against false alarms: authentication (DMP, MSSanté, amelipro) needs no right to bill."},
	Remedy:  Text{"Rien à faire.", "Nothing to do."},
	Sources: []Source{srcDerived},
	Inputs:  []string{"use"},
}
