package lookup

import (
	"sync"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/diagnosis/rule"
)

// group is what several texts of a list have in common: the causes behind them.
type group struct {
	meaning text.Text
	rules   []rule.Number // in the order to check them
	// near: the text alone does not decide: other faults, of programs that
	// have nothing to do with a card, print it too.
	near bool
}

// wrongDriver is a group that a message of its own speaks of, too.
var wrongDriver = group{meaning: text.Text{FR: "Windows parle à la carte par un pilote général, par une bibliothèque d'une autre largeur (32 ou 64 bits), ou avec un certificat d'une carte précédente.", EN: "Windows talks to the card through a general driver, a library of the other width (32 or 64 bits), or with a certificate of a former card."}, rules: []rule.Number{rule.WS011, rule.WS007, rule.CERT005}}

var groups = sync.OnceValue(func() map[string]*group {
	return map[string]*group{
		"reader-absent": {meaning: text.Text{FR: "Aucun lecteur n'est connu du service.", EN: "The service knows no reader."}, rules: []rule.Number{rule.RDR001, rule.RDR017, rule.WS008}},
		"driver":        {meaning: text.Text{FR: "Aucun pilote PC/SC n'a pris cet appareil USB.", EN: "No PC/SC driver has taken that USB device."}, rules: []rule.Number{rule.RDR017, rule.RDR001}},
		"firmware":      {meaning: text.Text{FR: "Micrologiciel du lecteur défectueux : le mettre à jour ou changer de lecteur.", EN: "Faulty firmware of the reader: update it or get another reader."}, rules: []rule.Number{rule.RDR017, rule.RDR002}},
		"usb-io":        {meaning: text.Text{FR: "L'échange USB avec le lecteur a échoué : mise en veille du port, câble, concentrateur.", EN: "The USB exchange with the reader failed: power saving of the port, cable, hub."}, rules: []rule.Number{rule.RDR018, rule.RDR015, rule.RDR002}},
		"held-usb":      {meaning: text.Text{FR: "Un autre programme ou un pilote du noyau (pn533, scdaemon) tient le lecteur.", EN: "Another program or a driver of the kernel (pn533, scdaemon) holds the reader."}, rules: []rule.Number{rule.RDR018, rule.WS017, rule.RDR015}},
		"usb-access":    {meaning: text.Text{FR: "Le système refuse à pcscd l'accès au lecteur USB.", EN: "The system refuses pcscd the USB reader."}, rules: []rule.Number{rule.RDR017, rule.WS028, rule.RDR001}},
		"reader-gone":   {meaning: text.Text{FR: "Le lecteur a disparu du bus USB.", EN: "The reader is gone from the USB bus."}, rules: []rule.Number{rule.RDR001, rule.RDR015, rule.RDR018}},
		"exchange":      {meaning: text.Text{FR: "L'échange entre le lecteur et la carte a échoué.", EN: "The exchange between reader and card failed."}, rules: []rule.Number{rule.RDR002, rule.RDR014, rule.RDR004}},
		"protocol":      {meaning: text.Text{FR: "Protocole (T=0 ou T=1) que la carte ou le lecteur n'a pas.", EN: "Protocol (T=0 or T=1) that the card or the reader lacks."}, rules: []rule.Number{rule.RDR006, rule.RDR002}},
		"mute":          {meaning: text.Text{FR: "La carte ne répond pas à la mise sous tension.", EN: "The card does not answer when it gets power."}, rules: []rule.Number{rule.RDR004}},
		"mute-or-absent": {
			meaning: text.Text{FR: "Carte absente, ou qui ne répond pas à la mise sous tension.", EN: "No card, or one that does not answer when it gets power."},
			rules:   []rule.Number{rule.RDR003, rule.RDR004},
		},
		"held":         {meaning: text.Text{FR: "Un autre programme tient le lecteur.", EN: "Another program holds the reader."}, rules: []rule.Number{rule.WS017}},
		"polkit":       {meaning: text.Text{FR: "polkit refuse le lecteur à ce programme ou à cette session.", EN: "polkit refuses this program or session the reader."}, rules: []rule.Number{rule.WS028, rule.WS017}},
		"service":      {meaning: text.Text{FR: "Le service PC/SC n'est pas démarré ou ne répond pas.", EN: "The PC/SC service is not running or does not answer."}, rules: []rule.Number{rule.WS009, rule.WS008, rule.WS029}},
		"card-absent":  {meaning: text.Text{FR: "Aucune carte dans le lecteur.", EN: "No card in the reader."}, rules: []rule.Number{rule.RDR003, rule.RDR010}},
		"card-removed": {meaning: text.Text{FR: "La carte a été retirée.", EN: "The card was removed."}, rules: []rule.Number{rule.RDR008, rule.RDR003}},
		"card-reset":   {meaning: text.Text{FR: "Un autre programme a remis la carte à zéro.", EN: "Another program has reset the card."}, rules: []rule.Number{rule.WS017, rule.RDR009}},
		"card-changed": {meaning: text.Text{FR: "La carte n'est plus celle qui a été lue.", EN: "The card is no longer the one that was read."}, rules: []rule.Number{rule.RDR009, rule.RDR008}},
		"card-session": {
			meaning: text.Text{FR: "Session avec la carte perdue ou refusée : carte retirée, changée, ou prise par un autre programme.", EN: "Session with the card lost or refused: card removed, changed, or taken by another program."},
			rules:   []rule.Number{rule.RDR008, rule.RDR009, rule.WS017}, near: true,
		},
		"card-unread":      {meaning: text.Text{FR: "La carte est là et ne se lit pas.", EN: "The card is there and cannot be read."}, rules: []rule.Number{rule.RDR004, rule.RDR006, rule.RDR002, rule.RDR003}, near: true},
		"card-unknown":     {meaning: text.Text{FR: "Carte que ce programme ne connaît pas.", EN: "Card that this program does not know."}, rules: []rule.Number{rule.RDR006, rule.RDR005}},
		"expired":          {rules: []rule.Number{rule.VAL001}},
		"test-real":        {meaning: text.Text{FR: "Carte de test dans un environnement réel, ou l'inverse.", EN: "Test card in a real environment, or the reverse."}, rules: []rule.Number{rule.TYPE007}},
		"pin-wrong":        {meaning: text.Text{FR: "Code porteur refusé.", EN: "PIN refused."}, rules: []rule.Number{rule.PIN001, rule.PIN002}},
		"pin-locked":       {meaning: text.Text{FR: "Code porteur bloqué.", EN: "PIN blocked."}, rules: []rule.Number{rule.PIN003, rule.PIN005}},
		"pin-cancelled":    {meaning: text.Text{FR: "Saisie du code annulée ou trop longue.", EN: "Entry of the PIN cancelled, or too slow."}, rules: []rule.Number{rule.PIN012}},
		"pin-confirm":      {meaning: text.Text{FR: "Les deux codes saisis diffèrent.", EN: "The two codes typed differ."}, rules: []rule.Number{rule.PIN008}},
		"pin-length":       {meaning: text.Text{FR: "Longueur du code hors des bornes.", EN: "Length of the PIN out of bounds."}, rules: []rule.Number{rule.PIN006}},
		"login":            {meaning: text.Text{FR: "Aucun code n'a été vérifié dans cette session, ou il a été perdu : autre programme ou processus.", EN: "No PIN was verified in this session, or it was lost: another program or process."}, rules: []rule.Number{rule.SIGN009, rule.WS017, rule.DAM005}, near: true},
		"library":          {meaning: text.Text{FR: "La bibliothèque de la carte ne se charge pas : absente, à redémarrer, ou d'une autre largeur (32 ou 64 bits).", EN: "The library of the card cannot be loaded: missing, waiting for a restart, or of the other width (32 or 64 bits)."}, rules: []rule.Number{rule.WS001, rule.WS007, rule.WS006}, near: true},
		"width":            {meaning: text.Text{FR: "Programme et bibliothèque sont de largeurs différentes (32 et 64 bits), ou d'un autre processeur.", EN: "Program and library are of different widths (32 and 64 bits), or of another processor."}, rules: []rule.Number{rule.WS007, rule.WS001}, near: true},
		"wrong-driver":     &wrongDriver,
		"ksp":              {meaning: text.Text{FR: "Fournisseur de clés refusé par Windows, ou d'un autre genre (CSP, KSP).", EN: "Key provider refused by Windows, or of another kind (CSP, KSP)."}, rules: []rule.Number{rule.WS021, rule.WS011, rule.WS007}},
		"client-key":       {meaning: text.Text{FR: "Le certificat ou sa clé n'est pas trouvé : non propagé dans le magasin de Windows, resté d'une carte précédente, ou absent de la carte.", EN: "The certificate or its key is not found: not propagated into the store of Windows, left of a former card, or missing from the card."}, rules: []rule.Number{rule.CERT009, rule.WS010, rule.CERT005, rule.WS011}, near: true},
		"store":            {meaning: text.Text{FR: "Les certificats de la carte ne sont pas dans le magasin de Windows.", EN: "The certificates of the card are not in the store of Windows."}, rules: []rule.Number{rule.WS010, rule.CERT009, rule.WS011}},
		"trust":            {meaning: text.Text{FR: "Le programme ne connaît pas l'autorité qui a signé le certificat présenté : autorités IGC Santé à installer dans le magasin qu'il lit.", EN: "The program does not know the authority that signed the certificate it was shown: IGC Santé authorities to be installed in the store it reads."}, rules: []rule.Number{rule.CERT007, rule.CERT008}},
		"verify":           {meaning: text.Text{FR: "Un certificat présenté n'a pas été accepté : autorité inconnue, dates ou révocation ; les lignes voisines disent laquelle.", EN: "A certificate that was shown was not accepted: unknown authority, dates or revocation; the lines beside it say which."}, rules: []rule.Number{rule.CERT007, rule.CERT001, rule.OPP002}, near: true},
		"cert-expired":     {meaning: text.Text{FR: "Un certificat est hors de ses dates : celui de la carte, ou celui du serveur ; l'horloge du poste peut être fausse.", EN: "A certificate is out of its dates: that of the card, or that of the server; the clock of the computer may be wrong."}, rules: []rule.Number{rule.CERT001, rule.VAL009, rule.CERT003}, near: true},
		"client-expired":   {meaning: text.Text{FR: "Le serveur tient le certificat de la carte pour échu.", EN: "The server takes the certificate of the card for expired."}, rules: []rule.Number{rule.CERT001, rule.VAL001, rule.CERT003}},
		"revoked":          {meaning: text.Text{FR: "Un certificat est révoqué : celui de la carte, ou celui du serveur.", EN: "A certificate is revoked: that of the card, or that of the server."}, rules: []rule.Number{rule.OPP002, rule.OPP001, rule.OPP003}, near: true},
		"revocation":       {meaning: text.Text{FR: "L'état de révocation n'a pas pu être lu.", EN: "The state of revocation could not be had."}, rules: []rule.Number{rule.OPP003, rule.OPP002}, near: true},
		"signature":        {meaning: text.Text{FR: "Serveur et client ne trouvent pas de signature que la carte ou son pilote sache faire.", EN: "Server and client find no signature that the card or its driver can make."}, rules: []rule.Number{rule.CERT011, rule.CERT007, rule.NET003}, near: true},
		"client-cert":      {meaning: text.Text{FR: "Le programme n'a pas présenté de certificat de carte, ou le serveur l'a refusé.", EN: "The program showed no certificate of a card, or the server refused it."}, rules: []rule.Number{rule.NET003, rule.CERT007, rule.CERT001}, near: true},
		"browser-module":   {meaning: text.Text{FR: "Le navigateur n'a pas le module de la carte, ou le module ne voit pas de carte.", EN: "The browser lacks the module of the card, or the module sees no card."}, rules: []rule.Number{rule.NET003, rule.RDR003, rule.WS001}, near: true},
		"local-network":    {meaning: text.Text{FR: "Le navigateur bloque l'appel de la page à l'agent de lecture du poste (accès au réseau local).", EN: "The browser blocks the page's call to the reading agent of the computer (local network access)."}, rules: []rule.Number{rule.WS022, rule.WS020, rule.NET003}},
		"agent":            {meaning: text.Text{FR: "L'agent de lecture du poste ne répond pas : arrêté, port pris par un autre programme, ou appel bloqué par le navigateur.", EN: "The reading agent of the computer does not answer: stopped, its port taken by another program, or the call blocked by the browser."}, rules: []rule.Number{rule.WS020, rule.WS023, rule.WS022}, near: true},
		"slots":            {meaning: text.Text{FR: "L'agent compte les fentes de tous les lecteurs : celle de la CPS n'est pas forcément la première.", EN: "The agent counts the slots of all readers: that of the CPS is not always the first."}, rules: []rule.Number{rule.RDR010, rule.RDR016}, near: true},
		"native-host":      {meaning: text.Text{FR: "L'extension du navigateur ne trouve pas son programme sur le poste, ou il s'est arrêté.", EN: "The extension of the browser does not find its program on the computer, or it has stopped."}, rules: []rule.Number{rule.NET003, rule.WS020, rule.WS022}},
		"port-taken":       {meaning: text.Text{FR: "Un autre programme tient déjà le port.", EN: "Another program holds the port already."}, rules: []rule.Number{rule.WS023, rule.WS020}, near: true},
		"blocked":          {meaning: text.Text{FR: "Windows ou un antivirus bloque un composant.", EN: "Windows or an antivirus blocks a component."}, rules: []rule.Number{rule.WS018, rule.WS031, rule.WS032}},
		"mica":             {meaning: text.Text{FR: "Le composant MICA de SESAM-Vitale manque.", EN: "The component MICA of SESAM-Vitale is missing."}, rules: []rule.Number{rule.WS026, rule.WS025}},
		"fsv":              {meaning: text.Text{FR: "La bibliothèque SESAM-Vitale (FSV, API de lecture) ne se charge pas : regarder le code qui précède.", EN: "The SESAM-Vitale library (FSV, reading API) cannot be loaded: look at the code before it."}, rules: []rule.Number{rule.WS025, rule.WS015}},
		"tables":           {meaning: text.Text{FR: "Tables SESAM-Vitale illisibles ou absentes.", EN: "SESAM-Vitale tables missing, or they cannot be read."}, rules: []rule.Number{rule.WS025, rule.WS015}},
		"adri":             {meaning: text.Text{FR: "Le service distant est en panne : rien à faire sur le poste.", EN: "The remote service is down: nothing to do here."}, rules: []rule.Number{rule.NET004}},
		"software":         {meaning: text.Text{FR: "Le service ne connaît pas le numéro d'autorisation du logiciel : à voir avec son éditeur, la carte n'est pas en cause.", EN: "The service does not know the authorisation number of the software: a matter for its vendor, the card is not at fault."}, rules: []rule.Number{rule.NET004}, near: true},
		"dmp":              {meaning: text.Text{FR: "Le DMP refuse la demande : structure, spécialité ou clé de signature.", EN: "The DMP refuses the request: structure, speciality or signature key."}, rules: []rule.Number{rule.NET007, rule.SIGN010}},
		"vitale":           {meaning: text.Text{FR: "Concerne la carte Vitale, non la CPS.", EN: "Concerns the Vitale card, not the CPS."}, rules: []rule.Number{rule.RDR011}},
		"vitale-test":      {meaning: text.Text{FR: "Carte Vitale de test dans un environnement réel, ou l'inverse.", EN: "Test Vitale card in a real environment, or the reverse."}, rules: []rule.Number{rule.TYPE007, rule.RDR011}},
		"vitale-other":     {meaning: text.Text{FR: "La carte Vitale lue n'est pas celle de la facture : la CPS n'est pas en cause.", EN: "The Vitale card that was read is not that of the invoice: the CPS is not at fault."}, rules: []rule.Number{rule.RDR011}},
		"installer-failed": {rules: []rule.Number{rule.WS030}}, "installer-ghost": {rules: []rule.Number{rule.WS030}}, "installer-source": {rules: []rule.Number{rule.WS030}}, "installer-version": {rules: []rule.Number{rule.WS030}},
		"patient":     {meaning: text.Text{FR: "Droits ou identité du patient : ni la carte ni le poste ne sont en cause.", EN: "Rights or identity of the patient: neither card nor computer is at fault."}, near: true},
		"server":      {meaning: text.Text{FR: "Le serveur, ou un appareil devant lui, présente un autre certificat que le sien : la carte n'est pas en cause.", EN: "The server, or a device before it, shows another certificate than its own: the card is not at fault."}, near: true},
		"network":     {meaning: text.Text{FR: "Réseau : le serveur n'est pas joint, la carte n'est pas en cause.", EN: "Network: the server is not reached, the card is not at fault."}, rules: []rule.Number{rule.NET006, rule.WS020}, near: true},
		"network-tls": {meaning: text.Text{FR: "La liaison TLS n'a pas abouti : réseau, proxy ou antivirus entre le poste et le serveur, ou signature que la carte ne sait pas faire.", EN: "The TLS connection was not made: network, proxy or antivirus between computer and server, or a signature that the card cannot make."}, rules: []rule.Number{rule.CERT011, rule.CERT007, rule.NET006}, near: true},
		"program":     {meaning: text.Text{FR: "Entre le programme et son pilote : la carte n'est pas en cause ; garder les lignes qui précèdent.", EN: "Between a program and its driver: the card is not at fault; keep the lines before it."}, near: true},
	}
})

// message is the message of a group in a list of a kind. Its rules are worth checking
// all the same where the text does not decide.
func (g *group) message(kind Kind) Message {
	m := Message{Kind: kind, Meaning: g.meaning, Rules: ids(g.rules...), QuotedOnly: []text.Text{quotedOf(kind)}}
	if g.near {
		m.Beside = ids(g.rules...)
	}
	if m.Meaning.IsZero() {
		m.Meaning = g.rules[0].Rule().Title
	}
	return m
}

// quotedOf says of a kind of messages what the bench does not do.
func quotedOf(kind Kind) text.Text {
	switch kind {
	case KindLog:
		return quotedLog
	case KindOpenSC:
		return quotedOpenSC
	case KindTLS:
		return quotedTLS
	case KindDMP:
		return quotedDMP
	case KindAgent:
		return quotedAgent
	default:
		return quotedWindows
	}
}
