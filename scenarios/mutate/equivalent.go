package main

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"strings"
)

// readEquivalent reads the list of equivalent mutants: on each line
//
//	FILE FUNCTION: ORIGINAL => MUTATED ## REASON
//
// with " #2" behind FUNCTION for the second of equal changes in it. Empty lines
// and lines that begin with # say nothing. The map goes from the text before ##
// to the reason. A file that does not exist is an empty list.
func readEquivalent(name string) (map[string]string, error) {
	out := map[string]string{}
	file, err := os.Open(name)
	if errors.Is(err, os.ErrNotExist) || name == "" {
		return out, nil
	}
	if err != nil {
		return nil, err
	}
	defer file.Close()
	s := bufio.NewScanner(file)
	for n := 1; s.Scan(); n++ {
		line := strings.TrimSpace(s.Text())
		if line == "" || line[0] == '#' {
			continue
		}
		key, reason, ok := strings.Cut(line, " ## ")
		key, reason = strings.TrimSpace(key), strings.TrimSpace(reason)
		switch {
		case !ok || reason == "":
			return nil, fmt.Errorf("%s:%d: no reason: write FILE FUNCTION: ORIGINAL => MUTATED ## REASON", name, n)
		case out[key] != "":
			return nil, fmt.Errorf("%s:%d: listed twice: %s", name, n, key)
		}
		out[key] = reason
	}
	return out, s.Err()
}
