// Package jetstream is the queue of a farm for many machines, on NATS JetStream: on a hub of
// this program (StartHub), or on a NATS server that exists already.
//
//	hub, err := jetstream.StartHub(jetstream.HubConfig{Listen: "127.0.0.1:0", Folder: dir, Token: token})
//	queue, err := jetstream.Connect(ctx, jetstream.Config{Address: hub.Address(), Token: token})
//
// # What the server has to do
//
// Everything is kept in files. A hub of this program writes each change to the disk before it
// answers (sync_always): a claim or an outcome that was acknowledged is there after a crash.
// Of a server that is somebody else's this cannot be seen from here: its owner has to set it.
//
// JetStream writes down up to a tenth of a second late which messages it handed out, so that a
// server that is killed may hand one out again, whatever its limit of deliveries. What must
// not be done twice is claimed in a book first, which package farm does.
//
// # Who may speak
//
// On a loopback address whoever has the token. Elsewhere TLS with certificates of both sides,
// and a key (nkey) of each station: Connect and StartHub refuse anything less.
package jetstream
