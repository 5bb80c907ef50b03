package child

import (
	"bytes"
	"context"
	"errors"
	"os/exec"
	"sync"
	"syscall"
	"time"
)

// mostOutput bounds what is kept of a program's output.
const mostOutput = 1 << 20

// afterwards is how long the pipes of a program that ended are read, where a process
// that it started holds them.
const afterwards = time.Second

// Ending is how a program ended.
type Ending struct {
	Exit    int    // its code, -1 where it has none
	Signal  string // that ended it, "" for none of its own
	Late    bool   // ended by us, at the deadline
	Took    time.Duration
	Out     []byte // standard output and error, as they came; the first MiB
	Started error  // it could not be started
}

// Run runs a program to its end, or to the deadline, with the environment of [Environ] and
// env. Whatever it started ends with it. started is told of it, unless it is nil.
func Run(ctx context.Context, command, env []string, deadline time.Duration, started func(*exec.Cmd)) Ending {
	var out bounded
	cmd := Command(context.WithoutCancel(ctx), command[0], command[1:]...)
	cmd.Env = append(cmd.Env, env...)
	cmd.Stdout, cmd.Stderr = &out, &out
	cmd.WaitDelay = afterwards
	ofItsOwn(cmd)
	began := time.Now()
	over, err := Start(cmd)
	if err != nil {
		return Ending{Started: err}
	}
	if started != nil {
		started(cmd)
	}
	timer := time.NewTimer(deadline)
	defer timer.Stop()
	e := Ending{}
	select {
	case err = <-over:
		endGroup(cmd)
	case <-timer.C:
		e.Late = true
		endGroup(cmd)
		err = <-over
	case <-ctx.Done():
		endGroup(cmd)
		err = errors.Join(ctx.Err(), <-over)
	}
	e.Took, e.Out = time.Since(began), out.bytes()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		e.Exit = exit.ExitCode()
		if status, ok := exit.Sys().(syscall.WaitStatus); ok && status.Signaled() && !e.Late {
			e.Signal = status.Signal().String()
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
