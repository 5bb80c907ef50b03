package simulator

import (
	"errors"
	"slices"
	"strings"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/card/yaml"
)

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
	if over.Kind != yaml.Mapping {
		return nil, over.Fault("", text.Of("un profil est fait de clés, et c'est %s", "a profile is a mapping of keys, not %s", over.Kind.Text()), text.Of("commencez par « extends: cps3-healthy »", "start from \"extends: cps3-healthy\""))
	}
	extends, ok := over.Get("extends")
	if !ok {
		return over, nil
	}
	if extends.Kind != yaml.Scalar || extends.Text == "" {
		return nil, extends.Fault("extends", text.Of("attendu le nom d'un profil", "want the name of a profile"), text.Of("« extends: cps3-healthy », ou rien pour une carte entière", "\"extends: cps3-healthy\", or leave it out for a whole card"))
	}
	name := extends.Text
	if slices.Contains(chain, name) {
		return nil, extends.Fault("extends", text.Of("un profil ne peut pas s'étendre lui-même : %s", "a profile cannot extend itself: %s", strings.Join(append(slices.Clone(chain), name), " → ")), text.Text{})
	}
	if len(chain) >= maxExtends {
		return nil, extends.Fault("extends", text.Of("trop de profils étendus l'un après l'autre", "the chain of extends is too long"), text.Text{})
	}
	src, err := load(name)
	if err != nil {
		var inner *ProfileError
		if errors.As(err, &inner) {
			located := extends.Fault("extends", inner.Reason, inner.Hint)
			errors.As(located, &inner)
			inner.Err = errors.Unwrap(err)
			return nil, inner
		}
		located := extends.Fault("extends", text.Of("illisible", "cannot be read"), text.Text{})
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
	inherited.Entries = slices.DeleteFunc(slices.Clone(base.Entries), func(e yaml.Entry) bool {
		return slices.Contains(ownKeys, e.Key)
	})
	return overlay(&inherited, over), nil
}

// overlay lays one tree over another: mappings are merged key by key at every
// depth, everything else is replaced.
func overlay(base, over *yamlNode) *yamlNode {
	if base.Kind != yaml.Mapping || over.Kind != yaml.Mapping {
		return over
	}
	merged := *over
	merged.Entries = slices.Clone(base.Entries)
	for _, pair := range alternatives {
		for side := range pair {
			if over.HasAny(pair[side]) {
				merged.Entries = slices.DeleteFunc(merged.Entries, func(e yaml.Entry) bool {
					return slices.Contains(pair[1-side], e.Key)
				})
			}
		}
	}
	for _, e := range over.Entries {
		at := slices.IndexFunc(merged.Entries, func(b yaml.Entry) bool { return b.Key == e.Key })
		if at < 0 {
			merged.Entries = append(merged.Entries, e)
			continue
		}
		e.Value = overlay(merged.Entries[at].Value, e.Value)
		merged.Entries[at] = e
	}
	return &merged
}
