package readers_test

import (
	"errors"
	"testing"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/readers"
	"github.com/cpslab/cps/simulator"
)

// What a set lays over the cards, and puts around them, is what is opened.
func TestWrapAndLayers(t *testing.T) {
	t.Parallel()
	seen := 0
	set := readers.Set{
		Layers: []simulator.Layer{{Name: "absent", Source: "raw: {sit_fact: absent}"}},
		Wrap: func(c *readers.Card) (card.Channel, error) {
			seen++
			return &wrapper{c.Channel()}, nil
		},
	}
	c, err := set.Open(t.Context(), "sim:cps3-healthy")
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := c.Channel().(*wrapper); !ok || seen != 1 {
		t.Errorf("%T, wrapped %d times", c.Channel(), seen)
	}
	contents, err := c.Read(t.Context())
	if err != nil || contents.Billing.State != card.Absent {
		t.Errorf("%v, billing %v", err, contents.Billing.State)
	}
	wrong := errors.New("no fault here")
	set.Wrap = func(*readers.Card) (card.Channel, error) { return nil, wrong }
	if _, err := set.Open(t.Context(), "sim:cps3-healthy"); !errors.Is(err, wrong) {
		t.Errorf("%v", err)
	}
}

type wrapper struct{ card.Channel }

func (w *wrapper) Unwrap() card.Channel { return w.Channel }
