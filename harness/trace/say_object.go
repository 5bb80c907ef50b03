package trace

import (
	"strconv"
	"strings"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/card/tlv"
)

// Line is one thing that bytes say: what it is, and its value.
type Line struct {
	Name  text.Text
	Value text.Text
	Depth int // of objects within objects
}

// Decoded says what an object of a card holds: a business object by its fields, a
// certificate by what the bench looks at, anything else by its BER-TLV structure; nil
// where bytes are none of these.
func Decoded(b []byte) []Line {
	var d lines
	if len(b) == 0 {
		return nil
	}
	var err error
	switch b[0] {
	case tagSerial:
		err = say(&d, b, card.DecodeSerial, d.serial)
	case tagUpdate:
		err = say(&d, b, card.DecodeUpdate, d.update)
	case tagIDCard:
		err = say(&d, b, card.DecodeIDCard, d.idCard)
	case tagName:
		err = say(&d, b, card.DecodeName, d.name)
	case tagLanguages:
		err = say(&d, b, card.DecodeLanguages, func(s string) { d.add("langues", "languages", s) })
	case tagInfo:
		err = say(&d, b, card.DecodeInfo, d.info)
	case tagActivity:
		err = say(&d, b, card.DecodeActivity, d.activity)
	case tagBilling:
		err = say(&d, b, card.DecodeBilling, d.billing)
	case asnSequence:
		if say(&d, b, card.DecodeCertificate, d.certificate) != nil {
			d.all = nil
			d.tree(b, 0)
		}
	default:
		d.tree(b, 0)
	}
	if err != nil {
		d.add("non décodable", "cannot be decoded", "")
		d.all[len(d.all)-1].Value, _ = text.Said(err)
	}
	return d.all
}

// lines collects lines.
type lines struct{ all []Line }

// add adds a line, unless it has no value.
func (d *lines) add(fr, en, value string) {
	d.all = append(d.all, Line{Name: text.Text{FR: fr, EN: en}, Value: text.Same(text.Printable(value))})
	if value == "" {
		d.all = d.all[:len(d.all)-1]
		if fr == "non décodable" {
			d.all = append(d.all, Line{Name: text.Text{FR: fr, EN: en}})
		}
	}
}

// code adds a code with its label.
func (d *lines) code(fr, en, table, code string) {
	value := code
	if label, ok := card.Label(table, code); ok {
		value += " (" + label + ")"
	}
	d.add(fr, en, value)
}

// say decodes an object and adds what it holds and what is unusual in it.
func say[T any](d *lines, b []byte, decode func([]byte) (T, []card.Deviation, error), add func(T)) error {
	v, deviations, err := decode(b)
	if err != nil {
		return err
	}
	add(v)
	for _, one := range deviations {
		d.all = append(d.all, Line{Name: text.Of("inhabituel", "unusual"), Value: one.Text()})
	}
	return nil
}

func (d *lines) serial(v card.Serial) {
	d.add("émetteur", "issuer", v.Issuer)
	d.add("numéro de série", "serial number", v.Number)
}

func (d *lines) update(v card.Update) {
	d.add("début de mise à jour", "start of update", v.Start.String())
	d.add("fin de mise à jour", "end of update", v.End.String())
}

func (d *lines) idCard(v card.IDCard) {
	d.add("émetteur", "issuer", v.Issuer)
	d.add("numéro de carte", "card number", v.Number)
	d.code("catégorie", "category", "G01", string(v.Category))
	d.add("émise", "issued", v.Issued.String())
	d.add("expire", "expires", v.Expires.String())
}

func (d *lines) name(v card.Name) {
	d.code("civilité", "civility", "G03", v.Civility)
	d.add("nom de famille", "family name", v.Family)
	d.add("nom d'usage", "usual name", v.Usual)
	for _, given := range v.Given {
		d.add("prénom", "given name", given)
	}
	d.add("prénom usuel", "usual given name", v.UsualGiven)
}

func (d *lines) info(v card.Info) {
	d.code("type de carte", "card type", "G02", string(v.Kind))
	d.add("identifiant national", "national identifier", v.NationalID)
	d.code("profession", "profession", "G15", v.Profession)
	d.code("future profession", "future profession", "G16", v.FutureProfession)
	d.add("nom d'exercice", "exercise name", v.ExerciseName)
	d.add("qualifications", "qualifications", strings.TrimSpace(v.Qualifications))
}

func (d *lines) activity(v card.Activity) {
	d.code("mode d'exercice", "exercise mode", "G17", v.Mode)
	d.number("numéro logique", "logical number", v.Logical)
	d.add("structure", "structure", v.StructureName)
	d.add("identifiant de structure", "structure identifier", v.StructureID)
	d.code("secteur", "sector", "R02", v.Sector)
}

func (d *lines) billing(all []card.Billing) {
	for _, v := range all {
		from := len(d.all)
		d.number("activité", "activity", v.Link)
		d.add("identifiant de facturation", "billing identifier", v.ID)
		d.code("spécialité", "speciality", "G100", v.Speciality)
		d.code("convention", "convention", "G101", v.Convention)
		d.add("zone", "zone", v.Zone)
		d.code("indemnité kilométrique", "mileage", "G103", v.Mileage)
		d.code("agrément", "agreement", "G104", v.Agreements[0])
		if v.Rights >= 0 {
			d.all = append(d.all, Line{Name: text.Of("signe", "signs"), Value: rights(v)})
		}
		for i := from; i < len(d.all); i++ {
			d.all[i].Depth = 1
		}
		head := Line{Name: text.Same("situation"), Value: text.Same(strconv.Itoa(v.Rank))}
		d.all = append(d.all[:from], append([]Line{head}, d.all[from:]...)...)
	}
}

func rights(v card.Billing) text.Text {
	switch {
	case v.SignFSE() && v.SignBatches():
		return text.Of("FSE et lots", "claims (FSE) and batches")
	case v.SignFSE():
		return text.Of("FSE", "claims (FSE)")
	case v.SignBatches():
		return text.Of("lots", "batches")
	}
	return text.Of("rien", "nothing")
}

func (d *lines) certificate(v card.Certificate) {
	d.add("titulaire", "subject", v.Subject)
	d.add("émetteur", "issuer", v.Issuer)
	d.add("numéro de série", "serial number", v.Serial)
	d.add("valable du", "valid from", v.NotBefore.Format("2006-01-02"))
	d.add("valable jusqu'au", "valid until", v.NotAfter.Format("2006-01-02"))
	d.add("carte", "card", v.TokenID)
}

func (d *lines) number(fr, en string, n int) {
	if n >= 0 {
		d.add(fr, en, strconv.Itoa(n))
	}
}

// Bounds of a tree that is shown.
const (
	mostLines  = 200
	shownBytes = 48
)

// tree adds the structure of BER-TLV data, as far as it can be read.
func (d *lines) tree(b []byte, depth int) {
	r := tlv.NewReader(b)
	for len(d.all) < mostLines {
		e, ok, err := r.Next()
		if err != nil || !ok {
			return
		}
		value := card.HexBytes(e.Value[:min(len(e.Value), shownBytes)]).String()
		if len(e.Value) > shownBytes {
			value += "…"
		}
		if printable(e.Value) {
			value = "“" + text.Printable(string(e.Value)) + "”"
		}
		if e.Tag.Constructed() {
			value = ""
		}
		d.all = append(d.all, Line{Name: text.Same(e.Tag.String()), Value: text.Same(value), Depth: depth})
		if e.Tag.Constructed() && depth < deepest {
			d.tree(e.Value, depth+1)
		}
	}
}
