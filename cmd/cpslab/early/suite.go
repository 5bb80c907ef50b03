//go:build nosuite

package early

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// SuiteName is the name of the program that has the scenarios: the same as this one,
// built without the tag nosuite, in the same folder.
const SuiteName = "cpslab-suite"

// suitePath is where it stands.
func suitePath() (string, error) {
	own, err := os.Executable()
	if err != nil {
		return "", err
	}
	if real, err := filepath.EvalSymlinks(own); err == nil {
		own = real
	}
	name := SuiteName
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	return filepath.Join(filepath.Dir(own), name), nil
}

// wantsSuite reports whether a command line, or one that is being completed, is of a
// command that the suite does.
func wantsSuite(args []string) bool {
	if len(args) > 0 && strings.HasPrefix(args[0], "__complete") {
		args = args[1:]
	}
	for i := 0; i < len(args); i++ {
		switch arg := args[i]; {
		case arg == "--format" || arg == "--lang": // options of every command, with a value
			i++
		case !strings.HasPrefix(arg, "-"):
			return arg == "run" || arg == "report" || arg == "certify" || arg == "farm"
		}
	}
	return false
}

// each reports whether with is to run its command once for each of many cards.
func each(args []string) bool {
	for _, arg := range args {
		if arg == "--" {
			return false
		}
		if arg == "--each" || strings.HasPrefix(arg, "--each=") {
			return true
		}
	}
	return false
}
