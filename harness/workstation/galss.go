package workstation

import (
	"regexp"
	"strconv"
	"strings"
)

// Folders of GALSS.INI by system: beside the GALSS on Linux, where the
// Cryptolib looks for its libraries; in the Windows folder; in the preferences
// of macOS.
var galssFolders = map[string][]string{
	"linux":   {"/usr/local/galss", "/etc"},
	"darwin":  {"/Library/Preferences"},
	"windows": {`%WINDIR%`},
}

// Folders of SESAM.INI on Linux, without the versions (CryptolibCPS 5.2.2,
// post-install script): of the FSV up to 1.40.8, and since.
const (
	sesamOld   = "/usr/local/sesam/etc"
	sesamSince = "/etc/opt/santesocial/fsv"
)

var (
	galssChannel = regexp.MustCompile(`^CANAL([0-9]{1,3})$`)
	galssDevice  = regexp.MustCompile(`^CANAL([0-9]{1,3})\.PAD[0-9]+\.LAD[0-9]+$`)
	lineSettings = regexp.MustCompile(`^[0-9]+(\s*,\s*[0-9]+){3,}$`) // speed, stop bits, data bits, …
)

func (c *collector) galss() Fact[[]GalssConfig] {
	return configs(c, "GALSS.INI", galssFolders[c.OS], func(path string, f ini) GalssConfig {
		cfg := GalssConfig{Path: path, Channels: []GalssChannel{}}
		for _, name := range f.order {
			m := galssChannel.FindStringSubmatch(name)
			if m == nil {
				continue
			}
			n, _ := strconv.Atoi(m[1]) // at most three digits
			ch := GalssChannel{Number: n, Setting: f.get(name, "Caracteristiques")}
			ch.Serial = lineSettings.MatchString(ch.Setting)
			for _, device := range f.order {
				if d := galssDevice.FindStringSubmatch(device); d != nil && d[1] == m[1] && f.get(device, "NomLAD") != "" {
					ch.Resources = append(ch.Resources, f.get(device, "NomLAD"))
				}
			}
			cfg.Channels = append(cfg.Channels, ch)
		}
		return cfg
	})
}

func (c *collector) sesam() Fact[[]SesamConfig] {
	if c.OS != "linux" {
		return unknown[[]SesamConfig](NotHere, "SESAM.INI")
	}
	folders := []string{sesamOld}
	for _, release := range c.list(sesamSince) {
		folders = append(folders, sesamSince+"/"+release+"/conf")
	}
	return configs(c, "SESAM.INI", folders, func(path string, f ini) SesamConfig {
		cfg := SesamConfig{Path: path, WorkDir: f.get("COMMUN", "RepertoireTravail"), MGC: f.has("MGC")}
		cfg.WorkExists = strings.HasPrefix(cfg.WorkDir, "/") && c.exists(cfg.WorkDir)
		return cfg
	})
}

// configs reads every file of that name in the folders.
func configs[T any](c *collector, name string, folders []string, read func(string, ini) T) Fact[[]T] {
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
			out = append(out, read(path, parseINI(b)))
		}
	}
	return known(out, name)
}
