package ccid

import (
	_ "embed"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf16"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/card/yaml"
)

// MaxSlots is how many slots a reader has at most.
const MaxSlots = 8

// Model is what a reader says of itself: the names and numbers of its descriptors, as the
// class specification has them (5.1).
type Model struct {
	Name   string // as it is chosen, "gempc-twin"
	Title  string // as people call it
	Source string // file of the public list that the numbers are from, "" for none
	Quirks string // what is known of it that a descriptor does not say

	Manufacturer, Product string // strings that the host shows
	Vendor, ID            uint16 // idVendor, idProduct
	Version               uint16 // bcdDevice

	Slots      int    // 1 to MaxSlots
	Voltages   byte   // bit 0: 5 V, 1: 3 V, 2: 1.8 V
	Protocols  uint16 // bit n: T=n
	Clock      uint32 // kHz
	MaxClock   uint32 // kHz
	Rate       uint32 // bit/s
	MaxRate    uint32 // bit/s
	IFSD       uint32 // longest block of T=1, bytes
	Features   uint32 // dwFeatures as the reader itself says them
	Longest    uint32 // dwMaxCCIDMessageLength, bytes, header included
	ClassGet   byte   // bClassGetResponse
	ClassEnv   byte   // bClassEnvelope
	LCD        uint16 // wLcdLayout: lines, characters of each
	PINSupport byte   // bit 0: verify, 1: modify
}

// Levels of exchange in dwFeatures (5.1).
const (
	levelMask     = 0x00070000
	levelTPDU     = 0x00010000
	levelShort    = 0x00020000
	levelExtended = 0x00040000
)

// Level names the level of exchange of the reader itself.
func (m *Model) Level() string {
	switch m.Features & levelMask {
	case levelTPDU:
		return "TPDU"
	case levelShort:
		return "short APDU"
	case levelExtended:
		return "extended APDU"
	}
	return "character"
}

// Automatisms of a reader at APDU level (5.1): parameters from the ATR, voltage, clock,
// rate, PPS, block length of T=1.
const automatisms = 0x02 | 0x08 | 0x10 | 0x20 | 0x80 | 0x400

// Offered returns dwFeatures as the device says them: at the level of APDUs of any length,
// with what a reader does by itself there.
func (m *Model) Offered() uint32 {
	if m.Features&levelMask == levelExtended {
		return m.Features
	}
	return m.Features&^levelMask | levelExtended | automatisms
}

// DefaultModel is the name of the reader that is for tests.
const DefaultModel = "cpslab"

//go:embed readers.yaml
var readersYAML []byte

// Models returns the readers that are known, the one for tests first.
func Models() []Model { return slices.Clone(known()) }

// known reads the file when somebody asks first.
var known = sync.OnceValue(func() []Model {
	models, err := parseModels("readers.yaml", readersYAML, nil)
	if err != nil {
		panic(err) // the file is part of the program
	}
	return models
})

// ModelNames returns their names.
func ModelNames() []string { return names(known()) }

func names(models []Model) []string {
	list := make([]string, len(models))
	for i := range models {
		list[i] = models[i].Name
	}
	return list
}

// ModelOf returns the model of that name; ok is false when there is none.
func ModelOf(name string) (m Model, ok bool) { return find(known(), name) }

func find(models []Model, name string) (m Model, ok bool) {
	i := slices.IndexFunc(models, func(m Model) bool { return strings.EqualFold(m.Name, name) })
	if i < 0 {
		return Model{}, false
	}
	return models[i], true
}

// ParseID reads the identifiers of a device, four hexadecimal digits each: "0E0F:0004".
func ParseID(s string) (vendor, product uint16, ok bool) {
	before, after, cut := strings.Cut(s, ":")
	v, err1 := strconv.ParseUint(before, 16, 16)
	p, err2 := strconv.ParseUint(after, 16, 16)
	return uint16(v), uint16(p), cut && err1 == nil && err2 == nil && len(before) == 4 && len(after) == 4
}

// ParseModels reads readers from YAML: a list below the key readers, each with the keys of
// readers.yaml, or with “like: NAME” and what differs. The error is a *yaml.Error at the
// user's line.
func ParseModels(file string, src []byte) ([]Model, error) {
	return parseModels(file, src, Models())
}

// parseModels reads readers that may be like those that are known.
func parseModels(file string, src []byte, like []Model) ([]Model, error) {
	root, err := yaml.Parse(file, src, yaml.Hints{
		Start: text.Of("commencez par « readers: », puis « - name: … »", "begin with “readers:”, then “- name: …”"),
		Share: text.Of("« like: NOM » reprend un lecteur connu", "“like: NAME” takes over a known reader"),
		What:  text.Of("un lecteur", "a reader"),
	})
	if err != nil {
		return nil, err
	}
	list, ok := root.Get("readers")
	if !ok || root.Kind != yaml.Mapping || list.Kind != yaml.List {
		return nil, root.Fault("readers", text.Of("attendu une liste de lecteurs sous « readers: »", "want a list of readers below “readers:”"), text.Text{})
	}
	for _, e := range root.Entries {
		if e.Key != "readers" {
			return nil, root.Beside(e.Line, e.Column).Fault("", text.Of("clé inconnue : « %s »", "unknown key: %q", e.Key), text.Text{})
		}
	}
	var models []Model
	for _, item := range list.Items {
		m, err := modelOf(item, like)
		if err != nil {
			return nil, err
		}
		if _, twice := find(models, m.Name); twice {
			return nil, item.Fault("name", text.Of("deux lecteurs « %s »", "two readers %q", m.Name), text.Text{})
		}
		models = append(models, m)
	}
	return models, nil
}

// setters are what a model is written with.
func setters() map[string]func(m *Model, value string) bool {
	return map[string]func(m *Model, value string) bool{
		"name":         func(m *Model, s string) bool { m.Name = s; return named(s) },
		"title":        func(m *Model, s string) bool { m.Title = s; return shown(s) },
		"source":       func(m *Model, s string) bool { m.Source = s; return shown(s) },
		"quirks":       func(m *Model, s string) bool { m.Quirks = s; return len(s) <= 4*maxString && text.Printable(s) == s },
		"manufacturer": func(m *Model, s string) bool { m.Manufacturer = s; return shown(s) },
		"product":      func(m *Model, s string) bool { m.Product = s; return shown(s) },
		"id":           func(m *Model, s string) (ok bool) { m.Vendor, m.ID, ok = ParseID(s); return ok && m.Vendor != 0 },
		"version":      func(m *Model, s string) (ok bool) { m.Version, ok = bcd(s); return ok },
		"slots":        func(m *Model, s string) (ok bool) { m.Slots, ok = decimal[int](s, 1, MaxSlots); return ok },
		"voltages": func(m *Model, s string) (ok bool) {
			m.Voltages, ok = bits(s, "5", "3", "1.8")
			return ok && m.Voltages != 0
		},
		"protocols": func(m *Model, s string) bool {
			b, ok := bits(s, "T=0", "T=1")
			m.Protocols = uint16(b)
			return ok && b != 0
		},
		"clock":     func(m *Model, s string) (ok bool) { m.Clock, ok = decimal[uint32](s, 1, 100_000); return ok },
		"max-clock": func(m *Model, s string) (ok bool) { m.MaxClock, ok = decimal[uint32](s, 1, 100_000); return ok },
		"rate":      func(m *Model, s string) (ok bool) { m.Rate, ok = decimal[uint32](s, 1, 100_000_000); return ok },
		"max-rate":  func(m *Model, s string) (ok bool) { m.MaxRate, ok = decimal[uint32](s, 1, 100_000_000); return ok },
		"ifsd":      func(m *Model, s string) (ok bool) { m.IFSD, ok = decimal[uint32](s, 0, 254); return ok },
		"features": func(m *Model, s string) bool {
			n, ok := hexadecimal(s, 32)
			m.Features = uint32(n)
			level := m.Features & levelMask // one of the levels, or none: that of characters
			return ok && len(s) == 8 && level&(level-1) == 0
		},
		"longest": func(m *Model, s string) (ok bool) {
			m.Longest, ok = decimal[uint32](s, minMessage, maxMessage)
			return ok
		},
		"class-get-response": func(m *Model, s string) bool { n, ok := hexadecimal(s, 8); m.ClassGet = byte(n); return ok },
		"class-envelope":     func(m *Model, s string) bool { n, ok := hexadecimal(s, 8); m.ClassEnv = byte(n); return ok },
		"lcd":                func(m *Model, s string) bool { n, ok := hexadecimal(s, 16); m.LCD = uint16(n); return ok },
		"pin":                func(m *Model, s string) (ok bool) { m.PINSupport, ok = bits(s, "verify", "modify"); return ok },
	}
}

// Bounds of a message, header included, and of a string. Readers say 271 usually, for a short
// APDU without Le behind 255 bytes.
const (
	minMessage   = 64
	usualMessage = headerLen + 261
	maxMessage   = headerLen + 65536
	maxString    = 126 // characters that a string descriptor holds
)

// modelOf reads one reader.
func modelOf(item *yaml.Node, known []Model) (Model, error) {
	m := Model{Slots: 1, Voltages: 7, Longest: usualMessage, Clock: 4000, MaxClock: 4000, Rate: 10752, MaxRate: 10752, Protocols: 3, IFSD: 254, Features: levelExtended | automatisms}
	if item.Kind != yaml.Mapping {
		return m, item.Fault("", text.Of("attendu un lecteur, et c'est %s", "want a reader, not %s", item.Kind.Text()), text.Text{})
	}
	if like, ok := item.Get("like"); ok {
		if m, ok = find(known, like.Text); !ok {
			return m, like.Fault("like", text.Of("lecteur inconnu : « %s »", "unknown reader: %q", like.Text), nearest(like.Text, names(known)))
		}
		m.Name, m.Source = "", ""
	}
	keys := setters()
	for _, e := range item.Entries {
		if e.Key == "like" {
			continue
		}
		set, known := keys[e.Key]
		if !known {
			names := make([]string, 0, len(keys)+1)
			for name := range keys {
				names = append(names, name)
			}
			slices.Sort(names)
			return m, item.Beside(e.Line, e.Column).Fault("", text.Of("clé inconnue : « %s »", "unknown key: %q", e.Key), nearest(e.Key, append(names, "like")))
		}
		if e.Value.Kind != yaml.Scalar || !set(&m, e.Value.Text) {
			return m, e.Value.Fault(e.Key, text.Of("« %s » : valeur impossible", "%q: impossible value", text.Printable(e.Value.Text)), text.Of("docs/usb.md dit ce que chaque clé prend", "docs/usb.md says what each key takes"))
		}
	}
	switch {
	case m.Name == "":
		return m, item.Fault("name", text.Of("il manque le nom du lecteur", "the name of the reader is missing"), text.Of("par exemple name: mine", "for example name: mine"))
	case m.MaxClock < m.Clock, m.MaxRate < m.Rate:
		key := "max-clock"
		if m.MaxClock >= m.Clock {
			key = "max-rate"
		}
		return m, item.Fault(key, text.Of("le plus n'atteint pas l'usuel", "the most is less than the usual"), text.Of("max-clock et max-rate valent au moins clock et rate", "max-clock and max-rate are at least clock and rate"))
	case m.Vendor == 0:
		return m, item.Fault("id", text.Of("il manque l'identifiant du lecteur", "the identifiers of the reader are missing"), text.Of("par exemple id: 0E0F:0004", "for example id: 0E0F:0004"))
	}
	if m.Manufacturer == "" {
		m.Manufacturer = "cpslab"
	}
	if m.Product == "" {
		m.Product = m.Name
	}
	return m, nil
}

// nearest is a hint that names the closest of some names.
func nearest(written string, names []string) text.Text {
	if near := text.Closest(written, names); near != "" {
		return text.Of("vouliez-vous dire « %s » ?", "did you mean %q?", near)
	}
	return text.Of("un de : %s", "one of: %s", strings.Join(names, ", "))
}

func named(s string) bool {
	return s != "" && len(s) <= 40 && strings.IndexFunc(s, func(r rune) bool {
		return r != '-' && r != '.' && r != '_' && (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z')
	}) < 0
}

// shown tells whether s can be a string of a descriptor, which counts units of UTF-16, and stands
// on a screen.
func shown(s string) bool {
	return s != "" && len(utf16.Encode([]rune(s))) <= maxString && text.Printable(s) == s
}

// bcd reads “2.11” as 0x0211.
func bcd(s string) (uint16, bool) {
	before, after, cut := strings.Cut(s, ".")
	high, err1 := strconv.ParseUint(before, 16, 8)
	low, err2 := strconv.ParseUint(after, 16, 8)
	return uint16(high<<8 | low), cut && err1 == nil && err2 == nil && len(after) == 2
}

func hexadecimal(s string, bits int) (uint64, bool) {
	n, err := strconv.ParseUint(s, 16, bits)
	return n, err == nil
}

func decimal[T int | uint32](s string, low, high T) (T, bool) {
	n, err := strconv.ParseUint(s, 10, 31)
	return T(n), err == nil && T(n) >= low && T(n) <= high
}

// bits reads words, of which each is one bit.
func bits(s string, words ...string) (set byte, ok bool) {
	for _, w := range strings.Fields(s) {
		i := slices.Index(words, w)
		if i < 0 {
			return 0, false
		}
		set |= 1 << i
	}
	return set, true
}
