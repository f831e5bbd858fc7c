//! The MathML says what the tree says.

use super::super::*;
use super::VARS;

/// MathML as a line: invisible times as `.`, application as `@`, tags as short letters.
fn typeset(src: &str) -> String {
    parse(src, &VARS)
        .unwrap()
        .to_mathml(&VARS)
        .replace("<mo>&#x2062;</mo>", ".")
        .replace("<mo>&#x2061;</mo>", "@")
        .replace("<mrow>", "{")
        .replace("</mrow>", "}")
        .replace("<msup>", "sup{")
        .replace("<msub>", "sub{")
        .replace("</msub>", "}")
        .replace("<mfrac>", "frac{")
        .replace("<msqrt>", "root{")
        .replace("</msup>", "}")
        .replace("</mfrac>", "}")
        .replace("</msqrt>", "}")
        .replace("<mi>", "")
        .replace("</mi>", "")
        .replace("<mn>", "")
        .replace("</mn>", "")
        .replace("<mo>", "")
        .replace("</mo>", "")
}

#[test]
fn formulas_look_as_on_paper() {
    for (src, want) in [
        ("x^2 + 3*sin(y)", "{sup{x2}+{3.{sin@{(y)}}}}"),
        ("(1-x)^2", "sup{{({1−x})}2}"),
        ("(x+1)/(y-1)", "frac{{x+1}{y−1}}"),
        ("sqrt(x+1)^2", "sup{root{{x+1}}2}"),
        ("sin(x)^2", "sup{{({sin@{(x)}})}2}"),
        ("abs(x)", "{|x|}"),
        ("x - (y - 1)", "{x−{({y−1})}}"),
        ("x + -y", "{x+{({−y})}}"),
        ("-(x+y)", "{−{({x+y})}}"),
        ("-x*y", "{{−x}.y}"),
        ("x*2", "{x⋅2}"),
        ("2*(1/2)", "{2⋅frac{12}}"),
        ("x sin(y)", "{x⋅{sin@{(y)}}}"),
        ("(x+1)(y-1)", "{{({x+1})}.{({y−1})}}"),
        ("2pi", "{2.π}"),
        ("(x^2)^3", "sup{{(sup{x2})}3}"),
        ("2^-x", "sup{2{−x}}"),
        ("1e-7", "{1×sup{10{−7}}}"),
        ("repeat(50,0.5,x*tanh(h)+y)", "{(sub{h50}:{h←{{x⋅{tanh@{(h)}}}+y}},{sub{h0}=0.5})}"),
        ("2*repeat(3,x,-h)^2", "{2.sup{{(sub{h3}:{h←{−h}},{sub{h0}=x})}2}}"),
        ("exp(-repeat(3,x,h^2))", "{exp@{({−{(sub{h3}:{h←sup{h2}},{sub{h0}=x})}})}}"),
        ("tanh(repeat(3,x,h))", "{tanh@{(sub{h3}:{h←h},{sub{h0}=x})}}"),
        ("e^(1e20)", "sup{e{1×sup{1020}}}"),
    ] {
        assert_eq!(typeset(src), want, "{src}");
    }
}

#[test]
fn names_of_several_letters_do_not_run_together() {
    let vars = ["rate", "x"];
    let ast = parse("rate x", &vars).unwrap();
    assert_eq!(ast.to_mathml(&vars), "<mrow><mi>rate</mi><mo>⋅</mo><mi>x</mi></mrow>");
    assert_eq!(Ast::Var(0).to_mathml(&["a<b&c"]), "<mi>a&lt;b&amp;c</mi>");
    assert_eq!(Ast::Var(7).to_mathml(&vars), "<mi>?</mi>");
}
