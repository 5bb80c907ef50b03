package vpcd_test

import (
	"io"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/vpcd"
)

func TestErrorsSayThemselves(t *testing.T) {
	t.Parallel()
	refused := func(addr string) error {
		_, err := vpcd.New(addr, nil)
		return err
	}
	for _, c := range []struct {
		err           error
		message, hint text.Text
		badInput      bool
	}{
		{
			refused("192.0.2.1:35963"),
			text.Of("« 192.0.2.1:35963 » : une carte n'est servie qu'à cette machine", "vpcd 192.0.2.1:35963: address: not a loopback address: a card is served to this machine only"),
			text.Of("par exemple 127.0.0.1:35963", "for example 127.0.0.1:35963"), true,
		},
		{
			refused("127.0.0.1:0"),
			text.Of("« 127.0.0.1:0 » : attendu HÔTE:PORT, avec un port de 1 à 65535", "vpcd 127.0.0.1:0: address: want HOST:PORT, with a port from 1 to 65535"),
			text.Of("par exemple 127.0.0.1:35963", "for example 127.0.0.1:35963"), true,
		},
		{
			&vpcd.Error{Op: "read", Addr: "127.0.0.1:1", Err: vpcd.ErrTruncated},
			text.Of("connexion fermée au milieu d'une trame", "vpcd 127.0.0.1:1: read: connection closed inside a frame"),
			text.Text{},
			false,
		},
		{
			&vpcd.Error{Op: "read", Addr: "127.0.0.1:1", Err: io.ErrUnexpectedEOF},
			text.Of("vpcd 127.0.0.1:1 : lecture : unexpected EOF", "vpcd 127.0.0.1:1: read: unexpected EOF"),
			text.Text{},
			false,
		},
	} {
		message, hint := text.Said(c.err)
		if diff := cmp.Diff([]text.Text{c.message, c.hint}, []text.Text{message, hint}); diff != "" {
			t.Errorf("%v (-want +got):\n%s", c.err, diff)
		}
		if text.IsBadInput(c.err) != c.badInput || c.err.Error() != c.message.EN {
			t.Errorf("%v: bad input %v", c.err, text.IsBadInput(c.err))
		}
	}
}
