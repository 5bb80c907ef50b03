package harness

import (
	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/card/tlv"
)

// Paths that the official middleware has built in (CryptolibCPS sources,
// card-cps.c, opensc_conf.h); everything else is followed from EF.DIR.
var (
	pathSerial = []byte{0x3F, 0x00, 0xD0, 0x03}
	pathUpdate = []byte{0x3F, 0x00, 0xD0, 0x10}
	pathDIR    = []byte{0x3F, 0x00, 0x2F, 0x00}
)

// Short identifiers of the MF's files on a CPS3 (OpenSC sources, card-iasecc.c), and the
// tags that they begin with.
const (
	sfiSerial, beginsSerial = 0x1C, 0x5A
	sfiDIR, beginsDIR       = 0x1E, 0x61
)

// place is the path of a file, from the MF on.
type place struct {
	path [8]byte
	n    int
}

func (p *place) set(path []byte) {
	if len(path) > 0 && len(path) <= len(p.path) {
		p.n = copy(p.path[:], path)
	}
}

func (p *place) bytes() []byte { return p.path[:p.n] }
func (p *place) known() bool   { return p.n > 0 }

// maxActivities is the number of labels CPS_ACTIVITY_nn_PS that the middleware
// knows (external specification of the PKCS#11 module).
const maxActivities = 16

// places is where the directory says that the objects are.
type places struct {
	odf, ciaInfo, dodf           place
	prkdf, cdf                   place // of private keys and certificates; no plain reading goes there
	id, name, lang, info, sitFac place
	activity                     [maxActivities]place
	exchange                     int // exchange that ended the reading of the DODF
}

// directory follows EF.DIR to CIAInfo and to the data objects.
func (r *reading) directory() error {
	if err := r.objectDirectory(); err != nil || !r.places.odf.known() {
		return err // without ODF no PKCS#15 card: what follows stays unread
	}
	if r.out.Display && r.places.ciaInfo.known() {
		if err := object(r, &r.out.Label, r.places.ciaInfo.bytes(), decodeLabel); err != nil {
			return err
		}
	}
	if !r.places.dodf.known() {
		return nil
	}
	dodf, sw, err := r.file(r.places.dodf.bytes())
	if err != nil {
		return err
	}
	if sw.OK() {
		r.out.Listed = r.places.fromDODF(dodf)
		r.places.exchange = r.link.Exchanges()
		r.list()
	}
	return nil
}

// objectDirectory follows EF.DIR to the ODF, which says where each directory is.
func (r *reading) objectDirectory() error {
	dir, sw, err := r.shortFile(sfiDIR, beginsDIR, pathDIR)
	if err != nil {
		return err
	}
	if sw.OK() {
		r.places.fromDIR(dir)
	}
	if !r.places.odf.known() {
		return nil
	}
	odf, sw, err := r.file(r.places.odf.bytes())
	if err != nil {
		return err
	}
	if sw.OK() {
		r.places.fromODF(odf)
	}
	return nil
}

// list enters the activities that the directory names, still unread.
func (r *reading) list() {
	n := 0
	for i := range r.places.activity {
		if r.places.activity[i].known() {
			n++
		}
	}
	r.out.Activities = make([]card.NumberedActivity, 0, n)
	for i := range r.places.activity {
		if r.places.activity[i].known() {
			r.out.Activities = append(r.out.Activities, card.NumberedActivity{Number: i + 1})
		}
	}
}

// fromDIR takes the first application template (ISO/IEC 7816-15, 7.4): 73
// holds the paths of ODF and CIAInfo, 51 that of the application DF.
func (p *places) fromDIR(b []byte) {
	app, ok, err := tlv.Find(b, 0x61)
	if err != nil || !ok {
		return
	}
	if ddo, ok, err := tlv.Find(app, 0x73); err == nil && ok {
		rd := tlv.NewReader(ddo)
		for {
			e, ok, err := rd.Next()
			if err != nil || !ok {
				break
			}
			path, found, err := tlv.Find(e.Value, 0x04)
			if err != nil || !found {
				continue
			}
			switch e.Tag {
			case 0x30:
				p.odf.set(path)
			case 0xA0:
				p.ciaInfo.set(path)
			}
		}
	}
	if df, ok, err := tlv.Find(app, 0x51); err == nil && ok && !p.odf.known() && len(df) <= 6 {
		var path [8]byte
		n := copy(path[:], df)
		p.odf.set(append(path[:n], 0x50, 0x31))
		p.ciaInfo.set(append(path[:n], 0x50, 0x32))
	}
}

// fromODF takes the directories of private keys, certificates and data objects
// (ISO/IEC 7816-15, 8.2: tags A0, A4 and A7).
func (p *places) fromODF(b []byte) {
	for _, d := range []struct {
		tag tlv.Tag
		to  *place
	}{{0xA0, &p.prkdf}, {0xA4, &p.cdf}, {0xA7, &p.dodf}} {
		if path, ok, err := tlv.Find(b, d.tag, 0x30, 0x04); err == nil && ok {
			d.to.set(path)
		}
	}
}

// fromDODF takes the paths of the objects by their labels (ISO/IEC 7816-15,
// 8.9). An entry that cannot be decoded ends the list, which is then not whole:
// nothing can be said to be absent; nor is a list without any entry, since every card
// has some. Zeros behind the last entry are padding.
func (p *places) fromDODF(b []byte) (whole bool) {
	rd := tlv.NewReader(b)
	for {
		e, ok, err := rd.Next()
		if err != nil {
			return rd.Offset() > 0 && rd.Rest()[0] == 0
		}
		if !ok {
			return rd.Offset() > 0
		}
		if e.Tag != 0x30 && e.Tag != 0xA0 && e.Tag != 0xA1 {
			return false // no entry of such a directory
		}
		label, okLabel, err1 := tlv.Find(e.Value, 0x30, 0x0C)
		path, okPath, err2 := tlv.Find(e.Value, 0xA1, 0x30, 0x04)
		if err1 == nil && err2 == nil && okLabel && okPath {
			p.object(label, path)
		}
	}
}

func (p *places) object(label, path []byte) {
	switch string(label) {
	case "CPS_ID_CARD":
		p.id.set(path)
	case "CPS_NAME_PS":
		p.name.set(path)
	case "CPS_LANG_PS":
		p.lang.set(path)
	case "CPS_INFO_PS":
		p.info.set(path)
	case "CPS_SIT_FACT":
		p.sitFac.set(path)
	default:
		if n, ok := activityNumber(label); ok {
			p.activity[n-1].set(path)
		}
	}
}

// activityNumber reads nn of "CPS_ACTIVITY_nn_PS", 1 to 16.
func activityNumber(label []byte) (int, bool) {
	const prefix, suffix = "CPS_ACTIVITY_", "_PS"
	if len(label) != len(prefix)+2+len(suffix) || string(label[:len(prefix)]) != prefix || string(label[len(prefix)+2:]) != suffix {
		return 0, false
	}
	tens, units := int(label[len(prefix)])-'0', int(label[len(prefix)+1])-'0'
	if tens < 0 || tens > 9 || units < 0 || units > 9 {
		return 0, false
	}
	n := tens*10 + units
	return n, n >= 1 && n <= maxActivities
}

// decodeLabel takes the label of CIAInfo (ISO/IEC 7816-15, 8.10: tag 80),
// which is the PKCS#11 token label.
func decodeLabel(b []byte) (string, []card.Deviation, error) {
	label, ok, err := tlv.Find(b, 0x30, 0x80)
	if err != nil {
		return "", nil, &card.DecodeError{Object: "CIAInfo", Reason: text.Of("pas une structure CIAInfo", "not a CIAInfo structure"), Err: err}
	}
	if !ok {
		return "", nil, &card.DecodeError{Object: "CIAInfo", Reason: text.Of("pas de nom (étiquette 80)", "no label (tag 80)")}
	}
	return string(label), nil, nil
}
