package workstation

import (
	"context"
	"encoding/binary"
	"maps"
	"net"
	"strconv"
	"strings"
)

// Who listens on a port, on Windows and macOS.

// Rows of the tables of listening sockets of Windows, in bytes (tcpmib.h,
// MIB_TCPROW_OWNER_PID and MIB_TCP6ROW_OWNER_PID): where the own address, the port and
// the process stand in them. A table is a count and its rows.
var (
	rowV4 = tcpRow{size: 24, addressLength: net.IPv4len, address: 4, port: 8, pid: 20}
	rowV6 = tcpRow{size: 56, addressLength: net.IPv6len, address: 0, port: 20, pid: 52}
)

type tcpRow struct{ size, addressLength, address, port, pid int }

// listening returns the processes that listen on a port in such a table, on an address
// that a program of this computer reaches. A table that ends too soon tells what is
// there.
func (r tcpRow) listening(table []byte, port int) []int {
	if len(table) < 4 {
		return nil
	}
	rows := table[4:]
	var out []int
	for range binary.LittleEndian.Uint32(table) {
		if len(rows) < r.size {
			break
		}
		row := rows[:r.size]
		rows = rows[r.size:]
		ip := net.IP(row[r.address:][:r.addressLength])
		// The port stands in the order of the network, in the first two of four bytes.
		if int(binary.BigEndian.Uint16(row[r.port:])) == port && (ip.IsUnspecified() || ip.IsLoopback()) {
			out = append(out, int(binary.LittleEndian.Uint32(row[r.pid:])))
		}
	}
	return out
}

// windowsOwner reads the tables of listening sockets (GetExtendedTcpTable); ok is
// false where they cannot be read.
func (c *collector) windowsOwner(a Agent) (out Agent, ok bool) {
	if c.Listeners == nil {
		return a, false
	}
	var pids []int
	for _, six := range []bool{false, true} {
		table, err := c.Listeners(six)
		if err != nil {
			continue // a computer may lack one of them
		}
		ok = true
		row := rowV4
		if six {
			row = rowV6
		}
		pids = append(pids, row.listening(table, a.Port)...)
	}
	if !ok || len(pids) == 0 {
		return a, ok
	}
	a.Listening, a.PID = true, pids[0]
	running := map[int]string{}
	if c.Processes != nil {
		if list, err := c.Processes(); err == nil {
			maps.Copy(running, list)
		}
	}
	for _, pid := range pids {
		if name := running[pid]; name != "" && (a.Owner == "" || sameProgram(name, a.Program)) {
			a.Owner, a.PID, a.Same = name, pid, sameProgram(name, a.Program)
		}
	}
	return a, true
}

// macOwner asks lsof(8), which tells of the processes of this user alone, and of all to
// the administrator; ok is false where it tells of none.
func (c *collector) macOwner(ctx context.Context, a Agent) (out Agent, ok bool) {
	ctx, cancel := context.WithTimeout(ctx, runDeadline)
	defer cancel()
	b, err := c.Run(ctx, "lsof", "-nP", "+c0", "-iTCP:"+strconv.Itoa(a.Port), "-sTCP:LISTEN", "-Fpcn")
	if err != nil {
		return a, false // nobody, or nobody of this user's
	}
	// A line "p" and a number begins a process, "c" and its name follows, then "n" and
	// each address.
	pid, name := 0, ""
	for line := range strings.Lines(string(b)) {
		line = strings.TrimRight(line, "\r\n")
		if line == "" {
			continue
		}
		switch field := line[1:]; line[0] {
		case 'p':
			pid, _ = strconv.Atoi(field)
			name = ""
		case 'c':
			name = field
		case 'n':
			host, _, err := net.SplitHostPort(field)
			ip := net.ParseIP(host)
			if err != nil || host != "*" && host != "localhost" && (ip == nil || !ip.IsLoopback() && !ip.IsUnspecified()) {
				continue
			}
			if a.Owner == "" || sameProgram(name, a.Program) {
				a.Listening, a.Owner, a.PID, a.Same = true, name, pid, sameProgram(name, a.Program)
			}
		}
	}
	return a, a.Listening
}

// owned looks for the owner of the port on systems other than Linux; where the system
// does not tell of one, a connection tells whether anybody listens.
func (c *collector) owned(ctx context.Context, a Agent) Fact[Agent] {
	switch c.OS {
	case "windows":
		if found, ok := c.windowsOwner(a); ok {
			return known(found, "GetExtendedTcpTable")
		}
	case "darwin":
		if found, ok := c.macOwner(ctx, a); ok {
			return known(found, "lsof")
		}
	}
	return c.dialled(ctx, a)
}
