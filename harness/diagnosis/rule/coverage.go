package rule

// Coverage counts the rules of one family by what their conditions rest on.
type Coverage struct {
	Family string // "DAM"
	Rules  int
	By     map[How]int
	// ByFact are the rules that wait for a declared fact, the first of which is
	// their Needs.
	ByFact []*Rule
	// NotKnowable are the rules that no program can judge; their Why gives the
	// reason.
	NotKnowable []*Rule
}

// CoverageByFamily returns the coverage of every family, in the order of the
// catalogue.
func CoverageByFamily() []Coverage {
	var out []Coverage
	for _, family := range [...]string{"ID", "TYPE", "VAL", "DAM", "BILL", "CONV", "SIGN", "ACT", "PIN", "UPD", "CERT", "WS", "RDR", "OPP", "NET"} {
		c := Coverage{Family: family, By: map[How]int{}}
		for _, r := range table {
			if r.Family() != family {
				continue
			}
			c.Rules++
			c.By[r.How]++
			if r.How == FromFact {
				c.ByFact = append(c.ByFact, r)
			}
			if !r.How.Checked() {
				c.NotKnowable = append(c.NotKnowable, r)
			}
		}
		out = append(out, c)
	}
	return out
}
