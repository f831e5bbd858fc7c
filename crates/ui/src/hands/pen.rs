//! The pen of the keyboard: arrows move it, Space puts it down and takes it up.

use labkit::text::Text;
use leptos::prelude::*;
use web_sys::KeyboardEvent;

/// How far an arrow key goes, in hundredths of the paper's side.
const NEAR: i32 = 2;
/// The same with Shift.
const FAR: i32 = 10;
/// Hundredths in a side.
const WHOLE: i32 = 100;

/// What the keys do, as one sentence below the paper.
pub(crate) const KEYS: Text = Text::new(
    "方向键移动笔，Shift 加大步幅；空格落笔、提笔，Esc 提笔；Ctrl+Z 撤销，Delete 清空。",
    "Arrow keys move the pen, Shift farther; Space puts it down or up, Escape lifts it; Ctrl+Z undoes, Delete clears.",
);

/// What a key asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Command {
    /// Move right and down, in hundredths of the side.
    Move(i32, i32),
    /// Down where it was up, up where it was down.
    Toggle,
    Lift,
    Undo,
    Clear,
    /// A digit: the choice of that number, from 0.
    Choose(usize),
}

/// Keys that are held with another.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Held {
    pub(crate) shift: bool,
    /// Ctrl, or Command.
    pub(crate) ctrl: bool,
    pub(crate) alt: bool,
}

impl Command {
    /// What a key event asks for; `None` where it is not for the pen.
    pub(crate) fn of(event: &KeyboardEvent) -> Option<Self> {
        let held = Held { shift: event.shift_key(), ctrl: event.ctrl_key() || event.meta_key(), alt: event.alt_key() };
        Self::parse(&event.key(), held)
    }

    fn parse(key: &str, held: Held) -> Option<Self> {
        if held.alt {
            return None;
        }
        if held.ctrl {
            return (key.eq_ignore_ascii_case("z") && !held.shift).then_some(Self::Undo);
        }
        let far = if held.shift { FAR } else { NEAR };
        Some(match key {
            "ArrowRight" => Self::Move(far, 0),
            "ArrowLeft" => Self::Move(-far, 0),
            "ArrowDown" => Self::Move(0, far),
            "ArrowUp" => Self::Move(0, -far),
            " " => Self::Toggle,
            "Escape" => Self::Lift,
            "Delete" | "Backspace" => Self::Clear,
            "1" | "2" | "3" | "4" => Self::Choose(usize::from(key.as_bytes()[0] - b'1')),
            _ => return None,
        })
    }
}

/// Where the pen is, and whether it touches the paper. In whole hundredths, so that steps there and back meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Pen {
    /// Hundredths of the side from the left, 0…100.
    pub(crate) x: i32,
    /// Hundredths of the side from the top.
    pub(crate) y: i32,
    pub(crate) down: bool,
}

impl Default for Pen {
    fn default() -> Self {
        Self { x: WHOLE / 2, y: WHOLE / 2, down: false }
    }
}

impl Pen {
    /// The pen after a command. It stops at the edge; commands that are not about it leave it as it is, but for those that
    /// take away what it draws: they lift it.
    pub(crate) fn after(self, command: Command) -> Self {
        match command {
            Command::Move(right, down) => {
                Self { x: (self.x + right).clamp(0, WHOLE), y: (self.y + down).clamp(0, WHOLE), ..self }
            }
            Command::Toggle => Self { down: !self.down, ..self },
            Command::Lift | Command::Undo | Command::Clear => Self { down: false, ..self },
            Command::Choose(_) => self,
        }
    }

    /// Its place in the unit square, from the top left corner.
    pub(crate) fn at(self) -> (f32, f32) {
        (self.x as f32 / WHOLE as f32, self.y as f32 / WHOLE as f32)
    }
}

/// Where the pen of the keyboard is; shown while the paper has the focus of the keyboard.
#[component]
pub(crate) fn Cursor(
    /// The pen.
    #[prop(into)]
    pen: Signal<Pen>,
    /// On dark paper, whatever the theme.
    #[prop(optional)]
    dark: bool,
) -> impl IntoView {
    view! {
        <span
            class="hands__pen"
            class:hands__pen--down=move || pen.get().down
            data-theme=dark.then_some("dark")
            style:--x=move || format!("{}%", pen.get().x)
            style:--y=move || format!("{}%", pen.get().y)
            aria-hidden="true"
        ></span>
    }
}

#[cfg(test)]
mod tests {
    use super::{Command, Held, Pen};

    const PLAIN: Held = Held { shift: false, ctrl: false, alt: false };
    const SHIFT: Held = Held { shift: true, ..PLAIN };
    const CTRL: Held = Held { ctrl: true, ..PLAIN };

    #[test]
    fn keys_are_commands_only_when_meant() {
        assert_eq!(Command::parse("ArrowUp", PLAIN), Some(Command::Move(0, -2)));
        assert_eq!(Command::parse("ArrowRight", SHIFT), Some(Command::Move(10, 0)));
        assert_eq!(Command::parse("4", PLAIN), Some(Command::Choose(3)));
        assert_eq!(Command::parse("Z", CTRL), Some(Command::Undo));
        // Tab leaves, letters are the page's, and so are Ctrl with others, Alt, and redo.
        let others = [("Tab", PLAIN), ("z", PLAIN), ("ArrowUp", CTRL), ("5", PLAIN)];
        for (key, held) in others {
            assert_eq!(Command::parse(key, held), None, "{key}");
        }
        assert_eq!(Command::parse("z", Held { shift: true, ..CTRL }), None);
        assert_eq!(Command::parse(" ", Held { alt: true, ..PLAIN }), None);
    }

    #[test]
    fn stops_at_the_edges() {
        let mut pen = Pen::default();
        for _ in 0..7 {
            pen = pen.after(Command::Move(10, -10));
        }
        assert_eq!(pen.at(), (1.0, 0.0));
        assert_eq!(pen.after(Command::Move(-10, 2)).at(), (0.9, 0.02));
    }

    #[test]
    fn goes_down_and_up() {
        let down = Pen::default().after(Command::Toggle);
        assert!(down.down && down.after(Command::Move(2, 0)).down && down.after(Command::Choose(1)).down);
        assert_eq!(down.after(Command::Toggle), Pen::default());
        for command in [Command::Lift, Command::Undo, Command::Clear] {
            assert_eq!(down.after(command), Pen::default());
            assert!(!Pen::default().after(command).down);
        }
    }
}
