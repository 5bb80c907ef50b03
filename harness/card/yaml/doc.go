// Package yaml reads the strict YAML that the files of the bench are written in, profiles
// of cards and files of faults, and keeps where each value stands: errors give the user's
// own line with a mark under it, in two languages. It is the one place of the YAML
// library.
//
//	root, err := yaml.Parse("mine.yaml", content, yaml.Hints{What: text.Of("un profil", "a profile")})
//
// A value that may be a code (a line that names pin, puk or code, or stands below one) is
// shown with its digits masked.
package yaml
