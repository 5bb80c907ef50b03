//go:build pkcs11 && cgo

package workstation

import (
	"fmt"
	"strings"

	"github.com/miekg/pkcs11"

	"github.com/cpslab/cps/harness/card/text"
)

// ModulesAvailable tells whether this build can ask PKCS#11 modules.
const ModulesAvailable = true

// loadModule loads a module and calls C_Initialize, C_GetInfo, C_Finalize.
func loadModule(path string) (Module, error) {
	ctx := pkcs11.New(path)
	if ctx == nil {
		return Module{}, errNoModule
	}
	defer ctx.Destroy()
	if err := ctx.Initialize(); err != nil {
		return Module{}, text.Wrap(text.Same("C_Initialize"), err)
	}
	defer func() { _ = ctx.Finalize() }() // the process ends here anyway
	info, err := ctx.GetInfo()
	if err != nil {
		return Module{}, text.Wrap(text.Same("C_GetInfo"), err)
	}
	return Module{
		Path:         path,
		Cryptoki:     version(info.CryptokiVersion),
		Manufacturer: strings.TrimRight(info.ManufacturerID, " \x00"),
		Description:  strings.TrimRight(info.LibraryDescription, " \x00"),
		Version:      version(info.LibraryVersion),
	}, nil
}

// version writes a CK_VERSION as its fields are named: major.minor.
func version(v pkcs11.Version) string { return fmt.Sprintf("%d.%d", v.Major, v.Minor) }
