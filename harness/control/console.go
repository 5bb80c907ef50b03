package control

import (
	"embed"
	"net/http"
)

// web is the console: a page without a build step, that loads nothing from elsewhere.
//
//go:embed web
var web embed.FS

// pages are the files of the console by their addresses, with what they are. A page more is
// a file in web and a line here: it is served under the policy, and looked at by the tests.
var pages = [...]struct{ address, file, kind string }{
	{"/{$}", "index.html", "text/html; charset=utf-8"},
	{"/console.css", "console.css", "text/css; charset=utf-8"},
	{"/console.js", "console.js", "text/javascript; charset=utf-8"},
	{"/copy.js", "copy.js", "text/javascript; charset=utf-8"},
	{"/ask.js", "ask.js", "text/javascript; charset=utf-8"},
	{"/words.js", "words.js", "text/javascript; charset=utf-8"},
	{"/icon.svg", "icon.svg", "image/svg+xml"},
}

// console serves the page.
func (s *Server) console(mux *http.ServeMux) {
	for _, p := range pages {
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
}
