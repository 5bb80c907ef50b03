package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/card/yaml"
	"github.com/cpslab/cps/harness/fault"
	"github.com/cpslab/cps/harness/readers"
	"github.com/cpslab/cps/harness/report"
	"github.com/cpslab/cps/harness/slot"
	"github.com/cpslab/cps/simulator"
)

// faultFlags are the faults that a command is to play.
type faultFlags struct {
	written []string
	onReal  bool
}

// addFaultFlag adds --fault.
func (a *app) addFaultFlag(cmd *cobra.Command, f *faultFlags) {
	cmd.Flags().StringArrayVar(&f.written, "fault", nil, a.t("panne à jouer, ou fichier de pannes ; « cpslab faults » les explique", "fault to play, or a file of faults; “cpslab faults” explains them"))
	_ = cmd.RegisterFlagCompletionFunc("fault", completeFault)
}

// completeFault completes a fault: its kind, then an object where it takes one.
func completeFault(_ *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
	const silent = cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
	var list []string
	if before, _, on := strings.Cut(typed, "@"); on {
		for _, op := range fault.Ops() {
			list = append(list, before+"@"+op)
		}
		return list, silent
	}
	if name, _, valued := strings.Cut(typed, "="); valued {
		if k, ok := fault.KindOf(name); ok && k.Takes == fault.Object {
			for _, o := range fault.ObjectNames() {
				list = append(list, k.Name+"="+o)
			}
		}
		return list, silent
	}
	for _, k := range fault.Kinds() {
		list = append(list, k.Name)
	}
	return list, silent
}

// armory holds the faults of one invocation and the cards that play them.
type armory struct {
	faults []fault.Fault

	mu       sync.Mutex // protects the fields below
	cards    []*fault.Card
	said     map[string]bool // faults whose first time was told
	reported bool            // a report names them already
}

// readFaults reads what --fault gives: each value is a file, by its ending, or faults.
func (a *app) readFaults(ctx context.Context, written []string) ([]fault.Fault, error) {
	var all []fault.Fault
	for _, w := range written {
		var some []fault.Fault
		var err error
		if yaml.IsFile(w) || strings.EqualFold(filepath.Ext(w), ".faults") {
			some, err = a.readFaultFile(ctx, w)
		} else {
			some, err = fault.Parse(w)
		}
		if err != nil {
			return nil, err
		}
		all = append(all, some...)
	}
	return all, nil
}

// maxFaultFile is one byte more than a file of faults may have.
const maxFaultFile = 64<<10 + 1

func (a *app) readFaultFile(ctx context.Context, path string) ([]fault.Fault, error) {
	cannot := func(err error) error {
		return usage("%s", a.t("un fichier de pannes, une par ligne", "a file of faults, one a line"), text.Same("--fault "+path).Because(err).In(a.lang))
	}
	file, err := openInput(ctx, path)
	if err != nil {
		return nil, cannot(err)
	}
	defer file.Close()
	content, err := io.ReadAll(io.LimitReader(file, maxFaultFile))
	if err != nil {
		return nil, cannot(err)
	}
	if yaml.IsFile(path) {
		return fault.ParseYAML(path, content)
	}
	return fault.ParseText(path, content)
}

// arm has a set of readers play faults. Nothing changes without any.
func (a *app) arm(ctx context.Context, set *readers.Set, f faultFlags) error {
	faults, err := a.readFaults(ctx, f.written)
	if err != nil || len(faults) == 0 {
		return err
	}
	a.armory = &armory{faults: faults, said: map[string]bool{}}
	for _, one := range faults {
		if !one.Kind.Where.Has(fault.InProcess | fault.Profiles) {
			return a.cannotPlay(one, a.t("ne se joue que derrière un lecteur virtuel", "is for a virtual reader only"))
		}
	}
	set.Layers = layersOf(faults)
	set.Wrap = func(c *readers.Card) (card.Channel, error) {
		if err := a.mayBreak(c, f); err != nil {
			return nil, err
		}
		return a.broken(c.Channel()), nil
	}
	return nil
}

// layersOf are the faults that are contents of a card.
func layersOf(faults []fault.Fault) []simulator.Layer {
	var layers []simulator.Layer
	_, laid := fault.Split(faults)
	for _, one := range laid {
		layers = append(layers, simulator.Layer{Name: one.String(), Source: one.Overlay()})
	}
	return layers
}

// mayBreak refuses faults of contents on a card that is not made here, and on a real
// card those that could hurt it, and all that were not allowed.
func (a *app) mayBreak(c *readers.Card, f faultFlags) error {
	for _, one := range a.armory.faults {
		k := one.Kind
		switch {
		case k.Where.Has(fault.Profiles) && c.Address.Scheme != readers.SchemeSim:
			return a.cannotPlay(one, a.t("est dans le contenu de la carte : elle se joue sur sim:…, ou par cpslab with --fault", "is in the contents of the card: it is for sim:…, or for cpslab with --fault"))
		case c.Simulated:
		case !k.Where.Has(fault.RealCard):
			return a.cannotPlay(one, a.t("ne se joue jamais sur une vraie carte", "is never played on a real card"))
		case !f.onReal:
			return usage(a.t("%s : panne sur une vraie carte", "%s: a fault on a real card"), a.t("ajoutez --fault-on-real-card : ce qui est permis là ne touche pas la carte", "add --fault-on-real-card: what is allowed there does not touch the card"), one)
		}
	}
	return nil
}

func (a *app) cannotPlay(f fault.Fault, why string) error {
	return usage("%s %s", a.t("« cpslab faults » dit où chaque panne se joue", "“cpslab faults” says where each fault is played"), f, why)
}

// broken is a channel with the faults of this invocation in it.
func (a *app) broken(ch card.Channel) *fault.Card {
	made := fault.New(ch, fault.Options{Other: a.otherCard, Log: func(s fault.Shot) {
		a.sayShot(s)
		a.kept.fired(s)
	}}, a.armory.faults...)
	a.armory.mu.Lock()
	defer a.armory.mu.Unlock()
	a.armory.cards = append(a.armory.cards, made)
	return made
}

// otherCard is the card that a swap puts in.
func (a *app) otherCard(name string) (card.Channel, error) {
	if name == "" {
		name = "cps3-missing-dam"
	}
	profile, err := simulator.LoadProfile(name)
	if err != nil {
		return nil, err
	}
	p, err := profile.Personalise(a.now())
	if err != nil {
		return nil, err
	}
	return simulator.New(p)
}

// sayShot tells the first time that a fault fires, on standard error.
func (a *app) sayShot(s fault.Shot) {
	if a.armory == nil {
		return
	}
	a.armory.mu.Lock()
	defer a.armory.mu.Unlock()
	if name := s.Fault.String(); !a.armory.said[name] {
		a.armory.said[name] = true
		fmt.Fprintf(a.err, a.t("cpslab : panne %s%s\n", "cpslab: fault %s%s\n"), name, a.where(s))
	}
}

// where says at which exchange a fault fired.
func (a *app) where(s fault.Shot) string {
	if s.Exchange == 0 {
		return a.t(", dès le début", ", from the start")
	}
	where := fmt.Sprintf(a.t(", échange %d : %s", ", exchange %d: %s"), s.Exchange, s.Command.In(a.lang))
	if s.File != "" {
		where += " (" + s.File + ")"
	}
	return where
}

// firings are the faults of this invocation as a report names them, nil without any.
func (a *app) firings() []report.Fault {
	if a.armory == nil {
		return nil
	}
	a.armory.mu.Lock()
	defer a.armory.mu.Unlock()
	a.armory.reported = true
	return a.counted()
}

// counted sums the faults over the cards that play them. A fault of contents is there
// from the start.
func (a *app) counted() []report.Fault {
	var all []report.Fault
	for _, f := range a.armory.faults {
		one := report.Fault{Fault: f.String(), Kind: f.Kind.Name, Does: f.Kind.Does.In(a.lang)}
		if f.Kind.Where.Has(fault.Profiles) {
			one.Fired = 1
		}
		for _, c := range a.armory.cards {
			for _, fired := range c.Fired() {
				if fired.Fault.String() != f.String() {
					continue
				}
				if one.Fired == 0 && fired.Count > 0 {
					one.Exchange, one.Command, one.File = fired.First.Exchange, fired.First.Command.In(a.lang), fired.First.File
				}
				one.Fired += fired.Count
			}
		}
		if !slices.Contains(all, one) {
			all = append(all, one)
		}
	}
	return all
}

// sayFaults tells at the end how often each fault fired, unless a report did.
func (a *app) sayFaults() {
	if a.armory == nil || a.armory.reported {
		return
	}
	a.armory.mu.Lock()
	defer a.armory.mu.Unlock()
	if len(a.armory.cards) == 0 {
		return // no card was opened: the error says why
	}
	for _, f := range a.counted() {
		fmt.Fprintf(a.err, a.t("cpslab : panne %s : %s\n", "cpslab: fault %s: %s\n"), f.Fault, f.Times(a.lang))
	}
}

// armCards gives the faults of each of several cards, by their place from 0: "2:FAULT"
// is for the second one, a fault without a number for the first. Each has to be one that
// is played there, or in the contents of a card.
func (a *app) armCards(ctx context.Context, written []string, cards int, where fault.Where) ([][]fault.Fault, error) {
	each := make([][]fault.Fault, cards)
	for _, w := range written {
		n := 1
		if number, rest, ok := strings.Cut(w, ":"); ok {
			if given, err := strconv.Atoi(number); err == nil {
				if given < 1 || given > cards {
					return nil, usage(a.t("--fault %s : il n'y a pas de carte %d", "--fault %s: there is no card %d"), a.t("les cartes comptent à partir de 1, dans l'ordre des --card", "cards count from 1, in the order of --card"), w, given)
				}
				n, w = given, rest
			}
		}
		faults, err := a.readFaults(ctx, []string{w})
		if err != nil {
			return nil, err
		}
		for _, one := range faults {
			switch {
			case one.Kind.Where.Has(where | fault.Profiles):
			case one.Kind.Where == fault.OnUSB:
				return nil, a.cannotPlay(one, a.t("se joue dans un lecteur USB : simulate --usbip", "is played in a USB reader: simulate --usbip"))
			default:
				return nil, a.cannotPlay(one, a.t("ne se joue pas derrière un lecteur virtuel", "is not played behind a virtual reader"))
			}
		}
		each[n-1] = append(each[n-1], faults...)
	}
	return each, nil
}

// behind is a channel with faults for a virtual reader; the channel itself, and nil,
// without any. A pace that was asked for is below them.
// note, which may be nil, is told of each fault that fires.
func (a *app) behind(ch card.Channel, faults []fault.Fault, note func(fault.Shot)) (card.Channel, *fault.Card) {
	ch = a.paced(ch)
	if len(faults) == 0 {
		return ch, nil
	}
	if a.armory == nil {
		a.armory = &armory{said: map[string]bool{}}
	}
	made := fault.New(ch, fault.Options{Other: a.otherCard, Log: func(s fault.Shot) {
		a.sayShot(s)
		if note != nil {
			note(s)
		}
	}}, faults...)
	a.armory.mu.Lock()
	defer a.armory.mu.Unlock()
	a.armory.faults = append(a.armory.faults, faults...)
	a.armory.cards = append(a.armory.cards, made)
	return made, made
}

// seated tells a card with faults where it lies, and puts it in later where one of them
// says so: a slot that is not served any more takes no card.
func seated(c *fault.Card, s slot.Slot) {
	if c == nil {
		return
	}
	c.Sit(s)
	if wait, late := c.Late(); late {
		time.AfterFunc(wait, s.Insert)
	}
}

// isLate reports whether a card stays out of the reader at the start.
func isLate(faults []fault.Fault) bool {
	return slices.ContainsFunc(faults, func(f fault.Fault) bool { return f.Kind.Name == "late" })
}
