//go:build !race

package lookup

const slower = 1
