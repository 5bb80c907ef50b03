package main

import (
	"bytes"
	"context"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/diagnosis/fact"
	"github.com/cpslab/cps/harness/doctor"
	"github.com/cpslab/cps/harness/workstation"
)

// whole answers a case that a message or one ATR does not show: a described machine in
// the folder of its id, a list of ATRs in its file, the layout of two objects of the
// card, identifiers.
func (c *fieldCase) whole(dir string) (answer, error) {
	switch c.kind {
	case "usb", "ini":
		return machine(filepath.Join(dir, c.id))
	case "atr":
		return atrs(filepath.Join(dir, c.id+".txt"))
	case "facts":
		return layout()
	case "identifier":
		return identifiers()
	default:
		return answer{}, fmt.Errorf("%s: no kind %q", c.id, c.kind)
	}
}

// machine judges a described machine as doctor does. What blocks is said with
// certainty.
func machine(dir string) (answer, error) {
	m, err := workstation.OpenMachine(dir)
	if err != nil {
		return answer{}, err
	}
	options := m.Options(nil, func(string) string { return "" }, nil)
	result, err := doctor.Judge(workstation.Collect(context.Background(), options), fact.Set{}, m.Now, "fr")
	if err != nil {
		return answer{}, err
	}
	a := answer{blocked: []string{}}
	for i := range result.Diagnosis.Findings {
		f := &result.Diagnosis.Findings[i]
		a.rules = append(a.rules, f.Rule.ID)
		if f.Severity.Blocking() {
			a.blocked = append(a.blocked, f.Rule.ID)
		}
	}
	return a, nil
}

// atrs judges a card by each ATR of a file, one a line; the rules are those that every
// one has.
func atrs(path string) (answer, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return answer{}, err
	}
	var all answer
	first := true
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		atr, err := hex.DecodeString(line)
		if err != nil {
			return answer{}, fmt.Errorf("%s: %w", path, err)
		}
		rules := diagnose(atr).rules
		if first {
			all.rules, first = rules, false
		}
		all.rules = slices.DeleteFunc(all.rules, func(id string) bool { return !slices.Contains(rules, id) })
	}
	return all, nil
}

// layout compares the objects that the bench writes with the layout that open programs
// read on official test cards: an activity is EE, its structure in 84 and 85 and its
// sector last in 86; the speciality is the last four characters of CPS_INFO_PS.
func layout() (answer, error) {
	activity, err := card.AppendActivity(nil, card.Activity{Mode: card.ModeLiberal, StructureName: "CABINET TEST", StructureID: "499900000011018", Sector: "SA07"})
	if err != nil {
		return answer{}, err
	}
	info, err := card.AppendInfo(nil, card.Info{Kind: card.KindCPS, NationalID: "899900000011", Profession: "10", Qualifications: "SM26"})
	if err != nil {
		return answer{}, err
	}
	fields := [][]byte{append([]byte{0x84, 12}, "CABINET TEST"...), append([]byte{0x85, 15}, "499900000011018"...), append([]byte{0x86, 4}, "SA07"...)}
	if activity[0] == 0xEE && bytes.HasSuffix(activity, bytes.Join(fields, nil)) && bytes.HasSuffix(info, []byte("SM26")) {
		return answer{text: "same layout"}, nil
	}
	return answer{text: fmt.Sprintf("% X, % X", activity, info)}, nil
}

// identifiers checks the forms that official test cards bear.
func identifiers() (answer, error) {
	for _, id := range [...]struct {
		kind, value string
		right       bool
	}{
		{card.IdentifierNational, "899700024450", true},
		{card.IdentifierNational, "30B0037750/CPET0001", true},
		{card.IdentifierPractice, "99700024450014", true},
		{card.IdentifierPractice, "499700024450014", false}, // the type in front
	} {
		report, err := card.CheckIdentifier(id.kind, id.value, card.IdentifierOptions{Test: true})
		if err != nil {
			return answer{}, err
		}
		if right := len(report.Faults) == 0; right != id.right {
			return answer{text: fmt.Sprintf("%s %s: %v", id.kind, id.value, report.Faults)}, nil
		}
	}
	return answer{text: "right form; 15 characters when the type is in front"}, nil
}

// blocks is what a machine must not be told: "(no RULE at block-billing)".
func (a *answer) blocks(want string) (holds, asked bool) {
	id, ok := strings.CutSuffix(strings.TrimPrefix(want, "(no "), " at "+strings.ToLower(diagnosis.BlockBilling.String())+")")
	if !ok || !strings.HasPrefix(want, "(no ") {
		return false, false
	}
	return a.blocked != nil && !slices.Contains(a.blocked, id), true
}
