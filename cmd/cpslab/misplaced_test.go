package main

import (
	"bytes"
	"context"
	"strings"
	"testing"
)

// TestAMisplacedPINIsNotRepeated: a code that somebody gives as an argument is
// refused, and no output holds it.
func TestAMisplacedPINIsNotRepeated(t *testing.T) {
	t.Parallel()
	const pin = "86427531"
	for _, args := range [][]string{
		{"diagnose", "sim:cps3-healthy", "--pin", pin},
		{"diagnose", "sim:cps3-healthy", "--pin=" + pin},
		{"diagnose", "sim:cps3-healthy", "--" + pin},
		{"diagnose", "sim:cps3-healthy", "-p" + pin},
		{"diagnose", "sim:cps3-healthy", "-" + pin},
		{"diagnose", "sim:cps3-healthy", "--pin" + pin},
		{"diagnose", "sim:cps3-healthy", "-pin" + pin},
		{"diagnose", "sim:cps3-healthy", "--pin" + pin + "=x"},
		{"diagnose", pin + ";"},
		{"reproduce", "-p" + pin},
		{"check-id", "--pin" + pin},
		{"diagnose", "sim:cps3-healthy", "--ask-pin=" + pin},
		{"diagnose", "--ask-pin", pin},
		{"diagnose", "sim:cps3-healthy", pin},
		{"diagnose", "sim:cps3-healthy", "--allow", pin},
		{"diagnose", "sim:cps3-healthy", "--allow=pin:" + pin},
		{"diagnose", "sim:cps3-healthy", "--fact", "pin=" + pin},
		{"diagnose", "sim:cps3-healthy", "--serial", pin + "1"},
		{"diagnose", "sim:cps3-healthy", "--serial", "1" + pin},
		{"diagnose", "sim:cps3-healthy", "--serial=" + pin + "x"},
		{"diagnose", "sim:cps3-healthy", "--serial", "n°" + pin},
		{"diagnose", "sim:cps3-healthy", "--pin-fd=" + pin + "x"},
		{"diagnose", "sim:cps3-healthy", "--pin-fd=x" + pin},
		{"diagnose", "sim:cps3-healthy", "--pin-fd", "00" + pin},
		{"diagnose", "sim:cps3-healthy", "--pin-fd", "+" + pin},
		{"diagnose", "sim:cps3-healthy", "--pin-fd", "code" + pin},
		{"diagnose", "sim:cps3-healthy", "--activity", pin},
		{"diagnose", "sim:cps3-healthy", "--activity=" + pin + "x"},
		{"diagnose", "sim:cps3-healthy", "--now", pin},
		{"diagnose", "sim:cps3-healthy", "--env", pin + "x"},
		{"diagnose", "sim:cps3-healthy", "--use=code" + pin},
		{"diagnose", "sim:cps3-healthy", "--fact", "code" + pin},
		{"diagnose", "sim:cps3-healthy", "--fact", "pin.typedLength=" + pin + "9"},
		{"diagnose", "sim:cps3-healthy", "--facts-file", pin + "x"},
		{"diagnose", "sim:cps3-healthy", "--revocation", pin + "x"},
		{"diagnose", "sim:cps3-healthy", "--allow", "pin" + pin},
		{"diagnose", "sim:cps3-healthy", "--allow", "pin=" + pin + "!"},
		{"diagnose", "sim:cps3-healthy", "x" + pin + "x"},
		{"diagnose", "trace:" + pin + "x"},
		{"diagnose", "pcsc" + pin},
		{"run", "--repeat", pin + "x"},
		{"run", "--seed", pin + "x"},
		{"run", "--label-filter", "pin" + pin + " &&"},
		{"simulate", "cps3-healthy", "--vpcd", pin},
		{"simulate", "cps3-healthy", "--vpcd", "127.0.0.1:" + pin},
		{"reproduce", "--lang", pin, "61444"},
		{"reproduce", "--format=" + pin + "x", "61444"},
		{"check-id", "--format", pin, "rpps", "1"},
		{"bench", "--duration", pin + "x"},
		{"doctor", "--agent", pin + "x"},
		{"presets", pin + "x"},
		{"rules", "x" + pin},
		{"x" + pin + "x"},
		{"diagnose", "sim:cps3-healthy", "--lang", pin},
		{"diagnose", "sim:cps3-healthy", "--format", pin},
		{"show", pin},
		{"run", pin},
		{"run", "--label-filter", pin},
		{"with", "--card", "cps3-healthy", "--", pin},
		{"with", "--card", pin, "--", "true"},
		{"simulate", pin},
		{"rules", pin},
		{pin},
	} {
		for _, more := range [][]string{{"--lang", "fr"}, {"--lang", "en"}, {"--format", "json"}} {
			all := args
			if line := strings.Join(args, " "); !strings.Contains(line, " -- ") && !strings.Contains(line, more[0]) {
				all = append(append([]string{}, args...), more...)
			}
			var out, errs bytes.Buffer
			code := run(context.Background(), all, streams{strings.NewReader(""), &out, &errs}, func(string) string { return "" })
			if code != exitUsage && code != exitNotFound {
				t.Errorf("%v: exit code %d\n%s", all, code, errs.String())
			}
			if strings.Contains(out.String()+errs.String(), pin) {
				t.Errorf("%v repeats the code:\n%s%s", all, out.String(), errs.String())
			}
		}
	}
}

// TestNumbersThatAreNoPINsAreShown: an error about a number has to name it.
func TestNumbersThatAreNoPINsAreShown(t *testing.T) {
	t.Parallel()
	for shown, args := range map[string][]string{
		"99999":      {"simulate", "cps3-healthy", "--vpcd", "127.0.0.1:99999"},
		"20261340":   {"diagnose", "sim:cps3-healthy", "--now=20261340"},
		"2026-13":    {"diagnose", "sim:mine-2026-13.yaml"},
		"--ask-pin":  {"diagnose", "sim:cps3-healthy", "--pin", "1234"},
		"CPSLAB_PIN": {"run", "--pin=1234", "--lang", "fr"},
	} {
		var out, errs bytes.Buffer
		if code := run(context.Background(), args, streams{strings.NewReader(""), &out, &errs}, func(string) string { return "" }); code != exitUsage {
			t.Errorf("%v: exit code %d", args, code)
		}
		if !strings.Contains(errs.String(), shown) {
			t.Errorf("%v does not say %s:\n%s", args, shown, errs.String())
		}
	}
}

func TestLikePIN(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]string{
		"diagnose --pin 1234":                   "1234",
		"diagnose -p1234 --x=12345678":          "1234 12345678",
		"diagnose 123 123456789 sim:a1234":      "123456789 1234",
		"diagnose --serial 739518461":           "739518461",
		"diagnose --pin-fd=73951846x":           "73951846",
		"diagnose --pin-fd=0073951846":          "0073951846 73951846",
		"diagnose --pin-fd 7395_1846":           "7395_1846 73951846",
		"diagnose --pin-fd=73.95.18.46":         "73.95.18.46 73951846",
		"diagnose --pin-fd=7395/1846":           "7395 1846",
		"diagnose --activity=7395":              "7395",
		"run --seed 73951846x":                  "73951846",
		"run --repeat=73951846":                 "73951846",
		"diagnose --now 73951846":               "73951846",
		"diagnose --now 2026-11-29":             "",
		"simulate x --vpcd 73951846":            "73951846",
		"diagnose sim:mine-2026-13.yaml":        "",
		"diagnose sim:/data/2026/x.yaml":        "",
		"diagnose sim:/tmp/Test12345678/x.yaml": "",
		"diagnose sim:/73951846/x.yaml":         "73951846",
		"reproduce --lang 73951846":             "73951846",
		"reproduce --run 61444":                 "",
		"reproduce --pin73951846 61444":         "73951846 61444",
		"run --seed 1234 --repeat=2000 4321":    "4321",
		"simulate x --vpcd 127.0.0.1:35963":     "",
		"simulate x --usbip=127.0.0.1:3240":     "",
		"simulate x --usb-id 0E0F:0004":         "",
		"serve --control 127.0.0.1:8077":        "",
		"serve --control 127.0.0.1":             "",
		"serve --control 73.9.5.1":              "73.9.5.1 73951",
		"ca serve --addr 10.1.1.1:1":            "",
		"ctl code 1 73951846":                   "73951846",
		"ctl code 1 --code-fd 73951846":         "73951846",
		"reproduce 61444":                       "",
		"check-id rpps 12345678":                "",
		"with --card x -- 1234":                 "1234",
		"diagnose --allow pin,1234 --fact a=99": "1234",
		"":                                      "",
	} {
		if got := strings.Join(likePIN(strings.Fields(line)), " "); got != want {
			t.Errorf("%q: %q, want %q", line, got, want)
		}
	}
}

// TestEmptyValuesAreRefused: a variable that is not set must not leave a report
// unwritten in silence.
func TestEmptyValuesAreRefused(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{
		{"simulate", "cps3-healthy", "--state", ""},
		{"simulate", "cps3-healthy", "--vpcd="},
		{"run", "--junit", ""},
		{"run", "--json="},
		{"diagnose", "sim:cps3-healthy", "--facts-file", ""},
		{"diagnose", "sim:cps3-healthy", "--revocation", ""},
		{"diagnose", "sim:cps3-healthy", "--now", ""},
		{"demo", "--dir", ""},
		{"with", "--card", "", "true"},
		{"with", "--card", "cps3-healthy", "--card", "", "true"},
	} {
		var out, errs bytes.Buffer
		code := run(context.Background(), args, streams{strings.NewReader(""), &out, &errs}, func(string) string { return "" })
		if code != exitUsage || !strings.Contains(errs.String(), "empty value") || out.Len() != 0 {
			t.Errorf("%v: exit code %d\n%s%s", args, code, out.String(), errs.String())
		}
	}
}
