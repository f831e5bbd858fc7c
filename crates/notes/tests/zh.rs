//! Notes as they are written in Chinese, from the file to the page.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests stop at the first surprise")]

use notes::message::{FromReader, ToReader};
use notes::{NotesError, text};

const FIXTURE: &str = include_str!("fixtures/zh.md");

/// What comes of a file: outline, frames, and bodies in their order.
fn shown(bytes: &[u8], at: &str) -> (String, String, Vec<String>, (u32, u32)) {
    let (mut frame, mut bodies, mut counts) = ((String::new(), String::new()), Vec::new(), (0, 0));
    notes::read(&ToReader { run: 7, bytes: bytes.to_vec(), at: at.to_owned() }, |answer| match answer {
        FromReader::Outline { run, zh, outline, sections } => {
            assert!(run == 7 && zh);
            frame = (outline, sections);
        }
        FromReader::Slice { first, bodies: more, .. } => {
            bodies.extend(more.into_iter().enumerate().map(|(i, body)| (first as usize + i, body)));
        }
        FromReader::End { set, plain, .. } => counts = (set, plain),
        FromReader::Ready => panic!("only a thread says that it is ready"),
        FromReader::Trouble { why, .. } => panic!("{}", why.en),
    });
    let order: Vec<usize> = bodies.iter().map(|(index, _)| *index).collect();
    if at.is_empty() {
        assert!(order.is_sorted());
    }
    bodies.sort_by_key(|(index, _)| *index);
    (frame.0, frame.1, bodies.into_iter().map(|(_, body)| body).collect(), counts)
}

#[test]
fn headings_become_outline_and_sections() {
    let (outline, sections, bodies, _) = shown(FIXTURE.as_bytes(), "");
    assert_eq!(bodies.len(), 5);
    assert_eq!(outline.matches("<li").count(), 4);
    // The level that is left out does not count, and only who has lines below can be folded.
    for depth in ["1", "2", "3"] {
        assert!(outline.contains(&format!("data-depth=\"{depth}\"")));
    }
    assert!(!outline.contains("data-depth=\"4\""));
    assert_eq!(outline.matches("class=\"fold\"").count(), 2);
    for id in ["s-一-优化", "s-1-1-梯度下降", "s-学习率", "s-1-1-梯度下降-2"] {
        assert!(sections.contains(&format!("id=\"{id}\"")), "{id}");
    }
    assert!(sections.contains("<h4 class=\"note__head note__head--3\">学习率</h4>"));
}

#[test]
fn formulas_tables_and_emphasis_are_set() {
    let (_, _, bodies, (set, plain)) = shown(FIXTURE.as_bytes(), "");
    let body = &bodies[2];
    assert_eq!((set, plain), (4, 1));
    assert_eq!(body.matches("<math").count(), 4);
    assert_eq!(body.matches("display=\"block\"").count(), 1);
    for part in [
        "<strong>学习率：</strong>太大",
        "<em>太小</em>",
        "<s>旧说法</s>",
        "<th class=\"center\">条件</th>",
        "<td class=\"center\"><math",
        "<u>下划线</u>与&lt;BOS&gt;",
    ] {
        assert!(body.contains(part), "{part} in {body}");
    }
    // A space of LaTeX is a space.
    let spaced = notes::math::formula(notes::math::Formula { tex: "a\\ b", block: false }).0;
    assert!(spaced.contains('\u{a0}') && !spaced.contains("nbsp"), "{spaced}");
    // What cannot be set stands as it was written, and says why.
    assert!(bodies[4].contains("<code class=\"tex\" title=\"未能排版 · not typeset: "));
    assert!(bodies[4].contains("\\notacommand{x}</code>"));
}

#[test]
fn links_code_and_pictures_lead_nowhere_else() {
    let (_, _, bodies, _) = shown(FIXTURE.as_bytes(), "");
    let body = &bodies[3];
    assert!(body.contains(
        "<a href=\"https://arxiv.org/abs/1412.6980\" target=\"_blank\" rel=\"noopener noreferrer\">论文</a>"
    ));
    assert!(body.contains("<a href=\"#s-1-1-梯度下降\">上文</a>，坏链接。"));
    assert!(body.contains("<sup><a href=\"#s-fn-a\">a</a></sup>") && body.contains("id=\"s-fn-a\""));
    assert!(body.contains("# 不是标题 $x$\nloss"));
    assert!(bodies[2].contains("谷底.png</span>") && !bodies[2].contains("<img"));
}

#[test]
fn what_the_reader_reads_comes_first() {
    let mut first = None;
    notes::read(&ToReader { run: 0, bytes: FIXTURE.into(), at: "s-学习率".into() }, |answer| {
        if let FromReader::Slice { first: index, .. } = answer {
            first = first.or(Some(index));
        }
    });
    assert_eq!(first, Some(3));
    assert_eq!(shown(FIXTURE.as_bytes(), "s-学习率").2, shown(FIXTURE.as_bytes(), "").2);
}

#[test]
fn other_encodings_are_read() {
    let short = "# 梯度下降\n\n损失函数 $L(w)$ 的梯度。";
    let utf8 = shown(short.as_bytes(), "");
    assert_eq!(shown(&[b"\xEF\xBB\xBF", short.as_bytes()].concat(), ""), utf8);
    let units: Vec<u8> = std::iter::once(0xFEFF).chain(short.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    assert_eq!(shown(&units, ""), utf8);
    let gb: &[u8] = b"# \xCC\xDD\xB6\xC8\xCF\xC2\xBD\xB5\n\n\xCB\xF0\xCA\xA7\xBA\xAF\xCA\xFD $L(w)$ \xB5\xC4\xCC\xDD\xB6\xC8\xA1\xA3";
    assert_eq!(shown(gb, ""), utf8);
}

#[test]
fn what_is_no_notes_is_refused_in_both_languages() {
    assert_eq!(text(b""), Err(NotesError::Empty));
    assert_eq!(text(b" \n\t "), Err(NotesError::Empty));
    assert!(matches!(text(&vec![b'a'; 32_000_001]), Err(NotesError::TooLarge { bytes: 32_000_001 })));
    for (bytes, en, zh) in [
        (&b"%PDF-1.7 \x00"[..], "a PDF", "PDF"),
        (b"\x89PNG\r\n", "a picture", "图片"),
        (b"a\x00b", "no text", "不是文本"),
    ] {
        let sentence = text(bytes).unwrap_err().sentence();
        assert!(sentence.en.contains(en) && sentence.zh.contains(zh), "{sentence:?}");
    }
    assert!(matches!(text(b"ok\nren\xE9,2\n"), Err(NotesError::Encoding { line: 2 })));
    // Notes may begin like other files.
    assert!(text(b"[[toc]]\n# a").is_ok() && text(b"<html> is a tag").is_ok());
}
