package jetstream

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/cpslab/cps/harness/card/text"
)

// A hub whose book of claims is damaged does not start with an empty one.
func TestADamagedHub(t *testing.T) {
	t.Parallel()
	cfg := HubConfig{Listen: "127.0.0.1:0", Folder: t.TempDir(), Token: "x"}
	for range 2 { // made, and found again
		h, err := StartHub(cfg)
		if err != nil {
			t.Fatal(err)
		}
		q, err := Connect(t.Context(), Config{Address: h.Address(), Token: cfg.Token, Patience: time.Second})
		if err != nil {
			t.Fatal(err)
		}
		if err := q.Close(); err != nil {
			t.Error(err)
		}
		h.Close()
	}
	found, err := filepath.Glob(filepath.Join(cfg.Folder, "jetstream", "*", "streams", "KV_cpslab_farm_claims", "meta.inf"))
	if err != nil || len(found) != 1 {
		t.Fatal(found, err)
	}
	if err := os.WriteFile(found[0], []byte("{}"), 0o600); err != nil {
		t.Fatal(err)
	}
	h, err := StartHub(cfg)
	if err == nil {
		h.Close()
		t.Fatal("it started")
	}
	message, hint := text.Say(err, "fr")
	if !strings.Contains(message, "sont abîmés") || !strings.Contains(message, "claims") || !strings.Contains(hint, "d'une copie") {
		t.Errorf("%s → %s", message, hint)
	}
}

// A server that cannot write ends the hub, with what to do; what else it says does not.
func TestAHubThatCannotWrite(t *testing.T) {
	t.Parallel()
	h, err := StartHub(HubConfig{Listen: "127.0.0.1:0", Folder: t.TempDir(), Token: "x"})
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	h.server.Errorf("%s - TLS handshake error", "127.0.0.1:5")
	select {
	case err := <-h.Failed():
		t.Fatalf("it ends by a peer: %v", err)
	default:
	}
	for range 2 {
		h.server.RateLimitErrorf("JetStream failed to store a msg on stream '%s > %s': %v", "$G", "KV_cpslab_farm_claims", "no space left on device")
	}
	h.server.Errorf("JetStream out of resources, will be DISABLED")
	message, hint := text.Say(<-h.Failed(), "fr")
	if !strings.HasPrefix(message, "le hub ne peut plus écrire dans ") || !strings.Contains(message, "no space left") || !strings.Contains(hint, "rien de ce qu'il a confirmé n'est perdu") {
		t.Errorf("%s → %s", message, hint)
	}
}
