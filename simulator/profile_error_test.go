package simulator

import (
	"errors"
	"strings"
	"testing"

	"github.com/cpslab/cps/harness/card/text"
)

// A profile error says the same in both languages, with the values that it names.
func TestProfileErrorsInBothLanguages(t *testing.T) {
	t.Parallel()
	const base = "extends: cps3-healthy\n"
	for _, c := range []struct{ src, fr, hintFR, en, hintEN string }{
		{base + "activities: {}", "activities: attendu une liste, et c'est un ensemble de clés", "une ligne « - » par élément, ou [] pour aucun", "activities: want a list, not a mapping", "write one \"- \" line per item, or [] for none"},
		{base + "activities: [{mode: replacement, adeli_speciality: \"10\", qualification: \"01\"}]", "activities[0].level: manque", "l'octet qui précède la spécialité ADELI, par exemple « \"00\" »", "activities[0].level: missing", "the byte in front of the ADELI speciality, \"00\" for instance"},
		{base + "activities: [{mode: replacement, level: \"00\", qualification: \"01\"}]", "activities[0].adeli_speciality: manque", "les deux chiffres qui précèdent la qualification, par exemple « \"00\" »", "activities[0].adeli_speciality: missing", "the two digits in front of the qualification, \"00\" for instance"},
		{base + "id_card: {number: 12}", "id_card.number: attendu 10 chiffres", "des octets d'une autre forme se donnent sous raw", "id_card.number: want 10 digits", "bytes of any other shape can be given under raw"},
		{base + "atr: 00", "atr: attendu de 2 à 33 octets en hexadécimal, le premier 3B ou 3F", "« mute: true » donne une carte sans ATR", "atr: want 2 to 33 bytes in hexadecimal, the first 3B or 3F", "\"mute: true\" makes a card without ATR"},
		{base + "mute: maybe", "mute: attendu true ou false", "sans guillemets", "mute: want true or false", "without quotes"},
		{base + "certificates: {signature: {key: mine}}", "certificates.signature.key: attendu own ou other", "un de : own, other", "certificates.signature.key: want own or other", "one of own, other"},
		{base + "info: {id_type: rps}", "info.id_type: attendu un code de 1 chiffres, ou son nom", "vouliez-vous dire « rpps » ? Possibles : adeli, adeli-practice, finess, siren, siret, rpps-practice, rpps, student ; ou 1 chiffres", "info.id_type: want a code of 1 digits, or its name", "did you mean \"rpps\"? Possible: adeli, adeli-practice, finess, siren, siret, rpps-practice, rpps, student; or 1 digits"},
		{base + "name: {family: }", "name.family: attendu une valeur, et c'est vide", `"" pour un texte vide ; supprimez la clé pour la valeur par défaut`, "name.family: want a value, not nothing", `"" for an empty text; remove the key for the default`},
		{base + "name: {family: 日本}", "name.family: la carte ne peut pas tenir '日' : ses textes sont en ISO-8859-1", "", "name.family: the card cannot hold '日': its texts are ISO-8859-1", ""},
		{base + "pin: {left: 9}", "pin.left: attendu un nombre de 0 à 3", "", "pin.left: want a number from 0 to 3", ""},
		{base + "face: cps5", "face: interface de puce inconnue", "vouliez-vous dire « cps3 » ? Possibles : ", "face: no such chip interface", "did you mean \"cps3\"? Possible: "},
		{base + "language: fr", "language: attendu deux capitales de l'ISO 639, comme FR", "", "language: want two capitals of ISO 639, such as FR", ""},
		{base + "id_card: {expires: demain}", "id_card.expires: ni un jour du calendrier, ni une durée à partir d'aujourd'hui", "2026-11-22, now, -4y, +20d, -3y-2m, ou l'un d'eux avec end-of-month", "id_card.expires: not a day of the calendar, nor a time from now", "2026-11-22, now, -4y, +20d, -3y-2m, or one of these with end-of-month"},
		{"extends: p.yaml\n", "extends: un profil ne peut pas s'étendre lui-même : p.yaml → p.yaml", "", "extends: a profile cannot extend itself: p.yaml → p.yaml", ""},
		{"extends: cps3-helthy\n", "extends: aucune carte simulée de ce nom", "vouliez-vous dire « cps3-healthy » ?", "extends: no such preset", "did you mean \"cps3-healthy\"?"},
		{"- a\n", "un profil est fait de clés, et c'est une liste", "commencez par « extends: cps3-healthy »", "a profile is a mapping of keys, not a list", "start from \"extends: cps3-healthy\""},
	} {
		_, err := ParseProfile("p.yaml", []byte(c.src+"\n"), nil)
		message, hint := text.Said(err)
		for _, said := range []struct{ lang, got, want, hint, wantHint string }{
			{"fr", message.FR, c.fr, hint.FR, c.hintFR}, {"en", message.EN, c.en, hint.EN, c.hintEN},
		} {
			first, _, _ := strings.Cut(said.got, "\n")
			if !strings.HasPrefix(first, "p.yaml:") || !strings.HasSuffix(first, ": "+said.want) {
				t.Errorf("%q, %s: %q, want %q", c.src, said.lang, first, said.want)
			}
			if said.hint != said.wantHint && (said.wantHint == "" || !strings.HasPrefix(said.hint, said.wantHint)) {
				t.Errorf("%q, %s: hint %q, want %q", c.src, said.lang, said.hint, said.wantHint)
			}
		}
		if !text.IsBadInput(err) {
			t.Errorf("%q: not bad input", c.src)
		}
	}
}

// The line at fault stands below the message, in both languages.
func TestProfileErrorShowsTheLine(t *testing.T) {
	t.Parallel()
	_, err := ParseProfile("mine.yaml", []byte("extends: cps3-healthy\nface: cps5\n"), nil)
	message, _ := text.Said(err)
	const line = "\n    2 | face: cps5\n      |       ^"
	if want := (text.Text{FR: "mine.yaml:2:7: face: interface de puce inconnue" + line, EN: "mine.yaml:2:7: face: no such chip interface" + line}); message != want {
		t.Errorf("%+v, want %+v", message, want)
	}
	if !strings.HasPrefix(err.Error(), message.EN+"\n  hint: did you mean") {
		t.Errorf("Error says %q", err)
	}
}

// An error of a card lets the cause speak in French, where it does.
func TestCardErrorsInBothLanguages(t *testing.T) {
	t.Parallel()
	_, unfitting := New(Personalisation{Face: 9})
	for _, c := range []struct {
		err    error
		fr, en string
	}{
		{unfitting, "carte simulée : Face : 9 n'est pas une interface de puce", "simulator: personalise: Face: 9 is no face"},
		{mute("reset"), "la carte est muette", "simulator: reset: nothing was exchanged; a mute card needs another card: the card gives no answer to reset"},
		{&Error{Op: "load", Err: &StateError{Op: "bind", Path: "x", Err: ErrStateOtherCard}}, "fichier d'état x : c'est l'état d'une autre carte", "simulator: load: state file x: bind: the state of another card"},
		{&StateError{Op: "open", Path: "x.state", Err: ErrStateInUse}, "fichier d'état x.state : utilisé par une autre carte", "state file x.state: open: in use by another card"},
		{&StateError{Op: "load", Path: "x", Err: ErrStateDamaged, Reason: text.Of("plus de 9 octets", "longer than 9 bytes")}, "fichier d'état x : ce n'est pas un état intact : plus de 9 octets", "state file x: load: no intact state file: longer than 9 bytes"},
		{&StateError{Op: "open", Path: "x", Err: errors.New("said by nobody")}, "fichier d'état x : said by nobody", "state file x: open: said by nobody"},
	} {
		message, _ := text.Said(c.err)
		if want := (text.Text{FR: c.fr, EN: c.en}); message != want || c.err.Error() != c.en {
			t.Errorf("%+v, want %+v", message, want)
		}
	}
}
