package station_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"go.uber.org/goleak"

	"github.com/cpslab/cps/harness/stack"
	"github.com/cpslab/cps/testdata/testneed"
)

// TestMain runs the examples where the parts stand that they take: an example has no way
// to say that it was not run.
func TestMain(m *testing.M) {
	flag.Parse()
	_ = os.Setenv("CPSLAB_PARTS", testneed.Parts())
	program := testneed.Path("opensc-tool")
	if program != "" {
		_ = os.Setenv("PATH", os.Getenv("PATH")+string(os.PathListSeparator)+filepath.Dir(program))
	}
	if _, err := stack.Locate(stack.Config{}); (err != nil || program == "") && os.Getenv("CI") != "true" {
		fmt.Println("examples not run, missing: pcscd, vsmartcard-vpcd or opensc (make deps brings them)")
		_ = flag.Set("test.skip", "^Example")
	}
	goleak.VerifyTestMain(m)
}
