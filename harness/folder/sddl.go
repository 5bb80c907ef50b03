package folder

import (
	"strings"

	"github.com/cpslab/cps/harness/card/text"
)

// A file of Windows says who may open it in a security descriptor, written here in its
// definition language (Windows documentation, "Security Descriptor Definition
// Language"): O: and the owner, G: and the group, D: and the access list, S: and what
// is logged. The list is flags and entries in brackets, each of them
// (type;flags;rights;object;inherited object;who), to which a condition may be added.

// trusted are who may open every file anyway: the system, the administrators, and, as
// the owner, whoever owns it.
var trusted = [...]string{"SY", "S-1-5-18", "BA", "S-1-5-32-544", "OW", "S-1-3-4"}

// errDescriptor is a description that cannot be read: the file is then not private.
var errDescriptor = text.NewError(text.Of("ce n'est pas un descripteur de sécurité", "not a security descriptor"), text.Text{})

// judgeDescriptor tells whether a file is this user's, and whether it is open to
// others. user is a security identifier.
func judgeDescriptor(descriptor, user string) (own, open bool, err error) {
	owner, rest, ok := cutPart(descriptor, "O:")
	if !ok || owner == "" || user == "" {
		return false, false, errDescriptor
	}
	if strings.HasPrefix(rest, "G:") {
		_, rest, _ = cutPart(rest, "G:")
	}
	// What an administrator makes may belong to all of them.
	own = isUser(owner, user) || owner == "BA" || owner == "S-1-5-32-544"
	list, hasList := strings.CutPrefix(rest, "D:")
	if !hasList || strings.HasPrefix(list, "NO_ACCESS_CONTROL") {
		return own, true, nil // no list: everybody
	}
	entries := strings.IndexByte(list, '(')
	if entries < 0 {
		return own, false, nil // an empty list: nobody
	}
	for list = list[entries:]; strings.HasPrefix(list, "("); {
		end := closing(list)
		if end < 0 {
			return false, false, errDescriptor
		}
		fields := strings.SplitN(list[1:end], ";", 7)
		if len(fields) < 6 {
			return false, false, errDescriptor
		}
		kind, flags, who := fields[0], fields[1], fields[5]
		grants := kind != "D" && kind != "OD" && kind != "XD"
		if grants && !inheritOnly(flags) && !isUser(who, user) && !isTrusted(who) {
			open = true
		}
		list = list[end+1:]
	}
	return own, open, nil
}

// cutPart cuts what begins with one of O: and G: off, up to the next part.
func cutPart(s, name string) (part, rest string, ok bool) {
	s, ok = strings.CutPrefix(s, name)
	end := len(s)
	for _, next := range []string{"G:", "D:", "S:"} {
		if i := strings.Index(s, next); i >= 0 {
			end = min(end, i)
		}
	}
	return s[:end], s[end:], ok
}

// closing is the place of the bracket that ends the entry at the beginning of s; a
// condition has brackets of its own. It is -1 where there is none.
func closing(s string) int {
	depth := 0
	for i := range len(s) {
		switch s[i] {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return -1
}

// inheritOnly reports whether an entry is for what will be made in a folder, and not
// for the folder. Flags are pairs of letters.
func inheritOnly(flags string) bool {
	for ; len(flags) >= 2; flags = flags[2:] {
		if flags[:2] == "IO" {
			return true
		}
	}
	return false
}

// isUser compares identifiers; the language has a name of its own, LA, for the
// administrator that every computer is installed with, whose identifier ends in 500.
func isUser(who, user string) bool {
	return who == user || who == "LA" && strings.HasSuffix(user, "-500")
}

func isTrusted(who string) bool {
	for _, t := range trusted {
		if who == t {
			return true
		}
	}
	return false
}
