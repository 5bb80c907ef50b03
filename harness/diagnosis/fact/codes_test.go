package fact

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestUnknownCodes(t *testing.T) {
	t.Parallel()
	for _, v := range []struct {
		facts []string
		want  []string
	}{
		{nil, nil},
		{[]string{"incident=lost"}, nil},
		{[]string{"ssv=abc"}, []string{"ssv 2748 (0ABC)"}},
		{[]string{"ssv=61442"}, []string{"ssv 61442 (F002)"}},
		{[]string{"ssv=F004"}, nil},
		{[]string{"ssv=61444"}, nil},
		{[]string{"ssv=62991"}, []string{"ssv 62991 (F60F)"}},
		{[]string{"ssv=62992"}, nil},
		{[]string{"ssv=63087"}, nil},
		{[]string{"ssv=63088"}, []string{"ssv 63088 (F670)"}},
		{[]string{"ssv=2048"}, nil},  // GALSS, passed through
		{[]string{"ssv=32769"}, nil}, // the same, of its configuration
		{[]string{"ssv=3"}, []string{"ssv 3 (0003)"}},
		{[]string{"galss=8014", "sw=6983", "ckr=CKR_PIN_LOCKED"}, nil},
		{[]string{"sw=63C2"}, nil},
		{[]string{"sw=9123"}, []string{"sw 37155 (9123)"}},
		{[]string{"ckr=CKR_HOST_MEMORY"}, nil},
		{[]string{"ckr=0x80000001"}, nil},
		{[]string{"ckr=0x4242", "ssv=1234"}, []string{"ssv 1234 (04D2)", "ckr 16962 (4242)"}},
	} {
		f, err := Parse(v.facts)
		if err != nil {
			t.Errorf("%q: %v", v.facts, err)
			continue
		}
		var got []string
		for _, u := range f.UnknownCodes() {
			got = append(got, u.String())
		}
		if diff := cmp.Diff(v.want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", v.facts, diff)
		}
	}
}
