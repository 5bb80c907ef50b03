package line

import (
	"time"

	"github.com/cpslab/cps/harness/card/apdu"
)

// Cost is what went over the line.
type Cost struct {
	Exchanges  int
	Characters int
	Time       time.Duration
}

// Add adds another cost.
func (c *Cost) Add(o Cost) {
	c.Exchanges += o.Exchanges
	c.Characters += o.Characters
	c.Time += o.Time
}

const (
	header   = 5 // of a command of T=0: CLA INS P1 P2 P3 (10.3.2)
	prologue = 3 // of a block of T=1: NAD PCB LEN (11.3.1)
	status   = 2 // SW1 SW2
)

// Exchange returns the cost of one command APDU and its answer, data field and status
// word. An answer cut short costs what it has.
func (l Line) Exchange(cmd, answer []byte) Cost {
	if l.Protocol == 1 {
		return l.blocks(len(cmd), len(answer))
	}
	return l.characters(cmd, answer)
}

// characters counts those of T=0 (10.3): the header and what follows it, a procedure
// byte before data in either direction, the status word. The Le behind a data field
// stays in the reader; where the answer then has data, the reader fetched them with a
// command of its own. What is longer than a short command is counted as it stands.
func (l Line) characters(cmd, answer []byte) Cost {
	sent, received := header, len(answer)
	nc := 0
	if c, err := apdu.ParseCommand(cmd); err == nil {
		nc = len(c.Data)
	} else if len(cmd) > header {
		nc = len(cmd) - header
	}
	data := max(0, len(answer)-status)
	if nc > 0 {
		sent += nc
		received++ // the procedure byte that takes the data
	}
	if data > 0 {
		received++
		if nc > 0 {
			sent += header // GET RESPONSE
			received += status
		}
	}
	return Cost{
		Exchanges: 1, Characters: sent + received,
		Time: l.unitsOf(float64(sent)*l.guardCard + float64(received)*l.guard),
	}
}

// blocks counts those of T=1 (11.3): the information fields, each in a block, and a block
// back for each that another one follows.
func (l Line) blocks(cmd, answer int) Cost {
	out, in := blocksOf(cmd, l.ifsc), blocksOf(answer, l.ifsd)
	towards := cmd + (out+in-1)*(prologue+l.redundancy) // I-blocks, and R-blocks for the answer's
	back := answer + (in+out-1)*(prologue+l.redundancy)
	turns := 2 * (out + in - 1)
	units := float64(towards)*l.guardCard + float64(back)*l.guard + float64(turns)*(unitsOfTurn-l.guard)
	return Cost{Exchanges: 1, Characters: towards + back, Time: l.unitsOf(units)}
}

func blocksOf(n, size int) int { return max(1, (n+size-1)/size) }
