//go:build !nosuite

package main

import (
	"testing"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/pcsc"
)

// A version is told, or why it is not: never nothing.
func TestVersionsOfAReport(t *testing.T) {
	t.Parallel()
	for said, want := range map[string]string{
		"pcsc-lite version 1.9.9.\nCopyright (C)": "1.9.9", "pcsc-lite version 2.3.0\n": "2.3.0", "": "", "version": "", "nothing of it": "",
		"pcsc-lite version \x1b[31m": "?[31m",
	} {
		if got := pcscliteVersion(said); got != want {
			t.Errorf("%q: %q, want %q", said, got, want)
		}
	}
	for _, tt := range []struct {
		d    pcsc.Description
		want text.Text
	}{
		{pcsc.Description{Vendor: "Gemalto", Model: "PC Twin", Version: "1.5.2"}, text.Same("Gemalto PC Twin 1.5.2")},
		{pcsc.Description{Vendor: "Gemalto"}, text.Of("Gemalto, version inconnue : le pilote n'en dit rien", "Gemalto, version unknown: the driver tells nothing of it")},
		{pcsc.Description{}, text.Of("version inconnue : le pilote n'en dit rien", "unknown: the driver tells nothing of it")},
	} {
		if got := driverVersion(tt.d, true); got != tt.want {
			t.Errorf("%+v: %+v", tt.d, got)
		}
	}
	if got := driverVersion(pcsc.Description{Vendor: "x"}, false); got.EN != "unknown: the reader could not be asked" {
		t.Errorf("%+v", got)
	}
}
