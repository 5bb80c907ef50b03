package workstation

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os/exec"
	"strconv"
	"strings"
	"time"

	"github.com/cpslab/cps/harness/card/text"
)

// Names of the package: as the rpm spells it, and as a converted Debian package
// would.
const (
	rpmPackage  = "CryptolibCPS"
	dpkgPackage = "cryptolibcps"
)

// endOfDates is the first second of the year 10000, which no report can say
// (RFC 3339, 1).
const endOfDates = 253402300800

// rpm asks the rpm database. A package that is not installed is no copy and no
// error; rpm says so with exit code 1 and a sentence.
func (c *collector) rpm(ctx context.Context) ([]Copy, error) {
	ctx, cancel := context.WithTimeout(ctx, runDeadline)
	defer cancel()
	out, err := c.Run(ctx, "rpm", "-q", "--qf", `%{NAME}\t%{VERSION}\t%{ARCH}\t%{INSTALLTIME}\n`, rpmPackage)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	var copies []Copy
	for line := range strings.Lines(string(out)) {
		f := strings.Split(strings.TrimSpace(line), "\t")
		if len(f) != 4 || f[0] != rpmPackage {
			continue
		}
		cp := Copy{Origin: FromRPM, Path: f[0], Version: f[1], Bits: map[string]int{"x86_64": 64, "i386": 32, "i586": 32, "i686": 32}[f[2]]}
		if sec, err := strconv.ParseInt(f[3], 10, 64); err == nil && sec > 0 && sec < endOfDates {
			cp.Installed = time.Unix(sec, 0)
		}
		copies = append(copies, cp)
	}
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() == 1 {
		err = nil // not installed
	}
	return copies, err
}

// dpkg reads the dpkg database (dpkg-query(1), deb-control(5)).
func (c *collector) dpkg() ([]Copy, error) {
	const file = "/var/lib/dpkg/status"
	b, err := c.read(file, 64<<20)
	if err != nil {
		return nil, err
	}
	var copies []Copy
	for stanza := range bytes.SplitSeq(b, []byte("\n\n")) {
		if !bytes.Contains(bytes.ToLower(stanza), []byte("package: "+dpkgPackage)) {
			continue
		}
		keys := map[string]string{}
		for line := range bytes.Lines(stanza) {
			if key, value, ok := strings.Cut(string(line), ": "); ok {
				keys[key] = strings.TrimSpace(value)
			}
		}
		if !strings.HasPrefix(strings.ToLower(keys["Package"]), dpkgPackage) || !strings.HasSuffix(keys["Status"], " installed") {
			continue
		}
		upstream, _, _ := strings.Cut(keys["Version"], "-")
		if _, after, ok := strings.Cut(upstream, ":"); ok {
			upstream = after
		}
		cp := Copy{Origin: FromDpkg, Path: keys["Package"], Version: upstream, Bits: map[string]int{"amd64": 64, "i386": 32}[keys["Architecture"]]}
		for _, list := range []string{keys["Package"], keys["Package"] + ":" + keys["Architecture"]} {
			if info, err := fs.Stat(c.fsys, rel("/var/lib/dpkg/info/"+list+".list")); err == nil {
				cp.Installed = info.ModTime()
			}
		}
		copies = append(copies, cp)
	}
	return copies, nil
}

// adm reads the inventory files that the package writes when it is installed
// (CryptolibCPS 5.2.2, post-install script): 154.adm for the 32-bit installer,
// 155.adm for the 64-bit one; two digits a component, 050202 for 5.2.2.
func (c *collector) adm() []Copy {
	var copies []Copy
	for name, bits := range map[string]int{"154.adm": 32, "155.adm": 64} {
		path := "/var/opt/santesocial/commun/adm/" + name
		b, err := c.read(path, 4096)
		if err != nil {
			continue
		}
		cp := Copy{Origin: FromADM, Path: path, Bits: bits}
		if line := strings.TrimSpace(firstLine(b)); len(line) >= 6 && allDigits(line[:6]) {
			cp.Version = trimZero(line[:2]) + "." + trimZero(line[2:4]) + "." + trimZero(line[4:6])
		}
		if info, err := fs.Stat(c.fsys, rel(path)); err == nil {
			cp.Installed = info.ModTime()
		}
		copies = append(copies, cp)
	}
	sortCopies(copies)
	return copies
}

// receipts reads the macOS installer's receipt. It is a binary property list;
// the version is taken from the package's file name, or from an XML form.
func (c *collector) receipts() []Copy {
	const path = "/private/var/db/receipts/fr.asipsante.pkg.cryptolibCPS.plist"
	b, err := c.read(path, maxText)
	if err != nil {
		return nil
	}
	cp := Copy{Origin: FromReceipt, Path: path, Version: plistString(b, "PackageVersion")}
	if m := receiptName().FindSubmatch(b); cp.Version == "" && m != nil {
		cp.Version = string(m[1])
	}
	if info, err := fs.Stat(c.fsys, rel(path)); err == nil {
		cp.Installed = info.ModTime()
	}
	return []Copy{cp}
}

var receiptName = text.Expression(`CryptolibCPS-([0-9]+(?:\.[0-9]+){1,3})\.pkg`)

func firstLine(b []byte) string {
	line, _, _ := strings.Cut(string(b), "\n")
	return line
}

func allDigits(s string) bool { return strings.Trim(s, "0123456789") == "" }

// trimZero writes two digits as a number.
func trimZero(s string) string {
	if s = strings.TrimLeft(s, "0"); s == "" {
		return "0"
	}
	return s
}
