package lookup

import (
	"github.com/cpslab/cps/harness/card/apdu"
	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/diagnosis/code"
	"github.com/cpslab/cps/harness/diagnosis/rule"
)

// Causes that a bench without a SESAM-Vitale library or a Cryptolib can only
// name.
var (
	quotedSSV       = text.Text{FR: "Message d'une bibliothèque SESAM-Vitale : le banc met la carte dans l'état, il ne produit pas le message.", EN: "Message of a SESAM-Vitale library: the bench puts the card in the state, it does not produce the message."}
	quotedReader    = text.Text{FR: "Horloge d'un lecteur terminal déréglée : à vérifier sur le lecteur.", EN: "Clock of a terminal reader gone wrong: check it on the reader."}
	quotedCryptolib = text.Text{FR: "Cryptolib trop ancienne devant une carte récente : à vérifier sur le poste (5.2.2 ou plus).", EN: "Cryptolib too old for a recent card: check the workstation (5.2.2 or later)."}
	quotedIssuer    = text.Text{FR: "Tout est vert et le message revient : la carte est inutilisable tant que l'émetteur n'agit pas.", EN: "Everything is green and the message comes back: the card is unusable until the issuer acts."}
	quotedVitale    = text.Text{FR: "Concerne la carte Vitale, non la CPS.", EN: "Concerns the Vitale card, not the CPS."}
	quotedMixed     = text.Text{FR: "Une carte de test et une carte réelle sont lues ensemble : utiliser deux cartes de même nature.", EN: "A test card and a real card are read together: use two cards of one kind."}
	quotedGALSS     = text.Text{FR: "Code du GALSS : à vérifier sur le poste, aucun GALSS ne fait partie du banc.", EN: "Code of GALSS: check the workstation, the bench includes no GALSS."}
	quotedGestion   = text.Text{FR: "Message du Gestionnaire : le banc ne le produit pas de lui-même.", EN: "Message of the Gestionnaire: the bench does not produce it by itself."}
	quotedModule    = text.Text{FR: "Résultat général du module PKCS#11 : regarder aussi sa trace.", EN: "A general result of the PKCS#11 module: look at its trace too."}
	quotedRight     = text.Text{FR: "Ligne normale de l'écran : le droit est sur la carte.", EN: "A normal line of the screen: the right is on the card."}
	quotedExpiry    = text.Text{FR: "Ligne normale de l'écran, montrée sans avertissement même quand la date est passée.", EN: "A normal line of the screen, shown without a warning even when the date is past."}
	quotedKeypad    = text.Text{FR: "Saisie sur le clavier d'un lecteur : le banc n'en a un que sur ses lecteurs USB (simulate --usbip --keypad).", EN: "Entry on the keypad of a reader: the bench has one on its USB readers only (simulate --usbip --keypad)."}
	quotedBeforePIN = text.Text{FR: "Objet lu avant le code porteur : une réponse normale de la carte, qui ne dit rien de ses données.", EN: "Object read before the PIN: a normal answer of the card, which tells nothing of its data."}
	quotedPCSC      = text.Text{FR: "Résultat du service PC/SC : débrancher un lecteur ou une carte, ou arrêter le service, reste à faire à la main ; cpslab doctor dit ce qu'il voit.", EN: "Result of the PC/SC service: to unplug a reader or a card, or to stop the service, is left to a hand; cpslab doctor tells what it sees."}
	quotedLogin     = text.Text{FR: "Le code a pu être vérifié puis perdu : autre programme, processus fils, CryptoTokenKit de macOS. Le fermer avant de faire saisir le code de nouveau.", EN: "The PIN may have been verified and lost: another program, a child process, CryptoTokenKit of macOS. Close it before the PIN is typed again."}
	quotedTer       = text.Text{FR: "Mot d'état de l'ancien jeu de commandes (CPS2TER).", EN: "Status word of the old command set (CPS2TER)."}
	quotedService   = text.Text{FR: "Message du service e-CPS : le banc juge l'identifiant, il ne produit pas le message.", EN: "Message of the e-CPS service: the bench judges the identifier, it does not produce the message."}
)

// vague is the meaning of a complaint that names no trouble; it is answered by the
// first things to look at.
var vague = text.Text{FR: "Trop vague pour une règle : faire lire le message ou le code affiché, puis vérifier dans l'ordre.", EN: "Too vague for a rule: have the message or code on the screen read out, then check in this order."}

// messageTable are what users and logs show, with the rules behind each in the
// order to check them; a code brings its name and texts from code. FAQ of a billing software; GESTION CPS 6.08.00; SSV
// manual 4.03; PKCS#11 results and status words, CryptolibCPS sources.
var messageTable = [...]Message{
	// SSV manual 4.03; 61444 in the order of the manual: orientation and clock, library, expiry, data.
	{Kind: KindSSV, Code: code.SSVUnusable, Said: []string{"no DAM", "carte sans DAM", "card without DAM", "DAM error", "erreur de DAM", "DAM absent", "absence de DAM", "DAM missing"}, Rules: ids(rule.DAM003, rule.RDR004, rule.VAL009, rule.DAM002, rule.VAL001, rule.DAM001, rule.DAM004), QuotedOnly: []text.Text{quotedSSV, quotedReader, quotedCryptolib, quotedIssuer}},
	{Kind: KindSSV, Code: code.SSVCardAbsent, Rules: ids(rule.RDR003, rule.RDR010), QuotedOnly: []text.Text{quotedSSV}},
	{Kind: KindSSV, Code: code.SSVWrongPIN, Rules: ids(rule.PIN001, rule.PIN002, rule.PIN003, rule.PIN005), Shows: []rule.Demonstration{{Rule: rule.PIN001.ID(), Facts: []string{"ssv=61443"}}}, QuotedOnly: []text.Text{quotedSSV}},
	{Kind: KindSSV, Code: code.SSVVitaleAbsent, Rules: ids(rule.RDR011), QuotedOnly: []text.Text{quotedVitale}},
	{Kind: KindSSV, Code: code.SSVVitaleFault, Rules: ids(rule.RDR011), QuotedOnly: []text.Text{quotedVitale}},
	{Kind: KindSSV, Code: code.SSVVitaleTaken, Rules: ids(rule.RDR011), QuotedOnly: []text.Text{quotedVitale}},
	{Kind: KindSSV, Code: 61478, Rules: ids(rule.TYPE007, rule.SIGN005), QuotedOnly: []text.Text{quotedSSV, quotedMixed}},
	{Kind: KindSSV, Text: "Faites procéder au remplacement de la Carte de Professionnel de Santé introduite dans le lecteur par une Carte de Professionnel de Santé autorisée à signer ce lot", Rules: ids(rule.SIGN005, rule.TYPE007), QuotedOnly: []text.Text{quotedSSV}},
	{Kind: KindSSV, Code: code.SSVIncoherent, Rules: ids(rule.RDR012, rule.SIGN006), QuotedOnly: []text.Text{quotedSSV}},
	{Kind: KindSSV, Code: code.SSVOutOfStep, Rules: ids(rule.RDR012, rule.SIGN006), QuotedOnly: []text.Text{quotedSSV}},
	{Kind: KindSSV, Code: code.SSVResource, Rules: ids(rule.RDR013, rule.WS013), QuotedOnly: []text.Text{quotedSSV}},
	{Kind: KindSSV, Code: code.SSVNotInitialised, Rules: ids(rule.WS015), QuotedOnly: []text.Text{quotedSSV}},
	{Kind: KindSSV, Code: code.SSVTablesFirst, Rules: ids(rule.WS015), QuotedOnly: []text.Text{quotedSSV}},
	{Kind: KindSSV, Code: code.SSVTablesPath, Rules: ids(rule.WS015), QuotedOnly: []text.Text{quotedSSV}},
	{Kind: KindSSV, Code: code.SSVWorkFolder, Rules: ids(rule.WS015), QuotedOnly: []text.Text{quotedSSV}},
	{Kind: KindSSV, Code: code.SSVWorkFiles, Rules: ids(rule.WS015), QuotedOnly: []text.Text{quotedSSV}},
	{Kind: KindSSV, Code: code.SSVVitaleOther, Rules: ids(rule.RDR011), QuotedOnly: []text.Text{quotedVitale}},
	{Kind: KindSSV, Code: 65294, QuotedOnly: []text.Text{quotedSSV}},
	{Kind: KindSSV, Code: code.SSVPINLost, Said: []string{"perte du code porteur au niveau du lecteur", "le lecteur a perdu le code porteur", "code porteur perdu par le lecteur", "reader lost the PIN"}, Rules: ids(rule.RDR002, rule.RDR015, rule.SIGN006), Beside: ids(rule.RDR002, rule.RDR015, rule.SIGN006), QuotedOnly: []text.Text{quotedSSV}},
	{Kind: KindSSV, Text: "Section MGC absente", Rules: ids(rule.WS015), QuotedOnly: []text.Text{quotedSSV}},
	{Kind: KindSSV, Text: "Carte CPS absente", Rules: ids(rule.RDR010, rule.RDR003), QuotedOnly: []text.Text{quotedSSV}},
	{Kind: KindSSV, Text: "À partir de juillet 2025, les cartes CPS délivrées nécessitent Cryptolib 5.2.2", Rules: ids(rule.WS003, rule.WS002, rule.DAM002), QuotedOnly: []text.Text{quotedCryptolib}},

	// GALSS run-time codes, which SSV passes through (CryptolibCPS sources, gal_err.h).
	{Kind: KindGALSS, Code: 0x0001, Rules: ids(rule.WS012), Beside: ids(rule.WS012), QuotedOnly: []text.Text{quotedGALSS}},
	{Kind: KindGALSS, Code: 0x0002, Rules: ids(rule.WS017, rule.WS012), Beside: ids(rule.WS017, rule.WS012), QuotedOnly: []text.Text{quotedGALSS}},
	{Kind: KindGALSS, Code: code.GALSSExclusive, Rules: ids(rule.WS017), QuotedOnly: []text.Text{quotedGALSS}},
	{Kind: KindGALSS, Code: code.GALSSSequence, Rules: ids(rule.WS017), QuotedOnly: []text.Text{quotedGALSS}},
	{Kind: KindGALSS, Code: 0x0010, Rules: ids(rule.WS012), Beside: ids(rule.WS012), QuotedOnly: []text.Text{quotedGALSS}},
	{Kind: KindGALSS, Code: 0x0020, Rules: ids(rule.WS012), Beside: ids(rule.WS012), QuotedOnly: []text.Text{quotedGALSS}},
	{Kind: KindGALSS, Code: code.GALSSAborted, Rules: ids(rule.RDR002), QuotedOnly: []text.Text{quotedGALSS}},
	{Kind: KindGALSS, Code: 0x0080, Rules: ids(rule.RDR002, rule.WS017), Beside: ids(rule.RDR002, rule.WS017), QuotedOnly: []text.Text{quotedGALSS}},
	{Kind: KindGALSS, Code: code.GALSSTimeExceeded, Rules: ids(rule.RDR002), QuotedOnly: []text.Text{quotedGALSS}},
	{Kind: KindGALSS, Code: code.GALSSTransmission, Rules: ids(rule.RDR014, rule.RDR002, rule.SIGN006), Shows: []rule.Demonstration{{Rule: rule.RDR002.ID(), Facts: []string{"galss=0200", "code.command=read", "code.times=4"}}, {Rule: rule.SIGN006.ID(), Facts: []string{"ssv=512", "code.during=batch"}}}, QuotedOnly: []text.Text{quotedGALSS}},
	{Kind: KindGALSS, Code: code.GALSSNoAnswer, Rules: ids(rule.RDR002), QuotedOnly: []text.Text{quotedGALSS}},
	{Kind: KindGALSS, Code: code.GALSSOpen, Rules: ids(rule.WS017), QuotedOnly: []text.Text{quotedGALSS}},
	{Kind: KindGALSS, Code: 0x1000, Rules: ids(rule.WS017, rule.WS012), Beside: ids(rule.WS017, rule.WS012), QuotedOnly: []text.Text{quotedGALSS}},
	{Kind: KindGALSS, Code: code.GALSSResource, Rules: ids(rule.RDR013, rule.WS013), QuotedOnly: []text.Text{quotedGALSS}},
	{Kind: KindGALSS, Code: 0x4000, Rules: ids(rule.WS012), Beside: ids(rule.WS012), QuotedOnly: []text.Text{quotedGALSS}},

	// GALSS configuration codes.
	{Kind: KindGALSS, Code: 0x8001, Rules: ids(rule.WS012), QuotedOnly: []text.Text{quotedGALSS}},
	{Kind: KindGALSS, Code: 0x8002, Rules: ids(rule.WS012), QuotedOnly: []text.Text{quotedGALSS}},
	{Kind: KindGALSS, Code: 0x8003, Rules: ids(rule.WS012), QuotedOnly: []text.Text{quotedGALSS}},
	{Kind: KindGALSS, Code: 0x8004, Rules: ids(rule.WS012), QuotedOnly: []text.Text{quotedGALSS}},
	{Kind: KindGALSS, Code: 0x8005, Rules: ids(rule.WS012), QuotedOnly: []text.Text{quotedGALSS}},
	{Kind: KindGALSS, Code: 0x8006, Rules: ids(rule.WS012), QuotedOnly: []text.Text{quotedGALSS}},
	{Kind: KindGALSS, Code: 0x8007, Rules: ids(rule.WS012), QuotedOnly: []text.Text{quotedGALSS}},
	{Kind: KindGALSS, Code: 0x8008, Rules: ids(rule.WS012), QuotedOnly: []text.Text{quotedGALSS}},
	{Kind: KindGALSS, Code: 0x8009, Rules: ids(rule.WS012), QuotedOnly: []text.Text{quotedGALSS}},
	{Kind: KindGALSS, Code: 0x800A, Rules: ids(rule.WS012), QuotedOnly: []text.Text{quotedGALSS}},
	{Kind: KindGALSS, Code: 0x800B, Rules: ids(rule.WS012), QuotedOnly: []text.Text{quotedGALSS}},
	{Kind: KindGALSS, Code: 0x800C, Rules: ids(rule.WS012), QuotedOnly: []text.Text{quotedGALSS}},
	{Kind: KindGALSS, Code: 0x800D, Rules: ids(rule.WS012), QuotedOnly: []text.Text{quotedGALSS}},
	{Kind: KindGALSS, Code: 0x800E, Rules: ids(rule.WS012), QuotedOnly: []text.Text{quotedGALSS}},
	{Kind: KindGALSS, Code: 0x800F, Rules: ids(rule.WS012), QuotedOnly: []text.Text{quotedGALSS}},
	{Kind: KindGALSS, Code: 0x8010, Rules: ids(rule.WS012), QuotedOnly: []text.Text{quotedGALSS}},
	{Kind: KindGALSS, Code: 0x8011, Rules: ids(rule.WS012), QuotedOnly: []text.Text{quotedGALSS}},
	{Kind: KindGALSS, Code: 0x8012, Rules: ids(rule.WS012), QuotedOnly: []text.Text{quotedGALSS}},
	{Kind: KindGALSS, Code: 0x8013, Rules: ids(rule.WS012), QuotedOnly: []text.Text{quotedGALSS}},
	{Kind: KindGALSS, Code: 0x8014, Rules: ids(rule.WS012), QuotedOnly: []text.Text{quotedGALSS}},

	// Gestionnaire 06.08.00: messages, then lines of its screens.
	{Kind: KindScreen, Text: "La carte dans le lecteur n'est pas une carte PS", Rules: ids(rule.RDR006, rule.ID015, rule.RDR005), Shows: []rule.Demonstration{{Rule: rule.RDR006.ID(), Card: "other-issuer"}}},
	{Kind: KindScreen, Text: "Impossible de mettre la carte sous tension", Rules: ids(rule.RDR004)},
	{Kind: KindScreen, Text: "Veuillez introduire votre carte dans le lecteur …", Rules: ids(rule.RDR003, rule.RDR004, rule.RDR006)},
	{Kind: KindScreen, Text: "Veuillez changer la carte du lecteur …", Rules: ids(rule.RDR009, rule.RDR006), Shows: []rule.Demonstration{{Rule: rule.RDR006.ID(), Card: "other-issuer"}}},
	{Kind: KindScreen, Text: "Veuillez patienter le temps de prendre en compte le changement de carte...", Rules: ids(rule.RDR009), QuotedOnly: []text.Text{quotedGestion}},
	{Kind: KindScreen, Text: "Erreur de transmission. Vérifier que le lecteur est bien connecté.", Rules: ids(rule.RDR001, rule.RDR002)},
	{Kind: KindScreen, Text: "Code porteur (reste … tentative(s)) :", Rules: ids(rule.PIN002)},
	{Kind: KindScreen, Text: "Ce code porteur est erroné. Vous avez au maximum … tentative(s). Voulez-vous réessayer ?", Rules: ids(rule.PIN001, rule.PIN002)},
	{Kind: KindScreen, Text: "Cette carte est bloquée (3 codes erronés). Voulez-vous la débloquer (vous devrez saisir le code de déblocage) ?", Rules: ids(rule.PIN003)},
	{Kind: KindScreen, Text: "Carte bloquée. Impossible de changer le code porteur.", Rules: ids(rule.PIN003)},
	{Kind: KindScreen, Text: "Cette carte est définitivement bloquée et doit être remplacée.", Rules: ids(rule.PIN005)},
	{Kind: KindScreen, Text: "Ce code de déblocage est erroné. Vous avez au maximum … tentative(s). Voulez-vous réessayer ?", Rules: ids(rule.PIN004, rule.PIN005), QuotedOnly: []text.Text{quotedGestion}},
	{Kind: KindScreen, Text: "Le code porteur est un code entre quatre et huit chiffres. Saisissez à nouveau le code porteur.", Rules: ids(rule.PIN006), QuotedOnly: []text.Text{quotedGestion}},
	{Kind: KindScreen, Text: "Le code de déblocage est un code à huit chiffres. Saissisez à nouveau le code de déblocage.", Rules: ids(rule.PIN007), QuotedOnly: []text.Text{quotedGestion}},
	{Kind: KindScreen, Text: "Code de confirmation erroné.", Rules: ids(rule.PIN008), QuotedOnly: []text.Text{quotedGestion}},
	{Kind: KindScreen, Text: "Carte inutilisable suite à un incident lors de son actualisation. Veuillez effectuer une nouvelle actualisation de votre carte.", Rules: ids(rule.UPD001)},
	{Kind: KindScreen, Text: "Résultat du contrôle effectué incorrect.", Rules: ids(rule.CERT010), QuotedOnly: []text.Text{quotedGestion}},
	{Kind: KindScreen, Text: "Carte de Personnel d'Etablissement (CDE/CPE)", Rules: ids(rule.TYPE005, rule.TYPE006)},
	{Kind: KindScreen, Text: "non autorisé à signer les FSE", Rules: ids(rule.SIGN001, rule.SIGN003)},
	{Kind: KindScreen, Text: "non autorisé à signer les lots", Rules: ids(rule.SIGN002, rule.SIGN003)},
	{Kind: KindScreen, Text: "autorisé à signer les FSE", QuotedOnly: []text.Text{quotedRight}},
	{Kind: KindScreen, Text: "autorisé à signer les lots", QuotedOnly: []text.Text{quotedRight}},
	{Kind: KindScreen, Text: "expire fin …", Rules: ids(rule.VAL001, rule.VAL007, rule.VAL006), QuotedOnly: []text.Text{quotedExpiry}},
	{Kind: KindScreen, Text: "Non définie", Rules: ids(rule.CONV006, rule.CONV012, rule.CONV003)},
	{Kind: KindScreen, Text: "Identifiant :", Rules: ids(rule.BILL001)},
	{Kind: KindScreen, Text: "Spécialité Assurance Maladie : Non définie", Rules: ids(rule.CONV003, rule.CONV006)},
	{Kind: KindScreen, Text: "Code Agrément : Non défini", Rules: ids(rule.CONV013, rule.CONV006)},
	{Kind: KindScreen, Text: "Etablissement ou Centre de Santé", Rules: ids(rule.CONV006, rule.CONV008)},
	{Kind: KindScreen, Text: "Non conventionné", Rules: ids(rule.CONV007)},
	{Kind: KindScreen, Text: "Code porteur incorrect", Rules: ids(rule.PIN001)},
	{Kind: KindScreen, Text: "Carte bloquée", Rules: ids(rule.PIN003, rule.PIN005)},
	{Kind: KindScreen, Text: "Erreur matérielle", Rules: ids(rule.RDR002, rule.RDR004), QuotedOnly: []text.Text{quotedGestion}},
	{Kind: KindScreen, Text: "Utilisateur non authentifié", Rules: ids(rule.DAM005, rule.PIN001), QuotedOnly: []text.Text{quotedGestion}},
	{Kind: KindScreen, Text: "Utilisateur déjà authentifié", Rules: ids(rule.WS017), QuotedOnly: []text.Text{quotedGestion}},
	{Kind: KindScreen, Text: "L'opération a échoué", Rules: ids(rule.RDR008, rule.RDR002), QuotedOnly: []text.Text{quotedGestion}},
	{Kind: KindScreen, Text: "Opération en cours", Rules: ids(rule.WS017), QuotedOnly: []text.Text{quotedGestion}},
	{Kind: KindScreen, Text: "Erreur non référencée.", Rules: ids(rule.RDR008, rule.RDR002), QuotedOnly: []text.Text{quotedGestion}},

	// Other services and wordings of this project.
	{Kind: KindOther, Text: "Identifiant RPPS non reconnu", Rules: ids(rule.NET001, rule.ID003, rule.ID001), QuotedOnly: []text.Text{quotedService}},
	{Kind: KindOther, Text: "Identifiant de facturation absent : carte inutilisable pour facturer.", Rules: ids(rule.BILL001)},
	{Kind: KindOther, Text: "Carte CDA/CPA sans situation de facturation : elle ne permet pas de facturer.", Rules: ids(rule.TYPE002)},
	{Kind: KindOther, Text: "Carte inconnue de cette version de Cryptolib.", Rules: ids(rule.RDR006), QuotedOnly: []text.Text{quotedCryptolib}},
	{Kind: KindOther, Text: "Votre carte est arrivée en fin de validité le …", Rules: ids(rule.VAL001, rule.VAL002, rule.VAL003)},

	// Words of the telephone behind which several rules may stand, or none yet.
	{Kind: KindSaid, Meaning: text.Text{FR: "La carte n'est pas lue.", EN: "The card is not read."}, Said: []string{"carte non lue", "carte illisible", "le lecteur ne lit pas la carte", "lecture de la carte impossible", "impossible de lire la carte", "carte non détectée", "le lecteur ne détecte pas la carte", "carte non reconnue par le lecteur", "échec de lecture de la carte", "erreur de lecture", "card not read", "read error", "card cannot be read", "the reader does not read the card", "the reader does not see the card", "card not detected"}, Rules: ids(rule.RDR003, rule.RDR004, rule.RDR006, rule.RDR005, rule.RDR001, rule.RDR002, rule.RDR007)},
	{Kind: KindSaid, Meaning: text.Text{FR: "La carte arrive en fin de validité.", EN: "The card is about to expire."}, Said: []string{"la carte expire bientôt", "la carte expire dans … jours", "carte bientôt expirée", "carte en fin de validité", "fin de validité proche", "renouvellement de la carte", "the card expires soon", "the card expires in … days", "card about to expire", "renewal of the card"}, Rules: ids(rule.VAL007, rule.VAL006, rule.VAL005, rule.VAL008)},
	{Kind: KindSaid, Meaning: text.Text{FR: "Facturer est impossible.", EN: "Billing is impossible."}, Said: []string{"impossible de facturer", "je ne peux pas facturer", "facturation impossible", "facturation refusée", "carte refusée en facturation", "je n'arrive pas à facturer", "impossible de télétransmettre", "je ne peux pas télétransmettre", "je n'arrive pas à télétransmettre", "télétransmission impossible", "la télétransmission ne passe pas", "les feuilles de soins ne partent pas", "cannot bill", "claims are not sent", "billing fails"}, Rules: ids(rule.RDR003, rule.PIN003, rule.VAL001, rule.TYPE002, rule.TYPE003, rule.TYPE004, rule.DAM001, rule.BILL001, rule.SIGN003)},
	{Kind: KindSaid, Meaning: text.Text{FR: "Signer est impossible.", EN: "Signing is impossible."}, Said: []string{"impossible de signer", "je ne peux pas signer", "signature impossible", "signature refusée", "cannot sign", "signing fails"}, Rules: ids(rule.SIGN003, rule.SIGN001, rule.SIGN002, rule.SIGN007, rule.PIN003)},
	{Kind: KindSaid, Meaning: vague, Said: []string{"la carte ne marche pas", "carte en panne", "CPS en panne", "CPS HS", "la CPS ne marche pas", "ma CPS ne marche plus", "problème de CPS", "souci de CPS", "carte HS", "carte hors service", "problème de carte", "problème avec la carte", "souci de carte", "souci avec la carte", "bug de la carte", "la carte ne passe pas", "carte refusée", "ça ne marche pas", "rien ne marche", "le logiciel ne marche pas", "au secours", "the card does not work", "card problem", "problem with the card", "it does not work", "nothing works"}},

	// PKCS#11 results (PKCS#11 v2.20, 11.1; CryptolibCPS sources, misc.c).
	{Kind: KindCKR, Code: 0x3, Rules: ids(rule.RDR001)},
	{Kind: KindCKR, Code: 0x5, Rules: ids(rule.RDR008, rule.RDR002), Beside: ids(rule.RDR008, rule.RDR002), QuotedOnly: []text.Text{quotedModule}},
	{Kind: KindCKR, Code: 0x6, Rules: ids(rule.RDR008, rule.RDR002), Beside: ids(rule.RDR008, rule.RDR002), QuotedOnly: []text.Text{quotedModule}},
	{Kind: KindCKR, Code: 0x20, Rules: ids(rule.CERT011, rule.SIGN010), Beside: ids(rule.CERT011, rule.SIGN010), QuotedOnly: []text.Text{quotedModule}},
	{Kind: KindCKR, Code: 0x21, Rules: ids(rule.CERT011, rule.SIGN010), Beside: ids(rule.CERT011, rule.SIGN010), QuotedOnly: []text.Text{quotedModule}},
	{Kind: KindCKR, Code: 0x30, Rules: ids(rule.RDR002, rule.RDR004)},
	{Kind: KindCKR, Code: 0x31, Rules: ids(rule.RDR002, rule.RDR004), Beside: ids(rule.RDR002, rule.RDR004), QuotedOnly: []text.Text{quotedModule}},
	{Kind: KindCKR, Code: code.CKRDeviceRemoved, Rules: ids(rule.RDR008)},
	{Kind: KindCKR, Code: code.CKRFunctionCanceled, Rules: ids(rule.PIN012), QuotedOnly: []text.Text{quotedKeypad}},
	{Kind: KindCKR, Code: 0x54, Rules: ids(rule.CERT011), Beside: ids(rule.CERT011), QuotedOnly: []text.Text{quotedModule}},
	{Kind: KindCKR, Code: 0x60, Rules: ids(rule.RDR008, rule.CERT009), Beside: ids(rule.RDR008, rule.CERT009), QuotedOnly: []text.Text{quotedModule}},
	{Kind: KindCKR, Code: 0x63, Rules: ids(rule.CERT011, rule.SIGN007), Beside: ids(rule.CERT011, rule.SIGN007), QuotedOnly: []text.Text{quotedModule}},
	{Kind: KindCKR, Code: 0x68, Rules: ids(rule.SIGN010, rule.SIGN007), Beside: ids(rule.SIGN010, rule.SIGN007), QuotedOnly: []text.Text{quotedModule}},
	{Kind: KindCKR, Code: 0x70, Rules: ids(rule.CERT011), Beside: ids(rule.CERT011), QuotedOnly: []text.Text{quotedModule}},
	{Kind: KindCKR, Code: 0x71, Rules: ids(rule.CERT011), Beside: ids(rule.CERT011), QuotedOnly: []text.Text{quotedModule}},
	{Kind: KindCKR, Code: 0x82, Rules: ids(rule.RDR008, rule.CERT009), Beside: ids(rule.RDR008, rule.CERT009), QuotedOnly: []text.Text{quotedModule}},
	{Kind: KindCKR, Code: 0x90, Rules: ids(rule.WS017), QuotedOnly: []text.Text{quotedModule}},
	{Kind: KindCKR, Code: code.CKRPINIncorrect, Rules: ids(rule.PIN001, rule.PIN002), Shows: []rule.Demonstration{{Rule: rule.PIN001.ID(), Facts: []string{"ckr=CKR_PIN_INCORRECT"}}}},
	{Kind: KindCKR, Code: 0xA1, Rules: ids(rule.PIN008, rule.PIN006), QuotedOnly: []text.Text{quotedKeypad}},
	{Kind: KindCKR, Code: 0xA2, Rules: ids(rule.PIN006, rule.PIN007), QuotedOnly: []text.Text{quotedModule}},
	{Kind: KindCKR, Code: 0xA3, Rules: ids(rule.PIN010, rule.PIN001), Beside: ids(rule.PIN010, rule.PIN001), QuotedOnly: []text.Text{quotedModule}},
	{Kind: KindCKR, Code: code.CKRPINLocked, Rules: ids(rule.PIN003, rule.PIN005)},
	{Kind: KindCKR, Code: 0xB0, Rules: ids(rule.RDR008, rule.WS017, rule.RDR009), Beside: ids(rule.RDR008, rule.WS017, rule.RDR009), QuotedOnly: []text.Text{quotedModule}},
	{Kind: KindCKR, Code: 0xB1, Rules: ids(rule.WS017), Beside: ids(rule.WS017), QuotedOnly: []text.Text{quotedModule}},
	{Kind: KindCKR, Code: code.CKRSessionInvalid, Rules: ids(rule.RDR008, rule.RDR009)},
	{Kind: KindCKR, Code: 0xC0, Rules: ids(rule.SIGN010, rule.CERT010), Beside: ids(rule.SIGN010, rule.CERT010), QuotedOnly: []text.Text{quotedModule}},
	{Kind: KindCKR, Code: code.CKRTokenNotPresent, Rules: ids(rule.RDR003, rule.RDR004, rule.RDR008), Shows: []rule.Demonstration{{Rule: rule.RDR003.ID(), Facts: []string{"ckr=CKR_TOKEN_NOT_PRESENT"}}, {Rule: rule.RDR008.ID(), Card: "cps3-healthy", Facts: []string{"ckr=CKR_TOKEN_NOT_PRESENT"}}}},
	{Kind: KindCKR, Code: 0xE1, Rules: ids(rule.RDR006, rule.ID015, rule.WS002)},
	{Kind: KindCKR, Code: 0x100, Rules: ids(rule.WS017), QuotedOnly: []text.Text{quotedModule}},
	{Kind: KindCKR, Code: 0x101, Rules: ids(rule.SIGN009, rule.WS017, rule.DAM005), Beside: ids(rule.SIGN009, rule.WS017), QuotedOnly: []text.Text{quotedBeforePIN, quotedLogin}},
	{Kind: KindCKR, Code: 0x104, Rules: ids(rule.WS017), Beside: ids(rule.WS017), QuotedOnly: []text.Text{quotedModule}},
	{Kind: KindCKR, Code: code.CKRPINNotInitialized, Rules: ids(rule.PIN011, rule.RDR007)},
	{Kind: KindCKR, Code: 0x190, Rules: ids(rule.WS001), QuotedOnly: []text.Text{quotedModule}},
	{Kind: KindCKR, Code: code.CKRBadActua, Rules: ids(rule.UPD001)},

	// PC/SC results behind which a rule may stand (PC/SC part 5; pcsc-lite, pcsclite.h).
	{Kind: KindPCSC, Code: 0x80100003, Rules: ids(rule.WS017), QuotedOnly: []text.Text{quotedPCSC}},
	{Kind: KindPCSC, Code: 0x80100009, Rules: ids(rule.RDR001, rule.WS013), QuotedOnly: []text.Text{quotedPCSC}},
	{Kind: KindPCSC, Code: 0x8010000A, Rules: ids(rule.RDR002, rule.RDR014), QuotedOnly: []text.Text{quotedPCSC}},
	{Kind: KindPCSC, Code: 0x8010000B, Rules: ids(rule.WS017), Shows: []rule.Demonstration{{Rule: rule.WS017.ID(), Facts: []string{"ws.shared=yes"}}}, QuotedOnly: []text.Text{quotedPCSC}},
	{Kind: KindPCSC, Code: 0x8010000C, Rules: ids(rule.RDR003), QuotedOnly: []text.Text{quotedPCSC}},
	{Kind: KindPCSC, Code: 0x8010000D, Rules: ids(rule.RDR006, rule.WS011), QuotedOnly: []text.Text{quotedPCSC}},
	{Kind: KindPCSC, Code: 0x8010000F, Rules: ids(rule.RDR006, rule.RDR014), QuotedOnly: []text.Text{quotedPCSC}},
	{Kind: KindPCSC, Code: 0x80100010, Rules: ids(rule.RDR002, rule.RDR015), QuotedOnly: []text.Text{quotedPCSC}},
	{Kind: KindPCSC, Code: 0x80100013, Rules: ids(rule.WS009, rule.RDR002, rule.WS008), QuotedOnly: []text.Text{quotedPCSC}},
	{Kind: KindPCSC, Code: 0x80100016, Rules: ids(rule.RDR002, rule.RDR014), QuotedOnly: []text.Text{quotedPCSC}},
	{Kind: KindPCSC, Code: 0x80100017, Rules: ids(rule.RDR001, rule.RDR015), QuotedOnly: []text.Text{quotedPCSC}},
	{Kind: KindPCSC, Code: 0x8010001A, Rules: ids(rule.RDR001), QuotedOnly: []text.Text{quotedPCSC}},
	{Kind: KindPCSC, Code: 0x8010001C, Rules: ids(rule.RDR006), QuotedOnly: []text.Text{quotedPCSC}},
	{Kind: KindPCSC, Code: 0x8010001D, Rules: ids(rule.WS008, rule.WS009), QuotedOnly: []text.Text{quotedPCSC}},
	{Kind: KindPCSC, Code: 0x8010001E, Rules: ids(rule.WS008, rule.WS009), QuotedOnly: []text.Text{quotedPCSC}},
	{Kind: KindPCSC, Code: 0x80100020, Rules: ids(rule.WS011, rule.WS001), QuotedOnly: []text.Text{quotedPCSC}},
	{Kind: KindPCSC, Code: 0x80100022, Rules: ids(rule.WS011, rule.WS007, rule.CERT005), QuotedOnly: []text.Text{quotedPCSC}},
	{Kind: KindPCSC, Code: 0x8010002A, Rules: ids(rule.PIN001, rule.PIN002), QuotedOnly: []text.Text{quotedPCSC}},
	{Kind: KindPCSC, Code: 0x8010002C, Rules: ids(rule.CERT009, rule.CERT007), QuotedOnly: []text.Text{quotedPCSC}},
	{Kind: KindPCSC, Code: 0x8010002D, Rules: ids(rule.CERT009, rule.CERT007), QuotedOnly: []text.Text{quotedPCSC}},
	{Kind: KindPCSC, Code: 0x8010002E, Rules: ids(rule.RDR001), QuotedOnly: []text.Text{quotedPCSC}},
	{Kind: KindPCSC, Code: 0x8010002F, Rules: ids(rule.RDR014, rule.RDR002, rule.RDR015), QuotedOnly: []text.Text{quotedPCSC}},
	{Kind: KindPCSC, Code: 0x80100030, Rules: ids(rule.CERT009, rule.SIGN007), QuotedOnly: []text.Text{quotedPCSC}},
	{Kind: KindPCSC, Code: 0x80100065, Rules: ids(rule.RDR006, rule.RDR004), QuotedOnly: []text.Text{quotedPCSC}},
	{Kind: KindPCSC, Code: 0x80100066, Rules: ids(rule.RDR004)},
	{Kind: KindPCSC, Code: 0x80100067, Rules: ids(rule.RDR004)},
	{Kind: KindPCSC, Code: 0x80100068, Rules: ids(rule.WS017, rule.RDR009), QuotedOnly: []text.Text{quotedPCSC}},
	{Kind: KindPCSC, Code: 0x80100069, Rules: ids(rule.RDR008, rule.RDR003), QuotedOnly: []text.Text{quotedPCSC}},
	{Kind: KindPCSC, Code: 0x8010006A, Rules: ids(rule.WS028, rule.WS017), QuotedOnly: []text.Text{quotedPCSC}},
	{Kind: KindPCSC, Code: 0x8010006B, Rules: ids(rule.PIN001, rule.PIN002), QuotedOnly: []text.Text{quotedPCSC}},
	{Kind: KindPCSC, Code: 0x8010006C, Rules: ids(rule.PIN003, rule.PIN005), QuotedOnly: []text.Text{quotedPCSC}},
	{Kind: KindPCSC, Code: 0x8010006E, Rules: ids(rule.PIN012), QuotedOnly: []text.Text{quotedPCSC}},
	{Kind: KindPCSC, Code: 0x8010006F, Rules: ids(rule.DAM005, rule.WS017), QuotedOnly: []text.Text{quotedPCSC}},

	// Status words (ISO/IEC 7816-4, 5.1.3; CPS2TER: CryptolibCPS sources, cps2ter_errors).
	{Kind: KindSW, Code: 0x63C1, Rules: ids(rule.PIN001, rule.PIN002)},
	{Kind: KindSW, Code: 0x63C0, Rules: ids(rule.PIN003, rule.PIN005)},
	{Kind: KindSW, Code: 0x6982, Rules: ids(rule.DAM005, rule.PIN001), Beside: ids(rule.PIN001), QuotedOnly: []text.Text{quotedBeforePIN}},
	{Kind: KindSW, Code: 0x6983, Rules: ids(rule.PIN003, rule.PIN005)},
	{Kind: KindSW, Code: 0x6985, Rules: ids(rule.WS004, rule.RDR009), QuotedOnly: []text.Text{quotedCryptolib}},
	{Kind: KindSW, Code: 0x6A82, Rules: ids(rule.DAM001, rule.CERT009), Shows: []rule.Demonstration{{Rule: rule.DAM001.ID(), Card: "cps4-missing-dam"}}},
	{Kind: KindSW, Code: 0x9404, Rules: ids(rule.DAM001)},
	{Kind: KindSW, Code: int64(apdu.SWCPS2terPINNotActive), Rules: ids(rule.PIN014), QuotedOnly: []text.Text{quotedTer}},
	{Kind: KindSW, Code: int64(apdu.SWCPS2terRefused), Rules: ids(rule.PIN001, rule.DAM005, rule.PIN014), Shows: []rule.Demonstration{{Rule: rule.PIN001.ID(), Facts: []string{"sw=9804", "code.command=verify"}}}, Beside: ids(rule.PIN014), QuotedOnly: []text.Text{quotedTer}},
	{Kind: KindSW, Code: int64(apdu.SWCPS2terPINInvalid), Rules: ids(rule.PIN014), QuotedOnly: []text.Text{quotedTer}},
	{Kind: KindSW, Code: int64(apdu.SWCPS2terPINBlocked), Rules: ids(rule.PIN003)},
}
