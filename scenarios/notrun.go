package scenarios

import (
	"errors"
	"slices"
	"strings"

	. "github.com/onsi/ginkgo/v2"

	"github.com/cpslab/cps/harness"
	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/guard"
	"github.com/cpslab/cps/harness/report"
)

// Cause is why a scenario did not run, for programs. [Spec].Reason says it to people.
type Cause string

// The causes.
const (
	CausePermission    Cause = "permission"              // the owner of the card did not allow its effects
	CauseAbsent        Cause = report.CauseAbsent        // no reader, or no card in it
	CauseMute          Cause = report.CauseMute          // the card gives no answer to reset
	CauseBlocked       Cause = report.CauseBlocked       // the PIN of the card is blocked
	CauseTries         Cause = "tries"                   // fewer than two tries are known to be left
	CauseUnknownCard   Cause = "unknown-card"            // a card that this bench does not know
	CauseNotApplicable Cause = report.CauseNotApplicable // the card has nothing that the scenario is about
	CauseInterrupted   Cause = "interrupted"             // the run was
	CauseBench         Cause = "bench"                   // reader or service failed
)

// notRun is the report entry of a spec that did not run.
type notRun struct {
	Cause Cause              `json:"cause"`
	Needs []guard.Permission `json:"needs,omitempty"` // for CausePermission
}

// skip ends a spec that cannot run on this card.
func (b *bench) skip(cause Cause, why text.Text, needs ...guard.Permission) {
	GinkgoHelper()
	AddReportEntry(entryNotRun, notRun{cause, needs}, ReportEntryVisibilityNever)
	b.says(why)
	Skip(why.In(b.lang))
}

// Why a card cannot show what a spec is about.
var (
	noBilling     = text.Of("la carte n'a pas de situation de facturation", "the card holds no billing situations")
	noPINOnFace   = text.Of("une carte sans contact n'a pas de code porteur", "a card without contacts has no PIN")
	unknownCard   = text.Of("carte inconnue de ce banc", "a card that this bench does not know")
	noActivity    = text.Of("la carte n'a pas d'activité 01", "the card lists no activity 01")
	issuersFiles  = text.Of("ce qu'un émetteur a écrit n'est mis à l'épreuve que sur une carte simulée", "what an issuer wrote is put to the test on simulated cards only")
	noAuthor      = text.Of("personne n'a écrit ce que cette carte doit donner", "nobody wrote what this card has to give")
	muteCard      = text.Of("la carte est muette : elle ne répond pas à sa mise sous tension", "the card is mute: it gives no answer to reset")
	blockedPIN    = text.Of("le code porteur de la carte est bloqué", "the PIN of the card is blocked")
	fewTries      = text.Of("moins de deux essais restants, ou on ne sait combien", "fewer than two tries are known to be left")
	refusedBefore = text.Of("la carte a refusé le code porteur, qui n'est pas présenté de nouveau", "the card refused the PIN, which is not presented again")
	interrupted   = text.Of("interrompu", "interrupted")
)

// needed says which permissions a scenario lacks.
func needed(needs []guard.Permission) text.Text {
	names := make([]string, len(needs))
	for i, n := range needs {
		names[i] = string(n)
	}
	list := strings.Join(names, ",")
	return text.Of("demande --allow %s et le numéro de série de la carte", "needs --allow %s and the serial number of the card", list)
}

// Lacking says in one text which permissions scenarios lack that did not run; it is
// zero when they lack none.
func Lacking(specs []Spec) text.Text {
	all := slices.DeleteFunc(guard.AllPermissions(), func(p guard.Permission) bool {
		return !slices.ContainsFunc(specs, func(s Spec) bool { return slices.Contains(s.Needs, p) })
	})
	if len(all) == 0 {
		return text.Text{}
	}
	return needed(all)
}

// simulatedOnly says that an effect is never had on a real card.
func simulatedOnly(e effect) text.Text {
	return text.Of("%s : sur une carte simulée seulement", "%s is for simulated cards only", e.label())
}

// skipNamed skips a spec for a state of reader or card that has a name, and
// returns for any other error, or none.
func (b *bench) skipNamed(err error) {
	GinkgoHelper()
	if !harness.Named(err) {
		return
	}
	if errors.Is(err, card.ErrMute) {
		b.skip(CauseMute, muteCard)
	}
	state := card.ErrNoCard
	if errors.Is(err, card.ErrNoReader) {
		state = card.ErrNoReader
	}
	why, _ := text.Said(state)
	b.skip(CauseAbsent, why)
}

// skipWithoutTries skips a spec on a card whose PIN must not be presented.
func (b *bench) skipWithoutTries(pin card.Counter) {
	GinkgoHelper()
	switch {
	case pin.Blocked():
		b.skip(CauseBlocked, blockedPIN)
	case pin.State != card.Present || pin.Left < card.MinTries:
		b.skip(CauseTries, fewTries)
	}
}

// skipWithoutPIN skips a spec that presents a PIN where none may be presented.
func (s *session) skipWithoutPIN() {
	GinkgoHelper()
	switch {
	case s.pin() != nil:
	case s.b.set.PINSpent():
		s.b.skip(CauseTries, refusedBefore)
	default:
		s.b.skip(CausePermission, needed([]guard.Permission{guard.AllowPIN}), guard.AllowPIN)
	}
}

// lacking returns the permissions that effects need on a real card and the user
// did not give, in the order of the documentation.
func lacking(effects []effect, allowed guard.Permissions) []guard.Permission {
	return slices.DeleteFunc(guard.AllPermissions(), func(p guard.Permission) bool {
		return slices.Contains(allowed.Allow, p) ||
			!slices.ContainsFunc(effects, func(e effect) bool { return slices.Contains(permissions[e], p) })
	})
}
