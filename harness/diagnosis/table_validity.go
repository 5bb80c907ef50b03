package diagnosis

// Validity rules: step 5.

var val001 = Rule{
	ID: "CPS-VAL-001", Mark: Field, Severity: BlockBilling,
	Title:    Text{"Carte expirée (date de la puce)", "Card expired (date on the chip)"},
	Text:     Text{"Votre carte est arrivée en fin de validité le %s.", "Your card reached its end of validity on %s."},
	Origin:   Proposed,
	Cause:    Text{"La date de fin de validité inscrite dans la puce est passée. Les écrans n'affichent que le mois et n'avertissent pas ; l'émetteur met les cartes expirées en opposition.", "The end of validity stored on the chip has passed. Screens show the month only and give no warning; the issuer puts expired cards in opposition."},
	Remedy:   Text{"Utiliser la nouvelle carte ; si elle n'est pas arrivée, appeler.", "Use the new card; if it has not come, call."},
	Contacts: []ContactID{ContactANS},
	Sources:  []Source{srcBillingFAQ, srcArticle, srcR16153, srcOpposition},
	Inputs:   []string{"card.expiryDate", "today"},
}

var val002 = Rule{
	ID: "CPS-VAL-002", Mark: Field, Severity: BlockBilling,
	Title:    Text{"Carte V3 expirée, date de fin non lue", "Card expired, V3, expiry date unread"},
	Text:     Text{"Carte délivrée il y a plus de trois ans : elle n'est plus valide.", "Card issued more than three years ago: it is no longer valid."},
	Origin:   Proposed,
	Cause:    Text{"La puce ne donne pas de date de fin, et une carte V3 vit trois ans à compter de sa délivrance.", "The chip gives no end date, and a V3 card lives three years from its issue."},
	Remedy:   Text{"Utiliser la nouvelle carte ; si elle n'est pas arrivée, appeler.", "Use the new card; if it has not come, call."},
	Contacts: []ContactID{ContactANS},
	Sources:  []Source{srcBillingFAQ, srcArticle, srcHealthFAQ, srcCryptolib},
	Inputs:   []string{"card.issueDate", "today", "card.generation"},
}

var val003 = Rule{
	ID: "CPS-VAL-003", Mark: Field, Severity: BlockBilling,
	Title:    Text{"Carte V4 expirée, date de fin non lue", "Card expired, V4, expiry date unread"},
	Text:     Text{"Votre carte est arrivée en fin de validité le %s.", "Your card reached its end of validity on %s."},
	Origin:   Proposed,
	Cause:    Text{"La puce ne donne pas de date de fin, et une carte V4 vit six ans à compter de sa délivrance, non trois.", "The chip gives no end date, and a V4 card lives six years from its issue, not three."},
	Remedy:   Text{"Utiliser la nouvelle carte ; si elle n'est pas arrivée, appeler.", "Use the new card; if it has not come, call."},
	Contacts: []ContactID{ContactANS},
	Sources:  []Source{srcLeaflet},
	Inputs:   []string{"card.issueDate", "today", "card.generation"},
}

var val005 = Rule{
	ID: "CPS-VAL-005", Mark: Field, Severity: Info,
	Title:    Text{"Période du courrier de renouvellement", "Renewal letter window"},
	Text:     Text{"Votre carte expire dans %d jours ; vérifiez votre adresse auprès de l'Ordre.", "Your card expires in %d days; check your address with the Ordre."},
	Origin:   Proposed,
	Cause:    Text{"Un courrier annonce le renouvellement deux à trois mois avant la fin de validité.", "A letter announces the renewal two to three months before the end of validity."},
	Remedy:   Text{"Vérifier l'adresse postale. Rien à commander : le renouvellement est automatique pour les professionnels et les directeurs.", "Check the postal address. Nothing to order: renewal is automatic for professionals and directors."},
	Contacts: []ContactID{ContactOrdre},
	Sources:  []Source{srcArticle, srcR16155, srcHealthFAQ},
	Inputs:   []string{"card.expiryDate", "today", "card.type"},
}

var val006 = Rule{
	ID: "CPS-VAL-006", Mark: Field, Severity: Warning,
	Title:    Text{"La nouvelle carte devrait être en route", "Replacement card should be on its way"},
	Text:     Text{"La nouvelle carte est envoyée automatiquement 1 à 1,5 mois avant la fin de validité.", "The new card is sent automatically 1 to 1.5 months before the end of validity."},
	Origin:   Proposed,
	Cause:    Text{"La fin de validité est proche et aucune nouvelle carte n'est déclarée reçue.", "The end of validity is near and no new card has been declared received."},
	Remedy:   Text{"Suivre la commande sur le portail MaCarte ; sans nouvelle à 30 jours de la fin, appeler.", "Follow the order on the MaCarte portal; without news 30 days before the end, call."},
	Contacts: []ContactID{ContactANS},
	Sources:  []Source{srcLeaflet},
	Inputs:   []string{"card.expiryDate", "today", "card.type", "newCardReceived"},
}

var val007 = Rule{
	ID: "CPS-VAL-007", Mark: Derived, Severity: Warning,
	Title:    Text{"Fin de validité imminente sans nouvelle carte", "Expiry imminent without replacement"},
	Text:     Text{"Votre carte expire dans %d jours et aucune nouvelle carte n'est enregistrée : appelez l'ANS.", "Your card expires in %d days and no new card is recorded: call the ANS."},
	Origin:   Proposed,
	Cause:    Text{"Nouvelle carte perdue par la poste, adresse fausse, ou cessation d'activité déclarée.", "New card lost in the post, wrong address, or end of activity declared."},
	Remedy:   Text{"Appeler sans attendre et préparer des feuilles de soins papier.", "Call without delay and prepare paper claims."},
	Contacts: []ContactID{ContactANS, ContactOrdre},
	Sources:  []Source{srcDerived},
	Inputs:   []string{"card.expiryDate", "today", "newCardReceived"},
	Variants: []Variant{
		{
			Key:  variantToday,
			Text: Text{"Votre carte expire aujourd'hui et aucune nouvelle carte n'est enregistrée : appelez l'ANS.", "Your card expires today and no new card is recorded: call the ANS."},
		},
		{
			Key:  variantTomorrow,
			Text: Text{"Votre carte expire demain et aucune nouvelle carte n'est enregistrée : appelez l'ANS.", "Your card expires tomorrow and no new card is recorded: call the ANS."},
		},
	},
}

var val009 = Rule{
	ID: "CPS-VAL-009", Mark: Public, Severity: BlockBilling,
	Title:    Text{"Carte pas encore valide, ou horloge fausse", "Card not yet valid or clock wrong"},
	Text:     Text{"Carte délivrée le %s, après la date du poste : vérifier la date du poste et la date courante du lecteur.", "Card issued on %s, after the workstation's date: check the date of the workstation and of the reader."},
	Origin:   Proposed,
	Cause:    Text{"Pile du poste ou du lecteur épuisée : une carte valide paraît expirée ou pas encore valide. Le message 61444 demande lui-même de vérifier « la date courante du lecteur ».", "The battery of the workstation or of the reader is flat: a valid card looks expired or not yet valid. Message 61444 itself asks to check « la date courante du lecteur »."},
	Remedy:   Text{"Mettre à l'heure le poste et le lecteur, puis relire la carte.", "Set the date of the workstation and of the reader, then read the card again."},
	Contacts: []ContactID{ContactIT},
	Sources:  []Source{srcSSV, srcDerived},
	Inputs:   []string{"card.issueDate", "today"},
	Variants: []Variant{{
		Key:  variantClock,
		Text: Text{"La date du poste est le %s : vérifier la date du poste et la date courante du lecteur.", "The workstation's date is %s: check the date of the workstation and of the reader."},
	}},
}
