package rule

// Code porteur (PIN) and code de déblocage (PUK).

var pin001 = Rule{
	Number: PIN001, ID: "CPS-PIN-001", Mark: Public, Severity: BlockSigning, How: FromCard,
	Title:   Text{FR: "Code porteur erroné", EN: "Wrong PIN"},
	Text:    Text{FR: "le code porteur présenté est erroné", EN: "the PIN presented is wrong"},
	Origin:  FieldText,
	Cause:   Text{FR: "Faute de frappe, ou code d'une autre carte. Un essai a été consommé.", EN: "A typing error, or the code of another card. One try was spent."},
	Remedy:  Text{FR: "S'arrêter et regarder le nombre d'essais restants ; retrouver le code sur le courrier de l'ANS ou sur le portail MaCarte. Ne donner ce code à personne.", EN: "Stop and look at the tries left; find the code on the ANS's letter or on the MaCarte portal. Give it to nobody."},
	Sources: []Source{srcSSV, srcGestion, srcCryptolibSrc},
	Inputs:  []string{"sw", "ssv", "ckr", "code.command", "pin.triesLeft", "pin.screen"},
	Shown:   Demonstration{Facts: []string{"sw=63C2"}},
	Said:    []string{"mauvais code", "code faux", "code PIN erroné", "code PIN faux", "mauvais code PIN", "wrong code", "wrong PIN"},
}

var pin002 = Rule{
	Number: PIN002, ID: "CPS-PIN-002", Mark: Public, Severity: Warning, How: FromCard,
	Title:    Text{FR: "Dernier essai du code porteur, ou avant-dernier", EN: "Last PIN try"},
	Text:     Text{FR: "Code porteur (reste %d tentative(s)) :", EN: "PIN (tries left: %d):"},
	Origin:   FieldText,
	Cause:    Text{FR: "Des codes erronés ont été saisis depuis le dernier code juste ; à zéro essai la carte se bloque.", EN: "Wrong codes were entered since the last right one; at zero tries the card blocks."},
	Remedy:   Text{FR: "Ne rien saisir au hasard : retrouver d'abord le code sur le courrier ou sur le portail MaCarte.", EN: "Do not guess: first find the code on the letter or on the MaCarte portal."},
	Contacts: []ContactID{ContactANS},
	Sources:  []Source{srcGestion, srcCryptolibSrc},
	Inputs:   []string{"pin.triesLeft", "pin.screen"},
	Shown:    Demonstration{Card: "cps3-pin-1"},
	Said:     []string{"plus qu'un essai", "one try left"},
}

var pin003 = Rule{
	Number: PIN003, ID: "CPS-PIN-003", Mark: Public, Severity: BlockBilling, How: FromCard,
	Title:    Text{FR: "Carte bloquée après trois codes erronés", EN: "Card blocked after three wrong codes"},
	Text:     Text{FR: "Cette carte est bloquée (3 codes erronés). Voulez-vous la débloquer (vous devrez saisir le code de déblocage) ?", EN: "This card is blocked (3 wrong codes). Do you want to unblock it (you will have to enter the unblocking code)?"},
	Origin:   FieldText,
	Cause:    Text{FR: "Trois codes porteur erronés de suite : la carte refuse tout code jusqu'à son déblocage.", EN: "Three wrong PINs in a row: the card refuses every PIN until it is unblocked."},
	Remedy:   Text{FR: "Dans le Gestionnaire de la carte CPS : « Gestion Carte », puis « Débloquer code », avec le code de déblocage à 8 chiffres. Sans ce code, le consulter sur le portail MaCarte ou demander un nouveau courrier.", EN: "In the Gestionnaire de la carte CPS: « Gestion Carte », then « Débloquer code », with the 8-digit unblocking code. Without that code, look it up on the MaCarte portal or ask for a new letter."},
	Contacts: []ContactID{ContactANS},
	Sources:  []Source{srcGestion, srcCryptolibSrc, srcEsante2014, srcAffid, srcBillingFAQ},
	Inputs:   []string{"pin.triesLeft", "sw", "ckr", "pin.screen"},
	Shown:    Demonstration{Card: "cps3-pin-blocked"},
	Said:     []string{"code bloqué", "code PIN bloqué", "code porteur bloqué", "trois codes faux", "PIN blocked", "PIN locked", "card locked", "card blocked"},
}

var pin004 = Rule{
	Number: PIN004, ID: "CPS-PIN-004", Mark: Public, Severity: Warning, How: FromFact,
	Title:    Text{FR: "Code de déblocage erroné", EN: "Wrong PUK"},
	Text:     Text{FR: "Ce code de déblocage est erroné. Vous avez au maximum %s tentative(s). Voulez-vous réessayer ?", EN: "This unblocking code is wrong. You have at most %s try or tries. Do you want to try again?"},
	Origin:   FieldText,
	Cause:    Text{FR: "Code de déblocage d'une ancienne carte, ou faute de frappe.", EN: "Unblocking code of a former card, or a typing error."},
	Remedy:   Text{FR: "S'arrêter et vérifier que le numéro de carte du courrier est celui de « IDENTIFICATION DE LA CARTE ».", EN: "Stop and check that the card number on the letter is the one under « IDENTIFICATION DE LA CARTE »."},
	Contacts: []ContactID{ContactANS},
	Sources:  []Source{srcGestion, srcGIPFAQ},
	Inputs:   []string{"puk.refused", "puk.triesLeft"},
	Needs:    "puk.refused",
	Shown:    Demonstration{Card: "cps3-healthy", Profile: []string{"puk: {left: 2}"}, Facts: []string{"puk.refused=yes"}},
}

var pin005 = Rule{
	Number: PIN005, ID: "CPS-PIN-005", Mark: Public, Severity: BlockBilling, How: FromCard,
	Title:    Text{FR: "Code de déblocage bloqué ; carte bloquée définitivement si le code porteur l'est aussi", EN: "PUK blocked; card definitively blocked when the PIN is too"},
	Text:     Text{FR: "Cette carte est définitivement bloquée et doit être remplacée.", EN: "This card is definitively blocked and has to be replaced."},
	Origin:   FieldText,
	Cause:    Text{FR: "Le code porteur est bloqué et le code de déblocage ne peut plus servir : trop de codes de déblocage erronés, ou quota de déblocages épuisé. Sur une V3, une Cryptolib antérieure à la 5.0.9 (numérotation Linux) ne distingue pas ce second cas.", EN: "The PIN is blocked and the unblocking code can no longer be used: too many wrong unblocking codes, or its quota of unblockings is spent. On a V3, a Cryptolib before 5.0.9 (Linux numbering) cannot tell the second case."},
	Remedy:   Text{FR: "Commander une carte de remplacement : rien ne peut débloquer celle-ci.", EN: "Order a replacement card: nothing can unblock this one."},
	Contacts: []ContactID{ContactANS},
	Sources:  []Source{srcGestion, srcSSV, srcCryptolibSrc, srcRNLinux},
	Inputs:   []string{"pin.triesLeft", "puk.triesLeft", "puk.usageLeft", "pin.screen", "pin.accepted"},
	Variants: []Variant{{
		Key:    VariantPUKOnly,
		Text:   Text{FR: "Code de déblocage bloqué : la carte fonctionne, mais trois codes porteur erronés la bloqueraient définitivement.", EN: "Unblocking code blocked: the card works, but three wrong PINs would block it for good."},
		Origin: Proposed,
		Cause:  Text{FR: "Trop de codes de déblocage erronés, ou trop de déblocages dans la vie de la carte. Le code porteur, lui, fonctionne encore : le module PKCS#11 ouvre la session et signe, alors que le Gestionnaire affiche « Cette carte est définitivement bloquée et doit être remplacée. » et ne lit plus rien.", EN: "Too many wrong unblocking codes, or too many unblockings in the life of the card. The PIN still works: the PKCS#11 module opens a session and signs, while GESTION CPS shows « Cette carte est définitivement bloquée et doit être remplacée. » and reads nothing any more."},
		Remedy: Text{FR: "Continuer avec cette carte en saisissant le code porteur avec soin, et demander conseil à l'émetteur.", EN: "Go on with this card, entering the PIN with care, and ask the issuer for advice."},
	}},
	Shown: Demonstration{Card: "cps3-dead"},
	Said:  []string{"code PUK bloqué", "PUK blocked", "PUK locked"},
}

var pin006 = Rule{
	Number: PIN006, ID: "CPS-PIN-006", Mark: Public, Severity: Warning, How: FromFact,
	Title:   Text{FR: "Format du code porteur refusé avant envoi", EN: "PIN format refused before sending"},
	Text:    Text{FR: "Le code porteur est un code entre quatre et huit chiffres. Saisissez à nouveau le code porteur.", EN: "The PIN is a code of four to eight digits. Enter the PIN again."},
	Origin:  FieldText,
	Cause:   Text{FR: "Le code saisi n'a pas quatre à huit chiffres ; il n'est pas envoyé à la carte et aucun essai n'est consommé. Un code de quatre chiffres a pu être changé par le porteur.", EN: "The code entered does not have four to eight digits; it is not sent to the card and no try is spent. A code issued with four digits may have been changed by its holder."},
	Remedy:  Text{FR: "Accepter de quatre à huit chiffres dans chaque zone de saisie.", EN: "Accept four to eight digits in every input box."},
	Sources: []Source{srcGestion, srcBillingFAQ, srcArticle},
	Inputs:  []string{"pin.typedLength", "pin.typedDigits"},
	Needs:   "pin.typedLength",
	Shown:   Demonstration{Facts: []string{"pin.typedLength=3"}},
}

var pin007 = Rule{
	Number: PIN007, ID: "CPS-PIN-007", Mark: Public, Severity: Warning, How: FromFact,
	Title:   Text{FR: "Format du code de déblocage refusé avant envoi", EN: "PUK format refused before sending"},
	Text:    Text{FR: "Le code de déblocage est un code à huit chiffres. Saissisez à nouveau le code de déblocage.", EN: "The unblocking code has eight digits. Enter the unblocking code again."},
	Origin:  FieldText,
	Cause:   Text{FR: "Le code de déblocage saisi n'a pas huit chiffres ; il n'est pas envoyé à la carte.", EN: "The unblocking code entered does not have eight digits; it is not sent to the card."},
	Remedy:  Text{FR: "Relire le courrier, puis ressaisir les huit chiffres.", EN: "Read the letter again, then enter the eight digits."},
	Sources: []Source{srcGestion, srcEsante2014},
	Inputs:  []string{"puk.typedLength"},
	Needs:   "puk.typedLength",
	Shown:   Demonstration{Facts: []string{"puk.typedLength=7"}},
}

var pin008 = Rule{
	Number: PIN008, ID: "CPS-PIN-008", Mark: Public, Severity: Info, How: FromFact,
	Title:   Text{FR: "Nouveau code et confirmation différents", EN: "New code and confirmation differ"},
	Text:    Text{FR: "Code de confirmation erroné.", EN: "Wrong confirmation code."},
	Origin:  FieldText,
	Cause:   Text{FR: "Faute de frappe dans l'une des deux saisies.", EN: "A typing error in one of the two entries."},
	Remedy:  Text{FR: "Saisir les deux à nouveau.", EN: "Enter both again."},
	Sources: []Source{srcGestion, srcGIPFAQ},
	Inputs:  []string{"pin.confirmed"},
	Needs:   "pin.confirmed",
	Shown:   Demonstration{Facts: []string{"pin.confirmed=no"}},
}

var pin009 = Rule{
	Number: PIN009, ID: "CPS-PIN-009", Mark: Public, Severity: Info, How: FromFact,
	Title:   Text{FR: "Menu de déblocage grisé", EN: "Unblock menu greyed"},
	Text:    Text{FR: "La carte n'est pas bloquée : le déblocage n'est pas nécessaire.", EN: "The card is not blocked: unblocking is not needed."},
	Origin:  Proposed,
	Cause:   Text{FR: "Il reste des essais du code porteur : la panne est ailleurs.", EN: "PIN tries are left: the fault is elsewhere."},
	Remedy:  Text{FR: "Regarder les autres constats.", EN: "Look at the other findings."},
	Sources: []Source{srcGIPFAQ},
	Inputs:  []string{"unblock.asked", "pin.triesLeft"},
	Needs:   "unblock.asked",
	Shown:   Demonstration{Card: "cps3-pin-2", Facts: []string{"unblock.asked=yes"}},
}

var pin010 = Rule{
	Number: PIN010, ID: "CPS-PIN-010", Mark: Field, Severity: BlockSigning, How: FromFact,
	Title:    Text{FR: "Codes perdus ou jamais reçus", EN: "Codes lost or never received"},
	Text:     Text{FR: "Retrouvez vos codes sur le portail MaCarte.", EN: "Find your codes on the MaCarte portal."},
	Origin:   Proposed,
	Cause:    Text{FR: "Courrier perdu : ni code porteur ni code de déblocage.", EN: "The letter is lost: neither PIN nor unblocking code."},
	Remedy:   Text{FR: "Consulter le portail MaCarte, qui montre commandes, code porteur et code de déblocage ; sinon demander un nouveau courrier.", EN: "Look at the MaCarte portal, which shows orders, PIN and unblocking code; otherwise ask for a new letter."},
	Contacts: []ContactID{ContactANS},
	Sources:  []Source{srcBillingFAQ, srcEsante2014},
	Inputs:   []string{"pin.known", "puk.known"},
	Needs:    "pin.known",
	Shown:    Demonstration{Facts: []string{"pin.known=no", "puk.known=no"}},
	Said:     []string{"code oublié", "code perdu", "mot de passe oublié", "code PIN oublié", "code porteur oublié", "codes non reçus", "forgotten PIN", "forgot my PIN", "lost PIN"},
}

var pin011 = Rule{
	Number: PIN011, ID: "CPS-PIN-011", Mark: Public, Severity: BlockSigning, How: FromFact,
	Title:   Text{FR: "Code non initialisé dans ce mode", EN: "PIN not initialised in this mode"},
	Text:    Text{FR: "Carte lue sans contact : le code ne peut pas être saisi.", EN: "Card read contactless: the PIN cannot be entered."},
	Origin:  Proposed,
	Cause:   Text{FR: "L'interface sans contact n'a pas de code porteur.", EN: "The contactless interface has no PIN."},
	Remedy:  Text{FR: "Introduire la carte dans la fente à contacts.", EN: "Insert the card into the contact slot."},
	Sources: []Source{srcCryptolibSrc},
	Inputs:  []string{"ckr", "card.generation"},
	Needs:   "ckr",
	Shown:   Demonstration{Facts: []string{"ckr=CKR_USER_PIN_NOT_INITIALIZED"}},
}

var pin012 = Rule{
	Number: PIN012, ID: "CPS-PIN-012", Mark: Public, Severity: Info, How: FromFact,
	Title:   Text{FR: "Saisie du code annulée ou expirée sur le lecteur", EN: "PIN entry cancelled or timed out on the reader"},
	Text:    Text{FR: "Saisie du code annulée sur le lecteur.", EN: "PIN entry cancelled on the reader."},
	Origin:  Proposed,
	Cause:   Text{FR: "Le porteur a annulé ou laissé passer le délai ; aucun essai n'est consommé. Le pilote des V4 refuse les claviers de lecteur.", EN: "The holder cancelled or let the time run out; no try is spent. The V4 driver refuses reader keypads."},
	Remedy:  Text{FR: "Saisir le code à l'écran.", EN: "Enter the code on the screen."},
	Sources: []Source{srcCryptolibSrc},
	Inputs:  []string{"ckr"},
	Needs:   "ckr",
	Shown:   Demonstration{Facts: []string{"ckr=CKR_FUNCTION_CANCELED"}},
}

var pin013 = Rule{
	Number: PIN013, ID: "CPS-PIN-013", Mark: Public, Severity: Warning, How: FromFact,
	Title:    Text{FR: "Code porteur trouvé dans une trace ou un rapport", EN: "PIN found in a trace or report"},
	Text:     Text{FR: "Rapport masqué : un code porteur y figurait.", EN: "Report masked: a PIN stood in it."},
	Origin:   Proposed,
	Cause:    Text{FR: "Des requêtes tracées en base64 contiennent le code ; la bibliothèque officielle le masque, d'autres logiciels non.", EN: "Requests logged in base64 contain the code; the official library masks it, other software may not."},
	Remedy:   Text{FR: "Masquer avant d'enregistrer ou d'envoyer, et changer le code.", EN: "Mask before storing or sending, and change the code."},
	Contacts: []ContactID{ContactVendor},
	Sources:  []Source{srcJuxta, srcCryptolibExt},
	Inputs:   []string{"trace.pin"},
	Needs:    "trace.pin",
	Shown:    Demonstration{Facts: []string{"trace.pin=yes"}},
}

var pin014 = Rule{
	Number: PIN014, ID: "CPS-PIN-014", Mark: Public, Severity: BlockBilling, How: FromFact,
	Title:    Text{FR: "États du code du volet CPS2TER", EN: "CPS2TER PIN states"},
	Text:     Text{FR: "Code porteur du volet CPS2TER non activé (9802).", EN: "PIN of the CPS2TER volume not activated (9802)."},
	Origin:   Proposed,
	Cause:    Text{FR: "Ancien jeu de commandes : ce volet répond avec ses propres mots d'état.", EN: "The old command set: this volume answers with status words of its own."},
	Remedy:   Text{FR: "Faire remplacer la carte.", EN: "Have the card replaced."},
	Contacts: []ContactID{ContactANS},
	Sources:  []Source{srcCryptolibSrc},
	Inputs:   []string{"sw", "code.command"},
	Needs:    "sw",
	Variants: []Variant{
		{Key: VariantInvalidated, Text: Text{FR: "Volet CPS2TER invalidé (9808).", EN: "CPS2TER volume invalidated (9808)."}},
	},
	Shown: Demonstration{Facts: []string{"sw=9802"}},
}
