package diagnosis

// Reader, card recognition, update and code rules: steps 1 to 4.

var rdr001 = Rule{
	ID: "CPS-RDR-001", Mark: Field, Severity: BlockBilling,
	Title:    Text{"Aucun lecteur", "No reader"},
	Text:     Text{"Erreur de transmission. Vérifier que le lecteur est bien connecté.", "Transmission error. Check that the reader is connected."},
	Origin:   FieldText,
	Cause:    Text{"Le service de cartes fonctionne mais ne voit aucun lecteur : câble débranché, pilote absent, clavier à lecteur non pris en charge, autorisation d'accessoire refusée sur macOS.", "The smart card service runs but sees no reader: cable unplugged, driver missing, keyboard reader not supported, accessory permission refused on macOS."},
	Remedy:   Text{"Brancher le lecteur directement sur l'ordinateur, essayer une autre prise, installer son pilote, puis essayer un autre poste.", "Plug the reader straight into the computer, try another port, install its driver, then try another computer."},
	Contacts: []ContactID{ContactIT},
	Sources:  []Source{srcArticle, srcGestion, srcJuxta},
	Inputs:   []string{"reader"},
}

var rdr003 = Rule{
	ID: "CPS-RDR-003", Mark: Public, Severity: BlockBilling,
	Title:   Text{"CPS absente du lecteur", "CPS absent"},
	Text:    Text{"La Carte du Professionnel de Santé est absente du lecteur", "The health professional's card is not in the reader"},
	Origin:  FieldText,
	Cause:   Text{"Aucune carte dans la fente, carte mal enfoncée, ou carte introduite dans la fente de la carte Vitale.", "No card in the slot, card not pushed in fully, or card in the slot meant for the Vitale card."},
	Remedy:  Text{"Introduire la carte à fond dans la fente CPS et l'y laisser pendant la lecture.", "Push the card fully into the CPS slot and leave it there while it is read."},
	Sources: []Source{srcSSV, srcGestion},
	Inputs:  []string{"reader"},
}

var rdr004 = Rule{
	ID: "CPS-RDR-004", Mark: Public, Severity: BlockBilling,
	Title:    Text{"Carte muette", "Mute card"},
	Text:     Text{"Impossible de mettre la carte sous tension", "The card cannot be powered up"},
	Origin:   FieldText,
	Cause:    Text{"Une carte est là mais sa puce ne répond pas : carte à l'envers, contacts sales, puce cassée ou lecteur usé.", "A card is there but its chip does not answer: card upside down, dirty contacts, broken chip or worn reader."},
	Remedy:   Text{"Retourner la carte, nettoyer la puce, essayer un autre lecteur ; si elle reste muette partout, demander son remplacement.", "Turn the card round, clean the chip, try another reader; if it stays mute everywhere, ask for a replacement."},
	Contacts: []ContactID{ContactANS},
	Sources:  []Source{srcGestion, srcGIPFAQ},
	Inputs:   []string{"reader"},
}

var rdr008 = Rule{
	ID: "CPS-RDR-008", Mark: Public, Severity: BlockBilling,
	Title:   Text{"Carte retirée pendant la lecture", "Card removed during reading"},
	Text:    Text{"Carte retirée pendant la lecture : réinsérez-la et ressaisissez le code.", "Card removed while it was being read: insert it again and enter the code again."},
	Origin:  Proposed,
	Cause:   Text{"La carte a quitté le lecteur après un début de lecture normal : geste de l'utilisateur ou fente usée.", "The card left the reader after a normal start: pulled by the user, or a worn slot."},
	Remedy:  Text{"Réinsérer la carte et relancer la lecture depuis le début ; si une mise à jour était en cours, vérifier qu'elle est allée à son terme.", "Insert the card and start the reading over; if an update was running, check that it went to its end."},
	Sources: []Source{srcCryptolibSrc},
	Inputs:  []string{"reader"},
}

var rdr006 = Rule{
	ID: "CPS-RDR-006", Mark: Public, Severity: BlockBilling,
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
	ID: "CPS-RDR-007", Mark: Public, Severity: BlockBilling,
	Title:   Text{"Lecture sans contact seulement", "Contactless only"},
	Text:    Text{"Lecture sans contact : insérez la carte dans la fente.", "Contactless reading: insert the card into the slot."},
	Origin:  Proposed,
	Cause:   Text{"Sans contact, la carte V3 n'offre ni code porteur ni données protégées : elle s'identifie, elle ne facture pas.", "Over the air a V3 card offers neither PIN nor protected data: it identifies itself, it cannot bill."},
	Remedy:  Text{"Lire la carte dans la fente à contacts du lecteur.", "Read the card in the contact slot of the reader."},
	Sources: []Source{srcCryptolibSrc, srcCryptolibExt},
	Inputs:  []string{"card.generation", "use"},
}

var id015 = Rule{
	ID: "CPS-ID-015", Mark: Public, Severity: BlockBilling,
	Title:    Text{"Carte non émise par l'ANS", "Card not issued by the ANS"},
	Text:     Text{"La carte dans le lecteur n'est pas une carte PS", "The card in the reader is not a health professional card"},
	Origin:   FieldText,
	Cause:    Text{"Le préfixe d'émetteur du numéro de série n'est pas celui de l'ANS : autre carte à puce, ou carte altérée ou contrefaite.", "The issuer prefix of the serial number is not the ANS's: another smart card, or a damaged or forged one."},
	Remedy:   Text{"Introduire la carte CPx ; si c'est bien elle, demander son remplacement.", "Insert the CPx card; if this is the one, ask for a replacement."},
	Contacts: []ContactID{ContactANS},
	Sources:  []Source{srcCryptolibSrc, srcMOS, srcGestion, srcBillingFAQ},
	Inputs:   []string{"card.issuer"},
}

var type001 = Rule{
	ID: "CPS-TYPE-001", Mark: Public, Severity: BlockBilling,
	Title:    Text{"Type ou catégorie de carte inconnus", "Unknown card type or category"},
	Text:     Text{"Type de carte non reconnu.", "Card type not recognised."},
	Origin:   Proposed,
	Cause:    Text{"Le code de type ou de catégorie n'est pas celui d'une carte de personne : carte plus récente que le logiciel, module de sécurité, certificat logiciel, ou mauvais décodage.", "The type or category code is not that of a person's card: a card newer than the software, a security module, a software certificate, or a decoding error."},
	Remedy:   Text{"Mettre à jour le logiciel et son fichier de nomenclatures, puis relire la carte.", "Update the software and its dictionary file, then read the card again."},
	Contacts: []ContactID{ContactVendor},
	Sources:  []Source{srcDico, srcSSVFields},
	Inputs:   []string{"card.type", "card.category"},
}

var upd001 = Rule{
	ID: "CPS-UPD-001", Mark: Public, Severity: BlockBilling,
	Title:    Text{"Mise à jour interrompue", "Interrupted update"},
	Text:     Text{"Carte inutilisable suite à un incident lors de son actualisation. Veuillez effectuer une nouvelle actualisation de votre carte.", "Card unusable after an incident during its update. Please run the update of the card again."},
	Origin:   FieldText,
	Cause:    Text{"Le fichier des dates de mise à jour est vide, illisible ou incomplet : la carte a été retirée, ou le courant coupé, pendant une mise à jour.", "The file with the dates of the update is empty, unreadable or incomplete: the card was pulled out, or power lost, during an update."},
	Remedy:   Text{"Relancer la mise à jour et la laisser finir ; si elle échoue, faire remplacer la carte.", "Run the update again and let it finish; if it fails, have the card replaced."},
	Contacts: []ContactID{ContactANS},
	Sources:  []Source{srcCryptolibInt, srcCryptolibSrc, srcGestion},
	Inputs:   []string{"card.actua"},
}

var pin001 = Rule{
	ID: "CPS-PIN-001", Mark: Public, Severity: BlockSigning,
	Title:   Text{"Code porteur erroné", "Wrong PIN"},
	Text:    Text{"le code porteur présenté est erroné", "the PIN presented is wrong"},
	Origin:  FieldText,
	Cause:   Text{"Faute de frappe, ou code d'une autre carte. Un essai a été consommé.", "A typing error, or the code of another card. One try was spent."},
	Remedy:  Text{"S'arrêter et regarder le nombre d'essais restants ; retrouver le code sur le courrier de l'ANS ou sur le portail MaCarte. Ne donner ce code à personne.", "Stop and look at the tries left; find the code on the ANS's letter or on the MaCarte portal. Give it to nobody."},
	Sources: []Source{srcSSV, srcGestion, srcCryptolibSrc},
	Inputs:  []string{"sw", "pin.triesLeft"},
}

var pin002 = Rule{
	ID: "CPS-PIN-002", Mark: Public, Severity: Warning,
	Title:    Text{"Dernier essai du code porteur", "Last PIN try"},
	Text:     Text{"Code porteur (reste %d tentative(s)) :", "PIN (%d try or tries left):"},
	Origin:   FieldText,
	Cause:    Text{"Des codes erronés ont été saisis depuis le dernier code juste ; à zéro essai la carte se bloque.", "Wrong codes were entered since the last right one; at zero tries the card blocks."},
	Remedy:   Text{"Ne rien saisir au hasard : retrouver d'abord le code sur le courrier ou sur le portail MaCarte.", "Do not guess: first find the code on the letter or on the MaCarte portal."},
	Contacts: []ContactID{ContactANS},
	Sources:  []Source{srcGestion, srcCryptolibSrc},
	Inputs:   []string{"pin.triesLeft"},
}

var pin003 = Rule{
	ID: "CPS-PIN-003", Mark: Public, Severity: BlockBilling,
	Title:    Text{"Carte bloquée après trois codes erronés", "Card blocked after three wrong codes"},
	Text:     Text{"Cette carte est bloquée (3 codes erronés). Voulez-vous la débloquer (vous devrez saisir le code de déblocage) ?", "This card is blocked (3 wrong codes). Do you want to unblock it (you will have to enter the unblocking code)?"},
	Origin:   FieldText,
	Cause:    Text{"Trois codes porteur erronés de suite : la carte refuse tout code jusqu'à son déblocage.", "Three wrong PINs in a row: the card refuses every PIN until it is unblocked."},
	Remedy:   Text{"Dans le Gestionnaire de la carte CPS : « Gestion Carte », puis « Débloquer code », avec le code de déblocage à 8 chiffres. Sans ce code, le consulter sur le portail MaCarte ou demander un nouveau courrier.", "In the Gestionnaire de la carte CPS: « Gestion Carte », then « Débloquer code », with the 8-digit unblocking code. Without that code, look it up on the MaCarte portal or ask for a new letter."},
	Contacts: []ContactID{ContactANS},
	Sources:  []Source{srcGestion, srcCryptolibSrc, srcEsante2014, srcAffid, srcBillingFAQ},
	Inputs:   []string{"pin.triesLeft", "sw"},
}

var pin005 = Rule{
	ID: "CPS-PIN-005", Mark: Public, Severity: BlockBilling,
	Title:    Text{"Code de déblocage bloqué ; carte bloquée définitivement si le code porteur l'est aussi", "PUK blocked; card definitively blocked when the PIN is too"},
	Text:     Text{"Cette carte est définitivement bloquée et doit être remplacée.", "This card is definitively blocked and has to be replaced."},
	Origin:   FieldText,
	Cause:    Text{"Le code porteur est bloqué et le code de déblocage ne peut plus servir : trop de codes de déblocage erronés, ou quota de déblocages épuisé.", "The PIN is blocked and the unblocking code can no longer be used: too many wrong unblocking codes, or its quota of unblockings is spent."},
	Remedy:   Text{"Commander une carte de remplacement : rien ne peut débloquer celle-ci.", "Order a replacement card: nothing can unblock this one."},
	Contacts: []ContactID{ContactANS},
	Sources:  []Source{srcGestion, srcSSV, srcCryptolibSrc},
	Inputs:   []string{"pin.triesLeft", "puk.triesLeft", "puk.usageLeft"},
	Variants: []Variant{{
		Key:    variantPUKOnly,
		Text:   Text{"Code de déblocage bloqué : la carte fonctionne, mais trois codes porteur erronés la bloqueraient définitivement.", "Unblocking code blocked: the card works, but three wrong PINs would block it for good."},
		Origin: Proposed,
		Cause:  Text{"Trop de codes de déblocage erronés, ou trop de déblocages dans la vie de la carte. Le code porteur, lui, fonctionne encore.", "Too many wrong unblocking codes, or too many unblockings in the life of the card. The PIN still works."},
		Remedy: Text{"Continuer avec cette carte en saisissant le code porteur avec soin, et demander conseil à l'émetteur.", "Go on with this card, entering the PIN with care, and ask the issuer for advice."},
	}},
}

// Keys of the variants, shared by the table and the judges.
const (
	variantIssuer   = "other-issuer"
	variantPUKOnly  = "puk-only"
	variantClock    = "clock"
	variantToday    = "today"
	variantTomorrow = "tomorrow"
	variantEmployee = "employee-card"
	variantDamaged  = "damaged"
)
