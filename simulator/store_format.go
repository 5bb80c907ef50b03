package simulator

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/text"
)

const (
	stateVersion = 1
	// maxStateFile bounds a state file, in bytes: CPS_DATA is at most 65,535
	// bytes, two digits each, and everything else is short.
	maxStateFile = 1 << 18
)

// stored is what a state file says.
type stored struct {
	serial string
	made   card.Date // zero: not known
	state  State
}

// stateFile is the JSON of a state file. The keys, their order and the layout
// are part of version 1: a file is intact when it is, byte for byte, what
// encodeState makes of its own content.
type stateFile struct {
	Version  int        `json:"cpslab_state"`
	Serial   string     `json:"serial"`
	Made     string     `json:"made"` // "2026-01-31", or ""
	PIN      storedCode `json:"pin"`
	PUK      storedCode `json:"puk"`
	Data     string     `json:"cps_data"` // hexadecimal
	Checksum string     `json:"sha256"`   // of the file with "" in this place
}

// storedCode is a PIN.
type storedCode struct {
	Code string `json:"code"`
	Max  int    `json:"max"`
	Left int    `json:"left"`
	Uses int    `json:"uses"`
}

// encodeState gives the content of a state file.
func encodeState(s stored) ([]byte, error) {
	f := stateFile{
		Version: stateVersion,
		Serial:  s.serial,
		PIN:     storedCode(s.state.PIN),
		PUK:     storedCode(s.state.PUK),
		Data:    hex.EncodeToString(s.state.Data),
	}
	if !s.made.IsZero() {
		f.Made = s.made.String()
	}
	bare, err := f.layout()
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(bare)
	f.Checksum = hex.EncodeToString(sum[:])
	return f.layout()
}

// layout is the one way a state file is written.
func (f stateFile) layout() ([]byte, error) {
	b, err := json.MarshalIndent(f, "", "  ")
	return append(b, '\n'), err
}

// decodeState reads a state file. The error is ErrStateDamaged or
// ErrStateVersion, with a reason that quotes nothing of the content but its
// version.
func decodeState(b []byte) (s stored, reason text.Text, err error) {
	damaged := func(reason text.Text) (stored, text.Text, error) { return stored{}, reason, ErrStateDamaged }
	if len(b) > maxStateFile {
		return damaged(text.Of("plus de %d octets", "longer than %d bytes", maxStateFile))
	}
	var version struct {
		Version int `json:"cpslab_state"`
	}
	if json.Unmarshal(b, &version) != nil {
		return damaged(text.Of("ses %d octets ne sont pas un objet JSON ; il a pu être coupé", "its %d bytes are not a JSON object; it may have been cut short", len(b)))
	}
	if version.Version == 0 {
		return damaged(text.Of("c'est du JSON, mais pas l'état d'une carte", "it is JSON, but not a card's state"))
	}
	if version.Version != stateVersion {
		return stored{}, text.Of("il a la version %d, ce programme lit la %d", "it has %d, this program reads %d", version.Version, stateVersion), ErrStateVersion
	}
	altered := text.Of("il a été modifié depuis son écriture : la somme de contrôle ne correspond pas", "it was altered since it was written: the checksum does not fit")
	var f stateFile
	if json.Unmarshal(b, &f) != nil {
		return damaged(altered)
	}
	s = stored{serial: f.Serial, state: State{PIN: PIN(f.PIN), PUK: PIN(f.PUK)}}
	if s.state.Data, err = hex.DecodeString(f.Data); err != nil {
		return damaged(altered)
	}
	if f.Made != "" {
		if s.made, err = card.ParseDate(f.Made); err != nil {
			return damaged(altered)
		}
	}
	if again, err := encodeState(s); err != nil || !bytes.Equal(b, again) {
		return damaged(altered)
	}
	return s, text.Text{}, nil
}
