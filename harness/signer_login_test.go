package harness_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cpslab/cps/harness"
	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/simulator"
)

func TestLogin(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, yaml, pin string
		want            *harness.LoginError // nil: logged in
		verifies        int
	}{
		{"right", "extends: cps3-healthy", "1234", nil, 1},
		{"right on cps4", "extends: cps4-healthy", "1234", nil, 1},
		{"contactless", "extends: cps3cl-healthy", "1234", nil, 0},
		{"wrong", "extends: cps3-healthy", "9999", &harness.LoginError{Login: card.LoginWrong, SW: 0x63C2}, 1},
		{"wrong on cps4", "extends: cps4-healthy", "9999", &harness.LoginError{Login: card.LoginWrong, SW: 0x63C2}, 1},
		{"one left", "extends: cps3-pin-1", "1234", &harness.LoginError{Login: card.LoginWithheld}, 0},
		{"blocked", "extends: cps3-pin-blocked", "1234", &harness.LoginError{Login: card.LoginBlocked}, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			wire := &tap{Channel: newCard(t, c.yaml)}
			given := []byte(c.pin)
			asked := false
			err := harness.Login(t.Context(), wire, func(context.Context, int) ([]byte, error) { asked = true; return given, nil })
			var got *harness.LoginError
			errors.As(err, &got)
			if diff := cmp.Diff(c.want, got); diff != "" || (err == nil) != (c.want == nil) {
				t.Errorf("%v (-want +got):\n%s", err, diff)
			}
			if n := wire.presentations(); n != c.verifies {
				t.Errorf("%d VERIFY with data, want %d", n, c.verifies)
			}
			if asked && string(given) != "\x00\x00\x00\x00" {
				t.Error("the PIN is still in memory")
			}
			if wire.begun != 1 || wire.ended != 1 {
				t.Errorf("%d Begin, %d End", wire.begun, wire.ended)
			}
			if got != nil && strings.Contains(got.Error(), c.pin) {
				t.Error("the error shows the PIN")
			}
		})
	}
}

func TestLoginKeepsAwayFromOtherCards(t *testing.T) {
	t.Parallel()
	for _, yaml := range []string{"extends: unknown-atr", "extends: other-issuer"} {
		if _, ok := simulator.PresetSource(strings.TrimPrefix(yaml, "extends: ")); !ok {
			t.Fatalf("no preset %q", yaml)
		}
		wire := &tap{Channel: newCard(t, yaml)}
		err := harness.Login(t.Context(), wire, func(context.Context, int) ([]byte, error) {
			t.Error("a PIN was asked for")
			return nil, nil
		})
		var e *harness.ReadError
		if !errors.As(err, &e) || wire.presentations() != 0 {
			t.Errorf("%s: %v", yaml, err)
		}
	}
	if err := harness.Login(t.Context(), newCard(t, "extends: cps3-healthy"), nil); err == nil || !strings.Contains(err.Error(), "no PIN") {
		t.Errorf("without a PIN: %v", err)
	}
}
