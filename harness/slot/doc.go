// Package slot is a virtual reader as a card finds it: what stands between the
// bytes of a program and the chip, whatever carries them.
//
// A [Slot] is served to a reader that programs see, and its card is put in, pulled out
// and exchanged for another while it is. Package harness/vpcd implements it. [Bay] and
// [Board] are what every implementation needs: the place where the card lies, and the
// State it publishes.
//
// [T0] is a reader of the TPDU kind with a T=0 card in it, the kind that pcscd and
// Windows drive: it sends five bytes and a data field, and no Le behind one. A
// simulated card takes what it is given; clients that lean on that break on plastic.
package slot
