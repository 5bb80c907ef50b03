package vectors

import (
	"encoding/hex"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/diagnosis/fact"
)

// Change makes the changes of a vector to what was read, for what no simulated card, no
// reader and no fact can give. Each is a place in [diagnosis.Input] and its value there:
//
//	set: Reader.State = empty
//	set: Card.Billing.Value[0].ID = xxxxxxxxxx
//	set: Workstation.Cryptolib[0].Version = 5.2.2
//	set: Revocation.List.Serials[0] = @Card.Certificates[0].Value.Serial
//
// A list grows by its next place; zero, {} and [] are the zero value, an empty structure
// and an empty list; @ copies another place; [1-65] are several places, and # is then the
// number of each, from 1. The error names the line.
func (v *Vector) Change(in *diagnosis.Input) error {
	for _, line := range v.Sets {
		place, value, _ := strings.Cut(line, " = ")
		for _, one := range places(place) {
			if err := change(reflect.ValueOf(in).Elem(), one.path, strings.ReplaceAll(value, "#", one.number)); err != nil {
				return text.Wrap(text.Of("%s : set: %s", "%s: set: %s", v.Name(), line), err)
			}
		}
	}
	return nil
}

// one is a place, and its number in a list as people count.
type one struct{ path, number string }

// ranges matches several places of a list: "[1-65]".
var ranges = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\[(\d+)-(\d+)\]`) })

// places are those that a path with a range stands for.
func places(path string) []one {
	m := ranges().FindStringSubmatchIndex(path)
	if m == nil {
		return []one{{path, "#"}}
	}
	first, _ := strconv.Atoi(path[m[2]:m[3]]) // digits
	last, _ := strconv.Atoi(path[m[4]:m[5]])
	var all []one
	for n := first; n <= last; n++ {
		all = append(all, one{fmt.Sprintf("%s[%d]%s", path[:m[0]], n, path[m[1]:]), strconv.Itoa(n + 1)})
	}
	return all
}

func change(in reflect.Value, path, value string) error {
	other, copied := strings.CutPrefix(value, "@")
	var from reflect.Value
	if copied { // before the place, since each look makes lists of its own
		var err error
		if from, _, err = place(in, other); err != nil {
			return err
		}
	}
	at, store, err := place(in, path)
	switch {
	case err != nil:
		return err
	case copied && from.Type() != at.Type():
		return bad("%s n'est pas de la sorte de %s", "%s is not of the kind of %s", path, other)
	case copied:
		at.Set(from)
	case value == "zero":
		at.SetZero()
	case value == "[]" && at.Kind() == reflect.Slice:
		at.Set(reflect.MakeSlice(at.Type(), 0, 0))
	case value == "{}" && at.Kind() == reflect.Pointer:
		at.Set(reflect.New(at.Type().Elem()))
	default:
		if err := assign(at, value); err != nil {
			return err
		}
	}
	store()
	return nil
}

// place finds what a path leads to. What is on the way and not there yet is made. store
// puts the value of a map back.
func place(at reflect.Value, path string) (found reflect.Value, store func(), err error) {
	store = func() {}
	for step := range strings.SplitSeq(strings.ReplaceAll(path, "[", ".["), ".") {
		if at.Kind() == reflect.Pointer {
			if at.IsNil() {
				at.Set(reflect.New(at.Type().Elem()))
			}
			at = at.Elem()
		}
		key, inside := strings.CutPrefix(step, "[")
		if !inside {
			if at.Kind() != reflect.Struct || !at.FieldByName(step).IsValid() {
				return at, store, bad("%s : pas de champ de ce nom", "%s: no field of that name", step)
			}
			at = at.FieldByName(step)
			continue
		}
		key = strings.TrimSuffix(key, "]")
		n, err := strconv.Atoi(key)
		switch {
		case at.Kind() == reflect.Map:
			id, known := fact.Named(strings.ReplaceAll(key, "/", "."))
			if !known {
				return at, store, bad("%s : pas de fait de ce nom", "%s: no such fact", key)
			}
			if at.IsNil() {
				at.Set(reflect.MakeMap(at.Type()))
			}
			value, all := reflect.New(at.Type().Elem()).Elem(), at
			store = func() { all.SetMapIndex(reflect.ValueOf(id), value) }
			at = value
		case at.Kind() == reflect.Array && err == nil && n >= 0 && n < at.Len():
			at = at.Index(n)
		case at.Kind() != reflect.Slice || err != nil || n < 0 || n > at.Len():
			return at, store, bad("%s : pas de place de ce nom", "%s: no such place", key)
		default:
			at.Set(slicesClone(at))
			if n == at.Len() {
				at.Set(reflect.Append(at, reflect.Zero(at.Type().Elem())))
			}
			at = at.Index(n)
		}
	}
	return at, store, nil
}

// slicesClone copies a list, so that a change leaves the card it came from as it is.
func slicesClone(list reflect.Value) reflect.Value {
	return reflect.AppendSlice(reflect.MakeSlice(list.Type(), 0, list.Len()+1), list)
}

// maxBytes is more than any file of a card holds.
const maxBytes = 1 << 16

// tris are the answers of [diagnosis.Tri].
var tris = map[string]diagnosis.Tri{"unknown": diagnosis.TriUnknown, "yes": diagnosis.TriYes, "no": diagnosis.TriNo}

// assign reads a value of the type of its place.
func assign(at reflect.Value, value string) (err error) {
	switch to := at.Addr().Interface().(type) {
	case *diagnosis.Tri:
		answer, known := tris[value]
		if !known {
			return bad("attendu yes, no ou unknown", "want yes, no or unknown")
		}
		*to = answer
		return nil
	case *card.SlotState:
		return to.UnmarshalText([]byte(value))
	case *card.Date:
		day, err := time.Parse(time.DateOnly, value)
		*to = card.Date{Year: day.Year(), Month: int(day.Month()), Day: day.Day()}
		return err
	case *time.Time:
		*to, err = time.Parse(time.RFC3339, value)
		return err
	case *time.Duration:
		*to, err = time.ParseDuration(value)
		return err
	case *fact.Version:
		version, known := fact.ParseVersion(value)
		if *to = version; !known {
			return bad("attendu une version", "want a version")
		}
		return nil
	}
	if at.Kind() == reflect.Slice && at.Type().Elem().Kind() == reflect.Uint8 {
		if n, ok := strings.CutPrefix(value, "zeros:"); ok {
			size, err := strconv.Atoi(n)
			at.SetBytes(make([]byte, max(0, min(size, maxBytes))))
			return err
		}
		b, err := hex.DecodeString(value)
		at.SetBytes(b)
		return err
	}
	return assignBasic(at, value)
}

// assignBasic reads a value of a basic type. A number that has names is given by one.
func assignBasic(at reflect.Value, value string) error {
	switch {
	case at.Kind() == reflect.String:
		if unquoted, err := strconv.Unquote(value); err == nil {
			value = unquoted
		}
		at.SetString(value)
	case at.Kind() == reflect.Bool:
		b, err := strconv.ParseBool(value)
		at.SetBool(b)
		return err
	case at.CanInt():
		n, err := strconv.ParseInt(value, 0, at.Type().Bits())
		at.SetInt(n)
		return err
	case at.CanUint():
		if n, err := strconv.ParseUint(value, 0, at.Type().Bits()); err == nil {
			at.SetUint(n)
			return nil
		}
		const most = 32 // names of one type
		for n := range uint64(most) {
			at.SetUint(n)
			if name, ok := at.Interface().(fmt.Stringer); ok && strings.ReplaceAll(name.String(), " ", "-") == value {
				return nil
			}
		}
		return bad("%s : pas de valeur de ce nom", "%s: no value of that name", value)
	default:
		return bad("cela ne s'écrit pas ici", "this cannot be written here")
	}
	return nil
}

// howNames are the words of [Vector.How].
var howNames = []string{"declared", "read"}

func isHow(word string) bool { return slices.Contains(howNames, word) }

// bad makes the error of a line that cannot be followed.
func bad(fr, en string, args ...any) error {
	return text.NewError(text.Of(fr, en, args...), text.Text{})
}
