// Package farm has many stations do the work of one run: shards wait in a queue, stations
// take one at a time, and the results come home as one run.
//
//	queue := farm.NewMemory(farm.DefaultPatience) // one machine needs no server
//	go station.Serve(ctx, queue)                  // a farm.Station: a name, readers, labels, its work
//	run, err := farm.Do(ctx, queue, job)          // a farm.Job: a plan of names, cut into parts
//
// Package jetstream has the queue for many machines. The work is a function of the station:
// this package knows no card.
//
// # What holds
//
// Each shard ends with one outcome, written once and never over another: a result that was
// accepted, or a loss with its reason. A run with a loss is red, and says which shards it
// lacks.
//
// A shard that presents a code (Once) is never done twice. Its station writes it into its own
// journal, then claims it in a book whose entries are never overwritten, and begins only then;
// beside that, the queue hands it out once. When the station dies the shard is lost, and not
// repeated. Other shards are handed out twice at most.
//
// A reader belongs to one station at a time, by a lease that ends when its station says nothing
// for [Queue].Patience. Its number grows with each holder and stands in each result; work that
// outlives its lease is ended, and its result refused.
//
// What a station may do to a card is its owner's to say, there. Nothing that comes out of the
// queue widens it: a shard of another version, of another form, or that asks for what the
// station does not offer is refused, with the reason, and the station goes on.
package farm
