package clients

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/cpslab/cps/testdata/testneed"
)

var (
	fidelity = flag.String("fidelity", "", "write the table of results to this file")
	mtls     = flag.String("mtls", "", "write the table of TLS logins to this file")
)

// TestMain is also the program of the child that loads a PKCS#11 module.
func TestMain(m *testing.M) {
	if module := os.Getenv(envChild); module != "" {
		os.Exit(child(module, os.Stdin, os.Stdout))
	}
	testneed.Alone()
	flag.Parse()
	adopt()
	code := m.Run()
	err := orphans()
	if *fidelity != "" && code == 0 {
		err = errors.Join(err, results.write(*fidelity))
	}
	if *mtls != "" && code == 0 {
		err = errors.Join(err, mtlsResults.write(*mtls))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

// write writes the table over the one before.
func (r *recorder) write(path string) error {
	before, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return os.WriteFile(path, r.page(before), 0o644)
}

// client is a program of others, as a column of the table.
type client struct {
	name    string
	need    func(t *testing.T)                 // ends the test if the client is missing
	version func(t *testing.T, d *desk) string // as the client says it
}

// check is one operation; its name is a cell of the table.
type check struct {
	operation string
	run       func(t *testing.T, d *desk)
}

// group is a series of checks on one card. They run in order and the card keeps
// its state from one to the next, as a card on a desk does.
type group struct {
	name   string
	client *client
	preset string // or a profile's file
	checks []check
}

// groups is every check there is.
func groups() []group {
	var all []group
	all = append(all, openscGroups()...)
	all = append(all, pcscGroups()...)
	all = append(all, rawGroups()...)
	all = append(all, moduleGroups()...)
	all = append(all, chromiumGroups()...)
	return append(all, officialGroups()...)
}

func TestOpenSC(t *testing.T) {
	t.Parallel()
	runGroups(t, openscGroups())
}

func TestPCSCClients(t *testing.T) {
	t.Parallel()
	runGroups(t, pcscGroups())
}

// TestOfficialModule is optional: see the documentation of the package.
func TestOfficialModule(t *testing.T) {
	t.Parallel()
	runGroups(t, officialGroups())
}

// runGroups gives each group a card and a stack of its own.
func runGroups(t *testing.T, list []group) {
	t.Helper()
	for _, g := range list {
		t.Run(g.name, func(t *testing.T) {
			t.Parallel()
			// Registered first, so that it runs when everything is over.
			t.Cleanup(func() {
				if t.Failed() {
					results.failed(g)
				}
			})
			g.client.need(t)
			d := sit(t, g.preset)
			results.version(g.client.name, g.client.version(t, d))
			results.version("pcscd", strings.TrimSuffix(firstLine(t, testneed.Path("pcscd"), "--version"), "."))
			for _, c := range g.checks {
				t.Run(c.operation, func(t *testing.T) {
					t.Cleanup(func() { results.add(g.row(c), outcome(t)) })
					c.run(t, d)
				})
			}
		})
	}
}

func outcome(t *testing.T) string {
	t.Helper()
	switch {
	case t.Failed():
		return failed
	case t.Skipped():
		return notRun
	default:
		return "passed"
	}
}
