package readers_test

import (
	"os"
	"testing"

	"github.com/cpslab/cps/testdata/testneed"
)

func TestMain(m *testing.M) {
	testneed.Alone()
	os.Exit(m.Run())
}
