// Package diagnosis judges a health professional's card: from what was read, it
// says what is wrong, what the user sees, why, what to do and whom to call.
//
// It is pure: [Check] takes an [Input] (data already read, and facts that the
// caller declares) and the time, and returns a [Result]. Nothing here opens a
// reader, sends an APDU or looks at a clock.
//
//	result := diagnosis.Check(&diagnosis.Input{
//		Reader: diagnosis.Reader{Slot: card.Slot{State: card.SlotCard}},
//		Card:   contents,
//	}, time.Now())
//	for _, f := range result.Findings {
//		fmt.Println(f.Severity, f.Rule.ID, f.Text("fr"))
//	}
//
// # How a card is judged
//
// [Rules] gives the rules in the order in which they are judged: workstation
// and reader, the library for this generation, issuer and type, codes, validity
// and opposition, contents, signing and certificates, online services. A
// blocking finding of one step hides the findings of later steps, except those
// on validity; a block lowered to WARNING hides nothing. Identifier rules are
// judged first among the contents.
//
// A rule whose input was not read is listed in Result.Unknown with that input.
// Before a correct PIN that holds for every rule on activities and billing:
// protected objects are invisible then, so their absence means nothing.
//
// Billing situations are judged each by itself, and a finding names its
// situation. A situation can be used when its link leads to an activity of the
// card, it has an identifier, it holds a signing right, and no declared list of
// numbers refuses it. The card is blocked only if none can be used: a block
// found on one of several is a WARNING. A declared activity (Facts.Activity)
// narrows this to the situations linked to it. A situation whose link leads
// nowhere is an orphan: it is reported (CPS-DAM-006, or CPS-DAM-001 when there
// is nothing else) and not judged.
//
// A billing object whose encoding is damaged is neither "no DAM" nor fine: the
// rules on its contents are unknown, and CPS-SIGN-004 blocks, because no
// mandatory item can be had from it. A damaged activity carries no logical
// number, so a situation that points to it is an orphan.
//
// Facts.Use set to [fact.UseAuth] takes back what only billing needs: signing
// rights, the rules on the right to bill, CPS-DAM-001, the blocks of the BILL
// family and CPS-RDR-007.
//
// # Facts and workstation
//
// Many rules rest on what no card holds. Somebody declares it, as "key=value":
//
//	facts, err := fact.Parse([]string{"env=real", "ssv=61444", "ws.cryptolib=5.1.10"})
//
// [fact.Keys] lists the keys. A rule whose fact is not declared is unknown, with
// Unknown.Declared set. Codes, PINs in particular, are never declared: only the
// length of what was typed is.
//
// The rules CPS-WS hold their severities when the workstation itself is judged
// ([CheckWorkstation], or Input.WorkstationCheck). In the diagnosis of a card
// they warn at most.
//
// # Rules as data
//
// A [Rule] holds the words: title, text, cause, remedy in French and English,
// contacts, sources, and what its condition rests on ([How]). Conditions are
// code, in the files named for the families. A French text is quoted
// (FieldText, ScreenText) or ours (Proposed); a rule marked [Derived] is
// engineering judgement and never official, even where it quotes a screen.
// [CoverageByFamily] counts what is judged and from what; docs/rules.md is
// generated from the tables.
package diagnosis
