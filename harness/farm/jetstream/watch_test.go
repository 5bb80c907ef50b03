package jetstream

import (
	"strings"
	"testing"

	"github.com/cpslab/cps/harness/card/text"
)

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
