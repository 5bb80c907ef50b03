package stack

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net"
)

// Ports are drawn below the range the kernel takes for outgoing connections
// (ip(7): 32768 and up), so that none of those sits on them.
const (
	firstPort = 20000
	lastPort  = 32000
)

// freePorts draws count disjoint runs of slotsPerDriver consecutive ports that
// are free on every interface at this moment, and returns the first of each.
// Another process may still take one before pcscd does: the caller checks.
func freePorts(ctx context.Context, count int) ([]int, error) {
	var held []net.Listener
	defer func() {
		for _, l := range held {
			_ = l.Close()
		}
	}()
	var ports []int
	for range 200 * count {
		if len(ports) == count {
			break
		}
		first := firstPort + slotsPerDriver*rand.IntN((lastPort-firstPort)/slotsPerDriver)
		run, ok := hold(ctx, first)
		held = append(held, run...) // kept until all are drawn: runs must differ
		if ok {
			ports = append(ports, first)
		}
	}
	if len(ports) < count {
		return nil, ErrPorts
	}
	return ports, nil
}

// hold listens on a run of ports.
func hold(ctx context.Context, first int) (run []net.Listener, ok bool) {
	var lc net.ListenConfig
	for k := range slotsPerDriver {
		l, err := lc.Listen(ctx, "tcp4", fmt.Sprintf(":%d", first+k)) // every interface, as the driver does
		if err != nil {
			return run, false
		}
		run = append(run, l)
	}
	return run, true
}
