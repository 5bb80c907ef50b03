package main

import (
	"cmp"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"github.com/cpslab/cps/harness/card/text"
)

// exitRow is one exit code of a command and when it ends with it.
type exitRow struct {
	code string // "0", or a range in words of the shell: "126", "128+n"
	when text.Text
}

// exitRows are the exit codes of a command, given by its path below cpslab: what its
// help shows, and a contract (CHANGELOG.md). Nil for what only groups others. They are
// made when help is asked for, not at each start.
func exitRows(path string) []exitRow {
	var (
		wrongUse = exitRow{"2", text.Text{FR: "mauvais usage, ou saisie incorrecte", EN: "wrong use, or bad input"}}
		benchBad = exitRow{"3", text.Text{FR: "banc en panne, ou interrompu", EN: "the bench failed, or was interrupted"}}
		listed   = exitRow{"0", text.Text{FR: "affiché", EN: "printed"}}
		lost     = exitRow{"3", text.Text{FR: "le résultat n'a pas pu être écrit", EN: "the result could not be written"}}
	)

	var (
		written = exitRow{"0", text.Text{FR: "écrit, masqué et fouillé", EN: "written, scrubbed and searched"}}
		leaked  = exitRow{"3", text.Text{FR: "un secret serait resté dans le fichier, qui n'est pas laissé ; ou banc en panne", EN: "a secret would have stayed in the file, which is not left; or the bench failed"}}
	)
	driven := []exitRow{
		{"0", text.Text{FR: "fait, et visible des programmes", EN: "done, and programs see it"}},
		wrongUse,
		{"3", text.Text{FR: "station injoignable, lecteur pris par un autre, ou changement impossible", EN: "the station is out of reach, the reader is somebody else's, or the change is not possible"}},
	}

	return map[string][]exitRow{
		"demo": {
			{"0", text.Text{FR: "chaque verdict est celui que le fichier de la carte annonce", EN: "each verdict is what the card's own file announces"}},
			{"1", text.Text{FR: "un verdict diffère", EN: "a verdict differs"}},
			wrongUse, benchBad,
		},
		"diagnose": {
			{"0", text.Text{FR: "rien ne bloque", EN: "nothing blocks"}},
			{"1", text.Text{FR: "un constat bloque (lecteur vide ou carte muette compris)", EN: "a finding blocks (an empty reader and a mute card included)"}},
			wrongUse, benchBad,
			{"4", text.Text{
				FR: "incomplet (situations non lues ; certificats avec --use auth) ou indéterminé",
				EN: "incomplete (situations not read; with --use auth the certificates) or undetermined",
			}},
		},
		"show": {
			{"0", text.Text{FR: "tout est lu", EN: "everything was read"}},
			{"1", text.Text{FR: "pas de lecteur, pas de carte, ou carte muette", EN: "no reader, no card or a mute card"}},
			wrongUse, benchBad,
			{"4", text.Text{FR: "une partie n'a pas été lue", EN: "a part was not read"}},
		},
		"doctor": {
			{"0", text.Text{FR: "rien ne bloque", EN: "nothing blocks"}},
			{"1", text.Text{FR: "un constat bloque", EN: "a finding blocks"}},
			wrongUse, benchBad,
		},
		"reproduce": {
			{"0", text.Text{FR: "trouvé (--run compris, quoi que disent les diagnostics)", EN: "found (--run included, whatever the diagnoses say)"}},
			wrongUse, benchBad,
			{"4", text.Text{
				FR: "rien de connu : un texte sans réponse, ou un code que personne ne connaît ici",
				EN: "nothing known: a text without an answer, or a code that nobody knows here",
			}},
		},
		"ask": {
			{"0", text.Text{FR: "une cause est établie, ou une question est posée (JSON)", EN: "a cause is established, or a question is asked (JSON)"}},
			wrongUse, benchBad,
			{"4", text.Text{FR: "rien n'est établi, ou le message ne nomme rien de connu", EN: "nothing is established, or the message names nothing known"}},
		},
		"run": {
			{"0", text.Text{FR: "tout ce que la carte peut montrer a été déroulé et a réussi", EN: "all that the card can show ran and passed"}},
			{"1", text.Text{
				FR: "un scénario a échoué, ou rien d'utile n'a été déroulé (pas de carte, carte muette ou bloquée, aucun octet échangé avec elle)",
				EN: "a scenario failed, or nothing useful ran (no card, a mute or a blocked one, no byte exchanged with it)",
			}},
			wrongUse, benchBad,
			{"4", text.Text{
				FR: "INCOMPLET : ce qui a été déroulé a réussi, mais un scénario utile ne l'a pas été (0 avec --allow-not-run)",
				EN: "INCOMPLETE: what ran passed, and a useful scenario did not run (0 with --allow-not-run)",
			}},
		},
		"certify": {
			{"0", text.Text{FR: "tout ce qui s'applique au lecteur a été déroulé et a réussi", EN: "all that applies to the reader ran and passed"}},
			{"1", text.Text{
				FR: "un chapitre a échoué, ou rien d'utile n'a été déroulé (lecteur vide, carte muette)",
				EN: "a chapter failed, or nothing useful ran (an empty reader, a mute card)",
			}},
			{"2", text.Text{FR: "mauvais usage, ou carte refusée (celle d'une personne, ou une autre que --serial)", EN: "wrong use, or a card that is refused (a person's, or another than --serial)"}},
			benchBad,
			{"4", text.Text{
				FR: "INCOMPLET : ce qui a été déroulé a réussi, mais pas tout ce qui s'applique (0 avec --allow-not-run)",
				EN: "INCOMPLETE: what ran passed, and not all that applies did (0 with --allow-not-run)",
			}},
		},
		"certify verify": {
			{"0", text.Text{FR: "entier, inchangé, et complet", EN: "whole, unaltered and complete"}},
			{"1", text.Text{FR: "un octet a été modifié, ou la signature n'est pas la bonne", EN: "a byte was altered, or the signature is not the right one"}},
			{"2", text.Text{FR: "mauvais usage, ou ce n'est pas un dossier de certify", EN: "wrong use, or not a bundle of certify"}},
			{"4", text.Text{FR: "un fichier manque, ou le déroulement n'avait pas tout regardé", EN: "a file is missing, or the run had not looked at everything"}},
		},
		"certify render": {
			{"0", text.Text{FR: "écrit", EN: "written"}},
			wrongUse, lost,
		},
		"farm hub": {
			{"0", text.Text{FR: "le hub a tenu jusqu'à l'interruption (Ctrl-C)", EN: "the hub was held until it was interrupted (Ctrl-C)"}},
			wrongUse, benchBad,
		},
		"farm station": {
			{"0", text.Text{FR: "vidée : la part en cours est finie (Ctrl-C, ou farm drain)", EN: "drained: the running shard is finished (Ctrl-C, or farm drain)"}},
			wrongUse,
			{"3", text.Text{FR: "hub injoignable, nom ou lecteur pris par une autre station, ou banc en panne", EN: "the hub is out of reach, the name or a reader is another station's, or the bench failed"}},
		},
		"farm run": {
			{"0", text.Text{FR: "tout ce que la carte peut montrer a été déroulé et a réussi", EN: "all that the card can show ran and passed"}},
			{"1", text.Text{FR: "un scénario a échoué, ou rien d'utile n'a été déroulé", EN: "a scenario failed, or nothing useful ran"}},
			wrongUse,
			{"3", text.Text{FR: "une part est perdue, le hub est injoignable, ou interrompu : les rapports disent ce qui manque", EN: "a shard is lost, the hub is out of reach, or interrupted: the reports say what is missing"}},
			{"4", text.Text{FR: "INCOMPLET, comme run", EN: "INCOMPLETE, as run"}},
		},
		"farm status": {listed, wrongUse, {"3", text.Text{FR: "hub injoignable", EN: "the hub is out of reach"}}},
		"farm drain":  {{"0", text.Text{FR: "demandé", EN: "asked"}}, wrongUse, {"3", text.Text{FR: "hub injoignable", EN: "the hub is out of reach"}}},
		"farm keys":   {{"0", text.Text{FR: "écrit", EN: "written"}}, wrongUse, lost},
		"report merge": {
			{"0", text.Text{FR: "rassemblé, quoi que disent les parts", EN: "merged, whatever the parts say"}},
			wrongUse,
			{"3", text.Text{FR: "une part manque, ou un rapport n'a pas été écrit", EN: "a part is missing, or a report was not written"}},
		},
		"report diff": {
			{"0", text.Text{FR: "rien n'a changé", EN: "nothing changed"}},
			{"1", text.Text{FR: "quelque chose a changé", EN: "something changed"}},
			wrongUse, lost,
		},
		"with": {
			{"0–125", text.Text{FR: "le code de la commande", EN: "that of the command"}},
			{"126, 127", text.Text{FR: "la commande n'est pas exécutable, ou introuvable", EN: "the command is not executable, or not found"}},
			{"128+n", text.Text{FR: "le signal n a tué la commande", EN: "signal n killed the command"}},
			{"0, 1, 3, 4", text.Text{
				FR: "avec --each, ceux de run : 1 quand une carte a échoué ou qu'aucune n'a rien échangé, 4 quand l'une n'a pas été déroulée",
				EN: "with --each, those of run: 1 when a card failed or none exchanged a byte, 4 when one did not run",
			}},
			{"2, 3", text.Text{FR: "la commande n'a pas été lancée : mauvais usage, ou banc en panne", EN: "the command was not started: wrong use, or the bench failed"}},
		},
		"trace show": {listed, {"2", text.Text{FR: "mauvais usage, ou la trace ne se lit pas en entier (ce qui précède est montré)", EN: "wrong use, or the trace cannot be read whole (what stands before is shown)"}}, lost},
		"trace diff": {
			{"0", text.Text{FR: "les mêmes échanges", EN: "the same exchanges"}},
			{"1", text.Text{FR: "quelque chose diffère", EN: "something differs"}},
			wrongUse, lost,
		},
		"trace convert": {written, wrongUse, leaked},
		"trace scrub":   {written, wrongUse, leaked},
		"trace record": {
			written,
			{"1", text.Text{FR: "pas de lecteur, pas de carte, ou carte muette", EN: "no reader, no card or a mute card"}},
			wrongUse, leaked,
		},
		"trace replay": {
			{"0–125", text.Text{FR: "le code de la commande", EN: "that of the command"}},
			{"126, 127", text.Text{FR: "la commande n'est pas exécutable, ou introuvable", EN: "the command is not executable, or not found"}},
			{"128+n", text.Text{FR: "le signal n a tué la commande", EN: "signal n killed the command"}},
			{"2, 3", text.Text{FR: "la commande n'a pas été lancée : mauvais usage, trace illisible, ou banc en panne", EN: "the command was not started: wrong use, a trace that cannot be read, or the bench failed"}},
		},
		"explore": {
			{"0", text.Text{FR: "rien de mauvais : ni plantage, ni blocage, ni essai perdu, ni mensonge", EN: "nothing bad: no crash, no hang, no try spent, no lie"}},
			{"1", text.Text{FR: "un cas est mauvais (0 quand --baseline l'accepte)", EN: "a case is bad (0 when --baseline accepts it)"}},
			{"2", text.Text{FR: "mauvais usage, saisie incorrecte, ou programme qui ne fait pas deux fois la même chose", EN: "wrong use, bad input, or a program that does not do the same twice"}},
			benchBad,
			{"4", text.Text{FR: "des cas n'ont pas été joués", EN: "cases were not run"}},
		},
		"simulate": {
			{"0", text.Text{FR: "la carte a été servie jusqu'à l'interruption (Ctrl-C)", EN: "the card was served until it was interrupted (Ctrl-C)"}},
			wrongUse,
			{"3", text.Text{FR: "banc en panne : pilote injoignable, état illisible", EN: "the bench failed: the driver is out of reach, the state cannot be kept"}},
		},
		"serve": {
			{"0", text.Text{FR: "la station a été tenue jusqu'à l'interruption (Ctrl-C)", EN: "the station was held until it was interrupted (Ctrl-C)"}},
			wrongUse, benchBad,
		},
		"ctl show": driven, "ctl insert": driven, "ctl remove": driven, "ctl swap": driven, "ctl fault": driven, "ctl code": driven, "ctl hold": driven, "ctl release": driven,
		"ctl snapshot": driven, "ctl restore": driven, "ctl reset": driven, "ctl pin": driven, "ctl crash": driven, "ctl url": driven, "ctl log": driven,
		"ctl verdict": {
			{"0", text.Text{FR: "rien ne bloque", EN: "nothing blocks"}},
			{"1", text.Text{FR: "un constat bloque, ou le lecteur est vide", EN: "a finding blocks, or the reader is empty"}},
			wrongUse,
			{"3", text.Text{FR: "station injoignable, ou lecture interrompue par une panne armée", EN: "the station is out of reach, or an armed fault cut the reading short"}},
			{"4", text.Text{FR: "incomplet ou indéterminé", EN: "incomplete or undetermined"}},
		},
		"bench": {
			{"0", text.Text{FR: "mesuré", EN: "measured"}},
			{"1", text.Text{FR: "pas de lecteur, pas de carte, ou carte muette", EN: "no reader, no card or a mute card"}},
			wrongUse, benchBad,
		},
		"check-id": {
			{"0", text.Text{FR: "valable", EN: "valid"}},
			{"1", text.Text{FR: "non valable", EN: "not valid"}},
			{"2", text.Text{FR: "rien à vérifier, ou mauvais usage", EN: "nothing to check, or wrong use"}},
			benchBad,
		},
		"presets":   {listed, wrongUse, lost},
		"faults":    {listed, wrongUse, lost},
		"rules":     {listed, wrongUse, lost},
		"schema":    {listed, wrongUse, lost},
		"version":   {listed, wrongUse, lost},
		"ca export": {{"0", text.Text{FR: "écrit", EN: "written"}}, wrongUse, lost},
		"ca issue":  {{"0", text.Text{FR: "écrit", EN: "written"}}, wrongUse, lost},
		"ca serve": {
			{"0", text.Text{FR: "terminé par Ctrl-C", EN: "ended by Ctrl-C"}},
			wrongUse,
			{"3", text.Text{FR: "adresse prise ou interdite", EN: "the address is taken or forbidden"}},
		},
	}[path]
}

// helpWidth is what the help texts keep to, in runes.
const helpWidth = 88

// explainExits has the help of each command end with its exit codes.
func (a *app) explainExits(root *cobra.Command) {
	help := root.HelpFunc()
	root.SetHelpFunc(func(cmd *cobra.Command, args []string) {
		cmd.Long = a.withExits(cmd)
		help(cmd, args)
	})
}

// withExits is the long help of a command with its exit codes.
func (a *app) withExits(cmd *cobra.Command) string {
	long := strings.TrimRight(cmp.Or(cmd.Long, cmd.Short), "\n")
	rows := exitRows(strings.TrimPrefix(cmd.CommandPath(), "cpslab "))
	if rows == nil {
		return long
	}
	width := 0
	for _, r := range rows {
		width = max(width, utf8.RuneCountInString(r.code))
	}
	long += a.t("\n\nCodes de retour :", "\n\nExit codes:")
	for _, r := range rows {
		long += "\n" + hung("  "+padTo(r.code, width)+"  ", r.when.In(a.lang), helpWidth)
	}
	return long
}
