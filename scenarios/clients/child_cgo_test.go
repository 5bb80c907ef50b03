//go:build linux && cgo

package clients

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/miekg/pkcs11"
)

// childMissing says why there is no child, "" when there is one.
const childMissing = ""

// child is the program behind envChild; it returns the exit code.
func child(module string, in io.Reader, out io.Writer) int {
	var r request
	if err := json.NewDecoder(in).Decode(&r); err != nil {
		return 1
	}
	var answer response
	data, err := serve(module, r)
	answer.Data = data
	if err != nil {
		answer.Error = err.Error()
		var code pkcs11.Error
		if errors.As(err, &code) {
			answer.Error = name(code)
		}
	}
	if err := json.NewEncoder(out).Encode(answer); err != nil {
		return 1
	}
	return 0
}

// name is the PKCS#11 name of the errors that a test compares.
func name(code pkcs11.Error) string {
	switch code {
	case pkcs11.CKR_USER_NOT_LOGGED_IN:
		return "CKR_USER_NOT_LOGGED_IN"
	case pkcs11.CKR_PIN_INCORRECT:
		return "CKR_PIN_INCORRECT"
	case pkcs11.CKR_DATA_INVALID:
		return "CKR_DATA_INVALID"
	}
	return code.Error()
}

func serve(module string, r request) ([]byte, error) {
	p := pkcs11.New(module)
	if p == nil {
		return nil, fmt.Errorf("%s cannot be loaded", module)
	}
	defer p.Destroy()
	if err := p.Initialize(); err != nil {
		return nil, err
	}
	defer func() { _ = p.Finalize() }() // the process ends here anyway
	slots, err := p.GetSlotList(true)
	if err != nil {
		return nil, err
	}
	if len(slots) == 0 {
		return nil, errors.New("no token")
	}
	session, err := p.OpenSession(slots[0], pkcs11.CKF_SERIAL_SESSION|pkcs11.CKF_RW_SESSION)
	if err != nil {
		return nil, err
	}
	if r.PIN != "" {
		if err := p.Login(session, pkcs11.CKU_USER, r.PIN); err != nil {
			return nil, err
		}
	}
	switch r.Op {
	case opLogin:
		return nil, nil
	case opSign:
		return sign(p, session, r)
	case opWrite:
		return nil, write(p, session, r)
	default:
		return nil, fmt.Errorf("unknown operation %q", r.Op)
	}
}

func sign(p *pkcs11.Ctx, session pkcs11.SessionHandle, r request) ([]byte, error) {
	id, err := hex.DecodeString(r.ID)
	if err != nil {
		return nil, err
	}
	key, err := find(p, session,
		pkcs11.NewAttribute(pkcs11.CKA_CLASS, pkcs11.CKO_PRIVATE_KEY), pkcs11.NewAttribute(pkcs11.CKA_ID, id))
	if err != nil {
		return nil, err
	}
	if err := p.SignInit(session, []*pkcs11.Mechanism{pkcs11.NewMechanism(pkcs11.CKM_RSA_PKCS, nil)}, key); err != nil {
		return nil, err
	}
	return p.Sign(session, r.Data)
}

func write(p *pkcs11.Ctx, session pkcs11.SessionHandle, r request) error {
	object, err := find(p, session,
		pkcs11.NewAttribute(pkcs11.CKA_CLASS, pkcs11.CKO_DATA), pkcs11.NewAttribute(pkcs11.CKA_LABEL, r.Label))
	if err != nil {
		return err
	}
	return p.SetAttributeValue(session, object, []*pkcs11.Attribute{pkcs11.NewAttribute(pkcs11.CKA_VALUE, r.Data)})
}

// find returns the one object of the template.
func find(p *pkcs11.Ctx, session pkcs11.SessionHandle, template ...*pkcs11.Attribute) (pkcs11.ObjectHandle, error) {
	if err := p.FindObjectsInit(session, template); err != nil {
		return 0, err
	}
	found, _, err := p.FindObjects(session, 2)
	if err != nil {
		return 0, err
	}
	if err := p.FindObjectsFinal(session); err != nil {
		return 0, err
	}
	if len(found) != 1 {
		return 0, fmt.Errorf("%d objects, want 1", len(found))
	}
	return found[0], nil
}
