package jetstream

import (
	"context"
	"errors"
	"iter"
	"strings"

	"github.com/cpslab/cps/harness/card/text"
)

// errAnswer is an answer of the server that makes no sense.
var errAnswer = text.NewError(text.Of("réponse incompréhensible du hub", "the hub's answer makes no sense"), text.Text{})

// errGone is a connection that ended before an answer came.
var errGone = text.NewError(text.Of("la connexion s'est interrompue", "the connection was interrupted"), text.Text{})

// errAnonymous is wrong use: somebody beyond this machine could speak.
var errAnonymous = text.BadInput(text.NewError(
	text.Of("au-delà de cette machine, il faut des clés (--keys) ; ici, un jeton", "beyond this machine keys are needed (--keys); here, a token"),
	text.Of("cpslab farm keys DOSSIER NOM… les fait", "cpslab farm keys FOLDER NAME… makes them")))

// errDenied is what the keys of a station may not do.
var errDenied = text.BadInput(text.NewError(
	text.Of("ces clés ne permettent pas cela : celles d'une station ne servent qu'à prendre du travail et à rendre des résultats", "these keys do not allow that: those of a station take work and bring results, and nothing else"),
	text.Of("--keys avec le dossier « run » pour donner du travail", "--keys with the folder “run” to give work")))

// hubError is a failure of the server or of the way to it. Errors of this house and of the
// context come back as they are.
func hubError(err error) error {
	if err == nil || errors.Is(err, context.Canceled) || text.Voice(err) != nil && !errors.Is(err, errAnswer) && !errors.Is(err, errGone) {
		return err
	}
	return text.Wrap(text.Of("le hub de la ferme", "the hub of the farm"), err)
}

func hubFailed(err error) error { return text.Wrap(text.Of("le hub", "the hub"), err) }

func badAddress(address string) error {
	return text.BadInput(text.NewError(text.Of("« %s » n'est pas l'adresse d'un hub", "“%s” is not the address of a hub", text.Printable(address)),
		text.Of("par exemple nats://127.0.0.1:4222, ou tls://hub.exemple:4222 avec --keys", "for example nats://127.0.0.1:4222, or tls://hub.example:4222 with --keys")))
}

// splitAddresses gives the addresses of a list with commas.
func splitAddresses(list string) iter.Seq[string] { return strings.SplitSeq(list, ",") }
