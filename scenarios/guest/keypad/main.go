//go:build pcsc && cgo

package main

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"

	"github.com/ebfe/scard"
)

// Of PC/SC part 10 and pcsc-lite (reader.h).
const (
	featureRequest = 0x42000000 + 3400
	verifyDirect   = 0x06
	modifyDirect   = 0x07
)

// What the reader is to do with the digits: in bytes, from the first one on, ASCII; a block
// without a fixed length; 4 to 8 digits; the confirm key ends.
const (
	formatASCII  = 0x82
	noBlock      = 0
	noLength     = 0
	anyDigits    = 0x0408 // wPINMaxExtraDigit: at least, at most
	byConfirm    = 2
	french       = 0x040C
	seconds      = 60
	oldFirst     = 2 // bConfirmPIN
	newTwice     = 1
	threePrompts = 3
	lengthOfCode = 4 // where the new one begins behind the old one
)

func main() {
	modify := len(os.Args) > 1 && os.Args[1] == "modify"
	answer, err := ask(modify)
	if err != nil {
		fmt.Fprintln(os.Stderr, "keypad:", err)
		os.Exit(1)
	}
	fmt.Printf("%X\n", answer)
}

// ask has the code verified or changed.
func ask(modify bool) ([]byte, error) {
	context, err := scard.EstablishContext()
	if err != nil {
		return nil, err
	}
	defer func() { _ = context.Release() }() // the program ends
	readers, err := context.ListReaders()
	if err != nil {
		return nil, err
	}
	card, err := context.Connect(readers[0], scard.ShareShared, scard.ProtocolAny)
	if err != nil {
		return nil, err
	}
	defer func() { _ = card.Disconnect(scard.LeaveCard) }()
	tag, command := byte(verifyDirect), verify()
	if modify {
		tag, command = modifyDirect, change()
	}
	list, err := card.Control(featureRequest, nil)
	if err != nil {
		return nil, err
	}
	const entry = 6
	for ; len(list) >= entry; list = list[entry:] {
		if list[0] == tag {
			return card.Control(binary.BigEndian.Uint32(list[2:entry]), command)
		}
	}
	return nil, errors.New("the reader has no such feature")
}

// verify is PIN_VERIFY_STRUCTURE around VERIFY of the code porteur.
func verify() []byte {
	b := []byte{seconds, seconds, formatASCII, noBlock, noLength}
	b = binary.LittleEndian.AppendUint16(b, anyDigits)
	b = append(b, byConfirm, 1)
	b = binary.LittleEndian.AppendUint16(b, french)
	b = append(b, 0, 0, 0, 0) // bMsgIndex, bTeoPrologue
	return with(b, 0x00, 0x20, 0x00, 0x01, 0x00)
}

// change is PIN_MODIFY_STRUCTURE around CHANGE REFERENCE DATA: the old code, then the new
// one, behind each other.
func change() []byte {
	b := []byte{seconds, seconds, formatASCII, noBlock, noLength, 0, lengthOfCode}
	b = binary.LittleEndian.AppendUint16(b, anyDigits)
	b = append(b, oldFirst|newTwice, byConfirm, threePrompts)
	b = binary.LittleEndian.AppendUint16(b, french)
	b = append(b, 0, 1, 2, 0, 0, 0)
	return with(b, 0x00, 0x24, 0x00, 0x01, 0x08, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF)
}

// with puts the command behind, and its length.
func with(b []byte, command ...byte) []byte {
	b = binary.LittleEndian.AppendUint32(b, uint32(len(command)))
	return append(b, command...)
}
