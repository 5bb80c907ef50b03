package main

import (
	"cmp"
	"errors"
	"fmt"
	"os/exec"
	"slices"
	"strings"
	"syscall"
	"unicode"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/workstation"
)

// States of a check.
const (
	checkOK      = "ok"
	checkNote    = "note"    // no fault, worth knowing
	checkProblem = "problem" // stops or may stop the card from being read
	checkUnknown = "unknown" // could not be looked at
)

// doctorCheck is one line of doctor.
type doctorCheck struct {
	ID     string `json:"id"`
	Title  string `json:"title"`
	State  string `json:"state"`
	Text   string `json:"text"`
	Source string `json:"source,omitempty"` // where it was read, or looked for
}

// checks gathers the lines; texts from outside lose their control characters.
type checks struct {
	a   *app
	out []doctorCheck
}

func (c *checks) add(id, title, state, text, source string) {
	c.out = append(c.out, doctorCheck{id, title, state, printable(text), printable(source)})
}

func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r != ' ' && !unicode.IsGraphic(r) {
			return '?'
		}
		return r
	}, s)
}

// skipped adds an unknown check, and reports whether the fact is one.
func skipped[T any](c *checks, id, title string, f workstation.Fact[T]) bool {
	if !f.Known {
		c.add(id, title, checkUnknown, c.a.reason(f.Reason, f.Err, f.Detail), f.Source)
	}
	return !f.Known
}

// reason says why something is not known.
func (a *app) reason(r workstation.Reason, err error, detail string) string {
	words := map[workstation.Reason]string{
		workstation.NotHere:     a.t("non lu sur ce système", "not read on this system"),
		workstation.NotAsked:    a.t("non demandé", "not asked"),
		workstation.NotRecorded: a.t("le système n'en garde pas trace", "the system keeps no trace of it"),
		workstation.NotBuilt:    a.t("ce programme a été construit sans cette capacité", "this program was built without that ability"),
		workstation.NoAccess:    a.t("accès refusé", "access denied"),
		workstation.NoService:   a.t("le service PC/SC est arrêté", "the PC/SC service is stopped"),
		workstation.NoModule:    a.t("aucune Cryptolib à interroger", "no Cryptolib to ask"),
		workstation.OtherSize:   a.t("bibliothèque d'une autre taille de mot que ce programme (32 ou 64 bits) : elle peut convenir à un autre logiciel", "library of another word size than this program (32 or 64 bits): it may suit another software"),
		workstation.NotModule:   a.t("ce n'est pas un module PKCS#11, ou il ne se charge pas ici", "no PKCS#11 module, or one that cannot be loaded here"),
		workstation.TimedOut:    a.t("pas de réponse dans le délai", "no answer before the deadline"),
		workstation.Crashed:     a.t("arrêt brutal sans réponse", "ended without an answer"),
		workstation.Failed:      a.t("échec", "failed"),
	}
	switch r {
	case workstation.NotBuilt, workstation.TimedOut, workstation.NoService:
		return words[r]
	}
	if cause := a.cause(err, detail); cause != "" && cause != words[r] {
		return words[r] + " (" + cause + ")"
	}
	return words[r]
}

// cause says an error that a fact carries; detail is its English text.
func (a *app) cause(err error, detail string) string {
	if a.lang != "fr" || err == nil {
		return detail
	}
	if module, ok := errors.AsType[*workstation.ModuleError](err); ok {
		if err = module.Err; err == nil { // its reason is said already
			return detail
		}
	}
	if text.Voice(err) != nil {
		message, _ := text.Say(err, a.lang)
		return message
	}
	if said := text.System(err); said.FR != said.EN {
		return said.FR
	}
	return cmp.Or(ending(err), detail)
}

// ending says in French how a program ended, "" for an error of another kind.
func ending(err error) string {
	exit, ok := errors.AsType[*exec.ExitError](err)
	if !ok {
		return ""
	}
	if status, ok := exit.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		return "signal : " + status.Signal().String()
	}
	return fmt.Sprintf("code de retour %d", exit.ExitCode())
}

// doctorChecks puts what was collected into lines, in the order in which a
// person would look.
func (a *app) doctorChecks(rep workstation.Report) []doctorCheck {
	c := &checks{a: a}
	c.system(rep)
	c.session(rep)
	c.clock(rep)
	c.service(rep)
	c.readers(rep)
	c.usb(rep)
	c.cryptolib(rep)
	c.module(rep)
	c.dictionary(rep)
	c.restart(rep)
	c.galss(rep)
	c.sesam(rep)
	c.competitors(rep)
	c.appControl(rep)
	c.agent(rep)
	return c.out
}

func (c *checks) system(rep workstation.Report) {
	t, s := c.a.t("Système", "System"), rep.System.Value
	name := s.Name
	if name == "" {
		name = strings.TrimSpace(s.OS + " " + s.Version)
	} else if s.Version != "" && !strings.Contains(name, s.Version) {
		name += " " + s.Version
	}
	state := checkOK
	if s.Version == "" {
		state, name = checkUnknown, name+c.a.t(" (version non lue)", " (version not read)")
	}
	c.add("system", t, state, name+", "+s.Arch, rep.System.Source)
}

func (c *checks) session(rep workstation.Report) {
	t := "Session"
	if skipped(c, "session", t, rep.Session) {
		return
	}
	s := rep.Session.Value
	switch {
	case !s.Remote:
		c.add("session", t, checkOK, c.a.t("locale", "local"), rep.Session.Source)
	case rep.Readers.Known && len(rep.Readers.Value) == 0:
		c.add("session", t, checkProblem, fmt.Sprintf(c.a.t("distante (%s), et aucun lecteur n'y est visible", "remote (%s), and no reader can be seen in it"), s.Kind), rep.Session.Source)
	default:
		c.add("session", t, checkNote, fmt.Sprintf(c.a.t("distante (%s) : seuls comptent les lecteurs de cet ordinateur-ci, ou redirigés vers lui", "remote (%s): only readers of this computer, or redirected to it, count"), s.Kind), rep.Session.Source)
	}
}

func (c *checks) clock(rep workstation.Report) {
	t := c.a.t("Horloge", "Clock")
	if skipped(c, "clock", t, rep.Clock) {
		return
	}
	k := rep.Clock.Value
	now := k.Now.Format("2006-01-02 15:04 MST")
	if !k.Plausible {
		c.add("clock", t, checkProblem, fmt.Sprintf(c.a.t("%s : impossible, avant le %s", "%s: impossible, before %s"), now, k.NotBefore.Format("2006-01-02")), rep.Clock.Source)
		return
	}
	c.add("clock", t, checkOK, now, rep.Clock.Source)
}

func (c *checks) service(rep workstation.Report) {
	t := "Service PC/SC"
	if c.a.lang != "fr" {
		t = "PC/SC service"
	}
	if skipped(c, "service", t, rep.Service) {
		return
	}
	s := rep.Service.Value
	where := s.Socket
	if s.Private {
		where += c.a.t(", privé", ", private")
	}
	if where != "" {
		where = " (" + where + ")"
	}
	switch {
	case rep.Readers.Reason == workstation.TimedOut:
		c.add("service", t, checkProblem, c.a.t("écoute et ne répond pas : à redémarrer, lecteurs débranchés", "listens and does not answer: restart it, readers unplugged")+where, rep.Service.Source)
	case s.State == workstation.Running:
		c.add("service", t, checkOK, c.a.t("en marche", "running")+where, rep.Service.Source)
	case s.State == workstation.Activatable:
		c.add("service", t, checkOK, c.a.t("prêt : démarre au premier client", "ready: the first client starts it")+where, rep.Service.Source)
	case s.State == workstation.Stopped:
		text := c.a.t("arrêté, rien n'écoute", "stopped, nothing listens") + where
		if !s.Installed {
			text = c.a.t("non installé, rien n'écoute", "not installed, nothing listens") + where
		}
		c.add("service", t, checkProblem, text, rep.Service.Source)
	}
	if s.Start != "" && s.Start != workstation.StartAutomatic {
		c.add("service-start", t, checkProblem, fmt.Sprintf(c.a.t("démarrage non automatique (%s)", "does not start by itself (%s)"), s.Start), "SCardSvr")
	}
}

func (c *checks) readers(rep workstation.Report) {
	t := c.a.t("Lecteurs", "Readers")
	if skipped(c, "readers", t, rep.Readers) {
		return
	}
	list := rep.Readers.Value
	if len(list) == 0 {
		c.add("readers", t, checkProblem, c.a.t("aucun lecteur", "no reader"), rep.Readers.Source)
		return
	}
	good := slices.ContainsFunc(list, func(r workstation.Reader) bool { return r.Face != card.FaceUnknown })
	for _, r := range list {
		state, text := c.reader(r, good)
		c.add("reader", c.a.t("Lecteur", "Reader"), state, r.Name+c.a.t(" : ", ": ")+text, rep.Readers.Source)
	}
}

// reader describes one reader. What another reader makes up for is no problem.
func (c *checks) reader(r workstation.Reader, another bool) (state, text string) {
	minor := checkProblem
	if another {
		minor = checkNote
	}
	switch {
	case r.State == workstation.Empty:
		return minor, c.a.t("vide", "empty")
	case r.State == workstation.CardMute:
		return minor, c.a.t("carte muette, pas de réponse à la mise sous tension", "mute card, no answer to reset")
	case r.Face == card.FaceCPS3Contactless:
		return checkNote, c.a.t("carte CPS3 lue sans contact : identification seulement", "CPS3 read over the air: identification only")
	case r.Face != card.FaceUnknown && r.State == workstation.InUse:
		return checkNote, fmt.Sprintf(c.a.t("carte %s, tenue par un autre programme", "card of generation %s, held by another program"), r.Generation)
	case r.Face != card.FaceUnknown:
		return checkOK, fmt.Sprintf(c.a.t("carte %s", "card of generation %s"), r.Generation)
	case r.State == workstation.InUse:
		return minor, c.a.t("carte tenue par un autre programme", "card held by another program")
	case r.State == workstation.CardPresent:
		return minor, fmt.Sprintf(c.a.t("carte d'ATR inconnu %s", "card with the unlisted ATR %s"), r.ATR)
	case another:
		return checkUnknown, c.a.t("état non communiqué", "state not told")
	default:
		return checkProblem, c.a.t("état non communiqué : pilote absent, ou lecteur en panne", "state not told: no driver, or reader out of order")
	}
}
