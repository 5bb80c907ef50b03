package simulator

import (
	"context"
	"encoding/hex"
	"strings"
	"testing"

	"github.com/cpslab/cps/harness/card"
)

// healthy is the card of the public transcripts: every byte of its objects is
// what both clients read there.
func healthy(face card.Face) Personalisation {
	p := Personalisation{
		Face:   face,
		Serial: card.Serial{Number: "2999000010"},
		Update: card.Update{
			Start: card.Timestamp{Date: card.NewDate(2024, 1, 1), Hour: 12},
			End:   card.Timestamp{Date: card.NewDate(2024, 1, 1), Hour: 12, Minute: 5},
		},
		ID: card.IDCard{
			Issuer: "80250000001", Number: "2999000017", Category: card.CategoryTest,
			Issued: card.NewDate(2025, 1, 2), Expires: card.NewDate(2028, 1, 31),
		},
		CardName: card.Name{
			Civility: "31", Family: "TESTEUR", Given: [3]string{"ALPHA", "BETA", "GAMMA"}, UsualGiven: "ALPHA",
		},
		Language: "FR",
		Info: card.Info{
			Kind: card.KindCPS, Flags: "00", NationalID: "899700000017", Profession: "10",
			ExerciseName: "TESTEUR", Qualifications: "SM26",
		},
		Activities: []Activity{
			{Number: 1, Activity: card.Activity{
				Mode: "00", Logical: 1, StructureName: "CABINET TEST ALPHA", StructureID: "499700000017008", Sector: "SA07",
			}},
			{Number: 2, Activity: card.Activity{
				Mode: "01", Logical: 2, StructureName: "HOPITAL TEST BETA", StructureID: "1750000018", Sector: "SA01",
			}},
		},
		PIN: PIN{Code: "1234", Left: -1, Uses: -1},
		PUK: PIN{Code: "12345678", Left: -1, Uses: -1},
		Raw: map[Object]Raw{
			ObjectID:          {Bytes: unhex("E31E 8006 80250000001F 8105 2999000017 8201 80 8304 20250102 8404 20280131")},
			ObjectName:        {Bytes: unhex("E428 8001 1F 8107 54455354455552 8200 8311 414C504841FF42455441FF47414D4D41FF 8405 414C504841")},
			ObjectInfo:        {Bytes: unhex("ED24 8002 0000 810C 383939373030303030303137 8201 0A 8407 54455354455552 8504 534D3236")},
			ActivityObject(1): {Bytes: unhex("EE31 8001 00 8301 01 8412 434142494E4554205445535420414C504841 850F 343939373030303030303137303038 8604 53413037")},
			ActivityObject(2): {Bytes: unhex("EE2B 8001 01 8301 02 8411 484F504954414C20544553542042455441 850A 31373530303030303138 8604 53413031")},
			ObjectBilling:     {Bytes: unhex("E02D A017 8001 01 8105 991234567F 8203 011201 8303 000102 8401 11 A012 8001 02 8100 8203 999999 8303 999999 8401 00")},
		},
	}
	if face == card.FaceCPS4 {
		p.Serial.Number = "3999000018"
		p.ID.Number = "3999000015"
		p.Raw[ObjectID] = Raw{Bytes: unhex("E31E 8006 80250000001F 8105 3999000015 8201 80 8304 20250102 8404 20280131")}
	}
	return p
}

// unhex reads hexadecimal with spaces; a mistake in a constant stops the test
// binary.
func unhex(s string) []byte {
	b, err := hex.DecodeString(strings.ReplaceAll(s, " ", ""))
	if err != nil {
		panic(err)
	}
	return b
}

func mustNew(tb testing.TB, p Personalisation, opts ...Option) *Card {
	tb.Helper()
	c, err := New(p, opts...)
	if err != nil {
		tb.Fatalf("New: %v", err)
	}
	return c
}

// failer is what send needs of a *testing.T or *rapid.T.
type failer interface {
	Helper()
	Fatalf(format string, args ...any)
}

// send gives the R-APDU to a C-APDU, both in hexadecimal.
func send(t failer, c *Card, capdu string) string {
	t.Helper()
	got, err := c.Transmit(context.Background(), nil, unhex(capdu))
	if err != nil {
		t.Fatalf("Transmit(%s): %v", capdu, err)
	}
	return strings.ToUpper(hex.EncodeToString(got))
}

// exchange is one step of a table: a C-APDU and the R-APDU wanted, or "reset".
type exchange struct{ capdu, want string }

// play sends the steps to c and reports the first that is answered otherwise.
func play(tb testing.TB, c *Card, steps []exchange) {
	tb.Helper()
	for i, s := range steps {
		if s.capdu == "reset" {
			if err := c.Reset(context.Background(), true); err != nil {
				tb.Fatal(err)
			}
			continue
		}
		if got := send(tb, c, s.capdu); got != strings.ReplaceAll(s.want, " ", "") {
			tb.Fatalf("step %d: %s gives %s, want %s", i+1, s.capdu, got, s.want)
		}
	}
}
