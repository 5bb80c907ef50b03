package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/text"
)

// wrongLine is a fault of an identifier of a file, in the output contract.
type wrongLine struct {
	Line     int    `json:"line"`
	Value    string `json:"value"`
	Kind     string `json:"kind"`
	Position int    `json:"position,omitempty"`
	Fault    string `json:"fault"`
}

// fileCheck checks a file of identifiers. Each fault is written as it is found:
// nothing is kept of the lines behind.
type fileCheck struct {
	app        *app
	kind, file string
	out        *bufio.Writer
	json       bool

	line, total, bad int
	begun            bool // the JSON document is
	testCards        bool // a fault is the département of TEST cards
}

// checkIDs checks a file, "-" for standard input: a line of output for each
// fault, and a count.
func (a *app) checkIDs(ctx context.Context, kind, file string, test bool) error {
	if _, err := identifier(kind, "", test); err != nil {
		return err
	}
	in := io.Reader(interruptible{ctx, a.in})
	if file != "-" {
		f, err := openInput(ctx, file)
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			return usage("%s", a.t("un fichier d'un identifiant par ligne", "a file of one identifier a line"), text.Same("--file "+file).Because(err).In(a.lang))
		}
		defer f.Close()
		in = f
	}
	c := &fileCheck{app: a, kind: kind, file: file, out: bufio.NewWriterSize(a.out, 64<<10), json: a.json()}
	err := c.lines(ctx, in, test)
	if err == nil && c.total == 0 {
		err = usage(a.t("%s : aucun identifiant à vérifier", "%s: no identifier to check"), a.t("un identifiant par ligne ; les lignes vides et celles qui commencent par # ne comptent pas", "one identifier a line; empty lines and those that begin with # do not count"), file)
	}
	if err == nil && c.bad > 0 {
		a.code = exitBlocked
	}
	if done := c.end(err); err == nil {
		err = done
	}
	if err == nil && !c.json {
		a.hintTest(c.testCards && !test)
	}
	return err
}

// lines checks every line; the error is one of reading, or of the output.
func (c *fileCheck) lines(ctx context.Context, in io.Reader, test bool) error {
	lines := bufio.NewScanner(in)
	for lines.Scan() {
		c.line++
		value := strings.TrimSpace(strings.TrimPrefix(lines.Text(), "\ufeff"))
		if value == "" || value[0] == '#' {
			continue
		}
		c.total++
		r, err := identifier(c.kind, value, test)
		if err != nil {
			return err
		}
		if !r.Valid() {
			c.bad++
		}
		for _, f := range r.Faults {
			if err := c.fault(r.Value, f); err != nil {
				return err
			}
		}
		if err := ctx.Err(); err != nil {
			return err
		}
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := lines.Err(); err != nil {
		return usage("%s:%d: %s", c.app.t("un identifiant par ligne", "one identifier a line"), c.file, c.line+1, c.app.unreadable(err))
	}
	return nil
}

// fault writes one fault. What was typed gets its answer at once.
func (c *fileCheck) fault(value string, f card.Fault) error {
	c.testCards = c.testCards || testDepartment(f)
	said := f.Text().In(c.app.lang)
	if !c.json {
		if _, err := fmt.Fprintf(c.out, "%s:%d: %s: %s\n", c.file, c.line, text.Printable(value), said); err != nil || c.file != "-" {
			return err
		}
		return c.out.Flush()
	}
	between := ","
	if !c.begun {
		c.begin()
		between = ""
	}
	_, err := fmt.Fprintf(c.out, "%s\n    %s", between, c.element(wrongLine{c.line, value, f.Kind.String(), f.Position, said}))
	return err
}

// begin opens the JSON document: the counts stand behind the faults, since they
// are not known before.
func (c *fileCheck) begin() {
	c.begun, c.app.answered = true, true
	fmt.Fprintf(c.out, "{\n  \"schema\": 1,\n  \"kind\": %s,\n  \"faults\": [", c.element(strings.ToLower(c.kind)))
}

// element is a part of the document, indented as a list's.
func (c *fileCheck) element(v any) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("    ", "  ")
	_ = e.Encode(v) // texts and numbers
	return strings.TrimSpace(b.String())
}

// end writes the counts. A document that was begun is closed even when the file
// could not be read to its end, and says why.
func (c *fileCheck) end(failed error) error {
	switch {
	case failed != nil && !c.begun:
	case c.json:
		if !c.begun {
			c.begin()
		} else {
			fmt.Fprint(c.out, "\n  ")
		}
		fmt.Fprintf(c.out, "],\n  \"total\": %d,\n  \"wrong\": %d", c.total, c.bad)
		if failed != nil {
			message, _ := c.app.said(failed)
			fmt.Fprintf(c.out, ",\n  \"error\": %s", c.element(message))
		}
		fmt.Fprint(c.out, "\n}\n")
	default:
		fmt.Fprintf(c.out, c.app.t("identifiants : %d, incorrects : %d\n", "identifiers: %d, wrong: %d\n"), c.total, c.bad)
	}
	return c.out.Flush()
}
