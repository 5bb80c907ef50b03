package report

import (
	"encoding/hex"
	"strings"

	"github.com/cpslab/cps/harness/card"
	speak "github.com/cpslab/cps/harness/card/text"
)

// Card is what was read of a card. Dates are YYYY-MM-DD.
type Card struct {
	Face       string      `json:"face"`               // "cps3", "cps3-contactless", "cps4" or "unknown"
	Generation string      `json:"generation"`         // "V3", "V3-contactless", "V4" or "unknown"
	ATR        string      `json:"atr,omitempty"`      // hexadecimal; absent for a mute card
	Protocol   string      `json:"protocol,omitempty"` // "T=0" or "T=1"
	Issuer     string      `json:"issuer,omitempty"`   // ten hexadecimal digits of EF.SN.ICC
	Serial     string      `json:"serial,omitempty"`   // ten digits of EF.SN.ICC
	Label      string      `json:"label,omitempty"`    // PKCS#11 token label
	Number     string      `json:"number,omitempty"`   // printed on the card
	Category   *Code       `json:"category,omitempty"` // table G01
	Kind       *Code       `json:"kind,omitempty"`     // table G02
	Issued     string      `json:"issued,omitempty"`
	Expires    string      `json:"expires,omitempty"` // last day of validity
	Update     *Update     `json:"update,omitempty"`
	Holder     *Holder     `json:"holder,omitempty"`
	Listed     int         `json:"activitiesListed,omitempty"` // activities in the card's directory, which needs no PIN
	Activities []Activity  `json:"activities,omitempty"`       // absent before a correct PIN
	Billing    *Billing    `json:"billing,omitempty"`          // absent before a correct PIN
	PIN        *Counter    `json:"pin,omitempty"`
	PUK        *Counter    `json:"puk,omitempty"`
	Login      string      `json:"login"` // what became of the PIN: "not-asked", "ok", "wrong-pin", "blocked", "withheld" or "no-pin"
	Deviations []Deviation `json:"deviations,omitempty"`
	Exchanges  int         `json:"exchanges"` // on the wire for this reading
}

// Code is a code of a public table and its French label.
type Code struct {
	Code  string `json:"code"`
	Label string `json:"label,omitempty"` // absent for a code that the table does not have
}

// Update is the EF "actua" of a CPS3: start and end of its last update, as
// YYYY-MM-DDThh:mm:ss, empty where the card holds no date that exists.
type Update struct {
	State string `json:"state"`
	Start string `json:"start,omitempty"`
	End   string `json:"end,omitempty"`
}

// Holder is who the card belongs to.
type Holder struct {
	Civility         string   `json:"civility,omitempty"`
	FamilyName       string   `json:"familyName,omitempty"`
	UsualName        string   `json:"usualName,omitempty"`
	GivenNames       []string `json:"givenNames,omitempty"`
	UsualGivenName   string   `json:"usualGivenName,omitempty"`
	ExerciseName     string   `json:"exerciseName,omitempty"`
	NationalID       string   `json:"nationalId,omitempty"`     // type digit (table G08), then the identifier
	NationalIDType   *Code    `json:"nationalIdType,omitempty"` // table G08
	Profession       *Code    `json:"profession,omitempty"`     // table G15
	FutureProfession *Code    `json:"futureProfession,omitempty"`
	Speciality       *Code    `json:"speciality,omitempty"` // table R01
}

// Activity is one exercise situation, CPS_ACTIVITY_nn_PS. State is "present",
// or why there is nothing to tell: "unread", "absent", "empty", "zeros",
// "erased" or "malformed".
type Activity struct {
	Number          int    `json:"number"`
	State           string `json:"state"`
	Logical         *int   `json:"logical,omitempty"` // number that billing situations point to
	Mode            *Code  `json:"mode,omitempty"`    // table G17
	StructureName   string `json:"structureName,omitempty"`
	StructureID     string `json:"structureId,omitempty"`     // type digit (table G07), then the identifier
	StructureIDType *Code  `json:"structureIdType,omitempty"` // table G07
	Sector          *Code  `json:"sector,omitempty"`          // table R02
	Section         *Code  `json:"section,omitempty"`         // pharmacists' register, table G05
}

// Billing is CPS_SIT_FACT, what users call the DAM. State is as for Activity.
type Billing struct {
	State      string      `json:"state"`
	Situations []Situation `json:"situations,omitempty"`
}

// Situation is one billing situation.
type Situation struct {
	Rank        int    `json:"rank"`               // from 1
	Activity    int    `json:"activity,omitempty"` // number nn of the activity it is linked to; absent for an orphan
	Link        *int   `json:"link,omitempty"`     // logical number it points to
	ID          string `json:"id"`                 // empty when the card leaves it empty
	Speciality  *Code  `json:"speciality,omitempty"`
	Convention  *Code  `json:"convention,omitempty"`
	Zone        *Code  `json:"zone,omitempty"`
	Mileage     *Code  `json:"mileage,omitempty"`
	Agreements  []Code `json:"agreements,omitempty"`
	SignFSE     bool   `json:"signFse"`
	SignBatches bool   `json:"signBatches"`
}

// Counter is the try counter of a code. Max and uses are absent where the card
// does not tell.
type Counter struct {
	Left    int  `json:"left"`
	Max     int  `json:"max,omitempty"`
	Uses    *int `json:"uses,omitempty"`
	Blocked bool `json:"blocked"`
}

// Deviation is something unusual in an encoding that could still be read.
type Deviation struct {
	Object string `json:"object"`
	What   string `json:"what"`
}

// newCard takes contents that shown has made fit to leave.
func newCard(c *card.Contents) *Card {
	out := &Card{
		Face:       c.Face.String(),
		Generation: c.Face.Generation(),
		ATR:        strings.ToUpper(hex.EncodeToString(c.ATR)),
		Protocol:   protocol(c),
		Issuer:     c.Serial.Value.Issuer,
		Serial:     c.Serial.Value.Number,
		Label:      c.Label.Value,
		Number:     c.ID.Value.Number,
		Category:   code("G01", string(c.ID.Value.Category)),
		Kind:       code("G02", string(c.Info.Value.Kind)),
		Issued:     c.ID.Value.Issued.String(),
		Expires:    c.ID.Value.Expires.String(),
		Holder:     newHolder(c),
		PIN:        newCounter(c.PIN),
		PUK:        newCounter(c.PUK),
		Login:      c.Login.String(),
		Exchanges:  c.Exchanges,
	}
	if c.Update.State.Known() {
		out.Update = &Update{c.Update.State.String(), c.Update.Value.Start.String(), c.Update.Value.End.String()}
	}
	if c.Listed {
		out.Listed = len(c.Activities)
	}
	if c.Protected() {
		for i := range c.Activities {
			out.Activities = append(out.Activities, newActivity(&c.Activities[i]))
		}
	}
	if c.Billing.State.Known() {
		out.Billing = newBilling(c)
	}
	out.Deviations = deviations(c)
	return out
}

func protocol(c *card.Contents) string {
	switch {
	case len(c.ATR) == 0:
		return ""
	case c.Protocol == 0:
		return "T=0"
	case c.Protocol == 1:
		return "T=1"
	default:
		return ""
	}
}

func newHolder(c *card.Contents) *Holder {
	if c.Name.State != card.Present && c.Info.State != card.Present {
		return nil
	}
	n, i := c.Name.Value, c.Info.Value
	kind, _ := typed(i.NationalID)
	h := &Holder{
		Civility:         label("G03", n.Civility),
		FamilyName:       n.Family,
		UsualName:        n.Usual,
		UsualGivenName:   n.UsualGiven,
		ExerciseName:     i.ExerciseName,
		NationalID:       i.NationalID,
		NationalIDType:   code("G08", kind),
		Profession:       code("G15", i.Profession),
		FutureProfession: code("G16", i.FutureProfession),
		Speciality:       code("R01", card.Qualifications(i.Qualifications).Speciality()),
	}
	for _, g := range n.Given {
		if g != "" {
			h.GivenNames = append(h.GivenNames, g)
		}
	}
	return h
}

func newActivity(a *card.NumberedActivity) Activity {
	out := Activity{Number: a.Number, State: a.State.String()}
	if a.State != card.Present {
		return out
	}
	v := a.Value
	out.Logical = number(v.Logical)
	out.Mode = code("G17", v.Mode)
	out.StructureName, out.StructureID = v.StructureName, v.StructureID
	kind, _ := typed(v.StructureID)
	out.StructureIDType = code("G07", kind)
	out.Sector = code("R02", v.Sector)
	out.Section = code("G05", strings.TrimSpace(v.Section))
	return out
}

func newBilling(c *card.Contents) *Billing {
	out := &Billing{State: c.Billing.State.String()}
	for _, b := range c.Billing.Value {
		s := Situation{
			Rank:        b.Rank,
			Link:        number(b.Link),
			ID:          b.ID,
			Speciality:  code("G100", b.Speciality),
			Convention:  code("G101", b.Convention),
			Zone:        code("G102", b.Zone),
			Mileage:     code("G103", b.Mileage),
			SignFSE:     b.SignFSE(),
			SignBatches: b.SignBatches(),
		}
		if s.Zone != nil {
			s.Zone.Label, _ = card.ZoneLabel(b.Zone, b.Convention)
		}
		if a, ok := c.ActivityByLink(b.Link); ok && b.Link >= 0 {
			s.Activity = a.Number
		}
		for _, agreement := range b.Agreements {
			if x := code("G104", agreement); x != nil {
				s.Agreements = append(s.Agreements, *x)
			}
		}
		out.Situations = append(out.Situations, s)
	}
	return out
}

func newCounter(c card.Counter) *Counter {
	if c.State != card.Present {
		return nil
	}
	return &Counter{Left: c.Left, Max: c.Max, Uses: number(c.Uses), Blocked: c.Blocked()}
}

// code returns a code with its label, nil for one that the card does not carry.
func code(table, value string) *Code {
	if strings.TrimSpace(value) == "" {
		return nil
	}
	return &Code{speak.Printable(value), label(table, value)}
}

// number returns nil for -1, which stands for an absent number.
func number(n int) *int {
	if n < 0 {
		return nil
	}
	return &n
}

func deviations(c *card.Contents) []Deviation {
	var all []Deviation
	add := func(object string, list []card.Deviation) {
		for _, d := range list {
			all = append(all, Deviation{object, d.String()})
		}
	}
	add("EF.SN.ICC", c.Serial.Deviations)
	add("EF actua", c.Update.Deviations)
	add("CPS_ID_CARD", c.ID.Deviations)
	add("CPS_NAME_PS", c.Name.Deviations)
	add("CPS_LANG_PS", c.Languages.Deviations)
	add("CPS_INFO_PS", c.Info.Deviations)
	for i := range c.Activities {
		add(activityLabel(c.Activities[i].Number), c.Activities[i].Deviations)
	}
	add("CPS_SIT_FACT", c.Billing.Deviations)
	return all
}

func activityLabel(n int) string {
	return "CPS_ACTIVITY_" + string([]byte{'0' + byte(n/10%10), '0' + byte(n%10)}) + "_PS"
}
