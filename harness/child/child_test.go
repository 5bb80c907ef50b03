package child

import (
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestWithout(t *testing.T) {
	t.Parallel()
	in := []string{"CPSLAB_PIN=1234", "A=1", "cpslab_pin=1234", "CPSLAB_STACK=/tmp/x", "CPSLAB_PINS=2", "CPSLAB_PARTS=/p", "CPSLAB_PIN=", "=C:=C:\\", "CPSLAB_PIN", ""}
	want := []string{"A=1", "CPSLAB_PINS=2", "CPSLAB_PARTS=/p", "=C:=C:\\", "CPSLAB_PIN", ""}
	if diff := cmp.Diff(want, without(in)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestAChildSeesNoSecret: a process started for real prints its environment.
func TestAChildSeesNoSecret(t *testing.T) {
	const mark = "CPSLAB_TEST_CHILD"
	if os.Getenv(mark) != "" {
		for _, variable := range os.Environ() {
			_, _ = os.Stdout.WriteString(variable + "\n") // the reader sees what is missing
		}
		return
	}
	t.Setenv("CPSLAB_PIN", "86427531")
	t.Setenv("CPSLAB_STACK", "/nowhere/86427531")
	t.Setenv(mark, "1")
	cmd := Command(t.Context(), os.Args[0], "-test.run=^TestAChildSeesNoSecret$")
	out, err := cmd.Output()
	if err != nil || !strings.Contains(string(out), mark) {
		t.Fatalf("%v\n%s", err, out)
	}
	if strings.Contains(string(out), "86427531") {
		t.Errorf("the child got:\n%s", out)
	}
	if extra := Environ("CPSLAB_STACK=given"); extra[len(extra)-1] != "CPSLAB_STACK=given" {
		t.Errorf("what is given on purpose is missing: %q", extra[len(extra)-1])
	}
}

func TestStart(t *testing.T) {
	t.Parallel()
	ended, err := Start(exec.CommandContext(t.Context(), os.Args[0], "-test.run=^$"))
	if err != nil {
		t.Fatal(err)
	}
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if _, err := Start(exec.CommandContext(t.Context(), t.TempDir())); err == nil {
		t.Error("a folder was started")
	}
}
