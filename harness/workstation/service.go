package workstation

import (
	"bytes"
	"context"
	"errors"
	"strconv"
	"strings"

	"github.com/cpslab/cps/harness/card"
)

// Where pcsc-lite puts its socket and process id on Linux (pcscd(8)), and the
// variable that names another socket.
const (
	systemSocket = "/run/pcscd/pcscd.comm"
	systemPID    = "/run/pcscd/pcscd.pid"
	envSocket    = "PCSCLITE_CSOCK_NAME"
)

// service tells the state of the PC/SC service without becoming its client.
func (c *collector) service() Fact[Service] {
	switch c.OS {
	case "linux":
		return c.pcscd()
	case "windows":
		s := Service{Installed: true, Start: c.startType("SCardSvr")}
		f := unknown[Service](NotAsked, "SCardSvr")
		f.Value = s // the start type; the state comes from a PC/SC call
		return f
	default:
		return unknown[Service](NotAsked, "")
	}
}

// pcscd looks for a listening socket and for the process behind it.
func (c *collector) pcscd() Fact[Service] {
	s := Service{Socket: systemSocket, Installed: c.exists("/usr/sbin/pcscd") || c.exists("/usr/local/sbin/pcscd")}
	if v := c.Getenv(envSocket); v != "" && v != systemSocket {
		s.Socket, s.Private = v, true
	}
	const table = "/proc/net/unix"
	sockets, err := c.read(table, maxText)
	if err != nil {
		f := failed[Service](err, table)
		f.Value = s
		return f
	}
	if !listens(sockets, s.Socket) {
		if c.isSocket(s.Socket) { // of another network namespace, or left behind: a PC/SC call tells
			f := unknown[Service](NotAsked, s.Socket)
			f.Value = s
			return f
		}
		s.State = Stopped
		return known(s, table)
	}
	s.State, s.Installed = Activatable, true
	var running bool
	if s.PID, running = c.pcscdProcess(s.Private); running {
		s.State = Running
	}
	return known(s, table)
}

// listens looks for a socket in the kernel's table (proc(5), /proc/net/unix:
// Num RefCount Protocol Flags Type St Inode Path; flag 00010000 says that it
// accepts connections). /var/run is another name of /run.
func listens(table []byte, socket string) bool {
	socket = strings.TrimPrefix(socket, "/var")
	for line := range bytes.Lines(table) {
		f := strings.Fields(string(line))
		if len(f) >= 8 && f[3] == "00010000" && strings.TrimPrefix(strings.Join(f[7:], " "), "/var") == socket {
			return true
		}
	}
	return false
}

// pcscdProcess tells whether the service's process is there, and which it is: 0
// when several might be. A private service keeps no process id file.
func (c *collector) pcscdProcess(private bool) (pid int, running bool) {
	if !private {
		b, err := c.read(systemPID, 64)
		if err != nil {
			return 0, false
		}
		pid, err := strconv.Atoi(strings.TrimSpace(string(b)))
		if err != nil || c.processName(pid) != "pcscd" {
			return 0, false
		}
		return pid, true
	}
	for _, p := range c.processes() {
		switch {
		case p.name != "pcscd":
		case running:
			return 0, true
		default:
			pid, running = p.pid, true
		}
	}
	return pid, running
}

type process struct {
	pid  int
	name string
}

// processes lists /proc; empty where there is none.
func (c *collector) processes() []process {
	var out []process
	for _, name := range c.list("/proc") {
		pid, err := strconv.Atoi(name)
		if err != nil {
			continue
		}
		if comm := c.processName(pid); comm != "" {
			out = append(out, process{pid, comm})
		}
	}
	return out
}

func (c *collector) processName(pid int) string {
	b, err := c.read("/proc/"+strconv.Itoa(pid)+"/comm", 64)
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(b))
}

// readers asks PC/SC, and settles the state of the service by its answer.
func (c *collector) readers(ctx context.Context, service Fact[Service]) (Fact[[]Reader], Fact[Service]) {
	const source = "PC/SC"
	if service.Known && service.Value.State == Stopped {
		return unknown[[]Reader](NoService, service.Source), service
	}
	if c.Readers == nil {
		return unknown[[]Reader](NotAsked, source), service
	}
	ctx, cancel := context.WithTimeout(ctx, readersDeadline)
	defer cancel()
	list, err := c.Readers(ctx)
	answered := service.Value
	switch {
	case errors.Is(err, card.ErrNoService):
		answered.State = Stopped
		service = known(answered, source)
	case err == nil && (!service.Known || answered.State == Activatable):
		answered.State, answered.Installed = Running, true
		service = known(answered, source)
	}
	if err != nil {
		return failed[[]Reader](err, source), service
	}
	out := make([]Reader, len(list))
	for i, r := range list {
		r.settle()
		if r.State == card.SlotCard && r.Generation == "" {
			r.Generation = r.Face.Generation() // an answering card whose ATR was not told
		}
		out[i] = r
	}
	return known(out, source), service
}
