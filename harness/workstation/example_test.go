package workstation_test

import (
	"context"
	"fmt"
	"testing/fstest"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/workstation"
)

// A machine may be given as files, and its readers as a function.
func ExampleCollect() {
	rep := workstation.Collect(context.Background(), workstation.Options{
		OS: "linux",
		Root: fstest.MapFS{
			"proc/net/unix":                          {Data: []byte("0: 2 0 00010000 0001 01 1 /run/pcscd/pcscd.comm\n")},
			"var/opt/santesocial/commun/adm/155.adm": {Data: []byte("050202\n")},
		},
		Getenv: func(string) string { return "" },
		Readers: func(context.Context) ([]workstation.Reader, error) {
			return []workstation.Reader{{Slot: card.Slot{Name: "Gemalto 00", State: card.SlotCard, ATR: card.ATRCPS4}}}, nil
		},
	})
	fmt.Println(rep.Service.Value.State, rep.Readers.Value[0].Generation, rep.Cryptolib.Value.Version)
	fmt.Println(rep.Module.Known, rep.Module.Reason)
	// Output:
	// running V4 5.2.2
	// false no-module
}
