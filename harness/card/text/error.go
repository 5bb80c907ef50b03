package text

import "errors"

// Speaker is implemented by errors that a user may meet, beside Error, which
// speaks English. Say gives the message in lang ("fr", "en") and what the user
// can do about it; hint is "" where nothing helps. The English message is what
// Error says, without the hint, or less: Error may tell a programmer which call
// failed.
type Speaker interface {
	Say(lang string) (message, hint string)
}

// Say says an error in lang, with a hint or "". An error that is no Speaker
// itself says in English what its Error says; in French, the first Speaker that
// it wraps speaks in its place, since nobody translates what stands around it.
// Without any Speaker, what the operating system calls its errors is said in
// French too. The hint is that of the first Speaker in both languages.
func Say(err error, lang string) (message, hint string) {
	if err == nil {
		return "", ""
	}
	if s, ok := err.(Speaker); ok { // the error itself, not what it wraps
		return s.Say(lang)
	}
	s := Voice(err)
	if s == nil {
		return System(err).In(lang), ""
	}
	message, hint = s.Say(lang)
	if !French(lang) {
		message = err.Error()
	}
	return message, hint
}

// Voice returns the first Speaker in the chain of err, nil where nobody speaks.
// An error whose French adds nothing to that of its cause lets the cause speak.
func Voice(err error) Speaker {
	var s Speaker
	if !errors.As(err, &s) {
		return nil
	}
	return s
}

// Said is what Say gives, in both languages.
func Said(err error) (message, hint Text) {
	message.FR, hint.FR = Say(err, "fr")
	message.EN, hint.EN = Say(err, "en")
	return message, hint
}

// spoken is an error made of words alone.
type spoken struct{ message, hint Text }

// NewError is an error that says message and hint; hint may be zero. Like those
// of errors.New, each is equal to itself only, so that it can be a sentinel.
func NewError(message, hint Text) error { return &spoken{message, hint} }

func (e *spoken) Error() string { return e.message.EN }

// Say gives the words of the error.
func (e *spoken) Say(lang string) (message, hint string) {
	return e.message.In(lang), e.hint.In(lang)
}

// wrapped is an error with what was under way when it came.
type wrapped struct {
	during Text
	err    error
}

// Wrap is err with what was under way when it came, as fmt.Errorf("%s: %w") says
// it, in both languages. Its hint is that of err.
func Wrap(during Text, err error) error { return &wrapped{during, err} }

func (e *wrapped) Error() string { return e.during.EN + ": " + e.err.Error() }
func (e *wrapped) Unwrap() error { return e.err }

// Say gives the words in lang.
func (e *wrapped) Say(lang string) (message, hint string) {
	_, hint = Say(e.err, lang)
	return e.during.Because(e.err).In(lang), hint
}

// detailed is an error with what came of it, or why.
type detailed struct {
	err  error
	more Text
}

// Detail is err with more behind a colon, as fmt.Errorf("%w: %s") says it, in
// both languages. Its hint is that of err.
func Detail(err error, more Text) error { return &detailed{err, more} }

func (e *detailed) Error() string { return e.err.Error() + ": " + e.more.EN }
func (e *detailed) Unwrap() error { return e.err }

// Say gives the words in lang.
func (e *detailed) Say(lang string) (message, hint string) {
	message, hint = Say(e.err, lang)
	return Same(message).With(e.more).In(lang), hint
}

// caused is an error with another that brought it about.
type caused struct{ err, cause error }

// Cause is err with its cause behind a colon, as fmt.Errorf("%w: %w") says it, in
// both languages. It wraps both. Its hint is that of err, else that of the cause.
func Cause(err, cause error) error { return &caused{err, cause} }

func (e *caused) Error() string   { return e.err.Error() + ": " + e.cause.Error() }
func (e *caused) Unwrap() []error { return []error{e.err, e.cause} }

// Say gives the words in lang.
func (e *caused) Say(lang string) (message, hint string) {
	message, hint = Say(e.err, lang)
	if hint == "" {
		_, hint = Say(e.cause, lang)
	}
	return Same(message).Because(e.cause).In(lang), hint
}

// Around says an error that stands around its cause: what was under way, then the
// cause, with the hint of the cause. In French a cause that speaks for itself is
// all that is said: it is what the user can do something about.
func Around(during Text, cause error, lang string) (message, hint string) {
	message, hint = Say(cause, lang)
	if French(lang) && Voice(cause) != nil {
		return message, hint
	}
	return during.Because(cause).In(lang), hint
}

// BadInput is err as one about what the user gave, as [IsBadInput] tells it. It says and
// wraps what err does.
func BadInput(err error) error { return given{err} }

type given struct{ error }

var _ Speaker = given{}

// BadInput is true.
func (given) BadInput() bool { return true }

// Unwrap gives the error.
func (g given) Unwrap() error { return g.error }

// Say says the error.
func (g given) Say(lang string) (message, hint string) { return Say(g.error, lang) }

// IsBadInput reports whether err is about what the user gave (an address, a
// file, a value), so that another try with the same input is in vain. An error
// says so itself, with a method BadInput() bool; any in the chain may.
func IsBadInput(err error) bool {
	if e, ok := err.(interface{ BadInput() bool }); ok && e.BadInput() { // each of the chain is asked in turn
		return true
	}
	switch e := err.(type) { //nolint:errorlint // the chain is walked here
	case interface{ Unwrap() error }:
		return IsBadInput(e.Unwrap())
	case interface{ Unwrap() []error }:
		for _, one := range e.Unwrap() {
			if IsBadInput(one) {
				return true
			}
		}
	}
	return false
}
