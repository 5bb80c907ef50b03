package rule

// Type of card and right to bill.

var type001 = Rule{
	Number: TYPE001, ID: "CPS-TYPE-001", Mark: Public, Severity: BlockBilling, How: FromCard,
	Title:    Text{FR: "Type ou catégorie de carte inconnus", EN: "Unknown card type or category"},
	Text:     Text{FR: "Type de carte non reconnu.", EN: "Card type not recognised."},
	Origin:   Proposed,
	Cause:    Text{FR: "Le code de type ou de catégorie n'est pas celui d'une carte de personne : carte plus récente que le logiciel, module de sécurité, certificat logiciel, ou mauvais décodage.", EN: "The type or category code is not that of a person's card: a card newer than the software, a security module, a software certificate, or a decoding error."},
	Remedy:   Text{FR: "Mettre à jour le logiciel et son fichier de nomenclatures, puis relire la carte.", EN: "Update the software and its dictionary file, then read the card again."},
	Contacts: []ContactID{ContactVendor},
	Sources:  []Source{srcDico, srcSSVFields},
	Inputs:   []string{"card.type", "card.category"},
	Shown:    Demonstration{Card: "cps3-healthy", Profile: []string{`info: {kind: "04"}`}},
}

var type002 = Rule{
	Number: TYPE002, ID: "CPS-TYPE-002", Mark: Field, Severity: BlockBilling, How: FromCard,
	Title:    Text{FR: "CPA ou CDA sans situation de facturation", EN: "CPA or CDA without billing situation cannot bill"},
	Text:     Text{FR: "Carte CDA/CPA sans situation de facturation : elle ne permet pas de facturer.", EN: "CDA/CPA card without a billing situation: it cannot bill."},
	Origin:   Proposed,
	Cause:    Text{FR: "Le code 03 désigne les CDA et CPA. Une CPA identifie le personnel d'un organisme autorisé et ne porte d'ordinaire aucune donnée de facturation.", EN: "Code 03 stands for CDA and CPA. A CPA identifies staff of an authorised body and normally carries no billing data."},
	Remedy:   Text{FR: "Facturer avec la CPS du praticien, ou avec une CPE déléguée par l'employeur.", EN: "Bill with the practitioner's CPS, or with a CPE delegated by the employer."},
	Contacts: []ContactID{ContactEmployer},
	Sources:  []Source{srcArticle, srcDico},
	Inputs:   []string{"card.type", "billing[]", "use"},
	Shown:    Demonstration{Card: "cpa-healthy"},
}

var type003 = Rule{
	Number: TYPE003, ID: "CPS-TYPE-003", Mark: Field, Severity: BlockBilling, How: FromCard,
	Title:    Text{FR: "CPF : facturer suppose une situation de facturation", EN: "CPF: billing allowed only with a billing situation"},
	Text:     Text{FR: "Carte CPF sans situation de facturation : elle permet de s'authentifier, pas de facturer.", EN: "CPF card without a billing situation: it can authenticate, not bill."},
	Origin:   Proposed,
	Cause:    Text{FR: "Interne ou étudiant non autorisé à remplacer : sa CPF ouvre les services numériques seulement. Avec une licence de remplacement, il facture au nom du médecin remplacé.", EN: "An intern or student without a licence to replace: the CPF opens digital services only. With that licence, bills are made in the name of the doctor replaced."},
	Remedy:   Text{FR: "Se faire enregistrer comme remplaçant par l'Ordre et par la CPAM, puis attendre la mise à jour de la carte ou la nouvelle carte.", EN: "Register as a replacement with the Ordre and the CPAM, then wait for the update of the card or the new card."},
	Contacts: []ContactID{ContactOrdre, ContactCPAM},
	Sources:  []Source{srcArticle, srcLeaflet, srcHealthFAQ, srcR16155},
	Inputs:   []string{"card.type", "billing[]", "activities[].mode", "lgc.replacement", "use"},
	Shown:    Demonstration{Card: "cpf-no-billing"},
}

var type004 = Rule{
	Number: TYPE004, ID: "CPS-TYPE-004", Mark: Field, Severity: BlockBilling, How: FromCard,
	Title:    Text{FR: "CPE : facturer suppose les données de l'employeur", EN: "CPE: billing by delegation needs the employer's billing data"},
	Text:     Text{FR: "Carte CPE sans données de facturation de la structure : facturation et télétransmission impossibles.", EN: "CPE card without the structure's billing data: billing and transmission are impossible."},
	Origin:   Proposed,
	Cause:    Text{FR: "La CPE a été commandée pour l'accès seulement. La loi permet au titulaire d'une CPS ou CDE d'en demander une avec délégation de signature.", EN: "The CPE was ordered for access only. The law lets the holder of a CPS or CDE ask for one with delegated signature."},
	Remedy:   Text{FR: "L'employeur commande une CPE avec délégation de facturation : TOM pour les structures, TOPS pour les cabinets, laboratoires et pharmacies.", EN: "The employer orders a CPE with billing delegation: TOM for structures, TOPS for practices, laboratories and pharmacies."},
	Contacts: []ContactID{ContactEmployer, ContactANS},
	Sources:  []Source{srcBillingFAQ, srcR16155, srcEsanteHelp},
	Inputs:   []string{"card.type", "billing[]", "use"},
	Shown:    Demonstration{Card: "cpe-no-billing"},
}

var type005 = Rule{
	Number: TYPE005, ID: "CPS-TYPE-005", Mark: Public, Severity: Info, How: FromCard,
	Title:   Text{FR: "CDE et CPE partagent un code de type", EN: "CDE and CPE share one type code"},
	Text:    Text{FR: "Carte de Personnel d'Etablissement (CDE/CPE)", EN: "Card of a structure's staff (CDE/CPE)"},
	Origin:  FieldText,
	Cause:   Text{FR: "Le dictionnaire n'a qu'un libellé pour les deux cartes ; le niveau de responsabilité 01 désigne une CDE.", EN: "The dictionary has one label for both cards; responsibility level 01 stands for a CDE."},
	Remedy:  Text{FR: "Rien à faire : cette carte est une CDE (responsable de structure).", EN: "Nothing to do: this card is a CDE (head of a structure)."},
	Sources: []Source{srcDico, srcGestion, srcDerived, srcArticle, srcHealthFAQ},
	Inputs:  []string{"card.type", "activities[].responsibility"},
	Shown:   Demonstration{Card: "cde-healthy"},
}

var type006 = Rule{
	Number: TYPE006, ID: "CPS-TYPE-006", Mark: Public, Severity: Warning, How: FromCard,
	Title:    Text{FR: "CPE non nominative", EN: "Non-nominative CPE"},
	Text:     Text{FR: "CPE non nominative : les téléservices nominatifs, la e-CPS et la déclaration de perte par le porteur ne sont pas possibles.", EN: "Non-nominative CPE: nominative online services, the e-CPS and a declaration of loss by the holder are not possible."},
	Origin:   Proposed,
	Cause:    Text{FR: "La carte a été délivrée au nom de l'employeur ou d'une fonction, ce que la loi permet.", EN: "The card was issued in the name of the employer or of a function, which the law allows."},
	Remedy:   Text{FR: "En cas de perte, c'est le responsable de la structure ou son mandataire qui déclare ; la e-CPS demande une carte nominative.", EN: "If it is lost, the head of the structure or a delegate declares it; the e-CPS needs a nominative card."},
	Contacts: []ContactID{ContactEmployer},
	Sources:  []Source{srcEsante2014, srcR16155, srcECPS},
	Inputs:   []string{"card.type", "holder.name", "holder.nominative"},
	Shown:    Demonstration{Card: "cpe-healthy", Facts: []string{"holder.nominative=no"}},
}

var type007 = Rule{
	Number: TYPE007, ID: "CPS-TYPE-007", Mark: Public, Severity: BlockBilling, How: FromFact,
	Title:    Text{FR: "Carte de test en réel, ou carte réelle en test", EN: "Test card in production or real card in test"},
	Text:     Text{FR: "Les 2 cartes introduites dans le lecteur sont de types incompatibles : l'une est une carte de test alors que l'autre est une carte réelle.", EN: "The two cards in the reader are of incompatible types: one is a test card, the other a real one."},
	Origin:   FieldText,
	Cause:    Text{FR: "Carte de démonstration restée dans le lecteur, ou carte réelle utilisée sur une installation de test.", EN: "A demonstration card left in the reader, or a real card used on a test installation."},
	Remedy:   Text{FR: "Utiliser deux cartes de même nature ; refaire la facture, ou changer de carte avant de signer le lot.", EN: "Use two cards of one kind; make the invoice again, or change the card before signing the batch."},
	Contacts: []ContactID{ContactVendor},
	Sources:  []Source{srcSSV, srcDico},
	Inputs:   []string{"card.category", "env", "vitale.category", "batch.category"},
	Needs:    "env",
	Shown:    Demonstration{Card: "cps3-healthy", Facts: []string{"env=real"}},
	Said:     []string{"carte de test en production", "carte de test"},
}

var type008 = Rule{
	Number: TYPE008, ID: "CPS-TYPE-008", Mark: Public, Severity: Warning, How: FromFact,
	Title:    Text{FR: "Carte d'une autre profession", EN: "Card of another profession"},
	Text:     Text{FR: "Cette carte correspond à une autre profession.", EN: "This card belongs to another profession."},
	Origin:   Proposed,
	Cause:    Text{FR: "Une carte vaut pour l'exercice d'une seule profession ; qui en exerce deux a deux cartes.", EN: "A card is for the practice of one profession; whoever has two professions has two cards."},
	Remedy:   Text{FR: "Introduire l'autre carte.", EN: "Insert the other card."},
	Contacts: []ContactID{ContactOrdre},
	Sources:  []Source{srcMOS},
	Inputs:   []string{"holder.profession", "lgc.profession", "card.type"},
	Needs:    "lgc.profession",
	Shown:    Demonstration{Card: "cpf-healthy", Facts: []string{"lgc.profession=40"}},
}

var type009 = Rule{
	Number: TYPE009, ID: "CPS-TYPE-009", Mark: Field, Severity: BlockBilling, How: FromFact,
	Title:    Text{FR: "Professionnel connu par le portail RPPS+ seulement", EN: "Professional known only through the RPPS+ portal"},
	Text:     Text{FR: "Pas de carte physique : seule la e-CPS est disponible, elle ne permet pas de signer des FSE.", EN: "No physical card: only the e-CPS is available, and it cannot sign FSE."},
	Origin:   Proposed,
	Cause:    Text{FR: "L'enregistrement par le portail RPPS+ ne donne qu'une e-CPS.", EN: "Enrolment through the RPPS+ portal gives an e-CPS only."},
	Remedy:   Text{FR: "La e-CPS ouvre les téléservices ; pour facturer, il faut une carte physique.", EN: "The e-CPS opens online services; billing needs a physical card."},
	Contacts: []ContactID{ContactANS},
	Sources:  []Source{srcHealthFAQ, srcArticle},
	Inputs:   []string{"holder.enrolment", "use"},
	Needs:    "holder.enrolment",
	Shown:    Demonstration{Facts: []string{"holder.enrolment=rpps+"}},
}

var type010 = Rule{
	Number: TYPE010, ID: "CPS-TYPE-010", Mark: Field, Severity: BlockSigning, How: FromFact,
	Title:   Text{FR: "e-CPS employée à la place de la carte pour les FSE", EN: "e-CPS used in place of the card for FSE"},
	Text:    Text{FR: "La e-CPS ne signe pas les FSE : insérer la carte CPS.", EN: "The e-CPS does not sign FSE: insert the CPS card."},
	Origin:  Proposed,
	Cause:   Text{FR: "La e-CPS authentifie par Pro Santé Connect ; elle ne signe ni feuilles de soins ni lots.", EN: "The e-CPS authenticates through Pro Santé Connect; it signs neither claims nor batches."},
	Remedy:  Text{FR: "Introduire la carte ; la e-CPS dépanne pour les téléservices pendant le remplacement d'une carte perdue.", EN: "Insert the card; the e-CPS is a fallback for online services while a lost card is replaced."},
	Sources: []Source{srcLeaflet, srcArticle},
	Inputs:  []string{"signer.kind", "card"},
	Needs:   "signer.kind",
	Shown:   Demonstration{Facts: []string{"signer.kind=ecps"}},
	Said:    []string{"facturer avec la e-CPS"},
}
