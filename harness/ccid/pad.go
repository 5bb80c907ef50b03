package ccid

import (
	"context"
	"encoding/binary"
	"errors"
	"time"

	"github.com/cpslab/cps/harness/card"
)

// Keypad is where a code is typed. It returns the digits, which its caller wipes;
// ErrCancelled where the user gave up, the error of ctx where nobody typed in time. A slot
// that has one holds simulated cards only: a code never goes to a real one from here.
type Keypad func(ctx context.Context, p Prompt) (digits []byte, err error)

// allows reports whether a card, nil for none, may lie in a slot with that keypad.
func (k Keypad) allows(ch card.Channel) error {
	if k == nil || ch == nil {
		return nil
	}
	if _, simulated := card.As[card.Simulated](ch); !simulated {
		return ErrNotSimulated
	}
	return nil
}

// Prompt is what a reader asks for.
type Prompt struct {
	Slot     int // from 0
	Entry    Entry
	Min, Max int           // digits
	Timeout  time.Duration // after which ctx ends
}

// Entry is which code is asked for.
type Entry uint8

// The entries.
const (
	EntryVerify  Entry = iota // the code, to be verified
	EntryOld                  // the code that is changed
	EntryNew                  // the new one
	EntryConfirm              // the new one again
)

// String names it: "verify", "old", "new" or "confirm".
func (e Entry) String() string {
	names := [...]string{EntryVerify: "verify", EntryOld: "old", EntryNew: "new", EntryConfirm: "confirm"}
	return names[e%Entry(len(names))]
}

// Operations of PC_to_RDR_Secure (6.1.11).
const (
	pinVerify = 0
	pinModify = 1
)

// Bounds of an entry.
const (
	maxDigits      = 15 // bmPINBlockString has four bits for the length of a block
	usualTimeout   = 30 * time.Second
	formatBinary   = 0
	formatBCD      = 1
	formatASCII    = 2
	verifyFixed    = 15 // bytes before abPINApdu, bPINOperation included (6.1.11.1)
	modifyFixed    = 18 // likewise, without bMsgIndex2 and bMsgIndex3 (6.1.11.7)
	lengthOfPINAPD = 4
)

// Offsets in PC_to_RDR_Secure of what may be wrong about an operation (6.1.11.1, 6.1.11.7):
// bError names the first of them. Those that both operations have lie behind the same fields.
const (
	atOperation    = 10
	atFormat       = 12 // bmFormatString
	atBlock        = 13 // bmPINBlockString
	atLengthFormat = 14 // bmPINLengthFormat
	atNewOffset    = 16 // bInsertionOffsetNew
	atConfirm      = 19 // bConfirmPIN
	atMessages     = 21 // bNumberMessage of a change
)

// Bits of bConfirmPIN (6.1.11.7).
const (
	newTwice = 1 // the new code twice
	oldFirst = 2 // the old one first
)

// entry is a PIN operation as the host describes it.
type entry struct {
	timeout    time.Duration
	format     byte // bmFormatString
	block      byte // bmPINBlockString
	lengthForm byte // bmPINLengthFormat
	oldAt      int  // bInsertionOffsetOld
	newAt      int  // bInsertionOffsetNew
	min, max   int
	confirm    byte // bConfirmPIN: newTwice, oldFirst
	modify     bool
	command    []byte // abPINApdu
}

// secure takes a code from the keypad into a command, and the command to the card (6.1.11).
func (s *Slot) secure(ctx context.Context, h *host, m message, seat int) *answer {
	icc := s.status()
	switch {
	case icc != iccActive:
		return &answer{failed: true, code: Mute, icc: icc}
	case s.dev.model.PINSupport == 0:
		return &answer{failed: true, code: NotSupported, icc: icc}
	case m.level() != chainWhole:
		return &answer{failed: true, code: atLevel, icc: icc}
	case len(m.data) == 0:
		return &answer{failed: true, code: atLength, icc: icc}
	case m.data[0] > pinModify || s.dev.model.PINSupport&(1<<m.data[0]) == 0:
		return &answer{failed: true, code: atOperation, icc: icc}
	}
	e, wrong := parseEntry(m.data)
	if wrong != 0 {
		return &answer{failed: true, code: wrong, icc: icc}
	}
	var command []byte
	err := s.during(ctx, h, m, func() (err error) {
		command, err = s.enter(ctx, e)
		return err
	})
	defer func() { clear(command) }()
	switch {
	case ctx.Err() != nil:
		return s.ended()
	case errors.Is(err, context.DeadlineExceeded):
		return &answer{failed: true, code: PINTimeout, icc: s.status()}
	case err != nil:
		if !errors.Is(err, ErrCancelled) {
			s.fail("pin", err)
		}
		return &answer{failed: true, code: PINCancelled, icc: s.status()}
	}
	return s.exchange(ctx, h, m, command, seat)
}

// parseEntry reads a PIN operation; wrong is the offset of what is wrong, 0 for nothing. What
// could not become the command that the host means is refused here, before anybody types: a
// code in the wrong place costs a try.
func parseEntry(data []byte) (e entry, wrong Code) {
	e.modify = data[0] == pinModify
	fixed := verifyFixed
	if e.modify {
		fixed = modifyFixed
	}
	if len(data) < fixed+lengthOfPINAPD {
		return e, atLength
	}
	e.timeout = time.Duration(data[1]) * time.Second
	if e.timeout == 0 {
		e.timeout = usualTimeout
	}
	e.format, e.block, e.lengthForm = data[2], data[3], data[4]
	digits := 5
	if e.modify {
		e.oldAt, e.newAt = int(data[5]), int(data[6])
		digits = 7
	}
	extra := binary.LittleEndian.Uint16(data[digits:])
	e.max, e.min = int(extra&0xFF), int(extra>>8)
	if e.max == 0 || e.max > maxDigits || e.min > e.max {
		return e, Code(atData + digits)
	}
	if e.modify {
		const most = newTwice | oldFirst
		if e.confirm = data[9]; e.confirm > most {
			return e, atConfirm
		}
		switch messages := data[11]; messages { // bMsgIndex2, bMsgIndex3 (libccid sources, commands.c)
		case 0:
		case 1, 2:
			fixed++
		case 3, 0xFF:
			fixed += 2
		default:
			return e, atMessages
		}
	}
	if len(data) < fixed+lengthOfPINAPD {
		return e, atLength
	}
	e.command = data[fixed:]
	return e, e.wrong(Code(atData + fixed))
}

// wrong is the offset of what is wrong about where the codes go, 0 for nothing; the command
// stands at that offset of the message.
func (e *entry) wrong(atCommand Code) Code {
	position, whole := e.position()
	if e.format&3 > formatASCII || !whole {
		return atFormat // no card of the field wants a code inside a byte
	}
	size := int(e.block & 0x0F)
	if least := e.formattedLength(max(e.min, 1)); size != 0 && least > size {
		return atBlock
	}
	if bits := int(e.block >> 4); bits != 0 {
		where, free := e.lengthAt()
		switch {
		case free < 0 || max(e.min, 1) >= 1<<bits:
			return atBlock
		case where >= position && (size == 0 || where < position+size):
			return atLengthFormat // it would write over the code
		}
	}
	if e.modify && e.confirm&oldFirst != 0 && !e.apart(max(size, 1)) {
		return atNewOffset
	}
	const sizeLc = 1
	switch n := len(e.command) - sizeHeader - sizeLc; {
	case n > 0 && n != int(e.command[sizeHeader]), max(e.oldAt, e.newAt)+position+maxDigits+1 > 0xFF:
		return atCommand + sizeHeader // Lc, which is not that of its data, or could not be
	}
	return 0
}

// apart tells whether two codes of that many bytes leave each other whole.
func (e *entry) apart(size int) bool { return e.newAt-e.oldAt >= size || e.oldAt-e.newAt >= size }

// position is where a code begins behind its offset, in bytes; whole is false inside a byte.
func (e *entry) position() (bytes int, whole bool) {
	const inBytes = 0x80
	n := int(e.format >> 3 & 0x0F)
	if e.format&inBytes != 0 {
		return n, true
	}
	return n / 8, n%8 == 0
}

// lengthAt is where the length of a code goes behind its offset: which byte, and how many bits
// remain below it there, less than none where it does not fit.
func (e *entry) lengthAt() (at, free int) {
	const inBytes = 0x10
	where := int(e.lengthForm & 0x0F)
	if e.lengthForm&inBytes != 0 {
		where *= 8
	}
	return where / 8, 8 - where%8 - int(e.block>>4)
}

// formattedLength is how many bytes a code of that many digits takes.
func (e *entry) formattedLength(digits int) int {
	if e.format&3 == formatBCD {
		return (digits + 1) / 2
	}
	return digits
}

// enter asks for the codes and makes the command of them.
func (s *Slot) enter(ctx context.Context, e entry) ([]byte, error) {
	ctx, stop := context.WithTimeout(ctx, e.timeout)
	defer stop()
	if !e.modify {
		code, err := s.typed(ctx, e, EntryVerify)
		defer clear(code)
		if err != nil {
			return nil, err
		}
		return e.with(clone(e.command), code, 0)
	}
	command := clone(e.command)
	if e.confirm&oldFirst != 0 {
		code, err := s.typed(ctx, e, EntryOld)
		defer clear(code)
		if err == nil && !e.apart(e.width(code)) {
			err = ErrCode // it would reach into the new one
		}
		if err == nil {
			command, err = e.with(command, code, e.oldAt)
		}
		if err != nil {
			clear(command)
			return nil, err
		}
	}
	code, err := s.typed(ctx, e, EntryNew)
	defer clear(code)
	if err == nil && e.confirm&oldFirst != 0 && !e.apart(e.width(code)) {
		err = ErrCode
	}
	if err == nil && e.confirm&newTwice != 0 {
		var again []byte
		again, err = s.typed(ctx, e, EntryConfirm)
		defer clear(again)
		if err == nil && string(again) != string(code) {
			err = ErrCancelled
		}
	}
	if err == nil {
		command, err = e.with(command, code, e.newAt)
	}
	if err != nil {
		clear(command)
		return nil, err
	}
	return command, nil
}

// typed asks for one code.
func (s *Slot) typed(ctx context.Context, e entry, which Entry) ([]byte, error) {
	if s.keypad == nil {
		return nil, ErrNoKeypad
	}
	code, err := s.keypad(ctx, Prompt{Slot: s.index, Entry: which, Min: e.min, Max: e.max, Timeout: e.timeout})
	if err != nil {
		return code, err
	}
	if len(code) < e.min || len(code) > e.max || len(code) == 0 {
		return code, ErrCode
	}
	for _, c := range code {
		if c < '0' || c > '9' {
			return code, ErrCode
		}
	}
	return code, nil
}

// width is how many bytes of the command are a code's.
func (e *entry) width(code []byte) int {
	if size := int(e.block & 0x0F); size != 0 {
		return size
	}
	return e.formattedLength(len(code))
}

// with puts a code into the command, at an offset in its data field. A block of a fixed
// length keeps what the host has in it behind the code; one without makes the data field as
// long as the code (6.1.11.2 to 6.1.11.5). The length of a code that goes in too is told from
// the same offset: with two codes each has its own.
func (e *entry) with(command, code []byte, at int) ([]byte, error) {
	position, _ := e.position()
	size := e.width(code)
	formatted := e.digits(code)
	defer clear(formatted)
	bits := int(e.block >> 4)
	if len(formatted) > size || bits != 0 && len(code) >= 1<<bits {
		return command, ErrCode
	}
	data := offsetData + at + position
	length, free := e.lengthAt()
	length += offsetData + at
	end := data + size
	if bits != 0 {
		end = max(end, length+1)
	}
	for len(command) < end { // the host left no room
		command = append(command, 0xFF)
	}
	command[sizeHeader] = byte(len(command) - offsetData)
	block := command[data : data+size]
	const right = 4
	if e.format&right != 0 {
		block = block[size-len(formatted):]
	}
	copy(block, formatted)
	if bits != 0 {
		mask := byte(1<<bits-1) << free
		command[length] = command[length]&^mask | byte(len(code))<<free
	}
	return command, nil
}

// digits writes a code as the card wants it.
func (e *entry) digits(code []byte) []byte {
	var b []byte
	switch e.format & 3 {
	case formatBinary:
		for _, c := range code {
			b = append(b, c-'0')
		}
	case formatBCD:
		for i := 0; i < len(code); i += 2 {
			low := byte(0x0F)
			if i+1 < len(code) {
				low = code[i+1] - '0'
			}
			b = append(b, (code[i]-'0')<<4|low)
		}
	default:
		b = append(b, code...)
	}
	return b
}
