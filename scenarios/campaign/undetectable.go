package main

import (
	"slices"
	"strings"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/fault"
)

// class is what nothing on a card can show, or what the catalogue keeps silent on
// purpose: which kinds of fault make it, in which objects, and why nobody can tell.
type class struct {
	name     string
	kinds    []string // nil for all
	objects  []string
	blocked  bool   // only on a card that something else blocks already
	stranger bool   // only on a card of no CPS face
	missing  bool   // also where the object is not there; else only where it is well formed
	file     string // only where answers of this file were changed and of none of the object's own, "" for wherever
}

// classes are listed by hand. A fault whose case is in none of them and is named by
// nothing is a survivor.
var classes = [...]class{
	{
		name:    "a letter, digit or date in a field without a key, or a code that became another of its table",
		kinds:   []string{"bit", "code"},
		objects: []string{"label", "name", "id", "update", "activities", "info", "billing"},
	},
	{
		name:    "the language of the card, which nothing judges and no card needs",
		objects: []string{"languages"},
		missing: true,
	},
	{
		name:     "a card that is taken for a stranger's: no more is asked of it",
		objects:  []string{"serial"},
		missing:  true,
		stranger: true,
	},
	{
		name:    "bytes of a certificate that only the signature of the authority covers, which is not on the card",
		kinds:   []string{"bit", "garble", "stale", "answer-zeros", "answer-ff", "too-long"},
		objects: []string{"certificates"},
	},
	{
		name:    "an entry of the directory of certificates that names another kind, as one of an authority does",
		kinds:   []string{"bit"},
		objects: []string{"certificates"},
		missing: true,
	},
	{
		name:    "a certificate of another key: only a signature shows it, and a reading makes none",
		kinds:   []string{"cert-other-key"},
		objects: []string{"certificates"},
	},
	{
		name:    "a certificate that the directory of the card does not list",
		kinds:   []string{"cert-absent", "absent"},
		objects: []string{"certificates"},
		missing: true,
	},
	{
		name:    "a certificate whose authority revoked it",
		kinds:   []string{"cert-revoked"},
		objects: []string{"certificates"},
	},
	{
		name:    "a certificate whose signature nobody but a server verifies",
		kinds:   []string{"cert-bad-signature"},
		objects: []string{"certificates"},
	},
	{
		name:    "a counter that the card itself tells wrong by one",
		kinds:   []string{"counter-lower", "counter-higher"},
		objects: []string{"pin", "puk"},
	},
	{
		name:    "entries of the directory of objects that read as zeros from the end of another one on, as padding does",
		kinds:   []string{"answer-zeros"},
		objects: []string{"activities"},
		missing: true,
		file:    "DODF",
	},
	{
		name:    "behind something that blocks, which is said first (catalogue, section 5)",
		objects: []string{"certificates", "pin", "puk", "billing", "activities", "login", "update"},
		blocked: true,
		missing: true,
	},
}

// classOf names the class of a difference that is named by nothing, "" where something
// could have shown it. changed tells the files whose answers the faults changed.
func classOf(faults []fault.Fault, d difference, blocked, stranger bool, changed func() map[string]bool) string {
	for _, c := range classes {
		made := c.kinds == nil || slices.ContainsFunc(faults, func(f fault.Fault) bool { return slices.Contains(c.kinds, f.Kind.Name) })
		if made && slices.Contains(c.objects, d.object) && (!c.blocked || blocked) && (!c.stranger || stranger) && (d.state == card.Present || c.missing) &&
			(c.file == "" || only(changed(), c.file)) {
			return c.name
		}
	}
	return ""
}

// only reports whether answers of the file were changed, and none of an activity.
func only(changed map[string]bool, file string) bool {
	for name := range changed {
		if strings.HasPrefix(name, "CPS_ACTIVITY_") {
			return false
		}
	}
	return changed[file]
}
