package lookup

import (
	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/diagnosis/rule"
)

// Messages of programs that bear no code of their own, as they print them; "…"
// stands for what varies. Each list cites where it is taken from and what it leaves out.

var (
	quotedLog     = text.Text{FR: "Ligne d'un journal de pcscd ou de son pilote libccid : le banc ne la produit pas.", EN: "Line of the log of pcscd or of its driver libccid: the bench does not produce it."}
	quotedOpenSC  = text.Text{FR: "Texte d'OpenSC : le banc met la carte dans l'état, il ne produit pas le texte.", EN: "Text of OpenSC: the bench puts the card in the state, it does not produce the text."}
	quotedTLS     = text.Text{FR: "Message d'un navigateur ou d'une bibliothèque TLS, sur le poste ou au serveur : à vérifier là.", EN: "Message of a browser or a TLS library, on the computer or at the server: check there."}
	quotedWindows = text.Text{FR: "Texte de Windows : à vérifier sur le poste.", EN: "Text of Windows: check the computer."}
	quotedDMP     = text.Text{FR: "Message d'un service en ligne ou de son module : le banc juge la carte, il ne produit pas le message.", EN: "Message of an online service or its module: the bench judges the card, it does not produce the message."}
	quotedPSS     = text.Text{FR: "Mode du lecteur : à passer en PC/SC dans son menu ou avec l'outil de son fabricant, ou lecteur à changer ; le GALSS n'est plus suivi.", EN: "Mode of the reader: to be set to PC/SC in its menu or with its maker's tool, or another reader; GALSS is no longer maintained."}
	quotedLot     = text.Text{FR: "La carte n'est pas en cause : les clés de télétransmission ont changé en 2020 et ne sont pas à jour dans le logiciel. Les lots sont traités malgré ce rejet : ne pas les renvoyer. Mettre le logiciel à jour et appeler son éditeur.", EN: "The card is not at fault: the transmission keys changed in 2020 and are out of date in the software. Batches are processed in spite of this rejection: do not send them again. Update the software and call its vendor."}
)

// programMessages are those of pcscd and libccid, OpenSC, TLS libraries and
// browsers, Windows, and the online services.
var programMessages = [...]Message{
	// pcsc-lite (hotplug_libudev.c, readerfactory.c, winscard.c, ifdwrapper.c,
	// eventhandler.c, pcscdaemon.c) and libccid (ccid_usb.c): what they log as an error
	// about a reader or a card, and the line before a driver is looked for. Faults of
	// memory and threads are left out.
	{Kind: KindLog, Texts: []string{"Looking for a driver for VID"}, Meaning: text.Text{FR: "pcscd cherche un pilote pour cet appareil USB. Si aucune ligne « Adding USB device » ne suit, aucun pilote n'en veut.", EN: "pcscd looks for a driver for that USB device. Where no line \"Adding USB device\" follows, no driver takes it."}, Rules: ids(rule.RDR017, rule.RDR001), QuotedOnly: []text.Text{quotedLog}},
	{Kind: KindLog, Texts: []string{"Waiting for the first reader"}, Meaning: text.Text{FR: "pcsc_scan ne voit aucun lecteur.", EN: "pcsc_scan sees no reader."}, Rules: ids(rule.RDR001, rule.RDR017), QuotedOnly: []text.Text{quotedLog}},
	{Kind: KindLog, Texts: []string{"Failed adding USB device", "RFLoadReader failed", "RFBindFunctions failed", "Can't find a CCID interface", "Unable to find the device descriptor", "Disabling USB support for pcscd", "Cannot open PC/SC drivers directory"}, Meaning: text.Text{FR: "Aucun pilote ne s'est chargé pour ce lecteur.", EN: "No driver was loaded for that reader."}, Rules: ids(rule.RDR017, rule.RDR001), QuotedOnly: []text.Text{quotedLog}},
	{Kind: KindLog, Texts: []string{"LIBUSB_ERROR_IO", "LIBUSB_ERROR_PIPE", "LIBUSB_ERROR_TIMEOUT", "LIBUSB_ERROR_OVERFLOW"}, Meaning: text.Text{FR: "L'échange USB avec le lecteur a échoué : mise en veille du port, câble, concentrateur.", EN: "The USB exchange with the reader failed: power saving of the port, cable, hub."}, Rules: ids(rule.RDR018, rule.RDR015, rule.RDR002), QuotedOnly: []text.Text{quotedLog}},
	{Kind: KindLog, Texts: []string{"LIBUSB_ERROR_BUSY", "Can't claim interface", "USB device … already in use"}, Meaning: text.Text{FR: "Un autre programme ou un pilote du noyau (pn533, scdaemon) tient le lecteur.", EN: "Another program or a driver of the kernel (pn533, scdaemon) holds the reader."}, Rules: ids(rule.RDR018, rule.WS017, rule.RDR015), QuotedOnly: []text.Text{quotedLog}},
	{Kind: KindLog, Texts: []string{"LIBUSB_ERROR_ACCESS"}, Meaning: text.Text{FR: "Le système refuse à pcscd l'accès au lecteur USB.", EN: "The system refuses pcscd the USB reader."}, Rules: ids(rule.RDR001, rule.WS017), QuotedOnly: []text.Text{quotedLog}},
	{Kind: KindLog, Texts: []string{"LIBUSB_ERROR_NO_DEVICE", "LIBUSB_ERROR_NOT_FOUND", "Device not found?"}, Meaning: text.Text{FR: "Le lecteur a disparu du bus USB.", EN: "The reader is gone from the USB bus."}, Rules: ids(rule.RDR001, rule.RDR015), QuotedOnly: []text.Text{quotedLog}},
	{Kind: KindLog, Texts: []string{"is bogus! Upgrade the reader firmware or get a new reader"}, Meaning: text.Text{FR: "Micrologiciel du lecteur défectueux : le mettre à jour ou changer de lecteur.", EN: "Faulty firmware of the reader: update it or get another reader."}, Rules: ids(rule.RDR001), QuotedOnly: []text.Text{quotedLog}},
	{Kind: KindLog, Texts: []string{"Card not transacted"}, Meaning: text.Text{FR: "L'échange entre le lecteur et la carte a échoué.", EN: "The exchange between reader and card failed."}, Rules: ids(rule.RDR002, rule.RDR014), QuotedOnly: []text.Text{quotedLog}},
	{Kind: KindLog, Texts: []string{"Error powering up card", "Card Not Powered"}, Meaning: text.Text{FR: "La carte ne répond pas à la mise sous tension.", EN: "The card does not answer when it gets power."}, Rules: ids(rule.RDR004), QuotedOnly: []text.Text{quotedLog}},
	{Kind: KindLog, Texts: []string{"Error communicating to", "Error resetting card"}, Meaning: text.Text{FR: "Le lecteur ne répond plus à pcscd.", EN: "The reader no longer answers pcscd."}, Rules: ids(rule.RDR002, rule.RDR015), QuotedOnly: []text.Text{quotedLog}},
	{Kind: KindLog, Texts: []string{"Error Reader Exclusive"}, Meaning: text.Text{FR: "Un autre programme a pris le lecteur pour lui seul.", EN: "Another program has taken the reader for itself alone."}, Rules: ids(rule.WS017), QuotedOnly: []text.Text{quotedLog}},
	{Kind: KindLog, Texts: []string{"NOT authorized for action", "Rejected unauthorized PC/SC client", "polkit_authority_get_sync failed", "Error in authorization"}, Meaning: text.Text{FR: "polkit refuse le lecteur à ce programme ou à cette session.", EN: "polkit refuses this program or session the reader."}, Rules: ids(rule.WS028), QuotedOnly: []text.Text{quotedLog}},
	{Kind: KindLog, Texts: []string{"pcscd is not running"}, Meaning: text.Text{FR: "pcscd n'est pas démarré.", EN: "pcscd is not running."}, Rules: ids(rule.WS009), QuotedOnly: []text.Text{quotedLog}},

	// OpenSC (src/libopensc/errors.c): the texts about a reader, a card or a
	// code. Those of its own data and of initialising cards are left out.
	{Kind: KindOpenSC, Texts: []string{"No readers found"}, Rules: ids(rule.RDR001), QuotedOnly: []text.Text{quotedOpenSC}},
	{Kind: KindOpenSC, Texts: []string{"Card not present"}, Rules: ids(rule.RDR003), QuotedOnly: []text.Text{quotedOpenSC}},
	{Kind: KindOpenSC, Texts: []string{"Card removed"}, Rules: ids(rule.RDR008, rule.RDR003), QuotedOnly: []text.Text{quotedOpenSC}},
	{Kind: KindOpenSC, Texts: []string{"Card reset"}, Rules: ids(rule.WS017, rule.RDR009), QuotedOnly: []text.Text{quotedOpenSC}},
	{Kind: KindOpenSC, Texts: []string{"Transmit failed", "Generic reader error", "Timeout while waiting for event from card reader"}, Rules: ids(rule.RDR002, rule.RDR014), QuotedOnly: []text.Text{quotedOpenSC}},
	{Kind: KindOpenSC, Texts: []string{"Unresponsive card (correctly inserted?)"}, Rules: ids(rule.RDR004), QuotedOnly: []text.Text{quotedOpenSC}},
	{Kind: KindOpenSC, Texts: []string{"Reader detached"}, Rules: ids(rule.RDR001, rule.RDR015), QuotedOnly: []text.Text{quotedOpenSC}},
	{Kind: KindOpenSC, Texts: []string{"Reader in use by another application"}, Rules: ids(rule.WS017), QuotedOnly: []text.Text{quotedOpenSC}},
	{Kind: KindOpenSC, Texts: []string{"Unsupported card", "Card is invalid or cannot be handled", "PKCS#15 compatible smart card not found", "PKCS#15 binding failed"}, Rules: ids(rule.RDR006, rule.RDR005), QuotedOnly: []text.Text{quotedOpenSC}},
	{Kind: KindOpenSC, Texts: []string{"Authentication method blocked"}, Rules: ids(rule.PIN003, rule.PIN005), QuotedOnly: []text.Text{quotedOpenSC}},
	{Kind: KindOpenSC, Texts: []string{"PIN code or key incorrect"}, Rules: ids(rule.PIN001, rule.PIN002), QuotedOnly: []text.Text{quotedOpenSC}},
	{Kind: KindOpenSC, Texts: []string{"Security status not satisfied"}, Rules: ids(rule.DAM005, rule.WS017), QuotedOnly: []text.Text{quotedOpenSC}},
	{Kind: KindOpenSC, Texts: []string{"Timed out while waiting for user input", "Input operation cancelled by user"}, Rules: ids(rule.PIN012), QuotedOnly: []text.Text{quotedOpenSC}},
	{Kind: KindOpenSC, Texts: []string{"Unable to load external module"}, Rules: ids(rule.WS001, rule.WS007), QuotedOnly: []text.Text{quotedOpenSC}},

	// TLS, the server's certificate: OpenSSL and curl (X509_verify_cert_error_string),
	// Java (sun.security.validator), .NET (SslStream), Go (crypto/x509), and the names
	// that Firefox and Chrome show.
	{Kind: KindTLS, Texts: []string{"self-signed certificate in certificate chain", "self signed certificate in certificate chain", "unable to get local issuer certificate", "unable to verify the first certificate", "PKIX path building failed", "unable to find valid certification path to requested target", "certificate signed by unknown authority", "RemoteCertificateChainErrors", "The remote certificate is invalid according to the validation procedure", "SEC_ERROR_UNKNOWN_ISSUER", "ERR_CERT_AUTHORITY_INVALID"}, Meaning: text.Text{FR: "Le programme ne connaît pas l'autorité qui a signé le certificat présenté : autorités IGC Santé à installer dans le magasin qu'il lit.", EN: "The program does not know the authority that signed the certificate it was shown: IGC Santé authorities to be installed in the store it reads."}, Rules: ids(rule.CERT007, rule.CERT008), QuotedOnly: []text.Text{quotedTLS}},
	// TLS, the client's certificate and signature: alerts of OpenSSL, names of Chrome
	// (net_error_list.h) and Firefox (sslerr.h), .NET and Java. Alerts that only a
	// server sees are left out but for the one that the official module causes.
	{Kind: KindTLS, Texts: []string{"do not possess a common algorithm", "ERR_SSL_CLIENT_AUTH_NO_COMMON_ALGORITHMS", "ERR_SSL_CLIENT_AUTH_SIGNATURE_FAILED", "SSL_ERROR_HANDSHAKE_FAILURE_ALERT", "sslv3 alert handshake failure", "ssl/tls alert handshake failure", "Received fatal alert: handshake_failure", "tlsv1 alert internal error", "SSL alert number 80", "SSL_ERROR_SIGN_HASHES_FAILURE"}, Meaning: text.Text{FR: "Serveur et client ne trouvent pas de signature que la carte ou son pilote sache faire.", EN: "Server and client find no signature that the card or its driver can make."}, Rules: ids(rule.CERT011, rule.CERT007, rule.NET003), Beside: ids(rule.CERT011, rule.CERT007, rule.NET003), QuotedOnly: []text.Text{quotedTLS}},
	{Kind: KindTLS, Texts: []string{"ERR_BAD_SSL_CLIENT_AUTH_CERT", "ERR_SSL_CLIENT_AUTH_CERT_NEEDED", "ERR_SSL_CLIENT_AUTH_CERT_NO_PRIVATE_KEY", "ERR_SSL_CLIENT_AUTH_PRIVATE_KEY_ACCESS_DENIED", "SSL_ERROR_BAD_CERT_ALERT", "SSL_ERROR_RX_CERTIFICATE_REQUIRED_ALERT", "tlsv13 alert certificate required", "alert bad certificate"}, Meaning: text.Text{FR: "Le navigateur n'a pas présenté de certificat de carte, ou le serveur l'a refusé.", EN: "The browser showed no certificate of a card, or the server refused it."}, Rules: ids(rule.NET003, rule.CERT007, rule.CERT001), Beside: ids(rule.NET003, rule.CERT007, rule.CERT001), QuotedOnly: []text.Text{quotedTLS}},
	{Kind: KindWindows, Texts: []string{"the smart card cannot perform the requested operation or the operation requires a different smart card"}, Meaning: text.Text{FR: "Windows parle à la carte par un pilote général, par une bibliothèque d'une autre largeur (32 ou 64 bits), ou avec un certificat d'une carte précédente.", EN: "Windows talks to the card through a general driver, a library of the other width (32 or 64 bits), or with a certificate of a former card."}, Said: []string{"la carte à puce ne peut pas effectuer l'opération demandée"}, Rules: ids(rule.WS011, rule.WS007, rule.CERT005), QuotedOnly: []text.Text{quotedWindows}},

	// Samples and modules for the DMP (DMP-LPS sample code of the ANS); batch
	// rejections (fmfpro.org, 2020).
	{Kind: KindDMP, Text: "Ext GipCardType non trouvé", Meaning: text.Text{FR: "Le certificat n'a pas l'extension 1.2.250.1.71.1.2.2 (type de carte) : ce n'est pas celui d'une CPx.", EN: "The certificate lacks the extension 1.2.250.1.71.1.2.2 (card type): it is not that of a CPx card."}, Rules: ids(rule.CERT006, rule.CERT005), QuotedOnly: []text.Text{quotedDMP}},
	{Kind: KindDMP, Text: "Structure introuvable ou Inactive", Rules: ids(rule.NET007), QuotedOnly: []text.Text{quotedDMP}},
	{Kind: KindDMP, Text: "Aucune spécialité dans le vihf", Rules: ids(rule.NET007), QuotedOnly: []text.Text{quotedDMP}},
	{Kind: KindOther, Said: []string{"rejet 4015", "rejet de lot 4015", "erreur 4015", "code 4015", "4015"}, Meaning: text.Text{FR: "Rejet de lot 4015 : clés de télétransmission du logiciel à mettre à jour.", EN: "Batch rejection 4015: transmission keys of the software to be updated."}, QuotedOnly: []text.Text{quotedLot}},
	{Kind: KindOther, Said: []string{"mode PSS", "lecteur PSS", "lecteur en mode PSS", "protocole PSS", "PSS"}, Meaning: text.Text{FR: "Lecteur en mode PSS (par le GALSS) devant un logiciel qui le veut en PC/SC.", EN: "Reader in PSS mode (through GALSS) before software that wants it in PC/SC."}, Rules: ids(rule.WS034, rule.RDR017, rule.WS014), Beside: ids(rule.WS034, rule.RDR017, rule.WS014), QuotedOnly: []text.Text{quotedPSS}},
}
