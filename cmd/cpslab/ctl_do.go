package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/cpslab/cps/harness/card/yaml"
	"github.com/cpslab/cps/harness/control"
	"github.com/cpslab/cps/harness/readers"
	bench "github.com/cpslab/cps/harness/station"
)

func (c *ctl) show(ctx context.Context, client *control.Client, _ []string) error {
	b, err := client.Bench(ctx)
	if err != nil {
		return err
	}
	a := c.app
	if a.json() {
		return a.writeJSON(b)
	}
	cards := map[string]control.Card{}
	for _, one := range b.Cards {
		cards[one.Name] = one
	}
	for _, r := range b.Readers {
		what := a.t("vide", "empty")
		switch {
		case r.Inserted:
			what = c.card(cards[r.Card])
		case r.Card != "":
			what = fmt.Sprintf(a.t("vide (%s à côté)", "empty (%s beside it)"), r.Card)
		}
		if r.Asks != nil {
			what += a.t(" ; demande un code à son clavier", "; asks for a code at its keypad")
		}
		if r.Holder != "" {
			what += fmt.Sprintf(a.t(" ; réservé par %s", "; held by %s"), r.Holder)
		}
		fmt.Fprintf(a.out, "%d  « %s »  %s\n", r.Number, r.Name, what)
	}
	for _, one := range b.Cards {
		if one.Reader == 0 {
			fmt.Fprintf(a.out, "–  %s\n", c.card(one))
		}
	}
	return nil
}

// card is a card in a few words.
func (c *ctl) card(one control.Card) string {
	a := c.app
	s := fmt.Sprintf(a.t("%s (%s, n° %s, code porteur %d/%d)", "%s (%s, No. %s, PIN %d/%d)"), one.Name, one.Face, one.Serial, one.PIN.Left, one.PIN.Max)
	for _, f := range one.Faults {
		s += fmt.Sprintf(a.t(", panne %s ×%d", ", fault %s ×%d"), f.Fault, f.Fired)
	}
	return s
}

// maxSentTrace bounds a trace that is sent to a station, in bytes.
const maxSentTrace = 1 << 20

// chosen is a card as it is written: a name, a file that is a profile, or a trace.
func (c *ctl) chosen(ctx context.Context, written string) (control.Chosen1, error) {
	written = strings.TrimPrefix(written, readers.SchemeSim+":")
	path, recorded := strings.CutPrefix(written, readers.SchemeTrace+":")
	if !recorded && !yaml.IsFile(written) {
		return control.Chosen1{Card: written}, nil
	}
	a, number := c.app, 0
	if recorded {
		path, number = readers.TraceFile(path)
	}
	file, err := openInput(ctx, path)
	if err != nil {
		return control.Chosen1{}, usage("%s%s%s", "", path, a.t(" : ", ": "), a.system(err))
	}
	defer file.Close()
	source, err := io.ReadAll(io.LimitReader(file, maxSentTrace))
	if err != nil {
		return control.Chosen1{}, err
	}
	base := filepath.Base(path)
	name := bench.NameOf(strings.TrimSuffix(base, filepath.Ext(base)))
	if recorded {
		return control.Chosen1{Trace: string(source), TraceReader: number, Name: name}, nil
	}
	return control.Chosen1{Profile: string(source), Name: name}, nil
}

func (c *ctl) put(ctx context.Context, client *control.Client, args []string, how, words string) error {
	n, err := c.reader(ctx, client, args[0])
	if err != nil {
		return err
	}
	chosen, err := c.chosen(ctx, args[1])
	if err != nil {
		return err
	}
	return c.answer(ctx, client, "POST", readerPath(n, how), chosen, fmt.Sprintf(words, n, args[1]))
}

func readerPath(n int, what string) string { return "/v1/readers/" + strconv.Itoa(n) + "/" + what }

func (c *ctl) insert(ctx context.Context, client *control.Client, args []string) error {
	return c.put(ctx, client, args, "insert", c.app.t("lecteur %d : %s insérée", "reader %d: %s inserted"))
}

func (c *ctl) swap(ctx context.Context, client *control.Client, args []string) error {
	return c.put(ctx, client, args, "swap", c.app.t("lecteur %d : %s à la place", "reader %d: %s in its place"))
}

// onReader makes a request about a reader.
func (c *ctl) onReader(ctx context.Context, client *control.Client, written, method, what string, body any, words string) error {
	n, err := c.reader(ctx, client, written)
	if err != nil {
		return err
	}
	return c.answer(ctx, client, method, readerPath(n, what), body, fmt.Sprintf(c.app.t("lecteur %d : ", "reader %d: "), n)+words)
}

func (c *ctl) remove(ctx context.Context, client *control.Client, args []string) error {
	return c.onReader(ctx, client, args[0], "POST", "remove", nil, c.app.t("vide", "empty"))
}

func (c *ctl) fault(ctx context.Context, client *control.Client, args []string) error {
	words := strings.Join(args[1:], " ")
	if words == "" {
		words = c.app.t("plus aucune panne", "no more faults")
	}
	return c.onReader(ctx, client, args[0], "PUT", "faults", control.Faults{Faults: append([]string{}, args[1:]...)}, words)
}

func (c *ctl) hold(ctx context.Context, client *control.Client, args []string) error {
	a := c.app
	seconds, err := strconv.Atoi(args[1])
	if err != nil {
		return usage(a.t("%s : attendu un nombre de secondes", "%s: want a number of seconds"), a.t("de 1 à 3600", "1 to 3600"), args[1])
	}
	if c.by == "" {
		return usage(a.t("réservé par qui ?", "held by whom?"), a.t("--by NOM le dit", "--by NAME says it"))
	}
	return c.onReader(ctx, client, args[0], "PUT", "hold", control.Hold{Seconds: seconds}, fmt.Sprintf(a.t("réservé par %s", "held by %s"), c.by))
}

func (c *ctl) release(ctx context.Context, client *control.Client, args []string) error {
	return c.onReader(ctx, client, args[0], "DELETE", "hold", nil, c.app.t("rendu", "given back"))
}

func (c *ctl) snapshot(ctx context.Context, client *control.Client, args []string) error {
	return c.answer(ctx, client, "PUT", "/v1/snapshots/"+url.PathEscape(args[0]), nil, args[0])
}

func (c *ctl) restore(ctx context.Context, client *control.Client, args []string) error {
	return c.answer(ctx, client, "POST", "/v1/snapshots/"+url.PathEscape(args[0])+"/restore", nil, args[0])
}

func (c *ctl) reset(ctx context.Context, client *control.Client, args []string) error {
	var readers []int
	for _, one := range args {
		n, err := c.reader(ctx, client, one)
		if err != nil {
			return err
		}
		readers = append(readers, n)
	}
	return c.answer(ctx, client, "POST", "/v1/reset", control.Chosen{Readers: readers}, c.app.t("revenu au départ", "back to the start"))
}

// log follows the log until it is interrupted, or the station ends.
func (c *ctl) log(ctx context.Context, client *control.Client, _ []string) error {
	err := client.Follow(ctx, 0, func(r control.Record) error {
		if c.app.json() {
			return c.app.writeJSON(r)
		}
		_, err := fmt.Fprintln(c.app.out, c.record(r))
		return err
	})
	if errors.Is(err, context.Canceled) {
		return nil // the user ended it
	}
	return err
}

// record is a record on one line.
func (c *ctl) record(r control.Record) string {
	a := c.app
	in := func(w *control.Words) string {
		if w == nil {
			return ""
		}
		return a.t(w.FR, w.EN)
	}
	head := fmt.Sprintf("#%d %s", r.ID, strings.TrimSuffix(r.At[strings.IndexByte(r.At, 'T')+1:], "Z"))
	if r.Reader > 0 {
		head += fmt.Sprintf(" [%d]", r.Reader)
	}
	x := r.Exchange
	if x == nil {
		return strings.TrimSpace(head + " " + in(r.Said) + " " + r.Card)
	}
	end := x.SW + " " + in(x.Means)
	if x.Lost != nil {
		end = in(x.Lost)
	}
	for _, f := range x.Faults {
		end += a.t(", panne ", ", fault ") + f
	}
	return fmt.Sprintf("%s %s %s → %s  %.2f ms", head, a.t(x.Command.FR, x.Command.EN), x.File, end, x.Millis)
}

func (c *ctl) pin(ctx context.Context, client *control.Client, args []string) error {
	var code struct {
		PIN string `json:"pin"`
	}
	if err := client.Do(ctx, "GET", "/v1/cards/"+url.PathEscape(args[0])+"/pin", nil, &code); err != nil {
		return err
	}
	return c.say(code, code.PIN)
}

func (c *ctl) crash(ctx context.Context, client *control.Client, _ []string) error {
	return c.answer(ctx, client, "POST", "/v1/service/restart", control.Restart{Kill: true}, c.app.t("le service est revenu", "the service is back"))
}

// url is for whoever asks for it: it holds the token.
func (c *ctl) url(context.Context, *control.Client, []string) error {
	address := c.address
	if address == "" {
		address = c.app.getenv(control.EnvControl)
	}
	if strings.HasPrefix(address, "unix:") {
		return usage(c.app.t("un navigateur n'ouvre pas une prise Unix", "a browser does not open a Unix socket"), c.app.t("cpslab serve --control 127.0.0.1:0", "cpslab serve --control 127.0.0.1:0"))
	}
	_, err := fmt.Fprintln(c.app.out, consoleURL(address, c.app.getenv(control.EnvToken)))
	return err
}
