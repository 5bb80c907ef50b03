package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
)

// drive is Wine's C:, by its path in the other system.
const drive = prefixDir + "/drive_c"

// faked is the registry of a workstation of the field, as far as doctor reads it: a
// Windows 11 whose card service starts by hand, two Cryptolibs of which one is a ghost
// of the Windows Installer's, an FSV, a browser and what starts with a session.
const faked = `REGEDIT4

[HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Windows NT\CurrentVersion]
"ProductName"="Windows 10 Pro"
"CurrentBuild"="26100"
"CurrentMajorVersionNumber"=dword:0000000a

[HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Services\SCardSvr]
"Start"=dword:00000003

[HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Services\CertPropSvc]
"Start"=dword:00000003

[HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Control\CI\Policy]
"VerifiedAndReputablePolicyState"=dword:00000000

[HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Cryptography\Calais]
"DisableCapiOverrideForRSA"=dword:00000001

[HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall\CryptolibCPS]
"DisplayName"="Composants Cryptographiques CPS v5.2.6 (x64)"
"DisplayVersion"="5.2.6"
"Publisher"="ANS"
"InstallDate"="20200102"

[HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall\{0DBA1D6E-4B2F-4C6A-9D1C-0A1B2C3D4E5F}]
"DisplayName"="Composants Cryptographiques CPS v5.1.10 (x64)"
"DisplayVersion"="5.1.10"
"Publisher"="ASIP Sante"
"InstallDate"="20190102"

[HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Windows\CurrentVersion\Installer\UserData\S-1-5-18\Products\00000000000000000000000000000000]

[HKEY_LOCAL_MACHINE\SOFTWARE\WOW6432Node\Microsoft\Windows\CurrentVersion\Uninstall\FSV]
"DisplayName"="FSV"
"DisplayVersion"="1.40.14.13"
"Publisher"="GIE SESAM-Vitale"

[HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall\Google Chrome]
"DisplayName"="Google Chrome"
"DisplayVersion"="142.0.7444.60"

[HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Windows\CurrentVersion\Run]
"Agent"="\"C:\\Program Files\\Agent\\agent.exe\" --hidden"
`

// sesamIni lacks its section MGC.
const sesamIni = "[COMMUN]\r\nRepertoireTable=C:\\ProgramData\\santesocial\\fsv\\1.40.14\\tables\r\n"

// fake puts a workstation of the field into Wine's registry and files.
func fake(ctx context.Context, r *runner) error {
	registry := path.Join(windowsDir, "faked.reg")
	for name, content := range map[string][]byte{
		registry: []byte(strings.ReplaceAll(faked, "\n", "\r\n")),
		drive + "/windows/system32/cps3_pkcs11_w64.dll": library(3, 1, 0, 0),
		drive + "/windows/sesam.ini":                    []byte(sesamIni),
	} {
		if err := os.WriteFile(r.path(name), content, 0o644); err != nil {
			return err
		}
		if err := os.Chmod(r.path(name), 0o644); err != nil { // whatever the umask
			return err
		}
	}
	out, err := r.wine(ctx, "regedit", "/S", registry)
	if err == nil && out.code != 0 {
		err = fmt.Errorf("regedit: exit code %d: %s", out.code, lastLines(out.stderr, 3))
	}
	return err
}

// doctor holds what doctor makes of the faked workstation, with a card in a reader,
// against a document that people have read.
func (c *config) doctor(ctx context.Context, r *runner) (string, error) {
	if err := fake(ctx, r); err != nil {
		return "", err
	}
	out, err := r.shell(ctx, benchDir, "./cpslab with -q --card cps3-healthy -- wine "+programFile+" doctor --format json --lang en")
	if err != nil {
		return "", err
	}
	got, err := settled([]byte(out.stdout))
	if err != nil {
		return "", fmt.Errorf("exit code %d, %w: %s", out.code, err, lastLines(out.stderr, 3))
	}
	if c.update {
		return "written", os.WriteFile(c.expect, got, 0o644)
	}
	want, err := os.ReadFile(c.expect)
	if err != nil {
		return "", err
	}
	if !bytes.Equal(want, got) {
		kept := filepath.Join(filepath.Dir(c.root), "doctor.json")
		if err := os.WriteFile(kept, got, 0o644); err != nil {
			return "", err
		}
		return "", fmt.Errorf("%s differs: %s", kept, firstDifference(string(want), string(got)))
	}
	return fmt.Sprintf("exit code %d, the %d lines of %s", out.code, bytes.Count(want, []byte("\n")), filepath.ToSlash(c.expect)), nil
}

// moving is what differs from one day, or one computer, to the next.
var moving = regexp.MustCompile(`\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?`)

// settled is a document without what differs from one day to the next, as text of one
// value a line.
func settled(document []byte) ([]byte, error) {
	var d any
	if err := json.Unmarshal(document, &d); err != nil {
		return nil, err
	}
	b, err := json.MarshalIndent(settle("", d), "", "  ")
	return append(b, '\n'), err
}

// settle takes days and process numbers out of a value, which stands under key.
func settle(key string, v any) any {
	switch v := v.(type) {
	case map[string]any:
		for k, x := range v {
			v[k] = settle(k, x)
		}
	case []any:
		for i, x := range v {
			v[i] = settle(key, x)
		}
	case string:
		return moving.ReplaceAllString(v, "DAY")
	case float64:
		if key == "pid" {
			return "NUMBER"
		}
	}
	return v
}

// firstDifference is the first line that differs.
func firstDifference(want, got string) string {
	x, y := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range min(len(x), len(y)) {
		if x[i] != y[i] {
			return fmt.Sprintf("line %d: %s, want %s", i+1, strings.TrimSpace(y[i]), strings.TrimSpace(x[i]))
		}
	}
	return fmt.Sprintf("%d lines, want %d", len(y), len(x))
}
