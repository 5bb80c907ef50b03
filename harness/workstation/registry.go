package workstation

import (
	"slices"
	"strings"
)

// Registry reads HKEY_LOCAL_MACHINE of a Windows machine.
type Registry interface {
	// String returns a REG_SZ or REG_DWORD value, the latter in decimal.
	String(key, name string) (value string, ok bool)
	// Keys lists the keys below key, none when it is not there.
	Keys(key string) []string
}

// Keys of the registry.
const (
	keyVersion   = `SOFTWARE\Microsoft\Windows NT\CurrentVersion`
	keyServices  = `SYSTEM\CurrentControlSet\Services\`
	keyProducts  = `SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall`
	keyProducts6 = `SOFTWARE\WOW6432Node\Microsoft\Windows\CurrentVersion\Uninstall`
)

// windows11 is the first build of Windows 11, whose registry still says 10.
const windows11 = 22000

func (c *collector) windowsSystem(s System) Fact[System] {
	if c.Registry == nil {
		return known(s, "")
	}
	build, _ := c.Registry.String(keyVersion, "CurrentBuild")
	s.Name, _ = c.Registry.String(keyVersion, "ProductName")
	major, _ := c.Registry.String(keyVersion, "CurrentMajorVersionNumber")
	if build == "" || major == "" { // before Windows 10
		if v, ok := c.Registry.String(keyVersion, "CurrentVersion"); ok {
			s.Version = v
		}
		return known(s, keyVersion)
	}
	s.Server = strings.Contains(s.Name, "Server")
	if n, _ := component(build); n >= windows11 && !s.Server {
		major = "11"
		s.Name = strings.Replace(s.Name, "Windows 10", "Windows 11", 1)
	}
	s.Version = major + ".0." + build
	return known(s, keyVersion)
}

// startType reads when a service starts; "" when the registry cannot be read.
func (c *collector) startType(service string) StartType {
	if c.Registry == nil {
		return ""
	}
	start, ok := c.Registry.String(keyServices+service, "Start")
	switch {
	case !ok:
		return StartAbsent
	case start == "0" || start == "1" || start == "2":
		return StartAutomatic
	case start == "3":
		return StartManual
	default:
		return StartDisabled
	}
}

func (c *collector) certPropagation() Fact[StartType] {
	if s := c.startType("CertPropSvc"); c.OS == "windows" && s != "" {
		return known(s, keyServices+"CertPropSvc")
	}
	return unknown[StartType](NotHere, "CertPropSvc")
}

// products lists the installed Cryptolibs, of 64 and of 32 bits.
func (c *collector) products() ([]Copy, error) {
	if c.Registry == nil {
		return nil, errNoRegistry
	}
	var out []Copy
	for _, root := range []struct {
		key  string
		bits int
	}{{keyProducts, 64}, {keyProducts6, 32}} {
		for _, product := range c.Registry.Keys(root.key) {
			key := root.key + `\` + product
			name, _ := c.Registry.String(key, "DisplayName")
			if !strings.Contains(strings.ToLower(name), "cryptolib") {
				continue
			}
			version, _ := c.Registry.String(key, "DisplayVersion")
			out = append(out, Copy{Origin: FromRegistry, Path: name, Version: version, Bits: root.bits})
		}
	}
	sortCopies(out)
	return out, nil
}

func sortCopies(copies []Copy) {
	slices.SortFunc(copies, func(a, b Copy) int {
		if n := b.Bits - a.Bits; n != 0 {
			return n
		}
		return strings.Compare(a.Path, b.Path)
	})
}
