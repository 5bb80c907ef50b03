package main

import (
	"github.com/spf13/cobra"

	"github.com/cpslab/cps/harness/ask"
	"github.com/cpslab/cps/harness/report"
	"github.com/cpslab/cps/simulator"
)

func (a *app) schemaCommand() *cobra.Command {
	var output, doctor, reproduce, run, conversation bool
	cmd := &cobra.Command{
		Use:   "schema",
		Short: a.t("Schéma JSON des profils, ou des sorties", "JSON schema of profiles, or of outputs"),
		Long: a.t(`Écrit le schéma JSON des profils YAML, pour votre éditeur ; avec --output, celui de
« diagnose --format json » ; avec --doctor, celui de « doctor --format json » ; avec
--reproduce, celui de « reproduce --format json » ; avec --run, celui de « run --json » ;
avec --ask, celui des tours de « ask --format json ».`,
			`Prints the JSON schema of YAML profiles, for your editor; with --output, that of
“diagnose --format json”; with --doctor, that of “doctor --format json”; with
--reproduce, that of “reproduce --format json”; with --run, that of “run --json”; with
--ask, that of the turns of “ask --format json”.`),
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			schema := simulator.ProfileSchema()
			asked := 0
			for _, flag := range []bool{output, doctor, reproduce, run, conversation} {
				if flag {
					asked++
				}
			}
			switch {
			case asked > 1:
				return usage("--output, --doctor, --reproduce, --run, --ask: %s", "", a.t("un seul schéma à la fois", "one schema at a time"))
			case output:
				schema = report.Schema()
			case reproduce:
				schema = reproduceSchema
			case conversation:
				schema = ask.Schema()
			case run:
				schema = report.RunSchema()
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
	cmd.Flags().BoolVar(&run, "run", false, a.t("le schéma d'un déroulement de scénarios", "the schema of a run of scenarios"))
	cmd.Flags().BoolVar(&conversation, "ask", false, a.t("le schéma des tours d'une conversation", "the schema of the turns of a conversation"))
	return cmd
}
