package diagnosis

import (
	"time"

	"github.com/cpslab/cps/harness/diagnosis/fact"
)

// readWorkstation takes what is known of the workstation.
func (c *checker) readWorkstation() {
	if c.in.Workstation != nil {
		c.ws = *c.in.Workstation
		c.library = c.ws.Newest()
	}
}

// declareWorkstation puts declared facts over it.
func (c *checker) declareWorkstation(d *fact.Values) {
	w := &c.ws
	if s, ok := d.Text(fact.WsOs); ok {
		w.OS = s
	} else if w.OS == "" && ofWindows(d) && !d.Has(fact.WsPcscd) {
		w.OS = OSWindows
	}
	if s, ok := d.Text(fact.WsOsVersion); ok {
		w.OSVersion = s
	}
	if v, ok := d.Version(fact.WsCryptolib); ok {
		w.CryptolibSearched, w.Cryptolib, c.library, c.noLibrary = true, nil, v, d.Is(fact.WsCryptolib, "none")
	}
	if v, ok := d.Version(fact.WsDico); ok {
		w.Dictionary = v
	}
	switch s, _ := d.Text(fact.WsScardsvr); s {
	case "automatic":
		w.SmartCardService = ServiceState{Running: TriYes, Automatic: TriYes}
	case "manual":
		w.SmartCardService = ServiceState{Running: TriYes, Automatic: TriNo}
	case "stopped":
		w.SmartCardService = ServiceState{Running: TriNo}
	}
	switch s, _ := d.Text(fact.WsPcscd); s {
	case "running":
		w.PCSCD = ServiceState{Running: TriYes}
	case "socket":
		w.PCSCD = ServiceState{Running: TriNo, Automatic: TriYes}
	case "stopped":
		w.PCSCD = ServiceState{Running: TriNo, Automatic: TriNo}
	}
	if s, ok := d.Text(fact.WsCertProp); ok {
		w.CertPropagation.Automatic = TriOf(s == "automatic")
	}
	if n, ok := d.Number(fact.WsReadSeconds); ok {
		w.ReadTime = time.Duration(n) * time.Second
	}
	switch s, _ := d.Text(fact.WsGalss); s {
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
	if s, ok := d.Text(fact.WsSmartAppControl); ok {
		w.SmartAppControl = TriOf(s == "on")
	}
	switch s, _ := d.Text(fact.WsPort); s {
	case "agent":
		w.Port = &Port{Expected: "agent", Owner: "agent"}
	case "other":
		w.Port = &Port{Expected: "agent", Owner: "another program"}
	case "nobody":
		w.Port = &Port{Expected: "agent"}
	}
	for _, f := range [...]struct {
		id   fact.ID
		into *Tri
	}{
		{fact.WsRebootPending, &w.RebootPending},
		{fact.WsRemote, &w.Remote},
		{fact.WsLocalReaders, &w.LocalReaders},
		{fact.WsRemoteReaders, &w.RemoteReaders},
		{fact.WsShared, &w.Shared},
		{fact.WsQuarantine, &w.Quarantine},
		{fact.WsTrust, &w.Trusted},
	} {
		if t := triOf(d, f.id); t.Known() {
			*f.into = t
		}
	}
}

// ofWindows reports whether something was declared that only a Windows computer has.
// A pcscd beside it contradicts: the system is not known then.
func ofWindows(d *fact.Values) bool {
	return d.Has(fact.WsScardsvr) || d.Has(fact.WsCertProp) || d.Has(fact.WsSmartAppControl)
}
