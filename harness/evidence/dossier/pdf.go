package dossier

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"codeberg.org/go-fonts/liberation/liberationsansbold"
	"codeberg.org/go-fonts/liberation/liberationsansregular"
	"codeberg.org/go-pdf/fpdf"

	"github.com/cpslab/cps/harness/card/text"
)

// Measures of the paper, in millimetres but for the sizes of letters, in points.
const (
	side       = 18.0
	top        = 26.0
	bottom     = 18.0
	inner      = 210 - 2*side
	lineHeight = 5.0
	labelWidth = 46.0

	sizeTitle, sizeHead, sizeText, sizeSmall = 17.0, 12.5, 9.5, 8.0
)

// ink are the colours of the paper: those of the page in the light.
type ink [3]int

var (
	black   = ink{29, 33, 38}
	soft    = ink{91, 99, 109}
	rule    = ink{223, 221, 214}
	tones   = map[string]ink{"ok": {23, 102, 58}, "warn": {122, 74, 0}, "bad": {155, 28, 34}, "info": {31, 79, 130}}
	grounds = map[string]ink{"ok": {227, 242, 231}, "warn": {253, 240, 211}, "bad": {251, 228, 226}, "info": {228, 238, 249}}
)

// maxCell bounds a text on paper: a reason of many pages helps nobody.
const maxCell = 2000

// paper is a PDF that is being written.
type paper struct {
	*fpdf.Fpdf
	d      *Dossier
	shared string // see [Dossier.shared]
}

// PDF is the report on A4: the same chapters as the page has, and the notice at the head of
// each sheet.
func (d *Dossier) PDF() ([]byte, error) {
	shared := d.shared()
	p := &paper{fpdf.New("P", "mm", "A4", ""), d, shared}
	p.SetCatalogSort(true) // and fixed dates: the same report is the same file
	p.SetCreationDate(d.Started.UTC())
	p.SetModificationDate(d.Started.UTC())
	p.SetProducer("cpslab", true)
	p.SetTitle(d.say("Rapport de test d'un lecteur de carte CPS", "Test report of a reader for CPS cards"), true)
	p.SetLang(d.Lang)
	p.AddUTF8FontFromBytes("sans", "", bytes.Clone(liberationsansregular.TTF))
	p.AddUTF8FontFromBytes("sans", "B", bytes.Clone(liberationsansbold.TTF))
	p.SetMargins(side, top, side)
	p.SetAutoPageBreak(true, bottom)
	p.AliasNbPages("{pages}")
	p.SetHeaderFunc(p.head)
	p.SetFooterFunc(p.foot)
	p.AddPage()
	p.cover()
	for i := range d.Chapters {
		p.chapter(i, &d.Chapters[i])
	}
	p.latency()
	var b bytes.Buffer
	if err := p.Output(&b); err != nil {
		return nil, text.Wrap(text.Of("le rapport sur papier", "the report on paper"), err)
	}
	return b.Bytes(), nil
}

// head is the notice, in both languages.
func (p *paper) head() {
	p.SetXY(side, 9)
	p.font("B", sizeSmall, tones["warn"])
	p.fill(grounds["warn"])
	for _, lang := range []string{"fr", "en"} {
		p.SetX(side)
		p.CellFormat(inner, 4.4, " "+p.clean(Notice.In(lang)), "", 1, "L", true, 0, "")
	}
	p.SetXY(side, top)
}

func (p *paper) foot() {
	p.SetY(-12)
	p.font("", sizeSmall, soft)
	p.CellFormat(inner*0.8, 5, p.fit(p.name()+" · "+p.d.moment(), inner*0.8), "", 0, "L", false, 0, "")
	const total = 5.5 // the number of pages is known at the end: it stands at the left of a cell, where its width decides nothing
	p.CellFormat(inner*0.2-total, 5, fmt.Sprintf("%d /", p.PageNo()), "", 0, "R", false, 0, "")
	p.CellFormat(total, 5, "{pages}", "", 0, "L", false, 0, "")
}

func (p *paper) name() string {
	if p.d.Reader.Name != "" {
		return p.d.Reader.Name
	}
	return p.d.Reader.Address
}

// cover is what a reader in a hurry reads: what it came to, the chapters, what the vendor
// states, with what it was tested.
func (p *paper) cover() {
	d := p.d
	kind := d.say("Rapport de test d'un lecteur de carte CPS", "Test report of a reader for CPS cards")
	if d.Quick {
		kind += d.say(", abrégé (--quick)", ", shortened (--quick)")
	}
	p.line("", sizeText, soft, kind)
	p.line("B", sizeTitle, black, p.name())
	p.Ln(2)
	p.fill(grounds[toneOf(d.Result)])
	p.font("B", sizeHead, tones[toneOf(d.Result)])
	p.MultiCell(inner, 8, " "+p.clean(ResultWord(d.Result).In(d.Lang)), "", "L", true)
	if head := d.headline(); head != "" {
		p.font("", sizeText, tones[toneOf(d.Result)])
		p.MultiCell(inner, 6, " "+p.clean(head), "", "L", true)
	}
	p.section(d.say("Les chapitres", "The chapters"))
	for i := range d.Chapters {
		c := &d.Chapters[i]
		o := c.Outcome()
		p.room(7)
		p.font("", sizeText, soft)
		p.CellFormat(8, 6, fmt.Sprint(i+1), "B", 0, "R", false, 0, "")
		p.font("", sizeText, black)
		p.CellFormat(inner-8-36-28, 6, "  "+p.fit(c.Title.In(d.Lang), inner-8-36-28-6), "B", 0, "L", false, 0, "")
		p.font("B", sizeSmall, tones[o.tone()])
		p.CellFormat(36, 6, p.clean(o.Word().In(d.Lang)), "B", 0, "L", false, 0, "")
		p.font("", sizeSmall, soft)
		p.CellFormat(28, 6, p.clean(d.say("au plus ", "at most ")+d.shown(c.Budget)), "B", 1, "R", false, 0, "")
	}
	if said := d.states(); said != nil {
		p.section(d.say("Déclaration du fabricant", "Statement of the vendor"))
		p.line("", sizeSmall, soft, d.say("Dans les mots du fabricant. Rien n'en a été vérifié ; ce qui l'a été est ailleurs dans ce rapport.",
			"In the words of the vendor. Nothing of it was checked; what was checked stands elsewhere in this report."))
		p.pairs(said)
	}
	p.section(d.say("Ce qui a été testé, et avec quoi", "What was tested, and with what"))
	p.pairs(d.facts())
}

func (p *paper) chapter(i int, c *Chapter) {
	d := p.d
	p.room(30)
	p.section(fmt.Sprintf("%d. %s", i+1, c.Title.In(d.Lang)))
	p.line("", sizeSmall, soft, c.About.In(d.Lang))
	for j := range c.Steps {
		s := &c.Steps[j]
		o := s.outcome()
		p.room(14 + lineHeight*float64(min(len(s.Found), 10))) // a step stays on one sheet
		p.Ln(1.5)
		p.font("B", sizeSmall, tones[o.tone()])
		p.fill(grounds[o.tone()])
		word := p.clean(o.Word().In(d.Lang))
		p.CellFormat(p.GetStringWidth(word)+4, lineHeight, word, "", 0, "C", true, 0, "")
		p.font("B", sizeText, black)
		left := p.GetX()
		p.SetLeftMargin(left + 2)
		p.SetX(left + 2)
		p.MultiCell(210-side-left-2, lineHeight, p.clean(s.Title.In(d.Lang)), "", "L", false)
		p.SetLeftMargin(side)
		p.SetX(side)
		if why := d.stepWhy(*s, p.shared); why != "" {
			p.line("", sizeText, black, why)
		}
		all := make([][2]string, 0, len(s.Found)+1)
		for _, v := range s.Found {
			all = append(all, [2]string{v.Name.In(d.Lang), v.Value.In(d.Lang)})
		}
		p.pairs(all)
		took := d.shown(s.Took)
		if e := d.effects(*s); e != "" {
			took += d.say(" · effets : ", " · effects: ") + e
		}
		p.line("", sizeSmall, soft, took)
	}
}

func (p *paper) latency() {
	d := p.d
	if len(d.Latency) == 0 {
		return
	}
	p.room(30)
	p.section(d.say("Durée des échanges", "Time of the exchanges"))
	widths := []float64{inner - 4*30, 30, 30, 30, 30}
	row := func(style string, color ink, cells ...string) {
		p.room(7)
		p.font(style, sizeText, color)
		for i, c := range cells {
			align, end := "R", 0
			if i == 0 {
				align = "L"
			}
			if i == len(cells)-1 {
				end = 1
			}
			p.CellFormat(widths[i], 6, p.fit(c, widths[i]), "B", end, align, false, 0, "")
		}
	}
	row("B", soft, d.say("Commande", "Command"), d.say("Nombre", "Count"), d.say("Médiane", "Median"), "95 %", d.say("Ligne", "Line"))
	for _, l := range d.Latency {
		line := "–"
		if l.Line > 0 {
			line = d.shown(l.Line)
		}
		row("", black, l.Command, fmt.Sprint(l.Count), d.shown(l.Median), d.shown(l.P95), line)
	}
}

// pairs are names and what they are, in two columns.
func (p *paper) pairs(all [][2]string) {
	for _, v := range all {
		p.font("", sizeText, soft)
		label := p.SplitText(p.clean(v[0]), labelWidth-2)
		p.font("", sizeText, black)
		value := p.SplitText(p.clean(v[1]), inner-labelWidth-1)
		for i := range max(len(label), len(value)) {
			p.room(lineHeight)
			p.font("", sizeText, soft)
			p.CellFormat(labelWidth, lineHeight, at(label, i), "", 0, "L", false, 0, "")
			p.font("", sizeText, black)
			p.CellFormat(inner-labelWidth, lineHeight, at(value, i), "", 1, "L", false, 0, "")
		}
	}
}

func at(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return ""
}

func (p *paper) section(title string) {
	p.Ln(5)
	p.room(16)
	p.line("B", sizeHead, black, title)
	p.SetDrawColor(rule[0], rule[1], rule[2])
	p.Ln(0.5)
}

// line is a paragraph.
func (p *paper) line(style string, size float64, color ink, s string) {
	p.font(style, size, color)
	p.MultiCell(inner, lineHeight*size/sizeText, p.clean(s), "", "L", false)
}

// room begins a new sheet where less is left than that.
func (p *paper) room(height float64) {
	if p.GetY()+height > 297-bottom {
		p.AddPage()
	}
}

func (p *paper) font(style string, size float64, color ink) {
	p.SetFont("sans", style, size)
	p.SetTextColor(color[0], color[1], color[2])
}

func (p *paper) fill(color ink) { p.SetFillColor(color[0], color[1], color[2]) }

// clean is a text that the font can show: what is outside of its plane, and what is nothing
// to be seen, is replaced. A long word is broken, which the library does not do.
func (p *paper) clean(s string) string {
	const longest = 70
	if len(s) > maxCell {
		s = strings.ToValidUTF8(s[:maxCell], "") + " […]"
	}
	var out strings.Builder
	word := 0
	for _, r := range s {
		switch {
		case r == '\n' || r == ' ':
			word = 0
		case r == '\t':
			r, word = ' ', 0
		case r > 0xFFFF, r == utf8.RuneError, r < ' ', r >= 0x7F && r < 0xA0, r >= 0x200B && r <= 0x200F, r >= 0x202A && r <= 0x202E, r == 0xFEFF:
			r = '?'
		default:
			if word++; word > longest {
				out.WriteByte(' ')
				word = 1
			}
		}
		out.WriteRune(r)
	}
	return out.String()
}

// fit is a text in one line of that width.
func (p *paper) fit(s string, width float64) string {
	const most = 300 // far beyond a line: what is cut is measured again and again
	s = strings.Join(strings.Fields(p.clean(s)), " ")
	if runes := []rune(s); len(runes) > most {
		s = string(runes[:most])
	}
	if p.GetStringWidth(s) <= width-2 {
		return s
	}
	for s != "" && p.GetStringWidth(s+"…") > width-2 {
		_, n := utf8.DecodeLastRuneInString(s)
		s = s[:len(s)-n]
	}
	return s + "…"
}
