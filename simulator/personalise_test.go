package simulator

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/text"
)

// TestEncodingOfObjects holds that values and the documents' bytes give the
// same card.
func TestEncodingOfObjects(t *testing.T) {
	t.Parallel()
	raw := healthy(card.FaceCPS3)
	p := healthy(card.FaceCPS3)
	p.Raw = nil
	p.Billing = []card.Billing{
		{Link: 1, ID: "991234567", Speciality: "01", Convention: "1", Zone: "20", Mileage: "1", Agreements: [3]string{"00", "01", "02"}, Rights: 0x11},
		{Link: 2, Speciality: "99", Convention: "9", Zone: "99", Mileage: "9", Agreements: [3]string{"99", "99", "99"}, Rights: 0},
	}
	want, got := files(mustNew(t, raw)), files(mustNew(t, p))
	for _, differs := range []string{"3F00/0001/D102"} { // the vector has an empty usual name, a value has none
		delete(want, differs)
		delete(got, differs)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("files (-bytes +values):\n%s", diff)
	}
}

// files lists every file of a card with its content, in hexadecimal.
func files(c *Card) map[string]string {
	all := map[string]string{}
	var walk func(prefix string, n *node)
	walk = func(prefix string, n *node) {
		prefix += fmt.Sprintf("%04X", n.fid)
		if !n.df {
			all[prefix] = fmt.Sprintf("%X", n.content)
		}
		for _, child := range n.children {
			walk(prefix+"/", child)
		}
	}
	walk("", c.files.mf)
	if c.files.cps2ter != nil {
		walk("A0:", c.files.cps2ter)
	}
	return all
}

func TestFilesOfEachFace(t *testing.T) {
	t.Parallel()
	public := []string{"D101", "D102", "D103", "D104"}
	tests := []struct {
		face card.Face
		want []string
		none []string
	}{
		{card.FaceCPS3, []string{"3F00/0001/7001", "3F00/0001/D120", "3F00/D010", "A0:3F00/7F01/4000", "A0:3F00/4011"}, []string{"3F00/0001/4000", "A0:3F00/4012"}},
		{card.FaceCPS3Contactless, []string{"3F00/0002/7001", "3F00/0002/D107", "3F00/D010"}, []string{"3F00/0002/D120", "3F00/0002/4000", "A0:3F00/7F01/4000"}},
		{card.FaceCPS4, []string{"3F00/0001/7001", "3F00/0001/D121", "3F00/0001/4000", "3F00/0001/4011"}, []string{"3F00/D010", "3F00/0001/D107", "A0:3F00/7F01/4000"}},
	}
	for _, test := range tests {
		t.Run(test.face.String(), func(t *testing.T) {
			t.Parallel()
			got := files(mustNew(t, healthy(test.face)))
			df := "0001"
			if test.face == card.FaceCPS3Contactless {
				df = "0002"
			}
			for _, fid := range public {
				test.want = append(test.want, "3F00/"+df+"/"+fid)
			}
			for _, path := range append(test.want, "3F00/2F00", "3F00/2F01", "3F00/D003", "3F00/"+df+"/5031", "3F00/"+df+"/7002") {
				if _, ok := got[path]; !ok {
					t.Errorf("no file %s", path)
				}
			}
			for _, path := range test.none {
				if _, ok := got[path]; ok {
					t.Errorf("file %s on this face", path)
				}
			}
		})
	}
}

func TestDirectoryOfCPS4(t *testing.T) {
	t.Parallel()
	entries := []dodfEntry{
		{label: "CPS_DATA", fid: 0xD107, modifiable: true},
		{label: "CPS_ID_CARD", fid: 0xD101},
		{label: "CPS_NAME_PS", fid: 0xD102},
		{label: "CPS_LANG_PS", fid: 0xD103},
		{label: "CPS_INFO_PS", fid: 0xD104},
		{label: "CPS_ACTIVITY_01_PS", fid: 0xD120, private: true},
		{label: "CPS_ACTIVITY_02_PS", fid: 0xD121, private: true},
		{label: "CPS_SIT_FACT", fid: 0x4000, private: true},
		{label: "CPS2TER_ACTIVITY_01_PS", fid: 0x4010, private: true},
	}
	if diff := cmp.Diff(dodfCPS4, fmt.Sprintf("%X", buildDODF(0x0001, entries))); diff != "" {
		t.Errorf("DODF (-want +got):\n%s", diff)
	}
	p := healthy(card.FaceCPS4)
	second := buildDODF(0x0001, []dodfEntry{{label: "CPS2TER_ACTIVITY_02_PS", fid: 0x4011, private: true}})
	without, ok := strings.CutPrefix(dodfCPS4, fmt.Sprintf("%X", buildDODF(0x0001, entries[:1])))
	if !ok {
		t.Error("CPS_DATA does not come first")
	}
	want := without + fmt.Sprintf("%X", second)
	if diff := cmp.Diff(want, files(mustNew(t, p))["3F00/0001/7006"]); diff != "" {
		t.Errorf("DODF of the card (-want +got):\n%s", diff)
	}
	p.Raw[ObjectBilling] = Raw{Absent: true}
	if got := files(mustNew(t, p)); strings.Contains(got["3F00/0001/7006"], fmt.Sprintf("%X", "CPS_SIT_FACT")) || got["3F00/0001/4000"] != "" {
		t.Error("an absent object is listed or there")
	}
}

func TestRaw(t *testing.T) {
	t.Parallel()
	p := healthy(card.FaceCPS3)
	p.Raw[ObjectBilling] = Raw{}
	p.Raw[ObjectUpdate] = Raw{Absent: true}
	p.Raw[ObjectData] = Raw{Bytes: []byte{1, 2, 3}}
	p.Raw[ActivityObject(16)] = Raw{Bytes: make([]byte, 300)}
	p.Raw[ActivityObject(1)] = Raw{Absent: true}
	c := mustNew(t, p)
	p.Raw[ObjectData].Bytes[0] = 0xFF // the caller's bytes
	play(t, c, []exchange{
		{verifyPIN, "9000"},
		{"00A4090C043F00D010", "6A82"},
		{"00A4090C063F000001D107", "9000"},
		{"00B0000000", "0102039000"},
		{"00D60000020000", "9000"},
		{"00D600000400000000", "6A84"},
		{"00A40904063F000001D12F00", "621B8002012C82010183" + "02D12F8800A1098C077BFFFFFFFFFF118A01059000"},
		{"00A4090C063F000001D120", "6A82"},
		{"A0A40000027F01", "9F0F"},
		{"A0A40000024000", "9F0F"},
		{"A0C000000F", "850D0000400004" + "0000000000000000" + "9000"},
		{"A0B0000000", "9402"},
		{"A0A40000023F00", "9F0F"},
		{"A0A40000024010", "9404"},
		{"A0A4000002401F", "9F0F"},
	})
	c.Personalisation().Raw[ObjectData].Bytes[1] = 0xEE
	if got := c.State().Data[2]; got != 3 {
		t.Errorf("CPS_DATA changed to %d by a copy", got)
	}
}

func TestNewRefuses(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, field string
		alter       func(*Personalisation)
	}{
		{"a real card", "ID.Category", func(p *Personalisation) { delete(p.Raw, ObjectID); p.ID.Category = card.CategoryReal }},
		{"a security module", "ID.Category", func(p *Personalisation) { delete(p.Raw, ObjectID); p.ID.Category = card.CategoryModule }},
		{"no such category", "ID.Category", func(p *Personalisation) { delete(p.Raw, ObjectID); p.ID.Category = "81" }},
		{"a real card in raw bytes", "Raw", func(p *Personalisation) { p.Raw[ObjectID] = Raw{Bytes: unhex("E303820100")} }},
		{"a real card in a malformed object", "Raw", func(p *Personalisation) { p.Raw[ObjectID] = Raw{Bytes: unhex("E38109820100810529990000")} }},
		{"a real card that is mute", "Raw", func(p *Personalisation) { p.Mute = true; p.Raw[ObjectID] = Raw{Bytes: unhex("E303820100")} }},
		{"a real card under another name", "Raw", func(p *Personalisation) { p.Raw[ObjectData] = Raw{Bytes: unhex("E303820100")} }},
		{"a real card with trailing bytes", "Raw", func(p *Personalisation) { p.Raw[ObjectID] = Raw{Bytes: unhex("E303820100FF")} }},
		{"a real card of no face", "ID.Category", func(p *Personalisation) {
			p.Face = card.FaceUnknown
			p.Raw = nil
			p.ID.Category = card.CategoryReal
		}},
		{"a short PIN", "PIN", func(p *Personalisation) { p.PIN.Code = "123" }},
		{"a PIN of letters", "PIN", func(p *Personalisation) { p.PIN.Code = "12a4" }},
		{"a short PUK", "PUK", func(p *Personalisation) { p.PUK.Code = "1234" }},
		{"more tries than the most", "PIN", func(p *Personalisation) { p.PIN.Left = 4 }},
		{"more tries than can be shown", "PUK", func(p *Personalisation) { p.PUK.Max = 16 }},
		{"uses below none", "PUK", func(p *Personalisation) { p.PUK.Uses = -2 }},
		{"an activity number", "Activities[1]", func(p *Personalisation) { p.Activities[1].Number = 17 }},
		{"an activity twice", "Activities[1]", func(p *Personalisation) { p.Activities[1].Number = 1 }},
		{"a raw object that no file has", "Raw", func(p *Personalisation) { p.Raw["activity_17"] = Raw{} }},
		{"a file that cannot be read", "Raw", func(p *Personalisation) { p.Raw[ObjectData] = Raw{Bytes: make([]byte, 0x8000)} }},
		{"a serial number of letters", "Serial", func(p *Personalisation) { p.Serial.Number = "29990000XX" }},
		{"an ATR of one byte", "ATR", func(p *Personalisation) { p.ATR = []byte{0x3B} }},
		{"an ATR of 34 bytes", "ATR", func(p *Personalisation) { p.ATR = make([]byte, 34) }},
		{"no such face", "Face", func(p *Personalisation) { p.Face = 9 }},
		{"a long label", "Label", func(p *Personalisation) { p.Label = strings.Repeat("x", 128) }},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			p := healthy(card.FaceCPS3)
			test.alter(&p)
			c, err := New(p)
			var e *Error
			if !errors.As(err, &e) || e.Op != "personalise" || e.Field != test.field || e.Reason.IsZero() {
				t.Fatalf("New gives %v, %v; want an error on %s", c, err, test.field)
			}
			for _, secret := range []string{"1234", "12a4", "123 "} {
				if strings.Contains(err.Error(), secret) {
					t.Errorf("the error shows a code: %v", err)
				}
			}
		})
	}
}

func TestDerived(t *testing.T) {
	t.Parallel()
	anonymous := func(alter func(*Personalisation)) Personalisation {
		p := healthy(card.FaceCPS3)
		p.Serial, p.Update = card.Serial{}, card.Update{}
		if alter != nil {
			alter(&p)
		}
		return mustNew(t, p).Personalisation()
	}
	first := anonymous(nil)
	if diff := cmp.Diff(first.Serial, anonymous(nil).Serial); diff != "" {
		t.Errorf("equal contents, other serial:\n%s", diff)
	}
	if diff := cmp.Diff(first.Update, anonymous(func(p *Personalisation) { p.PIN.Code = "9876"; p.Name = "x" }).Update); diff != "" {
		t.Errorf("equal contents, other dates:\n%s", diff)
	}
	if len(first.Serial.Number) != 10 || first.Serial.Issuer != card.IssuerANS || first.Label != "CPS3v3-2999000017" {
		t.Errorf("serial %+v, label %q", first.Serial, first.Label)
	}
	if first.Update.Start.IsZero() || first.Update.End.Date.Compare(first.Update.Start.Date) != 0 {
		t.Errorf("dates of update %v", first.Update)
	}
	seen := map[string]string{first.Serial.Number[:8]: "the first card"}
	for name, alter := range map[string]func(*Personalisation){
		"billing": func(p *Personalisation) { p.Raw[ObjectBilling] = Raw{Absent: true} },
		"empty":   func(p *Personalisation) { p.Raw[ObjectBilling] = Raw{} },
		"name":    func(p *Personalisation) { p.Raw[ObjectName] = Raw{Bytes: unhex("E400")} },
		"label":   func(p *Personalisation) { p.Label = "CPS3v1-2999000017" },
		"face":    func(p *Personalisation) { p.Face = card.FaceCPS4 },
		"dir":     func(p *Personalisation) { p.Raw[ObjectDIR] = Raw{Absent: true} },
		"update":  func(p *Personalisation) { p.Raw[ObjectUpdate] = Raw{Absent: true} },
		"update2": func(p *Personalisation) { p.Raw[ObjectUpdate] = Raw{} },
	} {
		p := anonymous(alter)
		if other := seen[p.Serial.Number[:8]]; other != "" {
			t.Errorf("%s has the serial of %s", name, other)
		}
		seen[p.Serial.Number[:8]] = name
	}
}

func TestMute(t *testing.T) {
	t.Parallel()
	c := mustNew(t, Personalisation{Face: card.FaceCPS3, Mute: true})
	if c.ATR() != nil || c.Protocol() != -1 {
		t.Errorf("ATR % X, protocol %d", c.ATR(), c.Protocol())
	}
	got, err := c.Transmit(context.Background(), []byte{1}, unhex("00A4000C023F00"))
	if !errors.Is(err, card.ErrMute) || len(got) != 1 {
		t.Errorf("Transmit gives % X, %v", got, err)
	}
	if err := c.Reset(context.Background(), true); !errors.Is(err, card.ErrMute) {
		t.Errorf("Reset gives %v", err)
	}
	if err := c.Restore(c.State()); err != nil {
		t.Errorf("Restore gives %v", err)
	}
}

func TestChannel(t *testing.T) {
	t.Parallel()
	t1 := healthy(card.FaceCPS4)
	t1.ATR = card.ATRCPS4
	atrs := []struct {
		p        Personalisation
		atr      []byte
		protocol int
	}{
		{t1, card.ATRCPS4, 1},
		{healthy(card.FaceCPS3), card.ATRCPS3, 0},
		{healthy(card.FaceCPS3Contactless), card.ATRCPS3Contactless, 1},
		{healthy(card.FaceCPS4), card.ATRCPS4T0, 0},
		{Personalisation{}, atrUnknown, 0},
	}
	for _, test := range atrs {
		c := mustNew(t, test.p)
		if diff := cmp.Diff(test.atr, c.ATR()); diff != "" || c.Protocol() != test.protocol {
			t.Errorf("%v: protocol %d, ATR %s", test.p.Face, c.Protocol(), diff)
		}
	}

	c := mustNew(t, healthy(card.FaceCPS3))
	over, cancel := context.WithCancel(context.Background())
	cancel()
	if got, err := c.Transmit(over, nil, unhex(verifyPIN)); !errors.Is(err, context.Canceled) || got != nil {
		t.Errorf("Transmit in a context that is over: % X, %v", got, err)
	}
	if err := c.Reset(over, false); !errors.Is(err, context.Canceled) {
		t.Errorf("Reset in a context that is over: %v", err)
	}
	if err := c.Begin(over); !errors.Is(err, context.Canceled) {
		t.Errorf("Begin in a context that is over: %v", err)
	}
	ctx := context.Background()
	for i, step := range []struct {
		do func(context.Context) error
		ok bool
	}{{c.End, false}, {c.Begin, true}, {c.Begin, false}, {c.End, true}, {c.Begin, true}, {c.End, true}} {
		if err := step.do(ctx); (err == nil) != step.ok {
			t.Errorf("transaction step %d: %v", i+1, err)
		}
	}
}

func TestNoVerbShowsACode(t *testing.T) {
	t.Parallel()
	p := healthy(card.FaceCPS3)
	p.PIN.Code, p.PUK.Code, p.Name = "77317", "66426642", "preset"
	c := mustNew(t, p)
	values := map[string]any{
		"PIN": p.PIN, "Personalisation": p, "*Personalisation": &p, "Card": c, "Card value": struct{ Inner *Card }{c},
		"State": c.State(), "chip": *c.chip, "code": c.chip.pin, "cards": []*Card{c},
		"error": &Error{Op: "restore", Field: "PIN", Reason: text.Same("no")},
	}
	for name, v := range values {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%d", "%x", "%X"} {
			shown := fmt.Sprintf(verb, v)
			for _, secret := range []string{"77317", "66426642", fmt.Sprintf("%x", "77317"), fmt.Sprintf("%X", "66426642")} {
				if strings.Contains(strings.ToLower(shown), strings.ToLower(secret)) {
					t.Errorf("%s of %s shows a code", verb, name)
				}
			}
		}
	}
	if got := c.String(); got != "preset cps3 2999000010" {
		t.Errorf("String: %q", got)
	}
}

func TestChallenge(t *testing.T) {
	t.Parallel()
	for face, cla := range map[card.Face]string{card.FaceCPS3: "00", card.FaceCPS3Contactless: "00", card.FaceCPS4: "01"} {
		c := mustNew(t, healthy(face), WithRandom(strings.NewReader("12345678")))
		if face == card.FaceCPS4 {
			play(t, c, []exchange{{"01A4040C" + aidIAS, "9000"}})
		}
		play(t, c, []exchange{
			{cla + "84000004", "313233349000"},
			{cla + "84000104", "6B00"},
			{cla + "840000", "6700"},
			{cla + "84000009", "6C08"},
			{cla + "840000FF", "6C08"},
			{cla + "84000000", "6F00"}, // eight bytes, and the source ran dry
		})
	}
	if got := send(t, mustNew(t, healthy(card.FaceCPS3)), "0084000000"); len(got) != 20 {
		t.Errorf("Le 00: %s, want eight bytes", got)
	}
	a, b := send(t, mustNew(t, healthy(card.FaceCPS3)), "0084000008"), send(t, mustNew(t, healthy(card.FaceCPS3)), "0084000008")
	if a == b || len(a) != 20 {
		t.Errorf("challenges %s and %s", a, b)
	}
}

// TestMalformedIdentity holds that defects without a category stay possible.
func TestMalformedIdentity(t *testing.T) {
	t.Parallel()
	for _, raw := range []string{"", "00000000", "FFFFFFFF", "E300", "E3038201", "E3038201FF", "E303820180", "E304820280"} {
		p := healthy(card.FaceCPS3)
		p.Raw[ObjectID] = Raw{Bytes: unhex(raw)}
		if _, err := New(p); (err != nil) != (raw == "E3038201FF") {
			t.Errorf("identity %q: %v", raw, err)
		}
	}
}

func TestMemoryPerCard(t *testing.T) {
	const cards, most = 60, 64 << 10
	p := healthy(card.FaceCPS3)
	all := make([]*Card, cards)
	read(t, mustNew(t, p), "A001") // the authority and its keys are shared
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	for i := range all {
		all[i] = mustNew(t, p)
		for _, fid := range certificateFIDs {
			read(t, all[i], fid)
		}
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	each := (int64(after.HeapAlloc) - int64(before.HeapAlloc)) / cards
	runtime.KeepAlive(all)
	t.Logf("%d bytes a card", each)
	if each > most {
		t.Errorf("%d bytes a card, want at most %d", each, most)
	}
}
