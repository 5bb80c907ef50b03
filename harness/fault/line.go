package fault

import "github.com/cpslab/cps/harness/card/text"

const (
	onChannel  = InProcess | RealCard
	everywhere = InProcess | Behind | RealCard
	simulated  = InProcess | Behind
)

// lineKinds are the faults of reader, slot and start.
var lineKinds = [...]Kind{
	{
		Name: "reader-lost", Layer: Reader, Lasts: true, Where: onChannel, Example: "reader-lost@12", Rule: "CPS-RDR-001",
		Does:   text.Text{FR: "le lecteur est débranché : aucun lecteur, à partir de cet échange", EN: "the reader is unplugged: no reader, from that exchange on"},
		before: (*exchange).readerLost,
	},
	{
		Name: "reader-renumbered", Layer: Reader, Lasts: true, Where: onChannel, Example: "reader-renumbered@12", ends: Until{Reset: true}, Rule: "CPS-RDR-001",
		Does:   text.Text{FR: "le lecteur revient sous un autre nom : sous l'ancien il n'y a plus rien, jusqu'à ce que la carte soit rouverte", EN: "the reader comes back under another name: under the old one there is nothing, until the card is opened again"},
		before: (*exchange).readerLost,
	},
	{
		Name: "wedged", Layer: Reader, Lasts: true, Takes: Duration, Where: onChannel, Example: "wedged=100ms@12",
		Does:   text.Text{FR: "le lecteur ne répond plus : l'échange attend (10 s sans durée), puis échoue", EN: "the reader does not answer any more: the exchange waits (10 s unless told), then fails"},
		Reason: text.Text{FR: "panne du banc : l'erreur dit de débrancher le lecteur", EN: "the bench fails: the error says to unplug the reader"},
		before: (*exchange).wedged,
	},
	{
		Name: "sharing-refused", Layer: Reader, Start: true, Where: onChannel, Example: "sharing-refused",
		Does:   text.Text{FR: "un autre programme tient la carte : la transaction est refusée", EN: "another program holds the card: the transaction is refused"},
		Reason: text.Text{FR: "panne du banc : l'erreur dit de fermer l'autre programme", EN: "the bench fails: the error says to close the other program"},
	},
	{
		Name: "taken", Layer: Reader, Lasts: true, Where: onChannel, Example: "taken@12",
		Does:   text.Text{FR: "un autre programme prend la carte pour lui au milieu de la lecture", EN: "another program takes the card for itself in the middle of the reading"},
		Reason: text.Text{FR: "panne du banc : l'erreur dit de fermer l'autre programme", EN: "the bench fails: the error says to close the other program"},
		before: (*exchange).taken,
	},
	{
		Name: "reset-by-other", Layer: Reader, Lasts: true, Where: InProcess, Example: "reset-by-other@12", ends: Until{Reset: true},
		Does:   text.Text{FR: "un autre programme réinitialise la carte : tout échoue jusqu'à ce qu'on la reprenne", EN: "another program resets the card: all fails until it is taken up again"},
		Reason: text.Text{FR: "panne du banc : l'erreur nomme l'autre programme", EN: "the bench fails: the error names the other program"},
		before: (*exchange).resetByOther,
	},

	{
		Name: "remove", Layer: Slot, Lasts: true, Where: everywhere, Example: "remove@12", Rule: "CPS-RDR-008",
		Does:   text.Text{FR: "la carte est retirée pendant l'échange, et reste dehors", EN: "the card is pulled out during the exchange, and stays out"},
		before: (*exchange).remove,
	},
	{
		Name: "bounce", Layer: Slot, Lasts: true, Where: everywhere, Example: "bounce@12", ends: Until{Reset: true}, Rule: "CPS-RDR-008",
		Does:   text.Text{FR: "le contact saute : l'échange est perdu, la carte revient aussitôt, sans alimentation", EN: "the contact bounces: the exchange is lost, the card is back at once, without power"},
		before: (*exchange).bounce,
	},
	{
		Name: "swap", Layer: Slot, Lasts: true, Takes: Profile, Where: simulated, Example: "swap=cps3-missing-dam@12", ends: Until{Reset: true}, Rule: "CPS-RDR-008",
		Does:   text.Text{FR: "la carte est échangée contre une autre : celle-là répond, une fois reprise", EN: "the card is exchanged for another: that one answers, once it is taken up"},
		before: (*exchange).swap,
	},
	{
		Name: "late", Layer: Slot, Start: true, Takes: Duration, Where: simulated, Example: "late", Rule: "CPS-RDR-003",
		Does: text.Text{FR: "le lecteur est vide quand le programme regarde ; la carte vient plus tard (2 s sans durée)", EN: "the reader is empty when the program looks; the card comes later (2 s unless told)"},
	},

	{
		Name: "mute", Layer: Startup, Start: true, Where: everywhere, Example: "mute", Rule: "CPS-RDR-004",
		Does: text.Text{FR: "la carte ne donne aucun ATR", EN: "the card gives no answer to reset"},
	},
	{
		Name: "atr", Layer: Startup, Start: true, Takes: Bytes, Where: everywhere, Example: "atr=3B6500002063CB6800", Rule: "CPS-RDR-006",
		Does: text.Text{FR: "la carte donne un autre ATR (celui d'un inconnu, sans valeur)", EN: "the card gives another answer to reset (that of a stranger, unless told)"},
	},
	{
		Name: "atr-bit", Layer: Startup, Start: true, Takes: Number, Where: everywhere, Example: "atr-bit=40", Rule: "CPS-RDR-006",
		Does: text.Text{FR: "un bit de l'ATR est faux (le numéro donné, de 0)", EN: "one bit of the answer to reset is wrong (the number given, from 0)"},
	},
	{
		Name: "atr-cut", Layer: Startup, Start: true, Where: onChannel, Example: "atr-cut", Rule: "CPS-RDR-006",
		Does: text.Text{FR: "l'ATR est coupé à la moitié", EN: "the answer to reset is cut in the middle"},
	},
	{
		Name: "atr-after-reset", Layer: Startup, Start: true, Takes: Bytes, Where: simulated, Example: "atr-after-reset",
		Does:   text.Text{FR: "après une réinitialisation la carte donne un autre ATR", EN: "after a reset the card gives another answer to reset"},
		Reason: text.Text{FR: "une lecture ne réinitialise pas la carte : l'ATR qu'elle voit est le premier", EN: "a reading does not reset the card: the answer to reset that it sees is the first"},
	},
	{
		Name: "protocol", Layer: Startup, Start: true, Takes: Number, Where: onChannel, Example: "protocol=1",
		Does:   text.Text{FR: "le lecteur annonce l'autre protocole (T=0 pour T=1, et l'inverse)", EN: "the reader tells the other protocol (T=0 for T=1, and the other way round)"},
		Reason: text.Text{FR: "la lecture suit ce que la carte répond, pas le protocole annoncé : rien n'est perdu", EN: "the reading follows what the card answers, not the protocol that is told: nothing is lost"},
	},
	{
		Name: "reset-fails", Layer: Startup, Start: true, Where: simulated, Example: "reset-fails",
		Does:   text.Text{FR: "la carte ne répond plus à la réinitialisation", EN: "the card does not answer a reset any more"},
		Reason: text.Text{FR: "une lecture ne réinitialise pas la carte", EN: "a reading does not reset the card"},
	},
}
