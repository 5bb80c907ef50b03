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
			switch arg {
			case "run", "report", "certify", "farm":
				return true
			case "with":
				return has(args[i:], "--each")
			case "explore":
				return has(args[i:], "--junit")
			}
			return false
		}
	}
	return false
}

// has reports whether an option stands before the command of with or explore.
func has(args []string, option string) bool {
	for _, arg := range args {
		if arg == "--" {
			return false
		}
		if arg == option || strings.HasPrefix(arg, option+"=") {
			return true
		}
	}
	return false
}
