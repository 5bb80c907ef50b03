package clients

import (
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/cpslab/cps/testdata/testneed"
)

// envChild makes a child of the test binary: it loads the module at this path,
// does one request from standard input, prints the answer and ends. A module
// that crashes or hangs takes the child along and nothing else.
const envChild = "CPSLAB_CLIENTS_CHILD"

// Operations of the child.
const (
	opSign  = "sign"  // C_Sign with CKM_RSA_PKCS into a buffer of the length that C_Sign asks for
	opLogin = "login" // C_Login and nothing else
	opWrite = "write" // C_SetAttributeValue of CKA_VALUE
)

// request is what the child is to do on the first token; without PIN it does not
// log in.
type request struct {
	Op    string `json:"op"`
	PIN   string `json:"pin,omitempty"`
	ID    string `json:"id,omitempty"`    // CKA_ID of the key, hexadecimal
	Label string `json:"label,omitempty"` // of the data object
	Data  []byte `json:"data"`
}

// response is the signature, or the first function's error as PKCS#11 names it.
type response struct {
	Data  []byte `json:"data,omitempty"`
	Error string `json:"error,omitempty"`
}

// child runs one request in a process of its own.
func (d *desk) child(t *testing.T, r request) response {
	t.Helper()
	if childMissing != "" {
		testneed.Part(t, childMissing)
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	question, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), toolTimeout)
	defer cancel()
	cmd := exec.CommandContext(ctx, self)
	cmd.Dir = d.dir
	cmd.Env = append(append(os.Environ(), d.stack.Env()...), envChild+"="+os.Getenv(envModule))
	cmd.Stdin = strings.NewReader(string(question))
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("child that loads the module: %v\n%s", err, out)
	}
	var answer response
	if err := json.Unmarshal(out, &answer); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return answer
}
