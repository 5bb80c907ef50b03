package workstation

import "strings"

// Folders where p11-kit finds the modules it offers to every program
// (p11-kit's pkcs11.conf(5)).
var moduleFolders = []string{"/usr/share/p11-kit/modules", "/etc/pkcs11/modules"}

// holders are programs known to open cards on their own or to hold readers.
var holders = map[string]string{
	"scdaemon":      "GnuPG",
	"galsvlux":      "GALSS",
	"cpgeslux":      "Gestionnaire CPS",
	"pcsc_scan":     "pcsc-tools",
	"opensc-tool":   "OpenSC",
	"opensc-notify": "OpenSC",
	"pkcs11-tool":   "OpenSC",
}

// competitors lists modules that p11-kit offers besides the Cryptolib, and
// running programs that use cards.
func (c *collector) competitors() Fact[[]Competitor] {
	if c.OS != "linux" {
		return unknown[[]Competitor](NotHere, "")
	}
	out := []Competitor{}
	for _, dir := range moduleFolders {
		for _, name := range c.list(dir) {
			module, ok := strings.CutSuffix(name, ".module")
			if !ok {
				continue
			}
			path := join(dir, name)
			b, err := c.read(path, maxText)
			if err != nil || !drivesCards(string(b)) {
				continue
			}
			out = append(out, Competitor{Kind: "pkcs11", Name: module, Path: path})
		}
	}
	for _, p := range c.processes() {
		if what := holders[p.name]; what != "" {
			out = append(out, Competitor{Kind: "process", Name: what + " (" + p.name + ")", PID: p.pid})
		}
	}
	return known(out, strings.Join(moduleFolders, ", ")+", /proc")
}

// drivesCards tells modules for cards from those for keys and certificates in
// files (p11-kit-trust, gnome-keyring). The Cryptolib itself is no competitor.
func drivesCards(config string) bool {
	for line := range strings.Lines(config) {
		key, value, ok := strings.Cut(line, ":")
		if !ok || strings.TrimSpace(key) != "module" {
			continue
		}
		v := strings.ToLower(value)
		return !strings.Contains(v, "trust") && !strings.Contains(v, "keyring") && !strings.Contains(v, "cps3_pkcs11")
	}
	return false
}
