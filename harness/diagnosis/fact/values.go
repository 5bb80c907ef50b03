package fact

import (
	"github.com/cpslab/cps/harness/card"
)

// Values are declared facts, checked and by key. It is read only; the zero
// value and nil hold none.
type Values struct {
	values [count]entry
}

type entry struct {
	set     bool
	text    string // as declared, without blanks around it; yes/no facts hold "yes" or "no"
	number  int64
	date    card.Date // a month is its first day
	version Version
	list    []string
}

// get returns a fact; nil Values have none.
func (d *Values) get(id ID) (*entry, bool) {
	if d == nil || !d.values[id].set {
		return nil, false
	}
	return &d.values[id], true
}

// Text returns a text, choice or yes/no fact, "" when it is not declared.
func (d *Values) Text(id ID) (string, bool) {
	if v, ok := d.get(id); ok {
		return v.text, true
	}
	return "", false
}

// Date returns a fact that is a day, or the first day of a month.
func (d *Values) Date(id ID) (card.Date, bool) {
	if v, ok := d.get(id); ok {
		return v.date, true
	}
	return card.Date{}, false
}

// Number returns a fact that is a number, a code, or the number of an activity
// (0 for none).
func (d *Values) Number(id ID) (int64, bool) {
	if v, ok := d.get(id); ok {
		return v.number, true
	}
	return 0, false
}

// Is reports whether a fact is declared with that value.
func (d *Values) Is(id ID, value string) bool {
	v, ok := d.get(id)
	return ok && v.text == value
}

// Has reports whether a fact is declared.
func (d *Values) Has(id ID) bool {
	_, ok := d.get(id)
	return ok
}

// Version returns a fact that is a version, the zero value when none was declared
// to be there.
func (d *Values) Version(id ID) (Version, bool) {
	if v, ok := d.get(id); ok {
		return v.version, true
	}
	return Version{}, false
}

// List returns a fact that is a list of texts. The slice is not to be changed.
func (d *Values) List(id ID) ([]string, bool) {
	if v, ok := d.get(id); ok {
		return v.list, true
	}
	return nil, false
}
