package rule

// Opposition, loss, theft.

var opp001 = Rule{
	Number: OPP001, ID: "CPS-OPP-001", Mark: Public, Severity: BlockBilling, How: FromFact,
	Title:    Text{FR: "Carte en opposition", EN: "Card in opposition"},
	Text:     Text{FR: "Cette carte est en opposition : elle ne peut plus être utilisée.", EN: "This card is in opposition: it can no longer be used."},
	Origin:   Proposed,
	Cause:    Text{FR: "Carte perdue, volée, en panne, à risque ou expirée, signalée à l'émetteur.", EN: "A card lost, stolen, faulty, at risk or expired, reported to the issuer."},
	Remedy:   Text{FR: "Utiliser la carte de remplacement et détruire l'ancienne.", EN: "Use the replacement and destroy the old card."},
	Contacts: []ContactID{ContactANS},
	Sources:  []Source{srcOpposition, srcMOS},
	Inputs:   []string{"opposition.date", "opposition.serial", "today", "card.serial"},
	Needs:    "opposition.date",
	Shown:    Demonstration{Facts: []string{"opposition.date=@-2"}},
	Said:     []string{"carte opposée", "carte mise en opposition"},
}

var opp002 = Rule{
	Number: OPP002, ID: "CPS-OPP-002", Mark: Public, Severity: BlockSigning, How: FromFact,
	Title:    Text{FR: "Certificat révoqué", EN: "Certificate revoked"},
	Text:     Text{FR: "Certificat révoqué.", EN: "Certificate revoked."},
	Origin:   Proposed,
	Cause:    Text{FR: "Conséquence d'une mise en opposition.", EN: "A consequence of opposition."},
	Remedy:   Text{FR: "Utiliser la carte de remplacement.", EN: "Use the replacement card."},
	Contacts: []ContactID{ContactANS},
	Sources:  []Source{srcMOS},
	Inputs:   []string{"crl", "certs[].serial", "crl.list"},
	Needs:    "crl",
	Shown:    Demonstration{Facts: []string{"crl=listed"}},
}

var opp003 = Rule{
	Number: OPP003, ID: "CPS-OPP-003", Mark: Derived, Severity: Warning, How: FromFact,
	Title:    Text{FR: "État de révocation inconnu", EN: "Revocation state unknown"},
	Text:     Text{FR: "État de révocation inconnu (liste non à jour).", EN: "Revocation state unknown (list out of date)."},
	Origin:   Proposed,
	Cause:    Text{FR: "Poste hors ligne : la liste manque ou a dépassé sa date de renouvellement.", EN: "Workstation offline: the list is missing or past its next-update date."},
	Remedy:   Text{FR: "Ne pas dire « valide » : dire « inconnu », et mettre la liste à jour.", EN: "Do not say \"valid\": say \"unknown\", and update the list."},
	Contacts: []ContactID{ContactIT},
	Sources:  []Source{srcDerived},
	Inputs:   []string{"crl", "crl.nextUpdate", "today"},
	Variants: []Variant{
		{Key: VariantDown, Cause: Text{FR: "Le service de l'autorité ne répond pas, ou refuse.", EN: "The authority's service does not answer, or refuses."}, Remedy: Text{FR: "Vérifier le réseau et le pare-feu, recommencer plus tard ; jusque-là, dire « inconnu ».", EN: "Check the network and the firewall, try again later; until then say \"unknown\"."}},
		{Key: VariantTimeout, Cause: Text{FR: "Le service de l'autorité répond trop lentement.", EN: "The authority's service answers too slowly."}, Remedy: Text{FR: "Recommencer plus tard, allonger le délai du logiciel ; jusque-là, dire « inconnu ».", EN: "Try again later, give the software more time; until then say \"unknown\"."}},
		{Key: VariantBadSignature, Cause: Text{FR: "La réponse n'est pas signée par l'autorité qui a émis les certificats.", EN: "The answer is not signed by the authority that issued the certificates."}, Remedy: Text{FR: "Ne rien en croire : chercher qui a répondu (serveur mandataire, mauvaise adresse, autorité de test contre carte réelle).", EN: "Believe none of it: find out who answered (a proxy, a wrong address, a test authority and a real card)."}},
		{Key: VariantMalformed, Cause: Text{FR: "Ce que le service a répondu n'est ni une liste de révocation, ni une réponse OCSP.", EN: "What the service answered is no revocation list and no OCSP answer."}, Remedy: Text{FR: "Vérifier l'adresse : une page d'erreur ou un portail répond à la place du service.", EN: "Check the address: an error page or a portal answers in the service's place."}},
		{Key: VariantUnknown, Cause: Text{FR: "Le service de l'autorité ne connaît pas ce certificat.", EN: "The authority's service does not know this certificate."}, Remedy: Text{FR: "Interroger l'autorité qui a émis la carte ; une carte trop récente peut ne pas être encore connue.", EN: "Ask the authority that issued the card; a card that is too recent may not be known yet."}},
		{Key: VariantNoAddress, Cause: Text{FR: "Le certificat ne dit pas où demander.", EN: "The certificate does not say where to ask."}, Remedy: Text{FR: "Donner au logiciel l'adresse du service ou une liste de révocation ; jusque-là, dire « inconnu ».", EN: "Give the software the address of the service or a revocation list; until then say \"unknown\"."}},
	},
	Needs: "crl",
	Shown: Demonstration{Facts: []string{"crl=clear", "crl.nextUpdate=@-10"}},
}

var opp004 = Rule{
	Number: OPP004, ID: "CPS-OPP-004", Mark: Field, Severity: Info, How: FromFact,
	Title:    Text{FR: "Déclaration de perte ou de vol", EN: "Loss or theft declaration"},
	Text:     Text{FR: "Déclarez l'incident sans attendre.", EN: "Declare the incident without delay."},
	Origin:   Proposed,
	Cause:    Text{FR: "Le porteur doit prévenir l'émetteur.", EN: "The holder has to tell the issuer."},
	Remedy:   Text{FR: "L'ANS jour et nuit, la CPAM aux heures de bureau ; carte d'employé : l'employeur, par TOM ou TOPS. Un document cite l'Ordre pour les professions à RPPS. Ne jamais communiquer de code.", EN: "The ANS day and night, the CPAM in office hours; an employee's card: the employer, through TOM or TOPS. One document names the Ordre for RPPS professions. Never disclose a code."},
	Contacts: []ContactID{ContactANS, ContactCPAM, ContactOrdre},
	Sources:  []Source{srcLeaflet, srcArticle, srcOpposition, srcEsanteHelp},
	Inputs:   []string{"incident"},
	Needs:    "incident",
	Shown:    Demonstration{Facts: []string{"incident=stolen"}},
	Said:     []string{"carte perdue", "carte volée", "carte cassée", "lost card", "stolen card", "card lost", "card stolen"},
}

var opp005 = Rule{
	Number: OPP005, ID: "CPS-OPP-005", Mark: Public, Severity: Info, How: FromFact,
	Title:    Text{FR: "CPE non nominative perdue", EN: "Non-nominative CPE lost"},
	Text:     Text{FR: "La déclaration doit être faite par le responsable de la structure ou son mandataire.", EN: "The declaration has to be made by the head of the structure or a delegate."},
	Origin:   Proposed,
	Cause:    Text{FR: "Le titulaire d'une CPE non nominative est la structure.", EN: "The holder of a non-nominative CPE is the structure."},
	Remedy:   Text{FR: "Le responsable déclare.", EN: "The person in charge declares."},
	Contacts: []ContactID{ContactEmployer},
	Sources:  []Source{srcEsante2014},
	Inputs:   []string{"incident", "incident.by", "holder.nominative", "card.type"},
	Needs:    "incident",
	Shown:    Demonstration{Facts: []string{"incident=lost", "incident.by=user", "holder.nominative=no"}},
}

var opp006 = Rule{
	Number: OPP006, ID: "CPS-OPP-006", Mark: Derived, Severity: Warning, How: FromFact,
	Title:    Text{FR: "Carte retrouvée après opposition", EN: "Found card after opposition"},
	Text:     Text{FR: "Carte retrouvée après opposition : elle reste inutilisable.", EN: "Card found after opposition: it stays unusable."},
	Origin:   Proposed,
	Cause:    Text{FR: "L'opposition est définitive, autant qu'on le sache.", EN: "Opposition is final, as far as is known."},
	Remedy:   Text{FR: "Utiliser la nouvelle carte.", EN: "Use the new card."},
	Contacts: []ContactID{ContactANS},
	Sources:  []Source{srcDerived},
	Inputs:   []string{"incident"},
	Needs:    "incident",
	Shown:    Demonstration{Facts: []string{"incident=found"}},
}
