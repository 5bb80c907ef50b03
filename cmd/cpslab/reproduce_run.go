package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/cpslab/cps/harness/folder"
)

// runShown runs the commands of an answer and prints each with what it says.
// What blocks there is what was asked for, so the exit code stays as it is.
func (a *app) runShown(ctx context.Context, causes []causeJSON) error {
	ran := false
	for _, c := range causes {
		if c.Command == "" {
			continue
		}
		ran = true
		fmt.Fprintf(a.out, "\n$ %s\n", c.Command)
		if err := a.runCause(ctx, c, a.out); err != nil {
			return err
		}
	}
	if !ran {
		fmt.Fprintln(a.out, a.t("\nRien à lancer : tout ce qui précède est cité.", "\nNothing to run: all of the above is quoted."))
	}
	return nil
}

// runAll runs the commands of an answer and returns their JSON documents, in
// the order of the commands.
func (a *app) runAll(ctx context.Context, causes []causeJSON) ([]any, error) {
	var documents []any
	for _, c := range causes {
		if c.Command == "" {
			continue
		}
		var out bytes.Buffer
		if err := a.runCause(ctx, c, &out); err != nil {
			return nil, err
		}
		documents = append(documents, json.RawMessage(out.Bytes()))
	}
	return documents, nil
}

// runCause runs the command of one cause by this very command line, into out.
func (a *app) runCause(ctx context.Context, c causeJSON, out io.Writer) error {
	profile := ""
	if yaml := c.demo.YAML(); yaml != nil {
		private, err := folder.New("")
		if err != nil {
			return err
		}
		defer func() { _ = private.Remove() }() // what stays is swept by the next one
		profile = filepath.Join(private.Path(), c.demo.File())
		if err := os.WriteFile(profile, yaml, 0o600); err != nil {
			return err
		}
	}
	sub := &app{streams: streams{in: bytes.NewReader(nil), out: out, err: a.err}, getenv: a.getenv, lang: a.lang, style: a.style}
	root := sub.root(out)
	root.SetArgs(append(c.demo.Args(c.today, profile), "--format", a.format, "--lang", a.lang))
	if err := root.ExecuteContext(ctx); err != nil {
		return err
	}
	if sub.code == exitBench {
		a.code = exitBench
	}
	return nil
}
