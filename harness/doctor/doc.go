// Package doctor judges one workstation, from what package workstation collected to
// the verdict: what was looked at, line by line ([Checks]), what of it the rules look
// at ([Input]), and what they say ([Judge]). Nothing here looks at the computer, and
// no card is read: cards are known by their ATR. The readers come with the report, as
// whoever collects it asks for them ([workstation.Options]).
package doctor
