package workstation

import (
	"bufio"
	"bytes"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"time"
)

// earliest is a date that no working clock shows: before it none of the cards
// in use was issued.
var earliest = time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)

// clockSlack is how far a clock may be behind the build of this program, which
// may have been made in another time zone.
const clockSlack = 24 * time.Hour

// system reads /etc/os-release (os-release(5)), the registry, or macOS's
// SystemVersion.plist.
func (c *collector) system() Fact[System] {
	s := System{OS: c.OS, Arch: runtime.GOARCH}
	switch c.OS {
	case "linux":
		const file = "/etc/os-release"
		b, err := c.read(file, maxText)
		if err != nil {
			return known(s, "")
		}
		keys := shellValues(b)
		s.ID, s.Version, s.Name = keys["ID"], keys["VERSION_ID"], keys["PRETTY_NAME"]
		return known(s, file)
	case "darwin":
		const file = "/System/Library/CoreServices/SystemVersion.plist"
		b, err := c.read(file, maxText)
		if err != nil {
			return known(s, "")
		}
		s.Name, s.Version = plistString(b, "ProductName"), plistString(b, "ProductVersion")
		return known(s, file)
	case "windows":
		return c.windowsSystem(s)
	default:
		return known(s, "")
	}
}

// shellValues reads KEY=value lines with optional quotes.
func shellValues(b []byte) map[string]string {
	out := map[string]string{}
	lines := bufio.NewScanner(bytes.NewReader(b))
	for lines.Scan() {
		key, value, ok := strings.Cut(strings.TrimSpace(lines.Text()), "=")
		if ok && !strings.HasPrefix(key, "#") {
			out[key] = strings.Trim(value, `"'`)
		}
	}
	return out
}

// plistString returns a string of an XML property list, "" if it is not there.
func plistString(b []byte, key string) string {
	re := regexp.MustCompile(`<key>` + regexp.QuoteMeta(key) + `</key>\s*<string>([^<]*)</string>`)
	if m := re.FindSubmatch(b); m != nil {
		return string(m[1])
	}
	return ""
}

// session tells a remote session from its variables: SSH_CONNECTION (sshd),
// SESSIONNAME (Windows: Console, RDP-Tcp#n, ICA-tcp#n), XRDP_SESSION.
func (c *collector) session() Fact[Session] {
	name := strings.ToLower(c.Getenv("SESSIONNAME"))
	switch {
	case c.Getenv("SSH_CONNECTION") != "":
		return known(Session{true, "ssh"}, "SSH_CONNECTION")
	case strings.HasPrefix(name, "rdp-"):
		return known(Session{true, "rdp"}, "SESSIONNAME")
	case strings.HasPrefix(name, "ica-"):
		return known(Session{true, "citrix"}, "SESSIONNAME")
	case c.Getenv("XRDP_SESSION") != "":
		return known(Session{true, "rdp"}, "XRDP_SESSION")
	default:
		return known(Session{}, "SSH_CONNECTION, SESSIONNAME, XRDP_SESSION")
	}
}

func (c *collector) clock() Fact[Clock] {
	limit, source := earliest, "2020-01-01"
	if built := c.Built.Add(-clockSlack); built.After(limit) {
		limit, source = built, "build"
	}
	now := c.Now()
	return known(Clock{Now: now, NotBefore: limit, Plausible: !now.Before(limit)}, source)
}

// boot reads the time of the last start from /proc/stat (proc(5), btime).
func (c *collector) boot() Fact[time.Time] {
	const file = "/proc/stat"
	if c.OS != "linux" {
		return unknown[time.Time](NotHere, "")
	}
	b, err := c.read(file, maxText)
	if err != nil {
		return failed[time.Time](err, file)
	}
	for line := range bytes.Lines(b) {
		if v, ok := bytes.CutPrefix(line, []byte("btime ")); ok {
			if sec, err := strconv.ParseInt(string(bytes.TrimSpace(v)), 10, 64); err == nil {
				return known(time.Unix(sec, 0), file)
			}
		}
	}
	return unknown[time.Time](NotRecorded, file)
}

// restartPending compares the installation of the Cryptolib with the last
// start. A file's own date may be that of its making, and a backup may touch a
// file: only a late date of the one and an early date of the other prove
// something.
func restartPending(boot Fact[time.Time], lib Fact[Cryptolib]) Fact[bool] {
	switch {
	case !lib.Known:
		return unknown[bool](lib.Reason, lib.Source)
	case len(lib.Value.Copies) == 0:
		return unknown[bool](NoModule, "")
	case !boot.Known:
		return unknown[bool](boot.Reason, boot.Source)
	}
	before := ""
	for _, cp := range lib.Value.Copies {
		if cp.Installed.IsZero() || cp.Origin == FromVariable {
			continue
		}
		if cp.Installed.After(boot.Value) {
			return known(true, cp.Path)
		}
		if cp.Origin != FromFile || (!cp.Changed.IsZero() && !cp.Changed.After(boot.Value)) {
			before = cp.Path
		}
	}
	if before == "" {
		return unknown[bool](NotRecorded, "")
	}
	return known(false, before)
}
