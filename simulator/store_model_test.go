package simulator

import (
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/cpslab/cps/harness/card"
)

// ledger counts, from the answers alone, how many tries a card can have at
// most: a wrong code that was compared costs one, and only a right one, or an
// unblocking that may have happened, gives them back.
type ledger struct{ pin, puk int }

// TestStoreModel plays random commands, losses of power and failures of the
// store. No history gives more wrong presentations than there are tries, and
// without failures nothing is lost either.
func TestStoreModel(t *testing.T) {
	t.Parallel()
	for _, face := range []card.Face{card.FaceCPS3, card.FaceCPS4} {
		t.Run(face.String(), func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, func(t *rapid.T) { checkStore(t, face) })
		})
	}
}

// storeRun is one history.
type storeRun struct {
	*rapid.T
	face card.Face
	m    *memoryStore
	c    *Card
	most ledger
	hurt bool // a save has failed since the power came: RAM and store may differ
}

func checkStore(t *rapid.T, face card.Face) {
	r := &storeRun{T: t, face: face, m: &memoryStore{}, most: ledger{3, 3}}
	r.power()
	codes := rapid.SampledFrom([]string{"1234", "4321", "99999"})
	puks := rapid.SampledFrom([]string{"12345678", "99999999"})
	t.Repeat(map[string]func(*rapid.T){
		"":           func(*rapid.T) { r.check() },
		"power cut":  func(*rapid.T) { r.power() },
		"verify PIN": func(t *rapid.T) { r.present(refPIN, codes.Draw(t, "PIN")) },
		"verify PUK": func(t *rapid.T) { r.present(refPUK, puks.Draw(t, "PUK")) },
		"unblock":    func(t *rapid.T) { r.unblock(codes.Draw(t, "PIN")) },
		"write":      func(t *rapid.T) { r.write(rapid.Byte().Draw(t, "byte")) },
		"store fails": func(t *rapid.T) {
			r.m.calls, r.m.failing = 0, rapid.IntRange(1, 2).Draw(t, "save")
			r.m.doubt = rapid.Bool().Draw(t, "kept")
			r.m.refuse = !r.m.doubt
		},
		"store works": func(*rapid.T) { r.m.failing = 0 },
	})
}

// power makes the card anew over the store. The store works at that moment: a
// card that cannot be made is another test's.
func (r *storeRun) power() {
	failing := r.m.failing
	r.m.failing = 0
	defer func() { r.m.failing = failing }()
	before := r.c
	c, err := New(healthy(r.face), WithStore(r.m))
	if err != nil {
		r.Fatalf("New: %v", err)
	}
	if before != nil && !r.hurt {
		if diff := cmp.Diff(plain(before.State()), plain(c.State())); diff != "" {
			r.Fatalf("the power cut changed the card (-before +after):\n%s", diff)
		}
	}
	r.c, r.hurt = c, false
	if r.face == card.FaceCPS4 {
		send(r, c, "01A4040C"+aidIAS)
	}
}

// command sends a command of the face and notes a failed save.
func (r *storeRun) command(capdu string) (sw string) {
	if r.face == card.FaceCPS4 {
		capdu = "01" + capdu[2:]
	}
	calls := r.m.calls
	sw = send(r, r.c, capdu)
	failed := r.m.failing != 0 && r.m.calls > calls && r.m.calls >= r.m.failing
	if failed != (sw == "6581") {
		r.Fatalf("%s is answered %s; a save failed: %v", capdu, sw, failed)
	}
	r.hurt = r.hurt || failed
	return sw
}

func (r *storeRun) present(ref byte, given string) {
	k, most, p2 := r.c.State().PIN, &r.most.pin, "01"
	if ref == refPUK {
		k, most, p2 = r.c.State().PUK, &r.most.puk, "02"
	}
	right := given == k.Code
	switch sw := r.command("002000" + p2 + field(given)); {
	case sw == "9000" && !right:
		r.Fatalf("a wrong code opened the card")
	case sw == "9000", sw == "6581" && right:
		*most = 3
	case sw[:3] == "63C":
		*most--
	}
	if *most < 0 {
		r.Fatalf("a wrong code was compared more often than there are tries")
	}
}

func (r *storeRun) unblock(pin string) {
	capdu := "002C0201" + field(pin)
	if r.face == card.FaceCPS4 {
		capdu = "002C0381"
	}
	if sw := r.command(capdu); sw == "9000" || sw == "6581" {
		r.most.pin = 3
	}
}

// write needs the PIN; it keeps counters and codes as they are.
func (r *storeRun) write(b byte) {
	p1 := "09"
	if r.face == card.FaceCPS4 {
		p1 = "08"
	}
	before := r.c.State()
	send(r, r.c, map[card.Face]string{card.FaceCPS3: "00", card.FaceCPS4: "01"}[r.face]+"A4"+p1+"0C063F000001D107")
	sw := r.command("00D6000001" + string("0123456789ABCDEF"[b>>4]) + string("0123456789ABCDEF"[b&0x0F]))
	want := before
	if sw == "9000" {
		want.Data[0] = b
	}
	if diff := cmp.Diff(plain(want), plain(r.c.State())); diff != "" {
		r.Fatalf("UPDATE BINARY, answered %s (-want +got):\n%s", sw, diff)
	}
}

// check holds what holds at every moment, for the card and for its store.
func (r *storeRun) check() {
	for name, s := range map[string]State{"card": r.c.State(), "store": *r.m.kept} {
		if s.PIN.Left > r.most.pin || s.PUK.Left > r.most.puk || s.PIN.Left < 0 || s.PUK.Left < 0 {
			r.Fatalf("the %s has %v, at most %+v are left", name, lefts(s), r.most)
		}
	}
	if diff := cmp.Diff(plain(r.c.State()), plain(*r.m.kept)); diff != "" && !r.hurt {
		r.Fatalf("the store lags behind the card:\n%s", diff)
	}
}

// TestFileModel plays commands and losses of power on the codes' own
// model, over a file.
func TestFileModel(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "card.state")
	s := mustOpen(t, path)
	c := mustNew(t, healthy(card.FaceCPS3), WithStore(s))
	m := &model{pin: "1234", puk: "12345678", pins: 3, puks: 3, uses: -1}
	for i := range 200 {
		given := []string{"1234", "99999", "4321"}[i*7%11%3]
		if got, want := send(t, c, "00200001"+field(given)), m.verifyPIN(given); got != want {
			t.Fatalf("command %d: %s, want %s", i, got, want)
		}
		if m.pins == 0 {
			if got, want := send(t, c, verifyPUK), m.verifyPUK("12345678"); got != want {
				t.Fatalf("command %d: PUK: %s, want %s", i, got, want)
			}
			if got, want := send(t, c, "002C0201"+field("4321")), m.unblockCPS3("4321"); got != want {
				t.Fatalf("command %d: unblock: %s, want %s", i, got, want)
			}
		}
		if i%5 == 4 {
			c = mustNew(t, healthy(card.FaceCPS3), WithStore(s))
			m.pinOK, m.pukOK = false, false
		}
	}
}
