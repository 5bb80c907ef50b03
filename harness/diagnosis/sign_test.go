package diagnosis

import "github.com/cpslab/cps/harness/card"

// signVectors: rights to sign, and what they rest on.
func signVectors() []vector {
	unread := func(in *Input) { in.Card.Billing = card.Object[[]card.Billing]{} }
	without := func(in *Input) { in.Card.Certificates = in.Card.Certificates[1:] }
	lots := billed(situation(1, 1, "991026014", 0x01))
	return []vector{
		{"CPS-SIGN-001", "batches only", with(billed(situation(1, 1, "991026014", 0x01))), noon, []string{"BLOCK-SIGNING #1"}, ""},
		{"CPS-SIGN-001", "FSE only", with(billed(situation(1, 1, "991026014", 0x10))), noon, nil, ""},
		near("CPS-SIGN-001", "access without rights", with(auth, lots)),

		{"CPS-SIGN-002", "FSE only", with(billed(situation(1, 1, "991026014", 0x10))), noon, []string{"BLOCK-SIGNING #1"}, ""},
		{"CPS-SIGN-002", "both", healthy(), noon, nil, ""},
		near("CPS-SIGN-002", "access without rights", with(auth, billed(situation(1, 1, "991026014", 0x10)))),

		{"CPS-SIGN-003", "neither", with(billed(situation(1, 1, "991026014", 0))), noon, []string{"BLOCK-BILLING #1"}, ""},
		{"CPS-SIGN-003", "tag absent", with(billed(situation(1, 1, "991026014", -1))), noon, []string{"BLOCK-BILLING #1"}, ""},
		{"CPS-SIGN-003", "one", with(billed(situation(1, 1, "991026014", 0x10))), noon, nil, ""},
		{"CPS-SIGN-003", "auth", with(billed(situation(1, 1, "991026014", 0)), auth), noon, nil, ""},

		{"CPS-SIGN-004", "damaged", with(billingState(card.Malformed)), noon, []string{"BLOCK-BILLING"}, ""},
		{"CPS-SIGN-004", "lot right absent: SIGN-002 speaks", with(billed(situation(1, 1, "991026014", 0x10))), noon, nil, ""},
		{"CPS-SIGN-004", "establishment profile", with(profile("9", "99")), noon, nil, ""},
		{"CPS-SIGN-004", "no block: DAM-001 speaks", with(billingState(card.Absent)), noon, nil, ""},
		hit("CPS-SIGN-004", "no block on the screen, card not opened", with(noPIN, facts("screen.billing=absent")), "BLOCK-BILLING"),
		near("CPS-SIGN-004", "no block on the screen, card read", with(facts("screen.billing=absent"))),
		near("CPS-SIGN-004", "block on the screen", with(unread, facts("screen.billing=present"))),
		near("CPS-SIGN-004", "CPS-DAM-009 spoke", with(unread, facts("screen.billing=absent", "cache=stale"))),
		near("CPS-SIGN-004", "access", with(noPIN, auth, facts("screen.billing=absent"))),
		wait("CPS-SIGN-004", "screen not declared", with(noPIN), "billing[]"),
		hit("CPS-SIGN-004", "61444 and a damaged block on the card", with(billingState(card.Malformed), facts("ssv=61444", "screen.billing=absent")), "BLOCK-BILLING"),
		near("CPS-SIGN-004", "61444 and no block: CPS-DAM-001 speaks", declaredUnusable("screen.billing=absent")),

		hit("CPS-SIGN-005", "batch of another", with(facts("batch.psId=994026029")), "BLOCK-SIGNING"),
		hit("CPS-SIGN-005", "real batch", with(facts("batch.category=real")), "BLOCK-SIGNING"),
		hit("CPS-SIGN-005", "batch of another, category unread", with(facts("batch.psId=994026029", "batch.category=test"), func(in *Input) { in.Card.ID.State = card.Unread }), "BLOCK-SIGNING"),
		near("CPS-SIGN-005", "own batch", with(facts("batch.psId=991026014", "batch.category=test"))),
		near("CPS-SIGN-005", "own batch, type character", with(facts("batch.psId=0991026014"))),
		near("CPS-SIGN-005", "test batch, number not declared", with(facts("batch.category=test"))),
		wait("CPS-SIGN-005", "before the PIN", with(noPIN, facts("batch.psId=994026029")), "billing[]"),
		wait("CPS-SIGN-005", "category unread", with(facts("batch.category=real"), func(in *Input) { in.Card.ID.State = card.Unread }), "card.category"),

		hit("CPS-SIGN-006", "61696 in a series", with(facts("ssv=61696", "code.during=batch")), "INFO"),
		hit("CPS-SIGN-006", "61695 in a series", with(facts("ssv=61695", "code.during=batch")), "INFO"),
		hit("CPS-SIGN-006", "512 in a series", with(facts("ssv=512", "code.during=batch")), "INFO"),
		near("CPS-SIGN-006", "61694 is no such code", with(facts("ssv=61694", "code.during=batch"))),
		near("CPS-SIGN-006", "61696 elsewhere", with(facts("ssv=61696", "code.during=other"))),
		wait("CPS-SIGN-006", "during what?", with(facts("ssv=61696")), "code.during"),

		hit("CPS-SIGN-007", "no signature certificate", with(without), "BLOCK-SIGNING"),
		hit("CPS-SIGN-007", "listed as absent", with(func(in *Input) { in.Card.Certificates[0].State = card.Absent }), "BLOCK-SIGNING"),
		hit("CPS-SIGN-007", "the right stands on a situation that cannot bill", with(without, two, billed(situation(1, 1, "991026014", 0x01), situation(2, 2, "", 0x10))), "BLOCK-SIGNING"),
		near("CPS-SIGN-007", "certificates present", healthy()),
		near("CPS-SIGN-007", "unreadable is CPS-CERT-009", with(func(in *Input) { in.Card.Certificates[0].State = card.Malformed })),
		near("CPS-SIGN-007", "no right to sign FSE", with(without, lots)),
		near("CPS-SIGN-007", "access", with(without, auth)),
		wait("CPS-SIGN-007", "not asked for", with(func(in *Input) { in.Card.Certificates = nil }), "certs[]"),

		hit("CPS-SIGN-009", "accepted, then nobody is logged in", with(facts("ckr=CKR_USER_NOT_LOGGED_IN", "pin.accepted=yes")), "WARNING"),
		near("CPS-SIGN-009", "it was not accepted", with(facts("ckr=CKR_USER_NOT_LOGGED_IN", "pin.accepted=no"))),
		near("CPS-SIGN-009", "another result", with(facts("ckr=CKR_USER_ALREADY_LOGGED_IN", "pin.accepted=yes"))),
		wait("CPS-SIGN-009", "was it accepted?", with(facts("ckr=CKR_USER_NOT_LOGGED_IN")), "pin.accepted"),
		wait("CPS-SIGN-009", "no result declared", with(facts("pin.accepted=yes")), "ckr"),
		hit("CPS-SIGN-010", "the key that logs in", with(facts("signature.key=authentication")), "BLOCK-SIGNING"),
		near("CPS-SIGN-010", "the key that signs", with(facts("signature.key=signature"))),
		wait("CPS-SIGN-010", "nothing declared", healthy(), "signature.key"),
		near("CPS-SIGN-008", "access without rights", with(auth, billed(situation(1, 1, "991026014", 0)))),
	}
}
