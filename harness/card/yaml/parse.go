package yaml

import (
	"bytes"
	"errors"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"github.com/cpslab/cps/harness/card/text"
)

// Bounds of a file. It may come from anywhere: what it can make the bench do is limited
// before it is understood.
const (
	MaxSize  = 64 << 10 // bytes
	MaxDepth = 16       // nested collections

	maxBrackets = 1024 // "[" and "{" of one file
	maxEntries  = 4    // "- - -" on one line
)

// Hints are what a user is told of the files of one kind.
type Hints struct {
	Start text.Text // how such a file begins
	Share text.Text // what serves in the place of anchors and merge keys
	What  text.Text // what its values are for: "a profile"
}

// Parse turns one file into a tree of positions and texts. Scalars keep the text the user
// wrote: 01 stays 01. Anchors, aliases, tags and merge keys are refused, so that a tree is
// never larger than its file. The error is an *Error.
func Parse(name string, src []byte, hints Hints) (root *Node, err error) {
	s := &source{name: name}
	if len(src) > MaxSize {
		return nil, &Error{File: name, Reason: text.Of("plus de %d Kio", "larger than %d KiB", MaxSize>>10)}
	}
	if isUTF16(src) {
		return nil, &Error{File: name, Reason: text.Of("en UTF-16 et non en UTF-8", "UTF-16, not UTF-8"), Hint: text.Of("enregistrez le fichier en UTF-8", "save the file as UTF-8")}
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
	if fault := checkTokens(s, tokens, hints); fault != nil {
		return nil, fault
	}
	file, err := parser.Parse(tokens, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		return nil, s.syntaxFault(err)
	}
	if len(file.Docs) != 1 || file.Docs[0].Body == nil {
		return nil, s.fault(1, 1, "", text.Of("attendu un seul document YAML", "want one YAML document"), hints.Start)
	}
	c := converter{src: s, hints: hints}
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

// checkTokens refuses what such files do not need, before the recursive parser
// sees it.
func checkTokens(s *source, tokens token.Tokens, hints Hints) error {
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
			if depth > MaxDepth || brackets > maxBrackets {
				reason = text.Of("trop d'imbrications", "too deeply nested")
			}
		case token.MappingEndType, token.SequenceEndType:
			depth--
		case token.SequenceEntryType:
			if t.Position.Line != entryLine {
				entries, entryLine = 0, t.Position.Line
			}
			if entries++; entries > maxEntries {
				reason = text.Of("trop d'imbrications", "too deeply nested")
			}
		}
		if !reason.IsZero() {
			return s.fault(t.Position.Line, t.Position.Column, "", reason, hints.Share)
		}
	}
	return nil
}

func (s *source) syntaxFault(err error) error {
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
