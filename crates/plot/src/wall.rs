//! A wall of images: digits, faces, feature maps, filters. Their pixels are whole device pixels.

use plotters_backend::DrawingBackend;

use crate::{
    Area, Figure, Palette, Pen, Picture, PlotError, Reading, Rect, Stroke, Theme, figure, format,
    line::Point,
    text::{self, Align, Label},
};

/// What the numbers of a pixel mean.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Tone {
    /// One number a pixel, in a palette that all images share.
    Of(Palette),
    /// Red, green and blue; `lo` is none of it, `hi` all.
    Rgb {
        /// What is dark.
        lo: f32,
        /// What is full.
        hi: f32,
    },
}

impl Tone {
    /// Numbers a pixel.
    fn channels(&self) -> usize {
        match self {
            Self::Of(_) => 1,
            Self::Rgb { .. } => 3,
        }
    }
}

/// A figure of images of one size, in rows.
#[derive(Debug, Clone, Copy)]
pub struct Wall<'a> {
    /// `n · height · width · channels` numbers: image by image, row by row from above.
    pub values: &'a [f32],
    /// Pixels down.
    pub height: usize,
    /// Pixels across.
    pub width: usize,
    /// What they mean.
    pub tone: Tone,
    /// Whether the channels of an image follow each other (c·h·w) instead of those of a pixel (h·w·c).
    pub planes: bool,
    /// What stands below each image, or nothing.
    pub captions: &'a [&'a str],
    /// Images in a row; by default as makes them largest.
    pub columns: Option<usize>,
    /// The image that is chosen.
    pub chosen: Option<usize>,
    /// The pixel that is chosen.
    pub pixel: Option<Pixel>,
    /// Frames that lie on images, cut off where these end.
    pub frames: &'a [Quad],
    /// The word after the number of images that have no room: "more", 未画出.
    pub more: &'a str,
}

/// A pixel of an image.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pixel {
    /// Which image.
    pub image: usize,
    /// Its row, from above.
    pub row: usize,
    /// Its column.
    pub column: usize,
}

/// Four corners on an image, in shares of its width and height from above left.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Quad {
    /// Which image.
    pub image: usize,
    /// Its corners, one after the other.
    pub corners: [Point; 4],
}

/// Where images stand.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WallLayout {
    /// The rectangle of all images that are shown, CSS pixels.
    pub plot: Rect,
    /// Images in a row.
    pub columns: usize,
    /// Images that are shown; there may be more.
    pub shown: usize,
    /// Height and width of an image in its own pixels.
    pixels: (usize, usize),
    /// Width and height of an image in device pixels.
    tile: (usize, usize),
    /// From one image to the next, device pixels.
    step: (usize, usize),
    /// Device pixels per CSS pixel.
    ratio: f64,
}

impl WallLayout {
    /// The place of an image, CSS pixels.
    pub fn image(&self, i: usize) -> Rect {
        let (column, row) = (i % self.columns, i / self.columns);
        let left = self.plot.left + (column * self.step.0) as f64 / self.ratio;
        let top = self.plot.top + (row * self.step.1) as f64 / self.ratio;
        Rect { left, top, right: left + self.tile.0 as f64 / self.ratio, bottom: top + self.tile.1 as f64 / self.ratio }
    }

    /// The place of a pixel, CSS pixels.
    pub fn pixel(&self, pixel: Pixel) -> Rect {
        let (image, (height, width)) = (self.image(pixel.image), self.pixels);
        let x = |column: usize| image.left + image.width() * column as f64 / width as f64;
        let y = |row: usize| image.top + image.height() * row as f64 / height as f64;
        Rect { left: x(pixel.column), right: x(pixel.column + 1), top: y(pixel.row), bottom: y(pixel.row + 1) }
    }

    /// The pixel at a place.
    pub fn hit(&self, (x, y): Point) -> Option<Pixel> {
        let device = |v: f64| ((v * self.ratio).floor().max(-1.0)) as isize;
        let x = usize::try_from(device(x - self.plot.left)).ok()?;
        let y = usize::try_from(device(y - self.plot.top)).ok()?;
        let (column, row) = (x / self.step.0, y / self.step.1);
        let image = row * self.columns + column;
        let (x, y) = (x % self.step.0, y % self.step.1);
        let inside = column < self.columns && image < self.shown && x < self.tile.0 && y < self.tile.1;
        let (height, width) = self.pixels;
        inside.then(|| Pixel { image, row: y * height / self.tile.1, column: x * width / self.tile.0 })
    }
}

/// Between images, CSS pixels.
const GAP: f64 = 3.0;
/// Around all of them: the frame of the chosen image reaches past it.
const EDGE: f64 = 3.0;

impl<'a> Wall<'a> {
    /// Images in a palette, without captions.
    pub fn new((height, width): (usize, usize), values: &'a [f32], palette: Palette) -> Self {
        Self {
            values,
            height,
            width,
            tone: Tone::Of(palette),
            planes: false,
            captions: &[],
            columns: None,
            chosen: None,
            pixel: None,
            frames: &[],
            more: "",
        }
    }

    /// How many images there are.
    pub fn count(&self) -> usize {
        self.values.len().checked_div(self.each()).unwrap_or(0)
    }

    /// Numbers an image.
    fn each(&self) -> usize {
        self.height.saturating_mul(self.width).saturating_mul(self.tone.channels())
    }

    /// Where everything goes in a figure of (width, height) CSS pixels, on a screen with `ratio` device pixels per CSS pixel:
    /// the number of columns that makes images largest, each image pixel a whole number of device pixels if it can be.
    pub fn layout(&self, size: (f64, f64), theme: &Theme, ratio: f64) -> Result<WallLayout, PlotError> {
        let count = self.count();
        figure::check("numbers of images", count * self.each(), self.values.len())?;
        figure::check("captions", if self.captions.is_empty() { 0 } else { count }, self.captions.len())?;
        figure::room(size, (8.0, 8.0))?;
        let room = |v: f64, less: f64| ((v - 2.0 * EDGE - less).max(1.0) * ratio).floor() as usize;
        let foot = if self.captions.is_empty() { 0.0 } else { theme.text_px + 5.0 };
        let gap = ((GAP * ratio).round() as usize).max(1);
        let under = (foot * ratio).round() as usize;
        let (w, h) = (self.width.max(1), self.height.max(1));
        let (across, down) = (room(size.0, 0.0), room(size.1, 0.0));
        let fitted = |columns: usize| {
            let rows = count.div_ceil(columns).max(1);
            let wide = ((across + gap) / columns).saturating_sub(gap);
            let high = ((down + gap) / rows).saturating_sub(gap + under);
            (wide / w).min(high / h)
        };
        let most = ((across + gap) / (w + gap)).clamp(1, count.max(1));
        let choices = self.columns.map_or(1..=most, |c| c.max(1)..=c.max(1));
        // Of equals the one with the fewest empty places in its last row, and of those the one with the fewest columns.
        let score = |c: usize| (fitted(c), usize::MAX - (count.div_ceil(c) * c - count), usize::MAX - c);
        let (times, _, columns) = choices.map(score).max().map_or((0, 0, most), |(t, e, c)| (t, e, usize::MAX - c));
        // A number of columns that makes nothing fit is not the best one, but as many as there is room for.
        let columns = self.columns.map_or(if times > 0 { columns } else { most }, |c| c.max(1));
        let (tile, shown) = if times > 0 {
            ((w * times, h * times), count)
        } else {
            // Not all have room: as they are, or smaller where one alone is too large, and as many rows as fit.
            let wide = ((across + gap) / columns).saturating_sub(gap).max(1);
            let down = room(size.1, theme.text_px + 4.0);
            let share = (wide as f64 / w as f64).min(down.saturating_sub(under).max(1) as f64 / h as f64).min(1.0);
            let side = |n: usize| ((n as f64 * share) as usize).max(1);
            let tile = (side(w), side(h));
            let rows = ((down + gap) / (tile.1 + gap + under)).max(1);
            (tile, (rows * columns).min(count))
        };
        let step = (tile.0 + gap, tile.1 + gap + under);
        let columns = columns.min(shown.max(1));
        let (wide, high) = (columns * step.0 - gap, shown.div_ceil(columns).max(1) * step.1 - gap);
        // On a whole device pixel, or everything is blurred.
        let from = (EDGE * ratio).ceil() / ratio;
        let plot =
            Rect { left: from, top: from, right: from + wide as f64 / ratio, bottom: from + high as f64 / ratio };
        Ok(WallLayout { plot, columns, shown, pixels: (self.height, self.width), tile, step, ratio })
    }

    /// How high a figure of a width need be to show its images as large as one of height `most` would; all in CSS pixels.
    pub fn height(&self, width: f64, most: f64, theme: &Theme, ratio: f64) -> Result<f64, PlotError> {
        let layout = self.layout((width, most), theme, ratio)?;
        Ok(if layout.shown < self.count() { most } else { layout.plot.bottom + EDGE })
    }

    /// Draws what is above the [picture](Figure::picture) on an area with `scale` units per CSS pixel: captions and the
    /// frame of the chosen image. `ratio` is that of the picture.
    pub fn draw<DB: DrawingBackend>(
        &self,
        area: &Area<DB>,
        theme: &Theme,
        scale: f64,
        ratio: f64,
    ) -> Result<WallLayout, PlotError> {
        self.marks(&Pen::new(area, theme, scale), ratio)
    }

    /// The numbers of a pixel: one, or three.
    pub fn at(&self, pixel: Pixel) -> Option<[f32; 3]> {
        let Pixel { image, row, column } = pixel;
        if row >= self.height || column >= self.width {
            return None;
        }
        let (first, next) = self.strides();
        let from = image * self.each() + (row * self.width + column) * first;
        let get = |c: usize| self.values.get(from + c * next).copied();
        match self.tone {
            Tone::Of(_) => get(0).map(|v| [v; 3]),
            Tone::Rgb { .. } => Some([get(0)?, get(1)?, get(2)?]),
        }
    }

    /// From one pixel to the next, and from one channel to the next.
    fn strides(&self) -> (usize, usize) {
        let channels = self.tone.channels();
        if self.planes { (1, self.height * self.width) } else { (channels, 1) }
    }

    /// The pixel at a place: its image, row and column (from 1), and its number or numbers.
    pub fn read(&self, layout: &WallLayout, at: Point) -> Option<Reading> {
        let pixel = layout.hit(at)?;
        let numbers = self.at(pixel)?;
        let numbers = &numbers[..self.tone.channels()];
        let name = self.captions.get(pixel.image).filter(|c| !c.is_empty());
        let name = name.map_or_else(|| format!("{}", pixel.image + 1), |c| (*c).to_owned());
        Some(Reading {
            label: format!("{name} ({}, {})", pixel.row + 1, pixel.column + 1),
            value: numbers.iter().map(|v| format::value(f64::from(*v))).collect::<Vec<_>>().join(", "),
            at: layout.image(pixel.image),
        })
    }

    fn marks(&self, pen: &Pen<'_>, ratio: f64) -> Result<WallLayout, PlotError> {
        let layout = self.layout(pen.size(), pen.theme, ratio)?;
        let (theme, size) = (pen.theme, pen.theme.text_px);
        // Paper on paper: images have an edge of their own.
        if matches!(self.tone, Tone::Of(Palette::Picture { .. })) {
            for i in 0..layout.shown {
                pen.frame(&layout.image(i).grown(0.5), Stroke::solid(theme.line, 1.0))?;
            }
        }
        for (i, caption) in self.captions.iter().enumerate().take(layout.shown) {
            let at = layout.image(i);
            let text = text::fit(caption, size, at.width() + GAP);
            let color = if self.chosen == Some(i) { theme.hand } else { theme.ink2 };
            let place = (at.center().0, at.bottom + size / 2.0 + 3.0);
            pen.text(Label { text: &text, at: place, align: Align::Middle, color, halo: false })?;
        }
        for quad in self.frames.iter().filter(|quad| quad.image < layout.shown) {
            let on = layout.image(quad.image);
            let place = |(x, y): Point| (on.left + x * on.width(), on.top + y * on.height());
            let [a, b, c, d] = quad.corners.map(place);
            pen.line_in(&on, &[a, b, c, d, a], Stroke::solid(theme.identity(2), 1.5))?;
        }
        if let Some(i) = self.chosen.filter(|i| *i < layout.shown) {
            pen.chosen(&layout.image(i))?;
        }
        let inside = |p: &Pixel| p.image < layout.shown && p.row < self.height && p.column < self.width;
        if let Some(pixel) = self.pixel.filter(inside) {
            // Seen on any ground, and around the smallest of pixels.
            let at = layout.pixel(pixel);
            let at = at.grown(((4.0 - at.width().min(at.height())) / 2.0).max(0.0));
            pen.frame(&at.grown(1.0), Stroke::solid(theme.paper, 3.0))?;
            pen.frame(&at.grown(0.75), Stroke::solid(theme.hand, 1.5))?;
        }
        let rest = self.count() - layout.shown;
        if rest > 0 {
            let text = figure::elided(rest, self.more);
            let at = (layout.plot.left, pen.size().1 - size / 2.0 - 1.0);
            pen.text(Label { text: &text, at, align: Align::Start, color: theme.ink3, halo: false })?;
        }
        Ok(layout)
    }
}

impl Figure for Wall<'_> {
    /// All images in one, a pixel for each device pixel; between them it is transparent.
    fn picture(&self, size: (f64, f64), theme: &Theme, ratio: f64) -> Result<Option<Picture>, PlotError> {
        let layout = self.layout(size, theme, ratio)?;
        if layout.shown == 0 {
            return Ok(None);
        }
        let (tile, step, columns) = (layout.tile, layout.step, layout.columns);
        let (rows, gap) = (layout.shown.div_ceil(columns), step.0 - tile.0);
        let (width, height) = (columns * step.0 - gap, (rows - 1) * step.1 + tile.1);
        let mut rgba = vec![0_u8; 4 * width * height];
        let (pixel, channel) = self.strides();
        let shades = if let Tone::Of(palette) = self.tone { Some(palette.shades(theme)) } else { None };
        let color = |at: usize| match (&shades, self.tone) {
            (Some(shades), _) => shades.of(self.values[at]),
            (None, Tone::Rgb { lo, hi }) => {
                let c = [self.values[at], self.values[at + channel], self.values[at + 2 * channel]];
                let finite = c.iter().all(|v| v.is_finite());
                if finite { c.map(|v| ((v - lo) / (hi - lo) * 255.0).round() as u8) } else { theme.bad.0 }
            }
            (None, Tone::Of(_)) => theme.bad.0,
        };
        for i in 0..layout.shown {
            let (left, top) = (i % columns * step.0, i / columns * step.1);
            let mut before = usize::MAX;
            for y in 0..tile.1 {
                let to = 4 * ((top + y) * width + left);
                let row = y * self.height / tile.1;
                if row == before {
                    // The same row of the image once more.
                    rgba.copy_within(to - 4 * width..to - 4 * width + 4 * tile.0, to);
                    continue;
                }
                before = row;
                let from = i * self.each() + row * self.width * pixel;
                let (mut last, mut c) = (usize::MAX, [0; 3]);
                for (x, out) in rgba[to..to + 4 * tile.0].chunks_exact_mut(4).enumerate() {
                    let column = x * self.width / tile.0;
                    if column != last {
                        (last, c) = (column, color(from + column * pixel));
                    }
                    out.copy_from_slice(&[c[0], c[1], c[2], 255]);
                }
            }
        }
        let Rect { left, top, right, .. } = layout.plot;
        let at = Rect { left, top, right, bottom: top + height as f64 / ratio };
        Ok(Some(Picture { width, height, rgba, at }))
    }

    fn paint(&self, pen: &Pen<'_>) -> Result<(), PlotError> {
        self.marks(pen, pen.ratio()).map(|_| ())
    }
}

#[cfg(test)]
mod tests;
