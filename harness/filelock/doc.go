// Package filelock has one process hold a file, for as long as it lives.
//
//	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
//	err = filelock.Take(f) // ErrHeld where somebody else holds it
//
// The system lets go of it when the file is closed or its process ends, however it ends: no
// time-out is guessed. Where a system or a file system has no such locks, nobody is hindered.
package filelock

import "github.com/cpslab/cps/harness/card/text"

// ErrHeld is the error where somebody else holds a file.
var ErrHeld = text.NewError(text.Of("un autre programme le tient", "another program holds it"), text.Text{})
