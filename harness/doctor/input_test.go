package doctor

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/diagnosis/fact"
	"github.com/cpslab/cps/harness/workstation"
)

func TestInstallations(t *testing.T) {
	t.Parallel()
	cp := func(origin workstation.Origin, version string, bits int) workstation.Copy {
		return workstation.Copy{Origin: origin, Version: version, Bits: bits, Path: string(origin)}
	}
	for name, tt := range map[string]struct {
		copies []workstation.Copy
		want   []string
	}{
		"one package, four traces": {[]workstation.Copy{
			cp(workstation.FromFile, "", 64), cp(workstation.FromRPM, "5.2.2", 64), cp(workstation.FromADM, "5.2.2", 64), cp(workstation.FromFile, "", 0),
		}, []string{"5.2.2 x64"}},
		"both word sizes": {[]workstation.Copy{
			cp(workstation.FromRegistry, "5.2.2", 64), cp(workstation.FromRegistry, "5.2.2", 32),
		}, []string{"5.2.2 x64", "5.2.2 x86"}},
		"two products": {[]workstation.Copy{
			cp(workstation.FromRegistry, "5.2.2", 64), cp(workstation.FromRegistry, "5.0.45", 32),
		}, []string{"5.2.2 x64", "5.0.45 x86"}},
		"library without a package": {[]workstation.Copy{cp(workstation.FromFile, "", 64)}, []string{" x64"}},
		"named by the user, another installed": {[]workstation.Copy{
			cp(workstation.FromVariable, "5.2.2", 64), cp(workstation.FromADM, "5.1.10", 64),
		}, []string{"5.1.10 x64"}},
		"named by the user, none installed": {[]workstation.Copy{cp(workstation.FromVariable, "5.2.2", 64)}, []string{"5.2.2 x64"}},
		"library of before the CPS3":        {[]workstation.Copy{{Origin: workstation.FromFile, Old: true}}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, n := range installations(tt.copies) {
				got = append(got, n.Version.String()+" "+n.Arch)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestGalssInput(t *testing.T) {
	t.Parallel()
	channel := func(n int, setting string, resources ...string) workstation.GalssChannel {
		return workstation.GalssChannel{Number: n, Setting: setting, Serial: strings.Contains(setting, ","), Resources: resources}
	}
	held := func(name string, face card.Face) workstation.Reader {
		return workstation.Reader{Slot: card.Slot{Name: name, State: card.SlotCard}, Face: face}
	}
	both := []workstation.GalssChannel{channel(1, "A", "CPS"), channel(2, "B", "Vitale")}
	for name, tt := range map[string]struct {
		channels []workstation.GalssChannel
		readers  []workstation.Reader
		want     diagnosis.GALSS
	}{
		"aligned":     {both, []workstation.Reader{held("A", card.FaceCPS3), held("B", card.FaceUnknown)}, diagnosis.GALSS{SerialOnly: diagnosis.TriNo, Readers: []string{"A", "B"}, Swapped: diagnosis.TriNo}},
		"swapped":     {both, []workstation.Reader{held("B", card.FaceCPS4), held("A", card.FaceUnknown)}, diagnosis.GALSS{SerialOnly: diagnosis.TriNo, Readers: []string{"A", "B"}, Swapped: diagnosis.TriYes}},
		"no card":     {both, nil, diagnosis.GALSS{SerialOnly: diagnosis.TriNo, Readers: []string{"A", "B"}}},
		"serial only": {[]workstation.GalssChannel{channel(1, "9600,1,8,0,0", "CPS")}, nil, diagnosis.GALSS{SerialOnly: diagnosis.TriYes}},
		"no channel":  {nil, nil, diagnosis.GALSS{Lacks: "empty"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var rep workstation.Report
			rep.Galss.Known = true
			rep.Galss.Value = []workstation.GalssConfig{{Path: "/etc/galss.ini", Channels: tt.channels}}
			rep.Readers.Value = tt.readers
			if diff := cmp.Diff(&tt.want, galssInput(rep)); diff != "" {
				t.Error(diff)
			}
		})
	}
	if galssInput(workstation.Report{}) != nil {
		t.Error("a GALSS.INI that was not looked for is unknown")
	}
	var none workstation.Report
	none.Galss.Known = true
	if diff := cmp.Diff(&diagnosis.GALSS{SerialOnly: diagnosis.TriNo, Swapped: diagnosis.TriNo}, galssInput(none)); diff != "" {
		t.Error(diff)
	}
}

func TestSystemInput(t *testing.T) {
	t.Parallel()
	for want, s := range map[string]workstation.System{
		"windows 11":          {OS: "windows", Version: "11.0.22631", Name: "Windows 11 Pro"},
		"windows server 2019": {OS: "windows", Version: "10.0.17763", Name: "Windows Server 2019 Standard", Server: true},
		"macos 14":            {OS: "darwin", Version: "14.5"},
		"linux rhel 9":        {OS: "linux", ID: "rhel", Version: "9.4"},
		"linux debian 12":     {OS: "linux", ID: "debian", Version: "12"},
		" ":                   {OS: "plan9"},
	} {
		var rep workstation.Report
		rep.System.Value = s
		ws := systemInput(rep)
		if got := ws.OS + " " + ws.OSVersion; got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// What Windows tells and Linux does not.
func TestSmartAppControlInput(t *testing.T) {
	t.Parallel()
	for state, want := range map[workstation.AppControl]diagnosis.Tri{
		workstation.AppControlOn: diagnosis.TriYes, workstation.AppControlOff: diagnosis.TriNo,
		workstation.AppControlEvaluation: diagnosis.TriNo, "": diagnosis.TriUnknown,
	} {
		var rep workstation.Report
		rep.SmartAppControl.Known, rep.SmartAppControl.Value = state != "", state
		if got := Input(rep).Workstation.SmartAppControl; got != want {
			t.Errorf("%q: %v, want %v", state, got, want)
		}
	}
}

// What was seen tells a fact once, and only where it was read.
func TestObserved(t *testing.T) {
	t.Parallel()
	kept := func(v bool) workstation.Report {
		return workstation.Report{CAPIKept: workstation.Fact[bool]{Known: true, Value: v}}
	}
	said := func(lines ...workstation.TraceEntry) workstation.Report {
		release := workstation.Release{Version: "1.40.14", Arch: workstation.X86}
		path := `C:\Program Files (x86)\santesocial\fsv\1.40.14\ssv`
		tables := []workstation.SesamFolder{{Section: "COMMUN", Key: workstation.KeyTables, Path: path}, {Section: "SSV", Key: workstation.KeyTables, Path: path}}
		return workstation.Report{
			System:     workstation.Fact[workstation.System]{Known: true, Value: workstation.System{OS: "windows"}},
			Components: workstation.Fact[workstation.Components]{Known: true, Value: workstation.Components{Releases: []workstation.Release{release}}},
			Sesam: workstation.Fact[[]workstation.SesamConfig]{Known: true, Value: []workstation.SesamConfig{
				{Path: `C:\ProgramData\santesocial\fsv\1.40.14\conf\sesam.ini`, Size: 900, MGC: true, TraceFile: true, Folders: tables},
				{Path: `C:\ProgramData\santesocial\fsv\1.40.14\conf_001\sesam.ini`, Size: 900},
			}},
			Trace: workstation.Fact[[]workstation.TraceEntry]{Known: true, Value: lines},
		}
	}
	unread := workstation.TraceEntry{Kind: workstation.TraceTablesFile}
	for name, tt := range map[string]struct {
		rep      workstation.Report
		has, not string
	}{
		"the old providers are kept":      {kept(true), "ws.ksp=escape", ""},
		"they are not":                    {kept(false), "", "ws.ksp=escape"},
		"nobody looked":                   {workstation.Report{}, "", "ws.ksp=escape"},
		"a table that cannot be read":     {said(unread), "ws.components=incomplete", "ssv=F600"},
		"its code beside":                 {said(unread, workstation.TraceEntry{Kind: workstation.TraceCode, Code: "F600"}), "ws.components=incomplete", "ssv=F600"},
		"its code alone":                  {said(workstation.TraceEntry{Kind: workstation.TraceCode, Code: "F601"}), "ssv=F601", "ws.components=incomplete"},
		"settings that are kept, unused":  {said(), "ws.sesamIni=unused", "ws.sesamIni=no-mgc"},
		"the path of the tables is worse": {said(unread, workstation.TraceEntry{Kind: workstation.TraceTablesPath}), "ssv=F680", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			facts := observe(&tt.rep).facts
			if tt.has != "" && !slices.Contains(facts, tt.has) || tt.not != "" && slices.Contains(facts, tt.not) {
				t.Errorf("%v: want %q and not %q", facts, tt.has, tt.not)
			}
		})
	}
}

// Libraries that state several versions of themselves are told; those of before the
// CPS3, of a variable, and such as state none are not counted.
func TestLibrariesDiffer(t *testing.T) {
	t.Parallel()
	lib := func(version string, bits int) workstation.Copy {
		return workstation.Copy{Origin: workstation.FromFile, Library: version, Bits: bits}
	}
	old, named := lib("1.0", 32), lib("2.0", 32)
	old.Old, named.Origin = true, workstation.FromVariable
	for want, copies := range map[string][]workstation.Copy{
		"":                   {lib("3.1", 64), lib("3.1", 32), lib("", 32), old, named},
		"3.1 (64), 3.0 (32)": {lib("3.1", 64), lib("3.0", 32)},
	} {
		if got := librariesDiffer(copies); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// A stopped service explains an empty list of readers: one block, not two.
func TestStoppedServiceExplainsTheList(t *testing.T) {
	t.Parallel()
	for state, want := range map[workstation.ServiceState]card.SlotState{
		workstation.Stopped: card.SlotUnknown, workstation.Running: card.SlotNoReader, workstation.Activatable: card.SlotNoReader,
	} {
		in := Input(workstation.Report{
			System:  workstation.Fact[workstation.System]{Known: true, Value: workstation.System{OS: "windows"}},
			Service: workstation.Fact[workstation.Service]{Known: true, Value: workstation.Service{State: state}},
			Readers: workstation.Fact[[]workstation.Reader]{Known: true, Value: []workstation.Reader{}},
		})
		if in.Reader.State != want {
			t.Errorf("%s: %v, want %v", state, in.Reader.State, want)
		}
	}
}

// A library that is set to GALSS is told with its file.
func TestLibrarySetToGALSSIsTold(t *testing.T) {
	t.Parallel()
	rep := workstation.Report{}
	if o := observe(&rep); o.told(fact.ReaderMode) {
		t.Error("told of nothing")
	}
	rep.Cryptolib.Value.GALSS = "a.ini"
	if o := observe(&rep); !o.told(fact.ReaderMode, "galss") || o.seen[fact.ReaderMode] != "a.ini" {
		t.Errorf("%v %v", o.facts, o.seen)
	}
}
