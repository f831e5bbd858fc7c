//! The camera's stream, and why there may be none.

use js_sys::{Object, Reflect};
use labkit::text::Text;
use wasm_bindgen::{Clamped, JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    CanvasRenderingContext2d, DomException, HtmlCanvasElement, HtmlVideoElement, MediaStream, MediaStreamConstraints,
    MediaStreamTrack,
};

use super::shot::{Shot, middle, shrink};

/// Why there is no picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// The reader, the browser's settings or the page around said no.
    Denied,
    /// There is no camera.
    Missing,
    /// Another program holds it.
    Busy,
    /// Browsers lend cameras only to pages from https or from this machine.
    Insecure,
    /// Anything else.
    Failed,
    /// It was there, and is gone.
    Ended,
}

impl Refusal {
    /// From the name of the exception (W3C Media Capture and Streams, getUserMedia).
    fn of(name: &str) -> Self {
        match name {
            "NotAllowedError" | "PermissionDeniedError" => Self::Denied,
            "NotFoundError" | "DevicesNotFoundError" | "OverconstrainedError" => Self::Missing,
            "NotReadableError" | "TrackStartError" | "AbortError" => Self::Busy,
            "SecurityError" | "TypeError" => Self::Insecure,
            _ => Self::Failed,
        }
    }

    /// What is said of it, and what helps.
    pub(crate) const fn text(self) -> Text {
        match self {
            Self::Denied => Text::new(
                "浏览器没有得到使用摄像头的许可。要用，请在地址栏旁的网站设置里允许，再按一次；其余一切照常。",
                "The browser may not use the camera. Allow it in the site settings beside the address and press again; \
                 everything else works without.",
            ),
            Self::Missing => Text::new(
                "没有找到摄像头。接上一个再按一次；其余一切照常。",
                "No camera was found. Connect one and press again; everything else works without.",
            ),
            Self::Busy => Text::new(
                "摄像头正被别的程序占用。关掉那个程序，再按一次；其余一切照常。",
                "The camera is in use by another program. Close it there and press again; everything else works without.",
            ),
            Self::Insecure => Text::new(
                "浏览器只让 https 页面或本机页面使用摄像头，这一页不是；其余一切照常。",
                "Browsers lend the camera only to pages from https or from this machine, and this one is neither; \
                 everything else works.",
            ),
            Self::Failed => Text::new(
                "摄像头没能启动。再按一次试试；其余一切照常。",
                "The camera did not start. Press again to retry; everything else works without.",
            ),
            Self::Ended => {
                Text::new("摄像头断开了。接好后再按一次。", "The camera was disconnected. Connect it and press again.")
            }
        }
    }
}

/// A stream that is on. It goes off when it is dropped, whatever the reason.
pub(crate) struct Stream(MediaStream);

impl Drop for Stream {
    fn drop(&mut self) {
        for track in self.0.get_tracks().iter().filter_map(|track| track.dyn_into::<MediaStreamTrack>().ok()) {
            track.stop();
        }
    }
}

impl Stream {
    /// Asks the reader and the browser for the camera: the one on a phone's back, or any. No sound.
    pub(crate) async fn open() -> Result<Self, Refusal> {
        let navigator = web_sys::window().ok_or(Refusal::Failed)?.navigator();
        let there = Reflect::get(&navigator, &"mediaDevices".into()).is_ok_and(|devices| devices.is_object());
        if !there {
            return Err(Refusal::Insecure);
        }
        let video = Object::new();
        for (key, value) in [("facingMode", "environment".into()), ("width", 640.into()), ("height", 480.into())] {
            // Bare values are wishes, not conditions.
            let _ = Reflect::set(&video, &JsValue::from_str(key), &value);
        }
        let wish = MediaStreamConstraints::new();
        wish.set_video(&video);
        let asked = navigator.media_devices().and_then(|devices| devices.get_user_media_with_constraints(&wish));
        let answer = JsFuture::from(asked.map_err(refusal)?).await.map_err(refusal)?;
        Ok(Self(answer.unchecked_into()))
    }

    /// Shows the stream.
    pub(crate) fn show(&self, video: &HtmlVideoElement) {
        video.set_src_object(Some(&self.0));
    }
}

fn refusal(error: JsValue) -> Refusal {
    let name = error.dyn_ref::<DomException>().map(DomException::name);
    let name = name.or_else(|| error.dyn_ref::<js_sys::Error>().map(|error| error.name().into()));
    Refusal::of(&name.unwrap_or_default())
}

/// The picture that a video shows now; `None` where it shows none yet.
pub(crate) fn take(video: &HtmlVideoElement, side: usize) -> Option<Shot> {
    let (left, top, from) = middle(video.video_width(), video.video_height());
    let canvas = web_sys::window()?.document()?.create_element("canvas").ok()?.dyn_into::<HtmlCanvasElement>().ok()?;
    canvas.set_width(from);
    canvas.set_height(from);
    let context = canvas.get_context("2d").ok()??.dyn_into::<CanvasRenderingContext2d>().ok()?;
    // Shifted and cut, not scaled: the means are our own, the same in every browser.
    context.draw_image_with_html_video_element(video, -f64::from(left), -f64::from(top)).ok()?;
    let Clamped(rgba) = context.get_image_data(0.0, 0.0, from.into(), from.into()).ok()?.data();
    shrink(&rgba, from as usize, side)
}

#[cfg(test)]
mod tests {
    use super::Refusal;

    #[test]
    fn refusals_are_told_apart() {
        let names = [
            ("NotAllowedError", Refusal::Denied),
            ("NotFoundError", Refusal::Missing),
            ("NotReadableError", Refusal::Busy),
            ("TypeError", Refusal::Insecure),
            ("", Refusal::Failed),
        ];
        for (name, refusal) in names {
            assert_eq!(Refusal::of(name), refusal, "{name}");
            let others = names.iter().filter(|(other, _)| *other != name);
            others.for_each(|(_, other)| assert_ne!(other.text(), refusal.text()));
        }
    }
}
