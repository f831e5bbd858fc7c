//! Figures as SVG: for saving, and for tests.

use plotters::drawing::IntoDrawingArea;
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind, FontFamily,
    FontStyle, FontTransform, text_anchor::Pos,
};
use plotters_svg::SVGBackend;

use crate::{Area, Figure, Layout, Pen, PlotError, Rect, Theme, png, raster::Raster, text};

/// Units per CSS pixel: plotters knows whole numbers only, and lines rounded to pixels are ragged.
pub const UNITS: u32 = 8;

/// Draws a figure of a size in CSS pixels as a document of its own, on the theme's paper.
pub fn render<T>(
    (width, height): (u32, u32),
    theme: &Theme,
    draw: impl FnOnce(&Area<Backend<'_>>, f64) -> Result<T, PlotError>,
) -> Result<(String, T), PlotError> {
    let mut body = String::new();
    let drawn = {
        let backend = Backend(SVGBackend::with_string(&mut body, (width * UNITS, height * UNITS)));
        let area = backend.into_drawing_area();
        let drawn = draw(&area, f64::from(UNITS))?;
        area.present().map_err(|e| PlotError::Backend(e.to_string()))?;
        drawn
    };
    // plotters' own first line would show the picture in units; lines need round joins, digits equal widths.
    let rest = body.split_once('\n').map_or("", |(_, rest)| rest);
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {} {}\" \
         stroke-linejoin=\"round\" stroke-linecap=\"round\" style=\"font-variant-numeric:tabular-nums\">\n\
         <rect width=\"100%\" height=\"100%\" fill=\"{}\"/>\n{rest}",
        width * UNITS,
        height * UNITS,
        theme.paper.hex()
    );
    Ok((svg, drawn))
}

/// A whole figure as a document of its own, with the title and the description that those hear who do not see it.
pub fn document(
    figure: &dyn Figure,
    size: (u32, u32),
    theme: &Theme,
    (title, description): (&str, &str),
) -> Result<String, PlotError> {
    let (svg, ()) = render(size, theme, |area, scale| figure.paint(&Pen::new(area, theme, scale).over(PICTURE_RATIO)))?;
    let picture = figure.picture((f64::from(size.0), f64::from(size.1)), theme, PICTURE_RATIO)?;
    let svg = match picture {
        Some(p) => {
            let Rect { left, top, .. } = p.at;
            under(&svg, (left, top, p.at.width(), p.at.height()), &png::data_uri(p.width, &p.rgba), PIXELS)
        }
        None => svg,
    };
    Ok(titled(&svg, title, description))
}

/// Gives a document that [`render`] made its title and its description.
pub fn titled(svg: &str, title: &str, description: &str) -> String {
    let Some((root, rest)) = svg.split_once(">\n") else { return svg.to_owned() };
    let mut out = format!("{root} role=\"img\" aria-labelledby=\"t d\">\n");
    for (tag, id, words) in [("title", "t", title), ("desc", "d", description)] {
        out.push_str(&format!("<{tag} id=\"{id}\">"));
        for c in words.chars().filter(|c| text::printable(*c)) {
            match c {
                '<' => out.push_str("&lt;"),
                '>' => out.push_str("&gt;"),
                '&' => out.push_str("&amp;"),
                c => out.push(c),
            }
        }
        out.push_str(&format!("</{tag}>\n"));
    }
    out + rest
}

/// Device pixels per CSS pixel of pictures in documents.
const PICTURE_RATIO: f64 = 2.0;
/// How a picture says that its pixels are meant.
const PIXELS: &str = " style=\"image-rendering:pixelated\"";

/// Puts a field's picture under everything of a document that [`render`] made.
pub fn underlay(svg: &str, raster: &Raster, layout: &Layout) -> String {
    under(svg, raster.place(layout), &png::data_uri(raster.width, &raster.rgba), "")
}

fn under(svg: &str, (x, y, w, h): (f64, f64, f64, f64), address: &str, more: &str) -> String {
    let unit = f64::from(UNITS);
    let image = format!(
        "<image x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\" preserveAspectRatio=\"none\"{more} href=\"{address}\"/>\n",
        x * unit,
        y * unit,
        w * unit,
        h * unit,
    );
    // After the root's line and the paper's.
    let at = svg.match_indices('\n').nth(1).map_or(0, |(i, _)| i + 1);
    format!("{}{image}{}", &svg[..at], &svg[at..])
}

/// plotters' SVG backend, with text of the size that was asked for: that one divides sizes by 1.24.
pub struct Backend<'a>(SVGBackend<'a>);

type Drawn = Result<(), DrawingErrorKind<std::io::Error>>;

impl DrawingBackend for Backend<'_> {
    type ErrorType = std::io::Error;

    fn get_size(&self) -> (u32, u32) {
        self.0.get_size()
    }

    fn ensure_prepared(&mut self) -> Drawn {
        self.0.ensure_prepared()
    }

    fn present(&mut self) -> Drawn {
        self.0.present()
    }

    fn draw_pixel(&mut self, point: BackendCoord, color: BackendColor) -> Drawn {
        self.0.draw_pixel(point, color)
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Drawn {
        self.0.draw_line(from, to, style)
    }

    fn draw_rect<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S, fill: bool) -> Drawn {
        self.0.draw_rect(from, to, style, fill)
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Drawn {
        self.0.draw_path(path, style)
    }

    fn draw_circle<S: BackendStyle>(&mut self, center: BackendCoord, radius: u32, style: &S, fill: bool) -> Drawn {
        self.0.draw_circle(center, radius, style, fill)
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Drawn {
        self.0.fill_polygon(path, style)
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, (x, y): BackendCoord) -> Drawn {
        // Its "center" is that of small letters; digits are taller.
        let lower = (style.size() * 0.06).round() as i32;
        self.0.draw_text(text, &TrueSize(style), (x, y + lower))
    }
}

struct TrueSize<'s, S>(&'s S);

impl<S: BackendTextStyle> BackendTextStyle for TrueSize<'_, S> {
    type FontError = S::FontError;

    fn color(&self) -> BackendColor {
        self.0.color()
    }

    fn size(&self) -> f64 {
        self.0.size() * 1.24
    }

    fn transform(&self) -> FontTransform {
        self.0.transform()
    }

    fn style(&self) -> FontStyle {
        self.0.style()
    }

    fn anchor(&self) -> Pos {
        self.0.anchor()
    }

    fn family(&self) -> FontFamily<'_> {
        self.0.family()
    }

    fn layout_box(&self, text: &str) -> Result<((i32, i32), (i32, i32)), Self::FontError> {
        self.0.layout_box(text)
    }

    fn draw<E, F: FnMut(i32, i32, BackendColor) -> Result<(), E>>(
        &self,
        text: &str,
        pos: BackendCoord,
        draw: F,
    ) -> Result<Result<(), E>, Self::FontError> {
        self.0.draw(text, pos, draw)
    }
}
