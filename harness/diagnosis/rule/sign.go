package rule

// Signing rights.

var sign001 = Rule{
	Number: SIGN001, ID: "CPS-SIGN-001", Mark: Field, Severity: BlockSigning, How: FromCard,
	Title:    Text{FR: "Pas de droit de signer les FSE", EN: "No right to sign FSE"},
	Text:     Text{FR: "- non autorisé à signer les FSE", EN: "- not authorised to sign FSE"},
	Origin:   FieldText,
	Cause:    Text{FR: "La situation de facturation ne porte pas le droit de signer les feuilles de soins électroniques : délégation non accordée, ou situation limitée.", EN: "The billing situation does not carry the right to sign electronic claims: delegation not granted, or a limited situation."},
	Remedy:   Text{FR: "Obtenir ce droit par une mise à jour ou une nouvelle carte.", EN: "Get the right through an update or a new card."},
	Contacts: []ContactID{ContactANS},
	Sources:  []Source{srcBillingFAQ, srcGestion, srcSSVFields},
	Inputs:   []string{"billing[].rightFSE", "use"},
	Variants: []Variant{{Key: VariantEmployee, Contacts: []ContactID{ContactEmployer}}},
	Shown:    Demonstration{Card: "cps3-no-fse"},
}

var sign002 = Rule{
	Number: SIGN002, ID: "CPS-SIGN-002", Mark: Field, Severity: BlockSigning, How: FromCard,
	Title:    Text{FR: "Pas de droit de signer les lots", EN: "No right to sign lots"},
	Text:     Text{FR: "- non autorisé à signer les lots", EN: "- not authorised to sign batches"},
	Origin:   FieldText,
	Cause:    Text{FR: "La situation de facturation permet des factures, mais pas l'envoi de lots.", EN: "The billing situation allows invoices but not the sending of batches."},
	Remedy:   Text{FR: "Faire signer les lots avec la carte du praticien, ou obtenir ce droit par une mise à jour ou une nouvelle carte.", EN: "Have batches signed with the practitioner's card, or get the right through an update or a new card."},
	Contacts: []ContactID{ContactANS},
	Sources:  []Source{srcBillingFAQ, srcGestion, srcSSVFields},
	Inputs:   []string{"billing[].rightLot", "use"},
	Variants: []Variant{{Key: VariantEmployee, Contacts: []ContactID{ContactEmployer}}},
	Shown:    Demonstration{Card: "cps3-no-lots"},
}

var sign003 = Rule{
	Number: SIGN003, ID: "CPS-SIGN-003", Mark: Field, Severity: BlockBilling, How: FromCard,
	Title:    Text{FR: "Aucun droit de signature", EN: "No right at all"},
	Text:     Text{FR: "- non autorisé à signer les FSE / - non autorisé à signer les lots", EN: "- not authorised to sign FSE / - not authorised to sign batches"},
	Origin:   FieldText,
	Cause:    Text{FR: "La situation de facturation ne porte ni le droit FSE ni le droit lots : carte commandée pour l'accès.", EN: "The billing situation carries neither the FSE right nor the batch right: a card ordered for access."},
	Remedy:   Text{FR: "Demander une nouvelle carte qui porte les droits de signature.", EN: "Ask for a new card that carries the signing rights."},
	Contacts: []ContactID{ContactANS},
	Sources:  []Source{srcBillingFAQ, srcGestion},
	Inputs:   []string{"billing[].rightFSE", "billing[].rightLot", "use"},
	Variants: []Variant{{Key: VariantEmployee, Contacts: []ContactID{ContactEmployer}}},
	Shown:    Demonstration{Card: "cps3-no-rights"},
}

var sign004 = Rule{
	Number: SIGN004, ID: "CPS-SIGN-004", Mark: Field, Severity: BlockBilling, How: FromCard,
	Title:    Text{FR: "Donnée obligatoire (en rouge) absente", EN: "Mandatory (red) item missing"},
	Text:     Text{FR: "Une donnée obligatoire est absente : la carte n'est pas utilisable.", EN: "A mandatory item is missing: the card cannot be used."},
	Origin:   Proposed,
	Cause:    Text{FR: "L'écran « Lecture situation » doit montrer un bloc « Facturation » avec identifiant, droit FSE et droit lots ; l'un d'eux n'a pas pu être obtenu.", EN: "The « Lecture situation » screen has to show a « Facturation » block with identifier, FSE right and batch right; one of them could not be obtained."},
	Remedy:   Text{FR: "S'adresser à l'émetteur pour une nouvelle carte.", EN: "Ask the issuer for a new card."},
	Contacts: []ContactID{ContactANS},
	Sources:  []Source{srcBillingFAQ},
	Inputs:   []string{"obj.CPS_SIT_FACT", "screen.billing", "use", "billing[]"},
	Variants: []Variant{{
		Key:   VariantDamaged,
		Cause: Text{FR: "Les données de facturation sont sur la carte, mais leur codage est abîmé : ni identifiant ni droits ne peuvent en être tirés.", EN: "The billing data are on the card, but their encoding is damaged: neither identifier nor rights can be drawn from them."},
	}},
	Shown: Demonstration{Card: "cps3-healthy", Profile: []string{"raw: {sit_fact: E010A00E800101}"}},
}

var sign005 = Rule{
	Number: SIGN005, ID: "CPS-SIGN-005", Mark: Public, Severity: BlockSigning, How: FromFact,
	Title:   Text{FR: "Cette carte ne peut pas signer ce lot", EN: "This card may not sign this batch"},
	Text:    Text{FR: "Faites procéder au remplacement de la Carte de Professionnel de Santé introduite dans le lecteur par une Carte de Professionnel de Santé autorisée à signer ce lot", EN: "Have the health professional's card in the reader replaced by one that may sign this batch"},
	Origin:  FieldText,
	Cause:   Text{FR: "Les factures du lot sont d'un praticien, la carte d'un autre ; ou l'un est de test et l'autre réel.", EN: "The invoices of the batch are one practitioner's, the card another's; or one is for test and the other real."},
	Remedy:  Text{FR: "Introduire la bonne carte.", EN: "Insert the right card."},
	Sources: []Source{srcSSV, srcDerived},
	Inputs:  []string{"batch.psId", "batch.category", "billing[].id", "card.category"},
	Needs:   "batch.psId",
	Shown:   Demonstration{Card: "cps3-healthy", Facts: []string{"batch.category=real"}},
}

var sign006 = Rule{
	Number: SIGN006, ID: "CPS-SIGN-006", Mark: Public, Severity: Info, How: FromFact,
	Title:   Text{FR: "Code à saisir de nouveau dans une série de lots", EN: "PIN must be typed again within a series of batches"},
	Text:    Text{FR: "Le lot en cours devient le premier d'une nouvelle série et le code porteur est à saisir de nouveau.", EN: "The batch in progress becomes the first of a new series and the PIN has to be entered again."},
	Origin:  Proposed,
	Cause:   Text{FR: "Le lecteur a eu un incident pendant une série : la session avec la carte est perdue.", EN: "The reader had a fault during a series: the session with the card is lost."},
	Remedy:  Text{FR: "Recommencer une série, code saisi par le porteur ; ne pas renvoyer les lots déjà signés.", EN: "Begin a new series, the holder entering the code; do not send signed batches again."},
	Sources: []Source{srcSSV},
	Inputs:  []string{"ssv", "code.during"},
	Needs:   "ssv",
	Shown:   Demonstration{Facts: []string{"ssv=61696", "code.during=batch"}},
}

var sign007 = Rule{
	Number: SIGN007, ID: "CPS-SIGN-007", Mark: Public, Severity: BlockSigning, How: FromCard,
	Title:    Text{FR: "Droit présent, mais rien pour signer", EN: "Right present but nothing to sign with"},
	Text:     Text{FR: "Certificat de signature absent.", EN: "Signature certificate absent."},
	Origin:   Proposed,
	Cause:    Text{FR: "Défaut de personnalisation : la carte porte le droit de signer les FSE, mais pas de certificat de signature.", EN: "A personalisation defect: the card carries the right to sign FSE but no signature certificate."},
	Remedy:   Text{FR: "Faire remplacer la carte.", EN: "Have the card replaced."},
	Contacts: []ContactID{ContactANS},
	Sources:  []Source{srcGestion, srcDerived},
	Inputs:   []string{"billing[].rightFSE", "certs[]"},
	Shown:    Demonstration{Card: "cps3-healthy", Profile: []string{"certificates: {signature: {absent: true}}"}},
}

var sign008 = Rule{
	Number: SIGN008, ID: "CPS-SIGN-008", Mark: Derived, Severity: Info, How: AsGuard,
	Title:    Text{FR: "L'usage d'accès ne demande pas les droits", EN: "Access-only use does not need the rights"},
	Text:     Text{FR: "Usage d'accès : les droits de signature ne sont pas demandés.", EN: "Access use: signing rights are not needed."},
	Origin:   Proposed,
	Cause:    Text{FR: "Règle de garde contre les fausses alarmes : s'authentifier (DMP, MSSanté, amelipro) ne demande aucun droit de facturer.", EN: "A guard against false alarms: authentication (DMP, MSSanté, amelipro) needs no right to bill."},
	Remedy:   Text{FR: "Rien à faire.", EN: "Nothing to do."},
	Sources:  []Source{srcDerived},
	Inputs:   []string{"use"},
	NotShown: Text{FR: "Règle de garde : elle en fait taire d'autres et ne donne pas de constat.", EN: "A guard rule: it keeps others silent and gives no finding."},
}

var sign009 = Rule{
	Number: SIGN009, ID: "CPS-SIGN-009", Mark: Public, Severity: Warning, How: FromFact,
	Title:    Text{FR: "Code accepté, puis session perdue", EN: "PIN accepted, then login lost"},
	Text:     Text{FR: "Le code porteur a été accepté, puis perdu : un autre programme ou processus se sert de la carte.", EN: "The PIN was accepted, then lost: another program or process uses the card."},
	Origin:   Proposed,
	Cause:    Text{FR: "La vérification du code vaut pour un programme et une session : un processus fils, un autre programme ou CryptoTokenKit de macOS qui prend la carte la fait perdre (CKR_USER_NOT_LOGGED_IN). Le code n'est pas faux.", EN: "A verified PIN counts for one program and one session: a child process, another program or CryptoTokenKit of macOS that takes the card loses it (CKR_USER_NOT_LOGGED_IN). The PIN is not wrong."},
	Remedy:   Text{FR: "Fermer l'autre programme avant toute nouvelle saisie ; à l'éditeur : ouvrir la session et signer dans le même processus, après tout fork.", EN: "Close the other program before anything is typed; for the vendor: log in and sign in one process, after any fork."},
	Contacts: []ContactID{ContactVendor, ContactIT},
	Sources:  []Source{srcDehempe},
	Inputs:   []string{"ckr", "pin.accepted"},
	Needs:    "ckr",
	Shown:    Demonstration{Facts: []string{"ckr=CKR_USER_NOT_LOGGED_IN", "pin.accepted=yes"}},
	Said:     []string{"User not logged in", "session de la carte perdue après le code", "login lost after a fork"},
}

var sign010 = Rule{
	Number: SIGN010, ID: "CPS-SIGN-010", Mark: Public, Severity: BlockSigning, How: FromFact,
	Title:    Text{FR: "Document signé avec la clé d'authentification", EN: "Document signed with the authentication key"},
	Text:     Text{FR: "Mauvaise clé : un document se signe avec la clé de signature.", EN: "Wrong key: a document is signed with the signature key."},
	Origin:   Proposed,
	Cause:    Text{FR: "Le logiciel a pris le certificat d'authentification (clé 20) pour signer ; DMP et téléservices veulent celui de signature (clé 10, nonRepudiation). La carte n'est pas en cause.", EN: "The software took the authentication certificate (key 20) to sign; the DMP and online services want the signature certificate (key 10, nonRepudiation). The card is not at fault."},
	Remedy:   Text{FR: "Pour l'éditeur : choisir le certificat dont l'usage est nonRepudiation pour signer, celui d'authentification pour TLS.", EN: "For the vendor: choose the certificate with nonRepudiation to sign, the authentication one for TLS."},
	Contacts: []ContactID{ContactVendor},
	Sources:  []Source{srcDehempe, srcCryptolibExt},
	Inputs:   []string{"signature.key"},
	Needs:    "signature.key",
	Shown:    Demonstration{Facts: []string{"signature.key=authentication"}},
	Said:     []string{"signature faite avec le certificat d'authentification", "mauvais certificat pour signer", "signed with the authentication certificate"},
}
