package stack

import (
	"bytes"
	"errors"
	"slices"
	"testing"
)

func TestLonely(t *testing.T) {
	t.Parallel()
	question := []byte{0x48, 0x81, 0xFE, 0xAE, 0x0F, 0x00, 0x00, 0x75, 0x10}
	one := slices.Concat([]byte{0x90, 0x90}, question, []byte{0xC6, 0x45, 0x00, 0x02, 0xC3, 0x90, 0x90, 0x90})
	got, err := lonely(one)
	if err != nil || bytes.Count(got, []byte{0xC6, 0x45, 0x00, 0x01}) != 1 || len(got) != len(one) || bytes.Equal(got, one) {
		t.Errorf("%x, %v", got, err)
	}
	got, err = lonely(slices.Concat(question, []byte{0xC6, 0x02, 0x02, 0xC3, 0x90, 0x90, 0x90}))
	if err != nil || !bytes.Contains(got, []byte{0xC6, 0x02, 0x01, 0xC3}) {
		t.Errorf("%x, %v", got, err)
	}
	for name, code := range map[string][]byte{
		"nothing": nil, "no question": {0xC6, 0x45, 0x00, 0x02, 0, 0, 0, 0}, "no answer": slices.Concat(question, make([]byte, 100)),
		"far away":    slices.Concat(question, make([]byte, answerWithin), []byte{0xC6, 0x45, 0x00, 0x02, 0, 0, 0, 0}),
		"two answers": slices.Concat(one, one), "at the end": slices.Concat(question, []byte{0xC6, 0x45}),
	} {
		if _, err := lonely(code); !errors.Is(err, ErrLonely) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestValidName(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]bool{
		"": true, "OMNIKEY CardMan 3121": true, "Ingenico [x] (1)": true, `a"b`: false, `a\\b`: false, "é": false, "a\nb": false, " a": false, string(bytes.Repeat([]byte("x"), MaxName+1)): false,
	} {
		if validName(name) != want {
			t.Errorf("%q: %v", name, !want)
		}
	}
}
