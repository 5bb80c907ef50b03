package rule

// The way from the program to the reader: what the USB bus shows and the service
// does not, what keeps the reader, and ways that vendors gave up.

// Threads of the maintainers of the driver and its tools.
var (
	srcNotCCID = Source{"pcsc-tools, issue 80", "https://github.com/LudovicRousseau/pcsc-tools/issues/80"}
	srcAsleep  = Source{"CCID, issue 36, and pcsc-tools, issue 97", "https://github.com/LudovicRousseau/CCID/issues/36"}
	srcPosts   = Source{Title: "Reports of workstations, autumn 2026"}
)

var rdr017 = Rule{
	Number: RDR017, ID: "CPS-RDR-017", Mark: Public, Severity: BlockBilling, How: FromFact,
	Title:    Text{FR: "Lecteur vu sur le bus USB, non par le service de cartes", EN: "Reader seen on the USB bus and not by the card service"},
	Text:     Text{FR: "Lecteur branché, mais inconnu du service de cartes.", EN: "Reader plugged in, but unknown to the card service."},
	Origin:   Proposed,
	Cause:    Text{FR: "Aucun pilote PC/SC ne prend ce lecteur : terminal resté dans un autre mode (PSS, TLA ; par exemple 0b00:0090), classe USB propre à son fabricant, ou accessoire que macOS n'a pas autorisé. Le rebrancher n'y change rien.", EN: "No PC/SC driver takes this reader: a terminal left in another mode (PSS, TLA; for instance 0b00:0090), a USB class of its maker's own, or an accessory that macOS was not allowed to use. Plugging it in again changes nothing."},
	Remedy:   Text{FR: "Passer le terminal en mode PC/SC par son menu ou l'outil de son fabricant, ou changer de lecteur ; sur Mac, autoriser l'accessoire dans Confidentialité et sécurité.", EN: "Set the terminal to PC/SC in its menu or with its maker's tool, or use another reader; on a Mac allow the accessory in Privacy & Security."},
	Contacts: []ContactID{ContactIT, ContactVendor},
	Sources:  []Source{srcNotCCID, srcPosts},
	Inputs:   []string{"reader", "reader.seen"},
	Needs:    "reader.seen",
	Shown:    Demonstration{Facts: []string{"reader.seen=usb"}},
	Said:     []string{"lecteur non CCID", "terminal en mode propriétaire", "lecteur vu par lsusb mais pas par pcsc_scan", "reader in lsusb but not in pcsc_scan"},
}

var rdr018 = Rule{
	Number: RDR018, ID: "CPS-RDR-018", Mark: Public, Severity: Warning, How: FromFact,
	Title:    Text{FR: "Lecteur endormi ou tenu par le système", EN: "Reader put to sleep or held by the system"},
	Text:     Text{FR: "Le système endort le lecteur ou le garde pour lui.", EN: "The system puts the reader to sleep or keeps it."},
	Origin:   Proposed,
	Cause:    Text{FR: "L'économie d'énergie coupe le port USB du lecteur : la première commande après une pause échoue (LIBUSB_ERROR_IO).", EN: "Power saving cuts the USB port of the reader: the first command after a pause fails (LIBUSB_ERROR_IO)."},
	Remedy:   Text{FR: "Ôter la mise en veille du port USB (Gestionnaire de périphériques sous Windows, power/control=on sous Linux), rebrancher le lecteur.", EN: "Take the USB port out of power saving (Device Manager on Windows, power/control=on on Linux), plug the reader in again."},
	Contacts: []ContactID{ContactIT},
	Sources:  []Source{srcAsleep},
	Inputs:   []string{"reader.holder"},
	Needs:    "reader.holder",
	Variants: []Variant{
		{Key: VariantKernel, Cause: Text{FR: "Un pilote du noyau (pn533, nfc) a pris le lecteur avant pcscd (LIBUSB_ERROR_BUSY).", EN: "A driver of the kernel (pn533, nfc) took the reader before pcscd (LIBUSB_ERROR_BUSY)."}, Remedy: Text{FR: "Décharger ce pilote et l'inscrire en liste noire de modprobe, puis redémarrer pcscd.", EN: "Unload that driver and put it on modprobe's blacklist, then restart pcscd."}},
		{Key: VariantScdaemon, Cause: Text{FR: "scdaemon de GnuPG ouvre le lecteur lui-même et ne le rend pas (LIBUSB_ERROR_BUSY).", EN: "scdaemon of GnuPG opens the reader itself and does not give it back (LIBUSB_ERROR_BUSY)."}, Remedy: Text{FR: "Arrêter scdaemon (gpgconf --kill scdaemon) et lui donner disable-ccid dans scdaemon.conf.", EN: "Stop scdaemon (gpgconf --kill scdaemon) and give it disable-ccid in scdaemon.conf."}},
	},
	Shown: Demonstration{Facts: []string{"reader.holder=power"}},
	Said:  []string{"économie d'énergie USB", "port USB mis en veille", "USB autosuspend", "scdaemon tient le lecteur"},
}

var ws034 = Rule{
	Number: WS034, ID: "CPS-WS-034", Mark: Public, Severity: Info, How: FromWorkstation,
	Title:    Text{FR: "Ancien chemin vers le lecteur", EN: "Obsolete way to the reader"},
	Text:     Text{FR: "Lecteur sur un ancien chemin : GALSS, PSS ou TLA.", EN: "Reader on an obsolete way: GALSS, PSS or TLA."},
	Origin:   Proposed,
	Cause:    Text{FR: "Les éditeurs n'agréent plus de lecteur PSS ni TLA depuis 2022 et ont annoncé la fin de leur suivi pour juillet 2025 (sources secondaires). Rien ne l'interdit : ce qui marche peut marcher encore.", EN: "Vendors have had no PSS or TLA reader approved since 2022 and announced the end of support for July 2025 (secondary sources). Nothing forbids it: what works may go on working."},
	Remedy:   Text{FR: "Passer le lecteur en mode PC/SC s'il sait le faire et si le logiciel le veut, sinon prévoir un lecteur PC/SC.", EN: "Set the reader to PC/SC where it can and the software wants it, else plan for a PC/SC reader."},
	Contacts: []ContactID{ContactVendor},
	Sources:  []Source{srcPosts},
	Inputs:   []string{"reader.mode"},
	Needs:    "reader.mode",
	Variants: []Variant{
		{Key: VariantTLA, Text: Text{FR: "Lecteur sur un ancien chemin : terminal portable TLA.", EN: "Reader on an obsolete way: portable terminal (TLA)."}},
		{Key: VariantGALSS, Text: Text{FR: "La Cryptolib passe par le GALSS : la remettre en PC/SC avant de retirer le GALSS.", EN: "The Cryptolib goes through GALSS: set it to PC/SC before GALSS is taken away."}},
	},
	Shown: Demonstration{Facts: []string{"reader.mode=pss"}},
	Said:  []string{"mode PSS", "protocole PSS", "lecteur PSS", "fin du GALSS", "lecteur TLA obsolète"},
}
