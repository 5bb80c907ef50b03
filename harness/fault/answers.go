package fault

import "github.com/cpslab/cps/harness/card/text"

// Why a fault of an exchange has no finding of its own.
var (
	reasonLost    = text.Text{FR: "panne du banc : l'erreur nomme l'échange et ce qui était lu", EN: "the bench fails: the error names the exchange and what was read"}
	reasonUnread  = text.Text{FR: "l'objet n'est pas lu : ses règles sont inconnues, et le verdict le dit", EN: "the object is not read: its rules are unknown, and the verdict says so"}
	reasonHarmful = text.Text{FR: "rien ne change : seul le temps", EN: "nothing changes but the time"}
)

// exchangeKinds are the faults of one exchange.
var exchangeKinds = [...]Kind{
	{
		Name: "lost-before", Layer: Exchange, Where: everywhere, Example: "lost-before@12", Reason: reasonLost,
		Does:   text.Text{FR: "la commande se perd avant la carte", EN: "the command is lost before the card"},
		before: (*exchange).lostBefore,
	},
	{
		Name: "lost-after", Layer: Exchange, Where: simulated, Example: "lost-after@p=0.2,seed=7", Reason: reasonLost,
		Does:  text.Text{FR: "la carte exécute la commande, sa réponse se perd", EN: "the card does what it was told, its answer is lost"},
		after: (*exchange).lostAfter,
	},
	{
		Name: "delay", Layer: Exchange, Takes: Duration, Where: everywhere, Example: "delay=2ms@every", Reason: reasonHarmful,
		Does:   text.Text{FR: "la réponse tarde (800 ms sans durée)", EN: "the answer is late (800 ms unless told)"},
		before: (*exchange).delay,
	},
	{
		Name: "silent", Layer: Exchange, Takes: Duration, Lasts: true, Where: simulated, Example: "silent=100ms@12",
		Does:   text.Text{FR: "la carte se tait : derrière un lecteur jusqu'à ce qu'on la retire, sinon jusqu'au délai (10 s)", EN: "the card is silent: behind a reader until it is pulled out, else until the deadline (10 s)"},
		Reason: text.Text{FR: "panne du banc : l'erreur dit que le lecteur ne répond plus", EN: "the bench fails: the error says that the reader does not answer any more"},
		before: (*exchange).silent,
	},
	{
		Name: "repeat", Layer: Exchange, Where: simulated, Example: "repeat@READ:CPS_INFO_PS",
		Does:   text.Text{FR: "la commande arrive deux fois à la carte ; sa deuxième réponse est rendue", EN: "the command reaches the card twice; its second answer is given"},
		Reason: text.Text{FR: "lire deux fois donne la même chose", EN: "what is read twice is the same"},
		before: (*exchange).repeat,
	},
	{
		Name: "stale", Layer: Exchange, Where: everywhere, Example: "stale@READ:EF.DIR", Reason: reasonUnread,
		Does:  text.Text{FR: "la réponse précédente est rendue encore une fois", EN: "the answer before is given once more"},
		wrong: true,
		after: (*exchange).stale,
	},
	{
		Name: "cut", Layer: Exchange, Takes: Number, Where: everywhere, Example: "cut@READ:CPS_SIT_FACT", Rule: "CPS-SIGN-004",
		Does:  text.Text{FR: "la réponse n'a que la moitié de ses octets (ou le nombre donné), et son mot d'état", EN: "the answer has half of its bytes (or as many as told), and its status word"},
		wrong: true,
		after: (*exchange).cut,
	},
	{
		Name: "no-answer", Layer: Exchange, Where: onChannel, Example: "no-answer@12", Reason: reasonLost,
		Does:  text.Text{FR: "la réponse est vide, sans mot d'état", EN: "the answer is empty, without a status word"},
		after: (*exchange).noAnswer,
	},
	{
		Name: "one-byte", Layer: Exchange, Where: everywhere, Example: "one-byte@12", Reason: reasonLost,
		Does:  text.Text{FR: "la réponse est d'un seul octet", EN: "the answer is a single byte"},
		after: (*exchange).oneByte,
	},
	{
		Name: "too-long", Layer: Exchange, Takes: Number, Where: everywhere, Example: "too-long=300@READ:CPS_INFO_PS", Reason: reasonLost,
		Does:  text.Text{FR: "la réponse a des octets de trop (un, ou le nombre donné)", EN: "the answer has bytes too many (one, or as many as told)"},
		after: (*exchange).tooLong,
	},
	{
		Name: "oversized", Layer: Exchange, Where: everywhere, Example: "oversized@READ:CPS_INFO_PS", Reason: reasonLost,
		Does:  text.Text{FR: "la réponse fait 65 Ko", EN: "the answer is 65 kB long"},
		after: (*exchange).oversized,
	},
	{
		Name: "garble", Layer: Exchange, Where: everywhere, Example: "garble@READ:CPS_SIT_FACT", Rule: "CPS-SIGN-004",
		Does:  text.Text{FR: "les octets de la réponse sont brouillés, le mot d'état est juste", EN: "the bytes of the answer are noise, the status word is right"},
		wrong: true,
		after: (*exchange).garble,
	},
	{
		Name: "bit", Layer: Exchange, Takes: Number, Where: everywhere, Example: "bit=1@READ:CPS_SIT_FACT", Rule: "CPS-SIGN-004",
		Does:  text.Text{FR: "un bit de la réponse est faux (le premier de l'octet du milieu, ou celui dont le numéro est donné)", EN: "one bit of the answer is wrong (the first of the byte in the middle, or the one of that number)"},
		wrong: true,
		after: (*exchange).bit,
	},
	{
		Name: "answer-zeros", Layer: Exchange, Where: everywhere, Example: "answer-zeros@READ:CPS_SIT_FACT", Rule: "CPS-DAM-001",
		Does:  text.Text{FR: "les octets de la réponse sont à 00", EN: "the bytes of the answer are 00"},
		wrong: true,
		after: (*exchange).answerZeros,
	},
	{
		Name: "answer-ff", Layer: Exchange, Where: everywhere, Example: "answer-ff@READ:CPS_SIT_FACT", Rule: "CPS-DAM-001",
		Does:  text.Text{FR: "les octets de la réponse sont à FF", EN: "the bytes of the answer are FF"},
		wrong: true,
		after: (*exchange).answerFF,
	},
	{
		Name: "empty", Layer: Exchange, Where: everywhere, Example: "empty@READ:CPS_SIT_FACT", Rule: "CPS-DAM-001",
		Does:  text.Text{FR: "réponse sans données, 9000", EN: "an answer without data, 9000"},
		after: (*exchange).empty,
	},
	{
		Name: "status", Layer: Exchange, Takes: StatusWord, Where: everywhere, Example: "status=6F00@READ:CPS_SIT_FACT", Reason: reasonUnread,
		Does:   text.Text{FR: "la carte répond ce mot d'état (6F00 sans valeur) et ne fait rien", EN: "the card answers that status word (6F00 unless told) and does nothing"},
		before: (*exchange).status,
	},
	{
		Name: "busy", Layer: Exchange, Where: everywhere, Example: "busy@READ:CPS_INFO_PS", ends: Until{Times: 2}, Reason: reasonUnread,
		Does:   text.Text{FR: "6F00 deux fois, puis la carte répond comme avant", EN: "6F00 twice, then the card answers as before"},
		before: (*exchange).busy,
	},
	{
		Name: "memory", Layer: Exchange, Where: everywhere, Example: "memory@READ:CPS_INFO_PS", Reason: reasonUnread,
		Does:   text.Text{FR: "6581 : la mémoire de la carte ne répond pas", EN: "6581: the memory of the card does not answer"},
		before: (*exchange).memory,
	},
	{
		Name: "endless-61", Layer: Exchange, Lasts: true, Where: everywhere, Example: "endless-61@READ:CPS_INFO_PS", Reason: reasonLost,
		Does:   text.Text{FR: "6110 sans fin : la carte annonce toujours des octets", EN: "6110 without end: the card always announces bytes"},
		before: (*exchange).endless61,
	},
	{
		Name: "endless-6c", Layer: Exchange, Lasts: true, Where: everywhere, Example: "endless-6c@READ:CPS_ACTIVITY_01_PS", Reason: reasonUnread,
		Does:   text.Text{FR: "6C10 sans fin : la carte demande toujours une autre longueur", EN: "6C10 without end: the card always asks for another length"},
		before: (*exchange).endless6C,
	},
	{
		Name: "chain-broken", Layer: Exchange, Where: simulated, on: OpSign, Example: "chain-broken",
		Does:   text.Text{FR: "un bloc d'une commande chaînée est refusé, 6883", EN: "a block of a chained command is refused, 6883"},
		Reason: text.Text{FR: "une lecture n'enchaîne rien ; seule la preuve de la clé manque", EN: "a reading chains nothing; only the proof of the key is missing"},
		before: (*exchange).chainBroken,
	},
	{
		Name: "command-bit", Layer: Exchange, Takes: Number, Where: simulated, Example: "command-bit@VERIFY", Rule: "CPS-PIN-001",
		Does:   text.Text{FR: "un bit des données de la commande est faux en arrivant à la carte", EN: "a bit of the data of the command is wrong when it reaches the card"},
		before: (*exchange).commandBit,
	},
}
