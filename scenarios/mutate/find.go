package main

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/token"
	"regexp"
	"slices"
	"strings"
)

// Largest constants that are shifted: in == the neighbours of a code or of a
// status word say nothing, and years and lengths are smaller than these.
const (
	largestEqual  = 100
	largestNumber = 400
)

// finder walks the declarations of one file, noting mutants and the edits that
// make them choosable.
type finder struct {
	*source
	file    *sourceFile
	strict  bool
	mutants *[]*mutant
	edits   edits

	function string
	parents  []ast.Node
	marks    map[ast.Expr]mark
	tags     int
}

// mark is what an expression is to its parent.
type mark uint8

const (
	unmarked  mark = iota
	condition      // decides, or is returned
	ofAnd          // operand of &&
	ofOr
	negated // operand of !, negated with it
)

// find returns the mutants of what was reached from the roots and, by file, the
// instrumented sources.
func (s *source) find(roots []*ast.FuncDecl, reached map[ast.Node]bool, strict bool) ([]*mutant, map[string][]byte) {
	var all []*mutant
	changed := map[string][]byte{}
	for i := range s.files {
		f := &finder{source: s, file: &s.files[i], strict: strict, mutants: &all, marks: map[ast.Expr]mark{}}
		f.wrapRoots(roots)
		for _, d := range f.file.syntax.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				if reached[d] && d.Body != nil {
					f.walk(d.Name.Name, d)
				}
			case *ast.GenDecl:
				for _, spec := range d.Specs {
					if v, ok := spec.(*ast.ValueSpec); ok && d.Tok == token.VAR && reached[v] {
						f.walk(v.Names[0].Name, v)
					}
				}
			}
		}
		if len(f.edits.list) > 0 {
			changed[f.file.name] = f.edits.apply(f.file.text)
		}
	}
	number(all)
	return all, changed
}

func (f *finder) walk(function string, root ast.Node) {
	f.function, f.parents = function, nil
	ast.Inspect(root, func(n ast.Node) bool {
		if n == nil {
			f.parents = f.parents[:len(f.parents)-1]
			return true
		}
		f.visit(n)
		f.parents = append(f.parents, n)
		return true
	})
}

func (f *finder) visit(n ast.Node) {
	switch n := n.(type) {
	case *ast.IfStmt:
		f.marks[n.Cond] = condition
	case *ast.ForStmt:
		f.marks[n.Cond] = condition
	case *ast.SwitchStmt:
		f.visitSwitch(n)
	case *ast.ReturnStmt:
		for _, r := range n.Results {
			f.marks[r] = condition
			if v, ok := f.small(r, largestNumber); ok && (v != 0 || len(n.Results) == 1) {
				f.shiftNumber(n, r, v)
			}
		}
	case *ast.CallExpr:
		// AddDate, AddDays, AddMonths, AddYears
		if sel, ok := n.Fun.(*ast.SelectorExpr); ok && strings.HasPrefix(sel.Sel.Name, "Add") {
			for _, a := range n.Args {
				if v, ok := f.small(a, largestNumber); ok {
					f.shiftNumber(n, a, v)
				}
			}
		}
	}
	if e, ok := n.(ast.Expr); ok {
		f.visitTruth(e)
		f.visitArithmetic(e)
	}
}

// visitTruth makes the mutants of an expression that is true or false.
func (f *finder) visitTruth(e ast.Expr) {
	if paren, ok := e.(*ast.ParenExpr); ok {
		f.marks[paren.X] = f.marks[e]
		return
	}
	tv, m := f.info.Types[e], f.marks[e]
	if !tv.IsValue() || !isBool(tv.Type) {
		return
	}
	if tv.Value != nil {
		if m == condition {
			f.negate(e, fmt.Sprint(!constant.BoolVal(tv.Value)))
		}
		return
	}
	switch e := e.(type) {
	case *ast.BinaryExpr:
		if e.Op == token.LAND || e.Op == token.LOR {
			inside := ofAnd
			if e.Op == token.LOR {
				inside = ofOr
			}
			f.marks[e.X], f.marks[e.Y] = inside, inside
			if m != inside && m != negated {
				f.drop(e, m)
				f.negate(e, "!("+f.text(e)+")")
			}
			return
		}
		f.visitComparison(e, m)
	case *ast.UnaryExpr:
		if e.Op == token.NOT {
			f.marks[e.X] = negated
		}
		if m != negated {
			f.drop(e, m)
			f.negate(e, strings.TrimPrefix("!"+f.text(e), "!!"))
		}
	default:
		if m != unmarked && m != negated {
			f.drop(e, m)
			f.negate(e, "!"+f.text(e))
		}
	}
}

var opposite = map[token.Token]token.Token{
	token.EQL: token.NEQ, token.NEQ: token.EQL,
	token.LSS: token.GEQ, token.GEQ: token.LSS, token.GTR: token.LEQ, token.LEQ: token.GTR,
}

// moved is the operator with the bound on the other side.
var moved = map[token.Token]token.Token{
	token.LSS: token.LEQ, token.LEQ: token.LSS, token.GTR: token.GEQ, token.GEQ: token.GTR,
}

func (f *finder) visitComparison(e *ast.BinaryExpr, m mark) {
	x, y := f.text(e.X), f.text(e.Y)
	if m != negated {
		f.drop(e, m)
		f.negate(e, x+" "+opposite[e.Op].String()+" "+y)
	}
	vx, xConst := f.small(e.X, largestNumber*10)
	vy, yConst := f.small(e.Y, largestNumber*10)
	to, ordered := moved[e.Op]
	switch {
	case ordered && !f.isTypeParam(e.X) && !f.isTypeParam(e.Y):
		before := fmt.Sprintf("cpsmutBound(%d, %q, ", f.add(e, bound, x+" "+to.String()+" "+y), e.Op)
		if xConst != yConst {
			// The other neighbour of the constant.
			step := -1
			if e.Op == token.LEQ || e.Op == token.GTR {
				step = 1
			}
			text := x + " " + e.Op.String() + " " + plus(y, vy, step)
			if xConst {
				text = plus(x, vx, -step) + " " + e.Op.String() + " " + y
			}
			id := f.add(e, shift, text)
			before = fmt.Sprintf("cpsmutOrder(%d, %d, %q, ", id-1, id, e.Op)
		}
		f.wrap(e, before, ")")
		f.edits.replace(f.offset(e.X.End()), f.offset(e.Y.Pos()), ", ")
	case !ordered && yConst && !xConst && abs(vy) <= largestEqual:
		op := " " + e.Op.String() + " "
		up := f.add(e, shift, x+op+plus(y, vy, 1))
		down := f.add(e, shift, x+op+plus(y, vy, -1))
		f.wrap(e, fmt.Sprintf("cpsmutEqual(%d, %d, %t, ", up, down, e.Op == token.EQL), ")")
		f.edits.replace(f.offset(e.X.End()), f.offset(e.Y.Pos()), ", ")
	}
}

// visitSwitch turns a switch over a value into one over conditions, so that
// each of its cases can be changed.
func (f *finder) visitSwitch(s *ast.SwitchStmt) {
	var values []*ast.CaseClause
	for _, c := range s.Body.List {
		if c := c.(*ast.CaseClause); len(c.List) > 0 {
			values = append(values, c)
		}
	}
	if s.Tag == nil {
		for _, c := range values {
			for _, e := range c.List {
				f.marks[e] = condition
			}
		}
		return
	}
	labelled := false
	if len(f.parents) > 0 {
		_, labelled = f.parents[len(f.parents)-1].(*ast.LabeledStmt)
	}
	if len(values) == 0 || f.info.Types[s.Tag].Value != nil || labelled && s.Init != nil {
		return
	}
	f.tags++
	tag := fmt.Sprintf("cpsmutTag%d", f.tags)
	if s.Init == nil {
		f.wrap(s.Tag, tag+" := ", ";")
	} else {
		// The value may need what Init declares: Init moves before the switch.
		f.edits.replace(f.offset(s.Pos()), f.offset(s.Init.Pos()), "{ ")
		f.edits.replace(f.offset(s.Init.End()), f.offset(s.Tag.Pos()), "; switch "+tag+" := ")
		f.edits.closeAt(f.offset(s.Tag.End()), ";")
		f.edits.closeAt(f.offset(s.End()), " }")
	}
	for _, c := range values {
		f.parents = append(f.parents, c)
		for i, v := range c.List {
			if i > 0 {
				f.edits.replace(f.offset(c.List[i-1].End()), f.offset(v.Pos()), " || ")
			}
			if inert(s, c) {
				f.marks[v] = negated
				f.wrap(v, tag+" == (", ")")
				continue
			}
			f.visitCase(tag, s.Tag, v)
		}
		f.parents = f.parents[:len(f.parents)-1]
	}
}

// inert is true for a last case that does nothing: whether it holds or not is
// the same. Such a case names the values left, for the reader and for linters.
func inert(s *ast.SwitchStmt, c *ast.CaseClause) bool {
	for _, other := range s.Body.List {
		if other.(*ast.CaseClause).List == nil {
			return false
		}
	}
	return len(c.Body) == 0 && c == s.Body.List[len(s.Body.List)-1]
}

func (f *finder) visitCase(tag string, of, v ast.Expr) {
	name, value := f.text(of), f.text(v)
	f.marks[v] = negated
	not := f.addText(v, negate, name+" == "+value, name+" != "+value)
	n, ok := f.small(v, largestEqual)
	if !ok {
		f.wrap(v, fmt.Sprintf("cpsmutNot(%d, %s == (", not, tag), "))")
		return
	}
	up := f.addText(v, shift, name+" == "+value, name+" == "+plus(value, n, 1))
	down := f.addText(v, shift, name+" == "+value, name+" == "+plus(value, n, -1))
	f.wrap(v, fmt.Sprintf("cpsmutNot(%d, cpsmutEqual(%d, %d, true, %s, ", not, up, down, tag), "))")
}

// visitArithmetic shifts constants that are added, taken away, multiplied.
func (f *finder) visitArithmetic(e ast.Expr) {
	b, ok := e.(*ast.BinaryExpr)
	if !ok || !slices.Contains([]token.Token{token.ADD, token.SUB, token.MUL, token.QUO, token.REM}, b.Op) || f.info.Types[e].Value != nil {
		return
	}
	for _, side := range []ast.Expr{b.X, b.Y} {
		if v, ok := f.small(side, largestNumber); ok {
			f.shiftNumber(b, side, v)
		}
	}
}

// shiftNumber shifts a constant of the statement or expression holder, whose
// text says which.
func (f *finder) shiftNumber(holder ast.Node, e ast.Expr, v int64) {
	text := f.text(e)
	before := blanks(string(f.file.text[f.offset(holder.Pos()):f.offset(e.Pos())]))
	behind := blanks(string(f.file.text[f.offset(e.End()):f.offset(holder.End())]))
	up := f.addText(e, shift, before+text+behind, before+plus(text, v, 1)+behind)
	down := f.addText(e, shift, before+text+behind, before+plus(text, v, -1)+behind)
	f.wrap(e, fmt.Sprintf("cpsmutNumber[%s](%d, %d, ", f.info.Types[e].Type, up, down), ")")
}

func (f *finder) negate(e ast.Expr, text string) {
	f.wrap(e, fmt.Sprintf("cpsmutNot(%d, ", f.add(e, negate, text)), ")")
}

// drop leaves an operand out.
func (f *finder) drop(e ast.Expr, m mark) {
	if f.strict && (m == ofAnd || m == ofOr) {
		neutral := fmt.Sprint(m == ofAnd)
		f.wrap(e, fmt.Sprintf("cpsmutDrop(%d, %s, ", f.add(e, drop, neutral), neutral), ")")
	}
}

func (f *finder) add(e ast.Expr, k kind, mutated string) int {
	return f.addText(e, k, f.text(e), mutated)
}

func (f *finder) addText(e ast.Expr, k kind, original, mutated string) int {
	id := len(*f.mutants) + 1
	*f.mutants = append(*f.mutants, &mutant{
		id: id, file: f.file.name, line: f.fset.Position(e.Pos()).Line, function: f.function,
		rules: f.rulesAround(), kind: k, original: original, mutated: mutated,
	})
	return id
}

var ruleName = regexp.MustCompile(`^([a-z]+)([0-9]{3})$`)

// rulesAround returns the rules named by the innermost branch around the
// expression that names any, or else by its function.
func (f *finder) rulesAround() []string {
	for i := len(f.parents) - 1; i >= 0; i-- {
		switch f.parents[i].(type) {
		case *ast.IfStmt, *ast.CaseClause, *ast.FuncDecl:
		default:
			continue
		}
		var rules []string
		ast.Inspect(f.parents[i], func(n ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok {
				if m := ruleName.FindStringSubmatch(id.Name); m != nil && f.info.Uses[id] != nil {
					if name := "CPS-" + strings.ToUpper(m[1]) + "-" + m[2]; !slices.Contains(rules, name) {
						rules = append(rules, name)
					}
				}
			}
			return true
		})
		if len(rules) > 0 {
			return rules
		}
	}
	return nil
}
