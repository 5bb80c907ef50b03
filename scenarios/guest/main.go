package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// Exit codes, as those of cpslab.
const (
	exitOK     = 0
	exitFailed = 1
	exitBench  = 3
)

func main() { os.Exit(command()) }

func command() int {
	cpslab := flag.String("cpslab", "bin/cpslab", "program to run in the guest, built with PC/SC")
	keypad := flag.String("keypad", ".cache/guest/keypad", "program that has a code typed at the reader, built with PC/SC (scenarios/guest/keypad)")
	cache := flag.String("cache", ".cache/guest", "folder of packages and of the image, kept")
	write := flag.String("write", "", "file in which the table between its marks is replaced")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	code, err := work(ctx, os.Stdout, *cpslab, *keypad, *cache, *write)
	if err != nil {
		fmt.Fprintln(os.Stderr, "guest:", err)
	}
	return code
}

// limit is for one run: a machine that is emulated takes one to three minutes.
const limit = 20 * time.Minute

func work(ctx context.Context, out io.Writer, cpslab, keypad, cache, write string) (code int, err error) {
	ctx, stop := context.WithTimeout(ctx, limit)
	defer stop()
	cache, err = filepath.Abs(cache) // the dynamic linker is given folders in it
	if err != nil {
		return exitBench, err
	}
	im, err := build(ctx, out, cache, cpslab, keypad)
	if err != nil {
		return exitBench, err
	}
	dir, err := os.MkdirTemp("", "guest")
	if err != nil {
		return exitBench, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	all := faces()
	b, err := serve(ctx, all)
	defer b.close()
	if err != nil {
		return exitBench, err
	}
	began := time.Now()
	m, err := start(ctx, out, im, dir)
	if err != nil {
		return exitBench, err
	}
	defer m.end()
	fmt.Fprintf(out, "guest started in %.0f s\n", time.Since(began).Seconds())
	r := &run{m: m, b: b, cpslab: cpslab, out: out}
	versions, err := m.sh(brief, "uname -r; pcscd --version | head -1; grep -A1 CFBundleShortVersionString /etc/libccid_Info.plist | tail -1 | tr -dc 0-9. | sed 's/^/libccid /'; echo; opensc-tool --info | head -1")
	if err != nil {
		return exitBench, err
	}
	for _, f := range all {
		r.meets(ctx, f)
	}
	r.atStation(ctx)
	r.skip(all[0], "Windows", "any program", "no Windows here")
	r.skip(all[0], "macOS", "any program", "no macOS here")
	failed := 0
	for _, x := range r.results {
		if x.err != nil {
			failed++
		}
	}
	fmt.Fprintf(out, "%d results, %d failed, %.0f s\n", len(r.results), failed, time.Since(began).Seconds())
	if write != "" {
		if err := replace(write, r.page(strings.Join(strings.Fields(strings.ReplaceAll(versions, "\n", ", ")), " "))); err != nil {
			return exitBench, err
		}
	}
	if failed > 0 {
		return exitFailed, nil
	}
	return exitOK, nil
}

// Marks around the table in a file.
const (
	begins = "<!-- make guest -->\n"
	ends   = "<!-- make guest ends -->\n"
)

// page is the table for docs/usb.md.
func (r *run) page(versions string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s\n\n| face | client | operation | result |\n|---|---|---|---|\n", time.Now().Format(time.DateOnly), versions)
	for _, x := range r.results {
		said := "passed"
		if x.saw != "" {
			said += ": " + x.saw
		}
		switch {
		case x.err != nil:
			said = "FAILED"
		case x.notRun != "":
			said = "not run: " + x.notRun
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", x.face, x.client, x.what, said)
	}
	return b.String()
}

// replace puts the table into a file, between its marks.
func replace(file, table string) error {
	page, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	head, rest, ok1 := bytes.Cut(page, []byte(begins))
	_, tail, ok2 := bytes.Cut(rest, []byte(ends))
	if !ok1 || !ok2 {
		return fmt.Errorf("%s: no marks %q and %q", file, begins, ends)
	}
	return os.WriteFile(file, bytes.Join([][]byte{head, []byte(begins), []byte(table), []byte(ends), tail}, nil), 0o644)
}
