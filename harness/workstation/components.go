package workstation

import (
	"cmp"
	"slices"
	"strings"

	"github.com/cpslab/cps/harness/card/text"
)

// KeyTables is the key of SESAM.INI that names a folder of tables.
const KeyTables = "REPERTOIRETABLE"

// IsCryptolib reports whether a product is the Cryptolib: registered on Windows as
// "Composants Cryptographiques CPS v5.2.6 (x64)", on macOS as
// fr.asipsante.pkg.cryptolibCPS.
func IsCryptolib(name string) bool {
	name = text.Fold(name)
	return strings.Contains(name, "cryptolib") || strings.Contains(name, "composants cryptographiques cps")
}

// productRelease is the release of the FSV in the version of its product: 1.40.1413
// and 1.40.14.13 are of 1.40.14.
var productRelease = text.Expression(`^([0-9]+\.[0-9]+)\.([0-9]{2})`)

// fsvRelease returns the release of an FSV product, "" for another product.
func fsvRelease(p *Product) string {
	v := vendor(p.Name, "product")
	if v == nil || v.Name != "FSV" && !strings.Contains(strings.ToLower(p.Name), ".fsv-") {
		return ""
	}
	if m := productRelease().FindStringSubmatch(p.Version); m != nil {
		return m[1] + "." + m[2]
	}
	return p.Version
}

// Complete adds what the installed products say of the components: the releases of
// the FSV that no folder nor registry told of, MICA and GALSS.
func (c *Components) Complete(system string, products Fact[[]Product]) {
	for i := range products.Value {
		p := &products.Value[i]
		if p.Ghost() {
			continue
		}
		arch := X86
		if p.Bits == 64 || system == "darwin" {
			arch = X64
		}
		if release := fsvRelease(p); release != "" && !slices.Contains(c.Releases, Release{release, arch}) {
			c.Releases = append(c.Releases, Release{release, arch})
		}
		switch v := vendor(p.Name, "product"); {
		case v == nil:
		case v.Name == "GALSS":
			c.GALSS = ptr(true)
		case v.Name == "MICA" && system == "darwin":
			if c.MICA == nil {
				c.MICA = map[Arch]bool{}
			}
			c.MICA[X64] = true
		}
	}
	for _, names := range c.Folders {
		if slices.ContainsFunc(names, func(n string) bool { return strings.EqualFold(n, "galss") }) {
			c.GALSS = ptr(true)
		}
	}
	if !products.Known {
		return
	}
	if c.GALSS == nil {
		c.GALSS = ptr(false)
	}
}

func ptr[T any](v T) *T { return &v }

// SortTables puts tables in the order of their names and sizes.
func SortTables(list []TableFolder) {
	slices.SortFunc(list, func(a, b TableFolder) int {
		return cmp.Or(strings.Compare(a.Name, b.Name), strings.Compare(string(b.Arch), string(a.Arch)))
	})
}

// Newest sets Version to the highest that a copy states whose product is there.
func (lib *Cryptolib) Newest() {
	lib.Version = ""
	for _, cp := range lib.Copies {
		if !cp.Ghost && compareVersions(cp.Version, lib.Version) > 0 {
			lib.Version = cp.Version
		}
	}
}

// CompareVersions compares versions by component, as numbers: below 0 when a is the
// older one; nothing is below everything.
func CompareVersions(a, b string) int { return compareVersions(a, b) }

// SerialSetting reports whether a channel of GALSS.INI is a serial line: its setting
// holds line parameters, such as 9600,1,8,0,0, or names a line, such as COM3.
func SerialSetting(setting string) bool { return lineSettings().MatchString(setting) }

// SameProgram reports whether two names are of one program: endings and the length
// that a system keeps do not count.
func SameProgram(found, wanted string) bool { return sameProgram(found, wanted) }
