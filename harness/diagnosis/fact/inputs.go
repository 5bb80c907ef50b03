package fact

import "slices"

// HasAny reports whether one of these inputs was declared. Somebody who declared one
// input of a rule may declare more.
func (f Set) HasAny(inputs []string) bool {
	return f.Declared != nil && slices.ContainsFunc(inputs, func(input string) bool {
		id, ok := Named(input)
		return ok && f.Declared.Has(id)
	})
}

// ResultCodes returns the codes that were declared, as they were: of the SESAM-Vitale
// library, of GALSS, of PKCS#11 and of the card, in that order.
func (f Set) ResultCodes() []string {
	var codes []string
	for _, id := range [...]ID{Ssv, Galss, Ckr, Sw} {
		if code, ok := f.Declared.Text(id); ok {
			codes = append(codes, code)
		}
	}
	return codes
}
