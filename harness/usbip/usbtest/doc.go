// Package usbtest is the other end of a USB reader, for tests: the part of a USB/IP client
// ([Dial]) that the kernel has, and the dialogue of the class driver of Linux ([Open]), as
// its sources tell it (github.com/LudovicRousseau/CCID, ccid_usb.c, commands.c,
// ifdhandler.c). What it opens is a card.Channel for each slot.
//
//	bus, err := usbtest.Dial(ctx, address, "1-1")
//	if err != nil { … }
//	reader, err := usbtest.Open(ctx, bus)
//	if err != nil { … }
//	card, err := reader.Card(ctx, 0)
package usbtest
