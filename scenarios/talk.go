package scenarios

import (
	"errors"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/apdu"
	"github.com/cpslab/cps/harness/card/text"
)

// Files of the access specs (CryptolibCPS sources, card-cps3.c and
// opensc_conf.h), as paths from the MF.
var (
	pathData     = []byte{0x3F, 0x00, 0x00, 0x01, 0xD1, 0x07} // CPS_DATA
	pathActivity = []byte{0x3F, 0x00, 0x00, 0x01, 0xD1, 0x20} // CPS_ACTIVITY_01_PS
)

const cla2ter = 0xA0 // CPS2ter command set

// talker speaks to a card in the commands of its face, below the harness.
type talker struct {
	s    *session
	link *card.Link
	face card.Face
	t0   bool
	cla  byte
}

// talk opens the application where the face wants that.
func (s *session) talk() *talker {
	GinkgoHelper()
	t := &talker{s: s, link: card.NewLink(s.ch), face: card.FaceOf(s.ch.ATR()), t0: s.ch.Protocol() == 0}
	if t.face == card.FaceCPS4 {
		t.cla = 0x01
		if sw := t.send(apdu.AppendSelectPath(nil, t.cla, 0x04, 0x0C, card.AIDIAS, 0)); !sw.OK() {
			s.b.fails(text.Of("SELECT de l'application : %04X", "SELECT of the application: %04X", uint16(sw)))
		}
	}
	return t
}

// send sends a command as its builder gives it and returns the status word.
func (t *talker) send(cmd []byte, err error) apdu.SW {
	GinkgoHelper()
	_, sw := t.ask(cmd, err)
	return sw
}

func (t *talker) ask(cmd []byte, err error) ([]byte, apdu.SW) {
	GinkgoHelper()
	t.s.b.must(err)
	data, sw, err := t.link.Send(t.s.ctx, cmd)
	t.s.b.must(err)
	return data, sw
}

// ne is what SELECT asks for: T=0 has no Le in case 4.
func (t *talker) ne() int {
	if t.t0 {
		return 0
	}
	return 256
}

// choose selects a file by its path from the MF.
func (t *talker) choose(path []byte) apdu.SW {
	GinkgoHelper()
	if t.face == card.FaceCPS4 {
		return t.send(apdu.AppendSelectPath(nil, t.cla, 0x08, 0x00, path[2:], t.ne()))
	}
	return t.send(apdu.AppendSelectPath(nil, t.cla, 0x09, 0x04, path, t.ne()))
}

// read selects a file and reads its first 16 bytes.
func (t *talker) read(path []byte) apdu.SW {
	GinkgoHelper()
	if sw := t.choose(path); !sw.OK() {
		return sw
	}
	return t.send(apdu.AppendReadBinary(nil, t.cla, 0, 16))
}

// bytes reads the first n bytes of a file that must be readable.
func (t *talker) bytes(path []byte, n int) []byte {
	GinkgoHelper()
	Expect(t.choose(path)).To(Equal(apdu.SWOK))
	data, sw := t.ask(apdu.AppendReadBinary(nil, t.cla, 0, n))
	Expect(sw).To(Equal(apdu.SWOK))
	return append([]byte(nil), data...)
}

// update writes at the start of a file.
func (t *talker) update(path, data []byte) apdu.SW {
	GinkgoHelper()
	if sw := t.choose(path); !sw.OK() {
		return sw
	}
	return t.send(apdu.AppendUpdateBinary(nil, t.cla, 0, data))
}

// verify looks at the counter, as a guarded card demands, and presents a code
// once.
func (t *talker) verify(code []byte) apdu.SW {
	GinkgoHelper()
	defer clear(code)
	Expect(t.s.ch.Begin(t.s.ctx)).To(Succeed())
	defer func() { Expect(t.s.ch.End(t.s.ctx)).To(Succeed()) }()
	t.send(apdu.AppendVerifyStatus(nil, t.cla, 0x01, t.t0), nil)
	return t.send(apdu.AppendVerify(nil, t.cla, 0x01, code))
}

// read2ter reads the billing situations of a CPS3 through the CPS2ter tree,
// 9404 when it has none.
func (t *talker) read2ter() apdu.SW {
	GinkgoHelper()
	for _, fid := range [][]byte{{0x3F, 0x00}, {0x7F, 0x01}, {0x40, 0x00}} {
		sw := t.send(apdu.AppendSelectPath(nil, cla2ter, 0x00, 0x00, fid, 0))
		if sw == apdu.SWCPS2terFileNotFound {
			return sw
		}
		Expect(sw.SW1()).To(Equal(byte(0x9F)), "SELECT answered %v", sw)
	}
	return t.send(apdu.AppendReadBinary(nil, cla2ter, 0, 16))
}

// asError is errors.As for use inside an expectation.
func asError[E error](err error, target *E) bool { return errors.As(err, target) }
