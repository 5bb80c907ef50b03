package jetstream

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
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
	}
	q := &Queue{books: map[farm.Kind]js.KeyValue{}}
	q.revive()
	o = append(o, nats.ErrorHandler(func(_ *nats.Conn, _ *nats.Subscription, err error) {
		if errors.Is(err, nats.ErrPermissionViolation) {
			q.denied.Add(1)
		} // the call that it is about fails too
	}))
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
	if err := strangerError(address, err); err != nil {
		return err
	}
	if network, ok := errors.AsType[net.Error](err); errors.Is(err, nats.ErrNoInfoReceived) || ok && network.Timeout() {
		return text.NewError(text.Of("personne ne répond à %s comme un hub", "nobody answers at %s as a hub does", address),
			text.Of("prenez l'adresse dans le fichier que le hub a écrit", "take the address from the file that the hub wrote"))
	}
	start := text.Of("« cpslab farm hub » en démarre un", "“cpslab farm hub” starts one")
	if errors.Is(err, nats.ErrNoServers) { // its own words for a connection that is refused
		return text.NewError(text.Of("pas de hub à %s : personne n'écoute là", "no hub at %s: nobody listens there", address), start)
	}
	return text.Cause(text.NewError(text.Of("pas de hub à %s", "no hub at %s", address), start), err)
}

// strangerError is a server that does not show a certificate of ours, or takes none of ours; nil
// where there is another reason.
func strangerError(address string, err error) error {
	keys := text.Of("prenez --keys dans le dossier que « cpslab farm keys » a fait pour ce hub", "take --keys from the folder that “cpslab farm keys” made for this hub")
	host, otherName := errors.AsType[x509.HostnameError](err)
	invalid, wrong := errors.AsType[x509.CertificateInvalidError](err)
	switch {
	case isA[x509.UnknownAuthorityError](err):
		return text.NewError(text.Of("le certificat de %s est d'une autre autorité que ces clés, ou il n'y en a pas ici", "the certificate of %s is of another authority than these keys, or there are none here", address), keys)
	case otherName:
		return text.NewError(text.Of("le certificat du hub n'est pas au nom de %s", "the hub's certificate does not name %s", text.Printable(host.Host)),
			text.Of("joignez-le à un nom qu'il porte, ou refaites ses clés : retirez le dossier « hub », puis « cpslab farm keys DOSSIER --host %[1]s »", "reach it by a name that it has, or make its keys anew: take the folder “hub” away, then “cpslab farm keys FOLDER --host %[1]s”", text.Printable(host.Host)))
	case wrong && invalid.Reason == x509.Expired:
		return text.NewError(text.Of("le certificat du hub n'est pas valable aujourd'hui", "the hub's certificate is not valid today"),
			text.Of("vérifiez l'horloge des deux machines ; les clés durent cinq ans", "look at the clock of both machines; keys last for five years"))
	case isA[tls.AlertError](err):
		return text.NewError(text.Of("%s refuse ce certificat, ou en veut un", "%s refuses this certificate, or wants one", address), keys)
	}
	return nil
}

func isA[T error](err error) bool {
	_, is := errors.AsType[T](err)
	return is
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
