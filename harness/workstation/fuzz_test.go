package workstation

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// written writes a configuration file of what was read.
func (f ini) written() string {
	var b strings.Builder
	for _, name := range f.order {
		fmt.Fprintf(&b, "[%s]\n", name)
		for key, value := range f.sections[name] {
			fmt.Fprintf(&b, "%s=%s\n", key, value)
		}
	}
	return b.String()
}

// FuzzINI: what is read from a configuration file is read again from what was
// read.
func FuzzINI(f *testing.F) {
	for _, s := range []string{
		"[CANAL1]\r\nCaracteristiques=9600,8,1,0\r\n[CANAL1.PAD2.LAD1]\r\nNomLAD=PSS Reader\r\n", "[MGC]\rRepertoireConfigTrace=/etc\r",
		"; comment\n[COMMUN\nRepertoireTravail = /tmp\n", "[A]\nk=1\nK=2\n[a]\nk=3\n=4\n", "\uFEFF[A]\nk=\n", "[é]\nÉ=œ\n",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		first := parseINI(b)
		for _, name := range first.order {
			if !first.has(name) {
				t.Fatalf("section %q is listed and not there", name)
			}
		}
		if again := parseINI([]byte(first.written())); !reflect.DeepEqual(first, again) {
			t.Fatalf("%q became %q", first, again)
		}
	})
}

// sendable holds for what a report says: it can be written as JSON.
func sendable(t *testing.T, v any) {
	t.Helper()
	if _, err := json.Marshal(v); err != nil {
		t.Fatal(err)
	}
}

// FuzzConfiguration: whatever stands in the files of GALSS and FSV and in the
// dictionary, the report says it in its own forms.
func FuzzConfiguration(f *testing.F) {
	f.Add([]byte("[CANAL1]\nCaracteristiques=9600,8,1,0\n[CANAL1.PAD1.LAD1]\nNomLAD=A\n"), []byte("[MGC]\nRepertoireConfigTrace=/etc\n[COMMUN]\nRepertoireTravail=\\tmp\n"), []byte(dico))
	f.Add([]byte("[CANAL999]\n[CANAL1000]\n"), []byte("[SSV]\nRepertoireTable=..\n"), []byte("G999\tVersion\t\t\t28\tVersion : 999.999 - 99/99/9999"))
	version := regexp.MustCompile(`^([0-9]{1,3}\.[0-9]{1,3})?$`)
	f.Fuzz(func(t *testing.T, galss, sesam, dictionary []byte) {
		c := newCollector(machine(map[string]string{
			"usr/local/galss/galss.ini": string(galss), "usr/local/sesam/etc/sesam.ini": string(sesam), "etc/opt/santesocial/CPS/DICO-FR.GIP": string(dictionary),
		}))
		r := Report{Galss: c.galss(), Sesam: c.sesam(), Dictionaries: c.dictionaries()}
		sendable(t, r)
		if !r.Galss.Known || !r.Sesam.Known || !r.Dictionaries.Known || len(r.Galss.Value) != 1 || len(r.Sesam.Value) != 1 || len(r.Dictionaries.Value) != 1 {
			t.Fatalf("%+v %+v %+v", r.Galss, r.Sesam, r.Dictionaries)
		}
		if d := r.Dictionaries.Value[0]; !version.MatchString(d.Version) || (d.Version == "") != (d.Date == "") {
			t.Fatalf("dictionary %+v", d)
		}
		for _, ch := range r.Galss.Value[0].Channels {
			if ch.Number < 0 || ch.Number > 999 {
				t.Fatalf("channel %+v", ch)
			}
		}
	})
}

// FuzzPackages: whatever the package databases of Linux and macOS hold, the
// copies of the library found in them name their origin.
func FuzzPackages(f *testing.F) {
	f.Add([]byte("Package: cryptolibcps\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1:5.2.2-1\n\nPackage: other\n"), []byte("CryptolibCPS\t5.2.2\tx86_64\t1764000000\n"), []byte("050202\n"), []byte("bplist00 CryptolibCPS-5.2.2.pkg"))
	f.Add([]byte("package: cryptolibcps"), []byte("CryptolibCPS\t\t\t-1\n"), []byte("99"), []byte("<key>PackageVersion</key><string>5.2</string>"))
	f.Fuzz(func(t *testing.T, dpkg, rpm, adm, receipt []byte) {
		files := map[string]string{
			"var/lib/dpkg/status": string(dpkg), "var/opt/santesocial/commun/adm/155.adm": string(adm),
			"private/var/db/receipts/fr.asipsante.pkg.cryptolibCPS.plist": string(receipt),
		}
		c := newCollector(with(machine(files), func(o *Options) {
			o.Run = func(context.Context, string, ...string) ([]byte, error) { return rpm, nil }
		}))
		copies, err := c.rpm(t.Context())
		more, err2 := c.dpkg()
		if err := errors.Join(err, err2); err != nil {
			t.Fatal(err)
		}
		copies = slices.Concat(copies, more, c.adm(), c.receipts())
		sendable(t, copies)
		for _, cp := range copies {
			if cp.Origin == "" || cp.Path == "" {
				t.Fatalf("copy %+v", cp)
			}
		}
	})
}

// FuzzRegistry: whatever the registry of a Windows machine holds.
func FuzzRegistry(f *testing.F) {
	f.Add("22631", "Windows 10 Pro", "10", "2", "Cryptolib CPS", "5.2.2", "20251103")
	f.Add("", "", "", "9", "cryptolib", "", "00000000")
	f.Fuzz(func(t *testing.T, build, product, major, start, name, version, day string) {
		r := Collect(t.Context(), with(machine(nil), func(o *Options) {
			o.OS = "windows"
			o.Processes = func() (map[int]string, error) { return map[int]string{1: name}, nil }
			o.Registry = fakeRegistry{
				keyVersion + `\CurrentBuild`: build, keyVersion + `\ProductName`: product, keyVersion + `\CurrentMajorVersionNumber`: major,
				keyServices + `SCardSvr\Start`: start, keyServices + `CertPropSvc\Start`: start, keyPolicy + `\VerifiedAndReputablePolicyState`: start,
				keyProducts + `\{A}\DisplayName`: name, keyProducts + `\{A}\DisplayVersion`: version, keyProducts6 + `\{B}\InstallDate`: day,
				keyProducts6 + `\{B}\DisplayName`: name,
			}
		}))
		sendable(t, r)
		for _, cp := range r.Cryptolib.Value.Copies {
			if cp.Origin == FromRegistry && (cp.Path != name || cp.Installed.After(time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC))) {
				t.Fatalf("copy %+v", cp)
			}
		}
	})
}
