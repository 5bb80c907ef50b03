package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"slices"
	"strings"
	"time"

	"github.com/cpslab/cps/harness/slot"
	"github.com/cpslab/cps/simulator"
)

// result is one line of the table.
type result struct {
	face, client, what string
	err                error
	notRun             string // why it could not be run
	saw                string // what the client saw, of what went wrong on purpose
}

// run is one guest with its readers.
type run struct {
	m       *machine
	b       *bench
	cpslab  string
	results []result
	out     io.Writer
}

const (
	usual = 150 * time.Second // for a program, in a machine that is emulated
	brief = 60 * time.Second
)

func (r *run) did(f *face, client, what string, err error) {
	r.results = append(r.results, result{face: f.name, client: client, what: what, err: err})
	verdict := "passed"
	if err != nil {
		verdict = "FAILED: " + err.Error()
	}
	fmt.Fprintf(r.out, "%-18s %-12s %-58s %s\n", f.name, client, what, verdict)
}

func (r *run) skip(f *face, client, what, why string) {
	r.results = append(r.results, result{face: f.name, client: client, what: what, notRun: why})
	fmt.Fprintf(r.out, "%-18s %-12s %-58s not run: %s\n", f.name, client, what, why)
}

// attach attaches the reader of a face, and waits for the card service to have its card.
func (r *run) attach(ctx context.Context, f *face) error {
	if err := r.plug(r.b.port, f.bus); err != nil {
		return err
	}
	ctx, stop := context.WithTimeout(ctx, usual)
	defer stop()
	if err := f.reader.Slot(0).Wait(ctx, slot.Presented); err != nil {
		log, _ := r.m.sh(brief, "cat /tmp/pcscd.log; dmesg | tail -20; ls /sys/bus/usb/devices")
		return fmt.Errorf("%w\n%s", err, log)
	}
	return nil
}

// plug attaches a reader and starts the card service, which without udevd looks for readers
// once.
func (r *run) plug(port int, bus string) error {
	if out, err := r.m.sh(usual, "usbip --tcp-port %d attach -r 10.0.2.2 -b %s", port, bus); err != nil {
		return fmt.Errorf("%w: %s", err, out)
	}
	if out, err := r.m.sh(usual, "n=0; until ls /sys/bus/usb/devices/*:1.0/bInterfaceClass | xargs grep -q 0b; do n=$((n+1)); [ $n -lt 300 ] || break; sleep 0.2; done; sleep 1"); err != nil {
		return fmt.Errorf("%w: %s", err, out) // pcscd looks once: it has to be there
	}
	_, err := r.m.sh(brief, "rm -f /run/pcscd/*; pcscd --foreground >/tmp/pcscd.log 2>&1 & echo $! >/tmp/pcscd.pid")
	return err
}

// detach ends both.
func (r *run) detach() error {
	_, err := r.m.sh(usual, "kill $(cat /tmp/pcscd.pid); for i in 1 2 3 4 5 6 7 8 9 10; do kill -0 $(cat /tmp/pcscd.pid) 2>/dev/null || break; sleep 0.3; done; for p in 00 01 02 03; do usbip detach -p $p >/dev/null 2>&1; done; true")
	return err
}

// expects runs a line that has to print all of some words; with a leading “!” it has to end
// with an error.
func (r *run) expects(line string, words ...string) error {
	line, fails := strings.CutPrefix(line, "!")
	out, err := r.m.sh(usual, "%s 2>&1", line)
	if (err != nil) != fails {
		return fmt.Errorf("%w\n%s", errors.Join(err, errors.New("not the exit code expected")), out)
	}
	for _, w := range words {
		if !strings.Contains(strings.ToLower(out), strings.ToLower(w)) {
			return fmt.Errorf("no %q in:\n%s", w, out)
		}
	}
	return nil
}

// atr is the answer to reset with something between its bytes.
func (f *face) atr(between string) string {
	var s []string
	for _, b := range f.chip.ATR() {
		s = append(s, fmt.Sprintf("%02X", b))
	}
	return strings.Join(s, between)
}

// meets has every client meet the card of a face.
func (r *run) meets(ctx context.Context, f *face) {
	r.did(f, "libccid", "attached, powered", r.attach(ctx, f))
	defer func() { r.did(f, "libccid", "detached", r.detach()) }()
	r.did(f, "pcsc_scan", "reader and ATR", r.expects("timeout 30 pcsc_scan -c", f.atr(" ")))
	r.did(f, "opensc-tool", "ATR", r.expects("opensc-tool --atr", f.atr(":")))
	if f.refusal == "" {
		r.did(f, "OpenSC", "pkcs15-tool --dump: codes, keys, certificates, data", r.expects("pkcs15-tool --dump", "PIN", "X.509 Certificate"))
		if f.typed == "" {
			r.did(f, "OpenSC", "pkcs11-tool --login: private objects", r.expects("pkcs11-tool --module /usr/lib/x86_64-linux-gnu/opensc-pkcs11.so --login --pin 1234 --list-objects", "Private Key Object"))
		}
	} else {
		r.did(f, "OpenSC", "refused as an unsupported card", r.expects("!pkcs15-tool --dump", f.refusal))
	}
	r.did(f, "cpslab", "diagnose pcsc: finds what diagnose sim: finds", r.judges(ctx, f, f.preset))
	switch f.name {
	case "CPS3":
		r.resets(f)
		r.moves(ctx, f)
	case "CPS3, keypad":
		r.pad(f)
	case "CPS4":
		r.goes(ctx, f)
	}
}

// resets: the code porteur is forgotten after a reset of either kind.
func (r *run) resets(f *face) {
	const verify, ask = "opensc-tool -s 002000010431323334", "opensc-tool -s 0020000100"
	for _, kind := range []string{"warm", "cold"} {
		err := r.expects(verify+" -s 0020000100", "SW1=0x90, SW2=0x00")
		if err == nil {
			err = r.expects(ask, "SW1=0x90, SW2=0x00")
		}
		if err == nil {
			_, err = r.m.sh(usual, "opensc-tool --reset=%s 2>&1", kind)
		}
		if err == nil {
			err = r.expects(ask, "SW1=0x63, SW2=0xC3")
		}
		r.did(f, "opensc-tool", kind+" reset: the code is forgotten, 63C3", err)
	}
}

// moves pulls the card out, puts it back, and another in its place.
func (r *run) moves(ctx context.Context, f *face) {
	s := f.reader.Slot(0)
	lists := func(has string) error {
		var err error
		for began := time.Now(); time.Since(began) < brief; {
			if err = r.expects("opensc-tool --list-readers", " "+has+" "); err == nil {
				return nil
			}
		}
		return err
	}
	s.Remove()
	r.did(f, "opensc-tool", "card pulled out: seen", lists("No"))
	s.Insert()
	r.did(f, "opensc-tool", "card put in: seen", lists("Yes"))
	other, err := simulator.NewPreset("cps3-missing-dam")
	if err == nil {
		f.serial = other.SerialNumber()
		_, err = s.Swap(ctx, other)
	}
	if err == nil {
		err = r.judges(ctx, f, "cps3-missing-dam")
	}
	r.did(f, "cpslab", "another card in its place: judged", err)
}

// pad: a program has a code typed at the reader; the card sees it, the program not. OpenSC
// gives the reader a block of eight bytes to fill, and a CPS refuses what stands behind its
// four digits, before it counts a try.
func (r *run) pad(f *face) {
	before := f.chip.presented.Load()
	err := r.expects("!pkcs11-tool --module /usr/lib/x86_64-linux-gnu/opensc-pkcs11.so --login --list-objects", "CKR_DATA_INVALID")
	if seen := f.chip.presented.Load() - before; err == nil && (seen != 1 || f.asked.Load() != 1) {
		err = fmt.Errorf("the card saw %d codes, the keypad %d entries", seen, f.asked.Load())
	}
	r.did(f, "OpenSC", "code typed at the reader: VERIFY seen by the card", err)
	_, err = r.m.sh(usual, "opensc-tool --reset=cold 2>&1") // what cpslab had opened is closed
	if err == nil {
		err = r.expects("opensc-tool -s 0020000100", "SW1=0x63, SW2=0xC3")
	}
	r.did(f, "OpenSC", "its padding is refused by a CPS, and no try is lost", err)
	r.did(f, "keypad", "code typed at the reader, in the form of the card: 9000", r.expects("keypad", "9000"))
	r.did(f, "keypad", "code typed at the reader, old and new one: 9000, as 1234 it stays", r.expects("keypad modify", "9000"))
}

// goes: the reader falls off the bus in the middle of a reading, and is attached again.
func (r *run) goes(ctx context.Context, f *face) {
	unplug := func() { f.reader.Restart() }
	f.chip.during.Store(&unplug)
	out, err := r.m.sh(usual, "cpslab diagnose pcsc: --lang en 2>&1")
	switch {
	case err == nil:
		err = errors.New("it ended with 0")
	case !strings.Contains(err.Error(), "exit "):
	case strings.TrimSpace(out) == "":
		err = errors.New("it said nothing")
	default:
		err = nil
	}
	r.did(f, "cpslab", "reader unplugged in an exchange: ends, and says so", err)
	if err = r.detach(); err == nil {
		if err = r.attach(ctx, f); err == nil {
			err = r.judges(ctx, f, f.preset)
		}
	}
	r.did(f, "cpslab", "attached again: judged", err)
}

// findings are what a diagnosis came to.
type findings struct {
	Verdict string
	Rules   []string
}

func (f findings) String() string { return f.Verdict + " " + strings.Join(f.Rules, " ") }

func findingsOf(out string) (findings, error) {
	var doc struct {
		Verdict  string
		Findings []struct{ ID string }
	}
	at := strings.Index(out, "{")
	if at < 0 {
		return findings{}, fmt.Errorf("no JSON in:\n%s", out)
	}
	if err := json.NewDecoder(strings.NewReader(out[at:])).Decode(&doc); err != nil {
		return findings{}, fmt.Errorf("%w in:\n%s", err, out)
	}
	f := findings{Verdict: doc.Verdict}
	for _, one := range doc.Findings {
		f.Rules = append(f.Rules, one.ID)
	}
	slices.Sort(f.Rules)
	return f, nil
}

// judges holds what cpslab finds in the guest against what it finds of the same card in
// its own process.
func (r *run) judges(ctx context.Context, f *face, preset string) error {
	here, _ := exec.CommandContext(ctx, r.cpslab, "diagnose", "sim:"+preset, "--format", "json").Output() // its code is the verdict's
	want, err := findingsOf(string(here))
	if err != nil {
		return err
	}
	// In the guest the card is a real one: the code is presented by name and serial number.
	line := "cpslab diagnose pcsc: --format json"
	if !f.noPIN {
		line = "CPSLAB_PIN=1234 " + line + " --allow pin --serial " + f.serial
	}
	out, _ := r.m.sh(usual, "%s", line) // likewise
	got, err := findingsOf(out)
	if err != nil {
		return err
	}
	if got.String() != want.String() {
		return fmt.Errorf("%s; in this process %s", got, want)
	}
	return nil
}
