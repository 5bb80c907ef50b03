package lookup

import (
	"slices"
	"strings"
	"sync"

	"github.com/cpslab/cps/harness/diagnosis/rule"
)

// spoken is what a query says of which thing.
type spoken struct {
	thing   thing
	trouble trouble
}

// hear finds the thing that a text is about and its trouble.
func hear(words []string) spoken {
	words = complaint(words)
	said := " " + strings.Join(withoutCodes(spelt(words)), " ") + " "
	// "lecteur de cartes" names a reader; a card in a reader is what the text is about.
	for _, reader := range [...]string{" lecteur de carte a puce ", " lecteur de cartes a puce ", " lecteurs de cartes a puce ", " lecteur de carte vitale ", " lecteur de cartes vitale ", " lecteur vitale ", " lecteurs vitale ", " lecteur de cartes ", " lecteurs de cartes ", " lecteur de carte ", " lecteurs de carte ", " lecteur cps ", " smart card reader ", " smart card readers ", " smartcard reader ", " card reader ", " card readers "} {
		said = strings.ReplaceAll(said, reader, " lecteur ")
	}
	for _, other := range idioms {
		said = strings.ReplaceAll(said, other[0], other[1])
	}
	said = nowAndThen(ofBothCards(withoutReceipt(said)))
	for _, c := range contrasts {
		if strings.Contains(said, c[0]) {
			said = strings.ReplaceAll(said, c[1], " ")
		}
	}
	if strings.Contains(said, " sesam vitale ") || strings.Contains(said, " sesam ") {
		said = strings.ReplaceAll(said, " vitale ", " ")
	}
	var named []thing
	for i, names := range spaced().things {
		if holdsAny(said, names) {
			named = append(named, thingWords[i].thing)
		}
	}
	heard := spoken{trouble: troubleOf(said, words)}
	if behind := troubleOf(behindBut(said), words); behind != noTrouble && heard.trouble != intermittent {
		heard.trouble = behind
	}
	if heard.trouble == intermittent && !slices.ContainsFunc(named, func(t thing) bool { return heardRules()[spoken{t, intermittent}] != nil }) && len(named) > 0 {
		heard.trouble = troubleOf(strings.ReplaceAll(said, between(isNowAndThen), " "), words) // that of which it happens now and then is known
	}
	if heard.trouble == wrong && (slices.Contains(named, theCPE) || slices.Contains(named, theCDE)) && holdsAny(said, spaced().billing) {
		heard.trouble = cannotBill // an employee's or a director's card that is refused
	}
	if slices.Contains(named, theECPS) && holdsAny(said, spaced().billing) {
		heard.trouble = cannotBill // which it never does
	}
	named = slices.DeleteFunc(named, func(t thing) bool { return t.incidental(heard.trouble, said, len(named)) })
	if len(named) == 0 {
		if len(words) > fewWords && !heard.trouble.byItself(said) {
			heard.trouble = noTrouble // of nothing in particular
		}
		return heard
	}
	// The first of them whose trouble has known causes.
	for i := range named {
		if heard.thing = about(named[i:], heard.trouble, said); heard.rules() != nil {
			return heard
		}
	}
	heard.thing = about(named, heard.trouble, said)
	return heard
}

// idioms are words that together name another thing than one of them does.
var idioms = [...][2]string{
	{" e cps ", " ecps "},
	{" pcsc scan ", " lecteur "},
	{" le port usb ", " usb "},
	{" le port serie ", " serie "},
	{" le port com ", " serie "},
	{" error code ", " error "},
	{" code erreur ", " erreur "},
	{" code d erreur ", " erreur "},
	{" codes d erreur ", " erreur "},
	{" n arrive pas a ", " ne peut pas "},
	{" n arrive plus a ", " ne peut plus "},
	{" arrive pas a ", " ne peut pas "},
	{" arrive plus a ", " ne peut plus "},
	{" narrive pas a ", " ne peut pas "},
	{" narrive plus a ", " ne peut plus "},
	{" jarrive pas a ", " ne peut pas "},
	{" jarrive plus a ", " ne peut plus "},
	{" jarrive pa a ", " ne peut pas "},
	{" plu ", " plus "},
	{" pu de ", " plus de "},
	{" g plus ", " ai plus "},
	{" code a 8 chiffres ", " puk "},
	{" code 8 chiffres ", " puk "},
	{" code de 8 chiffres ", " puk "},
	{" code a huit chiffres ", " puk "},
	{" 8 digit code ", " puk "},
	{" mais pas le code ", " code non recu "},
	{" mais pas les codes ", " code non recu "},
	{" mais pas mon code ", " code non recu "},
	{" mais pas mes codes ", " code non recu "},
	{" but not the code ", " code not received "},
	{" n arrivons pas a ", " ne peut pas "},
	{" n arrivons plus a ", " ne peut plus "},
	{" code postal ", " adresse du cabinet "},
	{" pin pad ", " lecteur "},
	{" pinpad ", " lecteur "},
	{" tiers payant ", " facture "},
	{" perdu l heure ", " horloge "},
	{" heure du lecteur ", " horloge "},
	{" signe de vie ", " reponse "},
	{" signes de vie ", " reponse "},
	{" apres la veille ", " apres veille "},
	{" la veille ", " hier "},
	{" m installer ", " exercer "},
	{" s installer a ", " exercer a "},
}

// withoutReceipt leaves out that a card has come, where the text is about what it does
// not do: "on a reçu la V4 et le logiciel ne la lit pas" denies no receipt.
func withoutReceipt(said string) string {
	for _, other := range [...]string{" code", " lettre ", " courrier ", " letter ", " puk ", " pin ", " pas de carte ", " aucune carte ", " no card "} {
		if strings.Contains(said, other) {
			return said
		}
	}
	for _, come := range [...]string{" a bien recu ", " ai bien recu ", " a recu ", " ai recu ", " avons recu ", " vient de recevoir ", " viens de recevoir ", " venons de recevoir ", " carte recue ", " cps recue ", " v4 recue ", " have received ", " has received ", " just received "} {
		if strings.Contains(said, come) {
			words := strings.Fields(come)
			kept := " "
			if words[len(words)-1] == "recue" {
				kept = " " + words[0] + " "
			}
			return strings.ReplaceAll(said, come, kept)
		}
	}
	return said
}

// anothersCard are words for a card that is not its user's own.
var anothersCard = [...]string{" ma carte ", " ma cps ", " my card ", " carte d un ", " carte de mon ", " carte de ma ", " carte du titulaire ", " mauvaise carte "}

// withoutCodes takes "code" away before a number: it is a result, and no PIN, unless
// the number counts its digits.
func withoutCodes(words []string) []string {
	out := words
	for i := len(words) - 2; i >= 0; i-- {
		next := words[i+1]
		if words[i] != "code" && words[i] != "codes" || next[0] < '0' || next[0] > '9' || i+2 < len(words) && (words[i+2] == "chiffres" || words[i+2] == "digits") {
			continue
		}
		out = slices.Concat(out[:i], out[i+1:])
	}
	return out
}

// troubleOf finds the trouble that a text names.
func troubleOf(said string, words []string) trouble {
	denies := slices.ContainsFunc(words, func(w string) bool { return noWords()[w] })
	for i, named := range spaced().troubles {
		if holdsAny(said, named) || denies && holdsAny(said, spaced().denied[i]) {
			return troubleWords[i].trouble
		}
	}
	return noTrouble
}

// byItself reports whether a trouble counts in a longer text that names no thing: these are
// of the card or its reader.
func (t trouble) byItself(said string) bool {
	switch t {
	case cannotBill, afterSleep, intermittent:
		return true
	case slow:
		return strings.Contains(said, " lecture ")
	case afterUpdate:
		return holdsAny(said, nothingWorks[:])
	default:
		return false
	}
}

// nothingWorks are words for all that may be wrong.
var nothingWorks = [...]string{" rien ", " tout est ", " tout plante ", " nothing ", " everything is "}

// incidental reports whether a thing is named only to tell where: the system of the
// computer, but for an update of it; a "code" that has nothing wrong.
func (t thing) incidental(of trouble, said string, named int) bool {
	switch t {
	case theMac:
		return of != afterUpdate && of != unrecognised && of != absent && of != unreadable && of != notLoaded
	case theWindows:
		return of != afterUpdate && of != obsolete
	case theManager:
		return of != notLoaded
	case theLetter:
		return named > 1
	case theClaims:
		return named > 1 && of != noTrouble && of != locked && of != wrong && of != cannotBill
	case theColleague:
		return !holdsAny(said, anothersCard[:])
	case theCPE, theCDE:
		return of != cannotBill && of != lost && of != nameless && of != gone
	case theMenu:
		return of != greyed
	case theHub:
		return named > 1 && of != disconnects && of != noExchange && of != unrecognised && of != absent
	case thePIN:
		asksCode := of == absent || of == noTrouble || of == disconnects
		return named > 1 && asksCode && !says(said, "code porteur") && !says(said, "pin") && !says(said, "code pin")
	default:
		return false
	}
}

// about settles which of several things a text is about.
func about(named []thing, of trouble, said string) thing {
	switch first := named[0]; {
	case first == theReader && (slices.Contains(named, theCard) || slices.Contains(named, theNewCard)):
		// "le lecteur ne lit pas la carte", "carte retirée du lecteur"; a reader that
		// does not answer, or is not there, is the reader's own trouble.
		switch of {
		case noExchange, busy, disconnects, denied, blinks, obsolete, afterReplug:
			return theReader
		default:
			return theCard
		}
	case first == theCertificate && slices.Contains(named, theBrowser) && (of == absent || of == unrecognised || of == notLoaded || of == unreadable):
		return theBrowser // which has the card's certificates from its own module
	case first == theAgent && (slices.Contains(named, theReader) || slices.Contains(named, theCard)) && (of == absent || of == unreadable || of == removed || of == locked):
		// The program that reports it stands before what it reports: "DMP Connect : aucun lecteur".
		return about(named[1:], of, said)
	case first == theWindows && of == afterUpdate && slices.Contains(named, theReader):
		return theReader // which a new system may know no more
	case first == theBothCards && slices.Contains(named, theTestCard):
		return theTestCard // a test card beside a real one
	case of == nameless && slices.Contains(named, theCPE):
		return theCPE
	case first == theCertificate && slices.Contains(named, theSignature) && strings.Contains(said, " authentification "):
		return theSignature // made with the wrong one of two keys
	case first == theLibrary && slices.Contains(named, theNewCard):
		return theNewCard // which an old library does not know
	case first == theDriver && slices.Contains(named, theReader):
		return theReader
	case first == thePIN && slices.Contains(named, theReader) && !says(said, "code porteur") && !says(said, "pin"):
		return theReader
	default:
		return first
	}
}

// says reports whether a text, with a space at both ends, holds words in a row.
func says(said, words string) bool { return strings.Contains(said, between(words)) }

// between puts words between the spaces that they have in a text; what follows a word
// that ends in "*" is open.
func between(words string) string {
	if begin, ok := strings.CutSuffix(words, "*"); ok {
		return " " + begin
	}
	return " " + words + " "
}

func holdsAny(said string, words []string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(said, w) })
}

// spaced holds thingWords and troubleWords as between has them, in their order: every
// text is held against each of them.
var spaced = sync.OnceValue(func() *spacedWords {
	all := func(words []string) []string {
		out := make([]string, len(words))
		for i, w := range words {
			out[i] = between(w)
		}
		return out
	}
	s := &spacedWords{}
	for _, t := range thingWords {
		s.things = append(s.things, all(t.names))
	}
	for _, t := range troubleWords {
		s.troubles, s.denied = append(s.troubles, all(t.words)), append(s.denied, all(t.denied))
		if t.trouble == cannotBill {
			s.billing = all(t.denied)
		}
	}
	return s
})

type spacedWords struct {
	things, troubles, denied [][]string
	billing                  []string // words of cannotBill
}

// fits reports whether a rule can be behind a message about the thing.
func (t thing) fits(r *rule.Rule) bool {
	families, rules := t.allowed()
	return families == nil || slices.Contains(families, r.Family()) || slices.Contains(rules, r.Number)
}

// allowed are the families of the rules that can be behind a message about the
// thing, nil for all, and rules of other families.
func (t thing) allowed() (families []string, rules []rule.Number) {
	switch t {
	case theVitale:
		return []string{""}, []rule.Number{rule.RDR005, rule.RDR011, rule.TYPE007}
	case theECPS:
		return []string{"NET"}, []rule.Number{rule.TYPE010, rule.ID003, rule.ID001}
	case theApp:
		return []string{"NET"}, []rule.Number{rule.RDR011}
	case theHolder, theRadio, theVirtual, theRosetta:
		return []string{"RDR", "WS"}, nil
	case theGuard:
		return []string{"WS"}, nil
	case theQR:
		return []string{"NET"}, nil
	case theMenu:
		return []string{"PIN"}, nil
	case theLocalNetwork:
		return []string{"WS", "NET"}, nil
	case theClock:
		return []string{"VAL", "CERT"}, []rule.Number{rule.DAM003}
	case theVIHF:
		return []string{"NET", "SIGN", "ID"}, nil
	case theHub, theGALSS, theBothCards:
		return []string{"RDR", "WS"}, nil
	case theElsewhere, theReaders, theMode:
		return []string{"RDR", "WS"}, nil
	case theSpeciality, theZone, theMileage, theAgreement:
		return []string{"CONV", "UPD"}, nil
	case thePortal, theEmployee, thePractice:
		return []string{"ID", "NET", "TYPE"}, nil
	case theTestCard:
		return []string{"TYPE", "VAL", "CERT"}, nil
	case theOtherSoftware:
		return []string{"WS"}, nil
	case theSeveral:
		return []string{"ACT", "DAM", "BILL"}, nil
	case theSituation:
		return []string{"DAM", "BILL", "TYPE", "ACT", "SIGN"}, nil
	case theActivity:
		return []string{"ACT", "UPD", "DAM", "BILL"}, nil
	case theUpdate:
		return []string{"UPD", "VAL"}, nil
	case theRenewal:
		return []string{"VAL", "OPP", "ACT"}, nil
	case theRPPS, theADELI, theFINESS, thePrescriber:
		return []string{"ID", "NET"}, nil
	case theBatch:
		return []string{"SIGN"}, []rule.Number{rule.TYPE007}
	case theRemote, theMac, theARM, theComputer, theTokenKit, theWindows, theSetup, theAgent, theDriver:
		return []string{"WS", "RDR", "NET"}, nil
	case theSubstitute:
		return []string{"ACT", "BILL", "DAM"}, nil
	case theAdri:
		return []string{"NET"}, nil
	case theTLS:
		return []string{"CERT", "NET", "OPP"}, nil
	case theOnline:
		return []string{"NET", "CERT", "WS", "SIGN", "OPP"}, []rule.Number{rule.RDR003}
	case theStore, theCertificate, theRoot:
		return []string{"CERT", "OPP", "NET"}, []rule.Number{rule.SIGN007, rule.WS010, rule.WS011, rule.WS001}
	case theSession:
		return []string{"NET", "SIGN"}, []rule.Number{rule.RDR008, rule.RDR009, rule.WS016, rule.WS017, rule.DAM005}
	case theLibrary, theService, theFSV, theMICA:
		return []string{"WS"}, []rule.Number{rule.RDR001, rule.RDR006, rule.RDR013, rule.DAM002, rule.DAM009, rule.VAL009, rule.CERT009}
	case theBrowser:
		return []string{"NET", "WS", "CERT"}, nil
	case thePUK:
		return []string{"PIN"}, nil
	case theReader:
		return []string{"RDR", "WS"}, []rule.Number{rule.VAL009, rule.DAM003, rule.NET003}
	default:
		return nil, nil
	}
}
