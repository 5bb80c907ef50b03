package explore

import (
	"context"
	"sync"
	"sync/atomic"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/slot"
	"github.com/cpslab/cps/harness/stack"
)

// desk is a reader of its own with a card in it. It serves one case after another as
// long as nothing moved the card.
type desk struct {
	st      *stack.Stack
	env     []string
	undo    func()
	spoiled atomic.Bool // something happened to the card that a reader can see
	steady  atomic.Bool // from here on
}

// newDesk starts one.
func newDesk(ctx context.Context, o *Config, ch card.Channel) (*desk, error) {
	d := &desk{undo: func() {}}
	cfg := o.Stack
	cfg.Cards = []stack.Card{{Name: o.Name, Channel: ch}}
	cfg.Observe = func(_ int, e slot.Event) {
		if d.steady.Load() && (e.Err != nil || e.State != slot.Presented) {
			d.spoiled.Store(true)
		}
	}
	st, err := stack.Start(ctx, cfg)
	if err != nil {
		return nil, err
	}
	d.st, d.env = st, st.Env()
	if o.Prepare != nil {
		env, undo, err := o.Prepare(st)
		if err != nil {
			_ = st.Close() // the error is what there is to tell
			return nil, err
		}
		d.env, d.undo = append(d.env, env...), undo
	}
	d.steady.Store(true)
	return d, nil
}

func (d *desk) close() {
	d.steady.Store(false)
	_ = d.st.Close() // it was of use; what is left is removed as far as it can be
	d.undo()
}

// pool makes desks ready before they are wanted: starting one is waiting, not work.
type pool struct {
	ready  chan *desk
	failed chan error
	stop   context.CancelFunc
	wg     sync.WaitGroup
}

func newPool(ctx context.Context, o *Config, ahead int) *pool {
	ctx, stop := context.WithCancel(ctx)
	p := &pool{ready: make(chan *desk), failed: make(chan error, 1), stop: stop}
	for range ahead {
		p.wg.Go(func() {
			for ctx.Err() == nil {
				d, err := p.make(ctx, o)
				if err != nil {
					if ctx.Err() == nil {
						select {
						case p.failed <- err:
						default:
						}
					}
					return
				}
				select {
				case p.ready <- d:
				case <-ctx.Done():
					d.close()
				}
			}
		})
	}
	return p
}

func (p *pool) make(ctx context.Context, o *Config) (*desk, error) {
	chip, err := o.Card(nil)
	if err != nil {
		return nil, err
	}
	return newDesk(ctx, o, chip)
}

func (p *pool) take(ctx context.Context) (*desk, error) {
	select {
	case d := <-p.ready:
		return d, nil
	case err := <-p.failed:
		return nil, err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// give takes back a desk that is of no more use.
func (p *pool) give(d *desk) { p.wg.Go(d.close) }

func (p *pool) close() {
	p.stop()
	p.wg.Wait()
}
