package trace

import (
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"github.com/cpslab/cps/harness/card/apdu"
	"github.com/cpslab/cps/harness/card/effect"
	"github.com/cpslab/cps/harness/card/tlv"
)

// Views of a card: each has a file selected of its own.
const (
	viewBasic = iota // logical channel 0
	viewOne          // logical channel 1, where a CPS4 does everything
	view2ter         // class A0, the CPS2ter tree of a CPS3
	views
)

// viewOf is the view that a class speaks to.
func viewOf(cla byte) int {
	switch effect.Channel(cla) {
	case 0xA0:
		return view2ter
	case 0x00:
		return viewBasic
	}
	return viewOne
}

// state is what a card remembers between two commands, as commands and answers tell. The
// zero value is a card just reset.
type state struct {
	selected [views]path
	codes    [2]codeState // of PIN and PUK
	others   int          // codes of other references, changed or presented
	env      map[byte]string
	writes   int // commands that wrote: what is read afterwards may differ
}

// path is the way to a file: to its directory, then the file itself.
type path struct {
	df string // in hexadecimal digits, or "name:…"
	ef string // "" where a directory is selected
}

func (p path) String() string { return p.df + "/" + p.ef }

// codeState is what became of the presentations of a code.
type codeState struct {
	open   bool
	failed int // since it was last accepted, resets included: counters stay
}

// reset is what a reset of the card leaves of the state.
func (s *state) reset() {
	s.selected = [views]path{}
	s.env = nil
	for i := range s.codes {
		s.codes[i].open = false
	}
}

// file names what a command of that class reads.
func (s *state) file(cla byte) string {
	v := viewOf(cla)
	return fmt.Sprintf("%d:%s", v, s.selected[v])
}

// environment sums up what MANAGE SECURITY ENVIRONMENT and the hashes before it chose.
func (s *state) environment() string {
	var b strings.Builder
	for tag := range 256 {
		if v, ok := s.env[byte(tag)]; ok {
			fmt.Fprintf(&b, "%02X=%s ", tag, v)
		}
	}
	return b.String()
}

// apply is what a command does to the state by the status word and the data of its
// answer.
func (s *state) apply(e *effect.Effect, sw apdu.SW, data []byte) {
	c := &e.Command
	done := sw.OK() || sw.SW1() == 0x61 || sw.SW1() == apdu.SWCPS2terData.SW1()
	switch {
	case c.INS == apdu.INSSelect:
		if done || sw.SW1() == 0x62 {
			s.choose(c, data)
		}
	case c.INS == apdu.INSReadBinary && c.P1&0x80 != 0:
		if done || sw.SW1() == 0x62 {
			s.selected[viewOf(c.CLA)].ef = shortName(c.P1)
		}
	case c.INS == apdu.INSVerify && len(c.Data) > 0:
		s.present(c.P2, done)
	case c.INS == apdu.INSChangeReference || c.INS == apdu.INSResetRetry:
		s.others++
	case c.INS == apdu.INSManageSecurity && done:
		s.set(c.P2, hex.EncodeToString(c.Data))
	case c.INS == apdu.INSPerformSecurity && done && c.P1 == psoHash:
		s.set(c.P1, fmt.Sprint(len(c.Data))) // PSO HASH, whose data are masked in a trace
	case e.Kind == effect.Writes && done:
		s.writes++
	}
}

func (s *state) set(tag byte, value string) {
	if s.env == nil {
		s.env = map[byte]string{}
	}
	s.env[tag] = value
}

// present notes what became of a code.
func (s *state) present(ref byte, accepted bool) {
	if ref != effect.RefPIN && ref != effect.RefPUK {
		s.others++
		return
	}
	c := &s.codes[ref-effect.RefPIN]
	if c.open = accepted; accepted {
		c.failed = 0
	} else {
		c.failed++
	}
}

// Forms of SELECT (ISO/IEC 7816-4, 11.2.2, table 62).
const (
	selectID       = 0x00
	selectChild    = 0x01
	selectEF       = 0x02
	selectParent   = 0x03
	selectName     = 0x04
	selectFromMF   = 0x08
	selectFromHere = 0x09
)

// choose is what a SELECT that was obeyed selects.
func (s *state) choose(c *apdu.Command, data []byte) {
	p := &s.selected[viewOf(c.CLA)]
	*p = target(*p, c, describesDirectory(data))
	s.env = nil
}

// target is what a SELECT selects from where the card is. directory says what the
// answer tells of it: 1 a directory, -1 a file, 0 nothing.
func target(from path, c *apdu.Command, directory int) path {
	name := strings.ToUpper(hex.EncodeToString(c.Data))
	switch c.P1 {
	case selectName:
		return path{df: "name:" + name}
	case selectParent:
		if n := len(from.df); n >= 4 {
			return path{df: from.df[:n-4]}
		}
		return path{df: rootName}
	case selectEF:
		return path{from.df, name}
	}
	switch {
	case c.P1 == selectFromMF && !strings.HasPrefix(name, rootName):
		name = rootName + name
	case strings.HasPrefix(name, rootName): // from the MF, whatever P1 says
	case name == "":
		name = rootName
	case c.P1 == selectFromHere, c.P1 == selectID, c.P1 == selectChild:
		name = from.df + name
	}
	last := name[max(0, len(name)-4):]
	if directory > 0 || directory == 0 && directoryID(last) {
		return path{df: name}
	}
	return path{name[:max(0, len(name)-4)], last}
}

const rootName = "3F00"

// directoryID reports whether an identifier is one that directories have: the MF, those
// of the CPS2ter tree, those of PKCS #15 applications (the directories of the cards
// themselves).
func directoryID(id string) bool {
	return slices.Contains([]string{"3F", "7F", "5F", "50"}, id[:min(2, len(id))]) && id != "5031" && id != "5032"
}

// describesDirectory reads the file descriptor byte of an FCP or FCI (ISO/IEC 7816-4,
// 7.4.5): 1 for a directory, -1 for a file, 0 where there is none.
func describesDirectory(data []byte) int {
	for _, outer := range [...]tlv.Tag{0x62, 0x6F} {
		if d, ok, err := tlv.Find(data, outer, 0x82); err == nil && ok && len(d) > 0 {
			if d[0]&0x38 == 0x38 {
				return 1
			}
			return -1
		}
	}
	return 0
}

// shortName names a file that READ BINARY selects by its short identifier.
func shortName(p1 byte) string { return fmt.Sprintf("sfi%02X", p1&0x1F) }
