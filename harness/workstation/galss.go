package workstation

import (
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/cpslab/cps/harness/card/text"
)

// Folders of GALSS.INI by system: beside the GALSS on Linux, where the
// Cryptolib looks for its libraries; in the Windows folder; in the preferences
// of macOS.
var galssFolders = map[string][]string{
	"linux":   {"/usr/local/galss", "/etc"},
	"darwin":  {"/Library/Preferences"},
	"windows": {`%WINDIR%`},
}

// Folders of SESAM.INI by system: of the FSV up to 1.40.8 (CryptolibCPS 5.2.2,
// post-install script for Linux; uninstall script of amelipro connect 2.2.4 for
// macOS; diagnostic kit of a billing software for Windows), and the folders in
// which each later FSV has one of its own, with the place below it.
var (
	sesamFolders = map[string][]string{
		"linux":   {"/usr/local/sesam/etc"},
		"darwin":  {"/Library/Preferences", "/etc"},
		"windows": {`%WINDIR%`, `%WINDIR%\SysWOW64`, `%WINDIR%\System32`},
	}
	sesamSince = map[string][]string{
		"linux":   {"/etc/opt/santesocial/fsv"},
		"darwin":  {"/Library/Preferences/santesocial/fsv", "/Library/Application Support/santesocial/fsv"},
		"windows": {`%ProgramData%\santesocial\fsv`, `%ProgramFiles%\santesocial\fsv`, `%ProgramFiles(x86)%\santesocial\fsv`},
	}
)

// traceConfig is the file that section MGC has to lead to.
const traceConfig = "log4crc.xml"

var (
	galssChannel = text.Expression(`^CANAL([0-9]{1,3})$`)
	galssDevice  = text.Expression(`^CANAL([0-9]{1,3})\.PAD[0-9]+\.LAD[0-9]+$`)
	lineSettings = text.Expression(`^[0-9]+(\s*,\s*[0-9]+){3,}$|(?i)^/dev/|^com[0-9]+:?$`) // speed, stop bits, data bits, …; the line itself
)

func (c *collector) galss() Fact[[]GalssConfig] {
	return configs(c, "GALSS.INI", galssFolders[c.OS], func(path string, f ini, _ int64) GalssConfig {
		cfg := GalssConfig{Path: path, Channels: []GalssChannel{}}
		resources := map[string][]string{} // by the digits of their channel
		for _, device := range f.order {
			if d := galssDevice().FindStringSubmatch(device); d != nil && f.get(device, "NomLAD") != "" {
				resources[d[1]] = append(resources[d[1]], f.get(device, "NomLAD"))
			}
		}
		for _, name := range f.order {
			m := galssChannel().FindStringSubmatch(name)
			if m == nil {
				continue
			}
			n, _ := strconv.Atoi(m[1]) // at most three digits
			ch := GalssChannel{Number: n, Setting: f.get(name, "Caracteristiques"), Resources: resources[m[1]]}
			ch.Serial = lineSettings().MatchString(ch.Setting)
			cfg.Channels = append(cfg.Channels, ch)
		}
		return cfg
	})
}

func (c *collector) sesam() Fact[[]SesamConfig] {
	if sesamFolders[c.OS] == nil {
		return unknown[[]SesamConfig](NotHere, "SESAM.INI")
	}
	folders := sesamFolders[c.OS]
	for _, root := range sesamSince[c.OS] {
		dir, ok := c.expand(root)
		if !ok {
			continue
		}
		for _, release := range c.list(dir) {
			folders = append(folders[:len(folders):len(folders)], join(join(dir, release), "conf"))
			for _, name := range c.list(join(dir, release)) {
				if strings.HasPrefix(strings.ToLower(name), "conf_") { // one for each user of a server
					folders = append(folders, join(join(dir, release), name))
				}
			}
		}
	}
	return configs(c, "SESAM.INI", folders, func(path string, f ini, size int64) SesamConfig {
		cfg := SesamConfig{Path: path, Size: size, MGC: f.has("MGC"), Folders: c.sesamNamed(f)}
		cfg.WorkDir, cfg.WorkExists = c.folder(f.get("COMMUN", "RepertoireTravail"))
		for _, section := range []string{"COMMUN", "SSV"} {
			if cfg.TableDir == "" {
				cfg.TableDir = f.get(section, "RepertoireTable")
			}
		}
		if cfg.TraceDir = f.get("MGC", "RepertoireConfigTrace"); cfg.TraceDir != "" {
			_, cfg.TraceFile = c.folder(join(cfg.TraceDir, traceConfig))
		}
		return cfg
	})
}

// sesamNamed lists the folders that a file names, each compared with the disk.
func (c *collector) sesamNamed(f ini) []SesamFolder {
	var out []SesamFolder
	for _, section := range f.order {
		for _, key := range slices.Sorted(maps.Keys(f.sections[section])) {
			if !strings.HasPrefix(key, "REPERTOIRE") {
				continue
			}
			name, there := c.folder(f.sections[section][key])
			out = append(out, SesamFolder{Section: section, Key: key, Path: name, Exists: &there})
		}
	}
	return out
}

// folder tells whether a folder, or a file in one, that a file names is there;
// what is not named by its full path is taken as not there. A drive beyond the
// root of Options is looked at on this machine only, never for another one.
func (c *collector) folder(name string) (string, bool) {
	full, set := c.expand(name)
	if !set || !absolutePath(full) {
		return name, false
	}
	if drive, _, named := strings.Cut(full, ":"); c.OS == "windows" && named && !strings.EqualFold(drive+":", c.Getenv("SystemDrive")) {
		if !c.here {
			return name, false
		}
		_, err := os.Stat(full)
		return name, err == nil
	}
	return name, c.exists(full)
}

// absolutePath knows the full paths of every system: /x, C:\x.
func absolutePath(name string) bool {
	return strings.HasPrefix(name, "/") || len(name) > 2 && name[1] == ':' && (name[2] == '\\' || name[2] == '/')
}

// configs reads every file of that name in the folders.
func configs[T any](c *collector, name string, folders []string, read func(path string, f ini, size int64) T) Fact[[]T] {
	out := []T{}
	for _, folder := range folders {
		dir, ok := c.expand(folder)
		if !ok {
			continue
		}
		for _, path := range c.find(dir, name) {
			b, err := c.read(path, maxText)
			if err != nil {
				return failed[[]T](err, path)
			}
			out = append(out, read(path, parseINI(b), int64(len(b))))
		}
	}
	return known(out, name)
}
