package doctor

import (
	"slices"
	"strings"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/diagnosis/fact"
	"github.com/cpslab/cps/harness/workstation"
)

// inUse is the release of the FSV that software on this computer loads, and its word
// size: the newest of 32 bits, which the reading agents of Windows need, else the
// newest there is. The zero value when no release is known.
func inUse(c *workstation.Components) workstation.Release {
	var newest workstation.Release
	for _, arch := range []workstation.Arch{workstation.X86, workstation.X64} {
		for _, r := range c.Releases {
			if r.Arch == arch && workstation.CompareVersions(r.Version, newest.Version) > 0 {
				newest = r
			}
		}
		if newest.Version != "" {
			break
		}
	}
	return newest
}

// leastTables is how many files a folder of SSV tables has at least: the binary
// tables that every release has.
const leastTables = 4

// components tells what is missing of SESAM-Vitale. On macOS and Linux the FSV comes
// inside other software too, and its absence from the system's lists says nothing.
func (o *observations) components() {
	r := o.rep
	if !r.Components.Known {
		return
	}
	c := &r.Components.Value
	if !o.bills() && !galssInstalled(*r) {
		return // nothing of SESAM-Vitale is here, and nobody said that it ought to be
	}
	if mica, arch := c.MICA, micaArch(r); mica != nil {
		if there, looked := mica[arch]; looked {
			o.tell(fact.WsMica, map[bool]string{true: "present", false: "absent"}[there], string(arch))
		}
	}
	if r.System.Value.OS != "windows" && len(c.Releases) == 0 {
		return
	}
	release := inUse(c)
	arch := release.Arch
	if arch == "" || r.System.Value.OS == "windows" {
		arch = neededArch(r)
	}
	switch {
	case !o.installed(arch):
		o.tell(fact.WsComponents, "fsv", string(arch))
	case o.tables("ssv", arch) == noTables, o.tables("sts", arch) == noTables:
		o.tell(fact.WsComponents, "tables", release.Version, string(arch))
	case o.tables("ssv", arch) == someTables, o.said(workstation.TraceTablesFile) && o.told(fact.WsSesamIni, "ok", "unused", "foreign"):
		o.tell(fact.WsComponents, "incomplete", release.Version, string(arch))
	case r.Sesam.Known && release.Version != "" && !o.configured(release):
		o.tell(fact.WsComponents, "sesam-ini", release.Version)
	case c.Releases != nil && c.Tables != nil && r.Sesam.Known:
		o.tell(fact.WsComponents, "ok")
	}
}

// micaArch is the word size in which MICA is needed.
func micaArch(r *workstation.Report) workstation.Arch {
	if r.System.Value.OS == "windows" {
		return workstation.X86
	}
	return workstation.X64
}

// neededArch is the word size in which the FSV is needed.
func neededArch(r *workstation.Report) workstation.Arch {
	if r.System.Value.OS == "windows" {
		return workstation.X86
	}
	return workstation.X64
}

// installed reports whether an FSV of that word size is there; true where nobody
// looked.
func (o *observations) installed(arch workstation.Arch) bool {
	c := &o.rep.Components.Value
	if c.Releases == nil && c.Folders == nil && !o.rep.Products.Known {
		return true
	}
	return slices.ContainsFunc(c.Releases, func(r workstation.Release) bool { return r.Arch == arch }) ||
		slices.ContainsFunc(c.Folders[arch], func(n string) bool { return strings.EqualFold(n, "fsv") })
}

// What a folder of tables holds.
type tableState int

const (
	unknownTables tableState = iota
	noTables                 // no folder, or nothing in it
	someTables               // not all of them
	allTables
)

func (o *observations) tables(name string, arch workstation.Arch) tableState {
	for _, t := range o.rep.Components.Value.Tables {
		switch {
		case t.Name != name || t.Arch != arch:
		case t.Files <= 0:
			return noTables
		case len(t.Missing) > 0, name == "ssv" && !t.Listed && t.Files < leastTables:
			return someTables
		default:
			return allTables
		}
	}
	return unknownTables
}

// configured reports whether a release finds a sesam.ini: its own, or that of the
// system.
func (o *observations) configured(release workstation.Release) bool {
	return slices.ContainsFunc(o.rep.Sesam.Value, func(s workstation.SesamConfig) bool {
		of := releaseOf(s.Path)
		return s.Size > 0 && (of == "" || of == release.Version)
	})
}

// pathRelease is the release in a path of the FSV: …\fsv\1.40.14\conf\sesam.ini.
var pathRelease = text.Expression(`(?i)[\\/]fsv[\\/]([0-9]+(?:\.[0-9]+)+)(?:[\\/]|$)`)

// releaseOf returns the release that a path is of, "" for none.
func releaseOf(path string) string {
	if m := pathRelease().FindStringSubmatch(path); m != nil {
		return m[1]
	}
	return ""
}

// sesamIni tells what the files say: that of the release in use decides.
func (o *observations) sesamIni() {
	r := o.rep
	if !r.Sesam.Known || len(r.Sesam.Value) == 0 {
		return
	}
	release := inUse(&r.Components.Value).Version
	if release == "" { // no list of releases: the newest that has a file
		for _, s := range r.Sesam.Value {
			if of := releaseOf(s.Path); workstation.CompareVersions(of, release) > 0 {
				release = of
			}
		}
	}
	var own, system, others []workstation.SesamConfig
	for _, s := range r.Sesam.Value {
		switch releaseOf(s.Path) {
		case "":
			system = append(system, s)
		case release:
			own = append(own, s)
		default:
			others = append(others, s)
		}
	}
	if i := slices.IndexFunc(own, func(s workstation.SesamConfig) bool { return !numbered(s.Path) }); i >= 0 {
		// A release that keeps former settings has them in conf_001 and so on, beside conf.
		spare := slices.DeleteFunc(slices.Clone(own), func(s workstation.SesamConfig) bool { return !numbered(s.Path) })
		own, others = slices.DeleteFunc(own, func(s workstation.SesamConfig) bool { return numbered(s.Path) }), append(others, spare...)
	}
	switch {
	case release == "": // what is loaded is not known, and SSV 4.03 had no section MGC
		for _, s := range system {
			if fault := o.fault(s); s.Size > 0 && fault != "" && (fault != "no-mgc" || o.tablesFault(s) != "") {
				o.tell(fact.WsSesamIni, "unsure", s.Path)
				return
			}
		}
		o.tell(fact.WsSesamIni, "ok")
		return
	case len(own) == 0: // the system's file takes its place
		own, system = system, nil
	}
	state, where := o.judgeFiles(own, system, others)
	if state == "" {
		state = "ok"
	}
	o.tell(fact.WsSesamIni, state, where)
}

// numberedConf is a folder of settings that a release keeps beside the one in use.
var numberedConf = text.Expression(`(?i)[\\/]conf_[0-9]+[\\/]`)

func numbered(path string) bool { return numberedConf().MatchString(path) }

// judgeFiles returns what is wrong with the files, and where; "" when all is right.
func (o *observations) judgeFiles(own, system, others []workstation.SesamConfig) (state, where string) {
	right := func(s workstation.SesamConfig) bool { return o.fault(s) == "" }
	for _, s := range own {
		fault := o.fault(s)
		switch {
		case fault == "":
		case slices.ContainsFunc(system, right) && !o.said(workstation.TraceNoMGC) && fault == "no-mgc":
			return "unsure", s.Path
		default:
			return fault, s.Path
		}
	}
	if len(own) > 0 && o.said(workstation.TraceNoMGC) {
		return "no-mgc", own[0].Path
	}
	for _, s := range append(slices.Clone(system), others...) {
		if s.Size > 0 && foreign(s) {
			return "foreign", s.Path
		}
	}
	for _, s := range append(slices.Clone(system), others...) {
		if o.fault(s) != "" {
			return "unused", s.Path
		}
	}
	return "", ""
}

// fault is what is wrong with one file, as the fact ws.sesamIni says it; "" for
// nothing.
func (o *observations) fault(s workstation.SesamConfig) string {
	if !s.MGC || !s.TraceFile {
		return "no-mgc"
	}
	return o.tablesFault(s)
}

// tablesFault is what is wrong with the folders of tables that a file names.
func (o *observations) tablesFault(s workstation.SesamConfig) string {
	common, ssv := tablesOf(s, "COMMUN"), tablesOf(s, "SSV")
	if s.Partial && (common == nil || ssv == nil) || common == nil && ssv == nil {
		return "tables-path"
	}
	for _, f := range s.Folders {
		if f.Key != workstation.KeyTables {
			continue
		}
		switch {
		case f.Exists != nil && !*f.Exists:
			return "folder"
		case o.otherArch(f.Path):
			return "architecture"
		case o.removed(f.Path):
			return "folder"
		}
	}
	return ""
}

// tablesOf returns the folder of tables that a section names, nil for none.
func tablesOf(s workstation.SesamConfig, section string) *workstation.SesamFolder {
	for i := range s.Folders {
		if f := &s.Folders[i]; f.Section == section && f.Key == workstation.KeyTables && f.Path != "" {
			return f
		}
	}
	return nil
}

// otherArch reports whether a path leads to the FSV of the other word size than the
// one that is needed, on Windows.
func (o *observations) otherArch(path string) bool {
	low := strings.ToLower(path)
	if o.rep.System.Value.OS != "windows" || !strings.Contains(low, `\santesocial\`) || !strings.Contains(low, `\program files`) {
		return false
	}
	c := &o.rep.Components.Value
	x86 := strings.Contains(low, "(x86)")
	has := func(arch workstation.Arch) bool {
		return slices.ContainsFunc(c.Releases, func(r workstation.Release) bool { return r.Arch == arch })
	}
	return !x86 && has(workstation.X86)
}

// removed reports whether a path leads to a release of the FSV that is registered in
// no word size.
func (o *observations) removed(path string) bool {
	of := releaseOf(path)
	c := &o.rep.Components.Value
	return of != "" && len(c.Releases) > 0 && !slices.ContainsFunc(c.Releases, func(r workstation.Release) bool { return r.Version == of })
}

// foreign reports whether a file leads to folders of another software than the FSV.
func foreign(s workstation.SesamConfig) bool {
	return slices.ContainsFunc(s.Folders, func(f workstation.SesamFolder) bool {
		return f.Key == workstation.KeyTables && f.Path != "" && !strings.Contains(strings.ToLower(f.Path), "santesocial")
	})
}
