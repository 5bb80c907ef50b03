package rule

// Assurance Maladie domain (DAM).

var dam001 = Rule{
	Number: DAM001, ID: "CPS-DAM-001", Mark: Field, Severity: BlockBilling, How: FromCard,
	Title:    Text{FR: "La carte ne porte aucune situation de facturation", EN: "The card carries no billing situation"},
	Text:     Text{FR: "Carte du Professionnel de Santé est non valide ou inexploitable par le Logiciel Lecteur. La CPS n'a pas de DAM (Domaine d'Assurance Maladie)", EN: "The health professional's card is not valid or cannot be used by the reading software. The CPS has no DAM (Assurance Maladie domain)"},
	Origin:   FieldText,
	Cause:    Text{FR: "Les données de facturation viennent de l'Assurance Maladie et ne sont jamais arrivées sur la carte : activité non enregistrée par la CPAM, ou exercice salarié seulement.", EN: "Billing data come from the Assurance Maladie and never reached the card: activity not registered by the CPAM, or salaried practice only."},
	Remedy:   Text{FR: "Dans le Gestionnaire de la carte CPS : « Services CPS », puis « Lecture situation ». Sans bloc « Facturation », demander à la CPAM d'enregistrer l'activité, puis attendre la mise à jour ou la nouvelle carte.", EN: "In the Gestionnaire de la carte CPS: « Services CPS », then « Lecture situation ». Without a « Facturation » block, ask the CPAM to register the activity, then wait for the update or the new card."},
	Contacts: []ContactID{ContactCPAM, ContactANS},
	Sources:  []Source{srcBillingFAQ, srcSSV, srcR16153},
	Inputs:   []string{"billing[]", "obj.CPS_SIT_FACT", "activities[]", "use", "ssv", "screen.billing"},
	Shown:    Demonstration{Card: "cps3-missing-dam"},
	Said:     []string{"pas de situation de facturation", "pas de bloc facturation", "pas de facturation sur la carte", "no billing data on the card"},
}

var dam002 = Rule{
	Number: DAM002, ID: "CPS-DAM-002", Mark: Field, Severity: BlockBilling, How: FromFact,
	Title:    Text{FR: "Erreur de DAM due à une Cryptolib ancienne devant une carte récente", EN: "DAM error caused by an old Cryptolib with a new card"},
	Text:     Text{FR: "Carte du Professionnel de Santé est non valide ou inexploitable par le Logiciel Lecteur. La CPS n'a pas de DAM (Domaine d'Assurance Maladie)", EN: "The health professional's card is not valid or cannot be used by the reading software. The CPS has no DAM (Assurance Maladie domain)"},
	Origin:   FieldText,
	Cause:    Text{FR: "La Cryptolib du poste est trop ancienne pour cette carte et n'atteint pas ses données, qui paraissent absentes. Ce mécanisme est déduit.", EN: "The Cryptolib of the workstation is too old for this card and does not reach its data, which look absent. That mechanism is inferred."},
	Remedy:   Text{FR: "Installer la Cryptolib 5.2.2 ou plus récente, redémarrer l'ordinateur, relire la carte.", EN: "Install Cryptolib 5.2.2 or later, restart the computer, read the card again."},
	Contacts: []ContactID{ContactIT, ContactVendor},
	Sources:  []Source{srcBillingFAQ, srcCryptolib, srcETG},
	Inputs:   []string{"ssv", "ws.cryptolib", "ws.os", "card.generation", "card.issueDate"},
	Needs:    "ssv",
	Shown:    Demonstration{Card: "cps4-healthy", Facts: []string{"ssv=61444", "ws.os=windows", "ws.cryptolib=5.1.10"}},
}

var dam003 = Rule{
	Number: DAM003, ID: "CPS-DAM-003", Mark: Public, Severity: BlockBilling, How: FromFact,
	Title:    Text{FR: "Erreur de DAM due au sens de la carte ou à l'horloge du lecteur", EN: "DAM error caused by orientation or reader clock"},
	Text:     Text{FR: "Carte du Professionnel de Santé est non valide ou inexploitable par le Logiciel Lecteur. La CPS n'a pas de DAM (Domaine d'Assurance Maladie)", EN: "The health professional's card is not valid or cannot be used by the reading software. The CPS has no DAM (Assurance Maladie domain)"},
	Origin:   FieldText,
	Cause:    Text{FR: "Carte à l'envers, ou lecteur terminal qui a perdu la date : le manuel fait vérifier « le sens d'introduction de sa carte » et « la date courante du lecteur ».", EN: "Card upside down, or a terminal reader that lost its date: the manual has « le sens d'introduction de sa carte » and « la date courante du lecteur » checked."},
	Remedy:   Text{FR: "Retourner la carte, mettre le lecteur à la date, relire une fois.", EN: "Turn the card, set the date of the reader, read once more."},
	Contacts: []ContactID{ContactIT},
	Sources:  []Source{srcSSV},
	Inputs:   []string{"ssv", "card.atr", "reader.clock"},
	Needs:    "ssv",
	Shown:    Demonstration{Facts: []string{"ssv=61444", "card.atr=none"}},
	Said:     []string{"le sens d'introduction de sa carte"},
}

var dam004 = Rule{
	Number: DAM004, ID: "CPS-DAM-004", Mark: Public, Severity: BlockBilling, How: FromFact,
	Title:    Text{FR: "Erreur de DAM malgré toutes les vérifications", EN: "DAM error persists after all checks"},
	Text:     Text{FR: "Carte du Professionnel de Santé est non valide ou inexploitable par le Logiciel Lecteur. La CPS n'a pas de DAM (Domaine d'Assurance Maladie)", EN: "The health professional's card is not valid or cannot be used by the reading software. The CPS has no DAM (Assurance Maladie domain)"},
	Origin:   FieldText,
	Cause:    Text{FR: "Données de facturation présentes, bibliothèque et horloges justes, carte non expirée, et le message revient : la carte est inutilisable tant que l'émetteur n'agit pas.", EN: "Billing data present, library and clocks right, card not expired, and the message comes back: the card is unusable until the issuer acts."},
	Remedy:   Text{FR: "Arrêter là, demander un remplacement, garder les fichiers de trace.", EN: "Stop there, ask for a replacement, keep the trace files."},
	Contacts: []ContactID{ContactANS},
	Sources:  []Source{srcSSV, srcBillingFAQ},
	Inputs:   []string{"ssv", "code.times", "billing[]", "ws.cryptolib", "reader.clock", "card.expiryDate", "screen.billing", "card.printedExpiry", "card.atr", "card.generation", "card.issueDate", "ws.os"},
	Needs:    "ssv",
	Shown:    Demonstration{Card: "cps3-healthy", Facts: []string{"ssv=61444", "code.times=2", "reader.clock=@0", "ws.os=linux", "ws.cryptolib=5.2.2"}},
}

var dam005 = Rule{
	Number: DAM005, ID: "CPS-DAM-005", Mark: Derived, Severity: Info, How: AsGuard,
	Title:    Text{FR: "Objet de facturation absent, ou présent et vide", EN: "Billing object absent versus present and empty"},
	Text:     Text{FR: "Données Assurance Maladie : absentes / vides.", EN: "Assurance Maladie data: absent / empty."},
	Origin:   Proposed,
	Cause:    Text{FR: "Absent : carte personnalisée sans ce domaine. Vide : situation retirée par une mise à jour. Avant un code juste, l'objet est invisible et son absence ne prouve rien.", EN: "Absent: a card personalised without the domain. Empty: a situation removed by an update. Before a right PIN the object is invisible and its absence proves nothing."},
	Remedy:   Text{FR: "Les distinguer dans le rapport ; ne jamais conclure « pas de DAM » avant un code juste.", EN: "Tell them apart in the report; never conclude \"no DAM\" before a right PIN."},
	Sources:  []Source{srcCryptolibExt, srcDerived},
	Inputs:   []string{"obj.CPS_SIT_FACT"},
	NotShown: Text{FR: "Règle de garde : elle en fait taire d'autres et ne donne pas de constat.", EN: "A guard rule: it keeps others silent and gives no finding."},
}

var dam006 = Rule{
	Number: DAM006, ID: "CPS-DAM-006", Mark: Derived, Severity: Warning, How: FromCard,
	Title:    Text{FR: "Situation de facturation liée à une activité absente", EN: "Billing situation linked to an activity that is not on the card"},
	Text:     Text{FR: "Situation de facturation orpheline.", EN: "Orphaned billing situation."},
	Origin:   Proposed,
	Cause:    Text{FR: "Le numéro de lien de cette situation ne désigne aucune activité de la carte : mise à jour partielle ou interrompue. Les écrans ne la montrent pas.", EN: "The link number of this situation names no activity of the card: a partial or interrupted update. Screens do not show it."},
	Remedy:   Text{FR: "Facturer avec une autre situation ; si c'est celle-ci qu'il faut, refaire la mise à jour, sinon s'adresser à l'émetteur.", EN: "Bill with another situation; if this is the one needed, run the update again, else ask the issuer."},
	Contacts: []ContactID{ContactANS},
	Sources:  []Source{srcGestion, srcDerived},
	Inputs:   []string{"billing[].linkActivity", "activities[]"},
	Shown:    Demonstration{Card: "cps3-partly-orphan"},
}

var dam007 = Rule{
	Number: DAM007, ID: "CPS-DAM-007", Mark: Derived, Severity: Info, How: FromCard,
	Title:   Text{FR: "Activité sans situation de facturation", EN: "Activity without billing situation"},
	Text:    Text{FR: "Cette activité ne permet pas de facturer : choisissez-en une autre.", EN: "This activity cannot bill: choose another one."},
	Origin:  Proposed,
	Cause:   Text{FR: "L'activité choisie n'a pas de données de facturation, une autre activité de la carte en a : exercice salarié à côté d'un exercice libéral, par exemple.", EN: "The activity chosen has no billing data, another one on the card has: salaried practice beside a liberal one, for example."},
	Remedy:  Text{FR: "Facturer sous une activité qui porte une situation de facturation.", EN: "Bill under an activity that carries a billing situation."},
	Sources: []Source{srcDerived},
	Inputs:  []string{"activities[]", "billing[]", "lgc.selected", "card.type"},
	Shown: Demonstration{Card: "cps3-healthy", Profile: []string{
		"activities:",
		"  - {number: 1, mode: liberal, structure_name: CABINET TEST 1, sector: SA07}",
		"  - {number: 2, mode: liberal, structure_name: CABINET TEST 2, sector: SA07}",
		"billing:",
		`  - {link: 1, id: "991026014"}`,
	}, Facts: []string{"lgc.selected=2"}},
}

var dam008 = Rule{
	Number: DAM008, ID: "CPS-DAM-008", Mark: Derived, Severity: Warning, How: NotKnowable,
	Title:    Text{FR: "Les deux volets de la carte se contredisent", EN: "The two data volumes disagree"},
	Text:     Text{FR: "Les deux volets de la carte ne donnent pas la même situation.", EN: "The two volumes of the card do not give the same situation."},
	Origin:   Proposed,
	Cause:    Text{FR: "Certaines données sont deux fois sur la carte ; un volet peut être périmé dans le cache, ou mal décodé.", EN: "Some data are on the card twice; one side may be stale in the cache, or badly decoded."},
	Remedy:   Text{FR: "Rapporter les deux lectures avec leurs octets, ôter du cache les fichiers de cette carte et relire. Rien ici ne justifie une autre carte.", EN: "Report both readings with their bytes, take the files of this card out of the cache and read again. Nothing here justifies another card."},
	Contacts: []ContactID{ContactVendor, ContactANS},
	Sources:  []Source{srcCryptolibInt, srcCryptolibExt, srcDerived},
	Inputs:   []string{"obj.CPS2TER"},
	Needs:    "obj.CPS2TER",
	Why:      Text{FR: "Aucun objet n'a d'encodage prouvé dans les deux volets : leurs contenus ne peuvent pas être comparés.", EN: "No object has a proven encoding in both volumes: their contents cannot be compared."},
}

var dam009 = Rule{
	Number: DAM009, ID: "CPS-DAM-009", Mark: Public, Severity: Warning, How: FromFact,
	Title:    Text{FR: "Situations périmées servies par le cache local", EN: "Stale situations served from the local cache"},
	Text:     Text{FR: "Cache local incohérent : carte non reconnue ou ancienne situation affichée.", EN: "Inconsistent local cache: card not recognised, or an old situation shown."},
	Origin:   Proposed,
	Cause:    Text{FR: "Fichier de cache abîmé (défaut connu avant la Cryptolib 5.0.31) ou copié d'un autre poste.", EN: "A damaged cache file (known defect before Cryptolib 5.0.31), or one copied from another workstation."},
	Remedy:   Text{FR: "Ôter du dossier de cache de la Cryptolib les fichiers de cette carte, qui portent son numéro, réinsérer la carte, mettre la bibliothèque à jour.", EN: "Take the files of this card, which bear its number, out of the cache folder of the Cryptolib, insert the card again, update the library."},
	Contacts: []ContactID{ContactIT},
	Sources:  []Source{srcRNWindows, srcCryptolibInt, srcCryptolibExt},
	Inputs:   []string{"cache"},
	Needs:    "cache",
	Shown:    Demonstration{Facts: []string{"cache=stale"}},
	Said:     []string{"vider le cache", "cache de la Cryptolib", "empty the cache"},
}
