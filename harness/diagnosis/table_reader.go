package diagnosis

// Reader, insertion, wrong card.

// srcATRList tells the ATRs of Vitale cards from those of others.
var srcATRList = Source{"pcsc-tools, smartcard_list.txt", "https://pcsc-tools.apdu.fr/smartcard_list.txt"}

var rdr001 = Rule{
	ID: "CPS-RDR-001", Mark: Field, Severity: BlockBilling, How: FromCard,
	Title:    Text{"Aucun lecteur", "No reader"},
	Text:     Text{"Erreur de transmission. Vérifier que le lecteur est bien connecté.", "Transmission error. Check that the reader is connected."},
	Origin:   FieldText,
	Cause:    Text{"Le service de cartes fonctionne mais ne voit aucun lecteur : câble débranché, pilote absent, clavier à lecteur non pris en charge, autorisation d'accessoire refusée sur macOS.", "The smart card service runs but sees no reader: cable unplugged, driver missing, keyboard reader not supported, accessory permission refused on macOS."},
	Remedy:   Text{"Brancher le lecteur directement sur l'ordinateur, essayer une autre prise, installer son pilote, puis essayer un autre poste.", "Plug the reader straight into the computer, try another port, install its driver, then try another computer."},
	Contacts: []ContactID{ContactIT},
	Sources:  []Source{srcArticle, srcGestion, srcJuxta},
	Inputs:   []string{"reader"},
}

var rdr002 = Rule{
	ID: "CPS-RDR-002", Mark: Public, Severity: BlockBilling, How: FromFact,
	Title:    Text{"Le lecteur ne répond pas", "Reader does not answer"},
	Text:     Text{"Absence de réponse du lecteur lors d'un échange", "No answer from the reader during an exchange"},
	Origin:   FieldText,
	Cause:    Text{"Alimentation, câble, vitesse ou adresse du lecteur. « ATTENTE ORDRE » doit s'afficher sur un lecteur terminal.", "Power, cable, speed or address of the reader. « ATTENTE ORDRE » has to show on a terminal reader."},
	Remedy:   Text{"Éteindre et rallumer le lecteur, attendre une vingtaine de secondes « ATTENTE ORDRE », relire.", "Turn the reader off and on, wait some twenty seconds for « ATTENTE ORDRE », read again."},
	Contacts: []ContactID{ContactIT},
	Sources:  []Source{srcSSV, srcCryptolibSrc},
	Inputs:   []string{"ssv", "galss", "code.times"},
	Needs:    "ssv",
}

var rdr003 = Rule{
	ID: "CPS-RDR-003", Mark: Public, Severity: BlockBilling, How: FromCard,
	Title:   Text{"CPS absente du lecteur", "CPS absent"},
	Text:    Text{"La Carte du Professionnel de Santé est absente du lecteur", "The health professional's card is not in the reader"},
	Origin:  FieldText,
	Cause:   Text{"Aucune carte dans la fente, carte mal enfoncée, ou carte introduite dans la fente de la carte Vitale.", "No card in the slot, card not pushed in fully, or card in the slot meant for the Vitale card."},
	Remedy:  Text{"Introduire la carte à fond dans la fente CPS et l'y laisser pendant la lecture.", "Push the card fully into the CPS slot and leave it there while it is read."},
	Sources: []Source{srcSSV, srcGestion},
	Inputs:  []string{"reader", "ssv", "ckr", "slot.cps"},
}

var rdr004 = Rule{
	ID: "CPS-RDR-004", Mark: Public, Severity: BlockBilling, How: FromCard,
	Title:    Text{"Carte muette", "Mute card"},
	Text:     Text{"Impossible de mettre la carte sous tension", "The card cannot be powered up"},
	Origin:   FieldText,
	Cause:    Text{"Une carte est là mais sa puce ne répond pas : carte à l'envers, contacts sales, puce cassée ou lecteur usé.", "A card is there but its chip does not answer: card upside down, dirty contacts, broken chip or worn reader."},
	Remedy:   Text{"Retourner la carte, nettoyer la puce, essayer un autre lecteur ; si elle reste muette partout, demander son remplacement.", "Turn the card round, clean the chip, try another reader; if it stays mute everywhere, ask for a replacement."},
	Contacts: []ContactID{ContactANS},
	Sources:  []Source{srcGestion, srcGIPFAQ},
	Inputs:   []string{"reader", "card.atr", "slot.cps"},
}

var rdr005 = Rule{
	ID: "CPS-RDR-005", Mark: Derived, Severity: BlockBilling, How: FromCard,
	Title:   Text{"Carte Vitale dans la fente CPS", "Vitale card in the CPS slot"},
	Text:    Text{"Carte Vitale dans la fente CPS : inversez les cartes.", "Vitale card in the CPS slot: swap the cards."},
	Origin:  Proposed,
	Cause:   Text{"Les deux cartes sont inversées.", "The two cards are swapped."},
	Remedy:  Text{"Échanger les cartes.", "Swap the cards."},
	Sources: []Source{srcDerived, srcGestion, srcATRList},
	Inputs:  []string{"card.atr", "card.issuer", "slots[]", "slot.cps", "slot.other"},
}

var rdr006 = Rule{
	ID: "CPS-RDR-006", Mark: Public, Severity: BlockBilling, How: FromCard,
	Title:   Text{"Carte inconnue de cette Cryptolib, ou qui n'est pas une carte PS", "Card unknown to this Cryptolib, or not a health professional card"},
	Text:    Text{"Carte inconnue de cette version de Cryptolib.", "Card unknown to this version of Cryptolib."},
	Origin:  Proposed,
	Cause:   Text{"La réponse de la puce à la mise sous tension (ATR) n'est pas dans la liste connue : carte PS plus récente que la bibliothèque, ou carte bancaire, de transport ou d'entreprise.", "The chip's answer to reset (ATR) is not in the known list: a health professional card newer than the library, or a bank, transport or staff card."},
	Remedy:  Text{"Vérifier que la carte introduite est bien une CPS, CPF, CPE ou CPA ; si oui, mettre la Cryptolib à jour.", "Check that the card is a CPS, CPF, CPE or CPA; if it is, update Cryptolib."},
	Sources: []Source{srcCryptolibSrc, srcGestion},
	Inputs:  []string{"card.atr", "card.issuer"},
	Variants: []Variant{{
		Key:    variantIssuer,
		Text:   Text{"La carte dans le lecteur n'est pas une carte PS", "The card in the reader is not a health professional card"},
		Origin: FieldText,
		Cause:  Text{"Le numéro de série de la puce a été lu et désigne un autre émetteur que l'ANS.", "The serial number of the chip was read and names an issuer other than the ANS."},
		Remedy: Text{"Introduire la carte CPx à la place de cette carte.", "Insert the CPx card in place of this one."},
	}},
}

var rdr007 = Rule{
	ID: "CPS-RDR-007", Mark: Public, Severity: BlockBilling, How: FromCard,
	Title:   Text{"Lecture sans contact seulement", "Contactless only"},
	Text:    Text{"Lecture sans contact : insérez la carte dans la fente.", "Contactless reading: insert the card into the slot."},
	Origin:  Proposed,
	Cause:   Text{"Sans contact, la carte V3 n'offre ni code porteur ni données protégées : elle s'identifie, elle ne facture pas.", "Over the air a V3 card offers neither PIN nor protected data: it identifies itself, it cannot bill."},
	Remedy:  Text{"Lire la carte dans la fente à contacts du lecteur.", "Read the card in the contact slot of the reader."},
	Sources: []Source{srcCryptolibSrc, srcCryptolibExt},
	Inputs:  []string{"card.generation", "use"},
}

var rdr008 = Rule{
	ID: "CPS-RDR-008", Mark: Public, Severity: BlockBilling, How: FromCard,
	Title:   Text{"Carte retirée pendant la lecture", "Card removed during reading"},
	Text:    Text{"Carte retirée pendant la lecture : réinsérez-la et ressaisissez le code.", "Card removed while it was being read: insert it again and enter the code again."},
	Origin:  Proposed,
	Cause:   Text{"La carte a quitté le lecteur après un début de lecture normal : geste de l'utilisateur ou fente usée.", "The card left the reader after a normal start: pulled by the user, or a worn slot."},
	Remedy:  Text{"Réinsérer la carte et relancer la lecture depuis le début ; si une mise à jour était en cours, vérifier qu'elle est allée à son terme.", "Insert the card and start the reading over; if an update was running, check that it went to its end."},
	Sources: []Source{srcCryptolibSrc},
	Inputs:  []string{"reader", "ckr"},
}

var rdr009 = Rule{
	ID: "CPS-RDR-009", Mark: Public, Severity: Warning, How: FromFact,
	Title:   Text{"Carte changée sans prévenir", "Card changed without notice"},
	Text:    Text{"Veuillez patienter le temps de prendre en compte le changement de carte...", "Please wait while the change of card is taken into account..."},
	Origin:  FieldText,
	Cause:   Text{"Un collègue a échangé les cartes ; défaut connu avec les V4 sous macOS avant la 5.2.1.", "A colleague swapped the cards; a known defect with V4 on macOS before 5.2.1."},
	Remedy:  Text{"Oublier tout ce qui a été lu, fermer la session, relire la carte.", "Drop all that was read, log out, read the card again."},
	Sources: []Source{srcGestion, srcRNMac},
	Inputs:  []string{"card.serial", "card.previousSerial"},
	Needs:   "card.previousSerial",
}

var rdr010 = Rule{
	ID: "CPS-RDR-010", Mark: Public, Severity: Warning, How: FromFact,
	Title:    Text{"Fentes numérotées autrement que le logiciel ne l'attend", "Slots numbered differently from what the software expects"},
	Text:     Text{"Carte CPS absente", "CPS card absent"},
	Origin:   FieldText,
	Cause:    Text{"Le système voit la CPS, la couche de facturation la dit absente : l'ordre des fentes a changé.", "The system sees the CPS, the billing layer says it is absent: the order of the slots has changed."},
	Remedy:   Text{"Réaligner la configuration des fentes, puis réinsérer la carte.", "Realign the configuration of the slots, then insert the card again."},
	Contacts: []ContactID{ContactIT},
	Sources:  []Source{srcJuxta},
	Inputs:   []string{"ssv", "reader"},
	Needs:    "ssv",
}

var rdr011 = Rule{
	ID: "CPS-RDR-011", Mark: Public, Severity: Info, How: FromFact,
	Title:   Text{"Carte Vitale absente, illisible ou retirée", "Vitale absent, unreadable or withdrawn"},
	Text:    Text{"La Carte Vitale est absente.", "The Vitale card is absent."},
	Origin:  FieldText,
	Cause:   Text{"La CPS n'est pas en cause : ses règles ne sont pas jugées.", "The CPS is not at fault: its rules are not judged."},
	Remedy:  Text{"Introduire la carte Vitale, ou facturer sans elle.", "Insert the Vitale card, or bill without it."},
	Sources: []Source{srcSSV, srcJuxta},
	Inputs:  []string{"ssv"},
	Needs:   "ssv",
	Variants: []Variant{
		{Key: variantFault, Text: Text{"Communication défectueuse avec la carte Vitale.", "Faulty communication with the Vitale card."}, Origin: Proposed},
		{Key: variantWithdrawn, Text: Text{"La carte Vitale est retirée du lecteur.", "The Vitale card was withdrawn from the reader."}, Origin: FieldText},
	},
}

var rdr012 = Rule{
	ID: "CPS-RDR-012", Mark: Public, Severity: Warning, How: FromFact,
	Title:    Text{"Lecteur désynchronisé", "Reader out of step"},
	Text:     Text{"Message du lecteur incohérent.", "Incoherent message of the reader."},
	Origin:   FieldText,
	Cause:    Text{"État du micrologiciel du lecteur.", "State of the reader's firmware."},
	Remedy:   Text{"Éteindre et rallumer le lecteur, attendre une vingtaine de secondes.", "Turn the reader off and on, wait some twenty seconds."},
	Contacts: []ContactID{ContactIT},
	Sources:  []Source{srcSSV},
	Inputs:   []string{"ssv"},
	Needs:    "ssv",
	Variants: []Variant{
		{Key: variantSynchronisation, Text: Text{"Perte de synchronisation avec le lecteur.", "Synchronisation with the reader lost."}, Origin: Proposed},
	},
}

var rdr013 = Rule{
	ID: "CPS-RDR-013", Mark: Public, Severity: BlockBilling, How: FromFact,
	Title:    Text{"Nom de ressource faux", "Resource name wrong"},
	Text:     Text{"Nom de ressource inexistant dans le fichier de configuration GALSS.INI ou ressources incompatibles", "Resource name missing from the configuration file GALSS.INI, or incompatible resources"},
	Origin:   FieldText,
	Cause:    Text{"Le logiciel demande un nom de lecteur non déclaré, ou deux fentes de deux lecteurs.", "The software asks for a reader name that is not declared, or for two slots of two readers."},
	Remedy:   Text{"Aligner les noms.", "Align the names."},
	Contacts: []ContactID{ContactVendor},
	Sources:  []Source{srcSSV},
	Inputs:   []string{"ssv", "galss"},
	Needs:    "ssv",
}

var rdr014 = Rule{
	ID: "CPS-RDR-014", Mark: Public, Severity: Info, How: FromFact,
	Title:    Text{"Défaut de protocole passager", "Transient protocol fault"},
	Text:     Text{"Défaut de transmission entre le poste et le lecteur.", "Transmission fault between workstation and reader."},
	Origin:   Proposed,
	Cause:    Text{"Perte de synchronisation.", "Loss of synchronisation."},
	Remedy:   Text{"Répétition silencieuse des seules commandes sans effet (sélection, lecture) ; jamais d'une présentation de code, d'une signature ou d'une mise à jour.", "Silent repetition of commands without effect (selection, reading) only; never of the presentation of a code, a signature or an update."},
	Contacts: []ContactID{ContactIT},
	Sources:  []Source{srcSSV, srcDerived},
	Inputs:   []string{"ssv", "galss", "code.command", "code.times"},
	Needs:    "ssv",
}

var rdr015 = Rule{
	ID: "CPS-RDR-015", Mark: Public, Severity: Info, How: FromFact,
	Title:    Text{"Lecteur branché sur un clavier ou un concentrateur", "Reader connected through a keyboard or hub"},
	Text:     Text{"Branchez le lecteur directement sur l'ordinateur.", "Plug the reader straight into the computer."},
	Origin:   Proposed,
	Cause:    Text{"Alimentation insuffisante.", "Not enough power."},
	Remedy:   Text{"Brancher le lecteur sans intermédiaire.", "Plug the reader in without anything between."},
	Contacts: []ContactID{ContactIT},
	Sources:  []Source{srcJuxta},
	Inputs:   []string{"reader.path", "reader.intermittent"},
	Needs:    "reader.path",
}
