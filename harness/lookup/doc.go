// Package lookup goes from what other software shows to what may be behind it: a
// message, a line of a log, a code or the words of somebody on the telephone become
// the rules to check, in order, and the simulated cards that show them.
//
//	for _, m := range lookup.Find("CKR_PIN_LOCKED") {
//		fmt.Println(m.Message.Rules, m.Sure())
//	}
//
// An answer is sure when the query holds the very code, name or text; anything
// else resembles it, and somebody has to confirm it.
package lookup
