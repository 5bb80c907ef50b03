package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"time"

	"github.com/cpslab/cps/harness/collected"
	"github.com/cpslab/cps/harness/workstation"
)

// writeCollected writes what was collected to a file of its own: one that is there
// already is left alone. A file that could not be written whole is taken away.
func (a *app) writeCollected(path string, rep workstation.Report) ([]string, error) {
	fail := func(err error) error {
		return usage("--collect %s%s%s", a.t("un fichier à écrire", "a file to write"), path, a.t(" : ", ": "), a.system(err))
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	switch {
	case errors.Is(err, fs.ErrExist):
		return nil, usage(a.t("--collect %s : ce fichier existe déjà", "--collect %s: that file is there already"), a.t("donner un autre nom, ou l'ôter d'abord", "give another name, or take it away first"), path)
	case err != nil:
		return nil, fail(err)
	}
	at, own := time.Now(), ownBuild()
	if rep.Clock.Known {
		at = rep.Clock.Value.Now
	}
	left, err := collected.Write(f, rep, "cpslab "+own.short(), at)
	if err = errors.Join(err, f.Close()); err != nil {
		_ = os.Remove(path) // half a file says less than none
		return nil, fail(err)
	}
	var out []string
	for _, l := range left {
		out = append(out, l.In(a.lang))
	}
	return out, nil
}

// saidCollected tells where the file is and what it does not hold.
func (a *app) saidCollected(d doctorDocument) string {
	if d.Written == "" {
		return ""
	}
	said := fmt.Sprintf(a.t("\nRelevé écrit dans %s ; « cpslab doctor --from » le juge sur un autre ordinateur. Il ne contient pas :\n", "\nWritten to %s; “cpslab doctor --from” judges it on another computer. It does not hold:\n"), d.Written)
	return said + "  - " + strings.Join(d.LeftOut, "\n  - ") + "\n"
}
