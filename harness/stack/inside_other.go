//go:build !linux

package stack

// ServeInside is for Linux, where there are network namespaces.
func ServeInside([]string) error { return ErrUnsupported }
