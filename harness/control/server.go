package control

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/cpslab/cps/harness/station"
)

// Bounds of one request.
const (
	maxBody     = 1 << 20          // a profile is at most 64 KiB, a trace of one reading 30
	maxFile     = 8 << 20          // a collected workstation
	maxLog      = 32 << 20         // a log, which is read and not kept
	maxHeader   = 16 << 10         // bytes
	changeLimit = 45 * time.Second // a late card, sixteen readers on a busy machine
	maxStreams  = 32               // listeners to the log
)

// Config says what is served. Station and Token are required.
type Config struct {
	Station *station.Station
	Token   string           // of changes and secrets; see NewToken
	Name    string           // of the station, for people
	Lang    string           // "fr" or "en": of answers where a request prefers none
	Version string           // of the program
	Now     func() time.Time // the day on which cards are judged; nil is the machine's clock
}

// NewToken returns a new token: 256 bits, in 43 characters that need no quotes.
func NewToken() string {
	var b [32]byte
	_, _ = rand.Read(b[:]) // never fails
	return base64.RawURLEncoding.EncodeToString(b[:])
}

// Server is a station over HTTP. Its methods may be called from any goroutine.
type Server struct {
	cfg     Config
	token   [sha256.Size]byte
	handler http.Handler
	streams atomic.Int32
	hosts   atomic.Pointer[[]string] // names by which it may be called; nil for any, on a Unix socket
	closing chan struct{}            // closed when Serve ends: streams end with it
}

// New makes a server.
func New(cfg Config) *Server {
	if cfg.Lang != "fr" {
		cfg.Lang = "en"
	}
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	s := &Server{cfg: cfg, token: sha256.Sum256([]byte(cfg.Token)), closing: make(chan struct{})}
	s.handler = s.guarded(s.mux())
	return s
}

// Address is where a listener is reached, as [Dial] takes it: http://127.0.0.1:PORT, or
// unix:PATH.
func Address(l net.Listener) string {
	if l.Addr().Network() == "unix" {
		return "unix:" + l.Addr().String()
	}
	return "http://" + l.Addr().String()
}

// Serve answers until ctx ends, then returns nil. It closes the listener. A server serves
// once.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	if l.Addr().Network() != "unix" {
		hosts := namesOf(l.Addr().String())
		s.hosts.Store(&hosts)
	}
	srv := &http.Server{
		Handler: s.handler, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: time.Minute, IdleTimeout: time.Minute,
		MaxHeaderBytes: maxHeader,
		BaseContext:    func(net.Listener) context.Context { return context.WithoutCancel(ctx) },
	}
	stopped := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		defer close(stopped)
		close(s.closing)
		last, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
		defer cancel()
		if srv.Shutdown(last) != nil {
			_ = srv.Close() // whoever still waits has had the time
		}
	})
	err := srv.Serve(l)
	if !stop() {
		<-stopped
	}
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}

// namesOf are the hosts that requests to a loopback address may name.
func namesOf(addr string) []string {
	_, port, err := net.SplitHostPort(addr)
	if err != nil {
		return nil
	}
	names := []string{addr}
	for _, host := range []string{"localhost", "127.0.0.1", "::1"} {
		names = append(names, net.JoinHostPort(host, port))
	}
	return names
}

// knows reports whether a request may name that host.
func (s *Server) knows(host string) bool {
	names := s.hosts.Load()
	if names == nil {
		return true // a Unix socket, which no browser reaches
	}
	for _, name := range *names {
		if strings.EqualFold(host, name) {
			return true
		}
	}
	return false
}

// policy lets a page of ours load from here alone, and nobody frame it.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
	"base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// guarded refuses what comes under another name or from another origin, and bounds the
// rest.
func (s *Server) guarded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cache-Control", "no-store")
		origin := r.Header.Get("Origin")
		switch {
		case !s.knows(r.Host):
			writeProblem(w, errHost, s.langOf(r))
			return
		case origin != "" && origin != "http://"+r.Host, r.Header.Get("Sec-Fetch-Site") == "cross-site":
			writeProblem(w, errOrigin, s.langOf(r))
			return
		}
		next.ServeHTTP(w, r)
	})
}

// authority says whether a request has the token; the error says what is the matter with
// the one it has.
func (s *Server) authority(r *http.Request) error {
	scheme, given, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") || given == "" { // in any case: RFC 9110, 11.1
		return errNoToken
	}
	sum := sha256.Sum256([]byte(strings.TrimSpace(given)))
	if s.cfg.Token == "" || subtle.ConstantTimeCompare(sum[:], s.token[:]) != 1 {
		return errWrongToken
	}
	return nil
}

// langOf is the language of the answers to a request.
func (s *Server) langOf(r *http.Request) string {
	if lang := r.URL.Query().Get("lang"); lang == "fr" || lang == "en" {
		return lang
	}
	best, lang := 0.0, s.cfg.Lang
	for one := range strings.SplitSeq(r.Header.Get("Accept-Language"), ",") {
		named, quality := preferred(one)
		if quality > best {
			best, lang = quality, named
		}
	}
	return lang
}

// preferred is a language of Accept-Language, with its weight (RFC 9110, 12.4.2 and 12.5.4):
// 0 for one that is not spoken here.
func preferred(one string) (lang string, quality float64) {
	tag, parameters, _ := strings.Cut(one, ";")
	lang, _, _ = strings.Cut(strings.ToLower(strings.TrimSpace(tag)), "-")
	if lang != "fr" && lang != "en" {
		return "", 0
	}
	name, weight, ok := strings.Cut(parameters, "=")
	if !ok || !strings.EqualFold(strings.TrimSpace(name), "q") {
		return lang, 1
	}
	quality, err := strconv.ParseFloat(strings.TrimSpace(weight), 64)
	if err != nil {
		return lang, 1
	}
	return lang, quality
}
