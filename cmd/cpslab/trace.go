package main

import (
	"context"
	"errors"
	"io/fs"

	"github.com/spf13/cobra"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/diagnosis/fact"
	"github.com/cpslab/cps/harness/examine"
	"github.com/cpslab/cps/harness/readers"
	"github.com/cpslab/cps/harness/trace"
	"github.com/cpslab/cps/simulator/pki"
)

func (a *app) traceCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "trace",
		Short: a.t("Les échanges gardés d'une carte : les montrer, les rejouer, les envoyer", "The kept exchanges of a card: show them, replay them, send them"),
		Long: a.t(`Une trace garde ce qu'un programme et une carte se sont dit, une ligne de JSON par
échange. Elle est masquée pendant qu'elle s'écrit : codes, noms, identifiants, numéros
de série et certificats y sont remplacés, les mêmes valeurs par les mêmes, puis le
fichier fini est fouillé ; s'il y reste un secret il n'est pas laissé (code 3).

  cpslab diagnose sim:cps3-missing-dam --trace r.jsonl    garder une lecture
  cpslab with --card cps3-healthy --record t.jsonl -- …   garder ce que dit un programme
  cpslab trace show r.jsonl 48                            montrer l'échange d'un constat`,
			`A trace keeps what a program and a card said to each other, one line of JSON an
exchange. It is scrubbed as it is written: codes, names, identifiers, serial numbers and
certificates are replaced, the same values by the same; then the finished file is
searched, and is not left if a secret is in it (exit 3).

  cpslab diagnose sim:cps3-missing-dam --trace r.jsonl    keep a reading
  cpslab with --card cps3-healthy --record t.jsonl -- …   keep what a program says
  cpslab trace show r.jsonl 48                            show the exchange of a finding`),
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(a.traceShowCommand(), a.traceConvertCommand(), a.traceScrubCommand(), a.traceDiffCommand(), a.traceRecordCommand(), a.traceReplayCommand())
	return cmd
}

// beginTrace begins a trace in a file.
func (a *app) beginTrace(option, path string) (*trace.File, error) {
	own := ownBuild()
	f, err := trace.Create(path, trace.Options{Program: "cpslab " + own.short(), Now: a.now, Authority: pki.NewStandIn()})
	if err != nil {
		return nil, usage("--%s %s%s%s", a.t("un fichier à écrire", "a file to write"), option, path, a.t(" : ", ": "), a.system(cause(err)))
	}
	return f, nil
}

// cause is what the system says of a path, without the path.
func cause(err error) error {
	if file, ok := errors.AsType[*fs.PathError](err); ok {
		return file.Err
	}
	return err
}

// aroundAll puts a recorder around every card that a set of readers opens, outside of the
// faults, so that the trace has what the reading saw.
func (k *kept) aroundAll(set *readers.Set) {
	recordAll(set, func(r trace.Reader, ch card.Channel) card.Channel { return k.record(r, ch) })
}

// recordAll puts what record makes of a channel around every card that a set opens,
// outside of what the set puts there already.
func recordAll(set *readers.Set, record func(trace.Reader, card.Channel) card.Channel) {
	within := set.Wrap
	set.Wrap = func(c *readers.Card) (card.Channel, error) {
		ch := c.Channel()
		if within != nil {
			var err error
			if ch, err = within(c); err != nil {
				return nil, err
			}
		}
		return record(trace.Reader{Name: c.Reader, Simulated: c.Simulated}, ch), nil
	}
}

// readTrace reads the trace in a file.
func (a *app) readTrace(ctx context.Context, path string) (*trace.Trace, error) {
	file, err := openInput(ctx, path)
	if err != nil {
		return nil, a.noTrace(path, err)
	}
	defer file.Close()
	t, err := trace.Read(file)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	return t, err
}

// noTrace says that a file cannot be read.
func (a *app) noTrace(path string, err error) error {
	return usage("%s%s%s", a.t("une trace de cpslab, telle que l'écrit --trace", "a trace of cpslab, as --trace writes one"), path, a.t(" : ", ": "), a.system(cause(err)))
}

// proofNames are the outcomes of the proof as the mark has them.
var proofNames = map[diagnosis.KeyProof]string{
	diagnosis.ProofVerified: "verified", diagnosis.ProofWrong: "wrong", diagnosis.ProofFailed: "failed",
}

// recordedProof is what a trace says of the proof of the key.
func (a *app) recordedProof() diagnosis.KeyProof {
	if a.recording != nil {
		for proof, name := range proofNames {
			if a.recording.Marks[readers.MarkProof] == name {
				return proof
			}
		}
	}
	return diagnosis.ProofNotMade
}

// examineKept opens and reads the card, and keeps what was said in a file where path
// names one.
func (a *app) examineKept(ctx context.Context, set *readers.Set, address string, facts fact.Set, path string) (examine.Reading, error) {
	if path == "" {
		return a.examine(ctx, set, address, facts), nil
	}
	f, err := a.beginTrace("trace", path)
	if err != nil {
		return examine.Reading{}, err
	}
	a.kept = &kept{file: f}
	a.kept.aroundAll(set)
	reading := a.examine(ctx, set, address, facts)
	recorder := a.kept.of(0)
	if recorder == nil { // nothing was opened, and nothing said
		return reading, f.Abandon()
	}
	if proof := reading.Input.KeyProof; proof != diagnosis.ProofNotMade {
		recorder.Mark(readers.MarkProof, proofNames[proof])
	}
	if c := reading.Input.Card; c != nil && c.Login == card.LoginWithheld {
		recorder.Mark(readers.MarkLogin, readers.LoginWithheld)
	}
	return reading, f.Close()
}
