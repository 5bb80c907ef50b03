package diagnosis

import "time"

// readWorkstation takes what is known of the workstation and puts declared
// facts over it.
func (c *checker) readWorkstation() {
	if c.in.Workstation != nil {
		c.ws = *c.in.Workstation
	}
	if c.facts == nil {
		return
	}
	w, d := &c.ws, c.facts
	if s, ok := d.text(factWsOs); ok {
		w.OS = s
	} else if w.OS == "" && d.ofWindows() && !d.has(factWsPcscd) {
		w.OS = OSWindows
	}
	if s, ok := d.text(factWsOsVersion); ok {
		w.OSVersion = s
	}
	if v, ok := d.get(factWsCryptolib); ok {
		w.CryptolibSearched, w.Cryptolib = true, nil
		if v.text != "none" {
			w.Cryptolib = []CryptolibCopy{{Version: v.version}}
		}
	}
	if v, ok := d.get(factWsDico); ok {
		w.Dictionary = v.version
	}
	switch s, _ := d.text(factWsScardsvr); s {
	case "automatic":
		w.SmartCardService = ServiceState{Running: TriYes, Automatic: TriYes}
	case "manual":
		w.SmartCardService = ServiceState{Running: TriYes, Automatic: TriNo}
	case "stopped":
		w.SmartCardService = ServiceState{Running: TriNo}
	}
	switch s, _ := d.text(factWsPcscd); s {
	case "running":
		w.PCSCD = ServiceState{Running: TriYes}
	case "socket":
		w.PCSCD = ServiceState{Running: TriNo, Automatic: TriYes}
	case "stopped":
		w.PCSCD = ServiceState{Running: TriNo, Automatic: TriNo}
	}
	if s, ok := d.text(factWsCertProp); ok {
		w.CertPropagation.Automatic = TriOf(s == "automatic")
	}
	if n, ok := d.number(factWsReadSeconds); ok {
		w.ReadTime = time.Duration(n) * time.Second
	}
	switch s, _ := d.text(factWsGalss); s {
	case "ok":
		w.GALSS = &GALSS{SerialOnly: TriNo, Swapped: TriNo}
	case "serial":
		w.GALSS = &GALSS{SerialOnly: TriYes, Swapped: TriNo}
	case "swapped":
		w.GALSS = &GALSS{SerialOnly: TriNo, Swapped: TriYes}
	case "absent-reader":
		w.GALSS = &GALSS{SerialOnly: TriNo, Swapped: TriNo, Readers: []string{"?"}}
		w.Readers = []string{}
	}
	if s, ok := d.text(factWsSesamIni); ok {
		w.SesamMGC = TriOf(s == "ok")
	}
	if s, ok := d.text(factWsSmartAppControl); ok {
		w.SmartAppControl = TriOf(s == "on")
	}
	switch s, _ := d.text(factWsPort); s {
	case "agent":
		w.Port = &Port{Expected: "agent", Owner: "agent"}
	case "other":
		w.Port = &Port{Expected: "agent", Owner: "another program"}
	case "nobody":
		w.Port = &Port{Expected: "agent"}
	}
	for _, f := range [...]struct {
		id   factID
		into *Tri
	}{
		{factWsRebootPending, &w.RebootPending},
		{factWsRemote, &w.Remote},
		{factWsLocalReaders, &w.LocalReaders},
		{factWsRemoteReaders, &w.RemoteReaders},
		{factWsShared, &w.Shared},
		{factWsQuarantine, &w.Quarantine},
		{factWsTrust, &w.Trusted},
	} {
		if t := d.tri(f.id); t.Known() {
			*f.into = t
		}
	}
}

// ofWindows reports whether something was told that only a Windows computer has.
// A pcscd beside it contradicts: the system is not known then.
func (d *Declared) ofWindows() bool {
	return d.has(factWsScardsvr) || d.has(factWsCertProp) || d.has(factWsSmartAppControl)
}
