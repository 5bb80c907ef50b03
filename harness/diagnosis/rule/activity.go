package rule

// Activities and replacement.

var act001 = Rule{
	Number: ACT001, ID: "CPS-ACT-001", Mark: Derived, Severity: BlockBilling, How: FromCard,
	Title:    Text{FR: "Aucune activité sur la carte", EN: "No activity on the card"},
	Text:     Text{FR: "Aucune situation d'exercice sur la carte.", EN: "No exercise situation on the card."},
	Origin:   Proposed,
	Cause:    Text{FR: "Le code a été accepté et la carte ne contient aucune activité : praticien non installé ou retraité.", EN: "The PIN was accepted and the card holds no activity: a practitioner not installed yet, or retired."},
	Remedy:   Text{FR: "Faire vérifier l'inscription par l'Ordre.", EN: "Have the registration checked by the Ordre."},
	Contacts: []ContactID{ContactOrdre},
	Sources:  []Source{srcDerived, srcCryptolibExt},
	Inputs:   []string{"activities[]", "card.type"},
	Shown:    Demonstration{Card: "cps3-no-activity"},
}

var act002 = Rule{
	Number: ACT002, ID: "CPS-ACT-002", Mark: Field, Severity: BlockBilling, How: FromFact,
	Title:   Text{FR: "Plusieurs activités, aucune choisie", EN: "Several activities: none chosen"},
	Text:    Text{FR: "Plusieurs activités : choisissez celle de l'acte (facturation et traçabilité).", EN: "Several activities: choose that of the act (billing and traceability)."},
	Origin:  Proposed,
	Cause:   Text{FR: "Cabinet, second lieu, clinique : une même carte porte plusieurs activités qui facturent.", EN: "Practice, second place, clinic: one card carries several activities that bill."},
	Remedy:  Text{FR: "Choisir dans le logiciel, qui doit montrer lieu, mode, numéro AM et convention.", EN: "Choose in the software, which should show place, mode, AM number and convention."},
	Sources: []Source{srcLeaflet},
	Inputs:  []string{"activities[]", "billing[]", "lgc.selected"},
	Needs:   "lgc.selected",
	Shown:   Demonstration{Card: "cps3-two-activities", Facts: []string{"lgc.selected=none"}},
}

var act003 = Rule{
	Number: ACT003, ID: "CPS-ACT-003", Mark: Field, Severity: Warning, How: FromCard,
	Title:    Text{FR: "Plus de huit activités", EN: "More than eight activities"},
	Text:     Text{FR: "Plus de huit activités : une seconde carte aurait dû être émise.", EN: "More than eight activities: a second card should have been issued."},
	Origin:   Proposed,
	Cause:    Text{FR: "Les documents pour les utilisateurs annoncent huit activités par carte ; la bibliothèque en lit jusqu'à seize.", EN: "Documents for users promise eight activities per card; the library reads up to sixteen."},
	Remedy:   Text{FR: "Vérifier que le logiciel affiche toutes les activités, et pas seulement les huit premières.", EN: "Check that the software shows all activities, not just the first eight."},
	Contacts: []ContactID{ContactANS},
	Sources:  []Source{srcLeaflet, srcGIPFAQ, srcCryptolibExt},
	Inputs:   []string{"activities[]", "card.type"},
	Shown:    Demonstration{Card: "cps3-sixteen-activities"},
}

var act004 = Rule{
	Number: ACT004, ID: "CPS-ACT-004", Mark: Derived, Severity: Warning, How: FromCard,
	Title:    Text{FR: "Plus de seize activités, ou numéro en double", EN: "More than sixteen, or duplicate index"},
	Text:     Text{FR: "Structure de la carte inattendue.", EN: "Unexpected structure of the card."},
	Origin:   Proposed,
	Cause:    Text{FR: "Un numéro d'activité dépasse 16, ou deux objets portent le même : carte altérée, ou erreur d'un simulateur.", EN: "An activity number is above 16, or two objects carry the same one: a damaged card, or an error of a simulator."},
	Remedy:   Text{FR: "Signaler la carte.", EN: "Report the card."},
	Contacts: []ContactID{ContactVendor},
	Sources:  []Source{srcDerived, srcCryptolibExt},
	Inputs:   []string{"activities[]"},
	NotShown: Text{FR: "Aucun profil ne donne deux activités sous un numéro, ni une dix-septième.", EN: "No profile gives two activities under one number, nor a seventeenth."},
}

var act005 = Rule{
	Number: ACT005, ID: "CPS-ACT-005", Mark: Public, Severity: Warning, How: FromCard,
	Title:   Text{FR: "Numéros d'activité non contigus", EN: "Gaps in activity numbers are legal"},
	Text:    Text{FR: "Activités non contiguës : certains logiciels n'affichent que les premières.", EN: "Activity numbers have gaps: some programs show only the first ones."},
	Origin:  Proposed,
	Cause:   Text{FR: "Une carte peut sauter des numéros d'activité. Un programme qui s'arrête au premier numéro manquant, comme le Gestionnaire, ne montre pas la suite.", EN: "A card may skip activity numbers. A program that stops at the first missing one, as the Gestionnaire does, does not show the rest."},
	Remedy:  Text{FR: "La carte est bonne : lire toutes les activités, et se méfier d'un écran qui en montre moins.", EN: "The card is fine: read every activity, and distrust a screen that shows fewer."},
	Sources: []Source{srcCryptolibExt, srcGestion},
	Inputs:  []string{"activities[]"},
	Shown:   Demonstration{Card: "cps3-activity-gap"},
}

var act006 = Rule{
	Number: ACT006, ID: "CPS-ACT-006", Mark: Derived, Severity: BlockBilling, How: FromFact,
	Title:   Text{FR: "Activité choisie impropre à la facturation", EN: "Wrong kind of activity for billing"},
	Text:    Text{FR: "Activité salariée : pas de facturation personnelle.", EN: "Salaried activity: no billing of one's own."},
	Origin:  Proposed,
	Cause:   Text{FR: "L'activité choisie est salariée ou bénévole et n'a pas de situation de facturation.", EN: "The activity chosen is salaried or unpaid and has no billing situation."},
	Remedy:  Text{FR: "Choisir l'activité libérale.", EN: "Choose the liberal activity."},
	Sources: []Source{srcDerived, srcDico, srcReplacing},
	Inputs:  []string{"lgc.selected", "activities[].mode", "billing[]", "lgc.replacement"},
	Needs:   "lgc.selected",
	Variants: []Variant{{
		Key:    VariantReplacement,
		Text:   Text{FR: "Activité de remplaçant : elle ne facture qu'au nom du remplacé.", EN: "Activity of replacement: it bills in the name of the person replaced only."},
		Cause:  Text{FR: "L'activité est celle d'un remplaçant, sans numéro de facturation à elle, et aucun remplacement n'est en cours.", EN: "The activity is that of a replacing professional, without a billing number of its own, and no replacement is under way."},
		Remedy: Text{FR: "Ouvrir le remplacement dans le logiciel, ou facturer avec l'activité de son propre cabinet.", EN: "Open the replacement in the software, or bill with the activity of one's own practice."},
	}},
	Shown: Demonstration{Card: "cps3-healthy", Profile: []string{"activities: [{mode: liberal, sector: SA07}, {mode: salaried, sector: SA01}]"}, Facts: []string{"lgc.selected=2"}},
}

var act007 = Rule{
	Number: ACT007, ID: "CPS-ACT-007", Mark: Public, Severity: BlockBilling, How: FromFact,
	Title:    Text{FR: "Remplacement : praticien remplacé manquant", EN: "Replacement doctor: identifiers of the replacement missing"},
	Text:     Text{FR: "Remplacement : indiquer le praticien remplacé.", EN: "Replacement: name the practitioner replaced."},
	Origin:   Proposed,
	Cause:    Text{FR: "Aucune carte ne porte l'identifiant du praticien remplacé : il se choisit dans le logiciel, et il ne l'a pas été.", EN: "No card carries the identifier of the practitioner replaced: it is chosen in the software, and it was not."},
	Remedy:   Text{FR: "Choisir le praticien remplacé avant la première facture.", EN: "Choose the practitioner replaced before the first invoice."},
	Contacts: []ContactID{ContactVendor},
	Sources:  []Source{srcSSVFields, srcDico, srcDerived},
	Inputs:   []string{"invoice.mode", "invoice.replacedId"},
	Needs:    "invoice.mode",
	Shown:    Demonstration{Facts: []string{"invoice.mode=04", "invoice.replacedId="}},
}

var act008 = Rule{
	Number: ACT008, ID: "CPS-ACT-008", Mark: Field, Severity: Warning, How: FromFact,
	Title:    Text{FR: "Le remplaçant utilise la carte du remplacé", EN: "Replacement doctor uses the card of the replaced doctor"},
	Text:     Text{FR: "Le remplaçant doit utiliser sa propre carte.", EN: "The replacing doctor has to use their own card."},
	Origin:   Proposed,
	Cause:    Text{FR: "La carte est personnelle et doit désigner l'auteur de chaque acte.", EN: "The card is personal and has to name the author of each act."},
	Remedy:   Text{FR: "Introduire la carte du remplaçant (une CPF pour un étudiant).", EN: "Insert the card of the replacing doctor (a CPF for a student)."},
	Contacts: []ContactID{ContactOrdre},
	Sources:  []Source{srcLeaflet},
	Inputs:   []string{"holder.idNat", "lgc.replacement", "lgc.replacedId"},
	Needs:    "lgc.replacement",
	Shown:    Demonstration{Card: "cps3-healthy", Facts: []string{"lgc.replacement=yes", "lgc.replacedId=99900000011"}},
}

var act009 = Rule{
	Number: ACT009, ID: "CPS-ACT-009", Mark: Field, Severity: Info, How: FromFact,
	Title:    Text{FR: "Facture au nom du remplacé", EN: "Billing stays in the name of the replaced doctor"},
	Text:     Text{FR: "En remplacement, la facture est au nom du médecin remplacé.", EN: "In a replacement, the invoice is in the name of the doctor replaced."},
	Origin:   Proposed,
	Cause:    Text{FR: "La facture de remplacement porte le numéro AM personnel du remplaçant : mauvaise situation choisie.", EN: "The replacement invoice carries the replacing doctor's own AM number: the wrong situation was chosen."},
	Remedy:   Text{FR: "Changer de situation.", EN: "Switch to the right situation."},
	Contacts: []ContactID{ContactCPAM},
	Sources:  []Source{srcLeaflet},
	Inputs:   []string{"invoice.mode", "invoice.psId", "billing[].id"},
	Needs:    "invoice.mode",
	Shown:    Demonstration{Card: "cps3-healthy", Facts: []string{"invoice.mode=04", "invoice.psId=0991026014"}},
}

var act010 = Rule{
	Number: ACT010, ID: "CPS-ACT-010", Mark: Public, Severity: BlockBilling, How: FromCard,
	Title:    Text{FR: "Étudiant sans licence de remplacement", EN: "Student without licence to replace"},
	Text:     Text{FR: "Carte CPF : facturation réservée aux remplacements autorisés.", EN: "CPF card: billing is for authorised replacements only."},
	Origin:   Proposed,
	Cause:    Text{FR: "Carte de formation sans activité de remplacement ni situation de facturation utilisable : elle ouvre les services numériques.", EN: "A training card with neither a replacement activity nor a usable billing situation: it opens digital services."},
	Remedy:   Text{FR: "Demander la licence de remplacement à l'Ordre.", EN: "Ask the Ordre for the licence to replace."},
	Contacts: []ContactID{ContactOrdre},
	Sources:  []Source{srcR16155, srcArticle, srcHealthFAQ},
	Inputs:   []string{"card.type", "activities[].mode", "billing[]", "use"},
	Shown:    Demonstration{Card: "cpf-no-billing", Profile: []string{"activities: [{mode: salaried}]"}},
}

var act011 = Rule{
	Number: ACT011, ID: "CPS-ACT-011", Mark: Field, Severity: Warning, How: FromFact,
	Title:    Text{FR: "Activité nouvelle ou modifiée absente de la carte", EN: "New or changed activity not on the card"},
	Text:     Text{FR: "La nouvelle activité n'est pas encore sur la carte.", EN: "The new activity is not on the card yet."},
	Origin:   Proposed,
	Cause:    Text{FR: "La chaîne va de l'Ordre à la CPAM, puis à l'ANS qui modifie la carte.", EN: "The chain goes from the Ordre to the CPAM, then to the ANS, which changes the card."},
	Remedy:   Text{FR: "Interroger chaque maillon dans l'ordre : dossier à l'Ordre, enregistrement à la CPAM, mise à jour ou nouvelle carte à l'ANS.", EN: "Ask each link in turn: file at the Ordre, registration at the CPAM, update or new card at the ANS."},
	Contacts: []ContactID{ContactOrdre, ContactCPAM, ContactANS},
	Sources:  []Source{srcLeaflet},
	Inputs:   []string{"lgc.expectedAm", "lgc.declaredOn", "billing[].id", "today"},
	Needs:    "lgc.expectedAm",
	Shown:    Demonstration{Card: "cps3-healthy", Facts: []string{"lgc.expectedAm=994026029", "lgc.declaredOn=@-30"}},
}

var act012 = Rule{
	Number: ACT012, ID: "CPS-ACT-012", Mark: Derived, Severity: Warning, How: FromFact,
	Title:    Text{FR: "Acte facturé sous une autre activité", EN: "Act billed under the wrong activity"},
	Text:     Text{FR: "Le lieu de l'acte ne correspond pas à l'activité choisie.", EN: "The place of the act is not that of the activity chosen."},
	Origin:   Proposed,
	Cause:    Text{FR: "Le choix de l'activité est resté sur le lieu précédent.", EN: "The choice of activity was left on the previous place."},
	Remedy:   Text{FR: "Changer d'activité, annuler et refaire la facture.", EN: "Switch activity, cancel the invoice and make it again."},
	Contacts: []ContactID{ContactCPAM},
	Sources:  []Source{srcDerived, srcLeaflet},
	Inputs:   []string{"invoice.place", "activity.place", "activities[].structureId"},
	Needs:    "invoice.place",
	Shown:    Demonstration{Card: "cps3-healthy", Facts: []string{"invoice.place=Cabinet Beta"}},
}
