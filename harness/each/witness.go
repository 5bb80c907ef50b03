package each

import (
	"context"
	"sync"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/apdu"
	"github.com/cpslab/cps/harness/card/effect"
)

// witness counts what a program exchanges with a card, and the codes that the card refused.
type witness struct {
	card.Channel

	mu        sync.Mutex // protects the counts
	exchanges int
	spent     int
}

// Unwrap returns the card.
func (w *witness) Unwrap() card.Channel { return w.Channel }

// Transmit passes a command on.
func (w *witness) Transmit(ctx context.Context, dst, cmd []byte) ([]byte, error) {
	from := len(dst)
	out, err := w.Channel.Transmit(ctx, dst, cmd)
	w.mu.Lock()
	defer w.mu.Unlock()
	w.exchanges++
	if e, doubt := effect.Decode(cmd); doubt == nil && e.Presents && err == nil && len(out) >= from+2 {
		sw := apdu.SW(out[len(out)-2])<<8 | apdu.SW(out[len(out)-1])
		if _, counted := sw.Retries(); counted || sw == apdu.SWPINBlocked {
			w.spent++
		}
	}
	return out, err
}

func (w *witness) seen() (exchanges, spent int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.exchanges, w.spent
}
