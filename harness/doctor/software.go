package doctor

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/workstation"
)

// The checks on installed software and its configuration.

func (c *checks) cryptolib(rep workstation.Report) {
	t := "Cryptolib"
	if skipped(c, "cryptolib", t, rep.Cryptolib) {
		return
	}
	lib, source := rep.Cryptolib.Value, rep.Cryptolib.Source
	if lib.BadVariable != "" {
		c.add("cryptolib-variable", t, Problem, workstation.EnvCryptolib+c.t(" : ", ": ")+c.badVariable(lib), workstation.EnvCryptolib)
	}
	if len(lib.Copies) == 0 {
		c.add("cryptolib", t, Problem, c.t("non installée", "not installed"), source)
		return
	}
	for _, cp := range lib.Copies {
		c.add("cryptolib", t, copyState(cp), c.copyText(cp), string(cp.Origin))
	}
	if versions := differing(installations(lib.Copies)); len(versions) > 1 {
		c.add("cryptolib-copies", t, Problem, c.t("plusieurs versions installées : ", "several versions installed: ")+strings.Join(versions, ", "), source)
	}
}

// badVariable says what is wrong with the library that the user named.
func (c *checks) badVariable(lib workstation.Cryptolib) string {
	if lib.BadVariableErr == nil { // from a file of another machine
		return lib.BadVariable
	}
	message, _ := text.Say(lib.BadVariableErr, c.lang)
	return message
}

// copyState is unknown for a file that bears the library's name and tells
// nothing of itself.
func copyState(cp workstation.Copy) State {
	file := cp.Origin == workstation.FromFile || cp.Origin == workstation.FromVariable
	switch {
	case cp.Old:
		return Note
	case file && cp.Version == "" && cp.Library == "":
		return Unknown
	default:
		return OK
	}
}

func (c *checks) copyText(cp workstation.Copy) string {
	parts := []string{cp.Path}
	if !installed(cp) {
		parts[0] += " (" + workstation.EnvCryptolib + ")"
	}
	switch {
	case cp.Old:
		parts = append(parts, c.t("bibliothèque d'avant la CPS3", "library of before the CPS3"))
	case cp.Version != "":
		parts = append(parts, "version "+cp.Version)
	default:
		parts = append(parts, c.t("version de Cryptolib non lue", "version of the Cryptolib not read"))
	}
	if cp.Library != "" {
		parts = append(parts, c.t("module ", "module ")+cp.Library)
	}
	if cp.Bits != 0 {
		parts = append(parts, fmt.Sprintf(c.t("%d bits", "%d-bit"), cp.Bits))
	}
	return strings.Join(parts, ", ")
}

// installed tells a copy that is installed from one that the user named.
func installed(cp workstation.Copy) bool { return cp.Origin != workstation.FromVariable }

// differing lists the versions of several installations, each once.
func differing(list []diagnosis.CryptolibCopy) []string {
	var out []string
	for _, n := range list {
		if v := n.Version.String(); v != "" && !slices.Contains(out, v) {
			out = append(out, v)
		}
	}
	return out
}

func (c *checks) module(rep workstation.Report) {
	t, f := "Module PKCS#11", rep.Module
	if c.lang != "fr" {
		t = "PKCS#11 module"
	}
	switch {
	case f.Known:
		m := f.Value
		text, state := fmt.Sprintf("%s, %s %s, Cryptoki %s", m.Manufacturer, m.Description, m.Version, m.Cryptoki), OK
		if !strings.Contains(m.Description, "CPS") { // "CPS3 PKCS#11 LINUX"
			text, state = text+c.t(" : ce n'est pas celui de la Cryptolib CPS", ": not that of the Cryptolib CPS"), Problem
		}
		c.add("module", t, state, text, f.Source)
	case f.Reason == workstation.Crashed || f.Reason == workstation.TimedOut || f.Reason == workstation.Failed || f.Reason == workstation.NotModule:
		c.add("module", t, Problem, f.Source+c.t(" : ", ": ")+c.reason(f.Reason, f.Err, f.Detail), f.Source)
	case f.Reason == workstation.NotAsked && rep.Readers.Reason == workstation.TimedOut:
		c.add("module", t, Unknown, c.t("non interrogé : il attendrait le service PC/SC, qui ne répond pas", "not asked: it would wait for the PC/SC service, which does not answer"), f.Source)
	case f.Reason == workstation.OtherSize:
		c.add("module", t, Unknown, f.Source+c.t(" : ", ": ")+c.reason(f.Reason, nil, ""), f.Source)
	default:
		skipped(c, "module", t, f)
	}
}

func (c *checks) dictionary(rep workstation.Report) {
	const t = "DICO-FR.GIP"
	if skipped(c, "dictionary", t, rep.Dictionaries) {
		return
	}
	list := rep.Dictionaries.Value
	if len(list) == 0 {
		state := Note
		if slices.ContainsFunc(rep.Cryptolib.Value.Copies, installed) {
			state = Problem
		}
		c.add("dictionary", t, state, c.t("absent", "absent"), rep.Dictionaries.Source)
		return
	}
	for _, d := range list {
		if d.Version == "" {
			c.add("dictionary", t, Unknown, d.Path+c.t(" : version non indiquée", ": version not stated"), d.Path)
			continue
		}
		c.add("dictionary", t, OK, fmt.Sprintf(c.t("version %s du %s", "version %s of %s"), d.Version, d.Date), d.Path)
	}
}

func (c *checks) restart(rep workstation.Report) {
	t := c.t("Redémarrage", "Restart")
	f := rep.RestartPending
	switch {
	case !f.Known && f.Reason == workstation.NotRecorded:
		c.add("restart", t, Unknown, c.t("date d'installation de la Cryptolib incertaine ; en cas de doute, redémarrez", "when the Cryptolib was installed is not certain; in doubt, restart"), f.Source)
	case skipped(c, "restart", t, f):
	case f.Value:
		c.add("restart", t, Problem, c.t("Cryptolib installée depuis le dernier démarrage : redémarrez l'ordinateur", "Cryptolib installed since the last start: restart the computer"), f.Source)
	default:
		c.add("restart", t, OK, c.t("fait depuis l'installation de la Cryptolib", "done since the Cryptolib was installed"), f.Source)
	}
}

func (c *checks) galss(rep workstation.Report) {
	const t = "GALSS"
	if skipped(c, "galss", t, rep.Galss) {
		return
	}
	if len(rep.Galss.Value) == 0 {
		c.add("galss", t, OK, c.t("pas de GALSS.INI (inutile en PC/SC)", "no GALSS.INI (not needed over PC/SC)"), rep.Galss.Source)
	}
	for _, g := range rep.Galss.Value {
		if len(g.Channels) == 0 {
			c.add("galss", t, Problem, c.t("aucun canal déclaré", "no channel declared"), g.Path)
		}
		usb := slices.ContainsFunc(g.Channels, func(ch workstation.GalssChannel) bool { return !ch.Serial })
		for _, ch := range g.Channels {
			state, text := c.channel(ch, rep.Readers)
			if ch.Serial && !usb && len(rep.Readers.Value) > 0 {
				state, text = Problem, text+c.t(", alors qu'un lecteur PC/SC est branché", ", while a PC/SC reader is plugged")
			}
			c.add("galss", t, state, text, g.Path)
		}
	}
}

func (c *checks) channel(ch workstation.GalssChannel, readers workstation.Fact[[]workstation.Reader]) (state State, text string) {
	text = fmt.Sprintf(c.t("canal %d", "channel %d"), ch.Number)
	if len(ch.Resources) > 0 {
		text += " (" + strings.Join(ch.Resources, ", ") + ")"
	}
	text += c.t(" : ", ": ") + ch.Setting
	there := func(r workstation.Reader) bool { return r.Name == ch.Setting }
	switch {
	case ch.Serial:
		return Note, text + c.t(", lecteur série", ", serial reader")
	case !readers.Known:
		return Unknown, text + c.t(", lecteurs non lus", ", readers not read")
	case !slices.ContainsFunc(readers.Value, there):
		return Problem, text + c.t(", lecteur introuvable", ", no such reader")
	default:
		return OK, text
	}
}

func (c *checks) sesam(rep workstation.Report) {
	t := "SESAM-Vitale"
	if skipped(c, "sesam", t, rep.Sesam) {
		return
	}
	if len(rep.Sesam.Value) == 0 {
		c.add("sesam", t, Note, c.t("pas de SESAM.INI", "no SESAM.INI"), rep.Sesam.Source)
	}
	for _, s := range rep.Sesam.Value {
		faults := c.sesamFaults(s)
		if len(faults) == 0 {
			said := c.t(" : répertoire de travail ", ": work folder ") + s.WorkDir
			if s.Partial {
				said = c.t(" : rien à redire à ce qui en est connu", ": nothing wrong in what is known of it")
			}
			c.add("sesam", t, OK, s.Path+said, s.Path)
			continue
		}
		c.add("sesam", t, Problem, s.Path+c.t(" : ", ": ")+strings.Join(faults, " ; "), s.Path)
	}
}

// sesamFaults lists what a SESAM-Vitale library would complain about.
func (c *checks) sesamFaults(s workstation.SesamConfig) []string {
	var out []string
	switch {
	case s.Partial: // nobody told of it
	case s.WorkDir == "":
		out = append(out, c.t("répertoire de travail non indiqué", "work folder not stated"))
	case !s.WorkExists:
		out = append(out, c.t("répertoire de travail absent : ", "work folder missing: ")+s.WorkDir)
	}
	if s.TableDir == "" {
		out = append(out, c.t("répertoire des tables non indiqué", "folder of the tables not stated"))
	}
	switch {
	case !s.MGC:
		out = append(out, c.t("section MGC absente", "section MGC missing"))
	case s.TraceDir == "" && !s.Partial:
		out = append(out, c.t("section MGC sans RepertoireConfigTrace", "section MGC without RepertoireConfigTrace"))
	case !s.TraceFile:
		out = append(out, c.t("log4crc.xml introuvable dans ", "log4crc.xml not found in ")+s.TraceDir)
	}
	return out
}

func (c *checks) competitors(rep workstation.Report) {
	t := c.t("Autres logiciels", "Other software")
	switch {
	case !rep.Competitors.Known && rep.Competitors.Reason == workstation.NoAccess:
		c.add("competitors", t, Unknown, c.t("les processus des autres utilisateurs ne sont pas visibles d'ici", "the processes of other users cannot be seen from here"), rep.Competitors.Source)
	case skipped(c, "competitors", t, rep.Competitors):
		return
	case len(rep.Competitors.Value) == 0:
		c.add("competitors", t, OK, c.t("aucun autre logiciel de carte vu", "no other card software seen"), rep.Competitors.Source)
	}
	table := "/proc"
	if rep.System.Value.OS != "linux" {
		table = rep.Competitors.Source
	}
	for _, o := range rep.Competitors.Value {
		if o.Kind == "process" {
			c.add("competitors", t, Note, fmt.Sprintf(c.t("%s est en marche (processus %d)", "%s is running (process %d)"), o.Name, o.PID), table)
			continue
		}
		c.add("competitors", t, Note, fmt.Sprintf(c.t("module PKCS#11 %s proposé à tous les programmes par p11-kit", "PKCS#11 module %s offered to every program by p11-kit"), o.Name), o.Path)
	}
}
