package main

import (
	"github.com/spf13/cobra"

	"github.com/cpslab/cps/harness/stack"
)

// insideName is the command with which this program serves the inside of a private
// PC/SC service; see stack.Config.Inside.
const insideName = "stack-inside"

func inside() []string { return []string{"cpslab", insideName} }

func (a *app) insideCommand() *cobra.Command {
	return &cobra.Command{
		Use:                insideName,
		Short:              a.t("Tenir le réseau d'un service PC/SC privé (usage interne)", "Hold the network of a private PC/SC service (internal)"),
		Hidden:             true,
		DisableFlagParsing: true, // what follows is a command and its arguments
		RunE:               func(_ *cobra.Command, args []string) error { return stack.ServeInside(args) },
	}
}
