package workstation

import (
	"bytes"
	"crypto/sha256"
	"debug/elf"
	"debug/pe"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"io/fs"

	"github.com/cpslab/cps/harness/card/text"
)

// releases are libraries of public Cryptolib packages, by SHA-256: the file
// says 03.01.00 of itself, and the package it came in cannot be read from it.
var releases = map[string]string{
	"0e9b8a5d1f5d4a494c7413caed7e5ced091def07c20ac0013d08cef025227860": "5.2.2", // CryptolibCPS-5.2.2-1.x86_64.rpm, libcps3_pkcs11_lux.so
	"9418c3e107d9979b61c419620822d00ade8dd7d652cd5641a84df42cbe025c02": "5.2.1", // CryptolibCPS-5.2.1.pkg, libcps3_pkcs11_osx.dylib
}

// libraryVersion is the text the library carries (Linux and macOS builds).
var libraryVersion = text.Expression(`CPS3 PKCS#11 [A-Z0-9]+ \(Version \w+\) version : ([0-9.]{1,12})`)

// inspect reads what a library file tells of itself.
func (c *collector) inspect(path string) (Copy, error) {
	b, err := c.read(path, maxLibrary)
	if err != nil {
		return Copy{}, err
	}
	sum := sha256.Sum256(b)
	cp := Copy{Path: path, Version: releases[hex.EncodeToString(sum[:])], Bits: bits(b)}
	if m := libraryVersion().FindSubmatch(b); m != nil {
		cp.Library = string(m[1])
	} else {
		cp.Library = resourceVersion(b)
	}
	if info, err := fs.Stat(c.fsys, rel(path)); err == nil {
		cp.Installed, cp.Changed = info.ModTime(), changed(info)
	}
	return cp, nil
}

// bits returns the word size of an ELF or PE library; 0 for other forms, such
// as a macOS library for several processors.
func bits(b []byte) int {
	if f, err := elf.NewFile(bytes.NewReader(b)); err == nil {
		switch f.Class {
		case elf.ELFCLASS32:
			return 32
		case elf.ELFCLASS64:
			return 64
		}
		return 0
	}
	f, err := pe.NewFile(bytes.NewReader(b))
	if err != nil {
		return 0
	}
	switch f.Machine {
	case pe.IMAGE_FILE_MACHINE_I386:
		return 32
	case pe.IMAGE_FILE_MACHINE_AMD64, pe.IMAGE_FILE_MACHINE_ARM64:
		return 64
	}
	return 0
}

// resourceVersion reads the file version of a Windows library: the structure
// VS_FIXEDFILEINFO begins with FEEF04BD; the file version is its third and
// fourth word.
func resourceVersion(b []byte) string {
	if !bytes.HasPrefix(b, []byte("MZ")) {
		return ""
	}
	i := bytes.Index(b, []byte{0xBD, 0x04, 0xEF, 0xFE})
	if i < 0 || len(b) < i+16 {
		return ""
	}
	high, low := binary.LittleEndian.Uint32(b[i+8:]), binary.LittleEndian.Uint32(b[i+12:])
	return fmt.Sprintf("%d.%d.%d.%d", high>>16, high&0xFFFF, low>>16, low&0xFFFF)
}
