package lookup

import (
	"slices"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/diagnosis/rule"
)

// heardRules are the rules behind a trouble of a thing, in the order to check them.
var heardRules = map[spoken][]string{
	{noThing, locked}: {"CPS-PIN-003", "CPS-PIN-005"},
	{noThing, denied}: {"CPS-WS-017", "CPS-WS-028"},

	{theCard, locked}:       {"CPS-PIN-003", "CPS-PIN-005"},
	{theCard, absent}:       {"CPS-RDR-003", "CPS-RDR-004", "CPS-RDR-010"},
	{theCard, unreadable}:   {"CPS-RDR-003", "CPS-RDR-004", "CPS-RDR-006", "CPS-RDR-005", "CPS-RDR-001", "CPS-RDR-002", "CPS-RDR-007"},
	{theCard, unrecognised}: {"CPS-RDR-006", "CPS-WS-003", "CPS-RDR-005", "CPS-RDR-003"},
	{theCard, expired}:      {"CPS-VAL-001"},
	{theCard, removed}:      {"CPS-RDR-008", "CPS-RDR-009"},
	{theCard, changed}:      {"CPS-RDR-009", "CPS-RDR-008"},
	{theCard, wrong}:        {"CPS-VAL-001", "CPS-RDR-006", "CPS-TYPE-007"},
	{theCard, busy}:         {"CPS-WS-017"},
	{theCard, denied}:       {"CPS-WS-017"},
	{theCard, noExchange}:   {"CPS-RDR-002", "CPS-RDR-014", "CPS-RDR-004"},
	{theCard, disconnects}:  {"CPS-RDR-015", "CPS-RDR-008", "CPS-RDR-002"},
	{theCard, afterSleep}:   {"CPS-RDR-015", "CPS-RDR-002"},
	{theCard, blinks}:       {"CPS-RDR-002", "CPS-RDR-004", "CPS-RDR-015"},

	{theNewCard, unrecognised}: {"CPS-WS-003", "CPS-WS-002", "CPS-RDR-006"},
	{theNewCard, unreadable}:   {"CPS-WS-003", "CPS-WS-002", "CPS-RDR-006"},
	{theNewCard, absent}:       {"CPS-RDR-003", "CPS-WS-003", "CPS-WS-002"},

	{theVitale, noTrouble}: {"CPS-RDR-011", "CPS-RDR-005"},

	{theReader, absent}:       {"CPS-RDR-001", "CPS-WS-013", "CPS-RDR-002"},
	{theReader, unrecognised}: {"CPS-RDR-001", "CPS-RDR-002", "CPS-WS-013"},
	{theReader, unreadable}:   {"CPS-RDR-002", "CPS-RDR-001", "CPS-RDR-015"},
	{theReader, noExchange}:   {"CPS-RDR-002", "CPS-RDR-014", "CPS-RDR-015"},
	{theReader, disconnects}:  {"CPS-RDR-015", "CPS-RDR-002", "CPS-RDR-001"},
	{theReader, afterSleep}:   {"CPS-RDR-015", "CPS-RDR-002", "CPS-RDR-001"},
	{theReader, busy}:         {"CPS-WS-017"},
	{theReader, denied}:       {"CPS-WS-017", "CPS-WS-028", "CPS-RDR-001"},
	{theReader, locked}:       {"CPS-RDR-002", "CPS-WS-017"},
	{theReader, blinks}:       {"CPS-RDR-002", "CPS-RDR-004", "CPS-RDR-015"},
	{theReader, notLoaded}:    {"CPS-RDR-001", "CPS-RDR-002"},

	{thePIN, wrong}:      {"CPS-PIN-001", "CPS-PIN-002", "CPS-PIN-003"},
	{thePIN, locked}:     {"CPS-PIN-003", "CPS-PIN-005"},
	{thePIN, askedAgain}: {"CPS-SIGN-006", "CPS-WS-017"},
	{thePUK, wrong}:      {"CPS-PIN-004", "CPS-PIN-005"},
	{thePUK, locked}:     {"CPS-PIN-005"},

	{theCertificate, unreadable}:   {"CPS-CERT-009", "CPS-SIGN-007", "CPS-CERT-007"},
	{theCertificate, absent}:       {"CPS-CERT-009", "CPS-SIGN-007", "CPS-WS-010"},
	{theCertificate, notLoaded}:    {"CPS-WS-010", "CPS-CERT-009", "CPS-WS-011"},
	{theCertificate, unrecognised}: {"CPS-CERT-007", "CPS-CERT-008"},
	{theCertificate, untrusted}:    {"CPS-CERT-007", "CPS-CERT-008"},
	{theCertificate, wrong}:        {"CPS-CERT-007", "CPS-CERT-001", "CPS-OPP-002"},
	{theCertificate, expired}:      {"CPS-CERT-001", "CPS-CERT-003"},
	{theStore, noTrouble}:          {"CPS-WS-010", "CPS-CERT-009"},

	{theSession, noTrouble}: {"CPS-RDR-008", "CPS-RDR-009", "CPS-WS-017"},

	{theLibrary, absent}:       {"CPS-WS-001", "CPS-WS-006", "CPS-WS-007"},
	{theLibrary, notLoaded}:    {"CPS-WS-001", "CPS-WS-006", "CPS-WS-007"},
	{theLibrary, unreadable}:   {"CPS-WS-001", "CPS-WS-006", "CPS-WS-007"},
	{theLibrary, noExchange}:   {"CPS-WS-001", "CPS-WS-006", "CPS-WS-007"},
	{theLibrary, wrong}:        {"CPS-WS-007", "CPS-WS-005", "CPS-WS-001"},
	{theLibrary, unrecognised}: {"CPS-WS-001", "CPS-WS-019", "CPS-WS-007"},

	{theFSV, absent}:     {"CPS-WS-015"},
	{theFSV, notLoaded}:  {"CPS-WS-015"},
	{theFSV, unreadable}: {"CPS-WS-015"},

	{theService, absent}:      {"CPS-WS-008", "CPS-WS-009"},
	{theService, notLoaded}:   {"CPS-WS-008", "CPS-WS-009"},
	{theService, noExchange}:  {"CPS-WS-008", "CPS-WS-009"},
	{theService, disconnects}: {"CPS-WS-008", "CPS-WS-009"},
	{theService, busy}:        {"CPS-WS-017"},
	{theService, denied}:      {"CPS-WS-028", "CPS-WS-017"},
	{theService, locked}:      {"CPS-WS-008", "CPS-WS-009"},

	{theBrowser, noTrouble}: {"CPS-NET-003", "CPS-NET-002", "CPS-CERT-007"},
	{theBrowser, untrusted}: {"CPS-CERT-007"},
	{theECPS, noTrouble}:    {"CPS-NET-002", "CPS-NET-001", "CPS-NET-003"},
}

// rules are the rules behind what was said, nil when nobody can tell; of some
// things any trouble has the same causes.
func (h spoken) rules() []string {
	if ids := heardRules[h]; ids != nil {
		return ids
	}
	if h.thing == noThing {
		return nil
	}
	return heardRules[spoken{h.thing, noTrouble}]
}

// scoreHeard is the score of an answer by thing and trouble: nearer than a likeness
// of words, never sure.
const scoreHeard = 73

// heard answers by the thing that a query names and what it tells of it.
func (q *question) heard() (Match, bool) {
	ids := q.said.rules()
	if ids == nil {
		return Match{}, false
	}
	var titles text.Text
	if r, ok := rule.ByID(ids[0]); ok {
		titles = r.Title
	}
	return Match{Message: Message{Kind: KindSaid, Meaning: titles, Rules: slices.Clone(ids)}, Score: scoreHeard}, true
}

// fitting leaves the matches that can be about the thing that the query names, and
// puts those that tell something else of it behind the answer that heard gives: a
// likeness of words, a saying of people within a longer text, a part of a title.
// What a program says to the letter is always left as it is.
func (q *question) fitting(found []Match) []Match {
	found = slices.DeleteFunc(found, func(m Match) bool {
		if q.said.thing == noThing || m.Code != 0 || len(m.Message.Rules) == 0 || m.Score >= scoreSame && !m.Message.bySomebody() || m.Score == scoreWhole {
			return false
		}
		first, ok := rule.ByID(m.Message.Rules[0])
		return ok && !q.said.thing.fits(first)
	})
	if q.said.rules() == nil {
		return found
	}
	for i := range found {
		m := &found[i]
		switch near := m.Score < scoreFew || m.Message.bySomebody(); {
		case m.Code != 0 || m.Score == scoreWhole || m.Message.Kind == KindFamily:
		case near && m.Score < scoreSame && m.said != q.said, m.title && m.Score != scoreSame:
			m.Score = min(m.Score, scoreHeard-1)
		}
	}
	return found
}

// bySomebody reports whether a message is words of people rather than of a program.
func (m *Message) bySomebody() bool { return m.Kind == KindSaid || m.Kind == KindRule }
