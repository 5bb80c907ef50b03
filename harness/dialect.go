package harness

import (
	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/apdu"
)

// dialect is how a face is spoken to: class byte, forms of SELECT and of the
// try counter. Everything else is common.
type dialect struct {
	cla        byte
	selectP1   byte // by path
	selectP2   byte
	fullPath   bool // the path begins with 3F00
	le         bool // T=1: SELECT carries Le and is answered at once
	update     bool // EF actua is looked at
	pin        bool // the face has a PIN
	aidFirst   bool // channel 1 and the applet come before everything
	counterSDO bool // try counters by GET DATA on the security data object
	cps2ter    bool // billing situations in the CPS2ter tree
	short      bool // EF.SN.ICC and EF.DIR have short identifiers (READ BINARY of OpenSC, card-iasecc.c)
}

// dialectOf returns the dialect of a face. An unknown card is asked like a
// CPS3: its serial file shows whether it is a health professional's at all.
func dialectOf(f card.Face, protocol int) dialect {
	d := dialect{selectP1: 0x09, selectP2: 0x04, fullPath: true, le: protocol == 1}
	switch f {
	case card.FaceCPS3:
		d.update, d.pin, d.counterSDO, d.cps2ter, d.short = true, true, true, true, true
	case card.FaceCPS4:
		d = dialect{cla: 0x01, selectP1: 0x08, le: protocol == 1, pin: true, aidFirst: true}
	case card.FaceCPS3Contactless, card.FaceUnknown: // as it stands
	}
	return d
}

// selectFile selects by absolute path (3F00 first). On T=0 the card announces
// its FCP with 61xx; nobody fetches it, which saves an exchange a file.
func (d dialect) selectFile(r *reading, path []byte) (apdu.SW, error) {
	if !d.fullPath && len(path) > 2 {
		path = path[2:]
	}
	cmd, err := apdu.AppendSelectPath(r.cmd[:0], d.cla, d.selectP1, d.selectP2, path, d.ne())
	if err != nil {
		return 0, err
	}
	return r.selectOnly(cmd)
}

func (d dialect) ne() int {
	if d.le {
		return 256
	}
	return 0
}

// selectOnly sends a SELECT and leaves announced data where they are.
func (r *reading) selectOnly(cmd []byte) (apdu.SW, error) {
	data, sw, err := r.link.Exchange(r.ctx, cmd)
	if err == nil && (sw == apdu.SWCLANotFound || sw == apdu.SWIncorrectP1P2) {
		if err := r.face.recover(r); err != nil {
			return 0, err
		}
		data, sw, err = r.link.Exchange(r.ctx, cmd)
	}
	// FCP, FMD or FCI (ISO/IEC 7816-4, 7.4.3: tags 62, 64 and 6F).
	r.described = sw.SW1() == 0x61 || sw.OK() && len(data) > 0 && (data[0] == 0x62 || data[0] == 0x64 || data[0] == 0x6F)
	return sw, err
}

// recover selects the application again after the card answered that class or
// application do not match.
func (d dialect) recover(r *reading) error {
	if d.aidFirst {
		return r.selectApplication()
	}
	_, err := r.selectAID(0x00, 0x04, card.AIDIAS)
	return err
}

// selectApplication opens channel 1 of a CPS4, where everything happens. A
// refusal is answered as the official middleware does: card manager, basic
// channel, then the applet again (CryptolibCPS sources, card-cps4.c).
func (r *reading) selectApplication() error {
	if !r.face.aidFirst {
		return nil
	}
	sw, err := r.selectAID(0x01, 0x0C, card.AIDIAS)
	if err != nil || sw.OK() || sw.SW1() == 0x61 {
		return err
	}
	for _, s := range []struct {
		cla byte
		aid []byte
	}{{0x01, card.AIDChipDoc}, {0x00, card.AIDCPS4Basic}, {0x01, card.AIDIAS}} {
		if _, err := r.selectAID(s.cla, 0x0C, s.aid); err != nil {
			return err
		}
	}
	return nil
}

// selectAID selects by DF name. It builds its command in a buffer of its own,
// so that it can stand between a command and its repetition.
func (r *reading) selectAID(cla, p2 byte, aid []byte) (apdu.SW, error) {
	var buf [24]byte
	ne := 0
	if p2 != 0x0C {
		ne = r.face.ne()
	}
	cmd, err := apdu.AppendSelectPath(buf[:0], cla, 0x04, p2, aid, ne)
	if err != nil {
		return 0, err
	}
	_, sw, err := r.link.Exchange(r.ctx, cmd)
	return sw, err
}
