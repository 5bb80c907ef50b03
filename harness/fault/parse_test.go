package fault_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/fault"
)

// What is written is what is read.
func TestParse(t *testing.T) {
	t.Parallel()
	blanks := " remove@12 ;mute\n# of two\n\tlate "
	for written, want := range map[string]string{
		blanks:                     "remove@12 mute late",
		"remove@12":                "remove@12",
		"REMOVE@12+":               "remove@12+",
		"status=6f00@verify#2":     "status=6F00@VERIFY#2",
		"delay=800ms@every":        "delay=800ms@every",
		"garble@READ:cps_sit_fact": "garble@READ:CPS_SIT_FACT",
		"garble@READ:4000":         "garble@READ:CPS_SIT_FACT",
		"garble@READ:sit_fact":     "garble@READ:CPS_SIT_FACT",
		"cut@SELECT:beef":          "cut@SELECT:BEEF",
		"lost-after@p=0.01,seed=7": "lost-after@p=0.01,seed=7",
		"lost-after@READ,p=0.5":    "lost-after@READ,p=0.5",
		"remove@12,until=reset":    "remove@12,until=reset",
		"remove@3,until=reinsert":  "remove@3,until=reinsert",
		"busy@ANY#4,until=3":       "busy@ANY#4,until=3",
		"zeros=CPS_SIT_FACT":       "zeros=CPS_SIT_FACT",
		"remove":                   "remove",
		"cert-expired=signature":   "cert-expired=signature",
	} {
		faults, err := fault.Parse(written)
		if err != nil {
			t.Errorf("%q: %v", written, err)
			continue
		}
		var got []string
		for _, f := range faults {
			got = append(got, f.String())
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("%q: %q, want %q", written, s, want)
		}
	}
}

// What is wrong is shown where the user wrote it, with what was probably meant.
func TestParseErrors(t *testing.T) {
	t.Parallel()
	for written, want := range map[string]struct {
		line, column int
		reason, hint string
	}{
		"remov@12":                  {1, 1, `unknown fault: "remov"`, `did you mean "remove"?`},
		"xyz":                       {1, 1, "unknown fault", "cpslab faults"},
		"":                          {1, 1, "no fault", "remove@12"},
		"remove@0":                  {1, 8, "not the number of an exchange", "from 1"},
		"remove@-3":                 {1, 8, "not the number of an exchange", "from 1"},
		"remove@":                   {1, 8, "nothing behind", "12+"},
		"remove@12\n  status=6F0":   {2, 10, "not a status word", "6F00"},
		"remove@12\n  status=1234":  {2, 10, "not a status word", "6F00"},
		"garble@REED:CPS_SIT_FACT":  {1, 8, "not what a command does", `"READ"`},
		"garble@READ:CPS_SIT_FAKT":  {1, 13, "unknown file", `"CPS_SIT_FACT"`},
		"garble@VERIFY:CPS_INFO_PS": {1, 15, "VERIFY is about no file", "SELECT"},
		"status=6F00@VERIFY#0":      {1, 20, "not a rank", "second time"},
		"delay=800@every":           {1, 7, "not a duration", "800ms"},
		"delay=-1s":                 {1, 7, "not a duration", "800ms"},
		"remove@12,untill=3":        {1, 11, "unknown option", `"until"`},
		"remove@12,until=rest":      {1, 17, "the end of nothing", `"reset"`},
		"remove@12,until=0":         {1, 17, "not a number of times", "three times"},
		"remove@12,":                {1, 11, "unknown option", "until=reset"},
		"lost-after@p=2":            {1, 14, "not a probability", "at most 1"},
		"lost-after@p=NaN":          {1, 14, "not a probability", "at most 1"},
		"lost-after@12,seed=7":      {1, 12, "for nothing", "p=0.01"},
		"mute@12":                   {1, 6, "from the start", "@"},
		"zeros=CPS_SIT_FACT@12":     {1, 20, "in the contents", "zeros"},
		"zeros":                     {1, 6, "of what", "CPS_SIT_FACT"},
		"zeros=CPS_SIT_FAKT":        {1, 7, "no object", `"CPS_SIT_FACT"`},
		"zeros=EF.ATR":              {1, 7, "no object", `"EF.DIR"`},
		"remove=3":                  {1, 8, "takes no value", "remove@12"},
		"status=":                   {1, 8, "nothing behind", "status"},
		"wrong-code@READ":           {1, 12, "only happen at VERIFY", "wrong-code@VERIFY"},
		"atr=XY":                    {1, 5, "hexadecimal", "atr="},
		"protocol=2":                {1, 10, "from 0 to 1", "protocol"},
		"code=am":                   {1, 6, "holds no code", "speciality"},
		"cert-expired=signatur":     {1, 14, "no certificate", `"signature"`},
		"remove@é":                  {1, 8, "not what a command does", "12"},
		"é;remov@1":                 {1, 1, "unknown fault", "faults"},
	} {
		_, err := fault.Parse(written)
		wrong, ok := errors.AsType[*fault.ParseError](err)
		if !ok {
			t.Errorf("%q: %v", written, err)
			continue
		}
		_, hint := text.Say(err, "en")
		if wrong.Line != want.line || wrong.Column != want.column || !strings.Contains(wrong.Reason.EN, want.reason) || !strings.Contains(hint, want.hint) {
			t.Errorf("%q: %d:%d: %s (%s); want %+v", written, wrong.Line, wrong.Column, wrong.Reason.EN, hint, want)
		}
		if !text.IsBadInput(err) {
			t.Errorf("%q: not bad input", written)
		}
	}
}

// FuzzParse: what is read is written as something that is read the same; what is not is
// refused at a place of the text.
func FuzzParse(f *testing.F) {
	for _, k := range fault.Kinds() {
		f.Add(k.Example)
	}
	for _, s := range []string{"remove@12,until=reset; mute", "a=b@c:d#e,f=g", "@", "=", ",", "#", "lost-after@p=0.01,seed=7\n", "\xff", "status=6F00@ANY:7005#3,p=1e-9,seed=18446744073709551615"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		faults, err := fault.Parse(s)
		if err != nil {
			wrong, ok := errors.AsType[*fault.ParseError](err)
			if !ok || wrong.Line < 1 || wrong.Column < 1 || wrong.Reason.IsZero() {
				t.Fatalf("%q: %v", s, err)
			}
			return
		}
		for _, one := range faults {
			again, err := fault.Parse(one.String())
			if err != nil || len(again) != 1 || again[0].String() != one.String() {
				t.Fatalf("%q is written %q, which is read as %v, %v", s, one, again, err)
			}
		}
	})
}
