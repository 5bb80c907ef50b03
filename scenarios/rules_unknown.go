package scenarios

import (
	"slices"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/cpslab/cps/harness"
	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/diagnosis/fact"
	"github.com/cpslab/cps/harness/examine"
)

// waiting are the rules that are unknown of any card while nobody declares
// anything, each with the input it waits for, in the order of evaluation. "!"
// stands before an input that is read and not declared.
const waiting = `
WS-008 ws.scardsvr, WS-009 ws.pcscd, WS-020 ws.port, WS-006 ws.rebootPending, WS-012 galss, WS-015 ssv, WS-013 ws.galss, WS-014 ws.galss,
WS-016 ws.remote, WS-017 ssv, WS-018 ws.smartAppControl, WS-025 ws.components, WS-026 ws.mica, WS-028 ws.access, WS-021 ws.ksp, WS-029 ws.context,
RDR-011 ssv, RDR-017 reader.seen, RDR-014 ssv, RDR-002 ssv, RDR-013 ssv, RDR-012 ssv, RDR-010 ssv, RDR-016 reader.virtual,
RDR-009 card.previousSerial, RDR-015 reader.path, RDR-018 reader.holder,
WS-024 ws.rosetta, WS-023 ws.agents, WS-022 ws.localNetwork, WS-027 ws.oldSoftware, WS-007 ws.cryptolib, WS-005 ws.cryptolib, WS-010 ws.certProp,
WS-019 ws.osVersion, WS-030 ws.installer, WS-031 ws.smartAppControl, WS-032 ws.antivirus, WS-033 ws.osVersion, WS-034 reader.mode,
WS-004 ws.cryptolib, WS-002 ws.cryptolib, WS-003 ws.cryptolib, WS-011 ws.cryptolib,
TYPE-007 env,
PIN-004 puk.refused, PIN-006 pin.typedLength, PIN-007 puk.typedLength, PIN-008 pin.confirmed, PIN-009 unblock.asked,
PIN-010 pin.known, PIN-011 ckr, PIN-012 ckr, PIN-013 trace.pin, PIN-014 sw,
VAL-010 card.received, VAL-011 order.date, VAL-012 card.printedExpiry, VAL-013 card.latestKnown, VAL-014 incident,
OPP-001 opposition.date, OPP-002 crl, OPP-003 crl, OPP-004 incident, OPP-005 incident, OPP-006 incident,
ID-008 activity.department, ID-012 prescriber.kind, ID-013 prescriber.retired, ID-014 prescriber.am, ID-016 lgc.user,
TYPE-008 lgc.profession, TYPE-009 holder.enrolment, TYPE-010 signer.kind,
ACT-002 lgc.selected, ACT-006 lgc.selected, ACT-007 invoice.mode, ACT-008 lgc.replacement, ACT-009 invoice.mode,
ACT-011 lgc.expectedAm, ACT-012 invoice.place,
DAM-003 ssv, DAM-002 ssv, DAM-004 ssv, DAM-008 obj.CPS2TER, DAM-009 cache,
BILL-002 env, BILL-003 lgc.billingIds, BILL-005 lgc.structureAm, CONV-014 lgc.convention,
UPD-002 cache, UPD-003 update.asked, UPD-004 update.announced,
SIGN-005 batch.psId, SIGN-006 ssv, SIGN-009 ckr, SIGN-010 signature.key, SIGN-007 !certs[],
CERT-001 !certs[], CERT-002 !certs[], CERT-003 !certs[], CERT-004 !certs[], CERT-005 !certs[], CERT-006 !certs[],
CERT-007 ws.trust, CERT-008 env, CERT-009 !certs[], CERT-010 keyProof, CERT-011 tls.signature,
NET-001 ecps.id, NET-002 web.activation, NET-003 web.login, NET-004 adri, NET-005 amelipro.lastLogin, NET-006 channel.billing, NET-007 dmp.refusal, NET-008 ecps.fault, NET-009 vitale.app`

// waitingBut returns the lines of waiting without these rules.
func waitingBut(rules ...string) []string {
	var out []string
	for line := range strings.SplitSeq(strings.ReplaceAll(waiting, "\n", " "), ",") {
		rule, input, _ := strings.Cut(strings.TrimSpace(line), " ")
		if slices.Contains(rules, rule) {
			continue
		}
		name, read := strings.CutPrefix(input, "!")
		how := "declared"
		if read {
			how = "read"
		}
		out = append(out, "CPS-"+rule+" "+name+" "+how)
	}
	return out
}

// waits lists the rules that could not be judged, with what they miss and how it
// would come.
func waits(r diagnosis.Result) []string {
	var out []string
	for u := range r.Unknown {
		how := "read"
		if u.Declared {
			how = "declared"
		}
		out = append(out, u.Rule.ID+" "+u.Missing+" "+how)
	}
	return out
}

// unknownSpecs hold the whole list of what is unknown of a card that was read,
// whatever part of it somebody declares.
func (b *bench) unknownSpecs() {
	certificates := []string{"SIGN-007", "CERT-001", "CERT-002", "CERT-003", "CERT-004", "CERT-005", "CERT-006", "CERT-009"}
	for _, c := range []struct {
		what         string
		certificates bool     // are read
		declared     []string // facts
		judged       []string // rules that are unknown no more
	}{
		{what: "nothing is declared"},
		{what: "the certificates are read", certificates: true, judged: certificates},
		{
			// As many rules are judged as those on certificates, which are not.
			what: "eight things are told",
			declared: []string{
				"pin.known=yes", "puk.refused=no", "trace.pin=no", "lgc.selected=1", "prescriber.kind=liberal", "prescriber.id=991026014",
				"holder.enrolment=card", "signer.kind=card",
			},
			judged: []string{"PIN-010", "PIN-004", "PIN-013", "ACT-002", "ACT-006", "ID-012", "TYPE-009", "TYPE-010"},
		},
		{
			// As many rules wait as there are that never do.
			what:         "eight things are told and the certificates are read",
			certificates: true,
			declared:     []string{"pin.known=yes", "puk.refused=no", "trace.pin=no", "lgc.selected=1", "web.login=works", "adri=OK", "holder.enrolment=card"},
			judged:       slices.Concat(certificates, []string{"PIN-010", "PIN-004", "PIN-013", "ACT-002", "ACT-006", "NET-003", "NET-004", "TYPE-009"}),
		},
	} {
		It("all that waits for something is listed when "+c.what, Label("face:cps3"), func(spec SpecContext) {
			noon := ruleCase{}.noon()
			b.with(b.context(spec), b.openProfile(healthy, noon), nil, func(s *session) {
				facts, err := fact.Parse(c.declared)
				Expect(err).NotTo(HaveOccurred())
				reading := s.examine(examine.Options{Read: harness.ReadOptions{PIN: s.pin(), Certificates: c.certificates}, Facts: facts})
				Expect(reading.Err).NotTo(HaveOccurred())
				Expect(waits(reading.Judge(noon))).To(Equal(waitingBut(c.judged...)))
			})
		})
	}
}
