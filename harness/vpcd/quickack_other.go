//go:build !linux

package vpcd

// quickACK does nothing: only Linux can be told to acknowledge at once.
func quickACK(uintptr) {}

const haveQuickACK = false
