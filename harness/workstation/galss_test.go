package workstation

import (
	"io/fs"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cpslab/cps/testdata/testneed"
)

func TestGalss(t *testing.T) {
	t.Parallel()
	const pcsc = "; reader\r[CONFIG]\rNbCanaux=2\r[CANAL1]\rTCanal=3\rCaracteristiques=Telium 01\r[CANAL1.PAD1.LAD1]\rNomLAD=CPS\r" +
		"[CANAL2]\rcaracteristiques = Telium 02\r[CANAL2.PAD1.LAD1]\rNomLAD=Vitale\r[CANAL2.PAD1.LAD2]\rNomLAD=SAM\r"
	const serial = "[canal1]\nCaracteristiques=9600,1,8,0,0\nCaracteristiques=second\n"
	r := Collect(t.Context(), machine(map[string]string{
		"usr/local/galss/GALSS.INI": pcsc, "etc/galss.ini": serial, "etc/galss.ini.bak": serial,
	}))
	want := []GalssConfig{
		{"/usr/local/galss/GALSS.INI", []GalssChannel{
			{Number: 1, Setting: "Telium 01", Resources: []string{"CPS"}},
			{Number: 2, Setting: "Telium 02", Resources: []string{"Vitale", "SAM"}},
		}},
		{"/etc/galss.ini", []GalssChannel{{Number: 1, Setting: "9600,1,8,0,0", Serial: true}}},
	}
	if diff := cmp.Diff(want, r.Galss.Value); diff != "" {
		t.Error(diff)
	}
}

func TestHostileINI(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "[", "[]", "=", "[CANAL1", "[CANAL1]\n=\n===", "\x00\xff", "Caracteristiques=x", "[CANAL9999]\n", "[[A]]\n;a=b"} {
		r := Collect(t.Context(), machine(map[string]string{"etc/galss.ini": text}))
		if !r.Galss.Known || len(r.Galss.Value) != 1 {
			t.Errorf("%q: %+v", text, r.Galss)
		}
	}
}

// named is a folder that a file names, and whether it is there.
func named(section, key, path string, there bool) SesamFolder {
	return SesamFolder{Section: section, Key: "REPERTOIRE" + key, Path: path, Exists: &there}
}

func TestSesam(t *testing.T) {
	t.Parallel()
	r := Collect(t.Context(), machine(map[string]string{
		"usr/local/sesam/etc/SESAM.INI":                       "[COMMUN]\nRepertoireTravail=/var/fsv\r\n[SSV]\nRepertoireTable=/var/tables\n[MGC]\nRepertoireConfigTrace=/var/fsv\n",
		"etc/opt/santesocial/fsv/1.40.13/conf/sesam.ini":      "[COMMUN]\nRepertoireTravail=/nowhere\n",
		"etc/opt/santesocial/fsv/1.40.14/conf/SESAM.INI":      "[Autre]\nRepertoireTravail=/var/fsv\n",
		"etc/opt/santesocial/fsv/1.40.14/elsewhere/SESAM.INI": "",
		"etc/opt/santesocial/fsv/1.40.14/conf_210/sesam.ini":  "",
		"var/fsv/log4crc.xml":                                 "",
	}))
	want := []SesamConfig{
		{Path: "/usr/local/sesam/etc/SESAM.INI", WorkDir: "/var/fsv", WorkExists: true, TableDir: "/var/tables", MGC: true, TraceDir: "/var/fsv", TraceFile: true, Size: 108, Folders: []SesamFolder{
			named("COMMUN", "TRAVAIL", "/var/fsv", true), named("SSV", "TABLE", "/var/tables", false), named("MGC", "CONFIGTRACE", "/var/fsv", true),
		}},
		{Path: "/etc/opt/santesocial/fsv/1.40.13/conf/sesam.ini", WorkDir: "/nowhere", Size: 36, Folders: []SesamFolder{named("COMMUN", "TRAVAIL", "/nowhere", false)}},
		{Path: "/etc/opt/santesocial/fsv/1.40.14/conf/SESAM.INI", Size: 35, Folders: []SesamFolder{named("AUTRE", "TRAVAIL", "/var/fsv", true)}},
		{Path: "/etc/opt/santesocial/fsv/1.40.14/conf_210/sesam.ini"},
	}
	if diff := cmp.Diff(want, r.Sesam.Value); diff != "" {
		t.Error(diff)
	}
}

// Windows and macOS keep the file elsewhere; a path may hold a variable.
func TestSesamElsewhere(t *testing.T) {
	t.Parallel()
	const text = "[COMMUN]\r\nRepertoireTravail=%ProgramData%\\travail\r\nRepertoireTable=C:\\tables\r\n[MGC]\r\nRepertoireConfigTrace=C:\\trace\r\n"
	r := Collect(t.Context(), with(machine(map[string]string{
		"Windows/sesam.ini": text,
		"ProgramData/santesocial/fsv/1.40.14/conf/sesam.ini": "[COMMUN]\r\nRepertoireTravail=work\r\n",
		"ProgramData/travail/x":                              "", "trace/other.xml": "",
	}), func(o *Options) {
		o.OS = "windows"
		o.Getenv = env(map[string]string{"WINDIR": `C:\Windows`, "ProgramData": `C:\ProgramData`, "SystemDrive": "C:"})
	}))
	want := []SesamConfig{
		{Path: `C:\Windows\sesam.ini`, WorkDir: `%ProgramData%\travail`, WorkExists: true, TableDir: `C:\tables`, MGC: true, TraceDir: `C:\trace`, Size: int64(len(text)), Folders: []SesamFolder{
			named("COMMUN", "TABLE", `C:\tables`, false), named("COMMUN", "TRAVAIL", `%ProgramData%\travail`, true), named("MGC", "CONFIGTRACE", `C:\trace`, true),
		}},
		{Path: `C:\ProgramData\santesocial\fsv\1.40.14\conf\sesam.ini`, WorkDir: "work", Size: 34, Folders: []SesamFolder{named("COMMUN", "TRAVAIL", "work", false)}},
	}
	if diff := cmp.Diff(want, r.Sesam.Value); diff != "" {
		t.Error(diff)
	}
	r = Collect(t.Context(), with(machine(map[string]string{
		"Library/Preferences/sesam.ini":                                      "[MGC]\r",
		"Library/Application Support/santesocial/fsv/1.40.14/conf/SESAM.INI": "[COMMUN]\nRepertoireTravail=/work\n",
		"work/x": "",
	}), func(o *Options) { o.OS = "darwin" }))
	want = []SesamConfig{
		{Path: "/Library/Preferences/sesam.ini", MGC: true, Size: 6},
		{Path: "/Library/Application Support/santesocial/fsv/1.40.14/conf/SESAM.INI", WorkDir: "/work", WorkExists: true, Size: 33, Folders: []SesamFolder{named("COMMUN", "TRAVAIL", "/work", true)}},
	}
	if diff := cmp.Diff(want, r.Sesam.Value); diff != "" {
		t.Error(diff)
	}
	r = Collect(t.Context(), with(machine(nil), func(o *Options) { o.OS = "freebsd" }))
	if r.Sesam.Known || r.Sesam.Reason != NotHere {
		t.Errorf("%+v", r.Sesam)
	}
}

func TestCompetitors(t *testing.T) {
	t.Parallel()
	r := Collect(t.Context(), machine(map[string]string{
		"usr/share/p11-kit/modules/opensc-pkcs11.module": "# comment\nmodule: opensc-pkcs11.so\n",
		"usr/share/p11-kit/modules/p11-kit-trust.module": "module: p11-kit-trust.so\n",
		"etc/pkcs11/modules/cps.module":                  "module: /opt/santesocial/CPS/lib/libcps3_pkcs11_lux.so\n",
		"etc/pkcs11/modules/README":                      "module: x\n",
		"proc/1/comm":                                    "init\n",
		"proc/12/comm":                                   "scdaemon\n",
		"proc/13/comm":                                   "bash\n",
		"proc/self/comm":                                 "scdaemon\n",
	}))
	want := []Competitor{
		{Kind: "pkcs11", Name: "opensc-pkcs11", Path: "/usr/share/p11-kit/modules/opensc-pkcs11.module"},
		{Kind: "process", Name: "GnuPG (scdaemon)", PID: 12},
	}
	if diff := cmp.Diff(want, r.Competitors.Value); diff != "" {
		t.Error(diff)
	}
	if !r.Competitors.Known {
		t.Errorf("%+v", r.Competitors)
	}
}

// Where other users' processes are hidden, nobody can say that there is none.
func TestCompetitorsBehindAHiddenProc(t *testing.T) {
	t.Parallel()
	for name, files := range map[string]map[string]string{
		"own processes only": {"proc/12/comm": "scdaemon\n"},
		"no /proc":           {"etc/pkcs11/modules/other.module": "module: other.so\n"},
	} {
		r := Collect(t.Context(), machine(files))
		if r.Competitors.Known || r.Competitors.Reason != NoAccess || len(r.Competitors.Value) != 1 {
			t.Errorf("%s: %+v", name, r.Competitors)
		}
	}
}

// On Windows the programs are known by the names of their files.
func TestCompetitorsOnWindows(t *testing.T) {
	t.Parallel()
	at := func(running map[int]string, err error) Fact[[]Competitor] {
		return Collect(t.Context(), with(machine(nil), func(o *Options) {
			o.OS, o.Processes = "windows", func() (map[int]string, error) { return running, err }
		})).Competitors
	}
	want := known([]Competitor{
		{Kind: "process", Name: "DMP Connect (dmpconnectjs_monitor.exe)", PID: 7},
		{Kind: "process", Name: "amelipro (SRVSVCNAM.exe)", PID: 12},
	}, "Tool Help")
	got := at(map[int]string{12: "SRVSVCNAM.exe", 4: "System", 7: "dmpconnectjs_monitor.exe", 9: "my-jfse.exe"}, nil)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if f := at(nil, fs.ErrPermission); f.Known || f.Reason != NoAccess {
		t.Errorf("%+v", f)
	}
}

// What a hostile SESAM.INI names as a folder: no drive, the root, another drive,
// which is none of the machine of Options.
func TestSesamFoldersOfOtherDrives(t *testing.T) {
	testneed.System(t, "folder named D:, which is a drive of its own", "unix")
	for _, dir := range []string{"/", `\\`, "C:", ":", "D:", `D:\trace`, "%", "%%"} {
		t.Chdir(t.TempDir())
		if err := os.MkdirAll(`D:\trace`, 0o700); err != nil { // of this machine, where that is a name
			t.Fatal(err)
		}
		r := Collect(t.Context(), with(machine(map[string]string{
			"Windows/SESAM.INI": "[COMMUN]\nRepertoireTravail=" + dir + "\n[MGC]\nRepertoireConfigTrace=" + dir + "\n", "trace/log4crc.xml": "",
		}), func(o *Options) {
			o.OS, o.Getenv = "windows", env(map[string]string{"WINDIR": `C:\Windows`, "SystemDrive": "C:"})
		}))
		if s := r.Sesam.Value; len(s) != 1 || s[0].TraceFile || s[0].WorkExists != (dir == "/") {
			t.Errorf("%q: %+v", dir, s)
		}
	}
}
