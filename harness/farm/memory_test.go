package farm_test

import (
	"testing"
	"time"

	"github.com/cpslab/cps/harness/farm"
	"github.com/cpslab/cps/harness/farm/farmtest"
)

func TestMemory(t *testing.T) {
	t.Parallel()
	farmtest.Conformance(t, farmtest.Under{Open: func(*testing.T) farm.Queue { return farm.NewMemory(400 * time.Millisecond) }})
}
