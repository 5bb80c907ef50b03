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
	thePrice        // of a card
	theCache        // data of before that a program still shows
	thePortal       // through which a professional without a card is known
	theElsewhere    // where a program runs without a desktop: SSH, a container
	theHolder       // what puts the reader to sleep or keeps it: power saving, scdaemon, pn533
	theRemote       // a remote session
	theHub          // what stands between the reader and the computer
	theTokenKit     // of macOS
	theARM          // a computer that few drivers are made for: its processor, a tablet
	theBothCards    // the CPS and the Vitale: what reads either
	theMac          // a Mac, where the text is about its system
	theWindows      // likewise, Windows
	theStore        // the store of certificates of the system, and what fills it
	theRoot         // the authorities that the system trusts
	theRevocation   // lists and answers that say what was revoked
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
	theMandatory     // a datum shown in red
	theSpeciality    // and what follows of the convention
	theZone
	theMileage
	theAgreement
	theEmployee  // identifier of an employee of a structure
	thePractice  // identifier of a practice
	theMany      // more activities than are read
	theDates     // printed, and on the chip
	theSituation // of billing, on the card
	theSeveral   // activities, of which one is to be chosen
	theActivity  // of the holder: a practice, an address
	theUpdate    // of the card
	theRenewal   // of the card
	theNumberAM  // the billing identifier
	theADELI
	theRPPS
	theFINESS
	thePrescriber
	theStudent
	theConvention
	theSubstitute // a replacing professional
	theColleague  // who works with the card of another
	theBatch      // to be signed
	theSignature
	theTLS
	theAdri
	theCPA
	theOnline  // another online service: DMP, Pro Santé Connect, amelipro
	theLibrary // Cryptolib, a PKCS#11 module
	theMode    // in which a reader speaks to the computer
	theManager // the program of the Cryptolib that shows the card
	theService // of PC/SC
	theBrowser
	thePUK
	thePIN
	theReaders // several, of which the software takes one
	theReader
	theDriver   // of a reader or a card
	theComputer // of which a text says that it is new, or that another one works
	theRadio    // a card read without contacts
	theClaims   // sheets and batches that are to leave
	theOldCard
	theCPE     // a card of an employee, where it is to bill
	theCDE     // a card of a director, likewise
	theNewCard // of the fourth generation
	theLetter  // that brings a code or a card
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
	{theClock, []string{"horloge*", "pas a l heure", "plus a l heure", "l heure du p*", "l heure de l ordinateur", "date du p*", "date de l ordinateur", "date et heure", "date et l heure", "affiche la date", "affiche la date de", "date du lecteur", "lecteur a la date", "reader shows the date", "date of the reader", "date systeme", "heure systeme", "clock", "system time", "fuseau horaire", "time zone"}},
	{theVIHF, []string{"vihf", "authorinstitution", "author institution", "identifiant de structure", "identifiant structure", "personne morale", "saml", "secteur d activite"}},
	{thePrice, []string{"coute*", "cout", "couts", "tarif*", "prix", "payant*", "payer", "paiement", "price", "cost*", "pay"}},
	{theCache, []string{"cache", "anciennes donnees", "anciennes informations", "vieilles donnees", "ancienne situation", "anciennes situations", "ancien cabinet affiche", "old data", "stale"}},
	{thePortal, []string{"portail rpps", "rpps plus", "rpps portal"}},
	{theElsewhere, []string{"ssh", "docker", "conteneur*", "container*", "compte de service", "service account", "cron", "systemd", "kubernetes", "podman", "lxc", "ci runner", "runner"}},
	{theHolder, []string{"scdaemon", "gnupg", "gpg", "pn533", "pn53x", "autosuspend", "economie d energie", "usb power saving", "selective suspend", "suspension selective", "kernel driver", "pilote du noyau"}},
	{theRemote, []string{"tse", "citrix", "rdp", "rds", "bureau a distance", "remote desktop", "session distante", "session a distance", "remote session", "terminal server", "client leger", "thin client", "teamviewer", "anydesk", "machine virtuelle", "virtual machine", "vmware", "virtualbox", "hyper v", "parallels"}},
	{theHub, []string{"hub", "hubs", "concentrateur*", "multiprise usb", "rallonge*", "station d accueil", "dock", "docking*", "cable*", "clavier*", "keyboard*"}},
	{theTokenKit, []string{"cryptotokenkit", "errsec*", "ctkd", "ctkpcscd"}},
	{theARM, []string{"arm", "arm64", "aarch64", "snapdragon", "copilot pc", "chromebook*", "android", "ipad*", "tablette*", "tablet*"}},
	{theBothCards, []string{isBothCards}},
	{theMac, []string{"mac", "macs", "macos", "macbook", "imac", "os x", "osx", "sonoma", "sequoia", "tahoe", "ventura", "apple silicon"}},
	{theWindows, []string{"windows", "win10", "win11"}},
	{theStore, []string{"ccm exe", "ccm", "gestionnaire de certificats", "magasin de certificats", "certificate store", "certpropsvc"}},
	{theRoot, []string{"racine*", "root ca", "root certificate*", "igc sante", "autorite de certification", "autorites de certification", "certificate authorit*"}},
	{theRevocation, []string{"crl", "crls", "ocsp", "liste de revocation", "listes de revocation", "revocation list*"}},
	{theCertificate, []string{"certificat*", "ac racine", "root ca"}},
	{theSession, []string{"session*"}},
	{theVitale, []string{"vitale", "vital", "carte du patient", "carte de la patiente", "carte de l assure*", "carte du malade", "patient card", "patient s card"}},
	{theTestCard, []string{"carte de test", "cartes de test", "cps de test", "vraie carte", "vraie cps", "carte reelle", "cps reelle", "mode demo", "mode test", "mode demonstration", "environnement de test", "base de test", "carte de demonstration", "real card", "demo mode", "carte test", "test card*"}},
	{theSetup, []string{"installation*", "installer", "reinstaller", "desinstaller", "installent", "installe pas", "installing", "uninstall*", "installateur", "setup", "desinstallation", "msi", "msiexec", "installation package"}},
	{theMICA, []string{"mica", "libmica*"}},
	{theGALSS, []string{"galss*"}},
	{theFSV, []string{"api de lecture", "api sesam", "bibliotheque sesam", "bibliotheques sesam", "fsv", "ssv", "api ssv", "composant sesam", "composants sesam", "srt", "sts", "tables", "table ssv", "table bin", "tablebin*", "table", "scripts ssv", "sesam ini"}},
	{theLibrary, []string{"cryptolib*", "sunpkcs11*", "pkcs11 library", "library not found", "bibliotheque pkcs*", "cpges*", "libcps3*", "libcps*", "cps3 pkcs11*", "cps pkcs11*", "pkcs11 dll", "module pkcs", "module pkcs11", "pkcs module", "pkcs11 module", "composant cryptographique", "composants cryptographiques", "middleware"}},
	{theAgent, []string{"agent", "agents", "dmpconnect*", "dmp connect*", "srvsvcnam", "localhost", "127 0 0 1", "loopback", "le port", "the port", "port tcp", "port local", "composant de lecture"}},
	{theOtherSoftware, []string{"ancien logiciel", "autre logiciel", "deux logiciels", "plusieurs logiciels", "old software", "other software", "jfse", "pyxvital"}},
	{theMandatory, []string{"en rouge", "item rouge", "donnee rouge", "champ rouge", "in red", "red item"}},
	{theSpeciality, []string{"specialite*", "speciality", "specialty", "dictionnaire*"}},
	{theZone, []string{"zone", "zones", "zonage"}},
	{theMileage, []string{"kilometr*", "ik", "iffc", "ifd", "indemnite*", "mileage"}},
	{theAgreement, []string{"agrement*", "code agrement", "agreement code"}},
	{theEmployee, []string{"identifiant d employe", "identifiant employe", "identifiant de salarie", "identifiant salarie", "structure employe", "numero d employe", "employee identifier"}},
	{thePractice, []string{"identifiant de cabinet", "identifiant du cabinet", "identifiant cabinet", "numero de cabinet", "practice identifier"}},
	{theMany, []string{"plus de huit", "plus de 8", "neuf activites", "9 activites", "dix activites", "10 activites", "9 cabinets", "10 cabinets", "neuf cabinets", "dix cabinets", "9 lieux", "10 lieux", "neuf lieux", "dix lieux", "16 activites", "seize activites", "plus de seize", "plus de 16", "trop d activites", "too many activities", "more than eight", "more than sixteen"}},
	{theDates, []string{"date imprimee", "date ecrite", "date inscrite", "date dessus", "date indiquee", "date sur la carte", "date affichee", "dates differentes", "dates ne correspondent pas", "printed date", "date printed", "dates differ"}},
	{theSituation, []string{"situation de facturation", "situations de facturation", "aucune situation", "pas de situation", "plus de situation", "no situation", "billing situation*", "domaine assurance maladie", "donnees de facturation", "donnees assurance maladie", "donnees de l assurance maladie", "donnees am", "billing data"}},
	{theSeveral, []string{"deux cabinets", "plusieurs cabinets", "situation d exercice", "situations d exercice", "plusieurs activites", "deux activites", "plusieurs situations", "plusieurs lieux", "deux lieux", "plusieurs adresses", "deux adresses", "two addresses", "deux activites differentes", "mauvais cabinet", "mauvaise situation", "mauvaise activite", "mauvais lieu", "several activities", "several practices", "wrong practice", "wrong activity"}},
	{theActivity, []string{"nouvelle adresse", "adresse du cabinet", "changement d adresse", "nouveau cabinet", "change de cabinet", "changement de cabinet", "nouvelle activite", "nouveau lieu", "activite", "activites", "second cabinet", "cabinet secondaire", "deuxieme cabinet", "change d adresse", "changer d adresse", "changer de cabinet", "changement de lieu", "installe a", "m installe", "me suis installe*", "demenag*", "new address", "new practice", "changed practice"}},
	{theUpdate, []string{"mise a jour de la carte", "mise a jour de ma carte", "mise a jour en ligne", "mise a jour cps", "mise a jour carte", "mise a jour de ma cps", "maj de la carte", "maj carte", "maj cps", "maj de ma carte", "carte a jour", "online update", "mise a jour de la cps", "mettre a jour la carte", "mettre a jour ma carte", "mettre a jour la cps", "mettre a jour ma cps", "actualisation", "actualiser", "card update", "update the card", "update my card"}},
	{theRenewal, []string{"fin de ma carte", "fin de la carte", "fin de ma cps", "carte suivante", "suivi de fabrication", "ai comande*", "comander", "renouvel*", "renewal", "renewed", "commander*", "commande de carte", "commande d une carte", "commande de ma carte", "commande de cps", "commande ma", "commande une", "ai commande", "carte commandee", "carte demandee", "demande de carte", "demande une carte", "demande ma carte", "ordered a card", "card order", "remplacer ma carte", "remplacement de ma carte", "replacement card", "order a card"}},
	{theNumberAM, []string{"numero am", "n am", "identifiant de facturation", "numero de facturation", "numero assurance maladie"}},
	{theADELI, []string{"adeli"}},
	{theRPPS, []string{"rpps"}},
	{theFINESS, []string{"finess", "numero de structure", "numero structure"}},
	{thePrescriber, []string{"prescri*", "ordonnance*", "prescriber*"}},
	{theStudent, []string{"etudiant*", "interne", "internes", "licence de remplacement", "student*"}},
	{theConvention, []string{"convention*", "conventionnement", "secteur 1", "secteur 2", "optam"}},
	{theSubstitute, []string{"je remplace", "remplace un", "remplace une", "remplace mon", "remplace ma", "remplace le", "remplace la", "en remplacement", "locum*", "remplacant*", "remplacante*", "substitute*"}},
	{theColleague, []string{"collaborat*", "confrere*", "consoeur*", "associe*", "collegue*", "colleague*", "partner"}},
	{theBatch, []string{"lot", "lots", "batch", "batches"}},
	{theSignature, []string{"signature*", "signer", "signe", "securiser", "securisation"}},
	{theTLS, []string{"ssl", "tls", "canal securise", "secure channel", "handshake", "ssl3", "sslv3", "tlsv1*", "tlsv13", "x509"}},
	{theAdri, []string{"adri", "adr", "mowd", "droits en ligne", "acquisition des droits", "droits du patient"}},
	{theCPA, []string{"cpa", "cda"}},
	{theOnline, []string{"dmp", "pro sante connect", "psc", "amelipro", "ameli pro", "espace pro", "teleservice*", "mssante", "online service*", "page de connexion", "page web", "site internet", "web page", "portail*", "esante*", "e sante", "portal"}},
	{theMode, []string{"application pc sc", "appli pc sc", "mode pc sc", "mode pcsc", "mode pss", "firmware", "pc sc mode"}},
	{theManager, []string{"gestionnaire cps", "gestionnaire", "gestion cps", "cps manager"}},
	{theService, []string{"pcscd", "scardsvr", "pc sc", "pcsc", "service carte a puce", "service de carte a puce", "service cartes a puce", "service carte", "smart card service", "resource manager", "libpcsclite*"}},
	{theBrowser, []string{"firefox", "chrome", "chromium", "edge", "safari", "navigateur*", "browser*", "extension*", "snap", "flatpak"}},
	{thePUK, []string{"puk", "code de deblocage", "code deblocage", "deblocage"}},
	{thePIN, []string{"pin", "nip", "pin code", "code pin", "code porteur", "code de securite", "code secret", "code confidentiel", "code carte", "code de la carte", "code cps", "code", "mot de passe", "password", "passcode", "codes"}},
	{theReaders, []string{"deux lecteurs", "2 lecteurs", "plusieurs lecteurs", "mauvais lecteur", "autre lecteur", "two readers", "several readers", "wrong reader", "other reader"}},
	{theReader, []string{"lecteur*", "reader*", "boitier*", "terminal*", "tla", "tpe", "lecteur de carte", "lecteurs de cartes", "lecteur de cartes", "lecteur cps", "card reader*", "vid", "pid", "idvendor", "lsusb", "usb", "slot", "slots", "es kap*", "eskap*", "kapelse", "ingenico", "prium*", "vital act*", "vitalact*", "sephira", "xiring", "omnikey", "gemalto", "identiv*", "healtheo", "telium", "baladeur*", "vitale mobile"}},
	{theDriver, []string{"peripherique*", "unknown device*", "pilote*", "driver*", "minidriver*"}},
	{theComputer, []string{"autre pc", "autre poste", "autre ordi*", "autres postes", "autres pc", "nouveau pc", "nouveau poste", "nouvel ordi*", "nouveau portable", "change de pc", "changement de pc", "change d ordi*", "changement d ordi*", "pas sur le mien", "pas sur mon poste", "pas sur mon pc", "pas sur mon ordi*", "pas sur ce poste", "pas sur l autre", "sauf sur ce pc", "sauf sur ce poste", "sauf sur cet ordi*", "sauf sur mon poste", "sauf sur mon pc", "partout sauf", "except on this", "new computer*", "new laptop", "new pc", "another computer", "other computer"}},
	{theRadio, []string{"sans contact", "contactless", "nfc", "badgeuse*", "badge", "badges"}},
	{theClaims, []string{"fse", "feuille de soin", "feuilles de soin", "feuille de soins", "feuilles de soins", "factures", "teletransm*", "bordereau*", "claims", "invoices"}},
	{theOldCard, []string{"ancienne carte", "ancienne cps", "l ancienne", "mon ancienne", "vieille carte", "deux cartes", "2 cartes", "laquelle", "quelle carte utiliser", "old card", "two cards", "which card"}},
	{theCPE, []string{"cpe", "secretaire*", "remplacante cpe"}},
	{theCDE, []string{"cde", "directeur*", "directrice*", "director*"}},
	{theNewCard, []string{"v4", "cps4", "carte v4", "cps v4", "nouvelle carte", "nouvelles cartes", "nouvelle cps", "new card"}},
	{theLetter, []string{"courrier*", "lettre", "lettres", "pli", "letter", "letters"}},
	{theCard, []string{"carte*", "cps", "card*", "token*", "jeton*", "puce", "smartcard*", "cpe", "cpf", "icc"}},
}

// trouble is what is said to happen to a thing.
type trouble uint8

// Troubles, the most particular first.
const (
	noTrouble trouble = iota
	intermittent
	greyed
	nameless
	wrongKey // its last digit does not fit the others
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
	gone    // its holder is
	renewed // it is a new one, which the card or the software does not know yet
)

// troubleWords are the words of people and programs for a trouble; those
// of few count only where the text denies them: "non lue", "impossible de lire".
var troubleWords = [...]struct {
	trouble trouble
	words   []string // name it by themselves
	denied  []string // name it behind or before a "no"
}{
	{intermittent, []string{isNowAndThen, "de temps en temps", "de temps a autre", "par moment", "par moments", "parfois", "quelquefois", "quelques fois", "des fois", "certaines fois", "tantot", "intermitten*", "intermitan*", "intermittan*", "aleatoire*", "au hasard", "quand ca veut", "quand il veut", "quand elle veut", "selon son humeur", "capricieu*", "fait des siennes", "faux contact*", "instable*", "erratique*", "sporadi*", "s y reprendre", "plusieurs tentatives", "plusieurs essais", "random*", "sometimes", "now and then", "once in a while", "occasionally", "at times", "on and off", "off and on", "half the time", "comes and goes", "unstable", "flaky", "several attempts", "several tries"}, nil},
	{greyed, []string{"grise*", "greyed", "grayed", "gris"}, nil},
	{nameless, []string{"sans nom", "sans le nom", "non nominati*", "without a name", "nameless", "no name"}, []string{"nominati*"}},
	{wrongKey, []string{"cle", "luhn", "check digit"}, nil},
	{swapped, []string{"confond*", "inverse*", "intervert*", "permute*", "swapped", "mixed up", "wrong way round"}, nil},
	{foundAgain, []string{"ai retrouve", "avons retrouve", "retrouvee", "retrouve ma", "retrouve la", "found my card", "found again"}, nil},
	{lost, []string{"ai perdu", "avons perdu", "a perdu s*", "perdu ma", "perdu mon", "perdu le c*", "ete perdu*", "perte de ma", "perte de mon", "perte du code", "perte de la carte", "perte de carte", "perte d une carte", "perte carte", "perte de la cps", "perte de cps", "perte cps", "perte ou vol", "carte perdue", "cps perdue", "egare*", "ai plus le code*", "ai plus mon code*", "ai plus mes code*", "ai plus les code*", "a plus son code*", "oubli*", "paume*", "vole", "volee", "volees", "vol de", "derobe*", "forgot*", "i lost", "have lost", "lost my", "lost the pin", "stolen"}, []string{"souviens", "souvient", "rappelle", "remember"}},
	{restart, []string{"redemarrer le p*", "redemarrer l ordinateur", "redemarrer windows", "redemarrer le mac", "faut redemarrer", "faut il redemarrer", "dois je redemarrer", "pas redemarre", "sans redemarrer", "redemarrage en attente", "redemarrage necessaire", "redemarrage requis", "restart required", "restart needed", "redemarrage du poste", "restart the computer", "reboot*", "pending restart"}, nil},
	{notYet, []string{"pas encore valable", "pas encore valide", "pas encore active", "pas encore activee", "non activee", "non active", "pas activee", "pas ete activee", "not activated", "not yet valid", "not yet active"}, nil},
	{borrowed, []string{"utilise ma carte", "utilise ma cps", "prete ma carte", "prete ma cps", "preter ma carte", "preter sa carte", "utilise la carte du*", "utilise la cps du*", "utiliser la carte du*", "utiliser la cps du*", "avec la carte du*", "avec la cps du*", "utilisee par l adjoint*", "utilisee par ma", "utilisee par mon", "utilisee par son", "utilisee par sa", "utilisee par la secretaire", "utilisee par le remplacant*", "utilisee par un confrere", "utilisee par un autre medecin", "uses my card", "lend my card"}, nil},
	{inClear, []string{"en clair", "in clear", "plain text", "cleartext"}, nil},
	{lastTry, []string{"dernier essai", "derniere tentative", "reste 1 essai", "reste un essai", "reste qu un essai", "plus qu un essai", "qu une tentative", "last try", "last attempt", "one try left", "1 try left", "one attempt"}, nil},
	{format, []string{"chiffres", "trop court*", "trop long*", "longueur", "too short", "too long", "digits", "format"}, nil},
	{cancelled, []string{"annule*", "annulation", "abandon*", "cancel*", "delai de saisie", "temps de saisie", "temps depasse", "temps ecoule", "saisie trop lente"}, nil},
	{differing, []string{"codes different*", "codes differ", "confirmation", "changer le code", "changer mon code", "changer de code", "modifier le code", "modifier mon code", "change my pin", "change the pin"}, []string{"identique*", "the same", "pareil*"}},
	{interrupted, []string{"interromp*", "interrup*", "coupee", "en plein milieu", "au milieu", "en cours de route", "s est arrete*", "pas terminee", "pas finie", "halfway", "not finished", "interrupt*"}, nil},
	{outOfStep, []string{"desynchronis*", "synchronis*", "out of step", "out of sync"}, nil},
	{afterUpdate, []string{"mise a jour windows", "mise a jour de windows", "mise a jour du systeme", "mise a jour macos", "mise a jour de macos", "depuis la mise a jour", "apres la mise a jour", "apres une mise a jour", "depuis une mise a jour", "apres mise a jour", "windows update", "maj windows", "maj de windows", "mises a jour windows", "mises a jour de windows", "update windows", "update de windows", "windows s est mis a jour", "windows a fait sa mise a jour", "windows a fait une mise a jour", "depuis la maj", "apres la maj", "apres une maj", "depuis une maj", "depuis windows", "depuis win*", "passage a windows", "passage sous windows", "passage en windows", "passe a windows", "passe sous windows", "passes sous windows", "passes a windows", "migration windows", "migration vers windows", "mise a niveau", "since windows", "upgrade to windows", "upgraded to windows", "moved to windows", "kb50*", "kb51*", "24h2", "25h2", "since the update", "after the update", "after an update", "after upgrading", "after updating", "since upgrading"}, nil},
	{afterReplug, []string{"rebranch*", "debrancher", "debranche et", "debranche puis", "replug*", "relancer le logiciel", "relance le logiciel", "redemarrer le logiciel", "redemarrage du logiciel", "after unplugging", "restart the program", "restarting the application"}, nil},
	{otherWidth, []string{"32 bit*", "64 bit*", "32bit*", "64bit*", "x86", "x64", "ia 32", "amd 64", "incorrect format", "elf class", "wrong architecture", "incompatible architecture"}, nil},
	{obsolete, []string{"trop ancien*", "trop vieux", "trop vieille", "too old", "outdated", "fin des lecteurs", "fin du galss", "fin de galss", "arret du galss", "obsolete*", "fin de commercialisation", "fin de la commercialisation", "plus commercialise*", "plus vendu*", "plus en vente", "discontinued", "fin de support", "fin de vie", "end of support", "end of life"}, []string{"supporte*", "suivi", "suivis", "homologue*", "agree", "agrees", "maintenu*", "maintained", "supported"}},
	{notReceived, []string{"non recu*", "boite aux lettres", "toujours rien recu", "en cours de fabrication", "delai de livraison", "delais de livraison", "delai de fabrication", "dans la bal", "attends ma", "attends mon", "attends mes", "attends la carte", "attends la cps", "attends une carte", "attends une cps", "attendons la carte", "attend sa carte", "waiting for my", "toujours en attente", "attends toujours", "attend toujours", "still waiting"}, []string{"livre", "livree*", "livrai*", "fabriqu*", "expedie*", "envoye ma carte", "delivered", "venue", "recois", "recoit", "recu", "recue", "recus", "recues", "arrive", "arrivee", "arrivent", "received", "receive"}},
	{revoked, []string{"desactive*", "deactivated", "revoqu*", "revoked", "opposition", "opposee"}, nil},
	{afterSleep, []string{"veille", "mise en veille", "sleep", "suspend", "suspended", "suspending", "resume", "hibernation", "sortie de veille"}, nil},
	{askedAgain, []string{"redemand*", "a nouveau demande", "demande a chaque", "a chaque fois", "pour chaque lot", "a chaque lot", "a chaque feuille", "a chaque fse", "for every batch", "every time", "asked again", "asks again", "encore demande"}, nil},
	{changed, []string{"changement de carte", "carte a change", "carte change*", "carte differente", "autre carte", "card changed", "card has changed", "different card", "d un autre", "autre professionnel", "autre porteur", "autre utilisateur", "pas le mien", "pas la mienne", "pas mon nom", "pas a mon nom", "au nom d un autre", "nom d un autre", "not my name", "another holder"}, []string{"correspond*"}},
	{removed, []string{"retire*", "enleve*", "arrache*", "sortie du lecteur", "removed", "pulled", "ejecte*", "ejected", "withdrawn"}, nil},
	{expired, []string{"expire*", "expiration", "perime*", "echu", "echue", "fin de validite", "validite depassee"}, nil},
	{locked, []string{"suspendu*", "debloque*", "unblock*", "unlock*", "bloque*", "verrouille*", "blocked", "locked", "condamne*"}, nil},
	{untrusted, []string{"self signed", "autosigne*", "auto signe*", "untrusted", "non approuve*", "unknown authority", "autorite inconnue", "unable to get local issuer", "n est pas privee", "non privee", "not private", "risque probable de securite", "potential security risk", "non securise*", "pas securise*", "not trusted", "unknown issuer", "unknown ca", "sec error unknown issuer", "chaine de certif*", "certificate chain", "unable to find valid certification path"}, []string{"fiable", "confiance", "trust*", "approuve*", "verify", "verifier"}},
	{denied, []string{"acces refuse", "acces interdit", "refuse l acces", "refuse la connexion", "connexion refusee", "droits insuffisants", "insufficient privilege*", "access denied", "access is denied", "permission denied", "not authorized", "unauthorized", "non autorise a acceder", "autorisation refusee", "polkit"}, nil},
	{notOne, []string{"n est pas une carte", "n est pas une cps", "n est pas une carte cps", "pas une cps", "not a cps", "is not a card"}, nil},
	{busy, []string{"autres connexions*", "other connections", "occupe*", "deja utilise*", "deja ouvert*", "busy", "in use", "utilise par un autre*", "utilisee par un autre*", "exclusi*", "sharing violation", "monopolise*", "autre application l*", "autre programme l*", "autre logiciel l*", "prise par", "pris par", "utilisee par", "utilise par", "tient ma carte", "tient la carte", "tient le lecteur", "garde la carte", "held by", "taken by", "held by another", "used by another", "by another application", "by another program", "another process"}, nil},
	{notLoaded, []string{"cannot open shared object", "initialis*", "initializ*", "impossible de charger", "impossible a charger", "chargement impossible", "echec du chargement", "failed to load", "could not load", "unable to load", "cannot load", "specified module could not be found", "module specifie est introuvable", "dll introuvable"}, []string{"demarr*", "charge*", "load*", "start*", "lance*", "actif", "active", "running", "en cours", "ouvre*", "opens", "open"}},
	{disconnects, []string{"deconnect*", "disconnect*", "perd la connexion", "perdu", "perdue", "coupure*", "disparai*", "disappear*"}, nil},
	{noExchange, []string{"erreur de communication", "communication impossible", "erreur de dialogue", "erreur d echange", "erreur de transmission", "communication error", "transmission error", "communication failure", "not transacted", "delai depasse", "delai d attente", "delai de reponse", "timeout", "timed out", "eteint*", "plus de lumiere", "pas de lumiere", "aucune lumiere", "plus de voyant", "pas de voyant", "affiche rien", "shows nothing", "ecran noir", "no light", "light is off"}, []string{"repond*", "communique*", "answer*", "respond*", "dialogue*", "parle*", "allume*", "alimente*"}},
	{unrecognised, []string{"inconnue*", "inconnu", "unknown", "unsupported", "unrecogni*"}, []string{"reconn*", "recogni*", "supporte*", "supported", "compatible*", "prise en charge", "pris en charge"}},
	{absent, []string{"introuvable*", "absent*", "0 slots", "no slots", "0 readers", "manquant*", "manque", "missing", "not found", "aucun*", "insere*", "inserer", "introduire", "introduisez"}, []string{"trouve*", "detect*", "voit", "vois", "vue", "vu", "present*", "found", "find", "insere*", "visible*", "existe*", "connecte", "connectee", "connected", "plugged in", "installe*", "installed", "dans", "in the"}},
	{unreadable, []string{"illisible*", "unreadable", "erreur de lecture", "lecture impossible", "read error", "erreur lecture", "echec de lecture", "echec de la lecture"}, []string{"lue", "lu", "lus", "lues", "lire", "lit", "lecture", "read", "reading", "accede*", "acceder", "acces"}},
	{wrong, []string{"invalide*", "invalid", "incorrect*", "errone*", "faux", "fausse*", "mauvais*", "wrong", "bad", "refuse*", "rejected", "rejete*"}, []string{"valide*", "valid", "accepte*", "bon", "correct*"}},
	{slow, []string{"lent", "lente", "lenteur*", "slow*", "rame", "longtemps", "lecture prend", "lecture dure", "secondes", "seconds", "une minute", "minutes"}, nil},
	{blinks, []string{"clignote*", "clignotant*", "blink*", "voyant*", "led"}, nil},
	{cannotBill, nil, []string{"factur*", "teletransm*", "fse", "feuille de soins", "feuilles de soins", "feuille de soin", "feuilles de soin", "billing", "bill", "invoice*", "claim", "claims"}},
	{gone, []string{"salariee partie", "salarie parti", "est partie", "est parti", "a quitte", "depart", "demission*", "licencie*", "fin de contrat", "has left", "left the practice"}, nil},
	{borrowed, []string{"carte du titulaire", "carte du patron", "carte du pharmacien", "carte du medecin", "carte d un confrere", "carte de mon confrere", "carte de mon associe*"}, nil}, // but where something else is wrong with it
	{obsolete, []string{"windows 7", "windows 8*", "windows xp", "windows vista", "win7", "win8", "win xp"}, nil},                                                                          // but where something else is wrong with it
	{renewed, []string{"nouveau", "nouvel", "nouvelle", "change de", "changement de", "changement du", "a change", "new"}, nil},
}

// no are the words that deny.
var noWords = wordSet("refuse refusee refuses refusees ko nok non pas sans aucun aucune aucuns jamais impossible plus no not never without cannot unable failed fails failure echec echoue erreur error probleme problem defaut rien can't couldn doesn isn won fail impossibilite panne narrive attente coince coincee hs stuck down")
