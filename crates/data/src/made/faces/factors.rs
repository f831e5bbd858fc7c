//! What a face is made of.

use crate::made::choice::{Choice, choices};
use crate::random::Random;

choices! {
    /// How the hair is worn.
    HairStyle {
        Loose: "披发", "loose";
        TwinTails: "双马尾", "twin tails";
        Ponytail: "侧马尾", "ponytail";
        Buns: "丸子头", "buns";
        Spiky: "刺猬头", "spiky";
        Curly: "卷发", "curly";
    }
}

choices! {
    /// What falls over the forehead.
    Fringe {
        Straight: "齐刘海", "straight";
        Swept: "斜刘海", "swept";
        Parted: "中分", "parted";
        Ragged: "碎刘海", "ragged";
    }
}

choices! {
    /// The colour of the hair.
    HairColour {
        Black: "黑", "black";
        Brown: "棕", "brown";
        Blond: "金", "blond";
        Red: "红", "red";
        Pink: "粉", "pink";
        Blue: "蓝", "blue";
        Green: "绿", "green";
        Silver: "银", "silver";
    }
}

choices! {
    /// The shape of the eyes.
    Eyes {
        Round: "圆眼", "round";
        Gentle: "垂眼", "gentle";
        Sharp: "吊眼", "sharp";
        Sleepy: "半睁", "sleepy";
        Closed: "笑眼", "closed";
    }
}

choices! {
    /// The colour of the iris (not to be seen where the eyes are closed).
    Iris {
        Brown: "棕", "brown";
        Blue: "蓝", "blue";
        Green: "绿", "green";
        Red: "红", "red";
        Violet: "紫", "violet";
        Amber: "琥珀", "amber";
    }
}

choices! {
    /// The brows.
    Brows {
        Calm: "平静", "calm";
        Raised: "扬起", "raised";
        Stern: "皱起", "stern";
        Worried: "担忧", "worried";
    }
}

choices! {
    /// The mouth.
    Mouth {
        Smile: "微笑", "smile";
        Laugh: "大笑", "laugh";
        Line: "抿嘴", "line";
        Round: "惊讶", "round";
        Cat: "猫嘴", "cat";
        Frown: "撇嘴", "frown";
    }
}

choices! {
    /// Glasses.
    Glasses {
        None: "无", "none";
        Round: "圆框", "round";
        Square: "方框", "square";
    }
}

choices! {
    /// On the head.
    Hat {
        None: "无", "none";
        Beanie: "毛线帽", "beanie";
        Beret: "贝雷帽", "beret";
        Bow: "蝴蝶结", "bow";
        CatEars: "猫耳", "cat ears";
    }
}

choices! {
    /// The colour of the skin.
    Skin {
        Pale: "白皙", "pale";
        Light: "浅", "light";
        Tan: "小麦", "tan";
        Brown: "棕", "brown";
        Dark: "深", "dark";
    }
}

choices! {
    /// Clothes; a hat has the same colour.
    Clothes {
        Navy: "藏青", "navy";
        Red: "红", "red";
        Yellow: "黄", "yellow";
        Teal: "青", "teal";
        White: "白", "white";
    }
}

choices! {
    /// Behind the head.
    Background {
        Sky: "天蓝", "sky";
        Mint: "薄荷", "mint";
        Peach: "桃", "peach";
        Lilac: "丁香", "lilac";
        Lemon: "柠檬", "lemon";
        Dusk: "暮色", "dusk";
    }
}

/// What is to be seen in a face, whichever family draws it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Factors {
    /// How the hair is worn.
    pub style: HairStyle,
    /// 0 (to the chin) … 1 (over the shoulders); for spiky and curly hair how far it stands off.
    pub length: f32,
    /// Over the forehead.
    pub fringe: Fringe,
    /// Of the hair.
    pub hair: HairColour,
    /// Their shape.
    pub eyes: Eyes,
    /// Their colour.
    pub iris: Iris,
    /// The brows.
    pub brows: Brows,
    /// The mouth.
    pub mouth: Mouth,
    /// Glasses.
    pub glasses: Glasses,
    /// On the head.
    pub hat: Hat,
    /// Of the skin.
    pub skin: Skin,
    /// Colour of clothes and hat.
    pub clothes: Clothes,
    /// Behind the head.
    pub background: Background,
    /// The width of the head: −1 (narrow) … 1 (round).
    pub width: f32,
    /// Where the face looks: −1 (to its picture's left) … 1 (right), 21° each.
    pub turn: f32,
    /// How the head is held: −1 … 1, 8° each.
    pub tilt: f32,
}

impl Factors {
    /// Independent draws; among the hats, glasses and eyes the plain ones come more often.
    #[must_use]
    pub fn draw(random: &mut Random) -> Self {
        Self {
            style: HairStyle::draw_by(random, &[3.0, 2.0, 2.0, 1.5, 2.0, 1.5]),
            length: random.unit(),
            fringe: Fringe::draw(random),
            hair: HairColour::draw(random),
            eyes: Eyes::draw_by(random, &[3.0, 2.0, 2.0, 1.5, 1.0]),
            iris: Iris::draw(random),
            brows: Brows::draw_by(random, &[2.0, 1.0, 1.0, 1.0]),
            mouth: Mouth::draw_by(random, &[2.5, 2.0, 1.0, 1.0, 1.0, 1.0]),
            glasses: Glasses::draw_by(random, &[5.0, 1.0, 1.0]),
            hat: Hat::draw_by(random, &[6.0, 1.0, 1.0, 1.0, 1.0]),
            skin: Skin::draw_by(random, &[2.0, 2.0, 1.5, 1.0, 1.0]),
            clothes: Clothes::draw(random),
            background: Background::draw(random),
            width: random.between(-1.0, 1.0),
            turn: random.between(-1.0, 1.0),
            tilt: random.between(-1.0, 1.0),
        }
    }

    /// The named factors as (name in Chinese and English, index of the value, how many values there are): what a
    /// conditional network is told, one-hot.
    #[must_use]
    pub fn codes(&self) -> [([&'static str; 2], usize, usize); 13] {
        fn code<C: Choice>(name: [&'static str; 2], value: C) -> ([&'static str; 2], usize, usize) {
            (name, value.index(), C::ALL.len())
        }
        [
            code(["发型", "style"], self.style),
            code(["刘海", "fringe"], self.fringe),
            code(["发色", "hair"], self.hair),
            code(["眼形", "eyes"], self.eyes),
            code(["瞳色", "iris"], self.iris),
            code(["眉", "brows"], self.brows),
            code(["嘴", "mouth"], self.mouth),
            code(["眼镜", "glasses"], self.glasses),
            code(["帽饰", "hat"], self.hat),
            code(["肤色", "skin"], self.skin),
            code(["衣色", "clothes"], self.clothes),
            code(["背景", "background"], self.background),
            code(["朝向", "turn"], Facing::of(self.turn)),
        ]
    }
}

choices! {
    /// The turn of the head in three steps.
    Facing {
        Left: "左", "left";
        Ahead: "正", "ahead";
        Right: "右", "right";
    }
}

impl Facing {
    /// A third of [−1, 1] each.
    #[must_use]
    pub fn of(turn: f32) -> Self {
        if turn < -1.0 / 3.0 {
            Self::Left
        } else if turn < 1.0 / 3.0 {
            Self::Ahead
        } else {
            Self::Right
        }
    }
}
