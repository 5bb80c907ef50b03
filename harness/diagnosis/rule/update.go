package rule

// Remote update of the card.

var upd001 = Rule{
	Number: UPD001, ID: "CPS-UPD-001", Mark: Public, Severity: BlockBilling, How: FromCard,
	Title:    Text{FR: "Mise à jour interrompue", EN: "Interrupted update"},
	Text:     Text{FR: "Carte inutilisable suite à un incident lors de son actualisation. Veuillez effectuer une nouvelle actualisation de votre carte.", EN: "Card unusable after an incident during its update. Please run the update of the card again."},
	Origin:   FieldText,
	Cause:    Text{FR: "Le fichier des dates de mise à jour est vide, illisible ou incomplet : la carte a été retirée, ou le courant coupé, pendant une mise à jour.", EN: "The file with the dates of the update is empty, unreadable or incomplete: the card was pulled out, or power lost, during an update."},
	Remedy:   Text{FR: "Relancer la mise à jour et la laisser finir ; si elle échoue, faire remplacer la carte.", EN: "Run the update again and let it finish; if it fails, have the card replaced."},
	Contacts: []ContactID{ContactANS},
	Sources:  []Source{srcCryptolibInt, srcCryptolibSrc, srcGestion},
	Inputs:   []string{"card.actua", "ckr", "card.generation"},
	Shown:    Demonstration{Card: "cps3-update-interrupted"},
}

var upd002 = Rule{
	Number: UPD002, ID: "CPS-UPD-002", Mark: Public, Severity: Info, How: FromFact,
	Title:    Text{FR: "Mise à jour faite, anciennes données affichées", EN: "Update done, old data shown"},
	Text:     Text{FR: "Carte mise à jour : le cache du poste doit être relu.", EN: "The card was updated: the workstation's cache has to be read again."},
	Origin:   Proposed,
	Cause:    Text{FR: "Les dates de la carte sont plus récentes que celles du cache : rafraîchissement normal, en défaut seulement si les anciennes données restent.", EN: "The dates on the card are newer than in the cache: a normal refresh, a fault only if old data stay."},
	Remedy:   Text{FR: "Réinsérer la carte une fois.", EN: "Insert the card again once."},
	Contacts: []ContactID{ContactIT},
	Sources:  []Source{srcCryptolibInt},
	Inputs:   []string{"cache", "card.generation"},
	Needs:    "cache",
	Shown:    Demonstration{Facts: []string{"cache=older"}},
}

var upd003 = Rule{
	Number: UPD003, ID: "CPS-UPD-003", Mark: Field, Severity: Info, How: FromFact,
	Title:    Text{FR: "Mise à jour à distance non prévue pour cette génération", EN: "Remote update not available for this generation or channel"},
	Text:     Text{FR: "La mise à jour à distance est prévue pour les cartes V4.", EN: "Remote update is meant for V4 cards."},
	Origin:   Proposed,
	Cause:    Text{FR: "Les documents la promettent avec les V4 ; le canal de mise à jour d'une V3 n'est pas décrit pour les utilisateurs.", EN: "Documents promise it with the V4; the channel that updates a V3 is not described for users."},
	Remedy:   Text{FR: "Attendre la nouvelle carte, ou demander à l'ANS.", EN: "Wait for the new card, or ask the ANS."},
	Contacts: []ContactID{ContactANS},
	Sources:  []Source{srcLeaflet, srcCryptolibInt},
	Inputs:   []string{"update.asked", "card.generation"},
	Needs:    "update.asked",
	Shown:    Demonstration{Card: "cps3-healthy", Facts: []string{"update.asked=yes"}},
}

var upd004 = Rule{
	Number: UPD004, ID: "CPS-UPD-004", Mark: Field, Severity: Warning, How: FromFact,
	Title:    Text{FR: "Mise à jour en attente chez l'émetteur", EN: "Update pending at the issuer"},
	Text:     Text{FR: "Mise à jour de la carte en attente.", EN: "An update of the card is pending."},
	Origin:   Proposed,
	Cause:    Text{FR: "Une mise à jour est annoncée et la carte n'en montre aucune depuis.", EN: "An update was announced and the card shows none since."},
	Remedy:   Text{FR: "Introduire la carte sur un poste capable de la mettre à jour, ou attendre la nouvelle carte.", EN: "Insert the card on a workstation that can update it, or wait for the new card."},
	Contacts: []ContactID{ContactANS},
	Sources:  []Source{srcLeaflet},
	Inputs:   []string{"update.announced", "card.actua"},
	Needs:    "update.announced",
	Shown:    Demonstration{Card: "cps3-healthy", Profile: []string{"actua: absent"}, Facts: []string{"update.announced=@-30"}},
}
