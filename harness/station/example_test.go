package station_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"

	"github.com/cpslab/cps/harness/station"
)

// asks runs a program of OpenSC before a station, as a test runs the program that it tests.
func asks(ctx context.Context, bench *station.Station, args ...string) string {
	program := exec.CommandContext(ctx, "opensc-tool", args...)
	program.Env = append(os.Environ(), bench.Env()...)
	out, err := program.Output()
	if err != nil {
		return err.Error() + "\n"
	}
	return string(out)
}

// A test of another program: it reads the card, the card is pulled out, another one is
// put in. No call needs a pause behind it. It takes pcscd and the vpcd driver.
func ExampleStart() {
	ctx := context.Background()
	bench, err := station.Start(ctx, station.Config{Cards: []station.Recipe{station.Preset("cps3-healthy")}})
	if err != nil {
		fmt.Println(err) // says what is missing
		return
	}
	defer bench.Close()

	fmt.Print(asks(ctx, bench, "--atr"))
	if err := bench.Remove(ctx, 1); err != nil {
		fmt.Println(err)
	}
	fmt.Print(asks(ctx, bench, "--atr"))
	if err := bench.Insert(ctx, 1, "cps4-missing-dam"); err != nil {
		fmt.Println(err)
	}
	fmt.Print(asks(ctx, bench, "--atr"))
	// Output:
	// 3b:ac:00:40:2a:00:12:25:00:64:80:00:03:10:00:90:00
	// exit status 1
	// 3b:dc:18:ff:00:00:12:25:00:64:80:00:04:01:00:90:00
}

// What a program does to a card is in the log, its codes masked: events as a trace has
// them, which say themselves in words.
func ExampleStation_Log() {
	ctx := context.Background()
	bench, err := station.Start(ctx, station.Config{Cards: []station.Recipe{station.Preset("cps3-healthy")}})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer bench.Close()
	before := bench.Log().Last()
	asks(ctx, bench, "-c", "default", "-s", "00:A4:00:00:02:D0:03", "-s", "00:20:00:01:04:39:39:39:39")
	records, _ := bench.Log().After(before, 100)
	for _, r := range records {
		if x := r.Exchange; x != nil && (x.File == "EF.SN.ICC" || x.Op == "VERIFY") {
			fmt.Printf("%s → %s: %q\n", x.Title().EN, x.Outcome().EN, x.Command)
		}
	}
	// Output:
	// SELECT 00 A4 00 00 (2 data bytes) (EF.SN.ICC) → 611E (30 bytes remaining): "00A4000002D003"
	// VERIFY 00 20 00 01 (4 data bytes) (EF.SN.ICC) → 63C2 (2 tries left): "00200001042A2A2A2A"
}

// A fault is armed, met by the program and counted; then the bench is what it was at the
// start, tries of codes included.
func ExampleStation_Arm() {
	ctx := context.Background()
	bench, err := station.Start(ctx, station.Config{Cards: []station.Recipe{station.Preset("cps3-healthy")}})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer bench.Close()
	if err := bench.Arm(ctx, 1, "status=6F00@VERIFY#2"); err != nil {
		fmt.Println(err)
		return
	}
	wrongCode := "00:20:00:01:04:39:39:39:39"
	asks(ctx, bench, "-c", "default", "-s", wrongCode, "-s", wrongCode)
	show := func() {
		c, err := bench.Card("cps3-healthy")
		if err != nil || len(c.Faults) == 0 {
			fmt.Println(c.PIN.Left, "tries left, no fault", err)
			return
		}
		f := c.Faults[0]
		fmt.Println(c.PIN.Left, "tries left;", f.Fault, "fired", f.Fired, "time at exchange", f.Exchange)
	}
	show()
	if err := bench.Reset(ctx); err != nil {
		fmt.Println(err)
	}
	show()
	// Output:
	// 2 tries left; status=6F00@VERIFY#2 fired 1 time at exchange 2
	// 3 tries left, no fault <nil>
}
