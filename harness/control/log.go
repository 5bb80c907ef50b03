package control

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/cpslab/cps/harness/card/text"
)

// Bounds of the log over HTTP.
const (
	usualRecords = 100
	maxRecords   = 1000
	keepAlive    = 15 * time.Second // between two lines of a stream where nothing happens
	slowest      = 10 * time.Second // a listener that takes longer for one batch is left
)

func (s *Server) log(r *request) (any, error) {
	after, err := wholeNumber(r.Request, "after", 0, 0, 1<<62)
	if err != nil {
		return nil, err
	}
	most, err := wholeNumber(r.Request, "most", usualRecords, 1, maxRecords)
	if err != nil {
		return nil, err
	}
	records, missed := s.cfg.Station.Log().After(after, int(most))
	list := recordList{Records: make([]Record, 0, len(records)), Missed: missed}
	for _, one := range records {
		list.Records = append(list.Records, recordOf(one))
	}
	return list, nil
}

// wholeNumber is a parameter of the query.
func wholeNumber(r *http.Request, name string, otherwise, least, most int64) (int64, error) {
	written := r.URL.Query().Get(name)
	if written == "" {
		return otherwise, nil
	}
	n, err := strconv.ParseInt(written, 10, 64)
	if err != nil || n < least || n > most {
		return 0, invalid(http.StatusUnprocessableEntity, text.Of("%s : un nombre de %d à %d", "%s: a number from %d to %d", name, least, most), text.Text{})
	}
	return n, nil
}

// events gives the log as server-sent events (HTML standard, 9.2), from the record behind
// Last-Event-ID, or behind the parameter after; without either, from now on.
func (s *Server) events(w http.ResponseWriter, r *http.Request) {
	if s.streams.Add(1) > maxStreams {
		s.streams.Add(-1)
		writeProblem(w, errStreams, s.langOf(r))
		return
	}
	defer s.streams.Add(-1)
	log := s.cfg.Station.Log()
	last, err := wholeNumber(r, "after", log.Last(), 0, 1<<62)
	if err != nil {
		writeProblem(w, err, s.langOf(r))
		return
	}
	if n, err := strconv.ParseInt(r.Header.Get("Last-Event-ID"), 10, 64); err == nil && n >= 0 {
		last = n
	}
	last = min(last, log.Last()) // of another station, perhaps
	h := w.Header()
	h.Set("Content-Type", "text/event-stream")
	w.WriteHeader(http.StatusOK)
	if r.Method == http.MethodHead {
		return // nothing would ever come
	}
	out := http.NewResponseController(w)
	_ = out.SetReadDeadline(time.Time{}) // the request was read; what follows has no end
	ctx, cancel := context.WithCancel(r.Context())
	defer cancel()
	go func() {
		select {
		case <-s.closing:
			cancel()
		case <-ctx.Done():
		}
	}()
	for {
		records, missed := log.After(last, usualRecords)
		if err := out.SetWriteDeadline(time.Now().Add(slowest)); err != nil {
			return
		}
		if missed > 0 {
			fmt.Fprintf(w, "event: missed\ndata: %d\n\n", missed)
		}
		for _, one := range records {
			b, err := json.Marshal(recordOf(one))
			if err != nil {
				return
			}
			fmt.Fprintf(w, "id: %d\nevent: record\ndata: %s\n\n", one.ID, b)
			last = one.ID
		}
		if len(records) == 0 {
			fmt.Fprint(w, ": still here\n\n")
		}
		if out.Flush() != nil {
			return
		}
		waiting, stop := context.WithTimeout(ctx, keepAlive)
		_ = log.Wait(waiting, last) // a time that is over is a line to keep the stream open
		stop()
		if ctx.Err() != nil {
			return
		}
	}
}
