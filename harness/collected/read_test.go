package collected_test

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/collected"
	"github.com/cpslab/cps/harness/workstation"
)

func read(t *testing.T, s string) collected.File {
	t.Helper()
	f, err := collected.Read(strings.NewReader(s), "f")
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func parts(f collected.File) []string {
	var out []string
	for _, p := range f.Problems {
		out = append(out, p.Part)
	}
	return out
}

// Every sheet of the field is read whole.
func TestReadStations(t *testing.T) {
	t.Parallel()
	paths, err := filepath.Glob(filepath.Join("..", "..", "testdata", "stations", "*.json"))
	if err != nil || len(paths) < 8 {
		t.Fatal(paths, err)
	}
	for _, path := range paths {
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		f, err := collected.Read(bytes.NewReader(b), path)
		if err != nil {
			t.Fatal(err)
		}
		if len(f.Problems) > 0 {
			t.Errorf("%s: %v", path, f.Problems)
		}
		r := f.Workstation
		if !r.System.Known || len(r.Readers.Value) == 0 || !r.Agent.Known || !r.Browsers.Known || !r.Programs.Known || r.Session.Known || r.Clock.Known {
			t.Errorf("%s: %+v", path, r)
		}
	}
}

func TestReadSheet(t *testing.T) {
	t.Parallel()
	r := read(t, `{"os":"windows","build":26200,"services":{"scardsvr":"running","certPropagation":"manual"},
		"readers":[{"name":"A","state":"card","card":"cps-v3"},{"name":"Windows Hello for Business 1","state":"empty","card":"none"}],
		"products":[{"name":"Composants Cryptographiques CPS v5.1.7 (x64)","version":"5.1.7","bits":64,"registered":false},
			{"name":"Composants Cryptographiques CPS v5.0.42 (x64)","version":"5.0.42","bits":64},{"name":"GALSS v3.45 x64","version":"3.45.01","bits":64},{"name":"FSV 1.40.1309","version":"1.40.1309","bits":32}],
		"fsvRegistry":["1.40.14 x64"],"tables":{"ssv":{"x86":-1,"x64":22}},"mica86":false,
		"sesamIni":[{"path":"C:\\Windows\\sesam.ini","bytes":9,"mgcSection":true,"log4crc":true,"commonTable":null,"ssvTable":"C:\\x"}],
		"galssIni":{"path":"C:\\Windows\\galss.ini","channels":[{"channel":1,"setting":"9600,1,8,0,0","devices":["CPS"]}]},
		"processes":["dmpconnect-js2 x3"],"agentPort":{"expected":1234,"program":"JuxtaLink","owner":"juxtalink.exe"},
		"browsers":[{"name":"chrome","major":"154","localNetworkPolicy":false}],
		"log":["Retour : F680","un mot de Madame Untel"]}`).Workstation
	switch {
	case r.System.Value.Version != "11.0.26200", r.Service.Value.State != workstation.Running, r.CertPropagation.Value != workstation.StartManual:
		t.Errorf("%+v %+v %+v", r.System, r.Service, r.CertPropagation)
	case r.Readers.Value[0].Card != workstation.CardCPS, r.Readers.Value[0].Generation != "V3", !r.Readers.Value[1].Virtual, r.Readers.Value[1].Card != "":
		t.Errorf("%+v", r.Readers)
	case r.Cryptolib.Value.Version != "5.0.42", len(r.Cryptolib.Value.Copies) != 2, !r.Cryptolib.Value.Copies[0].Ghost:
		t.Errorf("%+v", r.Cryptolib)
	case !slices.Equal(r.Components.Value.Releases, []workstation.Release{{Version: "1.40.14", Arch: "x64"}, {Version: "1.40.13", Arch: "x86"}}), !*r.Components.Value.GALSS:
		t.Errorf("%+v", r.Components)
	case r.Sesam.Value[0].TableDir != `C:\x`, !r.Galss.Value[0].Channels[0].Serial, !r.Agent.Value.Same:
		t.Errorf("%+v %+v %+v", r.Sesam, r.Galss, r.Agent)
	case r.Programs.Value[0].Count != 3, r.Programs.Value[0].Vendor != "DMP Connect", r.Browsers.Value[0].Major != 154, *r.Browsers.Value[0].LocalNetwork:
		t.Errorf("%+v %+v", r.Programs, r.Browsers)
	case !slices.Equal(r.Trace.Value, []workstation.TraceEntry{{Kind: workstation.TraceCode, Code: "F680"}}):
		t.Errorf("%+v", r.Trace)
	}
}

// What a sheet leaves open stays open: a folder of the Cryptolib without a product, a
// port whose owner nobody told.
func TestReadLeavesOpen(t *testing.T) {
	t.Parallel()
	r := read(t, `{"os":"windows","products":[],"santesocial":{"x64":["CPS"]},"agentPort":{"expected":1234,"program":"JuxtaLink","owner":null},"browsers":[{"name":"Google Chrome","major":154}]}`).Workstation
	if r.Cryptolib.Known || !r.Agent.Known || !r.Agent.Value.Listening || r.Agent.Value.Owner != "" || r.Browsers.Value[0].Name != "chrome" {
		t.Errorf("%+v %+v %+v", r.Cryptolib, r.Agent, r.Browsers)
	}
	if r := read(t, `{"os":"windows","products":[],"santesocial":{"x64":["fsv"]}}`).Workstation; !r.Cryptolib.Known {
		t.Errorf("%+v", r.Cryptolib)
	}
}

// What a part says wrongly is said, and the others count.
func TestReadByParts(t *testing.T) {
	t.Parallel()
	for _, v := range []struct {
		in   string
		want []string
	}{
		{`{"os":"linux","readers":"none"}`, []string{"readers"}},
		{`{"os":"linux","readers":[{"name":3}],"news":1}`, []string{"news", "readers"}},
		{`{"os":"windows","smartAppControl":"perhaps"}`, []string{"smartAppControl"}},
		{`{"os":"linux","readers":[],"id":"S","expected":[]}`, nil},
		{"\xEF\xBB\xBF" + `{"os":"linux","services":{"pcscd":"?"}}`, nil},
		{"\xff\xfe" + strings.Join(strings.Split(`{"os":"linux","readers":[]}`, ""), "\x00") + "\x00", nil}, // saved by an editor of Windows
		{`{"schema":2,"workstation":{"system":{"known":true,"value":{"os":"linux"}}}}`, []string{"schema"}},
		{`{"schema":1,"date":"yesterday","workstation":{"system":{"known":true,"value":{"os":"linux"}},"boot":{"known":true},"new":{}}}`, []string{"boot", "date", "new"}},
		{`{"schema":1,"workstation":{"system":{"known":true,"value":{"os":"linux"}},"readers":{"known":true,"value":[{"name":"R 12345678"}]}}}`, []string{"readers"}},
		{`{"schema":1,"workstation":{"system":{"known":true,"value":{"os":"linux"}},"sesam":{"known":true,"value":[{"path":"C:\\Users\\Dupont\\s"}]}}}`, []string{"sesam"}},
	} {
		in, want := v.in, v.want
		f := read(t, in)
		if got := parts(f); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", in, got, want)
		}
		if !f.Workstation.System.Known {
			t.Errorf("%s: the system is lost", in)
		}
		for _, r := range f.Workstation.Readers.Value {
			if strings.Contains(r.Name, "12345678") {
				t.Errorf("%q", r.Name)
			}
		}
		for _, s := range f.Workstation.Sesam.Value {
			if strings.Contains(s.Path, "Dupont") {
				t.Errorf("%q", s.Path)
			}
		}
	}
}

// A file of which nothing can be used is bad input, and says why in both languages.
func TestReadNothing(t *testing.T) {
	t.Parallel()
	huge := io.MultiReader(strings.NewReader(`{"os":"linux","note":"`), io.LimitReader(zeros{}, 1<<30))
	for name, in := range map[string]io.Reader{
		"empty": strings.NewReader(""), "text": strings.NewReader("os: linux"), "array": strings.NewReader("[1]"), "null": strings.NewReader("null"),
		"cut": strings.NewReader(`{"os":"lin`), "other": strings.NewReader(`{"a":1}`), "unknown system": strings.NewReader(`{"os":"plan9"}`),
		"no part":    strings.NewReader(`{"schema":1,"workstation":{"system":3}}`),
		"not object": strings.NewReader(`{"schema":1,"workstation":[]}`),
		"deep":       strings.NewReader(`{"os":` + strings.Repeat("[", 100000)),
		"1 GB":       huge,
	} {
		_, err := collected.Read(in, "f.json")
		own, ok := errors.AsType[*collected.Error](err)
		if !ok || !text.IsBadInput(err) || own.Name != "f.json" {
			t.Errorf("%s: %v", name, err)
			continue
		}
		french, _ := own.Say("fr")
		english, hint := own.Say("en")
		if french == english || hint == "" || !strings.HasPrefix(english, "f.json: ") {
			t.Errorf("%s: %q, %q", name, french, english)
		}
	}
	if _, err := collected.Read(failing{}, "f"); !errors.Is(err, os.ErrClosed) {
		t.Errorf("%v", err)
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = '0'
	}
	return len(p), nil
}

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, os.ErrClosed }

func FuzzRead(f *testing.F) {
	f.Add([]byte(`{"os":"windows","readers":[{"name":"A","state":"card","card":"cps"}],"galssIni":null,"agentPort":{"expected":1,"owner":"x"}}`))
	f.Add([]byte(`{"schema":1,"workstation":{"readers":{"known":true,"value":[]}}}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		file, err := collected.Read(bytes.NewReader(b), "f")
		if err != nil && !text.IsBadInput(err) {
			t.Error(err)
		}
		if err == nil && file.Workstation.System.Known == false && file.Schema == 0 && len(file.Problems) == 0 {
			t.Log("nothing of the system")
		}
	})
}

// A word in the name of a reader that is of no maker is not repeated, the same word the
// same way in GALSS.INI; marks that a file has stay what they are.
func TestReadersNamesAreMasked(t *testing.T) {
	t.Parallel()
	const sheet = `{"os": "windows", "version": "11", "readers": [{"name": "Lecteur de Dupont 0", "state": "empty"}, {"name": "[w1] Reader 0", "state": "empty"}]}`
	f, err := collected.Read(strings.NewReader(sheet), "x.json")
	if err != nil {
		t.Fatal(err)
	}
	got := []string{f.Workstation.Readers.Value[0].Name, f.Workstation.Readers.Value[1].Name}
	if want := []string{"Lecteur [w2] [w3] 0", "[w1] Reader 0"}; !slices.Equal(got, want) || len(f.Problems) > 0 {
		t.Errorf("%q (%v), want %q", got, f.Problems, want)
	}
}
