package diagnosis

import "github.com/cpslab/cps/harness/card"

// Changes of the healthy card that the vectors of several families make.

var (
	cpf, cpe = kind(card.KindCPF), kind(card.KindCPE)
	two      = acts(activity(1, 1), activity(2, 2))
	both     = billed(situation(1, 1, "991026014", 0x11), situation(2, 2, "994026029", 0x11))
)

func few(n int) []card.NumberedActivity {
	list := make([]card.NumberedActivity, n)
	for i := range list {
		list[i] = activity(i+1, i+1)
	}
	return list
}

func selected(n int) func(*Input) { return func(in *Input) { in.Facts.Activity = n } }

// am is a card that bills under that AM number.
func am(id string) func(*Input) { return billed(situation(1, 1, id, 0x11)) }

// profile gives the first situation that convention, and one code for zone,
// speciality and agreement.
func profile(convention, code string) func(*Input) {
	return func(in *Input) {
		b := &in.Card.Billing.Value[0]
		b.Convention, b.Zone, b.Speciality, b.Agreements[0] = convention, code, code, code
	}
}

func serial(issuer string) func(*Input) {
	return func(in *Input) { in.Card.Serial.Value.Issuer = issuer }
}

// atr gives another ATR, and takes away the face that was found by it.
func atr(b ...byte) func(*Input) {
	return func(in *Input) { in.Card.ATR, in.Card.Face = b, card.FaceUnknown }
}

func contactless(in *Input) {
	noPIN(in)
	in.Card.ATR, in.Card.Face, in.Card.Login = card.ATRCPS3Contactless, card.FaceCPS3Contactless, card.LoginNoPIN
}

func unknownFace(in *Input) { in.Card.ATR, in.Card.Face = nil, card.FaceUnknown }

func noType(in *Input) { in.Card.Info.State = card.Unread }

func noEnd(in *Input) { in.Card.ID.Value.Expires = card.Date{} }

// declared is what somebody declares on the telephone, with no card and no reader.
func declared(list ...string) *Input { return with(noCard, facts(list...)) }

// declaredOf is declared, with the generation of the card.
func declaredOf(generation string, more ...string) *Input {
	return declared(append(more, "card.generation="+generation)...)
}

// declaredUnusable is declared, with 61444 and a card that answers.
func declaredUnusable(more ...string) *Input {
	return declared(append(more, "ssv=61444", "card.atr=present")...)
}
