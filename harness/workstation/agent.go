package workstation

import (
	"context"
	"encoding/binary"
	"encoding/hex"
	"net"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/cpslab/cps/harness/card/text"
)

// AgentQuery names the local port on which a reading agent ought to listen, and
// its program. No list of agents exists: the user tells.
type AgentQuery struct {
	Port    int    // 1 to 65535
	Program string // "JuxtaLink", "" when the user names none
}

// Agent is what was found on that port.
type Agent struct {
	Port      int    `json:"port"`
	Program   string `json:"program,omitempty"` // that ought to listen there
	Listening bool   `json:"listening"`
	Owner     string `json:"owner,omitempty"` // the program that does, "" when that could not be read
	PID       int    `json:"pid,omitempty"`
	// Same tells that Owner is Program, by the name of its file, of its process
	// or of the archive it runs.
	Same bool `json:"same"`
	// Configured is the port that the agent itself is set to, 0 when not known.
	Configured int `json:"configured,omitempty"`
}

// Where Linux lists the TCP sockets (proc(5)), and the state that waits for
// clients (include/net/tcp_states.h, TCP_LISTEN).
var tcpTables = []string{"/proc/net/tcp", "/proc/net/tcp6"}

const tcpListen = "0A"

// dialDeadline bounds the one connection that tells, on systems whose table of
// sockets is not read, whether anybody listens.
const dialDeadline = 5 * time.Second

// agent looks for the owner of the port.
func (c *collector) agent(ctx context.Context) Fact[Agent] {
	if c.Agent.Port == 0 {
		return unknown[Agent](NotAsked, "")
	}
	a := Agent{Port: c.Agent.Port, Program: c.Agent.Program, Configured: c.configuredPort(c.Agent.Program)}
	if c.OS != "linux" {
		return c.owned(ctx, a)
	}
	inodes, err := c.listeners(a.Port)
	if err != nil {
		return failed[Agent](err, tcpTables[0])
	}
	if a.Listening = len(inodes) > 0; !a.Listening {
		return known(a, tcpTables[0])
	}
	for _, p := range c.processes() {
		if !c.holds(p.pid, inodes) {
			continue
		}
		names := c.programNames(p)
		a.Owner, a.PID = names[0], p.pid
		if a.Same = slices.ContainsFunc(names, func(n string) bool { return sameProgram(n, a.Program) }); a.Same {
			break // a helper of the agent may share its socket
		}
	}
	return known(a, tcpTables[0]+", /proc")
}

// listeners returns the sockets that listen on the port, on an address a program
// of this computer reaches. One of the two tables may be missing.
func (c *collector) listeners(port int) ([]string, error) {
	var inodes []string
	var failure error
	read := 0
	for _, table := range tcpTables {
		b, err := c.read(table, maxText)
		if err != nil {
			failure = err
			continue
		}
		read++
		for line := range strings.Lines(string(b)) {
			// sl local_address rem_address st tx:rx tr:when retrnsmt uid timeout inode
			f := strings.Fields(line)
			if len(f) < 10 || f[3] != tcpListen {
				continue
			}
			address, number, _ := strings.Cut(f[1], ":")
			if n, err := strconv.ParseUint(number, 16, 16); err == nil && int(n) == port && local(address) {
				inodes = append(inodes, "socket:["+f[9]+"]")
			}
		}
	}
	if read == 0 {
		return nil, failure
	}
	return inodes, nil
}

// local tells an address that is every address or the computer's own. The table
// holds words of four bytes in the machine's own order (proc(5)).
func local(address string) bool {
	b, err := hex.DecodeString(address)
	if err != nil || len(b) != net.IPv4len && len(b) != net.IPv6len {
		return false
	}
	for word := range slices.Chunk(b, net.IPv4len) {
		binary.NativeEndian.PutUint32(word, binary.BigEndian.Uint32(word))
	}
	ip := net.IP(b)
	return ip.IsUnspecified() || ip.IsLoopback()
}

// holds tells whether a process has one of the sockets open; false where that
// may not be looked at.
func (c *collector) holds(pid int, inodes []string) bool {
	dir := "/proc/" + strconv.Itoa(pid) + "/fd"
	for _, fd := range c.list(dir) {
		if target, err := c.link(dir + "/" + fd); err == nil && slices.Contains(inodes, target) {
			return true
		}
	}
	return false
}

// programNames are the names a process goes by, the most telling one first: its
// file, its command line, what the kernel shows, and the archives it runs.
func (c *collector) programNames(p process) []string {
	var names []string
	dir := "/proc/" + strconv.Itoa(p.pid)
	if target, err := c.link(dir + "/exe"); err == nil {
		names = append(names, path.Base(strings.TrimSuffix(target, " (deleted)")))
	}
	if b, err := c.read(dir+"/cmdline", maxText); err == nil {
		for i, arg := range strings.Split(strings.TrimRight(string(b), "\x00"), "\x00") {
			if i == 0 || strings.HasSuffix(strings.ToLower(arg), ".jar") {
				names = append(names, path.Base(arg))
			}
		}
	}
	return append(names, p.name)
}

// sameProgram compares names of programs without their endings; the kernel keeps
// the first 15 bytes of one.
func sameProgram(found, wanted string) bool {
	const kept = 15
	bare := func(s string) string {
		s = strings.ToLower(s)
		for _, ending := range []string{".exe", ".jar"} {
			s = strings.TrimSuffix(s, ending)
		}
		return s
	}
	found, wanted = bare(found), bare(wanted)
	return wanted != "" && (found == wanted || len(found) == kept && strings.HasPrefix(wanted, found))
}

// dialled tells whether anybody listens, and not who.
func (c *collector) dialled(ctx context.Context, a Agent) Fact[Agent] {
	ctx, cancel := context.WithTimeout(ctx, dialDeadline)
	defer cancel()
	source := net.JoinHostPort("localhost", strconv.Itoa(a.Port))
	err := c.Dial(ctx, source)
	switch {
	case err == nil:
		a.Listening = true
		return known(a, source)
	case text.IsRefused(err):
		return known(a, source)
	default:
		return failed[Agent](err, source)
	}
}

// dial opens a TCP connection and closes it at once.
func dial(ctx context.Context, address string) error {
	conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", address)
	if err != nil {
		return err
	}
	return conn.Close()
}
