package scenarios_test

import (
	"flag"
	"os"
	"testing"

	"github.com/onsi/ginkgo/v2"
	"github.com/onsi/ginkgo/v2/types"

	"github.com/cpslab/cps/harness/readers"
	"github.com/cpslab/cps/scenarios"
	"github.com/cpslab/cps/testdata/testneed"
)

// envReader names the reader to run on; the default is every preset in
// process.
const envReader = "CPSLAB_READER"

// What the ginkgo tool told this process. Later runs in the process change
// Ginkgo's own copy.
var (
	suiteConfig    types.SuiteConfig
	reporterConfig types.ReporterConfig
)

func TestMain(m *testing.M) {
	testneed.Alone()
	flag.Parse()
	suiteConfig, reporterConfig = ginkgo.GinkgoConfiguration()
	os.Exit(m.Run())
}

// TestScenarios runs the suite: `go test ./scenarios`, or `go tool ginkgo -p
// ./scenarios`, where each process makes cards of its own.
func TestScenarios(t *testing.T) {
	stack, err := readers.LoadStackFile(os.Getenv)
	if err != nil {
		t.Fatal(err)
	}
	err = scenarios.Register(scenarios.Options{
		Reader:  os.Getenv(envReader),
		Readers: &readers.Set{Stack: stack},
	})
	if err != nil {
		t.Fatal(err)
	}
	ginkgo.RunSpecs(t, "cpslab scenarios", suiteConfig, reporterConfig)
}
