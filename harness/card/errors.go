package card

import "github.com/cpslab/cps/harness/card/text"

// What can be wrong between a program and a card. Channels and whatever opens
// them return errors that match one of these with errors.Is; the error itself
// says which reader and which exchange. They say themselves in both languages,
// with what the user can do.
var (
	ErrNoService = text.NewError(text.Of("le service PC/SC ne tourne pas", "the smart card service does not run"),
		text.Of("démarrez-le (Linux : pcscd ; Windows : le service « Carte à puce », SCardSvr) et recommencez",
			"Start the PC/SC service (Linux: pcscd, Windows: the service « Carte à puce », SCardSvr) and try again."))
	ErrNoReader = text.NewError(text.Of("aucun lecteur", "no reader is connected"),
		text.Of("branchez un lecteur, et vérifiez que son pilote est installé (Debian : libccid)",
			"Plug in a reader, and check that its driver is installed (Debian: libccid)."))
	ErrNoCard = text.NewError(text.Of("pas de carte dans le lecteur", "there is no card in the reader"),
		text.Of("insérez la carte, puce en avant, et recommencez", "Insert the card, chip first, and try again."))
	ErrMute = text.NewError(text.Of("la carte est muette", "the card gives no answer to reset"),
		text.Of("retirez la carte, vérifiez son sens, essuyez les contacts, remettez-la ; puis essayez un autre lecteur",
			"Take the card out, check that it is the right way round, wipe the contacts, insert it again; then try another reader."))
	ErrRemoved = text.NewError(text.Of("carte ou lecteur retiré pendant la lecture", "the card was removed"),
		text.Of("laissez la carte dans le lecteur jusqu'à la fin, et recommencez", "Leave the card in the reader until the end, and start again."))
	ErrReset = text.NewError(text.Of("un autre programme a réinitialisé la carte", "the card was reset by another program"),
		text.Of("fermez l'autre programme qui utilise la carte, et recommencez", "Close the other program that uses the card, and start again."))
	ErrBusy = text.NewError(text.Of("un autre programme tient le lecteur", "another program holds the card"),
		text.Of("fermez le programme qui tient le lecteur (logiciel de facturation, GALSS, outil de signature) et recommencez",
			"Close the program that holds the reader (billing software, GALSS, a signature tool) and try again."))
	ErrRefused = text.NewError(text.Of("refusé pour protéger la carte", "refused to protect the card"), text.Text{})
	ErrWedged  = text.NewError(text.Of("le lecteur ne répond plus", "the reader did not answer before the deadline"),
		text.Of("débranchez le lecteur, rebranchez-le et relancez ce programme ; une carte muette peut retenir le service plusieurs minutes",
			"Unplug the reader, plug it in again and start this program again; a mute card can hold the service for minutes."))
)
