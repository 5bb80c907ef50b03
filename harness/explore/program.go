package explore

import (
	"bytes"
	"context"
	"errors"
	"os/exec"
	"sync"
	"syscall"
	"time"

	"github.com/cpslab/cps/harness/child"
)

// mostOutput bounds what is kept of a program's output.
const mostOutput = 1 << 20

// afterwards is how long the pipes of a program that ended are read, where a process
// that it started holds them.
const afterwards = time.Second

// ending is how a run of the program ended.
type ending struct {
	exit    int
	signal  string // that ended it, "" for none of its own
	late    bool   // ended by us, at the deadline
	took    time.Duration
	out     []byte // standard output and error, as they came
	started error  // it could not be started
}

// run runs the program to its end, or to the deadline. Whatever it started ends with
// it. started is told of it, unless it is nil.
func run(ctx context.Context, command, env []string, deadline time.Duration, started func(*exec.Cmd)) ending {
	var out bounded
	cmd := child.Command(context.WithoutCancel(ctx), command[0], command[1:]...)
	cmd.Env = append(cmd.Env, env...)
	cmd.Stdout, cmd.Stderr = &out, &out
	cmd.WaitDelay = afterwards
	ofItsOwn(cmd)
	began := time.Now()
	over, err := child.Start(cmd)
	if err != nil {
		return ending{started: err}
	}
	if started != nil {
		started(cmd)
	}
	timer := time.NewTimer(deadline)
	defer timer.Stop()
	e := ending{}
	select {
	case err = <-over:
		endGroup(cmd)
	case <-timer.C:
		e.late = true
		endGroup(cmd)
		err = <-over
	case <-ctx.Done():
		endGroup(cmd)
		err = errors.Join(ctx.Err(), <-over)
	}
	e.took, e.out = time.Since(began), out.bytes()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		e.exit = exit.ExitCode()
		if status, ok := exit.Sys().(syscall.WaitStatus); ok && status.Signaled() && !e.late {
			e.signal = status.Signal().String()
		}
	}
	return e
}

// bounded keeps the beginning of what is written.
type bounded struct {
	mu sync.Mutex // protects b
	b  bytes.Buffer
}

func (o *bounded) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.b.Write(p[:min(len(p), mostOutput-o.b.Len())])
	return len(p), nil
}

func (o *bounded) bytes() []byte {
	o.mu.Lock()
	defer o.mu.Unlock()
	return bytes.Clone(o.b.Bytes())
}
