package card_test

import (
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/apdu"
)

// vector is one file of testdata/vectors: "key: value" lines. state is what
// Fill says; reason and offset belong to a malformed object; each field line
// gives a field that is not empty, each deviation line a deviation; canonical
// says that encoding the value gives the input back.
type vector struct {
	Name, Object, State, Reason string
	Offset                      int
	Fields, Deviations          []string
	Canonical                   bool
	Input                       []byte
}

// vectors reads all vector files; the malformed ones sort first.
func vectors(tb testing.TB) []vector {
	tb.Helper()
	files, err := filepath.Glob("testdata/vectors/*.txt")
	if err != nil || len(files) == 0 {
		tb.Fatalf("no vector files: %v", err)
	}
	var all []vector
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			tb.Fatal(err)
		}
		v := vector{Name: strings.TrimSuffix(filepath.Base(file), ".txt")}
		for line := range strings.Lines(string(text)) {
			key, value, _ := strings.Cut(strings.TrimRight(line, "\n"), ":")
			value = strings.TrimPrefix(value, " ")
			switch key {
			case "comment", "source":
			case "object":
				v.Object = value
			case "state":
				v.State = value
			case "reason":
				v.Reason = value
			case "offset":
				v.Offset, err = strconv.Atoi(value)
			case "field":
				v.Fields = append(v.Fields, value)
			case "deviation":
				v.Deviations = append(v.Deviations, value)
			case "canonical":
				v.Canonical = value == "yes"
			case "input":
				v.Input, err = hex.DecodeString(value)
			default:
				tb.Fatalf("%s: unknown key %q", file, key)
			}
			if err != nil {
				tb.Fatalf("%s: %v", file, err)
			}
		}
		all = append(all, v)
	}
	return all
}

func TestVectors(t *testing.T) {
	t.Parallel()
	for _, v := range vectors(t) {
		t.Run(v.Name, func(t *testing.T) {
			t.Parallel()
			switch v.Object {
			case "EF.SN.ICC":
				check(t, v, card.DecodeSerial, card.AppendSerial)
			case "EF actua":
				check(t, v, card.DecodeUpdate, card.AppendUpdate)
			case "CPS_ID_CARD":
				check(t, v, card.DecodeIDCard, card.AppendIDCard)
			case "CPS_NAME_PS":
				check(t, v, card.DecodeName, card.AppendName)
			case "CPS_LANG_PS":
				check(t, v, card.DecodeLanguages, card.AppendLanguages)
			case "CPS_INFO_PS":
				check(t, v, card.DecodeInfo, card.AppendInfo)
			case "CPS_ACTIVITY_PS":
				check(t, v, card.DecodeActivity, card.AppendActivity)
			case "CPS_SIT_FACT":
				check(t, v, card.DecodeBilling, card.AppendBilling)
			default:
				t.Fatalf("unknown object %q", v.Object)
			}
		})
	}
}

func check[T any](t *testing.T, v vector, decode func([]byte) (T, []card.Deviation, error), encode func([]byte, T) ([]byte, error)) {
	t.Helper()
	var o card.Object[T]
	card.Fill(&o, v.Input, apdu.SWOK, 7, decode)
	if o.State.String() != v.State || o.SW != apdu.SWOK || o.Exchange != 7 || string(o.Raw) != string(v.Input) {
		t.Fatalf("state %v, SW %v, exchange %d, %d bytes raw; want state %s", o.State, o.SW, o.Exchange, len(o.Raw), v.State)
	}
	var deviations []string
	for _, d := range o.Deviations {
		deviations = append(deviations, d.String())
	}
	if diff := cmp.Diff(v.Deviations, deviations); diff != "" {
		t.Errorf("deviations (-want +got):\n%s", diff)
	}
	if v.State == "malformed" {
		_, _, err := decode(v.Input)
		var de *card.DecodeError
		if !errors.As(err, &de) {
			t.Fatalf("error %v, want a *DecodeError", err)
		}
		if de.Object != v.Object || de.Reason.EN != v.Reason || de.Offset != v.Offset {
			t.Errorf("error %+v, want %s: %s at %d", de, v.Object, v.Reason, v.Offset)
		}
	}
	if v.State != "present" {
		if !reflect.ValueOf(o.Value).IsZero() {
			t.Errorf("state %s with value %v", v.State, o.Value)
		}
		return
	}
	if diff := cmp.Diff(v.Fields, dump("", reflect.ValueOf(o.Value))); diff != "" {
		t.Errorf("fields (-want +got):\n%s", diff)
	}
	if !v.Canonical {
		return
	}
	prefix := []byte{0xAA}
	b, err := encode(prefix, o.Value)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(fmt.Sprintf("AA%X", v.Input), fmt.Sprintf("%X", b)); diff != "" {
		t.Errorf("encoded again (-want +got):\n%s", diff)
	}
}

// dump lists the fields of a value in the notation of the vectors: strings that
// are not empty, dates that are there, all numbers but ranks.
func dump(name string, v reflect.Value) (lines []string) {
	line := func(format string, a any) []string {
		return []string{fmt.Sprintf("%s = "+format, name, a)}
	}
	switch x := v.Interface().(type) {
	case card.Date:
		if !x.IsZero() {
			return line("%v", x)
		}
		return nil
	case card.Timestamp:
		if !x.IsZero() {
			return line("%v", x)
		}
		return nil
	}
	switch v.Kind() {
	case reflect.String:
		if name == "" {
			name = "value"
		}
		if v.String() != "" {
			return []string{name + ` = "` + v.String() + `"`}
		}
	case reflect.Int:
		return line("%d", v.Int())
	case reflect.Array:
		for i := range v.Len() {
			lines = append(lines, dump(fmt.Sprintf("%s[%d]", name, i), v.Index(i))...)
		}
	case reflect.Slice:
		for i := range v.Len() {
			lines = append(lines, dump(fmt.Sprintf("%d.", i+1), v.Index(i))...)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if field := v.Type().Field(i).Name; field != "Rank" {
				lines = append(lines, dump(name+field, v.Field(i))...)
			}
		}
	}
	return lines
}
