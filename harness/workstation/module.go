package workstation

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"time"
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
	Reason Reason // TimedOut, Crashed, NotBuilt or Failed
	Err    error
}

func (e *ModuleError) Error() string {
	what := map[Reason]string{
		TimedOut: "gave no answer before the deadline",
		Crashed:  "ended without an answer",
		NotBuilt: "cannot be asked by this build (build with -tags pkcs11)",
	}[e.Reason]
	switch {
	case what == "":
		return fmt.Sprintf("%s: %v", e.Path, e.Err)
	case e.Err == nil:
		return e.Path + " " + what
	default:
		return fmt.Sprintf("%s %s: %v", e.Path, what, e.Err)
	}
}

func (e *ModuleError) Unwrap() error { return e.Err }

// answer is what the child says.
type answer struct {
	Module   *Module `json:"module,omitempty"`
	Error    string  `json:"error,omitempty"`
	NotBuilt bool    `json:"not_built,omitempty"`
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
		a.NotBuilt = true
	default:
		a.Error = err.Error()
	}
	b, err := json.Marshal(a)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "\n%s%s\n", answerMark, b)
	return err
}

// Ask returns a function for [Options.Module] that starts command with the
// module's path behind it, as a process of its own; the command must end in
// [AnswerModule]. The process is killed after deadline (0 means
// [ModuleDeadline]). The error is a *[ModuleError].
func Ask(deadline time.Duration, command ...string) func(context.Context, string) (Module, error) {
	if deadline <= 0 {
		deadline = ModuleDeadline
	}
	return func(ctx context.Context, path string) (Module, error) {
		ctx, cancel := context.WithTimeout(ctx, deadline)
		defer cancel()
		args := append(append([]string{}, command[1:]...), path)
		cmd := exec.CommandContext(ctx, command[0], args...)
		var out limited
		cmd.Stdout = &out
		cmd.WaitDelay = time.Second
		err := cmd.Run()
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
	case a.NotBuilt:
		return Module{}, &ModuleError{Path: path, Reason: NotBuilt}
	case a.Module == nil:
		return Module{}, &ModuleError{Path: path, Reason: Failed, Err: errors.New(a.Error)}
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
// that this program could load.
func (c *collector) module(ctx context.Context, lib Fact[Cryptolib]) Fact[Module] {
	if !lib.Known {
		return unknown[Module](lib.Reason, lib.Source)
	}
	path := loadable(lib.Value.Copies)
	if path == "" {
		return unknown[Module](NoModule, "")
	}
	if c.Module == nil {
		return unknown[Module](NotAsked, path)
	}
	m, err := c.Module(ctx, path)
	if err != nil {
		return failed[Module](err, path)
	}
	return known(m, path)
}

func loadable(copies []Copy) string {
	for _, origin := range []Origin{FromVariable, FromFile} {
		for _, cp := range copies {
			if cp.Origin == origin && !cp.Old && (cp.Bits == 0 || cp.Bits == 32<<(^uint(0)>>63)) {
				return cp.Path
			}
		}
	}
	return ""
}
