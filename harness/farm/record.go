package farm

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/cpslab/cps/harness/card/text"
)

// schema is the number of the records that this program writes and understands.
const schema = 1

// Bounds of what comes out of a queue.
const (
	maxShard  = 1 << 20  // bytes of a shard as it travels
	maxRecord = 64 << 10 // bytes of an entry of a book
	maxResult = 64 << 20 // bytes of a result, unpacked too
	maxLabels = 64
	maxName   = 64 // letters of a name or a label
)

// Shard is a part of a run as it travels.
type Shard struct {
	Schema  int             `json:"schema"`
	Run     string          `json:"run"`
	Index   int             `json:"index"` // from 1
	Total   int             `json:"total"`
	Once    bool            `json:"once"`    // it presents a code: never done twice
	Version string          `json:"version"` // of the program that cut the run
	Body    json.RawMessage `json:"body"`    // for the work
}

// key is that of the shard in the books.
func (s Shard) key() string { return fmt.Sprintf("%s.%d", s.Run, s.Index) }

// name is the shard for people.
func (s Shard) name() string { return fmt.Sprintf("%d/%d", s.Index, s.Total) }

// lane is where shards of one run wait that need the same.
type lane struct {
	Schema  int       `json:"schema"`
	Run     string    `json:"run"`
	Name    string    `json:"name"` // in the queue
	Title   string    `json:"title"`
	Version string    `json:"version"`
	Needs   []string  `json:"needs"`
	Once    bool      `json:"once"`
	Shards  int       `json:"shards"`
	Total   int       `json:"total"` // of the run
	Opened  time.Time `json:"opened"`
}

// Said is a sentence as it travels.
type Said struct {
	FR string `json:"fr"`
	EN string `json:"en"`
}

func saidOf(t text.Text) *Said { return &Said{text.Printable(t.FR), text.Printable(t.EN)} }

// Text is the sentence.
func (s *Said) Text() text.Text {
	if s == nil {
		return text.Text{}
	}
	return text.Text{FR: text.Printable(s.FR), EN: text.Printable(s.EN)}
}

// Outcome is how a shard ended: written once.
type Outcome struct {
	Schema  int       `json:"schema"`
	Run     string    `json:"run"`
	Index   int       `json:"index"`
	Total   int       `json:"total"`
	Lost    *Said     `json:"lost,omitempty"` // why there is no result; the rest is then who had it, where it is known
	Station string    `json:"station,omitempty"`
	Reader  string    `json:"reader,omitempty"`
	Fence   uint64    `json:"fence,omitempty"`
	Attempt int       `json:"attempt,omitempty"`
	At      time.Time `json:"at"`

	Blob   string `json:"blob,omitempty"` // name of the result
	Size   int    `json:"size,omitempty"` // of it, in bytes
	SHA256 string `json:"sha256,omitempty"`
	Failed int    `json:"failed"` // scenarios that failed
}

// refusal is that of a station, of a shard that it did not begin.
type refusal struct {
	Schema  int       `json:"schema"`
	Run     string    `json:"run"`
	Index   int       `json:"index"`
	Station string    `json:"station"`
	Reason  *Said     `json:"reason"`
	At      time.Time `json:"at"`
}

// claim is that of a station, of a shard that is done once.
type claim struct {
	Station  string    `json:"station"`
	Instance string    `json:"instance"`
	Nonce    string    `json:"nonce"` // no two claims are alike
	At       time.Time `json:"at"`
}

// Seen is a station as it announces itself.
type Seen struct {
	Schema   int          `json:"schema"`
	Name     string       `json:"name"`
	Instance string       `json:"instance"` // another one each time it starts
	Version  string       `json:"version"`
	OS       string       `json:"os"`
	Arch     string       `json:"arch"`
	Labels   []string     `json:"labels"`
	Readers  []SeenReader `json:"readers"`
	Since    time.Time    `json:"since"`
	At       time.Time    `json:"at"` // when it said so
	Draining bool         `json:"draining"`
	Working  *Working     `json:"working,omitempty"`
	Done     int          `json:"done"` // shards, since it started
}

// SeenReader is a reader of a station.
type SeenReader struct {
	Name   string   `json:"name"`
	Labels []string `json:"labels"`
	Fence  uint64   `json:"fence"` // number of its lease, 0 while it has none
}

// Working is what a station does now.
type Working struct {
	Run     string    `json:"run"`
	Index   int       `json:"index"`
	Total   int       `json:"total"`
	Once    bool      `json:"once"`
	Attempt int       `json:"attempt"`
	Reader  string    `json:"reader"`
	Since   time.Time `json:"since"`
}

// NewRun returns a name for a new run: by time, and no other has it.
func NewRun(now time.Time) string { return now.UTC().Format("20060102-150405") + "-" + nonce(3) }

// nonce are so many random bytes in hexadecimal digits.
func nonce(n int) string {
	b := make([]byte, n)
	_, _ = rand.Read(b) // never fails
	return hex.EncodeToString(b)
}

// digest is the SHA-256 of content in hexadecimal digits.
func digest(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}

// encode is a record as JSON.
func encode(v any) []byte {
	content, _ := json.Marshal(v) // of strings, numbers and times
	return content
}

// decode understands a record that may come from anybody.
func decode(content []byte, most int, into any) error {
	if len(content) > most {
		return text.NewError(text.Of("plus de %d octets", "more than %d bytes", most), text.Text{})
	}
	return json.Unmarshal(content, into)
}

// CheckName says why no station can have a name, nil where one can: bad input.
func CheckName(name string) error {
	if !nameable(name) {
		return badName(text.Of("pas un nom de station", "not a name of a station"), name)
	}
	return nil
}

// nameable reports whether a name can be that of a station, a run or a lane.
func nameable(s string) bool {
	return s != "" && len(s) <= maxName && !strings.ContainsFunc(s, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '-' && r != '_'
	})
}

// labelable reports whether a word can be a label.
func labelable(s string) bool {
	return s != "" && len(s) <= maxName && !strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r > '~' || r == ',' || r == '"' })
}
