package main

import (
	"fmt"
	"strings"
	"testing"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/pcsc"
	"github.com/cpslab/cps/harness/workstation"
	"github.com/cpslab/cps/testdata/testneed"
)

// A wrong value is said in the language of the user, with what is right.
func TestWrongValues(t *testing.T) {
	t.Parallel()
	testneed.Part(t, "true")
	expect(t, []expectation{
		{name: "env", args: []string{"diagnose", "sim:cps3-healthy", "--env", "prod"}, code: exitUsage, err: []string{"--env : valeur inconnue : « prod » (test ou real)"}},
		{name: "env, English", env: english, args: []string{"diagnose", "sim:cps3-healthy", "--env", "prod"}, code: exitUsage, err: []string{"--env: unknown value: “prod” (test or real)"}},
		{name: "use", args: []string{"diagnose", "sim:cps3-healthy", "--use", "x"}, code: exitUsage, err: []string{"--use : valeur inconnue : « x » (billing ou auth)"}},
		{name: "activity", args: []string{"diagnose", "sim:cps3-healthy", "--activity", "17"}, code: exitUsage, err: []string{"attendu un numéro de 1 à 16"}},
		{name: "now", args: []string{"diagnose", "sim:cps3-healthy", "--now", "2026-02-30"}, code: exitUsage, err: []string{"--now : « 2026-02-30 » : attendu un jour qui existe"}, never: []string{"want"}},
		{name: "now, English", env: english, args: []string{"doctor", "--now", "2026-02-30"}, code: exitUsage, err: []string{"want a day that exists"}},
		{name: "agent", args: []string{"doctor", "--agent", "x"}, code: exitUsage, err: []string{"attendu un port de 1 à 65535"}},
		{name: "another machine", args: []string{"simulate", "cps3-healthy", "--vpcd", "192.0.2.1:35963"}, code: exitUsage, err: []string{"une carte n'est servie qu'à cette machine"}, never: []string{"loopback"}},
		{name: "explore at an exchange", args: []string{"explore", "--card", "cps3-healthy", "--fault", "remove@12", "--", "true"}, code: exitUsage, err: []string{"remove@12 : une panne à explorer n'a pas d'échange"}},
		{name: "explore from the start", env: english, args: []string{"explore", "--card", "cps3-healthy", "--fault", "mute", "--", "true"}, code: exitUsage, err: []string{"mute: is there from the start", "cpslab faults"}},
		{name: "explore what is no fault", args: []string{"explore", "--card", "cps3-healthy", "--fault", "remov", "--", "true"}, code: exitUsage, err: []string{"remove"}},
		{name: "explore no program", args: []string{"explore", "--card", "cps3-healthy", "--", "no-such-program"}, code: exitUsage, err: []string{"commande introuvable"}},
		{name: "explore an expression", args: []string{"explore", "--card", "cps3-healthy", "--expect", "(", "--", "true"}, code: exitUsage, err: []string{"--expect", "expression régulière"}},
		{name: "explore empties no home", args: []string{"explore", "--card", "cps3-healthy", "--clean", "/", "--", "true"}, code: exitUsage, err: []string{"n'est pas un cache"}},
		{name: "no port", args: []string{"simulate", "cps3-healthy", "--vpcd", "127.0.0.1:99999"}, code: exitUsage, err: []string{"« 127.0.0.1:99999 » : attendu HÔTE:PORT"}, never: []string{"give a"}},
		{name: "fact", args: []string{"diagnose", "--facts-only", "--fact", "ssv="}, code: exitUsage, err: []string{"fait ssv : attendu une valeur"}},
		{name: "no shell", args: []string{"completion", "zzz"}, code: exitUsage, err: []string{"interpréteur de commandes inconnu : « zzz »", "bash, zsh, fish"}},
		{name: "no shell, English", env: english, args: []string{"completion", "zzz"}, code: exitUsage, err: []string{"unknown shell: “zzz”"}},
		{name: "a shell", args: []string{"completion", "bash"}, out: []string{"bash completion"}},
		{name: "completion alone", args: []string{"completion"}, out: []string{"bash", "zsh"}},
		{name: "help of nothing", args: []string{"help", "zzz"}, code: exitUsage, err: []string{"commande inconnue : « zzz »"}},
		{name: "help of a command", args: []string{"help", "show"}, out: []string{"cpslab show"}},
		{name: "help alone", args: []string{"help"}, out: []string{"cpslab demo"}},
	})
}

// Who asks for a message where a reader should stand learns the command; four
// digits may be a PIN and stay hidden.
func TestNoReaderButAMessage(t *testing.T) {
	t.Parallel()
	expect(t, []expectation{
		{name: "SSV", args: []string{"diagnose", "61444"}, code: exitUsage, err: []string{"un code ou un message ? cpslab reproduce 61444"}},
		{name: "SSV in hexadecimal", env: english, args: []string{"show", "F004"}, code: exitUsage, err: []string{"a code or a message? cpslab reproduce F004"}},
		{name: "run", args: []string{"run", "61444"}, code: exitUsage, err: []string{"cpslab reproduce 61444"}},
		{name: "words", args: []string{"diagnose", "La CPS n'a pas de DAM"}, code: exitUsage, err: []string{`cpslab reproduce "La CPS n'a pas de DAM"`}},
		{name: "words and four digits", args: []string{"diagnose", "erreur 6983"}, code: exitUsage, err: []string{`cpslab reproduce "CODE OU MESSAGE"`}, never: []string{"6983"}},
		{name: "four digits", args: []string{"diagnose", "6983"}, code: exitUsage, err: []string{`cpslab reproduce "CODE OU MESSAGE"`}, never: []string{"6983"}},
		{name: "five digits of no code", args: []string{"diagnose", "61999"}, code: exitUsage, err: []string{"sim:•••••"}, never: []string{"61999", "reproduce"}},
		{name: "a preset", args: []string{"diagnose", "cps3-healthy"}, code: exitUsage, err: []string{"sim:cps3-healthy"}, never: []string{"reproduce"}},
	})
}

// Facts that were declared need no reader: whoever declared some and has none learns so.
func TestFactsAlone(t *testing.T) {
	t.Parallel()
	const alone = "--facts-only juge ce qui est déclaré"
	for _, c := range []struct {
		args []string
		kind pcsc.Kind
		want bool
	}{
		{[]string{"diagnose", "--fact", "ssv=61444"}, pcsc.NoService, true},
		{[]string{"diagnose", "pcsc:", "--facts-file=x"}, pcsc.NotBuilt, true},
		{[]string{"diagnose"}, pcsc.NoService, false},
		{[]string{"show", "--fact", "x"}, pcsc.NoService, false},
		{[]string{"diagnose", "--fact", "ssv=61444"}, pcsc.Sharing, false},
	} {
		var errs strings.Builder
		a := &app{lang: "fr", args: c.args, streams: streams{err: &errs}}
		a.fail(&pcsc.Error{Op: "list", Kind: c.kind})
		if got := strings.Contains(errs.String(), alone); got != c.want {
			t.Errorf("%v, %v: %s", c.args, c.kind, errs.String())
		}
	}
}

// An error that a rule names keeps its hint in the language of the user.
func TestHintOfANamedState(t *testing.T) {
	t.Parallel()
	err := &pcsc.Error{Op: "open", Reader: "A 00", Kind: pcsc.NoCard}
	var errs strings.Builder
	a := &app{lang: "fr", streams: streams{err: &errs}}
	if code := a.fail(err); code != exitBlocked || !strings.Contains(errs.String(), "insérez la carte, puce en avant") || strings.Contains(errs.String(), "Insert") {
		t.Errorf("exit code %d: %s", code, errs.String())
	}
}

// The remedy of a stopped service names the command, where the system's own
// service is installed and this is Linux.
func TestDoctorNamesTheCommand(t *testing.T) {
	t.Parallel()
	const command = "sudo systemctl start pcscd.socket"
	stopped := func(change func(*workstation.Report)) workstation.Report {
		rep := healthyStation().report(t.Context())
		rep.Service.Value.State, rep.Service.Value.Installed = workstation.Stopped, true
		rep.Readers.Known, rep.Readers.Value, rep.Readers.Reason = false, nil, workstation.NoService
		change(&rep)
		return rep
	}
	for name, c := range map[string]struct {
		rep  workstation.Report
		want bool
	}{
		"stopped":       {stopped(func(*workstation.Report) {}), true},
		"private":       {stopped(func(r *workstation.Report) { r.Service.Value.Private = true }), false},
		"not installed": {stopped(func(r *workstation.Report) { r.Service.Value.Installed = false }), false},
		"macOS":         {stopped(func(r *workstation.Report) { r.System.Value.OS = "darwin" }), false},
		"running":       {healthyStation().report(t.Context()), false},
	} {
		_, text, d := runDoctor(t, c.rep, "fr")
		text = strings.Join(strings.Fields(text), " ")
		if got := strings.Contains(text, command); got != c.want {
			t.Errorf("%s: %v\n%s", name, d.Findings, text)
		}
		if c.want && (!strings.Contains(text, "CPS-WS-009 [bloque la facturation]") || !strings.Contains(text, "Que faire :")) {
			t.Errorf("%s: not laid out as a diagnosis:\n%s", name, text)
		}
	}
}

// Why bench leaves a measure out is said in French.
func TestBenchInFrench(t *testing.T) {
	t.Parallel()
	for err, want := range map[error]string{
		errOtherService:  "un autre service PC/SC est déjà choisi par PCSCLITE_CSOCK_NAME",
		pcsc.ErrNotBuilt: "ce programme a été compilé sans PC/SC",
	} {
		if got, _ := text.Say(err, "fr"); got != want {
			t.Errorf("%v: %q, want %q", err, got, want)
		}
	}
}

// Every contact of a rule has its line, for who reads the JSON without the table.
func TestContactLines(t *testing.T) {
	t.Parallel()
	for _, r := range diagnosis.Rules() {
		j := (&app{lang: "fr"}).ruleJSON(r)
		if len(j.ContactLines) != len(j.Contacts) {
			t.Errorf("%s: %v, %v", r.ID, j.Contacts, j.ContactLines)
		}
		for _, line := range j.ContactLines {
			if strings.TrimSpace(line) == "" {
				t.Errorf("%s: %v", r.ID, fmt.Sprint(j.ContactLines))
			}
		}
	}
}
