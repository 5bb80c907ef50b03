package clients

import (
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
)

// nobody is the user and the group that own nothing.
const nobody = 65534

// asOrdinary has a program run as an ordinary user in its folder, which is made over to
// that one. In a user namespace that knows no other user, root is one.
func asOrdinary(cmd *exec.Cmd, folder string) {
	if os.Geteuid() != 0 || os.Chown(folder, nobody, nobody) != nil {
		return
	}
	if os.Chown(filepath.Dir(folder), nobody, nobody) != nil { // that of the test, which holds it
		return
	}
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
}
