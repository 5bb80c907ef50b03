package doctor

import (
	"cmp"
	"errors"
	"fmt"
	"os/exec"
	"slices"
	"strings"
	"syscall"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/workstation"
)

// State is what a check came to.
type State string

// States of a check.
const (
	OK      State = "ok"
	Note    State = "note"    // no fault, worth knowing
	Problem State = "problem" // stops or may stop the card from being read
	Unknown State = "unknown" // could not be looked at
)

// Check is one thing that was looked at, in the language asked for. Its texts hold
// no control characters.
type Check struct {
	ID     string `json:"id"` // "cryptolib"; several checks may bear one
	Title  string `json:"title"`
	State  State  `json:"state"`
	Text   string `json:"text"`
	Source string `json:"source,omitempty"` // where it was read, or looked for
}

// checks gathers the checks; texts from outside lose their control characters.
type checks struct {
	lang string
	out  []Check
}

func (c *checks) t(fr, en string) string { return text.Text{FR: fr, EN: en}.In(c.lang) }

func (c *checks) add(id, title string, state State, said, source string) {
	c.out = append(c.out, Check{id, title, state, text.Printable(said), text.Printable(source)})
}

// skipped adds an unknown check, and reports whether the fact is one.
func skipped[T any](c *checks, id, title string, f workstation.Fact[T]) bool {
	if !f.Known {
		c.add(id, title, Unknown, c.reason(f.Reason, f.Err, f.Detail), f.Source)
	}
	return !f.Known
}

// reason says why something is not known.
func (c *checks) reason(r workstation.Reason, err error, detail string) string {
	words := map[workstation.Reason]string{
		workstation.NotHere:     c.t("non lu sur ce système", "not read on this system"),
		workstation.NotAsked:    c.t("non demandé", "not asked"),
		workstation.NotRecorded: c.t("le système n'en garde pas trace", "the system keeps no trace of it"),
		workstation.NotBuilt:    c.t("ce programme a été construit sans cette capacité", "this program was built without that ability"),
		workstation.NoAccess:    c.t("accès refusé", "access denied"),
		workstation.NoService:   c.t("le service PC/SC est arrêté", "the PC/SC service is stopped"),
		workstation.NoModule:    c.t("aucune Cryptolib à interroger", "no Cryptolib to ask"),
		workstation.OtherSize:   c.t("bibliothèque d'une autre taille de mot que ce programme (32 ou 64 bits) : elle peut convenir à un autre logiciel", "library of another word size than this program (32 or 64 bits): it may suit another software"),
		workstation.NotModule:   c.t("ce n'est pas un module PKCS#11, ou il ne se charge pas ici", "no PKCS#11 module, or one that cannot be loaded here"),
		workstation.TimedOut:    c.t("pas de réponse dans le délai", "no answer before the deadline"),
		workstation.Crashed:     c.t("arrêt brutal sans réponse", "ended without an answer"),
		workstation.Failed:      c.t("échec", "failed"),
		workstation.NotTold:     c.t("le fichier ne le dit pas", "the file does not tell"),
	}
	switch r {
	case workstation.NotBuilt, workstation.TimedOut, workstation.NoService:
		return words[r]
	default: // with the error that came
	}
	if cause := c.cause(err, detail); cause != "" && cause != words[r] {
		return words[r] + " (" + cause + ")"
	}
	return words[r]
}

// cause says an error that a fact carries; detail is its English text.
func (c *checks) cause(err error, detail string) string {
	if c.lang != "fr" || err == nil {
		return detail
	}
	if module, ok := errors.AsType[*workstation.ModuleError](err); ok {
		if err = module.Err; err == nil { // its reason is said already
			return detail
		}
	}
	if text.Voice(err) != nil {
		message, _ := text.Say(err, c.lang)
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

// Checks says what was collected, in lang and in the order in which a person would
// look.
func Checks(rep workstation.Report, lang string) []Check {
	c := &checks{lang: lang}
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
	t, s := c.t("Système", "System"), rep.System.Value
	name := s.Name
	if name == "" {
		name = strings.TrimSpace(s.OS + " " + s.Version)
	} else if s.Version != "" && !strings.Contains(name, s.Version) {
		name += " " + s.Version
	}
	state := OK
	if s.Version == "" {
		state, name = Unknown, name+c.t(" (version non lue)", " (version not read)")
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
		c.add("session", t, OK, c.t("locale", "local"), rep.Session.Source)
	case rep.Readers.Known && len(rep.Readers.Value) == 0:
		c.add("session", t, Problem, fmt.Sprintf(c.t("distante (%s), et aucun lecteur n'y est visible", "remote (%s), and no reader can be seen in it"), s.Kind), rep.Session.Source)
	default:
		c.add("session", t, Note, fmt.Sprintf(c.t("distante (%s) : seuls comptent les lecteurs de cet ordinateur-ci, ou redirigés vers lui", "remote (%s): only readers of this computer, or redirected to it, count"), s.Kind), rep.Session.Source)
	}
}

func (c *checks) clock(rep workstation.Report) {
	t := c.t("Horloge", "Clock")
	if skipped(c, "clock", t, rep.Clock) {
		return
	}
	k := rep.Clock.Value
	now := k.Now.Format("2006-01-02 15:04 MST")
	if !k.Plausible {
		c.add("clock", t, Problem, fmt.Sprintf(c.t("%s : impossible, avant le %s", "%s: impossible, before %s"), now, k.NotBefore.Format("2006-01-02")), rep.Clock.Source)
		return
	}
	c.add("clock", t, OK, now, rep.Clock.Source)
}

func (c *checks) service(rep workstation.Report) {
	t := "Service PC/SC"
	if c.lang != "fr" {
		t = "PC/SC service"
	}
	if skipped(c, "service", t, rep.Service) {
		return
	}
	s := rep.Service.Value
	where := s.Socket
	if s.Private {
		where += c.t(", privé", ", private")
	}
	if where != "" {
		where = " (" + where + ")"
	}
	switch {
	case rep.Readers.Reason == workstation.TimedOut:
		c.add("service", t, Problem, c.t("écoute et ne répond pas : à redémarrer, lecteurs débranchés", "listens and does not answer: restart it, readers unplugged")+where, rep.Service.Source)
	case s.State == workstation.Running:
		c.add("service", t, OK, c.t("en marche", "running")+where, rep.Service.Source)
	case s.State == workstation.Activatable:
		c.add("service", t, OK, c.t("prêt : démarre au premier client", "ready: the first client starts it")+where, rep.Service.Source)
	case s.State == workstation.Stopped:
		text := c.t("arrêté, rien n'écoute", "stopped, nothing listens") + where
		if !s.Installed {
			text = c.t("non installé, rien n'écoute", "not installed, nothing listens") + where
		}
		c.add("service", t, Problem, text, rep.Service.Source)
	}
	switch {
	case s.Start == "" || s.Start == workstation.StartAutomatic:
	case s.Start == workstation.StartManual && s.State == workstation.Running:
		c.add("service-start", t, Note, c.t("démarrage manuel, comme Windows l'installe : un lecteur branché le démarre", "starts by hand, as Windows installs it: a reader that is plugged in starts it"), "SCardSvr")
	default:
		c.add("service-start", t, Problem, fmt.Sprintf(c.t("démarrage non automatique (%s)", "does not start by itself (%s)"), s.Start), "SCardSvr")
	}
}

func (c *checks) readers(rep workstation.Report) {
	t := c.t("Lecteurs", "Readers")
	if skipped(c, "readers", t, rep.Readers) {
		return
	}
	list := rep.Readers.Value
	if len(list) == 0 {
		c.add("readers", t, Problem, c.t("aucun lecteur", "no reader"), rep.Readers.Source)
		return
	}
	good := slices.ContainsFunc(list, func(r workstation.Reader) bool { return r.Face != card.FaceUnknown || r.Card == workstation.CardCPS })
	for _, r := range list {
		state, text := c.reader(r, good)
		c.add("reader", c.t("Lecteur", "Reader"), state, r.Name+c.t(" : ", ": ")+c.virtual(&r)+text, rep.Readers.Source)
	}
}

// virtual says that a reader is in software, and whose, before the card in it; "" for
// one that is not known to be.
func (c *checks) virtual(r *workstation.Reader) string {
	var said string
	switch r.VirtualKind() {
	case workstation.VirtualBench:
		said = c.t("lecteur virtuel (USB, de ce banc)", "virtual reader (USB, of this bench)")
	case workstation.VirtualVPCD:
		said = c.t("lecteur virtuel (vpcd de vsmartcard)", "virtual reader (vpcd of vsmartcard)")
	case workstation.VirtualBix:
		said = c.t("lecteur virtuel (BixVReader)", "virtual reader (BixVReader)")
	case workstation.VirtualHello:
		said = c.t("lecteur virtuel (Windows Hello)", "virtual reader (Windows Hello)")
	case workstation.VirtualTPM:
		said = c.t("lecteur virtuel (carte virtuelle de Windows, dans le TPM)", "virtual reader (virtual card of Windows, in the TPM)")
	case workstation.VirtualDesktop:
		said = c.t("lecteur d'un autre ordinateur (bureau à distance)", "reader of another computer (remote desktop)")
	case workstation.VirtualMachine:
		said = c.t("lecteur virtuel (de la machine virtuelle)", "virtual reader (of the virtual machine)")
	case workstation.VirtualOther:
		said = c.t("lecteur virtuel", "virtual reader")
	default:
		if !r.Virtual {
			return ""
		}
		said = c.t("lecteur virtuel", "virtual reader")
	}
	return said + ", "
}

// reader describes one reader. What another reader makes up for is no problem.
func (c *checks) reader(r workstation.Reader, another bool) (state State, text string) {
	minor := Problem
	if another {
		minor = Note
	}
	switch {
	case r.State == card.SlotEmpty:
		return minor, c.t("vide", "empty")
	case r.State == card.SlotMute:
		return minor, c.t("carte muette, pas de réponse à la mise sous tension", "mute card, no answer to reset")
	case r.Face == card.FaceCPS3Contactless:
		return Note, c.t("carte CPS3 lue sans contact : identification seulement", "CPS3 read over the air: identification only")
	case r.Face != card.FaceUnknown && r.State == card.SlotInUse:
		return Note, fmt.Sprintf(c.t("carte %s, tenue par un autre programme", "card of generation %s, held by another program"), r.Generation)
	case r.Face != card.FaceUnknown:
		return OK, fmt.Sprintf(c.t("carte %s", "card of generation %s"), r.Generation)
	case r.State == card.SlotInUse:
		return minor, c.t("carte tenue par un autre programme", "card held by another program")
	case r.Card == workstation.CardCPS:
		return OK, c.t("carte de professionnel de santé", "card of a health professional")
	case r.Card == workstation.CardVitale:
		return Note, c.t("carte Vitale", "Vitale card")
	case r.State == card.SlotCard && len(r.ATR) == 0:
		return Note, c.t("carte d'un autre genre", "card of another kind")
	case r.State == card.SlotCard:
		return minor, fmt.Sprintf(c.t("carte d'ATR inconnu %s", "card with the unlisted ATR %s"), r.ATR)
	case another:
		return Unknown, c.t("état non communiqué", "state not told")
	default:
		return Problem, c.t("état non communiqué : pilote absent, ou lecteur en panne", "state not told: no driver, or reader out of order")
	}
}
