package simulator

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/text"
)

// Bounds of a profile. A profile may come from anywhere: what it can make the
// bench do is limited before it is understood.
const (
	maxProfileSize   = 64 << 10 // bytes of one file
	maxProfileDepth  = 16       // nested collections
	maxExtends       = 8        // profiles in one chain of extends
	maxBilling       = 99       // situations of CPS_SIT_FACT; readers keep 8
	maxRawSize       = 4096     // bytes of one raw object
	maxFlowBrackets  = 1024     // "[" and "{" of one file
	maxEntriesInLine = 4        // "- - -" on one line
)

// Profile is a card described in YAML: what ParseProfile and LoadProfile
// return once every line was understood. It is immutable; Personalise may be
// called at any time, by several goroutines.
type Profile struct {
	Name    string       // of the preset, or the file as given
	Title   text.Text    // zero when the file has none
	Purpose string       // what the card is for, in English
	Extends string       // the profile this one overlays, or ""
	Expect  *Expectation // the verdict its author wrote, nil when there is none
	Face    card.Face    // FaceUnknown also for a mute card without a face

	spec *profileSpec
}

// Expectation is the verdict that the author of a profile wrote by hand for
// the default use (billing), read with the right PIN and with the certificates:
//
//	contents, err := harness.Read(ctx, card, harness.ReadOptions{PIN: harness.ConstantPIN("1234"), Certificates: true})
//
// Without Certificates the rules on them stay unknown, and a card that only they
// block is not blocked. CPS-CERT-007 wants to be told which authorities are trusted:
// diagnosis.Input.Authorities.
type Expectation struct {
	Verdict  string   // "ok", "warning", "incomplete", "undetermined" or "blocked"
	First    string   // rule of the first finding above INFO, "" when there is none
	Also     []string // further rules above INFO
	Findings []string // rules at INFO
	Exit     int      // exit code of diagnose: 0, 1 when blocked, 4 when incomplete or undetermined
}

// All returns every rule id that is expected to speak.
func (e Expectation) All() []string {
	var all []string
	if e.First != "" {
		all = append(all, e.First)
	}
	return append(append(all, e.Also...), e.Findings...)
}

// Format prints the name only: a profile holds codes, and no verb shows them.
func (p Profile) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "profile "+p.Name) }

// ParseProfile reads a profile. name stands in errors; load returns the source
// of the profile that "extends" names, nil stands for the gallery. A cycle of
// extends is an error, also through name. Every error is a *ProfileError.
func ParseProfile(name string, src []byte, load func(preset string) ([]byte, error)) (*Profile, error) {
	own, whole, err := parseTrees(name, src, load)
	if err != nil {
		return nil, err
	}
	return decodeProfile(name, own, whole)
}

// parseTrees reads a profile, and the whole that it makes with those it extends.
func parseTrees(name string, src []byte, load func(preset string) ([]byte, error)) (own, whole *yamlNode, err error) {
	if load == nil {
		load = loadPreset
	}
	if own, err = parsePreset(name, src); err != nil {
		return nil, nil, err
	}
	whole, err = resolveExtends(own, load, []string{name})
	return own, whole, err
}

// LoadProfile reads a preset by its name, or a file when the name ends in
// .yaml or .yml. A file may extend a preset or a file of its own folder. Every
// error is a *ProfileError.
func LoadProfile(nameOrPath string) (*Profile, error) {
	own, whole, err := loadTrees(nameOrPath)
	if err != nil {
		return nil, err
	}
	return decodeProfile(nameOrPath, own, whole)
}

// Layer is a piece of a profile that is laid over another, as a profile is over the one
// that it extends.
type Layer struct {
	Name   string // stands in errors in the place of a file
	Source string // YAML
}

// LoadOverlaid is LoadProfile with layers over it, one after the other. What the author
// of the profile expects of the card does not hold for it any more.
func LoadOverlaid(nameOrPath string, layers ...Layer) (*Profile, error) {
	own, whole, err := loadTrees(nameOrPath)
	if err != nil {
		return nil, err
	}
	for _, l := range layers {
		over, err := parseYAML(l.Name, []byte(l.Source))
		if err != nil {
			return nil, err
		}
		whole = overlay(whole, over)
	}
	p, err := decodeProfile(nameOrPath, own, whole)
	if err == nil && len(layers) > 0 {
		p.Expect = nil
	}
	return p, err
}

// loadTrees reads a preset or a file, and the whole that it makes.
func loadTrees(nameOrPath string) (own, whole *yamlNode, err error) {
	if !isYAMLFile(nameOrPath) {
		src, err := loadPreset(nameOrPath)
		if err != nil {
			return nil, nil, err
		}
		return parseTrees(nameOrPath, src, nil)
	}
	src, err := readProfileFile(nameOrPath)
	if err != nil {
		return nil, nil, err
	}
	return parseTrees(nameOrPath, src, func(name string) ([]byte, error) {
		if !isYAMLFile(name) {
			return loadPreset(name)
		}
		if name != filepath.Base(name) {
			return nil, &ProfileError{File: name, Reason: text.Of("seul un fichier du même dossier peut être étendu (extends)", "only a file of the same folder can be extended"), Hint: text.Of("donnez son nom sans dossier", "give its name without a folder")}
		}
		return readProfileFile(filepath.Join(filepath.Dir(nameOrPath), name))
	})
}

func isYAMLFile(name string) bool {
	ext := strings.ToLower(filepath.Ext(name))
	return ext == ".yaml" || ext == ".yml"
}

func readProfileFile(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, &ProfileError{File: path, Reason: text.Of("illisible", "cannot be read"), Hint: text.Of("un nom sans .yaml est celui d'une carte simulée ; cpslab presets en donne la liste", "a name without .yaml is a preset; see the list of presets"), Err: err}
	}
	if !info.Mode().IsRegular() {
		return nil, &ProfileError{File: path, Reason: text.Of("n'est pas un fichier", "is not a file")}
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, &ProfileError{File: path, Reason: text.Of("illisible", "cannot be read"), Err: err}
	}
	defer f.Close()
	src, err := io.ReadAll(io.LimitReader(f, maxProfileSize+1))
	if err != nil {
		return nil, &ProfileError{File: path, Reason: text.Of("illisible", "cannot be read"), Err: err}
	}
	return src, nil
}

// parseYAML turns one file into a tree of positions and texts. Scalars keep
// the text the user wrote: 01 stays 01. Anchors, aliases, tags and merge keys
// are refused, so that a tree is never larger than its file.
func parseYAML(name string, src []byte) (root *yamlNode, err error) {
	s := &yamlSource{name: name}
	if len(src) > maxProfileSize {
		return nil, &ProfileError{File: name, Reason: text.Of("plus de %d Kio", "larger than %d KiB", maxProfileSize>>10)}
	}
	if isUTF16(src) {
		return nil, &ProfileError{File: name, Reason: text.Of("en UTF-16 et non en UTF-8", "UTF-16, not UTF-8"), Hint: text.Of("enregistrez le fichier en UTF-8", "save the file as UTF-8")}
	}
	src = bytes.TrimPrefix(src, []byte("\uFEFF")) // of editors on Windows
	s.lines = strings.Split(strings.ReplaceAll(string(src), "\r\n", "\n"), "\n")
	for i, line := range s.lines {
		if !utf8.ValidString(line) {
			return nil, s.fault(i+1, 1, "", text.Of("n'est pas en UTF-8", "not UTF-8"), text.Of("enregistrez le fichier en UTF-8", "save the file as UTF-8"))
		}
		if at := strings.IndexFunc(line, func(r rune) bool { return r < 0x20 && r != '\t' || r == 0x7F }); at >= 0 {
			return nil, s.fault(i+1, utf8.RuneCountInString(line[:at])+1, "", text.Of("caractère de commande", "control character"), text.Of("supprimez-le", "remove it"))
		}
	}
	// The YAML library is not ours: whatever a hostile file does to it becomes
	// an error of the file.
	defer func() {
		if recover() != nil {
			root, err = nil, s.fault(1, 1, "", text.Of("illisible comme YAML", "not readable as YAML"), text.Text{})
		}
	}()
	tokens := lexer.Tokenize(strings.Join(s.lines, "\n"))
	if fault := checkTokens(s, tokens); fault != nil {
		return nil, fault
	}
	file, err := parser.Parse(tokens, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		return nil, s.syntaxFault(err)
	}
	if len(file.Docs) != 1 || file.Docs[0].Body == nil {
		return nil, s.fault(1, 1, "", text.Of("attendu un seul document YAML", "want one YAML document"), text.Of("commencez par « extends: cps3-healthy »", "start from \"extends: cps3-healthy\""))
	}
	c := yamlConverter{src: s}
	return c.node(file.Docs[0].Body, 1)
}

// isUTF16 recognises what some editors of Windows call Unicode: a byte order
// mark, or two letters with a zero byte each.
func isUTF16(src []byte) bool {
	if bytes.HasPrefix(src, []byte{0xFF, 0xFE}) || bytes.HasPrefix(src, []byte{0xFE, 0xFF}) {
		return true
	}
	return len(src) >= 4 && (src[0] == 0 && src[2] == 0 && src[1] != 0 && src[3] != 0 || src[1] == 0 && src[3] == 0 && src[0] != 0 && src[2] != 0)
}

// checkTokens refuses what profiles do not need, before the recursive parser
// sees it.
func checkTokens(s *yamlSource, tokens token.Tokens) error {
	brackets, depth, entries, entryLine := 0, 0, 0, 0
	for i, t := range tokens {
		var reason text.Text
		switch t.Type {
		case token.DocumentHeaderType:
			if i > 0 && tokens[i-1].Type != token.CommentType {
				reason = text.Of("attendu un seul document YAML", "want one YAML document")
			}
		case token.AnchorType, token.AliasType:
			reason = text.Of("les ancres et les alias ne sont pas admis", "anchors and aliases are not taken")
		case token.TagType, token.DirectiveType:
			reason = text.Of("les étiquettes et les directives ne sont pas admises", "tags and directives are not taken")
		case token.MergeKeyType, token.MappingKeyType:
			reason = text.Of("les clés de fusion et les clés composées ne sont pas admises", "merge keys and complex keys are not taken")
		case token.MappingStartType, token.SequenceStartType:
			brackets++
			depth++
			if depth > maxProfileDepth || brackets > maxFlowBrackets {
				reason = text.Of("trop d'imbrications", "too deeply nested")
			}
		case token.MappingEndType, token.SequenceEndType:
			depth--
		case token.SequenceEntryType:
			if t.Position.Line != entryLine {
				entries, entryLine = 0, t.Position.Line
			}
			if entries++; entries > maxEntriesInLine {
				reason = text.Of("trop d'imbrications", "too deeply nested")
			}
		}
		if !reason.IsZero() {
			return s.fault(t.Position.Line, t.Position.Column, "", reason, text.Of("extends sert à partager entre profils", "use extends to share between profiles"))
		}
	}
	return nil
}

func (s *yamlSource) syntaxFault(err error) error {
	line, column, reason := 1, 1, text.Of("illisible comme YAML", "not readable as YAML")
	var located interface {
		GetToken() *token.Token
		GetMessage() string
	}
	if errors.As(err, &located) {
		if t := located.GetToken(); t != nil && t.Position != nil {
			line, column = t.Position.Line, t.Position.Column
		}
		if !s.secret(line) {
			reason = reason.With(text.Same(located.GetMessage()))
		}
	}
	return s.fault(line, column, "", reason, text.Of("vérifiez le retrait, les deux-points et les guillemets de cette ligne et de celle du dessus", "check indentation, colons and quotes of this line and the one above"))
}

// yamlConverter copies the tree of the YAML library into ours.
type yamlConverter struct {
	src *yamlSource
}

func (c yamlConverter) at(t *token.Token) yamlNode {
	n := yamlNode{src: c.src, line: 1, column: 1}
	if t != nil && t.Position != nil {
		n.line, n.column = t.Position.Line, t.Position.Column
	}
	return n
}

func (c yamlConverter) node(n ast.Node, depth int) (*yamlNode, error) {
	out := c.at(n.GetToken())
	if depth > maxProfileDepth {
		return nil, out.fault("", text.Of("trop d'imbrications", "too deeply nested"), text.Text{})
	}
	switch v := n.(type) {
	case *ast.MappingNode:
		if len(v.Values) > 0 {
			out = c.at(v.Values[0].Key.GetToken())
		}
		return c.mapping(out, v.Values, depth)
	case *ast.MappingValueNode:
		out = c.at(v.Key.GetToken())
		return c.mapping(out, []*ast.MappingValueNode{v}, depth)
	case *ast.SequenceNode:
		out.kind = yamlList
		for _, item := range v.Values {
			child, err := c.node(item, depth+1)
			if err != nil {
				return nil, err
			}
			out.items = append(out.items, child)
		}
	case *ast.LiteralNode:
		out.kind, out.text, out.quoted = yamlScalar, v.Value.Value, true
	case *ast.StringNode:
		out.kind, out.text = yamlScalar, v.Value
		out.quoted = v.Token.Type == token.SingleQuoteType || v.Token.Type == token.DoubleQuoteType
	case *ast.NullNode:
		out.kind = yamlNull
	case ast.ScalarNode:
		out.kind, out.text = yamlScalar, v.GetToken().Value
	default:
		return nil, out.fault("", text.Of("ce n'est pas une valeur pour un profil", "not a value that a profile can hold"), text.Text{})
	}
	return &out, nil
}

func (c yamlConverter) mapping(out yamlNode, values []*ast.MappingValueNode, depth int) (*yamlNode, error) {
	out.kind = yamlMapping
	for _, value := range values {
		at := c.at(value.Key.GetToken())
		key := value.Key.GetToken().Value
		if _, twice := out.get(key); twice {
			return nil, at.fault(key, text.Of("deux fois la même clé", "the same key twice"), text.Of("n'en gardez qu'une", "keep one of the two"))
		}
		child, err := c.node(value.Value, depth+1)
		if err != nil {
			return nil, err
		}
		out.entries = append(out.entries, yamlEntry{key: key, line: at.line, column: at.column, value: child})
	}
	return &out, nil
}
