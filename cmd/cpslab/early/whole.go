//go:build !nosuite

package early

// becomeSuite does nothing: this program has the suite.
func becomeSuite() {}
