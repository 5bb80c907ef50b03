package main

import (
	"bytes"
	"debug/pe"
	"encoding/binary"
	"unicode/utf16"
)

// library is a 64-bit library of Windows with nothing in it but its version (PE format;
// VS_VERSIONINFO and VS_FIXEDFILEINFO of the Windows documentation), as a program that
// looks at versions finds one.
func library(version ...uint16) []byte {
	const (
		header    = 0x200 // of the file; sections begin behind it
		alignment = 0x200
		page      = 0x1000
	)
	resource := resources(page, versionInfo(version))
	size := uint32((len(resource) + alignment - 1) / alignment * alignment)
	var b bytes.Buffer
	put := func(v any) { _ = binary.Write(&b, binary.LittleEndian, v) } // a buffer takes everything
	dos := [64]byte{0: 'M', 1: 'Z', 60: 64}
	put(dos)
	put([4]byte{'P', 'E'})
	put(pe.FileHeader{
		Machine: pe.IMAGE_FILE_MACHINE_AMD64, NumberOfSections: 1,
		SizeOfOptionalHeader: uint16(binary.Size(pe.OptionalHeader64{})),
		Characteristics:      pe.IMAGE_FILE_EXECUTABLE_IMAGE | pe.IMAGE_FILE_LARGE_ADDRESS_AWARE | pe.IMAGE_FILE_DLL,
	})
	optional := pe.OptionalHeader64{
		Magic: 0x20B, ImageBase: 0x180000000, SectionAlignment: page, FileAlignment: alignment,
		MajorOperatingSystemVersion: 6, MajorSubsystemVersion: 6, Subsystem: pe.IMAGE_SUBSYSTEM_WINDOWS_GUI,
		SizeOfInitializedData: size, SizeOfImage: 2 * page, SizeOfHeaders: header, NumberOfRvaAndSizes: 16,
	}
	optional.DataDirectory[pe.IMAGE_DIRECTORY_ENTRY_RESOURCE] = pe.DataDirectory{VirtualAddress: page, Size: uint32(len(resource))}
	put(optional)
	put(pe.SectionHeader32{
		Name: [8]byte{'.', 'r', 's', 'r', 'c'}, VirtualSize: uint32(len(resource)), VirtualAddress: page,
		SizeOfRawData: size, PointerToRawData: header,
		Characteristics: pe.IMAGE_SCN_CNT_INITIALIZED_DATA | pe.IMAGE_SCN_MEM_READ,
	})
	b.Write(make([]byte, header-b.Len()))
	b.Write(resource)
	b.Write(make([]byte, header+int(size)-b.Len()))
	return b.Bytes()
}

// resources is a resource section at an address that holds one resource: version
// information (type 16), number 1, in the language 0x0409.
func resources(at uint32, data []byte) []byte {
	const (
		directory = 16 // bytes of a directory without its entries
		entry     = 8
		below     = 0x80000000 // the entry leads to a directory
	)
	var b bytes.Buffer
	put := func(v ...uint32) { _ = binary.Write(&b, binary.LittleEndian, v) } // a buffer takes everything
	for level, id := range []uint32{16, 1, 0x0409} {
		put(0, 0, 0, 1<<16) // no name, one number
		next := uint32((level + 1) * (directory + entry))
		if level < 2 {
			next |= below
		}
		put(id, next)
	}
	put(at+uint32(b.Len())+16, uint32(len(data)), 0, 0)
	b.Write(data)
	return b.Bytes()
}

// versionInfo is the block VS_VERSIONINFO with its VS_FIXEDFILEINFO.
func versionInfo(version []uint16) []byte {
	high, low := uint32(version[0])<<16|uint32(version[1]), uint32(version[2])<<16|uint32(version[3])
	fixed := []uint32{0xFEEF04BD, 0x10000, high, low, high, low, 0x3F, 0, 0x40004, 2, 0, 0, 0}
	var b bytes.Buffer
	put := func(v any) { _ = binary.Write(&b, binary.LittleEndian, v) } // a buffer takes everything
	name := append(utf16.Encode([]rune("VS_VERSION_INFO")), 0)
	const headerWords = 3
	padding := (headerWords + len(name)) % 2 // up to four bytes
	put([]uint16{uint16(2*(headerWords+len(name)+padding) + 4*len(fixed)), uint16(4 * len(fixed)), 0})
	put(name)
	put(make([]uint16, padding))
	put(fixed)
	return b.Bytes()
}
