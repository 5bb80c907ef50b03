package lookup

import "slices"

// LogGroup are texts and codes of a log that lead to one rule first, or that have one
// meaning where they lead to none.
type LogGroup struct {
	Match Match    // the first of them
	Rules []string // of all of them, in the order to check; empty, not nil, for none
	Seen  []LogCause
}

// Groups gathers the causes of a log, in their order.
func (l *Log) Groups() []LogGroup {
	var out []LogGroup
	for _, c := range l.Causes {
		m := c.Match.Message
		at := slices.IndexFunc(out, func(g LogGroup) bool {
			if len(m.Rules) == 0 || len(g.Rules) == 0 {
				return len(m.Rules) == len(g.Rules) && g.Match.Message.Meaning == m.Meaning
			}
			return g.Rules[0] == m.Rules[0]
		})
		if at < 0 {
			at = len(out)
			out = append(out, LogGroup{Match: c.Match, Rules: []string{}})
		}
		into := &out[at]
		into.Seen = append(into.Seen, c)
		for _, id := range m.Rules {
			if !slices.Contains(into.Rules, id) {
				into.Rules = append(into.Rules, id)
			}
		}
	}
	return out
}
