package fact

import (
	"strings"

	"github.com/cpslab/cps/harness/card/text"
)

// Form says how the value of the fact is written: "AAAA-MM-JJ", or the values of a
// choice with bars between them.
func (k *Key) Form() text.Text {
	switch k.Type {
	case TypeChoice:
		return text.Same(strings.Join(k.Values, "|"))
	case TypeYesNo:
		return text.Text{FR: "oui|non", EN: "yes|no"}
	case TypeDate:
		return text.Text{FR: "AAAA-MM-JJ", EN: "YYYY-MM-DD"}
	case TypeMonth:
		return text.Text{FR: "AAAA-MM", EN: "YYYY-MM"}
	case TypeNumber:
		return text.Text{FR: "NOMBRE", EN: "NUMBER"}
	case TypeActivity:
		return text.Text{FR: "NUMÉRO|none", EN: "NUMBER|none"}
	case TypeVersion:
		return text.Same("X.Y.Z|none")
	case TypeDepartement:
		return text.Same("DÉPARTEMENT")
	case TypeSSV:
		return text.Same("61444|F004")
	case TypeGALSS:
		return text.Same("2048|8001")
	case TypeSW:
		return text.Same("6983")
	case TypeCKR:
		return text.Same("CKR_…|0x…")
	case TypeList:
		return text.Text{FR: "TEXTE,TEXTE…", EN: "TEXT,TEXT…"}
	default:
		return text.Text{FR: "TEXTE", EN: "TEXT"}
	}
}

// Meanings says in French what the values of a choice mean; the English words are
// their own meaning. It is zero when there is nothing to add.
func (k *Key) Meanings() text.Text {
	var said []string
	for _, v := range k.Values {
		if word := k.Meaning(v); word != "" {
			said = append(said, v+" : "+word)
		}
	}
	return text.Text{FR: strings.Join(said, " ; ")}
}

// Completions are the values to offer to somebody who types one, none for free text.
func (k *Key) Completions() []string {
	switch k.Type {
	case TypeYesNo:
		return []string{"yes", "no", "oui", "non"}
	case TypeActivity, TypeVersion:
		return []string{"none"}
	default: // a choice has its values, anything else none
		return k.Values
	}
}
