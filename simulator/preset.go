package simulator

import (
	"bytes"
	"embed"
	"io/fs"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/cpslab/cps/harness/card/text"
)

//go:embed presets/*.yaml
var presetFiles embed.FS

// Preset is one card of the gallery.
type Preset struct {
	Name   string // the file name without .yaml
	Title  text.Text
	Expect Expectation
}

// Presets returns the gallery, sorted by name. It reads the head of every file
// each time; keep the result.
func Presets() []Preset {
	var all []Preset
	for _, name := range PresetNames() {
		src, _ := PresetSource(name)
		root, err := parsePreset(name, src)
		if err != nil {
			continue // a test holds that every file of the gallery parses
		}
		file := profileSection{d: &profileDecoder{}, n: root}
		p := Preset{Name: name, Title: decodeTitle(file)}
		if e := decodeExpectation(file); e != nil {
			p.Expect = *e
		}
		all = append(all, p)
	}
	return all
}

// NewPreset makes and powers a card of the gallery as of today, the day that its
// relative dates count from: the one line that a test of other software needs. For
// another day, LoadProfile, Profile.Personalise and New do the same in three. The
// error is a *ProfileError when there is no such preset.
func NewPreset(name string, opts ...Option) (*Card, error) {
	profile, err := LoadProfile(name)
	if err != nil {
		return nil, err
	}
	personalisation, err := profile.Personalise(time.Now())
	if err != nil {
		return nil, err
	}
	return New(personalisation, opts...)
}

// PresetNames returns the names of the gallery, sorted, without reading it.
func PresetNames() []string {
	files, err := fs.Glob(presetFiles, "presets/*.yaml")
	if err != nil {
		return nil
	}
	for i, f := range files {
		files[i] = strings.TrimSuffix(strings.TrimPrefix(f, "presets/"), ".yaml")
	}
	slices.Sort(files)
	return files
}

// PresetSource returns the YAML of a preset.
func PresetSource(name string) ([]byte, bool) {
	if strings.ContainsAny(name, `/\`) {
		return nil, false
	}
	src, err := presetFiles.ReadFile("presets/" + name + ".yaml")
	return src, err == nil
}

func loadPreset(name string) ([]byte, error) {
	src, ok := PresetSource(name)
	if ok {
		return src, nil
	}
	hint := text.Of("cpslab presets donne la liste ; un fichier se termine par .yaml", "list the presets, or name a file that ends in .yaml")
	if best := text.Closest(name, PresetNames()); best != "" {
		hint = text.Of("vouliez-vous dire « %s » ?", "did you mean %q?", best)
	}
	return nil, &ProfileError{File: name, Reason: text.Of("aucune carte simulée de ce nom", "no such preset"), Hint: hint}
}

// presetTrees holds the trees of the presets that were asked for, by name: those of the
// gallery and no other.
var presetTrees sync.Map

// parsePreset is parseYAML, which a file of the gallery goes through once: most profiles
// extend one. Trees are never changed, so that all may share it.
func parsePreset(name string, src []byte) (*yamlNode, error) {
	preset, ok := PresetSource(name)
	if !ok || !bytes.Equal(preset, src) {
		return parseYAML(name, src)
	}
	if tree, known := presetTrees.Load(name); known {
		return tree.(*yamlNode), nil
	}
	tree, err := parseYAML(name, src)
	if err != nil {
		return nil, err
	}
	presetTrees.Store(name, tree)
	return tree, nil
}
