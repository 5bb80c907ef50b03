package jetstream_test

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"

	"github.com/cpslab/cps/harness/farm"
	"github.com/cpslab/cps/harness/farm/jetstream"
)

// foreign starts a NATS server as somebody else would have it, and gives its address on this
// machine.
func foreign(t *testing.T, o server.Options) string {
	t.Helper()
	o.Port, o.NoSigs, o.NoLog, o.StoreDir = server.RANDOM_PORT, true, true, t.TempDir()
	s, err := server.NewServer(&o)
	if err != nil {
		t.Fatal(err)
	}
	s.Start()
	t.Cleanup(func() {
		s.Shutdown()
		s.WaitForShutdown()
	})
	if !s.ReadyForConnections(30 * time.Second) {
		t.Fatal("it did not start")
	}
	at, ok := s.Addr().(*net.TCPAddr)
	if !ok {
		t.Fatal(s.Addr())
	}
	return fmt.Sprintf("nats://127.0.0.1:%d", at.Port)
}

// A NATS server that is not ours holds a farm as well: a whole run, and once more by whoever
// comes later.
func TestAForeignServer(t *testing.T) {
	t.Parallel()
	address := foreign(t, server.Options{Host: "127.0.0.1", JetStream: true, Authorization: token})
	open := func(name string) *jetstream.Queue {
		t.Helper()
		q, err := jetstream.Connect(t.Context(), jetstream.Config{Address: address, Token: token, Name: name, Patience: testPatience})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = q.Close() })
		return q
	}
	l := &lab{t: t}
	j := job(12, 0)
	ctx, stop := context.WithCancel(t.Context())
	var serving sync.WaitGroup
	for _, name := range []string{"a", "b"} {
		s := instant(name)
		q := open(name)
		serving.Go(func() {
			if err := s.Serve(ctx, q, nil); err != nil && ctx.Err() == nil {
				t.Error(err)
			}
		})
	}
	run, err := farm.Do(t.Context(), open("run"), j)
	stop()
	serving.Wait()
	if losses := l.ends(j, run, err); len(losses) > 0 {
		t.Errorf("lost: %+v", losses)
	}
	run, err = farm.Resume(t.Context(), open("later"), j.Run, "en", nil)
	if losses := l.ends(j, run, err); len(losses) > 0 {
		t.Errorf("lost: %+v", losses)
	}
}

// TestForeignServersThatAreRefused: whoever asks nobody who he is, beyond this machine, and
// whoever cannot hold a farm.
func TestForeignServersThatAreRefused(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	if err := jetstream.MakeKeys(folder, []string{"127.0.0.1"}, []string{"a"}); err != nil {
		t.Fatal(err)
	}
	keys, err := jetstream.LoadKeys(folder + "/a")
	if err != nil {
		t.Fatal(err)
	}
	pair, err := tls.LoadX509KeyPair(folder+"/hub/cert.pem", folder+"/hub/key.pem")
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		server server.Options
		token  string
		keys   *jetstream.Keys
		said   string // "" where it is taken
	}{
		"anonymous on this machine":             {server.Options{Host: "127.0.0.1", JetStream: true}, "", nil, ""},
		"anonymous beyond":                      {server.Options{Host: "0.0.0.0", JetStream: true}, "", nil, "lets in anybody, from any machine"},
		"anonymous beyond, though we have more": {server.Options{Host: "0.0.0.0", JetStream: true}, token, nil, "lets in anybody, from any machine"},
		"a token beyond, asked for here":        {server.Options{Host: "0.0.0.0", JetStream: true, Authorization: token}, token, nil, ""},
		"TLS that asks for no key": {
			server.Options{Host: "127.0.0.1", JetStream: true, TLS: true, TLSConfig: &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS13}}, "", keys, "lets in anybody",
		},
		"a token, and we have keys": {server.Options{Host: "127.0.0.1", JetStream: true, Authorization: token}, token, keys, "asks for a token, not for keys"},
		"without JetStream":         {server.Options{Host: "127.0.0.1"}, "", nil, "a NATS server without JetStream"},
		"another token":             {server.Options{Host: "127.0.0.1", JetStream: true, Authorization: "x"}, token, nil, "refuses the key or the token"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			says(t, connect(t, jetstream.Config{Address: foreign(t, c.server), Token: c.token, Keys: c.keys, Patience: time.Second}), c.said)
		})
	}
}

// A program that is no hub.
func TestAServerOfAnotherKind(t *testing.T) {
	t.Parallel()
	web := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(web.Close)
	says(t, connect(t, jetstream.Config{Address: "nats://" + web.Listener.Addr().String(), Token: "x"}), "as a hub does")
}

// A server that cuts the connection behind its greeting, or whose last words are lost by that
// as on Windows, may have refused the token: both are said.
func TestAServerThatHangsUp(t *testing.T) {
	t.Parallel()
	l, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			_, _ = fmt.Fprintf(conn, "INFO {\"server_id\":\"x\",\"version\":\"2.10.0\",\"max_payload\":1048576,\"proto\":1,\"headers\":true}\r\n")
			_, _ = conn.Read(make([]byte, 1)) // it has begun to say who it is
			if tcp, ok := conn.(*net.TCPConn); ok {
				_ = tcp.SetLinger(0) // reset, not closed
			}
			_ = conn.Close()
		}
	}()
	t.Cleanup(func() {
		_ = l.Close() // Accept tells
		<-ended
	})
	says(t, connect(t, jetstream.Config{Address: "nats://" + l.Addr().String(), Token: "x"}), "hung up at once: it refuses the key or the token")
}
