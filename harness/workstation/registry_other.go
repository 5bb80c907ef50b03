//go:build !windows

package workstation

// systemRegistry returns nil: this system has none.
func systemRegistry() Registry { return nil }
