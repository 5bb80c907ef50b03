package scenarios

import (
	"cmp"
	"slices"
	"strings"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/cpslab/cps/harness"
	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/diagnosis/fact"
	"github.com/cpslab/cps/harness/examine"
	"github.com/cpslab/cps/simulator"
)

// normalDay is what people tell on a day on which nothing is wrong: every fact
// that can be declared, but for result codes, of which there are none, and for
// those that depend on the card.
var normalDay = []string{
	"env=test", "use=billing", "lgc.selected=1", "newCardReceived=no", "lgc.replacement=no",
	"invoice.mode=00", "invoice.homeVisit=no", "invoice.imaging=no", "invoice.place=Cabinet", "activity.place=Cabinet", "activity.department=99",
	"prescriber.am=991026014", "prescriber.finess=", "prescriber.rpps=99900000011", "prescriber.id=991026014", "prescriber.kind=liberal", "prescriber.retired=no",
	"holder.enrolment=card", "holder.nominative=yes", "signer.kind=card", "vitale.category=test", "batch.category=test", "ecps.id=899900000011",
	"card.received=2026-11-02", "codes.received=yes", "order.date=2026-11-20", "order.kind=reorder", "card.atr=present",
	"slot.cps=cps", "slot.other=vitale", "incident=none", "incident.by=user", "crl=clear", "crl.nextUpdate=2026-11-23",
	"update.asked=no", "update.announced=2020-01-01", "cache=ok",
	"pin.typedLength=4", "pin.typedDigits=yes", "puk.typedLength=8", "pin.confirmed=yes", "pin.accepted=yes", "unblock.asked=no", "puk.refused=no", "pin.known=yes", "puk.known=yes",
	"permissionToSign=no", "trace.pin=no", "pin.screen=accepted", "card.certEnd=2027-06-30", "screen.billing=present", "code.during=other", "code.command=read", "code.times=1",
	"reader.clock=2026-11-22", "reader.path=direct", "reader.intermittent=no", "reader.seen=pcsc", "reader.holder=nobody", "reader.mode=pcsc",
	"web.activation=works", "web.login=works", "adri=OK", "amelipro.lastLogin=2026-11-20", "channel.billing=works", "channel.online=works", "tls.signature=pkcs1", "dmp.refusal=other", "signature.key=signature", "ecps.fault=other", "vitale.app=ready",
	"ws.os=windows", "ws.osVersion=11", "ws.cryptolib=5.2.6", "ws.dico=02.18", "ws.rebootPending=no", "ws.scardsvr=automatic", "ws.pcscd=running",
	"ws.certProp=manual", "ws.readSeconds=1", "ws.galss=ok", "ws.sesamIni=ok", "ws.remote=no", "ws.localReaders=yes", "ws.remoteReaders=yes", "ws.shared=no", "ws.access=granted", "ws.context=live", "ws.ksp=works", "ws.installer=done", "reader.virtual=none", "ws.localNetwork=allowed", "ws.agents=one",
	"ws.rosetta=installed", "ws.components=ok", "ws.mica=present", "ws.oldSoftware=none", "ws.antivirus=system",
	"ws.smartAppControl=off", "ws.quarantine=no", "ws.port=agent", "ws.trust=yes",
}

// ofTheCard are the facts that everybody tells of a card as they are.
func ofTheCard(c *card.Contents) []string {
	info := &c.Info.Value
	facts := []string{
		"lgc.user=" + info.NationalID, "lgc.profession=" + cmp.Or(strings.TrimSpace(info.Profession+info.FutureProfession), "10"),
		"card.generation=" + c.Face.Generation(), "card.issueDate=" + c.ID.Value.Issued.String(),
		"lgc.replacedId=899900000011", "invoice.replacedId=899900000011", "lgc.declaredOn=2026-11-20", "lgc.conventionDate=2026-11-20",
	}
	var numbers []string
	for _, b := range c.Billing.Value {
		numbers = append(numbers, b.ID)
	}
	if len(numbers) > 0 {
		first := &c.Billing.Value[0]
		facts = append(facts, "lgc.billingIds="+strings.Join(numbers, ","), "lgc.structureAm="+first.ID, "lgc.expectedAm="+first.ID,
			"lgc.convention="+first.Convention, "batch.psId="+first.ID, "invoice.psId="+first.ID)
	}
	return facts
}

// eventful are the facts that no normal day has: result codes, an opposition,
// and what was seen of other cards.
var eventful = []string{
	"ssv", "galss", "sw", "ckr", "opposition.date", "opposition.serial", "card.printedExpiry", "card.latestKnown", "card.previousSerial",
}

// healthyCards are the presets whose author expects the verdict ok.
func healthyCards() []string {
	var names []string
	for _, name := range simulator.PresetNames() {
		if p, err := simulator.LoadProfile(name); err == nil && p.Expect != nil && p.Expect.Verdict == string(diagnosis.VerdictOK) {
			names = append(names, name)
		}
	}
	return names
}

// healthySpecs hold every healthy preset free of blocking findings, whatever
// harmless facts are declared, one at a time and all at once.
func (b *bench) healthySpecs() {
	for _, name := range healthyCards() {
		It(name+" is never blocked on a normal day", Label("preset:"+name), labels([]effect{effectSign}), func(spec SpecContext) {
			noon := ruleCase{}.noon()
			b.with(b.context(spec), b.openProfile("extends: "+name, noon), []effect{effectSign}, func(s *session) {
				reading := s.examine(examine.Options{
					Read: harness.ReadOptions{PIN: s.pin(), Certificates: true}, Authorities: s.card.Authorities(), Prove: true,
				})
				Expect(reading.Err).NotTo(HaveOccurred())
				in, contents := reading.Input, reading.Input.Card
				visit, place := homeVisit(contents), department(contents)
				Expect(unknownOf(diagnosis.Check(&in, noon))).To(Equal(waitingOf(visit, place)), "the rules that wait to be told something")
				Expect(unknownOf(diagnosis.Check(bare(in), noon))).To(Equal(waitingOf(visit, place, "CPS-CERT-007", "CPS-CERT-010")), "the same, without authorities and proof")
				public := bare(in)
				public.Card.Certificates = nil
				Expect(unknownOf(diagnosis.Check(public, noon))).To(Equal(waitingOf(visit, place, nameless(contents), "CPS-CERT-007", "CPS-CERT-010", "CPS-SIGN-007",
					"CPS-CERT-001", "CPS-CERT-002", "CPS-CERT-003", "CPS-CERT-004", "CPS-CERT-005", "CPS-CERT-006", "CPS-CERT-009")), "the same, without certificates")
				facts := slices.Concat(normalDay, ofTheCard(contents))
				for i := range facts {
					neverBlocked(in, noon, facts[i:i+1])
				}
				neverBlocked(in, noon, facts)
			})
		})
	}
}

// homeVisit is the rule that waits to be told of a home visit when the mileage
// of a CPS is undefined, "" when none does.
func homeVisit(c *card.Contents) string {
	if c.Info.Value.Kind == card.KindCPS && slices.ContainsFunc(c.Billing.Value, func(b card.Billing) bool { return b.Mileage == "9" }) {
		return "CPS-CONV-012"
	}
	return ""
}

// nameless is the rule that waits for the certificates of a CPE, "" for another card.
func nameless(c *card.Contents) string {
	if c.Info.Value.Kind == card.KindCPE {
		return "CPS-CERT-012"
	}
	return ""
}

// department is the rule that waits to be told where a practice is whose
// structure does not tell it, "" when none does.
func department(c *card.Contents) string {
	for _, b := range c.Billing.Value {
		for _, a := range c.Activities {
			finess, ok := strings.CutPrefix(a.Value.StructureID, "1")
			if a.Value.Logical == b.Link && (!ok || card.IsTestFINESS(finess)) { // nothing tells the département
				return "CPS-ID-008"
			}
		}
	}
	return ""
}

// bare returns a copy of an input without authorities and proof of key.
func bare(in diagnosis.Input) *diagnosis.Input {
	contents := *in.Card
	in.Card, in.Authorities, in.KeyProof = &contents, nil, diagnosis.ProofNotMade
	return &in
}

// waitingOf are the rules that nobody can judge of a card that was read whole,
// while nothing is declared and nobody looked at the workstation, and more.
func waitingOf(more ...string) []string {
	var ids []string
	for _, r := range diagnosis.Rules() {
		switch {
		case slices.Contains(more, r.ID):
			ids = append(ids, r.ID)
		case r.ID == "CPS-WS-001" || r.ID == "CPS-CERT-007": // not of a card; the authorities are known
		case r.How == diagnosis.FromFact || r.How == diagnosis.FromWorkstation || r.How == diagnosis.NotKnowable:
			ids = append(ids, r.ID)
		}
	}
	return ids
}

// unknownOf lists the rules that could not be judged.
func unknownOf(r diagnosis.Result) []string {
	var ids []string
	for u := range r.Unknown {
		ids = append(ids, u.Rule.ID)
	}
	return ids
}

// neverBlocked holds that nothing blocks with these facts, neither the card nor
// the workstation.
func neverBlocked(in diagnosis.Input, now time.Time, facts []string) {
	GinkgoHelper()
	var err error
	in.Facts, err = fact.Parse(facts)
	Expect(err).NotTo(HaveOccurred())
	for _, f := range diagnosis.Check(&in, now).Findings {
		Expect(f.Severity.Blocking()).To(BeFalse(), "%s with %s", f.Rule.ID, strings.Join(facts, " "))
	}
	for _, f := range diagnosis.CheckWorkstation(&in, now).Findings {
		Expect(f.Severity.Blocking()).To(BeFalse(), "%s, workstation, with %s", f.Rule.ID, strings.Join(facts, " "))
	}
}
