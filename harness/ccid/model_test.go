package ccid_test

import (
	"encoding/binary"
	"strings"
	"testing"

	"github.com/cpslab/cps/harness/ccid"
)

// Every reader of the table says of itself what the table says, at a level that this
// device has.
func TestModels(t *testing.T) {
	t.Parallel()
	models := ccid.Models()
	if len(models) < 12 || models[0].Name != ccid.DefaultModel {
		t.Fatalf("%d models, the first %q", len(models), models[0].Name)
	}
	for _, m := range models {
		if (m.Source == "") != (m.Name == ccid.DefaultModel) {
			t.Errorf("%s: source %q", m.Name, m.Source)
		}
		dev, err := ccid.New(ccid.Config{Model: m, Serial: "0042"})
		if err != nil {
			t.Fatal(err)
		}
		device, config := dev.Descriptors()
		if got := binary.LittleEndian.Uint16(device[8:]); got != m.Vendor {
			t.Errorf("%s: vendor %04X", m.Name, got)
		}
		class := config[18:72]
		if got := binary.LittleEndian.Uint32(class[40:]); got&0x70000 != 0x40000 {
			t.Errorf("%s: dwFeatures %08X", m.Name, got)
		}
		if got := binary.LittleEndian.Uint32(class[44:]); got != m.Longest {
			t.Errorf("%s: dwMaxCCIDMessageLength %d", m.Name, got)
		}
		for _, s := range []struct {
			index byte
			want  string
		}{{1, m.Manufacturer}, {2, m.Product}, {3, "0042"}} {
			b, ok := dev.Control(t.Context(), [8]byte{0x80, 6, s.index, 3, 9, 4, 0xFF, 0}, nil)
			if !ok || strings.ReplaceAll(string(b[2:]), "\x00", "") != s.want {
				t.Errorf("%s: string %d: %q", m.Name, s.index, b)
			}
		}
		for _, request := range [][8]byte{{0xA1, 2, 0, 0, 0, 0, 0, 1}, {0xA1, 3, 0, 0, 0, 0, 0, 1}} {
			if b, ok := dev.Control(t.Context(), request, nil); !ok || len(b) == 0 || len(b)%4 != 0 {
				t.Errorf("%s: % X: % X, %v", m.Name, request, b, ok)
			}
		}
		for _, kind := range []byte{6, 15} { // qualifier, BOS
			if _, ok := dev.Control(t.Context(), [8]byte{0x80, 6, 0, kind, 0, 0, 10, 0}, nil); ok {
				t.Errorf("%s: descriptor %d does not stall", m.Name, kind)
			}
		}
	}
	for name, level := range map[string]string{"gempc-twin": "TPDU", "leo": "short APDU", "cpslab": "extended APDU"} {
		if m, ok := ccid.ModelOf(strings.ToUpper(name)); !ok || m.Level() != level {
			t.Errorf("%s: %q", name, m.Level())
		}
	}
}

// A reader of the user's own, from scratch or like another.
func TestParseModels(t *testing.T) {
	t.Parallel()
	models, err := ccid.ParseModels("mine.yaml", []byte("readers:\n  - name: mine\n    like: gempc-twin\n    longest: 512\n  - {name: other, id: \"1D50:6141\", slots: 2, pin: verify, voltages: 5 1.8}\n"))
	if err != nil {
		t.Fatal(err)
	}
	if m := models[0]; m.Name != "mine" || m.Longest != 512 || m.Vendor != 0x08E6 || m.Source != "" {
		t.Errorf("%+v", m)
	}
	if m := models[1]; m.Slots != 2 || m.PINSupport != 1 || m.Voltages != 5 || m.Vendor != 0x1D50 || m.ID != 0x6141 || m.Manufacturer != "cpslab" || m.Product != "other" {
		t.Errorf("%+v", m)
	}
	for src, want := range map[string]string{
		"readers:\n  - name: a\n":                                                                  "id",
		"readers:\n  - id: 0E0F:0004\n":                                                            "name",
		"readers:\n  - name: a\n    id: 0E0F\n":                                                    "3:9",
		"readers:\n  - name: a\n    longst: 12\n":                                                  "longest",
		"readers:\n  - name: a\n    like: gempc-twinn\n":                                           "gempc-twin",
		"readers:\n  - name: a\n    id: 0E0F:0004\n    slots: 9\n":                                 "4:12",
		"readers:\n  - name: a\n    id: 0E0F:0004\n    longest: 99999":                             "4:14",
		"readers:\n  - name: a\n    id: 0E0F:0004\n    pin: maybe\n":                               "4:10",
		"readers:\n  - name: a\n    features: 4\n":                                                 "3:15",
		"readers:\n  - name: a\n    id: 0000:0004\n":                                               "3:9",
		"readers:\n  - name: a\n    id: 0E0F:0004\n    max-clock: 100\n":                           "max-clock",
		"readers:\n  - name: a\n    id: 0E0F:0004\n    max-rate: 100\n":                            "max-rate",
		"readers:\n  - name: a\n    id: 0E0F:0004\n    voltages: \"\"\n":                           "4:15",
		"readers:\n  - name: a\n    id: 0E0F:0004\n    protocols: \"\"\n":                          "4:16",
		"readers:\n  - name: a\n    id: 0E0F:0004\n    features: 00030000\n":                       "4:15",
		"readers:\n  - name: a\n    id: 0E0F:0004\n    product: \"a\\e[2J\"\n":                     "4:14",
		"readers:\n  - name: a\n    id: 0E0F:0004\n    product: " + strings.Repeat("😀", 64) + "\n": "4:14",
		"readers:\n  - {name: a, id: \"0E0F:0004\"}\n  - {name: A, id: \"0E0F:0004\"}\n":           "3:",
		"readers: 5\n":           "readers",
		"models: []\n":           "readers",
		"- name: a\n":            "readers",
		"readers:\n  - 5\n":      "2:5",
		"readers: []\nmore: 1\n": "more",
	} {
		if _, err := ccid.ParseModels("mine.yaml", []byte(src)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q in it", src, err, want)
		}
	}
}

func FuzzParseModels(f *testing.F) {
	f.Add([]byte("readers:\n  - name: mine\n    like: gempc-twin\n    longest: 512\n"))
	f.Add([]byte("readers:\n  - {name: other, id: \"1D50:6141\", slots: 2}\n"))
	f.Fuzz(func(t *testing.T, src []byte) {
		models, err := ccid.ParseModels("f.yaml", src)
		if err != nil {
			return
		}
		for _, m := range models {
			if _, err := ccid.New(ccid.Config{Model: m}); err != nil {
				t.Errorf("%+v: %v", m, err)
			}
		}
	})
}
