package diagnosis

// Speciality, convention, zone, mileage, agreement.

var conv001 = Rule{
	ID: "CPS-CONV-001", Mark: Derived, Severity: Warning, How: FromCard,
	Title:    Text{"Code de spécialité inconnu partout", "Speciality code unknown everywhere"},
	Text:     Text{"Spécialité Assurance Maladie inconnue (code %s).", "Unknown Assurance Maladie speciality (code %s)."},
	Origin:   Proposed,
	Cause:    Text{"Mauvais décodage, ou table plus récente que celles du banc.", "A decoding error, or a table newer than those of the bench."},
	Remedy:   Text{"Mettre les tables à jour ; montrer le code brut.", "Update the tables; show the raw code."},
	Contacts: []ContactID{ContactVendor},
	Sources:  []Source{srcDerived, srcDico, srcTRE},
	Inputs:   []string{"billing[].amSpeciality"},
}

var conv002 = Rule{
	ID: "CPS-CONV-002", Mark: Public, Severity: Info, How: FromCard,
	Title:    Text{"Spécialité plus récente que le dictionnaire installé", "Speciality newer than the installed dictionary"},
	Text:     Text{"Libellé inconnu du dictionnaire installé ; le code est valide.", "Label unknown to the installed dictionary; the code is valid."},
	Origin:   Proposed,
	Cause:    Text{"Le dictionnaire 02.18 date de 2020 ; la table nationale a reçu des codes en 2021, 2022 et 2024.", "Dictionary 02.18 dates from 2020; the national table received codes in 2021, 2022 and 2024."},
	Remedy:   Text{"Prendre les libellés de la table nationale.", "Take labels from the national table."},
	Contacts: []ContactID{ContactIT},
	Sources:  []Source{srcDico, srcTRE},
	Inputs:   []string{"billing[].amSpeciality", "ws.dico"},
}

var conv003 = Rule{
	ID: "CPS-CONV-003", Mark: Derived, Severity: Warning, How: FromCard,
	Title:    Text{"Spécialité « Non définie » pour un professionnel qui doit en avoir une", "Speciality « Non définie » for a professional who must have one"},
	Text:     Text{"Spécialité Assurance Maladie : Non définie", "Assurance Maladie speciality: undefined"},
	Origin:   ScreenText,
	Cause:    Text{"Situation incomplète à la CPAM.", "The situation is incomplete at the CPAM."},
	Remedy:   Text{"Demander à la CPAM de compléter le dossier, puis mettre la carte à jour.", "Ask the CPAM to complete the file, then update the card."},
	Contacts: []ContactID{ContactCPAM},
	Sources:  []Source{srcDerived},
	Inputs:   []string{"billing[].amSpeciality", "billing[].convention", "holder.profession"},
}

var conv004 = Rule{
	ID: "CPS-CONV-004", Mark: Derived, Severity: Warning, How: FromCard,
	Title:    Text{"Spécialité incompatible avec la profession", "Speciality does not fit the profession"},
	Text:     Text{"Spécialité Assurance Maladie incompatible avec la profession.", "The Assurance Maladie speciality does not fit the profession."},
	Origin:   Proposed,
	Cause:    Text{"Erreur de personnalisation ou de décodage.", "A personalisation or decoding error."},
	Remedy:   Text{"Revoir le décodage, puis signaler.", "Check the decoding again, then report."},
	Contacts: []ContactID{ContactCPAM},
	Sources:  []Source{srcDerived, srcDico, srcTRE},
	Inputs:   []string{"billing[].amSpeciality", "holder.profession"},
}

var conv005 = Rule{
	ID: "CPS-CONV-005", Mark: Derived, Severity: Warning, How: FromCard,
	Title:    Text{"Code conventionnel inconnu", "Convention code unknown"},
	Text:     Text{"Code conventionnel inconnu (%s).", "Unknown convention code (%s)."},
	Origin:   Proposed,
	Cause:    Text{"Mauvais décodage.", "A decoding error."},
	Remedy:   Text{"Vérifier le décodage.", "Check the decoding."},
	Contacts: []ContactID{ContactVendor},
	Sources:  []Source{srcDerived, srcDico},
	Inputs:   []string{"billing[].convention"},
}

var conv006 = Rule{
	ID: "CPS-CONV-006", Mark: Field, Severity: Info, How: FromCard,
	Title:   Text{"Profil d'établissement accepté", "Establishment profile accepted"},
	Text:    Text{"- Etablissement ou Centre de Santé", "- Establishment or health centre"},
	Origin:  ScreenText,
	Cause:   Text{"Une structure n'a ni convention personnelle, ni zone tarifaire, ni agrément : ces lignes valent « Non définie ».", "A structure has no personal convention, tariff zone or agreement: those lines read « Non définie »."},
	Remedy:  Text{"Rien à faire : ce profil facture.", "Nothing to do: this profile bills."},
	Sources: []Source{srcBillingFAQ, srcDico},
	Inputs:  []string{"billing[].convention", "billing[].zone", "billing[].amSpeciality", "billing[].agreement"},
}

var conv007 = Rule{
	ID: "CPS-CONV-007", Mark: Derived, Severity: Info, How: FromCard,
	Title:    Text{"Non conventionné", "Not under convention"},
	Text:     Text{"- Non conventionné", "- Not under convention"},
	Origin:   ScreenText,
	Cause:    Text{"Choix libre du praticien ; les taux de remboursement diffèrent.", "The practitioner's free choice; reimbursement rates differ."},
	Remedy:   Text{"Vérifier que le logiciel tarifie en conséquence.", "Check that the software prices accordingly."},
	Contacts: []ContactID{ContactCPAM},
	Sources:  []Source{srcDerived, srcDico},
	Inputs:   []string{"billing[].convention"},
}

var conv008 = Rule{
	ID: "CPS-CONV-008", Mark: Derived, Severity: Warning, How: FromCard,
	Title:    Text{"Convention d'établissement sur une activité libérale", "Establishment convention with a liberal activity"},
	Text:     Text{"Code conventionnel d'établissement sur une activité libérale.", "Establishment convention code on a liberal activity."},
	Origin:   Proposed,
	Cause:    Text{"Mauvaise situation choisie, ou centre de santé enregistré comme cabinet.", "The wrong situation was chosen, or a health centre was recorded as a practice."},
	Remedy:   Text{"Choisir la bonne activité ; sinon s'adresser à la CPAM.", "Choose the right activity; otherwise turn to the CPAM."},
	Contacts: []ContactID{ContactCPAM},
	Sources:  []Source{srcDerived},
	Inputs:   []string{"billing[].convention", "activities[].mode", "activities[].sector"},
}

var conv009 = Rule{
	ID: "CPS-CONV-009", Mark: Derived, Severity: Warning, How: FromCard,
	Title:    Text{"Code de zone inconnu", "Zone code unknown"},
	Text:     Text{"Zone tarifaire inconnue (%s).", "Unknown tariff zone (%s)."},
	Origin:   Proposed,
	Cause:    Text{"Table plus récente, ou mauvais décodage.", "A newer table, or a decoding error."},
	Remedy:   Text{"Mettre les tables à jour.", "Update the tables."},
	Contacts: []ContactID{ContactVendor},
	Sources:  []Source{srcDerived, srcDico},
	Inputs:   []string{"billing[].zone"},
}

var conv010 = Rule{
	ID: "CPS-CONV-010", Mark: Derived, Severity: Warning, How: FromCard,
	Title:    Text{"Zone et convention sans correspondance", "Zone and convention code do not form a known pair"},
	Text:     Text{"Zone tarifaire %s sans correspondance avec le code conventionnel %s.", "Tariff zone %s does not go with convention code %s."},
	Origin:   Proposed,
	Cause:    Text{"Mauvaise personnalisation ou mauvais décodage, ou table plus récente : une même zone a un code différent selon la convention. L'écran ne montre alors aucune zone.", "A personalisation or decoding error, or a newer table: one zone has another code under each convention. The screen then shows no zone."},
	Remedy:   Text{"Signaler ; ne pas bloquer.", "Report it; do not block."},
	Contacts: []ContactID{ContactCPAM},
	Sources:  []Source{srcDerived, srcDico},
	Inputs:   []string{"billing[].zone", "billing[].convention"},
}

var conv011 = Rule{
	ID: "CPS-CONV-011", Mark: Derived, Severity: Warning, How: FromCard,
	Title:    Text{"Zone « Non définie » pour un praticien conventionné", "Zone « Non définie » for a practitioner under convention"},
	Text:     Text{"Zone tarifaire non définie : l'écran n'en montre aucune.", "Tariff zone undefined: the screen shows none."},
	Origin:   Proposed,
	Cause:    Text{"Situation incomplète à la CPAM : les majorations de zone et de déplacement ne peuvent pas être tarifées.", "The situation is incomplete at the CPAM: zone and travel supplements cannot be priced."},
	Remedy:   Text{"La CPAM complète le dossier, puis la carte est mise à jour.", "The CPAM completes the file, then the card is updated."},
	Contacts: []ContactID{ContactCPAM},
	Sources:  []Source{srcDerived},
	Inputs:   []string{"billing[].zone", "billing[].convention"},
}

var conv012 = Rule{
	ID: "CPS-CONV-012", Mark: Derived, Severity: Info, How: FromCard,
	Title:    Text{"Indemnité kilométrique inconnue ou non définie", "Mileage code unknown or undefined"},
	Text:     Text{"Indemnité kilométrique non définie.", "Mileage allowance undefined."},
	Origin:   Proposed,
	Cause:    Text{"Situation incomplète à la CPAM, ou code inconnu.", "The situation is incomplete at the CPAM, or the code is unknown."},
	Remedy:   Text{"Demander à la CPAM de compléter le dossier.", "Ask the CPAM to complete the file."},
	Contacts: []ContactID{ContactCPAM},
	Sources:  []Source{srcDerived, srcDico},
	Inputs:   []string{"billing[].ik", "invoice.homeVisit"},
}

var conv013 = Rule{
	ID: "CPS-CONV-013", Mark: Derived, Severity: Warning, How: FromCard,
	Title:    Text{"Code agrément inconnu ou non défini", "Agreement code unknown or undefined"},
	Text:     Text{"Code Agrément : Non défini", "Agreement code: undefined"},
	Origin:   ScreenText,
	Cause:    Text{"Code hors de la table, ou agrément non défini alors que l'acte en demande un. La FSV a trois agréments, l'écran n'en montre qu'un.", "A code outside the table, or an undefined agreement though the act needs one. The FSV has three agreements, the screen shows one."},
	Remedy:   Text{"Demander à la CPAM de compléter le dossier.", "Ask the CPAM to complete the file."},
	Contacts: []ContactID{ContactCPAM},
	Sources:  []Source{srcDerived, srcDico, srcSSVFields},
	Inputs:   []string{"billing[].agreement", "invoice.imaging"},
}

var conv014 = Rule{
	ID: "CPS-CONV-014", Mark: Derived, Severity: Warning, How: FromFact,
	Title:    Text{"Convention changée, carte non mise à jour", "Convention changed but card not updated"},
	Text:     Text{"Votre situation conventionnelle a changé : la carte n'est pas à jour.", "Your convention has changed: the card is not up to date."},
	Origin:   Proposed,
	Cause:    Text{"La CNAM alimente la carte par l'ANS : il faut une mise à jour ou une nouvelle carte.", "The CNAM feeds the card through the ANS: an update or a new card is needed."},
	Remedy:   Text{"Demander à la CPAM si le changement est enregistré, puis à l'ANS la mise à jour de la carte.", "Ask the CPAM whether the change is registered, then the ANS for the update of the card."},
	Contacts: []ContactID{ContactCPAM, ContactANS},
	Sources:  []Source{srcR16153, srcDerived},
	Inputs:   []string{"billing[].convention", "lgc.convention", "lgc.conventionDate", "today"},
	Needs:    "lgc.convention",
}
