package workstation

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// Registry reads HKEY_LOCAL_MACHINE of a Windows machine, and the user's own branch
// below keys that begin with ofUser.
type Registry interface {
	// String returns a REG_SZ, REG_EXPAND_SZ or REG_DWORD value, the latter in decimal.
	String(key, name string) (value string, ok bool)
	// Keys lists the keys below key, none when it is not there.
	Keys(key string) []string
	// Written is when a value of key was last written, the zero value when that
	// cannot be read.
	Written(key string) time.Time
}

// registryValues is a registry that also lists the names of the values of a key, none
// when it is not there.
type registryValues interface {
	Values(key string) []string
}

// ofUser begins the path of a key of HKEY_CURRENT_USER.
const ofUser = `HKEY_CURRENT_USER\`

// Keys of the registry.
const (
	keyVersion   = `SOFTWARE\Microsoft\Windows NT\CurrentVersion`
	keyServices  = `SYSTEM\CurrentControlSet\Services\`
	keyProducts  = `SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall`
	keyPolicy    = `SYSTEM\CurrentControlSet\Control\CI\Policy`
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

// WindowsVersion is the version of a build of Windows 10 or later as
// [System].Version gives it, "11.0.26100"; "" below build 10240.
func WindowsVersion(build int) string {
	major := "10"
	switch {
	case build < 10240:
		return ""
	case build >= windows11:
		major = "11"
	}
	return major + ".0." + strconv.Itoa(build)
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

// smartAppControl reads the state of Smart App Control (value
// VerifiedAndReputablePolicyState: 0 off, 1 on, 2 evaluation), which came with
// build 22621 of Windows 11.
func (c *collector) smartAppControl() Fact[AppControl] {
	const first, source = 22621, keyPolicy + `\VerifiedAndReputablePolicyState`
	if c.OS != "windows" || c.Registry == nil {
		return unknown[AppControl](NotHere, "Smart App Control")
	}
	state, ok := c.Registry.String(keyPolicy, "VerifiedAndReputablePolicyState")
	build, _ := c.Registry.String(keyVersion, "CurrentBuild")
	number, _ := component(build)
	switch {
	case state == "0", !ok && number > 0 && number < first:
		return known(AppControlOff, source)
	case state == "1":
		return known(AppControlOn, source)
	case state == "2":
		return known(AppControlEvaluation, source)
	default:
		return unknown[AppControl](NotRecorded, source)
	}
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
			if !IsCryptolib(name) {
				continue
			}
			there := c.registered(product)
			cp := Copy{Origin: FromRegistry, Path: name, Bits: root.bits, Changed: c.Registry.Written(key), Ghost: there != nil && !*there}
			cp.Version, _ = c.Registry.String(key, "DisplayVersion")
			// Windows Installer, property InstallDate: YYYYMMDD.
			day, _ := c.Registry.String(key, "InstallDate")
			if at, err := time.ParseInLocation("20060102", day, c.Now().Location()); err == nil {
				cp.Installed, cp.DayOnly = at, true
			}
			out = append(out, cp)
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
