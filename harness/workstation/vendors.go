package workstation

import (
	_ "embed"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/cpslab/cps/harness/card/text"
)

// vendorTable is data of the field, dated line by line.
//
//go:embed vendors.tsv
var vendorTable string

// VendorKind is what a vendor's programs are to the card.
type VendorKind string

// Kinds of vendors. An agent and a component are there as a rule; billing software
// beside the one in use competes for the card.
const (
	VendorBilling   VendorKind = "billing"
	VendorAgent     VendorKind = "agent"
	VendorComponent VendorKind = "component"
	VendorHolder    VendorKind = "holder"
	VendorJava      VendorKind = "java" // some programs of billing software are Java's
)

// Vendor is one line of the table of vendors.
type Vendor struct {
	Name   string
	Kind   VendorKind
	Where  string // "process", "exact", "product", "publisher", "label", "folder"
	Match  string // lower case, without accents
	Seen   string // month it was last seen, YYYY-MM
	Source string
}

// Vendors returns the table of vendors. It is shared: read it, never change it.
func Vendors() []Vendor { return vendors() }

var vendors = sync.OnceValue(func() []Vendor {
	var out []Vendor
	for line := range strings.Lines(vendorTable) {
		line = strings.TrimRight(line, "\r\n")
		if f := strings.Split(line, "\t"); len(f) == 6 && !strings.HasPrefix(line, "#") {
			out = append(out, Vendor{f[0], VendorKind(f[1]), f[2], f[3], f[4], f[5]})
		}
	}
	return out
})

// vendor returns the first line that holds for one of the places, nil when none does.
func vendor(name string, where ...string) *Vendor {
	name = text.Fold(name)
	list := vendors()
	for i := range list {
		v := &list[i]
		if !slices.Contains(where, v.Where) {
			continue
		}
		var held bool
		switch v.Where {
		case "process":
			held = strings.HasPrefix(name, v.Match)
		case "exact":
			held = strings.TrimSuffix(name, ".exe") == v.Match
		case "label":
			held = strings.Contains(name, v.Match)
		default: // words of a name: "CGM" is not in "CGMR"
			held = holdsWords(name, v.Match)
		}
		if held {
			return v
		}
	}
	return nil
}

// holdsWords reports whether words stand in a name, bounded by other characters than
// letters on their left: a version may follow at once, as in "fsv-1.40" and "jfse3".
func holdsWords(name, words string) bool {
	for at := 0; ; {
		i := strings.Index(name[at:], words)
		if i < 0 {
			return false
		}
		i += at
		end := i + len(words)
		if (i == 0 || !letter(name[i-1])) && (end == len(name) || !letter(name[end])) {
			return true
		}
		at = i + 1
	}
}

func letter(c byte) bool { return 'a' <= c && c <= 'z' }

// VendorOfProduct returns whose an installed product is, nil for one that the table
// does not know.
func VendorOfProduct(p *Product) *Vendor {
	if v := vendor(p.Name, "product", "label"); v != nil {
		return v
	}
	return vendor(p.Publisher, "publisher")
}

// VendorOfProgram returns whose a program is, nil for one that the table does not
// know. Java counts as whose folder it runs from.
func VendorOfProgram(p *Program) *Vendor {
	if v := vendor(p.Folder, "folder"); v != nil {
		return v
	}
	if p.Starts && p.Count == 0 {
		if v := vendor(p.Name, "label"); v != nil {
			return v
		}
	}
	return vendor(p.Name, "process", "exact")
}

// WithVendors fills in whose each program is.
func WithVendors(list []Program) []Program {
	for i := range list {
		if v := VendorOfProgram(&list[i]); v != nil {
			list[i].Vendor = v.Name
		}
	}
	return list
}

// folderClass tells in what kind of folder a program lies, so that no path is kept:
// the name of a folder of the table of vendors, or one of the system's own.
func folderClass(file string) string {
	file = strings.ToLower(strings.ReplaceAll(file, `\`, "/"))
	dir := path.Dir(file)
	for part := range strings.SplitSeq(dir, "/") {
		if v := vendor(part, "folder"); v != nil {
			return v.Match
		}
	}
	for _, class := range []struct{ begins, name string }{
		{"c:/program files (x86)", "program-files-x86"},
		{"c:/program files", "program-files"},
		{"c:/programdata", "program-data"},
		{"c:/windows", "system"},
		{"c:/users", "user"},
		{"/users", "user"},
		{"/home", "user"},
		{"/root", "user"},
		{"/applications", "applications"},
		{"/library", "library"},
		{"/system", "system"},
		{"/usr", "system"},
		{"/opt", "opt"},
	} {
		if strings.HasPrefix(dir, class.begins) {
			return class.name
		}
	}
	return "other"
}
