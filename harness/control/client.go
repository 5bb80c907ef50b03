package control

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/report"
	"github.com/cpslab/cps/harness/vpcd"
)

// What a program under test finds in its environment.
const (
	EnvControl = "CPSLAB_CONTROL"       // where the station is, as [Dial] takes it
	EnvToken   = "CPSLAB_CONTROL_TOKEN" // what it takes to change something
)

// maxAnswer bounds an answer.
const maxAnswer = 64 << 20

var errNoControl = text.NewError(text.Of("aucune station : %s n'est pas là", "no station: %s is not set", EnvControl),
	text.Of("lancez « cpslab serve », ou le programme par « cpslab with --control »", "start `cpslab serve`, or the program with `cpslab with --control`"))

var errNoAnswer = text.NewError(text.Of("la station ne répond pas", "the station does not answer"),
	text.Of("tourne-t-elle encore ? « cpslab serve » en démarre une, à une nouvelle adresse : relisez son fichier (. FICHIER)",
		"does it still run? “cpslab serve” starts one, at a new address: read its file again (. FILE)"))

// Client speaks to a station. Its methods may be called from any goroutine; their errors
// are a *[Problem], or one of the network.
type Client struct {
	base  string
	token string
	http  *http.Client
	// By says who asks, for the log and for holds; "" for nobody in particular.
	By string
	// Lang is the language of sentences, "" for that of the station.
	Lang string
}

// FromEnv is a client of the station that the environment names.
func FromEnv(getenv func(string) string) (*Client, error) {
	return Dial(getenv(EnvControl), getenv(EnvToken))
}

// Dial is a client of the station at an address: http://127.0.0.1:PORT, or unix:PATH; one of
// another machine is refused, as the token would go there in clear. Nothing is asked yet. The
// token may be "" for whoever only looks.
func Dial(address, token string) (*Client, error) {
	if address == "" {
		return nil, errNoControl
	}
	transport := &http.Transport{MaxIdleConns: 4, IdleConnTimeout: time.Minute}
	c := &Client{base: strings.TrimSuffix(address, "/"), token: token, http: &http.Client{Transport: transport}}
	if path, ok := strings.CutPrefix(address, "unix:"); ok {
		c.base = "http://localhost"
		transport.DialContext = func(ctx context.Context, _, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, "unix", path)
		}
		return c, nil
	}
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" || u.Host == "" {
		return nil, text.Wrap(text.Same(text.Printable(address)), errAddress)
	}
	host := u.Host
	if u.Port() == "" {
		host = net.JoinHostPort(u.Hostname(), "80")
	}
	at, err := vpcd.Loopback(host)
	if err != nil {
		return nil, text.Wrap(text.Same(text.Printable(address)), errElsewhere)
	}
	c.base = "http://" + at + strings.TrimSuffix(u.Path, "/")
	return c, nil
}

var errElsewhere = &refusal{
	0, "invalid", text.Of("une station n'écoute que sur sa machine, et le jeton n'en sort pas en clair", "a station listens on its own machine only, and the token does not leave it in clear"),
	text.Of("par un tunnel : ssh -L PORT:127.0.0.1:PORT MACHINE, puis http://127.0.0.1:PORT", "by a tunnel: ssh -L PORT:127.0.0.1:PORT MACHINE, then http://127.0.0.1:PORT"),
}

var errAddress = &refusal{0, "invalid", text.Of("ce n'est pas l'adresse d'une station", "not the address of a station"), text.Of("par exemple http://127.0.0.1:8077, ou unix:/chemin", "for example http://127.0.0.1:8077, or unix:/path")}

// BadInput is true: whoever asked has to ask otherwise.
func (e *refusal) BadInput() bool { return true }

// Close gives back the connections.
func (c *Client) Close() { c.http.CloseIdleConnections() }

// Do makes one request of openapi.json: path from /v1 on, body and answer as the document
// says, nil for none.
func (c *Client) Do(ctx context.Context, method, path string, body, answer any) error {
	var content io.Reader
	kind := "application/json"
	switch b := body.(type) {
	case nil:
	case []byte:
		content, kind = bytes.NewReader(b), "application/octet-stream"
	default:
		encoded, err := json.Marshal(body)
		if err != nil {
			return err
		}
		content = bytes.NewReader(encoded)
	}
	res, err := c.send(ctx, method, path, kind, content)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	if answer == nil {
		_, err := io.Copy(io.Discard, io.LimitReader(res.Body, maxAnswer))
		return err
	}
	return json.NewDecoder(io.LimitReader(res.Body, maxAnswer)).Decode(answer)
}

// send makes a request, and gives its answer where it is none of an error.
func (c *Client) send(ctx context.Context, method, path, kind string, content io.Reader) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, method, c.base+path, content)
	if err != nil {
		return nil, err
	}
	if content != nil {
		req.Header.Set("Content-Type", kind)
	}
	for name, value := range map[string]string{"Authorization": bearer(c.token), "Cpslab-By": c.By, "Accept-Language": c.Lang} {
		if value != "" {
			req.Header.Set(name, value)
		}
	}
	res, err := c.http.Do(req)
	if err != nil {
		if failed, ok := errors.AsType[*url.Error](err); ok {
			err = failed.Err // the request is nobody's who called a method
		}
		return nil, text.Cause(errNoAnswer, err)
	}
	if res.StatusCode == http.StatusOK {
		return res, nil
	}
	defer res.Body.Close()
	p := &Problem{Status: res.StatusCode, Code: "failed", Detail: res.Status}
	_ = json.NewDecoder(io.LimitReader(res.Body, maxBody)).Decode(p) // what can be read of it
	return nil, p
}

func bearer(token string) string {
	if token == "" {
		return ""
	}
	return "Bearer " + token
}

// Bench returns the station in one go.
func (c *Client) Bench(ctx context.Context) (Bench, error) {
	var b Bench
	err := c.Do(ctx, "GET", "/v1", nil, &b)
	return b, err
}

func readerPath(reader int, what string) string {
	return "/v1/readers/" + strconv.Itoa(reader) + "/" + what
}

// Insert puts a card in: one of the station, or a preset; it is there when it returns.
func (c *Client) Insert(ctx context.Context, reader int, card string) error {
	return c.Do(ctx, "POST", readerPath(reader, "insert"), Chosen1{Card: card}, nil)
}

// Remove pulls the card out; it is gone when it returns.
func (c *Client) Remove(ctx context.Context, reader int) error {
	return c.Do(ctx, "POST", readerPath(reader, "remove"), nil, nil)
}

// Swap pulls out what is in the reader and puts a card in, as Insert does.
func (c *Client) Swap(ctx context.Context, reader int, card string) error {
	return c.Do(ctx, "POST", readerPath(reader, "swap"), Chosen1{Card: card}, nil)
}

// Type types a code at the keypad of a USB reader, once it asks for one, for which it is
// waited so many seconds, 30 at most; an empty one cancels the entry.
func (c *Client) Type(ctx context.Context, reader int, code string, wait int) error {
	return c.Do(ctx, "POST", readerPath(reader, "code"), Typed{Code: code, Cancel: code == "", Wait: wait}, nil)
}

// Arm arms faults on the card in a reader, in the place of those before.
func (c *Client) Arm(ctx context.Context, reader int, faults ...string) error {
	return c.Do(ctx, "PUT", readerPath(reader, "faults"), Faults{append([]string{}, faults...)}, nil)
}

// Reset makes the station, or the readers given, what it was at the start.
func (c *Client) Reset(ctx context.Context, readers ...int) error {
	return c.Do(ctx, "POST", "/v1/reset", Chosen{readers}, nil)
}

// Verdict judges the card in a reader, on a copy.
func (c *Client) Verdict(ctx context.Context, reader int) (report.Document, error) {
	var d report.Document
	err := c.Do(ctx, "GET", readerPath(reader, "verdict"), nil, &d)
	return d, err
}

// Log returns the records behind a number, most of them at most.
func (c *Client) Log(ctx context.Context, after int64, most int) ([]Record, error) {
	var list recordList
	err := c.Do(ctx, "GET", "/v1/log?after="+strconv.FormatInt(after, 10)+"&most="+strconv.Itoa(most), nil, &list)
	return list.Records, err
}

// Follow calls f for each record behind a number, as they come, until ctx ends or f gives
// an error, which is then returned.
func (c *Client) Follow(ctx context.Context, after int64, f func(Record) error) error {
	res, err := c.send(ctx, "GET", "/v1/log/events?after="+strconv.FormatInt(after, 10), "", nil)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	lines := bufio.NewScanner(res.Body)
	lines.Buffer(nil, maxBody)
	for lines.Scan() {
		data, ok := strings.CutPrefix(lines.Text(), "data: {")
		if !ok {
			continue
		}
		var r Record
		if err := json.Unmarshal([]byte("{"+data), &r); err != nil {
			return err
		}
		if err := f(r); err != nil {
			return err
		}
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return lines.Err()
}
