package scenarios

import (
	"context"
	"errors"
	"os/exec"
	"slices"
	"strings"
	"time"

	. "github.com/onsi/ginkgo/v2"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/evidence/dossier"
	"github.com/cpslab/cps/harness/guard"
	"github.com/cpslab/cps/harness/pcsc"
	"github.com/cpslab/cps/harness/report"
	"github.com/cpslab/cps/harness/workstation"
)

// Desk is what the chapters about a reader need beside a card: with it in the options, they
// run in the place of the suite. Its functions are called from one goroutine at a time.
type Desk struct {
	// Quick makes 20 readings where the whole makes 1000, and waits less.
	Quick bool
	// Hands move the card and what stands around it; nil for nobody.
	Hands Hands
	// Patience is how long a person is waited for; 0 is 90 s.
	Patience time.Duration
	// Second is this program once more, as the other one that has the card, with [ServeSecond]
	// at the end of its standard input and output; nil where that is not possible.
	Second func(ctx context.Context) *exec.Cmd
	// USB tells what a USB device says of itself; nil where that cannot be read.
	USB func(bus, device int) (workstation.USBDescriptor, bool)
	// Saw is told of the card under test, once it is known that it may be used; nil for nobody.
	Saw func(reader string, simulated bool, c *card.Contents)
	// Enter is told of each chapter before its first scenario; nil for nobody.
	Enter func(chapter string)
}

// Hands do what a program cannot do to a reader by itself. A person is told what to do, and
// the methods return as soon as it was said; a station has done it when they return.
type Hands interface {
	Remove(ctx context.Context, reader string) error
	Insert(ctx context.Context, reader string) error
	// RestartService ends the PC/SC service and starts it again.
	RestartService(ctx context.Context) error
	// Sleep has the computer sleep and wake; it returns when it is awake.
	Sleep(ctx context.Context) error
	// Person reports whether somebody has to be waited for.
	Person() bool
}

// Precise are hands that can pull the card out in the middle of an exchange, which a person
// hits by chance.
type Precise interface {
	Hands
	// RemoveDuring has the card leave in that exchange from now, from 1; it returns at once.
	RemoveDuring(ctx context.Context, reader string, exchange int) error
}

// Asking are hands of a person who can be asked whether they did what the reader tells
// nothing of: without an answer nobody is accused.
type Asking interface {
	Hands
	// Did asks, and reports whether it was done. The error is that of ctx.
	Did(ctx context.Context) (bool, error)
}

// Cause of steps that need somebody at the reader.
const (
	CauseHands   Cause = "hands"   // nobody is there to move the card, and it could be moved
	CauseEarlier Cause = "earlier" // the chapter has proof of a failure already
	CauseRefused Cause = "refused" // the card may not be used for this
)

// Chapter is a question about a reader, and the steps that answer it.
type Chapter struct {
	ID     string
	Title  text.Text
	About  text.Text
	Budget time.Duration // a chapter that takes longer has failed
	Steps  []ChapterStep
}

// ChapterStep is one scenario of a chapter.
type ChapterStep struct {
	Name    string // of the scenario in the report of the run
	Title   text.Text
	Effects []string           // "reset", "removal", …; none that reads
	Needs   []guard.Permission // on a real card
}

// Chapters are what a desk runs, in their order.
func Chapters(quick bool) []Chapter {
	defs := chapters()
	out := make([]Chapter, 0, len(defs))
	for _, def := range defs {
		c := Chapter{ID: def.id, Title: def.title, About: def.about, Budget: def.budget(quick)}
		for _, s := range def.steps {
			one := ChapterStep{Name: deskName + " " + def.id + " " + s.title.EN, Title: s.title, Needs: lacking(s.effects, guard.Permissions{})}
			for _, e := range s.effects {
				one.Effects = append(one.Effects, string(e))
			}
			c.Steps = append(c.Steps, one)
		}
		out = append(out, c)
	}
	return out
}

// deskName begins the names of all steps.
const deskName = "reader"

// chapter is a chapter as it is written.
type chapter struct {
	id            string
	title, about  text.Text
	whole, hasten time.Duration
	steps         []step
}

func (c *chapter) budget(quick bool) time.Duration {
	if quick {
		return c.hasten
	}
	return c.whole
}

// step is a scenario as it is written. withoutCard is for one that asks the reader alone.
type step struct {
	title       text.Text
	effects     []effect
	withoutCard bool
	admits      bool // it looks whose card it is, and says so of a stranger's
	body        func(*visit)
}

// visit is a step that runs.
type visit struct {
	*session
	desk  *Desk
	until time.Time // the end of the budget
	limit time.Duration
}

// progress of a chapter in one run.
type chapterRun struct {
	def    *chapter
	begun  time.Time
	failed bool
}

// deskSpecs registers the chapters, in an ordered container: that of the report, whatever
// the seed. Ginkgo would go on by place and name.
func (b *bench) deskSpecs() {
	s := b.subjects[0]
	Describe(deskName, Label(labelReader), Ordered, ContinueOnFailure, func() {
		for _, def := range chapters() {
			run := &chapterRun{def: &def}
			Context(def.id, Label("chapter:"+def.id), func() {
				for _, st := range def.steps {
					It(st.title.EN, labels(st.effects), func(spec SpecContext) { b.visit(spec, s, run, st) })
				}
			})
		}
	})
}

var stoppedChapter = text.Of("le chapitre s'arrête à la première preuve d'un échec", "the chapter stops at its first proof of a failure")

// visit runs a step.
func (b *bench) visit(spec SpecContext, s subject, run *chapterRun, st step) {
	ctx := b.context(spec)
	if run.failed {
		b.skip(CauseEarlier, stoppedChapter)
	}
	DeferCleanup(func(ctx SpecContext) {
		if CurrentSpecReport().Failed() {
			run.failed = true
			b.accuses(ctx)
		}
	})
	if run.begun.IsZero() {
		run.begun = time.Now()
		if b.desk.Enter != nil {
			b.desk.Enter(run.def.id)
		}
	}
	limit := run.def.budget(b.desk.Quick)
	v := &visit{desk: b.desk, limit: limit, until: run.begun.Add(limit)}
	if st.withoutCard {
		v.session = &session{b: b, ctx: ctx}
		st.body(v)
		v.inTime()
		return
	}
	b.run.cardUnderTest()
	if !st.admits {
		b.skipStranger()
	}
	c, err := b.set.Open(ctx, s.address)
	if b.run.opened(s, err) {
		b.failBroken(err)
	}
	b.skipNamed(err)
	b.must(err)
	b.on(ctx, c, st.effects, func(opened *session) {
		v.session = opened
		st.body(v)
		v.inTime()
	})
}

// skipStranger skips a step on a card that was refused when it was first seen.
func (b *bench) skipStranger() {
	GinkgoHelper()
	if refused := b.run.stranger(); refused != nil {
		why, _ := text.Said(refused)
		b.skip(CauseRefused, why)
	}
}

// fails ends a step with a proof of failure, in the words of the report.
func (b *bench) fails(why text.Text) {
	GinkgoHelper()
	b.says(why)
	Fail(why.In(b.lang))
}

// must fails a step that an error keeps from its end, in the words of the error.
func (b *bench) must(err error) {
	GinkgoHelper()
	if err != nil {
		why, _ := text.Said(err)
		b.fails(why)
	}
}

// accuses looks, after a step that failed, whether the reader is there at all: the exchange
// in which a service ends may fail in any way, and it is not the reader's fault. A service
// that is about to be gone may answer anything but a list.
func (b *bench) accuses(ctx context.Context) {
	_, err := b.pcscService().List(ctx)
	switch {
	case ctx.Err() != nil:
		return
	case err == nil:
		_, err = b.slotOf(ctx)
		if !errors.Is(err, card.ErrNoReader) {
			return
		}
	case !errors.Is(err, card.ErrWedged):
		err = card.ErrNoService
	}
	b.run.loses(err)
}

// alike fails a step in which the card was read otherwise than before.
func (v *visit) alike(now, before *card.Contents) {
	GinkgoHelper()
	if !slices.EqualFunc(objects(now), objects(before), sameObject) || now.PIN.Left != before.PIN.Left || now.PUK.Left != before.PUK.Left {
		v.b.fails(text.Of("la carte se lit autrement qu'avant", "the card is read otherwise than before"))
	}
}

// inTime fails a step whose chapter has used up its time.
func (v *visit) inTime() {
	GinkgoHelper()
	if time.Now().After(v.until) {
		v.b.fails(text.Of("le chapitre a pris plus que ses %s", "the chapter took more than its %s", shownTime(v.limit)))
	}
}

// found notes what a step measured or found out.
func (v *visit) found(name, value text.Text) {
	AddReportEntry(entryMeasure, report.NewMeasure(name, value), ReportEntryVisibilityNever)
}

// slot is the reader as the service tells it.
func (v *visit) slot() card.Slot {
	GinkgoHelper()
	s, err := v.b.slotOf(v.ctx)
	if err != nil {
		v.b.run.loses(err)
		v.b.skipNamed(err)
	}
	v.b.must(err)
	return s
}

// anew opens the card of the step once more, in the place of a connection that is lost.
func (v *visit) anew() *session { return v.beside() }

// pcscService is the PC/SC service of the run.
func (b *bench) pcscService() *pcsc.Service {
	if b.set.PCSC == nil {
		b.set.PCSC = pcsc.New()
	}
	return b.set.PCSC
}

// shownTime is a duration as people read it in a report.
func shownTime(d time.Duration) text.Text {
	s := dossier.Shown(d)
	return text.Text{FR: strings.ReplaceAll(s, ".", ","), EN: s}
}
