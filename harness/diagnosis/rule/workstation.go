package rule

// Workstation.

var ws001 = Rule{
	Number: WS001, ID: "CPS-WS-001", Mark: Field, Severity: BlockBilling, How: FromWorkstation,
	Title:    Text{FR: "Cryptolib absente", EN: "Cryptolib absent"},
	Text:     Text{FR: "Cryptolib CPS n'est pas installée.", EN: "Cryptolib CPS is not installed."},
	Origin:   Proposed,
	Cause:    Text{FR: "Poste neuf, ou bibliothèque désinstallée.", EN: "A new computer, or a library that was removed."},
	Remedy:   Text{FR: "L'installer depuis esante.gouv.fr, puis redémarrer.", EN: "Install it from esante.gouv.fr, then restart."},
	Contacts: []ContactID{ContactIT, ContactVendor},
	Sources:  []Source{srcBillingFAQ, srcCryptolib},
	Inputs:   []string{"ws.cryptolib"},
	Shown:    Demonstration{Facts: []string{"ws.cryptolib=none"}},
	Said:     []string{"Cryptolib non installée", "Cryptolib not installed"},
}

var ws002 = Rule{
	Number: WS002, ID: "CPS-WS-002", Mark: Public, Severity: BlockBilling, How: FromWorkstation,
	Title:    Text{FR: "Cryptolib antérieure à 5.2 devant une V4", EN: "Cryptolib older than 5.2 with a V4"},
	Text:     Text{FR: "Carte nouvelle génération : Cryptolib CPS 5.2 minimum.", EN: "New generation card: Cryptolib CPS 5.2 at least."},
	Origin:   Proposed,
	Cause:    Text{FR: "5.2 est la première version qui sait lire une V4.", EN: "5.2 is the first version able to read a V4."},
	Remedy:   Text{FR: "Mettre la Cryptolib à jour, puis redémarrer.", EN: "Update Cryptolib, then restart."},
	Contacts: []ContactID{ContactIT, ContactVendor},
	Sources:  []Source{srcCryptolib, srcRNWindows, srcETG},
	Inputs:   []string{"ws.cryptolib", "card.generation"},
	Needs:    "ws.cryptolib",
	Shown:    Demonstration{Card: "cps4-healthy", Facts: []string{"ws.os=windows", "ws.cryptolib=5.1.10"}},
}

var ws003 = Rule{
	Number: WS003, ID: "CPS-WS-003", Mark: Field, Severity: BlockBilling, How: FromWorkstation,
	Title:    Text{FR: "Carte délivrée depuis juillet 2025 : 5.2.2 nécessaire", EN: "Card delivered since July 2025 needs 5.2.2"},
	Text:     Text{FR: "À partir de juillet 2025, les cartes CPS délivrées nécessitent Cryptolib 5.2.2", EN: "From July 2025 on, the CPS cards issued need Cryptolib 5.2.2"},
	Origin:   FieldText,
	Cause:    Text{FR: "Règle d'assistance par date ; la cause technique est la génération de la carte. Sous macOS et Linux, la version 5.2.1 contient le même correctif.", EN: "A help-desk rule by date; the technical cause is the generation. On macOS and Linux, version 5.2.1 contains the same fix."},
	Remedy:   Text{FR: "Télécharger et installer la version récente, puis redémarrer.", EN: "Download and install the recent version, then restart."},
	Contacts: []ContactID{ContactIT, ContactVendor},
	Sources:  []Source{srcBillingFAQ},
	Inputs:   []string{"ws.cryptolib", "ws.os", "card.issueDate", "card.generation"},
	Needs:    "ws.cryptolib",
	Shown:    Demonstration{Card: "cps4-healthy", Facts: []string{"ws.os=windows", "ws.cryptolib=5.2.1"}},
}

var ws004 = Rule{
	Number: WS004, ID: "CPS-WS-004", Mark: Public, Severity: Info, How: FromWorkstation,
	Title:   Text{FR: "Version minimale selon le système", EN: "Minimum version depends on the system"},
	Text:    Text{FR: "Version minimale pour une V4 : Windows 5.2.2, Linux 5.2.1, macOS 5.2.1.", EN: "Least version for a V4: Windows 5.2.2, Linux 5.2.1, macOS 5.2.1."},
	Origin:  Proposed,
	Cause:   Text{FR: "Un même correctif (reprise après un changement de carte) porte des numéros de version différents selon le système.", EN: "One fix (recovery after a change of card) has another version number on each system."},
	Remedy:  Text{FR: "Comparer la version à celle du système, et non à une seule valeur.", EN: "Compare the version with that of the system, not with one value."},
	Sources: []Source{srcRNWindows, srcRNLinux, srcRNMac},
	Inputs:  []string{"ws.os", "ws.cryptolib", "card.generation"},
	Needs:   "ws.cryptolib",
	Shown:   Demonstration{Card: "cps4-healthy", Facts: []string{"ws.os=windows", "ws.cryptolib=5.2.1"}},
}

var ws005 = Rule{
	Number: WS005, ID: "CPS-WS-005", Mark: Public, Severity: Info, How: FromWorkstation,
	Title:    Text{FR: "Cryptolib plus ancienne que la dernière version", EN: "Cryptolib not the latest"},
	Text:     Text{FR: "Une version plus récente existe.", EN: "A newer version exists."},
	Origin:   Proposed,
	Cause:    Text{FR: "Les installateurs groupés fournissent une version plus ancienne.", EN: "Bundled installers carry an older one."},
	Remedy:   Text{FR: "Proposer la mise à jour.", EN: "Suggest the update."},
	Contacts: []ContactID{ContactIT},
	Sources:  []Source{srcReco},
	Inputs:   []string{"ws.cryptolib", "ws.os"},
	Needs:    "ws.cryptolib",
	Shown:    Demonstration{Facts: []string{"ws.os=windows", "ws.cryptolib=5.2.5"}},
}

var ws006 = Rule{
	Number: WS006, ID: "CPS-WS-006", Mark: Field, Severity: Warning, How: FromWorkstation,
	Title:   Text{FR: "Redémarrage en attente", EN: "Restart pending after installation"},
	Text:    Text{FR: "Redémarrez l'ordinateur.", EN: "Restart the computer."},
	Origin:  Proposed,
	Cause:   Text{FR: "La bibliothèque a été installée après le dernier démarrage : services et navigateurs gardent l'ancienne.", EN: "The library was installed after the last boot: services and browsers keep the old one."},
	Remedy:  Text{FR: "Redémarrer.", EN: "Restart."},
	Sources: []Source{srcBillingFAQ},
	Inputs:  []string{"ws.rebootPending"},
	Needs:   "ws.rebootPending",
	Shown:   Demonstration{Facts: []string{"ws.rebootPending=yes"}},
}

var ws007 = Rule{
	Number: WS007, ID: "CPS-WS-007", Mark: Public, Severity: Warning, How: FromWorkstation,
	Title:    Text{FR: "Plusieurs copies de la Cryptolib", EN: "Several Cryptolib copies"},
	Text:     Text{FR: "Plusieurs Cryptolib installées.", EN: "Several Cryptolib installed."},
	Origin:   Proposed,
	Cause:    Text{FR: "Plusieurs éditeurs installent la leur, en versions différentes.", EN: "Several vendors install their own, in different versions."},
	Remedy:   Text{FR: "Garder la plus récente de chaque architecture, et les copies qui appartiennent à d'autres outils de santé.", EN: "Keep the newest of each architecture, and the copies that belong to other health tools."},
	Contacts: []ContactID{ContactIT},
	Sources:  []Source{srcJuxta},
	Inputs:   []string{"ws.cryptolib", "ws.os"},
	Needs:    "ws.cryptolib",
	Variants: []Variant{
		{
			Key: VariantGhosts, Text: Text{FR: "Des Cryptolib désinstallées restent inscrites.", EN: "Removed Cryptolib are still registered."},
			Cause: Text{FR: "Windows garde l'inscription de produits qui ne sont plus là (code 1605) : une seule est vraiment installée.", EN: "Windows keeps entries of products that are no longer there (code 1605): one only is really installed."}, Remedy: Text{FR: "Rien à faire.", EN: "Nothing to do."},
		},
	},
	NotShown: Text{FR: "Se constate sur un poste Windows où plusieurs copies sont installées : cpslab doctor les compte.", EN: "Seen on a Windows computer where several copies are installed: cpslab doctor counts them."},
}

var ws008 = Rule{
	Number: WS008, ID: "CPS-WS-008", Mark: Public, Severity: BlockBilling, How: FromWorkstation,
	Title:    Text{FR: "Service de carte à puce arrêté", EN: "Smart card service stopped"},
	Text:     Text{FR: "Le service Windows « Carte à puce » est arrêté.", EN: "The Windows \"Smart Card\" service is stopped."},
	Origin:   Proposed,
	Cause:    Text{FR: "Service désactivé par un outil d'optimisation ou une stratégie ; l'installateur doit le démarrer et le mettre en automatique.", EN: "Disabled by an optimiser or a policy; the installer has to start it and set it to automatic."},
	Remedy:   Text{FR: "Démarrer le service et le mettre en automatique.", EN: "Start the service and set it to automatic."},
	Contacts: []ContactID{ContactIT},
	Sources:  []Source{srcMSI, srcJuxta, srcReco},
	Inputs:   []string{"ws.scardsvr", "ws.os"},
	Needs:    "ws.scardsvr",
	Shown:    Demonstration{Facts: []string{"ws.os=windows", "ws.scardsvr=stopped"}},
	Variants: []Variant{
		{
			Key: VariantManual, Text: Text{FR: "Le service Windows « Carte à puce » ne démarre pas tout seul.", EN: "The Windows \"Smart Card\" service does not start by itself."},
			Cause: Text{FR: "Il est en marche : rien n'est bloqué. Windows le démarre aussi quand un lecteur est branché.", EN: "It runs: nothing is blocked. Windows also starts it when a reader is plugged in."}, Remedy: Text{FR: "Le mettre en automatique si des lectures échouent au démarrage.", EN: "Set it to automatic if readings fail after a start."},
		},
	},
	Said: []string{"service carte à puce arrêté", "SCardSvr"},
}

var ws009 = Rule{
	Number: WS009, ID: "CPS-WS-009", Mark: Derived, Severity: BlockBilling, How: FromWorkstation,
	Title:    Text{FR: "Service PC/SC arrêté", EN: "PC/SC daemon stopped"},
	Text:     Text{FR: "Le service PC/SC est arrêté.", EN: "The PC/SC service is stopped."},
	Origin:   Proposed,
	Cause:    Text{FR: "Paquet absent ou service désactivé.", EN: "Package missing, or service disabled."},
	Remedy:   Text{FR: "Démarrer pcscd.", EN: "Start pcscd."},
	Contacts: []ContactID{ContactIT},
	Sources:  []Source{srcDerived},
	Inputs:   []string{"ws.pcscd", "ws.os"},
	Needs:    "ws.pcscd",
	Shown:    Demonstration{Facts: []string{"ws.os=linux", "ws.pcscd=stopped"}},
}

var ws010 = Rule{
	Number: WS010, ID: "CPS-WS-010", Mark: Public, Severity: Info, How: FromWorkstation,
	Title:    Text{FR: "La propagation de certificats ralentit chaque insertion", EN: "Certificate propagation slows each insertion"},
	Text:     Text{FR: "Lecture lente : propagation de certificats active.", EN: "Slow reading: certificate propagation is on."},
	Origin:   Proposed,
	Cause:    Text{FR: "Windows relit les certificats à chaque insertion ; ce n'est pas une panne en soi.", EN: "Windows reads the certificates again at each insertion; it is no fault by itself."},
	Remedy:   Text{FR: "La mettre en manuel si c'est lent et si l'ouverture de session par carte ne sert pas.", EN: "Set it to manual if it is slow and logon by card is not used."},
	Contacts: []ContactID{ContactIT},
	Sources:  []Source{srcJuxta, srcDerived},
	Inputs:   []string{"ws.certProp", "ws.readSeconds", "ws.os"},
	Needs:    "ws.certProp",
	Shown:    Demonstration{Facts: []string{"ws.os=windows", "ws.certProp=automatic", "ws.readSeconds=6"}},
}

var ws011 = Rule{
	Number: WS011, ID: "CPS-WS-011", Mark: Public, Severity: BlockSigning, How: FromWorkstation,
	Title:    Text{FR: "V4 non déclarée à Windows", EN: "V4 not declared to Windows"},
	Text:     Text{FR: "Carte non associée au module CPS (conflit de pilote).", EN: "Card not associated with the CPS module (driver conflict)."},
	Origin:   Proposed,
	Cause:    Text{FR: "Avant la 5.2.1, la forme T=0 des V4 manque au registre : un pilote générique peut prendre la carte.", EN: "Before 5.2.1 the T=0 form of the V4 is missing from the registry: a generic driver may take the card."},
	Remedy:   Text{FR: "Mettre la Cryptolib à jour et retirer l'association au pilote générique.", EN: "Update Cryptolib and remove the association with the generic driver."},
	Contacts: []ContactID{ContactIT},
	Sources:  []Source{srcRNWindows, srcDerived},
	Inputs:   []string{"ws.cryptolib", "ws.os", "card.generation"},
	Needs:    "ws.cryptolib",
	Shown:    Demonstration{Card: "cps4-healthy", Facts: []string{"ws.os=windows", "ws.cryptolib=5.2.0"}},
}

var ws012 = Rule{
	Number: WS012, ID: "CPS-WS-012", Mark: Public, Severity: BlockBilling, How: FromWorkstation,
	Title:    Text{FR: "Configuration GALSS absente ou fausse", EN: "GALSS configuration missing or wrong"},
	Text:     Text{FR: "Configuration GALSS.INI absente ou incorrecte.", EN: "GALSS.INI configuration missing or wrong."},
	Origin:   Proposed,
	Cause:    Text{FR: "GALSS.INI abîmé ou étranger au poste ; pour la bibliothèque, ces codes veulent dire « aucun lecteur ».", EN: "A damaged or foreign GALSS.INI; to the library these codes mean \"no reader found\"."},
	Remedy:   Text{FR: "Réparer ou réinstaller, en gardant une copie. Un logiciel qui n'emploie que PC/SC n'a pas besoin du GALSS.", EN: "Repair or install again, keeping a copy. Software that uses PC/SC only does not need GALSS."},
	Contacts: []ContactID{ContactVendor},
	Sources:  []Source{srcSSV, srcCryptolibSrc, srcJuxta},
	Inputs:   []string{"galss", "ssv"},
	Needs:    "galss",
	Variants: []Variant{ // a file that is not there or holds nothing; then by code, hexadecimal (CryptolibCPS sources, gal_err.h)
		{Key: VariantNoGalss, Text: Text{FR: "Il n'y a pas de GALSS.INI.", EN: "There is no GALSS.INI."}, Cause: Text{FR: "Le GALSS est installé ou attendu, et n'est pas configuré. Un logiciel qui n'emploie que PC/SC n'en a pas besoin.", EN: "GALSS is installed or expected, and not configured. Software that uses PC/SC only does not need it."}},
		{Key: VariantEmptyGalss, Text: Text{FR: "GALSS.INI ne déclare aucun canal.", EN: "GALSS.INI declares no channel."}, Cause: Text{FR: "Le fichier est vide ou sans section CANAL. Un logiciel qui n'emploie que PC/SC n'en a pas besoin.", EN: "The file is empty or has no CANAL section. Software that uses PC/SC only does not need it."}},
		galssDetail("8001", Text{FR: "GALSS.INI introuvable ou abîmé.", EN: "GALSS.INI not found, or damaged."}),
		galssDetail("8002", Text{FR: "Serveur GALSS (GALSSSRV) introuvable.", EN: "GALSS server (GALSSSRV) not found."}),
		galssDetail("8003", Text{FR: "Table des ressources mal dimensionnée.", EN: "Table of resources of a wrong size."}),
		galssDetail("8004", Text{FR: "GALSS.INI : rubrique PROTOCOLE absente.", EN: "GALSS.INI: no PROTOCOLE key."}),
		galssDetail("8005", Text{FR: "GALSS.INI : protocole inconnu.", EN: "GALSS.INI: unknown protocol."}),
		galssDetail("8006", Text{FR: "GALSS.INI : la bibliothèque du protocole (NOMLIB) ne se charge pas.", EN: "GALSS.INI: the protocol's library (NOMLIB) cannot be loaded."}),
		galssDetail("8007", Text{FR: "GALSS.INI : rubrique INDEX ou TCANAL absente ou fausse.", EN: "GALSS.INI: INDEX or TCANAL key missing or wrong."}),
		galssDetail("8008", Text{FR: "GALSS.INI : rubrique CARACTERISTIQUES absente ou fausse.", EN: "GALSS.INI: CARACTERISTIQUES key missing or wrong."}),
		galssDetail("8009", Text{FR: "Initialisation du lecteur : fonction du protocole introuvable.", EN: "Start of the reader: function of the protocol not found."}),
		galssDetail("800A", Text{FR: "Initialisation du lecteur : le protocole rend une erreur.", EN: "Start of the reader: the protocol returns an error."}),
		galssDetail("800B", Text{FR: "Connexion au lecteur : fonction du protocole introuvable.", EN: "Connection to the reader: function of the protocol not found."}),
		galssDetail("800C", Text{FR: "Connexion au lecteur : le protocole rend une erreur.", EN: "Connection to the reader: the protocol returns an error."}),
		galssDetail("800D", Text{FR: "GALSS.INI : rubrique NBCANAUX absente.", EN: "GALSS.INI: no NBCANAUX key."}),
		galssDetail("800E", Text{FR: "Composants du GALSS de versions incompatibles.", EN: "GALSS components of incompatible versions."}),
		galssDetail("800F", Text{FR: "Numéro de lecteur (PAD) faux.", EN: "Wrong reader (PAD) number."}),
		galssDetail("8010", Text{FR: "Numéro de fente (LAD) faux.", EN: "Wrong slot (LAD) number."}),
		galssDetail("8011", Text{FR: "Nom de ressource ou d'alias faux.", EN: "Wrong resource or alias name."}),
		galssDetail("8012", Text{FR: "Déconnexion du lecteur : le protocole rend une erreur.", EN: "Disconnection of the reader: the protocol returns an error."}),
		galssDetail("8013", Text{FR: "Fin du protocole : une erreur est rendue.", EN: "End of the protocol: an error is returned."}),
		galssDetail("8014", Text{FR: "Fonctions d'un protocole introuvables.", EN: "Functions of a protocol not found."}),
	},
	Shown: Demonstration{Facts: []string{"galss=8001"}},
}

// galssDetail is the wording of CPS-WS-012 for one code: the line that every code
// has, and what this one means.
func galssDetail(code string, detail Text) Variant {
	return Variant{Key: code, Text: Text{FR: "Configuration GALSS.INI absente ou incorrecte. " + detail.FR, EN: "GALSS.INI configuration missing or wrong. " + detail.EN}}
}

var ws013 = Rule{
	Number: WS013, ID: "CPS-WS-013", Mark: Public, Severity: Warning, How: FromWorkstation,
	Title:    Text{FR: "Canal GALSS vers un lecteur absent ou inversé", EN: "GALSS channel points to an absent or swapped reader"},
	Text:     Text{FR: "Lecteur déclaré introuvable ou fentes inversées.", EN: "Declared reader not found, or slots swapped."},
	Origin:   Proposed,
	Cause:    Text{FR: "Lecteur remplacé, prise USB changée, ou fentes numérotées autrement.", EN: "Reader replaced, USB port changed, or slots numbered otherwise."},
	Remedy:   Text{FR: "Réaligner la configuration avec les deux cartes insérées.", EN: "Realign the configuration with both cards inserted."},
	Contacts: []ContactID{ContactIT},
	Sources:  []Source{srcJuxta},
	Inputs:   []string{"ws.galss", "reader"},
	Needs:    "ws.galss",
	Shown:    Demonstration{Facts: []string{"ws.galss=swapped"}},
}

var ws014 = Rule{
	Number: WS014, ID: "CPS-WS-014", Mark: Public, Severity: BlockBilling, How: FromWorkstation,
	Title:    Text{FR: "GALSS en série avec un lecteur USB", EN: "GALSS in serial mode with a USB reader"},
	Text:     Text{FR: "GALSS configuré en série (ancien logiciel).", EN: "GALSS set up for a serial line (old software)."},
	Origin:   Proposed,
	Cause:    Text{FR: "Configuration laissée par un ancien logiciel. Un agent qui parle PC/SC lit quand même ; un logiciel qui n'a que le GALSS ne lit pas.", EN: "A configuration left by an older software. An agent that speaks PC/SC reads all the same; software that has GALSS only does not."},
	Remedy:   Text{FR: "Passer aux canaux PC/SC.", EN: "Convert to PC/SC channels."},
	Contacts: []ContactID{ContactVendor},
	Sources:  []Source{srcJuxta},
	Inputs:   []string{"ws.galss", "reader", "reader.mode"},
	Needs:    "ws.galss",
	Variants: []Variant{
		{Key: VariantSerialChannel, Text: Text{FR: "Un canal GALSS est resté en série.", EN: "A GALSS channel is still a serial line."}},
	},
	Shown: Demonstration{Card: "cps3-healthy", Facts: []string{"ws.galss=serial"}},
}

var ws015 = Rule{
	Number: WS015, ID: "CPS-WS-015", Mark: Public, Severity: BlockBilling, How: FromWorkstation,
	Title:    Text{FR: "Tables SESAM-Vitale ou sesam.ini", EN: "SESAM-Vitale tables or sesam.ini"},
	Text:     Text{FR: "Installation SESAM-Vitale incomplète ou abîmée : tables ou sesam.ini.", EN: "SESAM-Vitale installation incomplete or damaged: tables or sesam.ini."},
	Origin:   Proposed,
	Cause:    Text{FR: "Table illisible, de mauvaise version, abîmée ou non chargée, ou dossier de travail absent : l'installation est en cause, pas la carte.", EN: "A table that cannot be read, of a wrong version, damaged or not loaded, or no working folder: the installation is at fault, not the card."},
	Remedy:   Text{FR: "Réparer l'installation FSV ; vérifier chaque sesam.ini que le logiciel peut lire.", EN: "Repair the FSV installation; check every sesam.ini the software may read."},
	Contacts: []ContactID{ContactVendor},
	Sources:  []Source{srcSSV, srcJuxta},
	Inputs:   []string{"ssv", "ws.sesamIni"},
	Needs:    "ssv",
	Variants: []Variant{
		{Key: VariantTablesPath, Text: Text{FR: "Le chemin des tables binaires des SSV est absent du fichier sesam.ini", EN: "The path of the binary SSV tables is missing from sesam.ini"}, Origin: FieldText},
		{Key: VariantNoMgc, Text: Text{FR: "Section MGC absente", EN: "MGC section missing"}, Origin: FieldText},
		{Key: VariantFolder, Text: Text{FR: "sesam.ini nomme un dossier de tables qui n'existe pas.", EN: "sesam.ini names a folder of tables that is not there."}, Cause: Text{FR: "Le fichier de la version en service mène à un dossier absent, ou d'une version désinstallée.", EN: "The file of the release in use leads to a folder that is missing, or of a release that was removed."}},
		{Key: VariantArchitecture, Text: Text{FR: "sesam.ini nomme les tables de l'autre architecture.", EN: "sesam.ini names the tables of the other architecture."}, Cause: Text{FR: "L'agent de lecture est de 32 bits, et le fichier de la version en service mène aux tables de 64 bits, ou l'inverse.", EN: "The reading agent has 32 bits, and the file of the release in use leads to the tables of 64 bits, or the reverse."}},
		{Key: VariantUnsure, Text: Text{FR: "Un sesam.ini a un défaut, et rien ne dit lequel est lu.", EN: "A sesam.ini has a fault, and nothing tells which one is read."}, Cause: Text{FR: "Le fichier de la version en service a un défaut et celui de Windows n'en a pas, ou aucune version du FSV n'est inscrite.", EN: "The file of the release in use has a fault and that of Windows has none, or no release of the FSV is registered."}},
		{Key: VariantForeign, Text: Text{FR: "Un sesam.ini laissé par un autre logiciel mène à ses dossiers.", EN: "A sesam.ini left by another software leads to its folders."}, Cause: Text{FR: "Le fichier de la version en service est en ordre ; un logiciel qui lirait celui de Windows se tromperait de tables.", EN: "The file of the release in use is in order; software that read the one of Windows would take the wrong tables."}},
		{
			Key: VariantUnused, Text: Text{FR: "Un sesam.ini qui n'est pas employé est incomplet.", EN: "A sesam.ini that is not in use is incomplete."},
			Cause: Text{FR: "Il est vide ou d'une version plus ancienne : le fichier de la version en service décide, et il est en ordre.", EN: "It is empty or of an older release: the file of the release in use decides, and it is in order."}, Remedy: Text{FR: "Rien à faire.", EN: "Nothing to do."},
		},
	},
	Shown: Demonstration{Facts: []string{"ssv=63104"}},
}

var ws016 = Rule{
	Number: WS016, ID: "CPS-WS-016", Mark: Public, Severity: BlockBilling, How: FromWorkstation,
	Title:    Text{FR: "Bureau à distance sans redirection de carte", EN: "Remote desktop without card redirection"},
	Text:     Text{FR: "Session distante : le lecteur n'est pas redirigé.", EN: "Remote session: the reader is not redirected."},
	Origin:   Proposed,
	Cause:    Text{FR: "Un lecteur appartient à l'ordinateur où il est branché ; sans redirection il ne se partage pas.", EN: "A reader belongs to the computer it is plugged into; it is not shared without redirection."},
	Remedy:   Text{FR: "Activer la redirection des cartes à puce et installer la bibliothèque sur le serveur, si la note de publication le liste.", EN: "Enable smart-card redirection and install the library on the server, if the release note lists it."},
	Contacts: []ContactID{ContactIT},
	Sources:  []Source{srcAnamnese, srcRNWindows},
	Inputs:   []string{"ws.remote", "ws.remoteReaders", "ws.localReaders"},
	Needs:    "ws.remote",
	Shown:    Demonstration{Facts: []string{"ws.remote=yes", "ws.remoteReaders=no"}},
	Said:     []string{"bureau à distance", "remote desktop", "Citrix", "lecteur non redirigé"},
}

var ws017 = Rule{
	Number: WS017, ID: "CPS-WS-017", Mark: Public, Severity: Warning, How: FromWorkstation,
	Title:    Text{FR: "Un autre programme tient le lecteur", EN: "Another program holds the reader"},
	Text:     Text{FR: "Pose d'exclusivité impossible: une autre application monopolise le canal", EN: "Exclusive access impossible: another application holds the channel"},
	Origin:   FieldText,
	Cause:    Text{FR: "Ancien logiciel de facturation, agent de téléservice ou messagerie.", EN: "Old billing software, an online-service agent or a messaging tool."},
	Remedy:   Text{FR: "Fermer l'autre programme. Seules les commandes sans effet peuvent être répétées d'elles-mêmes, jamais une présentation de code, une signature ou une mise à jour.", EN: "Close the other program. Only commands without effect may be repeated by themselves, never the presentation of a code, a signature or an update."},
	Contacts: []ContactID{ContactIT},
	Sources:  []Source{srcSSV, srcJuxta},
	Inputs:   []string{"ssv", "galss", "ws.shared", "code.command", "code.times"},
	Needs:    "ssv",
	Shown:    Demonstration{Facts: []string{"galss=0004"}},
	Said:     []string{"lecteur occupé", "lecteur déjà utilisé", "reader busy", "reader in use", "sharing violation"},
}

var ws018 = Rule{
	Number: WS018, ID: "CPS-WS-018", Mark: Public, Severity: Warning, How: FromWorkstation,
	Title:    Text{FR: "Un logiciel de sécurité bloque un composant", EN: "Security software blocks a component"},
	Text:     Text{FR: "Un composant de lecture est bloqué par Windows ou l'antivirus.", EN: "A reading component is blocked by Windows or the antivirus."},
	Origin:   Proposed,
	Cause:    Text{FR: "Bibliothèque non signée.", EN: "An unsigned library."},
	Remedy:   Text{FR: "Ajouter des exclusions. Désactiver Smart App Control est sans retour : prévenir avant.", EN: "Add exclusions. Turning Smart App Control off cannot be undone: warn first."},
	Contacts: []ContactID{ContactIT},
	Sources:  []Source{srcJuxta},
	Inputs:   []string{"ws.smartAppControl", "ws.quarantine", "ws.os"},
	Needs:    "ws.smartAppControl",
	Shown:    Demonstration{Facts: []string{"ws.os=windows", "ws.smartAppControl=on"}},
}

var ws019 = Rule{
	Number: WS019, ID: "CPS-WS-019", Mark: Public, Severity: Info, How: FromWorkstation,
	Title:    Text{FR: "Système non pris en charge", EN: "System not supported"},
	Text:     Text{FR: "Système non listé par la note de publication de la Cryptolib installée.", EN: "System not listed in the release note of the Cryptolib installed."},
	Origin:   Proposed,
	Cause:    Text{FR: "La note de la 5.2.2 (5.2.1 sous macOS) liste Windows 10 et 11, Server 2016 et 2019, RHEL 7 à 9, macOS 12 à 14 ; un autre système peut fonctionner.", EN: "The note of 5.2.2 (5.2.1 on macOS) lists Windows 10 and 11, Server 2016 and 2019, RHEL 7 to 9, macOS 12 to 14; another system may work."},
	Remedy:   Text{FR: "Pour information.", EN: "For information."},
	Contacts: []ContactID{ContactIT},
	Sources:  []Source{srcRNWindows, srcRNLinux, srcRNMac},
	Inputs:   []string{"ws.os", "ws.osVersion", "ws.cryptolib"},
	Needs:    "ws.osVersion",
	Shown:    Demonstration{Facts: []string{"ws.os=windows", "ws.osVersion=8.1", "ws.cryptolib=5.2.2"}},
}

var ws020 = Rule{
	Number: WS020, ID: "CPS-WS-020", Mark: Public, Severity: BlockBilling, How: FromWorkstation,
	Title:    Text{FR: "Un autre programme répond sur le port de l'agent de lecture", EN: "Wrong program answers on the local port of the reading agent"},
	Text:     Text{FR: "L'agent de lecture ne répond pas.", EN: "The reading agent does not answer."},
	Origin:   Proposed,
	Cause:    Text{FR: "Un ancien agent a pris le port, l'agent est arrêté depuis le redémarrage, ou le navigateur interdit l'accès local.", EN: "An older agent took the port, the agent is stopped since the restart, or the browser forbids local access."},
	Remedy:   Text{FR: "Libérer le port, relancer l'agent, autoriser l'accès au réseau local.", EN: "Free the port, start the agent again, allow access to the local network."},
	Contacts: []ContactID{ContactVendor},
	Sources:  []Source{srcJuxta},
	Inputs:   []string{"ws.port"},
	Needs:    "ws.port",
	Shown:    Demonstration{Facts: []string{"ws.port=other"}},
}

// srcPolkit documents a pcscd that asks polkit.
var srcPolkit = Source{"pcsc-lite, issues 59 and 144", "https://github.com/LudovicRousseau/PCSC/issues/59"}

var ws028 = Rule{
	Number: WS028, ID: "CPS-WS-028", Mark: Public, Severity: BlockBilling, How: FromWorkstation,
	Title:    Text{FR: "Le système refuse l'accès à la carte à cette session", EN: "The system refuses this session the card"},
	Text:     Text{FR: "Accès au service de cartes refusé à ce programme ou à cette session.", EN: "Access to the card service refused to this program or session."},
	Origin:   Proposed,
	Cause:    Text{FR: "pcscd demande à polkit, qui n'accorde le lecteur qu'à la session active devant l'écran : SSH, compte de service, conteneur et intégration continue sont refusés (0x8010006A). La carte et le lecteur ne sont pas en cause.", EN: "pcscd asks polkit, which grants the reader to the active session before the screen alone: SSH, a service account, a container and a CI runner are refused (0x8010006A). Neither card nor reader is at fault."},
	Remedy:   Text{FR: "Essayer dans la session ouverte à l'écran ; sinon accorder org.debian.pcsc-lite.access_pcsc et access_card à ce compte par une règle polkit.", EN: "Try it in the session open on the screen; else grant org.debian.pcsc-lite.access_pcsc and access_card to that account by a polkit rule."},
	Contacts: []ContactID{ContactIT},
	Sources:  []Source{srcPolkit},
	Inputs:   []string{"ws.access"},
	Needs:    "ws.access",
	Shown:    Demonstration{Facts: []string{"ws.access=refused"}},
	Said:     []string{"accès refusé par polkit", "accès au service de cartes refusé", "access denied by polkit"},
}
