package diagnosis

import "slices"

// Told reports whether a fact was declared that the rule looks at, among others:
// when such a rule is unknown, somebody who tells more may get an answer.
func (f Facts) Told(r *Rule) bool {
	return f.Declared != nil && slices.ContainsFunc(r.Inputs, func(input string) bool {
		id, ok := factNamed(input)
		return ok && f.Declared.has(id)
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
