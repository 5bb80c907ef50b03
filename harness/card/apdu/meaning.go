package apdu

import "fmt"

// Meaning returns what sw says, in English and lower case: the texts of ISO/IEC
// 7816-4, 5.1.3, tables 5 and 6, and those of the CPS2ter command set. It is
// never empty.
func (sw SW) Meaning() string {
	if text := sw.exactMeaning(); text != "" {
		return text
	}
	if n, ok := sw.Retries(); ok {
		return triesLeft(n)
	}
	if n := sw.RightNe(); n != 0 {
		return fmt.Sprintf("wrong Le, %d bytes available", n)
	}
	switch sw.SW1() {
	case 0x61:
		return fmt.Sprintf("%d bytes remaining", sw.Available())
	case 0x9F:
		return fmt.Sprintf("%d bytes available, CPS2ter", sw.Available())
	case 0x62:
		if sw2 := sw.SW2(); sw2 >= 0x02 && sw2 <= 0x80 {
			return fmt.Sprintf("warning, the card asks for a query of %d bytes", sw2)
		}
		return "warning, memory unchanged"
	case 0x63:
		return "warning, memory changed"
	case 0x64:
		if sw2 := sw.SW2(); sw2 >= 0x02 && sw2 <= 0x80 {
			return fmt.Sprintf("execution error, the card asks for a query of %d bytes", sw2)
		}
		return "execution error, memory unchanged"
	case 0x65:
		return "execution error, memory changed"
	case 0x66:
		return "security-related issue"
	case 0x67:
		return "wrong length"
	case 0x68:
		return "function of the class byte not supported"
	case 0x69:
		return "command not allowed"
	case 0x6A, 0x6B:
		return "wrong parameters P1-P2"
	case 0x6D:
		return "instruction not supported"
	case 0x6E:
		return "class not supported"
	case 0x6F:
		return "no precise diagnosis"
	case 0x94, 0x98:
		return "CPS2ter error"
	}
	if sw.Valid() {
		return "proprietary status"
	}
	return "not a status word"
}

// exactMeaning returns the text of a status word whose SW2 is no variable, or
// nothing.
func (sw SW) exactMeaning() string {
	switch sw {
	case SWOK:
		return "normal"
	case SWCorruptedData:
		return "returned data may be corrupted"
	case SWEndOfFile:
		return "end of file reached before Ne bytes"
	case SWFileDeactivated:
		return "selected file deactivated"
	case SWBadFCI:
		return "file control information not formatted as expected"
	case SWFileTerminated:
		return "selected file terminated"
	case SWNoSensorInput:
		return "no input data available from a sensor"
	case SWFileFilled:
		return "file filled up by the last write"
	case SWImmediateResponse:
		return "immediate response required by the card"
	case SWMemoryFailure:
		return "memory failure"
	case SWChannelNotSupported:
		return "logical channel not supported"
	case SWSMNotSupported:
		return "secure messaging not supported"
	case SWLastOfChainExpected:
		return "last command of the chain expected"
	case SWChainingNotSupported:
		return "command chaining not supported"
	case SWWrongFileType:
		return "command incompatible with file structure"
	case SWSecurityStatus:
		return "security status not satisfied"
	case SWPINBlocked:
		return "authentication method blocked"
	case SWReferenceNotUsable:
		return "reference data not usable"
	case SWConditions:
		return "conditions of use not satisfied"
	case SWNoCurrentEF:
		return "no current EF"
	case SWSMObjectMissing:
		return "secure messaging data object missing"
	case SWSMObjectIncorrect:
		return "secure messaging data object incorrect"
	case SWWrongData:
		return "incorrect parameters in the data field"
	case SWFunctionNotSupported:
		return "function not supported"
	case SWFileNotFound:
		return "file not found"
	case SWRecordNotFound:
		return "record not found"
	case SWNoMemory:
		return "not enough memory space in the file"
	case SWNcInconsistentTLV:
		return "Nc inconsistent with TLV structure"
	case SWIncorrectP1P2:
		return "incorrect parameters P1-P2"
	case SWNcInconsistentP1P2:
		return "Nc inconsistent with parameters P1-P2"
	case SWReferenceNotFound:
		return "referenced data not found"
	case SWFileExists:
		return "file already exists"
	case SWNameExists:
		return "DF name already exists"
	case SWCPS2terFileNotFound:
		return "file not found, CPS2ter"
	case SWCPS2terWrongFileType:
		return "wrong file type, CPS2ter"
	case SWCPS2terPINNotActive:
		return "PIN not activated, CPS2ter"
	case SWCPS2terRefused:
		return "access refused or wrong PIN, CPS2ter"
	case SWCPS2terPINInvalid:
		return "PIN invalidated, CPS2ter"
	case SWCPS2terObjectInvalid:
		return "object invalidated, CPS2ter"
	case SWCPS2terPINBlocked:
		return "PIN locked, CPS2ter"
	}
	return ""
}

// triesLeft puts a PIN counter into words.
func triesLeft(n int) string {
	switch n {
	case 0:
		return "no try left"
	case 1:
		return "1 try left"
	default:
		return fmt.Sprintf("%d tries left", n)
	}
}
