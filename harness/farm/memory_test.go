package farm_test

import (
	"testing"
	"testing/synctest"

	"github.com/cpslab/cps/harness/farm"
	"github.com/cpslab/cps/harness/farm/farmtest"
)

func TestMemory(t *testing.T) {
	t.Parallel()
	farmtest.Conformance(t, farmtest.Under{
		Open: func(*testing.T) farm.Queue { return farm.NewMemory(patience) },
		In: func(t *testing.T, test func(t *testing.T)) {
			t.Helper()
			t.Parallel()
			synctest.Test(t, test)
		},
	})
}
