//! The page's kit: words in two languages, tokens, accessible controls, run bar.
//!
//! Every component takes plain values, signals and callbacks, and knows nothing of labs. The look is in `www/css`
//! (`tokens.css`, `components.css`); nothing here names a colour or a length.

#![allow(unreachable_pub, reason = "the component macro writes a public function into each private module")]
#![allow(clippy::needless_pass_by_value, reason = "a component owns its properties, whether it uses them up or not")]

pub mod badge;
pub mod button;
pub mod control;
pub mod dialog;
pub mod drop;
pub mod figure;
pub mod hands;
pub mod icon;
pub mod keys;
pub mod lang;
pub mod number;
pub mod popover;
pub mod run;
pub mod scale;
pub mod table;
pub mod tabs;
pub mod theme;
pub mod toast;
pub mod web;

pub use badge::{Badge, Tone};
pub use button::{Button, IconButton, Look, Size};
pub use control::{Chip, Chips, Field, FormulaField, Segmented, Select, Slider, Toggle};
pub use dialog::Dialog;
pub use drop::{DropZone, FileButton, use_drops};
pub use figure::{FigureFrame, SaveAs};
pub use hands::{Camera, Drawing, Pad, PointPad, Shot, Spot};
pub use icon::{Icon, Picture, Sprite};
pub use keys::{KeyList, provide_keys, use_keys};
pub use lang::{lang, provide_lang, say, t, tf};
pub use popover::Popover;
pub use run::{Backend, RunBar, RunEvent, RunMark};
pub use table::DataTable;
pub use tabs::{TabItem, Tabs};
pub use theme::{Theme, ThemeContext, provide_theme, use_theme};
pub use toast::{Toast, ToastStack, Toasts, provide_toasts, use_toasts};
pub use web::{use_animation_frame, use_media, use_reduced_motion, use_resize, use_visibility};
