package workstation

import (
	"maps"
	"slices"
	"strings"
)

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

// holdersWindows are the same for Windows, by the beginning of the file's name in
// lower case (diagnostic kit of a billing software; CryptolibCPS packages).
var holdersWindows = []struct{ begins, what string }{
	{"dmpconnect", "DMP Connect"},
	{"srvsvcnam", "amelipro"},
	{"synchrosystray", "Cegedim"},
	{"clmlive", "Cegedim"},
	{"mmtcserver", "Cegedim"},
	{"jfse", "jFSE"},
	{"juxtalink", "JuxtaLink"},
	{"galsv", "GALSS"},
	{"cpges", "Gestionnaire CPS"},
	{"scdaemon", "GnuPG"},
}

// competitorsWindows looks at the running programs.
func (c *collector) competitorsWindows() Fact[[]Competitor] {
	const source = "Tool Help"
	if c.Processes == nil {
		return unknown[[]Competitor](NotHere, "")
	}
	running, err := c.Processes()
	if err != nil {
		return failed[[]Competitor](err, source)
	}
	out := []Competitor{}
	for _, pid := range slices.Sorted(maps.Keys(running)) {
		for _, h := range holdersWindows {
			if strings.HasPrefix(strings.ToLower(running[pid]), h.begins) {
				out = append(out, Competitor{Kind: "process", Name: h.what + " (" + running[pid] + ")", PID: pid})
			}
		}
	}
	return known(out, source)
}

// competitors lists modules that p11-kit offers besides the Cryptolib, and
// running programs that use cards.
func (c *collector) competitors() Fact[[]Competitor] {
	switch c.OS {
	case "linux":
	case "windows":
		return c.competitorsWindows()
	default:
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
	// Process 1 belongs to another user as a rule: one that is not shown tells
	// that others are not shown either (proc(5), hidepid).
	all := false
	for _, p := range c.processes() {
		all = all || p.pid == 1
		if what := holders[p.name]; what != "" {
			out = append(out, Competitor{Kind: "process", Name: what + " (" + p.name + ")", PID: p.pid})
		}
	}
	if !all {
		f := unknown[[]Competitor](NoAccess, "/proc")
		f.Value = out
		return f
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
