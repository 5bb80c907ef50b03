package rule

// Windows between a program and the card: its key providers, its card service, its
// installer.

var (
	srcKSP     = Source{Title: "Microsoft, support note KB5073121"}
	srcContext = Source{"PCSC, issue 144, and threads of pyscard", "https://github.com/LudovicRousseau/PCSC/issues/144"}
)

var ws021 = Rule{
	Number: WS021, ID: "CPS-WS-021", Mark: Public, Severity: BlockSigning, How: FromWorkstation,
	Title:    Text{FR: "Windows impose le KSP aux clés RSA des cartes", EN: "Windows forces KSP on RSA keys of cards"},
	Text:     Text{FR: "Windows refuse l'ancien fournisseur de clés (CSP) de ce programme.", EN: "Windows refuses this program's old key provider (CSP)."},
	Origin:   Proposed,
	Cause:    Text{FR: "Depuis octobre 2025, une mise à jour de sécurité impose KSP au lieu de CSP pour RSA sur carte : les programmes de 32 bits et les bibliothèques CSP échouent (« Invalid provider type specified », événement 624 de Smart Card Service). La carte n'est pas en cause.", EN: "Since October 2025 a security update forces KSP instead of CSP for RSA on smart cards: 32-bit programs and CSP middleware fail (\"Invalid provider type specified\", event 624 of Smart Card Service). The card is not at fault."},
	Remedy:   Text{FR: "Mettre à jour le programme (64 bits, KSP). En attendant, la valeur de registre DisableCapiOverrideForRSA remet CSP, jusqu'en février 2027.", EN: "Update the program (64 bits, KSP). Until then the registry value DisableCapiOverrideForRSA brings CSP back, until February 2027."},
	Contacts: []ContactID{ContactVendor, ContactIT},
	Sources:  []Source{srcKSP},
	Inputs:   []string{"ws.ksp"},
	Needs:    "ws.ksp",
	Variants: []Variant{
		{Key: VariantEscape, Text: Text{FR: "Signature par CSP, tenue par une valeur de registre qui s'éteint en février 2027.", EN: "Signing through CSP, held by a registry value that ends in February 2027."}, Cause: Text{FR: "DisableCapiOverrideForRSA est en place : le programme signe encore par CSP.", EN: "DisableCapiOverrideForRSA is set: the program still signs through CSP."}, Remedy: Text{FR: "Mettre à jour le programme avant février 2027.", EN: "Update the program before February 2027."}},
	},
	Shown: Demonstration{Facts: []string{"ws.ksp=refused"}},
	Said:  []string{"Invalid provider type specified", "type de fournisseur non valide"},
}

var ws029 = Rule{
	Number: WS029, ID: "CPS-WS-029", Mark: Public, Severity: Warning, How: FromWorkstation,
	Title:    Text{FR: "Programme dont le lien avec le service de cartes est mort", EN: "Program whose link with the card service is dead"},
	Text:     Text{FR: "Le programme a perdu le service de cartes : le redémarrer.", EN: "The program lost the card service: restart it."},
	Origin:   Proposed,
	Cause:    Text{FR: "Windows arrête le service de cartes avec le dernier lecteur et le redémarre avec le suivant ; un programme ouvert avant garde un contexte mort (SCARD_E_SERVICE_STOPPED, SCARD_E_INVALID_HANDLE). De même après la mise en veille.", EN: "Windows stops the card service with the last reader and starts it with the next; a program opened before keeps a dead context (SCARD_E_SERVICE_STOPPED, SCARD_E_INVALID_HANDLE). So after sleep."},
	Remedy:   Text{FR: "Fermer et rouvrir le programme, non l'ordinateur ; laisser le lecteur branché. À l'éditeur : rétablir le contexte quand le service revient.", EN: "Close and open the program, not the computer; leave the reader plugged in. For the vendor: establish the context anew when the service comes back."},
	Contacts: []ContactID{ContactVendor},
	Sources:  []Source{srcContext},
	Inputs:   []string{"ws.context"},
	Needs:    "ws.context",
	Shown:    Demonstration{Facts: []string{"ws.context=dead"}},
	Said:     []string{"lecteur perdu après la veille", "carte non lue après la veille", "lecteur non reconnu après rebranchement", "marche après avoir relancé le logiciel", "works after restarting the program"},
}

var ws030 = Rule{
	Number: WS030, ID: "CPS-WS-030", Mark: Public, Severity: Info, How: FromWorkstation,
	Title:    Text{FR: "Installation refusée par Windows Installer", EN: "Installation refused by Windows Installer"},
	Text:     Text{FR: "L'installation d'un composant a échoué : cela n'empêche pas ce qui est en place de marcher.", EN: "A component failed to install: what is there may work all the same."},
	Origin:   Proposed,
	Cause:    Text{FR: "Code 1603 : échec de l'installation d'une Cryptolib, souvent une version plus ancienne que celle en place, ou un fichier tenu par un programme ouvert.", EN: "Code 1603: a Cryptolib failed to install, often an older version than the one in place, or a file held by an open program."},
	Remedy:   Text{FR: "Vérifier la version en place. Si elle suffit, ne rien faire ; sinon fermer les programmes, redémarrer, installer la dernière.", EN: "Check the version in place. If it will do, leave it; else close programs, restart, install the latest."},
	Contacts: []ContactID{ContactIT, ContactANS},
	Sources:  []Source{srcMSI, srcPosts},
	Inputs:   []string{"ws.installer"},
	Needs:    "ws.installer",
	Variants: []Variant{
		{Key: VariantGhost, Cause: Text{FR: "Code 1605 : le produit est inscrit et n'est plus là.", EN: "Code 1605: the product is registered and no longer there."}, Remedy: Text{FR: "Réinstaller le composant de même version, puis le désinstaller.", EN: "Install the component of the same version again, then remove it."}},
		{Key: VariantNoSource, Cause: Text{FR: "Code 1612 : la source d'installation a disparu.", EN: "Code 1612: the installation source is gone."}, Remedy: Text{FR: "Télécharger le programme d'installation de la même version et le relancer.", EN: "Download the installer of the same version and run it again."}},
		{Key: VariantAnother, Cause: Text{FR: "Code 1618 : une autre installation est en cours.", EN: "Code 1618: another installation is under way."}, Remedy: Text{FR: "Attendre qu'elle finisse, ou redémarrer, puis recommencer.", EN: "Wait until it ends, or restart, then start over."}},
		{Key: VariantSameProduct, Cause: Text{FR: "Code 1638 : une autre version du produit (MICA par exemple) est déjà là.", EN: "Code 1638: another version of the product (MICA for instance) is there already."}, Remedy: Text{FR: "Garder la plus récente ; sinon désinstaller d'abord l'autre.", EN: "Keep the latest; else remove the other one first."}},
	},
	Shown: Demonstration{Facts: []string{"ws.installer=failed"}},
	Said:  []string{"échec de l'installation de la Cryptolib", "installation impossible erreur 1603", "Cryptolib installation failed"},
}
