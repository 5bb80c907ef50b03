//go:build !nosuite

package main

import (
	"strings"
	"testing"

	"github.com/cpslab/cps/scenarios"
)

// “For the same reason” is said of the last step that did not run, and not right behind a
// failure.
func TestTheSameReason(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	w := stepPrinter{a: &app{streams: streams{out: &out}, lang: "en"}}
	missed := func(reason string) (p scenarios.Progress) {
		p.Spec.Name, p.Spec.Cause, p.Spec.Reason = "step", "x", reason
		return p
	}
	failed := missed("broken")
	failed.Spec.Cause = ""
	for _, p := range []scenarios.Progress{missed("A"), missed("A"), {Passed: true, Spec: missed("").Spec}, missed("A"), failed, missed("A"), missed("B"), missed("B")} {
		w.print(p)
	}
	const want = `◐ step: not run: A
◐ step: not run, for the same reason
● step
◐ step: not run, for the same reason
■ step: FAILED: broken
◐ step: not run: A
◐ step: not run: B
◐ step: not run, for the same reason
`
	if out.String() != want {
		t.Errorf("%s\nwant\n%s", out.String(), want)
	}
}
