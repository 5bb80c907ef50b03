package simulator

import (
	"encoding/json"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/jsonschema-go/jsonschema"

	"github.com/cpslab/cps/harness/card/yaml"
)

// The schema and the decoder know the same keys, mapping by mapping.
func TestSchemaKeys(t *testing.T) {
	t.Parallel()
	var schema jsonschema.Schema
	if err := json.Unmarshal(ProfileSchema(), &schema); err != nil {
		t.Fatal(err)
	}
	for name, want := range profileKeys() {
		node := &schema
		if name != "" {
			node = schema.Properties[name]
		}
		if name == "certificate" {
			node = schema.Defs[name]
		}
		switch {
		case node == nil:
			t.Errorf("the schema has no %q", name)
			continue
		case node.Items != nil:
			node = node.Items
		case node.OneOf != nil:
			node = node.OneOf[1]
		}
		var got []string
		for key := range node.Properties {
			got = append(got, key)
		}
		slices.Sort(got)
		if diff := cmp.Diff(slices.Sorted(slices.Values(want)), got); diff != "" {
			t.Errorf("keys of %q (-decoder +schema):\n%s", name, diff)
		}
	}
}

// Every preset satisfies the schema, and some malformed profiles do not.
func TestSchemaOnProfiles(t *testing.T) {
	t.Parallel()
	var schema jsonschema.Schema
	if err := json.Unmarshal(ProfileSchema(), &schema); err != nil {
		t.Fatal(err)
	}
	resolved, err := schema.Resolve(nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range PresetNames() {
		src, _ := PresetSource(name)
		root, err := parseYAML(name, src)
		if err != nil {
			t.Fatal(err)
		}
		if err := resolved.Validate(asJSON(root)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, name := range []string{"unknown-key", "unknown-key-in-list", "real-category", "bad-face", "bad-language", "no-mode", "activity-number-range", "billing-no-link", "pin-too-short", "expect-rule", "actua-word", "bad-date-unit", "certificate-key", "certificate-kind", "certificate-issuer", "certificate-date"} {
		src := readVector(t, name)
		root, err := parseYAML(name, src)
		if err != nil {
			t.Fatal(err)
		}
		if resolved.Validate(asJSON(root)) == nil {
			t.Errorf("the schema takes %s", name)
		}
	}
}

func readVector(t *testing.T, name string) []byte {
	t.Helper()
	src, err := readProfileFile(filepath.Join("testdata/profiles/bad", name+".yaml"))
	if err != nil {
		t.Fatal(err)
	}
	return src
}

// asJSON gives a tree the types a YAML editor sees.
func asJSON(n *yamlNode) any {
	switch n.Kind {
	case yaml.Mapping:
		m := map[string]any{}
		for _, e := range n.Entries {
			m[e.Key] = asJSON(e.Value)
		}
		return m
	case yaml.List:
		l := []any{}
		for _, item := range n.Items {
			l = append(l, asJSON(item))
		}
		return l
	case yaml.Null:
		return nil
	case yaml.Scalar:
	}
	if n.Quoted {
		return n.Text
	}
	if i, err := strconv.ParseFloat(n.Text, 64); err == nil {
		return i
	}
	if b, err := strconv.ParseBool(n.Text); err == nil {
		return b
	}
	return n.Text
}
