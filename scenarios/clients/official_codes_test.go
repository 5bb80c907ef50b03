package clients

import (
	"testing"

	"github.com/cpslab/cps/harness/card"
)

// letters are codes that no holder has: letters, four bytes of zero as far as an
// argument can hold them, the right code and a blank.
var letters = []string{"ABCD", "12AB", pin + " "}

// officialLetters: nothing but the right code opens a session. A CPS3 refuses the
// form, a CPS4 compares and counts; the right code in between gives the tries back.
func officialLetters(t *testing.T, d *desk) {
	t.Helper()
	want := "CKR_DATA_INVALID"
	if d.face == card.FaceCPS4 {
		want = "CKR_PIN_INCORRECT"
	}
	for _, code := range letters {
		out := d.refused(t, want, "pkcs11-tool", module("--login", "--pin", code, "--list-objects")...)
		wantsNone(t, out, "CPS_PRIV_SIG", "CPS_ACTIVITY_01_PS")
		low := d.run(t, "pkcs11-tool", module("--list-slots")...)
		if d.face == card.FaceCPS4 {
			wants(t, low, flagLow)
		} else {
			wantsNone(t, low, flagLow)
		}
		d.run(t, "pkcs11-tool", login("--list-objects")...)
	}
	if got := d.child(t, request{Op: opLogin, PIN: "\x00\x00\x00\x00"}); got.Error != want {
		t.Errorf("four zero bytes: %q, want %s", got.Error, want)
	}
	d.run(t, "pkcs11-tool", login("--list-objects")...)
}

func officialWrongPIN(t *testing.T, d *desk) {
	t.Helper()
	d.refused(t, "CKR_PIN_INCORRECT", "pkcs11-tool", module("--login", "--pin", "9999", "--list-objects")...)
	out := d.run(t, "pkcs11-tool", module("--list-slots")...)
	wants(t, out, flagLow)
	wantsNone(t, out, flagFinal, flagLocked)
	d.run(t, "pkcs11-tool", login("--list-objects")...)
	wantsNone(t, d.run(t, "pkcs11-tool", module("--list-slots")...), flagLow)
}

// The third wrong code is PIN_LOCKED at once on a CPS4: the module reads 63C0 so
// (CryptolibCPS sources, iso7816.c).
func officialBlocks(t *testing.T, d *desk) {
	t.Helper()
	d.refused(t, "CKR_PIN_INCORRECT", "pkcs11-tool", module("--login", "--pin", "9999", "--list-objects")...)
	d.refused(t, "CKR_PIN_INCORRECT", "pkcs11-tool", module("--login", "--pin", "9998", "--list-objects")...)
	wants(t, d.run(t, "pkcs11-tool", module("--list-slots")...), flagLow, flagFinal)
	last := "CKR_PIN_INCORRECT"
	if d.face == card.FaceCPS4 {
		last = "CKR_PIN_LOCKED"
	}
	d.refused(t, last, "pkcs11-tool", module("--login", "--pin", "9997", "--list-objects")...)
	d.refused(t, "CKR_PIN_LOCKED", "pkcs11-tool", login("--list-objects")...)
	wants(t, d.run(t, "pkcs11-tool", module("--list-slots")...), flagLocked)
}

func officialUnblocks(t *testing.T, d *desk) {
	t.Helper()
	unblock := func(code string) []string {
		return module("--login", "--login-type", "so", "--so-pin", code, "--init-pin", "--new-pin", otherPIN)
	}
	d.refused(t, "CKR_PIN_INCORRECT", "pkcs11-tool", unblock(wrongPUK)...)
	wants(t, d.run(t, "pkcs11-tool", unblock(puk)...), "User PIN successfully initialized")
	wantsNone(t, d.run(t, "pkcs11-tool", module("--list-slots")...), flagLow, flagFinal, flagLocked)
	d.run(t, "pkcs11-tool", module("--login", "--pin", otherPIN, "--list-objects")...)
}

func officialChangesPIN(t *testing.T, d *desk) {
	t.Helper()
	d.run(t, "pkcs11-tool", module("--change-pin", "--pin", otherPIN, "--new-pin", pin)...)
	d.refused(t, "CKR_PIN_INCORRECT", "pkcs11-tool", module("--login", "--pin", otherPIN, "--list-objects")...)
	d.run(t, "pkcs11-tool", login("--list-objects")...)
}

// The module sends nothing: without an AODF the token has no code.
func officialRefusesLogin(t *testing.T, d *desk) {
	t.Helper()
	d.refused(t, "CKR_USER_PIN_NOT_INITIALIZED", "pkcs11-tool", login("--list-objects")...)
}

func officialDead(t *testing.T, d *desk) {
	t.Helper()
	wants(t, d.run(t, "pkcs11-tool", module("--list-slots")...), flagLocked, "SO PIN locked")
	d.refused(t, "CKR_PIN_LOCKED", "pkcs11-tool",
		module("--login", "--login-type", "so", "--so-pin", puk, "--init-pin", "--new-pin", otherPIN)...)
	d.refused(t, "CKR_PIN_LOCKED", "pkcs11-tool", login("--list-objects")...)
}
