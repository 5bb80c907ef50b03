package scenarios

import (
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	. "github.com/onsi/ginkgo/v2"

	"github.com/cpslab/cps/harness/card/text"
)

// driftTime is what an exchange may get longer by, beside half of what it took: a machine has
// other things to do.
const driftTime = 10 * time.Millisecond

// readsOn reads the card over and over, and opens it anew now and then.
func (v *visit) readsOn() {
	GinkgoHelper()
	n, reopen := 1000, 20
	if v.desk.Quick {
		n, reopen = 20, 5
	}
	v.readPublic()
	first, _ := v.readInTime()
	times := make([]time.Duration, 0, n)
	before := left()
	for i := range n {
		s := v.session
		if i%reopen == reopen-1 {
			c, err := v.b.set.Open(v.ctx, v.card.Address.String())
			v.b.must(err)
			s = &session{b: v.b, ctx: v.ctx, card: c, ch: &witness{Channel: c.Channel()}}
		}
		again, m := s.readInTime()
		times = append(times, m.Took())
		if s != v.session {
			v.b.must(s.card.Close())
		}
		if again.Exchanges != first.Exchanges || again.PIN.Left != first.PIN.Left || again.PUK.Left != first.PUK.Left || !slices.EqualFunc(objects(again), objects(first), sameObject) {
			v.b.fails(text.Of("la lecture %d donne autre chose que la première", "reading %d gives something else than the first", i+2))
		}
		v.inTime()
	}
	after := left()
	begun, ended := quickest(times)
	v.found(text.Of("lectures", "readings"), text.Same(itoa(n)))
	v.found(text.Of("durée médiane", "median time"), shownTime(median(times)))
	v.found(text.Of("la plus courte du début, de la fin", "the shortest of the beginning, of the end"), text.Of("%s, %s", "%s, %s", shownTime(begun), shownTime(ended)))
	v.found(text.Of("descripteurs ouverts, avant et après", "open descriptors, before and after"), text.Of("%s, %s", "%s, %s", before, after))
	v.found(text.Of("mémoire, avant et après", "memory, before and after"), text.Of("%s, %s", "%s, %s", mebibytes(before.memory), mebibytes(after.memory)))
	if drifts(begun, ended, first.Exchanges) {
		v.b.fails(text.Of("les lectures deviennent plus longues : %s au début, %s à la fin", "the readings take longer and longer: %s at the beginning, %s at the end", shownTime(begun), shownTime(ended)))
	}
	const spare = 8 // of the runtime, and of a service that is just closing
	if after.files > before.files+spare || after.routines > before.routines+spare {
		v.b.fails(text.Of("chaque ouverture laisse quelque chose : %s avant, %s après", "each opening leaves something behind: %s before, %s after", before, after))
	}
	if after.memory > before.memory+spareMemory {
		v.b.fails(text.Of("les lectures laissent de la mémoire prise : %s avant, %s après", "the readings leave memory taken: %s before, %s after", mebibytes(before.memory), mebibytes(after.memory)))
	}
}

// quickest are the shortest of the first tenth of all readings and of the last, of five at
// least: what gets longer has no short one left, and a machine that is busy for a while has.
func quickest(times []time.Duration) (begun, ended time.Duration) {
	tenth := max(len(times)/10, 5)
	return slices.Min(times[:tenth]), slices.Min(times[len(times)-tenth:])
}

// drifts reports whether readings of so many exchanges take longer at the end than one may.
func drifts(begun, ended time.Duration, exchanges int) bool {
	return ended > begun+begun/2+time.Duration(exchanges)*driftTime
}

func sameObject(a, b object) bool { return fmt.Sprint(a) == fmt.Sprint(b) }

// spareMemory is what the record of a step may take, with what the runtime and the library
// of the service keep: a leak of one reading in a thousand is above it at 16 KB each.
const spareMemory = 16 << 20

// held is what this process holds. memory is what the system counts of it, in bytes (that of
// a C library included), else what the runtime does.
type held struct {
	files, routines int
	memory          uint64
}

func (h held) String() string { return itoa(h.files) }

// mebibytes is a size as people read it.
func mebibytes(n uint64) text.Text {
	s := fmt.Sprintf("%.1f MiB", float64(n)/(1<<20))
	return text.Text{FR: strings.ReplaceAll(strings.ReplaceAll(s, ".", ","), "MiB", "Mio"), EN: s}
}

// resident is the memory of this process in pages, in a file of Linux (proc(5), statm).
func resident() (bytes uint64, told bool) {
	var size, pages uint64
	content, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0, false
	}
	n, _ := fmt.Sscan(string(content), &size, &pages)
	return pages * uint64(os.Getpagesize()), n == 2
}

// left counts what this process has open; no files where the system does not tell.
func left() held {
	debug.FreeOSMemory() // what is garbage is nobody's
	h := held{routines: runtime.NumGoroutine()}
	var told bool
	if h.memory, told = resident(); !told {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		h.memory = m.HeapAlloc
	}
	if all, err := os.ReadDir("/proc/self/fd"); err == nil {
		h.files = len(all)
	}
	return h
}

func median(all []time.Duration) time.Duration {
	sorted := slices.Sorted(slices.Values(all))
	return sorted[len(sorted)/2]
}
