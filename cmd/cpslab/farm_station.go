//go:build !nosuite

package main

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/farm"
	"github.com/cpslab/cps/harness/readers"
)

// farmStation does work until it is drained. The first signal drains it, the second ends the
// program.
func (a *app) farmStation(ctx context.Context, f farmStationFlags) error {
	s, err := a.newStation(ctx, f)
	if err != nil {
		return err
	}
	if err := s.Valid(); err != nil { // before anybody is asked whether a hub is there
		return err
	}
	q, err := a.needQueue(ctx, f.farmFlags, s.Name)
	if err != nil {
		return err
	}
	defer func() { _ = q.Close() }()
	return s.Serve(context.WithoutCancel(ctx), q, ctx.Done())
}

// newStation is a station as its owner set it up.
func (a *app) newStation(ctx context.Context, f farmStationFlags) (*farm.Station, error) {
	machine, err := os.Hostname()
	if err != nil {
		machine = "cpslab"
	}
	machine = notName().ReplaceAllString(machine, "-")
	own := ownBuild()
	s := &farm.Station{
		Name: cmp.Or(f.name, machine), Version: own.short(),
		Each: func(e farm.Event) {
			line := e.Said.In(a.lang)
			if e.Shard != "" {
				line = e.Shard + a.t(" : ", ": ") + line
			}
			fmt.Fprintln(a.err, a.t("cpslab : ", "cpslab: ")+line)
		},
	}
	s.Labels = append(slices.Clone(f.labels), "os:"+runtime.GOOS, "arch:"+runtime.GOARCH, "station:"+s.Name)
	if s.Journal, err = stationFolder(f.state, s.Name); err != nil {
		return nil, usage("--state%s%s", a.t("nommez un dossier", "name a folder"), a.t(" : ", ": "), a.system(err))
	}
	w := &worker{version: s.Version, sets: map[string]*readers.Set{}, again: runAgain}
	if f.record != "" {
		w.traces = &shardTraces{a: a, folder: f.record, station: s.Name}
	}
	for _, address := range f.readers {
		r, err := readers.ParseAddress(address)
		if err != nil {
			return nil, err
		}
		if r.Scheme == readers.SchemeTrace || r.Scheme == readers.SchemeSim && r.Name != "" {
			return nil, usage(a.t("--reader %s : une station n'offre pas ce lecteur", "--reader %s: a station does not offer this reader"), a.t("sim:, ou pcsc:NOM", "sim:, or pcsc:NAME"), text.Printable(address))
		}
		set, err := a.readerSet(ctx, f.readerFlags)
		if err != nil {
			return nil, err
		}
		set.RealPIN = keptPIN(set.RealPIN)
		if w.traces != nil {
			w.traces.around(set)
		}
		key := s.Name + "/" + address // a card of this process is nobody else's
		if r.Scheme == readers.SchemePCSC {
			// The one reader that is meant now, whatever its pattern may mean later: its lease is its own.
			found, err := set.Find(ctx, r)
			if err != nil {
				return nil, err
			}
			set.Reader, address = found.Name, "pcsc:"+strings.TrimSpace(found.Name)
			key = machine + "/" + address
		}
		if w.sets[address] != nil {
			return nil, usage(a.t("--reader %s : nommé deux fois", "--reader %s: named twice"), a.t("chaque lecteur une fois", "each reader once"), text.Printable(address))
		}
		w.sets[address] = set
		s.Readers = append(s.Readers, farm.Reader{Name: address, Key: key, Labels: []string{"reader:" + r.Scheme}})
	}
	s.Check, s.Work = w.check, w.work
	return s, nil
}

// notName matches what no name of a station holds.
func notName() *regexp.Regexp { return regexp.MustCompile(`[^A-Za-z0-9_-]+`) }

// stationFolder is where a station keeps what it began.
func stationFolder(given, name string) (string, error) {
	if given == "" {
		base, err := os.UserConfigDir()
		if err != nil {
			return "", err
		}
		given = filepath.Join(base, "cpslab", "farm", name)
	}
	return filepath.Join(given, "begun"), nil
}

// runAgain is the command that runs one scenario again, on the machine of the station.
func runAgain(reader, name string) string {
	return strings.Join([]string{"cpslab", "run", reader, "--focus", quoted(regexp.QuoteMeta(name) + "$")}, " ")
}

// farmDrain asks a station to end.
func (a *app) farmDrain(ctx context.Context, f farmFlags, station string) error {
	q, err := a.needQueue(ctx, f, "drain")
	if err != nil {
		return err
	}
	defer func() { _ = q.Close() }()
	return farm.Drain(ctx, q, station)
}
