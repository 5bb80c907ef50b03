package pki

import (
	"encoding/asn1"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestTree holds the extensions of the certificates to those of official test cards:
// OIDs, criticality and types.
func TestTree(t *testing.T) {
	t.Parallel()
	a := authority(t, Test)
	want := wantedTrees(t)
	for _, kind := range []Kind{Signature, Authentication} {
		var got []string
		for _, x := range issue(t, a, request(kind)).Extensions {
			critical := "no"
			if x.Critical {
				critical = "yes"
			}
			got = append(got, fmt.Sprintf("%v %s %s", x.Id, critical, tree(t, x.Value, x.Id.String() == "2.5.29.37")))
		}
		slices.Sort(got)
		if diff := cmp.Diff(want[kind.String()], got); diff != "" {
			t.Errorf("%v (-want +got):\n%s", kind, diff)
		}
	}
}

// wantedTrees reads the list in testdata: lines of a kind, sorted.
func wantedTrees(t *testing.T) map[string][]string {
	t.Helper()
	b, err := os.ReadFile("testdata/certificate-tree.txt")
	if err != nil {
		t.Fatal(err)
	}
	trees, kind := map[string][]string{}, ""
	for line := range strings.Lines(string(b)) {
		switch line = strings.TrimSpace(line); {
		case strings.HasPrefix(line, "#"):
		case !strings.Contains(line, " "):
			kind = line
		default:
			trees[kind] = append(trees[kind], line)
		}
	}
	for _, lines := range trees {
		slices.Sort(lines)
	}
	return trees
}

var typeNames = map[int]string{
	asn1.TagInteger: "INTEGER", asn1.TagBitString: "BIT-STRING", asn1.TagOctetString: "OCTET-STRING", asn1.TagOID: "OID",
	asn1.TagUTF8String: "UTF8String", asn1.TagSequence: "SEQUENCE", asn1.TagPrintableString: "PrintableString", asn1.TagIA5String: "IA5String",
}

// tree writes the types of a value; values says that OIDs are written too.
func tree(t *testing.T, der []byte, values bool) string {
	t.Helper()
	var parts []string
	for len(der) > 0 {
		var v asn1.RawValue
		rest, err := asn1.Unmarshal(der, &v)
		if err != nil {
			t.Fatal(err)
		}
		der = rest
		name := typeNames[v.Tag]
		if v.Class == asn1.ClassContextSpecific {
			name = fmt.Sprintf("[%d]", v.Tag)
		}
		switch {
		case v.IsCompound:
			name += "(" + tree(t, v.Bytes, values) + ")"
		case values && v.Tag == asn1.TagOID:
			var oid asn1.ObjectIdentifier
			if _, err := asn1.Unmarshal(v.FullBytes, &oid); err != nil {
				t.Fatal(err)
			}
			name += "=" + oid.String()
		}
		parts = append(parts, name)
	}
	return strings.Join(parts, " ")
}
