package workstation

import (
	"strings"
)

// ini is a configuration file as GALSS and the FSV write them: [SECTION],
// KEY=value, comments behind ";", lines ended by LF, CR LF or CR. Names are
// told apart without regard to case; a section or a key given twice keeps its
// first value.
type ini struct {
	order    []string // names of sections, upper case
	sections map[string]map[string]string
}

func parseINI(b []byte) ini {
	f := ini{sections: map[string]map[string]string{}}
	text := strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(string(b))
	var section map[string]string
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if name, ok := strings.CutPrefix(line, "["); ok {
			name, _, _ = strings.Cut(name, "]")
			name = strings.ToUpper(strings.TrimSpace(name))
			if f.sections[name] == nil {
				f.sections[name] = map[string]string{}
				f.order = append(f.order, name)
			}
			section = f.sections[name]
			continue
		}
		key, value, ok := strings.Cut(line, "=")
		if !ok || section == nil || strings.HasPrefix(line, ";") {
			continue
		}
		if key = strings.ToUpper(strings.TrimSpace(key)); section[key] == "" {
			section[key] = strings.TrimSpace(value)
		}
	}
	return f
}

// get returns a value, "" when it is not there.
func (f ini) get(section, key string) string {
	return f.sections[strings.ToUpper(section)][strings.ToUpper(key)]
}

func (f ini) has(section string) bool { return f.sections[strings.ToUpper(section)] != nil }
