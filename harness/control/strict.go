package control

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"

	"github.com/cpslab/cps/harness/card/text"
)

var errUTF8 = invalid(http.StatusBadRequest, text.Of("ce n'est pas de l'UTF-8", "this is no UTF-8"), text.Of("JSON est de l'UTF-8", "JSON is UTF-8"))

// strict gives the members of a body, which [decode] took, and null for none where there is
// no body. Two programs read the same in it: the error is that of a member that is given
// twice (RFC 8259, 4) or of null in a list, of which package encoding/json makes an empty
// text; null as the value of a member is as if it were absent.
func strict(content []byte) (map[string]bool, error) {
	type level struct {
		list    bool
		members map[string]bool
		named   bool // a name was read, and its value is next
	}
	var given map[string]bool
	var levels []*level
	top := func() *level {
		if len(levels) == 0 {
			return nil
		}
		return levels[len(levels)-1]
	}
	dec := json.NewDecoder(bytes.NewReader(content))
	for name := ""; ; {
		token, err := dec.Token()
		if errors.Is(err, io.EOF) {
			return given, nil
		} else if err != nil {
			return nil, err // decode took it
		}
		in := top()
		if in != nil && !in.list && !in.named && token != json.Delim('}') {
			name = token.(string)
			if in.members[name] {
				return nil, invalid(http.StatusUnprocessableEntity, text.Of("« %s » y est deux fois", "%q is there twice", text.Printable(name)), text.Text{})
			}
			in.members[name], in.named = true, true
			continue
		}
		if in != nil {
			in.named = false
		}
		switch token {
		case json.Delim('{'), json.Delim('['):
			next := &level{list: token == json.Delim('['), members: map[string]bool{}}
			if levels = append(levels, next); in == nil && !next.list {
				given = next.members
			}
		case json.Delim('}'), json.Delim(']'):
			levels = levels[:len(levels)-1]
		case nil:
			switch {
			case in == nil:
				return nil, invalid(http.StatusUnprocessableEntity, text.Of("le corps est null ; il faut un objet", "the body is null; it has to be an object"), text.Text{})
			case in.list:
				return nil, invalid(http.StatusUnprocessableEntity, text.Of("« %s » contient null", "%q holds null", text.Printable(name)), text.Text{})
			case len(levels) == 1:
				given[name] = false
			}
		}
	}
}
