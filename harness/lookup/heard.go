package lookup

import (
	"slices"

	"github.com/cpslab/cps/harness/diagnosis/rule"
)

// heardRules are the rules behind a trouble of a thing, in the order to check them.
var heardRules = map[spoken][]rule.Number{
	{noThing, locked}: {rule.PIN003, rule.PIN005},
	{noThing, denied}: {rule.WS017, rule.WS028},

	{theCard, locked}:       {rule.PIN003, rule.PIN005},
	{theCard, absent}:       {rule.RDR003, rule.RDR004, rule.RDR010},
	{theCard, unreadable}:   {rule.RDR003, rule.RDR004, rule.RDR006, rule.RDR005, rule.RDR001, rule.RDR002, rule.RDR007},
	{theCard, unrecognised}: {rule.RDR006, rule.WS003, rule.RDR005, rule.RDR003},
	{theCard, expired}:      {rule.VAL001},
	{theCard, removed}:      {rule.RDR008, rule.RDR009},
	{theCard, changed}:      {rule.RDR009, rule.RDR008},
	{theCard, wrong}:        {rule.VAL001, rule.RDR006, rule.TYPE007},
	{theCard, busy}:         {rule.WS017},
	{theCard, denied}:       {rule.WS017},
	{theCard, noExchange}:   {rule.RDR002, rule.RDR014, rule.RDR004},
	{theCard, disconnects}:  {rule.RDR015, rule.RDR008, rule.RDR002},
	{theCard, afterSleep}:   {rule.RDR015, rule.RDR002},
	{theCard, blinks}:       {rule.RDR002, rule.RDR004, rule.RDR015},

	{theNewCard, unrecognised}: {rule.WS003, rule.WS002, rule.RDR006},
	{theNewCard, unreadable}:   {rule.WS003, rule.WS002, rule.RDR006},
	{theNewCard, absent}:       {rule.RDR003, rule.WS003, rule.WS002},

	{theVitale, noTrouble}: {rule.RDR011, rule.RDR005},

	{theReader, absent}:       {rule.RDR001, rule.WS013, rule.RDR002},
	{theReader, unrecognised}: {rule.RDR001, rule.RDR002, rule.WS013},
	{theReader, unreadable}:   {rule.RDR002, rule.RDR001, rule.RDR015},
	{theReader, noExchange}:   {rule.RDR002, rule.RDR014, rule.RDR015},
	{theReader, disconnects}:  {rule.RDR015, rule.RDR002, rule.RDR001},
	{theReader, afterSleep}:   {rule.RDR015, rule.RDR002, rule.RDR001},
	{theReader, busy}:         {rule.WS017},
	{theReader, denied}:       {rule.WS017, rule.WS028, rule.RDR001},
	{theReader, locked}:       {rule.RDR002, rule.WS017},
	{theReader, blinks}:       {rule.RDR002, rule.RDR004, rule.RDR015},
	{theReader, notLoaded}:    {rule.RDR001, rule.RDR002},

	{thePIN, wrong}:      {rule.PIN001, rule.PIN002, rule.PIN003},
	{thePIN, locked}:     {rule.PIN003, rule.PIN005},
	{thePIN, askedAgain}: {rule.SIGN006, rule.WS017},
	{thePUK, wrong}:      {rule.PIN004, rule.PIN005},
	{thePUK, locked}:     {rule.PIN005},

	{theCertificate, unreadable}:   {rule.CERT009, rule.SIGN007, rule.CERT007},
	{theCertificate, absent}:       {rule.CERT009, rule.SIGN007, rule.WS010},
	{theCertificate, notLoaded}:    {rule.WS010, rule.CERT009, rule.WS011},
	{theCertificate, unrecognised}: {rule.CERT007, rule.CERT008},
	{theCertificate, untrusted}:    {rule.CERT007, rule.CERT008},
	{theCertificate, wrong}:        {rule.CERT007, rule.CERT001, rule.OPP002},
	{theCertificate, expired}:      {rule.CERT001, rule.CERT003},
	{theStore, noTrouble}:          {rule.WS010, rule.CERT009},

	{theSession, noTrouble}: {rule.RDR008, rule.RDR009, rule.WS017},

	{theLibrary, absent}:       {rule.WS001, rule.WS006, rule.WS007},
	{theLibrary, notLoaded}:    {rule.WS001, rule.WS006, rule.WS007},
	{theLibrary, unreadable}:   {rule.WS001, rule.WS006, rule.WS007},
	{theLibrary, noExchange}:   {rule.WS001, rule.WS006, rule.WS007},
	{theLibrary, wrong}:        {rule.WS007, rule.WS005, rule.WS001},
	{theLibrary, unrecognised}: {rule.WS001, rule.WS019, rule.WS007},

	{theFSV, absent}:     {rule.WS015},
	{theFSV, notLoaded}:  {rule.WS015},
	{theFSV, unreadable}: {rule.WS015},

	{theService, absent}:      {rule.WS008, rule.WS009},
	{theService, notLoaded}:   {rule.WS008, rule.WS009},
	{theService, noExchange}:  {rule.WS008, rule.WS009},
	{theService, disconnects}: {rule.WS008, rule.WS009},
	{theService, busy}:        {rule.WS017},
	{theService, denied}:      {rule.WS028, rule.WS017},
	{theService, locked}:      {rule.WS008, rule.WS009},

	{theBrowser, noTrouble}: {rule.NET003, rule.NET002, rule.CERT007},
	{theBrowser, untrusted}: {rule.CERT007},
	{theECPS, noTrouble}:    {rule.NET002, rule.NET001, rule.NET003},
}

// rules are the rules behind what was said, nil when they are not known; of some
// things any trouble has the same causes.
func (h spoken) rules() []rule.Number {
	if rules := heardRules[h]; rules != nil {
		return rules
	}
	if h.thing == noThing {
		return nil
	}
	return heardRules[spoken{h.thing, noTrouble}]
}

// scoreHeard is the score of an answer by thing and trouble: nearer than a likeness
// of words, never sure.
const scoreHeard = 73

// heard answers by the thing that a query names and its trouble.
func (q *question) heard() (Match, bool) {
	rules := q.said.rules()
	if rules == nil {
		return Match{}, false
	}
	return Match{Message: Message{Kind: KindSaid, Meaning: rules[0].Rule().Title, Rules: ids(rules...)}, Score: scoreHeard}, true
}

// fitting leaves the matches that can be about the thing that the query names, and
// puts those about another trouble of it behind the answer that heard gives: a
// likeness of words, words of people within a longer text, a part of a title.
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
