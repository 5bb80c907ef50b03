package jetstream

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/nats-io/nats.go"
	js "github.com/nats-io/nats.go/jetstream"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/farm"
)

// Names on the server. Whoever shares it with others sees by them what is ours.
const (
	workStream  = "CPSLAB_FARM"
	workSubject = "cpslab.farm.work."
	prefix      = "cpslab_farm_" // of buckets
	metaBucket  = prefix + "meta"
	blobBucket  = prefix + "results"
)

// schema is the number of what stands on the server, its names and its records.
const schema = 1

const (
	messageAge = 24 * time.Hour      // of a shard that nobody takes
	resultAge  = 7 * 24 * time.Hour  // of results and their outcomes
	claimAge   = 30 * 24 * time.Hour // of claims: longer than a message lives
	answerTime = 5 * time.Second     // for one answer of the server
	maxStored  = 64 << 20            // bytes of one result
)

// Bounds of the patience of a farm.
const (
	LeastPatience = 100 * time.Millisecond
	MostPatience  = time.Hour
)

// Queue is a connection to a server. The server may go away and come back: calls fail
// meanwhile, and the connection is made again by itself.
type Queue struct {
	nc       *nats.Conn
	js       js.JetStream
	patience time.Duration
	stream   js.Stream
	blobs    js.ObjectStore
	books    map[farm.Kind]js.KeyValue
	closing  atomic.Bool
	denied   atomic.Int64 // how often the server said that these keys may not do something

	mu   sync.Mutex // protects what follows
	life context.Context
	lose context.CancelFunc
}

var _ farm.Queue = (*Queue)(nil)

// meta is what the first one that came wrote down for all.
type meta struct {
	Schema   int           `json:"schema"`
	Patience time.Duration `json:"patience"`
}

// open finds what the farm needs on the server, or makes it.
func (q *Queue) open(ctx context.Context, patience time.Duration) error {
	if patience < LeastPatience || patience > MostPatience { // nobody could open such a farm again
		return text.BadInput(text.NewError(text.Of("une patience de %s", "a patience of %s", patience), text.Of("de %s à %s", "from %s to %s", LeastPatience, MostPatience)))
	}
	kv, err := q.js.KeyValue(ctx, metaBucket)
	if errors.Is(err, js.ErrBucketNotFound) {
		kv, err = q.js.CreateKeyValue(ctx, js.KeyValueConfig{Bucket: metaBucket, Description: "cpslab farm", History: 1})
	}
	if err != nil {
		return err
	}
	entry, err := kv.Get(ctx, "farm")
	if errors.Is(err, js.ErrKeyNotFound) {
		content, _ := json.Marshal(meta{schema, patience}) // of numbers
		if _, err = kv.Create(ctx, "farm", content); err == nil || errors.Is(err, js.ErrKeyExists) {
			entry, err = kv.Get(ctx, "farm")
		}
	}
	if err != nil {
		return err
	}
	var m meta
	if err := json.Unmarshal(entry.Value(), &m); err != nil || m.Patience < LeastPatience || m.Patience > MostPatience {
		return text.NewError(text.Of("ce serveur ne tient pas une ferme de cpslab", "this server does not hold a farm of cpslab"), text.Text{})
	}
	if m.Schema != schema {
		return text.NewError(text.Of("la ferme est de la version %d, et ce programme de la version %d", "the farm is of version %d, and this program of version %d", m.Schema, schema),
			text.Of("un même cpslab sur toutes les machines", "let one version of cpslab run on all machines"))
	}
	q.patience = m.Patience
	return q.bind(ctx)
}

// bind finds or makes the stream of messages, the books and the place of results.
func (q *Queue) bind(ctx context.Context) (err error) {
	q.stream, err = q.js.Stream(ctx, workStream)
	if errors.Is(err, js.ErrStreamNotFound) {
		q.stream, err = q.js.CreateStream(ctx, js.StreamConfig{
			Name: workStream, Description: "cpslab farm: shards that wait", Subjects: []string{workSubject + "*"},
			Retention: js.WorkQueuePolicy, Storage: js.FileStorage, MaxAge: messageAge, Duplicates: 2 * time.Minute,
		})
	}
	if err != nil {
		return err
	}
	for _, kind := range farm.Kinds() {
		name := prefix + string(kind)
		kv, err := q.js.KeyValue(ctx, name)
		if errors.Is(err, js.ErrBucketNotFound) {
			kv, err = q.js.CreateKeyValue(ctx, js.KeyValueConfig{Bucket: name, Description: "cpslab farm", History: 1, Storage: js.FileStorage, TTL: q.ageOf(kind)})
		}
		if err != nil {
			return err
		}
		q.books[kind] = kv
	}
	q.blobs, err = q.js.ObjectStore(ctx, blobBucket)
	if errors.Is(err, js.ErrBucketNotFound) {
		q.blobs, err = q.js.CreateObjectStore(ctx, js.ObjectStoreConfig{Bucket: blobBucket, Description: "cpslab farm: results", Storage: js.FileStorage, TTL: resultAge})
	}
	return err
}

// ageOf is after how long entries of a book end.
func (q *Queue) ageOf(kind farm.Kind) time.Duration {
	switch {
	case kind.Ends():
		return q.patience
	case kind == farm.Claims:
		return claimAge
	case kind == farm.Lanes, kind == farm.Orders:
		return messageAge
	}
	return resultAge
}

// revive begins a new life of the connection, and ends the one before: whoever waits for an
// answer to what was asked in that one would wait in vain.
func (q *Queue) revive() {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.lose != nil {
		q.lose()
	}
	q.life, q.lose = context.WithCancel(context.Background())
}

// call asks the server something, until ctx or the connection ends.
func call[T any](ctx context.Context, q *Queue, ask func(context.Context) (T, error)) (T, error) {
	q.mu.Lock()
	life := q.life
	q.mu.Unlock()
	denied := q.denied.Load()
	inner, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(life, cancel)()
	answer, err := ask(inner)
	switch {
	case err != nil && q.denied.Load() != denied: // the call itself only waited for its answer
		err = errDenied
	case err != nil && inner.Err() != nil && ctx.Err() == nil:
		err = hubError(errGone)
	}
	return answer, err
}

// do is call where there is nothing to give.
func do(ctx context.Context, q *Queue, ask func(context.Context) error) error {
	_, err := call(ctx, q, func(ctx context.Context) (struct{}, error) { return struct{}{}, ask(ctx) })
	return err
}

// Patience implements [farm.Queue].
func (q *Queue) Patience() time.Duration { return q.patience }

// Close ends the connection.
func (q *Queue) Close() error {
	q.closing.Store(true)
	q.nc.Close()
	q.revive() // nobody waits any more
	q.lose()
	return nil
}

// Open implements [farm.Queue].
func (q *Queue) Open(ctx context.Context, lane string, deliveries int) error {
	_, err := call(ctx, q, func(ctx context.Context) (js.Consumer, error) {
		return q.stream.CreateConsumer(ctx, js.ConsumerConfig{
			Durable: lane, FilterSubject: workSubject + lane, AckPolicy: js.AckExplicitPolicy,
			AckWait: q.patience, MaxDeliver: deliveries, MaxAckPending: -1,
		})
	})
	if errors.Is(err, js.ErrConsumerExists) {
		return nil
	}
	return hubError(err)
}

// Shut implements [farm.Queue].
func (q *Queue) Shut(ctx context.Context, lane string) error {
	err := do(ctx, q, func(ctx context.Context) error { return q.stream.DeleteConsumer(ctx, lane) })
	if err != nil && !errors.Is(err, js.ErrConsumerNotFound) {
		return hubError(err)
	}
	return hubError(do(ctx, q, func(ctx context.Context) error { return q.stream.Purge(ctx, js.WithPurgeSubject(workSubject+lane)) }))
}

// Put implements [farm.Queue].
func (q *Queue) Put(ctx context.Context, lane, id string, body []byte) error {
	if _, err := q.consumer(ctx, lane); err != nil {
		return err
	}
	_, err := call(ctx, q, func(ctx context.Context) (*js.PubAck, error) {
		return q.js.Publish(ctx, workSubject+lane, body, js.WithMsgID(id))
	})
	return hubError(err)
}

// consumer finds a lane.
func (q *Queue) consumer(ctx context.Context, lane string) (js.Consumer, error) {
	c, err := call(ctx, q, func(ctx context.Context) (js.Consumer, error) { return q.stream.Consumer(ctx, lane) })
	if errors.Is(err, js.ErrConsumerNotFound) {
		return nil, farm.ErrNoLane
	}
	return c, hubError(err)
}

// Left implements [farm.Queue].
func (q *Queue) Left(ctx context.Context, lane string) (int, error) {
	c, err := q.consumer(ctx, lane)
	if err != nil {
		return 0, err
	}
	info := c.CachedInfo() // that consumer asked for a moment ago
	return int(info.NumPending) + info.NumAckPending, nil
}

// Store implements [farm.Queue].
func (q *Queue) Store(ctx context.Context, name string, content []byte) error {
	_, err := call(ctx, q, func(ctx context.Context) (*js.ObjectInfo, error) { return q.blobs.PutBytes(ctx, name, content) })
	return hubError(err)
}

// Load implements [farm.Queue].
func (q *Queue) Load(ctx context.Context, name string) ([]byte, error) {
	info, err := call(ctx, q, func(ctx context.Context) (*js.ObjectInfo, error) { return q.blobs.GetInfo(ctx, name) })
	switch {
	case errors.Is(err, js.ErrObjectNotFound):
		return nil, farm.ErrNoEntry
	case err != nil:
		return nil, hubError(err)
	case info.Size > maxStored:
		return nil, text.NewError(text.Of("un résultat de %d octets", "a result of %d bytes", info.Size), text.Text{})
	}
	content, err := call(ctx, q, func(ctx context.Context) ([]byte, error) { return q.blobs.GetBytes(ctx, name) })
	if content == nil {
		content = []byte{}
	}
	return content, hubError(err)
}

// Pull implements [farm.Queue].
func (q *Queue) Pull(ctx context.Context, lanes []string) (farm.Message, error) {
	const between = 100 * time.Millisecond
	for end := time.Now().Add(3 * between); ; {
		for _, lane := range lanes {
			m, err := q.next(ctx, lane)
			if err == nil || !errors.Is(err, farm.ErrEmpty) {
				return m, err
			}
		}
		if time.Now().After(end) {
			return nil, farm.ErrEmpty
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(between):
		}
	}
}

// next asks for one message of a lane. The answer is awaited even where ctx ends meanwhile: a
// message that was handed out to nobody would be lost.
func (q *Queue) next(ctx context.Context, lane string) (farm.Message, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	ask, cancel := context.WithTimeout(context.WithoutCancel(ctx), answerTime)
	defer cancel()
	// An inbox of its own: a message comes under its own subject, and what one connection asks
	// for at the same time could not be told apart.
	inbox := q.nc.NewInbox()
	sub, err := q.nc.SubscribeSync(inbox)
	if err != nil {
		return nil, hubError(err)
	}
	defer func() { _ = sub.Unsubscribe() }() // of a connection that may be gone
	if err := q.nc.PublishRequest("$JS.API.CONSUMER.MSG.NEXT."+workStream+"."+lane, inbox, []byte(`{"batch":1,"no_wait":true}`)); err != nil {
		return nil, hubError(err)
	}
	msg, err := call(ask, q, sub.NextMsgWithContext)
	switch {
	case errors.Is(err, nats.ErrNoResponders): // no such lane
		return nil, farm.ErrEmpty
	case err != nil:
		return nil, hubError(err)
	}
	if status := msg.Header.Get("Status"); status != "" {
		if status == "404" || status == "408" || status == "409" {
			return nil, farm.ErrEmpty
		}
		return nil, hubError(text.Detail(errAnswer, text.Same(text.Printable(status+" "+msg.Header.Get("Description")))))
	}
	attempt, ok := attemptOf(msg.Reply)
	if !ok {
		return nil, hubError(errAnswer)
	}
	return &message{q: q, lane: lane, msg: msg, attempt: attempt}, nil
}

// attemptOf reads how often a message was handed out from where its acknowledgement goes:
// $JS.ACK.STREAM.CONSUMER.DELIVERED.…, with a domain and an account before the stream in the
// longer form (ADR-15 of nats-architecture-and-design).
func attemptOf(reply string) (int, bool) {
	parts := strings.Split(reply, ".")
	at := 4
	if len(parts) > 9 {
		at = 6
	}
	if len(parts) < 9 || parts[0] != "$JS" || parts[1] != "ACK" {
		return 0, false
	}
	n, err := strconv.Atoi(parts[at])
	return n, err == nil && n > 0
}

type message struct {
	q       *Queue
	lane    string
	msg     *nats.Msg
	attempt int

	mu      sync.Mutex // protects settled
	settled bool
}

func (m *message) Lane() string { return m.lane }
func (m *message) Body() []byte { return m.msg.Data }
func (m *message) Attempt() int { return m.attempt }

func (m *message) Progress(context.Context) error {
	return hubError(m.q.nc.Publish(m.msg.Reply, []byte("+WPI")))
}

func (m *message) Ack(ctx context.Context) error  { return m.settle(ctx, "+ACK") }
func (m *message) Term(ctx context.Context) error { return m.settle(ctx, "+TERM") }

// Nak gives it back. The server would count one that may not be handed out again as left
// until somebody asks for it.
func (m *message) Nak(ctx context.Context) error {
	c, err := m.q.consumer(ctx, m.lane)
	if err != nil {
		return err
	}
	if m.attempt >= c.CachedInfo().Config.MaxDeliver {
		return m.Term(ctx)
	}
	return m.settle(ctx, "-NAK")
}

// settle says what became of a message and waits until the server knows.
func (m *message) settle(ctx context.Context, word string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.settled {
		return farm.ErrLate
	}
	ask, cancel := context.WithTimeout(ctx, answerTime)
	defer cancel()
	if _, err := call(ask, m.q, func(ctx context.Context) (*nats.Msg, error) {
		return m.q.nc.RequestWithContext(ctx, m.msg.Reply, []byte(word))
	}); err != nil {
		return hubError(err)
	}
	m.settled = true
	return nil
}
