package main

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"slices"
	"strings"
)

func (f *finder) offset(p token.Pos) int { return f.fset.Position(p).Offset }

func (f *finder) text(n ast.Node) string {
	return blanks(string(f.file.text[f.offset(n.Pos()):f.offset(n.End())]))
}

func (f *finder) wrap(n ast.Node, before, behind string) {
	f.edits.wrap(f.offset(n.Pos()), f.offset(n.End()), before, behind)
}

// wrapRoots puts a function that runs a root, and tries it, in the place of
// each root of the file. Inside the package the roots themselves stay in use.
func (f *finder) wrapRoots(roots []*ast.FuncDecl) {
	names := map[types.Object]bool{}
	for _, r := range roots {
		names[f.info.Defs[r.Name]] = true
	}
	ast.Inspect(f.file.syntax, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && (names[f.info.Uses[id]] || names[f.info.Defs[id]]) {
			f.wrap(id, "cpsmutRoot", "")
		}
		return true
	})
	for _, d := range f.file.syntax.Decls {
		d, ok := d.(*ast.FuncDecl)
		if !ok || !slices.Contains(roots, d) {
			continue
		}
		var arguments []string
		for v := range f.info.Defs[d.Name].(*types.Func).Signature().Params().Variables() {
			arguments = append(arguments, v.Name())
		}
		result := f.text(d.Type.Results.List[0].Type)
		f.edits.closeAt(f.offset(d.End()), fmt.Sprintf("\n\nfunc %s%s %s {\n\treturn cpsmutRoot(func() %s { return cpsmutRoot%s(%s) })\n}\n",
			d.Name.Name, f.text(d.Type.Params), result, result, d.Name.Name, strings.Join(arguments, ", ")))
	}
}

// small returns the value of a constant of a predeclared integer type; ok is
// false for characters, for other types, and for values further from 0 than
// largest.
func (f *finder) small(e ast.Expr, largest int64) (v int64, ok bool) {
	tv := f.info.Types[e]
	basic, ok := types.Unalias(tv.Type).(*types.Basic)
	if !ok || tv.Value == nil || basic.Info()&types.IsInteger == 0 || basic.Info()&types.IsUntyped != 0 {
		return 0, false
	}
	if lit, ok := ast.Unparen(e).(*ast.BasicLit); ok && lit.Kind == token.CHAR {
		return 0, false
	}
	v, exact := constant.Int64Val(constant.ToInt(tv.Value))
	return v, exact && abs(v) <= largest
}

func (f *finder) isTypeParam(e ast.Expr) bool {
	_, ok := types.Unalias(f.info.TypeOf(e)).(*types.TypeParam)
	return ok
}

// isBool is true for bool itself: the helpers return that.
func isBool(t types.Type) bool {
	basic, ok := types.Unalias(t).(*types.Basic)
	return ok && basic.Info()&types.IsBoolean != 0
}

// plus is the text of a constant that is one higher or lower.
func plus(text string, v int64, step int) string {
	if text == fmt.Sprint(v) {
		return fmt.Sprint(v + int64(step))
	}
	return fmt.Sprintf("%s%+d", text, step)
}

// blanks draws blanks and line ends together.
func blanks(s string) string {
	joined := strings.Join(strings.Fields(s), " ")
	if joined == "" {
		return ""
	}
	if strings.HasPrefix(s, " ") {
		joined = " " + joined
	}
	if strings.HasSuffix(s, " ") {
		joined += " "
	}
	return joined
}

func abs(v int64) int64 { return max(v, -v) }
