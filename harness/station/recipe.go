package station

import (
	"context"
	"errors"
	"path/filepath"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/yaml"
	"github.com/cpslab/cps/harness/trace"
	"github.com/cpslab/cps/simulator"
)

// maxName is the longest name of a card or a snapshot.
const maxName = 64

// IsName reports whether a card or a snapshot can be called so: letters, digits and, behind
// the first of them, dots, underscores and hyphens, 64 bytes at most.
func IsName(name string) bool {
	for i, r := range name {
		if !unicode.IsLetter(r) && !unicode.IsNumber(r) && (i == 0 || !strings.ContainsRune("._-", r)) {
			return false
		}
	}
	return name != "" && len(name) <= maxName
}

// Recipe is how a card is made, as often as it is made anew.
type Recipe struct {
	name string
	load func(layers ...simulator.Layer) (*simulator.Profile, error)

	recorded *trace.Trace // in the place of load
	place    int          // of the reader in it
}

// Name returns what cards of this recipe are called.
func (r Recipe) Name() string { return r.name }

// Preset is a card of the gallery.
func Preset(name string) Recipe {
	return Recipe{name: name, load: func(layers ...simulator.Layer) (*simulator.Profile, error) {
		return simulator.LoadOverlaid(name, layers...)
	}}
}

// File is a preset by its name, or a profile by its path, which may extend another file of
// its folder.
func File(nameOrPath string) Recipe {
	r := Preset(nameOrPath)
	if yaml.IsFile(nameOrPath) {
		base := filepath.Base(nameOrPath)
		r.name = strings.TrimSuffix(base, filepath.Ext(base))
	}
	return r
}

// YAML is a profile from somewhere else: it may extend presets and no file. name stands in
// errors.
func YAML(name string, source []byte) Recipe {
	return Recipe{name: name, load: func(layers ...simulator.Layer) (*simulator.Profile, error) {
		return simulator.ParseProfile(name, source, nil, layers...)
	}}
}

// NameOf makes a name of what a file is called, for instance: “ma carte (2)” is ma-carte-2.
func NameOf(written string) string {
	name := strings.Join(strings.FieldsFunc(written, func(r rune) bool { return !IsName("x" + string(r)) }), "-")
	name = strings.TrimLeft(name, "._-")
	for len(name) > maxName {
		_, size := utf8.DecodeLastRuneInString(name)
		name = name[:len(name)-size]
	}
	if name == "" {
		return "card"
	}
	return name
}

// free returns the first of name, name-2, name-3 … that taken does not know.
func free(name string, taken func(string) bool) string {
	if !IsName(name) {
		name = NameOf(name)
	}
	one := name
	for n := 2; taken(one); n++ {
		one = name + "-" + strconv.Itoa(n)
	}
	return one
}

// Called is the recipe under another name.
func (r Recipe) Called(name string) Recipe {
	r.name = name
	return r
}

// Recorded is the card of a trace, in the reader of that place, from 0: it answers what the
// trace has of it. Its codes and tries are not known, and faults of contents are not laid
// over what was recorded.
func Recorded(name string, t *trace.Trace, place int) Recipe {
	return Recipe{name: name, recorded: t, place: place}
}

// body is a card as a recipe makes it.
type body interface {
	card.Channel
	State() simulator.State
	Restore(simulator.State) error
	SerialNumber() string
}

// check reports whether a card can be made.
func (r Recipe) check() error {
	if r.recorded != nil {
		_, err := r.replay()
		return err
	}
	_, err := r.load()
	return err
}

// replayed is the card of a trace.
type replayed struct {
	card.Channel

	recipe Recipe
}

func (r Recipe) replay() (*replayed, error) {
	ch, err := r.recorded.Replay(trace.ReplayOptions{Reader: r.place})
	if err != nil {
		return nil, err
	}
	return &replayed{ch, r}, nil
}

// Unwrap returns the channel within.
func (r *replayed) Unwrap() card.Channel { return r.Channel }

// Transmit answers as the trace has it. A signature that was not recorded is refused.
func (r *replayed) Transmit(ctx context.Context, dst, cmd []byte) ([]byte, error) {
	out, err := r.Channel.Transmit(ctx, dst, cmd)
	if unknown, ok := errors.AsType[*trace.UnknownError](err); ok {
		if refused, ok := unknown.Refuse(dst); ok {
			return refused, nil
		}
	}
	return out, err
}

// State has no counters: the code is any of the length that was presented.
func (r *replayed) State() simulator.State {
	const usual = 4 // digits of a code
	return simulator.State{PIN: simulator.PIN{Code: strings.Repeat("0", max(r.recipe.recorded.Code(r.recipe.place), usual)), Uses: -1}}
}

// Restore has nothing to restore: a card that is made anew begins at the start of its trace.
func (r *replayed) Restore(simulator.State) error { return nil }

// SerialNumber returns that of the trace.
func (r *replayed) SerialNumber() string { return r.recipe.recorded.Serial(r.recipe.place) }
