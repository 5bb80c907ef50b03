package workstation

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
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

// Programs that a remote session runs below (sshd(8), xrdp(8)).
var remoteParents = map[string]string{
	"sshd": "ssh", "sshd-session": "ssh",
	"xrdp-sesman": "rdp", "xrdp-sesexec": "rdp",
}

// session tells a remote session from its variables: SSH_CONNECTION (sshd),
// SESSIONNAME (Windows: Console, RDP-Tcp#n, ICA-tcp#n), XRDP_SESSION; and from
// the programs it was started by, as sudo and others drop variables.
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
	}
	for _, parent := range c.ancestors() {
		if kind := remoteParents[parent.name]; kind != "" {
			return known(Session{true, kind}, fmt.Sprintf("/proc/%d (%s)", parent.pid, parent.name))
		}
	}
	return known(Session{}, "SSH_CONNECTION, SESSIONNAME, XRDP_SESSION")
}

// ancestors lists the programs above this one, the nearest first (proc(5),
// status: PPid); empty where there is no /proc.
func (c *collector) ancestors() []process {
	const most = 64
	var out []process
	at := "self"
	for range most {
		b, err := c.read("/proc/"+at+"/status", maxText)
		if err != nil {
			break
		}
		pid := 0
		for line := range strings.Lines(string(b)) {
			if v, ok := strings.CutPrefix(line, "PPid:"); ok {
				pid, _ = strconv.Atoi(strings.TrimSpace(v)) // 0, the top, when it is no number
			}
		}
		if pid <= 0 {
			break
		}
		at = strconv.Itoa(pid)
		out = append(out, process{pid, c.processName(pid)})
	}
	return out
}

func (c *collector) clock() Fact[Clock] {
	limit := earliest
	if built := c.Built.Add(-clockSlack); built.After(limit) {
		limit = built
	}
	now := c.Now()
	return known(Clock{Now: now, NotBefore: limit, Plausible: !now.Before(limit)}, "system clock")
}

// boot reads the time of the last start from /proc/stat (proc(5), btime), or
// asks the system.
func (c *collector) boot() Fact[time.Time] {
	const file = "/proc/stat"
	if c.OS != "linux" {
		if c.Booted == nil {
			return unknown[time.Time](NotHere, "")
		}
		at, err := c.Booted()
		if errors.Is(err, errors.ErrUnsupported) {
			return unknown[time.Time](NotHere, "")
		}
		if err != nil {
			return failed[time.Time](err, "")
		}
		return known(at, "")
	}
	b, err := c.read(file, maxText)
	if err != nil {
		return failed[time.Time](err, file)
	}
	for line := range bytes.Lines(b) {
		if v, ok := bytes.CutPrefix(line, []byte("btime ")); ok {
			if sec, err := strconv.ParseInt(string(bytes.TrimSpace(v)), 10, 64); err == nil && sec > 0 && sec < endOfDates {
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
		return Fact[bool]{Reason: lib.Reason, Source: lib.Source, Detail: lib.Detail, Err: lib.Err}
	case len(lib.Value.Copies) == 0:
		return unknown[bool](NoModule, "")
	case !boot.Known:
		return Fact[bool]{Reason: boot.Reason, Source: boot.Source, Detail: boot.Detail, Err: boot.Err}
	}
	before := ""
	for _, cp := range lib.Value.Copies {
		switch {
		case cp.Origin == FromVariable, cp.Ghost:
		case cp.Installed.After(boot.Value):
			return known(true, cp.Path)
		case cp.over(boot.Value):
			before = cp.Path
		}
	}
	if before == "" {
		return unknown[bool](NotRecorded, "")
	}
	return known(false, before)
}

// over tells that an installation, known not to have begun after a moment, was
// over by then.
func (cp Copy) over(moment time.Time) bool {
	switch {
	case !cp.Changed.IsZero() && !cp.Changed.After(moment):
		return true
	case cp.Origin == FromFile, cp.Installed.IsZero():
		return false
	case cp.DayOnly:
		return !cp.Installed.AddDate(0, 0, 1).After(moment)
	default:
		return true
	}
}

// SystemOf tells which operating system this is, and nothing else of the computer.
func SystemOf(opts Options) System { return newCollector(opts).system().Value }
