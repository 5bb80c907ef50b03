//go:build nosuite

package main

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"github.com/cpslab/cps/cmd/cpslab/early"
	"github.com/cpslab/cps/harness/report"
	"github.com/cpslab/cps/harness/stack"
)

// A program built with the tag nosuite holds no scenarios, nor the libraries that run
// them, and starts in half the time. What needs them is done by the same program built
// without the tag, which stands beside it under the name cpslab-suite: package early
// puts it in the place of this process before anything else begins. Here is what is
// left: that program is not there, or the system cannot replace a process.

func (a *app) runScenarios(cmd *cobra.Command, _ string, _ runFlags) error {
	return a.startSuite(cmd.Context())
}

func (a *app) certify(cmd *cobra.Command, _ string, _ certifyFlags) error {
	return a.startSuite(cmd.Context())
}

func (a *app) certifyVerify(string, string) error { return a.startSuite(context.Background()) }

func (a *app) certifyRender(string, string, bool) error { return a.startSuite(context.Background()) }

func (a *app) certifySecond(ctx context.Context, _ string, _ readerFlags) error {
	return a.startSuite(ctx)
}

// wholeProgram says that this program has the suite, and what writes its reports.
const wholeProgram = false

func junitOf(*report.Run) ([]byte, error) { return nil, errors.ErrUnsupported }

func (a *app) mergeReports(cmd *cobra.Command, _ []string, _ runFiles) error {
	return a.startSuite(cmd.Context())
}

func (a *app) diffReports(cmd *cobra.Command, _, _ string) error { return a.startSuite(cmd.Context()) }

func (a *app) withEach(ctx context.Context, _ eachFlags, _ []string, _ stack.Config, _ bool) error {
	return a.startSuite(ctx)
}

func (a *app) runLabels(string, runFlags) error { return a.startSuite(context.Background()) }

func completeLabels(cmd *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
	return nil, cobra.ShellCompDirectiveNoFileComp
}

func (a *app) farmHub(ctx context.Context, _ hubFlags) error { return a.startSuite(ctx) }

func (a *app) farmStation(ctx context.Context, _ farmStationFlags) error { return a.startSuite(ctx) }

func (a *app) farmRun(cmd *cobra.Command, _ string, _ farmRunFlags) error {
	return a.startSuite(cmd.Context())
}

func (a *app) farmStatus(ctx context.Context, _ farmFlags) error { return a.startSuite(ctx) }

func (a *app) farmDrain(ctx context.Context, _ farmFlags, _ string) error { return a.startSuite(ctx) }

func (a *app) farmKeys(_ string, _, _ []string) error { return a.startSuite(context.Background()) }

// startSuite does this command line with the program that has the suite.
func (a *app) startSuite(ctx context.Context) error {
	code, err := early.Suite(ctx)
	if err != nil {
		return &cliError{
			code: exitBench, err: err,
			text: a.t("le programme des scénarios n'a pas démarré : ", "the program of the scenarios did not start: ") + a.system(err),
			hint: a.t(early.SuiteName+" se tient à côté de cpslab : make build fait les deux ; go build ./cmd/cpslab fait un seul programme, qui a tout",
				early.SuiteName+" stands beside cpslab: make build makes both; go build ./cmd/cpslab makes a single one, which has everything"),
		}
	}
	a.code, a.answered = code, true
	return nil
}
