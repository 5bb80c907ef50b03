package workstation

import (
	"encoding/json"
	"errors"

	"github.com/cpslab/cps/harness/card/text"
)

// Reason tells why something is not known.
type Reason string

// Reasons.
const (
	NotHere     Reason = "not-read-on-this-system" // this program does not read it on this system
	NotAsked    Reason = "not-asked"               // the caller gave no way to ask
	NotRecorded Reason = "not-recorded"            // the system keeps no trace of it
	NotBuilt    Reason = "not-in-this-build"       // a build tag is missing
	NoAccess    Reason = "no-access"               // permission denied
	NoService   Reason = "service-stopped"         // nobody to ask
	NoModule    Reason = "no-module"               // nothing to ask: no Cryptolib was found
	OtherSize   Reason = "other-word-size"         // a library of 32 bits under a program of 64, or the reverse
	NotModule   Reason = "not-a-module"            // the file is no PKCS#11 module, or the loader refuses it
	TimedOut    Reason = "timed-out"               // no answer before the deadline
	Crashed     Reason = "crashed"                 // what was asked ended without an answer
	Failed      Reason = "failed"                  // see Detail
	NotTold     Reason = "not-told"                // the file of another computer does not tell
)

// Fact is one thing about the workstation.
type Fact[T any] struct {
	Known  bool
	Value  T      // valid when Known
	Source string // where it was read, or looked for: a path, a variable, a program
	Reason Reason // why it is not known; "" when Known
	Detail string // the error behind Reason, in English, "" when there is none
	Err    error  // that error itself; nil when there is none, and after a trip through JSON
}

func known[T any](v T, source string) Fact[T] { return Fact[T]{Known: true, Value: v, Source: source} }

func unknown[T any](why Reason, source string) Fact[T] { return Fact[T]{Reason: why, Source: source} }

// failed makes an unknown fact of an error.
func failed[T any](err error, source string) Fact[T] {
	f := Fact[T]{Reason: reasonOf(err), Source: source, Detail: err.Error(), Err: err}
	var module *ModuleError
	if errors.As(err, &module) { // Source and Reason say the rest
		f.Detail = ""
		if module.Err != nil {
			f.Detail = module.Err.Error()
		}
	}
	return f
}

// MarshalJSON writes {"known":true,"value":…,"source":…} or
// {"known":false,"reason":…,"source":…,"detail":…}.
func (f Fact[T]) MarshalJSON() ([]byte, error) {
	if f.Known {
		return json.Marshal(struct {
			Known  bool   `json:"known"`
			Value  T      `json:"value"`
			Source string `json:"source,omitempty"`
		}{true, f.Value, f.Source})
	}
	return json.Marshal(struct {
		Known  bool   `json:"known"`
		Reason Reason `json:"reason"`
		Source string `json:"source,omitempty"`
		Detail string `json:"detail,omitempty"`
	}{false, f.Reason, f.Source, f.Detail})
}

// UnmarshalJSON reads what MarshalJSON writes. A fact that is known and has no value
// is an error.
func (f *Fact[T]) UnmarshalJSON(b []byte) error {
	var in struct {
		Known  *bool           `json:"known"`
		Value  json.RawMessage `json:"value"`
		Source string          `json:"source"`
		Reason Reason          `json:"reason"`
		Detail string          `json:"detail"`
	}
	if err := json.Unmarshal(b, &in); err != nil {
		return err
	}
	switch {
	case in.Known == nil, *in.Known && in.Value == nil:
		return errNoFact
	case !*in.Known:
		*f = Fact[T]{Reason: in.Reason, Source: in.Source, Detail: in.Detail}
		return nil
	}
	out := Fact[T]{Known: true, Source: in.Source}
	if err := json.Unmarshal(in.Value, &out.Value); err != nil {
		return err
	}
	*f = out
	return nil
}

var errNoFact = text.NewError(text.Of("ni valeur ni raison", "neither a value nor a reason"), text.Text{})
