package workstation

import (
	"context"
	"encoding/binary"
	"errors"
	"net"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// listener is one row of a table of listening sockets.
type listener struct {
	ip        string
	port, pid int
}

// tableOf writes a table as Windows does.
func (r tcpRow) tableOf(list ...listener) []byte {
	out := binary.LittleEndian.AppendUint32(nil, uint32(len(list)))
	for _, l := range list {
		row := make([]byte, r.size)
		ip := net.ParseIP(l.ip)
		if four := ip.To4(); r.addressLength == net.IPv4len {
			ip = four
		}
		copy(row[r.address:], ip)
		binary.BigEndian.PutUint16(row[r.port:], uint16(l.port))
		binary.LittleEndian.PutUint32(row[r.pid:], uint32(l.pid))
		out = append(out, row...)
	}
	return out
}

// The table of Windows tells whose the port is; where it cannot be read, a connection
// tells that somebody listens.
func TestPortOwnerOnWindows(t *testing.T) {
	t.Parallel()
	both := func(v4, v6 []byte) func(bool) ([]byte, error) {
		return func(six bool) ([]byte, error) {
			table := v4
			if six {
				table = v6
			}
			if table == nil {
				return nil, errors.New("none")
			}
			return table, nil
		}
	}
	none := rowV6.tableOf()
	for name, tt := range map[string]struct {
		listeners func(bool) ([]byte, error)
		want      Agent
		source    string
	}{
		"the agent":                       {both(rowV4.tableOf(listener{"0.0.0.0", 135, 4}, listener{"127.0.0.1", 1234, 40}), none), Agent{Port: 1234, Program: "JuxtaLink", Listening: true, Owner: "JuxtaLink.exe", PID: 40, Same: true}, "GetExtendedTcpTable"},
		"another program":                 {both(rowV4.tableOf(listener{"0.0.0.0", 1234, 41}), none), Agent{Port: 1234, Program: "JuxtaLink", Listening: true, Owner: "stdnxt.exe", PID: 41}, "GetExtendedTcpTable"},
		"the agent on IPv6":               {both(rowV4.tableOf(listener{"0.0.0.0", 1234, 41}), rowV6.tableOf(listener{"::1", 1234, 40})), Agent{Port: 1234, Program: "JuxtaLink", Listening: true, Owner: "JuxtaLink.exe", PID: 40, Same: true}, "GetExtendedTcpTable"},
		"on IPv6 alone, no other table":   {both(nil, rowV6.tableOf(listener{"::", 1234, 40})), Agent{Port: 1234, Program: "JuxtaLink", Listening: true, Owner: "JuxtaLink.exe", PID: 40, Same: true}, "GetExtendedTcpTable"},
		"a program whose name is not had": {both(rowV4.tableOf(listener{"127.0.0.1", 1234, 99}), none), Agent{Port: 1234, Program: "JuxtaLink", Listening: true, PID: 99}, "GetExtendedTcpTable"},
		"another port":                    {both(rowV4.tableOf(listener{"127.0.0.1", 1230, 40}), none), Agent{Port: 1234, Program: "JuxtaLink"}, "GetExtendedTcpTable"},
		"an address of the network":       {both(rowV4.tableOf(listener{"192.0.2.7", 1234, 40}), none), Agent{Port: 1234, Program: "JuxtaLink"}, "GetExtendedTcpTable"},
		"a table cut short":               {both(rowV4.tableOf(listener{"127.0.0.1", 1234, 40})[:20], none), Agent{Port: 1234, Program: "JuxtaLink"}, "GetExtendedTcpTable"},
		"no table":                        {both(nil, nil), Agent{Port: 1234, Program: "JuxtaLink", Listening: true}, "localhost:1234"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := Collect(t.Context(), with(machine(nil), func(o *Options) {
				o.OS, o.Agent, o.Listeners = "windows", AgentQuery{1234, "JuxtaLink"}, tt.listeners
				o.Processes = func() (map[int]string, error) {
					return map[int]string{40: "JuxtaLink.exe", 41: "stdnxt.exe"}, nil
				}
				o.Dial = func(context.Context, string) error { return nil }
			})).Agent
			if diff := cmp.Diff(known(tt.want, tt.source), got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// lsof tells whose the port is on macOS, for the programs of the user.
func TestPortOwnerOnMac(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		said   string // what lsof prints, "" when it fails
		want   Agent
		source string
	}{
		"the agent":               {"p512\ncJuxtaLink\nf21\nn127.0.0.1:1234\nf22\nn[::1]:1234\n", Agent{Port: 1234, Program: "JuxtaLink", Listening: true, Owner: "JuxtaLink", PID: 512, Same: true}, "lsof"},
		"another, then the agent": {"p7\ncjava\nf4\nn*:1234\np512\ncJuxtaLink\nf21\nn127.0.0.1:1234\n", Agent{Port: 1234, Program: "JuxtaLink", Listening: true, Owner: "JuxtaLink", PID: 512, Same: true}, "lsof"},
		"another program":         {"p7\ncJavaAppLauncher\nf4\nn*:1234\n", Agent{Port: 1234, Program: "JuxtaLink", Listening: true, Owner: "JavaAppLauncher", PID: 7}, "lsof"},
		"an address of a network": {"p7\ncJuxtaLink\nf4\nn192.0.2.7:1234\n", Agent{Port: 1234, Program: "JuxtaLink", Listening: true}, "localhost:1234"},
		"nobody of this user's":   {"", Agent{Port: 1234, Program: "JuxtaLink", Listening: true}, "localhost:1234"},
		"nothing that it prints":  {"\n\nx\nn\n", Agent{Port: 1234, Program: "JuxtaLink", Listening: true}, "localhost:1234"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := Collect(t.Context(), with(machine(nil), func(o *Options) {
				o.OS, o.Agent = "darwin", AgentQuery{1234, "JuxtaLink"}
				o.Run = func(_ context.Context, name string, _ ...string) ([]byte, error) {
					if name != "lsof" || tt.said == "" {
						return nil, errors.New("exit status 1")
					}
					return []byte(tt.said), nil
				}
				o.Dial = func(context.Context, string) error { return nil }
			})).Agent
			if diff := cmp.Diff(known(tt.want, tt.source), got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
