package diagnosis

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/apdu"
)

// vector is one input and every finding of the rule under test, by hand:
// severity and situation. An empty want is a near miss: other rules may fire,
// this one may not; with missing, it is a rule that has to be unknown for want
// of that input.
type vector struct {
	rule, name string
	in         *Input
	now        time.Time
	want       []string
	missing    string
}

func few(n int) []card.NumberedActivity {
	list := make([]card.NumberedActivity, n)
	for i := range list {
		list[i] = activity(i+1, i+1)
	}
	return list
}

func selected(n int) func(*Input) { return func(in *Input) { in.Facts.Activity = n } }

var two = acts(activity(1, 1), activity(2, 2))

// vectors returns those of every family.
func vectors() []vector {
	return slices.Concat(cardVectors(), holderVectors(), dateVectors(), contentVectors(), conventionVectors(),
		signVectors(), activityVectors(), certificateVectors(), codeVectors(), workstationVectors(), serviceVectors(), telephoneVectors())
}

// cardVectors are what the simulated cards of the gallery show.
func cardVectors() []vector {
	pin := func(left, pukLeft, pukUses int) func(*Input) {
		return func(in *Input) {
			noPIN(in)
			in.Card.PIN.Left, in.Card.PUK.Left, in.Card.PUK.Uses = left, pukLeft, pukUses
		}
	}
	login := func(l card.Login, sw uint16) func(*Input) {
		return func(in *Input) { noPIN(in); in.Card.Login, in.Card.LoginSW = l, apdu.SW(sw) }
	}
	update := func(s card.State, u card.Update) func(*Input) {
		return func(in *Input) { in.Card.Update = card.Object[card.Update]{State: s, Value: u, Exchange: 3} }
	}
	stamp := card.Timestamp{Date: day(2026, 2, 3), Hour: 10}
	serial := func(issuer string) func(*Input) {
		return func(in *Input) { in.Card.Serial.Value.Issuer = issuer }
	}
	atr := func(b ...byte) func(*Input) {
		return func(in *Input) { in.Card.ATR, in.Card.Face = b, card.FaceUnknown }
	}
	snUnread := func(in *Input) { in.Card.Serial = card.Object[card.Serial]{} }
	contactless := func(in *Input) {
		noPIN(in)
		in.Card.ATR, in.Card.Face, in.Card.Login = card.ATRCPS3Contactless, card.FaceCPS3Contactless, card.LoginNoPIN
	}
	profile := func(convention, code string) func(*Input) {
		return func(in *Input) {
			b := &in.Card.Billing.Value[0]
			b.Convention, b.Zone, b.Speciality, b.Agreements[0] = convention, code, code, code
		}
	}

	long := []card.Deviation{{Class: card.UnknownTag, Offset: 4, Tag: 0x9F}, {Class: card.LongLength, Tag: 0xED}}

	return []vector{
		{"CPS-RDR-001", "no reader", with(reader(ReaderNone)), noon, []string{"BLOCK-BILLING"}, ""},
		{"CPS-RDR-001", "one reader, no card", with(reader(ReaderNoCard)), noon, nil, ""},
		{"CPS-RDR-003", "empty slot", with(reader(ReaderNoCard)), noon, []string{"BLOCK-BILLING"}, ""},
		{"CPS-RDR-003", "mute card", with(reader(ReaderMute)), noon, nil, ""},
		{"CPS-RDR-004", "present, no ATR", with(reader(ReaderMute)), noon, []string{"BLOCK-BILLING"}, ""},
		{"CPS-RDR-004", "unknown ATR", with(atr(0x3B, 0x00)), noon, nil, ""},
		{"CPS-RDR-006", "unlisted ATR, serial unread", with(atr(0x3B, 0x00), snUnread), noon, []string{"BLOCK-BILLING"}, ""},
		{"CPS-RDR-006", "unlisted ATR, serial of the ANS", with(atr(0x3B, 0x00)), noon, []string{"BLOCK-BILLING"}, ""},
		{"CPS-RDR-006", "unlisted ATR, other issuer", with(atr(0x3B, 0x00), serial("8025000002")), noon, []string{"BLOCK-BILLING"}, ""},
		{"CPS-RDR-006", "listed ATR, other issuer", with(serial("8025000002")), noon, []string{"BLOCK-BILLING"}, ""},
		{"CPS-RDR-006", "V4 ATR", with(v4), noon, nil, ""},
		{"CPS-RDR-007", "contactless and billing", with(contactless), noon, []string{"BLOCK-BILLING"}, ""},
		{"CPS-RDR-007", "contactless and door access", with(contactless, auth), noon, nil, ""},
		{"CPS-RDR-008", "removed after the ATR", with(reader(ReaderRemoved)), noon, []string{"BLOCK-BILLING"}, ""},
		{"CPS-RDR-008", "not removed", healthy(), noon, nil, ""},

		{"CPS-ID-015", "other issuer, ATR unread", with(atr(), serial("8025000002")), noon, []string{"BLOCK-BILLING"}, ""},
		{"CPS-ID-015", "issuer of the ANS", with(atr()), noon, nil, ""},
		{"CPS-TYPE-001", "type 04", with(kind("04")), noon, []string{"BLOCK-BILLING"}, ""},
		{"CPS-TYPE-001", "category 82", with(category("82")), noon, []string{"BLOCK-BILLING"}, ""},
		{"CPS-TYPE-001", "type 02, category 00", with(kind("02"), category("00")), noon, nil, ""},
		{"CPS-UPD-005", "type of card lost", with((func(in *Input) { in.Card.Info = card.Object[card.Info]{State: card.Malformed, Deviations: long} })), noon, []string{"BLOCK-BILLING"}, ""},
		{"CPS-UPD-005", "the only activity lost", with((func(in *Input) {
			in.Card.Activities = in.Card.Activities[:1]
			in.Card.Activities[0].Object = card.Object[card.Activity]{State: card.Malformed, Deviations: long}
		})), noon, []string{"BLOCK-BILLING"}, ""},
		{"CPS-UPD-005", "a name lost", with((func(in *Input) { in.Card.Name = card.Object[card.Name]{State: card.Malformed, Deviations: long} })), noon, []string{"WARNING"}, ""},
		{"CPS-UPD-005", "a field beyond the end", with((func(in *Input) { in.Card.Billing.Deviations = []card.Deviation{{Class: card.Overrun}} })), noon, []string{"WARNING"}, ""},
		{"CPS-UPD-005", "a deviation that is read all the same", with((func(in *Input) {
			in.Card.Info.Deviations = []card.Deviation{{Class: card.UnknownTag}, {Class: card.TrailingBytes}}
		})), noon, nil, ""},
		{"CPS-UPD-005", "malformed in another way", with((func(in *Input) { in.Card.Name.State = card.Malformed })), noon, nil, ""},
		{"CPS-UPD-005", "nothing read", with(noCard), noon, nil, "card"},
		{"CPS-UPD-001", "start, no end", with(update(card.Present, card.Update{Start: stamp})), noon, []string{"BLOCK-BILLING"}, ""},
		{"CPS-UPD-001", "end, no start", with(update(card.Present, card.Update{End: stamp})), noon, []string{"BLOCK-BILLING"}, ""},
		{"CPS-UPD-001", "size 0", with(update(card.Empty, card.Update{})), noon, []string{"BLOCK-BILLING"}, ""},
		{"CPS-UPD-001", "damaged", with(update(card.Malformed, card.Update{})), noon, []string{"BLOCK-BILLING"}, ""},
		{"CPS-UPD-001", "absent", with(update(card.Absent, card.Update{})), noon, nil, ""},
		{"CPS-UPD-001", "both dates", with(update(card.Present, card.Update{Start: stamp, End: stamp})), noon, nil, ""},
		{"CPS-UPD-001", "empty on a V4", with(v4, update(card.Empty, card.Update{})), noon, nil, ""},

		{"CPS-PIN-001", "63C2", with(login(card.LoginWrong, 0x63C2)), noon, []string{"BLOCK-SIGNING"}, ""},
		{"CPS-PIN-001", "9000", healthy(), noon, nil, ""},
		{"CPS-PIN-001", "63C0 is a blocked card", with(login(card.LoginWrong, 0x63C0)), noon, nil, ""},
		{"CPS-PIN-002", "one try left", with(pin(1, 3, 10)), noon, []string{"WARNING"}, ""},
		{"CPS-PIN-002", "two tries left", with(pin(2, 3, 10)), noon, []string{"WARNING"}, ""},
		{"CPS-PIN-002", "three tries left", with(pin(3, 3, 10)), noon, nil, ""},
		{"CPS-PIN-002", "no try left", with(pin(0, 3, 10)), noon, nil, ""},
		{"CPS-PIN-003", "counter at 0", with(pin(0, 3, 10)), noon, []string{"BLOCK-BILLING"}, ""},
		{"CPS-PIN-003", "6983", with(login(card.LoginBlocked, 0x6983)), noon, []string{"BLOCK-BILLING"}, ""},
		{"CPS-PIN-003", "63C0 on a V3", with(login(card.LoginWrong, 0x63C0)), noon, []string{"BLOCK-BILLING"}, ""},
		{"CPS-PIN-003", "63C0 on a V4", with(v4, login(card.LoginWrong, 0x63C0)), noon, []string{"BLOCK-BILLING"}, ""},
		{"CPS-PIN-003", "63C1", with(login(card.LoginWrong, 0x63C1)), noon, nil, ""},
		{"CPS-PIN-005", "PIN 0, PUK 0", with(pin(0, 0, 10)), noon, []string{"BLOCK-BILLING"}, ""},
		{"CPS-PIN-005", "PIN 0, quota spent", with(pin(0, 3, 0)), noon, []string{"BLOCK-BILLING"}, ""},
		{"CPS-PIN-005", "PIN 3, PUK 0", with(pin(3, 0, 10)), noon, []string{"WARNING"}, ""},
		{"CPS-PIN-005", "PIN 0, PUK 3, quota 4", with(pin(0, 3, 4)), noon, nil, ""},
		{"CPS-PIN-003", "silenced by PIN-005", with(pin(0, 0, 10)), noon, nil, ""},

		{"CPS-VAL-001", "last day", with(dates(day(2023, 11, 16), day(2026, 11, 15))), at(2026, 11, 15), nil, ""},
		{"CPS-VAL-001", "day after", with(dates(day(2023, 11, 16), day(2026, 11, 15))), at(2026, 11, 16), []string{"WARNING"}, ""},
		{"CPS-VAL-001", "month end", with(dates(day(2023, 11, 16), day(2026, 11, 15))), at(2026, 11, 30), []string{"WARNING"}, ""},
		{"CPS-VAL-001", "next month", with(dates(day(2023, 11, 16), day(2026, 11, 15))), at(2026, 12, 1), []string{"BLOCK-BILLING"}, ""},
		{"CPS-VAL-002", "V3 of 2023-11-21", with(dates(day(2023, 11, 21), card.Date{})), noon, []string{"BLOCK-BILLING"}, ""},
		{"CPS-VAL-002", "V3 of 2023-11-22", with(dates(day(2023, 11, 22), card.Date{})), noon, nil, ""},
		{"CPS-VAL-002", "V4 of 2023-11-21", with(v4, dates(day(2023, 11, 21), card.Date{})), noon, nil, ""},
		{"CPS-VAL-002", "leap day, last day", with(dates(day(2024, 2, 29), card.Date{})), at(2027, 2, 28), nil, ""},
		{"CPS-VAL-002", "leap day, day after", with(dates(day(2024, 2, 29), card.Date{})), at(2027, 3, 1), []string{"BLOCK-BILLING"}, ""},
		{"CPS-VAL-003", "V4 after six years", with(v4, dates(day(2024, 11, 21), card.Date{})), at(2030, 11, 22), []string{"BLOCK-BILLING"}, ""},
		{"CPS-VAL-003", "V4 after four years", with(v4, dates(day(2024, 11, 21), card.Date{})), at(2028, 1, 1), nil, ""},
		{"CPS-VAL-005", "75 days", with(expiresIn(75)), noon, []string{"INFO"}, ""},
		{"CPS-VAL-005", "90 days", with(expiresIn(90)), noon, []string{"INFO"}, ""},
		{"CPS-VAL-005", "91 days", with(expiresIn(91)), noon, nil, ""},
		{"CPS-VAL-005", "45 days", with(expiresIn(45)), noon, nil, ""},
		{"CPS-VAL-005", "75 days, CPE", with(expiresIn(75), kind(card.KindCPE)), noon, nil, ""},
		{"CPS-VAL-005", "V4 from its issue date", with(v4, dates(day(2025, 7, 1), card.Date{})), at(2031, 4, 2), []string{"INFO"}, ""},
		{"CPS-VAL-006", "V4 card in the post", with(v4, dates(day(2025, 7, 1), card.Date{})), at(2031, 5, 17), []string{"WARNING"}, ""},
		{"CPS-VAL-006", "32 days", with(expiresIn(32)), noon, []string{"WARNING"}, ""},
		{"CPS-VAL-006", "32 days, new card received", with(expiresIn(32), newCard), noon, nil, ""},
		{"CPS-VAL-006", "32 days, CPE", with(expiresIn(32), kind(card.KindCPE)), noon, nil, ""},
		{"CPS-VAL-006", "15 days", with(expiresIn(15)), noon, nil, ""},
		{"CPS-VAL-007", "10 days", with(expiresIn(10)), noon, []string{"WARNING"}, ""},
		{"CPS-VAL-007", "today", with(expiresIn(0)), noon, []string{"WARNING"}, ""},
		{"CPS-VAL-007", "10 days, new card received", with(expiresIn(10), newCard), noon, nil, ""},
		{"CPS-VAL-007", "yesterday", with(expiresIn(-1)), noon, nil, ""},
		{"CPS-VAL-009", "issued tomorrow", with(dates(day(2026, 11, 23), day(2029, 11, 23))), noon, []string{"BLOCK-BILLING"}, ""},
		{"CPS-VAL-009", "issued today", with(dates(day(2026, 11, 22), day(2029, 11, 22))), noon, nil, ""},
		{"CPS-VAL-009", "workstation in 2010", healthy(), at(2010, 1, 1), []string{"BLOCK-BILLING"}, ""},

		{"CPS-ID-001", "10 digits", with(nationalID("81000066854")), noon, []string{"WARNING"}, ""},
		{"CPS-ID-001", "11 digits", with(nationalID("810000668540")), noon, nil, ""},
		{"CPS-ID-002", "wrong key", with(nationalID("810000668541")), noon, []string{"WARNING"}, ""},
		{"CPS-ID-002", "swap", with(nationalID("810000665840")), noon, []string{"WARNING"}, ""},
		{"CPS-ID-002", "right key", with(nationalID("810000668540")), noon, nil, ""},
		{"CPS-ID-003", "8 and 10 digits", with(nationalID("81000066854")), noon, []string{"WARNING"}, ""},
		{"CPS-ID-003", "ADELI without prefix", with(nationalID("012807590")), noon, []string{"WARNING"}, ""},
		{"CPS-ID-003", "RPPS", with(nationalID("810000668540")), noon, nil, ""},
		{"CPS-ID-003", "ADELI", with(nationalID("0012807590")), noon, nil, ""},
		{"CPS-ID-003", "other type", with(nationalID("10000668540")), noon, nil, ""},
		{"CPS-ID-005", "ADELI today", with(nationalID("0012807590")), noon, []string{"INFO"}, ""},
		{"CPS-ID-005", "ADELI before October 2024", with(nationalID("0012807590")), at(2024, 9, 30), nil, ""},
		{"CPS-ID-005", "RPPS, AM equal to an old ADELI", with(billed(situation(1, 1, "012807590", 0x11))), noon, nil, ""},
		{"CPS-ID-006", "8 digits", with(billed(situation(1, 1, "75140468", 0x11))), noon, []string{"WARNING #1"}, ""},
		{"CPS-ID-006", "9 digits", with(billed(situation(1, 1, "751404682", 0x11))), noon, nil, ""},
		{"CPS-ID-006", "empty", with(billed(situation(1, 1, "", 0x11))), noon, nil, ""},
		{"CPS-ID-008", "75 on an activity in 69", with(structure("1690781810"), billed(situation(1, 1, "751404682", 0x11))), noon, []string{"WARNING #1"}, ""},
		{"CPS-ID-008", "99 with category 00", with(category("00")), noon, []string{"WARNING #1"}, ""},
		{"CPS-ID-008", "99 on an activity in 99, category 80", healthy(), noon, nil, ""},
		{"CPS-ID-008", "Corsica", with(structure("12A0000014"), billed(situation(1, 1, "201026014", 0x11))), noon, nil, ""},
		{"CPS-ID-008", "no FINESS", with(structure("499900000011018"), billed(situation(1, 1, "751404682", 0x11))), noon, nil, "activity.department"},
		{"CPS-ID-010", "position 3", with(structure("1921234567")), noon, []string{"WARNING"}, ""},
		{"CPS-ID-010", "99 with category 00", with(category("00")), noon, []string{"WARNING"}, ""},
		{"CPS-ID-010", "99 with category 80", healthy(), noon, nil, ""},
		{"CPS-ID-010", "0B on a TEST card", with(structure("10B0000014")), noon, nil, ""},
		{"CPS-ID-010", "0B with category 00", with(category("00"), structure("10B0000014")), noon, []string{"WARNING"}, ""},
		{"CPS-ID-010", "0B and eight characters", with(structure("10B000001")), noon, []string{"WARNING"}, ""},
		{"CPS-ID-010", "eight characters", with(structure("199000001")), noon, []string{"WARNING"}, ""},
		{"CPS-ID-010", "not a FINESS", with(structure("499900000011018")), noon, nil, ""},

		{"CPS-TYPE-002", "no situation", with(kind(card.KindCPA), billingState(card.Absent)), noon, []string{"BLOCK-BILLING"}, ""},
		{"CPS-TYPE-002", "a usable one", with(kind(card.KindCPA)), noon, nil, ""},
		{"CPS-TYPE-002", "auth", with(kind(card.KindCPA), billingState(card.Absent), auth), noon, nil, ""},
		{"CPS-TYPE-003", "no situation", with(kind(card.KindCPF), billingState(card.Empty)), noon, []string{"BLOCK-BILLING"}, ""},
		{"CPS-TYPE-003", "batches only", with(kind(card.KindCPF), billed(situation(1, 1, "991026014", 0x01))), noon, []string{"BLOCK-BILLING"}, ""},
		{"CPS-TYPE-003", "replacement with FSE", with(kind(card.KindCPF), billed(situation(1, 1, "991026014", 0x10))), noon, nil, ""},
		{"CPS-TYPE-004", "no object", with(kind(card.KindCPE), billingState(card.Absent)), noon, []string{"BLOCK-BILLING"}, ""},
		{"CPS-TYPE-004", "no identifier", with(kind(card.KindCPE), billed(situation(1, 1, "", 0x11))), noon, []string{"BLOCK-BILLING"}, ""},
		{"CPS-TYPE-004", "identifier and no right", with(kind(card.KindCPE), billed(situation(1, 1, "991026014", 0))), noon, nil, ""},

		{"CPS-ACT-001", "none", with(acts()), noon, []string{"BLOCK-BILLING"}, ""},
		{"CPS-ACT-001", "zeros only", with(acts(card.NumberedActivity{Number: 1, Object: card.Object[card.Activity]{State: card.Zeros}})), noon, []string{"BLOCK-BILLING"}, ""},
		{"CPS-ACT-001", "no PIN", with(noPIN), noon, nil, "activities[]"},
		{"CPS-ACT-001", "CPA", with(acts(), kind(card.KindCPA)), noon, nil, ""},
		{"CPS-ACT-003", "nine", with(acts(few(9)...)), noon, []string{"WARNING"}, ""},
		{"CPS-ACT-003", "eight", with(acts(few(8)...)), noon, nil, ""},
		{"CPS-ACT-005", "1, 3, 7", with(acts(activity(1, 1), activity(3, 3), activity(7, 7))), noon, []string{"WARNING"}, ""},
		{"CPS-ACT-005", "1, 2, 3", with(acts(few(3)...)), noon, nil, ""},
		{"CPS-ACT-005", "starts at 2", with(acts(activity(2, 1))), noon, []string{"WARNING"}, ""},

		{"CPS-DAM-001", "absent", with(billingState(card.Absent)), noon, []string{"BLOCK-BILLING"}, ""},
		{"CPS-DAM-001", "empty", with(billingState(card.Empty)), noon, []string{"BLOCK-BILLING"}, ""},
		{"CPS-DAM-001", "zeros", with(billingState(card.Zeros)), noon, []string{"BLOCK-BILLING"}, ""},
		{"CPS-DAM-001", "erased", with(billingState(card.Erased)), noon, []string{"BLOCK-BILLING"}, ""},
		{"CPS-DAM-001", "container without situation", with(billed()), noon, []string{"BLOCK-BILLING"}, ""},
		{"CPS-DAM-001", "orphan only", with(two, billed(situation(1, 3, "991026014", 0x11))), noon, []string{"BLOCK-BILLING"}, ""},
		{"CPS-DAM-001", "one linked", healthy(), noon, nil, ""},
		{"CPS-DAM-001", "no PIN", with(noPIN), noon, nil, "billing[]"},
		{"CPS-DAM-001", "auth", with(billingState(card.Absent), auth), noon, nil, ""},
		{"CPS-DAM-001", "damaged is not absent", with(billingState(card.Malformed)), noon, nil, "billing[]"},
		{"CPS-DAM-006", "links 1, 3, activities 1, 2", with(two, billed(situation(1, 1, "991026014", 0x11), situation(2, 3, "994026029", 0x11))), noon, []string{"WARNING #2"}, ""},
		{"CPS-DAM-006", "link 2, activities 2, 5", with(acts(activity(2, 2), activity(5, 5)), billed(situation(1, 2, "991026014", 0x11))), noon, nil, ""},
		{"CPS-DAM-006", "orphan only", with(two, billed(situation(1, 3, "991026014", 0x11))), noon, nil, ""},
		{"CPS-DAM-006", "link absent on both sides", with(acts(activity(1, 1), activity(2, -1)), billed(situation(1, 1, "991026014", 0x11), situation(2, -1, "994026029", 0x11))), noon, []string{"WARNING #2"}, ""},
		{"CPS-DAM-007", "hospital activity chosen", with(two, selected(2)), noon, []string{"INFO"}, ""},
		{"CPS-DAM-007", "private practice chosen", with(two, selected(1)), noon, nil, ""},

		{"CPS-BILL-001", "empty", with(billed(situation(1, 1, "", 0x11))), noon, []string{"BLOCK-BILLING #1"}, ""},
		{"CPS-BILL-001", "zeros", with(billed(situation(1, 1, "0000000000", 0x11))), noon, []string{"BLOCK-BILLING #1"}, ""},
		{"CPS-BILL-001", "blank", with(billed(situation(1, 1, "  ", 0x11))), noon, []string{"BLOCK-BILLING #1"}, ""},
		{"CPS-BILL-001", "ten digits", with(billed(situation(1, 1, "0751404682", 0x11))), noon, nil, ""},
		{"CPS-BILL-004", "ten digits", with(billed(situation(1, 1, "0751404682", 0x11))), noon, []string{"INFO #1"}, ""},
		{"CPS-BILL-004", "nine digits", with(billed(situation(1, 1, "751404682", 0x11))), noon, nil, ""},
		{"CPS-CONV-006", "9 / 99 / 99 / 99", with(profile("9", "99")), noon, []string{"INFO #1"}, ""},
		{"CPS-CONV-006", "1 / 99 / 99 / 99", with(profile("1", "99")), noon, nil, ""},

		{"CPS-SIGN-001", "batches only", with(billed(situation(1, 1, "991026014", 0x01))), noon, []string{"BLOCK-SIGNING #1"}, ""},
		{"CPS-SIGN-001", "FSE only", with(billed(situation(1, 1, "991026014", 0x10))), noon, nil, ""},
		{"CPS-SIGN-002", "FSE only", with(billed(situation(1, 1, "991026014", 0x10))), noon, []string{"BLOCK-SIGNING #1"}, ""},
		{"CPS-SIGN-002", "both", healthy(), noon, nil, ""},
		{"CPS-SIGN-003", "neither", with(billed(situation(1, 1, "991026014", 0))), noon, []string{"BLOCK-BILLING #1"}, ""},
		{"CPS-SIGN-003", "tag absent", with(billed(situation(1, 1, "991026014", -1))), noon, []string{"BLOCK-BILLING #1"}, ""},
		{"CPS-SIGN-003", "one", with(billed(situation(1, 1, "991026014", 0x10))), noon, nil, ""},
		{"CPS-SIGN-003", "auth", with(billed(situation(1, 1, "991026014", 0)), auth), noon, nil, ""},
		{"CPS-SIGN-004", "damaged", with(billingState(card.Malformed)), noon, []string{"BLOCK-BILLING"}, ""},
		{"CPS-SIGN-004", "lot right absent: SIGN-002 speaks", with(billed(situation(1, 1, "991026014", 0x10))), noon, nil, ""},
		{"CPS-SIGN-004", "establishment profile", with(profile("9", "99")), noon, nil, ""},
		{"CPS-SIGN-004", "no block: DAM-001 speaks", with(billingState(card.Absent)), noon, nil, ""},
	}
}

// TestVectors runs the triggers and near misses of the catalogue.
func TestVectors(t *testing.T) {
	t.Parallel()
	triggers, misses := map[string]int{}, map[string]int{}
	for _, v := range vectors() {
		switch {
		case v.missing != "":
		case v.want == nil:
			misses[v.rule]++
		default:
			triggers[v.rule]++
		}
		t.Run(v.rule+"/"+v.name, func(t *testing.T) {
			t.Parallel()
			ruleOf(t, v.rule)
			var want []string
			for _, w := range v.want {
				want = append(want, v.rule+" "+w)
			}
			result := Check(v.in, v.now)
			found := fired(result, v.rule)
			if diff := cmp.Diff(v.missing, lacks(result, v.rule)); diff != "" {
				t.Errorf("unknown for want of (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(want, shown(Result{Findings: found})); diff != "" {
				t.Errorf("findings of %s (-want +got):\n%s", v.rule, diff)
			}
			for _, f := range found {
				if len(f.Evidence) == 0 {
					t.Errorf("%s rests on no evidence", v.rule)
				}
				for _, lang := range languages {
					if text := f.Text(lang); strings.Contains(text, "%") {
						t.Errorf("%s: verbs and values do not match in %q", v.rule, text)
					}
				}
			}
		})
	}
	for _, r := range Rules() {
		if spoken := r.How != AsGuard && r.How.Checked(); misses[r.ID] == 0 || (triggers[r.ID] > 0) != spoken {
			t.Errorf("%s: %d triggers and %d near misses, want both", r.ID, triggers[r.ID], misses[r.ID])
		}
	}
}
