package main

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"net"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/readers"
	"github.com/cpslab/cps/harness/vpcd"
	"github.com/cpslab/cps/simulator"
	"github.com/cpslab/cps/simulator/pki"
	"github.com/cpslab/cps/simulator/pki/serve"
)

// serveFlags are those of "ca serve".
type serveFlags struct {
	addr   string
	revoke []string
	fault  string
}

// serveFaults are the words of --fault.
var serveFaults = map[string]serve.Fault{
	"expired": serve.Expired, "bad-signature": serve.BadSignature, "down": serve.Down, "slow": serve.Slow,
}

func (a *app) caServeCommand() *cobra.Command {
	var f serveFlags
	cmd := &cobra.Command{
		Use:   "serve",
		Short: a.t("Publier les listes de révocation de l'autorité de TEST, et répondre en OCSP", "Publish the TEST authority's revocation lists, and answer by OCSP"),
		Long: a.t(`Répond en HTTP, sur cette machine, aux adresses que portent les certificats des cartes
simulées : listes de révocation et leurs compléments, OCSP, certificats des autorités
émettrices. La réponse dépend du chemin demandé, quel que soit le nom de machine.

Sont révoqués les certificats que leur carte dit révoqués (la carte simulée
cps3-cert-revoked) et ceux de --revoke : une carte simulée, un profil, ou un numéro de
série en hexadécimal. --fault donne une panne : expired (réponses périmées),
bad-signature, down (503), slow=DURÉE.`,
			`Answers over HTTP, on this machine, at the addresses in the certificates of the
simulated cards: revocation lists and their deltas, OCSP, the certificates of the issuing
authorities. The answer depends on the path asked for, whatever the host.

Revoked are the certificates that their card says are revoked (the preset
cps3-cert-revoked) and those of --revoke: a preset, a profile, or a serial number in
hexadecimal. --fault gives a failure: expired (answers past their date), bad-signature,
down (503), slow=DURATION.`),
		Example: "  cpslab ca serve\n  cpslab ca serve --revoke cps4-healthy --addr 127.0.0.1:8080\n  cpslab ca serve --fault slow=30s",
		Args:    cobra.NoArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return a.caServe(cmd.Context(), f) },
	}
	fl := cmd.Flags()
	fl.StringVar(&f.addr, "addr", "127.0.0.1:0", a.t("adresse de cette machine ; le port 0 en prend un libre", "address of this machine; port 0 takes a free one"))
	fl.StringArrayVar(&f.revoke, "revoke", nil, a.t("carte dont les certificats sont révoqués, ou numéro de série ; répétable", "card whose certificates are revoked, or a serial number; repeatable"))
	fl.StringVar(&f.fault, "fault", "", "expired, bad-signature, down, slow=5s")
	_ = cmd.RegisterFlagCompletionFunc("fault", cobra.FixedCompletions([]string{"expired", "bad-signature", "down", "slow=5s"}, cobra.ShellCompDirectiveNoFileComp))
	_ = cmd.RegisterFlagCompletionFunc("revoke", func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return simulator.PresetNames(), cobra.ShellCompDirectiveDefault
	})
	return cmd
}

func (a *app) caServe(ctx context.Context, f serveFlags) error {
	options := serve.Options{Now: a.now}
	var err error
	if options.Fault, options.Delay, err = a.serveFault(f.fault); err != nil {
		return err
	}
	if options.Revoked, err = a.revokedBy(f.revoke); err != nil {
		return err
	}
	addr, err := vpcd.Loopback(f.addr)
	if err != nil {
		return usage(a.t("--addr %s : ce n'est pas une adresse de cette machine", "--addr %s: not an address of this machine"), a.t("par exemple localhost:0", "for example localhost:0"), f.addr)
	}
	authority, err := pki.Test()
	if err != nil {
		return err
	}
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", addr)
	if err != nil {
		return text.Wrap(text.Same("--addr "+f.addr), err)
	}
	a.sayServing(listener.Addr().String(), len(options.Revoked(a.now())))
	server := &http.Server{Handler: serve.New(authority, options), ReadTimeout: 10 * time.Second, BaseContext: func(net.Listener) context.Context { return ctx }}
	defer context.AfterFunc(ctx, func() { _ = server.Close() })()
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// serveFault reads --fault.
func (a *app) serveFault(word string) (serve.Fault, time.Duration, error) {
	name, value, timed := strings.Cut(word, "=")
	fault, known := serveFaults[name]
	delay, err := time.ParseDuration(value)
	switch {
	case word == "":
		return serve.NoFault, 0, nil
	case !known, timed != (fault == serve.Slow), timed && (err != nil || delay <= 0):
		return serve.NoFault, 0, usage(a.t("--fault %s : panne inconnue", "--fault %s: unknown failure"),
			a.t("une de : ", "one of: ")+"expired, bad-signature, down, slow=5s", word)
	}
	return fault, delay, nil
}

// revokedBy returns what is revoked at a time: what the cards of the gallery say, all
// certificates of the cards named, and the numbers.
func (a *app) revokedBy(named []string) (func(time.Time) []*big.Int, error) {
	type revocation struct {
		profile *simulator.Profile
		own     bool // only those that the card says are revoked
	}
	var numbers []*big.Int
	var cards []revocation
	for _, name := range simulator.PresetNames() {
		profile, err := simulator.LoadProfile(name)
		if err != nil {
			return nil, err
		}
		cards = append(cards, revocation{profile, true})
	}
	for _, name := range named {
		if n, ok := new(big.Int).SetString(strings.ReplaceAll(name, ":", ""), 16); ok && !slices.Contains(simulator.PresetNames(), name) {
			numbers = append(numbers, n)
			continue
		}
		profile, err := simulator.LoadProfile(strings.TrimPrefix(name, readers.SchemeSim+":"))
		if err != nil {
			return nil, text.Wrap(text.Same("--revoke"), err)
		}
		cards = append(cards, revocation{profile, false})
	}
	return func(now time.Time) []*big.Int {
		all := slices.Clone(numbers)
		for _, c := range cards {
			p, err := c.profile.Personalise(now)
			if err != nil {
				continue // nor is there such a card today
			}
			if made, err := simulator.New(p); err == nil {
				all = append(all, made.CertificateSerials(c.own)...)
			}
		}
		return all
	}, nil
}

// sayServing prints the lines that lead there.
func (a *app) sayServing(addr string, revoked int) {
	fmt.Fprintf(a.err, a.t("cpslab : autorité de TEST sur http://%s, certificats révoqués : %d ; Ctrl-C pour finir\n", "cpslab: TEST authority on http://%s, revoked certificates: %d; Ctrl-C ends\n"), addr, revoked)
	fmt.Fprintf(a.out, `cpslab diagnose sim:cps3-cert-revoked --pki http://%[1]s
curl --connect-to ::%[1]s -O http://igc.cpslab.test%[2]s
openssl ocsp -no_nonce -issuer certs/cpslab-test-fort.pem -CAfile certs/cpslab-test-ca.pem -cert card.pem -url http://%[1]s%[3]s
`, addr, pki.PathCRL(pki.Fort), pki.PathOCSP(pki.Fort))
}
