//! The words of the slots, in both languages. Nouns of a slot share their measure word (只, 个, 把, 本), so that templates
//! can hold it; adjectives are those that 很 and 的 go with.

use super::template::{Entity, kind};

/// A word in both languages; several words of English stand between spaces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// English.
    pub english: &'static str,
    /// 汉语.
    pub chinese: &'static str,
}

/// What may stand in a slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slot {
    /// All alike.
    pub entries: &'static [Entry],
    /// Universal part of speech.
    pub part: &'static str,
    /// Where it names something.
    pub entity: Option<Entity>,
}

macro_rules! words {
    ($($name:ident: $($english:literal $chinese:literal),+;)+) => {
        $(const $name: &[Entry] = &[$(Entry { english: $english, chinese: $chinese }),+];)+
    };
}

words! {
    PERSON: "Anna" "安娜", "Tom" "汤姆", "Lily" "莉莉", "Emma" "艾玛", "Jack" "杰克", "Lucy" "露西", "Leo" "里奥",
        "Mia" "米娅", "Nora" "诺拉", "Sam" "山姆", "Grace" "格蕾丝", "Oscar" "奥斯卡", "Xiaoming" "小明", "Xiaohong" "小红",
        "Xiaomei" "小梅", "Dawei" "大伟";
    CITY: "Beijing" "北京", "Shanghai" "上海", "Taipei" "台北", "Chengdu" "成都", "Hangzhou" "杭州", "Nanjing" "南京",
        "Hong Kong" "香港", "Tokyo" "东京", "Paris" "巴黎", "London" "伦敦", "Berlin" "柏林", "Rome" "罗马", "Cairo" "开罗",
        "Vienna" "维也纳", "Lisbon" "里斯本", "New York" "纽约";
    DAY: "Monday" "星期一", "Tuesday" "星期二", "Wednesday" "星期三", "Thursday" "星期四", "Friday" "星期五",
        "Saturday" "星期六", "Sunday" "星期天";
    ANIMAL: "dog" "小狗", "cat" "小猫", "bird" "小鸟", "rabbit" "兔子", "panda" "熊猫", "fox" "狐狸", "monkey" "猴子",
        "duck" "鸭子", "goat" "山羊", "tiger" "老虎", "squirrel" "松鼠", "frog" "青蛙", "otter" "水獭", "owl" "猫头鹰";
    ANIMALS: "dogs" "小狗", "cats" "小猫", "birds" "小鸟", "rabbits" "兔子", "pandas" "熊猫", "foxes" "狐狸",
        "monkeys" "猴子", "ducks" "鸭子", "goats" "山羊", "squirrels" "松鼠", "frogs" "青蛙", "owls" "猫头鹰";
    NUMBER: "two" "两", "three" "三", "four" "四", "five" "五", "six" "六", "seven" "七", "eight" "八", "nine" "九",
        "ten" "十", "twelve" "十二";
    FOOD: "apple" "苹果", "pear" "梨", "peach" "桃子", "orange" "橙子", "dumpling" "饺子", "cake" "蛋糕", "egg" "鸡蛋",
        "watermelon" "西瓜", "mooncake" "月饼", "lemon" "柠檬";
    STUFF: "tea" "茶", "coffee" "咖啡", "milk" "牛奶", "rice" "米饭", "soup" "汤", "bread" "面包", "cheese" "奶酪",
        "tofu" "豆腐", "honey" "蜂蜜", "chocolate" "巧克力";
    THING: "umbrella" "雨伞", "chair" "椅子", "key" "钥匙", "guitar" "吉他", "violin" "小提琴", "comb" "梳子",
        "teapot" "茶壶", "fan" "扇子";
    BOOK: "book" "书", "novel" "小说", "dictionary" "词典", "diary" "日记", "magazine" "杂志", "cookbook" "菜谱",
        "comic" "漫画", "textbook" "课本";
    PLACE: "park" "公园", "library" "图书馆", "station" "车站", "market" "市场", "museum" "博物馆", "theatre" "剧院",
        "zoo" "动物园", "bakery" "面包店", "harbour" "港口", "bookshop" "书店", "teahouse" "茶馆", "school" "学校";
    ADJ: "clever" "聪明", "lazy" "懒惰", "gentle" "温柔", "happy" "快乐", "shy" "害羞", "brave" "勇敢", "tired" "疲倦",
        "noisy" "吵闹", "quiet" "安静", "beautiful" "漂亮", "friendly" "友好", "curious" "好奇";
    COMPARED: "bigger" "大", "smaller" "小", "faster" "快", "slower" "慢", "braver" "勇敢", "cleverer" "聪明",
        "lazier" "懒", "quieter" "安静";
    MET: "saw" "看见", "found" "找到", "drew" "画", "fed" "喂", "helped" "帮助", "heard" "听见", "photographed" "拍",
        "recognised" "认出";
    WEATHER: "sunny" "晴朗", "rainy" "下雨", "windy" "刮风", "snowy" "下雪", "foggy" "起雾", "warm" "温暖";
    MOOD: "proud" "自豪", "merry" "快活", "grateful" "感激", "cheerful" "开心", "glad" "高兴";
    SPOT: "under the bridge" "桥下", "behind the old oak" "老橡树后面", "beside the well" "水井旁边",
        "in the tall grass" "高高的草丛里", "on top of the hill" "山顶上", "between two stones" "两块石头之间";
    COUNTRYSIDE: "lake" "湖边", "forest" "森林", "village" "村庄", "river" "河边", "meadow" "草地", "valley" "山谷",
        "beach" "海滩";
}

/// The slot of this name, with or without a number: `None` where there is none.
#[must_use]
pub fn slot(name: &str) -> Option<Slot> {
    let (entries, part, entity) = match kind(name) {
        "PERSON" => (PERSON, "PROPN", Some(Entity::Person)),
        "CITY" => (CITY, "PROPN", Some(Entity::City)),
        "ORIGIN" => (CITY, "PROPN", Some(Entity::Origin)),
        "DESTINATION" => (CITY, "PROPN", Some(Entity::Destination)),
        "DAY" => (DAY, "PROPN", Some(Entity::Day)),
        "ANIMAL" => (ANIMAL, "NOUN", None),
        "ANIMALS" => (ANIMALS, "NOUN", None),
        "FOOD" => (FOOD, "NOUN", None),
        "STUFF" => (STUFF, "NOUN", None),
        "THING" => (THING, "NOUN", None),
        "BOOK" => (BOOK, "NOUN", None),
        "PLACE" => (PLACE, "NOUN", None),
        "COUNTRYSIDE" => (COUNTRYSIDE, "NOUN", None),
        "SPOT" => (SPOT, "NOUN", None),
        "NUMBER" => (NUMBER, "NUM", None),
        "ADJ" => (ADJ, "ADJ", None),
        "COMPARED" => (COMPARED, "ADJ", None),
        "WEATHER" => (WEATHER, "ADJ", None),
        "MOOD" => (MOOD, "ADJ", None),
        "MET" => (MET, "VERB", None),
        _ => return None,
    };
    Some(Slot { entries, part, entity })
}
