package simulator

import (
	"encoding/hex"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/card/yaml"
)

// profileSpec is a profile whose values are understood; only its dates wait
// for the day the card is made.
type profileSpec struct {
	p Personalisation // everything that does not depend on the day

	issued, expires profileDate
	updateStart     profileDate
	updateEnd       profileDate
	interrupted     unfinishedUpdate
	certificates    [len(certificateKeys)]certificateDates
}

var ruleID = text.Expression(`^CPS-[A-Z]{2,5}-[0-9]{3}$`)

// decodeProfile understands a whole tree; own is the file itself, whose title
// and expectation are not inherited.
func decodeProfile(name string, own, whole *yamlNode) (*Profile, error) {
	d := &profileDecoder{}
	root := d.section(whole, "", profileKeys()[""])
	p := &Profile{Name: name, spec: &profileSpec{}}
	if d.err == nil {
		file := profileSection{d: d, n: own}
		p.Extends = file.plain("extends")
		p.Title = decodeTitle(file)
		p.Purpose = file.plain("purpose")
		p.Expect = decodeExpectation(file)
		p.spec.decode(name, root)
	}
	if d.err != nil {
		return nil, d.err
	}
	p.Face = p.spec.p.Face
	return p, nil
}

func decodeTitle(file profileSection) text.Text {
	s, ok := file.child("title")
	if !ok {
		return text.Text{}
	}
	s.require("fr", text.Text{})
	s.require("en", text.Text{})
	return text.Text{FR: s.plain("fr"), EN: s.plain("en")}
}

func decodeExpectation(file profileSection) *Expectation {
	s, ok := file.child("expect")
	if !ok {
		return nil
	}
	e := &Expectation{Verdict: s.plain("verdict"), First: s.pattern("first", ruleID(), text.Of("une règle, comme CPS-DAM-001", "a rule such as CPS-DAM-001"))}
	exits := map[string]int{"ok": 0, "warning": 0, "incomplete": 4, "undetermined": 4, "blocked": 1}
	exit, known := exits[e.Verdict]
	switch {
	case !known:
		at := s.n
		if n, ok := s.n.Get("verdict"); ok {
			at = n
		}
		s.d.fail(at, s.key("verdict"), text.Of("attendu un verdict", "want a verdict"), oneOf(e.Verdict, []string{"ok", "warning", "incomplete", "undetermined", "blocked"}))
	case e.Verdict == "ok" && (s.has("first") || s.has("also")):
		s.d.fail(s.n, s.path, text.Of("rien ne parle au-dessus d'INFO quand le verdict est ok", "nothing speaks above INFO when the verdict is ok"), text.Of("les règles d'INFO vont sous findings", "rules at INFO go under findings"))
	case e.Verdict == "warning", e.Verdict == "blocked", s.has("also"):
		s.require("first", text.Of("la règle du premier constat", "the rule of the first finding"))
	}
	e.Also, e.Findings = decodeRules(s, "also"), decodeRules(s, "findings")
	e.Exit = s.integer("exit", 0, 4, exit)
	if e.Exit != exit {
		s.d.fail(s.n, s.key("exit"), text.Of("le verdict %s donne le code de retour %d", "the verdict %s exits with %d", e.Verdict, exit), text.Text{})
	}
	return e
}

func decodeRules(s profileSection, key string) []string {
	var ids []string
	for i, n := range s.list(key, 32) {
		if n.Kind != yaml.Scalar || !ruleID().MatchString(n.Text) {
			s.d.fail(n, fmt.Sprintf("%s[%d]", s.key(key), i), text.Of("attendu une règle, comme CPS-DAM-001", "want a rule such as CPS-DAM-001"), text.Text{})
			return nil
		}
		ids = append(ids, n.Text)
	}
	return ids
}

func (spec *profileSpec) decode(name string, root profileSection) {
	p := &spec.p
	p.Name = name
	p.Mute = root.flag("mute", false)
	decodeFace(root, p)
	p.Serial = card.Serial{Issuer: root.hex("issuer", 5, card.IssuerANS), Number: root.digits("serial", 10, 10, "")}
	p.Label = root.text("label", 32, "")
	p.Language = root.pattern("language", regexp.MustCompile(`^[A-Z]{2}$`), text.Of("deux capitales de l'ISO 639, comme FR", "two capitals of ISO 639, such as FR"))
	if !root.has("language") {
		p.Language = "FR"
	}
	decodeRaw(root, p)
	spec.decodeUpdate(root)
	spec.decodeCertificates(root)
	spec.decodeIDCard(root)
	decodeName(root, p)
	decodeInfo(root, p)
	decodeActivities(root, p)
	decodeBilling(root, p)
	p.PIN = decodeCode(root, "pin", "1234", 4, 8)
	p.PUK = decodeCode(root, "puk", "12345678", 8, 8)
}

func decodeFace(root profileSection, p *Personalisation) {
	if v, n, ok := root.value("face"); ok {
		names := make([]string, len(faces))
		for i, f := range faces {
			names[i] = f.String()
		}
		i := slices.Index(names, v)
		if i < 0 {
			root.d.fail(n, "face", text.Of("interface de puce inconnue", "no such chip interface"), oneOf(v, names))
			return
		}
		p.Face = faces[i]
	} else if !p.Mute {
		root.require("face", text.Of("« face: cps3 », ou étendez une carte simulée qui en a une", "\"face: cps3\", or extend a preset that has one"))
	}
	if v, n, ok := root.value("atr"); ok {
		atr, err := hex.DecodeString(strings.ReplaceAll(v, " ", ""))
		if err != nil || len(atr) < 2 || len(atr) > 33 || atr[0] != 0x3B && atr[0] != 0x3F {
			root.d.fail(n, "atr", text.Of("attendu de 2 à 33 octets en hexadécimal, le premier 3B ou 3F", "want 2 to 33 bytes in hexadecimal, the first 3B or 3F"), text.Of("« mute: true » donne une carte sans ATR", "\"mute: true\" makes a card without ATR"))
		}
		p.ATR = atr
	} else if p.Face == card.FaceUnknown && !p.Mute {
		root.require("atr", text.Of("à une interface inconnue il faut l'ATR que personne ne connaît", "an unknown face needs the ATR that nobody knows"))
	}
}

func (spec *profileSpec) decodeUpdate(root profileSection) {
	n, ok := root.n.Get("actua")
	if !ok || root.d.err != nil {
		return
	}
	if n.Kind == yaml.Scalar {
		switch n.Text {
		case "absent":
			spec.p.setRaw(ObjectUpdate, Raw{Absent: true})
		case "empty":
			spec.p.setRaw(ObjectUpdate, Raw{Bytes: []byte{}})
		case "unreadable":
			spec.p.setRaw(ObjectUpdate, Raw{Unreadable: true})
		case "interrupted":
			spec.interrupted = updateNoEnd
		case "interrupted-start":
			spec.interrupted = updateNoStart
		default:
			words := []string{"absent", "interrupted", "interrupted-start", "empty", "unreadable"}
			root.d.fail(n, "actua", text.Of("attendu %s, ou les deux dates", "want %s, or the two dates", strings.Join(words, ", ")), oneOf(n.Text, words))
		}
		return
	}
	if s, ok := root.child("actua"); ok {
		s.require("start", text.Of("les deux dates font une mise à jour finie ; « actua: interrupted » fait l'autre", "both dates make a finished update; \"actua: interrupted\" makes the other"))
		s.require("end", text.Of("les deux dates font une mise à jour finie ; « actua: interrupted » fait l'autre", "both dates make a finished update; \"actua: interrupted\" makes the other"))
		spec.updateStart, spec.updateEnd = s.date("start"), s.date("end")
	}
}

func (spec *profileSpec) decodeIDCard(root profileSection) {
	p := &spec.p
	p.ID.Category = card.CategoryTest
	_, raw := p.Raw[ObjectID]
	if p.Face != card.FaceUnknown && !p.Mute && !raw {
		root.require("id_card", text.Of("une carte a au moins id_card: {number: …, issued: …}", "a card has at least id_card: {number: …, issued: …}"))
	}
	s, ok := root.child("id_card")
	if !ok {
		return
	}
	s.require("number", text.Of("les dix chiffres du numéro de carte", "the ten digits of the card number"))
	s.require("issued", text.Of("le jour d'émission, comme -1y", "the day of issue, such as -1y"))
	p.ID.Issuer = s.digits("issuer", 11, 11, "80250000001")
	p.ID.Number = s.digits("number", 10, 10, "")
	if v, n, ok := s.value("category"); ok && v != "80" && v != "test" {
		s.d.fail(n, s.key("category"), text.Of("une carte simulée est toujours une carte de TEST", "simulated cards are always TEST cards"), text.Of("écrivez 80 ou test : une carte qui se dit réelle pourrait passer pour telle", "write 80 or test: a card that calls itself real could be taken for one"))
	}
	spec.issued, spec.expires = s.date("issued"), s.date("expires")
}

func decodeName(root profileSection, p *Personalisation) {
	s, ok := root.child("name")
	if !ok {
		return
	}
	p.CardName = card.Name{
		Civility: s.code("civility", civilities, 2, ""),
		Family:   s.text("family", 27, ""),
		Usual:    s.text("usual", 27, ""),
	}
	if n, ok := s.n.Get("given"); ok && n.Kind == yaml.Scalar {
		p.CardName.Given[0] = s.text("given", 27, "")
	} else {
		for i, item := range s.list("given", len(p.CardName.Given)) {
			one := profileSection{d: s.d, path: s.path, n: item.Under("given")}
			p.CardName.Given[i] = one.text("given", 27, "")
		}
	}
	p.CardName.UsualGiven = s.text("usual_given", 27, p.CardName.Given[0])
}

func decodeInfo(root profileSection, p *Personalisation) {
	if _, raw := p.Raw[ObjectInfo]; p.Face != card.FaceUnknown && !p.Mute && !raw {
		root.require("info", text.Of("une carte a au moins info: {kind: cps, id_type: rpps, id: …}", "a card has at least info: {kind: cps, id_type: rpps, id: …}"))
	}
	s, ok := root.child("info")
	if !ok {
		return
	}
	s.require("kind", oneOf("", kinds.names()))
	missing := p.CardName.Usual
	if missing == "" {
		missing = p.CardName.Family
	}
	p.Info = card.Info{
		Kind:             card.Kind(s.code("kind", kinds, 2, "")),
		Flags:            s.hex("flags", 1, "00"),
		NationalID:       s.text("national_id", 31, ""),
		Profession:       s.code("profession", nil, 2, ""),
		FutureProfession: s.code("future_profession", nil, 2, ""),
		ExerciseName:     s.text("exercise_name", 27, missing),
		Qualifications:   s.text("qualifications", 40, ""),
	}
	switch {
	case s.has("national_id") && (s.has("id") || s.has("id_type")):
		s.d.fail(s.n, s.key("national_id"), text.Of("donné deux fois", "given twice"), text.Of("ou national_id, ou id_type et id", "either national_id, or id_type and id"))
	case s.has("id") || s.has("id_type"):
		s.require("id_type", oneOf("", idTypes.names()))
		s.require("id", text.Of("l'identifiant sans son chiffre de type", "the identifier without its type digit"))
		p.Info.NationalID = s.code("id_type", idTypes, 1, "") + s.text("id", 30, "")
	}
}

func decodeActivities(root profileSection, p *Personalisation) {
	numbers := map[int]bool{}
	for i, n := range root.list("activities", maxActivities) {
		s := root.d.section(n, "activities["+strconv.Itoa(i)+"]", profileKeys()["activities"])
		if s.d.err != nil {
			return
		}
		a := Activity{Number: s.integer("number", 1, maxActivities, i+1)}
		if numbers[a.Number] {
			s.d.fail(n, s.key("number"), text.Of("deux activités ont le numéro %d", "two activities have the number %d", a.Number), text.Text{})
		}
		numbers[a.Number] = true
		s.require("mode", oneOf("", modes.names()))
		s.requireLevels()
		a.Activity = card.Activity{
			Mode:            s.code("mode", modes, 2, ""),
			Responsibility:  s.code("responsibility", levels, 2, ""),
			Level:           s.hex("level", 1, ""),
			AdeliSpeciality: s.code("adeli_speciality", nil, 2, ""),
			Qualification:   s.code("qualification", nil, 2, ""),
			Section:         s.text("section", 3, ""),
			Logical:         s.integer("logical", 0, 255, a.Number),
			StructureName:   s.text("structure_name", 40, ""),
			Sector:          s.text("sector", 4, ""),
		}
		if s.has("structure_id_type") || s.has("structure_id") {
			s.require("structure_id_type", oneOf("", structures.names()))
			s.require("structure_id", text.Of("l'identifiant sans son chiffre de type", "the identifier without its type digit"))
			a.StructureID = s.code("structure_id_type", structures, 1, "") + s.text("structure_id", 14, "")
		}
		p.Activities = append(p.Activities, a)
	}
}

// requireLevels asks for what stands in front of a value in tag 81 of an activity: a
// byte each, none of which can be left out before the last.
func (s profileSection) requireLevels() {
	if s.has("qualification") {
		s.require("adeli_speciality", text.Of("les deux chiffres qui précèdent la qualification, par exemple « \"00\" »", "the two digits in front of the qualification, \"00\" for instance"))
	}
	if s.has("qualification") || s.has("adeli_speciality") {
		s.require("level", text.Of("l'octet qui précède la spécialité ADELI, par exemple « \"00\" »", "the byte in front of the ADELI speciality, \"00\" for instance"))
	}
}

func decodeBilling(root profileSection, p *Personalisation) {
	for i, n := range root.list("billing", maxBilling) {
		s := root.d.section(n, "billing["+strconv.Itoa(i)+"]", profileKeys()["billing"])
		if s.d.err != nil {
			return
		}
		s.require("link", text.Of("le numéro logique de l'activité dont elle dépend", "the logical number of the activity it belongs to"))
		b := card.Billing{
			Rank:       i + 1,
			Link:       s.integer("link", 0, 255, -1),
			ID:         s.digits("id", 0, 10, ""),
			Speciality: s.code("speciality", nil, 2, "01"),
			Convention: s.code("convention", nil, 1, "1"),
			Zone:       s.code("zone", nil, 2, "20"),
			Mileage:    s.code("mileage", nil, 1, "0"),
			Agreements: decodeAgreements(s),
		}
		if s.flag("sign_fse", true) {
			b.Rights |= 0x10
		}
		if s.flag("sign_lots", true) {
			b.Rights |= 0x01
		}
		p.Billing = append(p.Billing, b)
	}
}

// decodeAgreements reads up to three codes; the last one fills the columns
// that are not given.
func decodeAgreements(s profileSection) [3]string {
	codes := [3]string{"00", "00", "00"}
	for i, n := range s.list("agreements", len(codes)) {
		if n.Kind != yaml.Scalar || len(n.Text) != 2 || strings.Trim(n.Text, "0123456789") != "" {
			s.d.fail(n, fmt.Sprintf("%s[%d]", s.key("agreements"), i), text.Of("attendu un code de 2 chiffres", "want a code of 2 digits"), text.Text{})
			return codes
		}
		for j := i; j < len(codes); j++ {
			codes[j] = n.Text
		}
	}
	return codes
}

func decodeCode(root profileSection, key, code string, lo, hi int) PIN {
	pin := PIN{Code: code, Max: 3, Left: -1, Uses: -1}
	s, ok := root.child(key)
	if !ok {
		return pin
	}
	pin.Code = s.digits("code", lo, hi, code)
	pin.Max = s.integer("tries", 1, 15, pin.Max)
	pin.Left = s.integer("left", 0, pin.Max, pin.Left)
	pin.Uses = s.integer("uses", 0, 65535, pin.Uses)
	return pin
}

var rawFill = text.Expression(`^(zeros|ff):([0-9]{1,4})$`)

func decodeRaw(root profileSection, p *Personalisation) {
	s, ok := root.child("raw")
	if !ok {
		return
	}
	for _, e := range s.n.Entries {
		raw, ok := s.raw(e.Key)
		if !ok {
			return
		}
		p.setRaw(Object(e.Key), raw)
	}
}

// raw reads the bytes of an object, or the words for a lack of them; ok is false
// when the key is missing or wrong.
func (s profileSection) raw(key string) (raw Raw, ok bool) {
	v, n, ok := s.value(key)
	if !ok {
		return Raw{}, false
	}
	fill := rawFill().FindStringSubmatch(v)
	switch {
	case v == "absent":
		return Raw{Absent: true}, true
	case v == "empty":
		return Raw{Bytes: []byte{}}, true
	case v == "unreadable":
		return Raw{Unreadable: true}, true
	case fill != nil:
		size, err := strconv.Atoi(fill[2])
		if err != nil || size < 1 || size > maxRawSize {
			s.d.fail(n, s.key(key), text.Of("attendu de 1 à %d octets", "want 1 to %d bytes", maxRawSize), text.Text{})
			return Raw{}, false
		}
		return Raw{Bytes: slices.Repeat([]byte{map[string]byte{"zeros": 0x00, "ff": 0xFF}[fill[1]]}, size)}, true
	}
	b, err := hex.DecodeString(strings.Join(strings.Fields(v), ""))
	if err != nil || len(b) == 0 || len(b) > maxRawSize {
		s.d.fail(n, s.key(key), text.Of("attendu de 1 à %d octets en hexadécimal", "want 1 to %d bytes in hexadecimal", maxRawSize), text.Of("ou absent, empty, unreadable, zeros:64, ff:64", "or absent, empty, unreadable, zeros:64, ff:64"))
		return Raw{}, false
	}
	return Raw{Bytes: b}, true
}

// setRaw adds a raw object; one that is there already stays, so that raw goes
// before the shorter ways of saying the same.
func (p *Personalisation) setRaw(o Object, raw Raw) {
	if p.Raw == nil {
		p.Raw = map[Object]Raw{}
	}
	if _, ok := p.Raw[o]; !ok {
		p.Raw[o] = raw
	}
}
