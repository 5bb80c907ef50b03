//go:build !unix

package readers

// withoutWaiting is nothing here: there is no pipe with a path.
const withoutWaiting = 0
