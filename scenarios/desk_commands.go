package scenarios

import (
	"bytes"
	"context"
	"time"

	. "github.com/onsi/ginkgo/v2"

	"github.com/cpslab/cps/harness"
	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/apdu"
	"github.com/cpslab/cps/harness/card/text"
)

// cases sends one command of each case, as the card takes it without any right.
func (v *visit) cases() {
	GinkgoHelper()
	contents := v.readPublic()
	t := v.talk()
	// Case 1: four bytes, and the counter comes back in the status.
	if contents.PIN.State == card.Present {
		answer, err := v.ch.Transmit(v.ctx, nil, apdu.AppendVerifyStatus(nil, t.cla, 0x01, false))
		v.b.must(err)
		_, sw, err := apdu.ParseResponse(answer)
		v.b.must(err)
		if left, ok := sw.Retries(); ok && left != contents.PIN.Left {
			v.b.fails(text.Of("forme 1 (VERIFY sans donnée) : %d essais, %d à la lecture", "case 1 (VERIFY without data): %d tries, %d in the reading", left, contents.PIN.Left))
		} else if !ok && !sw.OK() && (!contents.PIN.Blocked() || sw != apdu.SWPINBlocked) {
			v.b.fails(text.Of("forme 1 (VERIFY sans donnée) : %04X", "case 1 (VERIFY without data): %04X", uint16(sw)))
		}
		v.found(text.Of("forme 1", "case 1"), text.Same("VERIFY"))
	}
	// Case 2: nothing goes, eight bytes come, and others each time.
	challenge := func() []byte {
		cmd, err := apdu.AppendGetChallenge(nil, t.cla, 8)
		v.b.must(err)
		data, sw := t.ask(cmd, nil)
		if !sw.OK() || len(data) != 8 {
			v.b.fails(text.Of("forme 2 (GET CHALLENGE) : %04X, %d octets au lieu de 8", "case 2 (GET CHALLENGE): %04X, %d bytes instead of 8", uint16(sw), len(data)))
		}
		return bytes.Clone(data)
	}
	if bytes.Equal(challenge(), challenge()) {
		v.b.fails(text.Of("forme 2 (GET CHALLENGE) : deux fois le même aléa", "case 2 (GET CHALLENGE): the same number twice"))
	}
	v.found(text.Of("forme 2", "case 2"), text.Same("GET CHALLENGE"))
	// Cases 3 and 4: SELECT, whose description is fetched or not.
	for _, c := range []struct {
		name string
		p2   byte
		ne   int
	}{{"3", 0x0C, 0}, {"4", 0x00, t.ne()}} {
		cmd, err := apdu.AppendSelectPath(nil, t.cla, 0x00, c.p2, []byte{0x3F, 0x00}, c.ne)
		v.b.must(err)
		data, sw := t.ask(cmd, nil)
		if !sw.OK() || c.name == "4" && len(data) == 0 {
			v.b.fails(text.Of("forme %s (SELECT) : %04X, %d octets", "case %s (SELECT): %04X, %d bytes", c.name, uint16(sw), len(data)))
		}
		v.found(text.Of("forme %s", "case %s", c.name), text.Same("SELECT"))
	}
}

var resolvedBelow = text.Of("le pilote résout lui-même", "the driver resolves it itself")

// statusWords: what the driver makes of 61xx and 6Cxx. Programs resolve both; a driver that
// does so too has to do it whole.
func (v *visit) statusWords() {
	GinkgoHelper()
	t := v.talk()
	raw := func(cmd []byte, err error) ([]byte, apdu.SW) {
		v.b.must(err)
		answer, err := v.ch.Transmit(v.ctx, nil, cmd)
		v.b.must(err)
		data, sw, err := apdu.ParseResponse(answer)
		v.b.must(err)
		return data, sw
	}
	// SELECT without Le has an answer to fetch, where the line has no room for it.
	data, sw := raw(apdu.AppendSelectPath(nil, t.cla, 0x00, 0x00, []byte{0x3F, 0x00}, 0))
	switch {
	case sw.SW1() == apdu.SWBytesRemaining.SW1():
		rest, end := raw(apdu.AppendGetResponse(nil, t.cla, sw.Available()))
		if !end.OK() || len(rest) != sw.Available() {
			v.b.fails(text.Of("GET RESPONSE après %04X : %04X, %d octets", "GET RESPONSE after %04X: %04X, %d bytes", uint16(sw), uint16(end), len(rest)))
		}
		v.found(text.Same("61xx"), text.Of("%04X, puis %d octets", "%04X, then %d bytes", uint16(sw), len(rest)))
	case sw.OK():
		v.found(text.Same("61xx"), text.Of("%s (%d octets)", "%s (%d bytes)", resolvedBelow, len(data)))
	default:
		v.b.fails(text.Of("SELECT sans Le : %04X", "SELECT without Le: %04X", uint16(sw)))
	}
	// A file that is shorter than what is asked for: EF.SN.ICC has 12 bytes.
	v.readPublic()
	watch := &selections{Channel: v.ch}
	_, err := harness.Read(v.ctx, watch, harness.ReadOptions{})
	v.b.must(err)
	link := card.NewLink(v.ch)
	for _, selects := range watch.all {
		size := v.b.announced(v.ctx, link, selects)
		if size < 1 || size > 200 {
			continue
		}
		data, sw := raw(apdu.AppendReadBinary(nil, selects[0], 0, 256))
		switch {
		case sw.SW1() == 0x6C:
			again, end := raw(apdu.AppendReadBinary(nil, selects[0], 0, sw.RightNe()))
			if !end.OK() || len(again) != sw.RightNe() {
				v.b.fails(text.Of("READ BINARY après %04X : %04X, %d octets", "READ BINARY after %04X: %04X, %d bytes", uint16(sw), uint16(end), len(again)))
			}
			v.found(text.Same("6Cxx"), text.Of("%04X, puis %d octets", "%04X, then %d bytes", uint16(sw), len(again)))
		case (sw.OK() || sw == 0x6282) && len(data) == size:
			v.found(text.Same("6Cxx"), text.Of("%04X et les %d octets du fichier, sans 6Cxx", "%04X and the %d bytes of the file, without 6Cxx", uint16(sw), size))
		default:
			v.b.fails(text.Of("READ BINARY au-delà d'un fichier de %d octets : %04X, %d octets", "READ BINARY beyond a file of %d bytes: %04X, %d bytes", size, uint16(sw), len(data)))
		}
		return
	}
	v.found(text.Same("6Cxx"), text.Of("la carte n'a pas de fichier qui le montre", "the card has no file that shows it"))
}

// readsProtected presents the PIN once.
func (v *visit) readsProtected() {
	GinkgoHelper()
	if card.FaceOf(v.ch.ATR()) == card.FaceCPS3Contactless {
		v.b.skip(CauseNotApplicable, noPINOnFace)
	}
	before := v.readPublic()
	v.b.skipWithoutTries(before.PIN)
	v.skipWithoutPIN()
	contents, err := v.read()
	v.b.must(err)
	if contents.Login != card.LoginOK {
		v.b.fails(text.Of("le code porteur n'a pas été accepté", "the PIN was not accepted"))
	}
	if n := v.ch.presentations; n != 1 {
		v.b.fails(text.Of("le code porteur a été présenté %d fois au lieu d'une", "the PIN was presented %d times instead of once", n))
	}
	v.found(text.Of("essais après", "tries afterwards"), text.Same(itoa(v.readPublic().PIN.Left)))
}

func (v *visit) waitsForSignatures() {
	GinkgoHelper()
	v.login()
	for _, kind := range v.keys() {
		began := time.Now()
		v.signs(kind)
		v.found(nameOfKey(kind), shownTime(time.Since(began)))
	}
}

// nameOfKey is a key as people call it.
func nameOfKey(kind card.CertificateKind) text.Text {
	switch kind {
	case card.CertificateAuthentication:
		return text.Of("authentification", "authentication")
	case card.CertificateTechnical:
		return text.Of("technique (sans contact)", "technical (contactless)")
	case card.CertificateSignature:
	}
	return text.Same("signature")
}

var noChain = text.Of("la carte ne prend pas de commande en plusieurs blocs", "the card takes no command in several blocks")

// chained signs with a command that goes in two blocks (ISO/IEC 7816-4, 5.1.1).
func (v *visit) chained() {
	GinkgoHelper()
	if card.FaceOf(v.ch.ATR()) == card.FaceCPS4 {
		v.b.skip(CauseNotApplicable, noChain)
	}
	v.login()
	split := &splitting{Channel: v.ch}
	kind := v.keys()[len(v.keys())-1]
	signer, err := harness.NewSigner(v.ctx, split, kind, harness.SignerOptions{})
	v.b.must(err)
	v.signsWith(signer, kind)
	if split.chains == 0 {
		v.b.skip(CauseNotApplicable, noChain)
	}
	v.found(text.Of("blocs", "blocks"), text.Same(itoa(2*split.chains)))
}

// splitting sends PERFORM SECURITY OPERATION in two blocks.
type splitting struct {
	card.Channel
	chains int
}

// Unwrap returns the channel within.
func (s *splitting) Unwrap() card.Channel { return s.Channel }

func (s *splitting) Transmit(ctx context.Context, dst, cmd []byte) ([]byte, error) {
	c, err := apdu.ParseCommand(cmd)
	if err != nil || c.INS != apdu.INSPerformSecurity || len(c.Data) < 16 {
		return s.Channel.Transmit(ctx, dst, cmd)
	}
	first, rest := c, c
	first.CLA |= 0x10
	first.Ne = 0
	first.Data, rest.Data = c.Data[:len(c.Data)/2], c.Data[len(c.Data)/2:]
	block, err := first.Append(nil)
	if err != nil {
		return dst, err
	}
	answer, err := s.Channel.Transmit(ctx, nil, block)
	if err != nil {
		return dst, err
	}
	if _, sw, err := apdu.ParseResponse(answer); err != nil || !sw.OK() {
		return append(dst, answer...), err
	}
	s.chains++
	if block, err = rest.Append(nil); err != nil {
		return dst, err
	}
	return s.Channel.Transmit(ctx, dst, block)
}
