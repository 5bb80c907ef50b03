package control

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/cpslab/cps/harness/card/text"
)

// Bodies of requests. They are closed: a member that is not known is an error.

// Chosen1 is the card that is put into a reader: one of card, preset, profile and trace.
type Chosen1 struct {
	Card        string `json:"card,omitempty" jsonschema:"a card of the station by its name, with what happened to it before; or a preset, of which a card is made the first time"`
	Preset      string `json:"preset,omitempty" jsonschema:"a preset of the gallery: a new card is made, in the place of one of that name on the shelf"`
	Profile     string `json:"profile,omitempty" jsonschema:"a profile in YAML: a new card is made as well; it may extend presets"`
	Trace       string `json:"trace,omitempty" jsonschema:"a trace of cpslab, its lines as they are: a new card is made that answers what the card of the trace answered"`
	TraceReader int    `json:"trace_reader,omitempty" jsonschema:"which reader, of a trace of several, from 1; the first without"`
	Name        string `json:"name,omitempty" jsonschema:"what the new card is called; else as the preset, card, or trace"`
}

// NewCard is a card to make: one of preset, profile and trace.
type NewCard struct {
	Preset      string `json:"preset,omitempty" jsonschema:"a preset of the gallery"`
	Profile     string `json:"profile,omitempty" jsonschema:"a profile in YAML; it may extend presets"`
	Trace       string `json:"trace,omitempty" jsonschema:"a trace of cpslab, its lines as they are: the card answers what that of the trace answered"`
	TraceReader int    `json:"trace_reader,omitempty" jsonschema:"which reader, of a trace of several, from 1; the first without"`
	Name        string `json:"name,omitempty" jsonschema:"what the card is called; else as the preset, card, or trace"`
}

// Faults are faults to arm.
type Faults struct {
	Faults []string `json:"faults" jsonschema:"each as cpslab faults explains them: remove@12, status=6F00@VERIFY#2; none ends those before"`
}

// Typed is what is typed at the keypad of a reader: a code, or cancel.
type Typed struct {
	Code   string `json:"code,omitempty" jsonschema:"the digits of the code; of a simulated card, as every card here"`
	Cancel bool   `json:"cancel,omitempty" jsonschema:"the key that gives up, in the place of a code"`
	Wait   int    `json:"wait,omitempty" jsonschema:"seconds to wait for the reader to ask, 0 to 30"`
}

// Hold says how long a reader is kept.
type Hold struct {
	Seconds int `json:"seconds" jsonschema:"1 to 3600; it ends by itself then"`
}

// Chosen are readers that an operation is for.
type Chosen struct {
	Readers []int `json:"readers,omitempty" jsonschema:"their numbers; none is all"`
}

// Restart says how a service ends.
type Restart struct {
	Kill bool `json:"kill,omitempty" jsonschema:"as a crash, without a word to its clients"`
}

// Question is a message to look up.
type Question struct {
	Message string `json:"message" jsonschema:"a message, a line of a log, a code"`
}

// read reads the body that a route takes.
func (s *Server) read(w http.ResponseWriter, r *request, one route) error {
	limit := int64(maxBody)
	switch {
	case one.stream:
		limit = maxLog
	case one.file:
		limit = maxFile
	}
	r.Body = http.MaxBytesReader(w, r.Body, limit)
	if one.stream {
		return nil
	}
	content, err := io.ReadAll(r.Body)
	if err != nil {
		if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
			return tooLarge(limit)
		}
		return invalid(http.StatusBadRequest, text.Of("corps interrompu", "the body broke off"), text.Text{})
	}
	if one.body == nil {
		return nil
	}
	r.body = one.body()
	if file, ok := r.body.(*[]byte); ok {
		*file = content
		return nil
	}
	if len(bytes.TrimSpace(content)) == 0 {
		return lacks(nil, r.body, one)
	}
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/json" {
		return errMedia
	}
	if err := decode(content, r.body); err != nil {
		return err
	}
	given, err := strict(content)
	if err != nil {
		return err
	}
	return lacks(given, r.body, one)
}

// lacks is an error where a body has a member whose name is written otherwise, or not all
// the members that it needs: an empty one ends no fault that a test armed. given are its
// members, false for one that is null.
func lacks(given map[string]bool, body any, one route) error {
	names, needed := members(body)
	for name := range given {
		if !slices.Contains(names, name) {
			return unknown(name, names)
		}
	}
	if one.loose {
		return nil
	}
	for _, name := range needed {
		if !given[name] {
			return invalid(http.StatusUnprocessableEntity, text.Of("il manque « %s »", "%q is missing", name), expected(names))
		}
	}
	return nil
}

// unknown is a member that no body of the route has.
func unknown(name string, known []string) error {
	hint := expected(known)
	if near := text.Closest(name, known); near != "" {
		hint = text.Of("vouliez-vous dire « %s » ?", "did you mean %q?", near)
	}
	return invalid(http.StatusUnprocessableEntity, text.Of("membre inconnu : « %s »", "unknown member: %q", text.Printable(name)), hint)
}

// expected says which members there are.
func expected(names []string) text.Text {
	list := strings.Join(names, ", ")
	return text.Of("attendu : %s", "expected: %s", list)
}

// decode reads strict JSON: one value, no member that is not known.
func decode(content []byte, into any) error {
	if !utf8.Valid(content) {
		return errUTF8
	}
	dec := json.NewDecoder(bytes.NewReader(content))
	dec.DisallowUnknownFields()
	err := dec.Decode(into)
	if err == nil && len(bytes.TrimSpace(content[dec.InputOffset():])) > 0 {
		return invalid(http.StatusBadRequest, text.Of("plus d'une valeur", "more than one value"), text.Text{})
	}
	if err == nil {
		return nil
	}
	known, _ := members(into)
	hint := expected(known)
	if wrong, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		where := text.Of("« %s »", "%q", wrong.Field)
		if wrong.Field == "" {
			where = text.Of("le corps", "the body")
		}
		value, _, _ := strings.Cut(wrong.Value, " ") // “number 1.5”
		return invalid(http.StatusUnprocessableEntity, text.Of("%s est %s ; il faut %s", "%s is %s; it has to be %s", where, valueWord(value), typeWord(wrong.Type)), hint)
	}
	if _, name, ok := strings.Cut(err.Error(), "unknown field "); ok {
		return unknown(strings.Trim(name, `"`), known)
	}
	said := text.Of("ce n'est pas du JSON", "this is no JSON")
	if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
		said = said.With(text.Of("octet %d", "byte %d", syntax.Offset))
	}
	return invalid(http.StatusBadRequest, said, hint)
}

// valueWord says what a value of JSON is, as package encoding/json calls it.
func valueWord(kind string) text.Text {
	switch kind {
	case "string":
		return text.Of("un texte", "a string")
	case "number":
		return text.Of("un nombre", "a number")
	case "bool":
		return text.Of("un booléen", "a boolean")
	case "array":
		return text.Of("une liste", "a list")
	}
	return text.Of("un objet", "an object")
}

// typeWord says what a value has to be.
func typeWord(t reflect.Type) text.Text {
	switch t.Kind() {
	case reflect.Int, reflect.Int64:
		return text.Of("un nombre entier", "a whole number")
	case reflect.String:
		return valueWord("string")
	case reflect.Bool:
		return valueWord("bool")
	case reflect.Slice:
		return valueWord("array")
	}
	return valueWord("object")
}

// members are the names that a body may have, and those that it needs.
func members(of any) (names, needed []string) {
	t := reflect.TypeOf(of).Elem()
	for i := range t.NumField() {
		name, options, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		names = append(names, name)
		if options == "" {
			needed = append(needed, name)
		}
	}
	return names, needed
}
