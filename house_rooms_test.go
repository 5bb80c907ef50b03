package cps_test

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
)

//go:generate go test -run ^TestArchitectureShowsTheRooms$ -count=1 . -update

var update = flag.Bool("update", false, "write the table of rooms into docs/architecture.md")

// room is a package: the one question that it answers, and the rooms of this module
// and the other modules that its shipped code may import to do so. A prefix ending in
// "/..." covers everything below. The standard library is free.
type room struct {
	path, question string
	imports        []string
}

// rooms is the table that docs/architecture.md shows.
var rooms = []room{
	{"harness/card", "What does a card hold, and how is it encoded?", []string{"harness/card/..."}},
	{"harness/card/apdu", "What is a command, a response, a status word?", []string{"harness/card/text"}},
	{"harness/card/tlv", "What is in a BER-TLV object, to the byte?", []string{"harness/card/text"}},
	{"harness/card/effect", "What may a command do to a card?", []string{"harness/card/apdu", "harness/card/text"}},
	{"harness/card/text", "How is it said in two languages?", nil},
	{"harness/card/yaml", "What did the user write, and at which line?", []string{"harness/card/text", "github.com/goccy/go-yaml/..."}},
	{"harness/card/cardtest", "What does everything that takes commands have to hold?", []string{"harness/card", "harness/card/effect"}},
	{"harness/card/gentables", "What do the published code tables say?", nil},
	{"simulator", "What would a card answer to this command?", []string{
		"harness/card/...", "simulator/pki", "golang.org/x/crypto/cryptobyte",
	}},
	{"simulator/pki", "Which TEST authority signed it?", []string{"harness/card/text"}},
	{"simulator/pki/serve", "What does the TEST authority publish, and how can that fail?", []string{"simulator/pki", "golang.org/x/crypto/ocsp"}},
	{"simulator/keyfile", "In which files does a server's tester take a simulated card's key along?", []string{"simulator", "simulator/pki", "harness/card/text", "software.sslmate.com/src/go-pkcs12"}},
	{"simulator/pki/genkeys", "Which keys does the TEST authority have?", []string{"simulator/pki"}},
	{"harness", "What is on this card, and what does it sign?", []string{"harness/card/...", "harness/diagnosis", "harness/diagnosis/fact"}},
	{"harness/examine", "How does a channel become a result, in one way for all?", []string{"harness", "harness/card", "harness/diagnosis", "harness/diagnosis/fact", "harness/line"}},
	{"harness/revocation", "Which certificates of a card did their authority revoke?", []string{"harness/card", "harness/diagnosis", "harness/diagnosis/rule", "golang.org/x/crypto/ocsp"}},
	{"harness/fault", "What goes wrong, where, when, and until when?", []string{"harness/card/..."}},
	{"harness/line", "How long does this take between a reader and a contact card?", []string{"harness/card/..."}},
	{"harness/trace", "What was said between a program and a card, and what may be told of it?", []string{"harness/card/...", "harness/fault", "harness/filelock", "harness/trace/leak"}},
	{"harness/filelock", "Does the process that holds this file live?", []string{"harness/card/text", "golang.org/x/sys/..."}},
	{"harness/trace/leak", "Did a secret of the card get into these bytes?", nil},
	{"harness/guard", "May this command reach a real card?", []string{"harness/card/..."}},
	{"harness/readers", "Which card does this address open?", []string{"harness", "harness/guard", "harness/card/...", "harness/folder", "harness/pcsc", "harness/trace", "simulator", "simulator/pki"}},
	{"harness/pcsc", "How does a PC/SC reader take commands, and how long may it?", []string{"harness/card/...", "github.com/ebfe/scard"}},
	{"harness/slot", "What does a virtual reader look like from the card's side?", []string{"harness/card/..."}},
	{"harness/vpcd", "How does a card appear in a virtual reader?", []string{"harness/card/...", "harness/slot"}},
	{"harness/ccid", "What does a smart-card reader answer on its USB bus?", []string{"harness/card/...", "harness/slot"}},
	{"harness/usbip", "How does another system attach a USB device that is software?", []string{"harness/card/..."}},
	{"harness/usbip/usbtest", "What does a host's driver say to a USB reader?", []string{"harness/card", "harness/card/text"}},
	{"harness/stack", "How does a private PC/SC service run beside the machine's?", []string{"harness/child", "harness/folder", "harness/slot", "harness/vpcd", "harness/card/..."}},
	{"harness/child", "How does another program run without our secrets, and no longer than we?", nil},
	{"harness/folder", "Whose temporary folder is this, and does its owner live?", []string{"harness/card/text"}},
	{"harness/workstation", "What is installed and running on this computer?", []string{"harness/card/...", "harness/child", "github.com/miekg/pkcs11", "golang.org/x/sys/..."}},
	{"harness/collected", "What did another computer tell of itself, in one file?", []string{"harness/card", "harness/card/text", "harness/workstation"}},
	{"harness/doctor", "Is this workstation in order?", []string{"harness/card", "harness/card/text", "harness/diagnosis", "harness/diagnosis/fact", "harness/workstation"}},
	{"harness/diagnosis", "Which rules hold, and what do they hide?", []string{"harness/card/...", "harness/diagnosis/code", "harness/diagnosis/fact", "harness/diagnosis/rule"}},
	{"harness/diagnosis/rule", "What is said when a rule holds, and whom to call?", []string{"harness/card", "harness/card/text"}},
	{"harness/diagnosis/code", "What did the other software return?", []string{"harness/card/apdu", "harness/card/text"}},
	{"harness/diagnosis/fact", "What did somebody declare, and what may be asked?", []string{"harness/card", "harness/card/text", "harness/diagnosis/code"}},
	{"harness/diagnosis/vectors", "What is expected of which cards and facts?", []string{"harness/card", "harness/card/text", "harness/diagnosis", "harness/diagnosis/fact"}},
	{"harness/diagnosis/newrule", "What files does a new rule begin with?", nil},
	{"harness/ask", "Which question decides most about this message, and what follows from the answers?", []string{"harness/card", "harness/card/text", "harness/diagnosis", "harness/diagnosis/fact", "harness/diagnosis/rule", "harness/lookup"}},
	{"harness/lookup", "What may this message, log or code mean?", []string{"harness/card", "harness/card/apdu", "harness/card/effect", "harness/card/text", "harness/diagnosis/code", "harness/diagnosis/fact", "harness/diagnosis/rule", "harness/fault", "golang.org/x/text/encoding/unicode", "golang.org/x/text/transform"}},
	{"harness/explore", "Where does a program crash, hang or lie when a fault meets it at each exchange in turn?", []string{
		"harness/card", "harness/card/apdu", "harness/card/effect", "harness/card/text", "harness/child", "harness/fault", "harness/report", "harness/slot", "harness/stack",
	}},
	{"harness/station", "Which card is in which reader, what is done to it, and what was said?", []string{
		"harness/card", "harness/card/effect", "harness/card/text", "harness/card/yaml", "harness/ccid", "harness/fault", "harness/slot", "harness/stack", "harness/trace", "simulator",
	}},
	{"harness/control", "How do a test in any language and a browser drive a station?", []string{
		"harness", "harness/ask", "harness/card", "harness/card/apdu", "harness/card/effect", "harness/card/text", "harness/collected", "harness/diagnosis", "harness/diagnosis/fact", "harness/diagnosis/rule", "harness/doctor", "harness/examine",
		"harness/fault", "harness/lookup", "harness/report", "harness/station", "harness/trace", "harness/vpcd", "simulator", "simulator/pki",
	}},
	{"harness/report", "How is a result shown on screen, in JSON and in HTML?", []string{"harness/card/...", "harness/diagnosis", "harness/diagnosis/fact"}},
	{"harness/each", "What becomes of a program before each of many cards?", []string{
		"harness/card", "harness/card/apdu", "harness/card/effect", "harness/card/text", "harness/card/yaml", "harness/child", "harness/diagnosis", "harness/report", "harness/stack",
	}},
	{"harness/evidence", "Which files do machines and people get of a run?", []string{
		"harness/card/apdu", "harness/card/text", "harness/diagnosis", "harness/report", "github.com/google/go-cmp/cmp", "github.com/owenrumney/go-sarif/...", "gonum.org/v1/plot/...",
	}},
	{"harness/farm", "Which station does which part of a run, and what came of it?", []string{"harness/card/text", "harness/evidence", "harness/report"}},
	{"harness/farm/farmtest", "What does every queue of a farm have to hold?", []string{"harness/farm"}},
	{"harness/farm/jetstream", "How do many machines share one queue of work?", []string{
		"harness/card/text", "harness/farm", "harness/filelock", "github.com/nats-io/nats-server/v2/server", "github.com/nats-io/nats.go", "github.com/nats-io/nats.go/jetstream", "github.com/nats-io/nkeys",
	}},
	{"harness/evidence/bundle", "Is a folder of evidence whole and unaltered, and who sealed it?", []string{"harness/card/text"}},
	{"harness/evidence/dossier", "What did a reader show, on screen and on paper?", []string{
		"harness/card/text", "harness/report", "codeberg.org/go-fonts/liberation/...", "codeberg.org/go-pdf/fpdf",
	}},
	{"scenarios", "Does the bench judge as expected, card by card?", []string{"simulator", "simulator/pki", "harness/...", "github.com/onsi/ginkgo/v2/...", "github.com/onsi/gomega/..."}},
	{"scenarios/benchmarks", "How fast is it, beside what else there is?", nil},
	{"scenarios/campaign", "Which fault goes by unnoticed?", []string{"simulator", "simulator/pki", "harness", "harness/card/...", "harness/diagnosis", "harness/examine", "harness/fault", "harness/report"}},
	{"scenarios/certify", "Which scenarios make the report about a reader, and what did they come to?", []string{"scenarios", "harness/..."}},
	{"scenarios/clients", "Do other programs see a simulated card as a real one?", nil},
	{"scenarios/compare", "Which outputs differ from those of another commit?", nil},
	{"scenarios/dist", "What do people install, and is it the same when it is made again?", nil},
	{"scenarios/field", "Are the messages and workstations of the field led to their true causes?", []string{
		"harness/card", "harness/card/text", "harness/collected", "harness/diagnosis", "harness/diagnosis/fact", "harness/doctor", "harness/lookup", "harness/workstation",
	}},
	{"scenarios/fuzz", "Did every fuzz target run, and how often?", nil},
	{"scenarios/guest", "Do the true drivers of another system take the USB reader for one?", []string{"simulator", "harness/card", "harness/card/effect", "harness/ccid", "harness/child", "harness/slot", "harness/usbip"}},
	{"scenarios/guest/keypad", "Does a code that is typed at a reader get to the card as a program wants it?", []string{"github.com/ebfe/scard"}},
	{"scenarios/mutate", "Which condition could change without a scenario noticing?", nil},
	{"scenarios/mutate/testdata/tiny", "Does mutate find what is known to survive?", nil},
	{"scenarios/wine", "Does the Windows program do under Wine what this system's does?", []string{"harness/child"}},
	{"cmd/cpslab", "What did the user ask for, and where does it go?", []string{"..."}}, // but for belowTheCommandLine
	{"cmd/cpslab/early", "Which signal came before the program was ready?", nil},        // as little of the standard library as can be
	{"testdata/schematest", "Does a document follow its published schema?", []string{"github.com/google/jsonschema-go/jsonschema"}},
	{"testdata/testneed", "What does a test need of the machine?", nil},
	{"testdata/testprogram", "How is a program written that a test starts?", nil},
	{"testdata/testpage", "What does a page look like in a browser?", []string{"testdata/testneed"}},
}

// roomOf returns the room of that path, false when the table has none.
func roomOf(path string) (room, bool) {
	i := slices.IndexFunc(rooms, func(r room) bool { return r.path == path })
	if i < 0 {
		return room{}, false
	}
	return rooms[i], true
}

// Marks around the generated table.
const (
	tableBegins = "<!-- rooms: go generate . -->\n"
	tableEnds   = "<!-- rooms end -->\n"
)

// TestArchitectureShowsTheRooms holds docs/architecture.md against the table. Run go
// generate to write it.
func TestArchitectureShowsTheRooms(t *testing.T) {
	t.Parallel()
	const name = "docs/architecture.md"
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, begins := strings.Cut(string(b), tableBegins)
	_, after, ends := strings.Cut(rest, tableEnds)
	if !begins || !ends {
		t.Fatalf("%s: no %q … %q", name, tableBegins, tableEnds)
	}
	want := before + tableBegins + roomTable() + tableEnds + after
	if *update {
		if err := os.WriteFile(name, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if want != string(b) {
		t.Errorf("%s: the table of rooms is not that of house_rooms_test.go; run go generate .", name)
	}
}

// Every room exists and answers one question, and no two the same.
func TestRoomsAnswerOneQuestion(t *testing.T) {
	t.Parallel()
	imports := shippedImports(t)
	roomOfQuestion := map[string]string{}
	for _, r := range rooms {
		if _, exists := imports[r.path]; !exists {
			t.Errorf("%s: no such room", r.path)
		}
		if strings.Count(r.question, "?") != 1 || !strings.HasSuffix(r.question, "?") {
			t.Errorf("%s: %q is not one question", r.path, r.question)
		}
		if other, twice := roomOfQuestion[r.question]; twice {
			t.Errorf("%s and %s answer the same question", r.path, other)
		}
		roomOfQuestion[r.question] = r.path
	}
}

func roomTable() string {
	var b strings.Builder
	b.WriteString("| room | its question | may import, beside the standard library |\n|---|---|---|\n")
	for _, r := range rooms {
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", r.path, r.question, strings.Join(importNames(r.imports), ", "))
	}
	return b.String()
}

// importNames says what a list of the table allows.
func importNames(list []string) []string {
	if len(list) == 0 {
		return []string{"—"}
	}
	var names []string
	for _, p := range list {
		base, below := strings.CutSuffix(p, "...")
		base = strings.TrimSuffix(base, "/")
		switch {
		case base == "":
			names = append(names, "everything but `"+strings.Join(belowTheCommandLine, "`, `")+"`")
		case !below:
			names = append(names, "`"+base+"`")
		case strings.Contains(strings.SplitN(base, "/", 2)[0], "."):
			names = append(names, "`"+base+"`")
		default:
			names = append(names, "`"+base+"` and what is below")
		}
	}
	return names
}
