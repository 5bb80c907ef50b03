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

var upd005 = Rule{
	Number: UPD005, ID: "CPS-UPD-005", Mark: Derived, Severity: BlockBilling, How: FromCard,
	Title:    Text{FR: "Données que les logiciels officiels ne lisent pas", EN: "Data that official software does not read"},
	Text:     Text{FR: "Des données de la carte sont codées d'une façon que les logiciels officiels ne lisent pas.", EN: "Data on the card are encoded in a way that official software does not read."},
	Origin:   Proposed,
	Cause:    Text{FR: "Une longueur est écrite sur plusieurs octets, ou dépasse l'objet : le Gestionnaire prend 81 et 82 pour des nombres d'octets, et ne voit rien de l'objet, ou autre chose que ce qui y est.", EN: "A length is written in several bytes, or goes beyond the object: GESTION CPS takes 81 and 82 for numbers of bytes and sees nothing of the object, or something else than what is there."},
	Remedy:   Text{FR: "Faire vérifier la carte par l'émetteur ; sur une carte de test, corriger les octets du profil.", EN: "Have the issuer check the card; on a test card, correct the bytes of the profile."},
	Contacts: []ContactID{ContactANS},
	Sources:  []Source{srcDerived, srcGestion},
	Inputs:   []string{"obj.CPS_ID_CARD", "obj.CPS_NAME_PS", "obj.CPS_INFO_PS", "activities[]", "obj.CPS_SIT_FACT"},
	Shown:    Demonstration{Card: "cps3-healthy", Profile: []string{"raw: {info_ps: ED812480020000810C38393939303030303030313182010A8407544553544555528504534D3236}"}},
	Said:     []string{"rien ne s'affiche sous la carte", "situation d'exercice vide"},
}
