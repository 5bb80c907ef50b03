package main

import (
	"github.com/spf13/cobra"

	"github.com/cpslab/cps/harness/report"
	"github.com/cpslab/cps/simulator"
)

func (a *app) schemaCommand() *cobra.Command {
	var output, doctor, reproduce bool
	cmd := &cobra.Command{
		Use:   "schema",
		Short: a.t("Schéma JSON des profils, ou des sorties", "JSON schema of profiles, or of outputs"),
		Long: a.t(`Écrit le schéma JSON des profils YAML, pour votre éditeur ; avec --output, celui de
« diagnose --format json » ; avec --doctor, celui de « doctor --format json » ; avec
--reproduce, celui de « reproduce --format json ».`,
			`Prints the JSON schema of YAML profiles, for your editor; with --output, that of
“diagnose --format json”; with --doctor, that of “doctor --format json”; with
--reproduce, that of “reproduce --format json”.`),
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			schema := simulator.ProfileSchema()
			switch {
			case output && doctor, output && reproduce, doctor && reproduce:
				return usage("--output, --doctor, --reproduce: %s", "", a.t("un seul schéma à la fois", "one schema at a time"))
			case output:
				schema = report.Schema()
			case reproduce:
				schema = reproduceSchema
			case doctor:
				var err error
				if schema, err = doctorSchema(); err != nil {
					return err
				}
			}
			_, err := a.out.Write(schema)
			return err
		},
	}
	cmd.Flags().BoolVar(&output, "output", false, a.t("le schéma des sorties", "the schema of outputs"))
	cmd.Flags().BoolVar(&doctor, "doctor", false, a.t("le schéma de la vérification du poste", "the schema of the workstation check"))
	cmd.Flags().BoolVar(&reproduce, "reproduce", false, a.t("le schéma de la recherche d'un message", "the schema of the search for a message"))
	return cmd
}
