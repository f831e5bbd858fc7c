//! What a creature is made of.

use crate::made::choice::{Choice, choices};
use crate::random::Random;

choices! {
    /// The type, which decides colours, crest and tail.
    Kind {
        Normal: "一般", "normal";
        Fire: "火", "fire";
        Water: "水", "water";
        Grass: "草", "grass";
        Electric: "电", "electric";
        Rock: "岩石", "rock";
        Ice: "冰", "ice";
        Ghost: "幽灵", "ghost";
    }
}

choices! {
    /// The plan of the body.
    Build {
        Ball: "圆球", "ball";
        Upright: "直立", "upright";
        Winged: "有翼", "winged";
        Finned: "有鳍", "finned";
        Floating: "漂浮", "floating";
        Crawling: "爬行", "crawling";
    }
}

choices! {
    /// On the head.
    Ears {
        None: "无", "none";
        Round: "圆耳", "round";
        Pointed: "尖耳", "pointed";
        Long: "长耳", "long";
        Horns: "角", "horns";
        Feelers: "触角", "feelers";
    }
}

choices! {
    /// The eyes.
    Eyes {
        Dots: "豆眼", "dots";
        Big: "大眼", "big";
        Fierce: "凶眼", "fierce";
        Sleepy: "睡眼", "sleepy";
    }
}

choices! {
    /// The markings of the body.
    Mark {
        None: "无", "none";
        Belly: "白肚", "belly";
        Stripes: "条纹", "stripes";
        Spots: "斑点", "spots";
    }
}

/// What is to be seen in a sprite.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Plan {
    /// The type.
    pub kind: Kind,
    /// The body.
    pub build: Build,
    /// On the head.
    pub ears: Ears,
    /// The eyes.
    pub eyes: Eyes,
    /// Of the body.
    pub mark: Mark,
    /// A crest on the head, as the type has it.
    pub crest: bool,
    /// A tail to the right, as the type has it: the one thing that breaks the symmetry.
    pub tail: bool,
    /// After evolution: larger, ears grown by a third, spikes at the sides, no round cheeks.
    pub evolved: bool,
    /// −1 (slim) … 1 (stout).
    pub girth: f32,
}

impl Plan {
    /// Independent draws, all values alike; half have a crest, half a tail, a third are evolved.
    #[must_use]
    pub fn draw(random: &mut Random) -> Self {
        Self {
            kind: Kind::draw(random),
            build: Build::draw(random),
            ears: Ears::draw(random),
            eyes: Eyes::draw(random),
            mark: Mark::draw(random),
            crest: random.chance(0.5),
            tail: random.chance(0.5),
            evolved: random.chance(1.0 / 3.0),
            girth: random.between(-1.0, 1.0),
        }
    }

    /// The named factors as (name in Chinese and English, index of the value, how many values there are).
    #[must_use]
    pub fn codes(&self) -> [([&'static str; 2], usize, usize); 8] {
        fn code<C: Choice>(name: [&'static str; 2], value: C) -> ([&'static str; 2], usize, usize) {
            (name, value.index(), C::ALL.len())
        }
        [
            code(["属性", "type"], self.kind),
            code(["体型", "build"], self.build),
            code(["耳", "ears"], self.ears),
            code(["眼", "eyes"], self.eyes),
            code(["花纹", "mark"], self.mark),
            (["冠", "crest"], usize::from(self.crest), 2),
            (["尾", "tail"], usize::from(self.tail), 2),
            (["进化", "evolved"], usize::from(self.evolved), 2),
        ]
    }
}
