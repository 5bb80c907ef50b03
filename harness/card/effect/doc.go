// Package effect tells from the bytes of a command what it may do to a card and
// where it holds a secret. It is the one decoder for all that has to know before
// a card is asked: the guard of real readers, the scenarios that declare what
// they disturb, faults and traces.
//
// What is decoded is the command alone. Whether the card obeys it, and what it
// answers, is for whoever sends it.
package effect
