package simulator

import (
	"bytes"
	"context"
	"io"

	"github.com/cpslab/cps/harness/card/apdu"
	"github.com/cpslab/cps/harness/card/text"
)

// chainingBit of an interindustry class byte (ISO/IEC 7816-4, 5.1.1).
const chainingBit = 0x10

// Transmit answers one C-APDU: the R-APDU, data and SW1-SW2, is appended to dst.
// Any bytes are answered; bytes that are no short C-APDU, and extended lengths,
// with 6700. It does not allocate when dst has room, but for the first of a
// chain of commands, the first SELECT of a certificate or of a directory of
// keys, and what a private key does. An error, with dst as it was, means a mute card or a
// context that was over before the card was asked.
//
// A response to a command without Le waits for GET RESPONSE, announced by 61xx,
// whatever the protocol; with Le it comes at once, at most Ne bytes of it.
func (c *Card) Transmit(ctx context.Context, dst, cmd []byte) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return dst, &Error{Op: "transmit", Reason: text.Of("rien n'a été envoyé", "nothing was sent"), Err: err}
	}
	if c.p.Mute {
		return dst, mute("transmit")
	}
	data, sw := c.answer(cmd)
	return apdu.AppendSW(append(dst, data...), sw), nil
}

// answer performs one C-APDU and returns what goes over the wire.
func (c *Card) answer(b []byte) ([]byte, apdu.SW) {
	cmd, err := apdu.ParseCommand(b)
	if err != nil || cmd.Extended {
		c.forget()
		return nil, apdu.SWWrongLength
	}
	if !c.face.admits(cmd) {
		c.forget()
		return nil, apdu.SWCLANotFound
	}
	if c.chaining() && chainHeader(cmd) != c.chained {
		c.forget()
		return nil, apdu.SWLastOfChainExpected
	}
	if cmd.INS == apdu.INSGetResponse {
		return c.getResponse(cmd)
	}
	c.pending = nil
	if cmd.Chained() {
		return nil, c.gather(cmd)
	}
	if c.chaining() {
		if sw := c.gather(cmd); sw != apdu.SWOK {
			return nil, sw
		}
		cmd.Data = c.chain
		defer c.breakChain()
	}
	data, sw := c.face.execute(c, cmd)
	if sw == apdu.SWOK {
		return c.trim(cmd, data)
	}
	return data, sw
}

// trim gives what Ne allows of the response data and keeps the rest for GET
// RESPONSE.
func (c *Card) trim(cmd apdu.Command, data []byte) ([]byte, apdu.SW) {
	if len(data) <= cmd.Ne {
		return data, apdu.SWOK
	}
	c.pending, c.class = data[cmd.Ne:], cmd.CLA
	return data[:cmd.Ne], remaining(apdu.SWBytesRemaining, len(c.pending))
}

// remaining is 61xx, or 9Fxx, for n waiting bytes, 1 to 256: 00 stands for 256.
func remaining(sw apdu.SW, n int) apdu.SW { return sw | apdu.SW(byte(n)) }

// getResponse gives waiting data (ISO/IEC 7816-4, 7.6.1), to the class that
// asked for it. 6Cxx, without losing it, when more is asked for than there is,
// unless Le is 00.
func (c *Card) getResponse(cmd apdu.Command) ([]byte, apdu.SW) {
	data := c.pending
	switch {
	case len(data) == 0 || cmd.CLA != c.class:
		c.pending = nil
		return nil, apdu.SWConditions
	case cmd.P1 != 0 || cmd.P2 != 0:
		return nil, apdu.SWWrongP1P2
	case cmd.Ne == 0 || len(cmd.Data) != 0:
		return nil, apdu.SWWrongLength
	case cmd.Ne > len(data) && cmd.Ne != apdu.MaxShortNe:
		return nil, apdu.SWWrongLe | apdu.SW(len(data))
	}
	c.pending = nil
	return c.trim(cmd, data)
}

// chainHeader is what the blocks of one chain share.
func chainHeader(cmd apdu.Command) [4]byte {
	return [4]byte{cmd.CLA &^ chainingBit, cmd.INS, cmd.P1, cmd.P2}
}

// chaining reports whether a chain has begun and its last block is awaited.
func (c *Card) chaining() bool { return c.chained != [4]byte{} }

// gather adds a block to the chain. PERFORM SECURITY OPERATION alone has more to
// say than fits in a command: every other instruction is refused with 6884, and so
// is a code in two halves. A chain longer than maxChain is dropped with 6700.
func (c *Card) gather(cmd apdu.Command) apdu.SW {
	if cmd.INS != apdu.INSPerformSecurity {
		return apdu.SWChainingNotSupported
	}
	c.chained = chainHeader(cmd)
	if len(c.chain)+len(cmd.Data) > maxChain {
		c.breakChain()
		return apdu.SWWrongLength
	}
	c.chain = append(c.chain, cmd.Data...)
	return apdu.SWOK
}

// breakChain drops and wipes what a chain has gathered, which may be a code.
func (c *Card) breakChain() {
	clear(c.chain)
	c.chain = c.chain[:0]
	c.chained = [4]byte{}
}

// forget drops what a refused command interrupts.
func (c *Card) forget() {
	c.pending = nil
	c.breakChain()
}

// content returns the present content of an EF.
func (c *Card) content(ef *node) []byte {
	if ef.chipData {
		return c.chip.data
	}
	return ef.content
}

// sfiForm reports whether P1 names the EF by its short identifier.
func sfiForm(cmd apdu.Command) bool { return cmd.P1&0x80 != 0 }

// target finds the EF and the offset of READ and UPDATE BINARY (ISO/IEC 7816-4,
// 7.2.2). An EF named by its SFI becomes the current one.
func (s *selection) target(cmd apdu.Command) (ef *node, offset int, sw apdu.SW) {
	if !sfiForm(cmd) {
		if s.ef == nil {
			return nil, 0, apdu.SWNoCurrentEF
		}
		return s.ef, int(cmd.P1)<<8 | int(cmd.P2), apdu.SWOK
	}
	if cmd.P1&0x60 != 0 {
		return nil, 0, apdu.SWWrongP1P2
	}
	ef = s.df.bySFI(cmd.P1 & 0x1F)
	if ef == nil {
		return nil, 0, apdu.SWFileNotFound
	}
	s.ef = ef
	return ef, int(cmd.P2), apdu.SWOK
}

// readBinary is READ BINARY (ISO/IEC 7816-4, 7.2.3). Le 00 gives the rest of
// the file, at most 256 bytes; a larger Le than the rest is answered by 6Cxx on
// T=0, by the rest and 6282 on T=1, but in the SFI form by the rest alone, which is
// how OpenSC reads EF.SN.ICC. At the end of the file and beyond: 6B00.
func (c *Card) readBinary(s *selection, cmd apdu.Command) ([]byte, apdu.SW) {
	ef, offset, sw := s.target(cmd)
	switch {
	case sw != apdu.SWOK:
		return nil, sw
	case len(cmd.Data) != 0 || cmd.Ne == 0:
		return nil, apdu.SWWrongLength
	case !c.chip.allows(ef.read):
		return nil, apdu.SWSecurityStatus
	}
	content := c.content(ef)
	if offset >= len(content) {
		return nil, apdu.SWWrongP1P2
	}
	rest := content[offset:]
	if len(rest) >= cmd.Ne {
		return rest[:cmd.Ne], apdu.SWOK
	}
	switch {
	case cmd.Ne == apdu.MaxShortNe, sfiForm(cmd):
		return rest, apdu.SWOK
	case c.Protocol() == 1:
		return rest, apdu.SWEndOfFile
	}
	return nil, apdu.SWWrongLe | apdu.SW(len(rest))
}

// updateBinary is UPDATE BINARY (ISO/IEC 7816-4, 7.2.5) of CPS_DATA, the one
// file whose access rule can be fulfilled. Nothing is written unless all of it
// fits.
func (c *Card) updateBinary(s *selection, cmd apdu.Command) apdu.SW {
	ef, offset, sw := s.target(cmd)
	switch {
	case sw != apdu.SWOK:
		return sw
	case len(cmd.Data) == 0:
		return apdu.SWWrongLength
	case !c.chip.allows(ef.update):
		return apdu.SWSecurityStatus
	case offset > len(c.chip.data):
		return apdu.SWWrongP1P2
	case len(cmd.Data) > len(c.chip.data)-offset:
		return apdu.SWNoMemory
	}
	return c.chip.write(offset, cmd.Data)
}

// sizeChallenge is the longest challenge, in bytes. That of IAS-ECC has eight, and
// official clients ask for eight as often as they need.
const sizeChallenge = 8

// getChallenge is GET CHALLENGE: Ne random bytes, eight for Le 00. More than eight
// is answered by 6C08: a client that counts on more works with no IAS-ECC card.
func (c *Card) getChallenge(cmd apdu.Command) ([]byte, apdu.SW) {
	switch {
	case cmd.P1 != 0 || cmd.P2 != 0:
		return nil, apdu.SWWrongP1P2
	case cmd.Ne == 0 || len(cmd.Data) != 0:
		return nil, apdu.SWWrongLength
	}
	n := cmd.Ne
	switch {
	case n == apdu.MaxShortNe:
		n = sizeChallenge
	case n > sizeChallenge:
		return nil, apdu.SWWrongLe | sizeChallenge
	}
	challenge := c.buf[:n]
	if _, err := io.ReadFull(c.random, challenge); err != nil {
		return nil, apdu.SWNoDiagnosis
	}
	return challenge, apdu.SWOK
}

// startsWith reports whether the data field begins with the bytes of prefix.
func startsWith(data []byte, prefix ...byte) bool { return bytes.HasPrefix(data, prefix) }
