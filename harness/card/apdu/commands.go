package apdu

// Limits of READ BINARY and UPDATE BINARY (ISO/IEC 7816-4, 7.2.2): the offset
// takes 15 bits, or 8 when P1 names the file by its SFI, 1 to 30.
const (
	maxOffset    = 0x7FFF
	maxOffsetSFI = 0xFF
	maxSFI       = 30
)

// The builders below append one short command APDU to dst and do not allocate
// when it has room. cla carries the logical channel: 00 on CPS3, 01 on CPS4, A0
// for the CPS2ter command set. With ne 0 the Le field is left out, as T=0 wants
// it in case 4. On an *Error dst comes back as it was.

// AppendSelectPath appends SELECT (ISO/IEC 7816-4, 7.1.1). p1 says what data is:
// 00 a file identifier, 04 a DF name (AID), 08 a path from the MF without 3F00,
// 09 a path from the current DF. p2 says what comes back: 00 FCI, 04 FCP, 0C
// nothing. data is 0 to 255 bytes, ne 0 to 256.
func AppendSelectPath(dst []byte, cla, p1, p2 byte, data []byte, ne int) ([]byte, error) {
	return Command{CLA: cla, INS: INSSelect, P1: p1, P2: p2, Data: data, Ne: ne}.Append(dst)
}

// AppendReadBinary appends READ BINARY of the current EF (ISO/IEC 7816-4,
// 7.2.3): ne bytes, 1 to 256, from offset, 0 to 32767 bytes.
func AppendReadBinary(dst []byte, cla byte, offset, ne int) ([]byte, error) {
	if offset < 0 || offset > maxOffset {
		return dst, &Error{Class: OutOfRange, Offset: offsetP1}
	}
	return appendRead(dst, cla, byte(offset>>8), byte(offset), ne)
}

// AppendReadBinarySFI appends READ BINARY of the EF with the short identifier
// sfi, 1 to 30, in the current DF; the card makes it the current EF. offset is 0
// to 255 bytes, ne 1 to 256.
func AppendReadBinarySFI(dst []byte, cla, sfi byte, offset, ne int) ([]byte, error) {
	if sfi == 0 || sfi > maxSFI {
		return dst, &Error{Class: OutOfRange, Offset: offsetP1}
	}
	if offset < 0 || offset > maxOffsetSFI {
		return dst, &Error{Class: OutOfRange, Offset: offsetP1 + 1}
	}
	return appendRead(dst, cla, 0x80|sfi, byte(offset), ne)
}

func appendRead(dst []byte, cla, p1, p2 byte, ne int) ([]byte, error) {
	return appendCase2(dst, Command{CLA: cla, INS: INSReadBinary, P1: p1, P2: p2, Ne: ne})
}

// AppendGetResponse appends GET RESPONSE (ISO/IEC 7816-4, 7.6.1) for ne bytes, 1
// to 256, as SW.Available tells them.
func AppendGetResponse(dst []byte, cla byte, ne int) ([]byte, error) {
	return appendCase2(dst, Command{CLA: cla, INS: INSGetResponse, Ne: ne})
}

// AppendGetChallenge appends GET CHALLENGE (ISO/IEC 7816-4, 7.5.3) for ne random
// bytes, 1 to 256.
func AppendGetChallenge(dst []byte, cla byte, ne int) ([]byte, error) {
	return appendCase2(dst, Command{CLA: cla, INS: INSGetChallenge, Ne: ne})
}

// appendCase2 appends a command that makes no sense without an Le field.
func appendCase2(dst []byte, c Command) ([]byte, error) {
	if c.Ne == 0 {
		return dst, &Error{Class: OutOfRange, Offset: offsetP3}
	}
	return c.Append(dst)
}

// AppendGetData appends GET DATA with data, 1 to 255 bytes, that says which
// objects are wanted (INS CB; ISO/IEC 7816-4, 7.4.2). p1p2 is the file
// identifier, 3FFF for the current DF. ne is 0 to 256.
func AppendGetData(dst []byte, cla byte, p1p2 uint16, data []byte, ne int) ([]byte, error) {
	if len(data) == 0 {
		return dst, &Error{Class: OutOfRange, Offset: offsetP3}
	}
	return Command{CLA: cla, INS: INSGetDataExtended, P1: byte(p1p2 >> 8), P2: byte(p1p2), Data: data, Ne: ne}.Append(dst)
}

// AppendUpdateBinary appends UPDATE BINARY of the current EF (ISO/IEC 7816-4,
// 7.2.5): data, 1 to 255 bytes, at offset, 0 to 32767.
func AppendUpdateBinary(dst []byte, cla byte, offset int, data []byte) ([]byte, error) {
	if offset < 0 || offset > maxOffset {
		return dst, &Error{Class: OutOfRange, Offset: offsetP1}
	}
	if len(data) == 0 {
		return dst, &Error{Class: OutOfRange, Offset: offsetP3}
	}
	return Command{CLA: cla, INS: INSUpdateBinary, P1: byte(offset >> 8), P2: byte(offset), Data: data}.Append(dst)
}

// AppendVerify appends VERIFY (ISO/IEC 7816-4, 7.5.6) of the code ref with pin,
// 1 to 255 bytes as the card stores it. It costs a try when the code is wrong.
// An empty pin is refused: it would be the other command, AppendVerifyStatus.
// dst then holds the code: the caller overwrites it after use.
func AppendVerify(dst []byte, cla, ref byte, pin []byte) ([]byte, error) {
	if len(pin) == 0 {
		return dst, &Error{Class: OutOfRange, Offset: offsetP3}
	}
	return Command{CLA: cla, INS: INSVerify, P2: ref, Data: pin}.Append(dst)
}

// AppendVerifyStatus appends VERIFY without data, which asks for the state of
// the code ref and costs no try: 9000 verified, 63Cx x tries left, 6983 blocked.
// With t0 a fifth byte 00 follows, as T=0 has no command of four bytes.
func AppendVerifyStatus(dst []byte, cla, ref byte, t0 bool) []byte {
	dst = append(dst, cla, INSVerify, 0, ref)
	if t0 {
		dst = append(dst, 0)
	}
	return dst
}
