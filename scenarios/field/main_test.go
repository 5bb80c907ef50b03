package main

import (
	"os"
	"path/filepath"
	"testing"
)

// least is how many cases are answered right; more is welcome, fewer is a fault.
const least = 33

// The bench answers the field as README says, and is never sure and wrong.
func TestField(t *testing.T) {
	t.Parallel()
	file, err := os.Open(filepath.Join("..", "..", "testdata", "field", "cases.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	cases, err := read(file)
	if err != nil {
		t.Fatal(err)
	}
	count := map[string]int{}
	for _, c := range cases {
		verdict, first := c.judge()
		count[verdict]++
		if verdict == wrong {
			t.Errorf("%s: %q is answered by %v, with certainty", c.id, c.input, first)
		}
	}
	if count[right] < least {
		t.Errorf("%d right of %d, %d before", count[right], len(cases)-count[notRun], least)
	}
	t.Log(count)
}

// The judge of the field can find fault.
func TestJudge(t *testing.T) {
	t.Parallel()
	for _, v := range []struct {
		c    fieldCase
		want string
	}{
		{fieldCase{kind: "message", input: "CKR_PIN_LOCKED", accepted: []string{"CPS-PIN-003"}}, right},
		{fieldCase{kind: "message", input: "CKR_PIN_LOCKED", accepted: []string{"CPS-PIN-003"}, never: "CPS-PIN-005"}, wrong},
		{fieldCase{kind: "message", input: "CKR_PIN_LOCKED", accepted: []string{"CPS-NET-001"}}, wrong},
		{fieldCase{kind: "message", input: "CKR_PIN_LOCKED", accepted: []string{"(CKR_PIN_LOCKED first)"}}, right},
		{fieldCase{kind: "message", input: "rien de tel", accepted: []string{"CPS-NET-001"}}, miss},
		{fieldCase{kind: "message", input: "61444", accepted: []string{"CPS-DAM-004"}}, partly},
		{fieldCase{kind: "ini", input: "x", accepted: []string{"CPS-WS-014"}}, notRun},
	} {
		if got, _ := v.c.judge(); got != v.want {
			t.Errorf("%q, %v: %s, want %s", v.c.input, v.c.accepted, got, v.want)
		}
	}
}
