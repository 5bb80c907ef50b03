package rule

import (
	"errors"
	"testing"

	"github.com/cpslab/cps/harness/card/text"
)

func TestSeverityText(t *testing.T) {
	t.Parallel()
	for want, s := range map[string]Severity{"INFO": Info, "WARNING": Warning, "BLOCK-SIGNING": BlockSigning, "BLOCK-BILLING": BlockBilling} {
		b, err := s.MarshalText()
		if string(b) != want || err != nil {
			t.Errorf("%d: %q, %v", s, b, err)
		}
		var got Severity
		if err := got.UnmarshalText([]byte(want)); got != s || err != nil {
			t.Errorf("%s: %d, %v", want, got, err)
		}
	}
	for _, s := range []Severity{0, BlockBilling + 1} {
		if b, err := s.MarshalText(); err == nil {
			t.Errorf("%d: written as %s", s, b)
		}
	}
	got := Warning
	err := got.UnmarshalText([]byte("warning"))
	var wrong *SeverityError
	if !errors.As(err, &wrong) || got != Warning || !text.IsBadInput(err) {
		t.Errorf("%v, %d", err, got)
	}
	if message, hint := text.Say(err, "fr"); message != "gravité inconnue : « warning »" || hint != "INFO, WARNING, BLOCK-SIGNING, BLOCK-BILLING" {
		t.Errorf("%q, %q", message, hint)
	}
}
