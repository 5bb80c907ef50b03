package main

import (
	"github.com/spf13/cobra"
)

type certifyFlags struct {
	readerFlags
	output      string
	planOnly    bool
	quick       bool
	allowNotRun bool
	statement   string
	vendor      string
	product     string
	sign        string
}

func (a *app) certifyCommand() *cobra.Command {
	var f certifyFlags
	cmd := &cobra.Command{
		Use:   "certify [" + a.t("LECTEUR", "READER") + "] --output " + a.t("DOSSIER", "FOLDER"),
		Short: a.t("Mettre un lecteur à l'épreuve, et en faire un rapport à remettre", "Put a reader to the test, and make a report of it to hand over"),
		Long: a.t(`Met un lecteur PC/SC à l'épreuve avec une carte de TEST, chapitre par chapitre, et écrit un
dossier : report.html, report.pdf, result.json, junit.xml, les échanges masqués (traces/), et
manifest.json, qui les scelle. C'est un rapport de test, et non un agrément.

Le plan vient d'abord (--plan le donne seul) : les chapitres, leur durée au plus, ce qu'ils
demandent, et la commande qui permet tout. Un chapitre s'arrête à la première preuve d'un
échec. Ce qui ne s'applique pas au lecteur y est dit, avec la raison.

La carte d'une personne est refusée. Une fausse présentation du code n'est jamais faite. Ce
qui demande une main (retirer la carte, relancer le service, la veille) est demandé à
l'écran ; sur un lecteur virtuel, cpslab with --control le fait. Le dossier est écrit dans
tous les cas, interruption comprise, sauf mauvais usage.

--statement ajoute ce que le fabricant déclare, dans ses mots et à part : un fichier .yaml
(vendor, product, driver, contact, text) ou un texte. --sign signe le manifeste, avec une clé
Ed25519 (PEM) ou, par « --sign card », avec la carte du lecteur.`,
			`Puts a PC/SC reader to the test with a TEST card, chapter by chapter, and writes a
folder: report.html, report.pdf, result.json, junit.xml, the exchanges, scrubbed (traces/), and
manifest.json, which seals them. It is a test report, not an approval.

The plan comes first (--plan gives it alone): the chapters, what each may take, what they
need, and the command that allows everything. A chapter stops at its first proof of a
failure. What does not apply to the reader is told, with the reason.

A person's card is refused. A wrong PIN is never presented. What needs a hand (pulling the
card out, restarting the service, sleep) is asked for on the screen; on a virtual reader
cpslab with --control does it. The folder is written in every case, an interruption included,
but for wrong use.

--statement adds what the vendor states, in words of its own and set apart: a .yaml file
(vendor, product, driver, contact, text) or a text. --sign signs the manifest, with an Ed25519
key (PEM) or, by “--sign card”, with the card in the reader.`),
		Example: "  cpslab certify pcsc: --plan\n  cpslab certify pcsc: --allow pin,reset,sign --serial 2999000117 --ask-pin -o out\n" +
			"  cpslab with --control --card cps3-healthy -- cpslab certify pcsc: --quick -o out\n  cpslab certify verify out",
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			reader := "pcsc:"
			if len(args) == 1 {
				reader = args[0]
			}
			return a.certify(cmd, reader, f)
		},
		ValidArgsFunction: completeReader,
	}
	a.addReaderFlags(cmd, &f.readerFlags)
	fl := cmd.Flags()
	fl.StringVarP(&f.output, "output", "o", "", a.t("dossier à écrire, nouveau ou vide", "folder to write, a new or an empty one"))
	fl.BoolVar(&f.planOnly, "plan", false, a.t("donner le plan seul ; rien n'est déroulé", "give the plan alone; nothing runs"))
	fl.BoolVar(&f.quick, "quick", false, a.t("20 lectures au lieu de 1000, et des repos plus courts", "20 readings in the place of 1000, and shorter idle times"))
	fl.BoolVar(&f.allowNotRun, "allow-not-run", false, a.t("code de retour 0 au lieu de 4 quand ce qui a été déroulé a réussi", "exit code 0 instead of 4 when what ran passed"))
	fl.StringVar(&f.statement, "statement", "", a.t("fichier de ce que le fabricant déclare", "file of what the vendor states"))
	fl.StringVar(&f.vendor, "vendor", "", a.t("fabricant, pour la déclaration", "vendor, for the statement"))
	fl.StringVar(&f.product, "product", "", a.t("produit, pour la déclaration", "product, for the statement"))
	fl.StringVar(&f.sign, "sign", "", a.t("clé Ed25519 (PEM) qui signe le manifeste, ou card", "Ed25519 key (PEM) that signs the manifest, or card"))
	cmd.AddCommand(a.certifyVerifyCommand(), a.certifyRenderCommand(), a.certifySecondCommand())
	return cmd
}

func (a *app) certifyVerifyCommand() *cobra.Command {
	var key string
	cmd := &cobra.Command{
		Use:   "verify " + a.t("DOSSIER", "FOLDER"),
		Short: a.t("Dire si un dossier est entier et inchangé, sans réseau", "Tell whether a bundle is whole and unaltered, without a network"),
		Long: a.t(`Compare chaque fichier du dossier au manifeste, le manifeste à sa propre empreinte, et la
signature à sa clé, puis refait les pages de result.json et les compare à celles du dossier.
Une empreinte dit l'accident ; contre qui referait le manifeste, il faut une signature et la
clé que vous connaissez (--key).`,
			`Holds each file of the folder against the manifest, the manifest against its own digest,
and the signature against its key, then makes the pages again from result.json and compares
them. A digest tells of an accident; against somebody who makes the manifest anew it takes a
signature, and the key that you know (--key).`),
		Example: "  cpslab certify verify out\n  cpslab certify verify out --key vendor.pub.pem",
		Args:    cobra.ExactArgs(1),
		RunE:    func(_ *cobra.Command, args []string) error { return a.certifyVerify(args[0], key) },
	}
	cmd.Flags().StringVar(&key, "key", "", a.t("clé publique Ed25519 (PEM) qui doit avoir signé", "Ed25519 public key (PEM) that has to have signed"))
	return cmd
}

func (a *app) certifyRenderCommand() *cobra.Command {
	var output string
	cmd := &cobra.Command{
		Use:   "render " + a.t("DOSSIER", "FOLDER") + " --output " + a.t("AUTRE", "OTHER"),
		Short: a.t("Refaire les pages d'un rapport de son result.json", "Make the pages of a report again from its result.json"),
		Long: a.t(`Refait report.html et report.pdf de result.json seul : les mêmes octets que ceux du
dossier. --lang les donne dans l'autre langue, raisons comprises ; ce que le fabricant déclare
reste dans ses mots.`,
			`Makes report.html and report.pdf again from result.json alone: the same bytes as those of
the folder. --lang gives them in the other language, reasons included; what the vendor states
stays in the vendor's words.`),
		Example: "  cpslab certify render out -o again",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.certifyRender(args[0], output, cmd.Flag("lang").Changed)
		},
	}
	cmd.Flags().StringVarP(&output, "output", "o", "", a.t("dossier à écrire, nouveau ou vide", "folder to write, a new or an empty one"))
	_ = cmd.MarkFlagRequired("output")
	return cmd
}

// certifySecondCommand is the other program of the chapter on two programs.
func (a *app) certifySecondCommand() *cobra.Command {
	var f readerFlags
	cmd := &cobra.Command{
		Use:    "second " + a.t("LECTEUR", "READER"),
		Hidden: true,
		Args:   cobra.ExactArgs(1),
		RunE:   func(cmd *cobra.Command, args []string) error { return a.certifySecond(cmd.Context(), args[0], f) },
	}
	a.addReaderFlags(cmd, &f)
	return cmd
}
