package explore

import (
	"context"
	"errors"
	"os/exec"
	"sync"
	"sync/atomic"
	"time"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/child"
)

// Beside is the name of the cases in which another program has its turn: at an exchange
// the program is stopped, with all that it started, the other one runs to its end with the
// same card, and the program goes on. Its own next command then meets what the other left:
// another selection, a reset, a PIN that is verified or forgotten, a try less.
const Beside = "beside"

// leastTurn is how long the other program may take at least. One that has not ended by
// then, since the program holds a transaction for instance, is ended.
const leastTurn = time.Second

// turnOf runs the other program by itself, and returns how long its turn may be.
func turnOf(ctx context.Context, o *Config, p *pool) (time.Duration, error) {
	w := worker{explorer: &explorer{o: o, pool: p}}
	defer w.leave()
	if _, _, _, err := w.sit(ctx, nil, nil, nil); err != nil {
		return 0, err
	}
	limit := o.Deadline
	if limit == 0 {
		limit = patience
	}
	e := child.Run(ctx, o.Beside, w.desk.env, limit, nil)
	switch {
	case e.Started != nil || ctx.Err() != nil:
		return 0, errors.Join(e.Started, ctx.Err())
	case e.Late:
		return 0, &Unrepeatable{text.Of("l'autre programme (--beside) ne finit pas de lui-même", "the other program (--beside) does not end by itself"), text.Text{}}
	}
	return max(leastTurn, 5*e.Took), nil
}

// turn gives the other program its turn, once, in one case.
type turn struct {
	o     *Config
	env   []string
	limit time.Duration

	program chan *exec.Cmd // the program that is stopped, once it was started
	aside   atomic.Bool    // commands that come now are the other's
	took    sync.WaitGroup

	mu   sync.Mutex // protects the fields below
	over bool       // the program ended: no turn begins any more
	had  bool
	late bool // it was ended at its limit
}

// begin stops the program and has the other one run. It returns at once: the answer to the
// program's command has to leave first, or the reader would wait.
func (t *turn) begin(ctx context.Context) {
	cmd := <-t.program
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.over {
		return
	}
	stopGroup(cmd)
	t.aside.Store(true)
	t.took.Go(func() {
		e := child.Run(ctx, t.o.Beside, t.env, t.limit, nil)
		t.mu.Lock()
		t.had, t.late = e.Started == nil, e.Late
		t.mu.Unlock()
		t.aside.Store(false)
		goOn(cmd)
	})
}

// end waits for a turn that goes on, and tells whether there was one, and whether the
// other program was kept waiting.
func (t *turn) end() (had, late bool) {
	t.mu.Lock()
	t.over = true
	t.mu.Unlock()
	t.took.Wait()
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.had, t.late
}

// started is what tells the turn of the program that it is to stop; nil without a turn.
func (t *turn) started() func(*exec.Cmd) {
	if t == nil {
		return nil
	}
	return func(cmd *exec.Cmd) { t.program <- cmd }
}

// await has a turn begin after an exchange of the program.
func (w *witness) await(t *turn, exchange int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.turn, w.turnAt = t, exchange
}
