package lookup

import (
	"slices"
	"strings"
	"testing"
)

// Lines of healthy sessions, as each program writes them: no cause.
func TestHealthyLines(t *testing.T) {
	t.Parallel()
	for _, line := range []string{
		"00000656 hotplug_libudev.c:300:get_driver() Looking for a driver for VID: 0x1D6B, PID: 0x0002, path: /dev/bus/usb/001/001",
		"00000656 hotplug_libudev.c:300:get_driver() Looking for a driver for VID: 0x08E6, PID: 0x3437, path: /dev/bus/usb/001/004",
		"00000022 utils.c:82:GetDaemonPid() Can't open /run/pcscd/pcscd.pid: No such file or directory",
		"00005805 eventhandler.c:367:EHStatusHandlerThread() Card Removed From Reader 00 00",
		"00001233 commands.c:941:CmdPowerOff Card absent or mute",
		"00000430 ccid_usb.c:1159:ControlUSB() control failed (20/16): -9 LIBUSB_ERROR_PIPE",
		"P:1; T:0x2 15:13:26.647 [opensc-pkcs11] slot.c:180:card_removed: Reader 00 00: card removed",
		"P:1; T:0x2 10:00:00.000 [opensc-pkcs11] pkcs15-syn.c:120: returning with: -1408 (Not supported)",
		"scdaemon[5]: pcsc_control failed: unknown PC/SC error code (0x80100022)",
		"10:00:01 SCardGetStatusChange rv=SCARD_E_TIMEOUT", "SCardGetStatusChange failed: 0x8010000a (Timeout)",
		"--- Status: SCARD_STATE_PRESENT | SCARD_STATE_UNPOWERED", // certutil -scinfo of a card at rest
		"Scanning present readers...", " Card state: Card removed,",
		"2018-03-26 11:03:57.242369+0200 0x403      Default     0x0      110    securityd: reader X: state changed 16 -> 290",
		"Smart Card Reader 'X 0' rejected IOCTL GET_STATE: The device has been removed.",
		"    Verify return code: 0 (ok)", "* TLSv1.3 (OUT), TLS handshake, CERT verify (15):", "- Status: The certificate is trusted. ",
		"2023-05-05 10:00:01 (6.01 MB/s) - 'index.html' saved [61443/61443]", "< content-length: 6983",
	} {
		if got := causesSeen(readLog(t, strings.NewReader(line+"\n"))); got != nil {
			t.Errorf("%q: %v", line, got)
		}
	}
}

// Texts of programs within a line of a log, however short, and which of them decide.
func TestTextsOfLogs(t *testing.T) {
	t.Parallel()
	for line, want := range map[string][]string{
		"hotplug_libudev.c:300:get_driver() Looking for a driver for VID: 0x0B00, PID: 0x0090, path: /dev/bus/usb/001/004":         {"CPS-RDR-017", "sure"},
		"readerfactory.c:1144:RFInitializeReader() Open Port 0x200000 Failed (usb:2c97/4000:libudev:0:/dev/bus/usb/001/027)":       {"CPS-RDR-017", "sure"},
		"ccid_usb.c:855:get_ccid_device_descriptor() Extra field has a wrong length: 2":                                            {"CPS-RDR-017", "sure"},
		"com.apple.ifdreader[191]: 00000197 ccid_usb.c:276:OpenUSBByName() USB driver with index 0 already in use":                 {"CPS-RDR-018", "sure"},
		"[info] 6#6: *2 client SSL certificate verify error: (26:unsupported certificate purpose) while reading headers":           {"CPS-NET-003", ""},
		"13972:error:1416F086:SSL routines:tls_process_server_certificate:certificate verify failed:statem_clnt.c:1913:":           {"CPS-CERT-007", ""},
		"javax.net.ssl.SSLHandshakeException: Cannot produce CertificateVerify signature":                                          {"CPS-CERT-011", ""},
		"Caused by: java.security.SignatureException: error 2148073481, drapeaux":                                                  {"CPS-CERT-011", ""},
		"[1:2:0304/104530.1:ERROR:ssl_client_socket_impl.cc(981)] handshake failed; returned -1, SSL error code 1, net_error -141": {"CPS-CERT-011", ""},
		"GnuTLS: 0 Error: *GnuTlsHandShake(...) failed: (-12) GNUTLS_E_FATAL_ALERT_RECEIVED":                                       {"CPS-CERT-011", ""},
		"*** Received alert [48]: CA is unknown":                                                                                   {"CPS-NET-003", ""},
		"  Unable to locally verify the issuer's authority.":                                                                       {"CPS-CERT-007", "sure"},
		"Reader insertion monitor error retry threshold reached: 0x1f":                                                             {"CPS-RDR-017", "sure"},
		"A fatal alert was received from the remote endpoint. The TLS protocol defined fatal alert code is 48.":                    {"CPS-NET-003", ""},
		"  Card state: Card inserted, Unresponsive card,":                                                                          {"CPS-RDR-004", "sure"},
		"Returned:  5 CKR_GENERAL_ERROR":                                {"CPS-RDR-008", ""}, // something failed: no cause is sure
		"Returned:  160 CKR_PIN_INCORRECT":                              {"CPS-PIN-001", "sure"},
		"ListReadersException: ('Failed to list readers', -2146435043)": {"CPS-WS-008", "sure"},
	} {
		l := readLog(t, strings.NewReader(line+"\n"))
		if len(l.Causes) == 0 {
			t.Errorf("%q: nothing", line)
			continue
		}
		got := []string{l.Causes[0].Match.Message.Rules[0], map[bool]string{true: "sure"}[l.Causes[0].Match.Sure()]}
		if !slices.Equal(got, want) {
			t.Errorf("%q: %v, want %v", line, got, want)
		}
	}
}
