package trace

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"strings"

	"github.com/cpslab/cps/harness/card/apdu"
	"github.com/cpslab/cps/harness/card/text"
)

// Export writes a reader of a trace as another program reads it. What the format cannot
// hold is left out.
func Export(w io.Writer, t *Trace, reader int, f Format) error {
	b := bufio.NewWriter(w)
	switch f {
	case FormatScriptor:
		exportScriptor(b, t, reader)
	case FormatAPDU4J:
		exportAPDU4J(b, t, reader)
	case FormatPCAP:
		exportPCAP(b, t, reader)
	default:
		return &FormatError{Reason: text.Of("le format « %s » ne s'écrit pas", "the format %q cannot be written", string(f))}
	}
	return b.Flush()
}

// exportScriptor writes a script that scriptor runs. Answers are comments. A command whose
// data are masked is one too: run on a real card, a masked code would cost a try.
func exportScriptor(w io.Writer, t *Trace, reader int) {
	for i := range t.Events {
		e := &t.Events[i]
		if e.Reader != reader {
			continue
		}
		switch e.Kind {
		case KindCard:
			fmt.Fprintf(w, "# < OK: % X\n", []byte(e.ATR))
			if e.Protocol != "" {
				fmt.Fprintf(w, "# protocol %s\n", e.Protocol)
			}
		case KindReset:
			fmt.Fprintf(w, "reset\n# < OK: % X\n", []byte(e.ATR))
		case KindExchange:
			from, to := MaskedIn(e.Command)
			if from < to {
				fmt.Fprintf(w, "# > % X%s\n", []byte(e.Command[:from]), strings.TrimRight(" "+strings.Repeat("** ", to-from)+fmt.Sprintf("% X", []byte(e.Command[to:])), " "))
			} else {
				fmt.Fprintf(w, "% X\n", []byte(e.Command))
			}
			if e.Took > 0 {
				fmt.Fprintf(w, "# dt %s\n", e.Took.Duration())
			}
			if e.Err == "" {
				fmt.Fprintf(w, "# < % X : %s\n", []byte(e.Answer), e.Outcome().EN)
			} else {
				fmt.Fprintf(w, "# %s\n", e.Outcome().EN)
			}
		case KindError, KindFault, KindMark, KindEnd:
		}
	}
}

// exportAPDU4J writes a dump, which has exchanges only: its commands are compared, never sent.
func exportAPDU4J(w io.Writer, t *Trace, reader int) {
	for i := range t.Events {
		e := &t.Events[i]
		switch {
		case e.Reader != reader:
		case e.Kind == KindCard:
			if len(e.ATR) > 0 {
				fmt.Fprintf(w, "# ATR: %X\n", []byte(e.ATR))
			}
			if e.Protocol != "" {
				fmt.Fprintf(w, "# PROTOCOL: %s\n", e.Protocol)
			}
			fmt.Fprintln(w, "#")
		case e.Kind == KindExchange && e.Err == "":
			fmt.Fprintf(w, "%X\n", []byte(e.Command))
			fmt.Fprintf(w, "# %s\n", e.Took.Duration())
			fmt.Fprintf(w, "%X\n", []byte(e.Answer))
		}
	}
}

// A capture of frames that Wireshark gives to its dissector of SIM cards: classic pcap
// (draft-ietf-opsawg-pcap), IPv4 without a link layer, UDP to the port of GSMTAP, and the
// header of GSMTAP (libosmocore sources, gsmtap.h), behind which stand a command and its
// answer.
const (
	pcapMagic   = 0xA1B2C3D4 // times in microseconds
	linkIPv4    = 228        // LINKTYPE_IPV4
	portGSMTAP  = 4729
	gsmtapVers  = 2
	gsmtapWords = 4 // length of the header in words of 32 bits
	gsmtapSIM   = 4 // type: SIM card
	mostCapture = 65535
)

func exportPCAP(w io.Writer, t *Trace, reader int) {
	var head [24]byte
	binary.BigEndian.PutUint32(head[0:], pcapMagic)
	binary.BigEndian.PutUint16(head[4:], 2) // version 2.4
	binary.BigEndian.PutUint16(head[6:], 4)
	binary.BigEndian.PutUint32(head[16:], mostCapture)
	binary.BigEndian.PutUint32(head[20:], linkIPv4)
	_, _ = w.Write(head[:]) // the writer keeps its error for Flush
	for i := range t.Events {
		e := &t.Events[i]
		if e.Reader != reader || e.Kind != KindExchange {
			continue
		}
		writePacket(w, max(0, t.At.UnixMicro())+int64(e.At), append(ofT0(e.Command, len(e.Data())), e.Answer...))
	}
}

// ofT0 is a command as T=0 carries it (ISO/IEC 7816-3, 12.2), as the dissector expects it:
// always five bytes and the data, with the length of the answer where there are none.
func ofT0(cmd []byte, answered int) []byte {
	c, err := apdu.ParseCommand(cmd)
	out := append([]byte(nil), cmd...)
	switch {
	case err == nil && len(cmd) == 4:
		out = append(out, 0)
	case err == nil && len(cmd) == 5 && answered > 0 && answered < apdu.MaxShortNe:
		out[4] = byte(answered)
	case err == nil && !c.Extended && len(c.Data) > 0 && c.Ne > 0:
		out = out[:len(out)-1]
	}
	return out
}

func writePacket(w io.Writer, micros int64, tpdu []byte) {
	const ip, udp, tap = 20, 8, 4 * gsmtapWords
	size := min(ip+udp+tap+len(tpdu), mostCapture)
	packet := make([]byte, 16+size)
	p := packet
	binary.BigEndian.PutUint32(p[0:], uint32(micros/1e6))
	binary.BigEndian.PutUint32(p[4:], uint32(micros%1e6))
	binary.BigEndian.PutUint32(p[8:], uint32(size))
	binary.BigEndian.PutUint32(p[12:], uint32(size))
	p = p[16:]
	p[0] = 0x45 // version 4, five words (RFC 791)
	binary.BigEndian.PutUint16(p[2:], uint16(size))
	p[8], p[9] = 64, 17 // hops, UDP
	copy(p[12:], []byte{127, 0, 0, 1})
	copy(p[16:], []byte{127, 0, 0, 1})
	binary.BigEndian.PutUint16(p[10:], checksum(p[:ip]))
	p = p[ip:]
	binary.BigEndian.PutUint16(p[0:], portGSMTAP)
	binary.BigEndian.PutUint16(p[2:], portGSMTAP)
	binary.BigEndian.PutUint16(p[4:], uint16(size-ip)) // no checksum: RFC 768 leaves it out by 0
	p = p[udp:]
	p[0], p[1], p[2] = gsmtapVers, gsmtapWords, gsmtapSIM
	copy(p[tap:], tpdu)
	_, _ = w.Write(packet) // as above
}

// checksum is that of an IPv4 header (RFC 1071).
func checksum(b []byte) uint16 {
	sum := uint32(0)
	for i := 0; i+1 < len(b); i += 2 {
		sum += uint32(b[i])<<8 | uint32(b[i+1])
	}
	for sum > 0xFFFF {
		sum = sum>>16 + sum&0xFFFF
	}
	return ^uint16(sum)
}
