package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"slices"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/cpslab/cps/harness"
	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/diagnosis/fact"
	"github.com/cpslab/cps/harness/guard"
	"github.com/cpslab/cps/harness/readers"
)

// envPIN is the variable that may hold the PIN of a real card. There is no
// argument for it: arguments show in lists of processes and in histories.
const envPIN = "CPSLAB_PIN"

// readerFlags are the options of every command that opens a card.
type readerFlags struct {
	allow  []string
	serial string
	pinFD  int
	askPIN bool
	faults faultFlags

	// needless allows leave for a PIN without one: the cards of a private stack bring theirs,
	// and a person at the terminal is asked.
	needless bool
}

func (a *app) addReaderFlags(cmd *cobra.Command, f *readerFlags) {
	fl := cmd.Flags()
	fl.StringSliceVar(&f.allow, "allow", nil, a.t("ce qui est permis sur une vraie carte : pin, unblock, update, sign, reset", "what is allowed on a real card: pin, unblock, update, sign, reset"))
	fl.StringVar(&f.serial, "serial", "", a.t("numéro de série de la vraie carte concernée", "serial number of the real card meant"))
	fl.IntVar(&f.pinFD, "pin-fd", -1, a.t("descripteur où lire le code porteur", "file descriptor to read the PIN from"))
	fl.BoolVar(&f.askPIN, "ask-pin", false, a.t("demander le code porteur (vraie carte)", "prompt for the PIN (real card)"))
	_ = cmd.RegisterFlagCompletionFunc("allow", fixed("pin", "unblock", "update", "sign", "reset"))
	a.addFaultFlag(cmd, &f.faults)
	fl.BoolVar(&f.faults.onReal, "fault-on-real-card", false, a.t("jouer --fault sur une vraie carte aussi : les pannes qui n'y touchent pas", "play --fault on a real card too: the faults that do not touch it"))
}

// today returns the day to judge by: noon of --now in local time, or now. A
// profile's relative dates stay relative to the real day, so that --now looks at
// one and the same card on another day.
func (a *app) today(now string) (time.Time, error) {
	if now == "" {
		return a.now(), nil
	}
	d, err := card.ParseDate(now)
	if err != nil {
		return time.Time{}, usage(a.t("--now : « %s » : attendu un jour qui existe, AAAA-MM-JJ", "--now: “%s”: want a day that exists, as YYYY-MM-DD"), a.t("par exemple --now 2026-11-23", "for example --now 2026-11-23"), now)
	}
	return time.Date(d.Year, time.Month(d.Month), d.Day, 12, 0, 0, 0, time.Local), nil
}

// readerSet turns flags and environment into a way to open addresses.
func (a *app) readerSet(ctx context.Context, f readerFlags) (*readers.Set, error) {
	perms, err := guard.ParsePermissions(f.allow, f.serial)
	if err != nil {
		return nil, err
	}
	stackFile, err := readers.LoadStackFile(a.getenv)
	if err != nil {
		return nil, err
	}
	source := a.realPIN(f)
	if !f.needless || stackFile == nil {
		if err := a.halfPIN(f, slices.Contains(perms.Allow, guard.AllowPIN), source != nil); err != nil {
			return nil, err
		}
	}
	set := &readers.Set{Now: a.now, Permissions: perms, Stack: stackFile, RealPIN: source}
	return set, a.arm(ctx, set, f.faults)
}

// halfPIN refuses a PIN without leave to present it, and leave without a PIN:
// nothing behind the PIN would be looked at, and nothing would say so. The
// variable alone is no wish, it may be there for another command.
func (a *app) halfPIN(f readerFlags, allowed, given bool) error {
	switch {
	case (f.pinFD >= 0 || f.askPIN) && !allowed:
		return usage("%s", a.t("ajoutez --allow pin --serial NUMÉRO ; une carte simulée s'en passe, et du code aussi", "add --allow pin --serial NUMBER; a simulated card needs neither that nor a PIN"),
			a.t("code porteur donné mais non autorisé", "a PIN is given, and nothing allows to present it"))
	case allowed && !given:
		return usage("%s", a.t("ajoutez --ask-pin, --pin-fd N ou la variable "+envPIN+" ; ou enlevez --allow pin", "add --ask-pin, --pin-fd N or the variable "+envPIN+"; or leave --allow pin out"),
			a.t("--allow pin, mais aucun code porteur n'est donné", "--allow pin, and no PIN is given"))
	}
	return nil
}

// realPIN returns where the PIN of a real card comes from, nil when the user
// named no source.
func (a *app) realPIN(f readerFlags) harness.PINFunc {
	switch {
	case f.pinFD >= 0 && f.askPIN:
		return func(context.Context, int) ([]byte, error) {
			return nil, usage("%s", "--ask-pin, --pin-fd", a.t("une seule source pour le code porteur", "one source for the PIN only"))
		}
	case f.pinFD >= 0:
		return func(context.Context, int) ([]byte, error) {
			b, err := readAll(f.pinFD, maxPINLine)
			pin := bytes.TrimSpace(b)
			switch {
			case err != nil:
				return nil, usage("--pin-fd %d%s%s", a.t("par exemple --pin-fd 3 3<FICHIER", "for example --pin-fd 3 3<FILE"), f.pinFD, a.t(" : ", ": "), a.t("rien à y lire : descripteur fermé, ou en écriture", "not open for reading"))
			case len(pin) == 0:
				return nil, usage("--pin-fd %d%s%s", a.t("une ligne avec le code porteur", "a line with the PIN"), f.pinFD, a.t(" : ", ": "), a.t("vide", "empty"))
			}
			return pin, nil
		}
	case f.askPIN:
		return func(ctx context.Context, left int) ([]byte, error) {
			in, ok := a.in.(*os.File)
			if !ok || !term.IsTerminal(int(in.Fd())) {
				return nil, usage("%s", "--pin-fd, "+envPIN, a.t("--ask-pin demande un terminal", "--ask-pin needs a terminal"))
			}
			fmt.Fprintf(a.err, a.t("Code porteur (%d essais restants) : ", "PIN (%d tries left): "), left)
			pin, err := readPassword(ctx, int(in.Fd()))
			fmt.Fprintln(a.err)
			return pin, err
		}
	case a.getenv(envPIN) != "":
		return func(context.Context, int) ([]byte, error) { return []byte(a.getenv(envPIN)), nil }
	default:
		return nil
	}
}

// maxPINLine bounds what is read of a PIN: more is none.
const maxPINLine = 64

// readAll reads a descriptor to its end, or to the limit.
func readAll(fd, limit int) ([]byte, error) {
	file := os.NewFile(uintptr(fd), "pin")
	if file == nil {
		return nil, os.ErrInvalid
	}
	return io.ReadAll(io.LimitReader(file, int64(limit)))
}

// readPassword reads a line from a terminal that does not show it, until ctx
// ends: the terminal is then as it was, and what is still typed is nobody's.
func readPassword(ctx context.Context, fd int) ([]byte, error) {
	before, err := term.GetState(fd)
	if err != nil {
		return nil, err
	}
	type answer struct {
		pin []byte
		err error
	}
	typed := make(chan answer, 1)
	go func() {
		pin, err := term.ReadPassword(fd)
		typed <- answer{pin, err}
	}()
	select {
	case a := <-typed:
		return a.pin, a.err
	case <-ctx.Done():
		return nil, errors.Join(ctx.Err(), term.Restore(fd, before))
	}
}

// factFlags are what the user declares, which no card tells.
type factFlags struct {
	now      string
	env, use string
	activity int
	received bool
	facts    []string
	file     string
	pki      string // address of --pki
	crl      string
}

// addFactFlags adds what can be declared of a card and of the workstation.
func (a *app) addFactFlags(cmd *cobra.Command, f *factFlags) {
	a.addStationFlags(cmd, f)
	fl := cmd.Flags()
	fl.IntVar(&f.activity, "activity", 0, a.t("ne juger que l'activité de ce numéro", "judge the activity of this number only"))
	fl.StringVar(&f.pki, "pki", "", a.t("adresse http du service de l'autorité (cpslab ca serve), seule interrogée", "http address of the authority's service (cpslab ca serve), the only one asked"))
	fl.StringVar(&f.crl, "revocation", "", a.t("liste de révocation : CRL, ou numéros de série", "revocation list: a CRL, or serial numbers"))
	fl.BoolVar(&f.received, "new-card-received", false, a.t("la carte de remplacement est arrivée", "the replacement card has arrived"))
}

// addStationFlags adds what can be declared where no card is read.
func (a *app) addStationFlags(cmd *cobra.Command, f *factFlags) {
	fl := cmd.Flags()
	fl.StringVar(&f.now, "now", "", a.t("date du jour à considérer, AAAA-MM-JJ", "the day to judge by, YYYY-MM-DD"))
	fl.StringVar(&f.env, "env", "", a.t("environnement déclaré : test ou real", "declared environment: test or real"))
	fl.StringVar(&f.use, "use", "billing", a.t("usage voulu : billing ou auth", "intended use: billing or auth"))
	fl.StringArrayVar(&f.facts, "fact", nil, a.t("fait déclaré, clé=valeur ; « cpslab rules --facts » liste les clés", "declared fact, key=value; “cpslab rules --facts” lists the keys"))
	fl.StringVar(&f.file, "facts-file", "", a.t("fichier de faits, une ligne clé=valeur chacun", "file of facts, one key=value a line"))
	_ = cmd.RegisterFlagCompletionFunc("fact", completeFact)
	_ = cmd.RegisterFlagCompletionFunc("env", fixed("test", "real"))
	_ = cmd.RegisterFlagCompletionFunc("use", fixed("billing", "auth"))
}

func (a *app) facts(ctx context.Context, f factFlags) (fact.Set, error) {
	facts := fact.Set{Env: fact.Environment(f.env), Use: fact.Usage(f.use), Activity: f.activity, NewCardReceived: f.received}
	switch {
	case facts.Env != "" && facts.Env != fact.EnvTest && facts.Env != fact.EnvReal:
		return facts, a.unknownValue("env", f.env, "test", "real")
	case facts.Use != fact.UseBilling && facts.Use != fact.UseAuth:
		return facts, a.unknownValue("use", f.use, "billing", "auth")
	case f.activity < 0 || f.activity > 16:
		return facts, usage(a.t("--activity %d : attendu un numéro de 1 à 16", "--activity %d: want a number from 1 to 16"), "", f.activity)
	}
	facts, err := a.declared(ctx, facts, f)
	return facts, err
}

// unknownValue refuses a value of an option that takes one of two words.
func (a *app) unknownValue(option, value, one, other string) error {
	return usage(a.t("--%s : valeur inconnue : « %s » (%s ou %s)", "--%s: unknown value: “%s” (%s or %s)"), "", option, value, one, other)
}

// declaredOn returns what was declared, and the day to judge by.
func (a *app) declaredOn(ctx context.Context, f factFlags) (fact.Set, time.Time, error) {
	facts, err := a.facts(ctx, f)
	if err != nil {
		return facts, time.Time{}, err
	}
	today, err := a.today(f.now)
	return facts, today, err
}

// declared adds the facts of a file, then those of the command line, which win.
func (a *app) declared(ctx context.Context, facts fact.Set, f factFlags) (fact.Set, error) {
	if f.file != "" {
		file, err := openInput(ctx, f.file)
		switch {
		case ctx.Err() != nil:
			return facts, ctx.Err()
		case err != nil:
			return facts, usage("%s", a.t("un fichier de lignes clé=valeur", "a file of lines key=value"), text.Same("--facts-file "+f.file).Because(err).In(a.lang))
		}
		defer file.Close()
		facts, err = facts.DeclareFile(f.file, file)
		switch {
		case ctx.Err() != nil:
			return facts, ctx.Err()
		case err != nil:
			return facts, err
		}
	}
	return facts.Declare(f.facts...)
}

// authority is the address of --pki, nil when it was not given.
func (a *app) authority(f factFlags) (*url.URL, error) {
	if f.pki == "" {
		return nil, nil
	}
	u, err := url.Parse(f.pki)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, usage(a.t("--pki : ce n'est pas une adresse http", "--pki: not an http address"),
			a.t("par exemple http://localhost:8080 ; cpslab ca serve donne la sienne", "for example http://localhost:8080; cpslab ca serve prints its own"))
	}
	if f.crl != "" {
		return nil, usage(a.t("--pki et --revocation ensemble", "--pki and --revocation together"), a.t("enlevez l'un des deux", "leave one of them out"))
	}
	return u, nil
}

// revocation reads the list that --revocation names.
func (f factFlags) revocation(ctx context.Context) (*diagnosis.Revocation, error) {
	if f.crl == "" {
		return nil, nil
	}
	file, err := openInput(ctx, f.crl)
	if err != nil {
		return nil, &harness.RevocationError{Path: f.crl, Reason: text.Of("illisible", "cannot be read"), Err: err}
	}
	defer file.Close()
	return harness.ReadRevocation(f.crl, file)
}
