package text

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"runtime"
	"slices"
	"syscall"
)

// numbers are the errors of a system by what a user makes of them. POSIX has one
// number for each. Windows has its own, which no constant of package syscall is equal
// to (Windows system error codes; Windows Sockets error codes): those constants are
// names that Go made up there, and only Go itself returns them.
type numbers struct {
	refused   []syscall.Errno // nobody listens at that address
	taken     []syscall.Errno // somebody else listens at that address
	hungUp    []syscall.Errno // who read what we write has gone
	reset     []syscall.Errno // the other end cut the connection
	full      []syscall.Errno // no room on the disk
	notFolder []syscall.Errno
	folder    []syscall.Errno // where a file was wanted
	readOnly  []syscall.Errno
	noProgram []syscall.Errno // a file that this machine cannot run
}

// numbersOf returns the numbers of a system, named as [runtime.GOOS] does.
func numbersOf(goos string) numbers {
	n := numbers{
		refused:   []syscall.Errno{syscall.ECONNREFUSED},
		taken:     []syscall.Errno{syscall.EADDRINUSE},
		hungUp:    []syscall.Errno{syscall.EPIPE},
		reset:     []syscall.Errno{syscall.ECONNRESET},
		full:      []syscall.Errno{syscall.ENOSPC},
		notFolder: []syscall.Errno{syscall.ENOTDIR},
		folder:    []syscall.Errno{syscall.EISDIR},
		readOnly:  []syscall.Errno{syscall.EROFS},
		noProgram: []syscall.Errno{syscall.ENOEXEC},
	}
	if goos != "windows" {
		return n
	}
	n.refused = append(n.refused, 10061)       // WSAECONNREFUSED
	n.taken = append(n.taken, 10048)           // WSAEADDRINUSE
	n.hungUp = append(n.hungUp, 109, 232, 233) // ERROR_BROKEN_PIPE, ERROR_NO_DATA, ERROR_PIPE_NOT_CONNECTED
	n.reset = append(n.reset, 10053, 10054)    // WSAECONNABORTED, WSAECONNRESET
	n.full = append(n.full, 39, 112)           // ERROR_HANDLE_DISK_FULL, ERROR_DISK_FULL
	n.notFolder = append(n.notFolder, 267)     // ERROR_DIRECTORY
	n.readOnly = append(n.readOnly, 19)        // ERROR_WRITE_PROTECT
	n.noProgram = append(n.noProgram, 193)     // ERROR_BAD_EXE_FORMAT
	return n
}

// among reports whether an error is one of those numbers.
func among(err error, list []syscall.Errno) bool {
	return slices.ContainsFunc(list, func(n syscall.Errno) bool { return errors.Is(err, n) })
}

// IsRefused reports whether nobody listened at the address that was called.
func IsRefused(err error) bool { return among(err, numbersOf(runtime.GOOS).refused) }

// IsTaken reports whether somebody else listened at the address that was to be opened.
func IsTaken(err error) bool { return among(err, numbersOf(runtime.GOOS).taken) }

// IsHungUp reports whether what was written had no reader any more: a pipe whose other
// end is closed.
func IsHungUp(err error) bool {
	return errors.Is(err, io.ErrClosedPipe) || among(err, numbersOf(runtime.GOOS).hungUp)
}

// IsReset reports whether the other end cut the connection, or the way to it did.
func IsReset(err error) bool { return among(err, numbersOf(runtime.GOOS).reset) }

// IsNoProgram reports whether a file was to be run that is neither a program of this
// machine nor a script.
func IsNoProgram(err error) bool { return among(err, numbersOf(runtime.GOOS).noProgram) }

// System says an error of the operating system, or of a context: the English is
// its Error. What is none of those that a user meets reads alike in both.
func System(err error) Text { return systemOn(runtime.GOOS, err) }

func systemOn(goos string, err error) Text {
	said := Same(err.Error())
	n := numbersOf(goos)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		said.FR = "fichier introuvable"
	case errors.Is(err, fs.ErrPermission):
		said.FR = "accès refusé"
	case among(err, n.full):
		said.FR = "plus de place sur le disque"
	case among(err, n.notFolder):
		said.FR = "un élément du chemin n'est pas un dossier"
	case among(err, n.folder):
		said.FR = "c'est un dossier"
	case among(err, n.readOnly):
		said.FR = "disque en lecture seule"
	case among(err, n.refused):
		said.FR = "connexion refusée, personne n'écoute"
	case among(err, n.taken):
		said.FR = "adresse déjà prise par un autre programme"
	case among(err, n.hungUp):
		said.FR = "le programme qui lisait est parti"
	case among(err, n.reset):
		said.FR = "connexion coupée par l'autre côté"
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, os.ErrDeadlineExceeded):
		said.FR = "délai dépassé"
	case errors.Is(err, context.Canceled):
		said.FR = "interrompu"
	}
	return said
}
