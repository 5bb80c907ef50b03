package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/fault"
)

func (a *app) faultsCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "faults [" + a.t("PANNE", "FAULT") + "]",
		Short: a.t("Lister les pannes que --fault sait jouer, ou en expliquer une", "List the faults that --fault can play, or explain one"),
		Long: a.t(`Liste les pannes, du lecteur aux certificats, chacune avec un exemple à coller et le
constat auquel il mène sur cps3-healthy. Une panne s'écrit sur une ligne :

  PANNE[=VALEUR][@OÙ][,OPTION]…

OÙ : le numéro d'un échange (12, ou 12+ pour tous les suivants), every, ou ce que fait
la commande, avec le fichier et le rang : VERIFY#2, READ:CPS_SIT_FACT, SELECT:7005.
OPTION : p=0.01 (probabilité), seed=7 (sa graine), until=reset, until=reinsert ou
until=3 (fin de la panne). Plusieurs pannes : plusieurs --fault, ou un fichier : .faults,
une par ligne, ou .yaml, une liste de lignes ou de {kind: status, value: 6F00, at: VERIFY#2}.`,
			`Lists the faults, from the reader to the certificates, each with an example to paste
and the finding that it leads to on cps3-healthy. A fault is written on one line:

  FAULT[=VALUE][@WHERE][,OPTION]…

WHERE: the number of an exchange (12, or 12+ for all that follow), every, or what the
command does, with the file and which time: VERIFY#2, READ:CPS_SIT_FACT, SELECT:7005.
OPTION: p=0.01 (probability), seed=7 (of it), until=reset, until=reinsert or until=3
(the end of the fault). Several faults: several --fault, or a file: .faults, one a line, or
.yaml, a list of lines or of {kind: status, value: 6F00, at: VERIFY#2}.`),
		Example: "  cpslab faults\n  cpslab faults remove\n  cpslab diagnose sim:cps3-healthy --fault remove@12\n  cpslab diagnose sim:cps3-healthy --fault garble@READ:CPS_SIT_FACT",
		Args:    cobra.MaximumNArgs(1),
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return fault.KindNames(), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 1 {
				return a.faultOne(args[0])
			}
			return a.faultList()
		},
	}
}

// kindJSON is a kind of fault in the output contract.
type kindJSON struct {
	Name    string   `json:"name"`
	Layer   string   `json:"layer"`
	Does    string   `json:"does"`
	Value   string   `json:"value,omitempty"` // what stands behind "="
	Example string   `json:"example"`
	Command string   `json:"command"` // to paste
	Rule    string   `json:"rule,omitempty"`
	Reason  string   `json:"reason,omitempty"` // why no finding
	Where   []string `json:"where"`
	Trigger bool     `json:"trigger"` // waits for an exchange
}

func (a *app) kindJSON(k *fault.Kind) kindJSON {
	return kindJSON{
		Name: k.Name, Layer: k.Layer.String(), Does: k.Does.In(a.lang), Value: a.takes(k), Example: k.Example,
		Command: exampleCommand(k), Rule: k.Rule, Reason: k.Reason.In(a.lang), Where: a.places(k), Trigger: k.Triggered(),
	}
}

// exampleCommand is the command that shows a kind.
func exampleCommand(k *fault.Kind) string {
	if k.Where == fault.OnUSB {
		return "cpslab simulate cps3-healthy --usbip --fault " + quoted(k.Example)
	}
	return "cpslab diagnose sim:cps3-healthy --fault " + quoted(k.Example)
}

// takes says what stands behind "=", "" for nothing.
func (a *app) takes(k *fault.Kind) string {
	switch k.Takes {
	case fault.StatusWord:
		return a.t("un mot d'état, quatre chiffres hexadécimaux", "a status word, four hexadecimal digits")
	case fault.Duration:
		return a.t("une durée, 800ms", "a duration, 800ms")
	case fault.Number:
		return a.t("un nombre", "a number")
	case fault.Bytes:
		return a.t("des octets en hexadécimal", "bytes in hexadecimal")
	case fault.Object:
		return a.t("un objet : ", "an object: ") + strings.Join(fault.ObjectNames(), ", ")
	case fault.Profile:
		return a.t("une autre carte, preset ou fichier .yaml", "another card, a preset or a .yaml file")
	case fault.Code:
		return "speciality, convention, zone, mileage, agreements, id"
	case fault.Certificate:
		return a.t("signature, authentication ou technical ; rien pour les trois", "signature, authentication or technical; nothing for all three")
	case fault.NoValue:
	}
	return ""
}

// places says where a kind is played.
func (a *app) places(k *fault.Kind) []string {
	var all []string
	for _, p := range [...]struct {
		where fault.Where
		name  string
	}{
		{fault.InProcess, "diagnose, show, run, bench"},
		{fault.Behind, "with, simulate"},
		{fault.OnUSB, "simulate --usbip, serve --usbip"},
		{fault.Profiles, "diagnose sim:, show sim:, run sim:, bench sim:, with, simulate"},
		{fault.RealCard, a.t("une vraie carte (--fault-on-real-card)", "a real card (--fault-on-real-card)")},
	} {
		if k.Where.Has(p.where) {
			all = append(all, p.name)
		}
	}
	return all
}

func (a *app) faultList() error {
	if a.json() {
		list := make([]kindJSON, 0, len(fault.Kinds()))
		for _, k := range fault.Kinds() {
			list = append(list, a.kindJSON(k))
		}
		return a.writeJSON(struct {
			Schema int        `json:"schema"`
			Faults []kindJSON `json:"faults"`
		}{1, list})
	}
	layer := fault.Layer(0)
	for i, k := range fault.Kinds() {
		if i == 0 || k.Layer != layer {
			layer = k.Layer
			fmt.Fprintf(a.out, "%s%s\n", map[bool]string{true: "", false: "\n"}[i == 0], layer.Text().In(a.lang))
		}
		fmt.Fprintf(a.out, "  %s  %s\n  %s  %s  → %s\n", padTo(k.Name, kindWidth), k.Does.In(a.lang), padTo("", kindWidth), exampleCommand(k), a.leadsTo(k))
	}
	fmt.Fprintln(a.out, a.t("\ncpslab faults PANNE en explique une ; cpslab faults --help dit comment elles s'écrivent.",
		"\ncpslab faults FAULT explains one; cpslab faults --help says how they are written."))
	return nil
}

// kindWidth is the longest name of a kind, in characters.
const kindWidth = 19

// leadsTo is the finding of the example, or a dash.
func (a *app) leadsTo(k *fault.Kind) string {
	if k.Rule != "" {
		return k.Rule
	}
	return "–"
}

// faultOne explains a kind, or a fault as it is written.
func (a *app) faultOne(name string) error {
	k, ok := fault.KindOf(name)
	if !ok {
		faults, err := fault.Parse(name)
		if err != nil {
			return err
		}
		k = faults[0].Kind
	}
	if a.json() {
		return a.writeJSON(struct {
			Schema int `json:"schema"`
			kindJSON
		}{1, a.kindJSON(k)})
	}
	rows := [][2]string{
		{a.t("Couche", "Layer"), k.Layer.Text().In(a.lang)},
		{a.t("Valeur", "Value"), a.takes(k)},
		{a.t("Se joue sur", "Played on"), strings.Join(a.places(k), " ; ")},
		{a.t("Exemple", "Example"), exampleCommand(k)},
		{a.t("Constat", "Finding"), a.finding(k)},
	}
	fmt.Fprintf(a.out, "%s : %s\n", k.Name, k.Does.In(a.lang))
	for _, r := range rows {
		if r[1] != "" {
			fmt.Fprintln(a.out, hung("  "+padTo(r[0], len("Se joue sur"))+"  ", r[1], helpWidth))
		}
	}
	return nil
}

// finding is the rule that the example leads to with its title, or why there is none.
func (a *app) finding(k *fault.Kind) string {
	for _, r := range diagnosis.Rules() {
		if r.ID == k.Rule {
			return r.ID + " " + r.Title.In(a.lang)
		}
	}
	return a.t("aucun : ", "none: ") + k.Reason.In(a.lang)
}
