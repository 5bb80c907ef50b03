// Package guard answers for a real card: may this command reach it. It wraps the
// channel of a real reader, innermost of all, and nothing sits between it and the
// driver. What does not read only takes a [Permission] by name and for the serial
// number of the card; what cannot be decoded is refused.
package guard
