package jetstream

import (
	"testing"
)

// FuzzAnswers: what a server that is not ours says, and an address that a user gives, is
// refused or understood.
func FuzzAnswers(f *testing.F) {
	for _, seed := range []string{
		`INFO {"server_id":"x","host":"0.0.0.0","port":4222}`, `INFO {"host":7}`, "INFO {", "HTTP/1.1 400 Bad Request",
		"$JS.ACK.CPSLAB_FARM.r-1.1.7.7.1700000000000000000.3", "$JS.ACK.domain.account.CPSLAB_FARM.r-1.2.7.7.1700000000000000000.3.token", "$JS.ACK.........",
		"nats://127.0.0.1:4222,tls://hub.example", "nats://user:secret@h", "://",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, said string) {
		if known, err := infoOf(said); err == nil && known.Host == "" {
			t.Error("a server without an address")
		}
		if n, ok := attemptOf(said); ok && n < 1 {
			t.Errorf("attempt %d", n)
		}
		hosts, err := hostsOf(said)
		for _, h := range hosts {
			if err == nil && h == "" {
				t.Error("an address without a host")
			}
		}
	})
}
