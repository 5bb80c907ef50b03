package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/cpslab/cps/harness/readers"
	"github.com/cpslab/cps/simulator"
	"github.com/cpslab/cps/simulator/keyfile"
	"github.com/cpslab/cps/simulator/pki"
)

// envFilePassword is the variable that may hold the password of a .p12 file. There is
// no argument for it, as there is none for a PIN.
const envFilePassword = "CPSLAB_P12_PASSWORD"

// formP12 is the form of --as that needs a password.
const formP12 = "p12"

// issueForms are the words of --as.
var issueForms = []string{formP12, formPEM}

// issuedKeys are the words of --key.
var issuedKeys = map[string]pki.Kind{
	"authentication": pki.Authentication, "signature": pki.Signature, "technical": pki.Technical,
}

// issueFlags are those of "ca issue".
type issueFlags struct {
	card, key, dir string
	forms          []string
	passwordFD     int
	overwrite      bool
}

func (a *app) caIssueCommand() *cobra.Command {
	f := issueFlags{}
	cmd := &cobra.Command{
		Use:   "issue",
		Short: a.t("Écrire la clé d'une carte simulée dans un .p12, pour tester un serveur sans lecteur", "Write the key of a simulated card into a .p12, to test a server without a reader"),
		Long: a.t(`Écrit le certificat et la clé d'une carte simulée dans deux fichiers, que navigateurs,
curl, Java et serveurs prennent sans carte ni lecteur : .p12 (PKCS #12) et .pem, l'autorité
émettrice comprise. Le nom affiché commence par TEST. Seules les cartes simulées ont une
clé à donner : celle d'une vraie carte n'en sort jamais.

Le .p12 demande un mot de passe, ASCII et non vide : --password-fd N, la variable
CPSLAB_P12_PASSWORD, ou une question sur le terminal ; jamais un argument. Il ne protège
rien, la clé étant publique. Le .pem n'en a pas (--as pem s'en passe).`,
			`Writes the certificate and the key of a simulated card into two files, which browsers,
curl, Java and servers take without card or reader: .p12 (PKCS #12) and .pem, with the
issuing authority. The name that is shown begins with TEST. Only simulated cards have a
key to give: that of a real card never leaves it.

The .p12 needs a password, ASCII and not empty: --password-fd N, the variable
CPSLAB_P12_PASSWORD, or a question on the terminal; never an argument. It protects
nothing, the key is public. The .pem has none (--as pem asks for none).`),
		Example: "  cpslab ca issue --card cps3-healthy --dir keys\n  cpslab ca issue --card cps4-healthy --as pem\n  cpslab ca issue --card my-card.yaml --key signature --password-fd 3 3<password.txt",
		Args:    cobra.NoArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return a.caIssue(cmd.Context(), f) },
	}
	fl := cmd.Flags()
	fl.StringVar(&f.card, "card", "", a.t("carte simulée ou profil", "preset or profile"))
	fl.StringVar(&f.key, "key", "authentication", a.t("clé : authentication, signature ou technical", "key: authentication, signature or technical"))
	fl.StringVar(&f.dir, "dir", ".", a.t("dossier où écrire les fichiers, créé s'il manque", "folder to write the files to, made when it is missing"))
	fl.StringSliceVar(&f.forms, "as", issueForms, a.t("forme : p12, pem", "form: p12, pem"))
	fl.IntVar(&f.passwordFD, "password-fd", -1, a.t("descripteur où lire le mot de passe du .p12", "file descriptor to read the password of the .p12 from"))
	fl.BoolVar(&f.overwrite, "overwrite", false, a.t("remplacer des fichiers qui existent", "replace files that exist"))
	_ = cmd.MarkFlagDirname("dir")
	_ = cmd.RegisterFlagCompletionFunc("as", fixed(issueForms...))
	_ = cmd.RegisterFlagCompletionFunc("key", fixed("authentication", "signature", "technical"))
	_ = cmd.RegisterFlagCompletionFunc("card", func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return simulator.PresetNames(), cobra.ShellCompDirectiveDefault
	})
	return cmd
}

// issued is what "ca issue" wrote, as JSON.
type issued struct {
	Schema   int      `json:"schema"`
	Card     string   `json:"card"`
	Key      string   `json:"key"`
	Name     string   `json:"name"` // friendly name, TEST first
	Serial   string   `json:"serial"`
	NotAfter string   `json:"not_after"`
	Files    []string `json:"files"`
}

func (a *app) caIssue(ctx context.Context, f issueFlags) error {
	kind, err := a.issuable(f)
	if err != nil {
		return err
	}
	identity, name, err := a.identity(f, kind)
	if err != nil {
		return err
	}
	base := filepath.Join(f.dir, "cpslab-test-"+name+"-"+f.key)
	files := make([]string, 0, len(f.forms))
	for _, form := range f.forms {
		file := base + "." + form
		if _, err := os.Lstat(file); err == nil && !f.overwrite {
			return usage(a.t("%s existe", "%s exists"), a.t("--overwrite le remplace", "--overwrite replaces it"), file)
		}
		files = append(files, file)
	}
	contents, err := a.keyFiles(ctx, f, identity)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(f.dir, 0o755); err != nil {
		return a.unusableDir(err)
	}
	for i, file := range files {
		if err := writePrivate(file, contents[i], f.overwrite); err != nil {
			return a.unusableDir(err)
		}
	}
	certificate := identity.Certificate()
	if a.json() {
		return a.writeJSON(issued{
			1, name, f.key, identity.Name(), fmt.Sprintf("%X", certificate.SerialNumber),
			certificate.NotAfter.UTC().Format(time.RFC3339), files,
		})
	}
	for _, file := range files {
		fmt.Fprintln(a.out, file)
	}
	fmt.Fprintf(a.out, a.t("  %s, jusqu'au %s\n", "  %s, until %s\n"), identity.Name(), certificate.NotAfter.UTC().Format(a.t("02/01/2006", time.DateOnly)))
	return nil
}

// issuable refuses what is no key of a simulated card, and forms that there are not.
func (a *app) issuable(f issueFlags) (pki.Kind, error) {
	kind, known := issuedKeys[f.key]
	switch {
	case f.card == "":
		return 0, usage("%s", a.t("par exemple --card cps3-healthy ; cpslab presets les liste", "for example --card cps3-healthy; cpslab presets lists them"), a.t("--card manque", "--card is missing"))
	case strings.HasPrefix(f.card, readers.SchemePCSC+":"):
		return 0, usage(a.t("--card %s : la clé d'une carte dans un lecteur n'en sort pas", "--card %s: the key of a card in a reader does not leave it"), a.t("donnez une carte simulée ou un profil", "give a preset or a profile"), f.card)
	case !known:
		return 0, usage(a.t("--key %s : clé inconnue", "--key %s: unknown key"), "authentication, signature, technical", f.key)
	case len(f.forms) == 0:
		return 0, usage(a.t("--as : valeur vide", "--as: empty value"), strings.Join(issueForms, ", "))
	}
	for i, form := range f.forms {
		if !slices.Contains(issueForms, form) || slices.Contains(f.forms[:i], form) {
			return 0, usage(a.t("--as %s : forme inconnue, ou donnée deux fois", "--as %s: unknown form, or given twice"), strings.Join(issueForms, ", "), form)
		}
	}
	return kind, nil
}

// identity makes the card and takes the key; name is the card's, fit for a file.
func (a *app) identity(f issueFlags, kind pki.Kind) (identity keyfile.Identity, name string, err error) {
	profile, err := simulator.LoadProfile(strings.TrimPrefix(f.card, readers.SchemeSim+":"))
	if err != nil {
		return identity, "", err
	}
	p, err := profile.Personalise(a.now())
	if err != nil {
		return identity, "", err
	}
	made, err := simulator.New(p)
	if err != nil {
		return identity, "", err
	}
	name = strings.TrimPrefix(filepath.Base(f.card), readers.SchemeSim+":")
	name = strings.TrimSuffix(strings.TrimSuffix(name, ".yaml"), ".yml")
	identity, err = keyfile.Of(made, kind, name)
	if err != nil {
		message, hint := a.said(err)
		if hint == "" {
			hint = a.t("--key authentication, signature ou technical ; cpslab show dit ce que la carte contient", "--key authentication, signature or technical; cpslab show tells what the card holds")
		}
		return identity, "", &cliError{code: exitUsage, text: "--card " + f.card + a.t(" : ", ": ") + message, hint: hint, err: err}
	}
	return identity, name, nil
}

// keyFiles makes the contents of the files, in the order of the forms.
func (a *app) keyFiles(ctx context.Context, f issueFlags, identity keyfile.Identity) ([][]byte, error) {
	contents := make([][]byte, 0, len(f.forms))
	for _, form := range f.forms {
		if form == formPEM {
			content, err := identity.PEM()
			if err != nil {
				return nil, err
			}
			contents = append(contents, content)
			continue
		}
		password, err := a.filePassword(ctx, f.passwordFD)
		if err != nil {
			return nil, err
		}
		content, err := identity.PKCS12(string(password))
		clear(password)
		if err != nil {
			message, hint := a.said(err)
			return nil, &cliError{code: exitUsage, text: message, hint: hint, err: err}
		}
		contents = append(contents, content)
	}
	return contents, nil
}

// maxPasswordLine bounds what is read of a password, in bytes.
const maxPasswordLine = 1024

// filePassword returns the password of a .p12 file: of the descriptor, of the
// environment, or of the one who sits at the terminal.
func (a *app) filePassword(ctx context.Context, fd int) ([]byte, error) {
	switch in, isFile := a.in.(*os.File); {
	case fd >= 0:
		b, err := readAll(fd, maxPasswordLine)
		if err != nil {
			return nil, usage("--password-fd %d%s%s", a.t("par exemple --password-fd 3 3<FICHIER", "for example --password-fd 3 3<FILE"), fd, a.t(" : ", ": "), a.t("rien à y lire : descripteur fermé, ou en écriture", "not open for reading"))
		}
		return bytes.TrimRight(b, "\r\n"), nil
	case a.getenv(envFilePassword) != "":
		return []byte(a.getenv(envFilePassword)), nil
	case isFile && term.IsTerminal(int(in.Fd())):
		fmt.Fprint(a.err, a.t("Mot de passe du .p12 : ", "Password of the .p12: "))
		b, err := readPassword(ctx, int(in.Fd()))
		fmt.Fprintln(a.err)
		return b, err
	}
	return nil, usage("%s", a.t("--password-fd N, la variable "+envFilePassword+", ou --as pem", "--password-fd N, the variable "+envFilePassword+", or --as pem"),
		a.t("aucun mot de passe pour le .p12", "no password for the .p12"))
}

// writePrivate writes a file that its owner alone may read. A file that is there is
// left alone, or taken away first: neither its rights nor what it points to count.
func writePrivate(path string, content []byte, overwrite bool) error {
	if overwrite {
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = file.Write(content)
	if err = errors.Join(err, file.Close()); err != nil {
		_ = os.Remove(path) // half a key is of no use
	}
	return err
}
