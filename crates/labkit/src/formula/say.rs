//! The sentences of a formula's errors, in two languages.

use super::names::REPEAT;
use super::{Const, FormulaError, FormulaErrorKind as K, Func};

const REPETITION: &str = "repeat(50, 0.5, x*tanh(h)+y)";

/// The names of all functions, or of all constants, in a row.
fn functions(sep: &str) -> String {
    Func::ALL.map(Func::name).into_iter().chain([REPEAT]).collect::<Vec<_>>().join(sep)
}

/// A function as it is used.
fn example(name: &str) -> String {
    if name == REPEAT { REPETITION.to_owned() } else { format!("{name}(x)") }
}

fn constants(sep: &str) -> String {
    Const::ALL.map(Const::name).join(sep)
}

impl FormulaError {
    /// The error as a sentence in English.
    #[must_use]
    pub fn en(&self) -> String {
        let place = self.at + 1;
        let came = |found: &Option<String>| match found {
            Some(f) => format!("but \"{f}\" came"),
            None => "but the formula ends here".to_owned(),
        };
        let after = |after: &Option<String>| match after {
            Some(a) => format!("after \"{a}\""),
            None => "at the beginning".to_owned(),
        };
        let what = match &self.kind {
            K::Empty => "A formula was expected, such as x^2 + y^2, but the field is empty.".to_owned(),
            K::TooLong { chars, most } => {
                format!("A formula may have {most} characters; this one has {chars}.")
            }
            K::TooDeep { most } => format!(
                "At character {place}: parentheses, exponents and signs may lie {most} deep; here they lie deeper."
            ),
            K::TooManyNodes { most } => format!(
                "At character {place}: a formula may have {most} numbers, names and operations, those in repeat counted each time; here there are more."
            ),
            K::UnknownName { name, suggestion, variables } => {
                let hint = suggestion.as_ref().map(|s| format!(" Did you mean {s}?")).unwrap_or_default();
                let vars = if variables.is_empty() { "none".to_owned() } else { variables.join(", ") };
                format!(
                    "At character {place}: \"{name}\" is not known.{hint} Variables: {vars}; constants: {}; functions: {}.",
                    constants(", "),
                    functions(", ")
                )
            }
            K::ExpectedOpen { name, found } => format!(
                "At character {place}: after the function {name} a \"(\" was expected, as in {}, {}.",
                example(name),
                came(found)
            ),
            K::RepeatParts { found } => format!(
                "At character {place}: repeat takes how many times, the start and the next h, as in {REPETITION}, {}.",
                came(found)
            ),
            K::Rounds { found, most } => format!(
                "At character {place}: how often to repeat was expected, a whole number from 1 to {most}, but \"{found}\" came."
            ),
            K::RepeatInside => format!("At character {place}: repeat cannot stand inside another repeat."),
            K::StateOutside => {
                format!("At character {place}: h stands only in the third part of repeat, as in {REPETITION}.")
            }
            K::ExpectedValue { after: a, found } => format!(
                "At character {place}: {} a number, variable, function or \"(\" was expected, {}.",
                after(a),
                came(found)
            ),
            K::ExpectedOperator { after: a, found } => {
                format!("At character {place}: {} an operator (+ - * / ^) was expected, {}.", after(a), came(found))
            }
            K::Unclosed => format!("At character {place}: this \"(\" needs a \")\", but the formula ends without one."),
            K::Unopened => format!("At character {place}: this \")\" has no \"(\" before it."),
            K::BadNumber(text) => {
                format!("At character {place}: a number was expected, such as 0.5 or 1e-3, but \"{text}\" came.")
            }
            K::NumberTooLarge(text) => {
                format!("At character {place}: numbers up to 1.8e308 were expected, but \"{text}\" came.")
            }
            K::Equation => format!(
                "At character {place}: an expression was expected, but \"=\" came. Type only the expression itself, such as x^2 + y^2; an equation a = b becomes a - b."
            ),
            K::Comma => format!(
                "At character {place}: a comma has no meaning here. Decimals are written with a point (0.5), and every function but repeat takes one value."
            ),
            K::Bar => format!("At character {place}: \"|\" has no meaning here. The absolute value is written abs(x)."),
            K::Bracket(c) => format!("At character {place}: round parentheses ( ) were expected, but \"{c}\" came."),
            K::UnknownCharacter(c) => format!(
                "At character {place}: numbers, names, + - * / ^ and ( ) were expected, but \"{}\" came.",
                c.escape_debug()
            ),
        };
        format!("{what} The formula before it stays in use.")
    }

    /// The error as a sentence in Chinese.
    #[must_use]
    pub fn zh(&self) -> String {
        let place = self.at + 1;
        let came = |found: &Option<String>| match found {
            Some(f) => format!("出现的却是“{f}”"),
            None => "公式却到此为止".to_owned(),
        };
        let after = |after: &Option<String>| match after {
            Some(a) => format!("“{a}”后面"),
            None => "开头".to_owned(),
        };
        let what = match &self.kind {
            K::Empty => "这里应有一个公式，例如 x^2 + y^2，现在是空的。".to_owned(),
            K::TooLong { chars, most } => format!("公式最多 {most} 个字符，这里有 {chars} 个。"),
            K::TooDeep { most } => {
                format!("第 {place} 个字符处：括号、指数和正负号最多套 {most} 层，这里套得更深。")
            }
            K::TooManyNodes { most } => {
                format!(
                    "第 {place} 个字符处：公式里的数、名字和运算最多共 {most} 个，repeat 里的每次都算，这里超过了。"
                )
            }
            K::UnknownName { name, suggestion, variables } => {
                let hint = suggestion.as_ref().map(|s| format!("是不是想写 {s}？")).unwrap_or_default();
                let vars = if variables.is_empty() { "无".to_owned() } else { variables.join("、") };
                format!(
                    "第 {place} 个字符处：不认识“{name}”。{hint}可用的变量：{vars}；常数：{}；函数：{}。",
                    constants("、"),
                    functions("、")
                )
            }
            K::ExpectedOpen { name, found } => {
                format!("第 {place} 个字符处：函数 {name} 后面应是“(”，例如 {}，{}。", example(name), came(found))
            }
            K::RepeatParts { found } => format!(
                "第 {place} 个字符处：repeat 要依次写次数、初值和下一个 h，例如 {REPETITION}，{}。",
                came(found)
            ),
            K::Rounds { found, most } => {
                format!("第 {place} 个字符处：重复次数应是 1 到 {most} 的整数，出现的却是“{found}”。")
            }
            K::RepeatInside => format!("第 {place} 个字符处：repeat 里面不能再有 repeat。"),
            K::StateOutside => {
                format!("第 {place} 个字符处：h 只能出现在 repeat 的第三部分，例如 {REPETITION}。")
            }
            K::ExpectedValue { after: a, found } => {
                format!("第 {place} 个字符处：{}应是数、变量、函数或“(”，{}。", after(a), came(found))
            }
            K::ExpectedOperator { after: a, found } => {
                format!("第 {place} 个字符处：{}应是运算符（+ - * / ^），{}。", after(a), came(found))
            }
            K::Unclosed => format!("第 {place} 个字符处：这个“(”缺少配对的“)”，公式就结束了。"),
            K::Unopened => format!("第 {place} 个字符处：这个“)”前面没有配对的“(”。"),
            K::BadNumber(text) => {
                format!("第 {place} 个字符处：应是一个数，例如 0.5 或 1e-3，出现的却是“{text}”。")
            }
            K::NumberTooLarge(text) => {
                format!("第 {place} 个字符处：数最大到 1.8e308，出现的却是“{text}”。")
            }
            K::Equation => format!(
                "第 {place} 个字符处：应是一个式子，出现的却是“=”。只写式子本身，例如 x^2 + y^2；方程 a = b 可写成 a - b。"
            ),
            K::Comma => {
                format!("第 {place} 个字符处：逗号在这里没有意义。小数用点（0.5），除 repeat 外，每个函数只取一个值。")
            }
            K::Bar => format!("第 {place} 个字符处：“|”在这里没有意义。绝对值写作 abs(x)。"),
            K::Bracket(c) => format!("第 {place} 个字符处：应是圆括号 ( )，出现的却是“{c}”。"),
            K::UnknownCharacter(c) => {
                format!("第 {place} 个字符处：应是数、名字、+ - * / ^ 或 ( )，出现的却是“{}”。", c.escape_debug())
            }
        };
        format!("{what}原来的公式仍然有效。")
    }
}
