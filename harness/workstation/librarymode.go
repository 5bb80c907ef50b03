package workstation

import (
	"path"
	"strings"

	"github.com/cpslab/cps/harness/card/text"
)

// The Cryptolib 5.2 tries PC/SC first and GALSS behind it, and its file
// cps3_pkcs11.conf speaks of traces alone (ansforge/dops-cryptolib, opensc_conf.h and
// ctx.c). Older ones are set to GALSS by a line of a settings file, which a support
// team of the field looks for (zbibeau/juxta, OdaijiJuxta.ps1 and OdaijiJuxta-Mac.sh).

// modeFolders may hold such a file, by system.
var modeFolders = map[string][]string{
	"windows": {`%ProgramData%\santesocial\CPS`, `%ProgramFiles(x86)%\santesocial\CPS`},
	"darwin":  {"/Library/Preferences/santesocial/CPS", "/etc"},
	"linux":   {"/etc/opt/santesocial/CPS"},
}

// modeLine sets the library to GALSS, in lower case and without accents.
var modeLine = text.Expression(`^(?:galss\s*=\s*(?:1|true|oui)|filiere\s*=\s*galss)\s*;?$`)

const (
	modeDepth = 3   // folders below one of modeFolders
	modeMost  = 200 // files looked at
)

// galssMode returns the file by which the library is set to GALSS, "" when none does.
func (c *collector) galssMode() string {
	left := modeMost
	for _, folder := range modeFolders[c.OS] {
		dir, ok := c.expand(folder)
		if !ok {
			continue
		}
		depth := modeDepth
		if folder == "/etc" {
			depth = 0
		}
		if found := c.setToGALSS(dir, depth, &left); found != "" {
			return found
		}
	}
	return ""
}

func (c *collector) setToGALSS(dir string, depth int, left *int) string {
	for _, name := range c.list(dir) {
		if *left--; *left < 0 {
			return ""
		}
		file, low := join(dir, name), strings.ToLower(name)
		ours := strings.HasPrefix(low, "cps3_pkcs11") || dir != "/etc"
		if ext := path.Ext(low); ours && (ext == ".ini" || ext == ".conf") {
			b, err := c.read(file, maxText)
			if err != nil {
				continue
			}
			for line := range strings.Lines(text.Fold(text.Decode(string(b)))) {
				if modeLine().MatchString(strings.TrimSpace(line)) {
					return file
				}
			}
			continue
		}
		if depth > 0 {
			if found := c.setToGALSS(file, depth-1, left); found != "" {
				return found
			}
		}
	}
	return ""
}
