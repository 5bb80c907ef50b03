package main

import (
	"bufio"
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/cpslab/cps/harness/card/cardtest"
	"github.com/cpslab/cps/harness/usbip/usbtest"
)

// console is a command that goes on, with what it says and what is typed.
type console struct {
	t     *testing.T
	lines chan string
	in    *io.PipeWriter
	ended chan int
}

// start starts a command that serves until the test ends, or until it is told to quit.
func start(t *testing.T, args ...string) *console {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	out, written := io.Pipe()
	typed, in := io.Pipe()
	const many = 1000 // lines that nobody has read
	c := &console{t: t, lines: make(chan string, many), in: in, ended: make(chan int, 1)}
	go func() {
		defer close(c.lines)
		for lines := bufio.NewScanner(out); lines.Scan(); {
			c.lines <- lines.Text()
		}
	}()
	go func() {
		code := run(ctx, append(args, "--lang", "en"), streams{typed, io.Discard, written}, func(string) string { return "" })
		_ = written.Close()
		c.ended <- code
	}()
	t.Cleanup(func() {
		cancel()
		_ = in.Close()
		if code := <-c.ended; code != exitOK {
			t.Errorf("ended with %d", code)
		}
	})
	return c
}

// says returns the first line with these words.
func (c *console) says(words string) string {
	c.t.Helper()
	for line := range c.lines {
		if strings.Contains(line, words) {
			return line
		}
	}
	c.t.Fatalf("it never said %q", words)
	return ""
}

// told are the lines that nobody has read yet.
func (c *console) told() (all string) {
	for len(c.lines) > 0 {
		all += <-c.lines + "\n"
	}
	return all
}

func (c *console) types(lines ...string) {
	c.t.Helper()
	for _, l := range lines {
		if _, err := fmt.Fprintln(c.in, l); err != nil {
			c.t.Error(err) // it may be called beside the test
			return
		}
	}
}

// usbAddress is where simulate --usbip says it is.
func (c *console) usbAddress() string {
	c.t.Helper()
	_, rest, _ := strings.Cut(c.says("into "), "into ")
	address, _, _ := strings.Cut(rest, ";")
	return strings.TrimSpace(address)
}

func soon(t *testing.T) context.Context {
	t.Helper()
	ctx, stop := context.WithTimeout(t.Context(), 30*time.Second)
	t.Cleanup(stop)
	return ctx
}

// attached is the first reader there, as the driver of a system that attached it has it.
func attached(t *testing.T, address string) (*usbtest.Attached, *usbtest.Reader) {
	t.Helper()
	bus, err := usbtest.Dial(soon(t), address, "1-1")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = bus.Close() })
	r, err := usbtest.Open(soon(t), bus)
	if err != nil {
		t.Fatal(err)
	}
	return bus, r
}

// A card in a USB reader of a model, attached, powered, opened by a code typed at the
// console, unplugged.
func TestSimulateUSB(t *testing.T) {
	t.Parallel()
	c := start(t, "simulate", "cps3-healthy", "--usbip=127.0.0.1:0", "--reader", "leo", "--keypad")
	address := c.usbAddress()
	c.says("usbip attach -r HOST -b 1-1")
	list, err := usbtest.List(soon(t), address)
	if err != nil || len(list) != 1 || list[0].Vendor != 0x0F14 {
		t.Fatalf("%+v, %v", list, err)
	}
	bus, r := attached(t, address)
	c.says("attached")
	if _, err = r.Card(soon(t), 0); err != nil {
		t.Fatal(err)
	}
	c.says("presented")
	secure := func() string {
		a, err := r.Tell(soon(t), 0, 0x69, [3]byte{}, cardtest.Hex(t, "00 00 82 00 00 0804 02 01 0904 00 000000 00200001"))
		if err != nil {
			return err.Error()
		}
		return fmt.Sprintf("%X", a[10:])
	}
	for _, x := range []struct{ typed, want string }{
		{"9999", "63C2"}, {"1234", "9000"}, {"", "message 69: bStatus 40, bError EF"},
	} {
		go c.types("code", x.typed)
		if got := secure(); got != x.want {
			t.Errorf("typed %d digits: %s, want %s", len(x.typed), got, x.want)
		}
		c.says("the reader asks for the code")
	}
	c.types("unplug")
	<-bus.Done()
	c.says("unplugged")
	c.types("quit")
}

// A station of USB readers starts no service here.
func TestServeUSB(t *testing.T) {
	t.Parallel()
	c := start(t, "serve", "--usbip=127.0.0.1:0", "--card", "cps3-healthy", "--readers", "2", "--reader", "scr3310")
	_, address, _ := strings.Cut(c.says("USB/IP at "), "USB/IP at ")
	c.says("usbip attach -r HOST -b 1-2")
	list, err := usbtest.List(soon(t), address)
	if err != nil || len(list) != 2 || list[0].Vendor != 0x04E6 {
		t.Fatalf("%+v, %v", list, err)
	}
	_, r := attached(t, address)
	chip, err := r.Card(soon(t), 0)
	if err != nil {
		t.Fatal(err)
	}
	if out, err := chip.Transmit(soon(t), nil, cardtest.Hex(t, "00A4000C023F00")); err != nil || len(out) < 2 {
		t.Errorf("% X, %v", out, err)
	}
}

// A code that a program wants typed at a reader of a station is typed by “ctl code”: from a
// descriptor that waits for the reader to ask, and from standard input. It is in nothing
// that either of them says.
func TestCtlCode(t *testing.T) {
	t.Parallel()
	env := filepath.Join(t.TempDir(), "station.env")
	c := start(t, "serve", "--usbip=127.0.0.1:0", "--card", "cps3-healthy", "--readers", "1", "--keypad", "--env", env)
	_, address, _ := strings.Cut(c.says("USB/IP at "), "USB/IP at ")
	c.says("usbip attach -r HOST -b 1-1")
	content, err := os.ReadFile(env)
	if err != nil {
		t.Fatal(err)
	}
	getenv := func(name string) string {
		_, rest, _ := strings.Cut(string(content), "export "+name+"=")
		value, _, _ := strings.Cut(rest, "\n")
		return strings.Trim(value, "'")
	}
	_, r := attached(t, address)
	if _, err = r.Card(soon(t), 0); err != nil {
		t.Fatal(err)
	}
	secure := func() <-chan string {
		said := make(chan string, 1)
		message := cardtest.Hex(t, "00 00 82 00 00 0804 02 01 0904 00 000000 00200001")
		go func() {
			a, err := r.Tell(soon(t), 0, 0x69, [3]byte{}, message)
			if err != nil {
				said <- err.Error()
				return
			}
			said <- fmt.Sprintf("%X", a[10:])
		}()
		return said
	}
	ctl := func(in io.Reader, want int, args ...string) string {
		t.Helper()
		var out, errs strings.Builder
		if code := run(soon(t), append([]string{"ctl", "code", "1", "--lang", "en"}, args...), streams{in, &out, &errs}, getenv); code != want {
			t.Errorf("ctl code %v: %d, want %d: %s", args, code, want, errs.String())
		}
		return out.String() + errs.String()
	}
	var told string
	told += ctl(strings.NewReader("9876\n"), exitBench)
	if !strings.Contains(told, "asks for no code") {
		t.Errorf("nobody asks: %s", told)
	}
	said := secure()
	told += ctl(strings.NewReader("9876\n"), exitOK, "--wait", "30")
	if got := <-said; got != "63C2" {
		t.Errorf("a wrong code: %s", got)
	}
	path := filepath.Join(t.TempDir(), "code")
	if err := os.WriteFile(path, []byte("1234\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	fd, err := syscall.Open(path, syscall.O_RDONLY, 0) // the command has it from here on, and closes it
	if err != nil {
		t.Fatal(err)
	}
	said = secure()
	told += ctl(strings.NewReader(""), exitOK, "--wait", "30", "--code-fd", fmt.Sprint(fd), "--format", "json")
	if got := <-said; got != "9000" {
		t.Errorf("the code: %s", got)
	}
	said = secure()
	told += ctl(strings.NewReader(""), exitOK, "--wait", "30", "--cancel")
	if got := <-said; !strings.Contains(got, "bError EF") {
		t.Errorf("cancelled: %s", got)
	}
	told += ctl(strings.NewReader("\n"), exitUsage)
	if strings.Contains(told, "9876") || strings.Contains(told, "1234") || strings.Contains(string(content), "1234") {
		t.Errorf("a code was told: %s", told)
	}
	if said := c.told(); strings.Contains(said, "9876") || strings.Contains(said, "1234") {
		t.Errorf("the station told a code: %s", said)
	}
}

// A fault of the reader meets whoever attached it.
func TestSimulateUSBFault(t *testing.T) {
	t.Parallel()
	c := start(t, "simulate", "cps3-healthy", "--usbip=127.0.0.1:0", "--fault", "usb-wrong-clock usb-unplugged@2")
	bus, r := attached(t, c.usbAddress())
	if kHz := binary.LittleEndian.Uint32(r.Config[18+10:]); kHz != 40000 {
		t.Errorf("clock %d kHz", kHz)
	}
	chip, err := r.Card(soon(t), 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := chip.Transmit(soon(t), nil, cardtest.Hex(t, "0084000008")); err != nil {
		t.Fatal(err)
	}
	if out, err := chip.Transmit(soon(t), nil, cardtest.Hex(t, "0084000008")); err == nil {
		t.Errorf("% X", out)
	}
	<-bus.Done()
	if list, err := usbtest.List(soon(t), bus.Address()); err != nil || len(list) != 0 {
		t.Errorf("%v, %v", list, err)
	}
	c.types("plug")
	c.types("quit")
}

// What is typed may come from a descriptor, a line for each entry. A line that is too long is one
// entry, and no code: its end is not the next one.
func TestKeypadDescriptor(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "codes")
	if err := os.WriteFile(path, []byte("1234\n"+strings.Repeat("9", 68)+"\nabcd\n1234\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	fd, err := syscall.Open(path, syscall.O_RDONLY, 0) // the command has it from here on, and closes it
	if err != nil {
		t.Fatal(err)
	}
	c := start(t, "simulate", "cps3-healthy", "--usbip=127.0.0.1:0", "--keypad-fd", fmt.Sprint(fd))
	_, r := attached(t, c.usbAddress())
	if r.PINSupport != 3 {
		t.Errorf("bPINSupport %d", r.PINSupport)
	}
	if _, err = r.Card(soon(t), 0); err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"9000", "", "", "9000", ""} {
		a, err := r.Tell(soon(t), 0, 0x69, [3]byte{}, cardtest.Hex(t, "00 00 82 00 00 0804 02 01 0904 00 000000 00200001"))
		if got := fmt.Sprintf("%X", a[10:]); got != want {
			t.Errorf("entry %d: %s, %v; want %q", i, got, err, want)
		}
	}
}

// What is wrong with USB readers is said before anything is opened.
func TestUSBWrongUse(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := func(name, content string) string {
		t.Helper()
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	simulate := func(args ...string) []string { return append([]string{"simulate", "cps3-healthy"}, args...) }
	expect(t, []expectation{
		{name: "other machines", env: english, args: simulate("--usbip=0.0.0.0:3240"), code: exitUsage, err: []string{"would open the reader to other machines", "--usbip-open"}},
		{name: "no port", env: english, args: simulate("--usbip=127.0.0.1"), code: exitUsage, err: []string{"want HOST:PORT"}},
		{name: "unknown model", env: english, args: simulate("--usbip", "--reader", "gempc-twinn"), code: exitUsage, err: []string{"did you mean “gempc-twin”?"}},
		{name: "unknown model, far from all", args: simulate("--usbip", "--reader", "zzzzzzzzzzz"), code: exitUsage, err: []string{"un de : cpslab, gempc-twin"}},
		{name: "identifiers", env: english, args: simulate("--usbip", "--usb-id", "E0F:4"), code: exitUsage, err: []string{"is no identifier"}},
		{name: "without --usbip", env: english, args: simulate("--reader", "leo"), code: exitUsage, err: []string{"--reader: for a USB reader", "add --usbip"}},
		{name: "both readers", env: english, args: simulate("--usbip", "--vpcd", "127.0.0.1:35963"), code: exitUsage, err: []string{"one of them"}},
		{name: "serve without --usbip", env: english, args: []string{"serve", "--reader", "leo"}, code: exitUsage, err: []string{"--reader: for USB readers"}},
		{name: "serve with two keypads", env: english, args: []string{"serve", "--usbip=127.0.0.1:0", "--keypad", "--keypad-fd", "0"}, code: exitUsage, err: []string{"one of them"}},
		{name: "a code as an argument", env: english, args: []string{"ctl", "code", "1", "1234", "--control", "http://127.0.0.1:1"}, code: exitUsage, err: []string{"never an argument", "--code-fd"}},
		{name: "a code and none", env: english, args: []string{"ctl", "code", "1", "--cancel", "--code-fd", "0", "--control", "http://127.0.0.1:1"}, code: exitUsage, err: []string{"one of them"}},
		{name: "no code", env: english, args: []string{"ctl", "code", "1", "--control", "http://127.0.0.1:1"}, code: exitUsage, err: []string{"no code is given", "--code-fd"}},
		{name: "two keypads", env: english, args: simulate("--usbip=127.0.0.1:0", "--keypad", "--keypad-fd", "0"), code: exitUsage, err: []string{"one of them"}},
		{name: "a file that is wrong", env: english, args: simulate("--usbip", "--reader", file("a.yaml", "readers:\n  - nam: a\n")), code: exitUsage, err: []string{"a.yaml:2:5", "unknown key"}},
		{name: "a file without readers", env: english, args: simulate("--usbip", "--reader", file("b.yaml", "readers: []\n")), code: exitUsage, err: []string{"no reader"}},
		{name: "a file that is not there", env: english, args: simulate("--usbip", "--reader", filepath.Join(dir, "c.yaml")), code: exitUsage, err: []string{"c.yaml"}},
	})
}
