package main

import (
	"fmt"
	"io"

	"github.com/cpslab/cps/harness/card/text"
)

// output is standard output. It keeps its first error, which no print has to
// look at: the end of the program does.
type output struct {
	w   io.Writer
	err error
}

func (o *output) Write(b []byte) (int, error) {
	if o.err != nil {
		return 0, o.err
	}
	n, err := o.w.Write(b)
	o.err = err
	return n, err
}

// lost says that the result did not get where it should have gone, and returns
// the exit code. A reader that has seen enough ("cpslab rules | head -1") is told
// nothing, and the code is that of the command: nothing failed.
func (a *app) lost(err error) int {
	if text.IsHungUp(err) {
		return a.code
	}
	fmt.Fprintln(a.err, a.t("cpslab : sortie standard non écrite, le résultat est perdu : ", "cpslab: standard output not written, the result is lost: ")+a.system(err))
	return exitBench
}
