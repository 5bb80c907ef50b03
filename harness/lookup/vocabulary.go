package lookup

// thing is what a message is about. It decides which rules can be behind it: a
// message about the Vitale card says nothing of the CPS.
type thing uint8

// Things, the most particular first: where a text names several, the first of them
// is the one it is about.
const (
	noThing thing = iota
	theECPS
	theGuard        // Smart App Control, an antivirus
	theVirtual      // a reader that is none
	theRosetta      // of a Mac
	theApp          // the Vitale application of a telephone
	theQR           // a code to be scanned, of e-CPS or of the Vitale application
	theMenu         // an entry of the Gestionnaire
	theLocalNetwork // what a browser asks before a page may call a program of the computer
	theClock        // of the computer or the reader
	theVIHF         // what a program gives the DMP of the user and the structure
	theHolder       // what puts the reader to sleep or keeps it: power saving, scdaemon, pn533
	theRemote       // a remote session
	theHub          // what stands between the reader and the computer
	theTokenKit     // of macOS
	theMac          // a Mac, where the text is about its system
	theWindows      // likewise, Windows
	theStore        // the store of certificates of the system, and what fills it
	theRoot         // the authorities that the system trusts
	theCertificate  // of the card
	theSession
	theVitale
	theTestCard
	theMICA // a component of SESAM-Vitale
	theGALSS
	theFSV           // the SESAM-Vitale library and its tables
	theAgent         // that reads cards for web pages and billing software, and its port
	theOtherSoftware // an old program beside that in use
	theSetup         // an installation
	theSituation     // of billing, on the card
	theSeveral       // activities, of which one is to be chosen
	theActivity      // of the holder: a practice, an address
	theUpdate        // of the card
	theRenewal       // of the card
	theNumberAM      // the billing identifier
	theRPPS
	theADELI
	theFINESS
	thePrescriber
	theStudent
	theConvention
	theSubstitute // a replacing professional
	theBatch      // to be signed
	theSignature
	theTLS
	theAdri
	theOnline  // another online service: DMP, Pro Santé Connect, amelipro
	theLibrary // Cryptolib, a PKCS#11 module
	theService // of PC/SC
	theBrowser
	thePUK
	thePIN
	theReader
	theDriver // of a reader or a card
	theRadio  // a card read without contacts
	theOldCard
	theCPE     // a card of an employee, where it is to bill
	theCDE     // a card of a director, likewise
	theNewCard // of the fourth generation
	theCard
)

// thingWords are the words, or words in a row, by which people and programs name a
// thing; a word that ends in "*" begins with what stands before.
var thingWords = [...]struct {
	thing thing
	names []string
}{
	{theECPS, []string{"e cps", "ecps"}},
	{theGuard, []string{"smart app control", "antivirus", "quarantaine", "quarantine", "defender", "avast", "avg", "kaspersky", "norton", "mcafee", "bitdefender", "eset", "sophos", "malwarebytes", "avira", "pare feu", "firewall", "gatekeeper", "developpeur*", "logiciel malveillant", "malicious software", "notariz*", "smartscreen"}},
	{theVirtual, []string{"virtual pcd", "vpcd", "lecteur virtuel", "lecteurs virtuels", "virtual reader*", "windows hello"}},
	{theRosetta, []string{"rosetta", "bad cpu type"}},
	{theApp, []string{"application carte vitale", "appli carte vitale", "application vitale", "appli vitale", "apcv", "carte vitale dematerialisee", "vitale application", "vitale app"}},
	{theQR, []string{"qr code", "qrcode", "qr codes", "code qr", "flashcode"}},
	{theMenu, []string{"menu", "menus", "bouton*", "onglet*", "button*", "tab"}},
	{theLocalNetwork, []string{"reseau local", "local network", "appareils de votre reseau", "appareil de votre reseau", "autres appli*", "services sur cet appareil", "apps on this device", "apps and services", "devices on your local", "private network", "loopback network"}},
	{theClock, []string{"horloge*", "pas a l heure", "plus a l heure", "l heure du p*", "l heure de l ordinateur", "date du p*", "date de l ordinateur", "date et heure", "date et l heure", "date systeme", "heure systeme", "clock", "system time", "fuseau horaire", "time zone"}},
	{theVIHF, []string{"vihf", "authorinstitution", "author institution", "identifiant de structure", "identifiant structure", "personne morale", "saml", "secteur d activite"}},
	{theHolder, []string{"scdaemon", "gnupg", "gpg", "pn533", "pn53x", "autosuspend", "economie d energie", "usb power saving", "selective suspend", "suspension selective", "kernel driver", "pilote du noyau"}},
	{theRemote, []string{"tse", "citrix", "rdp", "rds", "bureau a distance", "remote desktop", "session distante", "session a distance", "remote session", "terminal server", "client leger", "thin client", "teamviewer", "anydesk", "machine virtuelle", "virtual machine", "vmware", "virtualbox", "hyper v", "parallels"}},
	{theHub, []string{"hub", "hubs", "concentrateur*", "multiprise usb", "rallonge*", "station d accueil", "dock", "docking*", "cable*", "clavier*", "keyboard*"}},
	{theTokenKit, []string{"cryptotokenkit", "errsec*", "ctkd", "ctkpcscd"}},
	{theMac, []string{"mac", "macs", "macos", "macbook", "imac", "os x", "osx", "sonoma", "sequoia", "tahoe", "ventura", "apple silicon"}},
	{theWindows, []string{"windows", "win10", "win11"}},
	{theStore, []string{"ccm exe", "ccm", "gestionnaire de certificats", "magasin de certificats", "certificate store", "certpropsvc"}},
	{theRoot, []string{"racine*", "root ca", "root certificate*", "igc sante", "autorite de certification", "autorites de certification", "certificate authorit*"}},
	{theCertificate, []string{"certificat*", "ac racine", "root ca"}},
	{theSession, []string{"session*"}},
	{theVitale, []string{"vitale", "vital"}},
	{theTestCard, []string{"carte de test", "cartes de test", "cps de test", "carte test", "test card*"}},
	{theSetup, []string{"installation*", "installer", "reinstaller", "desinstaller", "installent", "installe pas", "installing", "uninstall*", "installateur", "setup", "desinstallation", "msi", "msiexec", "installation package"}},
	{theMICA, []string{"mica", "libmica*"}},
	{theGALSS, []string{"galss*"}},
	{theFSV, []string{"api de lecture", "api sesam", "bibliotheque sesam", "bibliotheques sesam", "fsv", "ssv", "api ssv", "composant sesam", "composants sesam", "srt", "sts", "tables", "table ssv", "sesam ini"}},
	{theLibrary, []string{"cryptolib*", "cpges*", "libcps3*", "libcps*", "cps3 pkcs11*", "cps pkcs11*", "pkcs11 dll", "module pkcs", "module pkcs11", "pkcs module", "pkcs11 module", "composants cryptographiques", "middleware"}},
	{theAgent, []string{"agent", "agents", "dmpconnect*", "dmp connect*", "srvsvcnam", "localhost", "127 0 0 1", "loopback", "le port", "the port", "port tcp", "port local", "composant de lecture"}},
	{theOtherSoftware, []string{"ancien logiciel", "autre logiciel", "deux logiciels", "plusieurs logiciels", "old software", "other software", "jfse", "pyxvital"}},
	{theSituation, []string{"situation de facturation", "situations de facturation", "billing situation*", "domaine assurance maladie", "donnees de facturation"}},
	{theSeveral, []string{"deux cabinets", "plusieurs cabinets", "situation d exercice", "situations d exercice", "plusieurs activites", "deux activites", "plusieurs situations", "several activities"}},
	{theActivity, []string{"nouvelle adresse", "adresse du cabinet", "changement d adresse", "nouveau cabinet", "change de cabinet", "changement de cabinet", "nouvelle activite", "nouveau lieu", "second cabinet", "cabinet secondaire", "demenag*", "new address", "new practice", "changed practice"}},
	{theUpdate, []string{"mise a jour de la carte", "mise a jour de ma carte", "mise a jour de la cps", "mettre a jour la carte", "mettre a jour ma carte", "mettre a jour la cps", "mettre a jour ma cps", "actualisation", "actualiser", "card update", "update the card", "update my card"}},
	{theRenewal, []string{"renouvel*", "renewal", "renewed", "commander*", "commande de carte", "commande d une carte", "remplacer ma carte", "remplacement de ma carte", "replacement card", "order a card"}},
	{theNumberAM, []string{"numero am", "n am", "identifiant de facturation", "numero de facturation", "numero assurance maladie"}},
	{theRPPS, []string{"rpps"}},
	{theADELI, []string{"adeli"}},
	{theFINESS, []string{"finess"}},
	{thePrescriber, []string{"prescripteur*", "prescriber*"}},
	{theStudent, []string{"etudiant*", "interne", "internes", "licence de remplacement", "student*"}},
	{theConvention, []string{"convention*", "conventionnement", "secteur 1", "secteur 2", "optam"}},
	{theSubstitute, []string{"remplacant*", "remplacante*", "substitute*"}},
	{theBatch, []string{"lot", "lots", "batch", "batches"}},
	{theSignature, []string{"signature*", "signer", "signe", "securiser", "securisation"}},
	{theTLS, []string{"ssl", "tls", "canal securise", "secure channel", "handshake", "ssl3", "sslv3", "tlsv1*", "tlsv13", "x509"}},
	{theAdri, []string{"adri", "adr", "mowd", "droits en ligne", "acquisition des droits", "droits du patient"}},
	{theOnline, []string{"dmp", "pro sante connect", "psc", "amelipro", "ameli pro", "espace pro", "teleservice*", "mssante", "online service*", "portail*", "esante*", "e sante", "portal"}},
	{theService, []string{"pcscd", "scardsvr", "pc sc", "pcsc", "service carte a puce", "service de carte a puce", "service cartes a puce", "service carte", "smart card service", "resource manager", "libpcsclite*"}},
	{theBrowser, []string{"firefox", "chrome", "chromium", "edge", "safari", "navigateur*", "browser*", "extension*", "snap", "flatpak"}},
	{thePUK, []string{"puk", "code de deblocage", "code deblocage", "deblocage"}},
	{thePIN, []string{"pin", "pin code", "code pin", "code porteur", "code de securite", "code secret", "code confidentiel", "code carte", "code de la carte", "code cps", "code", "mot de passe", "password", "passcode", "codes"}},
	{theReader, []string{"lecteur*", "reader*", "terminal*", "tla", "tpe", "lecteur de carte", "lecteurs de cartes", "lecteur de cartes", "lecteur cps", "card reader*", "vid", "pid", "idvendor", "lsusb", "usb", "slot", "slots", "es kap*", "eskap*", "kapelse", "ingenico", "prium*", "vital act*", "vitalact*", "sephira", "xiring", "omnikey", "gemalto", "identiv*", "healtheo", "telium"}},
	{theDriver, []string{"pilote*", "driver*", "minidriver*"}},
	{theRadio, []string{"sans contact", "contactless", "nfc", "badgeuse*", "badge", "badges"}},
	{theOldCard, []string{"ancienne carte", "ancienne cps", "l ancienne", "mon ancienne", "vieille carte", "old card"}},
	{theCPE, []string{"cpe", "secretaire*", "remplacante cpe"}},
	{theCDE, []string{"cde", "directeur*", "directrice*", "director*"}},
	{theNewCard, []string{"v4", "cps4", "carte v4", "cps v4", "nouvelle carte", "nouvelles cartes", "nouvelle cps", "new card"}},
	{theCard, []string{"carte*", "cps", "card*", "token*", "jeton*", "puce", "smartcard*", "cpe", "cpf", "icc"}},
}

// trouble is what is said to happen to a thing.
type trouble uint8

// Troubles, the most particular first.
const (
	noTrouble trouble = iota
	greyed
	swapped
	foundAgain
	lost
	restart
	notYet
	borrowed
	inClear
	lastTry
	format
	cancelled
	differing
	interrupted
	outOfStep
	afterUpdate
	afterReplug
	otherWidth
	obsolete
	notReceived
	revoked
	afterSleep
	askedAgain
	changed
	removed
	expired
	locked
	untrusted
	denied
	busy
	notLoaded
	disconnects
	noExchange
	notOne
	unrecognised
	absent
	unreadable
	wrong
	slow
	blinks
	cannotBill
)

// troubleWords are the words of people and programs for a trouble; those
// of few count only where the text denies them: "non lue", "impossible de lire".
var troubleWords = [...]struct {
	trouble trouble
	words   []string // name it by themselves
	denied  []string // name it behind or before a "no"
}{
	{greyed, []string{"grise*", "greyed", "grayed", "gris"}, nil},
	{swapped, []string{"inverse*", "intervert*", "permute*", "swapped", "mixed up", "wrong way round"}, nil},
	{foundAgain, []string{"ai retrouve", "avons retrouve", "retrouvee", "retrouve ma", "retrouve la", "found my card", "found again"}, nil},
	{lost, []string{"ai perdu", "avons perdu", "a perdu s*", "perdu ma", "perdu mon", "perdu le c*", "perte de ma", "perte de mon", "perte du code", "perte de la carte", "perte de carte", "perte d une carte", "perte carte", "perte de la cps", "perte de cps", "perte cps", "perte ou vol", "carte perdue", "cps perdue", "egare*", "oubli*", "paume*", "vole", "volee", "volees", "vol de", "derobe*", "forgot*", "i lost", "have lost", "lost my", "lost the pin", "stolen"}, []string{"souviens", "souvient", "rappelle", "remember"}},
	{restart, []string{"redemarrer le p*", "redemarrer l ordinateur", "redemarrer windows", "redemarrer le mac", "redemarrage en attente", "redemarrage du poste", "restart the computer", "reboot*", "pending restart"}, nil},
	{notYet, []string{"pas encore valable", "pas encore valide", "pas encore active", "pas encore activee", "not yet valid", "not yet active"}, nil},
	{borrowed, []string{"utilise ma carte", "utilise ma cps", "prete ma carte", "prete ma cps", "preter ma carte", "preter sa carte", "carte d un confrere", "carte de mon confrere", "carte de mon associe*", "uses my card", "lend my card"}, nil},
	{inClear, []string{"en clair", "in clear", "plain text", "cleartext"}, nil},
	{lastTry, []string{"dernier essai", "derniere tentative", "reste 1 essai", "reste un essai", "reste qu un essai", "plus qu un essai", "qu une tentative", "last try", "last attempt", "one try left", "1 try left", "one attempt"}, nil},
	{format, []string{"4 chiffres", "quatre chiffres", "8 chiffres", "huit chiffres", "trop court*", "trop long*", "longueur", "too short", "too long", "digits", "format"}, nil},
	{cancelled, []string{"annule*", "annulation", "abandon*", "cancel*", "delai de saisie"}, nil},
	{differing, []string{"codes different*", "codes differ", "confirmation"}, []string{"identique*", "the same", "pareil*"}},
	{interrupted, []string{"interromp*", "interrup*", "coupee", "en plein milieu", "interrupt*"}, nil},
	{outOfStep, []string{"desynchronis*", "synchronis*", "out of step", "out of sync"}, nil},
	{afterUpdate, []string{"mise a jour windows", "mise a jour de windows", "mise a jour du systeme", "mise a jour macos", "mise a jour de macos", "depuis la mise a jour", "apres la mise a jour", "apres une mise a jour", "depuis une mise a jour", "apres mise a jour", "windows update", "since the update", "after the update", "after an update", "after upgrading", "after updating", "since upgrading"}, nil},
	{afterReplug, []string{"rebranch*", "replug*", "relancer le logiciel", "relance le logiciel", "redemarrer le logiciel", "redemarrage du logiciel", "after unplugging", "restart the program", "restarting the application"}, nil},
	{otherWidth, []string{"32 bit*", "64 bit*", "32bit*", "64bit*", "x86", "x64", "ia 32", "amd 64", "incorrect format", "elf class", "wrong architecture", "incompatible architecture"}, nil},
	{obsolete, []string{"trop ancien*", "trop vieux", "trop vieille", "too old", "outdated", "fin des lecteurs", "fin du galss", "fin de galss", "arret du galss", "obsolete*", "fin de support", "fin de vie", "end of support", "end of life"}, []string{"supporte*", "suivi", "suivis", "homologue*", "agree", "agrees", "maintenu*", "maintained", "supported"}},
	{notReceived, []string{"non recu*"}, []string{"recois", "recoit", "recu", "recue", "recus", "recues", "arrive", "arrivee", "arrivent", "received", "receive"}},
	{revoked, []string{"revoqu*", "revoked", "opposition", "opposee"}, nil},
	{afterSleep, []string{"veille", "mise en veille", "sleep", "suspend*", "resume", "hibernation", "sortie de veille"}, nil},
	{askedAgain, []string{"redemand*", "a nouveau demande", "demande a chaque", "asked again", "asks again", "encore demande"}, nil},
	{changed, []string{"changement de carte", "carte a change", "carte change*", "carte differente", "autre carte", "card changed", "card has changed", "different card", "d un autre", "autre professionnel", "autre porteur", "autre utilisateur", "another holder"}, []string{"correspond*"}},
	{removed, []string{"retire*", "enleve*", "arrache*", "sortie du lecteur", "removed", "pulled", "ejecte*", "ejected", "withdrawn"}, nil},
	{expired, []string{"expire*", "expiration", "perime*", "echu", "echue", "fin de validite", "validite depassee"}, nil},
	{locked, []string{"bloque*", "verrouille*", "blocked", "locked", "condamne*"}, nil},
	{untrusted, []string{"self signed", "autosigne*", "auto signe*", "untrusted", "non approuve*", "unknown authority", "autorite inconnue", "unable to get local issuer", "not trusted", "unknown issuer", "unknown ca", "sec error unknown issuer", "chaine de certif*", "certificate chain", "unable to find valid certification path"}, []string{"fiable", "confiance", "trust*", "approuve*", "verify", "verifier"}},
	{denied, []string{"acces refuse", "acces interdit", "access denied", "access is denied", "permission denied", "not authorized", "unauthorized", "non autorise a acceder", "autorisation refusee", "polkit"}, nil},
	{notOne, []string{"n est pas une carte", "n est pas une cps", "n est pas une carte cps", "pas une cps", "not a cps", "is not a card"}, nil},
	{busy, []string{"autres connexions*", "other connections", "occupe*", "deja utilise*", "deja ouvert*", "busy", "in use", "utilise par un autre*", "utilisee par un autre*", "exclusi*", "sharing violation", "monopolise*", "held by another", "used by another", "by another application", "by another program", "another process"}, nil},
	{notLoaded, []string{"cannot open shared object", "initialis*", "initializ*", "impossible de charger", "impossible a charger", "chargement impossible", "echec du chargement", "failed to load", "could not load", "unable to load", "cannot load", "specified module could not be found", "module specifie est introuvable", "dll introuvable"}, []string{"demarr*", "charge*", "load*", "start*", "lance*", "actif", "active", "running", "en cours"}},
	{disconnects, []string{"deconnect*", "disconnect*", "perd la connexion", "perdu", "perdue", "coupure*", "intermittent*", "par moments"}, nil},
	{noExchange, []string{"erreur de communication", "communication impossible", "erreur de dialogue", "erreur d echange", "erreur de transmission", "communication error", "transmission error", "communication failure", "not transacted", "delai depasse", "delai d attente", "delai de reponse", "timeout", "timed out", "eteint*", "plus de lumiere", "pas de lumiere", "aucune lumiere", "plus de voyant", "pas de voyant", "no light", "light is off"}, []string{"repond*", "communique*", "answer*", "respond*", "dialogue*", "allume*", "alimente*"}},
	{unrecognised, []string{"inconnue*", "inconnu", "unknown", "unsupported", "unrecogni*"}, []string{"reconn*", "recogni*", "supporte*", "supported", "compatible*", "prise en charge", "pris en charge"}},
	{absent, []string{"introuvable*", "absent*", "0 slots", "no slots", "0 readers", "manquant*", "manque", "missing", "not found", "aucun*", "insere*", "inserer", "introduire", "introduisez"}, []string{"trouve*", "detect*", "voit", "vois", "vue", "vu", "present*", "found", "find", "insere*", "visible*", "existe*", "connecte", "connectee", "connected", "plugged in", "installe*", "installed", "dans", "in the"}},
	{unreadable, []string{"illisible*", "unreadable", "erreur de lecture", "lecture impossible", "read error", "erreur lecture", "echec de lecture", "echec de la lecture"}, []string{"lue", "lu", "lus", "lues", "lire", "lit", "lecture", "read", "reading", "accede*", "acceder", "acces"}},
	{wrong, []string{"invalide*", "invalid", "incorrect*", "errone*", "faux", "fausse*", "mauvais*", "wrong", "bad", "refuse*", "rejected", "rejete*"}, []string{"valide*", "valid", "accepte*", "bon", "correct*"}},
	{slow, []string{"lent", "lente", "lenteur*", "slow*", "rame", "longtemps", "secondes", "seconds", "une minute", "minutes"}, nil},
	{blinks, []string{"clignote*", "clignotant*", "blink*", "voyant*", "led"}, nil},
	{cannotBill, nil, []string{"factur*", "teletransm*", "fse", "feuille de soins", "feuilles de soins", "billing", "invoice*"}},
}

// no are the words that deny.
var noWords = wordSet("refuse refusee refuses refusees ko nok non pas sans aucun aucune aucuns jamais impossible plus no not never without cannot unable failed fails failure echec echoue erreur error probleme problem defaut rien can't couldn doesn isn won fail impossibilite")
