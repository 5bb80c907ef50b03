package main

import (
	"context"
	"time"

	"github.com/cpslab/cps/harness/collected"
)

// notRead is a part of a collected file that could not be read, or that should have
// been otherwise, in the output contract.
type notRead struct {
	Part string `json:"part"`
	Kept bool   `json:"kept"` // it was read all the same
	Why  string `json:"why"`
}

// collectedFile reads what another computer told, from the file that --from names, "-"
// for standard input.
func (a *app) collectedFile(ctx context.Context, path string) (collected.File, error) {
	if path == "-" {
		return collected.Read(interruptible{ctx, a.in}, "--from -")
	}
	f, err := openInput(ctx, path)
	switch {
	case ctx.Err() != nil:
		return collected.File{}, ctx.Err()
	case err != nil:
		return collected.File{}, usage("--from %s%s%s", a.t("un fichier de cpslab doctor --collect", "a file of cpslab doctor --collect"), path, a.t(" : ", ": "), a.system(err))
	}
	defer f.Close()
	return collected.Read(f, "--from "+path)
}

// judgeFile judges what another computer told. Of this one nothing counts: not even
// the day, where the file tells one.
func (a *app) judgeFile(ctx context.Context, f doctorFlags) error {
	facts, today, err := a.declaredOn(ctx, f.factFlags)
	if err != nil {
		return err
	}
	file, err := a.collectedFile(ctx, f.from)
	if err != nil {
		return err
	}
	request := doctorRequest{facts: facts, explain: f.explain, now: today, from: f.from, problems: []notRead{}}
	if f.now == "" && !file.Day.IsZero() {
		request.now = file.Day
	}
	request.collected = file.Day
	for _, p := range file.Problems {
		request.problems = append(request.problems, notRead{p.Part, p.Kept, p.Why.In(a.lang)})
	}
	return a.doctor(file.Workstation, request)
}

// dayOf writes the day of a collection, "" when the file tells none.
func dayOf(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.DateOnly)
}
