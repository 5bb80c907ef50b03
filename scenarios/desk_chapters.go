package scenarios

import (
	"time"

	"github.com/cpslab/cps/harness/card/text"
)

// chapters are the chapters of a reader's report, in their order: first what needs no card,
// then what reads it, then what moves it.
func chapters() []chapter {
	reset := []effect{effectReset}
	removal := []effect{effectRemoval}
	return []chapter{
		{
			id: "identification", whole: 30 * time.Second, hasten: 30 * time.Second,
			title: text.Same("Identification"),
			about: text.Of("Ce que disent le lecteur, son pilote et le bus USB, et avec quelle carte il est testé.", "What the reader, its driver and the USB bus tell, and with which card it is tested."),
			steps: []step{
				{title: text.Of("dit son nom, son pilote et ses fonctions (PC/SC partie 10)", "tells its name, its driver and its features (PC/SC part 10)"), withoutCard: true, body: (*visit).tells},
				{title: text.Of("est décrit par le bus USB", "is described by the USB bus"), withoutCard: true, body: (*visit).onUSB},
				{title: text.Of("tient une carte de TEST, celle qui est désignée", "holds a TEST card, the one that is named"), admits: true, body: (*visit).admitted},
			},
		},
		{
			id: "line", whole: 2 * time.Minute, hasten: time.Minute,
			title: text.Of("Protocole et débit", "Protocol and rate"),
			about: text.Of("La durée d'une lecture, à côté de ce que ses caractères prennent sur la ligne de la carte.", "The time of a reading, beside what its characters take on the line of the card."),
			steps: []step{
				{title: text.Of("parle au débit que la carte propose (PPS)", "speaks at the rate that the card offers (PPS)"), body: (*visit).negotiates},
				{title: text.Of("ne prend guère plus que la ligne", "takes little more than the line"), body: (*visit).keepsPace},
			},
		},
		{
			id: "reset", whole: 2 * time.Minute, hasten: time.Minute,
			title: text.Of("Réponse au reset", "Answer to reset"),
			about: text.Of("L'ATR après cinq resets à chaud et cinq à froid.", "The ATR after five warm and five cold resets."),
			steps: []step{
				{title: text.Of("donne la même réponse à chaque reset, à chaud et à froid", "gives the same answer to every reset, warm and cold"), effects: reset, body: func(v *visit) { v.resetsAlike() }},
			},
		},
		{
			id: "commands", whole: 3 * time.Minute, hasten: 2 * time.Minute,
			title: text.Of("Commandes et réponses", "Commands and answers"),
			about: text.Of("Les quatre formes de commande, les longueurs autour de 255 et 256, les statuts 61xx et 6Cxx, le chaînage et les longueurs étendues.", "The four cases of commands, lengths around 255 and 256, the status words 61xx and 6Cxx, chaining and extended lengths."),
			steps: []step{
				{title: text.Of("transmet les quatre formes de commande", "passes the four cases of commands on"), body: (*visit).cases},
				{title: text.Of("rend entières les réponses de toute longueur", "brings answers of every length whole"), body: func(v *visit) { v.lengths() }},
				{title: text.Of("rend 61xx et 6Cxx tels que la carte les donne, ou les résout", "gives 61xx and 6Cxx as the card does, or resolves them"), body: (*visit).statusWords},
				{title: text.Of("transmet les longueurs étendues que la carte prend", "passes on the extended lengths that the card takes"), body: (*visit).extended},
			},
		},
		{
			id: "codes", whole: 2 * time.Minute, hasten: time.Minute,
			title: text.Of("Code porteur, signatures et chaînage", "PIN, signatures and chaining"),
			about: text.Of("Une présentation du code, la partie protégée, une signature par clé, et une en deux blocs chaînés.", "One presentation of the PIN, the protected part, a signature by each key, and one in two chained blocks."),
			steps: []step{
				{title: text.Of("transmet le code porteur une fois, et lit ce qu'il protège", "passes the PIN on once, and reads what it protects"), effects: []effect{effectLogin}, body: (*visit).readsProtected},
				{title: text.Of("attend les signatures", "waits for signatures"), effects: []effect{effectSign}, body: (*visit).waitsForSignatures},
				{title: text.Of("transmet une commande en deux blocs chaînés", "passes on a command in two chained blocks"), effects: []effect{effectSign}, body: (*visit).chained},
			},
		},
		{
			id: "reading", whole: 45 * time.Minute, hasten: 3 * time.Minute,
			title: text.Of("Mille lectures", "A thousand readings"),
			about: text.Of("Des lectures entières (20 avec --quick), sans dérive ni fuite.", "Full readings (20 with --quick), without drift or leak."),
			steps: []step{{title: text.Of("lit toujours la même carte, dans le même temps, sans rien laisser", "always reads the same card, in the same time, and leaves nothing behind"), body: (*visit).readsOn}},
		},
		{
			id: "sharing", whole: 2 * time.Minute, hasten: 2 * time.Minute,
			title: text.Of("Deux programmes", "Two programs"),
			about: text.Of("Un second programme a la carte en même temps : transactions, exclusivité, reset, mort.", "A second program has the card at the same time: transactions, exclusive access, reset, death."),
			steps: []step{
				{title: text.Of("fait attendre un programme pendant la transaction de l'autre", "keeps one program waiting while the other has a transaction"), body: (*visit).keepsWaiting},
				{title: text.Of("tient l'autre programme dehors quand l'un a le lecteur pour lui", "keeps the other program out when one has the reader for itself"), body: (*visit).staysOut},
				{title: text.Of("dit à un programme que l'autre a réinitialisé la carte", "tells a program that the other one reset the card"), effects: reset, body: (*visit).learnsOfReset},
				{title: text.Of("rend la carte quand un programme meurt dans sa transaction", "gives the card back when a program dies in its transaction"), body: (*visit).survivesKill},
			},
		},
		{
			id: "idle", whole: 6 * time.Minute, hasten: time.Minute,
			title: text.Of("Long repos", "Long idle"),
			about: text.Of("La carte laissée sans rien lui dire (deux fois deux minutes, deux fois cinq secondes avec --quick).", "The card left without a word (twice two minutes, twice five seconds with --quick)."),
			steps: []step{
				{title: text.Of("retrouve une carte laissée ouverte", "finds a card again that was left open"), body: (*visit).idlesOpen},
				{title: text.Of("retrouve une carte laissée fermée", "finds a card again that was left closed"), body: (*visit).idlesClosed},
			},
		},
		{
			id: "slots", whole: 3 * time.Minute, hasten: time.Minute,
			title: text.Of("Deux lecteurs à la fois", "Two readers at once"),
			about: text.Of("Deux cartes lues en même temps, dans deux fentes ou deux lecteurs.", "Two cards read at the same time, in two slots or two readers."),
			steps: []step{{title: text.Of("lit deux cartes à la fois sans les confondre", "reads two cards at once and keeps them apart"), body: (*visit).twoAtOnce}},
		},
		{
			id: "contactless", whole: time.Minute, hasten: time.Minute,
			title: text.Of("Contact et sans contact", "With and without contacts"),
			about: text.Of("Une fente sans contact distinguée d'une fente à contact.", "A contactless slot told from one with contacts."),
			steps: []step{{title: text.Of("distingue une carte sans contact d'une carte à contact", "tells a contactless card from one with contacts"), body: (*visit).toldApart}},
		},
		{
			id: "pinpad", whole: 30 * time.Second, hasten: 30 * time.Second,
			title: text.Of("Clavier", "Keypad"),
			about: text.Of("Ce que le lecteur dit de son clavier. Aucun code n'y est demandé.", "What the reader tells of its keypad. No code is asked for at it."),
			steps: []step{{title: text.Of("décrit un clavier qui prend un code porteur", "describes a keypad that takes a PIN"), withoutCard: true, body: (*visit).keypad}},
		},
		{
			id: "presence", whole: 5 * time.Minute, hasten: 4 * time.Minute,
			title: text.Of("Présence de la carte", "Presence of the card"),
			about: text.Of("Ce que le lecteur annonce quand la carte sort et entre, et en combien de temps.", "What the reader tells when the card leaves and comes, and how soon."),
			steps: []step{{title: text.Of("annonce le retrait et l'insertion", "tells of removal and insertion"), effects: removal, withoutCard: true, body: (*visit).presence}},
		},
		{
			id: "removal", whole: 8 * time.Minute, hasten: 8 * time.Minute,
			title: text.Of("Retrait en plein travail", "Removal at work"),
			about: text.Of("La carte retirée pendant une lecture et dans une transaction, et la reprise.", "The card pulled out of a reading and of a transaction, and how it goes on."),
			steps: []step{
				{title: text.Of("dit que la carte est partie pendant une lecture, puis la relit", "tells that the card is gone in a reading, then reads it again"), effects: removal, body: (*visit).pulledOut},
				{title: text.Of("ne laisse personne dehors après un retrait dans une transaction", "keeps nobody out after a removal in a transaction"), effects: removal, body: (*visit).pulledOutOfTransaction},
			},
		},
		{
			id: "service", whole: 4 * time.Minute, hasten: 4 * time.Minute,
			title: text.Of("Service relancé", "Service restarted"),
			about: text.Of("Le service PC/SC relancé pendant une lecture.", "The PC/SC service restarted in a reading."),
			steps: []step{{title: text.Of("retrouve lecteur et carte quand le service est relancé", "finds reader and card again when the service is restarted"), body: (*visit).serviceRestarts}},
		},
		{
			id: "sleep", whole: 10 * time.Minute, hasten: 10 * time.Minute,
			title: text.Of("Mise en veille", "Sleep"),
			about: text.Of("Une étape pour l'utilisateur, qui la confirme.", "A step for the user, who confirms it."),
			steps: []step{{title: text.Of("lit la carte après une mise en veille", "reads the card after the computer slept"), body: (*visit).sleeps}},
		},
	}
}
