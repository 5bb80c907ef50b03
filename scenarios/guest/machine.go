package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// machine is the guest that runs, and the shell in it.
type machine struct {
	cmd   *exec.Cmd
	conn  net.Conn
	lines *bufio.Reader
	n     int
}

// start starts the guest; it has nothing but a network to this host, and two serial ports.
func start(ctx context.Context, out io.Writer, im image, dir string) (*machine, error) {
	qemu, err := exec.LookPath("qemu-system-x86_64")
	if err != nil {
		return nil, fmt.Errorf("%w: install qemu-system-x86", err)
	}
	socket := filepath.Join(dir, "shell")
	l, err := (&net.ListenConfig{}).Listen(ctx, "unix", socket)
	if err != nil {
		return nil, err
	}
	defer l.Close()
	cmd := exec.CommandContext(ctx, qemu, "-M", "q35", "-accel", "tcg", "-cpu", "max", "-m", "1024", "-nographic", "-no-reboot", "-nodefaults",
		"-kernel", im.kernel, "-initrd", im.initrd, "-append", "console=ttyS0 quiet panic=-1",
		"-netdev", "user,id=n", "-device", "e1000,netdev=n,romfile=", "-serial", "stdio", "-chardev", "socket,id=s,path="+socket, "-serial", "chardev:s")
	console, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	cmd.Stderr = cmd.Stdout
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	m := &machine{cmd: cmd}
	go m.console(out, console)
	if u, ok := l.(*net.UnixListener); ok {
		_ = u.SetDeadline(time.Now().Add(bootTime)) // Accept tells
	}
	if m.conn, err = l.Accept(); err != nil {
		m.end()
		return nil, fmt.Errorf("the guest opened no port: %w", err)
	}
	m.lines = bufio.NewReader(m.conn)
	if err := m.conn.SetDeadline(time.Now().Add(bootTime)); err != nil {
		return nil, err
	}
	for line := ""; strings.TrimSpace(line) != "ready"; { // what is sent before is lost in part
		if line, err = m.lines.ReadString('\n'); err != nil {
			m.end()
			return nil, fmt.Errorf("no shell in the guest: %w", err)
		}
	}
	return m, nil
}

// bootTime is for a start on a machine that has other things to do.
const bootTime = 6 * time.Minute

// console shows what the kernel says.
func (*machine) console(out io.Writer, r io.Reader) {
	for s := bufio.NewScanner(r); s.Scan(); {
		fmt.Fprintln(out, "guest:", s.Text())
	}
}

// sh runs a line in the guest and returns what it printed; the error has its exit code.
func (m *machine) sh(limit time.Duration, line string, args ...any) (string, error) {
	line = fmt.Sprintf(line, args...)
	m.n++
	mark := "@@" + strconv.Itoa(m.n) + ":"
	if err := m.conn.SetDeadline(time.Now().Add(limit)); err != nil {
		return "", err
	}
	if _, err := fmt.Fprintf(m.conn, "{ %s\n} </dev/null 3>&-; code=$?; echo; echo \"%s$code\"\n", line, mark); err != nil {
		return "", err
	}
	var out strings.Builder
	for {
		got, err := m.lines.ReadString('\n')
		if err != nil {
			return out.String(), fmt.Errorf("%s: %w", line, err)
		}
		got = strings.ReplaceAll(got, "\r", "")
		if code, ok := strings.CutPrefix(strings.TrimSpace(got), mark); ok {
			text := strings.TrimSpace(out.String())
			if code != "0" {
				return text, fmt.Errorf("%s: exit %s", line, code)
			}
			return text, nil
		}
		out.WriteString(got)
	}
}

// end stops the guest.
func (m *machine) end() {
	if m.conn != nil {
		_ = m.conn.Close() // the machine goes with it
	}
	_ = m.cmd.Process.Kill() // one that ended already is what is wanted
	_ = m.cmd.Wait()         // killed
}
