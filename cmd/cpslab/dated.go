package main

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/workstation"
)

// datedData is data that grows old: contacts, versions and systems, vendors.
type datedData struct {
	Kind   string `json:"kind"` // "contact", "version", "vendor"
	Says   string `json:"says"`
	Seen   string `json:"seen"` // YYYY-MM
	Source string `json:"source"`
	Old    bool   `json:"old"` // last seen more than a year ago
}

// dated is all of it, the longest unseen first; what was last seen more than a year
// before now is old.
func (a *app) dated(now time.Time) []datedData {
	var out []datedData
	year := now.AddDate(-1, 0, 0).Format("2006-01")
	add := func(kind, says, seen, source string) {
		d := datedData{kind, says, seen, source, seen < year}
		if !slices.Contains(out, d) {
			out = append(out, d)
		}
	}
	for _, c := range diagnosis.Contacts() {
		says := string(c.ID) + ", " + c.Who.In(a.lang)
		if c.Display != "" {
			says += ": " + c.Display
		}
		add("contact", says, c.Seen, c.Source)
	}
	for _, d := range diagnosis.DatedData() {
		add("version", d.Says, d.Seen, d.Source)
	}
	for _, v := range workstation.Vendors() {
		add("vendor", v.Name+", "+string(v.Kind), v.Seen, v.Source)
	}
	slices.SortStableFunc(out, func(x, y datedData) int { return cmp.Compare(x.Seen, y.Seen) })
	return out
}

// ruleDated lists the data that was last seen more than a year ago; all of it in JSON.
func (a *app) ruleDated() error {
	all := a.dated(a.now())
	if a.json() {
		return a.writeJSON(struct {
			Schema int         `json:"schema"`
			Dated  []datedData `json:"dated"`
		}{1, all})
	}
	old := slices.DeleteFunc(slices.Clone(all), func(d datedData) bool { return !d.Old })
	for _, d := range old {
		fmt.Fprintf(a.out, "%s  %s\n         %s\n", d.Seen, d.Says, d.Source)
	}
	fmt.Fprintf(a.out, a.t("%d données datées, dont %d vues pour la dernière fois il y a plus d'un an\n", "%d dated data, %d of them last seen more than a year ago\n"), len(all), len(old))
	return nil
}
