package scenarios

import (
	"reflect"
	"runtime"
	"strings"
	"sync"

	"github.com/onsi/ginkgo/v2"
)

// paths takes the folders of the machine that built the program out of a text: what is
// left is the path in the module, in the library's or in Go's own. One report is then
// like another, and none tells of somebody's folders.
var paths = sync.OnceValue(func() *strings.Replacer {
	var pairs []string
	for _, f := range []struct {
		function any
		below    string // where the part begins that says something
	}{
		{Register, "scenarios/"},
		{ginkgo.RunSpecs, "github.com/"},
		{strings.Index, "strings/"},
	} {
		at := runtime.FuncForPC(reflect.ValueOf(f.function).Pointer())
		file, _ := at.FileLine(at.Entry())
		if i := strings.LastIndex(file, f.below); i > 0 {
			pairs = append(pairs, file[:i], "")
		}
	}
	return strings.NewReplacer(pairs...)
})
