package simulator

import (
	"bytes"

	"github.com/cpslab/cps/harness/card/tlv"
)

// access is a security condition byte of the IAS-ECC access rules (OpenSC
// sources, iasecc-sdo.c; issue OpenSC#2267).
type access byte

const (
	accessAlways access = 0x00
	accessPIN    access = 0x11 // user authentication, security environment 1
	accessNever  access = 0xFF
)

// node is one file. Nodes are built by New and never change afterwards, but for
// those whose content is made when they are first selected; what a card may
// write lies in the chip.
type node struct {
	fid      uint16
	sfi      byte   // short identifier 1 to 30, 0 for none
	name     []byte // DF name, nil for an EF
	df       bool
	parent   *node // nil for a root
	children []*node

	content      []byte
	read, update access
	chipData     bool // the content is the chip's writable data (CPS_DATA)

	info []byte // what SELECT gives back: FCP, FCI or CPS2ter header

	lazy  func() []byte // makes content and with it info; nil when both are there
	outer tlv.Tag       // of info, for a lazy file
}

// complete makes the content of a lazy file.
func (n *node) complete() {
	if n.lazy == nil {
		return
	}
	n.content, n.lazy = n.lazy(), nil
	n.info = appendFileInfo(nil, n.outer, n)
}

// add appends child to the directory n and returns the child.
func (n *node) add(child *node) *node {
	child.parent = n
	n.children = append(n.children, child)
	return child
}

// child returns the file with identifier fid right below n, nil when there is
// none.
func (n *node) child(fid uint16) *node {
	for _, f := range n.children {
		if f.fid == fid {
			return f
		}
	}
	return nil
}

// bySFI returns the EF with short identifier sfi right below n, nil when there
// is none.
func (n *node) bySFI(sfi byte) *node {
	for _, f := range n.children {
		if sfi != 0 && f.sfi == sfi {
			return f
		}
	}
	return nil
}

// root returns the MF above n.
func (n *node) root() *node {
	for n.parent != nil {
		n = n.parent
	}
	return n
}

// byName returns the DF named name, n or below, nil when there is none. Names
// are compared whole: partial DF names (ISO/IEC 7816-4, 7.1.1) are not taken.
func (n *node) byName(name []byte) *node {
	if n.df && len(name) != 0 && bytes.Equal(n.name, name) {
		return n
	}
	for _, f := range n.children {
		if f.df {
			if found := f.byName(name); found != nil {
				return found
			}
		}
	}
	return nil
}

// byPath walks down file identifiers, two bytes each, from n. A path that
// begins with 3F00 starts at the MF from wherever it is given. It returns nil
// when the path leads nowhere, and when it is empty or of odd length.
func (n *node) byPath(path []byte) *node {
	if len(path) == 0 || len(path)%2 != 0 {
		return nil
	}
	at := n
	for i := 0; i < len(path); i += 2 {
		fid := fidOf(path[i:])
		if i == 0 && fid == fidMF {
			at = n.root()
			continue
		}
		if at = at.child(fid); at == nil {
			return nil
		}
	}
	return at
}

func fidOf(b []byte) uint16 { return uint16(b[0])<<8 | uint16(b[1]) }

// describe fills info of n and of everything below it: an FCP or FCI under the
// tag outer. Lazy files are described when they are made.
func (n *node) describe(outer tlv.Tag) {
	n.outer = outer
	if n.lazy == nil {
		n.info = appendFileInfo(nil, outer, n)
	}
	for _, f := range n.children {
		f.describe(outer)
	}
}
