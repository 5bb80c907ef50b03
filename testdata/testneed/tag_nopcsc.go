//go:build !pcsc

package testneed

const pcscTag = false
