package main

import (
	"cmp"
	"errors"
	"regexp"
	"strings"

	"github.com/cpslab/cps/simulator"
)

// profileInFrench says what is wrong in a profile, with the user's own line.
func profileInFrench(err error) (text, hint string) {
	e, ok := errors.AsType[*simulator.ProfileError](err)
	if !ok {
		return "", ""
	}
	why, known := profilePhrases.french(e.Reason)
	if !known {
		return "", ""
	}
	hint, _ = profilePhrases.french(e.Hint)
	if e.Line == 0 && e.Reason == "no such preset" {
		return "« " + e.File + " » : " + why, hint
	}
	if e.Line == 0 {
		return because(e.File+" : "+why, e.Err), hint
	}
	shown := *e
	shown.Reason, shown.Hint, shown.Err = because(why, e.Err), "", nil
	return shown.Error(), hint
}

// phrases translate sentences that the packages below make with values in them.
type phrases []phrase

// phrase is a sentence: "{}" stands for a value, which keeps its place.
type phrase struct{ en, fr string }

// french returns the sentence in French; one that no phrase fits stays as it is.
// Values that are phrases themselves are translated too.
func (p phrases) french(s string) (fr string, known bool) {
	for _, one := range p {
		values, ok := one.match(s)
		if !ok {
			continue
		}
		fr = one.fr
		for _, v := range values {
			v, _ = p.french(v)
			fr = strings.Replace(fr, "{}", v, 1)
		}
		return fr, true
	}
	return s, s == ""
}

// match returns the values that stand in a sentence of this shape.
func (p phrase) match(s string) (values []string, ok bool) {
	parts := strings.Split(p.en, "{}")
	if len(parts) == 1 {
		return nil, s == p.en
	}
	for i := range parts {
		parts[i] = regexp.QuoteMeta(parts[i])
	}
	found := regexp.MustCompile("(?s)^" + strings.Join(parts, "(.+?)") + "$").FindStringSubmatch(s)
	return found[min(1, len(found)):], found != nil
}

// profilePhrases are the reasons and hints of a simulator.ProfileError. The
// longer of two that fit stands first.
var profilePhrases = phrases{
	// the file as a whole
	{"no such preset", "aucune carte simulée de ce nom"},
	{"cannot be read", "illisible"},
	{"is not a file", "n'est pas un fichier"},
	{"larger than {} KiB", "plus de {} Kio"},
	{"only a file of the same folder can be extended", "seul un fichier du même dossier peut être étendu (extends)"},
	{"give its name without a folder", "donnez son nom sans dossier"},
	{"a name without .yaml is a preset; see the list of presets", "un nom sans .yaml est celui d'une carte simulée ; cpslab presets en donne la liste"},
	{"list the presets, or name a file that ends in .yaml", "cpslab presets donne la liste ; un fichier se termine par .yaml"},

	// YAML
	{"not UTF-8", "n'est pas en UTF-8"},
	{"save the file as UTF-8", "enregistrez le fichier en UTF-8"},
	{"UTF-16, not UTF-8", "en UTF-16 et non en UTF-8"},
	{"control character", "caractère de commande"},
	{"remove it", "supprimez-le"},
	{"not readable as YAML: {}", "illisible comme YAML : {}"},
	{"not readable as YAML", "illisible comme YAML"},
	{"check indentation, colons and quotes of this line and the one above", "vérifiez le retrait, les deux-points et les guillemets de cette ligne et de celle du dessus"},
	{"want one YAML document", "attendu un seul document YAML"},
	{"start from \"extends: cps3-healthy\"", "commencez par « extends: cps3-healthy »"},
	{"anchors and aliases are not taken", "les ancres et les alias ne sont pas admis"},
	{"tags and directives are not taken", "les étiquettes et les directives ne sont pas admises"},
	{"merge keys and complex keys are not taken", "les clés de fusion et les clés composées ne sont pas admises"},
	{"use extends to share between profiles", "extends sert à partager entre profils"},
	{"too deeply nested", "trop d'imbrications"},
	{"not a value that a profile can hold", "ce n'est pas une valeur pour un profil"},
	{"the same key twice", "deux fois la même clé"},
	{"keep one of the two", "n'en gardez qu'une"},

	// extends
	{"a profile is a mapping of keys, not {}", "un profil est fait de clés, et c'est {}"},
	{"want the name of a profile", "attendu le nom d'un profil"},
	{"\"extends: cps3-healthy\", or leave it out for a whole card", "« extends: cps3-healthy », ou rien pour une carte entière"},
	{"a profile cannot extend itself: {}", "un profil ne peut pas s'étendre lui-même : {}"},
	{"the chain of extends is too long", "trop de profils étendus l'un après l'autre"},

	// keys and kinds of values
	{"unknown key", "clé inconnue"},
	{"missing", "manque"},
	{"given twice", "donné deux fois"},
	{"either national_id, or id_type and id", "ou national_id, ou id_type et id"},
	{"given with bytes of the same certificate", "donné avec des octets du même certificat"},
	{"either absent or raw", "ou absent, ou raw"},
	{"want a mapping of keys, not {}", "attendu des clés, et c'est {}"},
	{"want a list, not {}", "attendu une liste, et c'est {}"},
	{"want a value, not {}", "attendu une valeur, et c'est {}"},
	{"a value", "une valeur"},
	{"nothing", "vide"},
	{"a list", "une liste"},
	{"a mapping", "un ensemble de clés"},
	{"keys: {}", "clés : {}"},
	{"write one \"- \" line per item, or [] for none", "une ligne « - » par élément, ou [] pour aucun"},
	{"\"\" for an empty text; remove the key for the default", "\"\" pour un texte vide ; supprimez la clé pour la valeur par défaut"},
	{"more than {} items", "plus de {} éléments"},
	{"more than {} bytes", "plus de {} octets"},

	// values
	{"{} characters, the field holds {}", "{} caractères, le champ en tient {}"},
	{"the card cannot hold {}: its texts are ISO-8859-1", "la carte ne peut pas tenir {} : ses textes sont en ISO-8859-1"},
	{"want {} to {} digits", "attendu de {} à {} chiffres"},
	{"want {} hexadecimal digits", "attendu {} chiffres hexadécimaux"},
	{"want a code of {} digits, or its name", "attendu un code de {} chiffres, ou son nom"},
	{"want a code of {} digits", "attendu un code de {} chiffres"},
	{"want {} digits", "attendu {} chiffres"},
	{"bytes of any other shape can be given under raw", "des octets d'une autre forme se donnent sous raw"},
	{"want a number from {} to {}", "attendu un nombre de {} à {}"},
	{"want true or false", "attendu true ou false"},
	{"without quotes", "sans guillemets"},
	{"want {} to {} bytes in hexadecimal, the first 3B or 3F", "attendu de {} à {} octets en hexadécimal, le premier 3B ou 3F"},
	{"want {} to {} bytes in hexadecimal", "attendu de {} à {} octets en hexadécimal"},
	{"want {} to {} bytes", "attendu de {} à {} octets"},
	{"or absent, empty, unreadable, zeros:64, ff:64", "ou absent, empty, unreadable, zeros:64, ff:64"},
	{"\"mute: true\" makes a card without ATR", "« mute: true » donne une carte sans ATR"},
	{"want a rule such as CPS-DAM-001", "attendu une règle, comme CPS-DAM-001"},
	{"want two capitals of ISO 639, such as FR", "attendu deux capitales de l'ISO 639, comme FR"},
	{"want {}, or the two dates", "attendu {}, ou les deux dates"},

	// dates
	{"not a day of the calendar, nor a time from now", "ni un jour du calendrier, ni une durée à partir d'aujourd'hui"},
	{"2026-11-22, now, -4y, +20d, -3y-2m, or one of these with end-of-month", "2026-11-22, now, -4y, +20d, -3y-2m, ou l'un d'eux avec end-of-month"},
	{"falls in the year {}", "tombe en l'an {}"},
	{"cards carry the years 1900 to 2999", "une carte porte les années 1900 à 2999"},
	{"{} is before the day of issue, {}", "{} précède le jour d'émission, {}"},
	{"leave it out for the lifetime of the generation", "sans cette clé, la carte a la durée de vie de sa génération"},
	{"{} is before the first day, {}", "{} précède le premier jour, {}"},
	{"give not_before too", "donnez aussi not_before"},
	{"both dates make a finished update; \"actua: interrupted\" makes the other", "les deux dates font une mise à jour finie ; « actua: interrupted » fait l'autre"},

	// what a card needs
	{"no such chip interface", "interface de puce inconnue"},
	{"\"face: cps3\", or extend a preset that has one", "« face: cps3 », ou étendez une carte simulée qui en a une"},
	{"an unknown face needs the ATR that nobody knows", "à une interface inconnue il faut l'ATR que personne ne connaît"},
	{"a card has at least {}", "une carte a au moins {}"},
	{"the ten digits of the card number", "les dix chiffres du numéro de carte"},
	{"the day of issue, such as -1y", "le jour d'émission, comme -1y"},
	{"simulated cards are always TEST cards", "une carte simulée est toujours une carte de TEST"},
	{"write 80 or test: a card that calls itself real could be taken for one", "écrivez 80 ou test : une carte qui se dit réelle pourrait passer pour telle"},
	{"the identifier without its type digit", "l'identifiant sans son chiffre de type"},
	{"two activities have the number {}", "deux activités ont le numéro {}"},
	{"the logical number of the activity it belongs to", "le numéro logique de l'activité dont elle dépend"},

	// the verdict that is expected
	{"want a verdict", "attendu un verdict"},
	{"nothing speaks above INFO when the verdict is ok", "rien ne parle au-dessus d'INFO quand le verdict est ok"},
	{"rules at INFO go under findings", "les règles d'INFO vont sous findings"},
	{"the rule of the first finding", "la règle du premier constat"},
	{"the verdict {} exits with {}", "le verdict {} donne le code de retour {}"},

	// choices
	{"did you mean \"{}\"? Possible: {}", "vouliez-vous dire « {} » ? Possibles : {}"},
	{"did you mean \"{}\"?", "vouliez-vous dire « {} » ?"},
	{"one of {}; or {} digits", "un de : {} ; ou {} chiffres"},
	{"one of {}", "un de : {}"},
	{"{}; or {} digits", "{} ; ou {} chiffres"},
	{"want {} or {}", "attendu {} ou {}"},
	{"want {}", "attendu {}"},
}

// stateInFrench says what is wrong with the file of a kept card.
func stateInFrench(err error) (text, hint string) {
	e, ok := errors.AsType[*simulator.StateError](err)
	if !ok {
		return "", ""
	}
	why, fits := "", false
	for _, known := range [...]struct {
		err        error
		text, hint string
	}{
		{simulator.ErrStateInUse, "utilisé par une autre carte", "finissez l'autre carte, ou donnez à celle-ci son propre fichier"},
		{simulator.ErrStateOtherCard, "c'est l'état d'une autre carte", "donnez à cette carte son propre fichier ; un fichier garde une carte"},
		{simulator.ErrStateDamaged, "ce n'est pas un état intact", "supprimez le fichier pour repartir d'une carte neuve, tous ses essais restants"},
		{simulator.ErrStateVersion, "version inconnue", "supprimez le fichier pour repartir d'une carte neuve, tous ses essais restants"},
		{simulator.ErrStateExposed, "d'autres que son propriétaire peuvent l'ouvrir", "les codes y sont en clair : qu'il soit à vous, en 0600 (chmod 600)"},
	} {
		if errors.Is(e.Err, known.err) {
			why, hint, fits = known.text, known.hint, true
		}
	}
	if !fits {
		why, _ = statePhrases.french(systemInFrench(e.Err))
	}
	if e.Reason != "" {
		more, _ := statePhrases.french(e.Reason)
		why += " : " + more
	}
	return "fichier d'état " + e.Path + " : " + cmp.Or(why, e.Op), hint
}

// statePhrases are the reasons of a simulator.StateError.
var statePhrases = phrases{
	{"not a regular file", "ce n'est pas un fichier ordinaire"},
	{"longer than {} bytes", "plus de {} octets"},
	{"its {} bytes are not a JSON object; it may have been cut short", "ses {} octets ne sont pas un objet JSON ; il a pu être coupé"},
	{"it is JSON, but not a card's state", "c'est du JSON, mais pas l'état d'une carte"},
	{"it has {}, this program reads {}", "il a la version {}, ce programme lit la {}"},
	{"it was altered since it was written: the checksum does not fit", "il a été modifié depuis son écriture : la somme de contrôle ne correspond pas"},
	{"it has the serial number \"{}\", this card \"{}\"", "il a le numéro de série {}, cette carte {}"},
}
