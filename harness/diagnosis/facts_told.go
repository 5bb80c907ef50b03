package diagnosis

import "slices"

// Told reports whether a fact was declared that the rule looks at, among others:
// when such a rule is unknown, somebody who tells more may get an answer.
func (f Facts) Told(r *Rule) bool {
	return slices.ContainsFunc(r.Inputs, func(input string) bool {
		i := slices.IndexFunc(factKeys[:], func(k FactKey) bool { return k.Name == input })
		return i >= 0 && f.Declared.has(factID(i))
	})
}

// ResultCodes returns the codes that were declared, as they were: of the SESAM-Vitale
// library, of GALSS, of PKCS#11 and of the card, in that order.
func (f Facts) ResultCodes() []string {
	var codes []string
	for _, id := range [...]factID{factSsv, factGalss, factCkr, factSw} {
		if code, ok := f.Declared.text(id); ok {
			codes = append(codes, code)
		}
	}
	return codes
}
