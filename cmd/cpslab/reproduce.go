package main

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/cpslab/cps/harness"
	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/readers"
	"github.com/cpslab/cps/harness/report"
)

// maxMatches bounds how many readings of a message are shown.
const maxMatches = 3

func (a *app) reproduceCommand() *cobra.Command {
	var run bool
	cmd := &cobra.Command{
		Use:   "reproduce " + a.t(`"MESSAGE OU CODE"`, `"MESSAGE OR CODE"`),
		Short: a.t("Ce qu'un message ou un code de terrain veut dire, et comment le voir", "What a field message or code means, and how to see it"),
		Long: a.t(`Cherche un message (accents et casse ignorés), un code SSV en décimal ou en
hexadécimal, un nom PKCS#11 ou un status word, et donne les règles qui peuvent être en
cause dans l'ordre où les vérifier, les cartes simulées qui montrent l'état et les
commandes pour le voir. --run lance ces diagnostics.`,
			`Looks up a message (accents and case ignored), an SSV code in decimal or
hexadecimal, a PKCS#11 name or a status word, and gives the rules it may mean in the
order to check them, the simulated cards that show the state and the commands to see
it. --run runs these diagnoses.`),
		Example: "  cpslab reproduce 61444\n  cpslab reproduce \"pas de dam\"\n  cpslab reproduce 6983 --run",
		Args:    cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.reproduce(cmd.Context(), strings.Join(args, " "), run)
		},
	}
	cmd.Flags().BoolVar(&run, "run", false, a.t("lancer les diagnostics", "run the diagnoses"))
	return cmd
}

type matchJSON struct {
	Kind       string   `json:"kind"`
	Code       int64    `json:"code,omitempty"`
	Hex        string   `json:"hex,omitempty"`
	Name       string   `json:"name,omitempty"`
	Text       string   `json:"text,omitempty"`
	Score      int      `json:"score"`
	Rules      []string `json:"rules"`
	Presets    []string `json:"presets"`
	Commands   []string `json:"commands"`
	QuotedOnly []string `json:"quoted_only"`
}

func (a *app) reproduce(ctx context.Context, query string, run bool) error {
	matches := diagnosis.Reproduce(query)
	if len(matches) == 0 {
		return usage(a.t("« %s » : ni message ni code connu", "“%s”: no known message or code"),
			a.t("essayez quelques mots du message, ou le code en décimal ou en hexadécimal ; cpslab rules liste les règles", "try a few words of the message, or the code in decimal or hexadecimal; cpslab rules lists the rules"), query)
	}
	matches = matches[:min(len(matches), maxMatches)]
	var cards []string
	if run {
		cards = matches[0].Message.Presets
	}
	if a.json() {
		return a.reproduceJSON(ctx, query, matches, cards)
	}
	for i, m := range matches {
		if i > 0 {
			fmt.Fprintln(a.out)
		}
		a.printMatch(a.matchJSON(m))
	}
	for _, preset := range cards {
		fmt.Fprintf(a.out, "\n$ cpslab diagnose sim:%s\n", preset)
		doc, err := a.diagnosePreset(ctx, preset)
		if err != nil {
			return err
		}
		if err := report.Text(a.out, doc, report.TextOptions{Color: a.style.color, Width: a.style.width}); err != nil {
			return err
		}
	}
	return nil
}

// reproduceJSON prints the matches, and the documents of the cards that were
// asked to be run.
func (a *app) reproduceJSON(ctx context.Context, query string, matches []diagnosis.Match, cards []string) error {
	list := make([]matchJSON, 0, len(matches))
	for _, m := range matches {
		list = append(list, a.matchJSON(m))
	}
	var documents []json.RawMessage
	for _, preset := range cards {
		doc, err := a.diagnosePreset(ctx, preset)
		if err != nil {
			return err
		}
		b, err := doc.JSON()
		if err != nil {
			return err
		}
		documents = append(documents, b)
	}
	return a.writeJSON(struct {
		Schema    int               `json:"schema"`
		Query     string            `json:"query"`
		Matches   []matchJSON       `json:"matches"`
		Documents []json.RawMessage `json:"documents,omitempty"` // as of cpslab diagnose, with --run
	}{1, query, list, documents})
}

// diagnosePreset reads and judges one card of the gallery. What blocks there is
// what was asked for, so the exit code stays as it is.
func (a *app) diagnosePreset(ctx context.Context, preset string) (report.Document, error) {
	address := harness.SchemeSim + ":" + preset
	in, err := a.examine(ctx, &readers.Set{}, address, diagnosis.Facts{Use: diagnosis.UseBilling})
	if err != nil && in.Reader.State == diagnosis.ReaderUnknown {
		return report.Document{}, err
	}
	return a.judge(address, &in, err, time.Now(), false), nil
}

func (a *app) matchJSON(m diagnosis.Match) matchJSON {
	out := matchJSON{
		Kind: string(m.Message.Kind), Code: m.Message.Code, Hex: m.Message.Hex(), Name: m.Message.Name, Text: m.Message.Text, Score: m.Score,
		Rules: append([]string{}, m.Message.Rules...), Presets: append([]string{}, m.Message.Presets...),
		Commands: []string{}, QuotedOnly: []string{},
	}
	for _, p := range m.Message.Presets {
		out.Commands = append(out.Commands, "cpslab diagnose sim:"+p)
	}
	for _, q := range m.Message.QuotedOnly {
		out.QuotedOnly = append(out.QuotedOnly, q.In(a.lang))
	}
	return out
}

func (a *app) printMatch(m matchJSON) {
	head := m.Kind
	switch {
	case m.Name != "":
		head += " " + m.Name
	case m.Code != 0 && m.Kind == string(diagnosis.KindSSV):
		head += fmt.Sprintf(" %d (%s)", m.Code, m.Hex)
	case m.Code != 0:
		head += " " + m.Hex
	}
	fmt.Fprintln(a.out, head)
	if m.Text != "" {
		fmt.Fprintf(a.out, "« %s »\n", m.Text)
	}
	if len(m.Rules) > 0 {
		fmt.Fprintln(a.out, a.t("\nCauses possibles, dans l'ordre :", "\nPossible causes, in order:"))
	}
	for i, id := range m.Rules {
		title := ""
		if r, ok := diagnosis.ByID(id); ok {
			title = r.Title.In(a.lang)
		}
		fmt.Fprintf(a.out, "  %d. %-12s  %s\n", i+1, id, title)
	}
	if len(m.Commands) > 0 {
		fmt.Fprintln(a.out, a.t("\nPour le voir :", "\nTo see it:"))
	}
	for _, c := range m.Commands {
		fmt.Fprintln(a.out, "  "+c)
	}
	if len(m.QuotedOnly) > 0 {
		fmt.Fprintln(a.out, a.t("\nCité seulement, non provoqué ici :", "\nQuoted only, not provoked here:"))
	}
	for _, q := range m.QuotedOnly {
		fmt.Fprintln(a.out, "  - "+q)
	}
}
