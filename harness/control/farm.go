package control

import (
	"context"
	"encoding/json"
	"net/http"
	"time"
)

// farmPages are the files of the page of a farm.
var farmPages = [...]struct{ address, file, kind string }{
	{"/{$}", "farm.html", "text/html; charset=utf-8"},
	{"/farm.js", "farm.js", "text/javascript; charset=utf-8"},
	{"/console.css", "console.css", "text/css; charset=utf-8"},
	{"/icon.svg", "icon.svg", "image/svg+xml"},
}

// farmLimit is how long the state of a farm may take to be told.
const farmLimit = 10 * time.Second

// NewFarm makes a server of one page, that of a farm: stations, leases, what is being done, the
// last results. It shows and changes nothing; status tells the farm as it is now, as
// GET /v1/farm gives it.
func NewFarm(lang string, status func(ctx context.Context) (any, error)) *Server {
	s := &Server{cfg: Config{Lang: "en", Now: time.Now}, closing: make(chan struct{})}
	if lang == "fr" {
		s.cfg.Lang = lang
	}
	mux := http.NewServeMux()
	for _, p := range farmPages {
		mux.HandleFunc("GET "+p.address, func(w http.ResponseWriter, r *http.Request) {
			content, err := web.ReadFile("web/" + p.file)
			if err != nil {
				writeProblem(w, errNotFound, s.langOf(r))
				return
			}
			w.Header().Set("Content-Type", p.kind)
			_, _ = w.Write(content) // a client that is gone reads nothing
		})
	}
	mux.HandleFunc("GET /v1/farm", func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), farmLimit)
		defer cancel()
		farm, err := status(ctx)
		if err != nil {
			writeProblem(w, err, s.langOf(r))
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(farm) // a client that is gone reads nothing
	})
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { writeProblem(w, errNotFound, s.langOf(r)) })
	s.handler = s.guarded(mux)
	return s
}
