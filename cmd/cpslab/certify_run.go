//go:build !nosuite

package main

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/cpslab/cps/cmd/cpslab/early"
	"github.com/cpslab/cps/harness"
	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/child"
	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/evidence/bundle"
	"github.com/cpslab/cps/harness/evidence/dossier"
	"github.com/cpslab/cps/harness/guard"
	"github.com/cpslab/cps/harness/readers"
	"github.com/cpslab/cps/harness/report"
	"github.com/cpslab/cps/harness/workstation"
	"github.com/cpslab/cps/scenarios"
	"github.com/cpslab/cps/scenarios/certify"
)

// certify gives the plan, has the chapters run, and writes the bundle.
func (a *app) certify(cmd *cobra.Command, reader string, f certifyFlags) error {
	ctx := cmd.Context()
	defer context.AfterFunc(ctx, early.Release)() // Ginkgo would swallow the second signal
	f.needless = true
	set, err := a.readerSet(ctx, f.readerFlags)
	if err != nil {
		return err
	}
	statement, err := a.statement(ctx, f)
	if err != nil {
		return err
	}
	signer, err := a.certifySigner(f)
	if err != nil {
		return err
	}
	plan := a.lookAhead(ctx, set, reader)
	if plan.wrong != nil {
		return plan.wrong
	}
	if f.planOnly {
		return a.printPlan(cmd, reader, f, plan)
	}
	if f.output == "" {
		return usage("%s", a.t("certify pcsc: -o DOSSIER, ou --plan pour le plan seul", "certify pcsc: -o FOLDER, or --plan for the plan alone"), a.t("il manque le dossier à écrire (--output)", "the folder to write is missing (--output)"))
	}
	if err := bundle.Prepare(f.output); err != nil {
		return err
	}
	if !a.json() {
		if err := a.printPlan(cmd, reader, f, plan); err != nil {
			return err
		}
	}
	traces := &chapterTraces{a: a, dir: filepath.Join(f.output, "traces")}
	traces.around(set)
	progress, steps := a.progress(), stepPrinter{a: a}
	desk := &scenarios.Desk{
		Quick: f.quick, Hands: a.hands(set, progress.done), Enter: traces.enter, USB: a.usbDevice,
		Second: func(ctx context.Context) *exec.Cmd { return a.secondProgram(ctx, reader, f) },
	}
	own := ownBuild()
	plan.service = a.serviceVersion(ctx, plan.simulated)
	result, err := certify.Run(ctx, certify.Options{
		Reader: reader, Readers: set, Desk: desk, Lang: a.lang,
		Ahead:   dossier.Reader{Name: plan.reader, Virtual: plan.simulated},
		Version: own.short(), Command: a.certifyCommandLine(cmd, reader),
		System: a.certifySystem(own, plan), Statement: statement, Now: a.now,
		Each: func(p scenarios.Progress) {
			progress.done()
			if !a.json() {
				steps.print(p)
			}
			progress.step(p.Done, p.Total, "")
		},
	})
	progress.done()
	err = errors.Join(err, traces.close())
	if result == nil {
		return err
	}
	sealed, failing := a.seal(context.WithoutCancel(ctx), f, set, reader, result.Dossier, result.Files, signer, plan)
	err = errors.Join(err, failing)
	a.code = certifyCode(result.Dossier, f)
	if failed := a.sayCertified(cmd, reader, f, result, sealed, err); failed != nil && err == nil {
		err = failed
	}
	return a.sayReports(err)
}

// certifyCode is the exit code of a result. That of an error says itself.
func certifyCode(d *dossier.Dossier, f certifyFlags) int {
	switch d.Result {
	case "ok":
		return exitOK
	case "incomplete":
		if f.allowNotRun {
			return exitOK
		}
		return exitOpen
	case "bench-error":
		return exitBench
	case "refused":
		return exitUsage
	}
	return exitBlocked
}

// seal writes the bundle, and reports whether it is there: it may be so without the signature
// that was asked for.
func (a *app) seal(ctx context.Context, f certifyFlags, set *readers.Set, reader string, d *dossier.Dossier, files func() (map[string][]byte, error), signer *bundle.Signer, plan *ahead) (sealed bool, err error) {
	all, err := files()
	if err != nil {
		return false, err
	}
	own := ownBuild()
	m := bundle.Manifest{
		Clock: a.now().UTC().Format(time.RFC3339), Complete: d.Complete, Result: d.Result,
		Made: map[string]string{
			madeCpslab: own.short(), "driver": plan.driver.EN, "go": own.Go, "reader": d.Reader.Name, "rules": rulesDigest(), "service": plan.service.EN, "system": a.systemName(),
		},
	}
	if f.sign == signWithCard {
		if signer, err = a.cardSigner(ctx, set, reader); err != nil {
			err = text.Wrap(text.Of("dossier non signé", "bundle not signed"), err)
		}
	}
	if signer != nil {
		m.Made[bundle.MadeSignature] = signer.Algorithm
	}
	if wrote := bundle.Write(f.output, all, m); wrote != nil {
		return false, errors.Join(text.Wrap(text.Of("dossier non écrit : %s", "bundle not written: %s", f.output), wrote), err)
	}
	if signer != nil {
		err = errors.Join(err, bundle.Sign(f.output, *signer))
	}
	return true, err
}

// madeCpslab is the member of [bundle.Manifest].Made that has the version of this program.
const madeCpslab = "cpslab"

// signWithCard is the word of --sign for the card in the reader.
const signWithCard = "card"

// certifySigner reads the key of --sign before anything runs, nil for none or for the card.
func (a *app) certifySigner(f certifyFlags) (*bundle.Signer, error) {
	if f.sign == "" || f.sign == signWithCard {
		return nil, nil
	}
	s, err := bundle.ReadKey(f.sign)
	return &s, err
}

// cardSigner is the card in the reader: its PIN is presented once more.
func (a *app) cardSigner(ctx context.Context, set *readers.Set, reader string) (*bundle.Signer, error) {
	c, err := set.Open(ctx, reader)
	if err != nil {
		return nil, err
	}
	kind := card.CertificateAuthentication
	if card.FaceOf(c.Channel().ATR()) == card.FaceCPS3Contactless {
		kind = card.CertificateTechnical
	} else if err := harness.Login(ctx, c.Channel(), c.PIN()); err != nil {
		return nil, errors.Join(err, c.Close())
	}
	key, err := harness.NewSigner(ctx, c.Channel(), kind, harness.SignerOptions{})
	if err != nil {
		return nil, errors.Join(err, c.Close())
	}
	return &bundle.Signer{Algorithm: bundle.RSA, Key: closing{key, c}, Certificate: key.Certificate()}, nil
}

// closing closes the card once it signed.
type closing struct {
	*harness.Signer
	card *readers.Card
}

func (c closing) Sign(r io.Reader, digest []byte, opts cryptoOpts) ([]byte, error) {
	out, err := c.Signer.Sign(r, digest, opts)
	return out, errors.Join(err, c.card.Close())
}

// secondProgram is this program once more, with the same leave.
func (a *app) secondProgram(ctx context.Context, reader string, f certifyFlags) *exec.Cmd {
	own, err := os.Executable()
	if err != nil {
		own = "cpslab"
	}
	args := []string{"certify", "second", reader}
	if len(f.allow) > 0 {
		kept := make([]string, 0, len(f.allow))
		for _, p := range f.allow { // it presents no code
			if p != string(guard.AllowPIN) {
				kept = append(kept, p)
			}
		}
		if len(kept) > 0 {
			args = append(args, "--allow", strings.Join(kept, ","))
		}
	}
	if f.serial != "" {
		args = append(args, "--serial", f.serial)
	}
	cmd := child.Command(ctx, own, args...)
	if file := a.getenv(readers.EnvStack); file != "" { // the readers of with are its own too
		cmd.Env = append(cmd.Env, readers.EnvStack+"="+file)
	}
	return cmd
}

func (a *app) certifySecond(ctx context.Context, reader string, f readerFlags) error {
	set, err := a.readerSet(ctx, f)
	if err != nil {
		return err
	}
	return scenarios.ServeSecond(ctx, set, reader, a.in, a.out)
}

// usbDevice looks at a device on this computer's bus.
func (a *app) usbDevice(bus, device int) (workstation.USBDescriptor, bool) {
	return workstation.USBAt(os.DirFS("/"), bus, device)
}

func (a *app) systemName() string {
	opts := workstation.Options{Getenv: a.getenv}
	if a.machine != nil {
		opts = a.machine.Options(nil, a.getenv, nil)
	}
	s := workstation.SystemOf(opts)
	return strings.TrimSpace(strings.TrimSpace(s.Name+" "+s.OS+"/"+s.Arch) + " ")
}

// certifySystem are the versions that stand in the report.
func (a *app) certifySystem(own build, plan *ahead) []dossier.Value {
	value := func(name, value text.Text) dossier.Value {
		return dossier.Value{Name: report.Words(name), Value: report.Words(value)}
	}
	return []dossier.Value{
		value(text.Same("cpslab"), text.Same(own.short()+", "+own.Go)),
		value(text.Of("Table des règles", "Rule table"), text.Same(rulesDigest())),
		value(text.Of("Système", "System"), text.Same(a.systemName())),
		value(text.Of("Service PC/SC", "PC/SC service"), plan.service),
		value(text.Of("Pilote", "Driver"), plan.driver),
	}
}

// rulesDigest names the table of rules by how many there are and what they say.
func rulesDigest() string {
	sum := sha256.New()
	n := 0
	for _, r := range diagnosis.Rules() {
		n++
		fmt.Fprintln(sum, r.ID, r.Pattern("fr"), r.Pattern("en"))
	}
	return fmt.Sprintf("%d, sha256:%x", n, sum.Sum(nil)[:8])
}
