package rule

// Certificates.

var cert001 = Rule{
	Number: CERT001, ID: "CPS-CERT-001", Mark: Derived, Severity: BlockSigning, How: FromCard,
	Title:    Text{FR: "Certificat expiré", EN: "Certificate expired"},
	Text:     Text{FR: "Certificat de la carte expiré le %s", EN: "Certificate of the card expired on %s"},
	Origin:   Proposed,
	Cause:    Text{FR: "Le certificat est arrivé à sa fin, d'ordinaire avec la carte ; les portails d'authentification refusent les premiers.", EN: "The certificate has come to its end, usually with the card; authentication portals refuse first."},
	Remedy:   Text{FR: "Utiliser la nouvelle carte ; si elle n'est pas arrivée, appeler.", EN: "Use the new card; if it has not come, call."},
	Contacts: []ContactID{ContactANS},
	Sources:  []Source{srcDerived},
	Inputs:   []string{"certs[].notAfter", "today", "card.certEnd"},
	Shown:    Demonstration{Card: "cps3-cert-expired"},
}

var cert002 = Rule{
	Number: CERT002, ID: "CPS-CERT-002", Mark: Derived, Severity: BlockSigning, How: FromCard,
	Title:    Text{FR: "Certificat pas encore valide", EN: "Certificate not yet valid"},
	Text:     Text{FR: "Certificat pas encore valide : vérifiez la date du poste.", EN: "Certificate not valid yet: check the workstation's date."},
	Origin:   Proposed,
	Cause:    Text{FR: "Horloge du poste en retard, ou carte lue quelques heures après sa fabrication.", EN: "The workstation's clock is late, or the card was read hours after its production."},
	Remedy:   Text{FR: "Mettre le poste à l'heure.", EN: "Set the clock of the workstation."},
	Contacts: []ContactID{ContactIT},
	Sources:  []Source{srcDerived},
	Inputs:   []string{"certs[].notBefore", "today"},
	Shown:    Demonstration{Card: "cps3-healthy", Profile: []string{"certificates: {signature: {not_before: +2d}}"}},
}

var cert003 = Rule{
	Number: CERT003, ID: "CPS-CERT-003", Mark: Derived, Severity: Warning, How: FromCard,
	Title:    Text{FR: "Fin du certificat différente de celle de la carte", EN: "Certificate end differs from card end"},
	Text:     Text{FR: "La date du certificat et celle de la carte diffèrent.", EN: "The certificate's date and the card's differ."},
	Origin:   Proposed,
	Cause:    Text{FR: "Certificats renouvelés sur une V4, décalage de fuseau, ou mauvais décodage. La date la plus proche l'emporte.", EN: "Certificates renewed on a V4, a time-zone shift, or a decoding error. The earlier date governs."},
	Remedy:   Text{FR: "Rapporter les deux dates.", EN: "Report both dates."},
	Contacts: []ContactID{ContactANS},
	Sources:  []Source{srcDerived},
	Inputs:   []string{"certs[].notAfter", "card.expiryDate"},
	Shown:    Demonstration{Card: "cps3-cert-expired"},
}

var cert004 = Rule{
	Number: CERT004, ID: "CPS-CERT-004", Mark: Derived, Severity: BlockSigning, How: FromCard,
	Title:    Text{FR: "Certificat d'une autre personne", EN: "Certificate is for another person"},
	Text:     Text{FR: "Le certificat ne correspond pas au porteur de la carte.", EN: "The certificate is not the card holder's."},
	Origin:   Proposed,
	Cause:    Text{FR: "Erreur de personnalisation, ou certificats d'une carte précédente gardés par le navigateur ou le système.", EN: "A personalisation error, or certificates of a former card kept by the browser or the system."},
	Remedy:   Text{FR: "Retirer du magasin les seuls certificats de cette carte, la réinsérer ; si cela persiste, la faire remplacer.", EN: "Remove this card's certificates, and no others, from the store, insert it again; if it persists, have it replaced."},
	Contacts: []ContactID{ContactIT, ContactANS},
	Sources:  []Source{srcDerived, srcRNWindows},
	Inputs:   []string{"certs[].subjectId", "holder.idNat"},
	Shown:    Demonstration{Card: "cps3-healthy", Profile: []string{`certificates: {signature: {subject_id: "899900000029"}}`}},
}

var cert005 = Rule{
	Number: CERT005, ID: "CPS-CERT-005", Mark: Public, Severity: Warning, How: FromCard,
	Title:    Text{FR: "Certificat d'une autre carte", EN: "Certificate of another card"},
	Text:     Text{FR: "Certificat d'une autre carte.", EN: "Certificate of another card."},
	Origin:   Proposed,
	Cause:    Text{FR: "Le cache a servi le certificat d'une carte précédente, ou la carte a été mal personnalisée.", EN: "The cache served the certificate of a former card, or the card was badly personalised."},
	Remedy:   Text{FR: "Réinsérer la carte pour que ses propres certificats soient relus ; ne retirer du magasin que le certificat qui ne lui correspond pas, jamais les clés d'une autre carte.", EN: "Insert the card again so that its own certificates are read; remove from the store only the certificate that does not match it, never another card's keys."},
	Contacts: []ContactID{ContactIT},
	Sources:  []Source{srcMOS, srcDerived},
	Inputs:   []string{"certs[].tokenId", "card.serial"},
	Shown:    Demonstration{Card: "cps3-cert-other-card"},
}

var cert006 = Rule{
	Number: CERT006, ID: "CPS-CERT-006", Mark: Derived, Severity: Warning, How: FromCard,
	Title:    Text{FR: "Type de carte différent dans le certificat", EN: "Card type in the certificate differs"},
	Text:     Text{FR: "Type de carte incohérent.", EN: "Inconsistent card type."},
	Origin:   Proposed,
	Cause:    Text{FR: "Erreur de personnalisation ou de décodage.", EN: "A personalisation or decoding error."},
	Remedy:   Text{FR: "Signaler la carte.", EN: "Report the card."},
	Contacts: []ContactID{ContactANS},
	Sources:  []Source{srcDerived, srcMOS},
	Inputs:   []string{"certs[].cardType", "card.type"},
	Shown:    Demonstration{Card: "cps3-healthy", Profile: []string{"certificates: {signature: {kind: cpe}}"}},
}

var cert007 = Rule{
	Number: CERT007, ID: "CPS-CERT-007", Mark: Derived, Severity: BlockSigning, How: FromWorkstation,
	Title:    Text{FR: "Chaîne de certification inconnue du poste", EN: "Chain not trusted on the workstation"},
	Text:     Text{FR: "Autorité de certification inconnue du poste.", EN: "Certification authority unknown to the workstation."},
	Origin:   Proposed,
	Cause:    Text{FR: "Bibliothèque installée sans ses certificats, ou navigateur avec son propre magasin.", EN: "A library installed without its certificates, or a browser with a store of its own."},
	Remedy:   Text{FR: "Réinstaller la Cryptolib ; pour Firefox, vérifier l'extension et le module de sécurité.", EN: "Install Cryptolib again; for Firefox, check the extension and the security module."},
	Contacts: []ContactID{ContactIT},
	Sources:  []Source{srcDerived, srcCryptolib},
	Inputs:   []string{"ws.trust", "certs[].issuer"},
	Needs:    "ws.trust",
	Shown:    Demonstration{Card: "cps3-cert-unknown-issuer"},
}

var cert008 = Rule{
	Number: CERT008, ID: "CPS-CERT-008", Mark: Derived, Severity: BlockSigning, How: FromFact,
	Title:    Text{FR: "Chaîne de test sur un service réel", EN: "Test chain on a real service"},
	Text:     Text{FR: "Certificat de test.", EN: "Test certificate."},
	Origin:   Proposed,
	Cause:    Text{FR: "Carte de test sur un service réel, ou l'inverse.", EN: "A test card on a real service, or the reverse."},
	Remedy:   Text{FR: "Utiliser une carte de la même nature que le service.", EN: "Use a card of the same kind as the service."},
	Contacts: []ContactID{ContactVendor},
	Sources:  []Source{srcDerived},
	Inputs:   []string{"certs[].issuer", "env"},
	Needs:    "env",
	Variants: []Variant{
		{Key: VariantReal, Text: Text{FR: "Certificat réel sur un service de test.", EN: "Real certificate on a test service."}},
	},
	NotShown: Text{FR: "Il y faudrait une carte réelle, ou une autorité réelle : le banc n'a ni l'une ni l'autre.", EN: "It would take a real card or a real authority: the bench has neither."},
}

var cert009 = Rule{
	Number: CERT009, ID: "CPS-CERT-009", Mark: Derived, Severity: BlockSigning, How: FromCard,
	Title:    Text{FR: "Certificat illisible", EN: "Certificate unreadable"},
	Text:     Text{FR: "Certificat illisible.", EN: "Certificate unreadable."},
	Origin:   Proposed,
	Cause:    Text{FR: "Objet annoncé mais vide ou abîmé, ou certificat de plus de 2048 octets devant une bibliothèque ancienne qui ne le lit pas.", EN: "The object is listed but empty or damaged, or the certificate exceeds 2048 bytes and an old library does not read it."},
	Remedy:   Text{FR: "Mettre la bibliothèque à jour.", EN: "Update the library."},
	Contacts: []ContactID{ContactIT},
	Sources:  []Source{srcRNWindows, srcRNLinux, srcDerived},
	Inputs:   []string{"certs[]", "ws.cryptolib"},
	Shown:    Demonstration{Card: "cps3-healthy", Profile: []string{"certificates: {signature: {raw: empty}}"}},
}

var cert010 = Rule{
	Number: CERT010, ID: "CPS-CERT-010", Mark: Derived, Severity: BlockSigning, How: FromCard,
	Title:    Text{FR: "La clé ne correspond pas au certificat", EN: "Key does not match certificate"},
	Text:     Text{FR: "Résultat du contrôle effectué incorrect.", EN: "Result of the check made: incorrect."},
	Origin:   FieldText,
	Cause:    Text{FR: "Une valeur signée par la clé d'authentification ne se vérifie pas avec son certificat : erreur de personnalisation, ou erreur d'un simulateur. L'emploi de ce message est déduit.", EN: "A value signed by the authentication key does not verify with its certificate: a personalisation error, or an error of a simulator. The use of this message is inferred."},
	Remedy:   Text{FR: "Faire remplacer la carte.", EN: "Have the card replaced."},
	Contacts: []ContactID{ContactANS},
	Sources:  []Source{srcDerived, srcGestion},
	Inputs:   []string{"keyProof", "permissionToSign"},
	Needs:    "keyProof",
	Shown:    Demonstration{Card: "cps3-healthy", Profile: []string{"certificates: {authentication: {key: other}}"}},
}

var cert011 = Rule{
	Number: CERT011, ID: "CPS-CERT-011", Mark: Derived, Severity: Warning, How: FromFact,
	Title:    Text{FR: "Signature TLS que la CPS3 ne sait pas faire", EN: "TLS signature that a CPS3 cannot make"},
	Text:     Text{FR: "La CPS3 ne signe qu'en PKCS#1 v1.5 : serveur et client doivent s'accorder dessus.", EN: "A CPS3 signs PKCS#1 v1.5 only: server and client have to agree on it."},
	Origin:   Proposed,
	Cause:    Text{FR: "En TLS 1.3, et en TLS 1.2 dès que le serveur propose PSS à un client qui n'interroge pas la carte (OpenSSL, curl), la signature demandée est PSS : la carte ou son module la refuse (Function not supported, Mechanism invalid), ou le client n'envoie pas de certificat. Ni le code ni le certificat ne sont en cause ; une CPS4 sait faire les deux.", EN: "With TLS 1.3, and with TLS 1.2 as soon as the server offers PSS to a client that does not ask the card (OpenSSL, curl), a PSS signature is asked for: the card or its module refuses it (Function not supported, Mechanism invalid), or the client sends no certificate. Neither PIN nor certificate is at fault; a CPS4 makes both."},
	Remedy:   Text{FR: "Faire proposer par le serveur TLS 1.2 avec rsa_pkcs1_sha256 seul, ou se servir d'une CPS4.", EN: "Have the server offer TLS 1.2 with rsa_pkcs1_sha256 alone, or use a CPS4."},
	Contacts: []ContactID{ContactIT},
	Sources:  []Source{srcDerived},
	Inputs:   []string{"tls.signature", "card.generation"},
	Needs:    "tls.signature",
	Shown:    Demonstration{Card: "cps3-healthy", Facts: []string{"tls.signature=pss"}},
	Said:     []string{"aucun algorithme commun", "no common algorithm"},
}

var cert012 = Rule{
	Number: CERT012, ID: "CPS-CERT-012", Mark: Public, Severity: Info, How: FromCard,
	Title:    Text{FR: "Certificat de CPE sans nom ni prénom", EN: "CPE certificate without a name"},
	Text:     Text{FR: "CPE non nominative : son certificat ne porte ni nom ni prénom.", EN: "Non-nominative CPE: its certificate holds neither surname nor given name."},
	Origin:   Proposed,
	Cause:    Text{FR: "La carte est attribuée à une structure et non à une personne : un pseudonyme, ou rien, tient lieu de nom. Un logiciel qui prend nom et prénom dans le certificat n'y trouve rien.", EN: "The card is given to a structure and not to a person: a pseudonym, or nothing, stands in place of the name. Software that takes surname and given name from the certificate finds none."},
	Remedy:   Text{FR: "La carte est bonne. Pour un appel au DMP, l'éditeur met en nom de famille l'attribut O du certificat et en prénom le CN.", EN: "The card is in order. For a call to the DMP the vendor gives attribute O of the certificate as family name and the CN as given name."},
	Contacts: []ContactID{ContactVendor},
	Sources:  []Source{srcSheetCPE},
	Inputs:   []string{"card.type", "certs[]", "certs[].pseudonym", "certs[].subject"},
	Shown:    Demonstration{Card: "cpe-non-nominative"},
	Said:     []string{"le certificat ne contient pas de nom", "no name in the certificate"},
}
