package fault

import (
	"errors"
	"slices"
	"strings"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/card/yaml"
)

// ParseYAML reads a file of faults: a list, or a list below the key faults. Each fault is
// one line, as Parse reads it, or its parts by name:
//
//	faults:
//	  - remove@12
//	  - {kind: status, value: 6F00, at: VERIFY#2}
//	  - kind: lost-after
//	    p: 0.01
//	    seed: 7
//
// The error is a *yaml.Error at the user's line and column.
func ParseYAML(file string, content []byte) ([]Fault, error) {
	root, err := yaml.Parse(file, content, yaml.Hints{
		Start: text.Of("commencez par « faults: », puis une ligne « - remove@12 » par panne", "start with “faults:”, then a line “- remove@12” for each fault"),
		Share: text.Of("écrivez chaque panne en entier", "write each fault in full"),
		What:  text.Of("une panne", "a fault"),
	})
	if err != nil {
		return nil, err
	}
	list := root
	if root.Kind == yaml.Mapping {
		for _, e := range root.Entries {
			if e.Key != "faults" {
				return nil, root.Beside(e.Line, e.Column).Fault("", text.Of("clé inconnue : « %s »", "unknown key: %q", e.Key), text.Of("la liste est sous « faults: »", "the list stands below “faults:”"))
			}
			list = e.Value
		}
	}
	if list.Kind != yaml.List {
		return nil, list.Fault("", text.Of("attendu une liste de pannes, et c'est %s", "want a list of faults, not %s", list.Kind.Text()), text.Of("une ligne « - » par panne", "a line “-” for each fault"))
	}
	if len(list.Items) > maxFaults {
		return nil, list.Items[maxFaults].Fault("", text.Of("plus de %d pannes", "more than %d faults", maxFaults), text.Text{})
	}
	var all []Fault
	for _, item := range list.Items {
		f, err := faultOf(item)
		if err != nil {
			return nil, err
		}
		all = append(all, f)
	}
	if len(all) == 0 {
		return nil, list.Fault("", text.Of("aucune panne", "no fault"), text.Text{})
	}
	return all, nil
}

// parts are the names of the parts of a fault, in the order in which one line has them,
// with what stands before each there.
var parts = [...]struct{ name, before string }{{"kind", ""}, {"value", "="}, {"at", "@"}, {"p", ",p="}, {"seed", ",seed="}, {"until", ",until="}}

// faultOf reads one fault, a line or its parts.
func faultOf(item *yaml.Node) (Fault, error) {
	if item.Kind == yaml.Scalar {
		return lineOf(piece{node: item})
	}
	if item.Kind != yaml.Mapping {
		return Fault{}, item.Fault("", text.Of("attendu une panne, et c'est %s", "want a fault, not %s", item.Kind.Text()), text.Of("par exemple remove@12", "for example remove@12"))
	}
	names := make([]string, len(parts))
	for i, p := range parts {
		names[i] = p.name
	}
	for _, e := range item.Entries {
		if !slices.Contains(names, e.Key) {
			hint := text.Of("un de : %s", "one of: %s", strings.Join(names, ", "))
			if near := text.Closest(e.Key, names); near != "" {
				hint = text.Of("vouliez-vous dire « %s » ?", "did you mean %q?", near)
			}
			return Fault{}, item.Beside(e.Line, e.Column).Fault("", text.Of("clé inconnue : « %s »", "unknown key: %q", e.Key), hint)
		}
		if e.Value.Kind != yaml.Scalar || e.Value.Text == "" || strings.ContainsAny(e.Value.Text, " \t,;") {
			return Fault{}, e.Value.Fault(e.Key, text.Of("attendu une valeur sans blanc ni virgule", "want a value without blanks or commas"), text.Text{})
		}
	}
	if _, ok := item.Get("kind"); !ok {
		return Fault{}, item.Fault("", text.Of("il manque la clé kind", "the key kind is missing"), text.Same("kind: remove"))
	}
	var pieces []piece
	for _, p := range parts {
		if n, ok := item.Get(p.name); ok {
			pieces = append(pieces, piece{before: p.before, node: n})
		}
	}
	return lineOf(pieces...)
}

// piece is a value of the file, and what stands before it in the line that is made of it.
type piece struct {
	before string
	node   *yaml.Node
	at     int // byte of the line where it begins
}

// lineOf reads the line that pieces make; an error is told at the piece it is about.
func lineOf(pieces ...piece) (Fault, error) {
	line := ""
	for i := range pieces {
		line += pieces[i].before
		pieces[i].at = len(line)
		line += pieces[i].node.Text
	}
	faults, err := Parse(line)
	if err == nil && len(faults) == 1 {
		return faults[0], nil
	}
	wrong, ok := errors.AsType[*ParseError](err)
	if !ok {
		return Fault{}, pieces[0].node.Fault("", text.Of("attendu une seule panne", "want one fault"), text.Of("une ligne « - » par panne", "a line “-” for each fault"))
	}
	about := pieces[0]
	for _, p := range pieces {
		if p.at < wrong.Column {
			about = p
		}
	}
	column := about.node.Column + max(0, wrong.Column-1-about.at)
	if about.node.Quoted {
		column++
	}
	return Fault{}, about.node.Beside(about.node.Line, column).Fault("", wrong.Reason, wrong.Hint)
}
