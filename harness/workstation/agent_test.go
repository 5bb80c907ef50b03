package workstation

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"runtime"
	"strconv"
	"syscall"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
)

const tcpHead = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n"

// tcpLine is one line of /proc/net/tcp.
func tcpLine(address, state string, inode int) string {
	return fmt.Sprintf("   0: %s 00000000:0000 %s 00000000:00000000 00:00000000 00000000  1000        0 %d 1 0 100 0 0 10 0\n", address, state, inode)
}

func TestAgent(t *testing.T) {
	t.Parallel()
	const (
		on1234   = "0100007F:04D2"
		other    = "0100007F:04D3"
		anywhere = "00000000:04D2"
		network  = "0101A8C0:04D2" // 192.168.1.1
		loop6    = "00000000000000000000000001000000:04D2"
		mapped6  = "0000000000000000FFFF00000100007F:04D2"
	)
	for name, tt := range map[string]struct {
		tcp, tcp6 string
		exe       string // of process 40, which holds socket 77; "" when it may not be seen
		cmdline   string
		query     AgentQuery
		want      Agent
	}{
		"the agent": {
			tcpLine(on1234, "0A", 77), "", "/opt/juxta/JuxtaLink", "JuxtaLink\x00",
			AgentQuery{1234, "juxtalink"},
			Agent{Port: 1234, Program: "juxtalink", Listening: true, Owner: "JuxtaLink", PID: 40, Same: true},
		},
		"another program": {
			tcpLine(on1234, "0A", 77), "", "/opt/old/oldagent", "x\x00",
			AgentQuery{1234, "JuxtaLink.exe"},
			Agent{Port: 1234, Program: "JuxtaLink.exe", Listening: true, Owner: "oldagent", PID: 40},
		},
		"an archive that Java runs": {
			tcpLine(anywhere, "0A", 77), "", "/usr/bin/java", "java\x00-jar\x00/opt/a/Agent.jar\x00",
			AgentQuery{1234, "agent"},
			Agent{Port: 1234, Program: "agent", Listening: true, Owner: "java", PID: 40, Same: true},
		},
		"no program named":       {tcpLine(on1234, "0A", 77), "", "/opt/a", "", AgentQuery{1234, ""}, Agent{Port: 1234, Listening: true, Owner: "a", PID: 40}},
		"of another user":        {tcpLine(on1234, "0A", 78), "", "/opt/a", "", AgentQuery{1234, "a"}, Agent{Port: 1234, Program: "a", Listening: true}},
		"nobody":                 {tcpLine(other, "0A", 77), "", "/opt/a", "", AgentQuery{1234, "a"}, Agent{Port: 1234, Program: "a"}},
		"a client's own port":    {tcpLine(on1234, "01", 77), "", "/opt/a", "", AgentQuery{1234, "a"}, Agent{Port: 1234, Program: "a"}},
		"on the network only":    {tcpLine(network, "0A", 77), "", "/opt/a", "", AgentQuery{1234, "a"}, Agent{Port: 1234, Program: "a"}},
		"on the network, .127":   {tcpLine("7F01A8C0:04D2", "0A", 77), "", "/opt/a", "", AgentQuery{1234, "a"}, Agent{Port: 1234, Program: "a"}},
		"IPv6":                   {"", tcpLine(loop6, "0A", 77), "/opt/a", "", AgentQuery{1234, "a"}, Agent{Port: 1234, Program: "a", Listening: true, Owner: "a", PID: 40, Same: true}},
		"IPv4 in an IPv6 socket": {"", tcpLine(mapped6, "0A", 77), "/opt/a", "", AgentQuery{1234, "a"}, Agent{Port: 1234, Program: "a", Listening: true, Owner: "a", PID: 40, Same: true}},
		"hostile table":          {"a b c\n" + tcpLine("zz:04D2", "0A", 77) + tcpLine("0100007F:zz", "0A", 77) + tcpLine(":04D2", "0A", 77), "", "/opt/a", "", AgentQuery{1234, "a"}, Agent{Port: 1234, Program: "a"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			opts := machine(map[string]string{
				"proc/net/tcp": tcpHead + tt.tcp, "proc/net/tcp6": tcpHead + tt.tcp6,
				"proc/40/comm": "name\n", "proc/40/cmdline": tt.cmdline, "proc/41/comm": "bystander\n",
			})
			root := opts.Root.(fstest.MapFS)
			root["proc/40/fd/5"] = &fstest.MapFile{Data: []byte("socket:[77]"), Mode: fs.ModeSymlink | 0o777}
			root["proc/40/exe"] = &fstest.MapFile{Data: []byte(tt.exe), Mode: fs.ModeSymlink | 0o777}
			opts.Agent = tt.query
			r := Collect(t.Context(), opts)
			if diff := cmp.Diff(tt.want, r.Agent.Value); !r.Agent.Known || diff != "" {
				t.Errorf("%+v %s", r.Agent, diff)
			}
		})
	}
}

func TestAgentIsUnknown(t *testing.T) {
	t.Parallel()
	if r := Collect(t.Context(), machine(nil)); r.Agent.Reason != NotAsked {
		t.Errorf("%+v", r.Agent)
	}
	r := Collect(t.Context(), with(machine(nil), func(o *Options) { o.Agent = AgentQuery{Port: 1234} }))
	if r.Agent.Known || r.Agent.Reason != Failed {
		t.Errorf("no table: %+v", r.Agent)
	}
}

// Elsewhere than on Linux a connection tells whether anybody listens.
func TestAgentByConnection(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		err  error
		want Fact[Agent]
	}{
		"somebody":  {nil, known(Agent{Port: 1234, Program: "a", Listening: true}, "localhost:1234")},
		"nobody":    {&net.OpError{Op: "dial", Err: syscall.ECONNREFUSED}, known(Agent{Port: 1234, Program: "a"}, "localhost:1234")},
		"no answer": {context.DeadlineExceeded, Fact[Agent]{Reason: TimedOut, Source: "localhost:1234"}},
		"fault":     {errors.New("F"), Fact[Agent]{Reason: Failed, Source: "localhost:1234"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := Collect(t.Context(), with(machine(nil), func(o *Options) {
				o.OS, o.Agent = "windows", AgentQuery{1234, "a"}
				o.Dial = func(context.Context, string) error { return tt.err }
			}))
			got := r.Agent
			got.Detail, got.Err = "", nil
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// This process is found behind a port of its own; and the port is free after.
func TestAgentOnThisMachine(t *testing.T) {
	t.Parallel()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, number, _ := net.SplitHostPort(l.Addr().String())
	port, _ := strconv.Atoi(number)
	look := func() Fact[Agent] {
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		return Collect(ctx, Options{Agent: AgentQuery{Port: port, Program: "workstation.test"}}).Agent
	}
	a := look()
	if !a.Known || !a.Value.Listening {
		t.Errorf("%+v", a)
	}
	if ours := a.Value.PID == os.Getpid() && a.Value.Same; ours != (runtime.GOOS == "linux") { // elsewhere nobody tells whose it is
		t.Errorf("%+v, this is process %d", a, os.Getpid())
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if a := look(); !a.Known || a.Value.Listening {
		t.Errorf("closed: %+v", a)
	}
}
