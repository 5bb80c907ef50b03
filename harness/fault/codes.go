package fault

import "github.com/cpslab/cps/harness/card/text"

// securityKinds are the faults of codes, counters and what they open.
var securityKinds = [...]Kind{
	{
		Name: "status-lost", Layer: Security, Where: simulated, Example: "status-lost@READ:CPS_ACTIVITY_01_PS", Reason: reasonUnread,
		Does:   text.Text{FR: "le code porteur présenté est oublié, la sélection reste", EN: "the PIN that was presented is forgotten, the selection stays"},
		before: (*exchange).statusLost,
	},
	{
		Name: "silent-reset", Layer: Security, Where: simulated, Example: "silent-reset@READ:CPS_ACTIVITY_01_PS", Reason: reasonUnread,
		Does:   text.Text{FR: "la carte est réinitialisée sans que personne ne le dise : sélection et code sont oubliés", EN: "the card is reset and nobody says so: selection and PIN are forgotten"},
		before: (*exchange).silentReset,
	},
	{
		Name: "counter-lower", Layer: Security, on: OpCounter, Where: everywhere, Example: "counter-lower@COUNTER#1", Rule: "CPS-PIN-002",
		Does:  text.Text{FR: "le compteur annoncé est plus bas d'un essai que le vrai", EN: "the counter that is told is one try lower than the real one"},
		after: (*exchange).counterLower,
	},
	{
		Name: "counter-higher", Layer: Security, on: OpCounter, Where: simulated, Example: "counter-higher@COUNTER#1",
		Does:   text.Text{FR: "le compteur annoncé est plus haut d'un essai que le vrai", EN: "the counter that is told is one try higher than the real one"},
		Reason: text.Text{FR: "rien sur la carte ne contredit son compteur ; le code juste n'en dépense aucun", EN: "nothing on the card contradicts its counter; the right PIN spends no try"},
		after:  (*exchange).counterHigher,
	},
	{
		Name: "try-spent", Layer: Security, Where: simulated, Example: "try-spent@COUNTER#1", Rule: "CPS-PIN-002",
		Does:   text.Text{FR: "un autre programme vient de présenter un code faux : un essai de moins", EN: "another program has just presented a wrong code: one try less"},
		before: (*exchange).trySpent,
	},
	{
		Name: "blocked-between", Layer: Security, on: OpVerify, Where: simulated, Example: "blocked-between@VERIFY", Rule: "CPS-PIN-003",
		Does:   text.Text{FR: "un autre programme bloque le code porteur juste avant l'échange", EN: "another program blocks the PIN just before the exchange"},
		before: (*exchange).blockedBetween,
	},
	{
		Name: "wrong-code", Layer: Security, on: OpVerify, Where: simulated, Example: "wrong-code@VERIFY", Rule: "CPS-PIN-001",
		Does:   text.Text{FR: "la carte reçoit un autre code que celui qui est présenté", EN: "the card gets another code than the one that is presented"},
		before: (*exchange).wrongCode,
	},
	{
		Name: "code-refused", Layer: Security, on: OpVerify, Where: everywhere, Example: "code-refused@VERIFY", Reason: reasonUnread,
		Does:   text.Text{FR: "la carte refuse la présentation du code, 6985, sans rien compter", EN: "the card refuses that a code is presented, 6985, and counts nothing"},
		before: (*exchange).codeRefused,
	},
	{
		Name: "tells-blocked", Layer: Security, on: OpCounter, Where: everywhere, Example: "tells-blocked@COUNTER#1", Rule: "CPS-PIN-003",
		Does:  text.Text{FR: "le compteur annoncé est à zéro, le vrai ne l'est pas", EN: "the counter that is told is zero, the real one is not"},
		after: (*exchange).tellsBlocked,
	},
}
