package folder

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/cpslab/cps/harness/card/text"
)

// Only Linux runs a private service, so that only there folders can be left.

func claim(string) (*os.File, error) { return nil, nil }

func bury(string) {}

// Why a socket is not that of a service of ours.
var (
	errOneService = text.NewError(text.Of("Windows n'a qu'un service de carte à puce, quelle que soit la variable", "Windows has one smart card service, whatever a variable names"), text.Text{})
	errStrange    = text.NewError(text.Of("ce n'est pas un dossier privé de cet utilisateur", "not a private folder of this user"), text.Text{})
)

// InUseSocket is for Wine, whose winscard.dll speaks to the socket that pcsc-lite's
// variable names: the path is one of the Unix below. It returns nil when the socket
// lies in a folder that this user alone may enter and that is a folder of [New] by its
// name and its file. Whether its owner lives cannot be told from here: where it does
// not, nobody answers at the socket. On Windows itself readers are those of the
// computer's one service, and never of ours.
func InUseSocket(path string) error {
	if !underWine() {
		return errOneService
	}
	dir, name := pathUnix(path)
	if name == "" || !strings.HasPrefix(filepath.Base(dir), folderPrefix) {
		return errStrange
	}
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }() // nothing was written
	if info, err := f.Stat(); err != nil || !info.IsDir() {
		return errStrange
	}
	if err := Private(f); err != nil {
		return err
	}
	if info, err := os.Lstat(dir + `\` + lockName); err != nil || !info.Mode().IsRegular() || info.Size() != 0 {
		return errStrange
	}
	// Wine answers that a socket is no device (433); only what is not there is no file.
	if _, err = os.Lstat(dir + `\` + name); errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// pathUnix splits an absolute path of the Unix below into the folder, as Wine names it,
// and the file; both are "" for any other path.
func pathUnix(path string) (dir, name string) {
	if !strings.HasPrefix(path, "/") || strings.ContainsAny(path, `\:`) || strings.Contains(path+"/", "/../") || strings.Contains(path, "//") {
		return "", ""
	}
	i := strings.LastIndexByte(path, '/')
	return `\\?\unix` + strings.ReplaceAll(path[:i], "/", `\`), path[i+1:]
}

// underWine reports whether this is Wine, whose ntdll.dll tells its version.
func underWine() bool {
	return syscall.NewLazyDLL("ntdll.dll").NewProc("wine_get_version").Find() == nil
}
