package control

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/station"
)

// Problem is what an answer that is an error holds (RFC 9457).
type Problem struct {
	Type   string `json:"type" jsonschema:"about:blank: title and status say it"`
	Title  string `json:"title" jsonschema:"the status in words"`
	Status int    `json:"status" jsonschema:"HTTP status code"`
	Code   string `json:"code" jsonschema:"one word for programs: bad-request, no-token, wrong-token, forbidden, not-found, method, busy, conflict, too-large, media-type, invalid, failed, closed or timeout"`
	Detail string `json:"detail" jsonschema:"what is wrong, in the language of the request"`
	Hint   string `json:"hint,omitempty" jsonschema:"what can be done about it"`
	Holder string `json:"holder,omitempty" jsonschema:"who has the reader, for the code busy"`
}

var _ text.Speaker = (*Problem)(nil)

// Error says what is wrong.
func (p *Problem) Error() string { return p.Detail }

// Say gives detail and hint, in the language in which they came.
func (p *Problem) Say(string) (message, hint string) { return p.Detail, p.Hint }

// BadInput is true where the request was at fault.
func (p *Problem) BadInput() bool {
	switch p.Code {
	case "bad-request", "not-found", "method", "media-type", "invalid", "no-token", "wrong-token", "too-large":
		return true
	}
	return false
}

// refusal is an error of a request that was not even looked at.
type refusal struct {
	status int
	code   string
	said   text.Text
	hint   text.Text
}

var _ text.Speaker = (*refusal)(nil)

func (e *refusal) Error() string { return e.said.EN }

// Say gives the words of the refusal.
func (e *refusal) Say(lang string) (message, hint string) { return e.said.In(lang), e.hint.In(lang) }

var (
	errHost = &refusal{
		http.StatusForbidden, "forbidden", text.Of("ce nom d'hôte n'est pas celui de la station", "this host name is not the station's"),
		text.Of("appelez l'adresse qu'elle a donnée", "call the address that it gave"),
	}
	errOrigin = &refusal{
		http.StatusForbidden, "forbidden", text.Of("une page d'une autre origine ne parle pas à la station", "a page of another origin does not speak to the station"),
		text.Of("ouvrez la console de la station elle-même", "open the station's own console"),
	}
	errNoToken = &refusal{
		http.StatusUnauthorized, "no-token", text.Of("un changement demande le jeton", "a change needs the token"),
		text.Of("Authorization: Bearer suivi de CPSLAB_CONTROL_TOKEN", "Authorization: Bearer and CPSLAB_CONTROL_TOKEN"),
	}
	errWrongToken = &refusal{
		http.StatusUnauthorized, "wrong-token", text.Of("ce n'est pas le jeton de cette station", "this is not the token of this station"),
		text.Of("chaque station a le sien : reprenez CPSLAB_CONTROL_TOKEN", "each station has its own: take CPSLAB_CONTROL_TOKEN again"),
	}
	errLargeLog = &refusal{
		http.StatusRequestEntityTooLarge, "too-large", text.Of("journal trop long : %d Mio au plus", "the log is too long: %d MiB at most", maxLog>>20),
		text.Of("« cpslab reproduce --log » en lit davantage", "“cpslab reproduce --log” reads more of it"),
	}
	errNotFound = &refusal{
		http.StatusNotFound, "not-found", text.Of("rien à cette adresse", "nothing at this address"),
		text.Of("/openapi.json dit ce qu'il y a", "/openapi.json says what there is"),
	}
	errMethod = &refusal{
		http.StatusMethodNotAllowed, "method", text.Of("cette adresse ne prend pas cette méthode", "this address does not take this method"),
		text.Of("/openapi.json dit lesquelles", "/openapi.json says which"),
	}
	errMedia = &refusal{
		http.StatusUnsupportedMediaType, "media-type", text.Of("attendu du JSON", "want JSON"),
		text.Same("Content-Type: application/json"),
	}
	errStreams = &refusal{
		http.StatusServiceUnavailable, "failed", text.Of("trop d'abonnés au journal", "too many listeners to the log"),
		text.Of("fermez-en", "close some"),
	}
)

// tooLarge is a body of more bytes than it may have.
func tooLarge(most int64) *refusal {
	return &refusal{http.StatusRequestEntityTooLarge, "too-large", text.Of("corps trop long : %d Mio au plus", "the body is too long: %d MiB at most", most>>20), text.Text{}}
}

// invalid is a body, or a part of an address, that cannot be understood.
func invalid(status int, said, hint text.Text) *refusal {
	code := "invalid"
	if status == http.StatusBadRequest {
		code = "bad-request"
	}
	return &refusal{status, code, said, hint}
}

// problem says an error in lang.
func problem(err error, lang string) *Problem {
	p := &Problem{Type: "about:blank"}
	p.Status, p.Code = classify(err)
	p.Title = http.StatusText(p.Status)
	p.Detail, p.Hint = text.Say(err, lang)
	if busy, ok := errors.AsType[*station.BusyError](err); ok {
		p.Holder = busy.Holder
	}
	return p
}

// classify gives status and code of an error.
func classify(err error) (status int, code string) {
	if refused, ok := errors.AsType[*refusal](err); ok {
		return refused.status, refused.code
	}
	if _, ok := errors.AsType[*station.BusyError](err); ok {
		return http.StatusConflict, "busy"
	}
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return http.StatusRequestEntityTooLarge, "too-large"
	}
	for _, of := range [...]struct {
		status int
		code   string
		errs   []error
	}{
		{http.StatusNotFound, "not-found", []error{station.ErrNoReader, station.ErrNoSnapshot}},
		{http.StatusConflict, "conflict", []error{station.ErrEmpty, station.ErrOccupied, station.ErrElsewhere, station.ErrFull, station.ErrSnapshots, station.ErrNoKeypad, station.ErrNotAsked}},
		{http.StatusServiceUnavailable, "closed", []error{station.ErrClosed}},
		{http.StatusGatewayTimeout, "timeout", []error{context.DeadlineExceeded}},
	} {
		for _, one := range of.errs {
			if errors.Is(err, one) {
				return of.status, of.code
			}
		}
	}
	if text.IsBadInput(err) {
		return http.StatusUnprocessableEntity, "invalid"
	}
	return http.StatusInternalServerError, "failed"
}

// writeProblem answers with an error.
func writeProblem(w http.ResponseWriter, err error, lang string) {
	p := problem(err, lang)
	if p.Status == http.StatusUnauthorized {
		w.Header().Set("WWW-Authenticate", "Bearer")
	}
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(p.Status)
	_ = json.NewEncoder(w).Encode(p) // a client that is gone reads nothing
}
