package doctor

import (
	"fmt"
	"strings"

	"github.com/cpslab/cps/harness/workstation"
)

// The checks on what is plugged in, and on what else Windows and web software
// bring along.

// usb lists the readers on the bus: one that the service does not know lacks its
// driver.
func (c *checks) usb(rep workstation.Report) {
	t, f := "USB", rep.USBReaders
	if !f.Known && f.Reason == workstation.NotRecorded {
		c.add("usb", t, Unknown, c.t("aucun bus USB visible d'ici (conteneur ou machine virtuelle ?)", "no USB bus can be seen from here (container or virtual machine?)"), f.Source)
		return
	}
	if skipped(c, "usb", t, f) {
		return
	}
	unseen := rep.Readers.Known && len(rep.Readers.Value) == 0
	if len(f.Value) == 0 {
		state, text := Note, c.t("aucun lecteur de la classe CCID sur le bus", "no reader of the class CCID on the bus")
		if unseen {
			state, text = Problem, text+c.t(" : débranché, câble ou port en panne, ou lecteur d'un autre genre", ": unplugged, cable or port out of order, or a reader of another kind")
		}
		c.add("usb", t, state, text, f.Source)
	}
	for _, r := range f.Value {
		state, way := OK, ""
		switch r.Path {
		case workstation.USBHub:
			state, way = Note, c.t("derrière un concentrateur sans alimentation propre", "behind a hub without power of its own")
		case workstation.USBKeyboard:
			state, way = Note, c.t("branché sur un clavier", "plugged into a keyboard")
		case workstation.USBDirect:
			way = c.t("branché directement", "plugged in directly")
		}
		text := strings.TrimSpace(r.Name + " (" + r.Device)
		if r.Port != "" {
			text += ", port " + r.Port
		}
		text += ")"
		if way != "" {
			text += ", " + way
		}
		if unseen {
			state, text = Problem, text+c.t(" ; inconnu du service PC/SC : pilote absent (Debian : libccid) ou lecteur refusé", "; not known to the PC/SC service: no driver (Debian: libccid), or a reader it refuses")
		}
		c.add("usb", t, state, text, f.Source)
	}
}

// appControl says the state of Smart App Control where there is one.
func (c *checks) appControl(rep workstation.Report) {
	const t = "Smart App Control"
	f := rep.SmartAppControl
	switch {
	case rep.System.Value.OS != "windows":
	case skipped(c, "smart-app-control", t, f):
	case f.Value == workstation.AppControlOn:
		c.add("smart-app-control", t, Problem, c.t("actif : il peut bloquer un composant non signé", "on: it may block an unsigned component"), f.Source)
	case f.Value == workstation.AppControlEvaluation:
		c.add("smart-app-control", t, Note, c.t("en évaluation : rien n'est bloqué, il peut s'activer seul", "in evaluation: nothing is blocked, it may turn itself on"), f.Source)
	default:
		c.add("smart-app-control", t, OK, c.t("inactif", "off"), f.Source)
	}
}

// agent says who answers on the port that --agent names.
func (c *checks) agent(rep workstation.Report) {
	t, f := c.t("Agent de lecture", "Reading agent"), rep.Agent
	if !f.Known && f.Reason == workstation.NotAsked {
		return // no agent was named
	}
	if skipped(c, "agent", t, f) {
		return
	}
	v := f.Value
	where := fmt.Sprintf("port %d", v.Port)
	state, text := Problem, c.t("personne n'y répond", "nobody answers there")
	switch {
	case !v.Listening:
	case v.Owner == "":
		state, text = Unknown, c.t("un programme y répond, son nom ne se lit pas d'ici (à relancer par l'administrateur, sous Linux)", "a program answers there, its name cannot be read from here (on Linux, try as administrator)")
	case v.Program == "":
		state, text = Note, fmt.Sprintf(c.t("%s y répond (processus %d) ; --agent %d=PROGRAMME dit qui est attendu", "%s answers there (process %d); --agent %d=PROGRAM says who is expected"), v.Owner, v.PID, v.Port)
	case v.Same:
		state, text = OK, fmt.Sprintf(c.t("%s y répond (processus %d)", "%s answers there (process %d)"), v.Owner, v.PID)
	default:
		text = fmt.Sprintf(c.t("%s y répond (processus %d), et non %s", "%s answers there (process %d), and not %s"), v.Owner, v.PID, v.Program)
	}
	c.add("agent", t, state, where+c.t(" : ", ": ")+text, f.Source)
}
