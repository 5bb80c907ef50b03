package jetstream

import (
	"crypto/tls"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/nats-io/nats-server/v2/server"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/filelock"
)

// HubConfig says where a hub listens and what it keeps.
type HubConfig struct {
	Listen string // HOST:PORT; port 0 takes a free one
	Folder string // where everything is kept, made where it is missing
	Token  string // of who may speak, on a loopback address
	Keys   *Keys  // of a hub; nil on a loopback address alone
}

// Hub is a NATS server in this process.
type Hub struct {
	server *server.Server
	lock   *os.File // of the folder
	watch  *watch
	secure bool
}

// StartHub starts a hub, or goes on with the one of that folder. The error says itself in two
// languages.
func StartHub(cfg HubConfig) (*Hub, error) {
	host, port, err := net.SplitHostPort(cfg.Listen)
	n, bad := strconv.ParseUint(port, 10, 16)
	if err != nil || bad != nil {
		return nil, badAddress(cfg.Listen)
	}
	if cfg.Keys == nil && (!loopback(host) || cfg.Token == "") {
		return nil, errAnonymous
	}
	lock, err := hold(cfg.Folder)
	if err != nil {
		return nil, err
	}
	h, err := cfg.start(host, int(n))
	if err != nil {
		_ = lock.Close() // nothing was written to it
		return nil, err
	}
	h.lock = lock
	return h, nil
}

// hold makes the folder where it is missing, and keeps other hubs away from its files: the
// server does not, and two would spoil them.
func hold(folder string) (*os.File, error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, text.Wrap(text.Same(folder), err)
	}
	lock, err := os.OpenFile(filepath.Join(folder, "hub.lock"), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, text.Wrap(text.Same(folder), err)
	}
	if filelock.Take(lock) != nil {
		_ = lock.Close() // it is the other one's
		return nil, text.NewError(text.Of("un autre hub tient le dossier %s", "another hub holds the folder %s", folder),
			text.Of("terminez-le, ou donnez un autre dossier", "end it, or give another folder"))
	}
	return lock, nil
}

// start starts the server.
func (cfg HubConfig) start(host string, port int) (*Hub, error) {
	// The server would only say after a long time that it cannot have its address.
	l, err := net.Listen("tcp", cfg.Listen) //nolint:noctx // it is there at once, or never
	if err != nil {
		cannot := text.Of("le hub ne peut pas écouter à %s", "the hub cannot listen at %s", cfg.Listen)
		if text.IsTaken(err) {
			return nil, text.Cause(text.NewError(cannot, text.Of("un autre hub ? --listen 127.0.0.1:0 prend un port libre", "another hub? --listen 127.0.0.1:0 takes a free port")), err)
		}
		return nil, text.Wrap(cannot, err)
	}
	_ = l.Close() // of a listener that nobody came to
	w := newWatch(cfg.Folder)
	o := &server.Options{
		ServerName: "cpslab-farm", Host: host, Port: port, NoSigs: true, NoLog: true, DisableJetStreamBanner: true,
		JetStream: true, StoreDir: cfg.Folder, SyncAlways: true, PingInterval: 10 * time.Second, AuthTimeout: 5, TLSTimeout: 5,
	}
	if port == 0 {
		o.Port = server.RANDOM_PORT
	}
	if cfg.Keys == nil {
		o.Authorization = cfg.Token
	} else if err := cfg.Keys.serve(o); err != nil {
		return nil, err
	}
	s, err := server.NewServer(o)
	if err != nil {
		return nil, hubFailed(err)
	}
	s.SetLogger(w, false, false)
	s.Start()
	h := &Hub{server: s, watch: w, secure: cfg.Keys != nil}
	const start = 30 * time.Second // many results to look at
	if !s.ReadyForConnections(start) || s.JetStreamConfig() == nil {
		h.Close()
		return nil, text.NewError(text.Of("le hub n'a pas démarré à %s", "the hub did not start at %s", cfg.Listen),
			text.Of("ses fichiers sont peut-être abîmés, ou le disque plein", "its files may be damaged, or the disk full"))
	}
	if err := w.whole(); err != nil {
		h.Close()
		return nil, err
	}
	return h, nil
}

// Address is where the hub is reached.
func (h *Hub) Address() string {
	scheme := "nats"
	if h.secure {
		scheme = "tls"
	}
	return scheme + "://" + h.server.Addr().String()
}

// Local is where it is reached from this machine.
func (h *Hub) Local() string {
	at, ok := h.server.Addr().(*net.TCPAddr)
	if !ok || !at.IP.IsUnspecified() {
		return h.Address()
	}
	scheme, _, _ := strings.Cut(h.Address(), ":")
	return scheme + "://" + net.JoinHostPort("127.0.0.1", strconv.Itoa(at.Port))
}

// Failed gives an error, once, when the hub can no longer keep anything: it is of no use then, and
// goes on where it was once it is started again.
func (h *Hub) Failed() <-chan error { return h.watch.failed }

// Close ends the hub: connections are told, files are whole.
func (h *Hub) Close() {
	h.server.Shutdown()
	h.server.WaitForShutdown()
	if h.lock != nil {
		_ = h.lock.Close() // nothing was written to it
	}
}

// loopback reports whether a host is this machine alone.
func loopback(host string) bool {
	if host == "localhost" {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}

// minTLS is the oldest TLS that is spoken.
const minTLS = tls.VersionTLS13
