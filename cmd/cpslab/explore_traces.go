package main

import (
	"os"
	"path/filepath"
	"strings"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/explore"
	"github.com/cpslab/cps/harness/trace"
)

// keptCase is the trace of one case of an exploration: it stays where the case is a bad
// one.
type keptCase struct {
	*trace.Recorder
	file *trace.File
}

// keepCases has an exploration leave the trace of each bad case in a folder.
func (a *app) keepCases(o *explore.Config, folder string) error {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return usage("--traces %s%s%s", a.t("un dossier", "a folder"), folder, a.t(" : ", ": "), a.system(cause(err)))
	}
	o.Record = func(c explore.Case, ch card.Channel) (explore.Recording, error) {
		f, err := a.beginTrace("traces", filepath.Join(folder, fileOfCase(c)))
		if err != nil {
			return nil, err
		}
		return &keptCase{f.Record(trace.Reader{Name: o.Name, Simulated: true}, ch), f}, nil
	}
	return nil
}

// fileOfCase names the trace of a case: what no file may be called stands as "_".
func fileOfCase(c explore.Case) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("-_.=@#", r) {
			return r
		}
		return '_'
	}, c.String()) + ".jsonl"
}

// Settle implements [explore.Recording].
func (k *keptCase) Settle(o explore.Outcome) error {
	if !o.Verdict.Bad() {
		return k.file.Abandon()
	}
	k.Mark("verdict", o.Verdict.String())
	return k.file.Close()
}
