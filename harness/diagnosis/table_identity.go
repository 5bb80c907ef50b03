package diagnosis

// Identifier rules: the first of step 6.

var id001 = Rule{
	ID: "CPS-ID-001", Mark: Field, Severity: Warning,
	Title:    Text{"Numéro RPPS de forme incorrecte", "RPPS number has the wrong shape"},
	Text:     Text{"Numéro RPPS incorrect : 11 chiffres attendus.", "Wrong RPPS number: 11 digits expected."},
	Origin:   Proposed,
	Cause:    Text{"Chiffre ajouté ou perdu, numéro ADELI à la place du RPPS, ou forme à douze chiffres avec son préfixe.", "A digit added or lost, an ADELI number in place of the RPPS, or the twelve-digit form with its prefix."},
	Remedy:   Text{"Comparer avec l'Annuaire Santé ou le site de l'Ordre. Un numéro RPPS n'a pas de sens caché : seules sa longueur et sa clé se vérifient.", "Compare with Annuaire Santé or the Ordre's site. An RPPS number has no hidden meaning: only its length and key can be checked."},
	Contacts: []ContactID{ContactOrdre, ContactANS},
	Sources:  []Source{srcBillingFAQ},
	Inputs:   []string{"holder.idType", "holder.rpps"},
}

var id002 = Rule{
	ID: "CPS-ID-002", Mark: Field, Severity: Warning,
	Title:    Text{"Clé du numéro RPPS fausse", "RPPS Luhn key is wrong"},
	Text:     Text{"Numéro RPPS incorrect : clé de contrôle fausse.", "Wrong RPPS number: its check digit is wrong."},
	Origin:   Proposed,
	Cause:    Text{"Un chiffre faux ou deux chiffres voisins échangés. Des numéros d'exemple publiés sont faux à dessein.", "One wrong digit, or two neighbours swapped. Some published samples are wrong on purpose."},
	Remedy:   Text{"Ne pas refuser la carte : signaler le numéro à l'émetteur. Sur une carte de test, ne rien faire.", "Do not refuse the card: report the number to the issuer. On a test card, do nothing."},
	Contacts: []ContactID{ContactANS},
	Sources:  []Source{srcBillingFAQ, srcMOS},
	Inputs:   []string{"holder.rpps"},
}

var id003 = Rule{
	ID: "CPS-ID-003", Mark: Field, Severity: Warning,
	Title:    Text{"Identifiant national de type 8 ou 0 de mauvaise longueur", "National identifier of type 8 or 0 with the wrong length"},
	Text:     Text{"Identifiant RPPS non reconnu", "RPPS identifier not recognised"},
	Origin:   FieldText,
	Cause:    Text{"Un chiffre en plus ou en moins, ou un numéro ADELI sans son préfixe.", "A digit too many or too few, or an ADELI number without its prefix."},
	Remedy:   Text{"Vérifier la forme : 8 puis le RPPS, soit 12 chiffres ; 0 puis l'ADELI, soit 10.", "Check the form: 8 then the RPPS, 12 digits in all; 0 then the ADELI, 10 in all."},
	Contacts: []ContactID{ContactANS},
	Sources:  []Source{srcHealthFAQ, srcIDType, srcMOS},
	Inputs:   []string{"holder.idNat"},
}

var id005 = Rule{
	ID: "CPS-ID-005", Mark: Field, Severity: Info,
	Title:    Text{"Identifiant ADELI encore en usage", "ADELI identifier still in use"},
	Text:     Text{"Identifiant ADELI : ce répertoire n'est plus utilisé depuis octobre 2024.", "ADELI identifier: that register has not been used since October 2024."},
	Origin:   Proposed,
	Cause:    Text{"Carte émise avant le passage de la profession au RPPS.", "Card issued before the profession moved to the RPPS."},
	Remedy:   Text{"Ne pas refuser la carte. La prochaine portera un RPPS : le logiciel doit accepter les deux.", "Do not refuse the card. The next one will carry an RPPS: the software must accept both."},
	Contacts: []ContactID{ContactANS},
	Sources:  []Source{srcBillingFAQ, srcArticle, srcHealthFAQ},
	Inputs:   []string{"holder.idType", "today"},
}

var id006 = Rule{
	ID: "CPS-ID-006", Mark: Field, Severity: BlockBilling,
	Title:    Text{"Numéro AM de forme incorrecte", "AM number has the wrong shape"},
	Text:     Text{"Numéro AM incorrect : 9 chiffres attendus.", "Wrong AM number: 9 digits expected."},
	Origin:   Proposed,
	Cause:    Text{"L'identifiant de facturation lu sur la carte n'a pas neuf chiffres : champ tronqué, ou autre numéro à sa place.", "The billing identifier read on the card does not have nine digits: field cut short, or another number in its place."},
	Remedy:   Text{"Signaler le numéro lu ; l'ANS ne publie pas ce numéro, la CPAM le connaît.", "Report the number read; the ANS does not publish it, the CPAM knows it."},
	Contacts: []ContactID{ContactCPAM},
	Sources:  []Source{srcBillingFAQ, srcMOS},
	Inputs:   []string{"billing[].id"},
}

var id008 = Rule{
	ID: "CPS-ID-008", Mark: Field, Severity: Warning,
	Title:    Text{"Numéro AM sans département plausible", "AM number does not start with a plausible département"},
	Text:     Text{"Le numéro AM ne correspond pas au département d'exercice.", "The AM number does not match the département of practice."},
	Origin:   Proposed,
	Cause:    Text{"Les deux premiers chiffres ne sont pas un département, ou pas celui du lieu d'exercice : autre lieu choisi, ou carte non mise à jour après un déménagement.", "The first two digits are no département, or not that of the place of practice: another place was chosen, or the card was not updated after a move."},
	Remedy:   Text{"Choisir la situation du bon lieu ; si elle manque, déclarer le changement à la CPAM.", "Choose the situation of the right place; if there is none, declare the move to the CPAM."},
	Contacts: []ContactID{ContactCPAM},
	Sources:  []Source{srcLeaflet, srcBillingFAQ},
	Inputs:   []string{"billing[].id", "activities[].structureId", "card.category"},
}

var id010 = Rule{
	ID: "CPS-ID-010", Mark: Field, Severity: Warning,
	Title:    Text{"Numéro FINESS de forme incorrecte", "FINESS number has the wrong shape"},
	Text:     Text{"Numéro FINESS incorrect.", "Wrong FINESS number."},
	Origin:   Proposed,
	Cause:    Text{"Le numéro n'a pas neuf caractères, ne commence pas par un département, ou son troisième caractère n'est pas 0 (numéro AM à la place du FINESS ?).", "The number does not have nine characters, does not start with a département, or its third character is not 0 (an AM number in place of the FINESS?)."},
	Remedy:   Text{"Comparer avec le répertoire public FINESS.", "Compare with the public FINESS directory."},
	Contacts: []ContactID{ContactIT},
	Sources:  []Source{srcBillingFAQ, srcMOS},
	Inputs:   []string{"activities[].structureId", "card.category"},
}
