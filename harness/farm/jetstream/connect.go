package jetstream

import (
	"context"
	"errors"
	"io"
	"net/url"
	"time"

	"github.com/nats-io/nats.go"
	js "github.com/nats-io/nats.go/jetstream"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/farm"
)

// Config says which server, and who speaks to it.
type Config struct {
	Address  string        // nats://HOST:PORT, tls://HOST:PORT; several, with commas between
	Token    string        // on a loopback address
	Keys     *Keys         // of a station; nil on a loopback address alone
	Name     string        // of who connects, for people
	Patience time.Duration // of a farm that is made new; 0 is farm.DefaultPatience
	// Lost and Back are told when the connection is gone by itself, and when it is there again;
	// nil for nobody.
	Lost, Back func()
}

// Connect connects to a server that answers now, and makes the farm where there is none yet.
// The error says itself in two languages.
func Connect(ctx context.Context, cfg Config) (*Queue, error) {
	o := []nats.Option{
		nats.Name(cfg.Name), nats.MaxReconnects(-1), nats.ReconnectWait(200 * time.Millisecond), nats.ReconnectJitter(100*time.Millisecond, 100*time.Millisecond),
		nats.Timeout(answerTime), nats.PingInterval(5 * time.Second), nats.MaxPingsOutstanding(2), nats.IgnoreDiscoveredServers(),
		nats.ReconnectBufSize(-1), // what cannot be said now is an error now
		nats.ErrorHandler(func(*nats.Conn, *nats.Subscription, error) {}), // the call that it is about fails too
	}
	q := &Queue{books: map[farm.Kind]js.KeyValue{}}
	q.revive()
	o = append(o, nats.DisconnectErrHandler(func(*nats.Conn, error) {
		q.revive()
		if cfg.Lost != nil && !q.closing.Load() {
			cfg.Lost()
		}
	}))
	if cfg.Back != nil {
		o = append(o, nats.ReconnectHandler(func(*nats.Conn) { cfg.Back() }))
	}
	who, err := cfg.authority()
	if err != nil {
		return nil, err
	}
	nc, err := nats.Connect(cfg.Address, append(o, who...)...)
	if err != nil {
		return nil, connectError(cfg.Address, err)
	}
	q.nc = nc
	if err := closed(ctx, nc); err != nil {
		nc.Close()
		return nil, err
	}
	q.js, err = js.New(nc, js.WithDefaultTimeout(answerTime))
	if err == nil {
		patience := cfg.Patience
		if patience == 0 {
			patience = farm.DefaultPatience
		}
		err = q.open(ctx, patience)
	}
	if err != nil {
		nc.Close()
		if text.Voice(err) == nil {
			err = connectError(cfg.Address, err)
		}
		return nil, err
	}
	return q, nil
}

// authority is how one proves who one is. Beyond this machine a token is not enough.
func (cfg Config) authority() ([]nats.Option, error) {
	hosts, err := hostsOf(cfg.Address)
	if err != nil {
		return nil, err
	}
	if cfg.Keys != nil {
		return cfg.Keys.connect()
	}
	for _, host := range hosts {
		if !loopback(host) {
			return nil, errAnonymous
		}
	}
	if cfg.Token != "" {
		return []nats.Option{nats.Token(cfg.Token)}, nil
	}
	return nil, nil
}

// connectError says why there is no connection.
func connectError(address string, err error) error {
	switch {
	case errors.Is(err, nats.ErrAuthorization), errors.Is(err, nats.ErrAuthExpired):
		return text.Cause(text.NewError(text.Of("%s refuse la clé ou le jeton", "%s refuses the key or the token", address),
			text.Of("prenez CPSLAB_FARM_TOKEN dans le fichier que le hub a écrit, ou --keys dans le dossier que « cpslab farm keys » a fait", "take CPSLAB_FARM_TOKEN from the file that the hub wrote, or --keys from the folder that “cpslab farm keys” made")), err)
	case text.IsReset(err), errors.Is(err, io.EOF): // where the connection is cut behind its last words, Windows drops these
		return text.Cause(text.NewError(text.Of("%s a raccroché aussitôt : il refuse la clé ou le jeton, ou n'est pas un hub", "%s hung up at once: it refuses the key or the token, or is no hub", address),
			text.Of("prenez adresse et CPSLAB_FARM_TOKEN dans le même fichier, que le hub a écrit", "take address and CPSLAB_FARM_TOKEN from the same file, which the hub wrote")), err)
	case errors.Is(err, nats.ErrNkeysNotSupported):
		return text.Cause(keyless(address), err)
	case errors.Is(err, js.ErrJetStreamNotEnabled), errors.Is(err, js.ErrJetStreamNotEnabledForAccount), errors.Is(err, nats.ErrNoResponders):
		return text.Cause(text.NewError(text.Of("%s est un serveur NATS sans JetStream", "%s is a NATS server without JetStream", address), text.Of("jetstream: enabled dans ses réglages", "jetstream: enabled in its settings")), err)
	}
	start := text.Of("« cpslab farm hub » en démarre un", "“cpslab farm hub” starts one")
	if errors.Is(err, nats.ErrNoServers) { // its own words for a connection that is refused
		return text.NewError(text.Of("pas de hub à %s : personne n'écoute là", "no hub at %s: nobody listens there", address), start)
	}
	return text.Cause(text.NewError(text.Of("pas de hub à %s", "no hub at %s", address), start), err)
}

// keyless is a server that asks for no nkey: anybody may come, or he has a token.
func keyless(address string) error {
	for one := range splitAddresses(address) {
		u, err := url.Parse(one)
		if err != nil {
			continue
		}
		if said, err := greeting(context.Background(), u.Host); err == nil && said.Asks {
			return text.BadInput(text.NewError(
				text.Of("%s demande un jeton, pas de clés", "%s asks for a token, not for keys", address),
				text.Of("sans --keys ni CPSLAB_FARM_KEYS, avec le CPSLAB_FARM_TOKEN du fichier que le hub a écrit ; ou relancez le hub avec --keys", "without --keys and CPSLAB_FARM_KEYS, with the CPSLAB_FARM_TOKEN of the file that the hub wrote; or start the hub with --keys")))
		}
	}
	return errOpen(address)
}

// hostsOf are the hosts of an address.
func hostsOf(address string) ([]string, error) {
	var hosts []string
	for one := range splitAddresses(address) {
		u, err := url.Parse(one)
		if err != nil || u.Hostname() == "" || u.Scheme != "nats" && u.Scheme != "tls" || u.User != nil {
			return nil, badAddress(address)
		}
		hosts = append(hosts, u.Hostname())
	}
	return hosts, nil
}
