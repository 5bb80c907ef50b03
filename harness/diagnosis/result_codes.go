package diagnosis

// ckrOther are the results of PKCS#11 v2.20, section 11.1, that stand behind no
// rule, with what is known of those that the official module and OpenSC return
// before these cards (CryptolibCPS sources, misc.c and iso7816.c).
var ckrOther = [...]struct {
	code    int64
	name    string
	meaning Text
}{
	{0x1, "CKR_CANCEL", Text{}},
	{0x2, "CKR_HOST_MEMORY", Text{FR: "Mémoire insuffisante sur le poste.", EN: "Not enough memory on the computer."}},
	{0x7, "CKR_ARGUMENTS_BAD", Text{FR: "Paramètre d'appel refusé par le module, sans que la carte soit interrogée.", EN: "Call parameter refused by the module; the card was not asked."}},
	{0x8, "CKR_NO_EVENT", Text{}},
	{0x9, "CKR_NEED_TO_CREATE_THREADS", Text{}},
	{0xA, "CKR_CANT_LOCK", Text{}},
	{0x10, "CKR_ATTRIBUTE_READ_ONLY", Text{}},
	{0x11, "CKR_ATTRIBUTE_SENSITIVE", Text{}},
	{0x12, "CKR_ATTRIBUTE_TYPE_INVALID", Text{}},
	{0x13, "CKR_ATTRIBUTE_VALUE_INVALID", Text{}},
	{0x20, "CKR_DATA_INVALID", Text{FR: "Données refusées par la carte (6A80, 6A86, 6A87, 6B00, 6987 ou 6988).", EN: "Data refused by the card (6A80, 6A86, 6A87, 6B00, 6987 or 6988)."}},
	{0x21, "CKR_DATA_LEN_RANGE", Text{FR: "Longueur refusée par la carte (6700).", EN: "Length refused by the card (6700)."}},
	{0x31, "CKR_DEVICE_MEMORY", Text{}},
	{0x40, "CKR_ENCRYPTED_DATA_INVALID", Text{}},
	{0x41, "CKR_ENCRYPTED_DATA_LEN_RANGE", Text{}},
	{0x51, "CKR_FUNCTION_NOT_PARALLEL", Text{}},
	{0x54, "CKR_FUNCTION_NOT_SUPPORTED", Text{FR: "Fonction que ce module n'a pas ; la carte n'est pas en cause.", EN: "A function that this module lacks; the card is not at fault."}},
	{0x60, "CKR_KEY_HANDLE_INVALID", Text{}},
	{0x62, "CKR_KEY_SIZE_RANGE", Text{}},
	{0x63, "CKR_KEY_TYPE_INCONSISTENT", Text{FR: "Clé et mécanisme ne vont pas ensemble, ou conditions refusées par la carte (6984, 6985, 6986 ou 6900).", EN: "Key and mechanism do not go together, or conditions refused by the card (6984, 6985, 6986 or 6900)."}},
	{0x64, "CKR_KEY_NOT_NEEDED", Text{}},
	{0x65, "CKR_KEY_CHANGED", Text{}},
	{0x66, "CKR_KEY_NEEDED", Text{}},
	{0x67, "CKR_KEY_INDIGESTIBLE", Text{}},
	{0x68, "CKR_KEY_FUNCTION_NOT_PERMITTED", Text{}},
	{0x69, "CKR_KEY_NOT_WRAPPABLE", Text{}},
	{0x6A, "CKR_KEY_UNEXTRACTABLE", Text{}},
	{0x70, "CKR_MECHANISM_INVALID", Text{}},
	{0x71, "CKR_MECHANISM_PARAM_INVALID", Text{}},
	{0x82, "CKR_OBJECT_HANDLE_INVALID", Text{}},
	{0x91, "CKR_OPERATION_NOT_INITIALIZED", Text{}},
	{0xA3, "CKR_PIN_EXPIRED", Text{}},
	{0xB0, "CKR_SESSION_CLOSED", Text{}},
	{0xB1, "CKR_SESSION_COUNT", Text{}},
	{0xB4, "CKR_SESSION_PARALLEL_NOT_SUPPORTED", Text{}},
	{0xB5, "CKR_SESSION_READ_ONLY", Text{}},
	{0xB6, "CKR_SESSION_EXISTS", Text{}},
	{0xB7, "CKR_SESSION_READ_ONLY_EXISTS", Text{}},
	{0xB8, "CKR_SESSION_READ_WRITE_SO_EXISTS", Text{}},
	{0xC0, "CKR_SIGNATURE_INVALID", Text{}},
	{0xC1, "CKR_SIGNATURE_LEN_RANGE", Text{}},
	{0xD0, "CKR_TEMPLATE_INCOMPLETE", Text{}},
	{0xD1, "CKR_TEMPLATE_INCONSISTENT", Text{}},
	{0xE2, "CKR_TOKEN_WRITE_PROTECTED", Text{}},
	{0xF0, "CKR_UNWRAPPING_KEY_HANDLE_INVALID", Text{}},
	{0xF1, "CKR_UNWRAPPING_KEY_SIZE_RANGE", Text{}},
	{0xF2, "CKR_UNWRAPPING_KEY_TYPE_INCONSISTENT", Text{}},
	{0x103, "CKR_USER_TYPE_INVALID", Text{}},
	{0x104, "CKR_USER_ANOTHER_ALREADY_LOGGED_IN", Text{}},
	{0x105, "CKR_USER_TOO_MANY_TYPES", Text{}},
	{0x110, "CKR_WRAPPED_KEY_INVALID", Text{}},
	{0x112, "CKR_WRAPPED_KEY_LEN_RANGE", Text{}},
	{0x113, "CKR_WRAPPING_KEY_HANDLE_INVALID", Text{}},
	{0x114, "CKR_WRAPPING_KEY_SIZE_RANGE", Text{}},
	{0x115, "CKR_WRAPPING_KEY_TYPE_INCONSISTENT", Text{}},
	{0x120, "CKR_RANDOM_SEED_NOT_SUPPORTED", Text{}},
	{0x121, "CKR_RANDOM_NO_RNG", Text{}},
	{0x130, "CKR_DOMAIN_PARAMS_INVALID", Text{}},
	{0x150, "CKR_BUFFER_TOO_SMALL", Text{FR: "Le programme a donné trop peu de place pour la réponse.", EN: "The program gave too little room for the answer."}},
	{0x160, "CKR_SAVED_STATE_INVALID", Text{}},
	{0x170, "CKR_INFORMATION_SENSITIVE", Text{}},
	{0x180, "CKR_STATE_UNSAVEABLE", Text{}},
	{0x191, "CKR_CRYPTOKI_ALREADY_INITIALIZED", Text{}},
	{0x1A0, "CKR_MUTEX_BAD", Text{}},
	{0x1A1, "CKR_MUTEX_NOT_LOCKED", Text{}},
}

// quotedNoRuleCKR is said of a PKCS#11 result behind no rule.
var quotedNoRuleCKR = Text{FR: "Aucune règle du catalogue : ce résultat concerne le programme et le module PKCS#11, non l'état de la carte. Regarder la trace du module.", EN: "No rule of the catalogue: this result is between the program and the PKCS#11 module, not about the card's state. Look at the module's trace."}

// otherResult answers for a PKCS#11 result that is behind no rule.
func (q *question) otherResult() (Match, bool) {
	for _, c := range ckrOther {
		m := Message{Kind: KindCKR, Code: c.code, Name: c.name, Meaning: c.meaning, QuotedOnly: []Text{quotedNoRuleCKR}}
		if out := q.match(&m); out.Code != 0 {
			return out, true
		}
	}
	return Match{}, false
}
