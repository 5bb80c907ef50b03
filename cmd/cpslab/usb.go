package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/card/yaml"
	"github.com/cpslab/cps/harness/ccid"
	"github.com/cpslab/cps/harness/usbip"
)

// usbFlags are what USB readers are like, and where they are offered.
type usbFlags struct {
	address  string // "" for none
	open     bool
	reader   string // model, or a file of models
	id       string
	keypad   bool
	keypadFD int
}

// addUSBFlags adds the flags of USB readers.
func (a *app) addUSBFlags(cmd *cobra.Command, f *usbFlags) {
	fl := cmd.Flags()
	fl.StringVar(&f.address, "usbip", "", a.t("lecteur USB, offert par USB/IP à cette adresse de cette machine", "a USB reader, offered by USB/IP at this address of this machine"))
	fl.Lookup("usbip").NoOptDefVal = usbip.DefaultAddress
	fl.BoolVar(&f.open, "usbip-open", false, a.t("permettre à --usbip une adresse que d'autres machines atteignent : qui s'y connecte a la carte, sans mot de passe", "allow --usbip an address that other machines reach: whoever connects there has the card, without a password"))
	fl.StringVar(&f.reader, "reader", ccid.DefaultModel, a.t("modèle du lecteur USB, ou fichier .yaml (docs/usb.md)", "model of the USB reader, or a .yaml file (docs/usb.md)"))
	fl.StringVar(&f.id, "usb-id", "", a.t("identifiants du lecteur, VVVV:PPPP, à la place de ceux du modèle", "identifiers of the reader, VVVV:PPPP, in the place of the model's"))
	typedBy := a.t("l'ordre « code » y saisit un code", "the order “code” types a code there")
	if cmd.Name() == "serve" {
		typedBy = a.t("« cpslab ctl code » y saisit un code", "“cpslab ctl code” types a code there")
	}
	fl.BoolVar(&f.keypad, "keypad", false, a.t("clavier du lecteur : ", "a keypad at the reader: ")+typedBy)
	fl.IntVar(&f.keypadFD, "keypad-fd", -1, a.t("descripteur où lire ce qui est saisi au clavier du lecteur, une ligne par saisie", "file descriptor to read what is typed at the reader's keypad from, a line for each entry"))
	_ = cmd.RegisterFlagCompletionFunc("reader", func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		var list []string
		for _, m := range ccid.Models() {
			list = append(list, m.Name+"\t"+m.Title)
		}
		return list, cobra.ShellCompDirectiveDefault
	})
}

// given is the first flag of USB readers that was given, but for --usbip itself.
func (*usbFlags) given(cmd *cobra.Command) string {
	for _, name := range []string{"usbip-open", "reader", "usb-id", "keypad", "keypad-fd"} {
		if cmd.Flags().Changed(name) {
			return "--" + name
		}
	}
	return ""
}

// usbModel finds the model, and gives it the identifiers that were asked for.
func (a *app) usbModel(ctx context.Context, f usbFlags) (ccid.Model, error) {
	m, known := ccid.ModelOf(f.reader)
	switch {
	case known:
	case yaml.IsFile(f.reader):
		models, err := a.readModels(ctx, f.reader)
		if err != nil {
			return m, err
		}
		m = models[0]
	default:
		hint := a.t("un de : ", "one of: ") + strings.Join(ccid.ModelNames(), ", ")
		if near := text.Closest(f.reader, ccid.ModelNames()); near != "" {
			hint = fmt.Sprintf(a.t("vouliez-vous dire « %s » ?", "did you mean “%s”?"), near)
		}
		return m, usage(a.t("--reader : modèle inconnu : « %s »", "--reader: unknown model: “%s”"), hint, f.reader)
	}
	if f.id != "" {
		vendor, product, ok := ccid.ParseID(f.id)
		if !ok {
			return m, usage(a.t("--usb-id : « %s » n'est pas un identifiant", "--usb-id: “%s” is no identifier"), a.t("quatre chiffres hexadécimaux, deux points, quatre autres : 0E0F:0004", "four hexadecimal digits, a colon, four more: 0E0F:0004"), f.id)
		}
		m.Vendor, m.ID = vendor, product
	}
	switch {
	case f.typed() && m.PINSupport == 0:
		m.PINSupport = 3
	case !f.typed() && m.Name == ccid.DefaultModel:
		m.PINSupport = 0 // the reader for tests has a keypad where one is asked for
	}
	return m, nil
}

// maxModels is one byte more than a file of models may have.
const maxModels = 64<<10 + 1

func (a *app) readModels(ctx context.Context, path string) ([]ccid.Model, error) {
	file, err := openInput(ctx, path)
	if err != nil {
		return nil, usage("%s", a.t("un fichier de lecteurs, docs/usb.md", "a file of readers, docs/usb.md"), text.Same("--reader "+path).Because(err).In(a.lang))
	}
	defer file.Close()
	content, err := io.ReadAll(io.LimitReader(file, maxModels))
	if err != nil {
		return nil, err
	}
	models, err := ccid.ParseModels(path, content)
	if err == nil && len(models) == 0 {
		err = usage("%s%s", a.t("docs/usb.md en montre un", "docs/usb.md shows one"), path, a.t(" : aucun lecteur", ": no reader"))
	}
	return models, err
}

// typed reports whether there is a keypad.
func (f *usbFlags) typed() bool { return f.keypad || f.keypadFD >= 0 }
