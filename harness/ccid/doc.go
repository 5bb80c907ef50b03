// Package ccid is a USB smart-card reader in software: the device side of the Chip Card
// Interface Devices class, revision 1.1 (USB-IF, 22 April 2005). Any system that has the
// class driver in its box takes it for a reader; package harness/usbip is the cable.
//
//	reader, err := ccid.New(ccid.Config{Slots: []ccid.SlotConfig{{Card: chip}}})
//	if err != nil { … }
//	go reader.Slot(0).Serve(ctx) // the card is in the reader until ctx ends
//
// A [Slot] is a slot.Slot: its card is put in, pulled out and exchanged while the host goes
// on. Cold resets, warm resets and power-down reach the card: what a code had opened is
// closed again.
//
// # What the host sees
//
// A [Model] says it: names, identifiers, slots, features, longest message, clock, PIN
// support. [Models] has readers of the field as the public list of the CCID driver records
// them (github.com/LudovicRousseau/CCID, readers/*.txt), and [ParseModels] reads others.
// Whatever its model does, the device works at the level of APDUs of any length, which every
// driver knows: a model of the TPDU kind is offered so too, and says it ([Model.Offered]).
// A T=0 card is asked as such a reader asks it: Le behind data stays in the reader, which
// fetches the answer by GET RESPONSE, and 6Cxx repeats a command that only reads.
//
// # PIN pad
//
// With a [Keypad], PC_to_RDR_Secure (verify and modify) is answered: the code comes from a
// function, goes into the command that the host gave and to the card, and is wiped. A slot
// with a keypad takes nothing but a card.Simulated: New and Swap refuse any other channel.
//
// # What goes wrong
//
// [Slot.Break] has the reader do one thing wrong, by name (see [Troubles]).
//
// # Bounds
//
// A host is hostile: messages are as long as the model says, 16 answers wait for a host that
// does not read, one command runs on a slot, a chained command ends at 65,545 bytes.
package ccid
