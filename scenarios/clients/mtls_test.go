package clients

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cpslab/cps/simulator"
	"github.com/cpslab/cps/simulator/pki"
	"github.com/cpslab/cps/testdata/testneed"
)

// try is one attempt of a client to be let in by a server.
type try struct {
	server *serverKind
	policy string
	// refusal is part of what the client, or the server through it, says; "" when the
	// holder is let in.
	refusal string
}

// visitor is a client with a card, or with the key of one.
type visitor struct {
	name   string // as the table has it
	preset string
	face   string // as the table has it
	key    pki.Kind
	desk   bool // needs the card in a reader
	need   func(t *testing.T)
	// version is the client's, as it says it.
	version func(t *testing.T) string
	// call asks the server for a page and returns all that was said.
	call   func(t *testing.T, v *visit) string
	logins []try
}

// visit is a visitor before a server.
type visit struct {
	*visitor
	desk   *desk // nil where none is needed
	server *server
	module string // PKCS#11, "" where none is used
}

// mtlsSheet is docs/mtls.md, whose words are edited there.
var mtlsSheet = &sheet{
	frame: func(before []byte) ([]byte, []byte) {
		head, rest, _ := strings.Cut(string(before), "\n"+versionHead)
		_, tail, more := strings.Cut(rest, "\n## ")
		if more {
			tail = "## " + tail
		}
		return []byte(head), []byte(tail)
	},
	column: "| face | client | TLS | offered | server | result | day |",
	rows: func() (list []row) {
		for _, v := range visitors() {
			for _, l := range v.logins {
				list = append(list, v.row(l))
			}
		}
		return list
	},
	names: func() []string {
		names := []string{nginx.name, apache.name, stunnel.name, goServer.name}
		for _, v := range visitors() {
			names = append(names, v.name)
		}
		return names
	},
}

var mtlsResults = newRecorder(mtlsSheet)

func (v *visitor) row(l try) row {
	p := policies[l.policy]
	return rowOf(v.face, v.name, p.version, p.offered, l.server.name)
}

// result is what the table says when a try went as it is written here.
func (l try) result() string {
	if l.refusal == "" {
		return "let in"
	}
	return "refused: " + l.refusal
}

// each returns a login for each of the policies that a server can have.
func each(server *serverKind, names ...string) []try {
	var list []try
	for _, name := range names {
		list = append(list, try{server: server, policy: name})
	}
	return list
}

// What is said where a CPS3 cannot sign.
const (
	noCertificate = "No required SSL certificate was sent" // nginx, of a client that sends none
	byOpenSC      = "PKCS#11 module::Mechanism invalid"
	byOfficial    = "PKCS#11 module::Function not supported"
)

// visitors is every client with every card that it can use.
func visitors() []*visitor {
	var list []*visitor
	for _, preset := range []string{"cps3-healthy", "cps4-healthy"} {
		list = append(list, &visitor{
			name: "curl", preset: preset, face: "key in a file, of a " + faceOf(preset), key: pki.Authentication,
			need: part("curl"), version: curlVersion, call: curlWithFile,
			logins: slices.Concat(each(nginx, "1.3", "1.2", "PKCS#1"), each(apache, "1.3", "1.2", "PKCS#1"), each(stunnel, "1.3", "1.2", "PKCS#1"), each(goServer, "1.3", "1.2")),
		})
	}
	for _, preset := range []string{"cps3-healthy", "cps3cl-healthy", "cps4-healthy"} {
		v := &visitor{
			name: "Go, harness.Signer", preset: preset, face: faceOf(preset), key: pki.Authentication,
			need: func(*testing.T) {}, version: goServer.version, call: goWithSigner,
			logins: slices.Concat([]try{{nginx, "1.3", noCertificate}}, each(nginx, "1.2", "PKCS#1"), each(apache, "PKCS#1"), each(stunnel, "PKCS#1"), each(goServer, "1.2")),
		}
		switch v.face {
		case "CPS4":
			v.logins[0].refusal = ""
		case "CPS3 contactless":
			v.key = pki.Technical
		}
		list = append(list, v)
	}
	list = append(list, &visitor{
		name: "Java", preset: "cps3-healthy", face: "key in a file, of a CPS3", key: pki.Authentication,
		need: sunPKCS11.need, version: javaVersion, call: javaWithFile, logins: each(nginx, "1.3", "1.2", "PKCS#1"),
	})
	for _, v := range []visitor{
		{name: "curl, OpenSSL engine pkcs11", key: pki.Authentication, need: part("curl", "OpenSSL pkcs11 engine"), version: curlVersion, call: curlWithEngine},
		{name: "GnuTLS", key: pki.Authentication, need: part("gnutls-cli"), version: gnutlsVersion, call: gnutlsCalls},
		{name: "NSS", key: pki.Authentication, need: part("tstclnt", "certutil"), version: nssVersion, call: nssCalls},
		{name: "Java", key: pki.Authentication, need: sunPKCS11.need, version: javaVersion, call: javaWithCard},
	} {
		v.desk = true
		opensc := v
		opensc.preset, opensc.face, opensc.name = "cps3-healthy", "CPS3", v.name+", OpenSC"
		opensc.logins = ofCPS3(v.name, byOpenSC)
		list = append(list, &opensc)
		for _, preset := range []string{"cps3-healthy", "cps3cl-healthy", "cps4-healthy"} {
			official := v
			official.preset, official.face, official.name = preset, faceOf(preset), v.name+", official module"
			switch {
			case official.face == "CPS4":
				official.logins = ofCPS4(v.name)
			case official.face == "CPS3 contactless" && v.name == "Java":
				continue // its key store wants a code, and there is none
			case official.face == "CPS3 contactless":
				official.key = pki.Technical
				official.logins = ofCPS3(v.name, byOfficial)
			default:
				official.logins = ofCPS3(v.name, byOfficial)
			}
			list = append(list, &official)
		}
	}
	return list
}

// ofCPS4 are the tries of a client that reaches a CPS4 by the official module. That
// takes no buffer of more than 256 bytes for a PKCS#1 signature of this key, and Java
// has a longer one.
func ofCPS4(client string) []try {
	list := each(nginx, "1.3", "1.2", "PKCS#1")
	switch client {
	case "Java":
		list[2].refusal = "CKR_ARGUMENTS_BAD"
	case "curl, OpenSSL engine pkcs11":
		list = slices.Concat(list, each(apache, "1.3", "PKCS#1"), each(stunnel, "1.3", "PKCS#1"), each(goServer, "1.3"))
	}
	return list
}

// ofCPS3 are the tries of a client that reaches a CPS3 by a module. All but OpenSSL ask
// the token before they agree on a signature; where it makes none, Java says so and the
// others send no certificate.
func ofCPS3(client, said string) []try {
	switch client {
	case "Java":
		return []try{{nginx, "1.3", "No supported CertificateVerify signature algorithm"}, {nginx, "1.2", ""}, {nginx, "PKCS#1", ""}}
	case "GnuTLS", "NSS":
		return []try{{nginx, "1.3", noCertificate}, {nginx, "1.2", ""}, {nginx, "PKCS#1", ""}}
	}
	return []try{{nginx, "1.3", said}, {nginx, "1.2", said}, {nginx, "PKCS#1", ""}, {apache, "PKCS#1", ""}, {stunnel, "PKCS#1", ""}, {goServer, "1.2", said}}
}

func part(names ...string) func(t *testing.T) {
	return func(t *testing.T) {
		t.Helper()
		testneed.Part(t, names...)
	}
}

// Every client asks every server that it is listed with, and is let in or refused as it
// is written here.
func TestMutualTLS(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	for _, v := range visitors() {
		t.Run(v.face+", "+v.name, func(t *testing.T) {
			t.Parallel()
			v.need(t)
			visit := visit{visitor: v}
			if v.desk {
				visit.module = v.moduleFile(t)
				visit.desk = sit(t, v.preset)
			}
			mtlsResults.version(v.name, v.version(t))
			for _, l := range v.logins {
				t.Run(l.server.name+" "+l.policy, func(t *testing.T) {
					t.Cleanup(func() {
						if o := outcome(t); o == "passed" {
							mtlsResults.add(v.row(l), l.result())
						} else {
							mtlsResults.add(v.row(l), o)
						}
					})
					visit := visit
					visit.server = h.server(t, l.server, l.policy)
					mtlsResults.version(l.server.name, l.server.version(t))
					v.tries(t, &visit, l)
				})
			}
		})
	}
}

// Who has no certificate of the authority that the page trusts, or one whose time is
// over, is let in by none of the servers.
func TestMutualTLSRefusesStrangers(t *testing.T) {
	t.Parallel()
	testneed.Part(t, "curl")
	h := newHall(t)
	for _, kind := range []*serverKind{nginx, apache, stunnel, goServer} {
		for _, version := range []string{"1.2", "1.3"} {
			t.Run(kind.name+" "+version, func(t *testing.T) {
				t.Parallel()
				for _, preset := range []string{"", "cps3-cert-unknown-issuer", "cps3-cert-expired", "cps3-healthy"} {
					v := &visit{visitor: &visitor{preset: preset, key: pki.Authentication}, server: h.server(t, kind, version)}
					call := curlWithFile
					if preset == "" {
						call = func(t *testing.T, v *visit) string { t.Helper(); return v.curl(t, t.TempDir(), nil) }
					}
					said := call(t, v)
					in := strings.Contains(said, "holder ") || strings.Contains(said, "let in")
					if in != (preset == "cps3-healthy") {
						t.Errorf("%q: let in %v:\n%s", preset, in, said)
					}
				}
			})
		}
	}
}

// tries makes one try and holds what is said against what is written.
func (v *visitor) tries(t *testing.T, visit *visit, l try) {
	t.Helper()
	out := v.call(t, visit)
	id := holderOf(t, v.preset)
	welcome := "holder " + id
	if l.server == stunnel {
		welcome = "let in"
	}
	switch in := strings.Contains(out, welcome); {
	case l.refusal == "" && !in:
		t.Errorf("not let in:\n%s\n%s", out, visit.server.said())
	case l.refusal != "" && (in || !strings.Contains(out, l.refusal)):
		t.Errorf("want a refusal with %q:\n%s\n%s", l.refusal, out, visit.server.said())
	case l.server == stunnel && !strings.Contains(visit.server.said(), "CN="+id):
		t.Errorf("stunnel does not name %s:\n%s", id, visit.server.said())
	}
}

// moduleFile is the PKCS#11 module that the client goes through.
func (v *visitor) moduleFile(t *testing.T) string {
	t.Helper()
	if strings.HasSuffix(v.name, ", OpenSC") {
		testneed.Part(t, "opensc-tool")
		return openscModule(t)
	}
	official.need(t)
	return os.Getenv(envModule)
}

// holderOf is the national identifier of the holder of a card.
func holderOf(t *testing.T, preset string) string {
	t.Helper()
	return simulated(t, preset).Personalisation().Info.NationalID
}

func simulated(t *testing.T, preset string) *simulator.Card {
	t.Helper()
	profile, err := simulator.LoadProfile(preset)
	if err != nil {
		t.Fatal(err)
	}
	p, err := profile.Personalise(time.Now())
	if err != nil {
		t.Fatal(err)
	}
	return mustNew(t, p)
}

// The page has a row for each try and no other, and none that failed.
func TestMutualTLSTable(t *testing.T) {
	t.Parallel()
	if *mtls != "" {
		t.Skip("the table is being written")
	}
	page, err := os.ReadFile(mtlsPage)
	if err != nil {
		t.Fatal(err)
	}
	current(t, mtlsPage, mtlsSheet, page)
	results := map[row]string{}
	for _, v := range visitors() {
		for _, l := range v.logins {
			if _, twice := results[v.row(l)]; twice {
				t.Errorf("two tries share the row %s", v.row(l))
			}
			results[v.row(l)] = l.result()
		}
	}
	for x, o := range parsePage(page).outcomes {
		if o.what != results[x] {
			t.Errorf("%s: %q, want %q", x, o.what, results[x])
		}
	}
}
