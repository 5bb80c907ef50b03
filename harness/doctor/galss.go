package doctor

import (
	"slices"
	"strings"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/workstation"
)

// galssInput puts all GALSS.INI files together, channel by channel with the card that
// is in its reader. A workstation without one has no channel that could be wrong.
func galssInput(rep workstation.Report) *diagnosis.GALSS {
	if !rep.Galss.Known {
		return nil
	}
	var channels []workstation.GalssChannel
	for _, g := range rep.Galss.Value {
		channels = append(channels, g.Channels...)
	}
	out := &diagnosis.GALSS{Lacks: galssLacks(rep, len(channels)), Installed: galssInstalled(rep)}
	if len(rep.Galss.Value) == 0 {
		out.SerialOnly, out.Swapped = diagnosis.TriNo, diagnosis.TriNo
		return out
	}
	for _, ch := range channels {
		switch {
		case !ch.Serial:
			out.Readers = append(out.Readers, ch.Setting)
		case serves(ch, forCPS), serves(ch, forVitale):
			out.SerialChannels = append(out.SerialChannels, ch.Setting)
		}
	}
	if len(channels) > 0 {
		out.SerialOnly = diagnosis.TriOf(len(out.Readers) == 0)
	}
	if len(out.Readers) == 0 {
		out.SerialChannels = nil // the rule on serial lines says it of all
	}
	out.Swapped, out.Wrong = wrongChannel(rep.Readers.Value, channels)
	return out
}

// What a device of GALSS.INI is for, by the beginning of its name (NomLAD): CPS and
// CPS1 are two slots for the CPS.
const (
	forCPS    = "CPS"
	forVitale = "VITALE"
)

func serves(ch workstation.GalssChannel, device string) bool {
	return slices.ContainsFunc(ch.Resources, func(name string) bool { return strings.HasPrefix(strings.ToUpper(name), device) })
}

// wrongChannel compares each channel with the card in its reader: TriYes when the CPS
// or the Vitale card is in another reader than its channel's, and which when they are
// not just inverted; TriUnknown when no card tells.
func wrongChannel(readers []workstation.Reader, channels []workstation.GalssChannel) (wrong diagnosis.Tri, which string) {
	var cpsAt, vitaleAt []string // readers that hold one
	there := map[string]workstation.Reader{}
	for _, r := range readers {
		there[r.Name] = r
		switch {
		case holdsCPS(r) && r.State != card.SlotEmpty:
			cpsAt = append(cpsAt, r.Name)
		case r.Card == workstation.CardVitale:
			vitaleAt = append(vitaleAt, r.Name)
		}
	}
	// Channels by what they serve, those whose reader is there.
	led := map[string][]string{}
	for _, ch := range channels {
		if _, known := there[ch.Setting]; !known || ch.Serial {
			continue
		}
		for _, device := range []string{forCPS, forVitale} {
			if serves(ch, device) {
				led[device] = append(led[device], ch.Setting)
			}
		}
	}
	meets := func(device string, at []string) bool {
		return slices.ContainsFunc(led[device], func(name string) bool { return slices.Contains(at, name) })
	}
	cpsRight, vitaleRight := meets(forCPS, cpsAt), meets(forVitale, vitaleAt)
	only := func(device string) bool {
		return !slices.ContainsFunc(led[device], func(n string) bool { return slices.Contains(led[other(device)], n) })
	}
	switch {
	case meets(forVitale, cpsAt) && !cpsRight && only(forVitale):
		return diagnosis.TriYes, ""
	case len(cpsAt) > 0 && len(led[forCPS]) > 0 && !cpsRight:
		return diagnosis.TriYes, "CPS: " + led[forCPS][0] + " / " + cpsAt[0]
	case len(vitaleAt) > 0 && len(led[forVitale]) > 0 && !vitaleRight:
		return diagnosis.TriYes, "Vitale: " + led[forVitale][0] + " / " + vitaleAt[0]
	}
	if i := slices.IndexFunc(led[forVitale], func(name string) bool { return there[name].Contactless }); i >= 0 {
		return diagnosis.TriYes, "Vitale: " + led[forVitale][i]
	}
	if cpsRight || vitaleRight {
		return diagnosis.TriNo, ""
	}
	return diagnosis.TriUnknown, ""
}

func other(device string) string {
	if device == forCPS {
		return forVitale
	}
	return forCPS
}

// galssInstalled reports whether GALSS is known to be installed.
func galssInstalled(rep workstation.Report) bool {
	g := rep.Components.Value.GALSS
	return g != nil && *g
}

// galssLacks tells what is not there of GALSS.INI where something may want it: GALSS
// itself, or software that bills through this computer.
func galssLacks(rep workstation.Report, channels int) string {
	wanted := galssInstalled(rep) || (&observations{rep: &rep}).bills()
	switch {
	case len(rep.Galss.Value) > 0 && channels == 0:
		return "empty"
	case len(rep.Galss.Value) == 0 && wanted:
		return "absent"
	default:
		return ""
	}
}
