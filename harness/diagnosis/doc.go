// Package diagnosis judges a health professional's card: from what was read, it
// says what is wrong, what the user sees, why, what to do and whom to call.
//
// It is pure: [Check] takes an [Input] (data already read, and facts that the
// caller declares) and the time, and returns a [Result]. Nothing here opens a
// reader, sends an APDU or looks at a clock.
//
//	result := diagnosis.Check(&diagnosis.Input{
//		Reader: diagnosis.Reader{State: diagnosis.ReaderOK},
//		Card:   contents,
//	}, time.Now())
//	for _, f := range result.Findings {
//		fmt.Println(f.Severity, f.Rule.ID, f.Text("fr"))
//	}
//
// # How a card is judged
//
// [Rules] gives the rules in the order in which they are judged: reader and
// recognition of the card, issuer and type, codes, validity, contents, signing
// rights. A blocking finding of one step hides the findings of later steps,
// except those on validity; a block lowered to WARNING hides nothing.
// Identifier rules, which warn at most, are judged first among the contents.
//
// A rule whose input was not read is listed in Result.Unknown with that input.
// Before a correct PIN that holds for every rule on activities and billing:
// protected objects are invisible then, so their absence means nothing.
//
// Billing situations are judged each by itself, and a finding names its
// situation. A situation can be used when its link leads to an activity of the
// card, it has an identifier and it holds a signing right. The card is blocked
// only if none can be used: a block found on one of several is a WARNING. A
// declared activity (Facts.Activity) narrows this to the situations linked to
// it. A situation whose link leads nowhere is an orphan: it is reported
// (CPS-DAM-006, or CPS-DAM-001 when there is nothing else) and not judged.
//
// A billing object whose encoding is damaged is neither "no DAM" nor fine: the
// rules on its contents are unknown, and CPS-SIGN-004 blocks, because no
// mandatory item can be had from it. A damaged activity carries no logical
// number, so a situation that points to it is an orphan.
//
// Facts.Use set to [UseAuth] takes back what only billing needs: signing
// rights, CPS-TYPE-002 to -004, CPS-DAM-001, CPS-BILL-001 and CPS-RDR-007.
//
// # Rules as data
//
// A [Rule] holds the words: title, text, cause, remedy in French and English,
// contacts, sources. Conditions are code, in the judge files, one per step. A
// French text is quoted (FieldText, ScreenText) or ours (Proposed); a rule
// marked [Derived] is engineering judgement and speaks in our words only.
//
// [Reproduce] goes the other way: from a field message, an SSV code, a PKCS#11
// result or a status word to the rules behind it, in the order to check them,
// and to the simulated cards that show it.
package diagnosis
