package fact

import (
	"strconv"
	"strings"
)

// Version is a version number compared by component: 5.0.45 is later than
// 5.0.9. The zero value means unknown.
type Version [3]int

// ParseVersion reads two or three numbers with dots ("5.2.2", "02.18"); what
// stands behind a hyphen ("5.2.2-1") is a package's own and is left out.
func ParseVersion(s string) (Version, bool) {
	s, _, _ = strings.Cut(strings.TrimSpace(s), "-")
	parts := strings.Split(s, ".")
	if len(parts) < 2 || len(parts) > len(Version{}) {
		return Version{}, false
	}
	var v Version
	for i, p := range parts {
		n, err := strconv.ParseUint(p, 10, 15)
		if err != nil {
			return Version{}, false
		}
		v[i] = int(n)
	}
	return v, !v.IsZero()
}

// IsZero reports whether the version is unknown.
func (v Version) IsZero() bool { return v == Version{} }

// Before reports whether v is older than w.
func (v Version) Before(w Version) bool {
	for i := range v {
		if v[i] != w[i] {
			return v[i] < w[i]
		}
	}
	return false
}

// String returns the three numbers with dots, "" for an unknown version.
func (v Version) String() string {
	if v.IsZero() {
		return ""
	}
	return strconv.Itoa(v[0]) + "." + strconv.Itoa(v[1]) + "." + strconv.Itoa(v[2])
}
