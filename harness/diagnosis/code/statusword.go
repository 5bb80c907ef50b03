package code

import (
	"github.com/cpslab/cps/harness/card/apdu"
	"github.com/cpslab/cps/harness/card/text"
)

// statusWords are those that tell of the card's state (ISO/IEC 7816-4, 5.1.3;
// CPS2TER: CryptolibCPS sources, cps2ter_errors). Without a meaning of their own
// they mean what apdu says.
var statusWords = [...]Code{
	{Value: 0x63C1, Mask: 0xF},
	{Value: 0x63C0},
	{Value: 0x6982},
	{Value: 0x6983},
	{Value: 0x6985},
	{Value: 0x6A82},
	{Value: 0x9404},
	{Value: int64(apdu.SWCPS2terPINNotActive), Meaning: text.Text{FR: "CPS2TER : code non activé.", EN: "CPS2TER: PIN not activated."}},
	{Value: int64(apdu.SWCPS2terRefused), Meaning: text.Text{FR: "CPS2TER : code erroné après une présentation de code, accès interdit sinon.", EN: "CPS2TER: wrong PIN behind the presentation of one, access not allowed elsewhere."}},
	{Value: int64(apdu.SWCPS2terPINInvalid), Meaning: text.Text{FR: "CPS2TER : invalidé.", EN: "CPS2TER: invalidated."}},
	{Value: int64(apdu.SWCPS2terPINBlocked), Meaning: text.Text{FR: "CPS2TER : code bloqué.", EN: "CPS2TER: PIN locked."}},
}

// Answerable reports whether a card of these families can answer sw: the
// interindustry words of ISO/IEC 7816-4, 5.1.3, and those of CPS2ter.
func Answerable(sw apdu.SW) bool {
	switch sw.SW1() {
	case 0x61, 0x62, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6A, 0x6B, 0x6C, 0x6D, 0x6E, 0x6F, 0x94, 0x98, 0x9F:
		return true
	default:
		return sw.OK()
	}
}
