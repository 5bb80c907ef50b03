package scenarios

// serviceFaultCases are the rules on online services around the card.
func serviceFaultCases() []ruleCase {
	shape := []string{"CPS-NET-001 WARNING"}
	ecps := func(id string) []string { return []string{"ecps.id=" + id} }
	return []ruleCase{
		{rule: "CPS-NET-001", what: "an RPPS number without its prefix", declared: ecps("99900000011"), verdict: "warning", want: shape},
		{rule: "CPS-NET-001", what: "eleven digits from 8", declared: ecps("89990000001"), verdict: "warning", want: shape},
		{rule: "CPS-NET-001", what: "thirteen digits from 8", declared: ecps("8999000000110"), verdict: "warning", want: shape},
		{rule: "CPS-NET-001", what: "nine digits from 0", declared: ecps("099102601"), verdict: "warning", want: shape},
		{rule: "CPS-NET-001", what: "twelve digits from 0", declared: ecps("099900000011"), verdict: "warning", want: shape},
		{rule: "CPS-NET-001", what: "twelve characters, not all digits", declared: ecps("89990000001A"), verdict: "warning", want: shape},
		{rule: "CPS-NET-001", near: true, what: "8 and eleven digits", declared: ecps("8 99900000011"), verdict: "undetermined"},
		{rule: "CPS-NET-001", near: true, what: "0 and nine digits", declared: ecps("0991026014"), verdict: "undetermined"},
		{
			rule: "CPS-NET-001", near: true, what: "nothing told", profile: healthy, verdict: "ok", unknown: "ecps.id",
			unread: []string{"CPS-NET-002 web.activation", "CPS-NET-003 web.login", "CPS-NET-004 adri", "CPS-NET-005 amelipro.lastLogin", "CPS-NET-006 channel.billing", "CPS-NET-007 dmp.refusal", "CPS-NET-008 ecps.fault", "CPS-NET-009 vitale.app"},
		},

		{rule: "CPS-NET-002", what: "the browser fails on a card that was read", profile: healthy, declared: []string{"web.activation=fails"}, verdict: "warning", want: []string{"CPS-NET-002 WARNING"}},
		{
			rule: "CPS-NET-002", near: true, what: "it fails with a card in nobody's name, which activates no e-CPS", profile: "extends: cpe-healthy\nname: {family: ACCUEIL, given: [\"1\"]}",
			declared: []string{"web.activation=fails"}, verdict: "warning", want: []string{"CPS-TYPE-006 WARNING", "CPS-CONV-006 INFO"},
		},
		{
			rule: "CPS-NET-003", what: "a card in nobody's name that the browser does not see", profile: "extends: cpe-healthy\nname: {family: ACCUEIL, given: [\"1\"]}",
			declared: []string{"web.login=no-card"}, verdict: "warning", want: []string{"CPS-TYPE-006 WARNING", "CPS-NET-003 WARNING", "CPS-CONV-006 INFO"},
		},
		{rule: "CPS-NET-002", near: true, what: "the browser works", profile: healthy, declared: []string{"web.activation=works"}, verdict: "ok"},
		{rule: "CPS-NET-002", near: true, what: "it fails, no card was read", declared: []string{"web.activation=fails"}, verdict: "undetermined", unknown: "channel.billing"},
		{rule: "CPS-NET-003", what: "no card for the browser, one for the workstation", profile: healthy, declared: []string{"web.login=no-card"}, verdict: "warning", want: []string{"CPS-NET-003 WARNING"}},
		{
			rule: "CPS-NET-003", near: true, what: "no card for either", profile: "extends: mute", declared: []string{"web.login=no-card"},
			verdict: "blocked", want: []string{"CPS-RDR-004 BLOCK-BILLING"},
		},
		{rule: "CPS-NET-003", near: true, what: "the browser works", profile: healthy, declared: []string{"web.login=works"}, verdict: "ok"},

		{rule: "CPS-NET-004", what: "siram_40", profile: healthy, declared: []string{"adri=Erreur SIRAM_40"}, verdict: "ok", want: []string{"CPS-NET-004 INFO"}, shows: []string{"adri: Erreur SIRAM_40"}},
		{rule: "CPS-NET-004", what: "FASIBEN", profile: healthy, declared: []string{"adri=FASIBEN"}, verdict: "ok", want: []string{"CPS-NET-004 INFO"}},
		{rule: "CPS-NET-004", what: "a rejection naming the practitioner", profile: healthy, declared: []string{"adri=Rejet : praticien inconnu"}, verdict: "ok", want: []string{"CPS-NET-004 INFO"}},
		{rule: "CPS-NET-004", what: "a rejection naming the structure", profile: healthy, declared: []string{"adri=Rejeté : établissement non habilité"}, verdict: "ok", want: []string{"CPS-NET-004 INFO"}},
		{rule: "CPS-NET-004", near: true, what: "a rejection of the insured person", profile: healthy, declared: []string{"adri=Rejet : bénéficiaire inconnu"}, verdict: "ok"},
		{rule: "CPS-NET-004", near: true, what: "the practitioner is known", profile: healthy, declared: []string{"adri=Praticien connu, droits ouverts"}, verdict: "ok"},
		{rule: "CPS-NET-004", near: true, what: "the Vitale card is absent", profile: healthy, declared: []string{"adri=La Carte Vitale est absente"}, verdict: "ok"},

		{rule: "CPS-NET-005", what: "unused for seven months", profile: healthy, declared: []string{"amelipro.lastLogin=2026-04-22"}, verdict: "ok", want: []string{"CPS-NET-005 INFO"}},
		{rule: "CPS-NET-005", what: "unused for six months and a day", declared: []string{"amelipro.lastLogin=2026-05-21"}, verdict: "undetermined", want: []string{"CPS-NET-005 INFO"}},
		{rule: "CPS-NET-005", near: true, what: "unused for six months", declared: []string{"amelipro.lastLogin=2026-05-22"}, verdict: "undetermined"},
		{rule: "CPS-NET-005", near: true, what: "unused for one month", profile: healthy, declared: []string{"amelipro.lastLogin=2026-10-22"}, verdict: "ok"},

		{
			rule: "CPS-NET-006", what: "invoices pass, the DMP does not", profile: healthy, declared: []string{"channel.billing=works", "channel.online=fails"},
			verdict: "ok", want: []string{"CPS-NET-006 INFO"}, says: "composant des services en ligne",
		},
		{
			rule: "CPS-NET-006", what: "the DMP opens, invoices do not pass", profile: healthy, declared: []string{"channel.billing=fails", "channel.online=works"},
			verdict: "ok", want: []string{"CPS-NET-006 INFO"}, says: "composant de facturation",
		},
		{
			rule: "CPS-NET-007", what: "the structure is refused", profile: healthy, declared: []string{"dmp.refusal=structure"},
			verdict: "blocked", want: []string{"CPS-NET-007 BLOCK-SIGNING"}, says: "objet 85",
		},
		{
			rule: "CPS-NET-007", what: "the speciality is missing", profile: healthy, declared: []string{"dmp.refusal=speciality"},
			verdict: "blocked", want: []string{"CPS-NET-007 BLOCK-SIGNING"}, shows: []string{"dmp.refusal: speciality"},
		},
		{rule: "CPS-NET-007", near: true, what: "another refusal", profile: healthy, declared: []string{"dmp.refusal=other"}, verdict: "ok"},
		{rule: "CPS-NET-008", what: "an old QR code", profile: healthy, declared: []string{"ecps.fault=qr"}, verdict: "ok", want: []string{"CPS-NET-008 INFO"}, shows: []string{"ecps.fault: qr"}},
		{rule: "CPS-NET-008", what: "the battery saver", profile: healthy, declared: []string{"ecps.fault=battery"}, verdict: "ok", want: []string{"CPS-NET-008 INFO"}, says: "économiseur de batterie"},
		{rule: "CPS-NET-008", near: true, what: "something else", profile: healthy, declared: []string{"ecps.fault=other"}, verdict: "ok"},
		{rule: "CPS-NET-009", what: "software without addendum 8", profile: healthy, declared: []string{"vitale.app=old"}, verdict: "ok", want: []string{"CPS-NET-009 INFO"}, shows: []string{"vitale.app: old"}},
		{rule: "CPS-NET-009", near: true, what: "software with it", profile: healthy, declared: []string{"vitale.app=ready"}, verdict: "ok"},
		{rule: "CPS-NET-002", what: "nobody looked at the reader, billing works", declared: []string{"web.activation=fails", "channel.billing=works"}, verdict: "warning", want: []string{"CPS-NET-002 WARNING"}, unread: []string{"CPS-NET-006 channel.online"}},
		{rule: "CPS-NET-002", near: true, what: "nobody looked at the reader, billing fails too", declared: []string{"web.activation=fails", "channel.billing=fails"}, verdict: "undetermined", unknown: "card.atr", unread: []string{"CPS-NET-006 channel.online"}},
		{rule: "CPS-NET-003", what: "nobody looked at the reader, the card answers", declared: []string{"web.login=no-card", "card.atr=present"}, verdict: "warning", want: []string{"CPS-NET-003 WARNING"}},
		{rule: "CPS-NET-003", near: true, what: "nobody looked at the reader, nor told of the card", declared: []string{"web.login=no-card"}, verdict: "undetermined", unknown: "channel.billing"},
		{rule: "CPS-NET-006", near: true, what: "both fail", profile: healthy, declared: []string{"channel.billing=fails", "channel.online=fails"}, verdict: "ok"},
		{rule: "CPS-NET-006", near: true, what: "nothing told of online services", profile: healthy, declared: []string{"channel.billing=works"}, verdict: "ok", unknown: "channel.online"},
	}
}
