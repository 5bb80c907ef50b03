package jetstream

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"os"
	"path/filepath"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nkeys"

	"github.com/cpslab/cps/harness/card/text"
)

// Keys are those of one hub or station, as a folder holds them (MakeKeys): a certificate and
// its key, the authority of both sides, and a seed; a hub has the list of those it lets in.
type Keys struct {
	certificate tls.Certificate
	authority   *x509.CertPool
	seed        nkeys.KeyPair
	allowed     map[string]string // public key → name; of a hub
}

// Files of a folder of keys.
const (
	fileAuthority   = "ca.pem"
	fileCertificate = "cert.pem"
	fileKey         = "key.pem"
	fileSeed        = "nkey.seed"
	fileAllowed     = "allowed.json"
)

// Names in a folder of keys that are no station's.
const (
	HubName = "hub" // the hub itself
	RunName = "run" // whoever gives work

	authorityName = "authority" // who signs the others
)

// LoadKeys reads a folder of keys. The error is bad input.
func LoadKeys(folder string) (*Keys, error) {
	in := func(name string) string { return filepath.Join(folder, name) }
	k := &Keys{authority: x509.NewCertPool()}
	fail := func(err error) error {
		return text.BadInput(text.Wrap(text.Same("--keys "+folder), err))
	}
	if _, err := os.Stat(in(authorityName)); err == nil { // the folder of all
		return nil, fail(text.NewError(text.Of("c'est le dossier de toutes les clés", "this is the folder of all keys"),
			text.Of("prenez celui d'une machine : %s, %s ou celui d'une station", "take that of one machine: %s, %s or that of a station", in(HubName), in(RunName))))
	}
	var err error
	if k.certificate, err = tls.LoadX509KeyPair(in(fileCertificate), in(fileKey)); err != nil {
		return nil, fail(err)
	}
	authority, err := os.ReadFile(in(fileAuthority))
	if err != nil {
		return nil, fail(err)
	}
	if !k.authority.AppendCertsFromPEM(authority) {
		return nil, fail(text.NewError(text.Of("%s : aucun certificat", "%s: no certificate", fileAuthority), text.Text{}))
	}
	seed, err := os.ReadFile(in(fileSeed))
	if err != nil {
		return nil, fail(err)
	}
	if k.seed, err = nkeys.ParseDecoratedUserNKey(seed); err != nil {
		return nil, fail(err)
	}
	allowed, err := os.ReadFile(in(fileAllowed))
	if os.IsNotExist(err) {
		return k, nil
	}
	if err == nil {
		err = json.Unmarshal(allowed, &k.allowed)
	}
	if err != nil {
		return nil, fail(err)
	}
	return k, nil
}

// connect is what a station proves itself with.
func (k *Keys) connect() ([]nats.Option, error) {
	public, err := k.seed.PublicKey()
	if err != nil {
		return nil, hubFailed(err)
	}
	return []nats.Option{
		nats.Secure(&tls.Config{Certificates: []tls.Certificate{k.certificate}, RootCAs: k.authority, MinVersion: minTLS}),
		nats.Nkey(public, k.seed.Sign),
	}, nil
}

// serve sets a server up to take nobody else.
func (k *Keys) serve(o *server.Options) error {
	if len(k.allowed) == 0 {
		return text.BadInput(text.NewError(text.Of("ces clés ne sont pas celles d'un hub", "these keys are not those of a hub"),
			text.Of("le dossier « hub » de cpslab farm keys", "take the folder “hub” of cpslab farm keys")))
	}
	o.TLS, o.TLSVerify = true, true
	o.TLSConfig = &tls.Config{
		Certificates: []tls.Certificate{k.certificate}, ClientCAs: k.authority, ClientAuth: tls.RequireAndVerifyClientCert, MinVersion: minTLS,
	}
	for public, name := range k.allowed {
		u := &server.NkeyUser{Nkey: public}
		if name != RunName && name != HubName {
			u.Permissions = stationPermissions()
		}
		o.Nkeys = append(o.Nkeys, u)
	}
	return nil
}

// stationPermissions keep a station from giving work to others, and from taking away what is
// kept.
func stationPermissions() *server.Permissions {
	return &server.Permissions{Publish: &server.SubjectPermission{Deny: []string{
		workSubject + ">", "$KV." + prefix + "lanes.>", "$KV." + prefix + "runs.>", "$KV." + prefix + "orders.>", "$KV." + metaBucket + ".>",
		"$JS.API.STREAM.CREATE.>", "$JS.API.STREAM.UPDATE.>", "$JS.API.STREAM.DELETE.>", "$JS.API.STREAM.PURGE.>", "$JS.API.STREAM.MSG.DELETE.>",
		"$JS.API.STREAM.SNAPSHOT.>", "$JS.API.STREAM.RESTORE.>", "$JS.API.CONSUMER.DELETE." + workStream + ".>", "$JS.API.CONSUMER.CREATE." + workStream + ".>",
	}}}
}
