package simulator

import (
	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/tlv"
	"github.com/cpslab/cps/simulator/pki"
)

// File identifiers. Those of the MF level and D107, D120 to D12F, 7F01, 4000 and
// 4010 to 401F are hard-wired in CryptolibCPS (card-cps3.c); A001 to A003 stand in
// the cache that it keeps of a real card; clients follow the directories to all
// others.
const (
	fidMF      = 0x3F00
	fidDIR     = 0x2F00
	fidATR     = 0x2F01
	fidSerial  = 0xD003
	fidUpdate  = 0xD010
	fidODF     = 0x5031
	fidCIAInfo = 0x5032
	fidAODF    = 0x7001 // also the mark of the contact face: never readable without contact
	fidPrKDF   = 0x7002
	fidCDF     = 0x7005
	fidDODF    = 0x7006

	fidCertSignature      = 0xA001
	fidCertAuthentication = 0xA002
	fidCertTechnical      = 0xA003

	fidID       = 0xD101
	fidName     = 0xD102
	fidLanguage = 0xD103
	fidInfo     = 0xD104
	fidData     = 0xD107
	fidActivity = 0xD11F // plus the number, 1 to 16

	fidCPS2terDF       = 0x7F01
	fidBilling         = 0x4000
	fidCPS2terActivity = 0x400F // plus the number
)

// Short identifiers at the MF level (OpenSC sources, card-iasecc.c).
const (
	sfiDIR    = 0x1E
	sfiATR    = 0x1D
	sfiSerial = 0x1C
)

// efATR is EF.ATR as OpenSC wants it: the first byte is skipped for this type
// of card.
var efATR = []byte{
	0x80, 0x43, 0x01, 0xB8, 0x46, 0x04, 0x04, 0xB0, 0xEC, 0xC1, 0x47, 0x03, 0x94, 0x01, 0x80,
	0xE0, 0x10, 0x02, 0x02, 0x01, 0x04, 0x02, 0x02, 0x01, 0x00, 0x02, 0x02, 0x01, 0x00, 0x02, 0x02, 0x01, 0x00,
}

// layout is what distinguishes the file trees of the faces.
type layout struct {
	aid      []byte
	df       uint16  // FID of the application directory
	outer    tlv.Tag // of what SELECT gives back
	contact  bool    // codes exist, protected objects are visible, AODF readable
	cps2ter  bool    // billing situations and CPS2ter activities lie in a tree of their own, CLA A0
	withDate bool    // EF actua exists
}

// layoutOf returns the layout of a face that has files.
func layoutOf(f card.Face) layout {
	switch f {
	case card.FaceCPS3Contactless:
		return layout{aid: card.AIDCPxContactless, df: 0x0002, outer: tagFCP, withDate: true}
	case card.FaceCPS4:
		return layout{aid: card.AIDCPx, df: 0x0001, outer: tagFCI, contact: true}
	default:
		return layout{aid: card.AIDCPx, df: 0x0001, outer: tagFCP, contact: true, cps2ter: true, withDate: true}
	}
}

// tree is the files of one card.
type tree struct {
	mf          *node
	application *node // the directory of the AID
	cps2ter     *node // MF of the CPS2ter view, nil where there is none
	data        *node // CPS_DATA, nil when the card has none
}

// buildTree lays the contents out for one face. The directories of keys and
// certificates, and the certificates, which issue makes, are left for the first
// SELECT: most cards of a test are never asked for them.
func buildTree(l layout, c contents, keys []keyObject, issue func(pki.Kind) []byte) *tree {
	t := &tree{mf: &node{fid: fidMF, df: true, name: card.AIDIAS}}
	ef := func(dir *node, fid uint16, sfi byte, raw Raw) *node {
		if raw.Absent {
			return nil
		}
		file := dir.add(&node{fid: fid, sfi: sfi, content: raw.Bytes, read: accessAlways, update: accessNever})
		if raw.Unreadable {
			file.read = accessNever
		}
		return file
	}
	ef(t.mf, fidDIR, sfiDIR, c.override(ObjectDIR, buildDIR(l.aid, l.df)))
	ef(t.mf, fidATR, sfiATR, Raw{Bytes: efATR})
	ef(t.mf, fidSerial, sfiSerial, c.serial)
	if l.withDate {
		ef(t.mf, fidUpdate, 0, c.update)
	}

	app := t.mf.add(&node{fid: l.df, df: true, name: l.aid})
	t.application = app
	lazy := func(fid uint16, name Object, content func() []byte) {
		raw, given := c.raw[name]
		if given && !raw.asMade() {
			ef(app, fid, 0, raw)
			return
		}
		ef(app, fid, 0, raw).lazy = content
	}
	ef(app, fidODF, 0, c.override(ObjectODF, buildODF(l.df, l.contact)))
	ef(app, fidCIAInfo, 0, c.override(ObjectCIAInfo, buildCIAInfo(c.label)))
	if aodf := ef(app, fidAODF, 0, c.override(ObjectAODF, buildAODF())); aodf != nil && !l.contact {
		aodf.read = accessNever
	}
	lazy(fidPrKDF, ObjectPrKDF, func() []byte { return buildPrKDF(keys) })
	lazy(fidCDF, ObjectCDF, func() []byte { return buildCDF(l.df, keys, c.raw) })
	for _, k := range keys {
		lazy(k.certFID, k.raw, func() []byte { return issue(k.kind) })
	}

	var entries []dodfEntry
	for _, o := range c.objects {
		if o.private && !l.contact || o.cps2ter && l.cps2ter {
			continue
		}
		entries = append(entries, o.dodfEntry)
		file := ef(app, o.fid, 0, Raw{Bytes: o.content})
		switch {
		case o.unreadable:
			file.read = accessNever
		case o.private:
			file.read = accessPIN
		}
		if o.modifiable {
			file.update, file.chipData = accessPIN, true
			t.data = file
		}
	}
	ef(app, fidDODF, 0, c.override(ObjectDODF, buildDODF(l.df, entries)))
	t.mf.describe(l.outer)
	if l.cps2ter {
		t.cps2ter = buildCPS2ter(c)
	}
	return t
}

// buildCPS2ter lays out the CPS2ter view: the activities at the MF level and
// the billing situations in 7F01, which exists even when it is empty.
func buildCPS2ter(c contents) *node {
	mf := &node{fid: fidMF, df: true}
	billing := mf.add(&node{fid: fidCPS2terDF, df: true})
	for _, o := range c.objects {
		if !o.cps2ter {
			continue
		}
		dir := mf
		if o.fid == fidBilling {
			dir = billing
		}
		file := dir.add(&node{fid: o.fid, content: o.content, read: accessPIN, update: accessNever})
		if o.unreadable {
			file.read = accessNever
		}
	}
	mf.describeCPS2ter()
	return mf
}

// describeCPS2ter fills info of n and of everything below it with CPS2ter
// headers.
func (n *node) describeCPS2ter() {
	n.info = appendCPS2terHeader(nil, n)
	for _, f := range n.children {
		f.describeCPS2ter()
	}
}
