package scenarios

import (
	"slices"

	"github.com/cpslab/cps/harness/report"
)

// Planned is a scenario that the filters of a run choose.
type Planned struct {
	Name string
	// Presents says that it presents a code to the card under test: where somebody else
	// divides a run, he has to know what must not be done twice.
	Presents bool
}

// Plan gives the scenarios of a run in its order, and what each part of it says of the run:
// its head, without any scenario. None runs. A Seed is needed for an order that holds. The
// error is a *UsageError.
func Plan(o RunOptions) (head *report.Run, specs []Planned, err error) {
	if err := o.check(); err != nil {
		return nil, nil, err
	}
	running.Lock()
	defer running.Unlock()
	chosen, err := o.chosen()
	if err != nil {
		return nil, nil, err
	}
	if len(chosen) == 0 {
		return nil, nil, o.noMatch()
	}
	for _, spec := range chosen {
		labels := spec.Labels()
		presents := slices.ContainsFunc([]effect{effectLogin, effectPIN, effectSign}, func(e effect) bool { return slices.Contains(labels, e.label()) })
		specs = append(specs, Planned{spec.FullText(), presents})
	}
	head = o.runOf(o.noResults(nil), new(runState))
	return head, specs, nil
}
