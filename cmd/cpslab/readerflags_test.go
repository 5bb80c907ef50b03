package main

import "testing"

// A PIN that is given and not allowed, or allowed and not given, would leave all
// behind it unlooked at: that is said, whichever command it is, before a reader is
// opened.
func TestHalfAPINIsRefused(t *testing.T) {
	t.Parallel()
	const serial = "2999000117"
	withPIN := append([]string{"CPSLAB_PIN=1234"}, french...)
	var list []expectation
	for _, command := range []string{"diagnose", "show", "run", "bench"} {
		list = append(list,
			expectation{
				name: command + " descriptor", args: []string{command, "pcsc:", "--serial", serial, "--pin-fd", "3"}, code: exitUsage,
				err: []string{"code porteur donné mais non autorisé", "--allow pin --serial"},
			},
			expectation{
				name: command + " prompt", args: []string{command, "pcsc:", "--ask-pin", "--allow", "sign", "--serial", serial}, code: exitUsage,
				err: []string{"code porteur donné mais non autorisé"},
			},
			expectation{
				name: command + " English", env: english, args: []string{command, "pcsc:", "--ask-pin"}, code: exitUsage,
				err: []string{"a PIN is given, and nothing allows to present it", "--allow pin --serial NUMBER"},
			},
			expectation{
				name: command + " no source", args: []string{command, "pcsc:", "--allow", "pin", "--serial", serial}, code: exitUsage,
				err: []string{"--allow pin, mais aucun code porteur", "--ask-pin"},
			},
		)
	}
	list = append(list,
		// The near misses: both, or neither.
		expectation{name: "both", args: []string{"show", "sim:cps3-healthy", "--allow", "pin", "--serial", serial, "--ask-pin"}},
		expectation{name: "both, by a variable", env: withPIN, args: []string{"show", "sim:cps3-healthy", "--allow", "pin", "--serial", serial}},
		expectation{name: "a variable alone", env: withPIN, args: []string{"show", "sim:cps3-healthy"}},
		expectation{name: "another permission", args: []string{"show", "sim:cps3-healthy", "--allow", "sign", "--serial", serial}},
	)
	expect(t, list)
}
