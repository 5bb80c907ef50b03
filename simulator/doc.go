// Package simulator is a software card: a CPS3 (contact or contactless) or a
// CPS4 that answers command APDUs as the official middleware and OpenSC expect
// them. It holds no real identity: New refuses a card of category 00.
//
// The way in is a Personalisation, plain data that a profile (YAML) or a test
// fills. New turns it into a *Card, which satisfies card.Channel without
// importing anything of the harness but the card vocabulary:
//
//	c, err := simulator.New(p)
//	rapdu, err := c.Transmit(ctx, nil, []byte{0x00, 0xA4, 0x09, 0x0C, 0x02, 0x3F, 0x00})
//
// # How it is built
//
// Contents are encoded once into a tree of files that never changes (files.go,
// tree.go, pkcs15.go, fcp.go). What may change belongs to the chip (chip.go):
// codes, try counters, uses, and CPS_DATA. State takes a copy of it and Restore
// puts one back; a reset loses the security status and the selection only. With
// a Store (store.go) it lasts beyond the process, in a file for instance
// (store_file.go, store_format.go), saved before each answer that depends on it. A
// face (cps3.go, contactless.go, cps4.go, cps2ter.go) says which classes are
// admitted, which forms of SELECT exist and how codes are presented; the
// commands themselves are shared (interpreter.go, select.go, codes.go, sdo.go).
//
// # Keys and certificates
//
// Package pki is the TEST authority; keys.go says which keys a face has and what
// each may do, security.go performs it. The security environment ends with a
// reset and with every SELECT that moves. A key belongs to the application
// directory: outside it MANAGE SECURITY ENVIRONMENT answers 6A88. An algorithm
// that the key does not do is refused with 6A80, an empty template with 6985, a
// missing PIN with 6982.
//
// A certificate repeats what the card says of its holder and its dates, unless
// the Personalisation says otherwise (certificates.go). It is made when it is
// first selected and stays as it is from then on; so are PrKDF and CDF
// (pkcs15_keys.go).
//
// # What is not there
//
// The contents of the CPS2ter activities are not public: each is 16 bytes of
// zeros. The clients of a CPS3 hash with SHA-1 and SHA-256 only, and so does the
// card. Nothing is constant in time: every key is public.
//
// # Choices where no public source decides
//
// Blocks of PERFORM SECURITY OPERATION are chained and no other command is: 6884.
// Another command inside a chain ends it: 6883. GET CHALLENGE gives eight bytes at
// most. A CPS4 opens and closes logical channels (channel.go).
//
// A code of the wrong length is refused with 6700, and on a CPS3 one with other
// characters than digits with 6A80; neither spends a try. A CPS4 compares such a
// code and it spends a try: the middleware takes any answer to VERIFY of a CPS4
// but 63Cx and 6983 for success (seen with PKCS#11 module 3.1). A new code
// with letters is refused with 6A80 by both. A blocked code is refused with
// 6983 before its form is looked at. Status words 6Exx are kept for a class or
// application that does not fit and 6A86 is never sent, because the middleware
// selects the application again and repeats the command after either
// (CryptolibCPS sources, apdu.c). On a CPS4, a file command on logical channel 1
// before the application is selected is such a mismatch: 6E00.
package simulator
