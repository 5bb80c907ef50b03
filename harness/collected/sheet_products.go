package collected

import (
	"strings"

	"github.com/cpslab/cps/harness/workstation"
)

func (f *reading) products(part string) {
	var list []struct {
		Name, Version, Publisher string
		Bits                     number
		Registered               *bool
	}
	if !f.decode(part, &list) {
		return
	}
	out := []workstation.Product{}
	for _, p := range list {
		out = append(out, workstation.Product{Name: p.Name, Version: p.Version, Publisher: p.Publisher, Bits: int(p.Bits), Registered: p.Registered})
	}
	f.setProducts(out)
}

func (f *reading) receipts(part string) {
	var list []struct{ ID, Version string }
	if !f.decode(part, &list) {
		return
	}
	out := []workstation.Product{}
	for _, p := range list {
		out = append(out, workstation.Product{Name: p.ID, Version: p.Version})
	}
	f.setProducts(out)
}

// setProducts adds products, and what they say of the Cryptolib.
func (f *reading) setProducts(list []workstation.Product) {
	r := &f.file.Workstation
	r.Products = fact(append(r.Products.Value, list...))
	origin := workstation.FromRegistry
	if r.System.Value.OS == "darwin" {
		origin = workstation.FromReceipt
	}
	lib := workstation.Cryptolib{Copies: append([]workstation.Copy{}, r.Cryptolib.Value.Copies...)}
	for i := range list {
		p := &list[i]
		if workstation.IsCryptolib(p.Name) {
			lib.Copies = append(lib.Copies, workstation.Copy{Origin: origin, Path: p.Name, Version: p.Version, Bits: p.Bits, Ghost: p.Ghost()})
		}
	}
	lib.Newest()
	r.Cryptolib = fact(lib)
}

// components returns what is known of the components of SESAM-Vitale, to add to.
func (f *reading) components() *workstation.Components {
	c := &f.file.Workstation.Components
	if !c.Known {
		*c = fact(workstation.Components{})
	}
	return &c.Value
}

func (f *reading) santesocial(part string) {
	var v map[workstation.Arch][]string
	if f.decode(part, &v) {
		f.components().Folders = v
	}
}

func (f *reading) fsvRegistry(part string) {
	var v []string
	if !f.decode(part, &v) {
		return
	}
	c := f.components()
	c.Releases = []workstation.Release{}
	for _, s := range v {
		version, arch, _ := strings.Cut(strings.TrimSpace(s), " ")
		c.Releases = append(c.Releases, workstation.Release{Version: version, Arch: workstation.Arch(strings.TrimSpace(arch))})
	}
}

func (f *reading) tables(part string) {
	var v map[string]map[workstation.Arch]number
	if !f.decode(part, &v) {
		return
	}
	c := f.components()
	c.Tables = []workstation.TableFolder{}
	for name, sizes := range v {
		for arch, n := range sizes {
			c.Tables = append(c.Tables, workstation.TableFolder{Name: name, Arch: arch, Files: int(n)})
		}
	}
	workstation.SortTables(c.Tables)
}

func (f *reading) mica(part string) {
	var v *bool
	if !f.decode(part, &v) || v == nil {
		return
	}
	c := f.components()
	if c.MICA == nil {
		c.MICA = map[workstation.Arch]bool{}
	}
	arch := workstation.X86
	if part != "mica86" {
		arch = workstation.X64
	}
	c.MICA[arch] = *v
}

// settleComponents adds what the products say of the components.
func (f *reading) settleComponents() {
	r := &f.file.Workstation
	f.components().Complete(r.System.Value.OS, r.Products)
}
