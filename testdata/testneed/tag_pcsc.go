//go:build pcsc

package testneed

const pcscTag = true
