package station

import (
	"path/filepath"
	"strconv"
	"strings"
	"unicode"

	"github.com/cpslab/cps/harness/card/yaml"
	"github.com/cpslab/cps/simulator"
)

// maxName is the longest name of a card or a snapshot.
const maxName = 64

// checkName reports whether a name can be one: letters, digits and, behind the first of
// them, dots, underscores and hyphens.
func checkName(name string) bool {
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
}

// Name returns what cards of this recipe are called.
func (r Recipe) Name() string { return r.name }

// Preset is a card of the gallery.
func Preset(name string) Recipe {
	return Recipe{name, func(layers ...simulator.Layer) (*simulator.Profile, error) {
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
	return Recipe{name, func(layers ...simulator.Layer) (*simulator.Profile, error) {
		return simulator.ParseProfile(name, source, nil, layers...)
	}}
}

// free returns the first of name, name-2, name-3 … that taken does not know.
func free(name string, taken func(string) bool) string {
	if !checkName(name) {
		name = "card"
	}
	one := name
	for n := 2; taken(one); n++ {
		one = name + "-" + strconv.Itoa(n)
	}
	return one
}

// Called is the recipe under another name.
func (r Recipe) Called(name string) Recipe { return Recipe{name, r.load} }
