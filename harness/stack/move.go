package stack

import (
	"context"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/slot"
)

// Insert puts card index into its reader and returns when pcscd has seen it: within the
// 400 ms of its poll, or 0.9 s after a [slot.Slot.Remove] that nobody waited for. A card
// that is in its reader already stays.
func (st *Stack) Insert(ctx context.Context, index int) error {
	if index < 0 || index >= len(st.servers) {
		return &Error{Op: "card", Err: ErrNoCard}
	}
	st.moving[index].Lock()
	defer st.moving[index].Unlock()
	srv := st.servers[index]
	if srv.Inserted() {
		return st.waitCard(ctx, index, 1)
	}
	events := st.awaited(ctx, index)
	srv.Insert()
	return st.waitCard(ctx, index, events)
}

// Remove pulls card index out of its reader, in the middle of an exchange too, and
// returns when pcscd has seen it: at its next poll, within 400 ms.
func (st *Stack) Remove(ctx context.Context, index int) error {
	if index < 0 || index >= len(st.servers) {
		return &Error{Op: "card", Err: ErrNoCard}
	}
	st.moving[index].Lock()
	defer st.moving[index].Unlock()
	st.servers[index].Remove()
	return st.waitGone(ctx, index)
}

// Swap puts another card in the place of card index, which the stack gives back; see
// [slot.Slot]. Where clients notice and the card was in its reader, it returns when pcscd
// has seen the new one, about 0.9 s later; else the very next command goes to it.
func (st *Stack) Swap(ctx context.Context, index int, ch card.Channel) error {
	if index < 0 || index >= len(st.servers) || ch == nil {
		return &Error{Op: "card", Err: ErrNoCard}
	}
	st.moving[index].Lock()
	defer st.moving[index].Unlock()
	srv := st.servers[index]
	events := st.awaited(ctx, index)
	noticed, err := srv.Swap(ctx, ch)
	if err != nil {
		return &Error{Op: "card", Err: err}
	}
	if !noticed || !srv.Inserted() {
		return nil
	}
	return st.waitCard(ctx, index, events)
}

// Slot returns the slot of card index, to move the card without waiting for pcscd; nil
// for a card that does not exist.
func (st *Stack) Slot(index int) slot.Slot {
	if index < 0 || index >= len(st.servers) {
		return nil
	}
	return st.servers[index]
}
