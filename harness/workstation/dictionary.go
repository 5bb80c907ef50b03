package workstation

import "github.com/cpslab/cps/harness/card/text"

// dictionaryName is the file of the Cryptolib's code tables.
const dictionaryName = "DICO-FR.GIP"

// Folders of the dictionary by system (the packages, and the specification of
// the Windows installer 3.3.4).
var dictionaryFolders = map[string][]string{
	"linux":   {"/etc/opt/santesocial/CPS", "/usr/local/galss"},
	"darwin":  {"/Library/Preferences"},
	"windows": {`%WINDIR%`, `%WINDIR%\System32`, `%WINDIR%\SysWOW64`, `%SANTESOCIAL%\cps\coffre`},
}

// dictionaryVersion is the line of table G999 that states the version.
var dictionaryVersion = text.Expression(`(?m)^G999\tVersion\t.*Version : ([0-9]{1,3}\.[0-9]{1,3}) - ([0-9]{2})/([0-9]{2})/([0-9]{4})`)

func (c *collector) dictionaries() Fact[[]Dictionary] {
	out := []Dictionary{}
	var failure error
	for _, folder := range dictionaryFolders[c.OS] {
		dir, ok := c.expand(folder)
		if !ok {
			continue
		}
		for _, path := range c.find(dir, dictionaryName) {
			b, err := c.read(path, maxText)
			if err != nil {
				failure = err
				continue
			}
			d := Dictionary{Path: path}
			if m := dictionaryVersion().FindSubmatch(b); m != nil {
				d.Version = string(m[1])
				d.Date = string(m[4]) + "-" + string(m[3]) + "-" + string(m[2])
			}
			out = append(out, d)
		}
	}
	if len(out) == 0 && failure != nil {
		return failed[[]Dictionary](failure, dictionaryName)
	}
	return known(out, dictionaryName)
}
