package harness

import (
	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/apdu"
)

func (r *reading) serial() error {
	raw, sw, err := r.shortFile(sfiSerial, beginsSerial, pathSerial)
	if err != nil {
		return err
	}
	settle(r, &r.out.Serial, raw, sw, card.DecodeSerial)
	return nil
}

// update reads EF actua where the middleware looks at it: on the contact face
// of a CPS3 only (CryptolibCPS sources, card-cps3.c).
func (r *reading) update() error {
	if !r.face.update {
		return nil
	}
	err := object(r, &r.out.Update, pathUpdate, card.DecodeUpdate)
	r.inMF = r.described
	return err
}

// public reads the objects that need no PIN.
func (r *reading) public() error {
	if err := listed(r, &r.out.ID, &r.places.id, card.DecodeIDCard); err != nil {
		return err
	}
	if err := listed(r, &r.out.Name, &r.places.name, card.DecodeName); err != nil {
		return err
	}
	if r.out.Display {
		if err := listed(r, &r.out.Languages, &r.places.lang, card.DecodeLanguages); err != nil {
			return err
		}
	}
	return listed(r, &r.out.Info, &r.places.info, card.DecodeInfo)
}

// listed reads an object where the directory says it is. An object that a
// directory, once read, does not list is absent.
func listed[T any](r *reading, o *card.Object[T], at *place, decode func([]byte) (T, []card.Deviation, error)) error {
	if at.known() {
		return object(r, o, at.bytes(), decode)
	}
	if r.out.Listed {
		o.State, o.Exchange = card.Absent, r.places.exchange
	}
	return nil
}

func (r *reading) activities() error {
	for i := range r.out.Activities {
		a := &r.out.Activities[i]
		if err := object(r, &a.Object, r.places.activity[a.Number-1].bytes(), card.DecodeActivity); err != nil {
			return err
		}
	}
	return nil
}

func (r *reading) billing() error {
	if r.face.cps2ter {
		return r.billingCPS2ter()
	}
	return listed(r, &r.out.Billing, &r.places.sitFac, card.DecodeBilling)
}

// Files of the CPS2ter tree that lead to the billing situations (CryptolibCPS
// sources, pkcs15.c): MF, DF 7F01, EF 4000.
var pathBilling2ter = [...][]byte{{0x3F, 0x00}, {0x7F, 0x01}, {0x40, 0x00}}

const (
	cla2ter        = 0xA0
	offsetSize2ter = 2 // in the answer to SELECT: 85 LL, size on two bytes, FID, type
)

// billingCPS2ter reads the billing situations of a CPS3, and goes back to the
// IAS application, as other programs expect to find the card.
func (r *reading) billingCPS2ter() error {
	o := &r.out.Billing
	var last apdu.SW
	for _, fid := range pathBilling2ter {
		cmd, err := apdu.AppendSelectPath(r.cmd[:0], cla2ter, 0x00, 0x00, fid, 0)
		if err != nil {
			return err
		}
		_, last, err = r.link.Exchange(r.ctx, cmd)
		if err != nil {
			return err
		}
		if sw := last; !sw.OK() && sw.SW1() != apdu.SWCPS2terData.SW1() {
			settle(r, o, nil, sw, card.DecodeBilling)
			return r.leaveCPS2ter()
		}
	}
	raw, sw, err := r.read2ter(last)
	if err != nil {
		return err
	}
	settle(r, o, raw, sw, card.DecodeBilling)
	return r.leaveCPS2ter()
}

// read2ter reads the current CPS2ter file, whose size the answer to its SELECT
// tells.
func (r *reading) read2ter(selected apdu.SW) ([]byte, apdu.SW, error) {
	size := -1
	if ne := selected.Available(); ne > 0 {
		cmd, err := apdu.AppendGetResponse(r.cmd[:0], cla2ter, min(ne, offsetSize2ter+2))
		if err != nil {
			return nil, 0, err
		}
		fci, sw, err := r.link.Exchange(r.ctx, cmd) // the rest of it waits in vain
		if err == nil && sw.SW1() == 0x6C {         // all or nothing
			fci, sw, err = r.link.Send(r.ctx, cmd)
		}
		if err != nil {
			return nil, 0, err
		}
		if (sw.OK() || sw.SW1() == 0x61) && len(fci) >= offsetSize2ter+2 {
			size = int(fci[offsetSize2ter])<<8 | int(fci[offsetSize2ter+1])
		}
	}
	return r.binary(cla2ter, size, -1)
}

func (r *reading) leaveCPS2ter() error {
	_, err := r.selectAID(0x00, 0x04, card.AIDIAS)
	return err
}
