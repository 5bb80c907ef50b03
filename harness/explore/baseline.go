package explore

import (
	"context"
	"errors"
	"time"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/child"
)

// patience bounds an undisturbed run where no deadline is given.
const patience = 2 * time.Minute

// learnUsual runs the program undisturbed.
func learnUsual(ctx context.Context, o *Config, p *pool) (*usual, error) {
	x := &explorer{o: o, pool: p}
	w := worker{explorer: x}
	defer w.leave()
	u := &usual{}
	deadline := o.Deadline
	if deadline == 0 {
		deadline = patience
	}
	for i := range baselines {
		seen, _, _, err := w.sit(ctx, nil, nil, nil)
		if err != nil {
			return nil, err
		}
		if err := clean(o.Clean); err != nil {
			return nil, err
		}
		e := child.Run(ctx, o.Command, w.desk.env, deadline, nil)
		if err := errors.Join(e.Started, ctx.Err()); err != nil {
			return nil, err
		}
		if err := u.take(i, e, seen, o); err != nil {
			return nil, err
		}
	}
	return u, nil
}

// take learns from a run, or says why nothing can be explored.
func (u *usual) take(i int, e child.Ending, seen *witness, o *Config) error {
	exchanges, count, _, _ := seen.seen()
	switch {
	case e.Late:
		return &Unrepeatable{text.Of("sans aucune panne, il ne finit pas de lui-même", "undisturbed, it does not end by itself"), text.Of("une commande qui finit, comme « timeout 2 … » devant ; --deadline donne plus de temps", "a command that ends, such as “timeout 2 …” before it; --deadline gives more time")}
	case e.Signal != "":
		return &Unrepeatable{text.Of("sans aucune panne, il finit par un signal (%s)", "undisturbed, it ends by a signal (%s)", e.Signal), text.Text{}}
	case count == 0:
		return &Unrepeatable{text.Of("il n'échange rien avec la carte", "it exchanges nothing with the card"), text.Of("la commande doit lire le premier lecteur PC/SC : essayez-la sous cpslab with", "the command has to read the first PC/SC reader: try it under cpslab with")}
	case i > 0 && e.Exit != u.exit:
		return &Unrepeatable{text.Of("sans aucune panne, il finit par %d puis par %d", "undisturbed, it ends with %d, then with %d", u.exit, e.Exit), text.Text{}}
	}
	if o.Expect != nil && e.Exit == 0 && !o.Expect.Match(e.Out) {
		return &Unrepeatable{text.Of("ce que --expect attend n'est pas dans sa sortie, sans aucune panne", "what --expect wants is not in its output, undisturbed"), text.Text{}}
	}
	before := len(u.exchanges)
	u.learn(e, seen, o.Ignore)
	// A tail that depends on time is left out; more than a third of the run is no tail.
	if same := len(u.exchanges); i > 0 && 3*same < 2*max(before, len(exchanges)) {
		next := Exchange{Command: "–"}
		if same < len(exchanges) {
			next = exchanges[same]
		}
		return &Unrepeatable{text.Of("ses échanges diffèrent d'une fois à l'autre, dès le %de : %s", "its exchanges differ from one run to the next, from number %d on: %s", same+1, next), text.Of("un programme qui garde ce qu'il a lu : --clean DOSSIER vide son cache", "of a program that keeps what it read, --clean FOLDER empties the cache")}
	}
	return nil
}

func (u *usual) baseline() Baseline {
	b := Baseline{Runs: baselines, Exchanges: u.exchanges, Most: u.most, Exit: u.exit, Verifies: u.verifies, Spent: u.spent, Took: u.took}
	for _, n := range u.lines {
		b.Lines += n
	}
	for _, n := range u.loose {
		b.Changing += n
	}
	return b
}

// Unrepeatable is a program that cannot be explored, since it does not do the same twice.
type Unrepeatable struct{ why, hint text.Text }

var _ text.Speaker = (*Unrepeatable)(nil)

func (e *Unrepeatable) Error() string { return "the program cannot be explored: " + e.why.EN }

// Say gives the reason, and what helps.
func (e *Unrepeatable) Say(lang string) (message, hint string) {
	return text.Of("ce programme ne s'explore pas", "this program cannot be explored").With(e.why).In(lang), e.hint.In(lang)
}

// BadInput is true: the user gave the program.
func (e *Unrepeatable) BadInput() bool { return true }
