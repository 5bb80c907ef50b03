package diagnosis

// sayings are what people say of a trouble on the telephone, where neither a
// message nor the title of the rule holds the words.
var sayings = [...]struct {
	rule  string
	words []string
}{
	{"CPS-RDR-001", []string{"lecteur non reconnu", "lecteur introuvable", "lecteur non détecté", "aucun lecteur détecté", "reader not found", "reader not detected"}},
	{"CPS-RDR-003", []string{"pas de carte dans le lecteur", "carte non insérée", "insérez la carte", "no card in the reader"}},
	{"CPS-RDR-004", []string{"carte à l'envers", "puce abîmée", "muette", "card upside down"}},
	{"CPS-RDR-002", []string{"attente ordre", "lecteur bloqué"}},
	{"CPS-DAM-003", []string{"le sens d'introduction de sa carte"}},
	{"CPS-VAL-009", []string{"la date courante du lecteur", "mauvaise date du lecteur", "mauvaise date du poste"}},
	{"CPS-RDR-006", []string{"carte non reconnue", "carte inconnue de Cryptolib", "card not recognised", "unknown card"}},
	{"CPS-ID-009", []string{"numéro AM au lieu du RPPS", "numéro AM à la place du RPPS", "RPPS au lieu du numéro AM", "AM number instead of RPPS"}},
	{"CPS-VAL-006", []string{"carte expire le mois prochain", "card expires next month"}},
	{"CPS-RDR-011", []string{"carte Vitale non lue", "carte Vitale illisible", "Vitale card not read"}},
	{"CPS-PIN-010", []string{"code oublié", "code perdu", "mot de passe oublié", "code PIN oublié", "code porteur oublié", "codes non reçus", "forgotten PIN", "forgot my PIN", "lost PIN"}},
	{"CPS-PIN-001", []string{"mauvais code", "code faux", "code PIN erroné", "code PIN faux", "mauvais code PIN", "wrong code", "wrong PIN"}},
	{"CPS-PIN-003", []string{"code bloqué", "code PIN bloqué", "code porteur bloqué", "trois codes faux", "PIN blocked", "PIN locked", "card locked", "card blocked"}},
	{"CPS-PIN-002", []string{"plus qu'un essai", "one try left"}},
	{"CPS-PIN-005", []string{"code PUK bloqué", "PUK blocked", "PUK locked"}},
	{"CPS-OPP-004", []string{"carte perdue", "carte volée", "carte cassée", "lost card", "stolen card", "card lost", "card stolen"}},
	{"CPS-OPP-001", []string{"carte opposée", "carte mise en opposition"}},
	{"CPS-VAL-001", []string{"carte expirée", "carte périmée", "fin de validité dépassée", "carte plus valide", "carte invalide", "expired card"}},
	{"CPS-VAL-010", []string{"carte reçue sans les codes", "card received without the codes"}},
	{"CPS-VAL-011", []string{"carte non reçue", "carte commandée non reçue", "card not received"}},
	{"CPS-DAM-001", []string{"pas de situation de facturation", "pas de bloc facturation", "pas de facturation sur la carte", "no billing data on the card"}},
	{"CPS-WS-017", []string{"lecteur occupé", "lecteur déjà utilisé", "reader busy", "reader in use", "sharing violation"}},
	{"CPS-WS-001", []string{"Cryptolib non installée", "Cryptolib not installed"}},
	{"CPS-WS-008", []string{"service carte à puce arrêté", "SCardSvr"}},
	{"CPS-WS-016", []string{"bureau à distance", "remote desktop", "Citrix", "lecteur non redirigé"}},
	{"CPS-TYPE-007", []string{"carte de test en production", "carte de test"}},
	{"CPS-TYPE-010", []string{"facturer avec la e-CPS"}},
	{"CPS-DAM-009", []string{"vider le cache", "cache de la Cryptolib", "empty the cache"}},
}
