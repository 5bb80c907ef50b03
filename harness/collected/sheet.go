package collected

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/workstation"
)

// sheetSource is what reports show as the source of a sheet's facts.
const sheetSource = "sheet"

// sheetNotes are parts of a sheet that tell nothing of the workstation: who wrote it
// down, and what is expected of it.
var sheetNotes = []string{"id", "observed", "note", "why", "theirs", "expected", "mustNotFire", "os", "schema"}

// sheet reads plain facts, each part by itself: those of a system, of a list of
// readers, of products, of files, as their names say. A part that is absent was not
// looked at; an empty list or null says that nothing was found.
func (f *reading) sheet() {
	r := &f.file.Workstation
	var osName string
	if !f.decode("os", &osName) {
		return
	}
	system, ok := map[string]string{"windows": "windows", "macos": "darwin", "darwin": "darwin", "mac": "darwin", "linux": "linux"}[strings.ToLower(osName)]
	if !ok {
		f.problem("os", "%q n'est ni windows, ni macos, ni linux", "%q is none of windows, macos, linux", osName)
		return
	}
	parts := map[string]func(string){
		"build": f.build, "version": f.version, "arch": f.arch, "rosetta": f.rosetta, "services": f.services, "smartAppControl": f.appControl,
		"thirdPartyAntivirus": f.antivirus, "readers": f.readers, "products": f.products, "receipts": f.receipts, "santesocial": f.santesocial,
		"fsvRegistry": f.fsvRegistry, "tables": f.tables, "mica86": f.mica, "mica64": f.mica, "mica": f.mica, "sesamIni": f.sesamIni, "galssIni": f.galssIni,
		"processes": f.programs, "launchd": f.launchd, "autostart": f.launchd, "agentPort": f.agentPort, "agentConfiguredPort": func(string) {},
		"browsers": f.browsers, "log": f.log,
	}
	r.System = fact(workstation.System{OS: system})
	names := make([]string, 0, len(f.parts))
	for part := range f.parts {
		names = append(names, part)
	}
	slices.Sort(names)
	for _, part := range names {
		switch read := parts[part]; {
		case read != nil:
			read(part)
		case !slices.Contains(sheetNotes, part):
			f.problem(part, "partie inconnue de ce programme", "a part that this program does not know")
		}
	}
	if r.Products.Known || r.Components.Known {
		f.settleComponents()
	}
	f.cryptolibFolder()
	r.Settle()
}

// cryptolibFolder: a folder of the Cryptolib that no product in the list stands for
// leaves open whether it is installed.
func (f *reading) cryptolibFolder() {
	r := &f.file.Workstation
	there := slices.ContainsFunc(r.Cryptolib.Value.Copies, func(cp workstation.Copy) bool { return !cp.Ghost })
	if !r.Cryptolib.Known || there {
		return
	}
	for _, names := range r.Components.Value.Folders {
		if slices.ContainsFunc(names, func(n string) bool { return strings.EqualFold(n, "CPS") }) {
			r.Cryptolib.Known, r.Cryptolib.Reason = false, workstation.NotRecorded
		}
	}
}

// fact is a fact of a sheet.
func fact[T any](v T) workstation.Fact[T] {
	return workstation.Fact[T]{Known: true, Value: v, Source: sheetSource}
}

// null reports whether a part says null: looked for and not there.
func (f *reading) null(part string) bool {
	return bytes.Equal(bytes.TrimSpace(f.parts[part]), []byte("null"))
}

// number is a number, or digits in a string.
type number int

// UnmarshalJSON reads either.
func (n *number) UnmarshalJSON(b []byte) error {
	var s string
	if json.Unmarshal(b, &s) == nil {
		s, _, _ = strings.Cut(s, ".")
		v, err := strconv.Atoi(strings.TrimSpace(s))
		*n = number(v)
		return err
	}
	var v int
	err := json.Unmarshal(b, &v)
	*n = number(v)
	return err
}

func (f *reading) build(part string) {
	var build number
	if f.decode(part, &build) {
		s := &f.file.Workstation.System.Value
		s.Version = workstation.WindowsVersion(int(build))
	}
}

func (f *reading) version(part string) {
	var v string
	if f.decode(part, &v) {
		f.file.Workstation.System.Value.Version = v
	}
}

func (f *reading) arch(part string) {
	var v string
	if f.decode(part, &v) {
		f.file.Workstation.System.Value.Arch = v
	}
}

func (f *reading) rosetta(part string) {
	var v bool
	if f.decode(part, &v) {
		f.file.Workstation.Rosetta = fact(v)
	}
}

func (f *reading) services(part string) {
	var v map[string]string
	if !f.decode(part, &v) {
		return
	}
	r := &f.file.Workstation
	start := map[string]workstation.StartType{
		"automatic": workstation.StartAutomatic, "auto": workstation.StartAutomatic, "manual": workstation.StartManual,
		"disabled": workstation.StartDisabled, "absent": workstation.StartAbsent,
	}
	for name, state := range v {
		state = strings.ToLower(state)
		switch strings.ToLower(name) {
		case "scardsvr", "pcscd":
			service := workstation.Service{Installed: true, Start: start[state]}
			switch state {
			case "running":
				service.State = workstation.Running
			case "stopped", "disabled", "absent":
				service.State = workstation.Stopped
			}
			r.Service = fact(service)
			r.Service.Known = service.State != ""
		case "certpropagation", "certpropsvc":
			if s := start[state]; s != "" {
				r.CertPropagation = fact(s)
			}
		}
	}
}

func (f *reading) appControl(part string) {
	var v string
	if !f.decode(part, &v) {
		return
	}
	switch s := workstation.AppControl(strings.ToLower(v)); s {
	case workstation.AppControlOff, workstation.AppControlOn, workstation.AppControlEvaluation:
		f.file.Workstation.SmartAppControl = fact(s)
	case "eval":
		f.file.Workstation.SmartAppControl = fact(workstation.AppControlEvaluation)
	case "", "unknown", "absent":
	default:
		f.problem(part, "%q : ni on, ni off, ni evaluation", "%q: none of on, off, evaluation", v)
	}
}

func (f *reading) antivirus(part string) {
	var v []string
	if f.decode(part, &v) {
		f.file.Workstation.Antivirus = fact(append([]string{}, v...))
	}
}

func (f *reading) readers(part string) {
	var list []struct {
		Name, State, Card string
		ATR               card.HexBytes
	}
	if !f.decode(part, &list) {
		return
	}
	states := map[string]card.SlotState{
		"empty": card.SlotEmpty, "card": card.SlotCard, "present": card.SlotCard, "mute": card.SlotMute,
		"in-use": card.SlotInUse, "shared": card.SlotInUse, "exclusive": card.SlotInUse,
	}
	out := []workstation.Reader{}
	for _, r := range list {
		reader := workstation.Reader{Slot: card.Slot{Name: r.Name, State: states[strings.ToLower(r.State)], ATR: r.ATR}}
		kind, generation, _ := strings.Cut(strings.ToLower(r.Card), "-")
		switch kind {
		case "cps", "cpe", "cpf", "cda":
			reader.Card = workstation.CardCPS
			reader.Generation = map[string]string{"v3": "V3", "v4": "V4", "v3-contactless": "V3-contactless"}[generation]
		case "vitale":
			reader.Card = workstation.CardVitale
		case "none", "":
		default:
			reader.Card = workstation.CardOther
		}
		out = append(out, reader)
	}
	f.file.Workstation.Readers = fact(out)
}

func (f *reading) sesamIni(part string) {
	var list []struct {
		Path        string
		Bytes       int64
		MGCSection  bool  `json:"mgcSection"`
		Log4crc     *bool `json:"log4crc"`
		CommonTable *string
		SSVTable    *string `json:"ssvTable"`
	}
	if !f.decode(part, &list) {
		return
	}
	out := []workstation.SesamConfig{}
	for _, s := range list {
		cfg := workstation.SesamConfig{Path: s.Path, Size: s.Bytes, Partial: true, MGC: s.MGCSection}
		cfg.TraceFile = s.MGCSection && (s.Log4crc == nil || *s.Log4crc)
		for section, table := range map[string]*string{"COMMUN": s.CommonTable, "SSV": s.SSVTable} {
			if table != nil && *table != "" {
				cfg.Folders = append(cfg.Folders, workstation.SesamFolder{Section: section, Key: workstation.KeyTables, Path: *table})
				cfg.TableDir = *table
			}
		}
		slices.SortFunc(cfg.Folders, func(a, b workstation.SesamFolder) int { return strings.Compare(a.Section, b.Section) })
		out = append(out, cfg)
	}
	f.file.Workstation.Sesam = fact(out)
}

// sheetGalss is a GALSS.INI of a sheet.
type sheetGalss struct {
	Path     string
	Channels []struct {
		Channel number
		Setting string
		Devices []string
	}
}

func (f *reading) galssIni(part string) {
	var list []sheetGalss
	if !f.null(part) {
		if raw := bytes.TrimSpace(f.parts[part]); len(raw) > 0 && raw[0] == '[' {
			if !f.decode(part, &list) {
				return
			}
		} else {
			var one sheetGalss
			if !f.decode(part, &one) {
				return
			}
			list = append(list, one)
		}
	}
	out := []workstation.GalssConfig{}
	for _, g := range list {
		cfg := workstation.GalssConfig{Path: g.Path, Channels: []workstation.GalssChannel{}}
		for _, ch := range g.Channels {
			cfg.Channels = append(cfg.Channels, workstation.GalssChannel{
				Number: int(ch.Channel), Setting: ch.Setting, Serial: workstation.SerialSetting(ch.Setting), Resources: ch.Devices,
			})
		}
		out = append(out, cfg)
	}
	f.file.Workstation.Galss = fact(out)
}

// several is "name x3" of a list of processes.
var several = text.Expression(`^(.*?)\s+x([0-9]{1,3})$`)

func (f *reading) programs(part string) {
	var v []string
	if !f.decode(part, &v) {
		return
	}
	var list []workstation.Program
	for _, name := range v {
		p := workstation.Program{Name: name, Count: 1}
		if m := several().FindStringSubmatch(name); m != nil {
			p.Name = m[1]
			p.Count, _ = strconv.Atoi(m[2]) // at most three digits
		}
		list = append(list, p)
	}
	f.addPrograms(list)
}

func (f *reading) launchd(part string) {
	var v []string
	if !f.decode(part, &v) {
		return
	}
	var list []workstation.Program
	for _, label := range v {
		list = append(list, workstation.Program{Name: label, Starts: true})
	}
	f.addPrograms(list)
}

func (f *reading) addPrograms(list []workstation.Program) {
	r := &f.file.Workstation
	r.Programs = fact(workstation.WithVendors(append(append([]workstation.Program{}, r.Programs.Value...), list...)))
	r.Competitors = fact([]workstation.Competitor{})
}

func (f *reading) agentPort(part string) {
	var v struct {
		Expected number
		Program  string
		Owner    *string
	}
	if f.null(part) || !f.decode(part, &v) || v.Expected < 1 || v.Expected > 65535 {
		return
	}
	a := workstation.Agent{Port: int(v.Expected), Program: v.Program}
	var configured number
	if f.decode("agentConfiguredPort", &configured) {
		a.Configured = int(configured)
	}
	switch {
	case v.Owner == nil || *v.Owner == "unknown": // somebody listens, who is not known
		a.Listening = true
	case *v.Owner == "" || *v.Owner == "nobody":
	default:
		a.Listening, a.Owner = true, *v.Owner
		a.Same = workstation.SameProgram(a.Owner, a.Program)
	}
	f.file.Workstation.Agent = fact(a)
}

func (f *reading) browsers(part string) {
	var list []struct {
		Name   string
		Major  number
		Policy *bool `json:"localNetworkPolicy"`
	}
	if !f.decode(part, &list) {
		return
	}
	out := []workstation.Browser{}
	for _, b := range list {
		out = append(out, workstation.Browser{Name: browserName(b.Name), Major: int(b.Major), LocalNetwork: b.Policy})
	}
	f.file.Workstation.Browsers = fact(out)
}

// browserName is the name of a browser as reports have it: "chrome" for Google Chrome.
func browserName(name string) string {
	name = strings.ToLower(name)
	for _, known := range []string{"chromium", "chrome", "edge", "firefox", "brave", "vivaldi", "opera", "safari"} {
		if strings.Contains(name, known) {
			return known
		}
	}
	return name
}

// log keeps what lines of a log say, and no line.
func (f *reading) log(part string) {
	var lines []string
	if !f.decode(part, &lines) {
		return
	}
	entries, failures := []workstation.TraceEntry{}, []workstation.InstallerFailure{}
	for _, line := range lines {
		if e, ok := workstation.ReadTraceLine(line); ok {
			entries = append(entries, e)
		}
		if x, ok := workstation.ReadInstallerLine(line); ok {
			failures = append(failures, x)
		}
	}
	f.file.Workstation.Trace, f.file.Workstation.Failures = fact(entries), fact(failures)
}
