package collected

import (
	"reflect"
	"strings"
	"time"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/workstation"
)

// masked stands in place of what is not repeated.
const masked = "?"

// longDigits is a number that may be a serial one, in a reader's name.
var longDigits = text.Expression(`[0-9]{5,}`)

// walk replaces every text of a report by what change makes of it; part is the name
// of the part of the report, field that of the innermost field.
func walk(r *workstation.Report, change func(part, field, s string) string) {
	report := reflect.ValueOf(r).Elem()
	for i := range report.NumField() {
		part := report.Type().Field(i).Tag.Get("json")
		walkValue(report.Field(i), "", func(field, s string) string { return change(part, field, s) })
	}
}

func walkValue(v reflect.Value, field string, change func(field, s string) string) {
	switch v.Kind() {
	case reflect.String:
		if v.Type() != reflect.TypeFor[string]() {
			return // one of a few words
		}
		v.SetString(change(field, v.String()))
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			return
		}
		for i := range v.NumField() {
			walkValue(v.Field(i), v.Type().Field(i).Name, change)
		}
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			return // bytes
		}
		for i := range v.Len() {
			walkValue(v.Index(i), field, change)
		}
	case reflect.Map:
		for _, key := range v.MapKeys() {
			value := reflect.New(v.Type().Elem()).Elem()
			value.Set(v.MapIndex(key))
			walkValue(value, field, change)
			v.SetMapIndex(key, value)
		}
	case reflect.Pointer:
		if !v.IsNil() {
			walkValue(v.Elem(), field, change)
		}
	}
}

// unmasked looks for names that a file should not hold: it comes from a program that
// does not mask, or somebody edited it. They are masked here, and said.
func (f *reading) unmasked() {
	var parts []string
	m := markedAlready(&f.file.Workstation)
	walk(&f.file.Workstation, func(part, field, s string) string {
		out := withoutUsers(s)
		reader := part == "readers" || part == "galss" || part == "usb_readers"
		if reader {
			out = longDigits().ReplaceAllString(out, "[n]")
		}
		if out != s && (len(parts) == 0 || parts[len(parts)-1] != part) {
			parts = append(parts, part)
		}
		if reader && (field == "Name" || field == "Setting") && !workstation.SerialSetting(out) {
			out = m.words(out) // a model that the vocabulary lacks, or a person: nobody can tell
		}
		return out
	})
	for _, part := range parts {
		p := f.problem(part, "des noms n'y étaient pas masqués : ils ne sont pas repris", "names in it were not masked: they are not repeated")
		p.Kept = true
	}
}

// mark is what stands for a name in a file that was masked.
var mark = text.Expression(`\[w([0-9]{1,4})\]`)

// markedAlready is a mask whose marks are others than those that a report has already.
func markedAlready(r *workstation.Report) *mask {
	m := &mask{marks: map[string]string{}}
	walk(r, func(_, _, s string) string {
		for _, found := range mark().FindAllString(s, -1) {
			m.marks["w"+strings.Trim(found, "[w]")] = found
		}
		return s
	})
	return m
}

// userFolder is the folder of a person by name, in each system.
var userFolder = text.Expression(`(?i)((?:[a-z]:)?[\\/](?:users|home)[\\/])([^\\/?\[]+)`)

// withoutUsers takes the names of persons out of paths.
func withoutUsers(s string) string {
	return userFolder().ReplaceAllStringFunc(s, func(found string) string {
		m := userFolder().FindStringSubmatch(found)
		if strings.EqualFold(m[2], "public") || strings.EqualFold(m[2], "shared") {
			return found
		}
		return m[1] + masked
	})
}
