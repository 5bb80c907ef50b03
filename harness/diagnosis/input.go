package diagnosis

import (
	"time"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/apdu"
	"github.com/cpslab/cps/harness/diagnosis/fact"
)

// Reader is the reader part of an Input: the slot that was read.
type Reader struct {
	card.Slot
	Stranger int       // length of the ATR of a card of no known kind, whose bytes were not given; 0 for none
	CPS      bool      // known to hold a health professional's card, though no ATR says so
	Exchange int       // exchange at which the state was seen, 0 when none
	Clock    time.Time // of a terminal reader; the zero value when it has none or was not asked
	// Others are the further slots that the PC/SC service shows, nil when it was
	// not asked.
	Others []card.Slot
}

// Codes are results that other software returned. A zero field means none.
type Codes struct {
	SSV   int     // SESAM-Vitale library; it passes GALSS codes through
	GALSS int     // GALSS run-time (1 to 8192) or configuration (8001h to 8014h) code
	SW    apdu.SW // status word of the card
	CKR   uint64  // result of the PKCS#11 module
	// Command is what was being done: one of the values of the fact
	// code.command, "" when it is not known.
	Command string
	Times   int // how often in a row, 0 counts as once
}

// Revocation is a revocation list given by the user.
type Revocation struct {
	List *RevocationList // nil when it was asked for and could not be had
	// Trouble says why a source of it could not be had: the key of a variant of
	// CPS-OPP-003, "" when all could be, or nobody knows.
	Trouble string
}

// RevocationList is what a certificate revocation list says (RFC 5280).
type RevocationList struct {
	Issuer     string    // distinguished name as in card.Certificate.Issuer, "" for any
	NextUpdate time.Time // the zero value when the list does not tell
	Serials    []string  // revoked serial numbers, hexadecimal
}

// KeyProof is the outcome of signing a random value with the authentication
// key and verifying it with the authentication certificate.
type KeyProof uint8

// Outcomes of the proof. A caller never uses the signature key for it, nor a
// real card without permission.
const (
	ProofNotMade KeyProof = iota
	ProofVerified
	ProofWrong
	ProofFailed // the card was asked, and gave no signature
)

// Input is everything a diagnosis may look at: data already read.
type Input struct {
	Reader Reader
	Card   *card.Contents // nil when no card was read
	Facts  fact.Set
	Codes  Codes

	// Workstation is what is known of the computer, nil when it was not looked
	// at. WorkstationCheck says that the workstation is what is being judged:
	// only then do the rules CPS-WS hold their severities. FactsOnly says that
	// nothing was looked at: a block on the workstation, being hearsay, then hides
	// nothing of what else was declared.
	Workstation      *Workstation
	WorkstationCheck bool
	FactsOnly        bool

	Revocation *Revocation // nil: no list was asked for
	KeyProof   KeyProof
	// Authorities are the distinguished names of the issuing authorities that
	// are trusted here; nil when that is not known.
	Authorities []string
}
