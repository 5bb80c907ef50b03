package rule

// Validity, renewal and delivery.

var val001 = Rule{
	Number: VAL001, ID: "CPS-VAL-001", Mark: Field, Severity: BlockBilling, How: FromCard,
	Title:    Text{FR: "Carte expirée (date de la puce)", EN: "Card expired (date on the chip)"},
	Text:     Text{FR: "Votre carte est arrivée en fin de validité le %s.", EN: "Your card reached its end of validity on %s."},
	Origin:   Proposed,
	Cause:    Text{FR: "La date de fin de validité inscrite dans la puce est passée. Les écrans n'affichent que le mois et n'avertissent pas ; l'émetteur met les cartes expirées en opposition.", EN: "The end of validity stored on the chip has passed. Screens show the month only and give no warning; the issuer puts expired cards in opposition."},
	Remedy:   Text{FR: "Utiliser la nouvelle carte ; si elle n'est pas arrivée, appeler.", EN: "Use the new card; if it has not come, call."},
	Contacts: []ContactID{ContactANS},
	Sources:  []Source{srcBillingFAQ, srcArticle, srcR16153, srcOpposition},
	Inputs:   []string{"card.expiryDate", "today", "card.printedExpiry"},
	Variants: []Variant{{
		Key:   VariantPrinted,
		Cause: Text{FR: "La fin de validité imprimée sur la carte est passée, et ni la puce ni un certificat n'ont été lus pour en dire une autre. L'émetteur met les cartes expirées en opposition.", EN: "The end of validity printed on the card has passed, and neither the chip nor a certificate was read to tell another. The issuer puts expired cards in opposition."},
	}},
	Shown: Demonstration{Card: "cps3-expired"},
	Said:  []string{"carte expirée", "carte périmée", "fin de validité dépassée", "carte plus valide", "carte invalide", "expired card"},
}

var val002 = Rule{
	Number: VAL002, ID: "CPS-VAL-002", Mark: Field, Severity: BlockBilling, How: FromCard,
	Title:    Text{FR: "Carte V3 expirée, date de fin non lue", EN: "Card expired, V3, expiry date unread"},
	Text:     Text{FR: "Carte délivrée il y a plus de trois ans : elle n'est plus valide.", EN: "Card issued more than three years ago: it is no longer valid."},
	Origin:   Proposed,
	Cause:    Text{FR: "Ni la puce ni un certificat ne donnent de date de fin à venir, et une carte V3 vit trois ans à compter de sa délivrance.", EN: "Neither the chip nor a certificate gives an end date to come, and a V3 card lives three years from its issue."},
	Remedy:   Text{FR: "Utiliser la nouvelle carte ; si elle n'est pas arrivée, appeler.", EN: "Use the new card; if it has not come, call."},
	Contacts: []ContactID{ContactANS},
	Sources:  []Source{srcBillingFAQ, srcArticle, srcHealthFAQ, srcRNWindows},
	Inputs:   []string{"card.issueDate", "today", "card.generation", "card.expiryDate", "certs[].notAfter", "card.printedExpiry"},
	Shown:    Demonstration{Card: "cps3-healthy", Profile: []string{"raw: {id_card: E318 8006 80250000001F 8105 2999000117 820180 8304 20191121}", "certificates: {authentication: {not_after: -2d}}"}},
}

var val003 = Rule{
	Number: VAL003, ID: "CPS-VAL-003", Mark: Field, Severity: BlockBilling, How: FromCard,
	Title:    Text{FR: "Carte V4 expirée, date de fin non lue", EN: "Card expired, V4, expiry date unread"},
	Text:     Text{FR: "Votre carte est arrivée en fin de validité le %s.", EN: "Your card reached its end of validity on %s."},
	Origin:   Proposed,
	Cause:    Text{FR: "Ni la puce ni un certificat ne donnent de date de fin à venir, et une carte V4 vit six ans à compter de sa délivrance, non trois.", EN: "Neither the chip nor a certificate gives an end date to come, and a V4 card lives six years from its issue, not three."},
	Remedy:   Text{FR: "Utiliser la nouvelle carte ; si elle n'est pas arrivée, appeler.", EN: "Use the new card; if it has not come, call."},
	Contacts: []ContactID{ContactANS},
	Sources:  []Source{srcLeaflet},
	Inputs:   []string{"card.issueDate", "today", "card.generation", "card.expiryDate", "certs[].notAfter", "card.printedExpiry"},
	Shown:    Demonstration{Card: "cps4-healthy", Profile: []string{"raw: {id_card: E318 8006 80250000001F 8105 2999000217 820180 8304 20191121}", "certificates: {authentication: {not_after: -2d}}"}},
}

var val004 = Rule{
	Number: VAL004, ID: "CPS-VAL-004", Mark: Derived, Severity: Info, How: FromCard,
	Title:   Text{FR: "Durée de validité inhabituelle pour la génération", EN: "Lifetime does not fit the generation"},
	Text:    Text{FR: "Durée de validité inhabituelle pour cette génération de carte.", EN: "Unusual period of validity for this generation of card."},
	Origin:  Proposed,
	Cause:   Text{FR: "Une V3 vit trois ans, une V4 six. Les cartes de formation ou liées à un contrat peuvent vivre moins ; sinon la génération a été mal reconnue.", EN: "A V3 lives three years, a V4 six. Cards of trainees or tied to a contract may live less; otherwise the generation was badly recognised."},
	Remedy:  Text{FR: "Se fier à la date de la puce, et revoir l'ATR.", EN: "Trust the date on the chip, and look at the ATR again."},
	Sources: []Source{srcDerived, srcLeaflet, srcBillingFAQ},
	Inputs:  []string{"card.issueDate", "card.expiryDate", "card.generation"},
	Shown:   Demonstration{Card: "cps4-healthy", Profile: []string{"id_card: {issued: -1y, expires: +2y}"}},
}

var val005 = Rule{
	Number: VAL005, ID: "CPS-VAL-005", Mark: Field, Severity: Info, How: FromCard,
	Title:    Text{FR: "Période du courrier de renouvellement", EN: "Renewal letter window"},
	Text:     Text{FR: "Votre carte expire dans %d jours ; vérifiez votre adresse auprès de l'Ordre.", EN: "Your card expires in %d days; check your address with the Ordre."},
	Origin:   Proposed,
	Cause:    Text{FR: "Un courrier annonce le renouvellement deux à trois mois avant la fin de validité.", EN: "A letter announces the renewal two to three months before the end of validity."},
	Remedy:   Text{FR: "Vérifier l'adresse postale. Rien à commander : le renouvellement est automatique pour les professionnels et les directeurs.", EN: "Check the postal address. Nothing to order: renewal is automatic for professionals and directors."},
	Contacts: []ContactID{ContactOrdre},
	Sources:  []Source{srcArticle, srcR16155, srcHealthFAQ},
	Inputs:   []string{"card.expiryDate", "today", "card.type", "card.printedExpiry"},
	Shown:    Demonstration{Card: "cps3-renewal-letter"},
}

var val006 = Rule{
	Number: VAL006, ID: "CPS-VAL-006", Mark: Field, Severity: Warning, How: FromCard,
	Title:    Text{FR: "La nouvelle carte devrait être en route", EN: "Replacement card should be on its way"},
	Text:     Text{FR: "Votre carte expire dans %d jours. La nouvelle carte est envoyée automatiquement 1 à 1,5 mois avant la fin de validité.", EN: "Your card expires in %d days. The new card is sent automatically 1 to 1.5 months before the end of validity."},
	Origin:   Proposed,
	Cause:    Text{FR: "La fin de validité est proche et aucune nouvelle carte n'est déclarée reçue.", EN: "The end of validity is near and no new card has been declared received."},
	Remedy:   Text{FR: "Suivre la commande sur le portail MaCarte ; sans nouvelle à 30 jours de la fin, appeler.", EN: "Follow the order on the MaCarte portal; without news 30 days before the end, call."},
	Contacts: []ContactID{ContactANS},
	Sources:  []Source{srcLeaflet},
	Inputs:   []string{"card.expiryDate", "today", "card.type", "newCardReceived", "card.printedExpiry"},
	Variants: []Variant{{
		Key:    VariantCall,
		Text:   Text{FR: "Votre carte expire dans %d jours et la nouvelle carte devrait être arrivée, envoyée automatiquement 1 à 1,5 mois avant la fin de validité : appelez l'ANS maintenant.", EN: "Your card expires in %d days and the new card, sent automatically 1 to 1.5 months before the end of validity, should have come: call the ANS now."},
		Cause:  Text{FR: "Il reste trente jours ou moins et aucune nouvelle carte n'est déclarée reçue.", EN: "Thirty days or less are left and no new card has been declared received."},
		Remedy: Text{FR: "Appeler maintenant : à 30 jours de la fin, on n'attend plus. L'état de la commande est sur le portail MaCarte.", EN: "Call now: 30 days before the end, the waiting is over. The state of the order is on the MaCarte portal."},
	}},
	Shown: Demonstration{Card: "cps3-expiring"},
	Said:  []string{"carte expire le mois prochain", "card expires next month"},
}

var val007 = Rule{
	Number: VAL007, ID: "CPS-VAL-007", Mark: Derived, Severity: Warning, How: FromCard,
	Title:    Text{FR: "Fin de validité imminente sans nouvelle carte", EN: "Expiry imminent without replacement"},
	Text:     Text{FR: "Votre carte expire dans %d jours et aucune nouvelle carte n'est enregistrée : appelez l'ANS.", EN: "Your card expires in %d days and no new card is recorded: call the ANS."},
	Origin:   Proposed,
	Cause:    Text{FR: "Nouvelle carte perdue par la poste, adresse fausse, cessation d'activité déclarée, impayé ou radiation.", EN: "New card lost in the post, wrong address, end of activity declared, unpaid or struck off the register."},
	Remedy:   Text{FR: "Appeler sans attendre et préparer des feuilles de soins papier.", EN: "Call without delay and prepare paper claims."},
	Contacts: []ContactID{ContactANS, ContactOrdre},
	Sources:  []Source{srcDerived},
	Inputs:   []string{"card.expiryDate", "today", "newCardReceived", "card.printedExpiry"},
	Variants: []Variant{
		{
			Key:  VariantToday,
			Text: Text{FR: "Votre carte expire aujourd'hui et aucune nouvelle carte n'est enregistrée : appelez l'ANS.", EN: "Your card expires today and no new card is recorded: call the ANS."},
		},
		{
			Key:  VariantTomorrow,
			Text: Text{FR: "Votre carte expire demain et aucune nouvelle carte n'est enregistrée : appelez l'ANS.", EN: "Your card expires tomorrow and no new card is recorded: call the ANS."},
		},
	},
	Shown: Demonstration{Card: "cps3-expiring-soon"},
}

var val008 = Rule{
	Number: VAL008, ID: "CPS-VAL-008", Mark: Public, Severity: Warning, How: FromCard,
	Title:    Text{FR: "Pas de renouvellement automatique", EN: "Automatic renewal does not apply"},
	Text:     Text{FR: "Le renouvellement automatique ne concerne pas cette carte : demandez-la à votre employeur ou à votre Ordre.", EN: "Automatic renewal does not cover this card: ask your employer or your Ordre for it."},
	Origin:   Proposed,
	Cause:    Text{FR: "La loi renouvelle d'office les cartes des professionnels et des directeurs, non celles de formation ni celles des employés.", EN: "The law renews the cards of professionals and directors by itself, not those of trainees or employees."},
	Remedy:   Text{FR: "L'employeur commande la carte (TOM ou TOPS) ; un étudiant s'adresse à l'Ordre.", EN: "The employer orders the card (TOM or TOPS); a student asks the Ordre."},
	Contacts: []ContactID{ContactEmployer, ContactOrdre},
	Sources:  []Source{srcR16155, srcEsanteHelp},
	Inputs:   []string{"card.type", "card.expiryDate", "today", "activities[].responsibility", "card.printedExpiry"},
	Shown:    Demonstration{Card: "cpe-healthy", Profile: []string{"id_card: {issued: -3y+60d, expires: +60d}"}},
}

var val009 = Rule{
	Number: VAL009, ID: "CPS-VAL-009", Mark: Public, Severity: BlockBilling, How: FromCard,
	Title:    Text{FR: "Carte pas encore valide, ou horloge fausse", EN: "Card not yet valid or clock wrong"},
	Text:     Text{FR: "Carte délivrée le %s, après la date du poste : vérifier la date du poste et la date courante du lecteur.", EN: "Card issued on %s, after the workstation's date: check the date of the workstation and of the reader."},
	Origin:   Proposed,
	Cause:    Text{FR: "Pile du poste ou du lecteur épuisée : une carte valide paraît expirée ou pas encore valide. Le message 61444 demande lui-même de vérifier « la date courante du lecteur ».", EN: "The battery of the workstation or of the reader is flat: a valid card looks expired or not yet valid. Message 61444 itself asks to check « la date courante du lecteur »."},
	Remedy:   Text{FR: "Mettre à l'heure le poste et le lecteur, puis relire la carte.", EN: "Set the date of the workstation and of the reader, then read the card again."},
	Contacts: []ContactID{ContactIT},
	Sources:  []Source{srcSSV, srcDerived},
	Inputs:   []string{"card.issueDate", "today", "reader.clock"},
	Variants: []Variant{{
		Key:  VariantClock,
		Text: Text{FR: "La date du poste est le %s : vérifier la date du poste et la date courante du lecteur.", EN: "The workstation's date is %s: check the date of the workstation and of the reader."},
	}, {
		Key:  VariantReaderClock,
		Text: Text{FR: "La date du lecteur est le %s : vérifier la date du poste et la date courante du lecteur.", EN: "The reader's date is %s: check the date of the workstation and of the reader."},
	}},
	Shown: Demonstration{Facts: []string{"reader.clock=2010-01-01"}},
	Said:  []string{"la date courante du lecteur", "mauvaise date du lecteur", "mauvaise date du poste"},
}

var val010 = Rule{
	Number: VAL010, ID: "CPS-VAL-010", Mark: Field, Severity: BlockSigning, How: FromFact,
	Title:    Text{FR: "Carte reçue, codes non reçus", EN: "Card received, codes not received"},
	Text:     Text{FR: "Les codes sont envoyés séparément, environ 24 h après la carte.", EN: "The codes are sent apart, about 24 hours after the card."},
	Origin:   Proposed,
	Cause:    Text{FR: "Pour la sécurité, les codes ne voyagent pas avec la carte.", EN: "For safety, the codes do not travel with the card."},
	Remedy:   Text{FR: "Lire les codes sur le portail MaCarte, ou demander un nouvel envoi du courrier.", EN: "Read the codes on the MaCarte portal, or ask for the letter again."},
	Contacts: []ContactID{ContactANS},
	Sources:  []Source{srcHealthFAQ, srcLeaflet, srcBillingFAQ},
	Inputs:   []string{"card.received", "codes.received", "today"},
	Needs:    "card.received",
	Variants: []Variant{
		{Key: VariantOverdue, Cause: Text{FR: "Les codes ont cinq jours ouvrés de retard sur la carte, ou davantage : le courrier est sans doute perdu.", EN: "The codes are five working days behind the card, or more: the letter is probably lost."}, Remedy: Text{FR: "Ne plus attendre : consulter les codes sur le portail MaCarte, ou appeler pour un nouvel envoi.", EN: "Wait no longer: look the codes up on the MaCarte portal, or call for a new letter."}},
	},
	Shown: Demonstration{Facts: []string{"card.received=@-3", "codes.received=no"}},
	Said:  []string{"carte reçue sans les codes", "card received without the codes"},
}

var val011 = Rule{
	Number: VAL011, ID: "CPS-VAL-011", Mark: Field, Severity: Warning, How: FromFact,
	Title:    Text{FR: "Livraison en retard", EN: "Delivery overdue"},
	Text:     Text{FR: "Délai de livraison dépassé : suivez votre commande.", EN: "Delivery is overdue: follow your order."},
	Origin:   Proposed,
	Cause:    Text{FR: "Délais publiés : deux semaines après l'enregistrement par la CPAM pour une première carte, cinq jours ouvrés après l'accord de l'ANS pour une nouvelle commande, quatre semaines au plus.", EN: "Published delays: two weeks after the CPAM's registration for a first card, five working days after the ANS's agreement for a new order, four weeks at most."},
	Remedy:   Text{FR: "Regarder l'état de la commande sur le portail MaCarte, puis appeler.", EN: "Look at the order on the MaCarte portal, then call."},
	Contacts: []ContactID{ContactANS, ContactCPAM},
	Sources:  []Source{srcLeaflet, srcHealthFAQ, srcArticle},
	Inputs:   []string{"order.date", "order.kind", "today"},
	Needs:    "order.date",
	Variants: []Variant{{Key: VariantNotFirst, Contacts: []ContactID{ContactANS}}},
	Shown:    Demonstration{Facts: []string{"order.kind=reorder", "order.date=@-40"}},
	Said:     []string{"carte non reçue", "carte commandée non reçue", "card not received"},
}

// VariantNotFirst is an order that the CPAM has no part in.
const VariantNotFirst = "not-first"

var val012 = Rule{
	Number: VAL012, ID: "CPS-VAL-012", Mark: Derived, Severity: Info, How: FromFact,
	Title:   Text{FR: "Dates imprimée et enregistrée différentes", EN: "Printed and stored expiry dates differ"},
	Text:    Text{FR: "La date imprimée et la date de la puce diffèrent : la date de la puce fait foi.", EN: "The printed date and the date on the chip differ: the chip's counts."},
	Origin:  Proposed,
	Cause:   Text{FR: "Erreur de lecture, ou carte V4 mise à jour à distance.", EN: "A reading error, or a V4 updated remotely."},
	Remedy:  Text{FR: "Se fier à la puce.", EN: "Trust the chip."},
	Sources: []Source{srcDerived, srcArticle},
	Inputs:  []string{"card.printedExpiry", "card.expiryDate"},
	Needs:   "card.printedExpiry",
	Shown:   Demonstration{Card: "cps3-healthy", Facts: []string{"card.printedExpiry=2020-10"}},
}

var val013 = Rule{
	Number: VAL013, ID: "CPS-VAL-013", Mark: Derived, Severity: Warning, How: FromFact,
	Title:   Text{FR: "Ancienne carte utilisée alors que la nouvelle existe", EN: "Old card used although the new one exists"},
	Text:    Text{FR: "Une carte plus récente existe : l'ancienne peut être en opposition.", EN: "A newer card exists: the old one may be in opposition."},
	Origin:  Proposed,
	Cause:   Text{FR: "Une carte du même porteur, délivrée plus tard, a déjà été vue sur ce poste : les deux ont été gardées.", EN: "A card of the same holder, issued later, was seen on this workstation: both were kept."},
	Remedy:  Text{FR: "N'utiliser et ne garder que la nouvelle.", EN: "Use and keep the new one only."},
	Sources: []Source{srcDerived},
	Inputs:  []string{"card.issueDate", "card.latestKnown"},
	Needs:   "card.latestKnown",
	Shown:   Demonstration{Card: "cps3-healthy", Facts: []string{"card.latestKnown=@-10"}},
}

var val014 = Rule{
	Number: VAL014, ID: "CPS-VAL-014", Mark: Field, Severity: Info, How: FromFact,
	Title:    Text{FR: "Carte de remplacement facturée", EN: "Replacement card is charged"},
	Text:     Text{FR: "Le remplacement est facturé (environ 36 € en 2025), sauf panne imputable à la carte.", EN: "The replacement is charged (about 36 € in 2025), unless the card itself failed."},
	Origin:   Proposed,
	Cause:    Text{FR: "Tarif de l'émetteur après perte, vol ou détérioration.", EN: "Tariff of the issuer after loss, theft or damage."},
	Remedy:   Text{FR: "Prévenir le porteur ; le montant est à revérifier.", EN: "Tell the holder; the amount has to be checked again."},
	Contacts: []ContactID{ContactANS},
	Sources:  []Source{srcArticle},
	Inputs:   []string{"incident"},
	Needs:    "incident",
	Shown:    Demonstration{Facts: []string{"incident=lost"}},
}

var val015 = Rule{
	Number: VAL015, ID: "CPS-VAL-015", Mark: Public, Severity: Warning, How: FromCard,
	Title:    Text{FR: "Carte de test de plus de trois ans", EN: "Test card older than three years"},
	Text:     Text{FR: "Carte de test délivrée le %s : passé trois ans, les services de test peuvent la refuser.", EN: "Test card issued on %s: past three years, test services may refuse it."},
	Origin:   Proposed,
	Cause:    Text{FR: "Une carte de test vaut trois ans, quelle que soit la génération de sa puce.", EN: "A test card is good for three years, whatever the generation of its chip."},
	Remedy:   Text{FR: "Commander une nouvelle carte de test.", EN: "Order a new test card."},
	Contacts: []ContactID{ContactANS},
	Sources:  []Source{srcANSIndustry},
	Inputs:   []string{"card.category", "card.issueDate"},
	Shown:    Demonstration{Card: "cps4-four-years"},
	Said:     []string{"carte de test trop ancienne", "test card too old"},
}
