package ccid

import "context"

// Keypad is where a code is typed.
type Keypad func(ctx context.Context) (digits []byte, err error)

// take refuses a message of the host: the reader does nothing yet.
func (s *Slot) take(h *host, m message) {
	h.push(&answer{kind: answersWith(m.kind), failed: true, code: NotSupported, icc: s.status()}, m.slot, m.seq)
}

func (s *Slot) abort(byte) {}

// configure sets the parameters that an answer to reset asks for; it is called under mu.
func (s *Slot) configure(atr []byte) { s.offers = read(atr) }

// extend asks for more time, in units of the usual one.
func (s *Slot) extend(h *host, m message, times byte) {
	h.push(&answer{kind: answersWith(m.kind), wait: true, code: Code(times), icc: s.status()}, m.slot, m.seq)
}
