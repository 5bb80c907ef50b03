package simulator

import "github.com/cpslab/cps/harness/card/apdu"

// P1 of SELECT (ISO/IEC 7816-4, 7.1.1).
const (
	selectFID       = 0x00
	selectChildDF   = 0x01
	selectChildEF   = 0x02
	selectParent    = 0x03
	selectName      = 0x04
	selectFromMF    = 0x08
	selectFromDF    = 0x09
	selectNoAnswer  = 0x0C // P2: nothing comes back
	selectWithFCP   = 0x04 // P2
	selectWithFCI   = 0x00 // P2
	maxNameInSelect = 16   // bytes of a DF name
)

// find is the part of SELECT that looks for a file; it moves nothing. The
// forms it takes: MF, child or current DF by identifier (P1 00, 01, 02 and the
// MF as OpenSC asks for it), parent (03), DF name (04), path from the MF with or
// without 3F00 (08), path from the current DF or, when it begins with 3F00, from
// the MF (09).
func (s *selection) find(cmd apdu.Command) (*node, apdu.SW) {
	mf := s.df.root()
	var found *node
	switch cmd.P1 {
	case selectFID, selectChildDF, selectChildEF:
		if len(cmd.Data) == 0 && cmd.P1 == selectFID {
			return mf, apdu.SWOK
		}
		if len(cmd.Data) != 2 {
			return nil, apdu.SWWrongData
		}
		found = s.byFID(mf, cmd.P1, fidOf(cmd.Data))
	case selectParent:
		if len(cmd.Data) != 0 {
			return nil, apdu.SWWrongData
		}
		found = s.df.parent
	case selectName:
		if len(cmd.Data) > maxNameInSelect {
			return nil, apdu.SWWrongData
		}
		found = mf.byName(cmd.Data)
	case selectFromMF:
		found = mf.byPath(cmd.Data)
	case selectFromDF:
		found = s.df.byPath(cmd.Data)
	default:
		return nil, apdu.SWFunctionNotSupported
	}
	if found == nil {
		return nil, apdu.SWFileNotFound
	}
	return found, apdu.SWOK
}

// byFID finds a file by its identifier: the MF from anywhere, else a file right
// below the current DF, of the kind that p1 asks for; P1 00 also takes the
// current DF itself and its sisters.
func (s *selection) byFID(mf *node, p1 byte, fid uint16) *node {
	if fid == fidMF {
		return mf
	}
	found := s.df.child(fid)
	if found == nil && p1 == selectFID && s.df.parent != nil {
		if sister := s.df.parent.child(fid); sister != nil && sister.df {
			return sister
		}
	}
	if found == nil || p1 == selectChildDF && !found.df || p1 == selectChildEF && found.df {
		return nil
	}
	return found
}

// move makes f the current file.
func (s *selection) move(f *node) {
	if f.df {
		s.df, s.ef = f, nil
		return
	}
	s.df, s.ef = f.parent, f
}

// selectFile is SELECT: find, move, and give the file control information that
// P2 asks for. A refused SELECT moves nothing.
func (s *selection) selectFile(cmd apdu.Command) ([]byte, apdu.SW) {
	switch cmd.P2 {
	case selectNoAnswer, selectWithFCP, selectWithFCI:
	default:
		return nil, apdu.SWFunctionNotSupported
	}
	f, sw := s.find(cmd)
	if sw != apdu.SWOK {
		return nil, sw
	}
	f.complete()
	s.move(f)
	if cmd.P2 == selectNoAnswer {
		return nil, apdu.SWOK
	}
	return f.info, apdu.SWOK
}

// selectMain is SELECT of the interindustry commands. It ends the security
// environment when it moves.
func (c *Card) selectMain(cmd apdu.Command) ([]byte, apdu.SW) {
	info, sw := c.main.selectFile(cmd)
	if sw == apdu.SWOK {
		c.se = environment{}
	}
	return info, sw
}
