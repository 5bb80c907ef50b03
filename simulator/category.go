package simulator

import (
	"fmt"
	"strings"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/text"
)

// checkCategory refuses a card that would not be a test card, whether the
// category is given or hidden in raw bytes. An object without a category stays
// possible: it is a defect worth simulating.
func checkCategory(p Personalisation) error {
	if raw, ok := p.Raw[ObjectID]; !ok || raw.asMade() {
		if err := wantTest("ID.Category", p.ID.Category); err != nil {
			return err
		}
	}
	for name, raw := range p.Raw {
		if raw.Absent || len(raw.Bytes) == 0 {
			continue
		}
		// A directory given as bytes may call any file the identity.
		if name == ObjectID || raw.Bytes[0] == tagIDCard {
			if err := wantTest("Raw", rawCategory(raw.Bytes)); err != nil {
				return err
			}
		}
	}
	return nil
}

// wantTest refuses a category that is there and is not a test category.
func wantTest(field string, c card.Category) error {
	if strings.TrimSpace(string(c)) == "" || c.Test() {
		return nil
	}
	return unfit(field, text.Of("la catégorie %q n'est pas de test ; une carte simulée est une carte de test, 80, 82 ou 83",
		"category %q is not a test category; a simulated card is a test card, 80, 82 or 83", string(c)))
}

// rawCategory finds the category of raw bytes: what the decoder says of a clean
// object; else the first field that a reader could take for a real category;
// else what could be decoded.
func rawCategory(b []byte) card.Category {
	id, deviations, err := card.DecodeIDCard(b)
	if err == nil && len(deviations) == 0 {
		return id.Category
	}
	for i := 0; i+2 < len(b); i++ {
		if b[i] == tagCategory && b[i+1] == 1 {
			c := card.Category(fmt.Sprintf("%02X", b[i+2]))
			if c == card.CategoryReal || c == card.CategoryModule || c == card.CategorySoftware {
				return c
			}
		}
	}
	if err != nil {
		return ""
	}
	return id.Category
}

// Tags of CPS_ID_CARD: the object and its category.
const (
	tagIDCard   = 0xE3
	tagCategory = 0x82
)
