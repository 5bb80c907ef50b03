package evidence

import "github.com/cpslab/cps/harness/report"

// Check holds a run that came from elsewhere, under that name, to what [Read] holds a file
// to. The error is bad input.
func Check(name string, run *report.Run) error {
	if why := incoherent(run); !why.IsZero() {
		return badFile(name, why, runHint)
	}
	return nil
}
