package card

import "testing"

type bare struct{ Channel }

type able struct {
	Channel
	name string
}

func (a able) Name() string { return a.name }

type around struct{ Channel }

func (a around) Unwrap() Channel { return a.Channel }

type named interface{ Name() string }

func TestAs(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		ch   Channel
		want string
	}{
		{"itself", able{name: "x"}, "x"},
		{"wrapped twice", around{around{able{name: "y"}}}, "y"},
		{"the outermost", around{able{around{able{name: "in"}}, "out"}}, "out"},
		{"nobody", around{bare{}}, ""},
		{"behind one that shows nothing", bare{able{name: "z"}}, ""},
		{"around nothing", around{}, ""},
		{"nothing", nil, ""},
	} {
		got := ""
		n, ok := As[named](c.ch)
		if ok {
			got = n.Name()
		}
		if got != c.want || ok != (c.want != "") {
			t.Errorf("%s: %q, %v", c.name, got, ok)
		}
	}
}
