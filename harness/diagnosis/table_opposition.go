package diagnosis

// Opposition, loss, theft.

var opp001 = Rule{
	ID: "CPS-OPP-001", Mark: Public, Severity: BlockBilling, How: FromFact,
	Title:    Text{"Carte en opposition", "Card in opposition"},
	Text:     Text{"Cette carte est en opposition : elle ne peut plus être utilisée.", "This card is in opposition: it can no longer be used."},
	Origin:   Proposed,
	Cause:    Text{"Carte perdue, volée, en panne, à risque ou expirée, signalée à l'émetteur.", "A card lost, stolen, faulty, at risk or expired, reported to the issuer."},
	Remedy:   Text{"Utiliser la carte de remplacement et détruire l'ancienne.", "Use the replacement and destroy the old card."},
	Contacts: []ContactID{ContactANS},
	Sources:  []Source{srcOpposition, srcMOS},
	Inputs:   []string{"opposition.date", "opposition.serial", "today", "card.serial"},
	Needs:    "opposition.date",
}

var opp002 = Rule{
	ID: "CPS-OPP-002", Mark: Public, Severity: BlockSigning, How: FromFact,
	Title:    Text{"Certificat révoqué", "Certificate revoked"},
	Text:     Text{"Certificat révoqué.", "Certificate revoked."},
	Origin:   Proposed,
	Cause:    Text{"Conséquence d'une mise en opposition.", "A consequence of opposition."},
	Remedy:   Text{"Utiliser la carte de remplacement.", "Use the replacement card."},
	Contacts: []ContactID{ContactANS},
	Sources:  []Source{srcMOS},
	Inputs:   []string{"crl", "certs[].serial", "crl.list"},
	Needs:    "crl",
}

var opp003 = Rule{
	ID: "CPS-OPP-003", Mark: Derived, Severity: Warning, How: FromFact,
	Title:    Text{"État de révocation inconnu", "Revocation state unknown"},
	Text:     Text{"État de révocation inconnu (liste non à jour).", "Revocation state unknown (list out of date)."},
	Origin:   Proposed,
	Cause:    Text{"Poste hors ligne : la liste manque ou a dépassé sa date de renouvellement.", "Workstation offline: the list is missing or past its next-update date."},
	Remedy:   Text{"Ne pas dire « valide » : dire « inconnu », et mettre la liste à jour.", "Do not say \"valid\": say \"unknown\", and update the list."},
	Contacts: []ContactID{ContactIT},
	Sources:  []Source{srcDerived},
	Inputs:   []string{"crl", "crl.nextUpdate", "today"},
	Needs:    "crl",
}

var opp004 = Rule{
	ID: "CPS-OPP-004", Mark: Field, Severity: Info, How: FromFact,
	Title:    Text{"Déclaration de perte ou de vol", "Loss or theft declaration"},
	Text:     Text{"Déclarez l'incident sans attendre.", "Declare the incident without delay."},
	Origin:   Proposed,
	Cause:    Text{"Le porteur doit prévenir l'émetteur.", "The holder has to tell the issuer."},
	Remedy:   Text{"L'ANS jour et nuit, la CPAM aux heures de bureau ; carte d'employé : l'employeur, par TOM ou TOPS. Un document cite l'Ordre pour les professions à RPPS. Ne jamais communiquer de code.", "The ANS day and night, the CPAM in office hours; an employee's card: the employer, through TOM or TOPS. One document names the Ordre for RPPS professions. Never disclose a code."},
	Contacts: []ContactID{ContactANS, ContactCPAM, ContactOrdre},
	Sources:  []Source{srcLeaflet, srcArticle, srcOpposition, srcEsanteHelp},
	Inputs:   []string{"incident"},
	Needs:    "incident",
}

var opp005 = Rule{
	ID: "CPS-OPP-005", Mark: Public, Severity: Info, How: FromFact,
	Title:    Text{"CPE non nominative perdue", "Non-nominative CPE lost"},
	Text:     Text{"La déclaration doit être faite par le responsable de la structure ou son mandataire.", "The declaration has to be made by the head of the structure or a delegate."},
	Origin:   Proposed,
	Cause:    Text{"Le titulaire d'une CPE non nominative est la structure.", "The holder of a non-nominative CPE is the structure."},
	Remedy:   Text{"Le responsable déclare.", "The person in charge declares."},
	Contacts: []ContactID{ContactEmployer},
	Sources:  []Source{srcEsante2014},
	Inputs:   []string{"incident", "incident.by", "holder.nominative", "card.type"},
	Needs:    "incident",
}

var opp006 = Rule{
	ID: "CPS-OPP-006", Mark: Derived, Severity: Warning, How: FromFact,
	Title:    Text{"Carte retrouvée après opposition", "Found card after opposition"},
	Text:     Text{"Carte retrouvée après opposition : elle reste inutilisable.", "Card found after opposition: it stays unusable."},
	Origin:   Proposed,
	Cause:    Text{"L'opposition est définitive, autant qu'on le sache.", "Opposition is final, as far as is known."},
	Remedy:   Text{"Utiliser la nouvelle carte.", "Use the new card."},
	Contacts: []ContactID{ContactANS},
	Sources:  []Source{srcDerived},
	Inputs:   []string{"incident"},
	Needs:    "incident",
}
