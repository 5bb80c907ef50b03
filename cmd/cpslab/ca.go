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
	cmd.AddCommand(a.caExportCommand())
	return cmd
}

func (a *app) caExportCommand() *cobra.Command {
	dir := ""
	cmd := &cobra.Command{
		Use:   "export",
		Short: a.t("Exporter les certificats de l'autorité de TEST", "Export the certificates of the TEST authority"),
		Long: a.t(`Écrit, en PEM, la racine et l'autorité émettrice des certificats des cartes simulées,
pour qu'un serveur de test leur fasse confiance. Sans --dir, les deux sur la sortie
standard ; avec --dir, trois fichiers : la racine, l'émettrice, et les deux ensemble.

Une carte ne contient que ses propres certificats : un serveur a souvent besoin des
deux. Les clés de cette autorité sont publiques, n'importe qui peut signer avec :
jamais sur un serveur de production.`,
			`Writes, as PEM, the root and the issuing authority of the simulated cards'
certificates, so that a test server can trust them. Without --dir both go to standard
output; with --dir three files are written: root, issuing, and both together.

A card holds its own certificates only: a server often needs both. The keys of this
authority are public, anybody can sign with them: never on a production server.`),
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
	Name     string `json:"name"` // "root" or "issuing"
	Subject  string `json:"subject"`
	NotAfter string `json:"not_after"`
	SHA256   string `json:"sha256"` // of the DER, as browsers show it
	File     string `json:"file,omitempty"`
	PEM      string `json:"pem"`
}

// Names of the files, which say that they are for tests.
const (
	fileRoot    = "cpslab-test-root.pem"
	fileIssuing = "cpslab-test-issuing.pem"
	fileBoth    = "cpslab-test-ca.pem"
)

func (a *app) caExport(dir string) error {
	authority, err := pki.Test()
	if err != nil {
		return err
	}
	both := authority.PEM()
	list := make([]exported, 0, 2)
	for _, c := range []struct {
		name, file string
		der        []byte
	}{{"root", fileRoot, authority.Root()}, {"issuing", fileIssuing, authority.Issuing()}} {
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
		if err := a.caWrite(dir, list, both); err != nil {
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
		_, err := a.out.Write(both)
		return err
	}
	for _, e := range list {
		fmt.Fprintf(a.out, "%s\n  %s\n  SHA-256 %s\n", e.File, e.Subject, e.SHA256)
	}
	fmt.Fprintln(a.out, filepath.Join(dir, fileBoth))
	return nil
}

// caWrite writes the three files. Only its own names are ever overwritten.
func (a *app) caWrite(dir string, list []exported, both []byte) error {
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
	if err := os.WriteFile(filepath.Join(dir, fileBoth), both, 0o644); err != nil {
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
