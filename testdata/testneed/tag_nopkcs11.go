//go:build !pkcs11 || !cgo

package testneed

const pkcs11Tag = false
