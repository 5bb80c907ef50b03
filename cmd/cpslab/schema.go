package main

import (
	"github.com/spf13/cobra"

	"github.com/cpslab/cps/harness/report"
	"github.com/cpslab/cps/simulator"
)

func (a *app) schemaCommand() *cobra.Command {
	var output bool
	cmd := &cobra.Command{
		Use:   "schema",
		Short: a.t("Schéma JSON des profils, ou des sorties", "JSON schema of profiles, or of outputs"),
		Long: a.t(`Écrit le schéma JSON des profils YAML, pour votre éditeur ; avec --output, celui de
« diagnose --format json ».`,
			`Prints the JSON schema of YAML profiles, for your editor; with --output, that of
“diagnose --format json”.`),
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			schema := simulator.ProfileSchema()
			if output {
				schema = report.Schema()
			}
			_, err := a.out.Write(schema)
			return err
		},
	}
	cmd.Flags().BoolVar(&output, "output", false, a.t("le schéma des sorties", "the schema of outputs"))
	return cmd
}
