package workstation

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What starts with a session stands in the Run keys of the computer and of the user.
func TestWindowsStarters(t *testing.T) {
	t.Parallel()
	const run, run6 = `SOFTWARE\Microsoft\Windows\CurrentVersion\Run`, `SOFTWARE\WOW6432Node\Microsoft\Windows\CurrentVersion\Run`
	r := Collect(t.Context(), with(machine(nil), func(o *Options) {
		o.OS = "windows"
		o.Registry = fakeRegistry{
			run + `\Agent`:          `"C:\Program Files\JuxtaLink\JuxtaLink.exe" --hidden`,
			run6 + `\jFSE`:          `C:\Program Files (x86)\jFSE\bin\jfseserver.exe -start`,
			run + `\SecurityHealth`: `%windir%\system32\SecurityHealthSystray.exe`,
			ofUser + run + `\DMP`:   `C:\Users\someone\AppData\Local\dmpconnect-js2.exe`,
			run + `\empty`:          ``,
		}
		o.Processes = func() (map[int]string, error) { return map[int]string{4: "JuxtaLink.exe"}, nil }
	}))
	want := []Program{
		{Name: "JuxtaLink.exe", Vendor: "JuxtaLink", Count: 1, PID: 4, Folder: ""},
		{Name: "JuxtaLink.exe", Vendor: "JuxtaLink", Folder: "program-files", Starts: true},
		{Name: "jfseserver.exe", Vendor: "jFSE", Folder: "jfse", Starts: true},
		{Name: "dmpconnect-js2.exe", Vendor: "DMP Connect", Folder: "user", Starts: true},
	}
	if diff := cmp.Diff(want, r.Programs.Value); diff != "" {
		t.Error(diff)
	}
}

func TestCommandFile(t *testing.T) {
	t.Parallel()
	for command, want := range map[string]string{
		`"C:\Program Files\a b\c.exe" --x`: `C:\Program Files\a b\c.exe`,
		`C:\Program Files\a b\c.EXE /x`:    `C:\Program Files\a b\c.EXE`,
		`rundll32 a,b`:                     `rundll32`,
		`"C:\open`:                         `C:\open`,
		``:                                 ``,
	} {
		if got := commandFile(command); got != want {
			t.Errorf("%s: %s, want %s", command, got, want)
		}
	}
}

// A policy of the user counts as one of the computer does, and so does a browser that
// only the user has.
func TestWindowsPolicyOfTheUser(t *testing.T) {
	t.Parallel()
	values := fakeRegistry{
		keyProducts + `\C\DisplayName`: "Google Chrome", keyProducts + `\C\DisplayVersion`: "154.0.1",
		ofUser + keyProducts + `\E\DisplayName`: "Microsoft Edge", ofUser + keyProducts + `\E\DisplayVersion`: "153.1",
		ofUser + `SOFTWARE\Policies\Google\Chrome\` + lnaPolicy + `\1`: "https://[*.]example.org",
	}
	r := Collect(t.Context(), with(machine(nil), func(o *Options) { o.OS, o.Registry = "windows", values }))
	want := []Browser{
		{Name: "chrome", Major: 154, LocalNetwork: ptr(true), Patterns: []string{"https://[*.]example.org"}},
		{Name: "edge", Major: 153, LocalNetwork: ptr(false)},
	}
	if diff := cmp.Diff(want, r.Browsers.Value); diff != "" {
		t.Error(diff)
	}
}

// The old providers are kept by the value 0 alone.
func TestCAPIKept(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]bool{"0": true, "1": false, "": false} {
		values := fakeRegistry{}
		if value != "" {
			values[keyCalais+`\`+capiOverride] = value
		}
		r := Collect(t.Context(), with(machine(nil), func(o *Options) { o.OS, o.Registry = "windows", values }))
		if !r.CAPIKept.Known || r.CAPIKept.Value != want {
			t.Errorf("%q: %+v", value, r.CAPIKept)
		}
	}
	if r := Collect(t.Context(), with(machine(nil), func(o *Options) { o.OS = "linux" })); r.CAPIKept.Known {
		t.Error("Linux has such a value")
	}
}
