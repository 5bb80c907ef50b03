package simulator

import (
	"strings"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/card/yaml"
)

// ProfileError says what is wrong in a profile, where, and what would be right. Nothing
// was made of the profile. Lines that may hold a code are shown with their digits masked.
type ProfileError = yaml.Error

// oneOf is the hint that names what is possible.
func oneOf(written string, possible []string) text.Text {
	list := strings.Join(possible, ", ")
	if best := text.Closest(written, possible); best != "" {
		return text.Of("vouliez-vous dire « %s » ? Possibles : %s", "did you mean %q? Possible: %s", best, list)
	}
	return text.Of("un de : %s", "one of %s", list)
}
