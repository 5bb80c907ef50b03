package apdu

import "fmt"

// Instruction bytes (ISO/IEC 7816-4, 5.1.2, and ISO/IEC 7816-8).
const (
	INSVerify          byte = 0x20
	INSManageSecurity  byte = 0x22 // MANAGE SECURITY ENVIRONMENT
	INSChangeReference byte = 0x24 // CHANGE REFERENCE DATA
	INSPerformSecurity byte = 0x2A // PERFORM SECURITY OPERATION
	INSResetRetry      byte = 0x2C // RESET RETRY COUNTER
	INSManageChannel   byte = 0x70
	INSGetChallenge    byte = 0x84
	INSInternalAuth    byte = 0x88 // INTERNAL AUTHENTICATE
	INSSelect          byte = 0xA4
	INSReadBinary      byte = 0xB0
	INSReadRecord      byte = 0xB2
	INSGetResponse     byte = 0xC0
	INSGetData         byte = 0xCA
	INSGetDataExtended byte = 0xCB // GET DATA with a tag list in the data field
	INSUpdateBinary    byte = 0xD6
	INSPutDataExtended byte = 0xDB // PUT DATA with data objects in the data field
)

// CLAChaining is the bit of the class that says that further blocks of the same
// command follow (ISO/IEC 7816-4, 5.4.1).
const CLAChaining byte = 0x10

// INSName returns the name of an instruction, e.g. "READ BINARY", or "INS 5A".
func INSName(ins byte) string {
	switch ins {
	case INSVerify:
		return "VERIFY"
	case INSManageSecurity:
		return "MANAGE SECURITY ENVIRONMENT"
	case INSChangeReference:
		return "CHANGE REFERENCE DATA"
	case INSPerformSecurity:
		return "PERFORM SECURITY OPERATION"
	case INSResetRetry:
		return "RESET RETRY COUNTER"
	case INSManageChannel:
		return "MANAGE CHANNEL"
	case INSGetChallenge:
		return "GET CHALLENGE"
	case INSInternalAuth:
		return "INTERNAL AUTHENTICATE"
	case INSSelect:
		return "SELECT"
	case INSReadBinary:
		return "READ BINARY"
	case INSReadRecord:
		return "READ RECORD"
	case INSGetResponse:
		return "GET RESPONSE"
	case INSGetData, INSGetDataExtended:
		return "GET DATA"
	case INSUpdateBinary:
		return "UPDATE BINARY"
	case INSPutDataExtended:
		return "PUT DATA"
	}
	return fmt.Sprintf("INS %02X", ins)
}
