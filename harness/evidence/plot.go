package evidence

import (
	"bytes"
	"html/template"
	"image/color"
	"math"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgsvg"

	"github.com/cpslab/cps/harness/report"
)

// Quantiles are the latencies of one kind of exchange.
type Quantiles struct {
	Command            string
	Count              int64
	P50, P95, P99, Max time.Duration
	Line               time.Duration // 0 when it is not known
}

func quantilesOf(l report.Latency) Quantiles {
	q := Quantiles{Command: l.Command, Line: l.Line}
	buckets := slices.Clone(l.Buckets)
	slices.SortFunc(buckets, func(a, b report.Bucket) int { return int(min(max(a.Nanoseconds-b.Nanoseconds, -1), 1)) })
	for _, b := range buckets {
		q.Count += b.Count
	}
	at := func(share float64) time.Duration {
		rank, seen := int64(math.Ceil(share*float64(q.Count))), int64(0)
		for _, b := range buckets {
			if seen += b.Count; seen >= rank {
				return time.Duration(b.Nanoseconds)
			}
		}
		return 0
	}
	if n := len(buckets); n > 0 {
		q.P50, q.P95, q.P99, q.Max = at(0.5), at(0.95), at(0.99), time.Duration(buckets[n-1].Nanoseconds)
	}
	return q
}

// Latencies are the latencies of a run by command, nil when nothing was measured.
func Latencies(run *report.Run) []Quantiles {
	var all []Quantiles
	for _, l := range run.Latency {
		if q := quantilesOf(l); q.Count > 0 {
			all = append(all, q)
		}
	}
	return all
}

// The ticks of a logarithmic axis of time.
type timeTicks struct{}

// Ticks implements plot.Ticker.
func (timeTicks) Ticks(low, high float64) []plot.Tick {
	var all []plot.Tick
	for v := time.Duration(1); v <= 1_000*time.Second; v *= 10 {
		if f := float64(v); f >= low && f <= high {
			all = append(all, plot.Tick{Value: f, Label: v.String()})
		}
	}
	return all
}

// plotWidth and rowHeight are in points; the page stretches the whole.
const (
	plotWidth = 560
	rowHeight = 26
)

// latencyPlot draws a row for each kind of exchange: a line from the median to the 99th
// percentile with a mark at each, on a logarithmic axis, and an upright stroke where the
// line of the card is. Texts stay texts, in the font of the page.
func latencyPlot(all []Quantiles, axis string) (template.HTML, error) {
	if len(all) == 0 {
		return "", nil
	}
	p := plot.New()
	p.BackgroundColor = color.Transparent
	low, high := math.MaxFloat64, 1.0
	names := make([]string, len(all))
	for i, q := range all {
		y := float64(len(all) - 1 - i)
		names[len(all)-1-i] = q.Command
		var marks plotter.XYs
		for _, d := range []time.Duration{q.P50, q.P95, q.P99, q.Max, q.Line} {
			if d > 0 {
				low, high = min(low, float64(d)), max(high, float64(d))
			}
		}
		for _, d := range []time.Duration{q.P50, q.P95, q.P99} {
			marks = append(marks, plotter.XY{X: float64(max(d, 1)), Y: y})
		}
		if err := addRow(p, marks, q, y); err != nil {
			return "", err
		}
	}
	p.X.Min, p.X.Max = math.Pow(10, math.Floor(math.Log10(low))), math.Pow(10, math.Ceil(math.Log10(high*1.01)))
	p.X.Scale, p.X.Tick.Marker = plot.LogScale{}, timeTicks{}
	p.X.Label.Text, p.X.Label.Padding = axis, 8
	p.Y.Min, p.Y.Max = -0.6, float64(len(all))-0.4
	p.NominalY(names...)
	for _, f := range []*font.Font{&p.X.Label.TextStyle.Font, &p.X.Tick.Label.Font, &p.Y.Tick.Label.Font} {
		f.Variant, f.Size = "Sans", 10
	}
	width, height := vg.Length(plotWidth), vg.Length(rowHeight*len(all)+50)
	canvas := vgsvg.New(width, height)
	p.Draw(draw.New(canvas))
	var out bytes.Buffer
	if _, err := canvas.WriteTo(&out); err != nil {
		return "", err
	}
	return inline(out.String()), nil
}

func addRow(p *plot.Plot, marks plotter.XYs, q Quantiles, y float64) error {
	line, points, err := plotter.NewLinePoints(marks)
	if err != nil {
		return err
	}
	line.Width = 2
	points.Shape, points.Radius = draw.CircleGlyph{}, 3
	p.Add(line, points)
	if q.Line == 0 {
		return nil
	}
	limit, err := plotter.NewLine(plotter.XYs{{X: float64(q.Line), Y: y - 0.4}, {X: float64(q.Line), Y: y + 0.4}})
	if err != nil {
		return err
	}
	limit.Width, limit.Color = 2, color.RGBA{R: 0x9b, G: 0x1c, B: 0x22, A: 0xff}
	p.Add(limit)
	return nil
}

var (
	svgSize   = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`<svg width="[^"]*" height="[^"]*"`) })
	svgFamily = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`font-family:[^;]*;font-variant:[^;]*;font-weight:[^;]*;font-style:[^;"]*;?`)
	})
)

// inline makes of a file of its own a part of the page: as wide as that allows, in its
// font, and in its colours where the plot is black.
func inline(svg string) template.HTML {
	if i := strings.Index(svg, "<svg"); i > 0 {
		svg = svg[i:]
	}
	svg = svgSize().ReplaceAllString(svg, `<svg class="plot" role="img" aria-label="latency"`)
	svg = svgFamily().ReplaceAllString(svg, "")
	svg = strings.NewReplacer("stroke:#000000", "stroke:currentColor", "fill:#000000", "fill:currentColor", "#9B1C22", "var(--bad)").Replace(svg)
	return template.HTML(svg) //nolint:gosec // made here, and what it writes is escaped by its library
}

// short is a duration with three digits.
func short(d time.Duration) string {
	unit := time.Duration(1)
	for d/unit >= 1000 {
		unit *= 10
	}
	return d.Round(unit).String()
}

func shown(d time.Duration) string {
	if d == 0 {
		return "–"
	}
	return short(d)
}
