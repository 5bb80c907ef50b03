package testneed

import "testing"

// What a user may have set is not a test's; what chooses a layer, and what Go and the
// system need, is.
func TestForeignVariables(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]bool{
		"CPSLAB_PIN": true, "CPSLAB_MACHINE": true, "CPSLAB_ANYTHING_NEW": true, "LANG": true, "LC_ALL": true, "NO_COLOR": true,
		"SSH_CONNECTION": true, "SESSIONNAME": true, "OPENSC_CONF": true,
		"CPSLAB_PARTS": false, "CPSLAB_CRYPTOLIB": false, "CPSLAB_READER": false, "CPSLAB_STACK": false, "CPSLAB_TEST_FOLDER": false,
		"PATH": false, "HOME": false, "TMPDIR": false, "TZ": false, "LD_LIBRARY_PATH": false, "GOCACHE": false, "CI": false,
	} {
		if foreign(name) != want {
			t.Errorf("%s: foreign %v, want %v", name, !want, want)
		}
	}
}
