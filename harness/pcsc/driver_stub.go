//go:build !(windows || (darwin && cgo) || (linux && cgo && pcsc))

package pcsc

// Available reports whether this program was built with PC/SC.
const Available = false

// systemDriver stands where the PC/SC binding was not built in.
func systemDriver() driver { return notBuilt{} }

type notBuilt struct{}

func (notBuilt) establish() (session, error) { return nil, ErrNotBuilt }
