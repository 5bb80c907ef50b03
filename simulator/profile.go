package simulator

import (
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/card/yaml"
)

// Bounds of a profile. A profile may come from anywhere: what it can make the
// bench do is limited before it is understood.
const (
	maxExtends = 8    // profiles in one chain of extends
	maxBilling = 99   // situations of CPS_SIT_FACT; readers keep 8
	maxRawSize = 4096 // bytes of one raw object
)

// Profile is a card described in YAML: what ParseProfile and LoadProfile
// return once every line was understood. It is immutable; Personalise may be
// called at any time, by several goroutines.
type Profile struct {
	Name    string       // of the preset, or the file as given
	Title   text.Text    // zero when the file has none
	Purpose string       // what the card is for, in English
	Extends string       // the profile this one overlays, or ""
	Expect  *Expectation // the verdict its author wrote, nil when there is none
	Face    card.Face    // FaceUnknown also for a mute card without a face

	spec *profileSpec
}

// Expectation is the verdict that the author of a profile wrote by hand for
// the default use (billing), read with the right PIN and with the certificates:
//
//	contents, err := harness.Read(ctx, card, harness.ReadOptions{PIN: harness.ConstantPIN("1234"), Certificates: true})
//
// Without Certificates the rules on them stay unknown, and a card that only they
// block is not blocked. CPS-CERT-007 wants to be told which authorities are trusted:
// diagnosis.Input.Authorities.
type Expectation struct {
	Verdict  string   // "ok", "warning", "incomplete", "undetermined" or "blocked"
	First    string   // rule of the first finding above INFO, "" when there is none
	Also     []string // further rules above INFO
	Findings []string // rules at INFO
	Exit     int      // exit code of diagnose: 0, 1 when blocked, 4 when incomplete or undetermined
}

// All returns every rule id that is expected to speak.
func (e Expectation) All() []string {
	var all []string
	if e.First != "" {
		all = append(all, e.First)
	}
	return append(append(all, e.Also...), e.Findings...)
}

// Format prints the name only: a profile holds codes, and no verb shows them.
func (p Profile) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "profile "+p.Name) }

// ParseProfile reads a profile. name stands in errors; load returns the source
// of the profile that "extends" names, nil stands for the gallery. A cycle of
// extends is an error, also through name. layers are laid over it as [LoadOverlaid] does.
// Every error is a *ProfileError.
func ParseProfile(name string, src []byte, load func(preset string) ([]byte, error), layers ...Layer) (*Profile, error) {
	own, whole, err := parseTrees(name, src, load)
	if err != nil {
		return nil, err
	}
	return decodeOverlaid(name, own, whole, layers)
}

// parseTrees reads a profile, and the whole that it makes with those it extends.
func parseTrees(name string, src []byte, load func(preset string) ([]byte, error)) (own, whole *yamlNode, err error) {
	if load == nil {
		load = loadPreset
	}
	if own, err = parsePreset(name, src); err != nil {
		return nil, nil, err
	}
	whole, err = resolveExtends(own, load, []string{name})
	return own, whole, err
}

// LoadProfile reads a preset by its name, or a file when the name ends in
// .yaml or .yml. A file may extend a preset or a file of its own folder. Every
// error is a *ProfileError.
func LoadProfile(nameOrPath string) (*Profile, error) {
	own, whole, err := loadTrees(nameOrPath)
	if err != nil {
		return nil, err
	}
	return decodeProfile(nameOrPath, own, whole)
}

// Layer is a piece of a profile that is laid over another, as a profile is over the one
// that it extends.
type Layer struct {
	Name   string // stands in errors in the place of a file
	Source string // YAML
}

// LoadOverlaid is LoadProfile with layers over it, one after the other. What the author
// of the profile expects of the card does not hold for it any more.
func LoadOverlaid(nameOrPath string, layers ...Layer) (*Profile, error) {
	own, whole, err := loadTrees(nameOrPath)
	if err != nil {
		return nil, err
	}
	return decodeOverlaid(nameOrPath, own, whole, layers)
}

// decodeOverlaid understands a profile with layers over it.
func decodeOverlaid(name string, own, whole *yamlNode, layers []Layer) (*Profile, error) {
	for _, l := range layers {
		over, err := parseYAML(l.Name, []byte(l.Source))
		if err != nil {
			return nil, err
		}
		whole = overlay(whole, over)
	}
	p, err := decodeProfile(name, own, whole)
	if err == nil && len(layers) > 0 {
		p.Expect = nil
	}
	return p, err
}

// loadTrees reads a preset or a file, and the whole that it makes.
func loadTrees(nameOrPath string) (own, whole *yamlNode, err error) {
	if !yaml.IsFile(nameOrPath) {
		src, err := loadPreset(nameOrPath)
		if err != nil {
			return nil, nil, err
		}
		return parseTrees(nameOrPath, src, nil)
	}
	src, err := readProfileFile(nameOrPath)
	if err != nil {
		return nil, nil, err
	}
	return parseTrees(nameOrPath, src, func(name string) ([]byte, error) {
		if !yaml.IsFile(name) {
			return loadPreset(name)
		}
		if name != filepath.Base(name) {
			return nil, &ProfileError{File: name, Reason: text.Of("seul un fichier du même dossier peut être étendu (extends)", "only a file of the same folder can be extended"), Hint: text.Of("donnez son nom sans dossier", "give its name without a folder")}
		}
		return readProfileFile(filepath.Join(filepath.Dir(nameOrPath), name))
	})
}

func readProfileFile(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, &ProfileError{File: path, Reason: text.Of("illisible", "cannot be read"), Hint: text.Of("un nom sans .yaml est celui d'une carte simulée ; cpslab presets en donne la liste", "a name without .yaml is a preset; see the list of presets"), Err: err}
	}
	if !info.Mode().IsRegular() {
		return nil, &ProfileError{File: path, Reason: text.Of("n'est pas un fichier", "is not a file")}
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, &ProfileError{File: path, Reason: text.Of("illisible", "cannot be read"), Err: err}
	}
	defer f.Close()
	src, err := io.ReadAll(io.LimitReader(f, yaml.MaxSize+1))
	if err != nil {
		return nil, &ProfileError{File: path, Reason: text.Of("illisible", "cannot be read"), Err: err}
	}
	return src, nil
}

// yamlNode is a value of a profile with the place it was written at.
type yamlNode = yaml.Node

// parseYAML turns one file into a tree.
func parseYAML(name string, src []byte) (*yamlNode, error) {
	return yaml.Parse(name, src, yaml.Hints{
		Start: text.Of("commencez par « extends: cps3-healthy »", "start from \"extends: cps3-healthy\""),
		Share: text.Of("extends sert à partager entre profils", "use extends to share between profiles"),
		What:  text.Of("un profil", "a profile"),
	})
}
