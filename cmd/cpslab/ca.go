package main

import (
	"bytes"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/cpslab/cps/simulator/pki"
)

func (a *app) caCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "ca",
		Short: a.t("L'autorité de TEST des cartes simulées", "The TEST authority of the simulated cards"),
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(a.caExportCommand(), a.caIssueCommand(), a.caServeCommand())
	return cmd
}

// Forms in which the certificates of the authority are written.
const (
	formPEM = "pem"
	formDER = "der"
	formP7B = "p7b"
)

// exportForms are the words of --as.
var exportForms = []string{formPEM, formDER, formP7B}

func (a *app) caExportCommand() *cobra.Command {
	dir, forms := "", []string{formPEM}
	cmd := &cobra.Command{
		Use:   "export",
		Short: a.t("Exporter les certificats de l'autorité de TEST", "Export the certificates of the TEST authority"),
		Long: a.t(`Écrit la racine et les deux autorités émettrices des certificats des cartes simulées
(FORT pour les CPS et CPF, STANDARD pour les autres), pour qu'un serveur de test leur
fasse confiance : en PEM, en DER (--as der, des fichiers .cer) ou en un seul fichier
PKCS #7 (--as p7b). Sans --dir, toutes sur la sortie standard ; avec --dir, des
fichiers, un pour chacune et un pour l'ensemble.

Une carte ne contient que ses propres certificats : un serveur a souvent besoin de
l'émettrice aussi. Les clés de cette autorité sont publiques, n'importe qui peut signer avec :
jamais sur un serveur de production.`,
			`Writes the root and the two issuing authorities of the simulated cards' certificates
(FORT for CPS and CPF, STANDARD for the others), so that a test server can trust them:
as PEM, as DER (--as der, files called .cer) or as one PKCS #7 file (--as p7b). Without
--dir all go to standard output; with --dir there are files, one for each and one for all.

A card holds its own certificates only: a server often needs the issuing one too. The
keys of this authority are public, anybody can sign with them: never on a production server.`),
		Example: "  cpslab ca export > cpslab-test-ca.pem\n  cpslab ca export --as p7b > cpslab-test-ca.p7b\n  cpslab ca export --dir certs --as pem,der,p7b",
		Args:    cobra.NoArgs,
		RunE:    func(*cobra.Command, []string) error { return a.caExport(dir, forms) },
	}
	cmd.Flags().StringVar(&dir, "dir", "", a.t("dossier où écrire les fichiers, créé s'il manque", "folder to write the files to, made when it is missing"))
	cmd.Flags().StringSliceVar(&forms, "as", forms, a.t("forme : pem, der, p7b ; plusieurs avec --dir", "form: pem, der, p7b; several with --dir"))
	_ = cmd.MarkFlagDirname("dir")
	_ = cmd.RegisterFlagCompletionFunc("as", fixed(exportForms...))
	return cmd
}

// exported is one certificate of the authority.
type exported struct {
	Name     string `json:"name"` // "root", "issuing FORT" or "issuing STANDARD"
	Subject  string `json:"subject"`
	NotAfter string `json:"not_after"`
	SHA256   string `json:"sha256"` // of the DER, as browsers show it
	File     string `json:"file,omitempty"`
	DERFile  string `json:"der_file,omitempty"`
	PEM      string `json:"pem"`
}

// Names of the files without their extensions, which say that they are for tests.
const (
	fileRoot     = "cpslab-test-root"
	fileFort     = "cpslab-test-fort"
	fileStandard = "cpslab-test-standard"
	fileAll      = "cpslab-test-ca"
)

func (a *app) caExport(dir string, forms []string) error {
	if err := a.exportable(dir, forms); err != nil {
		return err
	}
	authority, err := pki.Test()
	if err != nil {
		return err
	}
	p7b, err := authority.PKCS7()
	if err != nil {
		return err
	}
	list := make([]exported, 0, 3)
	files := map[string][]byte{} // by name in dir
	for _, c := range []struct {
		name, file string
		der        []byte
	}{
		{"root", fileRoot, authority.Root()},
		{"issuing FORT", fileFort, authority.Issuing(pki.Fort)},
		{"issuing STANDARD", fileStandard, authority.Issuing(pki.Standard)},
	} {
		e, err := describeCertificate(c.name, c.der)
		if err != nil {
			return err
		}
		if dir != "" && slices.Contains(forms, formPEM) {
			e.File = filepath.Join(dir, c.file+".pem")
			files[c.file+".pem"], files[fileAll+".pem"] = []byte(e.PEM), authority.PEM()
		}
		if dir != "" && slices.Contains(forms, formDER) {
			e.DERFile = filepath.Join(dir, c.file+".cer")
			files[c.file+".cer"] = c.der
		}
		list = append(list, e)
	}
	if dir != "" && slices.Contains(forms, formP7B) {
		files[fileAll+".p7b"] = p7b
	}
	names := slices.Sorted(maps.Keys(files))
	if err := a.caWrite(dir, names, files); err != nil {
		return err
	}
	switch {
	case a.json():
		return a.writeJSON(struct {
			Schema       int        `json:"schema"`
			Certificates []exported `json:"certificates"`
		}{1, list})
	case dir == "" && forms[0] == formP7B:
		_, err := a.out.Write(p7b)
		return err
	case dir == "":
		_, err := a.out.Write(authority.PEM())
		return err
	}
	for _, e := range list {
		fmt.Fprintf(a.out, "%s\n  %s\n  SHA-256 %s\n", e.Name, e.Subject, e.SHA256)
	}
	for _, name := range names {
		fmt.Fprintln(a.out, filepath.Join(dir, name))
	}
	return nil
}

// exportable refuses forms that there are not, or not on standard output.
func (a *app) exportable(dir string, forms []string) error {
	for _, form := range forms {
		if !slices.Contains(exportForms, form) {
			return usage(a.t("--as %s : forme inconnue", "--as %s: unknown form"), strings.Join(exportForms, ", "), form)
		}
	}
	switch {
	case len(forms) == 0:
		return usage(a.t("--as : valeur vide", "--as: empty value"), strings.Join(exportForms, ", "))
	case dir == "" && (len(forms) > 1 || forms[0] == formDER):
		return usage(a.t("--as %s : plusieurs fichiers", "--as %s: several files"), a.t("ajoutez --dir DOSSIER", "add --dir FOLDER"), strings.Join(forms, ","))
	}
	return nil
}

// caWrite writes files into a folder. Only these names are ever overwritten.
func (a *app) caWrite(dir string, names []string, files map[string][]byte) error {
	if len(names) == 0 {
		return nil
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return a.unusableDir(err)
	}
	for _, name := range names {
		if err := os.WriteFile(filepath.Join(dir, name), files[name], 0o644); err != nil {
			return a.unusableDir(err)
		}
	}
	return nil
}

// unusableDir is the error of a folder of --dir in which nothing can be written.
func (a *app) unusableDir(err error) error {
	message, _ := a.said(err)
	return &cliError{code: exitUsage, text: message, hint: a.t("donnez avec --dir un dossier où vous pouvez écrire", "give a folder you may write to with --dir"), err: err}
}

func describeCertificate(name string, der []byte) (exported, error) {
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		return exported{}, err
	}
	sum := sha256.Sum256(der)
	parts := make([][]byte, 0, len(sum))
	for _, b := range sum {
		parts = append(parts, bytes.ToUpper(hex.AppendEncode(nil, []byte{b})))
	}
	return exported{
		Name:     name,
		Subject:  cert.Subject.String(),
		NotAfter: cert.NotAfter.UTC().Format(time.RFC3339),
		SHA256:   string(bytes.Join(parts, []byte(":"))),
		PEM:      string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})),
	}, nil
}
