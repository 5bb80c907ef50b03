package diagnosis

// Certificates.

var cert001 = Rule{
	ID: "CPS-CERT-001", Mark: Derived, Severity: BlockSigning, How: FromCard,
	Title:    Text{"Certificat expiré", "Certificate expired"},
	Text:     Text{"Certificat de la carte expiré le %s", "Certificate of the card expired on %s"},
	Origin:   Proposed,
	Cause:    Text{"Le certificat est arrivé à sa fin, d'ordinaire avec la carte ; les portails d'authentification refusent les premiers.", "The certificate has come to its end, usually with the card; authentication portals refuse first."},
	Remedy:   Text{"Utiliser la nouvelle carte ; si elle n'est pas arrivée, appeler.", "Use the new card; if it has not come, call."},
	Contacts: []ContactID{ContactANS},
	Sources:  []Source{srcDerived},
	Inputs:   []string{"certs[].notAfter", "today"},
}

var cert002 = Rule{
	ID: "CPS-CERT-002", Mark: Derived, Severity: BlockSigning, How: FromCard,
	Title:    Text{"Certificat pas encore valide", "Certificate not yet valid"},
	Text:     Text{"Certificat pas encore valide : vérifiez la date du poste.", "Certificate not valid yet: check the workstation's date."},
	Origin:   Proposed,
	Cause:    Text{"Horloge du poste en retard, ou carte lue quelques heures après sa fabrication.", "The workstation's clock is late, or the card was read hours after its production."},
	Remedy:   Text{"Mettre le poste à l'heure.", "Set the clock of the workstation."},
	Contacts: []ContactID{ContactIT},
	Sources:  []Source{srcDerived},
	Inputs:   []string{"certs[].notBefore", "today"},
}

var cert003 = Rule{
	ID: "CPS-CERT-003", Mark: Derived, Severity: Warning, How: FromCard,
	Title:    Text{"Fin du certificat différente de celle de la carte", "Certificate end differs from card end"},
	Text:     Text{"La date du certificat et celle de la carte diffèrent.", "The certificate's date and the card's differ."},
	Origin:   Proposed,
	Cause:    Text{"Certificats renouvelés sur une V4, décalage de fuseau, ou mauvais décodage. La date la plus proche l'emporte.", "Certificates renewed on a V4, a time-zone shift, or a decoding error. The earlier date governs."},
	Remedy:   Text{"Rapporter les deux dates.", "Report both dates."},
	Contacts: []ContactID{ContactANS},
	Sources:  []Source{srcDerived},
	Inputs:   []string{"certs[].notAfter", "card.expiryDate"},
}

var cert004 = Rule{
	ID: "CPS-CERT-004", Mark: Derived, Severity: BlockSigning, How: FromCard,
	Title:    Text{"Certificat d'une autre personne", "Certificate is for another person"},
	Text:     Text{"Le certificat ne correspond pas au porteur de la carte.", "The certificate is not the card holder's."},
	Origin:   Proposed,
	Cause:    Text{"Erreur de personnalisation, ou certificats d'une carte précédente gardés par le navigateur ou le système.", "A personalisation error, or certificates of a former card kept by the browser or the system."},
	Remedy:   Text{"Retirer du magasin les seuls certificats de cette carte, la réinsérer ; si cela persiste, la faire remplacer.", "Remove this card's certificates, and no others, from the store, insert it again; if it persists, have it replaced."},
	Contacts: []ContactID{ContactIT, ContactANS},
	Sources:  []Source{srcDerived, srcRNWindows},
	Inputs:   []string{"certs[].subjectId", "holder.idNat"},
}

var cert005 = Rule{
	ID: "CPS-CERT-005", Mark: Public, Severity: Warning, How: FromCard,
	Title:    Text{"Certificat d'une autre carte", "Certificate of another card"},
	Text:     Text{"Certificat d'une autre carte.", "Certificate of another card."},
	Origin:   Proposed,
	Cause:    Text{"Le cache a servi le certificat d'une carte précédente, ou la carte a été mal personnalisée.", "The cache served the certificate of a former card, or the card was badly personalised."},
	Remedy:   Text{"Réinsérer la carte pour que ses propres certificats soient relus ; ne retirer du magasin que le certificat qui ne lui correspond pas, jamais les clés d'une autre carte.", "Insert the card again so that its own certificates are read; remove from the store only the certificate that does not match it, never another card's keys."},
	Contacts: []ContactID{ContactIT},
	Sources:  []Source{srcMOS, srcDerived},
	Inputs:   []string{"certs[].tokenId", "card.serial"},
}

var cert006 = Rule{
	ID: "CPS-CERT-006", Mark: Derived, Severity: Warning, How: FromCard,
	Title:    Text{"Type de carte différent dans le certificat", "Card type in the certificate differs"},
	Text:     Text{"Type de carte incohérent.", "Inconsistent card type."},
	Origin:   Proposed,
	Cause:    Text{"Erreur de personnalisation ou de décodage.", "A personalisation or decoding error."},
	Remedy:   Text{"Signaler la carte.", "Report the card."},
	Contacts: []ContactID{ContactANS},
	Sources:  []Source{srcDerived, srcMOS},
	Inputs:   []string{"certs[].cardType", "card.type"},
}

var cert007 = Rule{
	ID: "CPS-CERT-007", Mark: Derived, Severity: BlockSigning, How: FromWorkstation,
	Title:    Text{"Chaîne de certification inconnue du poste", "Chain not trusted on the workstation"},
	Text:     Text{"Autorité de certification inconnue du poste.", "Certification authority unknown to the workstation."},
	Origin:   Proposed,
	Cause:    Text{"Bibliothèque installée sans ses certificats, ou navigateur avec son propre magasin.", "A library installed without its certificates, or a browser with a store of its own."},
	Remedy:   Text{"Réinstaller la Cryptolib ; pour Firefox, vérifier l'extension et le module de sécurité.", "Install Cryptolib again; for Firefox, check the extension and the security module."},
	Contacts: []ContactID{ContactIT},
	Sources:  []Source{srcDerived, srcCryptolib},
	Inputs:   []string{"ws.trust", "certs[].issuer"},
	Needs:    "ws.trust",
}

var cert008 = Rule{
	ID: "CPS-CERT-008", Mark: Derived, Severity: BlockSigning, How: FromFact,
	Title:    Text{"Chaîne de test sur un service réel", "Test chain on a real service"},
	Text:     Text{"Certificat de test.", "Test certificate."},
	Origin:   Proposed,
	Cause:    Text{"Carte de test sur un service réel, ou l'inverse.", "A test card on a real service, or the reverse."},
	Remedy:   Text{"Utiliser une carte de la même nature que le service.", "Use a card of the same kind as the service."},
	Contacts: []ContactID{ContactVendor},
	Sources:  []Source{srcDerived},
	Inputs:   []string{"certs[].issuer", "env"},
	Needs:    "env",
	Variants: []Variant{
		{Key: variantReal, Text: Text{"Certificat réel sur un service de test.", "Real certificate on a test service."}},
	},
}

var cert009 = Rule{
	ID: "CPS-CERT-009", Mark: Derived, Severity: BlockSigning, How: FromCard,
	Title:    Text{"Certificat illisible", "Certificate unreadable"},
	Text:     Text{"Certificat illisible.", "Certificate unreadable."},
	Origin:   Proposed,
	Cause:    Text{"Objet annoncé mais vide ou abîmé, ou certificat de plus de 2048 octets devant une bibliothèque ancienne qui ne le lit pas.", "The object is listed but empty or damaged, or the certificate exceeds 2048 bytes and an old library does not read it."},
	Remedy:   Text{"Mettre la bibliothèque à jour.", "Update the library."},
	Contacts: []ContactID{ContactIT},
	Sources:  []Source{srcRNWindows, srcRNLinux, srcDerived},
	Inputs:   []string{"certs[]", "ws.cryptolib"},
}

var cert010 = Rule{
	ID: "CPS-CERT-010", Mark: Derived, Severity: BlockSigning, How: FromCard,
	Title:    Text{"La clé ne correspond pas au certificat", "Key does not match certificate"},
	Text:     Text{"Résultat du contrôle effectué incorrect.", "Result of the check made: incorrect."},
	Origin:   FieldText,
	Cause:    Text{"Une valeur signée par la clé d'authentification ne se vérifie pas avec son certificat : erreur de personnalisation, ou erreur d'un simulateur. L'emploi de ce message est déduit.", "A value signed by the authentication key does not verify with its certificate: a personalisation error, or an error of a simulator. The use of this message is inferred."},
	Remedy:   Text{"Faire remplacer la carte.", "Have the card replaced."},
	Contacts: []ContactID{ContactANS},
	Sources:  []Source{srcDerived, srcGestion},
	Inputs:   []string{"keyProof", "permissionToSign"},
	Needs:    "keyProof",
}
