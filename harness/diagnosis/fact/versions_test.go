package fact

import (
	"strings"
	"testing"
)

// Each line of the table can be read, and a line that is none is not.
func TestVersions(t *testing.T) {
	t.Parallel()
	what := map[string]int{}
	for _, l := range Versions() {
		what[l.What]++
	}
	for _, w := range []string{"latest", "note", "end", "browser"} {
		if what[w] == 0 {
			t.Errorf("no line of %s", w)
		}
	}
	for _, line := range []string{
		"", "latest\twindows\t5.2.6\t\t2026-10", "latest\twindows\tnew\t\t2026-10\tx", "note\tlinux\tx\trhel 9\t2026-10\tx",
		"end\twindows\t10\ttoday\t2026-10\tx", "browser\tchrome\tlast\tx\t2026-10\tx", "other\tchrome\t1\tx\t2026-10\tx",
	} {
		if l, ok := readVersionLine(strings.Split(line, "\t")); ok {
			t.Errorf("%q is read as %+v", line, l)
		}
	}
}
