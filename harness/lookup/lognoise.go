package lookup

import (
	"regexp"

	"github.com/cpslab/cps/harness/card/text"
)

// isNoise reports whether a line of a log tells of no fault, though it holds the words of
// one: a healthy session writes it, too.
func isNoise(line string) bool {
	for _, n := range noise {
		if n().MatchString(line) {
			return true
		}
	}
	return false
}

var noise = [...]func() *regexp.Regexp{
	// OpenSC tries driver after driver, and asks for what a card need not have
	// (pkcs15-syn.c, card.c); its PKCS#11 module takes each card out of its slot as it
	// ends (pkcs11/slot.c).
	text.Expression(`(?i)returning with: -1(?:413|408|201|407|210|205)\b|emu_init|_detect_card:|[:.]card_removed: |slot_token_removed`),
	// A reader without a keypad refuses the questions about one (PC/SC part 10), in the
	// words of pcscd, of scdaemon, and of the programs that ask.
	text.Expression(`CONTROL for client \d+, rv=SCARD_E_UNSUPPORTED_FEATURE|IFDControl\(\) Card not transacted|(?i:pcsc_control failed|SCardControl\w*\b.*(?:SCARD_E_UNSUPPORTED_FEATURE|80100022|SCARD_E_NOT_TRANSACTED|80100016))`),
	// Who waits for a card stops waiting after a while.
	text.Expression(`CMD_\w+ for client \d+, rv=SCARD_E_(?:CANCELLED|TIMEOUT)|(?i:GetStatusChange\w*\b.*(?:SCARD_E_TIMEOUT|SCARD_E_CANCELLED|8010000a|80100002|\btimeout\b|\bcancelled\b))`),
	// Cards come and go (pcsc-lite, eventhandler.c; pcsc-tools, pcsc_scan.c), and an
	// empty slot is powered down with the rest (libccid, commands.c).
	text.Expression(`EHStatusHandlerThread\(\) Card (?:Removed|inserted)|Card state: Card removed|CmdPowerOff Card absent or mute`),
	// pcscd looks for a driver for whatever stands on the bus, hubs included
	// (hotplug_libudev.c); a terminal of 0b00 is one that ought to have a driver.
	text.Expression(`Looking for a driver for VID: 0x(?:[^0]|0[^Bb]|0[Bb][^0]|0[Bb]0[^0])`),
	// A reader refuses a request on the control pipe by stalling it (USB 2.0, 8.5.3.4),
	// as those do that know one rate only (libccid, ccid_usb.c).
	text.Expression(`ControlUSB\(\) control failed .*LIBUSB_ERROR_PIPE`),
	// stunnel tells of its own work at this level.
	text.Expression(`LOG7\[`),
}
