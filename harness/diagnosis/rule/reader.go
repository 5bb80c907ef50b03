package rule

// Reader, insertion, wrong card.

// srcATRList separates the ATRs of Vitale cards from those of others.
var srcATRList = Source{"pcsc-tools, smartcard_list.txt", "https://pcsc-tools.apdu.fr/smartcard_list.txt"}

var rdr001 = Rule{
	Number: RDR001, ID: "CPS-RDR-001", Mark: Field, Severity: BlockBilling, How: FromCard,
	Title:    Text{FR: "Aucun lecteur", EN: "No reader"},
	Text:     Text{FR: "Erreur de transmission. Vérifier que le lecteur est bien connecté.", EN: "Transmission error. Check that the reader is connected."},
	Origin:   FieldText,
	Cause:    Text{FR: "Le service de cartes fonctionne mais ne voit aucun lecteur : câble débranché, pilote absent, clavier à lecteur non pris en charge, autorisation d'accessoire refusée sur macOS.", EN: "The smart card service runs but sees no reader: cable unplugged, driver missing, keyboard reader not supported, accessory permission refused on macOS."},
	Remedy:   Text{FR: "Brancher le lecteur directement sur l'ordinateur, essayer une autre prise, installer son pilote, puis essayer un autre poste.", EN: "Plug the reader straight into the computer, try another port, install its driver, then try another computer."},
	Contacts: []ContactID{ContactIT},
	Sources:  []Source{srcArticle, srcGestion, srcJuxta},
	Inputs:   []string{"reader", "reader.seen"},
	NotShown: Text{FR: "À provoquer à la main : débrancher le lecteur, puis lancer cpslab doctor.", EN: "Left to a hand: unplug the reader, then run cpslab doctor."},
	Said:     []string{"lecteur non reconnu", "lecteur introuvable", "lecteur non détecté", "aucun lecteur détecté", "reader not found", "reader not detected"},
}

var rdr002 = Rule{
	Number: RDR002, ID: "CPS-RDR-002", Mark: Public, Severity: BlockBilling, How: FromFact,
	Title:    Text{FR: "Le lecteur ne répond pas", EN: "Reader does not answer"},
	Text:     Text{FR: "Absence de réponse du lecteur lors d'un échange", EN: "No answer from the reader during an exchange"},
	Origin:   FieldText,
	Cause:    Text{FR: "Alimentation, câble, vitesse ou adresse du lecteur. « ATTENTE ORDRE » doit s'afficher sur un lecteur terminal.", EN: "Power, cable, speed or address of the reader. « ATTENTE ORDRE » has to show on a terminal reader."},
	Remedy:   Text{FR: "Éteindre et rallumer le lecteur, attendre une vingtaine de secondes « ATTENTE ORDRE », relire.", EN: "Turn the reader off and on, wait some twenty seconds for « ATTENTE ORDRE », read again."},
	Contacts: []ContactID{ContactIT},
	Sources:  []Source{srcSSV, srcCryptolibSrc},
	Inputs:   []string{"ssv", "galss", "code.times"},
	Needs:    "ssv",
	Shown:    Demonstration{Facts: []string{"galss=0400"}},
	Said:     []string{"attente ordre", "lecteur bloqué"},
}

var rdr003 = Rule{
	Number: RDR003, ID: "CPS-RDR-003", Mark: Public, Severity: BlockBilling, How: FromCard,
	Title:   Text{FR: "CPS absente du lecteur", EN: "CPS absent"},
	Text:    Text{FR: "La Carte du Professionnel de Santé est absente du lecteur", EN: "The health professional's card is not in the reader"},
	Origin:  FieldText,
	Cause:   Text{FR: "Aucune carte dans la fente, carte mal enfoncée, ou carte introduite dans la fente de la carte Vitale.", EN: "No card in the slot, card not pushed in fully, or card in the slot meant for the Vitale card."},
	Remedy:  Text{FR: "Introduire la carte à fond dans la fente CPS et l'y laisser pendant la lecture.", EN: "Push the card fully into the CPS slot and leave it there while it is read."},
	Sources: []Source{srcSSV, srcGestion},
	Inputs:  []string{"reader", "ssv", "ckr", "slot.cps"},
	Shown:   Demonstration{Facts: []string{"ssv=61441"}},
	Said:    []string{"pas de carte dans le lecteur", "carte non insérée", "insérez la carte", "no card in the reader"},
}

var rdr004 = Rule{
	Number: RDR004, ID: "CPS-RDR-004", Mark: Public, Severity: BlockBilling, How: FromCard,
	Title:    Text{FR: "Carte muette", EN: "Mute card"},
	Text:     Text{FR: "Impossible de mettre la carte sous tension", EN: "The card cannot be powered up"},
	Origin:   FieldText,
	Cause:    Text{FR: "Une carte est là mais sa puce ne répond pas : carte à l'envers, contacts sales, puce cassée ou lecteur usé.", EN: "A card is there but its chip does not answer: card upside down, dirty contacts, broken chip or worn reader."},
	Remedy:   Text{FR: "Retourner la carte, nettoyer la puce, essayer un autre lecteur ; si elle reste muette partout, demander son remplacement.", EN: "Turn the card round, clean the chip, try another reader; if it stays mute everywhere, ask for a replacement."},
	Contacts: []ContactID{ContactANS},
	Sources:  []Source{srcGestion, srcGIPFAQ},
	Inputs:   []string{"reader", "card.atr", "slot.cps"},
	Shown:    Demonstration{Card: "mute"},
	Said:     []string{"carte à l'envers", "puce abîmée", "muette", "card upside down"},
}

var rdr005 = Rule{
	Number: RDR005, ID: "CPS-RDR-005", Mark: Derived, Severity: BlockBilling, How: FromCard,
	Title:   Text{FR: "Carte Vitale dans la fente CPS", EN: "Vitale card in the CPS slot"},
	Text:    Text{FR: "Carte Vitale dans la fente CPS : inversez les cartes.", EN: "Vitale card in the CPS slot: swap the cards."},
	Origin:  Proposed,
	Cause:   Text{FR: "Les deux cartes sont inversées.", EN: "The two cards are swapped."},
	Remedy:  Text{FR: "Échanger les cartes.", EN: "Swap the cards."},
	Sources: []Source{srcDerived, srcGestion, srcATRList},
	Inputs:  []string{"card.atr", "card.issuer", "slots[]", "slot.cps", "slot.other"},
	Shown:   Demonstration{Card: "unknown-atr", Facts: []string{"slot.other=cps"}},
}

var rdr006 = Rule{
	Number: RDR006, ID: "CPS-RDR-006", Mark: Public, Severity: BlockBilling, How: FromCard,
	Title:   Text{FR: "Carte inconnue de cette Cryptolib, ou qui n'est pas une carte PS", EN: "Card unknown to this Cryptolib, or not a health professional card"},
	Text:    Text{FR: "Carte inconnue de cette version de Cryptolib.", EN: "Card unknown to this version of Cryptolib."},
	Origin:  Proposed,
	Cause:   Text{FR: "La réponse de la puce à la mise sous tension (ATR) n'est pas dans la liste connue : carte bancaire, de transport ou d'entreprise, ou carte PS que la bibliothèque ne connaît pas.", EN: "The chip's answer to reset (ATR) is not in the known list: a bank, transport or staff card, or a health professional card that the library does not know."},
	Remedy:  Text{FR: "Vérifier que la carte introduite est bien une CPS, CPF, CPE ou CPA ; si oui, mettre la Cryptolib à jour.", EN: "Check that the card is a CPS, CPF, CPE or CPA; if it is, update Cryptolib."},
	Sources: []Source{srcCryptolibSrc, srcGestion},
	Inputs:  []string{"card.atr", "card.issuer"},
	Variants: []Variant{{
		Key:    VariantFamily,
		Text:   Text{FR: "Carte de la famille CPS, version inconnue.", EN: "Card of the CPS family, unknown version."},
		Cause:  Text{FR: "Les octets historiques de l'ATR sont ceux de la famille CPS (12:25:00:64:80) : la carte en est une, d'une version qui n'est pas dans la liste ; elle n'est pas forcément plus récente que la bibliothèque.", EN: "The historical bytes of the ATR are those of the CPS family (12:25:00:64:80): the card is one, of a version that is not in the list; it need not be newer than the library."},
		Remedy: Text{FR: "Essayer la dernière Cryptolib ; si la carte n'est toujours pas lue, demander à l'ANS.", EN: "Try the latest Cryptolib; where the card is still not read, ask the ANS."},
	}, {
		Key:    VariantIssuer,
		Text:   Text{FR: "La carte dans le lecteur n'est pas une carte PS", EN: "The card in the reader is not a health professional card"},
		Origin: FieldText,
		Cause:  Text{FR: "Le numéro de série de la puce a été lu et désigne un autre émetteur que l'ANS.", EN: "The serial number of the chip was read and names an issuer other than the ANS."},
		Remedy: Text{FR: "Introduire la carte CPx à la place de cette carte.", EN: "Insert the CPx card in place of this one."},
	}},
	Shown: Demonstration{Card: "unknown-atr"},
	Said:  []string{"carte non reconnue", "carte inconnue de Cryptolib", "card not recognised", "unknown card"},
}

var rdr007 = Rule{
	Number: RDR007, ID: "CPS-RDR-007", Mark: Public, Severity: BlockBilling, How: FromCard,
	Title:   Text{FR: "Lecture sans contact seulement", EN: "Contactless only"},
	Text:    Text{FR: "Lecture sans contact : insérez la carte dans la fente.", EN: "Contactless reading: insert the card into the slot."},
	Origin:  Proposed,
	Cause:   Text{FR: "Sans contact, la carte V3 n'offre ni code porteur ni données protégées : elle s'identifie, elle ne facture pas. Une V4 répond en DESFire : elle s'identifie de même, avec un identifiant plus long que celui d'une V3.", EN: "Over the air a V3 card offers neither PIN nor protected data: it identifies itself, it cannot bill. A V4 answers with DESFire: it identifies itself likewise, with a longer identifier than a V3."},
	Remedy:  Text{FR: "Lire la carte dans la fente à contacts du lecteur. Une porte qui refuse une V4 doit accepter son identifiant plus long : voir l'installateur, non la Cryptolib.", EN: "Read the card in the contact slot of the reader. A door that refuses a V4 has to accept its longer identifier: ask who installed it, not Cryptolib."},
	Sources: []Source{srcCryptolibSrc, srcCryptolibExt},
	Inputs:  []string{"card.generation", "use"},
	Shown:   Demonstration{Card: "cps3cl-healthy"},
}

var rdr008 = Rule{
	Number: RDR008, ID: "CPS-RDR-008", Mark: Public, Severity: BlockBilling, How: FromCard,
	Title:   Text{FR: "Carte retirée pendant la lecture", EN: "Card removed during reading"},
	Text:    Text{FR: "Carte retirée pendant la lecture : réinsérez-la et ressaisissez le code.", EN: "Card removed while it was being read: insert it again and enter the code again."},
	Origin:  Proposed,
	Cause:   Text{FR: "La carte a quitté le lecteur après un début de lecture normal : geste de l'utilisateur ou fente usée.", EN: "The card left the reader after a normal start: pulled by the user, or a worn slot."},
	Remedy:  Text{FR: "Réinsérer la carte et relancer la lecture depuis le début ; si une mise à jour était en cours, vérifier qu'elle est allée à son terme.", EN: "Insert the card and start the reading over; if an update was running, check that it went to its end."},
	Sources: []Source{srcCryptolibSrc},
	Inputs:  []string{"reader", "ckr"},
	Shown:   Demonstration{Facts: []string{"ckr=CKR_DEVICE_REMOVED"}},
}

var rdr009 = Rule{
	Number: RDR009, ID: "CPS-RDR-009", Mark: Public, Severity: Warning, How: FromFact,
	Title:   Text{FR: "Carte changée sans prévenir", EN: "Card changed without notice"},
	Text:    Text{FR: "Veuillez patienter le temps de prendre en compte le changement de carte...", EN: "Please wait while the change of card is taken into account..."},
	Origin:  FieldText,
	Cause:   Text{FR: "Un collègue a échangé les cartes ; défaut connu avec les V4 sous macOS avant la 5.2.1.", EN: "A colleague swapped the cards; a known defect with V4 on macOS before 5.2.1."},
	Remedy:  Text{FR: "Oublier tout ce qui a été lu, fermer la session, relire la carte.", EN: "Drop all that was read, log out, read the card again."},
	Sources: []Source{srcGestion, srcRNMac},
	Inputs:  []string{"card.serial", "card.previousSerial"},
	Needs:   "card.previousSerial",
	Shown:   Demonstration{Card: "cps3-healthy", Facts: []string{"card.previousSerial=2999000217"}},
}

var rdr010 = Rule{
	Number: RDR010, ID: "CPS-RDR-010", Mark: Public, Severity: Warning, How: FromFact,
	Title:    Text{FR: "Fentes numérotées autrement que le logiciel ne l'attend", EN: "Slots numbered differently from what the software expects"},
	Text:     Text{FR: "Carte CPS absente", EN: "CPS card absent"},
	Origin:   FieldText,
	Cause:    Text{FR: "Le système voit la CPS, la couche de facturation la dit absente : l'ordre des fentes a changé.", EN: "The system sees the CPS, the billing layer says it is absent: the order of the slots has changed."},
	Remedy:   Text{FR: "Réaligner la configuration des fentes, puis réinsérer la carte.", EN: "Realign the configuration of the slots, then insert the card again."},
	Contacts: []ContactID{ContactIT},
	Sources:  []Source{srcJuxta},
	Inputs:   []string{"ssv", "reader"},
	Needs:    "ssv",
	Shown:    Demonstration{Card: "cps3-healthy", Facts: []string{"ssv=61441"}},
}

var rdr011 = Rule{
	Number: RDR011, ID: "CPS-RDR-011", Mark: Public, Severity: Info, How: FromFact,
	Title:   Text{FR: "Carte Vitale absente, illisible ou retirée", EN: "Vitale absent, unreadable or withdrawn"},
	Text:    Text{FR: "La Carte Vitale est absente.", EN: "The Vitale card is absent."},
	Origin:  FieldText,
	Cause:   Text{FR: "La CPS n'est pas en cause : ses règles ne sont pas jugées.", EN: "The CPS is not at fault: its rules are not judged."},
	Remedy:  Text{FR: "Introduire la carte Vitale, ou facturer sans elle.", EN: "Insert the Vitale card, or bill without it."},
	Sources: []Source{srcSSV, srcJuxta},
	Inputs:  []string{"ssv"},
	Needs:   "ssv",
	Variants: []Variant{
		{Key: VariantFault, Text: Text{FR: "Communication défectueuse avec la carte Vitale.", EN: "Faulty communication with the Vitale card."}, Origin: Proposed},
		{Key: VariantWithdrawn, Text: Text{FR: "La carte Vitale est retirée du lecteur.", EN: "The Vitale card was withdrawn from the reader."}, Origin: FieldText},
		{Key: VariantOtherVitale, Text: Text{FR: "La carte Vitale lue n'est pas celle de la facture.", EN: "The Vitale card that was read is not that of the invoice."}, Remedy: Text{FR: "Remettre la carte Vitale du patient de la facture, ou recommencer la facture.", EN: "Put back the Vitale card of the invoice's patient, or begin the invoice again."}, Origin: Proposed},
	},
	Shown: Demonstration{Facts: []string{"ssv=61457"}},
	Said:  []string{"carte Vitale non lue", "carte Vitale illisible", "Vitale card not read"},
}

var rdr012 = Rule{
	Number: RDR012, ID: "CPS-RDR-012", Mark: Public, Severity: Warning, How: FromFact,
	Title:    Text{FR: "Lecteur désynchronisé", EN: "Reader out of step"},
	Text:     Text{FR: "Message du lecteur incohérent.", EN: "Incoherent message of the reader."},
	Origin:   FieldText,
	Cause:    Text{FR: "État du micrologiciel du lecteur.", EN: "State of the reader's firmware."},
	Remedy:   Text{FR: "Éteindre et rallumer le lecteur, attendre une vingtaine de secondes.", EN: "Turn the reader off and on, wait some twenty seconds."},
	Contacts: []ContactID{ContactIT},
	Sources:  []Source{srcSSV},
	Inputs:   []string{"ssv"},
	Needs:    "ssv",
	Variants: []Variant{
		{Key: VariantSynchronisation, Text: Text{FR: "Perte de synchronisation avec le lecteur.", EN: "Synchronisation with the reader lost."}, Origin: Proposed},
	},
	Shown: Demonstration{Facts: []string{"ssv=61695"}},
}

var rdr013 = Rule{
	Number: RDR013, ID: "CPS-RDR-013", Mark: Public, Severity: BlockBilling, How: FromFact,
	Title:    Text{FR: "Nom de ressource faux", EN: "Resource name wrong"},
	Text:     Text{FR: "Nom de ressource inexistant dans le fichier de configuration GALSS.INI ou ressources incompatibles", EN: "Resource name missing from the configuration file GALSS.INI, or incompatible resources"},
	Origin:   FieldText,
	Cause:    Text{FR: "Le logiciel demande un nom de lecteur non déclaré, ou deux fentes de deux lecteurs.", EN: "The software asks for a reader name that is not declared, or for two slots of two readers."},
	Remedy:   Text{FR: "Aligner les noms.", EN: "Align the names."},
	Contacts: []ContactID{ContactVendor},
	Sources:  []Source{srcSSV},
	Inputs:   []string{"ssv", "galss"},
	Needs:    "ssv",
	Shown:    Demonstration{Facts: []string{"ssv=61697"}},
}

var rdr014 = Rule{
	Number: RDR014, ID: "CPS-RDR-014", Mark: Public, Severity: Info, How: FromFact,
	Title:    Text{FR: "Défaut de protocole passager", EN: "Transient protocol fault"},
	Text:     Text{FR: "Défaut de transmission entre le poste et le lecteur.", EN: "Transmission fault between workstation and reader."},
	Origin:   Proposed,
	Cause:    Text{FR: "Perte de synchronisation.", EN: "Loss of synchronisation."},
	Remedy:   Text{FR: "Répétition silencieuse des seules commandes sans effet (sélection, lecture) ; jamais d'une présentation de code, d'une signature ou d'une mise à jour.", EN: "Silent repetition of commands without effect (selection, reading) only; never of the presentation of a code, a signature or an update."},
	Contacts: []ContactID{ContactIT},
	Sources:  []Source{srcSSV, srcDerived},
	Inputs:   []string{"ssv", "galss", "code.command", "code.times"},
	Needs:    "ssv",
	Shown:    Demonstration{Facts: []string{"galss=0200"}},
}

var rdr015 = Rule{
	Number: RDR015, ID: "CPS-RDR-015", Mark: Public, Severity: Info, How: FromFact,
	Title:    Text{FR: "Lecteur branché sur un clavier ou un concentrateur", EN: "Reader connected through a keyboard or hub"},
	Text:     Text{FR: "Branchez le lecteur directement sur l'ordinateur.", EN: "Plug the reader straight into the computer."},
	Origin:   Proposed,
	Cause:    Text{FR: "Alimentation insuffisante.", EN: "Not enough power."},
	Remedy:   Text{FR: "Brancher le lecteur sans intermédiaire.", EN: "Plug the reader in without anything between."},
	Contacts: []ContactID{ContactIT},
	Sources:  []Source{srcJuxta},
	Inputs:   []string{"reader.path", "reader.intermittent"},
	Needs:    "reader.path",
	Shown:    Demonstration{Facts: []string{"reader.path=keyboard", "reader.intermittent=yes"}},
}
