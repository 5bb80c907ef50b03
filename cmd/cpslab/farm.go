package main

import (
	"time"

	"github.com/spf13/cobra"
)

// Variables that say where a farm is, and who one is there. A token stands in no argument:
// arguments show in lists of processes.
const (
	envFarm      = "CPSLAB_FARM"
	envFarmToken = "CPSLAB_FARM_TOKEN"
	envFarmKeys  = "CPSLAB_FARM_KEYS"
)

// farmFlags say where the farm is.
type farmFlags struct {
	hub, keys string
}

type hubFlags struct {
	listen, state, keys, envFile, console string
	patience                              time.Duration
	patienceSet                           bool
}

type farmStationFlags struct {
	farmFlags
	readerFlags
	name, state string
	record      string
	labels      []string
	readers     []string
}

type farmRunFlags struct {
	farmFlags
	on     []string
	labels string
	focus  []string
	files  runFiles
	resume string

	shards      int
	seed        int64
	durations   string
	wait        time.Duration
	allowNotRun bool
	verbose     bool
}

func (a *app) farmCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "farm",
		Short: a.t("Répartir un déroulement sur de nombreuses stations", "Spread a run over many stations"),
		Long: a.t(`Un hub tient une file de travail ; des stations, une par lecteur ou davantage, y prennent
une part à la fois ; run y met un déroulement et rassemble les résultats, comme s'il avait
eu lieu ici. Ce qui présente un code n'est jamais fait deux fois : si sa station disparaît,
la part est perdue, et le déroulement le dit.

  cpslab farm hub --state hub --env farm.env &       # écrit où il est et son jeton
  . farm.env
  cpslab farm station --name a &                     # autant qu'il en faut
  cpslab farm run --junit junit.xml

Au-delà de cette machine, il faut des clés : cpslab farm keys, puis --keys.`,
			`A hub holds a queue of work; stations, one a reader or fewer, take one shard at a time;
run puts a run there and brings the results together, as if it had run here. What presents
a code is never done twice: if its station disappears the shard is lost, and the run says
so.

  cpslab farm hub --state hub --env farm.env &       # writes where it is, and its token
  . farm.env
  cpslab farm station --name a &                     # as many as are needed
  cpslab farm run --junit junit.xml

Beyond this machine keys are needed: cpslab farm keys, then --keys.`),
		Args: a.noSuchCommand,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(a.farmHubCommand(), a.farmStationCommand(), a.farmRunCommand(), a.farmStatusCommand(), a.farmDrainCommand(), a.farmKeysCommand())
	return cmd
}

func (a *app) addFarmFlags(cmd *cobra.Command, f *farmFlags) {
	fl := cmd.Flags()
	fl.StringVar(&f.hub, "hub", "", a.t("adresse du hub, ou d'un serveur NATS (sinon "+envFarm+")", "address of the hub, or of a NATS server (else "+envFarm+")"))
	fl.StringVar(&f.keys, "keys", "", a.t("dossier de clés de farm keys, au-delà de cette machine (sinon "+envFarmKeys+")", "folder of keys of farm keys, beyond this machine (else "+envFarmKeys+")"))
}

func (a *app) farmHubCommand() *cobra.Command {
	f := hubFlags{listen: "127.0.0.1:4222", patience: 30 * time.Second}
	cmd := &cobra.Command{
		Use:   "hub",
		Short: a.t("Tenir la file de travail d'une ferme", "Hold the queue of work of a farm"),
		Long: a.t(`Tient la file, les baux et les résultats, dans des fichiers de --state : arrêté ou tué puis
relancé, il reprend où il en était. Sur une adresse de cette machine, un jeton (dans --env,
et le même après une reprise) ; ailleurs, TLS et les clés de « cpslab farm keys ».`,
			`Holds the queue, the leases and the results, in files of --state: stopped or killed and
started again, it goes on where it was. On an address of this machine a token (in --env,
and the same after a restart); elsewhere TLS and the keys of “cpslab farm keys”.`),
		Example: "  cpslab farm hub --state hub --env farm.env\n  cpslab farm hub --state hub --listen 0.0.0.0:4222 --keys keys/hub",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			f.patienceSet = cmd.Flags().Changed("patience")
			return a.farmHub(cmd.Context(), f)
		},
	}
	fl := cmd.Flags()
	fl.StringVar(&f.listen, "listen", f.listen, a.t("adresse où écouter ; le port 0 en prend un libre", "address to listen on; port 0 takes a free one"))
	fl.StringVar(&f.state, "state", "", a.t("dossier où tout est gardé", "folder where everything is kept"))
	fl.StringVar(&f.keys, "keys", "", a.t("dossier de clés du hub (farm keys)", "folder of the hub's keys (farm keys)"))
	fl.StringVar(&f.envFile, "env", "", a.t("fichier (0600) où écrire l'adresse et le jeton, retiré à la fin", "file (0600) to write address and token to, removed at the end"))
	fl.StringVar(&f.console, "console", "", a.t("adresse de cette machine où montrer la ferme dans un navigateur, par exemple 127.0.0.1:8080", "address of this machine to show the farm on in a browser, for example 127.0.0.1:8080"))
	fl.DurationVar(&f.patience, "patience", f.patience, a.t("au bout de combien de silence une station est tenue pour disparue ; fixé à la création de la ferme", "after how much silence a station is taken for gone; set when the farm is made"))
	_ = cmd.MarkFlagRequired("state")
	return cmd
}

func (a *app) farmStationCommand() *cobra.Command {
	f := farmStationFlags{readers: []string{"sim:"}}
	cmd := &cobra.Command{
		Use:   "station",
		Short: a.t("Prendre du travail d'une ferme, sur un lecteur de cette machine", "Take work of a farm, on a reader of this machine"),
		Long: a.t(`Prend une part à la fois parmi celles qui lui conviennent, la déroule et rend le résultat.
Ce qui est permis sur une vraie carte se dit ici (--allow, --serial, code porteur), et rien de
ce qui vient du hub n'y change quoi que ce soit. Un lecteur n'est qu'à une station à la fois.

Une part qui présente un code est notée dans --state avant de commencer : même si le hub la
redonne, cette station ne la recommence pas.

Ctrl-C finit la part en cours et n'en prend plus ; un second Ctrl-C arrête tout de suite.`,
			`Takes one shard at a time among those that fit it, runs it and brings the result. What is
allowed on a real card is said here (--allow, --serial, PIN), and nothing that comes from
the hub changes it. A reader belongs to one station at a time.

A shard that presents a code is written down in --state before it begins: even if the hub
gives it again, this station does not begin it again.

Ctrl-C finishes the running shard and takes no other; a second one ends at once.`),
		Example: "  cpslab farm station --name a\n  cpslab farm station --name bench-2 --reader pcsc:ACME --label face:cps4 --allow pin --serial 2999000117 --ask-pin",
		Args:    cobra.NoArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return a.farmStation(cmd.Context(), f) },
	}
	a.addFarmFlags(cmd, &f.farmFlags)
	a.addReaderFlags(cmd, &f.readerFlags)
	fl := cmd.Flags()
	fl.StringVar(&f.name, "name", "", a.t("nom de la station, à elle seule (sinon celui de la machine)", "name of the station, its own alone (else that of the machine)"))
	fl.StringArrayVar(&f.readers, "reader", f.readers, a.t("lecteur offert : sim: ou pcsc:NOM ; répétable", "reader that is offered: sim: or pcsc:NAME; repeatable"))
	fl.StringSliceVar(&f.labels, "label", nil, a.t("étiquettes de la station, par exemple lab:paris,face:cps4", "labels of the station, for example lab:paris,face:cps4"))
	fl.StringVar(&f.record, "record", "", a.t("dossier où garder une trace de chaque part, masquée, avec le numéro du bail", "folder to keep a trace of each shard in, scrubbed, with the number of the lease"))
	fl.StringVar(&f.state, "state", "", a.t("dossier de la station (sinon dans le dossier de réglages de l'utilisateur)", "folder of the station (else in the user's configuration folder)"))
	return cmd
}

func (a *app) farmRunCommand() *cobra.Command {
	f := farmRunFlags{shards: 20, wait: time.Minute}
	cmd := &cobra.Command{
		Use:   "run [" + a.t("LECTEUR", "READER") + "]",
		Short: a.t("Dérouler les scénarios sur les stations d'une ferme", "Run the scenarios on the stations of a farm"),
		Long: a.t(`Coupe le déroulement en parts, selon ce qu'elles demandent, et attend les résultats : le
rapport est celui qu'aurait donné run, et chaque scénario dit quelle station l'a fait. Sans
hub, tout est fait dans ce processus.

Une part dont la station disparaît est refaite une fois par une autre, sauf si elle présente un
code : elle est alors perdue, le code de retour est 3 et les rapports disent lesquels.

Ctrl-C termine le déroulement. Si ce programme est tué, ou perd le hub, les stations continuent :
--resume avec le nom du déroulement rassemble les résultats, une semaine durant.`,
			`Cuts the run into shards, by what they need, and waits for the results: the report is the
one that run would have given, and each scenario says which station did it. Without a hub
all of it is done in this process.

A shard whose station disappears is done once more by another one, unless it presents a code:
then it is lost, the exit code is 3, and the reports say which.

Ctrl-C ends the run. If this program is killed, or loses the hub, the stations go on: --resume
with the name of the run gathers the results, for a week.`),
		Example: "  cpslab farm run --junit junit.xml\n  cpslab farm run --on lab:paris,os:linux --label-filter face:cps4 --html run.html\n  cpslab farm run pcsc: --on face:cps4\n  cpslab farm run --resume 20261129-101500-3f2a1c --junit junit.xml",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			reader := "sim:"
			if len(args) == 1 {
				reader = args[0]
			}
			return a.farmRun(cmd, reader, f)
		},
		ValidArgsFunction: fixed("sim:", "pcsc:"),
	}
	a.addFarmFlags(cmd, &f.farmFlags)
	fl := cmd.Flags()
	fl.StringSliceVar(&f.on, "on", nil, a.t("étiquettes que les stations doivent avoir : os:linux, station:NOM, ou les leurs", "labels that stations have to have: os:linux, station:NAME, or their own"))
	fl.StringVar(&f.labels, "label-filter", "", a.t("étiquettes des scénarios à dérouler", "labels of the scenarios to run"))
	fl.StringArrayVar(&f.focus, "focus", nil, a.t("expression régulière sur les noms", "regular expression over the names"))
	a.addRunFiles(fl, &f.files)
	fl.IntVar(&f.shards, "shards", f.shards, a.t("en combien de parts couper", "into how many shards to cut"))
	fl.Int64Var(&f.seed, "seed", 1, a.t("graine de l'ordre des scénarios", "seed of the order of scenarios"))
	fl.StringVar(&f.durations, "durations", "", a.t("rapport JSON d'un déroulement : des parts de même durée", "JSON report of a run: shards of the same duration"))
	fl.DurationVar(&f.wait, "wait", f.wait, a.t("combien de temps attendre une station qui convient", "how long to wait for a station that fits"))
	fl.BoolVar(&f.allowNotRun, "allow-not-run", false, a.t("code de retour 0 au lieu de 4 quand ce qui a été déroulé a réussi", "exit code 0 instead of 4 when what ran passed"))
	fl.BoolVarP(&f.verbose, "verbose", "v", false, a.t("nommer chaque part", "name every shard"))
	fl.StringVar(&f.resume, "resume", "", a.t("rassembler un déroulement déjà donné, sans en donner un", "gather a run that was given before, and give none"))
	_ = cmd.RegisterFlagCompletionFunc("label-filter", completeLabels)
	return cmd
}

func (a *app) farmStatusCommand() *cobra.Command {
	var f farmFlags
	cmd := &cobra.Command{
		Use:     "status",
		Short:   a.t("Montrer les stations, les baux, ce qui se fait et les derniers résultats", "Show the stations, the leases, what is being done and the last results"),
		Example: "  cpslab farm status\n  cpslab farm status --format json",
		Args:    cobra.NoArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return a.farmStatus(cmd.Context(), f) },
	}
	a.addFarmFlags(cmd, &f)
	return cmd
}

func (a *app) farmDrainCommand() *cobra.Command {
	var f farmFlags
	cmd := &cobra.Command{
		Use:     "drain STATION",
		Short:   a.t("Demander à une station de finir sa part et de s'arrêter", "Ask a station to finish its shard and end"),
		Example: "  cpslab farm drain a",
		Args:    cobra.ExactArgs(1),
		RunE:    func(cmd *cobra.Command, args []string) error { return a.farmDrain(cmd.Context(), f, args[0]) },
	}
	a.addFarmFlags(cmd, &f)
	return cmd
}

func (a *app) farmKeysCommand() *cobra.Command {
	var hosts []string
	cmd := &cobra.Command{
		Use:   "keys " + a.t("DOSSIER [STATION", "FOLDER [STATION") + "…]",
		Short: a.t("Faire les clés d'un hub, de ses stations et de qui donne du travail", "Make the keys of a hub, of its stations and of who gives work"),
		Long: a.t(`Fait dans le dossier une autorité, et un sous-dossier de clés pour le hub, pour farm run (run)
et pour chaque station ; ce qui s'y trouve déjà reste. Portez à chaque machine le sien, et à
aucune celui de l'autorité. Une station ne peut avec les siennes que prendre du travail et
rendre des résultats.`,
			`Makes an authority in the folder, and a folder of keys for the hub, for farm run (run) and
for each station; what is there already stays. Carry its own to each machine, and that of
the authority to none. With its keys a station can take work and bring results, and nothing
else.`),
		Example: "  cpslab farm keys keys --host hub.example bench-1 bench-2",
		Args:    cobra.MinimumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			return a.farmKeys(args[0], append([]string{"localhost", "127.0.0.1"}, hosts...), args[1:])
		},
	}
	cmd.Flags().StringSliceVar(&hosts, "host", nil, a.t("noms et adresses où le hub est joint, au-delà de cette machine", "names and addresses at which the hub is reached, beyond this machine"))
	return cmd
}
