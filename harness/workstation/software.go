package workstation

import (
	"context"
	"encoding/json"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"
)

// software adds what is installed and running beside the way to the card, by the
// means of each system. What a system does not tell stays not read.
func (c *collector) software(ctx context.Context, r *Report) {
	switch c.OS {
	case "windows":
		r.Products, r.Browsers, r.Antivirus = c.windowsProducts(), c.windowsBrowsers(), c.windowsAntivirus()
		r.CAPIKept, r.Failures = c.capiKept(), c.installerFailures()
	case "darwin":
		r.Products, r.Browsers = c.macReceipts(), c.macBrowsers()
		r.Rosetta = known(c.exists(rosettaFolder), rosettaFolder)
	case "linux":
		r.Browsers = c.linuxBrowsers()
	}
	r.Programs = c.programs(ctx)
	r.Components = c.components(r.Products)
}

// santesocialFolders hold the components of SESAM-Vitale, by system and word size;
// those of Linux and macOS count as 64 bits.
var santesocialFolders = map[string]map[Arch]string{
	"windows": {X86: `%ProgramFiles(x86)%\santesocial`, X64: `%ProgramW6432%\santesocial`},
	"darwin":  {X64: "/Library/Application Support/santesocial"},
	"linux":   {X64: "/opt/santesocial"},
}

// binaryTables are the tables without which a release of the FSV cannot work (field,
// 2026-10).
var binaryTables = []string{"tablebin.ssv", "tablebin.ssp", "tablebin.smc", "scripts.ssv"}

// components looks for FSV, tables, MICA and GALSS. Where there is no folder of
// santesocial nothing is known of an FSV inside other software.
func (c *collector) components(products Fact[[]Product]) Fact[Components] {
	roots := santesocialFolders[c.OS]
	if roots == nil {
		return unknown[Components](NotHere, "santesocial")
	}
	var out Components
	looked := false
	for _, arch := range []Arch{X86, X64} {
		root, ok := c.expand(roots[arch])
		if !ok || roots[arch] == "" {
			continue
		}
		names := c.list(root)
		if names == nil && !c.exists(root) {
			continue
		}
		looked = true
		if out.Folders == nil {
			out.Folders = map[Arch][]string{}
		}
		out.Folders[arch] = names
		c.release(&out, join(root, "fsv"), arch)
	}
	if c.OS == "windows" && c.Registry != nil {
		looked = true
		for arch, key := range map[Arch]string{X64: keyFSV, X86: keyFSV6} {
			for _, version := range c.Registry.Keys(key) {
				if release := (Release{version, arch}); !slices.Contains(out.Releases, release) {
					out.Releases = append(out.Releases, release)
				}
			}
		}
		if out.Releases == nil {
			out.Releases = []Release{} // none is registered
		}
		out.MICA = c.windowsMICA()
	}
	slices.SortFunc(out.Releases, func(a, b Release) int {
		return strings.Compare(string(a.Arch)+a.Version, string(b.Arch)+b.Version)
	})
	if c.OS == "darwin" {
		there := c.exists("/usr/local/lib/libmica.dylib")
		looked, out.MICA = looked || there, map[Arch]bool{X64: there} // a receipt counts too
	}
	if !looked && len(products.Value) == 0 {
		return unknown[Components](NotRecorded, "santesocial")
	}
	out.Complete(c.OS, products)
	return known(out, "santesocial")
}

// release adds the releases below a folder of the FSV, and the tables of the newest.
func (c *collector) release(out *Components, fsv string, arch Arch) {
	newest := ""
	for _, version := range c.list(fsv) {
		if n, _ := component(version); n == 0 {
			continue // no release
		}
		out.Releases = append(out.Releases, Release{version, arch})
		if compareVersions(version, newest) > 0 {
			newest = version
		}
	}
	if newest == "" {
		return
	}
	for _, name := range []string{"ssv", "srt", "sts"} {
		dir := join(join(fsv, newest), name)
		t := TableFolder{Name: name, Arch: arch, Files: -1}
		if c.exists(dir) {
			names := c.list(dir)
			t.Files = len(names)
			if t.Listed = name == "ssv"; t.Listed {
				t.Missing = missingTables(names)
			}
		}
		out.Tables = append(out.Tables, t)
	}
	SortTables(out.Tables)
}

func missingTables(names []string) []string {
	var out []string
	for _, want := range binaryTables {
		if !slices.ContainsFunc(names, func(n string) bool { return strings.EqualFold(n, want) }) {
			out = append(out, want)
		}
	}
	return out
}

// programs lists the running programs of the table of vendors, and those that start
// with the session.
func (c *collector) programs(ctx context.Context) Fact[[]Program] {
	var all []Program
	source := "/proc"
	switch c.OS {
	case "linux":
		for _, p := range c.processes() {
			program := Program{Name: p.name, Count: 1, PID: p.pid}
			if target, err := c.link("/proc/" + strconv.Itoa(p.pid) + "/exe"); err == nil {
				program.Folder = folderClass(target)
			}
			all = append(all, program)
		}
	case "windows":
		source = "Tool Help"
		if c.Processes == nil {
			return unknown[[]Program](NotHere, source)
		}
		running, err := c.Processes()
		if err != nil {
			return failed[[]Program](err, source)
		}
		for _, pid := range slices.Sorted(maps.Keys(running)) {
			all = append(all, Program{Name: running[pid], Count: 1, PID: pid})
		}
		all = append(all, c.windowsStarters()...)
	case "darwin":
		source = "ps"
		running, err := c.macPrograms(ctx)
		if err != nil {
			return failed[[]Program](err, source)
		}
		all = slices.Concat(running, c.macAgents())
	default:
		return unknown[[]Program](NotHere, "")
	}
	out := []Program{}
	for _, p := range WithVendors(all) {
		i := slices.IndexFunc(out, func(o Program) bool { return o.Name == p.Name && o.Starts == p.Starts && o.Folder == p.Folder })
		switch {
		case p.Vendor == "": // nobody's business
		case i >= 0:
			out[i].Count += p.Count
		default:
			out = append(out, p)
		}
	}
	return known(out, source)
}

// lnaPolicy is the policy that lets pages call programs of this computer.
const lnaPolicy = "LocalNetworkAccessAllowedForUrls"

// linuxPolicies are the folders of policies of the browsers for Linux.
var linuxPolicies = map[string]struct{ program, policies string }{
	"chrome":   {"/opt/google/chrome/chrome", "/etc/opt/chrome/policies/managed"},
	"chromium": {"/usr/bin/chromium", "/etc/chromium/policies/managed"},
	"edge":     {"/opt/microsoft/msedge/msedge", "/etc/opt/edge/policies/managed"},
}

// linuxPackages are the packages of the browsers, as dpkg names them.
var linuxPackages = map[string]string{"chrome": "google-chrome-stable", "chromium": "chromium", "edge": "microsoft-edge-stable"}

func (c *collector) linuxBrowsers() Fact[[]Browser] {
	out := []Browser{}
	for _, name := range slices.Sorted(maps.Keys(linuxPolicies)) {
		where := linuxPolicies[name]
		if !c.exists(where.program) {
			continue
		}
		b := Browser{Name: name, Major: c.dpkgMajor(linuxPackages[name]), LocalNetwork: ptr(false)}
		for _, file := range c.list(where.policies) {
			text, err := c.read(path.Join(where.policies, file), maxText)
			if err != nil {
				b.LocalNetwork = nil
				break
			}
			var policy map[string]json.RawMessage
			var hosts []string
			if json.Unmarshal(text, &policy) == nil && json.Unmarshal(policy[lnaPolicy], &hosts) == nil && len(hosts) > 0 {
				b.LocalNetwork, b.Patterns = ptr(true), append(b.Patterns, hosts...)
			}
		}
		out = append(out, b)
	}
	return known(out, "/etc/opt/chrome/policies")
}

// dpkgMajor is the first number of an installed package's version, 0 when it is not
// known.
func (c *collector) dpkgMajor(name string) int {
	b, err := c.read("/var/lib/dpkg/status", 64<<20)
	if err != nil {
		return 0
	}
	_, stanza, found := strings.Cut("\n"+string(b), "\nPackage: "+name+"\n")
	if !found {
		return 0
	}
	stanza, _, _ = strings.Cut(stanza, "\n\n")
	_, version, _ := strings.Cut(stanza, "\nVersion: ")
	major, _ := component(version)
	return major
}
