package workstation

import (
	"strings"
	"testing"
	"testing/fstest"
)

// The library is set to GALSS by a line of its settings, in known folders and not
// behind a comment; the file of 5.2, which speaks of traces, sets nothing.
func TestLibrarySetToGALSS(t *testing.T) {
	t.Parallel()
	for name, v := range map[string]struct{ os, file, content, want string }{
		"a line":            {"windows", "ProgramData/santesocial/CPS/coffre/cps3_pkcs11_w32.ini", "[x]\r\nGALSS = 1\r\n", `C:\ProgramData\santesocial\CPS\coffre\cps3_pkcs11_w32.ini`},
		"the other line":    {"windows", "Program Files (x86)/santesocial/CPS/any.ini", "filiere=GALSS\n", `C:\Program Files (x86)\santesocial\CPS\any.ini`},
		"UTF-16":            {"windows", "ProgramData/santesocial/CPS/a.ini", "\xff\xfef\x00i\x00l\x00i\x00e\x00r\x00e\x00=\x00g\x00a\x00l\x00s\x00s\x00", `C:\ProgramData\santesocial\CPS\a.ini`},
		"a comment":         {"windows", "ProgramData/santesocial/CPS/a.ini", "; galss=1\n", ""},
		"off":               {"windows", "ProgramData/santesocial/CPS/a.ini", "galss=0\nfiliere=pcsc\n", ""},
		"more than a value": {"windows", "ProgramData/santesocial/CPS/a.ini", "galss=100\n", ""},
		"another file":      {"windows", "ProgramData/santesocial/CPS/a.txt", "galss=1\n", ""},
		"too deep":          {"windows", "ProgramData/santesocial/CPS/a/b/c/d/a.ini", "galss=1\n", ""},
		"macOS":             {"darwin", "Library/Preferences/santesocial/CPS/cps3_pkcs11.conf", "filiere = galss;\n", "/Library/Preferences/santesocial/CPS/cps3_pkcs11.conf"},
		"macOS, /etc":       {"darwin", "etc/cps3_pkcs11.conf", "galss=oui\n", "/etc/cps3_pkcs11.conf"},
		"other in /etc":     {"darwin", "etc/other.conf", "galss=oui\n", ""},
		"below /etc":        {"darwin", "etc/x/cps3_pkcs11.conf", "galss=oui\n", ""},
		"Linux, 5.2":        {"linux", "etc/opt/santesocial/CPS/cps3_pkcs11.conf", "Traces \n{\n\tactive = false;\n\tdebug = 0;\n}\ngalss\n{\n tpc_polling_time = 2;\n}\n", ""},
		"Linux":             {"linux", "etc/opt/santesocial/CPS/cps3_pkcs11.conf", "galss = true\n", "/etc/opt/santesocial/CPS/cps3_pkcs11.conf"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newCollector(Options{
				OS: v.os, Root: fstest.MapFS{v.file: {Data: []byte(v.content)}},
				Getenv: env(map[string]string{"ProgramData": `C:\ProgramData`, "ProgramFiles(x86)": `C:\Program Files (x86)`}),
			})
			if got := c.galssMode(); got != v.want {
				t.Errorf("%q, want %q", got, v.want)
			}
		})
	}
}

// A folder of any number of files is looked at to a bound.
func TestLibraryModeIsBounded(t *testing.T) {
	t.Parallel()
	root := fstest.MapFS{"etc/opt/santesocial/CPS/zz.conf": {Data: []byte("galss=1")}}
	for i := range 2 * modeMost {
		root["etc/opt/santesocial/CPS/a"+strings.Repeat("x", i)] = &fstest.MapFile{}
	}
	if got := newCollector(Options{OS: "linux", Root: root, Getenv: env(nil)}).galssMode(); got != "" {
		t.Errorf("%q behind %d files", got, 2*modeMost)
	}
}

// The port that an agent is set to, and the last that its trace says: codes, no line.
func TestAgentFiles(t *testing.T) {
	t.Parallel()
	const settings = "Users/x/AppData/Roaming/juxta/juxtalink/user.config"
	const trace = "Users/x/AppData/Roaming/juxta/juxtalink/logs/trace.txt"
	long := strings.Repeat("2026-10-05 rien de connu DUPONT\r\n", 20000) + "ssv_lirecartevitale Retour : F011\r\n" + strings.Repeat("Retour : F680\r\n", 25)
	root := fstest.MapFS{
		settings: {Data: []byte(`<add key="port" value="1235" />`)}, trace: {Data: []byte(long)},
	}
	at := env(map[string]string{"APPDATA": `C:\Users\x\AppData\Roaming`})
	c := newCollector(Options{OS: "windows", Root: root, Getenv: at})
	for program, want := range map[string]int{"JuxtaLink": 1235, "juxtalink.exe": 1235, "other": 0, "": 0} {
		if got := c.configuredPort(program); got != want {
			t.Errorf("%s: %d, want %d", program, got, want)
		}
	}
	got := c.agentTrace()
	if !got.Known || len(got.Value) != traceMost || got.Value[0].Code != "F680" {
		t.Errorf("%+v", got)
	}
	root[trace] = &fstest.MapFile{Data: []byte("ssv_lirecartevitale Retour : F011\r\nrien DUPONT")}
	if got := c.agentTrace(); len(got.Value) != 1 || got.Value[0].Function != "ssv_lirecartevitale" {
		t.Errorf("%+v", got)
	}
	root[settings] = &fstest.MapFile{Data: []byte(`<add key="port" value="77777" />`)}
	if got := c.configuredPort("JuxtaLink"); got != 0 {
		t.Errorf("port %d", got)
	}
	delete(root, trace)
	if got := c.agentTrace(); got.Known || got.Reason != NotHere {
		t.Errorf("%+v without a trace", got)
	}
	root[trace+"/x"] = &fstest.MapFile{}
	if got := c.agentTrace(); got.Known || got.Reason == NotHere {
		t.Errorf("%+v of a folder", got)
	}
	if got := newCollector(Options{OS: "darwin", Root: root, Getenv: at}).agentTrace(); got.Known {
		t.Errorf("%+v on macOS", got)
	}
}
