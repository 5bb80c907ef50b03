package harness_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cpslab/cps/harness"
	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/apdu"
	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/guard"
)

func TestErrorsSayThemselves(t *testing.T) {
	t.Parallel()
	permit := func(serial string, allow ...string) error {
		_, err := guard.ParsePermissions(allow, serial)
		return err
	}
	list := func(path string) error {
		_, err := harness.LoadRevocation(path)
		return err
	}
	scribbled := filepath.Join(t.TempDir(), "list")
	if err := os.WriteFile(scribbled, []byte("# none\nxyz\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, system := os.Open("/nowhere/list") // as each system says it
	missing := errors.Unwrap(system).Error()
	removed := &card.LinkError{Kind: card.LinkLost, Exchange: 3, Err: card.ErrRemoved}
	read := &harness.ReadError{Step: text.Same("EF.DIR"), Exchange: 3, Err: removed}
	const serialFR = "--allow pin, unblock, update, sign ou reset, avec --serial et les 8 ou 10 chiffres que donne « cpslab show pcsc: --show-identity »"
	const serialEN = "Use --allow with pin, unblock, update, sign, reset, together with --serial and the 8 or 10 digits that `cpslab show --show-identity` gives as the card's serial number."
	const listFR = "donnez une CRL (DER ou PEM), ou un texte avec un numéro de série de certificat en hexadécimal par ligne"
	const listEN = "give a CRL (DER or PEM), or a text file with one certificate serial number in hexadecimal a line"
	for _, c := range []struct {
		err            error
		fr, en         string
		hintFR, hintEN string
		badInput       bool
	}{
		{permit("", "pin"), "autorisations : il manque le numéro de série de la carte (--serial)", "permissions: the serial number of the card is missing", serialFR, serialEN, true},
		{permit("29990001", "pim"), "autorisations : « pim » : autorisation inconnue", `permissions: "pim": no such permission`, serialFR, serialEN, true},
		{
			&harness.PINError{Err: harness.CheckPIN([]byte("1"))}, "le code porteur n'a pas été présenté : un code porteur a de 4 à 8 chiffres",
			"the PIN was not presented: a code porteur is 4 to 8 digits",
			"aucun essai n'a été dépensé ; recommencez avec le bon code", "no try was spent; start again with the right code", true,
		},
		{
			&harness.PINError{Err: context.DeadlineExceeded}, "le code porteur n'a pas été présenté : délai dépassé", "the PIN was not presented: context deadline exceeded", "", "", true,
		},
		{
			&guard.RefusedError{Command: text.Same("VERIFY"), Need: guard.AllowPIN, Reason: text.Of("moins de 2 essais restants", "fewer than 2 tries left")},
			"VERIFY : refusé pour protéger la carte : moins de 2 essais restants", "VERIFY: refused to protect the card: fewer than 2 tries left",
			"la carte est protégée même avec --allow : relancez, ou prenez une carte simulée (sim:PRESET)",
			"The card is protected even with --allow. Read the counters again, or use a simulated card (sim:PRESET).", true,
		},
		{
			list("/nowhere/list"), "liste de révocation /nowhere/list : illisible : fichier introuvable",
			"revocation list /nowhere/list: cannot be read: " + missing, listFR, listEN, true,
		},
		{
			list(scribbled), "liste de révocation " + scribbled + ":2 : ce n'est pas un numéro de série en hexadécimal",
			"revocation list " + scribbled + ":2: not a serial number in hexadecimal", listFR, listEN, true,
		},
		{
			fmt.Errorf("x: %w", read), "carte ou lecteur retiré pendant la lecture",
			"x: reading EF.DIR (exchange 3): INS 00 (00000000), exchange 3: exchange lost; reset the card before anything else: the card was removed",
			"laissez la carte dans le lecteur jusqu'à la fin, et recommencez", "Leave the card in the reader until the end, and start again.", false,
		},
		{
			&harness.ReadError{Step: text.Of("l'application", "the application"), Exchange: 1, Err: errors.New("x")},
			"lecture de l'application (échange 1) : x", "reading the application (exchange 1): x", "", "", false,
		},
		{
			&harness.SignError{Op: "sign", Kind: card.CertificateSignature, Err: apdu.SWSecurityStatus.Err(apdu.INSPerformSecurity)},
			"signature par la clé de signature : PERFORM SECURITY OPERATION : 6982 (droit d'accès absent : code porteur non présenté) : présentez d'abord le code porteur",
			"sign with the signature key: PERFORM SECURITY OPERATION: 6982 (security status not satisfied): present the code porteur first",
			"présentez d'abord le code porteur ; la clé sert ensuite jusqu'à ce que la carte soit réinitialisée ou retirée",
			"Present the code porteur first; the key works until the card is reset or taken out.", false,
		},
		{&harness.LoginError{Login: card.LoginWrong, SW: 0x63C2}, "le code porteur a été refusé, essais restants : 2", "the PIN was refused, tries left: 2", "", "", false},
		{&harness.LoginError{SW: 0x6A80}, "la carte n'a pas pris le code porteur : 6A80 (paramètres faux dans les données)", "the card did not take the PIN: 6A80 (incorrect parameters in the data field)", "", "", false},
	} {
		message, hint := text.Said(c.err)
		if diff := cmp.Diff([]text.Text{{FR: c.fr, EN: c.en}, {FR: c.hintFR, EN: c.hintEN}}, []text.Text{message, hint}); diff != "" {
			t.Errorf("%v (-want +got):\n%s", c.err, diff)
		}
		if got := text.IsBadInput(c.err); got != c.badInput {
			t.Errorf("%v: bad input %v", c.err, got)
		}
		if c.err.Error() != c.en {
			t.Errorf("Error gives %q, Say %q", c.err.Error(), c.en)
		}
	}
}
