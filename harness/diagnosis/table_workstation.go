package diagnosis

// Workstation.

var ws001 = Rule{
	ID: "CPS-WS-001", Mark: Field, Severity: BlockBilling, How: FromWorkstation,
	Title:    Text{"Cryptolib absente", "Cryptolib absent"},
	Text:     Text{"Cryptolib CPS n'est pas installée.", "Cryptolib CPS is not installed."},
	Origin:   Proposed,
	Cause:    Text{"Poste neuf, ou bibliothèque désinstallée.", "A new computer, or a library that was removed."},
	Remedy:   Text{"L'installer depuis esante.gouv.fr, puis redémarrer.", "Install it from esante.gouv.fr, then restart."},
	Contacts: []ContactID{ContactIT, ContactVendor},
	Sources:  []Source{srcBillingFAQ, srcCryptolib},
	Inputs:   []string{"ws.cryptolib"},
}

var ws002 = Rule{
	ID: "CPS-WS-002", Mark: Public, Severity: BlockBilling, How: FromWorkstation,
	Title:    Text{"Cryptolib antérieure à 5.2 devant une V4", "Cryptolib older than 5.2 with a V4"},
	Text:     Text{"Carte nouvelle génération : Cryptolib CPS 5.2 minimum.", "New generation card: Cryptolib CPS 5.2 at least."},
	Origin:   Proposed,
	Cause:    Text{"5.2 est la première version qui sait lire une V4.", "5.2 is the first version able to read a V4."},
	Remedy:   Text{"Mettre la Cryptolib à jour, puis redémarrer.", "Update Cryptolib, then restart."},
	Contacts: []ContactID{ContactIT, ContactVendor},
	Sources:  []Source{srcCryptolib, srcRNWindows, srcETG},
	Inputs:   []string{"ws.cryptolib", "card.generation"},
	Needs:    "ws.cryptolib",
}

var ws003 = Rule{
	ID: "CPS-WS-003", Mark: Field, Severity: BlockBilling, How: FromWorkstation,
	Title:    Text{"Carte délivrée depuis juillet 2025 : 5.2.2 nécessaire", "Card delivered since July 2025 needs 5.2.2"},
	Text:     Text{"À partir de juillet 2025, les cartes CPS délivrées nécessitent Cryptolib 5.2.2", "From July 2025 on, the CPS cards issued need Cryptolib 5.2.2"},
	Origin:   FieldText,
	Cause:    Text{"Règle d'assistance par date ; la cause technique est la génération de la carte. Sous macOS et Linux, la version 5.2.1 contient le même correctif.", "A help-desk rule by date; the technical cause is the generation. On macOS and Linux, version 5.2.1 contains the same fix."},
	Remedy:   Text{"Télécharger et installer la version récente, puis redémarrer.", "Download and install the recent version, then restart."},
	Contacts: []ContactID{ContactIT, ContactVendor},
	Sources:  []Source{srcBillingFAQ},
	Inputs:   []string{"ws.cryptolib", "ws.os", "card.issueDate", "card.generation"},
	Needs:    "ws.cryptolib",
}

var ws004 = Rule{
	ID: "CPS-WS-004", Mark: Public, Severity: Info, How: FromWorkstation,
	Title:   Text{"Version minimale selon le système", "Minimum version depends on the system"},
	Text:    Text{"Version minimale pour une V4 : Windows 5.2.2, Linux 5.2.1, macOS 5.2.1.", "Least version for a V4: Windows 5.2.2, Linux 5.2.1, macOS 5.2.1."},
	Origin:  Proposed,
	Cause:   Text{"Un même correctif (reprise après un changement de carte) porte des numéros de version différents selon le système.", "One fix (recovery after a change of card) has another version number on each system."},
	Remedy:  Text{"Comparer la version à celle du système, et non à une seule valeur.", "Compare the version with that of the system, not with one value."},
	Sources: []Source{srcRNWindows, srcRNLinux, srcRNMac},
	Inputs:  []string{"ws.os", "ws.cryptolib", "card.generation"},
	Needs:   "ws.cryptolib",
}

var ws005 = Rule{
	ID: "CPS-WS-005", Mark: Public, Severity: Info, How: FromWorkstation,
	Title:    Text{"Cryptolib plus ancienne que la dernière version", "Cryptolib not the latest"},
	Text:     Text{"Une version plus récente existe.", "A newer version exists."},
	Origin:   Proposed,
	Cause:    Text{"Les installateurs groupés fournissent une version plus ancienne.", "Bundled installers carry an older one."},
	Remedy:   Text{"Proposer la mise à jour.", "Suggest the update."},
	Contacts: []ContactID{ContactIT},
	Sources:  []Source{srcReco},
	Inputs:   []string{"ws.cryptolib", "ws.os"},
	Needs:    "ws.cryptolib",
}

var ws006 = Rule{
	ID: "CPS-WS-006", Mark: Field, Severity: Warning, How: FromWorkstation,
	Title:   Text{"Redémarrage en attente", "Restart pending after installation"},
	Text:    Text{"Redémarrez l'ordinateur.", "Restart the computer."},
	Origin:  Proposed,
	Cause:   Text{"La bibliothèque a été installée après le dernier démarrage : services et navigateurs gardent l'ancienne.", "The library was installed after the last boot: services and browsers keep the old one."},
	Remedy:  Text{"Redémarrer.", "Restart."},
	Sources: []Source{srcBillingFAQ},
	Inputs:  []string{"ws.rebootPending"},
	Needs:   "ws.rebootPending",
}

var ws007 = Rule{
	ID: "CPS-WS-007", Mark: Public, Severity: Warning, How: FromWorkstation,
	Title:    Text{"Plusieurs copies de la Cryptolib", "Several Cryptolib copies"},
	Text:     Text{"Plusieurs Cryptolib installées.", "Several Cryptolib installed."},
	Origin:   Proposed,
	Cause:    Text{"Plusieurs éditeurs installent la leur, en versions différentes.", "Several vendors install their own, in different versions."},
	Remedy:   Text{"Garder la plus récente de chaque architecture, et les copies qui appartiennent à d'autres outils de santé.", "Keep the newest of each architecture, and the copies that belong to other health tools."},
	Contacts: []ContactID{ContactIT},
	Sources:  []Source{srcJuxta},
	Inputs:   []string{"ws.cryptolib", "ws.os"},
	Needs:    "ws.cryptolib",
}

var ws008 = Rule{
	ID: "CPS-WS-008", Mark: Public, Severity: BlockBilling, How: FromWorkstation,
	Title:    Text{"Service de carte à puce arrêté", "Smart card service stopped"},
	Text:     Text{"Le service Windows « Carte à puce » est arrêté.", "The Windows \"Smart Card\" service is stopped."},
	Origin:   Proposed,
	Cause:    Text{"Service désactivé par un outil d'optimisation ou une stratégie ; l'installateur doit le démarrer et le mettre en automatique.", "Disabled by an optimiser or a policy; the installer has to start it and set it to automatic."},
	Remedy:   Text{"Démarrer le service et le mettre en automatique.", "Start the service and set it to automatic."},
	Contacts: []ContactID{ContactIT},
	Sources:  []Source{srcMSI, srcJuxta, srcReco},
	Inputs:   []string{"ws.scardsvr", "ws.os"},
	Needs:    "ws.scardsvr",
}

var ws009 = Rule{
	ID: "CPS-WS-009", Mark: Derived, Severity: BlockBilling, How: FromWorkstation,
	Title:    Text{"Service PC/SC arrêté", "PC/SC daemon stopped"},
	Text:     Text{"Le service PC/SC est arrêté.", "The PC/SC service is stopped."},
	Origin:   Proposed,
	Cause:    Text{"Paquet absent ou service désactivé.", "Package missing, or service disabled."},
	Remedy:   Text{"Démarrer pcscd.", "Start pcscd."},
	Contacts: []ContactID{ContactIT},
	Sources:  []Source{srcDerived},
	Inputs:   []string{"ws.pcscd", "ws.os"},
	Needs:    "ws.pcscd",
}

var ws010 = Rule{
	ID: "CPS-WS-010", Mark: Public, Severity: Info, How: FromWorkstation,
	Title:    Text{"La propagation de certificats ralentit chaque insertion", "Certificate propagation slows each insertion"},
	Text:     Text{"Lecture lente : propagation de certificats active.", "Slow reading: certificate propagation is on."},
	Origin:   Proposed,
	Cause:    Text{"Windows relit les certificats à chaque insertion ; ce n'est pas une panne en soi.", "Windows reads the certificates again at each insertion; it is no fault by itself."},
	Remedy:   Text{"La mettre en manuel si c'est lent et si l'ouverture de session par carte ne sert pas.", "Set it to manual if it is slow and logon by card is not used."},
	Contacts: []ContactID{ContactIT},
	Sources:  []Source{srcJuxta, srcDerived},
	Inputs:   []string{"ws.certProp", "ws.readSeconds", "ws.os"},
	Needs:    "ws.certProp",
}

var ws011 = Rule{
	ID: "CPS-WS-011", Mark: Public, Severity: BlockSigning, How: FromWorkstation,
	Title:    Text{"V4 non déclarée à Windows", "V4 not declared to Windows"},
	Text:     Text{"Carte non associée au module CPS (conflit de pilote).", "Card not associated with the CPS module (driver conflict)."},
	Origin:   Proposed,
	Cause:    Text{"Avant la 5.2.1, la forme T=0 des V4 manque au registre : un pilote générique peut prendre la carte.", "Before 5.2.1 the T=0 form of the V4 is missing from the registry: a generic driver may take the card."},
	Remedy:   Text{"Mettre la Cryptolib à jour et retirer l'association au pilote générique.", "Update Cryptolib and remove the association with the generic driver."},
	Contacts: []ContactID{ContactIT},
	Sources:  []Source{srcRNWindows, srcDerived},
	Inputs:   []string{"ws.cryptolib", "ws.os", "card.generation"},
	Needs:    "ws.cryptolib",
}

var ws012 = Rule{
	ID: "CPS-WS-012", Mark: Public, Severity: BlockBilling, How: FromWorkstation,
	Title:    Text{"Configuration GALSS absente ou fausse", "GALSS configuration missing or wrong"},
	Text:     Text{"Configuration GALSS.INI absente ou incorrecte.", "GALSS.INI configuration missing or wrong."},
	Origin:   Proposed,
	Cause:    Text{"GALSS.INI abîmé ou étranger au poste ; pour la bibliothèque, ces codes veulent dire « aucun lecteur ».", "A damaged or foreign GALSS.INI; to the library these codes mean \"no reader found\"."},
	Remedy:   Text{"Réparer ou réinstaller, en gardant une copie. Un logiciel qui n'emploie que PC/SC n'a pas besoin du GALSS.", "Repair or install again, keeping a copy. Software that uses PC/SC only does not need GALSS."},
	Contacts: []ContactID{ContactVendor},
	Sources:  []Source{srcSSV, srcCryptolibSrc, srcJuxta},
	Inputs:   []string{"galss", "ssv"},
	Needs:    "galss",
	Variants: []Variant{ // by code, hexadecimal (CryptolibCPS sources, gal_err.h)
		galssDetail("8001", Text{"GALSS.INI introuvable ou abîmé.", "GALSS.INI not found, or damaged."}),
		galssDetail("8002", Text{"Serveur GALSS (GALSSSRV) introuvable.", "GALSS server (GALSSSRV) not found."}),
		galssDetail("8003", Text{"Table des ressources mal dimensionnée.", "Table of resources of a wrong size."}),
		galssDetail("8004", Text{"GALSS.INI : rubrique PROTOCOLE absente.", "GALSS.INI: no PROTOCOLE key."}),
		galssDetail("8005", Text{"GALSS.INI : protocole inconnu.", "GALSS.INI: unknown protocol."}),
		galssDetail("8006", Text{"GALSS.INI : la bibliothèque du protocole (NOMLIB) ne se charge pas.", "GALSS.INI: the protocol's library (NOMLIB) cannot be loaded."}),
		galssDetail("8007", Text{"GALSS.INI : rubrique INDEX ou TCANAL absente ou fausse.", "GALSS.INI: INDEX or TCANAL key missing or wrong."}),
		galssDetail("8008", Text{"GALSS.INI : rubrique CARACTERISTIQUES absente ou fausse.", "GALSS.INI: CARACTERISTIQUES key missing or wrong."}),
		galssDetail("8009", Text{"Initialisation du lecteur : fonction du protocole introuvable.", "Start of the reader: function of the protocol not found."}),
		galssDetail("800A", Text{"Initialisation du lecteur : le protocole rend une erreur.", "Start of the reader: the protocol returns an error."}),
		galssDetail("800B", Text{"Connexion au lecteur : fonction du protocole introuvable.", "Connection to the reader: function of the protocol not found."}),
		galssDetail("800C", Text{"Connexion au lecteur : le protocole rend une erreur.", "Connection to the reader: the protocol returns an error."}),
		galssDetail("800D", Text{"GALSS.INI : rubrique NBCANAUX absente.", "GALSS.INI: no NBCANAUX key."}),
		galssDetail("800E", Text{"Composants du GALSS de versions incompatibles.", "GALSS components of incompatible versions."}),
		galssDetail("800F", Text{"Numéro de lecteur (PAD) faux.", "Wrong reader (PAD) number."}),
		galssDetail("8010", Text{"Numéro de fente (LAD) faux.", "Wrong slot (LAD) number."}),
		galssDetail("8011", Text{"Nom de ressource ou d'alias faux.", "Wrong resource or alias name."}),
		galssDetail("8012", Text{"Déconnexion du lecteur : le protocole rend une erreur.", "Disconnection of the reader: the protocol returns an error."}),
		galssDetail("8013", Text{"Fin du protocole : une erreur est rendue.", "End of the protocol: an error is returned."}),
		galssDetail("8014", Text{"Fonctions d'un protocole introuvables.", "Functions of a protocol not found."}),
	},
}

// galssDetail is the wording of CPS-WS-012 for one code: the line that every code
// has, and what this one means.
func galssDetail(code string, detail Text) Variant {
	return Variant{Key: code, Text: Text{"Configuration GALSS.INI absente ou incorrecte. " + detail.FR, "GALSS.INI configuration missing or wrong. " + detail.EN}}
}

var ws013 = Rule{
	ID: "CPS-WS-013", Mark: Public, Severity: Warning, How: FromWorkstation,
	Title:    Text{"Canal GALSS vers un lecteur absent ou inversé", "GALSS channel points to an absent or swapped reader"},
	Text:     Text{"Lecteur déclaré introuvable ou fentes inversées.", "Declared reader not found, or slots swapped."},
	Origin:   Proposed,
	Cause:    Text{"Lecteur remplacé, prise USB changée, ou fentes numérotées autrement.", "Reader replaced, USB port changed, or slots numbered otherwise."},
	Remedy:   Text{"Réaligner la configuration avec les deux cartes insérées.", "Realign the configuration with both cards inserted."},
	Contacts: []ContactID{ContactIT},
	Sources:  []Source{srcJuxta},
	Inputs:   []string{"ws.galss", "reader"},
	Needs:    "ws.galss",
}

var ws014 = Rule{
	ID: "CPS-WS-014", Mark: Public, Severity: BlockBilling, How: FromWorkstation,
	Title:    Text{"GALSS en série avec un lecteur USB", "GALSS in serial mode with a USB reader"},
	Text:     Text{"GALSS configuré en série (ancien logiciel).", "GALSS set up for a serial line (old software)."},
	Origin:   Proposed,
	Cause:    Text{"Configuration laissée par un ancien logiciel.", "A configuration left by an older software."},
	Remedy:   Text{"Passer aux canaux PC/SC.", "Convert to PC/SC channels."},
	Contacts: []ContactID{ContactVendor},
	Sources:  []Source{srcJuxta},
	Inputs:   []string{"ws.galss", "reader"},
	Needs:    "ws.galss",
}

var ws015 = Rule{
	ID: "CPS-WS-015", Mark: Public, Severity: BlockBilling, How: FromWorkstation,
	Title:    Text{"Tables SESAM-Vitale ou sesam.ini", "SESAM-Vitale tables or sesam.ini"},
	Text:     Text{"Installation SESAM-Vitale incomplète ou abîmée : tables ou sesam.ini.", "SESAM-Vitale installation incomplete or damaged: tables or sesam.ini."},
	Origin:   Proposed,
	Cause:    Text{"Table illisible, de mauvaise version, abîmée ou non chargée, ou dossier de travail absent : l'installation est en cause, pas la carte.", "A table that cannot be read, of a wrong version, damaged or not loaded, or no working folder: the installation is at fault, not the card."},
	Remedy:   Text{"Réparer l'installation FSV ; vérifier chaque sesam.ini que le logiciel peut lire.", "Repair the FSV installation; check every sesam.ini the software may read."},
	Contacts: []ContactID{ContactVendor},
	Sources:  []Source{srcSSV, srcJuxta},
	Inputs:   []string{"ssv", "ws.sesamIni"},
	Needs:    "ssv",
	Variants: []Variant{
		{Key: variantTablesPath, Text: Text{"Le chemin des tables binaires des SSV est absent du fichier sesam.ini", "The path of the binary SSV tables is missing from sesam.ini"}, Origin: FieldText},
		{Key: variantNoMgc, Text: Text{"Section MGC absente", "MGC section missing"}, Origin: FieldText},
	},
}

var ws016 = Rule{
	ID: "CPS-WS-016", Mark: Public, Severity: BlockBilling, How: FromWorkstation,
	Title:    Text{"Bureau à distance sans redirection de carte", "Remote desktop without card redirection"},
	Text:     Text{"Session distante : le lecteur n'est pas redirigé.", "Remote session: the reader is not redirected."},
	Origin:   Proposed,
	Cause:    Text{"Un lecteur appartient à l'ordinateur où il est branché ; sans redirection il ne se partage pas.", "A reader belongs to the computer it is plugged into; it is not shared without redirection."},
	Remedy:   Text{"Activer la redirection des cartes à puce et installer la bibliothèque sur le serveur, si la note de publication le liste.", "Enable smart-card redirection and install the library on the server, if the release note lists it."},
	Contacts: []ContactID{ContactIT},
	Sources:  []Source{srcAnamnese, srcRNWindows},
	Inputs:   []string{"ws.remote", "ws.remoteReaders", "ws.localReaders"},
	Needs:    "ws.remote",
}

var ws017 = Rule{
	ID: "CPS-WS-017", Mark: Public, Severity: Warning, How: FromWorkstation,
	Title:    Text{"Un autre programme tient le lecteur", "Another program holds the reader"},
	Text:     Text{"Pose d'exclusivité impossible: une autre application monopolise le canal", "Exclusive access impossible: another application holds the channel"},
	Origin:   FieldText,
	Cause:    Text{"Ancien logiciel de facturation, agent de téléservice ou messagerie.", "Old billing software, an online-service agent or a messaging tool."},
	Remedy:   Text{"Fermer l'autre programme. Seules les commandes sans effet peuvent être répétées d'elles-mêmes, jamais une présentation de code, une signature ou une mise à jour.", "Close the other program. Only commands without effect may be repeated by themselves, never the presentation of a code, a signature or an update."},
	Contacts: []ContactID{ContactIT},
	Sources:  []Source{srcSSV, srcJuxta},
	Inputs:   []string{"ssv", "galss", "ws.shared", "code.command", "code.times"},
	Needs:    "ssv",
}

var ws018 = Rule{
	ID: "CPS-WS-018", Mark: Public, Severity: Warning, How: FromWorkstation,
	Title:    Text{"Un logiciel de sécurité bloque un composant", "Security software blocks a component"},
	Text:     Text{"Un composant de lecture est bloqué par Windows ou l'antivirus.", "A reading component is blocked by Windows or the antivirus."},
	Origin:   Proposed,
	Cause:    Text{"Bibliothèque non signée.", "An unsigned library."},
	Remedy:   Text{"Ajouter des exclusions. Désactiver Smart App Control est sans retour : prévenir avant.", "Add exclusions. Turning Smart App Control off cannot be undone: warn first."},
	Contacts: []ContactID{ContactIT},
	Sources:  []Source{srcJuxta},
	Inputs:   []string{"ws.smartAppControl", "ws.quarantine", "ws.os"},
	Needs:    "ws.smartAppControl",
}

var ws019 = Rule{
	ID: "CPS-WS-019", Mark: Public, Severity: Info, How: FromWorkstation,
	Title:    Text{"Système non pris en charge", "System not supported"},
	Text:     Text{"Système non listé par la note de publication.", "System not listed in the release note."},
	Origin:   Proposed,
	Cause:    Text{"La note liste Windows 10 et 11, Server 2016 et 2019, RHEL 7 à 9, macOS 12 à 14 ; un autre système peut fonctionner.", "The note lists Windows 10 and 11, Server 2016 and 2019, RHEL 7 to 9, macOS 12 to 14; another system may work."},
	Remedy:   Text{"Pour information.", "For information."},
	Contacts: []ContactID{ContactIT},
	Sources:  []Source{srcRNWindows, srcRNLinux, srcRNMac},
	Inputs:   []string{"ws.os", "ws.osVersion"},
	Needs:    "ws.osVersion",
}

var ws020 = Rule{
	ID: "CPS-WS-020", Mark: Public, Severity: BlockBilling, How: FromWorkstation,
	Title:    Text{"Un autre programme répond sur le port de l'agent de lecture", "Wrong program answers on the local port of the reading agent"},
	Text:     Text{"L'agent de lecture ne répond pas.", "The reading agent does not answer."},
	Origin:   Proposed,
	Cause:    Text{"Un ancien agent a pris le port, l'agent est arrêté depuis le redémarrage, ou le navigateur interdit l'accès local.", "An older agent took the port, the agent is stopped since the restart, or the browser forbids local access."},
	Remedy:   Text{"Libérer le port, relancer l'agent, autoriser l'accès au réseau local.", "Free the port, start the agent again, allow access to the local network."},
	Contacts: []ContactID{ContactVendor},
	Sources:  []Source{srcJuxta},
	Inputs:   []string{"ws.port"},
	Needs:    "ws.port",
}
