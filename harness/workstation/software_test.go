package workstation

import (
	"context"
	"encoding/hex"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What Windows tells, from a recorded registry and folders (workstations of the
// field, 2026-10); the system itself is not run here.
func TestWindowsSoftware(t *testing.T) {
	t.Parallel()
	registry := fakeRegistry{}
	product := func(root, id, name, version string) {
		registry[root+`\`+id+`\DisplayName`], registry[root+`\`+id+`\DisplayVersion`] = name, version
	}
	product(keyProducts, "{CF3BEBDD-16A0-4AE8-8764-ADDF9A104998}", "Composants Cryptographiques CPS v5.2.6 (x64)", "5.2.6")
	product(keyProducts, "{297EFD05-38C7-479C-BC34-BC269DCDE018}", "Composants Cryptographiques CPS v5.1.7 (x64)", "5.1.7")
	product(keyProducts6, "HelloDoc", "HelloDoc 6", "6.0")
	product(keyProducts6, "Other", "Something of somebody", "1.0")
	product(keyProducts, "Chrome", "Google Chrome", "154.0.1.2")
	product(keyProducts6, "Edge", "Microsoft Edge", "154.0.3")
	for key, value := range map[string]string{
		keyInstaller + `\DDBEB3FC0A618EA47846DAFDA9019489\x`: "", keyFSV6 + `\1.40.14\x`: "", keyFSV6 + `\1.40.13\x`: "",
		`SOFTWARE\Policies\Google\Chrome\` + lnaPolicy + `\1`: "https://[*.]example.org",
		keyAntivirus + `\{1}\DISPLAYNAME`:                     "ESET Security", keyAntivirus + `\{2}\DISPLAYNAME`: "Windows Defender",
		keyServices + `JfseService\Start`: "2", keyServices + `Spooler\Start`: "2", keyServices + `PyxvitalSync\Start`: "3",
	} {
		registry[key] = value
	}
	r := Collect(t.Context(), with(machine(map[string]string{
		"Program Files (x86)/santesocial/fsv/1.40.14/ssv/tablebin.ssv": "", "Program Files (x86)/santesocial/fsv/1.40.14/ssv/scripts.ssv": "",
		"Program Files (x86)/santesocial/fsv/1.40.14/sts/x": "", "Program Files (x86)/santesocial/fsv/1.40.13/ssv/x": "",
		"Program Files/santesocial/mica/mica.dll": "", "Program Files/santesocial/galss/x": "",
	}), func(o *Options) {
		o.OS, o.Registry = "windows", registry
		o.Getenv = env(map[string]string{"ProgramFiles(x86)": `C:\Program Files (x86)`, "ProgramW6432": `C:\Program Files`, "SystemDrive": "C:"})
		o.Processes = func() (map[int]string, error) {
			return map[int]string{4: "System", 8: "stdnxt.exe", 9: "dmpconnect-js2.exe", 10: "dmpconnect-js2.exe"}, nil
		}
	}))
	yes, no := true, false
	for name, diff := range map[string]string{
		"products": cmp.Diff([]Product{
			{Name: "Composants Cryptographiques CPS v5.1.7 (x64)", Version: "5.1.7", Bits: 64, Registered: &no},
			{Name: "Composants Cryptographiques CPS v5.2.6 (x64)", Version: "5.2.6", Bits: 64, Registered: &yes},
			{Name: "HelloDoc 6", Version: "6.0", Bits: 32},
		}, r.Products.Value),
		"programs": cmp.Diff([]Program{
			{Name: "stdnxt.exe", Vendor: "Affid", Count: 1, PID: 8},
			{Name: "dmpconnect-js2.exe", Vendor: "DMP Connect", Count: 2, PID: 9},
			{Name: "JfseService", Vendor: "jFSE", Starts: true},
		}, r.Programs.Value),
		"browsers": cmp.Diff([]Browser{
			{Name: "chrome", Major: 154, LocalNetwork: &yes, Patterns: []string{"https://[*.]example.org"}}, {Name: "edge", Major: 154, LocalNetwork: &no},
		}, r.Browsers.Value),
		"antivirus": cmp.Diff([]string{"ESET Security"}, r.Antivirus.Value),
		"components": cmp.Diff(Components{
			Folders:  map[Arch][]string{X86: {"fsv"}, X64: {"galss", "mica"}},
			Releases: []Release{{"1.40.13", X86}, {"1.40.14", X86}},
			Tables: []TableFolder{
				{Name: "srt", Arch: X86, Files: -1}, {Name: "ssv", Arch: X86, Files: 2, Missing: []string{"tablebin.ssp", "tablebin.smc"}, Listed: true}, {Name: "sts", Arch: X86, Files: 1},
			},
			MICA: map[Arch]bool{X86: false, X64: true}, GALSS: &yes,
		}, r.Components.Value),
		"newest Cryptolib": cmp.Diff("5.2.6", r.Cryptolib.Value.Version),
	} {
		if diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	for _, cp := range r.Cryptolib.Value.Copies {
		if cp.Ghost != (cp.Version == "5.1.7") {
			t.Errorf("%+v", cp)
		}
	}
}

// What starts with the sessions of one user stands in that user's folder.
func TestMacAgentsOfTheUser(t *testing.T) {
	t.Parallel()
	for home, want := range map[string]int{"/Users/me": 2, "": 1, "Users/me": 1, "/Users/other": 1} {
		r := Collect(t.Context(), with(machine(map[string]string{
			"Library/LaunchAgents/com.icanopee.dmpcjs2.plist":          "",
			"Users/me/Library/LaunchAgents/org.clm.jfse.launchd.plist": "",
			"Users/me/Library/LaunchAgents/com.apple.x.plist":          "",
		}), func(o *Options) {
			o.OS = "darwin"
			o.Getenv = env(map[string]string{"HOME": home})
			o.Run = func(context.Context, string, ...string) ([]byte, error) { return nil, nil }
		}))
		if got := r.Programs.Value; len(got) != want {
			t.Errorf("HOME=%s: %+v", home, got)
		}
	}
}

func TestPackedCode(t *testing.T) {
	t.Parallel()
	for id, want := range map[string]string{
		"{CF3BEBDD-16A0-4AE8-8764-ADDF9A104998}": "DDBEB3FC0A618EA47846DAFDA9019489",
		"HelloDoc":                               "", "{1-2-3-4-5}": "", "CF3BEBDD-16A0-4AE8-8764-ADDF9A104998": "",
	} {
		if got := packedCode(id); got != want {
			t.Errorf("%s: %s, want %s", id, got, want)
		}
	}
}

// binaryReceipt is {"PackageVersion": "5.2.6"} as plutil writes it.
const binaryReceipt = "62706c6973743030d101025e5061636b61676556657273696f6e55352e322e36080b1a0000000000000101000000000000000300000000000000000000000000000020"

// What macOS tells, from recorded files and the output of ps; the system itself is
// not run here.
func TestMacSoftware(t *testing.T) {
	t.Parallel()
	receipt, err := hex.DecodeString(binaryReceipt)
	if err != nil {
		t.Fatal(err)
	}
	r := Collect(t.Context(), with(machine(map[string]string{
		"private/var/db/receipts/fr.asipsante.pkg.cryptolibCPS.plist": string(receipt),
		"private/var/db/receipts/fr.sesamvitale.galss.pkg.plist":      "<plist><dict><key>PackageVersion</key><string>3.43.02</string></dict></plist>",
		"private/var/db/receipts/com.apple.pkg.Core.plist":            "",
		"Applications/Google Chrome.app/Contents/Info.plist":          "<key>CFBundleShortVersionString</key><string>154.0.1</string>",
		"Library/LaunchAgents/org.clm.jfse.launchd.plist":             "", "Library/LaunchDaemons/com.apple.x.plist": "",
		"usr/local/lib/libmica.dylib": "",
	}), func(o *Options) {
		o.OS = "darwin"
		o.Run = func(_ context.Context, name string, _ ...string) ([]byte, error) {
			switch name {
			case "ps":
			case "ioreg":
				return nil, nil // no interface of that kind
			default:
				t.Errorf("%s is run", name)
			}
			return []byte("    1 /sbin/launchd\n   77 /Applications/jFSE/JavaAppLauncher\n   78 /Applications/JuxtaLink.app/Contents/MacOS/JuxtaLink\n"), nil
		}
	}))
	yes, no := true, false
	for name, diff := range map[string]string{
		"products": cmp.Diff([]Product{{Name: "fr.asipsante.pkg.cryptolibCPS", Version: "5.2.6"}, {Name: "fr.sesamvitale.galss.pkg", Version: "3.43.02"}}, r.Products.Value),
		"programs": cmp.Diff([]Program{
			{Name: "JavaAppLauncher", Folder: "jfse", Vendor: "jFSE", Count: 1, PID: 77},
			{Name: "JuxtaLink", Folder: "applications", Vendor: "JuxtaLink", Count: 1, PID: 78},
			{Name: "org.clm.jfse.launchd", Vendor: "jFSE", Starts: true},
		}, r.Programs.Value),
		"browsers":   cmp.Diff([]Browser{{Name: "chrome", Major: 154, LocalNetwork: &no}}, r.Browsers.Value),
		"components": cmp.Diff(Components{MICA: map[Arch]bool{X64: true}, GALSS: &yes}, r.Components.Value),
	} {
		if diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	if !r.Rosetta.Known || r.Rosetta.Value {
		t.Errorf("%+v", r.Rosetta)
	}
}

// A damaged property list says nothing, and stops nothing.
func TestPlistValueOfDamagedLists(t *testing.T) {
	t.Parallel()
	receipt, err := hex.DecodeString(binaryReceipt)
	if err != nil {
		t.Fatal(err)
	}
	for i := range receipt {
		_ = plistValue(receipt[:i], "PackageVersion")
		for bit := range 8 {
			damaged := append([]byte{}, receipt...)
			damaged[i] ^= 1 << bit
			if got := plistValue(damaged, "PackageVersion"); len(got) > len(receipt) {
				t.Errorf("byte %d: %q", i, got)
			}
		}
	}
}

func TestLinuxSoftware(t *testing.T) {
	t.Parallel()
	r := Collect(t.Context(), machine(map[string]string{
		"opt/google/chrome/chrome": "", "etc/opt/chrome/policies/managed/a.json": `{"LocalNetworkAccessAllowedForUrls": ["https://example.org"]}`,
		"var/lib/dpkg/status": "Package: x\nVersion: 1\n\nPackage: google-chrome-stable\nStatus: install ok installed\nVersion: 153.0.1-1\n",
		"proc/1/comm":         "systemd\n", "proc/20/comm": "JuxtaLink\n", "proc/21/comm": "bash\n",
	}))
	yes := true
	if diff := cmp.Diff([]Browser{{Name: "chrome", Major: 153, LocalNetwork: &yes, Patterns: []string{"https://example.org"}}}, r.Browsers.Value); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]Program{{Name: "JuxtaLink", Vendor: "JuxtaLink", Count: 1, PID: 20}}, r.Programs.Value); diff != "" {
		t.Error(diff)
	}
	if r.Products.Known || r.Components.Known || r.Rosetta.Known {
		t.Errorf("%+v %+v %+v", r.Products, r.Components, r.Rosetta)
	}
}

// Lines of traces say what they say, and nothing is kept of the others.
func TestReadTraceLine(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]TraceEntry{
		"12:00:01 SSV_LireConfig Retour : F680": {Kind: TraceCode, Code: "F680", Function: "ssv_lireconfig"},
		"code : 0xF011":                         {Kind: TraceCode, Code: "F011"},
		"Le chemin des tables binaires des SSV est absent du fichier sesam.ini.": {Kind: TraceTablesPath},
		"Section MGC absente, ou clé RepertoireConfigTrace absente":              {Kind: TraceNoMGC},
		"Le fichier contenant les tables SSV, identifié par 0, est inaccessible": {Kind: TraceTablesFile},
		"TestPresenceCarte Carte CPS absente":                                    {Kind: TraceCPSAbsent},
		"Slot de carte trouvé : 6":                                               {Kind: TraceSlots, Count: 6},
		"La librairie MICA n'est pas installée sur votre poste !":                {Kind: TraceNoMICA},
		"La Carte Vitale est absente.":                                           {Kind: TraceVitaleAbsent},
		"Retour : 0000":                                                          {}, "Madame Untel, née le 01/01/1970": {}, "numéro de code : 12345": {},
	} {
		got, ok := ReadTraceLine(line)
		if got != want || ok != (want.Kind != "") {
			t.Errorf("%q: %+v", line, got)
		}
	}
}

func TestReadInstallerLine(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]InstallerFailure{
		"L'installation a échoué avec le code de sortie 1603":                          {Code: 1603},
		"Produit : Composants Cryptographiques CPS v5.2.2 -- L'installation a échoué.": {Product: "cryptolib", Version: "5.2.2"},
		"Produit : mica -- La configuration a échoué":                                  {Product: "mica"},
		"msiexec 1605": {Code: 1605},
		"Aucun package d'installation n'a été trouvé": {Source: true},
	} {
		if got, ok := ReadInstallerLine(line); !ok || got != want {
			t.Errorf("%q: %+v", line, got)
		}
	}
	for _, line := range []string{"1603 lignes", "L'installation a réussi", ""} {
		if got, ok := ReadInstallerLine(line); ok {
			t.Errorf("%q: %+v", line, got)
		}
	}
}

// Every line of the table of vendors is whole and dated.
func TestVendors(t *testing.T) {
	t.Parallel()
	list := Vendors()
	if len(list) < 60 {
		t.Errorf("%d lines", len(list))
	}
	for _, v := range list {
		if v.Name == "" || v.Match == "" || v.Source == "" || len(v.Seen) != 7 {
			t.Errorf("%+v", v)
		}
	}
	for name, want := range map[string]string{"CGMR Suite": "", "Logiciel CGM 5": "", "AxiSanté 5": "CGM", "fsv-1.40.1413_x86": "FSV", "mica x64": "MICA", "Chemica": "", "Dr Santé": "DrSanté"} {
		got := ""
		if v := VendorOfProduct(&Product{Name: name}); v != nil {
			got = v.Name
		}
		if got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}
