package slot

import (
	"context"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/apdu"
)

var _ card.Channel = (*T0)(nil)

// T0 gives a card the commands that a T=0 line carries and its client the answers
// that come back (ISO/IEC 7816-3, 12):
//
//   - a command of four bytes gets P3 00, which asks for 256 bytes;
//   - the Le behind a data field stays in the reader: what the card has to say waits
//     for GET RESPONSE, 61xx;
//   - P3 of a command without data is the number of bytes that come: when there are
//     fewer, 6Cxx says how many, and the command repeated with that P3 gets them.
//
// Everything else goes through as it is. Like the channel it holds, it has one user
// at a time.
type T0 struct {
	card.Channel
	line   [sizeHeader + 1]byte // a command of four bytes as it is sent
	header [sizeHeader]byte     // of the command that was answered by 6Cxx
	kept   []byte               // its response, empty when none is kept
}

// NewT0 returns ch as a T=0 reader shows it.
func NewT0(ch card.Channel) *T0 { return &T0{Channel: ch} }

// Unwrap returns the channel within.
func (t *T0) Unwrap() card.Channel { return t.Channel }

// Offsets in a command.
const (
	sizeHeader = 4
	offsetData = 5
)

// Transmit sends one command through the line. Errors are those of the channel.
func (t *T0) Transmit(ctx context.Context, dst, cmd []byte) ([]byte, error) {
	switch {
	case len(cmd) == sizeHeader:
		t.line[copy(t.line[:], cmd)] = 0
		cmd = t.line[:]
	case len(cmd) > offsetData && len(cmd) == offsetData+int(cmd[sizeHeader])+1:
		cmd = cmd[:len(cmd)-1]
	}
	if len(cmd) != offsetData {
		t.drop()
		return t.Channel.Transmit(ctx, dst, cmd)
	}
	if t.repeats(cmd) {
		if err := ctx.Err(); err != nil {
			return dst, err
		}
		dst = append(dst, t.kept...)
		t.drop()
		return dst, nil
	}
	t.drop()
	from := len(dst)
	out, err := t.Channel.Transmit(ctx, dst, cmd)
	if err != nil {
		return out, err
	}
	return t.whole(out, from, cmd), nil
}

// repeats reports whether cmd is the command that was answered by 6Cxx, with that
// length.
func (t *T0) repeats(cmd []byte) bool {
	return len(t.kept) != 0 && [sizeHeader]byte(cmd) == t.header && cmd[sizeHeader] == byte(len(t.kept)-2)
}

// whole keeps a response that is shorter than the line would carry, and puts 6Cxx in
// its place.
func (t *T0) whole(out []byte, from int, cmd []byte) []byte {
	response := out[min(from, len(out)):]
	n, ne := len(response)-2, int(cmd[sizeHeader])
	if ne == 0 {
		ne = apdu.MaxShortNe
	}
	if n <= 0 || n >= ne {
		return out
	}
	t.header, t.kept = [sizeHeader]byte(cmd), append(t.kept, response...)
	return apdu.AppendSW(out[:from], apdu.SWWrongLe|apdu.SW(n))
}

// Reset powers the card again; what was kept is gone.
func (t *T0) Reset(ctx context.Context, cold bool) error {
	t.drop()
	return t.Channel.Reset(ctx, cold)
}

// drop wipes what is kept.
func (t *T0) drop() {
	clear(t.kept)
	t.kept = t.kept[:0]
}
