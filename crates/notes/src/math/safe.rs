//! A last look at what the typesetter wrote. It is another crate's, and it is given what any file may hold.

/// Elements that may come out.
const ELEMENTS: &[&str] = &[
    "math",
    "menclose",
    "merror",
    "mfrac",
    "mi",
    "mmultiscripts",
    "mn",
    "mo",
    "mover",
    "mpadded",
    "mphantom",
    "mprescripts",
    "mroot",
    "mrow",
    "mspace",
    "msqrt",
    "mstyle",
    "msub",
    "msubsup",
    "msup",
    "mtable",
    "mtd",
    "mtext",
    "mtr",
    "munder",
    "munderover",
];

/// Attributes that may come out.
const ATTRIBUTES: &[&str] = &[
    "accent",
    "class",
    "columnalign",
    "depth",
    "display",
    "displaystyle",
    "fence",
    "form",
    "height",
    "linethickness",
    "lspace",
    "mathvariant",
    "maxsize",
    "minsize",
    "movablelimits",
    "notation",
    "rspace",
    "scriptlevel",
    "separator",
    "stretchy",
    "style",
    "symmetric",
    "voffset",
    "width",
    "xmlns",
];

/// Whether a text is elements and attributes of the lists, well written, and escaped words between them.
pub fn is_safe(mathml: &str) -> bool {
    let mut parts = mathml.split('<');
    if !parts.next().is_some_and(words) {
        return false;
    }
    let mut open = Vec::new();
    for part in parts {
        let Some((tag, text)) = part.split_once('>') else { return false };
        if !words(text) {
            return false;
        }
        if let Some(name) = tag.strip_prefix('/') {
            if open.pop() != Some(name) {
                return false;
            }
            continue;
        }
        let (tag, alone) = tag.strip_suffix('/').map_or((tag, false), |tag| (tag.trim_end(), true));
        let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        if !ELEMENTS.contains(&name) || !attributes_are_safe(attributes) {
            return false;
        }
        if !alone {
            open.push(name);
        }
    }
    open.is_empty()
}

/// Whether nothing in a text between tags could begin one.
fn words(text: &str) -> bool {
    !text.contains(['<', '>'])
}

fn attributes_are_safe(mut rest: &str) -> bool {
    loop {
        rest = rest.trim_start();
        if rest.is_empty() {
            return true;
        }
        let Some((name, after)) = rest.split_once("=\"") else { return false };
        let Some((value, after)) = after.split_once('"') else { return false };
        let plain = |c: char| c.is_ascii_alphanumeric() || " -+.,:;()%#_/".contains(c);
        let of_math = name == "xmlns" && value == "http://www.w3.org/1998/Math/MathML";
        if !ATTRIBUTES.contains(&name)
            || !of_math && (!value.chars().all(plain) || value.contains("url") || value.contains("//"))
        {
            return false;
        }
        rest = after;
    }
}

#[cfg(test)]
mod tests {
    use super::is_safe;

    #[test]
    fn what_is_not_listed_is_refused() {
        assert!(is_safe(
            "<math display=\"block\"><mi style=\"color: rgb(1 2 3)\">x</mi><mspace width=\"1em\" /></math>"
        ));
        for bad in [
            "<math><mi>x</math>",
            "<math><script>x</script></math>",
            "<math><mi onclick=\"x\">x</mi></math>",
            "<math><mi style=\"background: url(x)\">x</mi></math>",
            "<math><mi class=x>x</mi></math>",
            "<math><mo><</mo></math>",
            "<math",
            "a > b",
        ] {
            assert!(!is_safe(bad), "{bad}");
        }
    }
}
