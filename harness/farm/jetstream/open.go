package jetstream

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"net"
	"strings"
	"time"

	"github.com/nats-io/nats.go"

	"github.com/cpslab/cps/harness/card/text"
)

// closed holds that a server lets in nobody from beyond this machine without asking who he is,
// though it may be reached at an address of this machine. The error is bad input.
func closed(ctx context.Context, nc *nats.Conn) error {
	if nc.AuthRequired() {
		return nil
	}
	said, err := greeting(ctx, nc.ConnectedAddr())
	if err != nil {
		return hubFailed(err)
	}
	if !loopback(said.Host) {
		return errOpen(nc.ConnectedUrlRedacted())
	}
	return nil
}

// errOpen is a server that lets in anybody.
func errOpen(address string) error {
	return text.BadInput(text.NewError(
		text.Of("%s laisse entrer n'importe qui, de n'importe quelle machine", "%s lets in anybody, from any machine", address),
		text.Of("donnez-lui un jeton (authorization), ou qu'il n'écoute que sur 127.0.0.1 ; au-delà de cette machine, TLS et des nkeys", "give it a token (authorization), or have it listen on 127.0.0.1 alone; beyond this machine, TLS and nkeys")))
}

// maxInfo is how long the first line of a server may be, in bytes.
const maxInfo = 64 << 10

// info is what the first line of a server says (INFO: NATS client protocol, docs.nats.io). The
// client library does not give all of it.
type info struct {
	Host string `json:"host"`          // address that it listens on
	Asks bool   `json:"auth_required"` // who one is
}

// greeting reads the first line of a server.
func greeting(ctx context.Context, address string) (info, error) {
	ctx, cancel := context.WithTimeout(ctx, answerTime)
	defer cancel()
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", address)
	if err != nil {
		return info{}, err
	}
	defer func() { _ = conn.Close() }()
	if err := conn.SetDeadline(time.Now().Add(answerTime)); err != nil {
		return info{}, err
	}
	line, err := bufio.NewReader(io.LimitReader(conn, maxInfo)).ReadString('\n')
	if err != nil {
		return info{}, err
	}
	return infoOf(line)
}

// infoOf understands the first line of a server.
func infoOf(line string) (said info, err error) {
	body, is := strings.CutPrefix(line, "INFO ")
	if !is || json.Unmarshal([]byte(body), &said) != nil || said.Host == "" {
		return info{}, errAnswer
	}
	return said, nil
}
