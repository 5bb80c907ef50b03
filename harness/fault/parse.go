package fault

import (
	"encoding/hex"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/cpslab/cps/harness/card/text"
)

// Bounds of what is read: faults come from command lines and files.
const (
	maxText    = 64 << 10
	maxFaults  = 64
	maxNumber  = 1 << 20
	maxWait    = time.Hour
	maxATRSize = 33 // ISO/IEC 7816-3, 8.2
)

// Parse reads faults written on one line or several; see the package comment. "#" at
// the start of a word begins a comment that ends with its line. The error is a
// *ParseError at the user's line and column.
func Parse(s string) ([]Fault, error) { return parse("", s) }

// ParseText is Parse for a file of that name, which errors give.
func ParseText(file string, content []byte) ([]Fault, error) { return parse(file, string(content)) }

func parse(file, s string) ([]Fault, error) {
	p := &parser{file: file, lines: strings.Split(s, "\n")}
	switch {
	case len(s) > maxText:
		return nil, p.wrong(1, 0, text.Of("plus de %d Kio", "larger than %d KiB", maxText>>10), text.Text{})
	case !utf8.ValidString(s):
		return nil, p.wrong(1, 0, text.Of("n'est pas en UTF-8", "not UTF-8"), text.Text{})
	}
	var all []Fault
	for i, line := range p.lines {
		for _, w := range words(line) {
			if strings.HasPrefix(w.text, "#") {
				break
			}
			p.line = i + 1
			f, err := p.fault(w)
			if err != nil {
				return nil, err
			}
			if all = append(all, f); len(all) > maxFaults {
				return nil, p.wrong(p.line, w.at, text.Of("plus de %d pannes", "more than %d faults", maxFaults), text.Text{})
			}
		}
	}
	if len(all) == 0 {
		return nil, p.wrong(1, 0, text.Of("aucune panne", "no fault"), text.Of("par exemple remove@12 ; « cpslab faults » les liste", "for example remove@12; “cpslab faults” lists them"))
	}
	return all, nil
}

// word is a part of a line and the byte where it begins.
type word struct {
	text string
	at   int
}

// words cuts a line at blanks and semicolons.
func words(line string) []word { return cut(line, 0, " \t\r;") }

// cut cuts s, which begins at byte at of its line, at each of the separators.
func cut(s string, at int, separators string) []word {
	var all []word
	begin := -1
	for i := 0; i <= len(s); i++ {
		apart := i == len(s) || strings.IndexByte(separators, s[i]) >= 0
		switch {
		case apart && begin >= 0:
			all = append(all, word{s[begin:i], at + begin})
			begin = -1
		case !apart && begin < 0:
			begin = i
		}
	}
	return all
}

// split cuts a word at the first separator; ok is false when there is none.
func (w word) split(sep string) (before, after word, ok bool) {
	i := strings.Index(w.text, sep)
	if i < 0 {
		return w, word{"", w.at + len(w.text)}, false
	}
	return word{w.text[:i], w.at}, word{w.text[i+len(sep):], w.at + i + len(sep)}, true
}

type parser struct {
	file  string
	lines []string
	line  int
}

// fault reads KIND[=VALUE][@WHERE][,OPTION]….
func (p *parser) fault(w word) (Fault, error) {
	head, options, more := w.split(",")
	head, where, on := head.split("@")
	name, value, valued := head.split("=")
	kind, ok := KindOf(name.text)
	if !ok {
		return Fault{}, p.unknown(name, text.Of("panne inconnue : « %s »", "unknown fault: %q", name.text), KindNames(), text.Of("« cpslab faults » les liste", "“cpslab faults” lists them"))
	}
	f := Fault{Kind: kind}
	if err := p.value(&f, value, valued, name); err != nil {
		return f, err
	}
	if on {
		if err := p.where(&f, where); err != nil {
			return f, err
		}
	}
	if more {
		for _, o := range p.options(options) {
			if err := p.option(&f, o); err != nil {
				return f, err
			}
		}
	}
	return f, p.fits(f, where)
}

// options cuts at commas and keeps what is empty, which is an error of its own.
func (p *parser) options(w word) []word {
	var all []word
	for {
		one, rest, more := w.split(",")
		all = append(all, one)
		if !more {
			return all
		}
		w = rest
	}
}

// where reads a trigger.
func (p *parser) where(f *Fault, w word) error {
	hint := text.Of("attendu le numéro d'un échange (12, 12+), every, ou ce que fait la commande : VERIFY#2, READ:CPS_SIT_FACT",
		"want the number of an exchange (12, 12+), every, or what the command does: VERIFY#2, READ:CPS_SIT_FACT")
	switch {
	case w.text == "":
		return p.wrong(p.line, w.at, text.Of("rien derrière « @ »", "nothing behind “@”"), hint)
	case strings.EqualFold(w.text, "every"):
		f.On.Every = true
		return nil
	case strings.HasPrefix(w.text, "p="):
		return p.option(f, w)
	case w.text[0] >= '0' && w.text[0] <= '9' || w.text[0] == '-':
		digits, from := strings.CutSuffix(w.text, "+")
		n, err := strconv.Atoi(digits)
		if err != nil || n < 1 || n > maxNumber {
			return p.wrong(p.line, w.at, text.Of("« %s » n'est pas le numéro d'un échange", "%q is not the number of an exchange", w.text), text.Of("les échanges comptent à partir de 1", "exchanges count from 1"))
		}
		f.On.Exchange, f.On.From = n, from
		return nil
	}
	return p.operation(f, w, hint)
}

// operation reads OP[:FILE][#N].
func (p *parser) operation(f *Fault, w word, hint text.Text) error {
	rest, nth, counted := w.split("#")
	name, file, ofFile := rest.split(":")
	op, ok := opOf(name.text)
	if !ok {
		return p.unknown(name, text.Of("« %s » n'est pas ce que fait une commande", "%q is not what a command does", name.text), Ops(), hint)
	}
	f.On.Op = op
	if counted {
		n, err := strconv.Atoi(nth.text)
		if err != nil || n < 1 || n > maxNumber {
			return p.wrong(p.line, nth.at, text.Of("« #%s » n'est pas un rang", "“#%s” is not a rank", nth.text), text.Of("VERIFY#2 est la deuxième fois", "VERIFY#2 is the second time"))
		}
		f.On.Nth = n
	}
	if !ofFile {
		return nil
	}
	switch op {
	case OpSelect, OpRead, OpGetResponse, OpGetData, OpWrite, OpAny:
	default:
		return p.wrong(p.line, file.at, text.Of("%s ne porte sur aucun fichier", "%s is about no file", op), text.Of("SELECT, READ et GET-RESPONSE en nomment un", "SELECT, READ and GET-RESPONSE name one"))
	}
	if f.On.File, ok = fileOf(file.text); !ok {
		return p.unknown(file, text.Of("fichier inconnu : « %s »", "unknown file: %q", file.text), FileNames(), text.Of("ou les quatre chiffres de son identifiant, 7005", "or the four digits of its identifier, 7005"))
	}
	return nil
}

// option reads p=, seed= and until=.
func (p *parser) option(f *Fault, w word) error {
	name, value, ok := w.split("=")
	names := []string{"p", "seed", "until"}
	switch {
	case name.text == "p" && ok:
		chance, err := strconv.ParseFloat(value.text, 64)
		if err != nil || !(chance > 0 && chance <= 1) {
			return p.wrong(p.line, value.at, text.Of("« %s » n'est pas une probabilité", "%q is not a probability", value.text), text.Of("plus de 0, au plus 1 : p=0.01", "more than 0, at most 1: p=0.01"))
		}
		f.On.Chance = chance
	case name.text == "seed" && ok:
		seed, err := strconv.ParseUint(value.text, 10, 64)
		if err != nil {
			return p.wrong(p.line, value.at, text.Of("« %s » n'est pas une graine", "%q is not a seed", value.text), text.Of("un nombre entier : seed=7", "a whole number: seed=7"))
		}
		f.On.Seed = seed
	case name.text == "until" && ok:
		return p.until(f, value)
	default:
		return p.unknown(name, text.Of("option inconnue : « %s »", "unknown option: %q", w.text), names, text.Of("p=0.01, seed=7, until=reset, until=reinsert ou until=3", "p=0.01, seed=7, until=reset, until=reinsert or until=3"))
	}
	return nil
}

func (p *parser) until(f *Fault, w word) error {
	switch w.text {
	case "reset":
		f.Until = Until{Reset: true}
	case "reinsert":
		f.Until = Until{Reinsert: true}
	default:
		n, err := strconv.Atoi(w.text)
		if err != nil && !strings.ContainsAny(w.text, "0123456789") {
			return p.unknown(w, text.Of("« %s » n'est la fin de rien", "%q is the end of nothing", w.text), []string{"reset", "reinsert"}, text.Of("until=reset, until=reinsert, ou un nombre de fois", "until=reset, until=reinsert, or a number of times"))
		}
		if err != nil || n < 1 || n > maxNumber {
			return p.wrong(p.line, w.at, text.Of("« %s » n'est pas un nombre de fois", "%q is not a number of times", w.text), text.Of("until=3 : trois fois", "until=3: three times"))
		}
		f.Until = Until{Times: n}
	}
	return nil
}

// value reads what stands behind "=".
func (p *parser) value(f *Fault, w word, given bool, name word) error {
	k := f.Kind
	switch {
	case !given && (k.Takes == Object || k.Takes == Code):
		return p.wrong(p.line, name.at+len(name.text), text.Of("%s de quoi ?", "%s of what?", k.Name), text.Of("par exemple %s", "for example %s", k.Example))
	case !given:
		return nil
	case k.Takes == NoValue:
		return p.wrong(p.line, w.at, text.Of("%s ne prend pas de valeur", "%s takes no value", k.Name), text.Of("par exemple %s", "for example %s", k.Example))
	case w.text == "":
		return p.wrong(p.line, w.at, text.Of("rien derrière « = »", "nothing behind “=”"), text.Of("par exemple %s", "for example %s", k.Example))
	}
	f.Value = w.text
	var err error
	example := text.Of("par exemple %s", "for example %s", k.Example)
	switch k.Takes {
	case StatusWord:
		var sw uint64
		sw, err = strconv.ParseUint(w.text, 16, 16)
		if err != nil || len(w.text) != 4 || sw>>12 != 6 && sw>>12 != 9 {
			return p.wrong(p.line, w.at, text.Of("« %s » n'est pas un mot d'état", "%q is not a status word", w.text), text.Of("quatre chiffres hexadécimaux, 6… ou 9… : status=6F00", "four hexadecimal digits, 6… or 9…: status=6F00"))
		}
		f.value.sw, f.Value = uint16(sw), strings.ToUpper(w.text)
	case Duration:
		f.value.wait, err = time.ParseDuration(w.text)
		if err != nil || f.value.wait < 0 || f.value.wait > maxWait {
			return p.wrong(p.line, w.at, text.Of("« %s » n'est pas une durée", "%q is not a duration", w.text), text.Of("par exemple 800ms, 2s ; au plus 1h", "for example 800ms, 2s; at most 1h"))
		}
	case Number:
		f.value.number, err = strconv.Atoi(w.text)
		most := maxNumber
		if k.Name == nameProtocol {
			most = 1
		}
		if err != nil || f.value.number < 0 || f.value.number > most {
			return p.wrong(p.line, w.at, text.Of("« %s » n'est pas un nombre de 0 à %d", "%q is not a number from 0 to %d", w.text, most), example)
		}
	case Bytes:
		f.value.bytes, err = hex.DecodeString(w.text)
		if err != nil || len(f.value.bytes) < 2 || len(f.value.bytes) > maxATRSize {
			return p.wrong(p.line, w.at, text.Of("« %s » : attendu de 2 à %d octets en hexadécimal", "%q: want 2 to %d bytes in hexadecimal", w.text, maxATRSize), example)
		}
		f.Value = strings.ToUpper(w.text)
	case Object:
		object, ok := fileOf(w.text)
		if !ok || object.key == "" {
			return p.unknown(w, text.Of("la carte n'a pas d'objet « %s » qu'un profil puisse donner", "the card has no object %q that a profile can give", w.text), ObjectNames(), text.Of("par exemple CPS_SIT_FACT, EF.SN.ICC, DODF", "for example CPS_SIT_FACT, EF.SN.ICC, DODF"))
		}
		f.value.object, f.Value = object, object.Name
	case Code:
		return p.choice(w, codeFields(), text.Of("« %s » ne porte pas de code", "%q holds no code", w.text))
	case Certificate:
		return p.choice(w, certificates[:], text.Of("la carte n'a pas de certificat « %s »", "the card has no certificate %q", w.text))
	case NoValue, Profile: // a profile is opened by whoever has cards
	}
	return nil
}

// choice refuses a word that is none of the possible ones.
func (p *parser) choice(w word, possible []string, reason text.Text) error {
	for _, one := range possible {
		if w.text == one {
			return nil
		}
	}
	return p.unknown(w, reason, possible, text.Text{})
}

// fits refuses a trigger that the kind can never meet.
func (p *parser) fits(f Fault, where word) error {
	k := f.Kind
	triggered := f.On != (Trigger{})
	switch {
	case triggered && k.Start:
		return p.wrong(p.line, where.at, text.Of("%s est là dès le début : aucun échange ne le déclenche", "%s is there from the start: no exchange sets it off", k.Name), text.Of("enlevez ce qui suit « @ »", "leave out what follows “@”"))
	case (triggered || f.Until != (Until{})) && !k.Triggered() && !k.Start:
		return p.wrong(p.line, where.at, text.Of("%s est dans le contenu de la carte : aucun échange ne le déclenche ni ne le finit", "%s is in the contents of the card: no exchange sets it off or ends it", k.Name), text.Of("par exemple %s", "for example %s", k.Example))
	case k.on != OpNone && f.On.Op != OpNone && f.On.Op != OpAny && f.On.Op != k.on:
		return p.wrong(p.line, where.at, text.Of("%s ne peut arriver qu'à %s", "%s can only happen at %s", k.Name, k.on), text.Of("par exemple %s", "for example %s", k.Example))
	case f.On.Seed != 0 && f.On.Chance == 0:
		return p.wrong(p.line, where.at, text.Of("une graine sans probabilité ne sert à rien", "a seed without a probability is for nothing"), text.Of("ajoutez p=0.01", "add p=0.01"))
	}
	return nil
}

// unknown is the error of a name that does not exist, with the nearest one.
func (p *parser) unknown(w word, reason text.Text, possible []string, otherwise text.Text) error {
	hint := otherwise
	if near := text.Closest(w.text, possible); w.text != "" && near != "" {
		hint = text.Of("vouliez-vous dire « %s » ?", "did you mean %q?", near)
	} else if hint.IsZero() {
		hint = text.Of("un de : %s", "one of: %s", strings.Join(possible, ", "))
	}
	return p.wrong(p.line, w.at, reason, hint)
}

func (p *parser) wrong(line, at int, reason, hint text.Text) error {
	e := &ParseError{File: p.file, Line: line, Column: at + 1, Reason: reason, Hint: hint}
	if line >= 1 && line <= len(p.lines) && at <= len(p.lines[line-1]) && utf8.ValidString(p.lines[line-1]) {
		e.Column = utf8.RuneCountInString(p.lines[line-1][:at]) + 1
		e.Source = text.Printable(strings.ReplaceAll(p.lines[line-1], "\t", " "))
	}
	return e
}
