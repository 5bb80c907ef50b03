package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/cpslab/cps/harness/fault"
	"github.com/cpslab/cps/testdata/testneed"
)

// invokeFault runs one command line in French and returns what it printed.
func invokeFault(t *testing.T, args ...string) (code int, out, errs string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code = run(t.Context(), args, streams{strings.NewReader(""), &stdout, &stderr}, func(string) string { return "" })
	return code, stdout.String(), stderr.String()
}

// Every command that "cpslab faults" prints works as it stands: it plays its fault, says
// so, and comes to the finding that stands beside it.
func TestExamplesOfFaults(t *testing.T) {
	t.Parallel()
	_, listed, _ := invokeFault(t, "faults", "--lang", "en")
	lines := regexp.MustCompile(`(?m)^ +cpslab (diagnose .*?)  → (\S+)$`).FindAllStringSubmatch(listed, -1)
	here := slices.DeleteFunc(fault.Kinds(), func(k *fault.Kind) bool { return k.Where == fault.OnUSB })
	if len(lines) != len(here) {
		t.Fatalf("%d examples of %d kinds:\n%s", len(lines), len(here), listed)
	}
	for _, line := range lines {
		words := strings.Fields(strings.ReplaceAll(line[1], "'", ""))
		t.Run(words[len(words)-1], func(t *testing.T) {
			t.Parallel()
			code, out, errs := invokeFault(t, append(words, "--format", "json", "--lang", "en")...)
			var doc struct {
				Verdict  string
				Findings []struct{ ID string }
				Faults   []struct {
					Fault string
					Fired int
				}
				Error string
			}
			if err := json.Unmarshal([]byte(out), &doc); err != nil {
				t.Fatalf("%v\n%s%s", err, out, errs)
			}
			if line[2] != "–" && !slices.ContainsFunc(doc.Findings, func(f struct{ ID string }) bool { return f.ID == line[2] }) {
				t.Errorf("%+v: want %s", doc, line[2])
			}
			switch {
			case code == 2:
				t.Errorf("exit 2: %s", errs)
			case doc.Error != "": // nothing to judge: the error is the answer, and names the fault or the kind of break
			case len(doc.Faults) != 1 || doc.Faults[0].Fault != words[len(words)-1]:
				t.Errorf("the report names %+v", doc.Faults)
			}
		})
	}
}

// A card pulled out in the middle is a bench error with its finding (issue 15).
func TestFaultIsInTheReport(t *testing.T) {
	t.Parallel()
	for lang, want := range map[string]string{
		"fr": "Panne      : remove@12 : la carte est retirée pendant l'échange, et reste dehors ; déclenchée une fois, échange 12",
		"en": "Fault      : remove@12: the card is pulled out during the exchange, and stays out; set off once, exchange 12",
	} {
		code, out, errs := invokeFault(t, "diagnose", "sim:cps3-healthy", "--fault", "remove@12", "--lang", lang)
		if code != exitBench || !strings.Contains(out, "CPS-RDR-008") || !strings.Contains(strings.Join(strings.Fields(out), " "), strings.Join(strings.Fields(want), " ")) {
			t.Errorf("exit %d\n%s%s", code, out, errs)
		}
		if !strings.Contains(errs, "remove@12") {
			t.Errorf("not logged: %s", errs)
		}
	}
	_, out, _ := invokeFault(t, "diagnose", "sim:cps3-healthy", "--fault", "remove@999", "--lang", "en")
	if !strings.Contains(out, "never set off") {
		t.Errorf("a fault that did not fire is not told:\n%s", out)
	}
}

// A file of faults is read whole, in each of its forms, and its errors have its lines.
func TestFaultFiles(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	absent, _ := fault.KindOf("absent")
	for name, content := range map[string]string{
		"good.faults": "# two\nabsent=CPS_SIT_FACT\nstatus=6F00@READ:CPS_NAME_PS\n",
		"good.yaml":   "faults:\n  - absent=CPS_SIT_FACT\n  - {kind: status, value: 6F00, at: READ:CPS_NAME_PS}\n",
		"bad.yaml":    "faults:\n  - mute\n  - {kind: status, value: 6F0}\n",
		"bad.faults":  "mute\nstatus=6F0\n",
	} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		code, out, errs := invokeFault(t, "diagnose", "sim:cps3-healthy", "--fault", path, "--lang", "en")
		switch {
		case strings.HasPrefix(name, "good"):
			if code != exitBlocked || !strings.Contains(out, absent.Rule) || !strings.Contains(errs, "status=6F00@READ:CPS_NAME_PS") {
				t.Errorf("%s: exit %d\n%s%s", name, code, out, errs)
			}
		case code != exitUsage || !strings.Contains(errs, map[string]string{"bad.yaml": "bad.yaml:3:27", "bad.faults": "bad.faults:2:8"}[name]):
			t.Errorf("%s: exit %d\n%s", name, code, errs)
		}
	}
}

// Each command that takes --fault plays it.
func TestCommandsPlayFaults(t *testing.T) {
	t.Parallel()
	testneed.Part(t, "true")
	for _, c := range []struct {
		args []string
		code int
		says string
	}{
		{[]string{"show", "sim:cps3-healthy", "--fault", "status=6F00@READ:CPS_NAME_PS"}, exitOpen, "status=6F00@READ:CPS_NAME_PS: set off once"},
		{[]string{"show", "sim:cps3-healthy", "--fault", "absent=CPS_SIT_FACT"}, exitOK, "absent=CPS_SIT_FACT: from the start"},
		{[]string{"bench", "sim:cps3-healthy", "--time", "5ms", "--fault", "delay=1us@every"}, exitOK, "delay=1us@every: set off"},
		{[]string{"diagnose", "sim:cps3-healthy", "--fault", "remov@1"}, exitUsage, `did you mean "remove"?`},
		{[]string{"diagnose", "sim:cps3-healthy", "--fault", "mute@1"}, exitUsage, "from the start"},
		{[]string{"with", "--card", "cps3-healthy", "--fault", "reader-lost@1", "--", "true"}, exitUsage, "not played behind a virtual reader"},
		{[]string{"with", "--card", "cps3-healthy", "--fault", "2:remove@1", "--", "true"}, exitUsage, "no card 2"},
		{[]string{"simulate", "cps3-healthy", "--fault", "wedged@1"}, exitUsage, "not played behind a virtual reader"},
		{[]string{"diagnose", "sim:cps3-healthy", "--fault", "nowhere.faults"}, exitUsage, "nowhere.faults"},
	} {
		code, out, errs := invokeFault(t, append(c.args, "--lang", "en")...)
		if code != c.code || !strings.Contains(errs, c.says) {
			t.Errorf("%v: exit %d, want %d\n%s\n%s", c.args, code, c.code, out, errs)
		}
	}
}

func TestFaultsAreListedAndCompleted(t *testing.T) {
	t.Parallel()
	code, out, _ := invokeFault(t, "faults", "--format", "json", "--lang", "en")
	var doc struct {
		Schema int
		Faults []kindJSON
	}
	if err := json.Unmarshal([]byte(out), &doc); err != nil || code != exitOK || len(doc.Faults) != len(fault.Kinds()) {
		t.Fatalf("exit %d, %v, %d kinds", code, err, len(doc.Faults))
	}
	for _, k := range doc.Faults {
		if k.Does == "" || len(k.Where) == 0 || (k.Rule == "") == (k.Reason == "") || len(k.Name) > kindWidth {
			t.Errorf("%+v", k)
		}
		if code, out, errs := invokeFault(t, "faults", k.Example); code != exitOK || !strings.Contains(out, k.Name) {
			t.Errorf("%s: exit %d\n%s%s", k.Example, code, out, errs)
		}
	}
	for typed, want := range map[string]string{"remo": "remove", "zeros=": "zeros=CPS_SIT_FACT", "status=6F00@": "status=6F00@VERIFY"} {
		if _, out, _ := invokeFault(t, "__complete", "diagnose", "sim:cps3-healthy", "--fault", typed); !strings.Contains(out, want) {
			t.Errorf("%s completes to\n%s", typed, out)
		}
	}
}
