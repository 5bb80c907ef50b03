package control_test

import (
	"context"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/control"
)

// The page of a farm is served with what it needs, under the same policy as the console, and
// tells what it is told, or why it cannot.
func TestFarmPage(t *testing.T) {
	t.Parallel()
	broken := false
	s := control.NewFarm("fr", func(context.Context) (any, error) {
		if broken {
			return nil, text.NewError(text.Of("le hub est loin", "the hub is far away"), text.Text{})
		}
		return map[string]any{"schema": 1, "stations": []string{}}, nil
	})
	l, err := control.Listen(t.Context(), "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(ctx, l) }()
	defer func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	}()
	get := func(method, path, host string) (int, string, http.Header) {
		t.Helper()
		r, err := http.NewRequestWithContext(t.Context(), method, control.Address(l)+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		if host != "" {
			r.Host = host
		}
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = answer.Body.Close() }()
		body, err := io.ReadAll(answer.Body)
		if err != nil {
			t.Fatal(err)
		}
		return answer.StatusCode, string(body), answer.Header
	}
	for path, part := range map[string]string{"/": `src="farm.js"`, "/farm.js": "v1/farm", "/console.css": ".farm", "/icon.svg": "<svg", "/v1/farm": `"stations":[]`} {
		code, body, header := get("GET", path, "")
		if code != http.StatusOK || !strings.Contains(body, part) || !strings.Contains(header.Get("Content-Security-Policy"), "default-src 'none'") {
			t.Errorf("%s: %d, %q, %v", path, code, body, header)
		}
	}
	if code, _, _ := get("GET", "/v1/farm", "elsewhere.example"); code != http.StatusForbidden {
		t.Errorf("another host: %d", code)
	}
	for _, path := range []string{"/v1/readers", "/openapi.json"} {
		if code, _, _ := get("GET", path, ""); code != http.StatusNotFound {
			t.Errorf("%s: %d", path, code)
		}
	}
	if code, _, _ := get("POST", "/v1/farm", ""); code == http.StatusOK {
		t.Error("it takes a change")
	}
	broken = true
	if code, body, _ := get("GET", "/v1/farm", ""); code != http.StatusInternalServerError || !strings.Contains(body, "le hub est loin") {
		t.Errorf("a broken farm: %d, %s", code, body)
	}
}
