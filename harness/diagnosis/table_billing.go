package diagnosis

// Right to bill, activities and billing situations: step 6.

var type002 = Rule{
	ID: "CPS-TYPE-002", Mark: Field, Severity: BlockBilling,
	Title:    Text{"CPA ou CDA sans situation de facturation", "CPA or CDA without billing situation cannot bill"},
	Text:     Text{"Carte CDA/CPA sans situation de facturation : elle ne permet pas de facturer.", "CDA/CPA card without a billing situation: it cannot bill."},
	Origin:   Proposed,
	Cause:    Text{"Le code 03 désigne les CDA et CPA. Une CPA identifie le personnel d'un organisme autorisé et ne porte d'ordinaire aucune donnée de facturation.", "Code 03 stands for CDA and CPA. A CPA identifies staff of an authorised body and normally carries no billing data."},
	Remedy:   Text{"Facturer avec la CPS du praticien, ou avec une CPE déléguée par l'employeur.", "Bill with the practitioner's CPS, or with a CPE delegated by the employer."},
	Contacts: []ContactID{ContactEmployer},
	Sources:  []Source{srcArticle, srcDico},
	Inputs:   []string{"card.type", "billing[]", "use"},
}

var type003 = Rule{
	ID: "CPS-TYPE-003", Mark: Field, Severity: BlockBilling,
	Title:    Text{"CPF : facturer suppose une situation de facturation", "CPF: billing allowed only with a billing situation"},
	Text:     Text{"Carte CPF sans situation de facturation : elle permet de s'authentifier, pas de facturer.", "CPF card without a billing situation: it can authenticate, not bill."},
	Origin:   Proposed,
	Cause:    Text{"Interne ou étudiant non autorisé à remplacer : sa CPF ouvre les services numériques seulement. Avec une licence de remplacement, il facture au nom du médecin remplacé.", "An intern or student without a licence to replace: the CPF opens digital services only. With that licence, bills are made in the name of the doctor replaced."},
	Remedy:   Text{"Se faire enregistrer comme remplaçant par l'Ordre et par la CPAM, puis attendre la mise à jour de la carte ou la nouvelle carte.", "Register as a replacement with the Ordre and the CPAM, then wait for the update of the card or the new card."},
	Contacts: []ContactID{ContactOrdre, ContactCPAM},
	Sources:  []Source{srcArticle, srcLeaflet, srcHealthFAQ, srcR16155},
	Inputs:   []string{"card.type", "billing[]", "use"},
}

var type004 = Rule{
	ID: "CPS-TYPE-004", Mark: Field, Severity: BlockBilling,
	Title:    Text{"CPE : facturer suppose les données de l'employeur", "CPE: billing by delegation needs the employer's billing data"},
	Text:     Text{"Carte CPE sans données de facturation de la structure : facturation et télétransmission impossibles.", "CPE card without the structure's billing data: billing and transmission are impossible."},
	Origin:   Proposed,
	Cause:    Text{"La CPE a été commandée pour l'accès seulement. La loi permet au titulaire d'une CPS ou CDE d'en demander une avec délégation de signature.", "The CPE was ordered for access only. The law lets the holder of a CPS or CDE ask for one with delegated signature."},
	Remedy:   Text{"L'employeur commande une CPE avec délégation de facturation : TOM pour les structures, TOPS pour les cabinets, laboratoires et pharmacies.", "The employer orders a CPE with billing delegation: TOM for structures, TOPS for practices, laboratories and pharmacies."},
	Contacts: []ContactID{ContactEmployer, ContactANS},
	Sources:  []Source{srcBillingFAQ, srcR16155, srcEsanteHelp},
	Inputs:   []string{"card.type", "billing[]", "use"},
}

var act001 = Rule{
	ID: "CPS-ACT-001", Mark: Derived, Severity: BlockBilling,
	Title:    Text{"Aucune activité sur la carte", "No activity on the card"},
	Text:     Text{"Aucune situation d'exercice sur la carte.", "No exercise situation on the card."},
	Origin:   Proposed,
	Cause:    Text{"Le code a été accepté et la carte ne contient aucune activité : praticien non installé ou retraité.", "The PIN was accepted and the card holds no activity: a practitioner not installed yet, or retired."},
	Remedy:   Text{"Faire vérifier l'inscription par l'Ordre.", "Have the registration checked by the Ordre."},
	Contacts: []ContactID{ContactOrdre},
	Sources:  []Source{srcDerived, srcCryptolibExt},
	Inputs:   []string{"activities[]", "card.type"},
}

var act003 = Rule{
	ID: "CPS-ACT-003", Mark: Field, Severity: Warning,
	Title:    Text{"Plus de huit activités", "More than eight activities"},
	Text:     Text{"Plus de huit activités : une seconde carte aurait dû être émise.", "More than eight activities: a second card should have been issued."},
	Origin:   Proposed,
	Cause:    Text{"Les documents pour les utilisateurs annoncent huit activités par carte ; la bibliothèque en lit jusqu'à seize.", "Documents for users promise eight activities per card; the library reads up to sixteen."},
	Remedy:   Text{"Vérifier que le logiciel affiche toutes les activités, et pas seulement les huit premières.", "Check that the software shows all activities, not just the first eight."},
	Contacts: []ContactID{ContactANS},
	Sources:  []Source{srcLeaflet, srcGIPFAQ, srcCryptolibExt},
	Inputs:   []string{"activities[]", "card.type"},
}

var act005 = Rule{
	ID: "CPS-ACT-005", Mark: Public, Severity: Warning,
	Title:   Text{"Numéros d'activité non contigus", "Gaps in activity numbers are legal"},
	Text:    Text{"Activités non contiguës : certains logiciels n'affichent que les premières.", "Activity numbers have gaps: some programs show only the first ones."},
	Origin:  Proposed,
	Cause:   Text{"Une carte peut sauter des numéros d'activité. Un programme qui s'arrête au premier numéro manquant, comme le Gestionnaire, ne montre pas la suite.", "A card may skip activity numbers. A program that stops at the first missing one, as the Gestionnaire does, does not show the rest."},
	Remedy:  Text{"La carte est bonne : lire toutes les activités, et se méfier d'un écran qui en montre moins.", "The card is fine: read every activity, and distrust a screen that shows fewer."},
	Sources: []Source{srcCryptolibExt, srcGestion},
	Inputs:  []string{"activities[]"},
}

var dam001 = Rule{
	ID: "CPS-DAM-001", Mark: Field, Severity: BlockBilling,
	Title:    Text{"La carte ne porte aucune situation de facturation", "The card carries no billing situation"},
	Text:     Text{"Carte du Professionnel de Santé est non valide ou inexploitable par le Logiciel Lecteur. La CPS n'a pas de DAM (Domaine d'Assurance Maladie)", "The health professional's card is not valid or cannot be used by the reading software. The CPS has no DAM (Assurance Maladie domain)"},
	Origin:   FieldText,
	Cause:    Text{"Les données de facturation viennent de l'Assurance Maladie et ne sont jamais arrivées sur la carte : activité non enregistrée par la CPAM, ou exercice salarié seulement.", "Billing data come from the Assurance Maladie and never reached the card: activity not registered by the CPAM, or salaried practice only."},
	Remedy:   Text{"Dans le Gestionnaire de la carte CPS : « Services CPS », puis « Lecture situation ». Sans bloc « Facturation », demander à la CPAM d'enregistrer l'activité, puis attendre la mise à jour ou la nouvelle carte.", "In the Gestionnaire de la carte CPS: « Services CPS », then « Lecture situation ». Without a « Facturation » block, ask the CPAM to register the activity, then wait for the update or the new card."},
	Contacts: []ContactID{ContactCPAM, ContactANS},
	Sources:  []Source{srcBillingFAQ, srcSSV, srcR16153},
	Inputs:   []string{"billing[]", "obj.CPS_SIT_FACT", "activities[]", "use"},
}

var dam006 = Rule{
	ID: "CPS-DAM-006", Mark: Derived, Severity: Warning,
	Title:    Text{"Situation de facturation liée à une activité absente", "Billing situation linked to an activity that is not on the card"},
	Text:     Text{"Situation de facturation orpheline.", "Orphaned billing situation."},
	Origin:   Proposed,
	Cause:    Text{"Le numéro de lien de cette situation ne désigne aucune activité de la carte : mise à jour partielle ou interrompue. Les écrans ne la montrent pas.", "The link number of this situation names no activity of the card: a partial or interrupted update. Screens do not show it."},
	Remedy:   Text{"Facturer avec une autre situation ; si c'est celle-ci qu'il faut, refaire la mise à jour, sinon s'adresser à l'émetteur.", "Bill with another situation; if this is the one needed, run the update again, else ask the issuer."},
	Contacts: []ContactID{ContactANS},
	Sources:  []Source{srcGestion, srcDerived},
	Inputs:   []string{"billing[].linkActivity", "activities[]"},
}

var dam007 = Rule{
	ID: "CPS-DAM-007", Mark: Derived, Severity: Info,
	Title:   Text{"Activité sans situation de facturation", "Activity without billing situation"},
	Text:    Text{"Cette activité ne permet pas de facturer : choisissez-en une autre.", "This activity cannot bill: choose another one."},
	Origin:  Proposed,
	Cause:   Text{"L'activité choisie n'a pas de données de facturation, une autre activité de la carte en a : exercice salarié à côté d'un exercice libéral, par exemple.", "The activity chosen has no billing data, another one on the card has: salaried practice beside a liberal one, for example."},
	Remedy:  Text{"Facturer sous une activité qui porte une situation de facturation.", "Bill under an activity that carries a billing situation."},
	Sources: []Source{srcDerived},
	Inputs:  []string{"activities[]", "billing[]", "lgc.selected"},
}

var bill001 = Rule{
	ID: "CPS-BILL-001", Mark: Field, Severity: BlockBilling,
	Title:    Text{"Identifiant de facturation absent", "Billing identifier missing"},
	Text:     Text{"Identifiant de facturation absent : carte inutilisable pour facturer.", "Billing identifier missing: the card cannot be used to bill."},
	Origin:   Proposed,
	Cause:    Text{"La situation de facturation existe, mais son identifiant, donnée obligatoire de l'écran « Lecture situation », est vide ou à zéro.", "The billing situation exists, but its identifier, a mandatory item of the « Lecture situation » screen, is empty or zero."},
	Remedy:   Text{"Faire délivrer une nouvelle carte ; si l'activité n'a jamais été enregistrée, s'adresser d'abord à la CPAM.", "Have a new card issued; if the activity was never registered, go to the CPAM first."},
	Contacts: []ContactID{ContactANS, ContactCPAM},
	Sources:  []Source{srcBillingFAQ},
	Inputs:   []string{"billing[].id", "use"},
}

var bill004 = Rule{
	ID: "CPS-BILL-004", Mark: Field, Severity: Info,
	Title:   Text{"Identifiant de dix caractères", "Ten-character identifier"},
	Text:    Text{"Identifiant : xxx26xxxxx", "Identifier of ten characters, in the form xxx26xxxxx"},
	Origin:  ScreenText,
	Cause:   Text{"L'identifiant a dix caractères, comme dans l'exemple de la FAQ : le premier est lu comme un caractère de type, les neuf autres comme le numéro AM. Ce découpage est une hypothèse.", "The identifier has ten characters, as in the sample of the FAQ: the first is taken as a type character, the other nine as the AM number. That split is a hypothesis."},
	Remedy:  Text{"Rien à faire : les deux formes, neuf et dix caractères, sont acceptées.", "Nothing to do: both forms, nine and ten characters, are accepted."},
	Sources: []Source{srcBillingFAQ, srcDerived},
	Inputs:  []string{"billing[].id"},
}

var conv006 = Rule{
	ID: "CPS-CONV-006", Mark: Field, Severity: Info,
	Title:   Text{"Profil d'établissement accepté", "Establishment profile accepted"},
	Text:    Text{"- Etablissement ou Centre de Santé", "- Establishment or health centre"},
	Origin:  ScreenText,
	Cause:   Text{"Une structure n'a ni convention personnelle, ni zone tarifaire, ni agrément : ces lignes valent « Non définie ».", "A structure has no personal convention, tariff zone or agreement: those lines read « Non définie »."},
	Remedy:  Text{"Rien à faire : ce profil facture.", "Nothing to do: this profile bills."},
	Sources: []Source{srcBillingFAQ, srcDico},
	Inputs:  []string{"billing[].convention", "billing[].zone", "billing[].amSpeciality", "billing[].agreement"},
}
