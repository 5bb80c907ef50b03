package workstation

import (
	"bytes"
	"context"
	"encoding/binary"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
)

// rosettaFolder is there once Rosetta 2 is installed.
const rosettaFolder = "/Library/Apple/usr/share/rosetta"

// receiptFolder holds the receipts of the macOS installer.
const receiptFolder = "/private/var/db/receipts"

// macReceipts lists the receipts of the products that the table of vendors knows.
func (c *collector) macReceipts() Fact[[]Product] {
	names := c.list(receiptFolder)
	if names == nil {
		return unknown[[]Product](NotRecorded, receiptFolder)
	}
	out := []Product{}
	for _, name := range names {
		id, ok := strings.CutSuffix(name, ".plist")
		if !ok {
			continue
		}
		p := Product{Name: id}
		if VendorOfProduct(&p) == nil && !IsCryptolib(id) {
			continue
		}
		if b, err := c.read(path.Join(receiptFolder, name), maxText); err == nil {
			p.Version = plistValue(b, "PackageVersion")
		}
		out = append(out, p)
	}
	return known(out, receiptFolder)
}

// macApplications are the browsers for macOS, with the domain of their preferences.
var macApplications = []struct{ name, app, domain string }{
	{"chrome", "Google Chrome", "com.google.Chrome"},
	{"edge", "Microsoft Edge", "com.microsoft.Edge"},
}

func (c *collector) macBrowsers() Fact[[]Browser] {
	out := []Browser{}
	for _, known := range macApplications {
		b, err := c.read("/Applications/"+known.app+".app/Contents/Info.plist", maxText)
		if err != nil {
			continue
		}
		browser := Browser{Name: known.name, LocalNetwork: ptr(false)}
		browser.Major, _ = component(plistValue(b, "CFBundleShortVersionString"))
		for _, folder := range []string{"/Library/Managed Preferences", "/Library/Preferences"} {
			if policy, err := c.read(path.Join(folder, known.domain+".plist"), maxText); err == nil && bytes.Contains(policy, []byte(lnaPolicy)) {
				browser.LocalNetwork = ptr(true)
			}
		}
		out = append(out, browser)
	}
	return known(out, "/Library/Managed Preferences")
}

// macPrograms lists the running programs (ps(1)).
func (c *collector) macPrograms(ctx context.Context) ([]Program, error) {
	ctx, cancel := context.WithTimeout(ctx, runDeadline)
	defer cancel()
	b, err := c.Run(ctx, "ps", "-axo", "pid=,comm=")
	if err != nil {
		return nil, err
	}
	var out []Program
	for line := range strings.Lines(string(b)) {
		number, file, ok := strings.Cut(strings.TrimSpace(line), " ")
		pid, err := strconv.Atoi(number)
		if !ok || err != nil {
			continue
		}
		file = strings.TrimSpace(file)
		out = append(out, Program{Name: path.Base(file), Folder: folderClass(file), Count: 1, PID: pid})
	}
	return out, nil
}

// launchFolders hold what starts with the computer and with each session; ownLaunchFolder
// what starts with the sessions of one user, in that user's own folder.
var launchFolders = []string{"/Library/LaunchAgents", "/Library/LaunchDaemons"}

const ownLaunchFolder = "/Library/LaunchAgents"

// macAgents lists what starts by itself, for this user: the folders of others are not
// gone through.
func (c *collector) macAgents() []Program {
	var out []Program
	folders := launchFolders
	if home := c.Getenv("HOME"); strings.HasPrefix(home, "/") {
		folders = append(slices.Clone(folders), path.Clean(home)+ownLaunchFolder)
	}
	for _, folder := range folders {
		for _, name := range c.list(folder) {
			if label, ok := strings.CutSuffix(name, ".plist"); ok {
				out = append(out, Program{Name: label, Starts: true})
			}
		}
	}
	return out
}

// plistValue returns a string of a property list, XML or binary, "" when it is not
// there.
func plistValue(b []byte, key string) string {
	if !bytes.HasPrefix(b, []byte("bplist00")) {
		return plistString(b, key)
	}
	p := binaryPlist{b}
	return p.value(key)
}

// binaryPlist is a property list in Apple's binary form (CFBinaryPList.c): objects, a
// table of their offsets, and a trailer of 32 bytes that tells where.
type binaryPlist struct{ b []byte }

// value returns a string of the dictionary at the top, "" when it is not there or the
// list is damaged.
func (p binaryPlist) value(key string) string {
	const trailer = 32
	if len(p.b) < 8+trailer {
		return ""
	}
	t := p.b[len(p.b)-trailer:]
	offsetSize, refSize := int(t[6]), int(t[7])
	count, top, table := binary.BigEndian.Uint64(t[8:]), binary.BigEndian.Uint64(t[16:]), binary.BigEndian.Uint64(t[24:])
	size := uint64(len(p.b))
	if offsetSize < 1 || offsetSize > 8 || refSize < 1 || refSize > 8 || count > size || top >= count || table > size || table+count*uint64(offsetSize) > size {
		return ""
	}
	object := func(ref uint64) []byte {
		if ref >= count {
			return nil
		}
		at := number(p.b[table+ref*uint64(offsetSize):][:offsetSize])
		if at >= size {
			return nil
		}
		return p.b[at:]
	}
	kind, n, rest := marker(object(top))
	if kind != 0xD || n > uint64(len(rest))/uint64(2*refSize) {
		return ""
	}
	for i := range n {
		k := number(rest[i*uint64(refSize):][:refSize])
		v := number(rest[(n+i)*uint64(refSize):][:refSize])
		if stringOf(object(k)) == key {
			return stringOf(object(v))
		}
	}
	return ""
}

// marker reads the first byte of an object, and a size that does not fit into it.
func marker(o []byte) (kind byte, n uint64, rest []byte) {
	if len(o) == 0 {
		return 0, 0, nil
	}
	kind, n, rest = o[0]>>4, uint64(o[0]&0x0F), o[1:]
	if n != 0x0F {
		return kind, n, rest
	}
	if len(rest) == 0 || rest[0]>>4 != 1 || rest[0]&0x0F > 3 {
		return 0, 0, nil
	}
	width := 1 << (rest[0] & 0x0F)
	if len(rest) < 1+width {
		return 0, 0, nil
	}
	return kind, number(rest[1 : 1+width]), rest[1+width:]
}

// stringOf reads a string object, of ASCII or of UTF-16.
func stringOf(o []byte) string {
	kind, n, rest := marker(o)
	switch {
	case kind == 0x5 && n <= uint64(len(rest)):
		return string(rest[:n])
	case kind == 0x6 && n <= uint64(len(rest))/2:
		var units []uint16
		for pair := range slices.Chunk(rest[:2*n], 2) {
			units = append(units, binary.BigEndian.Uint16(pair))
		}
		return string(utf16.Decode(units))
	default:
		return ""
	}
}

// number reads a big-endian number of at most eight bytes.
func number(b []byte) uint64 {
	var n uint64
	for _, c := range b {
		n = n<<8 | uint64(c)
	}
	return n
}
