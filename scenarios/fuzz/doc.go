// Command fuzz runs every fuzz target of the module and says how often each was
// executed. A target that was hardly executed proves nothing: below a least number
// of executions the command fails, as it does when a target finds something.
//
// Inputs that find something new are minimised for a few executions only. Go's
// default is a minute each, which left the card's interpreter 29 executions in 30
// seconds; with 10 it has thousands.
//
// It needs the standard library and the go command.
package main
