//! The lessons of the labs: `lesson.zh.md` and `lesson.en.md` of each folder, turned into HTML when the site is built, one file a
//! lab and language, and loaded when a reader opens the lab. What they may hold: `build/lessons/page.rs`.

use labkit::message::BadMessage;
#[cfg(not(target_arch = "wasm32"))]
use labkit::text::Lang;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// A lab's lesson.
#[cfg(not(target_arch = "wasm32"))]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lesson {
    /// Id of the lab.
    pub lab: &'static str,
    /// Sections in Chinese.
    pub zh: &'static [Section],
    /// The same sections in English.
    pub en: &'static [Section],
}

#[cfg(not(target_arch = "wasm32"))]
impl Lesson {
    /// The sections in `lang`.
    pub const fn sections(&self, lang: Lang) -> &'static [Section] {
        match lang {
            Lang::Zh => self.zh,
            Lang::En => self.en,
        }
    }
}

/// A section of a lesson.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// Key, the same in both languages.
    pub id: Cow<'static, str>,
    /// Heading, plain text.
    pub title: Cow<'static, str>,
    /// All below heading and source: `.prose`, `.callout` and `.predict` side by side. States of the lab are
    /// `a.try[href^="?lab="]`, with `data-play` where the lab is to run as well; the answers of a prediction are
    /// `a.predict__opt[data-option]`, the right one with `data-right`, and why stands in `details.predict__answer`.
    pub html: Cow<'static, str>,
    /// The passage of the notes that it serves.
    pub source: Option<Source>,
}

/// A place in the notes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Number of the file, `000`.
    pub file: Cow<'static, str>,
    /// Heading there.
    pub heading: Cow<'static, str>,
    /// Line there.
    pub line: u32,
}

// The page loads them; whoever makes the site, and the tests, have them at hand.
#[cfg(not(target_arch = "wasm32"))]
include!(concat!(env!("OUT_DIR"), "/lessons.rs"));

/// The lesson of a lab.
#[cfg(not(target_arch = "wasm32"))]
pub fn find(lab: &str) -> Option<&'static Lesson> {
    LESSONS.iter().find(|lesson| lesson.lab == lab)
}

/// Where the site keeps a lesson, from its root; `lang` is `zh` or `en`.
pub fn path(lab: &str, lang: &str) -> String {
    format!("lessons/{lab}.{lang}.bin")
}

/// The sections in the bytes of such a file.
///
/// # Errors
/// Bytes of another version of the site.
pub fn read(bytes: &[u8]) -> Result<Vec<Section>, BadMessage> {
    labkit::message::decode(bytes)
}

#[cfg(test)]
mod tests {
    use super::{LESSONS, Lesson, Section, find};
    use labkit::url;

    /// The states that a section links to, as the page will read them, in one order.
    fn links(section: &Section) -> Vec<String> {
        let parts = section.html.split("href=\"?").skip(1).filter_map(|rest| rest.split_once('"'));
        let mut links: Vec<String> = parts.map(|(query, _)| query.replace("&amp;", "&")).collect();
        links.sort();
        links
    }

    fn pairs() -> impl Iterator<Item = (&'static Lesson, &'static Section, &'static Section)> {
        LESSONS.iter().flat_map(|lesson| lesson.zh.iter().zip(lesson.en).map(move |(zh, en)| (lesson, zh, en)))
    }

    #[test]
    fn both_languages_have_the_same_sections() {
        for lesson in LESSONS {
            let ids = |sections: &'static [Section]| sections.iter().map(|section| &*section.id).collect::<Vec<_>>();
            assert_eq!(ids(lesson.zh), ids(lesson.en), "{}", lesson.lab);
            assert!(!lesson.zh.is_empty(), "{}", lesson.lab);
        }
        assert_eq!(find("gradient-descent").map(|lesson| lesson.en.len()), Some(13));
        assert!(find("no-such-lab").is_none());
    }

    #[test]
    fn files_hold_what_was_written() {
        for lesson in LESSONS {
            for sections in [lesson.zh, lesson.en] {
                let bytes = labkit::message::encode(&sections).unwrap();
                assert_eq!(super::read(&bytes).unwrap(), sections);
                assert!(super::read(&bytes[..bytes.len() / 2]).is_err());
            }
        }
    }

    #[test]
    fn both_languages_say_the_same() {
        for (lesson, zh, en) in pairs() {
            let place = format!("{} {}", lesson.lab, zh.id);
            assert_eq!(zh.source, en.source, "{place}");
            assert_eq!(links(zh), links(en), "{place}");
            for part in
                ["<math", "<li>", "class=\"eq\"", "class=\"predict\"", "data-option=", "data-play", "callout--wrong"]
            {
                assert_eq!(zh.html.matches(part).count(), en.html.matches(part).count(), "{place}: {part}");
            }
            let right = |section: &Section| {
                section.html.find("data-right").map(|at| section.html[..at].matches("data-option").count())
            };
            assert_eq!(right(zh), right(en), "{place}");
        }
    }

    #[test]
    fn every_section_has_a_source_states_to_try_and_a_prediction() {
        for (lesson, zh, en) in pairs() {
            for section in [zh, en] {
                let place = format!("{} {}", lesson.lab, section.id);
                assert!(section.source.is_some(), "{place}");
                assert!(section.html.matches("class=\"try\"").count() >= 2, "{place}");
                assert_eq!(section.html.matches("class=\"predict\"").count(), 1, "{place}");
                assert_eq!(section.html.matches("data-right").count(), 1, "{place}");
            }
        }
    }

    #[test]
    fn every_state_is_one_of_the_lab() {
        for (lesson, zh, en) in pairs() {
            let table = crate::find(lesson.lab).map_or(&[][..], |lab| lab.table);
            assert!(!table.is_empty(), "{} is no lab", lesson.lab);
            for link in links(zh).iter().chain(&links(en)) {
                assert!(link.starts_with(&format!("lab={}", lesson.lab)), "{link}");
                let (params, seed, errors) = url::read(table, link);
                assert!(errors.is_empty(), "{link}: {errors:?}");
                // No key that the lab does not have, and every value written as the lab writes it; an alias or a value
                // that is the default anyway would drop out.
                let set = url::pairs(link).into_iter().filter(|(key, _)| key != "lab").collect::<Vec<_>>();
                for (key, value) in set {
                    assert!(key == "seed" || table.iter().any(|param| param.key == key), "{link}: {key}");
                    assert!(
                        link.contains(&format!("{key}={}", url::escape(&value))),
                        "{link}: {key} is not escaped as it should be"
                    );
                }
                assert_eq!(
                    url::read(table, &url::query(lesson.lab, table, &params, seed)),
                    (params, seed, Vec::new()),
                    "{link}"
                );
            }
        }
    }

    #[cfg(feature = "model")]
    /// The lab decides every prediction as its author expects, whatever the seed.
    #[test]
    fn every_prediction_comes_true() {
        let mut cases = Vec::new();
        // A copy of the project with one lab more asks for that one alone.
        let only = std::env::var("GRASP_PREDICTIONS_OF").ok();
        for (lesson, zh, en) in pairs() {
            if only.as_ref().is_some_and(|only| only != lesson.lab) {
                continue;
            }
            let Some(lab) = crate::find(lesson.lab) else { panic!("{} is no lab", lesson.lab) };
            let claims = |section: &Section| {
                let all = ["data-until=", "data-claim=", "data-right", "class=\"predict__opt\" href="].into_iter();
                all.flat_map(|part| {
                    section.html.split(part).skip(1).map(|rest| rest.split('>').next().map(str::to_owned))
                })
                .collect::<Vec<_>>()
            };
            assert_eq!(claims(zh), claims(en), "{} {}: one run decides both languages", lesson.lab, en.id);
            cases.extend([1, 7, 20_261].map(|seed| (lab, en, seed)));
        }
        let next = std::sync::atomic::AtomicUsize::new(0);
        let work = || {
            while let Some((lab, en, seed)) = cases.get(next.fetch_add(1, std::sync::atomic::Ordering::Relaxed)) {
                let (right, decided, end) = prediction(lab, &en.html, *seed);
                assert_eq!(decided, Some(right), "{} {}, seed {seed}: {end:?}", lab.id, en.id);
            }
        };
        std::thread::scope(|scope| {
            for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
                scope.spawn(work);
            }
        });
    }

    #[cfg(feature = "model")]
    /// Which answer is marked, which one the lab finds, and what it found.
    fn prediction(lab: &crate::Lab, html: &str, seed: u64) -> (usize, Option<usize>, Vec<(String, f64)>) {
        let html = html.split("class=\"predict\"").nth(1).unwrap();
        let plain = |text: &str| text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
        let attribute = |html: &str, name: &str| html.split_once(name).unwrap().1.split('"').next().map(plain).unwrap();
        let options: Vec<&str> = html.split("data-option=").skip(1).collect();
        let right = options.iter().position(|option| option[..option.find('>').unwrap()].contains("data-right"));
        let table = lab.table.iter().map(|param| param.key).collect::<Vec<_>>();
        let link = attribute(html, "class=\"predict__opt\" href=\"");
        let order = crate::headless::Order {
            sets: url::pairs(&link).into_iter().filter(|(key, _)| table.contains(&&**key)).collect(),
            seed,
            steps: 20_000,
            stop: labkit::stop::Stop::read(&attribute(html, "data-until=\""), lab.metrics).unwrap(),
            ..Default::default()
        };
        let frame = pollster::block_on(crate::headless::run(lab, &order)).unwrap().frame;
        let claims: Vec<_> = options
            .iter()
            .map(|option| labkit::stop::Claim::read(&attribute(option, "data-claim=\"")).unwrap())
            .collect();
        let holding = claims.iter().filter(|claim| claim.holds(&frame.metrics)).count();
        assert_eq!(holding, 1, "{link}: one answer holds, not {holding}: {:?}", frame.metrics);
        (right.unwrap(), claims.iter().position(|claim| claim.holds(&frame.metrics)), frame.metrics)
    }

    #[test]
    fn no_section_holds_a_script_or_an_address_elsewhere() {
        for (lesson, zh, en) in pairs() {
            for html in [&zh.html, &en.html] {
                for bad in ["<script", "javascript:", "http", " on", "style=", "<img", "<!--"] {
                    // ` on` may be a word; as an attribute an `=` follows it.
                    let attribute = |at: usize| {
                        bad != " on" || html[at..].split(['>', ' ']).nth(1).is_some_and(|word| word.contains("=\""))
                    };
                    let found = html.match_indices(bad).find(|(at, _)| attribute(*at));
                    assert!(found.is_none(), "{} {}: {found:?}", lesson.lab, zh.id);
                }
            }
        }
    }
}
