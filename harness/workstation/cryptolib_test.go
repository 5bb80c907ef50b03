package workstation

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

const (
	dico    = "NOM_TABLE\tR01\t\t\t16\tSp\xe9cialit\xe9s RPPS\r\nG999\tVersion\t\t\t28\tVersion : 02.18 - 28/02/2020\r\nG999\tChecksum\t\t\t48\tSHA-1 : 00\r\n"
	libText = "\x00CPS3 PKCS#11 LINUX (Version Release) version : 03.01.00 (OpenSC 0.11.12)\x00"
)

// elf64 is enough of a library to tell its word size.
func elf64(text string) string {
	head := make([]byte, 64)
	copy(head, "\x7fELF\x02\x01\x01")
	head[16], head[18], head[20] = 3, 62, 1
	head[52], head[54], head[58] = 64, 56, 64
	return string(head) + text
}

// elf32 is the same for the other word size.
func elf32(text string) string {
	head := make([]byte, 52)
	copy(head, "\x7fELF\x01\x01\x01")
	head[16], head[18], head[20] = 3, 3, 1
	head[40], head[42], head[46] = 52, 32, 40
	return string(head) + text
}

var ignoreTimes = cmpopts.IgnoreFields(Copy{}, "Installed", "Changed")

func TestCryptolibIsNotInstalled(t *testing.T) {
	t.Parallel()
	for name, files := range map[string]map[string]string{
		"empty machine":   nil,
		"other packages":  {"var/lib/dpkg/status": "Package: opensc\nStatus: install ok installed\nVersion: 0.23\n"},
		"removed package": {"var/lib/dpkg/status": "Package: cryptolibcps\nStatus: deinstall ok config-files\nVersion: 5.2.2-2\n"},
		"only mentioned":  {"var/lib/dpkg/status": "Package: bill\nStatus: install ok installed\nDescription: x\n Package: cryptolibcps\n"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := Collect(t.Context(), machine(files))
			if !r.Cryptolib.Known || len(r.Cryptolib.Value.Copies) != 0 || r.Cryptolib.Value.Version != "" {
				t.Errorf("%+v", r.Cryptolib)
			}
			if r.Module.Reason != NoModule || r.RestartPending.Reason != NoModule {
				t.Errorf("module %+v, restart %+v", r.Module, r.RestartPending)
			}
		})
	}
}

func TestCryptolibTraces(t *testing.T) {
	t.Parallel()
	const path = "/opt/santesocial/CPS/lib/libcps3_pkcs11_lux.so"
	for name, tt := range map[string]struct {
		files map[string]string
		rpm   string
		want  Cryptolib
	}{
		"rpm": {
			rpm:  "CryptolibCPS\t5.2.2\tx86_64\t1795424400\n",
			want: Cryptolib{Version: "5.2.2", Copies: []Copy{{Origin: FromRPM, Path: "CryptolibCPS", Version: "5.2.2", Bits: 64}}},
		},
		"converted Debian package": {
			files: map[string]string{"var/lib/dpkg/status": "Package: a\nStatus: install ok installed\n\nPackage: cryptolibcps\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1:5.2.2-2\n\nPackage: z\n"},
			want:  Cryptolib{Version: "5.2.2", Copies: []Copy{{Origin: FromDpkg, Path: "cryptolibcps", Version: "5.2.2", Bits: 64}}},
		},
		"inventory files, with and without a label": {
			files: map[string]string{"var/opt/santesocial/commun/adm/155.adm": "050202\nINSTALLEUR_CRYPTOLIB_CPS_64B", "var/opt/santesocial/commun/adm/154.adm": "050110"},
			want: Cryptolib{Version: "5.2.2", Copies: []Copy{
				{Origin: FromADM, Path: "/var/opt/santesocial/commun/adm/155.adm", Version: "5.2.2", Bits: 64},
				{Origin: FromADM, Path: "/var/opt/santesocial/commun/adm/154.adm", Version: "5.1.10", Bits: 32},
			}},
		},
		"damaged inventory file": {
			files: map[string]string{"var/opt/santesocial/commun/adm/155.adm": "\x00\xff"},
			want:  Cryptolib{Copies: []Copy{{Origin: FromADM, Path: "/var/opt/santesocial/commun/adm/155.adm", Bits: 64}}},
		},
		"library alone: its own version is not the Cryptolib's": {
			files: map[string]string{path[1:]: elf64(libText)},
			want:  Cryptolib{Copies: []Copy{{Origin: FromFile, Path: path, Library: "03.01.00", Bits: 64}}},
		},
		"library of before the CPS3": {
			files: map[string]string{"usr/local/galss/libcps_pkcs11_lux.so": elf64("")},
			want:  Cryptolib{Copies: []Copy{{Origin: FromFile, Path: "/usr/local/galss/libcps_pkcs11_lux.so", Bits: 64, Old: true}}},
		},
		"numbers, not letters": {
			files: map[string]string{"var/opt/santesocial/commun/adm/155.adm": "050009"},
			rpm:   "CryptolibCPS\t5.0.45\tx86_64\t1\n",
			want: Cryptolib{Version: "5.0.45", Copies: []Copy{
				{Origin: FromRPM, Path: "CryptolibCPS", Version: "5.0.45", Bits: 64},
				{Origin: FromADM, Path: "/var/opt/santesocial/commun/adm/155.adm", Version: "5.0.9", Bits: 64},
			}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			opts := machine(tt.files)
			if tt.rpm != "" {
				opts.Run = func(context.Context, string, ...string) ([]byte, error) { return []byte(tt.rpm), nil }
			}
			r := Collect(t.Context(), opts)
			if diff := cmp.Diff(tt.want, r.Cryptolib.Value, ignoreTimes); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// One library under three names, as the package leaves it, is one copy. The
// links are absolute: they are followed inside the given root.
func TestLinksAreOneCopy(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	const real = "/opt/santesocial/CPS/lib/libcps3_pkcs11_lux.so"
	write(t, root, real, elf64(libText))
	link(t, root, "/usr/lib64/libcps3_pkcs11_lux.so.3.1.0", real)
	link(t, root, "/usr/lib64/libcps3_pkcs11_lux.so", "/usr/lib64/libcps3_pkcs11_lux.so.3.1.0")
	link(t, root, "/usr/lib/libcps3_pkcs11_lux.so", "../../opt/santesocial/CPS/lib/libcps3_pkcs11_lux.so")
	link(t, root, "/usr/local/lib/libcps3_pkcs11_lux.so", "libcps3_pkcs11_lux.so") // leads to itself
	opts := machine(nil)
	opts.Root = os.DirFS(root)
	r := Collect(t.Context(), opts)
	want := []Copy{{Origin: FromFile, Path: real, Library: "03.01.00", Bits: 64}}
	if diff := cmp.Diff(want, r.Cryptolib.Value.Copies, ignoreTimes); diff != "" {
		t.Error(diff)
	}
}

func write(t *testing.T, root, name, text string) {
	t.Helper()
	path := filepath.Join(root, name)
	if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(text), 0o644)); err != nil {
		t.Fatal(err)
	}
}

func link(t *testing.T, root, name, target string) {
	t.Helper()
	path := filepath.Join(root, name)
	if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.Symlink(target, path)); err != nil {
		t.Fatal(err)
	}
}

func TestLibraryNamedByTheUser(t *testing.T) {
	t.Parallel()
	root := map[string]string{"home/a/libcps3_pkcs11_lux.so": elf64(libText), "usr/lib/opensc-pkcs11.so": elf64("")}
	for path, tt := range map[string]struct {
		copies int
		bad    string
	}{
		"/home/a/libcps3_pkcs11_lux.so": {1, ""},
		"/usr/lib/opensc-pkcs11.so":     {0, "/usr/lib/opensc-pkcs11.so: not a library of the Cryptolib CPS"},
		"/nowhere.so":                   {0, "/nowhere.so: file does not exist"},
		"/home/a":                       {0, "/home/a: not a regular file"},
	} {
		t.Run(path, func(t *testing.T) {
			t.Parallel()
			r := Collect(t.Context(), with(machine(root), func(o *Options) { o.Getenv = env(map[string]string{EnvCryptolib: path}) }))
			lib := r.Cryptolib.Value
			if len(lib.Copies) != tt.copies || lib.BadVariable != tt.bad {
				t.Errorf("%+v", lib)
			}
			if tt.copies == 1 && (r.Module.Source != path || r.Module.Reason != NotAsked) {
				t.Errorf("module %+v", r.Module)
			}
		})
	}
}

func TestRPMThatCannotBeAsked(t *testing.T) {
	t.Parallel()
	broken := errors.New("rpmdb open failed")
	opts := machine(nil)
	opts.Run = func(context.Context, string, ...string) ([]byte, error) { return nil, broken }
	if r := Collect(t.Context(), opts); r.Cryptolib.Known || !strings.Contains(r.Cryptolib.Detail, broken.Error()) {
		t.Errorf("nothing found, and rpm silent: %+v", r.Cryptolib)
	}
	opts = machine(map[string]string{"var/opt/santesocial/commun/adm/155.adm": "050202"})
	opts.Run = func(context.Context, string, ...string) ([]byte, error) { return nil, broken }
	if r := Collect(t.Context(), opts); r.Cryptolib.Value.Version != "5.2.2" {
		t.Errorf("found elsewhere: %+v", r.Cryptolib)
	}
}

func TestRPMSaysNotInstalled(t *testing.T) {
	t.Parallel()
	opts := machine(nil)
	opts.Run = func(ctx context.Context, _ string, _ ...string) ([]byte, error) {
		err := exec.CommandContext(ctx, "sh", "-c", "exit 1").Run()
		return []byte("package CryptolibCPS is not installed\n"), err
	}
	if r := Collect(t.Context(), opts); !r.Cryptolib.Known || len(r.Cryptolib.Value.Copies) != 0 {
		t.Errorf("%+v", r.Cryptolib)
	}
}

func TestMacReceipt(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"binary": "bplist00\xd6\x01\x02_\x10\x15CryptolibCPS-5.2.1.pkg\x00",
		"XML":    "<plist><dict><key>PackageVersion</key>\n\t<string>5.2.1</string></dict></plist>",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			opts := machine(map[string]string{"private/var/db/receipts/fr.asipsante.pkg.cryptolibCPS.plist": text})
			opts.OS = "darwin"
			if got := Collect(t.Context(), opts).Cryptolib.Value.Version; got != "5.2.1" {
				t.Errorf("version %q", got)
			}
		})
	}
}

func TestRestartPending(t *testing.T) {
	t.Parallel()
	boot := time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)
	at := func(hour int) time.Time { return time.Date(2026, 11, 23, hour, 0, 0, 0, time.UTC) }
	const lib, adm = "opt/santesocial/CPS/lib/libcps3_pkcs11_lux.so", "var/opt/santesocial/commun/adm/155.adm"
	for name, tt := range map[string]struct {
		library, inventory int // hour of the file's date, 0 when not there
		want               Fact[bool]
	}{
		"installed at 10, started at 8":         {7, 10, known(true, "/"+adm)},
		"installed at 7, started at 8":          {7, 7, known(false, "/"+adm)},
		"at the same second":                    {7, 8, known(false, "/"+adm)},
		"library newer than the start":          {9, 0, known(true, "/"+lib)},
		"the library's own date proves nothing": {7, 0, unknown[bool](NotRecorded, "")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			opts := machine(map[string]string{"proc/stat": "cpu 1 2\nbtime 1795420800\n"})
			root := opts.Root.(fstest.MapFS)
			for path, hour := range map[string]int{lib: tt.library, adm: tt.inventory} {
				if hour != 0 {
					root[path] = &fstest.MapFile{Data: []byte("050202"), ModTime: at(hour)}
				}
			}
			r := Collect(t.Context(), opts)
			if !r.Boot.Value.Equal(boot) {
				t.Fatalf("boot %v", r.Boot)
			}
			if diff := cmp.Diff(tt.want, r.RestartPending); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// What a file's two dates prove, and what they do not.
func TestRestartByTheDatesOfTheLibrary(t *testing.T) {
	t.Parallel()
	boot := noon
	early, late := boot.Add(-time.Hour), boot.Add(time.Hour)
	for name, tt := range map[string]struct {
		made, changed time.Time
		want          Fact[bool]
	}{
		"put here before the start":        {early, early, known(false, "lib")},
		"at the start":                     {early, boot, known(false, "lib")},
		"made before, put here or touched": {early, late, unknown[bool](NotRecorded, "")},
		"made after":                       {late, late, known(true, "lib")},
		"no second date":                   {early, time.Time{}, unknown[bool](NotRecorded, "")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			lib := Cryptolib{Copies: []Copy{{Origin: FromFile, Path: "lib", Installed: tt.made, Changed: tt.changed}}}
			if diff := cmp.Diff(tt.want, restartPending(known(boot, ""), known(lib, ""))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestDictionaries(t *testing.T) {
	t.Parallel()
	r := Collect(t.Context(), machine(map[string]string{
		"etc/opt/santesocial/CPS/DICO-FR.GIP": dico,
		"usr/local/galss/dico-fr.gip":         "G100\t26\n",
	}))
	want := []Dictionary{{"/etc/opt/santesocial/CPS/DICO-FR.GIP", "02.18", "2020-02-28"}, {Path: "/usr/local/galss/dico-fr.gip"}}
	if diff := cmp.Diff(want, r.Dictionaries.Value); diff != "" {
		t.Error(diff)
	}
}

func TestCompareVersions(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		a, b string
		want int
	}{
		{"5.0.45", "5.0.9", 1},
		{"5.2", "5.2.0", 0},
		{"5.2.2", "5.2.10", -1},
		{"", "0.0.1", -1},
		{"", "", 0},
		{"5.2.2-1", "5.2.2", 0},
		{"99999999999999999999999999", "1", 1},
	} {
		if got := compareVersions(tt.a, tt.b); got != tt.want {
			t.Errorf("%q, %q: %d, want %d", tt.a, tt.b, got, tt.want)
		}
		if got := compareVersions(tt.b, tt.a); got != -tt.want {
			t.Errorf("%q, %q: %d, want %d", tt.b, tt.a, got, -tt.want)
		}
	}
}
