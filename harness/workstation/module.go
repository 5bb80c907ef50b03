package workstation

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/child"
)

// ModuleDeadline bounds the whole life of the process that asks a module.
const ModuleDeadline = 10 * time.Second

// answerMark begins the one line of the child that counts: a module may print
// what it likes.
const answerMark = "cpslab-pkcs11-info:"

// maxAnswer bounds what is kept of a child's output.
const maxAnswer = 64 << 10

// ModuleError says why a PKCS#11 module gave no C_GetInfo. Err is the error of
// the child process or of the module, nil when Reason says it all.
type ModuleError struct {
	Path   string
	Reason Reason // TimedOut, Crashed, NotBuilt, NotModule or Failed
	Err    error
}

var _ text.Speaker = (*ModuleError)(nil)

func (e *ModuleError) Error() string {
	message, _ := e.Say("en")
	return message
}

// Say names the module and what became of asking it; there is no hint.
func (e *ModuleError) Say(lang string) (message, hint string) {
	said := text.Same(e.Path)
	switch e.Reason {
	case TimedOut:
		said = text.Of("%s n'a pas répondu dans le délai", "%s gave no answer before the deadline", e.Path)
	case Crashed:
		said = text.Of("%s a fini sans répondre", "%s ended without an answer", e.Path)
	case NotBuilt:
		said = text.Of("%s ne peut être interrogé par ce programme (compilez avec -tags pkcs11)", "%s cannot be asked by this build (build with -tags pkcs11)", e.Path)
	case NotModule:
		said = text.Of("%s n'est pas un module PKCS#11, ou ne se charge pas ici", "%s is no PKCS#11 module, or cannot be loaded here", e.Path)
	default: // Err says it
	}
	return said.Because(e.Err).In(lang), ""
}

func (e *ModuleError) Unwrap() error { return e.Err }

// answer is what the child says.
type answer struct {
	Module *Module   `json:"module,omitempty"`
	Error  text.Text `json:"error,omitzero"`
	Reason Reason    `json:"reason,omitempty"` // NotBuilt, NotModule, or "" for Failed
}

// AnswerModule is the child's side of [Ask]: it loads the module at path into
// this process, asks it, and writes the answer to w. A bad module may end the
// process here.
func AnswerModule(w io.Writer, path string) error {
	var a answer
	m, err := loadModule(path)
	switch {
	case err == nil:
		a.Module = &m
	case errors.Is(err, errors.ErrUnsupported):
		a.Reason = NotBuilt
	case errors.Is(err, errNoModule):
		a.Reason = NotModule
	default:
		a.Error, _ = text.Said(err)
	}
	b, err := json.Marshal(a)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "\n%s%s\n", answerMark, b)
	return err
}

// errNoModule is the error for a file that has no C_GetFunctionList, or that the
// system's loader refuses.
var errNoModule = text.NewError(text.Of("ce n'est pas un module PKCS#11, ou il ne se charge pas ici", "not a PKCS#11 module, or one that cannot be loaded here"), text.Text{})

// EndWithParent ends this process, the child of [Ask], when its standard input
// ends: the parent keeps the other side of that pipe open as long as it lives,
// however it dies. Call it before [AnswerModule]: a module may hang there.
func EndWithParent(stdin io.Reader) {
	go func() {
		_, _ = io.Copy(io.Discard, stdin) // nothing is ever sent
		endGroup()
	}()
}

// Ask returns a function for [Options.Module] that starts command with the
// module's path behind it, as a process of its own; the command must call
// [EndWithParent] with its standard input and end in [AnswerModule]. The process,
// and what the module started, is killed after deadline (0 means
// [ModuleDeadline]). The error is a *[ModuleError].
func Ask(deadline time.Duration, command ...string) func(context.Context, string) (Module, error) {
	if deadline <= 0 {
		deadline = ModuleDeadline
	}
	return func(ctx context.Context, path string) (Module, error) {
		ctx, cancel := context.WithTimeout(ctx, deadline)
		defer cancel()
		args := append(append([]string{}, command[1:]...), path)
		cmd := child.Command(ctx, command[0], args...)
		var out limited
		cmd.Stdout = &out
		cmd.WaitDelay = time.Second
		ownGroup(cmd)
		alive, hold, err := os.Pipe() // hold is closed when this process ends: see EndWithParent
		if err != nil {
			return Module{}, &ModuleError{Path: path, Reason: Failed, Err: err}
		}
		defer alive.Close()
		defer hold.Close()
		cmd.Stdin = alive
		err = cmd.Run()
		_ = killGroup(cmd) // what the module left behind
		if a, ok := findAnswer(out.b); ok {
			return a.result(path)
		}
		if ctx.Err() != nil {
			return Module{}, &ModuleError{Path: path, Reason: TimedOut, Err: ctx.Err()}
		}
		return Module{}, &ModuleError{Path: path, Reason: Crashed, Err: err}
	}
}

func (a answer) result(path string) (Module, error) {
	switch {
	case a.Reason != "":
		return Module{}, &ModuleError{Path: path, Reason: a.Reason}
	case a.Module == nil:
		return Module{}, &ModuleError{Path: path, Reason: Failed, Err: text.NewError(a.Error, text.Text{})}
	}
	m := *a.Module
	m.Path = path
	return m, nil
}

func findAnswer(out []byte) (answer, bool) {
	for line := range bytes.Lines(out) {
		text, ok := strings.CutPrefix(strings.TrimSpace(string(line)), answerMark)
		if !ok {
			continue
		}
		var a answer
		if err := json.Unmarshal([]byte(text), &a); err == nil {
			return a, true
		}
	}
	return answer{}, false
}

// limited keeps the first maxAnswer bytes and drops the rest.
type limited struct{ b []byte }

func (l *limited) Write(p []byte) (int, error) {
	l.b = append(l.b, p[:min(len(p), maxAnswer-len(l.b))]...)
	return len(p), nil
}

// module asks the library that CPSLAB_CRYPTOLIB names, else the first one found
// that this program could load. A service that does not answer would keep it
// waiting: wedged tells so, and it is not asked.
func (c *collector) module(ctx context.Context, lib Fact[Cryptolib], wedged bool) Fact[Module] {
	if !lib.Known {
		return unknown[Module](lib.Reason, lib.Source)
	}
	path, why := loadable(lib.Value.Copies)
	if why != "" {
		return unknown[Module](why, path)
	}
	if c.Module == nil || wedged {
		return unknown[Module](NotAsked, path)
	}
	m, err := c.Module(ctx, path)
	if err != nil {
		return failed[Module](err, path)
	}
	return known(m, path)
}

// wordSize is that of this program: it loads no library of the other.
const wordSize = 32 << (^uint(0) >> 63)

// loadable picks the library to ask. The reason is "" when there is one;
// OtherSize comes with the path of the library that cannot be asked.
func loadable(copies []Copy) (path string, why Reason) {
	why = NoModule
	for _, origin := range []Origin{FromVariable, FromFile} {
		for _, cp := range copies {
			switch {
			case cp.Origin != origin || cp.Old:
			case cp.Bits == 0 || cp.Bits == wordSize:
				return cp.Path, ""
			case why == NoModule:
				path, why = cp.Path, OtherSize
			}
		}
		if why == OtherSize && origin == FromVariable {
			break // the user wants to know about this one
		}
	}
	return path, why
}
