package trace

import (
	"github.com/cpslab/cps/harness/card/apdu"
	"github.com/cpslab/cps/harness/card/effect"
)

// scrubber takes events in clear and gives them back scrubbed, in their order. What was
// read of a file is held back until the file is left, so that it is scrubbed as a whole
// and cut again into the answers.
type scrubber struct {
	replace *replacer
	keys    *keyring
	off     bool // see Options.unscrub
	queue   []*held
	bytes   int // in the queue
	cards   map[int]*cardScrub
}

// held is an event in the queue.
type held struct {
	Event
	wait bool // for more of what its answer belongs to
}

// Bounds of what is held back: a card that gives a file without end is scrubbed in
// parts.
const (
	maxHeld      = 4096
	maxHeldBytes = 4 << 20
)

func newScrubber(o Options) (*scrubber, error) {
	r, err := newReplacer(o.key)
	if err != nil {
		return nil, err
	}
	return &scrubber{replace: r, keys: newKeyring(o.Authority, r), off: o.unscrub, cards: map[int]*cardScrub{}}, nil
}

// counts says how many values of each kind were replaced.
func (s *scrubber) counts() map[string]int {
	out := map[string]int{}
	for kind, n := range s.replace.counts {
		out[kind] = n
	}
	return out
}

func (s *scrubber) forget() { s.replace.forget() }

// push takes an event and returns those that are ready.
func (s *scrubber) push(e Event) []Event {
	h := &held{Event: e}
	s.queue = append(s.queue, h)
	s.bytes += len(e.Command) + len(e.Answer)
	if s.off {
		return s.ready()
	}
	c := s.cards[e.Reader]
	if c == nil {
		c = &cardScrub{scrubber: s}
		s.cards[e.Reader] = c
	}
	switch e.Kind {
	case KindExchange:
		c.exchange(h)
	case KindReset:
		c.settle()
		c.state.reset()
	case KindCard:
		h.Name = scrubReader(h.Name)
	case KindError, KindFault, KindMark, KindEnd:
	}
	if len(s.queue) > maxHeld || s.bytes > maxHeldBytes {
		return s.flush()
	}
	return s.ready()
}

// ready takes the events off the queue that wait for nothing.
func (s *scrubber) ready() []Event {
	n := 0
	for n < len(s.queue) && !s.queue[n].wait {
		n++
	}
	out := make([]Event, n)
	for i, h := range s.queue[:n] {
		out[i] = h.Event
		s.bytes -= len(h.Command) + len(h.Answer)
	}
	s.queue = append(s.queue[:0], s.queue[n:]...)
	return out
}

// flush scrubs what is held back as far as it is there.
func (s *scrubber) flush() []Event {
	for _, c := range s.cards {
		c.settle()
	}
	return s.ready()
}

// cardScrub is the scrubbing of one card.
type cardScrub struct {
	*scrubber
	state state
	chain chain
	reads []segment // of the file that is being read
	of    string    // that file, see state.file
	sent  []byte    // data of the blocks of a chained command so far
}

// chain is a command and the answers that GET RESPONSE brought of it.
type chain struct {
	command effect.Effect
	parts   []*held
	sw      apdu.SW
}

// segment is what one command read of a file.
type segment struct {
	offset int
	parts  []*held
}

// exchange takes one exchange.
func (c *cardScrub) exchange(h *held) {
	sw, whole := h.SW()
	e, doubt := effect.Decode(h.Command)
	fetch := doubt == nil && e.Command.INS == apdu.INSGetResponse
	waiting := len(c.chain.parts) > 0 && c.chain.sw.Available() > 0
	if !fetch || !waiting {
		c.closeChain()
		if !c.continues(&e) {
			c.closeFile()
		}
		c.chain = chain{command: e}
		c.maskCommand(h, &e)
	}
	c.chain.parts = append(c.chain.parts, h)
	h.wait = true
	if !whole {
		c.chain.sw = 0
	} else {
		c.chain.sw = apdu.SW(sw)
	}
	if c.chain.sw.Available() == 0 {
		c.closeChain()
		if len(c.reads) == 0 {
			c.closeFile()
		}
	}
}

// continues reports whether a command reads on in the file that is held back.
func (c *cardScrub) continues(e *effect.Effect) bool {
	return reads(e) && e.Command.P1&0x80 == 0 && c.of == c.state.file(e.Command.CLA)
}

// reads reports whether a command is READ BINARY by an offset.
func reads(e *effect.Effect) bool { return e.Command.INS == apdu.INSReadBinary }

// closeChain settles the command that was under way.
func (c *cardScrub) closeChain() {
	ch := c.chain
	c.chain = chain{}
	if len(ch.parts) == 0 {
		return
	}
	data := join(ch.parts)
	c.state.apply(&ch.command, first(ch.parts), data)
	if reads(&ch.command) && len(ch.parts[0].Err) == 0 {
		offset := int(ch.command.Command.P1)<<8 | int(ch.command.Command.P2)
		if ch.command.Command.P1&0x80 != 0 {
			offset = int(ch.command.Command.P2)
		}
		c.of = c.state.file(ch.command.Command.CLA)
		c.reads = append(c.reads, segment{offset, ch.parts})
		return
	}
	cut(ch.parts, c.answer(&ch.command, data))
	release(ch.parts)
}

// closeFile scrubs what was read of a file.
func (c *cardScrub) closeFile() {
	all := c.reads
	c.reads, c.of = nil, ""
	if len(all) == 0 {
		return
	}
	end := 0
	for _, s := range all {
		end = max(end, s.offset+len(join(s.parts)))
	}
	image, known := make([]byte, end), make([]bool, end)
	for _, s := range all {
		n := copy(image[s.offset:], join(s.parts))
		for i := range n {
			known[s.offset+i] = true
		}
	}
	scrubbed := c.image(image, known)
	for _, s := range all {
		n := len(join(s.parts))
		cut(s.parts, scrubbed[s.offset:s.offset+n])
		release(s.parts)
	}
}

// image scrubs what was read of a file: from its start where that was read, else as far
// as nothing tells what it is.
func (c *cardScrub) image(image []byte, known []bool) []byte {
	n := 0
	for n < len(known) && known[n] {
		n++
	}
	out := append([]byte(nil), c.file(image[:n])...)
	return append(out, c.replace.opaque(image[n:])...)
}

// settle scrubs what is held back of this card.
func (c *cardScrub) settle() {
	c.closeChain()
	c.closeFile()
}

// first is the status word of the first answer of a chain.
func first(parts []*held) apdu.SW {
	sw, _ := parts[0].SW()
	return apdu.SW(sw)
}

// join puts the data of answers together.
func join(parts []*held) []byte {
	if len(parts) == 1 {
		return parts[0].Data()
	}
	var all []byte
	for _, p := range parts {
		all = append(all, p.Data()...)
	}
	return all
}

// cut puts data of the same length back into the answers that they came in.
func cut(parts []*held, data []byte) {
	for _, p := range parts {
		n := len(p.Data())
		if n == 0 {
			continue
		}
		answer := append(make([]byte, 0, n+2), data[:n]...)
		p.Answer = append(answer, p.Answer[n:]...)
		data = data[n:]
	}
}

func release(parts []*held) {
	for _, p := range parts {
		p.wait = false
	}
}
