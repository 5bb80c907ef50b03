package yaml

import (
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"

	"github.com/cpslab/cps/harness/card/text"
)

// converter copies the tree of the YAML library into ours.
type converter struct {
	src   *source
	hints Hints
}

func (c converter) at(t *token.Token) Node {
	n := Node{src: c.src, Line: 1, Column: 1}
	if t != nil && t.Position != nil {
		n.Line, n.Column = t.Position.Line, t.Position.Column
	}
	return n
}

func (c converter) node(n ast.Node, depth int) (*Node, error) {
	out := c.at(n.GetToken())
	if depth > MaxDepth {
		return nil, out.Fault("", text.Of("trop d'imbrications", "too deeply nested"), text.Text{})
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
		out.Kind = List
		for _, item := range v.Values {
			child, err := c.node(item, depth+1)
			if err != nil {
				return nil, err
			}
			out.Items = append(out.Items, child)
		}
	case *ast.LiteralNode:
		out.Kind, out.Text, out.Quoted = Scalar, v.Value.Value, true
	case *ast.StringNode:
		out.Kind, out.Text = Scalar, v.Value
		out.Quoted = v.Token.Type == token.SingleQuoteType || v.Token.Type == token.DoubleQuoteType
	case *ast.NullNode:
		out.Kind = Null
	case ast.ScalarNode:
		out.Kind, out.Text = Scalar, v.GetToken().Value
	default:
		return nil, out.Fault("", text.Of("ce n'est pas une valeur pour %s", "not a value that %s can hold", c.hints.What), text.Text{})
	}
	return &out, nil
}

func (c converter) mapping(out Node, values []*ast.MappingValueNode, depth int) (*Node, error) {
	out.Kind = Mapping
	for _, value := range values {
		at := c.at(value.Key.GetToken())
		key := value.Key.GetToken().Value
		if _, twice := out.Get(key); twice {
			return nil, at.Fault(key, text.Of("deux fois la même clé", "the same key twice"), text.Of("n'en gardez qu'une", "keep one of the two"))
		}
		child, err := c.node(value.Value, depth+1)
		if err != nil {
			return nil, err
		}
		out.Entries = append(out.Entries, Entry{Key: key, Line: at.Line, Column: at.Column, Value: child})
	}
	return &out, nil
}
