package workstation

import (
	"slices"
	"strconv"
	"strings"
)

// Keys of the registry beside those of registry.go.
const (
	keyFSV       = `SOFTWARE\GIE SESAM VITALE\FSV`
	keyFSV6      = `SOFTWARE\WOW6432Node\GIE SESAM VITALE\FSV`
	keyInstaller = `SOFTWARE\Microsoft\Windows\CurrentVersion\Installer\UserData\S-1-5-18\Products`
	keyAntivirus = `SOFTWARE\Microsoft\Security Center\Provider\Av`
)

// windowsProducts lists the installed products that the table of vendors knows, of
// 64 and of 32 bits, with the ghosts among them.
func (c *collector) windowsProducts() Fact[[]Product] {
	if c.Registry == nil {
		return unknown[[]Product](NotHere, keyProducts)
	}
	out := []Product{}
	for _, root := range []struct {
		key  string
		bits int
	}{{keyProducts, 64}, {keyProducts6, 32}} {
		for _, id := range c.Registry.Keys(root.key) {
			key := root.key + `\` + id
			p := Product{Bits: root.bits, Registered: c.registered(id)}
			p.Name, _ = c.Registry.String(key, "DisplayName")
			p.Version, _ = c.Registry.String(key, "DisplayVersion")
			p.Publisher, _ = c.Registry.String(key, "Publisher")
			if VendorOfProduct(&p) != nil {
				out = append(out, p)
			}
		}
	}
	return known(out, keyProducts)
}

// registered tells whether the Windows Installer knows the product behind an entry,
// whose key is a product code; nil for another entry, or where the installer's own
// list cannot be read.
func (c *collector) registered(id string) *bool {
	packed := packedCode(id)
	if packed == "" {
		return nil
	}
	list := c.Registry.Keys(keyInstaller)
	if len(list) == 0 {
		return nil
	}
	return ptr(slices.ContainsFunc(list, func(k string) bool { return strings.EqualFold(k, packed) }))
}

// packedCode writes a product code as the installer's own list does: the first three
// groups backwards, of the others each two digits exchanged; "" for what is none.
func packedCode(id string) string {
	groups := strings.Split(strings.Trim(id, "{}"), "-")
	if len(groups) != 5 || !strings.HasPrefix(id, "{") {
		return ""
	}
	var b strings.Builder
	for i, want := range []int{8, 4, 4, 4, 12} {
		g := groups[i]
		if len(g) != want {
			return ""
		}
		if i < 3 {
			for j := len(g) - 1; j >= 0; j-- {
				b.WriteByte(g[j])
			}
			continue
		}
		for j := 0; j < len(g); j += 2 {
			b.WriteByte(g[j+1])
			b.WriteByte(g[j])
		}
	}
	return b.String()
}

// windowsMICA tells where the library of MICA lies.
func (c *collector) windowsMICA() map[Arch]bool {
	out := map[Arch]bool{}
	for arch, root := range santesocialFolders["windows"] {
		if dir, ok := c.expand(root); ok {
			out[arch] = c.exists(join(join(dir, "mica"), "mica.dll"))
		}
	}
	return out
}

// windowsBrowserKeys are the keys of the browsers' policies, and the names by which
// they are installed.
var windowsBrowserKeys = []struct{ name, product, policy string }{
	{"chrome", "Google Chrome", `SOFTWARE\Policies\Google\Chrome\` + lnaPolicy},
	{"edge", "Microsoft Edge", `SOFTWARE\Policies\Microsoft\Edge\` + lnaPolicy},
}

// windowsBrowsers lists the browsers with their version, and the pages that a policy of
// the computer or of the user lets call programs of this computer.
func (c *collector) windowsBrowsers() Fact[[]Browser] {
	if c.Registry == nil {
		return unknown[[]Browser](NotHere, "")
	}
	versions := map[string]string{}
	for _, root := range []string{keyProducts, keyProducts6, ofUser + keyProducts} {
		for _, id := range c.Registry.Keys(root) {
			name, _ := c.Registry.String(root+`\`+id, "DisplayName")
			if version, ok := c.Registry.String(root+`\`+id, "DisplayVersion"); ok {
				versions[name] = version
			}
		}
	}
	out := []Browser{}
	for _, known := range windowsBrowserKeys {
		version, there := versions[known.product]
		if !there {
			continue
		}
		b := Browser{Name: known.name}
		b.Major, _ = component(version)
		for _, key := range []string{known.policy, ofUser + known.policy} {
			for n := 1; n <= 50; n++ { // the policy is a list of values 1, 2, …
				host, ok := c.Registry.String(key, strconv.Itoa(n))
				if !ok {
					break
				}
				b.Patterns = append(b.Patterns, host)
			}
		}
		b.LocalNetwork = ptr(len(b.Patterns) > 0)
		out = append(out, b)
	}
	return known(out, `SOFTWARE\Policies`)
}

// windowsAntivirus lists the antivirus products that told the Security Center of
// themselves, Windows' own aside.
func (c *collector) windowsAntivirus() Fact[[]string] {
	if c.Registry == nil {
		return unknown[[]string](NotHere, "")
	}
	list := c.Registry.Keys(keyAntivirus)
	if list == nil {
		return unknown[[]string](NotRecorded, keyAntivirus)
	}
	out := []string{}
	for _, id := range list {
		name, ok := c.Registry.String(keyAntivirus+`\`+id, "DISPLAYNAME")
		if ok && !strings.Contains(strings.ToLower(name), "defender") && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return known(out, keyAntivirus)
}

// runKeys hold what starts with a session: of the computer, in both word sizes, and of
// the user.
var runKeys = []string{
	`SOFTWARE\Microsoft\Windows\CurrentVersion\Run`,
	`SOFTWARE\WOW6432Node\Microsoft\Windows\CurrentVersion\Run`,
	ofUser + `SOFTWARE\Microsoft\Windows\CurrentVersion\Run`,
}

// windowsStarters lists what the Run keys start, and the services of the table of
// vendors that start by themselves.
func (c *collector) windowsStarters() []Program {
	if c.Registry == nil {
		return nil
	}
	var out []Program
	for _, service := range c.Registry.Keys(strings.TrimSuffix(keyServices, `\`)) {
		start, _ := c.Registry.String(keyServices+service, "Start")
		if start != "2" || vendor(service, "process") == nil {
			continue
		}
		out = append(out, Program{Name: service, Starts: true})
	}
	list, ok := c.Registry.(registryValues)
	if !ok {
		return out
	}
	for _, key := range runKeys {
		for _, name := range list.Values(key) {
			if command, ok := c.Registry.String(key, name); ok {
				file := commandFile(command)
				out = append(out, Program{Name: file[strings.LastIndexAny(file, `\/`)+1:], Folder: folderClass(file), Starts: true})
			}
		}
	}
	return out
}

// commandFile is the program of a command line: "C:\Program Files\a\b.exe" --hidden.
// One without quotation marks ends behind its ".exe", since folders hold spaces.
func commandFile(command string) string {
	command = strings.TrimSpace(command)
	if quoted, ok := strings.CutPrefix(command, `"`); ok {
		file, _, _ := strings.Cut(quoted, `"`)
		return file
	}
	if i := strings.Index(strings.ToLower(command), ".exe"); i >= 0 {
		return command[:i+len(".exe")]
	}
	file, _, _ := strings.Cut(command, " ")
	return file
}

// keyCalais is where Windows keeps what it does with cards; the value is 0 while the
// old providers of RSA keys are kept, until February 2027 (support note KB5073121).
const (
	keyCalais    = `SOFTWARE\Microsoft\Cryptography\Calais`
	capiOverride = "DisableCapiOverrideForRSA"
)

// capiKept tells whether this computer keeps the old providers; a value that is not
// there says no.
func (c *collector) capiKept() Fact[bool] {
	if c.Registry == nil {
		return unknown[bool](NotHere, keyCalais)
	}
	value, ok := c.Registry.String(keyCalais, capiOverride)
	return known(ok && value == "0", keyCalais)
}
