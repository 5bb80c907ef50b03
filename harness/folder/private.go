package folder

import "github.com/cpslab/cps/harness/card/text"

// ErrOfAnother is a file of another user; see [Private].
var ErrOfAnother = text.NewError(text.Of("il appartient à un autre utilisateur", "it belongs to another user"), text.Text{})
