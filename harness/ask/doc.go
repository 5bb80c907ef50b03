// Package ask leads from a message to its cause, one question at a time. It knows which
// rules a message can mean (package lookup), which question decides most among those
// that remain, and what has been answered; who asks, and how, is the caller's matter: a
// terminal, a web page, a ticket system.
//
//	c, ok := ask.Start("61444", today)
//	for q, more := c.Next(); more; q, more = c.Next() {
//		err := c.Answer(q.Fact, said) // "V4", "oui", or ask.Unknown
//	}
//	fmt.Println(c.Outcome().Causes)
//
// The answers are the facts of package fact, and what follows is what diagnosis.Check
// says of them, as with cpslab diagnose --facts-only: a conversation invents no rule.
package ask
