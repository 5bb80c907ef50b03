// Package vpcd puts a card into a virtual PC/SC reader: it serves any
// [card.Channel], a simulated card or a replayed trace, to the vpcd reader
// driver of the Virtual Smart Card Architecture (Debian package
// vsmartcard-vpcd), so that any PC/SC client sees a reader holding that card.
//
// # The reader's side
//
// The driver, loaded by pcscd, listens on a TCP port for each slot: 35963
// (0x8C7B) for the first slot of the stock configuration, 35964 for the second. A
// [Server] connects to it: the connection is the card in the slot, closing it
// is pulling the card out. See package harness/stack for a private PC/SC
// service with readers of its own.
//
// The stock driver binds every interface of the machine. A Server only ever
// connects to a loopback address and refuses any other, but it cannot stop
// another machine from connecting to a free slot: a firewall can.
//
// # The wire
//
// Both directions carry frames: a 16-bit big-endian length, then as many bytes
// (vpcd sources, vpcd.c). A frame of one byte from the driver is a control:
//
//	00  power off                no answer
//	01  power on                 no answer, cold reset of the card
//	02  reset                    no answer, warm reset of the card
//	04  get ATR                  answered with the ATR
//
// Everything else is a C-APDU, answered with its R-APDU. pcscd asks for the
// ATR every 400 ms: that is how the driver learns that a card is there.
//
// A mute card (empty ATR) is answered with an ATR of 34 bytes, one more than
// ISO/IEC 7816-3 allows: the driver then reports a card that is present and
// whose power-up fails. An empty frame would make it report no card at all.
//
// # Speed
//
// The driver of vsmartcard 3.3 sends length and body in two writes. The kernel
// holds the second back until the first is acknowledged, and the receiver
// delays that for about 40 ms: 21 exchanges a second. On Linux a Server
// re-arms TCP_QUICKACK before every read, which takes the wait away; elsewhere
// nothing can be done from this side. [Echo] is the bare responder to compare
// a card with.
//
// # Limits
//
// An answer of more than 65,535 bytes cannot pass, hence not a full response
// to Ne = 65536. T=0, T=1, PPS and timing are invisible here; pcscd picks the
// protocol from the ATR. A client that transmits the single byte 00, 01 or 02
// through PC/SC makes the driver wait for an answer the protocol does not
// foresee: [WithSilence] ends that wait.
package vpcd
