package lookup

import (
	"regexp"
	"slices"

	"github.com/cpslab/cps/harness/card/text"
)

// Most numbers of a log are no codes: arguments, addresses, line numbers, the
// identifiers of a USB device, times. noCodes takes away what is one of them by its
// place, so that only the numbers are read that the text gives as a result.
//
// The shapes are those of pcscd and libccid (debuglog.c prints the microseconds
// since the line before in eight digits, then file:line:function()), of PKCS#11
// spies, lsusb and journalctl.
func noCodes(query string) string {
	for _, shape := range notCodes {
		query = shape().ReplaceAllString(query, "$1 ")
	}
	return query
}

var notCodes = [...]func() *regexp.Regexp{
	// The arguments of a call: C_OpenSession(slot, 0x00000004, 0, 0, &session).
	text.Expression(`([A-Za-z]\w*)\([^()]*,[^()]*\)`),
	// Microseconds at the head of a line of pcscd, a date, a time of day with its zone.
	text.Expression(`(?m)^()\s*\d{8}\s+(?:\[\d+\]\s+)?`),
	text.Expression(`()\b\d{1,4}[-/]\d{1,2}[-/]\d{1,4}\b`),
	// What is counted: "code 8 chiffres", "erreur 3 fois par jour".
	text.Expression(`(?i)()\b\d{1,4} (?:chiffres?|digits?|fois|times|essais?|tentatives?|minutes?|min|secondes?|seconds?|heures?|hours?|jours?|days?|semaines?|weeks?|mois|months?|ans|years?|cartes?|lecteurs?|readers?|postes?)\b`),
	text.Expression(`()\b\d{1,2}[:hH]\d{2}(?:[:.,]\d+)*(?: ?[+-]\d{2}:?\d{2})?\b`),
	// winscard_svc.c:335, Main.java:12, a process in brackets: pcscd[1234].
	text.Expression(`([A-Za-z]\w*\.[a-z]{1,4}):\d+`),
	text.Expression(`([A-Za-z])\[\d+\]`),
	// A USB device: VID: 0x0B00, PID: 0x0090; ID 0b00:0090; Vendor/Product: 08E6/3437.
	text.Expression(`()(?i:\b(?:vid|pid|vendor|product|idvendor|idproduct|bcddevice)\b[:= _]*(?:0x)?[0-9a-f]{4}\b)`),
	text.Expression(`()(?i:\b[0-9a-f]{4}[:/][0-9a-f]{4}\b)`),
	// Paths, and addresses in memory.
	text.Expression(`(^|[\s:="'(])(?:/[\w.+-]+){2,}`),
	text.Expression(`()(?i:\b[a-z]:\\[^\s"]+)`),
	text.Expression(`()(?i:\b0x[0-9a-f]{9,}\b)`),
	// The numbers of Chromium, which are in the lists.
	text.Expression(`(?i)()\bnet_error\W{1,3}\d+\b`),
	// A number that a word says to count or to name something.
	text.Expression(`(?i)()\b(?:port|ligne|line|bus|device|thread|lun|slot|uid|gid|process|version|handle|size|length|bytes?)[ :=#]{1,2}(?:0x[0-9a-f]+|\d+)\b`),
	text.Expression(`(?i)()\b\d+\s?(?:bytes?|octets?|ms|µs|us|secondes?|seconds?|minutes?|jours?|days?|essais?|tries|bauds?|mo|ko|mb|kb|%)(?:\b|$)`),
}

// callers tell by the name of a function whose result a text gives.
var callers = [...]struct {
	name func() *regexp.Regexp
	kind Kind
}{
	{text.Expression(`\bC_[A-Z][A-Za-z]+`), KindCKR},
	{text.Expression(`\bSCard[A-Z][A-Za-z]+`), KindPCSC},
	{text.Expression(`\b(?:winscard|hotplug_\w+|ifdwrapper|eventhandler|readerfactory|ifdhandler|ccid_usb|commands|auth)(?:_svc)?\.c\b`), KindPCSC},
}

// programs are the names of programs whose lines and texts are in the lists.
var programs = text.Expression(`(?i)\b(?:pcscd|pcsc[_-]scan|pcsc-lite|opensc\S*|pkcs1[15]-tool|pkcs15\S*|libccid|ifd-ccid|scdaemon)\b`)

// cardWords are words of PC/SC and PKCS#11 programs for what they handle.
var cardWords = text.Expression(`(?i)\b(?:readers?|smart ?cards?|cards?|tokens?|slots?|scard\w*|pc/?sc|pkcs ?#?11\w*|ckr\w*|pins?|cps|cryptoki|lecteurs?|cartes?)\b`)

// namesProgram reports whether a query names one of them, or a thing that they handle.
func namesProgram(query string) bool {
	return programs().MatchString(query) || cardWords().MatchString(query)
}

// calledKind is the kind of the results of the function that a query names, ""
// when it names none, or functions of several.
func calledKind(query string) Kind {
	var kinds []Kind
	for _, c := range callers {
		if c.name().MatchString(query) && !slices.Contains(kinds, c.kind) {
			kinds = append(kinds, c.kind)
		}
	}
	if len(kinds) != 1 {
		return ""
	}
	return kinds[0]
}
