package lookup

import (
	"cmp"
	"math"
	"slices"
	"sync"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/diagnosis/rule"
)

// A query that names no thing and trouble with known causes is held against all that
// the rules say: title, text, cause, remedy and the words of people, in both languages.
// A word counts by how few rules hold it, as in any search of documents
// (K. Spärck Jones, A statistical interpretation of term specificity, 1972).

// Bounds of an answer by prose: the share of the query that its first rule holds, the
// weight of it, both as found on messages that name a cause and on such as do not; how
// many rules it has.
const (
	proseShare  = 0.36
	proseWeight = 6.5
	proseRules  = 3
	stemLength  = 6 // letters by which the forms of a word are one
	mostAsked   = 40
)

// weights of a word by where a rule holds it.
const (
	inTitle = 3
	inText  = 2
	inProse = 1
)

// proseIndex says for each stem which rules hold it, and where.
type proseIndex struct {
	rules map[string]map[rule.Number]float64
	size  [rule.Count]int // stems of a rule
}

var prose = sync.OnceValue(func() *proseIndex {
	p := &proseIndex{rules: map[string]map[rule.Number]float64{}}
	for i, r := range rule.All() {
		add := func(weight float64, said ...string) {
			for _, s := range said {
				for _, stem := range stemmed(text.Words(s)) {
					if p.rules[stem] == nil {
						p.rules[stem] = map[rule.Number]float64{}
					}
					p.rules[stem][r.Number] = max(p.rules[stem][r.Number], weight)
				}
			}
		}
		add(inTitle, r.Title.FR, r.Title.EN)
		add(inTitle, r.Said...)
		add(inText, r.Pattern("fr"), r.Pattern("en"))
		for _, v := range r.Variants {
			add(inText, v.Pattern("fr"), v.Pattern("en"))
		}
		add(inProse, r.Cause.FR, r.Cause.EN, r.Remedy.FR, r.Remedy.EN)
		for _, holders := range p.rules {
			if holders[r.Number] > 0 {
				p.size[i]++
			}
		}
	}
	return p
})

// weight of a stem: how few rules hold it.
func (p *proseIndex) weight(stem string) float64 {
	return math.Log(rule.Count / float64(max(1, len(p.rules[stem]))))
}

// asked are words that questions are made of, and such as most rules are about.
var asked = wordSet("pas plus non carte cartes cps card cards fait faire faut peut comme tout tous sans comment pourquoi puis dois quel quelle quels quelles combien what how why can should bien aussi meme deja faites marche marchent fonctionne works work working")

// stemmed are the stems of the telling words, each once.
func stemmed(words []string) []string {
	var out []string
	for _, w := range words {
		if len(w) < 3 || fillers()[w] || asked()[w] || isDecimal(w) {
			continue
		}
		if w = w[:min(len(w), stemLength)]; !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	return out
}

// byProse answers by what the rules say, and with other rules where none of them holds
// enough of the query.
func (q *question) byProse(other []rule.Number) []rule.Number {
	stems := stemmed(q.words.words[:min(len(q.words.words), mostAsked)])
	p := prose()
	var whole float64
	var score, share [rule.Count]float64
	var hits [rule.Count]int
	all := rule.All()
	for _, stem := range stems {
		w := p.weight(stem)
		whole += w
		for i, r := range all {
			if place := p.rules[stem][r.Number]; place > 0 {
				score[i] += w * place
				share[i] += w
				hits[i]++
			}
		}
	}
	var order []int
	for i, r := range all {
		// Long rules hold more words by chance.
		const longer = 0.02
		score[i] /= 1 + longer*float64(p.size[i])
		if hits[i] > 1 && q.said.thing.fits(r) && share[i] >= proseShare*whole && score[i] >= proseWeight {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(score[b], score[a]) })
	if len(order) == 0 {
		return other
	}
	rules := make([]rule.Number, 0, proseRules)
	for _, i := range order[:min(len(order), proseRules)] {
		rules = append(rules, all[i].Number)
	}
	return rules
}
