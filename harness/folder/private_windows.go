package folder

import (
	"errors"
	"os"
	"syscall"
	"unsafe"

	"github.com/cpslab/cps/harness/card/text"
)

// ErrOpenToOthers is a file that somebody else than its owner, the system and the
// administrators may open.
var ErrOpenToOthers = text.NewError(text.Of("sa liste d'accès l'ouvre à d'autres que son propriétaire", "its access list opens it to others than its owner"),
	text.Of("un dossier privé tel que %LOCALAPPDATA%\\Temp convient", "a private folder such as %LOCALAPPDATA%\\Temp will do"))

// What is asked for of a file (aclapi.h, winnt.h, sddl.h).
const (
	fileObject   = 1       // SE_FILE_OBJECT
	ownerAndList = 1 | 4   // OWNER_SECURITY_INFORMATION | DACL_SECURITY_INFORMATION
	revision     = 1       // SDDL_REVISION_1
	longestSDDL  = 1 << 16 // far more than a list of any file of ours
)

var (
	advapi          = syscall.NewLazyDLL("advapi32.dll")
	getSecurityInfo = advapi.NewProc("GetSecurityInfo")
	toSDDL          = advapi.NewProc("ConvertSecurityDescriptorToStringSecurityDescriptorW")
)

// Private returns nil when an open file or folder belongs to this user and nobody but
// the system and its administrators may open it too, else [ErrOfAnother],
// [ErrOpenToOthers] or an error of the system. The mode of a file says nothing of that
// on Windows: its access list does.
func Private(f *os.File) error {
	user, err := currentUser()
	if err != nil {
		return err
	}
	descriptor, err := describe(f)
	if err != nil {
		return err
	}
	switch own, open, err := judgeDescriptor(descriptor, user); {
	case err != nil:
		return err
	case !own:
		return ErrOfAnother
	case open:
		return ErrOpenToOthers
	}
	return nil
}

// currentUser is the security identifier of who runs this program, "S-1-5-21-…".
func currentUser() (string, error) {
	token, err := syscall.OpenCurrentProcessToken()
	if err != nil {
		return "", err
	}
	defer func() { _ = token.Close() }() // nothing can be done about it
	user, err := token.GetTokenUser()
	if err != nil {
		return "", err
	}
	return user.User.Sid.String()
}

// describe returns owner and access list of an open file in the security descriptor
// definition language.
func describe(f *os.File) (string, error) {
	if err := errors.Join(getSecurityInfo.Find(), toSDDL.Find()); err != nil {
		return "", err
	}
	var descriptor uintptr
	if code, _, _ := getSecurityInfo.Call(f.Fd(), fileObject, ownerAndList, 0, 0, 0, 0, uintptr(unsafe.Pointer(&descriptor))); code != 0 {
		return "", syscall.Errno(code)
	}
	defer func() { _, _ = syscall.LocalFree(syscall.Handle(descriptor)) }() // as above
	var said *uint16
	var length uint32
	if ok, _, err := toSDDL.Call(descriptor, revision, ownerAndList, uintptr(unsafe.Pointer(&said)), uintptr(unsafe.Pointer(&length))); ok == 0 {
		return "", err
	}
	defer func() { _, _ = syscall.LocalFree(syscall.Handle(unsafe.Pointer(said))) }() // as above
	return syscall.UTF16ToString(unsafe.Slice(said, min(length, longestSDDL))), nil
}
