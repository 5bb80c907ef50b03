package rule

// Speciality, convention, zone, mileage, agreement.

var conv001 = Rule{
	Number: CONV001, ID: "CPS-CONV-001", Mark: Derived, Severity: Warning, How: FromCard,
	Title:    Text{FR: "Code de spécialité inconnu partout", EN: "Speciality code unknown everywhere"},
	Text:     Text{FR: "Spécialité Assurance Maladie inconnue (code %s).", EN: "Unknown Assurance Maladie speciality (code %s)."},
	Origin:   Proposed,
	Cause:    Text{FR: "Mauvais décodage, ou table plus récente que celles du banc.", EN: "A decoding error, or a table newer than those of the bench."},
	Remedy:   Text{FR: "Mettre les tables à jour ; montrer le code brut.", EN: "Update the tables; show the raw code."},
	Contacts: []ContactID{ContactVendor},
	Sources:  []Source{srcDerived, srcDico, srcTRE},
	Inputs:   []string{"billing[].amSpeciality"},
	Shown:    Demonstration{Card: "cps3-healthy", Profile: []string{`billing: [{link: 1, id: "991026014", speciality: "98"}]`}},
}

var conv002 = Rule{
	Number: CONV002, ID: "CPS-CONV-002", Mark: Public, Severity: Info, How: FromCard,
	Title:    Text{FR: "Spécialité plus récente que le dictionnaire installé", EN: "Speciality newer than the installed dictionary"},
	Text:     Text{FR: "Libellé inconnu du dictionnaire installé ; le code est valide.", EN: "Label unknown to the installed dictionary; the code is valid."},
	Origin:   Proposed,
	Cause:    Text{FR: "Le dictionnaire 02.18 date de 2020 ; la table nationale a reçu des codes en 2021, 2022 et 2024.", EN: "Dictionary 02.18 dates from 2020; the national table received codes in 2021, 2022 and 2024."},
	Remedy:   Text{FR: "Prendre les libellés de la table nationale.", EN: "Take labels from the national table."},
	Contacts: []ContactID{ContactIT},
	Sources:  []Source{srcDico, srcTRE},
	Inputs:   []string{"billing[].amSpeciality", "ws.dico"},
	Shown:    Demonstration{Card: "cps3-healthy", Profile: []string{`info: {profession: "28"}`, `billing: [{link: 1, id: "991026014", speciality: "64"}]`}, Facts: []string{"ws.dico=02.18"}},
}

var conv003 = Rule{
	Number: CONV003, ID: "CPS-CONV-003", Mark: Derived, Severity: Warning, How: FromCard,
	Title:    Text{FR: "Spécialité « Non définie » pour un professionnel qui doit en avoir une", EN: "Speciality « Non définie » for a professional who must have one"},
	Text:     Text{FR: "Spécialité Assurance Maladie : Non définie", EN: "Assurance Maladie speciality: undefined"},
	Origin:   ScreenText,
	Cause:    Text{FR: "Situation incomplète à la CPAM.", EN: "The situation is incomplete at the CPAM."},
	Remedy:   Text{FR: "Demander à la CPAM de compléter le dossier, puis mettre la carte à jour.", EN: "Ask the CPAM to complete the file, then update the card."},
	Contacts: []ContactID{ContactCPAM},
	Sources:  []Source{srcDerived},
	Inputs:   []string{"billing[].amSpeciality", "billing[].convention", "holder.profession"},
	Shown:    Demonstration{Card: "cps3-healthy", Profile: []string{`billing: [{link: 1, id: "991026014", speciality: "99"}]`}},
}

var conv004 = Rule{
	Number: CONV004, ID: "CPS-CONV-004", Mark: Derived, Severity: Warning, How: FromCard,
	Title:    Text{FR: "Spécialité incompatible avec la profession", EN: "Speciality does not fit the profession"},
	Text:     Text{FR: "Spécialité Assurance Maladie incompatible avec la profession.", EN: "The Assurance Maladie speciality does not fit the profession."},
	Origin:   Proposed,
	Cause:    Text{FR: "Erreur de personnalisation ou de décodage.", EN: "A personalisation or decoding error."},
	Remedy:   Text{FR: "Revoir le décodage, puis signaler.", EN: "Check the decoding again, then report."},
	Contacts: []ContactID{ContactCPAM},
	Sources:  []Source{srcDerived, srcDico, srcTRE},
	Inputs:   []string{"billing[].amSpeciality", "holder.profession"},
	Shown:    Demonstration{Card: "cpf-healthy", Profile: []string{`billing: [{link: 1, id: "991026097", speciality: "19"}]`}},
}

var conv005 = Rule{
	Number: CONV005, ID: "CPS-CONV-005", Mark: Derived, Severity: Warning, How: FromCard,
	Title:    Text{FR: "Code conventionnel inconnu", EN: "Convention code unknown"},
	Text:     Text{FR: "Code conventionnel inconnu (%s).", EN: "Unknown convention code (%s)."},
	Origin:   Proposed,
	Cause:    Text{FR: "Mauvais décodage.", EN: "A decoding error."},
	Remedy:   Text{FR: "Vérifier le décodage.", EN: "Check the decoding."},
	Contacts: []ContactID{ContactVendor},
	Sources:  []Source{srcDerived, srcDico},
	Inputs:   []string{"billing[].convention"},
	Shown:    Demonstration{Card: "cps3-healthy", Profile: []string{`billing: [{link: 1, id: "991026014", convention: "4"}]`}},
}

var conv006 = Rule{
	Number: CONV006, ID: "CPS-CONV-006", Mark: Field, Severity: Info, How: FromCard,
	Title:   Text{FR: "Profil d'établissement accepté", EN: "Establishment profile accepted"},
	Text:    Text{FR: "- Etablissement ou Centre de Santé", EN: "- Establishment or health centre"},
	Origin:  ScreenText,
	Cause:   Text{FR: "Une structure n'a ni convention personnelle, ni zone tarifaire, ni agrément : ces lignes valent « Non définie ».", EN: "A structure has no personal convention, tariff zone or agreement: those lines read « Non définie »."},
	Remedy:  Text{FR: "Rien à faire : ce profil facture.", EN: "Nothing to do: this profile bills."},
	Sources: []Source{srcBillingFAQ, srcDico},
	Inputs:  []string{"billing[].convention", "billing[].zone", "billing[].amSpeciality", "billing[].agreement"},
	Shown:   Demonstration{Card: "cps3-salaried"},
}

var conv007 = Rule{
	Number: CONV007, ID: "CPS-CONV-007", Mark: Derived, Severity: Info, How: FromCard,
	Title:    Text{FR: "Non conventionné", EN: "Not under convention"},
	Text:     Text{FR: "- Non conventionné", EN: "- Not under convention"},
	Origin:   ScreenText,
	Cause:    Text{FR: "Choix libre du praticien ; les taux de remboursement diffèrent.", EN: "The practitioner's free choice; reimbursement rates differ."},
	Remedy:   Text{FR: "Vérifier que le logiciel tarifie en conséquence.", EN: "Check that the software prices accordingly."},
	Contacts: []ContactID{ContactCPAM},
	Sources:  []Source{srcDerived, srcDico},
	Inputs:   []string{"billing[].convention"},
	Shown:    Demonstration{Card: "cps3-healthy", Profile: []string{`billing: [{link: 1, id: "991026014", convention: "0", zone: "50"}]`}},
}

var conv008 = Rule{
	Number: CONV008, ID: "CPS-CONV-008", Mark: Derived, Severity: Warning, How: FromCard,
	Title:    Text{FR: "Convention d'établissement sur une activité libérale", EN: "Establishment convention with a liberal activity"},
	Text:     Text{FR: "Code conventionnel d'établissement sur une activité libérale.", EN: "Establishment convention code on a liberal activity."},
	Origin:   Proposed,
	Cause:    Text{FR: "Mauvaise situation choisie, ou centre de santé enregistré comme cabinet.", EN: "The wrong situation was chosen, or a health centre was recorded as a practice."},
	Remedy:   Text{FR: "Choisir la bonne activité ; sinon s'adresser à la CPAM.", EN: "Choose the right activity; otherwise turn to the CPAM."},
	Contacts: []ContactID{ContactCPAM},
	Sources:  []Source{srcDerived},
	Inputs:   []string{"billing[].convention", "activities[].mode", "activities[].sector"},
	Shown: Demonstration{Card: "cps3-healthy", Profile: []string{
		`billing: [{link: 1, id: "991026014", convention: "9", speciality: "99", zone: "99", mileage: "9", agreements: ["99"]}]`,
	}},
}

var conv009 = Rule{
	Number: CONV009, ID: "CPS-CONV-009", Mark: Derived, Severity: Warning, How: FromCard,
	Title:    Text{FR: "Code de zone inconnu", EN: "Zone code unknown"},
	Text:     Text{FR: "Zone tarifaire inconnue (%s).", EN: "Unknown tariff zone (%s)."},
	Origin:   Proposed,
	Cause:    Text{FR: "Table plus récente, ou mauvais décodage.", EN: "A newer table, or a decoding error."},
	Remedy:   Text{FR: "Mettre les tables à jour.", EN: "Update the tables."},
	Contacts: []ContactID{ContactVendor},
	Sources:  []Source{srcDerived, srcDico},
	Inputs:   []string{"billing[].zone"},
	Shown:    Demonstration{Card: "cps3-healthy", Profile: []string{`billing: [{link: 1, id: "991026014", zone: "77"}]`}},
}

var conv010 = Rule{
	Number: CONV010, ID: "CPS-CONV-010", Mark: Derived, Severity: Warning, How: FromCard,
	Title:    Text{FR: "Zone et convention sans correspondance", EN: "Zone and convention code do not form a known pair"},
	Text:     Text{FR: "Zone tarifaire %s sans correspondance avec le code conventionnel %s.", EN: "Tariff zone %s does not go with convention code %s."},
	Origin:   Proposed,
	Cause:    Text{FR: "Mauvaise personnalisation ou mauvais décodage, ou table plus récente : une même zone a un code différent selon la convention. L'écran ne montre alors aucune zone.", EN: "A personalisation or decoding error, or a newer table: one zone has another code under each convention. The screen then shows no zone."},
	Remedy:   Text{FR: "Signaler ; ne pas bloquer.", EN: "Report it; do not block."},
	Contacts: []ContactID{ContactCPAM},
	Sources:  []Source{srcDerived, srcDico},
	Inputs:   []string{"billing[].zone", "billing[].convention"},
	Shown:    Demonstration{Card: "cps3-healthy", Profile: []string{`billing: [{link: 1, id: "991026014", zone: "31", convention: "1"}]`}},
}

var conv011 = Rule{
	Number: CONV011, ID: "CPS-CONV-011", Mark: Derived, Severity: Warning, How: FromCard,
	Title:    Text{FR: "Zone « Non définie » pour un praticien conventionné", EN: "Zone « Non définie » for a practitioner under convention"},
	Text:     Text{FR: "Zone tarifaire non définie : l'écran n'en montre aucune.", EN: "Tariff zone undefined: the screen shows none."},
	Origin:   Proposed,
	Cause:    Text{FR: "Situation incomplète à la CPAM : les majorations de zone et de déplacement ne peuvent pas être tarifées.", EN: "The situation is incomplete at the CPAM: zone and travel supplements cannot be priced."},
	Remedy:   Text{FR: "La CPAM complète le dossier, puis la carte est mise à jour.", EN: "The CPAM completes the file, then the card is updated."},
	Contacts: []ContactID{ContactCPAM},
	Sources:  []Source{srcDerived},
	Inputs:   []string{"billing[].zone", "billing[].convention"},
	Shown:    Demonstration{Card: "cps3-healthy", Profile: []string{`billing: [{link: 1, id: "991026014", zone: "99"}]`}},
}

var conv012 = Rule{
	Number: CONV012, ID: "CPS-CONV-012", Mark: Derived, Severity: Info, How: FromCard,
	Title:    Text{FR: "Indemnité kilométrique inconnue ou non définie", EN: "Mileage code unknown or undefined"},
	Text:     Text{FR: "Indemnité kilométrique non définie.", EN: "Mileage allowance undefined."},
	Origin:   Proposed,
	Cause:    Text{FR: "Situation incomplète à la CPAM, ou code inconnu.", EN: "The situation is incomplete at the CPAM, or the code is unknown."},
	Remedy:   Text{FR: "Demander à la CPAM de compléter le dossier.", EN: "Ask the CPAM to complete the file."},
	Contacts: []ContactID{ContactCPAM},
	Sources:  []Source{srcDerived, srcDico},
	Inputs:   []string{"billing[].ik", "invoice.homeVisit"},
	Shown:    Demonstration{Card: "cps3-healthy", Profile: []string{`billing: [{link: 1, id: "991026014", mileage: "9"}]`}, Facts: []string{"invoice.homeVisit=yes"}},
}

var conv013 = Rule{
	Number: CONV013, ID: "CPS-CONV-013", Mark: Derived, Severity: Warning, How: FromCard,
	Title:    Text{FR: "Code agrément inconnu ou non défini", EN: "Agreement code unknown or undefined"},
	Text:     Text{FR: "Code Agrément : Non défini", EN: "Agreement code: undefined"},
	Origin:   ScreenText,
	Cause:    Text{FR: "Code hors de la table, ou agrément non défini alors que l'acte en demande un. La FSV a trois agréments, l'écran n'en montre qu'un.", EN: "A code outside the table, or an undefined agreement though the act needs one. The FSV has three agreements, the screen shows one."},
	Remedy:   Text{FR: "Demander à la CPAM de compléter le dossier.", EN: "Ask the CPAM to complete the file."},
	Contacts: []ContactID{ContactCPAM},
	Sources:  []Source{srcDerived, srcDico, srcSSVFields},
	Inputs:   []string{"billing[].agreement", "invoice.imaging"},
	Shown:    Demonstration{Card: "cps3-healthy", Profile: []string{`billing: [{link: 1, id: "991026014", speciality: "06", agreements: ["99"]}]`}, Facts: []string{"invoice.imaging=yes"}},
}

var conv014 = Rule{
	Number: CONV014, ID: "CPS-CONV-014", Mark: Derived, Severity: Warning, How: FromFact,
	Title:    Text{FR: "Convention changée, carte non mise à jour", EN: "Convention changed but card not updated"},
	Text:     Text{FR: "Votre situation conventionnelle a changé : la carte n'est pas à jour.", EN: "Your convention has changed: the card is not up to date."},
	Origin:   Proposed,
	Cause:    Text{FR: "La CNAM alimente la carte par l'ANS : il faut une mise à jour ou une nouvelle carte.", EN: "The CNAM feeds the card through the ANS: an update or a new card is needed."},
	Remedy:   Text{FR: "Demander à la CPAM si le changement est enregistré, puis à l'ANS la mise à jour de la carte.", EN: "Ask the CPAM whether the change is registered, then the ANS for the update of the card."},
	Contacts: []ContactID{ContactCPAM, ContactANS},
	Sources:  []Source{srcR16153, srcDerived},
	Inputs:   []string{"billing[].convention", "lgc.convention", "lgc.conventionDate", "today"},
	Needs:    "lgc.convention",
	Shown:    Demonstration{Card: "cps3-healthy", Facts: []string{"lgc.convention=2", "lgc.conventionDate=@-92"}},
}
