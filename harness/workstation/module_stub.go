//go:build !pkcs11 || !cgo

package workstation

import "errors"

// ModulesAvailable tells whether this build can ask PKCS#11 modules.
const ModulesAvailable = false

// loadModule says that this build has no PKCS#11 client: build it with cgo and
// -tags pkcs11.
func loadModule(string) (Module, error) { return Module{}, errors.ErrUnsupported }
