package workstation

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestGalss(t *testing.T) {
	t.Parallel()
	const pcsc = "; reader\r[CONFIG]\rNbCanaux=2\r[CANAL1]\rTCanal=3\rCaracteristiques=Telium 01\r[CANAL1.PAD1.LAD1]\rNomLAD=CPS\r" +
		"[CANAL2]\rcaracteristiques = Telium 02\r[CANAL2.PAD1.LAD1]\rNomLAD=Vitale\r[CANAL2.PAD1.LAD2]\rNomLAD=SAM\r"
	const serial = "[canal1]\nCaracteristiques=9600,1,8,0,0\nCaracteristiques=second\n"
	r := Collect(t.Context(), machine(map[string]string{
		"usr/local/galss/GALSS.INI": pcsc, "etc/galss.ini": serial, "etc/galss.ini.bak": serial,
	}))
	want := []GalssConfig{
		{"/usr/local/galss/GALSS.INI", []GalssChannel{
			{Number: 1, Setting: "Telium 01", Resources: []string{"CPS"}},
			{Number: 2, Setting: "Telium 02", Resources: []string{"Vitale", "SAM"}},
		}},
		{"/etc/galss.ini", []GalssChannel{{Number: 1, Setting: "9600,1,8,0,0", Serial: true}}},
	}
	if diff := cmp.Diff(want, r.Galss.Value); diff != "" {
		t.Error(diff)
	}
}

func TestHostileINI(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "[", "[]", "=", "[CANAL1", "[CANAL1]\n=\n===", "\x00\xff", "Caracteristiques=x", "[CANAL9999]\n", "[[A]]\n;a=b"} {
		r := Collect(t.Context(), machine(map[string]string{"etc/galss.ini": text}))
		if !r.Galss.Known || len(r.Galss.Value) != 1 {
			t.Errorf("%q: %+v", text, r.Galss)
		}
	}
}

func TestSesam(t *testing.T) {
	t.Parallel()
	r := Collect(t.Context(), machine(map[string]string{
		"usr/local/sesam/etc/SESAM.INI":                       "[COMMUN]\nRepertoireTravail=/var/fsv\r\n[MGC]\n",
		"etc/opt/santesocial/fsv/1.40.13/conf/sesam.ini":      "[COMMUN]\nRepertoireTravail=/nowhere\n",
		"etc/opt/santesocial/fsv/1.40.14/conf/SESAM.INI":      "[Autre]\nRepertoireTravail=/var/fsv\n",
		"etc/opt/santesocial/fsv/1.40.14/elsewhere/SESAM.INI": "",
		"var/fsv/x": "",
	}))
	want := []SesamConfig{
		{"/usr/local/sesam/etc/SESAM.INI", "/var/fsv", true, true},
		{"/etc/opt/santesocial/fsv/1.40.13/conf/sesam.ini", "/nowhere", false, false},
		{"/etc/opt/santesocial/fsv/1.40.14/conf/SESAM.INI", "", false, false},
	}
	if diff := cmp.Diff(want, r.Sesam.Value); diff != "" {
		t.Error(diff)
	}
}

func TestCompetitors(t *testing.T) {
	t.Parallel()
	r := Collect(t.Context(), machine(map[string]string{
		"usr/share/p11-kit/modules/opensc-pkcs11.module": "# comment\nmodule: opensc-pkcs11.so\n",
		"usr/share/p11-kit/modules/p11-kit-trust.module": "module: p11-kit-trust.so\n",
		"etc/pkcs11/modules/cps.module":                  "module: /opt/santesocial/CPS/lib/libcps3_pkcs11_lux.so\n",
		"etc/pkcs11/modules/README":                      "module: x\n",
		"proc/12/comm":                                   "scdaemon\n",
		"proc/13/comm":                                   "bash\n",
		"proc/self/comm":                                 "scdaemon\n",
	}))
	want := []Competitor{
		{Kind: "pkcs11", Name: "opensc-pkcs11", Path: "/usr/share/p11-kit/modules/opensc-pkcs11.module"},
		{Kind: "process", Name: "GnuPG (scdaemon)", PID: 12},
	}
	if diff := cmp.Diff(want, r.Competitors.Value); diff != "" {
		t.Error(diff)
	}
}
