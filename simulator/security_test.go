package simulator

import (
	"strings"
	"testing"

	"github.com/cpslab/cps/harness/card"
)

// TestSecurityEnvironment plays what a card refuses, and what ends an
// environment.
func TestSecurityEnvironment(t *testing.T) {
	t.Parallel()
	const (
		signSHA256 = "002241B606800142840181"
		authentic  = "002241A406800102840182"
		decipher   = "002241B80680011A840182"
		technical  = "002241A406840183800102"
		hash256    = "002A9E9A20" + "00112233445566778899AABBCCDDEEFF00112233445566778899AABBCCDDEEFF"
	)
	cryptogram := strings.Repeat("00", 254)
	tests := []struct {
		name  string
		face  card.Face
		steps []exchange
	}{
		{"no PIN", card.FaceCPS3, []exchange{
			{"00A4040C" + aidCPx, "9000"},
			{signSHA256, "9000"},
			{hash256, "6982"},
			{authentic, "9000"},
			{"0088000001FF", "6982"},
			{decipher, "9000"},
			{"102A8086FF81" + cryptogram, "9000"},
			{"002A8086020000", "6982"},
			{technical, "9000"},
			{"0088000001FF", "6100"},
		}},
		{"a wrong PIN takes the key away", card.FaceCPS3, []exchange{
			{"00A4040C" + aidCPx, "9000"},
			{verifyPIN, "9000"},
			{authentic, "9000"},
			{"0088000001FF", "6100"},
			{"002000010439393939", "63C2"},
			{"0088000001FF", "6982"},
		}},
		{"references", card.FaceCPS3, []exchange{
			{authentic, "6A88"}, // the MF is current
			{"00A4040C" + aidCPx, "9000"},
			{"002241A406800102840184", "6A88"},
			{"002241A406800102840102", "6A88"},
			{"002241A406800102840181", "6A80"},   // the signature key does not authenticate
			{"002241B606800102840181", "6A80"},   // nor sign anything
			{"002241B606800142840182", "6A80"},   // the authentication key does not sign
			{"002241B80680011A840183", "6A80"},   // the technical key does not decipher
			{"002241B606800128840181", "6A80"},   // an algorithm of another generation
			{"002241AA03800142", "6A80"},         // no hash
			{"002241AA06800140840181", "6A80"},   // a hash has no key
			{"002241AA03840181", "6A80"},         // and needs an algorithm
			{"002241A403840182", "6A80"},         // so does every other template
			{"002241A403800102", "6A80"},         // and a key
			{"002241A4", "6A80"},                 // nothing
			{"002241A406800102840282", "6A80"},   // malformed
			{"002241A40780010284018200", "6A80"}, // trailing
			{"002281A406800102840182", "6B00"},
			{"002241B406800102840182", "6B00"},
			{"002A9E9B00", "6B00"},
		}},
		{"SELECT ends it", card.FaceCPS3, []exchange{
			{"00A4040C" + aidCPx, "9000"},
			{verifyPIN, "9000"},
			{authentic, "9000"},
			{"00A4090C043F00FFFF", "6A82"}, // nothing moved
			{"0088000001FF", "6100"},
			{"00A4090C063F000001D101", "9000"},
			{"0088000001FF", "6985"},
		}},
		{"reset ends it", card.FaceCPS3, []exchange{
			{"00A4040C" + aidCPx, "9000"},
			{verifyPIN, "9000"},
			{authentic, "9000"},
			{"reset", ""},
			{"0088000001FF", "6985"},
		}},
		{"hash", card.FaceCPS3, []exchange{
			{"00A4040C" + aidCPx, "9000"},
			{verifyPIN, "9000"},
			{"002A90A005900080" + "01FF", "6985"}, // no hash chosen
			{signSHA256, "9000"},
			// Nothing hashed, then the size of another hash.
			{"002A9E9A00", "6985"},
			{"002A9E9A1400112233445566778899AABBCCDDEEFF00112233", "6A80"},
			{"002241AA03800110", "9000"},
			{"002A90A005900080" + "01FF", "9000"},
			{"002A9E9A00", "6985"}, // SHA-1 for a signature over SHA-256
			{"002241AA03800140", "9000"},
			{"002A90A005900080" + "01FF", "9000"},
			{"002A9E9A", "6100"},
			{"002A9E9A00", "6985"}, // used up
			{"002A90A00480000000", "6A80"},
			{"002A90A0029000", "6A80"},
			{"002A90A00690008001FF00", "6A80"},
			{"002A90A04590008041" + strings.Repeat("00", 65), "6A80"}, // longer than a block
			{"002A90A02D9028" + strings.Repeat("00", 32) + "00000000000002018001FF", "6A80"},  // no whole block
			{"002A90A02D9028" + strings.Repeat("00", 32) + "00000000000000008001FF", "6A80"},  // no block
			{"002A90A0219 01C" + strings.Repeat("00", 20) + "00000000000002008001FF", "6A80"}, // the state of SHA-1
			{"002A90A02C9028" + strings.Repeat("00", 32) + "00000000000002008000", "6A80"},    // no last block
			{"002A90A02D9028" + strings.Repeat("00", 32) + "00000000000002008001FF", "9000"},  // right
			{"002241AA03800140", "9000"}, // a new template
			{"002A9E9A00", "6985"},
		}},
		{"decipherment", card.FaceCPS3, []exchange{
			{"00A4040C" + aidCPx, "9000"},
			{verifyPIN, "9000"},
			{"102A8086FF81" + cryptogram, "9000"},
			{"002A8086020000", "6985"}, // no key chosen
			{decipher, "9000"},
			{"102A8086FF81" + cryptogram, "9000"},
			{"002A80860100", "6700"},
			{"102A8086FF81" + cryptogram, "9000"},
			{"002A8086020000", "6A80"}, // no padding inside
			{"102A8086FF00" + cryptogram, "9000"},
			{"002A8086020000", "6A80"}, // no indicator
		}},
		{"key objects", card.FaceCPS3, []exchange{
			{"00A4040C" + aidCPx, "9000"},
			{"00CB3FFF0A4D087006BF900102A08000", "701CBF900118A01080020100A10A8C087F11FFFFFFFFFF007F48038001029000"},
			{"00CB3FFF0B4D097007BF9002037F488000", "701CBF900218A01080020100A10A8C087FFF1111FFFFFF007F48038001029000"},
			{"00CB3FFF0A4D087006BF900302A08000", "701CBF900318A01080020100A10A8C087FFF00FFFFFFFF007F48038001029000"},
			{"00CB3FFF0A4D087006BF900402A08000", "6A88"},
			{"00CB3FFF0A4D087006BF908102A08000", "6A88"},
			{"00CB3FFF0A4D087006BF900102A18000", "6A88"},
		}},
		{"contactless", card.FaceCPS3Contactless, []exchange{
			{"00A4040C" + aidContactless, "9000"},
			{signSHA256, "6A88"},
			{authentic, "6A88"},
			{technical, "9000"},
			{"00A4090C063F000002A001", "6A82"},
			{"00A4090C063F000002A002", "6A82"},
		}},
		{"CPS4", card.FaceCPS4, []exchange{
			{"01A4040C" + aidIAS, "9000"},
			{"01A4040C" + aidCPx, "9000"},
			{"012281B60491022810", "6A80"}, // the hash is not given
			{"012281B60491024290", "6A80"}, // an algorithm of another generation
			{"012281B60491022891", "6A88"},
			{"012281B6049102" + "28A0", "6A80"}, // the authentication key signs with PSS only
			{"012241B803830110", "6A80"},        // the signature key deciphers nothing
			{"012241B803830130", "6A88"},
			{"012241B80491020020", "6A80"},
			{"012241A403830120", "6A80"}, // no key authenticates in this way
			{"012240B803830120", "6B00"},
			{"012241B803830120", "9000"},
			{"112A8086FF00" + cryptogram, "9000"},
			{"012A8086010000", "6982"},
			{verifyPINCPS4, "9000"},
			{"012A8086010000", "6700"},
			{"112A8086FFFF" + strings.Repeat("FF", 254), "9000"},
			{"012A808601FF00", "6A80"}, // not below the modulus
			{"012A90A005900080" + "01FF", "6B00"},
			{"0188000001FF00", "6D00"},
			{"01A4040C07A0000001510000", "9000"},
			{"01A4040C" + aidIAS, "9000"},
			{"01A4040C" + aidCPx, "9000"},
			{"112A8086FF00" + cryptogram, "9000"},
			{"012A8086010000", "6985"},
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			play(t, mustNew(t, healthy(test.face)), test.steps)
		})
	}
}
