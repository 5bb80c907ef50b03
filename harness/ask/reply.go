package ask

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/diagnosis/fact"
)

// Back is what goes back one question, in the place of an answer.
const Back = "<"

// Reply takes an answer to a question as people type it: the number of a choice or its
// words, a value, "don't know" in some words or nothing at all, or the way back. An error
// that [IsNotTaken] knows says what would be right; nothing is changed by any.
func (c *Conversation) Reply(q Question, said string) error {
	said = strings.TrimSpace(said)
	switch {
	case IsBack(said):
		return c.Back()
	case isUnknown(said):
		return c.Answer(q.Fact, Unknown)
	}
	if n, err := strconv.Atoi(said); err == nil && n >= 1 && n <= len(q.Choices) && !slices.Contains(q.Fact.Values, said) {
		said = q.Choices[n-1].Value
	}
	for _, choice := range q.Choices {
		if same(said, choice.Text.FR) || same(said, choice.Text.EN) {
			said = choice.Value
		}
	}
	return c.Answer(q.Fact, said)
}

// IsNotTaken reports whether an error is about an answer that was written wrong, or about
// going back where there is nothing: the question is asked again.
func IsNotTaken(err error) bool {
	return errors.Is(err, ErrNothing) || errors.Is(err, ErrCode) || IsWrongAnswer(err)
}

// WhyNotTaken says what would be right in the place of an answer, and repeats nothing of it.
func WhyNotTaken(err error) text.Text {
	if wrong, ok := errors.AsType[*fact.Error](err); ok {
		return wrong.Reason
	}
	message, _ := text.Said(err)
	return message
}

func same(a, b string) bool { return slices.Equal(text.Words(a), text.Words(b)) && a != "" }

// IsBack reports whether an answer is the way back.
func IsBack(said string) bool {
	return slices.Contains([]string{Back, "retour", "back"}, strings.ToLower(said))
}

func isUnknown(said string) bool {
	words := strings.Join(text.Words(said), " ")
	return strings.Trim(said, Unknown) == "" || slices.Contains([]string{"je ne sais pas", "je sais pas", "j sais pas", "sais pas", "jsais pas", "jsp", "nsp", "ne sait pas", "aucune idee", "pas sur", "pas sure", "no idea", "not sure", "don t know", "i don t know", "dont know", "unknown", "inconnu"}, words)
}
