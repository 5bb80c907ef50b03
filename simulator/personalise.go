package simulator

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/text"
)

// Bounds of a personalisation.
const (
	maxActivities   = 16
	maxFile         = 0x7FFF // bytes: what READ BINARY can address
	sizeData        = 4096   // bytes of CPS_DATA on a CPS3 when it is not given: kilobytes, by the times of published results
	sizeCPS2ter     = 16     // bytes of a CPS2ter activity
	maxATR          = 33     // ISO/IEC 7816-3, 8.2.1
	defaultLanguage = "FR"
)

// Labels of the tokens: the version text decides which date of the card the
// Gestionnaire shows.
const (
	labelCPS3 = "CPS3v3-"
	labelCPS4 = "CPS4v1-"
)

// ActivityObject names CPS_ACTIVITY_nn_PS, nn from 1 to 16, for Raw.
func ActivityObject(nn int) Object { return Object(fmt.Sprintf("activity_%02d", nn)) }

// clone returns a copy that shares nothing with p.
func (p Personalisation) clone() Personalisation {
	p.ATR = bytes.Clone(p.ATR)
	p.Activities = slices.Clone(p.Activities)
	p.Billing = slices.Clone(p.Billing)
	raw := p.Raw
	p.Raw = nil
	for name, r := range raw {
		if p.Raw == nil {
			p.Raw = make(map[Object]Raw, len(raw))
		}
		r.Bytes = bytes.Clone(r.Bytes)
		p.Raw[name] = r
	}
	return p
}

// dataObject is one data object of the card, encoded.
type dataObject struct {
	dodfEntry
	cps2ter    bool // lies in the CPS2ter tree where a face has one
	unreadable bool
	content    []byte
}

// contents is everything a card holds, encoded, before it is laid out as files.
type contents struct {
	objects        []dataObject // in the order of the DODF
	serial, update Raw
	label          string
	raw            map[Object]Raw
}

// override returns what Raw says of an object, or made.
func (c contents) override(name Object, made []byte) Raw {
	raw, ok := c.raw[name]
	if ok && !raw.asMade() {
		return raw
	}
	return Raw{Bytes: made, Unreadable: raw.Unreadable}
}

// asMade reports whether the contents are those without Raw.
func (r Raw) asMade() bool { return r.Unreadable && r.Bytes == nil && !r.Absent }

// encode checks a Personalisation and encodes it. The Personalisation returned
// has the derived values filled in: serial, label, dates of update, tries.
func encode(p Personalisation) (contents, Personalisation, error) {
	c := contents{raw: p.Raw}
	if err := checkRaw(p.Raw); err != nil {
		return c, p, err
	}
	if err := checkCategory(p); err != nil {
		return c, p, err
	}
	if err := checkCertificates(p.Certificates); err != nil {
		return c, p, err
	}
	if err := c.encodeObjects(p); err != nil {
		return c, p, err
	}
	digest := c.digest(p)
	if p.Serial.Issuer == "" {
		p.Serial.Issuer = card.IssuerANS
	}
	if p.Serial.Number == "" {
		p.Serial.Number = deriveNumber(digest)
	}
	p.Update = deriveUpdate(p.Update, digest)
	if p.Label == "" {
		p.Label = defaultLabel(p)
	}
	c.label = p.Label
	if len(c.label) > 0x7F {
		return c, p, unfit("Label", text.Of("%d octets ; attendu au plus 127", "%d bytes; want at most 127", len(c.label)))
	}
	var err error
	if c.serial, err = encodeOne(p, ObjectSerial, "Serial", p.Serial, card.AppendSerial); err != nil {
		return c, p, err
	}
	if c.update, err = encodeOne(p, ObjectUpdate, "Update", p.Update, card.AppendUpdate); err != nil {
		return c, p, err
	}
	if raw, ok := p.Raw[ObjectSerial]; ok && !raw.asMade() {
		p.Serial = card.Serial{}
		if s, _, err := card.DecodeSerial(raw.Bytes); err == nil && !raw.Absent {
			p.Serial = s
		}
	}
	return c, p, nil
}

// encodeOne encodes one value, unless Raw stands in its place.
func encodeOne[T any](p Personalisation, name Object, field string, v T, appendTo func([]byte, T) ([]byte, error)) (Raw, error) {
	raw, ok := p.Raw[name]
	if ok && !raw.asMade() {
		return raw, nil
	}
	b, err := appendTo(nil, v)
	if err != nil {
		return Raw{}, &Error{Op: "personalise", Field: field, Reason: text.Of("ne peut pas être encodé", "cannot be encoded"), Err: err}
	}
	return Raw{Bytes: b, Unreadable: raw.Unreadable}, nil
}

// encodeObjects fills c.objects. A value that is zero as a whole (no name, no
// billing situation) leaves its object off the card.
func (c *contents) encodeObjects(p Personalisation) error {
	add := func(label string, fid uint16, raw Raw, flags dataObject) {
		if !raw.Absent {
			flags.label, flags.fid, flags.content, flags.unreadable = label, fid, raw.Bytes, raw.Unreadable
			c.objects = append(c.objects, flags)
		}
	}
	public, private := dataObject{}, dataObject{dodfEntry: dodfEntry{private: true}}
	data := dataObject{dodfEntry: dodfEntry{modifiable: true}}
	cps2ter := dataObject{dodfEntry: dodfEntry{private: true}, cps2ter: true}

	add("CPS_DATA", fidData, c.data(p.Face), data)
	id, err := encodeUnlessZero(p, ObjectID, "ID", p.ID, p.ID == card.IDCard{}, card.AppendIDCard)
	if err != nil {
		return err
	}
	add("CPS_ID_CARD", fidID, id, public)
	name, err := encodeUnlessZero(p, ObjectName, "CardName", p.CardName, p.CardName == card.Name{}, card.AppendName)
	if err != nil {
		return err
	}
	add("CPS_NAME_PS", fidName, name, public)
	language := p.Language
	if language == "" {
		language = defaultLanguage
	}
	lang, err := encodeOne(p, ObjectLang, "Language", language, card.AppendLanguages)
	if err != nil {
		return err
	}
	add("CPS_LANG_PS", fidLanguage, lang, public)
	info, err := encodeUnlessZero(p, ObjectInfo, "Info", p.Info, p.Info == card.Info{}, card.AppendInfo)
	if err != nil {
		return err
	}
	add("CPS_INFO_PS", fidInfo, info, public)

	activities, err := encodeActivities(p)
	if err != nil {
		return err
	}
	for nn, raw := range activities {
		add(fmt.Sprintf("CPS_ACTIVITY_%02d_PS", nn), fidActivity+uint16(nn), raw, private)
	}
	billing, err := encodeUnlessZero(p, ObjectBilling, "Billing", p.Billing, len(p.Billing) == 0, card.AppendBilling)
	if err != nil {
		return err
	}
	add("CPS_SIT_FACT", fidBilling, billing, cps2ter)
	for nn, raw := range activities {
		if !raw.Absent {
			add(fmt.Sprintf("CPS2TER_ACTIVITY_%02d_PS", nn), fidCPS2terActivity+uint16(nn), Raw{Bytes: make([]byte, sizeCPS2ter)}, cps2ter)
		}
	}
	for _, o := range c.objects {
		if len(o.content) > maxFile {
			return unfit(o.label, text.Of("%d octets ; un fichier en tient au plus %d", "%d bytes; a file holds at most %d", len(o.content), maxFile))
		}
	}
	return nil
}

// blank is CPS_DATA as a card leaves the factory. Nothing writes to it: a chip
// copies before its first write.
var blank [sizeData]byte

// data returns CPS_DATA. Two real CPS4 have none that can be modified (published
// results of the test program of CryptolibCPS): there it is on the card only when
// Raw gives its bytes.
func (c contents) data(face card.Face) Raw {
	if raw, given := c.raw[ObjectData]; face == card.FaceCPS4 && (!given || raw.asMade()) {
		return Raw{Absent: true}
	}
	return c.override(ObjectData, blank[:])
}

// encodeUnlessZero is encodeOne for values that may be missing.
func encodeUnlessZero[T any](p Personalisation, name Object, field string, v T, zero bool, appendTo func([]byte, T) ([]byte, error)) (Raw, error) {
	if raw, ok := p.Raw[name]; zero && (!ok || raw.asMade()) {
		return Raw{Absent: true}, nil
	}
	return encodeOne(p, name, field, v, appendTo)
}

// encodeActivities returns the activities by number; those that are neither
// given nor raw are Absent.
func encodeActivities(p Personalisation) (all [maxActivities + 1]Raw, err error) {
	for nn := range all {
		all[nn].Absent = true
	}
	var given [maxActivities + 1]bool
	for i, a := range p.Activities {
		field := fmt.Sprintf("Activities[%d]", i)
		if a.Number < 1 || a.Number > maxActivities {
			return all, unfit(field, text.Of("numéro %d ; attendu de 1 à %d", "number %d; want 1 to %d", a.Number, maxActivities))
		}
		if given[a.Number] {
			return all, unfit(field, text.Of("le numéro %d est donné deux fois", "number %d is given twice", a.Number))
		}
		given[a.Number] = true
		if all[a.Number], err = encodeOne(p, ActivityObject(a.Number), field, a.Activity, card.AppendActivity); err != nil {
			return all, err
		}
	}
	for nn := 1; nn <= maxActivities; nn++ {
		if raw, ok := p.Raw[ActivityObject(nn)]; ok && !raw.asMade() {
			all[nn] = raw
		}
	}
	return all, nil
}

// digest is a SHA-256 over what the card holds, without serial, label and
// derived dates: equal contents, equal digest.
func (c *contents) digest(p Personalisation) [sha256.Size]byte {
	h := sha256.New()
	write := func(name string, b []byte) {
		var size [4]byte
		binary.BigEndian.PutUint32(size[:], uint32(len(b)))
		h.Write([]byte(name))
		h.Write([]byte{0})
		h.Write(size[:])
		h.Write(b)
	}
	write("face", []byte{byte(p.Face)})
	if len(p.ATR) != 0 {
		write("atr", p.ATR)
	}
	write("label", []byte(p.Label))
	write("update", fmt.Append(nil, p.Update))
	for _, o := range c.objects {
		write(o.label, o.content)
		if o.unreadable {
			write("unreadable", nil)
		}
	}
	if p.Certificates != (Certificates{}) {
		write("certificates", fmt.Append(nil, p.Certificates))
	}
	for _, name := range [...]Object{
		ObjectDIR, ObjectUpdate, ObjectODF, ObjectCIAInfo, ObjectAODF, ObjectDODF, ObjectPrKDF, ObjectCDF,
		ObjectCertSignature, ObjectCertAuthentication, ObjectCertTechnical,
	} {
		if raw, ok := c.raw[name]; ok {
			write(fmt.Sprint(name, raw.Absent), raw.Bytes)
			if raw.Unreadable {
				write("unreadable", nil)
			}
		}
	}
	return [sha256.Size]byte(h.Sum(nil))
}

// deriveNumber makes ten digits of a digest. CryptolibCPS names its cache after
// the first eight, so all of them vary.
func deriveNumber(digest [sha256.Size]byte) string {
	return fmt.Sprintf("%010d", binary.BigEndian.Uint64(digest[:8])%10_000_000_000)
}

// deriveUpdate fills missing dates of an update from a digest: some day of the
// years 2020 to 2023, five minutes from start to end. CryptolibCPS drops its
// cache of a CPS3 when they change.
func deriveUpdate(u card.Update, digest [sha256.Size]byte) card.Update {
	const days = 4 * 365
	n := int(binary.BigEndian.Uint32(digest[8:12]) >> 1)
	start := card.Timestamp{
		Date:   card.NewDate(2020, 1, 1).AddDays(n % days),
		Hour:   8 + int(digest[12])%10,
		Minute: int(digest[13]) % 50,
		Second: int(digest[14]) % 60,
	}
	switch {
	case u.Start.IsZero() && u.End.IsZero():
		u.Start = start
		u.End = start
		u.End.Minute += 5
	case u.Start.IsZero():
		u.Start = u.End
	case u.End.IsZero():
		u.End = u.Start
	}
	return u
}

// defaultLabel is the token label: generation and card number.
func defaultLabel(p Personalisation) string {
	number := p.ID.Number
	if number == "" {
		number = p.Serial.Number
	}
	if p.Face == card.FaceCPS4 {
		return labelCPS4 + number
	}
	return labelCPS3 + number
}

// checkRaw refuses names that no file has and contents that no file holds.
func checkRaw(raw map[Object]Raw) error {
	for name, r := range raw {
		if !name.known() {
			return unfit("Raw", text.Of("aucun objet ne se nomme « %s »", "no object is named %q", string(name)))
		}
		if len(r.Bytes) > maxFile {
			return unfit("Raw", text.Of("l'objet « %s » a %d octets ; un fichier en tient au plus %d", "object %q has %d bytes; a file holds at most %d", string(name), len(r.Bytes), maxFile))
		}
	}
	return nil
}

// known reports whether o names a file of the card.
func (o Object) known() bool {
	switch o {
	case ObjectSerial, ObjectDIR, ObjectUpdate, ObjectODF, ObjectCIAInfo, ObjectAODF, ObjectDODF,
		ObjectID, ObjectName, ObjectLang, ObjectInfo, ObjectBilling, ObjectData,
		ObjectPrKDF, ObjectCDF, ObjectCertSignature, ObjectCertAuthentication, ObjectCertTechnical:
		return true
	}
	if !strings.HasPrefix(string(o), "activity_") {
		return false
	}
	for nn := 1; nn <= maxActivities; nn++ {
		if o == ActivityObject(nn) {
			return true
		}
	}
	return false
}
