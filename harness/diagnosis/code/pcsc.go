package code

// pcscCodes are results of PC/SC (PC/SC part 5; pcsc-lite, pcsclite.h).
var pcscCodes = [...]Code{
	{Value: 0x8010002E, Name: "SCARD_E_NO_READERS_AVAILABLE"},
	{Value: 0x80100017, Name: "SCARD_E_READER_UNAVAILABLE"},
	{Value: 0x8010001D, Name: "SCARD_E_NO_SERVICE"},
	{Value: 0x8010001E, Name: "SCARD_E_SERVICE_STOPPED"},
	{Value: 0x8010000C, Name: "SCARD_E_NO_SMARTCARD"},
	{Value: 0x8010000B, Name: "SCARD_E_SHARING_VIOLATION"},
	{Value: 0x80100066, Name: "SCARD_W_UNRESPONSIVE_CARD"},
	{Value: 0x80100067, Name: "SCARD_W_UNPOWERED_CARD"},
	{Value: 0x80100069, Name: "SCARD_W_REMOVED_CARD"},
}
