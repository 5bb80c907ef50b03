package lookup

import (
	"strings"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/diagnosis/code"
	"github.com/cpslab/cps/harness/diagnosis/rule"
)

// installerShown are the ends of an installation that have a variant of the rule.
var installerShown = map[int64]string{1603: "failed", 1605: rule.VariantGhost, 1614: rule.VariantGhost, 1612: rule.VariantNoSource, 1618: rule.VariantAnother, 1638: rule.VariantSameProduct}

// isInstalling reports whether a word speaks of an installation.
func isInstalling(word string) bool {
	return strings.HasPrefix(word, "install") || strings.HasPrefix(word, "desinstall") || strings.HasPrefix(word, "msi") || word == "setup" || word == "composants"
}

// installerMessages are the codes of Windows Installer, of which every one says of an
// installation, not of the card.
func installerMessages() []Message {
	all := make([]Message, 0, len(code.All(code.Installer)))
	for _, c := range code.All(code.Installer) {
		m := Message{Kind: KindInstaller, Code: c.Value, Rules: ids(rule.WS030), QuotedOnly: []text.Text{quotedWindows}}
		if end := installerShown[c.Value]; end != "" {
			m.Shows = []rule.Demonstration{{Rule: rule.WS030.ID(), Facts: []string{"ws.installer=" + end}}}
		}
		all = append(all, m)
	}
	return all
}
