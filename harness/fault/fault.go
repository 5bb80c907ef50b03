package fault

import (
	"strconv"
	"strings"
	"time"
)

// Fault is one fault: what, where and until when.
type Fault struct {
	Kind  *Kind
	Value string // as it was written, "" for what the kind does without one
	On    Trigger
	Until Until

	value value // Value, understood
}

// value is what the kinds read.
type value struct {
	sw     uint16
	wait   time.Duration
	number int
	bytes  []byte
	object *File
}

// Trigger says at which exchanges a fault fires. The zero value is the first one.
type Trigger struct {
	Exchange int     // number of the exchange, from 1; 0 when Op, Every or chance decide
	From     bool    // that one and all that follow
	Every    bool    // every exchange
	Op       Op      // what the command does; OpAny for whatever
	File     *File   // the file that is selected, or being selected; nil for any
	Nth      int     // only that time that Op and File fit, from 1; 0 for each time
	Chance   float64 // between 0 and 1; 0 for always
	Seed     uint64
}

// Until says when a fault is over. The zero value is never.
type Until struct {
	Times    int // after so many times
	Reset    bool
	Reinsert bool
}

// String writes the fault as it is read.
func (f Fault) String() string {
	var b strings.Builder
	if f.Kind != nil {
		b.WriteString(f.Kind.Name)
	}
	if f.Value != "" {
		b.WriteString("=" + f.Value)
	}
	if on := f.On.String(); on != "" {
		b.WriteString("@" + on)
	}
	if f.On.Chance > 0 {
		sep := ","
		if f.On.String() == "" {
			sep = "@"
		}
		b.WriteString(sep + "p=" + strconv.FormatFloat(f.On.Chance, 'g', -1, 64))
		if f.On.Seed != 0 {
			b.WriteString(",seed=" + strconv.FormatUint(f.On.Seed, 10))
		}
	}
	if until := f.Until.String(); until != "" {
		b.WriteString(",until=" + until)
	}
	return b.String()
}

// String writes the trigger without its chance, "" for the first exchange.
func (t Trigger) String() string {
	switch {
	case t.Every:
		return "every"
	case t.Exchange > 0 && t.From:
		return strconv.Itoa(t.Exchange) + "+"
	case t.Exchange > 0:
		return strconv.Itoa(t.Exchange)
	case t.Op == OpNone:
		return ""
	}
	s := t.Op.String()
	if t.File != nil {
		s += ":" + t.File.Name
	}
	if t.Nth > 0 {
		s += "#" + strconv.Itoa(t.Nth)
	}
	return s
}

// String writes the end as it is read, "" for never.
func (u Until) String() string {
	switch {
	case u.Reset:
		return "reset"
	case u.Reinsert:
		return "reinsert"
	case u.Times > 0:
		return strconv.Itoa(u.Times)
	}
	return ""
}

// Overlay returns the line of a profile that a fault of data or of certificates lays
// over the card, as YAML; "" for any other fault.
func (f Fault) Overlay() string {
	if f.Kind == nil || f.Kind.lay == nil {
		return ""
	}
	line := f.Kind.lay(f)
	return line.key + ": " + line.value + "\n"
}

// Split separates the faults that are contents of a card from those that a [Card]
// plays.
func Split(faults []Fault) (played, laid []Fault) {
	for _, f := range faults {
		if f.Kind.lay != nil {
			laid = append(laid, f)
		} else {
			played = append(played, f)
		}
	}
	return played, laid
}
