package rule

// Identifiers: shape, key and use of numbers.

var id001 = Rule{
	Number: ID001, ID: "CPS-ID-001", Mark: Field, Severity: Warning, How: FromCard,
	Title:    Text{FR: "Numéro RPPS de forme incorrecte", EN: "RPPS number has the wrong shape"},
	Text:     Text{FR: "Numéro RPPS incorrect : 11 chiffres attendus.", EN: "Wrong RPPS number: 11 digits expected."},
	Origin:   Proposed,
	Cause:    Text{FR: "Chiffre ajouté ou perdu, numéro ADELI à la place du RPPS, ou forme à douze chiffres avec son préfixe.", EN: "A digit added or lost, an ADELI number in place of the RPPS, or the twelve-digit form with its prefix."},
	Remedy:   Text{FR: "Comparer avec l'Annuaire Santé ou le site de l'Ordre. Un numéro RPPS n'a pas de sens caché : seules sa longueur et sa clé se vérifient.", EN: "Compare with Annuaire Santé or the Ordre's site. An RPPS number has no hidden meaning: only its length and key can be checked."},
	Contacts: []ContactID{ContactOrdre, ContactANS},
	Sources:  []Source{srcBillingFAQ},
	Inputs:   []string{"holder.idType", "holder.rpps", "prescriber.rpps"},
	Shown:    Demonstration{Facts: []string{"prescriber.rpps=9990000001"}},
}

var id002 = Rule{
	Number: ID002, ID: "CPS-ID-002", Mark: Field, Severity: Warning, How: FromCard,
	Title:    Text{FR: "Clé du numéro RPPS fausse", EN: "RPPS Luhn key is wrong"},
	Text:     Text{FR: "Numéro RPPS incorrect : clé de contrôle fausse.", EN: "Wrong RPPS number: its check digit is wrong."},
	Origin:   Proposed,
	Cause:    Text{FR: "Un chiffre faux ou deux chiffres voisins échangés. Des numéros d'exemple publiés sont faux à dessein.", EN: "One wrong digit, or two neighbours swapped. Some published samples are wrong on purpose."},
	Remedy:   Text{FR: "Ne pas refuser la carte : signaler le numéro à l'émetteur. Sur une carte de test, ne rien faire.", EN: "Do not refuse the card: report the number to the issuer. On a test card, do nothing."},
	Contacts: []ContactID{ContactANS},
	Sources:  []Source{srcBillingFAQ, srcMOS},
	Inputs:   []string{"holder.rpps", "prescriber.rpps"},
	Shown:    Demonstration{Facts: []string{"prescriber.rpps=99900000012"}},
}

var id003 = Rule{
	Number: ID003, ID: "CPS-ID-003", Mark: Field, Severity: Warning, How: FromCard,
	Title:    Text{FR: "Identifiant national de type 8 ou 0 de mauvaise longueur", EN: "National identifier of type 8 or 0 with the wrong length"},
	Text:     Text{FR: "Identifiant RPPS non reconnu", EN: "RPPS identifier not recognised"},
	Origin:   FieldText,
	Cause:    Text{FR: "Un chiffre en plus ou en moins, ou un numéro ADELI sans son préfixe.", EN: "A digit too many or too few, or an ADELI number without its prefix."},
	Remedy:   Text{FR: "Vérifier la forme : 8 puis le RPPS, soit 12 chiffres ; 0 puis l'ADELI, soit 10.", EN: "Check the form: 8 then the RPPS, 12 digits in all; 0 then the ADELI, 10 in all."},
	Contacts: []ContactID{ContactANS},
	Sources:  []Source{srcHealthFAQ, srcIDType, srcMOS},
	Inputs:   []string{"holder.idNat"},
	Shown:    Demonstration{Card: "cps3-healthy", Profile: []string{`info: {national_id: "8999000000110"}`}},
}

var id004 = Rule{
	Number: ID004, ID: "CPS-ID-004", Mark: Public, Severity: Warning, How: FromCard,
	Title:    Text{FR: "Identifiant d'employé de structure mal formé", EN: "Structure-employee identifier is malformed"},
	Text:     Text{FR: "Identifiant d'employé de structure incorrect.", EN: "Wrong identifier of a structure's employee."},
	Origin:   Proposed,
	Cause:    Text{FR: "L'identifiant d'un employé s'écrit « structure/numéro interne » ; ici la barre ou l'un des deux côtés manque : carte commandée avec un mauvais numéro interne, ou mauvais décodage.", EN: "An employee's identifier reads \"structure/internal number\"; here the slash or one side is missing: a card ordered with a bad internal number, or a decoding error."},
	Remedy:   Text{FR: "Vérifier d'abord le décodage ; sinon l'employeur refait la commande.", EN: "Check the decoding first; otherwise the employer orders the card again."},
	Contacts: []ContactID{ContactEmployer, ContactANS},
	Sources:  []Source{srcMOS, srcDico},
	Inputs:   []string{"holder.idType", "holder.idNat", "card.type"},
	Shown:    Demonstration{Card: "cpe-healthy", Profile: []string{`info: {national_id: "3990000010"}`}},
}

var id005 = Rule{
	Number: ID005, ID: "CPS-ID-005", Mark: Field, Severity: Info, How: FromCard,
	Title:    Text{FR: "Identifiant ADELI encore en usage", EN: "ADELI identifier still in use"},
	Text:     Text{FR: "Identifiant ADELI : ce répertoire n'est plus utilisé depuis octobre 2024.", EN: "ADELI identifier: that register has not been used since October 2024."},
	Origin:   Proposed,
	Cause:    Text{FR: "Carte émise avant le passage de la profession au RPPS.", EN: "Card issued before the profession moved to the RPPS."},
	Remedy:   Text{FR: "Ne pas refuser la carte. La prochaine portera un RPPS : le logiciel doit accepter les deux.", EN: "Do not refuse the card. The next one will carry an RPPS: the software must accept both."},
	Contacts: []ContactID{ContactANS},
	Sources:  []Source{srcBillingFAQ, srcArticle, srcHealthFAQ},
	Inputs:   []string{"holder.idType", "today"},
	Shown:    Demonstration{Card: "cps3-healthy", Profile: []string{`info: {national_id: "0991026014"}`}},
}

var id006 = Rule{
	Number: ID006, ID: "CPS-ID-006", Mark: Field, Severity: BlockBilling, How: FromCard,
	Title:    Text{FR: "Numéro AM de forme incorrecte", EN: "AM number has the wrong shape"},
	Text:     Text{FR: "Numéro AM incorrect : 9 chiffres attendus.", EN: "Wrong AM number: 9 digits expected."},
	Origin:   Proposed,
	Cause:    Text{FR: "L'identifiant de facturation lu sur la carte n'a pas neuf chiffres : champ tronqué, ou autre numéro à sa place.", EN: "The billing identifier read on the card does not have nine digits: field cut short, or another number in its place."},
	Remedy:   Text{FR: "Signaler le numéro lu ; l'ANS ne publie pas ce numéro, la CPAM le connaît.", EN: "Report the number read; the ANS does not publish it, the CPAM knows it."},
	Contacts: []ContactID{ContactCPAM},
	Sources:  []Source{srcBillingFAQ, srcMOS},
	Inputs:   []string{"billing[].id", "prescriber.am"},
	Variants: []Variant{{
		Key:    VariantTyped,
		Cause:  Text{FR: "Numéro RPPS (11 chiffres) saisi à la place du numéro AM, espaces, ou champ tronqué.", EN: "An RPPS number (11 digits) entered in place of the AM number, spaces, or a field cut short."},
		Remedy: Text{FR: "Ressaisir le numéro d'après l'ordonnance ou la feuille de soins ; l'ANS ne publie pas ce numéro.", EN: "Enter the number again from the prescription or the claim form; the ANS does not publish it."},
	}},
	Shown: Demonstration{Facts: []string{"prescriber.am=99102601"}},
}

var id007 = Rule{
	Number: ID007, ID: "CPS-ID-007", Mark: Derived, Severity: Warning, How: FromCard,
	Title:    Text{FR: "Clé du numéro AM fausse", EN: "AM number Luhn key is wrong"},
	Text:     Text{FR: "Numéro AM douteux : clé de contrôle fausse.", EN: "Doubtful AM number: its check digit is wrong."},
	Origin:   Proposed,
	Cause:    Text{FR: "Faute de frappe probable. La clé de Luhn est déduite de numéros publiés, aucune spécification ne l'énonce.", EN: "Probably a typing error. The Luhn key is inferred from published numbers, no specification states it."},
	Remedy:   Text{FR: "Relire le numéro sur la feuille de soins ; ne rien refuser pour cette seule raison.", EN: "Read the number again on the claim form; refuse nothing for this reason alone."},
	Contacts: []ContactID{ContactCPAM},
	Sources:  []Source{srcDerived, srcBillingFAQ, srcSSVFields},
	Inputs:   []string{"billing[].id", "prescriber.am"},
	Shown:    Demonstration{Facts: []string{"prescriber.am=991026015"}},
}

var id008 = Rule{
	Number: ID008, ID: "CPS-ID-008", Mark: Field, Severity: Warning, How: FromCard,
	Title:    Text{FR: "Numéro AM sans département plausible", EN: "AM number does not start with a plausible département"},
	Text:     Text{FR: "Le numéro AM ne correspond pas au département d'exercice.", EN: "The AM number does not match the département of practice."},
	Origin:   Proposed,
	Cause:    Text{FR: "Les deux premiers chiffres ne sont pas un département, ou pas celui du lieu d'exercice : autre lieu choisi, ou carte non mise à jour après un déménagement.", EN: "The first two digits are no département, or not that of the place of practice: another place was chosen, or the card was not updated after a move."},
	Remedy:   Text{FR: "Choisir la situation du bon lieu ; si elle manque, déclarer le changement à la CPAM.", EN: "Choose the situation of the right place; if there is none, declare the move to the CPAM."},
	Contacts: []ContactID{ContactCPAM},
	Sources:  []Source{srcLeaflet, srcBillingFAQ},
	Inputs:   []string{"billing[].id", "prescriber.am", "activities[].structureId", "activity.department", "card.category"},
	Shown:    Demonstration{Facts: []string{"prescriber.am=960000016"}},
}

var id009 = Rule{
	Number: ID009, ID: "CPS-ID-009", Mark: Derived, Severity: Warning, How: FromCard,
	Title:   Text{FR: "Identifiant de personne et identifiant de facturation confondus", EN: "Person identifier and billing identifier mixed up"},
	Text:    Text{FR: "Vous avez saisi un numéro RPPS : c'est le numéro AM de l'activité qui est attendu.", EN: "You entered an RPPS number: the AM number of the activity is wanted."},
	Origin:  Proposed,
	Cause:   Text{FR: "Trois identifiants coexistent : le RPPS suit la personne toute sa vie, le numéro AM est propre à une activité, le FINESS à un établissement.", EN: "Three identifiers coexist: the RPPS follows a person for life, the AM number belongs to one activity, the FINESS to a structure."},
	Remedy:  Text{FR: "Demander le bon numéro.", EN: "Ask for the right number."},
	Sources: []Source{srcDerived, srcBillingFAQ},
	Inputs:  []string{"holder.rpps", "billing[].id", "prescriber.am", "prescriber.rpps"},
	Variants: []Variant{{
		Key:  VariantTyped,
		Text: Text{FR: "Vous avez saisi un numéro de neuf chiffres, comme un numéro AM : c'est le numéro RPPS, de onze chiffres, qui est attendu.", EN: "You entered a number of nine digits, like an AM number: the RPPS number, of eleven digits, is wanted."},
	}, {
		Key:    VariantHolder,
		Text:   Text{FR: "Le numéro RPPS lu sur la carte a neuf chiffres, comme un numéro AM.", EN: "The RPPS number read on the card has nine digits, like an AM number."},
		Remedy: Text{FR: "Vérifier d'abord le décodage, puis signaler le numéro à l'émetteur.", EN: "Check the decoding first, then report the number to the issuer."},
	}, {
		Key:    VariantBillingID,
		Text:   Text{FR: "L'identifiant de facturation lu sur la carte est un numéro RPPS : c'est le numéro AM de l'activité qui est attendu.", EN: "The billing identifier read on the card is an RPPS number: the AM number of the activity is wanted."},
		Remedy: Text{FR: "Vérifier d'abord le décodage, puis signaler le numéro à l'émetteur.", EN: "Check the decoding first, then report the number to the issuer."},
	}},
	Shown: Demonstration{Facts: []string{"prescriber.am=99900000011"}},
	Said:  []string{"numéro AM au lieu du RPPS", "numéro AM à la place du RPPS", "RPPS au lieu du numéro AM", "AM number instead of RPPS"},
}

// How CPS-ID-009 held when nothing was typed.
const (
	VariantHolder    = "holder"
	VariantBillingID = "billing-id"
)

var id010 = Rule{
	Number: ID010, ID: "CPS-ID-010", Mark: Field, Severity: Warning, How: FromCard,
	Title:    Text{FR: "Numéro FINESS de forme incorrecte", EN: "FINESS number has the wrong shape"},
	Text:     Text{FR: "Numéro FINESS incorrect.", EN: "Wrong FINESS number."},
	Origin:   Proposed,
	Cause:    Text{FR: "Le numéro n'a pas neuf caractères, ne commence pas par un département, ou son troisième caractère n'est pas 0 (numéro AM à la place du FINESS ?).", EN: "The number does not have nine characters, does not start with a département, or its third character is not 0 (an AM number in place of the FINESS?)."},
	Remedy:   Text{FR: "Comparer avec le répertoire public FINESS.", EN: "Compare with the public FINESS directory."},
	Contacts: []ContactID{ContactIT},
	Sources:  []Source{srcBillingFAQ, srcMOS},
	Inputs:   []string{"activities[].structureId", "prescriber.finess", "card.category"},
	Shown:    Demonstration{Facts: []string{"prescriber.finess=991026014"}},
}

var id011 = Rule{
	Number: ID011, ID: "CPS-ID-011", Mark: Public, Severity: Warning, How: FromCard,
	Title:    Text{FR: "Clé du numéro FINESS fausse", EN: "FINESS Luhn key is wrong"},
	Text:     Text{FR: "Numéro FINESS incorrect : clé de contrôle fausse.", EN: "Wrong FINESS number: its check digit is wrong."},
	Origin:   Proposed,
	Cause:    Text{FR: "Faute de frappe, ou une lettre parmi les chiffres. En Corse les lettres A et B comptent pour 1 et 2, ce que seuls quelques numéros confirment.", EN: "A typing error, or a letter among the digits. In Corsica the letters A and B count as 1 and 2, which only a few numbers confirm."},
	Remedy:   Text{FR: "Ressaisir le numéro d'après le répertoire public FINESS.", EN: "Enter the number again from the public FINESS directory."},
	Contacts: []ContactID{ContactIT},
	Sources:  []Source{srcMOS, srcDerived},
	Inputs:   []string{"activities[].structureId", "prescriber.finess"},
	Shown:    Demonstration{Facts: []string{"prescriber.finess=010000017"}},
}

var id012 = Rule{
	Number: ID012, ID: "CPS-ID-012", Mark: Derived, Severity: Warning, How: FromFact,
	Title:    Text{FR: "FINESS à la place du numéro AM, ou l'inverse", EN: "FINESS given where AM is wanted, or the reverse"},
	Text:     Text{FR: "Ce numéro ressemble à un numéro FINESS ; pour un médecin libéral, saisir son numéro AM.", EN: "This number looks like a FINESS number; for a liberal doctor, enter the AM number."},
	Origin:   Proposed,
	Cause:    Text{FR: "Les deux numéros ont neuf caractères ; seul le 0 en troisième position distingue le FINESS.", EN: "Both numbers have nine characters; only the 0 in third place tells a FINESS."},
	Remedy:   Text{FR: "Numéro FINESS pour un médecin salarié d'un établissement, numéro AM pour un cabinet libéral.", EN: "FINESS for a salaried doctor of an establishment, AM number for a liberal practice."},
	Contacts: []ContactID{ContactPractice},
	Sources:  []Source{srcDerived, srcBillingFAQ, srcMOS},
	Inputs:   []string{"prescriber.kind", "prescriber.id", "prescriber.am", "prescriber.finess"},
	Needs:    "prescriber.kind",
	Variants: []Variant{
		{Key: VariantSalaried, Text: Text{FR: "Ce numéro n'a pas la forme d'un numéro FINESS ; pour un médecin salarié d'un établissement, saisir le numéro FINESS.", EN: "This number does not have the form of a FINESS number; for a doctor salaried by an establishment, enter the FINESS number."}},
	},
	Shown: Demonstration{Facts: []string{"prescriber.kind=salaried", "prescriber.am=991026014"}},
}

var id013 = Rule{
	Number: ID013, ID: "CPS-ID-013", Mark: Field, Severity: Warning, How: FromFact,
	Title:    Text{FR: "Médecin retraité sans numéro AM", EN: "Retired prescriber without AM number"},
	Text:     Text{FR: "Médecin retraité : demander à la CPAM le numéro fictif du département.", EN: "Retired doctor: ask the CPAM for the fictitious number of the département."},
	Origin:   Proposed,
	Cause:    Text{FR: "Un médecin retraité n'a plus de numéro de facturation ; la CPAM attribue un numéro fictif commun par département.", EN: "A retired doctor has no billing number any more; the CPAM gives one fictitious number per département."},
	Remedy:   Text{FR: "Demander ce numéro à la CPAM et l'enregistrer par département, jamais par médecin.", EN: "Ask the CPAM for it and record it per département, never per doctor."},
	Contacts: []ContactID{ContactCPAM},
	Sources:  []Source{srcBillingFAQ},
	Inputs:   []string{"prescriber.retired", "prescriber.am"},
	Needs:    "prescriber.retired",
	Shown:    Demonstration{Facts: []string{"prescriber.retired=yes", "prescriber.am="}},
}

var id014 = Rule{
	Number: ID014, ID: "CPS-ID-014", Mark: Field, Severity: BlockBilling, How: FromFact,
	Title:    Text{FR: "Numéro du prescripteur absent", EN: "Prescriber number missing"},
	Text:     Text{FR: "Numéro du prescripteur absent : le demander au cabinet médical.", EN: "Prescriber's number missing: ask the practice for it."},
	Origin:   Proposed,
	Cause:    Text{FR: "Chaque ordonnance doit porter ce numéro ; il a été oublié ou il est illisible.", EN: "Every prescription has to carry it; it was left out or cannot be read."},
	Remedy:   Text{FR: "Joindre le cabinet (numéro AM) ou l'établissement (FINESS).", EN: "Contact the practice (AM number) or the establishment (FINESS)."},
	Contacts: []ContactID{ContactPractice},
	Sources:  []Source{srcBillingFAQ},
	Inputs:   []string{"prescriber.am", "prescriber.finess", "prescriber.retired"},
	Needs:    "prescriber.am",
	Shown:    Demonstration{Facts: []string{"prescriber.retired=no", "prescriber.am=", "prescriber.finess="}},
}

var id015 = Rule{
	Number: ID015, ID: "CPS-ID-015", Mark: Public, Severity: BlockBilling, How: FromCard,
	Title:    Text{FR: "Carte non émise par l'ANS", EN: "Card not issued by the ANS"},
	Text:     Text{FR: "La carte dans le lecteur n'est pas une carte PS", EN: "The card in the reader is not a health professional card"},
	Origin:   FieldText,
	Cause:    Text{FR: "Le préfixe d'émetteur du numéro de série n'est pas celui de l'ANS : autre carte à puce, ou carte altérée ou contrefaite.", EN: "The issuer prefix of the serial number is not the ANS's: another smart card, or a damaged or forged one."},
	Remedy:   Text{FR: "Introduire la carte CPx ; si c'est bien elle, demander son remplacement.", EN: "Insert the CPx card; if this is the one, ask for a replacement."},
	Contacts: []ContactID{ContactANS},
	Sources:  []Source{srcCryptolibSrc, srcMOS, srcGestion, srcBillingFAQ},
	Inputs:   []string{"card.issuer"},
	Shown:    Demonstration{Card: "cps3-healthy", Profile: []string{"raw: {sn: zeros:12}"}},
}

var id016 = Rule{
	Number: ID016, ID: "CPS-ID-016", Mark: Derived, Severity: Warning, How: FromFact,
	Title:   Text{FR: "Le porteur n'est pas l'utilisateur déclaré du logiciel", EN: "Card holder is not the declared user of the software"},
	Text:    Text{FR: "La carte lue n'appartient pas à l'utilisateur connecté.", EN: "The card read does not belong to the user who is logged in."},
	Origin:  Proposed,
	Cause:   Text{FR: "Carte d'un confrère restée dans le lecteur, poste partagé, ou remplacement.", EN: "A colleague's card left in the reader, a shared workstation, or a replacement."},
	Remedy:  Text{FR: "Changer de carte ou d'utilisateur ; pour un remplacement, le remplaçant utilise sa propre carte.", EN: "Change the card or the user; in a replacement, the replacing doctor uses their own card."},
	Sources: []Source{srcDerived},
	Inputs:  []string{"holder.idNat", "lgc.user"},
	Needs:   "lgc.user",
	Shown:   Demonstration{Card: "cps3-healthy", Facts: []string{"lgc.user=899900000029"}},
}

var id017 = Rule{
	Number: ID017, ID: "CPS-ID-017", Mark: Public, Severity: Info, How: FromCard,
	Title:    Text{FR: "Identifiant de cabinet faux", EN: "Practice identifier key is wrong"},
	Text:     Text{FR: "Identifiant de cabinet incorrect.", EN: "Wrong practice identifier."},
	Origin:   Proposed,
	Cause:    Text{FR: "Longueur ou clé fausse : mauvais décodage ou erreur de saisie à la commande.", EN: "Wrong length or key: a decoding error, or a typing error when the card was ordered."},
	Remedy:   Text{FR: "Vérifier le décodage ; l'utilisateur n'a rien à faire.", EN: "Check the decoding; the user has nothing to do."},
	Contacts: []ContactID{ContactVendor},
	Sources:  []Source{srcMOS, srcDico},
	Inputs:   []string{"activities[].structureId"},
	Shown: Demonstration{Card: "cps3-healthy", Profile: []string{
		"activities:",
		`  - {mode: liberal, structure_name: CABINET TEST ALPHA, structure_id_type: rpps-practice, structure_id: "99900000011019", sector: SA07}`,
	}},
}
