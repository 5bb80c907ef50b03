package simulator

import (
	"errors"
	"slices"
	"strings"

	"github.com/cpslab/cps/harness/card/text"
)

// yamlSource is one file, kept to point at the user's own line.
type yamlSource struct {
	name  string
	lines []string
}

type yamlKind uint8

const (
	yamlScalar yamlKind = iota
	yamlNull
	yamlList
	yamlMapping
)

func (k yamlKind) text() text.Text {
	return [...]text.Text{
		text.Of("une valeur", "a value"), text.Of("vide", "nothing"), text.Of("une liste", "a list"), text.Of("un ensemble de clés", "a mapping"),
	}[k]
}

// yamlNode is a value with the place it was written at. Trees are never
// changed after they were built: an overlay makes a new one and shares what
// it keeps.
type yamlNode struct {
	kind         yamlKind
	text         string // of a scalar, as written
	quoted       bool
	items        []*yamlNode
	entries      []yamlEntry
	src          *yamlSource
	line, column int
}

type yamlEntry struct {
	key          string
	line, column int
	value        *yamlNode
}

func (n *yamlNode) get(key string) (*yamlNode, bool) {
	for i := range n.entries {
		if n.entries[i].key == key {
			return n.entries[i].value, true
		}
	}
	return nil, false
}

func (n *yamlNode) fault(key string, reason, hint text.Text) error {
	return n.src.fault(n.line, n.column, key, reason, hint)
}

// Keys that describe a file and not its card: a profile does not inherit them.
var ownKeys = []string{"extends", "title", "purpose", "expect"}

// Keys of one mapping that say the same thing in two ways: an overlay that
// gives one way drops the other.
var alternatives = [][2][]string{
	{{"national_id"}, {"id_type", "id"}},
}

// resolveExtends lays a profile over the one it extends, and so on down the
// chain. chain holds the names so far, the outermost first.
func resolveExtends(over *yamlNode, load func(string) ([]byte, error), chain []string) (*yamlNode, error) {
	if over.kind != yamlMapping {
		return nil, over.fault("", text.Of("un profil est fait de clés, et c'est %s", "a profile is a mapping of keys, not %s", over.kind.text()), text.Of("commencez par « extends: cps3-healthy »", "start from \"extends: cps3-healthy\""))
	}
	extends, ok := over.get("extends")
	if !ok {
		return over, nil
	}
	if extends.kind != yamlScalar || extends.text == "" {
		return nil, extends.fault("extends", text.Of("attendu le nom d'un profil", "want the name of a profile"), text.Of("« extends: cps3-healthy », ou rien pour une carte entière", "\"extends: cps3-healthy\", or leave it out for a whole card"))
	}
	name := extends.text
	if slices.Contains(chain, name) {
		return nil, extends.fault("extends", text.Of("un profil ne peut pas s'étendre lui-même : %s", "a profile cannot extend itself: %s", strings.Join(append(slices.Clone(chain), name), " → ")), text.Text{})
	}
	if len(chain) >= maxExtends {
		return nil, extends.fault("extends", text.Of("trop de profils étendus l'un après l'autre", "the chain of extends is too long"), text.Text{})
	}
	src, err := load(name)
	if err != nil {
		var inner *ProfileError
		if errors.As(err, &inner) {
			located := extends.fault("extends", inner.Reason, inner.Hint)
			errors.As(located, &inner)
			inner.Err = errors.Unwrap(err)
			return nil, inner
		}
		located := extends.fault("extends", text.Of("illisible", "cannot be read"), text.Text{})
		errors.As(located, &inner)
		inner.Err = err
		return nil, inner
	}
	base, err := parsePreset(name, src)
	if err != nil {
		return nil, err
	}
	base, err = resolveExtends(base, load, append(slices.Clone(chain), name))
	if err != nil {
		return nil, err
	}
	inherited := *base
	inherited.entries = slices.DeleteFunc(slices.Clone(base.entries), func(e yamlEntry) bool {
		return slices.Contains(ownKeys, e.key)
	})
	return overlay(&inherited, over), nil
}

// overlay lays one tree over another: mappings are merged key by key at every
// depth, everything else is replaced.
func overlay(base, over *yamlNode) *yamlNode {
	if base.kind != yamlMapping || over.kind != yamlMapping {
		return over
	}
	merged := *over
	merged.entries = slices.Clone(base.entries)
	for _, pair := range alternatives {
		for side := range pair {
			if over.hasAny(pair[side]) {
				merged.entries = slices.DeleteFunc(merged.entries, func(e yamlEntry) bool {
					return slices.Contains(pair[1-side], e.key)
				})
			}
		}
	}
	for _, e := range over.entries {
		at := slices.IndexFunc(merged.entries, func(b yamlEntry) bool { return b.key == e.key })
		if at < 0 {
			merged.entries = append(merged.entries, e)
			continue
		}
		e.value = overlay(merged.entries[at].value, e.value)
		merged.entries[at] = e
	}
	return &merged
}

func (n *yamlNode) hasAny(keys []string) bool {
	return slices.ContainsFunc(n.entries, func(e yamlEntry) bool { return slices.Contains(keys, e.key) })
}
