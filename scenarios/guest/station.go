package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/cpslab/cps/harness/child"
	"github.com/cpslab/cps/simulator"
)

// station is “cpslab serve --usbip” on this side, which “cpslab ctl” drives.
type station struct {
	program string
	env     []string // of ctl
	port    int
	stop    context.CancelFunc
	ended   chan struct{}
}

// serveStation starts one with a card in a reader with a keypad.
func serveStation(ctx context.Context, program, dir string) (*station, error) {
	ctx, stop := context.WithCancel(ctx)
	s := &station{program: program, stop: stop, ended: make(chan struct{})}
	env := filepath.Join(dir, "station.env")
	cmd := exec.CommandContext(ctx, program, "serve", "--usbip=127.0.0.1:0", "--keypad", "--readers", "1", "--card", "cps3-healthy", "--env", env, "--lang", "en")
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = brief
	said, err := cmd.StderrPipe()
	if err != nil {
		stop()
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		stop()
		return nil, err
	}
	where := make(chan string, 1)
	go func() {
		defer close(s.ended)
		for lines := bufio.NewScanner(said); lines.Scan(); {
			if _, address, ok := strings.Cut(lines.Text(), "USB/IP at "); ok {
				where <- address
			}
		}
		_ = cmd.Wait() // what it was started for has been told by then
	}()
	select {
	case address := <-where:
		_, port, err := net.SplitHostPort(address)
		if err == nil {
			s.port, err = strconv.Atoi(port)
		}
		if err != nil {
			s.close()
			return nil, err
		}
	case <-s.ended:
		stop()
		return nil, errors.New("cpslab serve ended at once")
	}
	content, err := os.ReadFile(env)
	if err != nil {
		s.close()
		return nil, err
	}
	s.env = child.Environ()
	for line := range strings.Lines(string(content)) {
		name, value, _ := strings.Cut(strings.TrimPrefix(strings.TrimSpace(line), "export "), "=")
		s.env = append(s.env, name+"="+strings.Trim(value, "'"))
	}
	return s, nil
}

func (s *station) close() {
	s.stop()
	<-s.ended
}

// ctl drives it; in is its standard input.
func (s *station) ctl(ctx context.Context, in string, args ...string) error {
	cmd := exec.CommandContext(ctx, s.program, append([]string{"ctl", "--lang", "en"}, args...)...)
	cmd.Env, cmd.Stdin = s.env, strings.NewReader(in)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("ctl %s: %w\n%s", strings.Join(args, " "), err, out)
	}
	return nil
}

// challenge is a command that every card answers, and that changes nothing.
const challenge = "opensc-tool -c default -s 0084000008"

// answered is what opensc-tool shows of its answer.
const answered = "SW1=0x90, SW2=0x00"

// atStation has a station's reader in the guest: cards moved by ctl, a code typed by it, and
// what goes wrong with a reader on purpose.
func (r *run) atStation(ctx context.Context) {
	f := &face{name: "station, CPS3", preset: "cps3-healthy"}
	dir, err := os.MkdirTemp("", "guest-station")
	if err != nil {
		r.did(f, "cpslab", "serve --usbip", err)
		return
	}
	defer func() { _ = os.RemoveAll(dir) }() // in the folder for such things
	s, err := serveStation(ctx, r.cpslab, dir)
	if err != nil {
		r.did(f, "cpslab", "serve --usbip", err)
		return
	}
	defer s.close()
	r.did(f, "libccid", "attached to serve --usbip, powered", r.again(s))
	r.did(f, "cpslab", "ctl remove: seen", first(s.ctl(ctx, "", "remove", "1"), func() error { return r.expects("opensc-tool --list-readers", " No ") }))
	r.did(f, "cpslab", "ctl insert, another card: judged", first(s.ctl(ctx, "", "insert", "1", "cps3-missing-dam"), func() error { return r.finds(ctx, "cps3-missing-dam") }))
	r.did(f, "cpslab", "ctl swap: judged", first(s.ctl(ctx, "", "swap", "1", "cps3-healthy"), func() error { return r.finds(ctx, "cps3-healthy") }))
	r.did(f, "keypad", "code typed by ctl code: 9000", r.typedByCtl(ctx, s))
	for _, t := range troubles {
		r.trouble(ctx, s, f, t)
	}
	r.did(f, "libccid", "detached", r.detach())
}

// first does the second thing where the first went well.
func first(err error, then func() error) error {
	if err != nil {
		return err
	}
	return then()
}

// again attaches the reader of a station and waits for its card.
func (r *run) again(s *station) error {
	err := r.plug(s.port, "1-1")
	for began := time.Now(); err == nil && time.Since(began) < usual; {
		if r.expects("opensc-tool --atr", "3b:") == nil {
			return nil
		}
	}
	return errors.Join(err, errors.New("no card in it"))
}

// finds holds what cpslab finds of a card of the station in the guest against what it finds
// of its preset here.
func (r *run) finds(ctx context.Context, preset string) error {
	same, err := simulator.NewPreset(preset)
	if err != nil {
		return err
	}
	return r.judges(ctx, &face{serial: same.SerialNumber()}, preset)
}

// typedByCtl has a program in the guest ask for a code, which ctl types here.
func (r *run) typedByCtl(ctx context.Context, s *station) error {
	typed := make(chan error, 1)
	go func() { typed <- s.ctl(ctx, "1234\n", "code", "1", "--wait", "30") }()
	return errors.Join(r.expects("keypad", "9000"), <-typed)
}

// trouble is a reader that does something wrong, and what a program sees of that.
type trouble struct {
	fault string
	line  string   // run in the guest once it is armed; with a leading “!” it has to end with an error
	words []string // that it prints
	saw   string   // in words, for the page
	anew  bool     // it is seen when the reader is attached: that is done once it is armed
	gone  bool     // the reader has to be attached again afterwards
}

var troubles = []trouble{
	{fault: "usb-wrong-sequence@1", line: challenge, words: []string{answered}, saw: "the answer: libccid does not look at its number"},
	{fault: "usb-wrong-extension=3s@1", line: challenge, words: []string{answered}, saw: "the answer, 3 s late"},
	{fault: "usb-no-extension=3s@1", line: challenge, words: []string{answered}, saw: "the answer, 3 s late: it waits by itself"},
	{fault: "usb-wrong-clock", line: challenge, words: []string{answered}, saw: "attached with it: the answer; its time-outs, ten times as short, are long enough", anew: true},
	{fault: "usb-pts-refused", line: "!" + challenge, words: []string{"Unresponsive card"}, saw: "“Unresponsive card”"},
	{fault: "usb-change-lost", line: "!" + challenge, words: []string{"Card not present"}, saw: "“Card not present”: it is not told of the card that came"},
	{fault: "usb-restarted@2", line: "!cpslab diagnose pcsc: --lang en", words: []string{"BENCH ERROR", "removed during the reading", "CPS-RDR-008"}, saw: "the exchange is lost and the card removed (CPS-RDR-008); attached again, it is in order", gone: true},
	{fault: "usb-unplugged@2", line: "!cpslab diagnose pcsc: --lang en", words: []string{"BENCH ERROR", "removed during the reading", "CPS-RDR-008"}, saw: "the same; attached again once it is plugged in, it is in order", gone: true},
}

// trouble arms a fault, has a program meet it, and ends it.
func (r *run) trouble(ctx context.Context, s *station, f *face, t trouble) {
	err := s.ctl(ctx, "", "fault", "1", t.fault)
	if t.anew && err == nil {
		if err = r.detach(); err == nil {
			err = r.again(s)
		}
	}
	if err == nil {
		err = r.expects(t.line, t.words...)
	}
	r.did(f, "libccid", t.fault, err)
	r.results[len(r.results)-1].saw = t.saw
	err = s.ctl(ctx, "", "fault", "1")
	if t.gone && err == nil {
		// A card that is put in anew has its reader on the bus again.
		err = errors.Join(r.detach(), s.ctl(ctx, "", "remove", "1"), s.ctl(ctx, "", "insert", "1", f.preset))
		if err == nil {
			err = r.again(s)
		}
	}
	if err == nil {
		err = r.expects(challenge, answered)
	}
	if err != nil {
		r.did(f, "libccid", t.fault+", and afterwards: in order", err)
	}
}
