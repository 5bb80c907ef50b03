package stack_test

// inside is how this test program, started anew, serves the inside of a stack.
var inside = []string{"stack.test", "serve-inside"}
