package fault

import (
	"strconv"
	"strings"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/apdu"
	"github.com/cpslab/cps/harness/card/effect"
)

// Op is what a command does, as triggers name it.
type Op uint8

// The operations.
const (
	OpNone        Op = iota
	OpAny            // any command
	OpSelect         // SELECT
	OpRead           // READ BINARY, READ RECORD
	OpGetData        // GET DATA of anything but a counter
	OpGetResponse    // GET RESPONSE
	OpCounter        // asks for a try counter: VERIFY without data, or GET DATA of the code
	OpVerify         // presents a code
	OpChange         // changes or unblocks a code
	OpManage         // MANAGE SECURITY ENVIRONMENT
	OpSign           // PERFORM SECURITY OPERATION, INTERNAL AUTHENTICATE
	OpChallenge      // GET CHALLENGE
	OpWrite          // writes in a file
	OpOther          // anything else
	ops
)

var opNames = [ops]string{"", "ANY", "SELECT", "READ", "GET-DATA", "GET-RESPONSE", "COUNTER", "VERIFY", "CHANGE", "MANAGE", "SIGN", "CHALLENGE", "WRITE", "OTHER"}

// String returns the name as it is written.
func (o Op) String() string {
	if o < ops {
		return opNames[o]
	}
	return "invalid"
}

// Ops returns the names of the operations.
func Ops() []string { return append([]string(nil), opNames[OpAny:]...) }

func opOf(name string) (Op, bool) {
	for i, n := range opNames {
		if i != int(OpNone) && strings.EqualFold(n, name) {
			return Op(i), true
		}
	}
	return OpNone, false
}

// opOfEffect names what a decoded command does.
func opOfEffect(e effect.Effect) Op {
	switch e.Command.INS {
	case apdu.INSSelect:
		return OpSelect
	case apdu.INSReadBinary, apdu.INSReadBinary | 1, apdu.INSReadRecord, apdu.INSReadRecord | 1:
		return OpRead
	case apdu.INSGetData, apdu.INSGetDataExtended:
		if card.AsksCounter(e.Command.Data, effect.RefPIN) || card.AsksCounter(e.Command.Data, effect.RefPUK) {
			return OpCounter
		}
		return OpGetData
	case apdu.INSGetResponse:
		return OpGetResponse
	case apdu.INSVerify:
		if len(e.Command.Data) == 0 {
			return OpCounter
		}
		return OpVerify
	case apdu.INSChangeReference, apdu.INSResetRetry:
		return OpChange
	case apdu.INSManageSecurity:
		return OpManage
	case apdu.INSPerformSecurity, apdu.INSInternalAuth:
		return OpSign
	case apdu.INSGetChallenge:
		return OpChallenge
	}
	if e.Kind == effect.Writes {
		return OpWrite
	}
	return OpOther
}

// File is a file, or an object in one, that triggers and faults of data name.
type File struct {
	Name string   // "CPS_SIT_FACT", or four hexadecimal digits of one that has no name here
	fids []uint16 // where it lies on the faces; the first is shown
	key  string   // of the profile's section raw, "" where a profile cannot give it
}

// files are those that the layout of the cards names (CryptolibCPS sources,
// card-cps3.c; the directories of the cards themselves). Activities follow from their
// numbers.
var files = [...]File{
	{"MF", []uint16{0x3F00}, ""},
	{"EF.DIR", []uint16{0x2F00}, "dir"},
	{"EF.ATR", []uint16{0x2F01}, ""},
	{"EF.SN.ICC", []uint16{0xD003}, "sn"},
	{"ACTUA", []uint16{0xD010}, "actua"},
	{"ODF", []uint16{0x5031}, "odf"},
	{"CIAINFO", []uint16{0x5032}, "ciainfo"},
	{"AODF", []uint16{0x7001}, "aodf"},
	{"PRKDF", []uint16{0x7002}, "prkdf"},
	{"CDF", []uint16{0x7005}, "cdf"},
	{"DODF", []uint16{0x7006}, "dodf"},
	{"CERT_SIGNATURE", []uint16{0xA001}, "cert_signature"},
	{"CERT_AUTHENTICATION", []uint16{0xA002}, "cert_authentication"},
	{"CERT_TECHNICAL", []uint16{0xA003}, "cert_technical"},
	{"CPS_ID_CARD", []uint16{0xD101}, "id_card"},
	{"CPS_NAME_PS", []uint16{0xD102}, "name_ps"},
	{"CPS_LANG_PS", []uint16{0xD103}, "lang_ps"},
	{"CPS_INFO_PS", []uint16{0xD104}, "info_ps"},
	{"CPS_DATA", []uint16{0xD107}, "cps_data"},
	{"CPS_SIT_FACT", []uint16{0x4000}, "sit_fact"},
	{"CPS_ACTIVITY_01_PS", []uint16{0xD120}, "activity_01"},
	{"CPS_ACTIVITY_02_PS", []uint16{0xD121}, "activity_02"},
	{"CPS_ACTIVITY_03_PS", []uint16{0xD122}, "activity_03"},
	{"CPS_ACTIVITY_04_PS", []uint16{0xD123}, "activity_04"},
	{"CPS_ACTIVITY_05_PS", []uint16{0xD124}, "activity_05"},
	{"CPS_ACTIVITY_06_PS", []uint16{0xD125}, "activity_06"},
	{"CPS_ACTIVITY_07_PS", []uint16{0xD126}, "activity_07"},
	{"CPS_ACTIVITY_08_PS", []uint16{0xD127}, "activity_08"},
	{"CPS_ACTIVITY_09_PS", []uint16{0xD128}, "activity_09"},
	{"CPS_ACTIVITY_10_PS", []uint16{0xD129}, "activity_10"},
	{"CPS_ACTIVITY_11_PS", []uint16{0xD12A}, "activity_11"},
	{"CPS_ACTIVITY_12_PS", []uint16{0xD12B}, "activity_12"},
	{"CPS_ACTIVITY_13_PS", []uint16{0xD12C}, "activity_13"},
	{"CPS_ACTIVITY_14_PS", []uint16{0xD12D}, "activity_14"},
	{"CPS_ACTIVITY_15_PS", []uint16{0xD12E}, "activity_15"},
	{"CPS_ACTIVITY_16_PS", []uint16{0xD12F}, "activity_16"},
}

// FileNames returns the names that triggers may give.
func FileNames() []string {
	names := make([]string, len(files))
	for i := range files {
		names[i] = files[i].Name
	}
	return names
}

// ObjectNames returns the names of what a fault of data may change.
func ObjectNames() []string {
	var names []string
	for i := range files {
		if files[i].key != "" {
			names = append(names, files[i].Name)
		}
	}
	return names
}

// fileOf finds a file by its name, by its key in profiles or by its four digits.
func fileOf(name string) (*File, bool) {
	for i := range files {
		if f := &files[i]; strings.EqualFold(f.Name, name) || f.key != "" && strings.EqualFold(f.key, name) {
			return f, true
		}
	}
	if fid, err := strconv.ParseUint(name, 16, 16); err == nil && len(name) == 4 {
		if known := nameOf(uint16(fid)); known != nil {
			return known, true
		}
		return &File{Name: strings.ToUpper(name), fids: []uint16{uint16(fid)}}, true
	}
	return nil, false
}

// nameOf finds the file of an identifier, nil when it has no name here.
func nameOf(fid uint16) *File {
	for i := range files {
		if files[i].has(fid) {
			return &files[i]
		}
	}
	return nil
}

func (f *File) has(fid uint16) bool {
	for _, one := range f.fids {
		if one == fid {
			return true
		}
	}
	return false
}
