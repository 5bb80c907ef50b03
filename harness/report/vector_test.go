package report_test

import (
	"encoding/hex"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/cpslab/cps/harness/card"
)

// vector is a screen of GESTION CPS 06.08.00 with the bytes it was made from.
type vector struct {
	title, layout string
	contents      *card.Contents
	screen        []string
}

// readVector reads testdata/screens/NAME.txt: lines "# key: value", one for
// each object of the card as hex, "absent", "empty" or "unread"; then, behind a
// blank line, the screen.
func readVector(t *testing.T, name string) vector {
	t.Helper()
	src, err := os.ReadFile(filepath.Join("testdata", "screens", name+".txt"))
	if err != nil {
		t.Fatal(err)
	}
	head, body, found := strings.Cut(string(src), "\n\n")
	if !found {
		t.Fatalf("%s: no blank line between header and screen", name)
	}
	c := &card.Contents{Listed: true, Display: true}
	c.PIN = card.Counter{State: card.Present, Left: 3, Max: 3, Uses: -1}
	c.PUK = c.PIN
	v := vector{contents: c, screen: strings.Split(strings.TrimRight(body, "\n"), "\n")}
	for i, line := range strings.Split(head, "\n") {
		line = strings.TrimPrefix(line, "# ")
		key, value, _ := strings.Cut(line, ": ")
		switch key {
		case "layout":
			v.layout = value
		case "face":
			c.Face, c.ATR = faces(t, value)
		case "login":
			c.Login = logins(t, value)
		case "label":
			c.Label = card.Object[string]{State: card.Present, Value: value}
		case "CPS_ID_CARD":
			fill(t, &c.ID, value, 11, card.DecodeIDCard)
		case "CPS_NAME_PS":
			fill(t, &c.Name, value, 13, card.DecodeName)
		case "CPS_INFO_PS":
			fill(t, &c.Info, value, 17, card.DecodeInfo)
		case "CPS_SIT_FACT":
			fill(t, &c.Billing, value, 35, card.DecodeBilling)
		default:
			m := activityLabel.FindStringSubmatch(key)
			switch {
			case i == 0:
				v.title = line
			case m == nil:
				t.Fatalf("%s: unknown line %q", name, line)
			case value != "absent":
				n, _ := strconv.Atoi(m[1]) // two digits: can't fail
				a := card.NumberedActivity{Number: n}
				fill(t, &a.Object, value, 20+n, card.DecodeActivity)
				c.Activities = append(c.Activities, a)
			}
		}
	}
	if v.layout == "" || v.title == "" {
		t.Fatalf("%s: title or layout missing", name)
	}
	return v
}

var activityLabel = regexp.MustCompile(`^CPS_ACTIVITY_(\d\d)_PS$`)

func fill[T any](t *testing.T, o *card.Object[T], value string, exchange int, decode func([]byte) (T, []card.Deviation, error)) {
	t.Helper()
	switch value {
	case "unread":
		o.State = card.Unread
	case "absent":
		o.State, o.SW, o.Exchange = card.Absent, 0x6A82, exchange
	case "empty":
		card.Fill(o, nil, 0x9000, exchange, decode)
	default:
		raw, err := hex.DecodeString(value)
		if err != nil {
			t.Fatal(err)
		}
		card.Fill(o, raw, 0x9000, exchange, decode)
	}
}

func faces(t *testing.T, name string) (card.Face, []byte) {
	t.Helper()
	for _, atr := range [][]byte{card.ATRCPS3, card.ATRCPS3Contactless, card.ATRCPS4} {
		if f := card.FaceOf(atr); f.String() == name {
			return f, atr
		}
	}
	t.Fatalf("unknown face %q", name)
	return 0, nil
}

func logins(t *testing.T, name string) card.Login {
	t.Helper()
	for l := card.LoginNotAsked; l <= card.LoginNoPIN; l++ {
		if l.String() == name {
			return l
		}
	}
	t.Fatalf("unknown login %q", name)
	return 0
}

// vectorNames lists testdata/screens.
func vectorNames(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("testdata", "screens", "*.txt"))
	if err != nil || len(files) < 30 {
		t.Fatalf("%d screens, error %v", len(files), err)
	}
	for i, f := range files {
		files[i] = strings.TrimSuffix(filepath.Base(f), ".txt")
	}
	return files
}
