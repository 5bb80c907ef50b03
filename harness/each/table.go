package each

import (
	"io"
	"os"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/card/yaml"
	"github.com/cpslab/cps/harness/diagnosis"
)

// Read reads a file of expectations into the table, see [Table.Parse].
func (t *Table) Read(file string) error {
	f, err := os.Open(file)
	if err != nil {
		return text.BadInput(text.Wrap(text.Same(file), err))
	}
	defer func() { _ = f.Close() }()                              // only read
	content, err := io.ReadAll(io.LimitReader(f, yaml.MaxSize+1)) // more is refused
	if err != nil {
		return text.BadInput(text.Wrap(text.Same(file), err))
	}
	return t.Parse(file, content)
}

// Parse reads expectations: by default, by verdict of the bench, and by card, its name or a
// pattern of names.
//
//	default: {exit: 0}
//	verdicts:
//	  blocked: {exit: 1}
//	cards:
//	  cps3-no-fse: {exit: 1, output: "droit"}
//	  cps4-*: {exit: 0}
//
// The error is a *yaml.Error at the user's line and column.
func (t *Table) Parse(file string, content []byte) error {
	root, err := yaml.Parse(file, content, yaml.Hints{
		Start: text.Of("commencez par « cards: », puis une ligne « cps3-no-fse: {exit: 1} » par carte", "start with “cards:”, then a line “cps3-no-fse: {exit: 1}” for each card"),
		Share: text.Of("écrivez chaque attente en entier", "write each expectation in full"),
		What:  text.Of("une attente", "an expectation"),
	})
	if err != nil {
		return err
	}
	if err := keys(root, "default", "verdicts", "cards"); err != nil {
		return err
	}
	for _, e := range root.Entries {
		switch e.Key {
		case "default":
			if t.standard, err = expectation(e.Value); err != nil {
				return err
			}
		case "verdicts":
			if err := keys(e.Value, verdicts...); err != nil {
				return err
			}
			t.verdicts = map[diagnosis.Verdict]Expectation{}
			for _, v := range e.Value.Entries {
				if t.verdicts[diagnosis.Verdict(v.Key)], err = expectation(v.Value); err != nil {
					return err
				}
			}
		case "cards":
			if e.Value.Kind != yaml.Mapping {
				return e.Value.Fault(e.Key, text.Of("attendu des cartes, et c'est %s", "want cards, not %s", e.Value.Kind.Text()), text.Same("cps3-no-fse: {exit: 1}"))
			}
			for _, c := range e.Value.Entries {
				x, err := expectation(c.Value)
				if err != nil {
					return err
				}
				if _, err := path.Match(c.Key, ""); err != nil {
					return root.Beside(c.Line, c.Column).Fault("", text.Of("motif mal écrit : « %s »", "malformed pattern: “%s”", c.Key), text.Same("cps3-*"))
				}
				t.cards = append(t.cards, entry{c.Key, x})
			}
		}
	}
	return nil
}

// keys refuses what is no mapping, and keys that nobody knows.
func keys(n *yaml.Node, known ...string) error {
	if n.Kind != yaml.Mapping {
		return n.Fault("", text.Of("attendu %s, et c'est %s", "want %s, not %s", strings.Join(known, ", "), n.Kind.Text()), text.Text{})
	}
	for _, e := range n.Entries {
		if slices.Contains(known, e.Key) {
			continue
		}
		hint := text.Of("un de : %s", "one of: %s", strings.Join(known, ", "))
		if near := text.Closest(e.Key, known); near != "" {
			hint = text.Of("vouliez-vous dire « %s » ?", "did you mean %q?", near)
		}
		return n.Beside(e.Line, e.Column).Fault("", text.Of("clé inconnue : « %s »", "unknown key: %q", e.Key), hint)
	}
	return nil
}

// expectation reads one.
func expectation(n *yaml.Node) (x Expectation, err error) {
	if err := keys(n, "exit", "output"); err != nil {
		return x, err
	}
	if e, ok := n.Get("exit"); ok {
		x.Exit, err = strconv.Atoi(e.Text)
		if e.Kind != yaml.Scalar || err != nil || x.Exit < 0 || x.Exit > maxExit {
			return x, e.Fault("exit", text.Of("pas un code de retour", "not an exit code"), text.Of("un nombre de 0 à 255", "a number from 0 to 255"))
		}
	}
	if o, ok := n.Get("output"); ok {
		if x.Output, err = regexp.Compile(o.Text); o.Kind != yaml.Scalar || err != nil {
			return x, o.Fault("output", text.Of("expression régulière mal écrite", "malformed regular expression"), text.Of("une expression de Go (RE2)", "an expression of Go (RE2)"))
		}
	}
	return x, nil
}
