package diagnosis

import "github.com/cpslab/cps/harness/diagnosis/fact"

// inputName is the name of an input that a rule misses, by number: a name of the
// table below, or that of a fact.
type inputName uint16

// Names of inputs.
const (
	noInput inputName = iota
	missingReader
	missingCard
	missingATR
	missingGeneration
	missingIssuer
	missingType
	missingCategory
	missingExpiry
	missingIssue
	missingSerial
	missingUpdate
	missingHolder
	missingName
	missingProfession
	missingPIN
	missingPUK
	missingActivities
	missingBilling
	missingSpeciality
	missingConvention
	missingZone
	missingMileage
	missingAgreement
	missingCertificates
	missingSubject
	missingToken
	missingCardType
	missingCertSerial
	missingKeyProof
	missingCRL
	missingList
	missingNextUpdate

	firstFact // the facts follow, by their ids
)

var inputNames = [firstFact]string{
	missingReader:       "reader",
	missingCard:         "card",
	missingATR:          "card.atr",
	missingGeneration:   "card.generation",
	missingIssuer:       "card.issuer",
	missingType:         "card.type",
	missingCategory:     "card.category",
	missingExpiry:       "card.expiryDate",
	missingIssue:        "card.issueDate",
	missingSerial:       "card.serial",
	missingUpdate:       "card.actua",
	missingHolder:       "holder.idNat",
	missingName:         "holder.name",
	missingProfession:   "holder.profession",
	missingPIN:          "pin.triesLeft",
	missingPUK:          "puk.triesLeft",
	missingActivities:   "activities[]",
	missingBilling:      "billing[]",
	missingSpeciality:   "billing[].amSpeciality",
	missingConvention:   "billing[].convention",
	missingZone:         "billing[].zone",
	missingMileage:      "billing[].ik",
	missingAgreement:    "billing[].agreement",
	missingCertificates: "certs[]",
	missingSubject:      "certs[].subjectId",
	missingToken:        "certs[].tokenId",
	missingCardType:     "certs[].cardType",
	missingCertSerial:   "certs[].serial",
	missingKeyProof:     "keyProof",
	missingCRL:          "crl",
	missingList:         "crl.list",
	missingNextUpdate:   "crl.nextUpdate",
}

// factInput is the name of a fact as an input.
func factInput(id fact.ID) inputName { return firstFact + inputName(id) }

// name is how reports spell it, "" for noInput.
func (n inputName) name() string {
	if n >= firstFact {
		return fact.ID(n - firstFact).Name()
	}
	return inputNames[n]
}
