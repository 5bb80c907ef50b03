package station_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cpslab/cps/harness/station"
)

// TestSnapshotAndReset: cards, readers, tries and faults come back.
func TestSnapshotAndReset(t *testing.T) {
	t.Parallel()
	st := begin(t, station.Config{Cards: []station.Recipe{station.Preset("cps3-healthy"), station.Preset("cps3-expired")}, Faults: []string{"", "delay=1ms@every"}})
	ctx := t.Context()
	wrongCode := func(reader int) {
		t.Helper()
		if out := sends(t, st, reader, "-s", "00:20:00:01:04:39:39:39:39"); !strings.Contains(out, "SW1=0x63") {
			t.Fatalf("a wrong code and\n%s", out)
		}
	}
	left := func() []int {
		var all []int
		for _, c := range st.Cards() {
			all = append(all, c.PIN.Left)
		}
		return all
	}
	wrongCode(1)
	must(t, st.Snapshot(ctx, "one-try-less"))
	wrongCode(1)
	must(t, st.Swap(ctx, 2, "cps3-no-fse"))
	if diff := cmp.Diff([]int{1, 3, 3}, left()); diff != "" {
		t.Error(diff)
	}
	must(t, st.Restore(ctx, "one-try-less"))
	if diff := cmp.Diff([]int{2, 3}, left()); diff != "" { // the card that came later is gone
		t.Error(diff)
	}
	wantCard(t, st, 1, "cps3-healthy")
	wantCard(t, st, 2, "cps3-expired")
	must(t, st.Remove(ctx, 2))
	must(t, st.Arm(ctx, 1, "mute"))
	must(t, st.Reset(ctx))
	if diff := cmp.Diff([]int{3, 3}, left()); diff != "" {
		t.Error(diff)
	}
	wantCard(t, st, 1, "cps3-healthy")
	wantCard(t, st, 2, "cps3-expired")
	if c, err := st.Card("cps3-expired"); err != nil || len(c.Faults) != 1 || c.Faults[0].Fault != "delay=1ms@every" {
		t.Errorf("the faults of the start: %+v, %v", c.Faults, err)
	}
	must(t, st.Remove(ctx, 1))
	must(t, st.Reset(ctx, 2))
	if st.Readers()[0].Inserted {
		t.Error("a reader that was not to be reset was")
	}
}

// tries are the tries of the PIN that each card has left, in the order of the cards.
func tries(st *station.Station) map[string]int {
	left := map[string]int{}
	for _, c := range st.Cards() {
		left[c.Name] = c.PIN.Left
	}
	return left
}

// loses has the card of a reader lose a try.
func loses(t *testing.T, st *station.Station, reader int) {
	t.Helper()
	if out := sends(t, st, reader, "-s", "00:20:00:01:04:39:39:39:39"); !strings.Contains(out, "SW1=0x63") {
		t.Fatalf("a wrong code and\n%s", out)
	}
}

// TestRestoreBringsTheShelf: what a test did to a card that lay on the shelf is undone, and a
// card that it made is gone, so that the next one finds what the first did.
func TestRestoreBringsTheShelf(t *testing.T) {
	t.Parallel()
	st := begin(t, station.Config{Cards: []station.Recipe{station.Preset("cps3-healthy")}})
	ctx := t.Context()
	if _, err := st.Add(ctx, station.Preset("cps3-no-fse")); err != nil {
		t.Fatal(err)
	}
	must(t, st.Snapshot(ctx, "before"))
	must(t, st.Swap(ctx, 1, "cps3-no-fse"))
	loses(t, st, 1)
	must(t, st.Swap(ctx, 1, "cps3-expired"))
	loses(t, st, 1)
	must(t, st.Restore(ctx, "before", 1)) // of one reader: the shelf stays
	if diff := cmp.Diff(map[string]int{"cps3-healthy": 3, "cps3-no-fse": 2, "cps3-expired": 2}, tries(st)); diff != "" {
		t.Error(diff)
	}
	must(t, st.Restore(ctx, "before"))
	if diff := cmp.Diff(map[string]int{"cps3-healthy": 3, "cps3-no-fse": 3}, tries(st)); diff != "" {
		t.Error(diff)
	}
	must(t, st.Insert(ctx, 2, "cps3-no-fse"))
	must(t, st.Reset(ctx))
	must(t, st.Restore(ctx, "before")) // after its card was thrown away
	if diff := cmp.Diff(map[string]int{"cps3-healthy": 3, "cps3-no-fse": 3}, tries(st)); diff != "" {
		t.Error(diff)
	}
}

// TestACardElsewhereMovesNothing: a reader whose card is in another one is left as it is.
func TestACardElsewhereMovesNothing(t *testing.T) {
	t.Parallel()
	st := begin(t, station.Config{Cards: []station.Recipe{station.Preset("cps3-healthy")}})
	ctx := t.Context()
	must(t, st.Snapshot(ctx, "before"))
	must(t, st.Swap(ctx, 1, "cps3-no-fse"))
	must(t, st.Insert(ctx, 2, "cps3-healthy"))
	for name, err := range map[string]error{"reset": st.Reset(ctx, 1), "restore": st.Restore(ctx, "before", 1)} {
		of, ok := errors.AsType[*station.Error](err)
		if !ok || !errors.Is(err, station.ErrElsewhere) || of.Op != name {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if said, _ := of.Say("fr"); said != "lecteur 1, cps3-healthy : cette carte est dans un autre lecteur : le lecteur 2" {
			t.Errorf("%s: %s", name, said)
		}
	}
	wantCard(t, st, 1, "cps3-no-fse")
	wantCard(t, st, 2, "cps3-healthy")
	must(t, st.Reset(ctx, 1, 2))
	wantCard(t, st, 1, "cps3-healthy")
}

// TestACardBesideItsReader: a card that a fault pulled out lies beside its reader after a
// restoration as it did before, and one that a fault keeps out at first comes at a reset.
func TestACardBesideItsReader(t *testing.T) {
	t.Parallel()
	st := begin(t, station.Config{Cards: []station.Recipe{station.Preset("cps3-healthy"), station.Preset("cps3-no-fse")}, Faults: []string{"", "late=1ms"}})
	ctx := t.Context()
	must(t, st.Reset(ctx))
	wantCard(t, st, 2, "cps3-no-fse")
	must(t, st.Arm(ctx, 1, "remove@1"))
	_ = sends(t, st, 1, "-s", "00:A4:00:00:02:D0:03")
	must(t, st.Snapshot(ctx, "beside"))
	must(t, st.Swap(ctx, 1, "cps3-expired"))
	must(t, st.Restore(ctx, "beside"))
	if r := st.Readers()[0]; r.Card != "cps3-healthy" || r.Inserted {
		t.Errorf("%+v", r)
	}
}

// TestNoSnapshotInAChange: what a station is between two steps of a change is no state of it.
func TestNoSnapshotInAChange(t *testing.T) {
	t.Parallel()
	var st *station.Station
	var within error
	st = begin(t, station.Config{Readers: 2, Changed: func(string, []station.Placed) error {
		if st != nil {
			within = st.Snapshot(context.Background(), "torn")
		}
		return nil
	}})
	must(t, st.Insert(station.By(t.Context(), "somebody"), 1, "cps3-healthy"))
	if busy, ok := errors.AsType[*station.BusyError](within); !ok || busy.Holder != "somebody" || busy.Doing != "insert" {
		t.Errorf("%v", within)
	}
	must(t, st.Hold(station.By(t.Context(), "somebody"), 1, 1e9))
	must(t, st.Snapshot(station.By(t.Context(), "another"), "held")) // which changes nothing
}
