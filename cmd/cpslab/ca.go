package main

import (
	"bytes"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"fmt"
	"os"
	"path/filepath"
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
	cmd.AddCommand(a.caExportCommand(), a.caServeCommand())
	return cmd
}

func (a *app) caExportCommand() *cobra.Command {
	dir := ""
	cmd := &cobra.Command{
		Use:   "export",
		Short: a.t("Exporter les certificats de l'autorité de TEST", "Export the certificates of the TEST authority"),
		Long: a.t(`Écrit, en PEM, la racine et les deux autorités émettrices des certificats des cartes
simulées (FORT pour les CPS et CPF, STANDARD pour les autres), pour qu'un serveur de
test leur fasse confiance. Sans --dir, toutes sur la sortie standard ; avec --dir, un
fichier pour chacune et un pour l'ensemble.

Une carte ne contient que ses propres certificats : un serveur a souvent besoin de
l'émettrice aussi. Les clés de cette autorité sont publiques, n'importe qui peut signer avec :
jamais sur un serveur de production.`,
			`Writes, as PEM, the root and the two issuing authorities of the simulated cards'
certificates (FORT for CPS and CPF, STANDARD for the others), so that a test server can
trust them. Without --dir all go to standard output; with --dir there is a file for
each and one for all.

A card holds its own certificates only: a server often needs the issuing one too. The
keys of this authority are public, anybody can sign with them: never on a production server.`),
		Example: "  cpslab ca export > cpslab-test-ca.pem\n  cpslab ca export --dir certs",
		Args:    cobra.NoArgs,
		RunE:    func(*cobra.Command, []string) error { return a.caExport(dir) },
	}
	cmd.Flags().StringVar(&dir, "dir", "", a.t("dossier où écrire les fichiers, créé s'il manque", "folder to write the files to, made when it is missing"))
	_ = cmd.MarkFlagDirname("dir")
	return cmd
}

// exported is one certificate of the authority.
type exported struct {
	Name     string `json:"name"` // "root", "issuing FORT" or "issuing STANDARD"
	Subject  string `json:"subject"`
	NotAfter string `json:"not_after"`
	SHA256   string `json:"sha256"` // of the DER, as browsers show it
	File     string `json:"file,omitempty"`
	PEM      string `json:"pem"`
}

// Names of the files, which say that they are for tests.
const (
	fileRoot     = "cpslab-test-root.pem"
	fileFort     = "cpslab-test-fort.pem"
	fileStandard = "cpslab-test-standard.pem"
	fileAll      = "cpslab-test-ca.pem"
)

func (a *app) caExport(dir string) error {
	authority, err := pki.Test()
	if err != nil {
		return err
	}
	all := authority.PEM()
	list := make([]exported, 0, 3)
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
		if dir != "" {
			e.File = filepath.Join(dir, c.file)
		}
		list = append(list, e)
	}
	if dir != "" {
		if err := a.caWrite(dir, list, all); err != nil {
			return err
		}
	}
	switch {
	case a.json():
		return a.writeJSON(struct {
			Schema       int        `json:"schema"`
			Certificates []exported `json:"certificates"`
		}{1, list})
	case dir == "":
		_, err := a.out.Write(all)
		return err
	}
	for _, e := range list {
		fmt.Fprintf(a.out, "%s\n  %s\n  SHA-256 %s\n", e.File, e.Subject, e.SHA256)
	}
	fmt.Fprintln(a.out, filepath.Join(dir, fileAll))
	return nil
}

// caWrite writes the files. Only its own names are ever overwritten.
func (a *app) caWrite(dir string, list []exported, all []byte) error {
	unusable := func(err error) error {
		message, _ := a.said(err)
		return &cliError{code: exitUsage, text: message, hint: a.t("donnez avec --dir un dossier où vous pouvez écrire", "give a folder you may write to with --dir"), err: err}
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return unusable(err)
	}
	for _, e := range list {
		if err := os.WriteFile(e.File, []byte(e.PEM), 0o644); err != nil {
			return unusable(err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, fileAll), all, 0o644); err != nil {
		return unusable(err)
	}
	return nil
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
