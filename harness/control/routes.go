package control

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/cpslab/cps/harness/ask"
	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/report"
	"github.com/cpslab/cps/harness/station"
)

// request is one request that was let through.
type request struct {
	*http.Request
	lang string
	body any // of the type that the route says
}

// route is one operation. The document of the API is made of these.
type route struct {
	method, path, id string
	about            string // in English: the document is for programmers
	change           bool   // needs the token
	query            []param
	body             func() any // an empty body to fill, nil for none
	answer           any        // of what type the answer is, nil for none
	file             bool       // the body is a file as it is, not JSON
	stream           bool       // the operation reads the file itself, as it comes
	loose            bool       // the body is an answer that is given back, of which all but a part may be left out
	do               func(s *Server, r *request) (any, error)
}

// param is a parameter of the query.
type param struct{ name, about, kind string }

// What answers hold beside the shapes of wire.go.
type (
	readerList struct {
		Readers []Reader `json:"readers"`
	}
	cardList struct {
		Cards []Card `json:"cards"`
	}
	presetList struct {
		Presets []Preset `json:"presets"`
	}
	faultList struct {
		Faults []Kind `json:"faults"`
	}
	snapshotList struct {
		Snapshots []Snapshot `json:"snapshots"`
	}
	recordList struct {
		Records []Record `json:"records"`
		Missed  int64    `json:"missed" jsonschema:"records after the one asked for that are not kept any more"`
	}
	basisList struct {
		Evidence []Basis `json:"evidence" jsonschema:"in the order of the findings"`
	}
	code struct {
		PIN string `json:"pin" jsonschema:"the code porteur of the simulated card, as it is now"`
	}
)

var langParam = param{"lang", "language of the sentences: fr or en; else what Accept-Language prefers", "string"}

// routes are the operations, as the document lists them.
func routes() []route {
	return []route{
		{method: "GET", path: "/v1", id: "bench", about: "The station in one go.", answer: Bench{}, do: (*Server).bench},
		{method: "POST", path: "/v1/reset", id: "reset", about: "Makes the station, or the readers given, what it was at the start: cards made anew, faults of the start, nobody holds a reader.", change: true, body: some[Chosen], answer: readerList{}, do: (*Server).reset},
		{method: "POST", path: "/v1/service/restart", id: "restart", about: "Ends the PC/SC service and starts it again; with kill, as a crash does. Programs see it stop.", change: true, body: some[Restart], answer: Bench{}, do: (*Server).restart},

		{method: "GET", path: "/v1/readers", id: "readers", about: "The readers.", answer: readerList{}, do: (*Server).readers},
		{method: "GET", path: "/v1/readers/{reader}", id: "reader", about: "One reader.", answer: Reader{}, do: (*Server).reader},
		{method: "POST", path: "/v1/readers/{reader}/insert", id: "insert", about: "Puts a card in and returns when PC/SC programs see it. A card that is in already stays.", change: true, body: some[Chosen1], answer: Reader{}, do: (*Server).insert},
		{method: "POST", path: "/v1/readers/{reader}/remove", id: "remove", about: "Pulls the card out, in the middle of an exchange too, and returns when PC/SC programs see it.", change: true, answer: Reader{}, do: (*Server).remove},
		{method: "POST", path: "/v1/readers/{reader}/swap", id: "swap", about: "Pulls out what is in the reader and puts a card in; returns when PC/SC programs see it.", change: true, body: some[Chosen1], answer: Reader{}, do: (*Server).swap},
		{method: "PUT", path: "/v1/readers/{reader}/faults", id: "arm", about: "Arms faults on the card in the reader, in the place of those before. An empty list ends them.", change: true, body: some[Faults], answer: Card{}, do: (*Server).arm},
		{method: "GET", path: "/v1/readers/{reader}/verdict", id: "verdict", about: "Judges the card in the reader, as it is now and with its faults, on a copy: no program is disturbed.", query: []param{langParam}, answer: report.Document{}, do: (*Server).verdict},
		{method: "GET", path: "/v1/readers/{reader}/evidence", id: "evidence", about: "Which exchanges of the log bring what the findings of the verdict rest on.", answer: basisList{}, do: (*Server).evidence},
		{method: "POST", path: "/v1/readers/{reader}/reset", id: "resetReader", about: "Makes the reader what it was at the start.", change: true, answer: Reader{}, do: (*Server).resetReader},
		{method: "POST", path: "/v1/readers/{reader}/code", id: "type", about: "Types a code at the keypad of a USB reader that asks for one (asks), or cancels the entry; returns when the reader has taken it, before the card has answered. Nothing keeps it or tells it. 409 where nobody asks, 422 where the reader does not take the code and goes on asking.", change: true, body: some[Typed], answer: Reader{}, do: (*Server).typed},
		{method: "PUT", path: "/v1/readers/{reader}/hold", id: "hold", about: "Keeps the reader for whoever the header Cpslab-By names; changes of others are refused with 409.", change: true, body: some[Hold], answer: Reader{}, do: (*Server).hold},
		{method: "DELETE", path: "/v1/readers/{reader}/hold", id: "release", about: "Gives the reader back.", change: true, answer: Reader{}, do: (*Server).release},

		{method: "GET", path: "/v1/cards", id: "cards", about: "The cards of the station, in readers and on the shelf.", answer: cardList{}, do: (*Server).cards},
		{method: "POST", path: "/v1/cards", id: "add", about: "Makes a card of a preset or of a profile in YAML and puts it on the shelf, under the name that comes back.", change: true, body: some[NewCard], answer: Card{}, do: (*Server).add},
		{method: "GET", path: "/v1/cards/{card}", id: "card", about: "One card.", answer: Card{}, do: (*Server).card},
		{method: "DELETE", path: "/v1/cards/{card}", id: "discard", about: "Throws a card of the shelf away.", change: true, answer: cardList{}, do: (*Server).discard},
		{method: "GET", path: "/v1/cards/{card}/pin", id: "pin", about: "The code porteur of a simulated card.", change: true, answer: code{}, do: (*Server).pin},

		{method: "GET", path: "/v1/presets", id: "presets", about: "The gallery: cards ready made, with the verdict that is expected of each.", answer: presetList{}, do: (*Server).presets},
		{method: "GET", path: "/v1/faults", id: "faults", about: "The faults that can be armed.", answer: faultList{}, do: (*Server).faults},

		{method: "GET", path: "/v1/snapshots", id: "snapshots", about: "The snapshots, oldest first.", answer: snapshotList{}, do: (*Server).snapshots},
		{method: "PUT", path: "/v1/snapshots/{snapshot}", id: "snapshot", about: "Keeps the station as it is, under that name.", change: true, answer: snapshotList{}, do: (*Server).snapshot},
		{method: "POST", path: "/v1/snapshots/{snapshot}/restore", id: "restore", about: "Makes the station, or the readers given, what it was at the snapshot.", change: true, body: some[Chosen], answer: readerList{}, do: (*Server).restore},

		{method: "GET", path: "/v1/log", id: "log", about: "The records of the log behind a number, oldest first.", query: []param{
			{"after", "number of the last record that is known; 0 for all", "integer"}, {"most", "how many at most, 1 to 1000; 100 where it is not given", "integer"},
		}, answer: recordList{}, do: (*Server).log},
		{method: "GET", path: "/v1/records/{record}", id: "record", about: "One exchange, and what the file or the object holds that it read a part of.", answer: Detail{}, do: (*Server).record},

		{method: "POST", path: "/v1/explain", id: "explain", about: "What a message, a line of a log or a code may mean: causes, most likely first.", query: []param{langParam}, body: some[Question], answer: Answer{}, do: (*Server).explain},
		{method: "POST", path: "/v1/explain/log", id: "explainLog", about: "What the lines of a log of pcscd, OpenSC, a PKCS#11 spy, an agent, stunnel or curl name: causes, the gravest first, with the numbers of the lines. Up to 32 MiB, in any encoding.", query: []param{langParam}, file: true, stream: true, body: some[[]byte], answer: LogAnswer{}, do: (*Server).explainLog},
		{method: "POST", path: "/v1/ask", id: "ask", about: "Leads from a message to its cause, one question a turn: a body with a message begins; the turn that comes back, given back with an answer, brings the next one.", query: []param{langParam}, loose: true, body: some[ask.Turn], answer: ask.Turn{}, do: (*Server).ask},
		{method: "POST", path: "/v1/workstation", id: "workstation", about: "Judges a workstation from the file that cpslab doctor --collect writes.", query: []param{langParam}, file: true, body: some[[]byte], answer: Workstation{}, do: (*Server).workstation},
	}
}

func some[T any]() any { return new(T) }

// mux answers the operations, the log, the document and the console.
func (s *Server) mux() http.Handler {
	mux := http.NewServeMux()
	paths := map[string][]string{}
	for _, one := range routes() {
		mux.HandleFunc(one.method+" "+one.path, func(w http.ResponseWriter, r *http.Request) { s.answer(w, r, one) })
		paths[one.path] = append(paths[one.path], one.method)
	}
	mux.HandleFunc("GET /v1/log/events", s.events)
	paths["/v1/log/events"] = []string{"GET"}
	for path, content := range map[string]func() []byte{"/openapi.json": OpenAPI, "/document.json": report.Schema} {
		paths[path] = []string{http.MethodGet}
		mux.HandleFunc("GET "+path, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			_, _ = w.Write(content()) // a client that is gone reads nothing
		})
	}
	for _, p := range pages {
		paths[p.address] = []string{http.MethodGet}
	}
	for path, methods := range paths {
		if slices.Contains(methods, http.MethodGet) {
			methods = append(methods, http.MethodHead) // which the mux answers, too
		}
		mux.HandleFunc(path, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Allow", strings.Join(methods, ", "))
			writeProblem(w, errMethod, s.langOf(r))
		})
	}
	s.console(mux)
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { writeProblem(w, errNotFound, s.langOf(r)) })
	return mux
}

// answer does one operation.
func (s *Server) answer(w http.ResponseWriter, r *http.Request, one route) {
	lang := s.langOf(r)
	if one.change {
		if err := s.authority(r); err != nil {
			writeProblem(w, err, lang)
			return
		}
	}
	ctx, cancel := context.WithTimeout(r.Context(), changeLimit)
	defer cancel()
	if by := r.Header.Get("Cpslab-By"); by != "" {
		ctx = station.By(ctx, text.Printable(by[:min(len(by), 64)]))
	}
	req := &request{Request: r.WithContext(ctx), lang: lang}
	err := s.read(w, req, one)
	var out any
	if err == nil {
		out, err = one.do(s, req)
	}
	if err != nil {
		writeProblem(w, err, lang)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(out) // a client that is gone reads nothing
}

// number is the reader that the path names.
func (s *Server) number(r *request) (int, error) {
	written, there := r.PathValue("reader"), len(s.cfg.Station.Readers())
	n, err := strconv.Atoi(written)
	if err != nil || n < 1 || n > there || written != strconv.Itoa(n) { // one address for each
		return 0, &station.Error{Op: "read", What: written, Err: text.Detail(station.ErrNoReader, text.Of("il y en a %d", "there are %d", there))}
	}
	return n, nil
}
