// Package rule holds what is said when something is wrong with a card, its reader
// or the workstation: one literal a rule, with its words in both languages, whom
// to call, the documents behind it, the inputs that its condition looks at, what
// shows it on the bench and how people tell of it.
//
// The rules are numbered in the order in which they are judged. The conditions
// are code, in package diagnosis; nothing here looks at a card.
package rule
