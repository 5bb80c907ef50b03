package rule

// Workstations of the field: what stands beside the way to the card.

// srcWindowsLife is the dated list of the ends of support (fact/versions.tsv of package
// diagnosis).
var srcWindowsLife = Source{"Windows lifecycle, Microsoft", "https://learn.microsoft.com/lifecycle/products/windows-10-home-and-pro"}

// srcLNA documents the permission that browsers ask for.
var srcLNA = Source{"Local Network Access, Chrome for developers", "https://developer.chrome.com/blog/local-network-access"}

var ws022 = Rule{
	Number: WS022, ID: "CPS-WS-022", Mark: Public, Severity: BlockBilling, How: FromWorkstation,
	Title:    Text{FR: "Le navigateur empêche les pages d'appeler l'agent local", EN: "Browser keeps pages from calling the local agent"},
	Text:     Text{FR: "Le navigateur peut bloquer l'agent de lecture de ce poste.", EN: "The browser may block the reading agent of this computer."},
	Origin:   Proposed,
	Cause:    Text{FR: "Depuis la version 142, Chrome et Edge demandent avant qu'une page n'appelle un programme du poste (accès au réseau local) ; aucune règle ne l'autorise ici. Un refus se voit comme un agent muet (erreur DRC, ERR_TIMED_OUT).", EN: "Since version 142, Chrome and Edge ask before a page calls a program of the computer (Local Network Access); no policy allows it here. A refusal looks like a silent agent (DRC error, ERR_TIMED_OUT)."},
	Remedy:   Text{FR: "Autoriser le site du logiciel : LocalNetworkAccessAllowedForUrls pour Chrome et pour Edge, ou « Autoriser » dans les réglages du site.", EN: "Allow the software's site: LocalNetworkAccessAllowedForUrls for Chrome and for Edge, or “Allow” in the settings of the site."},
	Contacts: []ContactID{ContactIT, ContactVendor},
	Sources:  []Source{srcPosts, srcLNA},
	Inputs:   []string{"ws.localNetwork"},
	Needs:    "ws.localNetwork",
	Variants: []Variant{
		{Key: VariantRefused, Text: Text{FR: "Le navigateur bloque l'agent de lecture de ce poste.", EN: "The browser blocks the reading agent of this computer."}},
	},
	Shown: Demonstration{Facts: []string{"ws.localNetwork=blocked"}},
	Said:  []string{"accès au réseau local", "Local Network Access", "Chrome bloque l'agent local", "Edge bloque l'agent local"},
}

var ws023 = Rule{
	Number: WS023, ID: "CPS-WS-023", Mark: Public, Severity: Warning, How: FromWorkstation,
	Title:    Text{FR: "Plusieurs agents de lecture, ou un agent sur un autre port", EN: "Several reading agents, or one on another port"},
	Text:     Text{FR: "L'agent de lecture est réglé sur un autre port que celui attendu.", EN: "The reading agent is set to another port than expected."},
	Origin:   Proposed,
	Cause:    Text{FR: "Le port était pris quand l'agent a démarré, ou son réglage date d'un autre logiciel.", EN: "The port was taken when the agent started, or its setting is another software's."},
	Remedy:   Text{FR: "Remettre le port attendu dans les réglages de l'agent, puis le relancer.", EN: "Set the agent to the expected port, then start it again."},
	Contacts: []ContactID{ContactVendor},
	Sources:  []Source{srcPosts},
	Inputs:   []string{"ws.agents"},
	Needs:    "ws.agents",
	Variants: []Variant{
		{
			Key: VariantSeveral, Text: Text{FR: "Plusieurs agents de lecture sont en marche.", EN: "Several reading agents are running."},
			Cause:  Text{FR: "Chaque logiciel amène le sien ; deux agents qui veulent le même port ou le même lecteur se gênent.", EN: "Each software brings its own; two agents that want the same port or reader get in each other's way."},
			Remedy: Text{FR: "N'en garder qu'un par port et par lecteur.", EN: "Keep one for each port and each reader."},
		},
	},
	Shown: Demonstration{Facts: []string{"ws.agents=other-port"}},
	Said:  []string{"agent sur un autre port", "port de l'agent"},
}

var ws024 = Rule{
	Number: WS024, ID: "CPS-WS-024", Mark: Public, Severity: BlockBilling, How: FromWorkstation,
	Title:    Text{FR: "Mac à processeur Apple sans Rosetta", EN: "Mac without Rosetta for a component that needs it"},
	Text:     Text{FR: "Rosetta 2 n'est pas installé.", EN: "Rosetta 2 is not installed."},
	Origin:   Proposed,
	Cause:    Text{FR: "Le GALSS pour macOS et des agents de lecture n'existent que pour processeur Intel : sans Rosetta ils ne démarrent pas.", EN: "GALSS for macOS and some reading agents exist for Intel processors only: without Rosetta they do not start."},
	Remedy:   Text{FR: "Installer Rosetta (softwareupdate --install-rosetta), puis relancer l'agent.", EN: "Install Rosetta (softwareupdate --install-rosetta), then start the agent again."},
	Contacts: []ContactID{ContactIT},
	Sources:  []Source{srcPosts},
	Inputs:   []string{"ws.rosetta"},
	Needs:    "ws.rosetta",
	Shown:    Demonstration{Facts: []string{"ws.rosetta=agent"}},
	Said:     []string{"Rosetta manquant", "Mac M1 sans Rosetta"},
}

var ws025 = Rule{
	Number: WS025, ID: "CPS-WS-025", Mark: Public, Severity: BlockBilling, How: FromWorkstation,
	Title:    Text{FR: "Composant SESAM-Vitale absent", EN: "SESAM-Vitale component missing"},
	Text:     Text{FR: "Le FSV n'est pas installé.", EN: "The FSV is not installed."},
	Origin:   Proposed,
	Cause:    Text{FR: "L'installation n'a pas été faite dans l'architecture dont le logiciel se sert, ou un désinstallateur l'a emportée.", EN: "It was not installed in the architecture that the software uses, or an uninstaller took it along."},
	Remedy:   Text{FR: "Installer ou réparer le FSV avec l'installateur du logiciel de facturation.", EN: "Install or repair the FSV with the installer of the billing software."},
	Contacts: []ContactID{ContactVendor},
	Sources:  []Source{srcPosts},
	Inputs:   []string{"ws.components", "ws.port"},
	Needs:    "ws.components",
	Variants: []Variant{
		{Key: VariantTables, Text: Text{FR: "Les tables SESAM-Vitale sont absentes.", EN: "The SESAM-Vitale tables are missing."}, Cause: Text{FR: "Le dossier des tables de la version en service est absent ou vide.", EN: "The folder of the tables of the release in use is missing or empty."}},
		{Key: VariantIncomplete, Text: Text{FR: "Les tables SESAM-Vitale sont incomplètes.", EN: "The SESAM-Vitale tables are incomplete."}, Cause: Text{FR: "Des tables binaires manquent (tablebin.ssv, tablebin.ssp, tablebin.smc, scripts.ssv).", EN: "Binary tables are missing (tablebin.ssv, tablebin.ssp, tablebin.smc, scripts.ssv)."}},
		{Key: VariantSesamIni, Text: Text{FR: "Il n'y a pas de sesam.ini pour la version en service.", EN: "There is no sesam.ini for the release in use."}, Cause: Text{FR: "Le FSV ne trouve pas sa configuration : ni la sienne, ni celle de Windows.", EN: "The FSV does not find its configuration: neither its own nor that of Windows."}},
	},
	Shown: Demonstration{Facts: []string{"ws.components=tables", "ws.port=agent"}},
	Said:  []string{"tables SSV absentes", "FSV non installé", "FSV not installed"},
}

var ws026 = Rule{
	Number: WS026, ID: "CPS-WS-026", Mark: Public, Severity: BlockBilling, How: FromWorkstation,
	Title:    Text{FR: "MICA absent", EN: "MICA missing"},
	Text:     Text{FR: "MICA n'est pas installé dans l'architecture de l'agent de lecture.", EN: "MICA is not installed in the architecture of the reading agent."},
	Origin:   Proposed,
	Cause:    Text{FR: "Les agents de lecture de Windows sont des programmes de 32 bits : un MICA de 64 bits ne leur sert pas.", EN: "The reading agents of Windows are 32-bit programs: a MICA of 64 bits is of no use to them."},
	Remedy:   Text{FR: "Installer MICA (32 bits sous Windows) avec l'installateur du logiciel de facturation.", EN: "Install MICA (32 bits on Windows) with the installer of the billing software."},
	Contacts: []ContactID{ContactVendor},
	Sources:  []Source{srcPosts},
	Inputs:   []string{"ws.mica", "ws.port"},
	Needs:    "ws.mica",
	Shown:    Demonstration{Facts: []string{"ws.mica=absent", "ws.port=agent"}},
	Said:     []string{"La librairie MICA n'est pas installée sur votre poste", "MICA absent"},
}

var ws027 = Rule{
	Number: WS027, ID: "CPS-WS-027", Mark: Public, Severity: Warning, How: FromWorkstation,
	Title:    Text{FR: "Ancien logiciel de facturation ou logiciel concurrent", EN: "Old or competing billing software"},
	Text:     Text{FR: "Un autre logiciel de facturation est en marche sur ce poste.", EN: "Another billing software runs on this computer."},
	Origin:   Proposed,
	Cause:    Text{FR: "Resté d'avant un changement de logiciel, il démarre avec la session, tient le lecteur ou le port, et remet ses galss.ini et sesam.ini.", EN: "Left from before a change of software, it starts with the session, holds the reader or the port, and puts its galss.ini and sesam.ini back."},
	Remedy:   Text{FR: "Le quitter et l'ôter du démarrage ; le désinstaller s'il ne sert plus. Les composants SESAM-Vitale sont communs : les vérifier ensuite.", EN: "Quit it and take it out of the start-up; uninstall it if it is not used. The SESAM-Vitale components are shared: check them afterwards."},
	Contacts: []ContactID{ContactIT, ContactVendor},
	Sources:  []Source{srcPosts, srcJuxta},
	Inputs:   []string{"ws.oldSoftware"},
	Needs:    "ws.oldSoftware",
	Variants: []Variant{
		{Key: VariantInstalled, Text: Text{FR: "Un autre logiciel de facturation est installé sur ce poste.", EN: "Another billing software is installed on this computer."}, Remedy: Text{FR: "Rien à faire tant qu'il ne tourne pas ; le désinstaller s'il ne sert plus.", EN: "Nothing to do while it does not run; uninstall it if it is not used."}},
	},
	Shown: Demonstration{Facts: []string{"ws.oldSoftware=running"}},
	Said:  []string{"ancien logiciel de facturation", "logiciel concurrent", "old billing software"},
}

var ws031 = Rule{
	Number: WS031, ID: "CPS-WS-031", Mark: Public, Severity: Info, How: FromWorkstation,
	Title:    Text{FR: "Smart App Control en évaluation", EN: "Smart App Control in evaluation"},
	Text:     Text{FR: "Smart App Control est en évaluation.", EN: "Smart App Control is in evaluation."},
	Origin:   Proposed,
	Cause:    Text{FR: "Windows 11 regarde et ne bloque rien ; il peut passer seul à l'état actif et bloquer alors des composants non signés.", EN: "Windows 11 watches and blocks nothing; it may turn itself on and block unsigned components then."},
	Remedy:   Text{FR: "Rien à faire ; y penser si un composant cesse de démarrer (0xC0E90002).", EN: "Nothing to do; think of it if a component stops starting (0xC0E90002)."},
	Contacts: []ContactID{ContactIT},
	Sources:  []Source{srcPosts},
	Inputs:   []string{"ws.smartAppControl", "ws.os"},
	Needs:    "ws.smartAppControl",
	Shown:    Demonstration{Facts: []string{"ws.os=windows", "ws.smartAppControl=evaluation"}},
}

var ws032 = Rule{
	Number: WS032, ID: "CPS-WS-032", Mark: Public, Severity: Info, How: FromWorkstation,
	Title:    Text{FR: "Antivirus d'un autre éditeur", EN: "Third-party antivirus"},
	Text:     Text{FR: "Un antivirus autre que celui du système est installé.", EN: "An antivirus other than the system's is installed."},
	Origin:   Proposed,
	Cause:    Text{FR: "Ce n'est pas un défaut ; il peut mettre un composant de lecture en quarantaine ou filtrer le port de l'agent.", EN: "It is no fault; it may put a reading component in quarantine or filter the agent's port."},
	Remedy:   Text{FR: "Rien à faire tant que tout marche ; sinon regarder sa quarantaine et ses exclusions.", EN: "Nothing to do while all works; else look at its quarantine and exclusions."},
	Contacts: []ContactID{ContactIT},
	Sources:  []Source{srcPosts},
	Inputs:   []string{"ws.antivirus"},
	Needs:    "ws.antivirus",
	Shown:    Demonstration{Facts: []string{"ws.antivirus=other"}},
}

var ws033 = Rule{
	Number: WS033, ID: "CPS-WS-033", Mark: Public, Severity: Info, How: FromWorkstation,
	Title:    Text{FR: "Windows dont le suivi est terminé", EN: "Windows past its support"},
	Text:     Text{FR: "Le suivi de cette version de Windows est terminé.", EN: "The support of this version of Windows has ended."},
	Origin:   Proposed,
	Cause:    Text{FR: "Microsoft ne la corrige plus (hors contrat de prolongation). La carte s'y lit encore.", EN: "Microsoft does not mend it any more (but under an extension contract). Cards are still read on it."},
	Remedy:   Text{FR: "Prévoir le passage à une version suivie. Ce n'est pas la cause d'une panne de lecture.", EN: "Plan for a supported version. It is not why a card is not read."},
	Contacts: []ContactID{ContactIT},
	Sources:  []Source{srcWindowsLife},
	Inputs:   []string{"ws.os", "ws.osVersion"},
	Needs:    "ws.osVersion",
	Shown:    Demonstration{Facts: []string{"ws.os=windows", "ws.osVersion=10"}},
	Said:     []string{"Windows 10 plus suivi", "fin de support de Windows 10"},
}

var rdr016 = Rule{
	Number: RDR016, ID: "CPS-RDR-016", Mark: Public, Severity: Warning, How: FromWorkstation,
	Title:    Text{FR: "Un faux lecteur est devant la fente CPS", EN: "Reader that is none before the CPS slot"},
	Text:     Text{FR: "Un lecteur virtuel ou sans contact précède la fente CPS.", EN: "A virtual or contactless reader stands before the CPS slot."},
	Origin:   Proposed,
	Cause:    Text{FR: "Windows Hello Entreprise, un lecteur virtuel ou une antenne NFC est premier de la liste : un logiciel qui prend le premier lecteur n'y trouve pas de carte.", EN: "Windows Hello for Business, a virtual reader or an NFC antenna is first in the list: software that takes the first reader finds no card there."},
	Remedy:   Text{FR: "Choisir la fente CPS dans le logiciel ; sinon désactiver le faux lecteur, ou débrancher et rebrancher le vrai.", EN: "Choose the CPS slot in the software; else disable that reader, or unplug and plug in the real one."},
	Contacts: []ContactID{ContactIT, ContactVendor},
	Sources:  []Source{srcPosts},
	Inputs:   []string{"reader.virtual"},
	Needs:    "reader.virtual",
	Shown:    Demonstration{Facts: []string{"reader.virtual=first"}},
	Said:     []string{"Windows Hello pris pour le lecteur", "lecteur virtuel en premier"},
}
