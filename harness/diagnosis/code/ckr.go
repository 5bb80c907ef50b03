package code

import "github.com/cpslab/cps/harness/card/text"

// Results of PKCS#11 (PKCS#11 v2.20, section 11.1; CryptolibCPS sources, misc.c).
const (
	CKRDeviceRemoved     = 0x32
	CKRFunctionCanceled  = 0x50
	CKRPINIncorrect      = 0xA0
	CKRPINLocked         = 0xA4
	CKRSessionInvalid    = 0xB3
	CKRUserNotLoggedIn   = 0x101
	CKRTokenNotPresent   = 0xE0
	CKRPINNotInitialized = 0x102
	CKRBadActua          = 0x80000001 // of the official module: an update of the card was interrupted
)

// ckrCodes are the results of PKCS#11 v2.20, with the texts of libp11 (p11_ckr.c),
// which OpenSSL prints, with what is known of those that the
// official module and OpenSC return before these cards (CryptolibCPS sources,
// misc.c and iso7816.c).
var ckrCodes = [...]Code{
	{Value: 0x1, Name: "CKR_CANCEL", Texts: []string{"Cancel"}},
	{Value: 0x2, Name: "CKR_HOST_MEMORY", Texts: []string{"Host memory error"}, Meaning: text.Text{FR: "Mémoire insuffisante sur le poste.", EN: "Not enough memory on the computer."}},
	{Value: 0x3, Name: "CKR_SLOT_ID_INVALID", Texts: []string{"Invalid slot ID"}},
	{Value: 0x5, Name: "CKR_GENERAL_ERROR", Texts: []string{"General Error"}},
	{Value: 0x6, Name: "CKR_FUNCTION_FAILED", Texts: []string{"Function failed"}},
	{Value: 0x7, Name: "CKR_ARGUMENTS_BAD", Texts: []string{"Invalid arguments"}, Meaning: text.Text{FR: "Paramètre d'appel refusé par le module, sans que la carte soit interrogée.", EN: "Call parameter refused by the module; the card was not asked."}},
	{Value: 0x8, Name: "CKR_NO_EVENT", Texts: []string{"No event"}},
	{Value: 0x9, Name: "CKR_NEED_TO_CREATE_THREADS", Texts: []string{"Need to create threads"}},
	{Value: 0xA, Name: "CKR_CANT_LOCK", Texts: []string{"Cannot lock"}},
	{Value: 0x10, Name: "CKR_ATTRIBUTE_READ_ONLY", Texts: []string{"Attribute read only"}},
	{Value: 0x11, Name: "CKR_ATTRIBUTE_SENSITIVE", Texts: []string{"Attribute sensitive"}},
	{Value: 0x12, Name: "CKR_ATTRIBUTE_TYPE_INVALID", Texts: []string{"Attribute type invalid"}},
	{Value: 0x13, Name: "CKR_ATTRIBUTE_VALUE_INVALID", Texts: []string{"Attribute value invalid"}},
	{Value: 0x20, Name: "CKR_DATA_INVALID", Texts: []string{"Data invalid"}, Meaning: text.Text{FR: "Données refusées par la carte (6A80, 6A86, 6A87, 6B00, 6987 ou 6988).", EN: "Data refused by the card (6A80, 6A86, 6A87, 6B00, 6987 or 6988)."}},
	{Value: 0x21, Name: "CKR_DATA_LEN_RANGE", Texts: []string{"Data len range"}, Meaning: text.Text{FR: "Longueur refusée par la carte (6700).", EN: "Length refused by the card (6700)."}},
	{Value: 0x30, Name: "CKR_DEVICE_ERROR", Texts: []string{"Device error"}},
	{Value: 0x31, Name: "CKR_DEVICE_MEMORY", Texts: []string{"Device memory"}},
	{Value: CKRDeviceRemoved, Name: "CKR_DEVICE_REMOVED", Texts: []string{"Device removed"}},
	{Value: 0x40, Name: "CKR_ENCRYPTED_DATA_INVALID", Texts: []string{"Encrypted data invalid"}},
	{Value: 0x41, Name: "CKR_ENCRYPTED_DATA_LEN_RANGE", Texts: []string{"Encrypted data len range"}},
	{Value: CKRFunctionCanceled, Name: "CKR_FUNCTION_CANCELED", Texts: []string{"Function canceled"}},
	{Value: 0x51, Name: "CKR_FUNCTION_NOT_PARALLEL", Texts: []string{"Function not parallel"}},
	{Value: 0x54, Name: "CKR_FUNCTION_NOT_SUPPORTED", Texts: []string{"Function not supported"}, Meaning: text.Text{FR: "Fonction que ce module, ou cette carte, n'a pas.", EN: "A function that this module, or this card, lacks."}},
	{Value: 0x60, Name: "CKR_KEY_HANDLE_INVALID", Texts: []string{"Key handle invalid"}},
	{Value: 0x62, Name: "CKR_KEY_SIZE_RANGE", Texts: []string{"Key size range"}},
	{Value: 0x63, Name: "CKR_KEY_TYPE_INCONSISTENT", Texts: []string{"Key type inconsistent"}, Meaning: text.Text{FR: "Clé et mécanisme ne vont pas ensemble, ou conditions refusées par la carte (6984, 6985, 6986 ou 6900).", EN: "Key and mechanism do not go together, or conditions refused by the card (6984, 6985, 6986 or 6900)."}},
	{Value: 0x64, Name: "CKR_KEY_NOT_NEEDED", Texts: []string{"Key not needed"}},
	{Value: 0x65, Name: "CKR_KEY_CHANGED", Texts: []string{"Key changed"}},
	{Value: 0x66, Name: "CKR_KEY_NEEDED", Texts: []string{"Key needed"}},
	{Value: 0x67, Name: "CKR_KEY_INDIGESTIBLE", Texts: []string{"Key indigestible"}},
	{Value: 0x68, Name: "CKR_KEY_FUNCTION_NOT_PERMITTED", Texts: []string{"Key function not permitted"}},
	{Value: 0x69, Name: "CKR_KEY_NOT_WRAPPABLE", Texts: []string{"Key not wrappable"}},
	{Value: 0x6A, Name: "CKR_KEY_UNEXTRACTABLE", Texts: []string{"Key unextractable"}},
	{Value: 0x70, Name: "CKR_MECHANISM_INVALID", Texts: []string{"Mechanism invalid"}},
	{Value: 0x71, Name: "CKR_MECHANISM_PARAM_INVALID", Texts: []string{"Mechanism param invalid"}},
	{Value: 0x82, Name: "CKR_OBJECT_HANDLE_INVALID", Texts: []string{"Object handle invalid"}},
	{Value: 0x90, Name: "CKR_OPERATION_ACTIVE", Texts: []string{"Operation active"}},
	{Value: 0x91, Name: "CKR_OPERATION_NOT_INITIALIZED", Texts: []string{"Operation not initialized"}},
	{Value: CKRPINIncorrect, Name: "CKR_PIN_INCORRECT", Texts: []string{"PIN incorrect"}},
	{Value: 0xA1, Name: "CKR_PIN_INVALID", Texts: []string{"PIN invalid"}},
	{Value: 0xA2, Name: "CKR_PIN_LEN_RANGE", Texts: []string{"Invalid PIN length"}},
	{Value: 0xA3, Name: "CKR_PIN_EXPIRED", Texts: []string{"PIN expired"}},
	{Value: CKRPINLocked, Name: "CKR_PIN_LOCKED", Texts: []string{"PIN locked"}},
	{Value: 0xB0, Name: "CKR_SESSION_CLOSED", Texts: []string{"Session closed"}},
	{Value: 0xB1, Name: "CKR_SESSION_COUNT", Texts: []string{"Session count"}},
	{Value: CKRSessionInvalid, Name: "CKR_SESSION_HANDLE_INVALID", Texts: []string{"Session handle invalid"}},
	{Value: 0xB4, Name: "CKR_SESSION_PARALLEL_NOT_SUPPORTED", Texts: []string{"Session parallel not supported"}},
	{Value: 0xB5, Name: "CKR_SESSION_READ_ONLY", Texts: []string{"Session read only"}},
	{Value: 0xB6, Name: "CKR_SESSION_EXISTS", Texts: []string{"Session exists"}},
	{Value: 0xB7, Name: "CKR_SESSION_READ_ONLY_EXISTS", Texts: []string{"Read-only session exists"}},
	{Value: 0xB8, Name: "CKR_SESSION_READ_WRITE_SO_EXISTS", Texts: []string{"Read/write SO session exists"}},
	{Value: 0xC0, Name: "CKR_SIGNATURE_INVALID", Texts: []string{"Signature invalid"}},
	{Value: 0xC1, Name: "CKR_SIGNATURE_LEN_RANGE", Texts: []string{"Signature len range"}},
	{Value: 0xD0, Name: "CKR_TEMPLATE_INCOMPLETE", Texts: []string{"Incomplete template"}},
	{Value: 0xD1, Name: "CKR_TEMPLATE_INCONSISTENT", Texts: []string{"Inconsistent template"}},
	{Value: CKRTokenNotPresent, Name: "CKR_TOKEN_NOT_PRESENT", Texts: []string{"No PKCS#11 token present"}},
	{Value: 0xE1, Name: "CKR_TOKEN_NOT_RECOGNIZED", Texts: []string{"PKCS#11 token not recognized"}},
	{Value: 0xE2, Name: "CKR_TOKEN_WRITE_PROTECTED", Texts: []string{"Token write protected"}},
	{Value: 0xF0, Name: "CKR_UNWRAPPING_KEY_HANDLE_INVALID", Texts: []string{"Unwrapping key handle invalid"}},
	{Value: 0xF1, Name: "CKR_UNWRAPPING_KEY_SIZE_RANGE", Texts: []string{"Unwrapping key size range"}},
	{Value: 0xF2, Name: "CKR_UNWRAPPING_KEY_TYPE_INCONSISTENT", Texts: []string{"Unwrapping key type inconsistent"}},
	{Value: 0x100, Name: "CKR_USER_ALREADY_LOGGED_IN", Texts: []string{"User already logged in"}},
	{Value: CKRUserNotLoggedIn, Name: "CKR_USER_NOT_LOGGED_IN", Texts: []string{"User not logged in"}},
	{Value: CKRPINNotInitialized, Name: "CKR_USER_PIN_NOT_INITIALIZED", Texts: []string{"User pin not initialized"}},
	{Value: 0x103, Name: "CKR_USER_TYPE_INVALID", Texts: []string{"User type invalid"}},
	{Value: 0x104, Name: "CKR_USER_ANOTHER_ALREADY_LOGGED_IN", Texts: []string{"User another is already logged in"}},
	{Value: 0x105, Name: "CKR_USER_TOO_MANY_TYPES", Texts: []string{"User too many types"}},
	{Value: 0x110, Name: "CKR_WRAPPED_KEY_INVALID", Texts: []string{"Wrapped key invalid"}},
	{Value: 0x112, Name: "CKR_WRAPPED_KEY_LEN_RANGE", Texts: []string{"Wrapped key len range"}},
	{Value: 0x113, Name: "CKR_WRAPPING_KEY_HANDLE_INVALID", Texts: []string{"Wrapping key handle invalid"}},
	{Value: 0x114, Name: "CKR_WRAPPING_KEY_SIZE_RANGE", Texts: []string{"Wrapping key size range"}},
	{Value: 0x115, Name: "CKR_WRAPPING_KEY_TYPE_INCONSISTENT", Texts: []string{"Wrapping key type inconsistent"}},
	{Value: 0x120, Name: "CKR_RANDOM_SEED_NOT_SUPPORTED", Texts: []string{"Random seed not supported"}},
	{Value: 0x121, Name: "CKR_RANDOM_NO_RNG", Texts: []string{"Random no rng"}},
	{Value: 0x130, Name: "CKR_DOMAIN_PARAMS_INVALID", Texts: []string{"Domain params invalid"}},
	{Value: 0x150, Name: "CKR_BUFFER_TOO_SMALL", Texts: []string{"Buffer too small"}, Meaning: text.Text{FR: "Le programme a donné trop peu de place pour la réponse.", EN: "The program gave too little room for the answer."}},
	{Value: 0x160, Name: "CKR_SAVED_STATE_INVALID", Texts: []string{"Saved state invalid"}},
	{Value: 0x170, Name: "CKR_INFORMATION_SENSITIVE", Texts: []string{"Information sensitive"}},
	{Value: 0x180, Name: "CKR_STATE_UNSAVEABLE", Texts: []string{"State unsaveable"}},
	{Value: 0x190, Name: "CKR_CRYPTOKI_NOT_INITIALIZED", Texts: []string{"Cryptoki not initialized"}},
	{Value: 0x191, Name: "CKR_CRYPTOKI_ALREADY_INITIALIZED", Texts: []string{"Cryptoki already initialized"}},
	{Value: 0x1A0, Name: "CKR_MUTEX_BAD", Texts: []string{"Mutex bad"}},
	{Value: 0x1A1, Name: "CKR_MUTEX_NOT_LOCKED", Texts: []string{"Mutex not locked"}},
	{Value: CKRBadActua, Name: "CKR_ASIP_BAD_EF_ACTUA"},
}
