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
         {PAPER} fill=\"{}\"/>\n{rest}",
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
    Ok(titled(&whole(figure, size, theme)?, title, description))
}

/// Documents that [`whole`] made as one, each with its left upper corner at a place, CSS pixels.
pub fn beside(parts: &[((f64, f64), String)], (width, height): (u32, u32), theme: &Theme) -> String {
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\">\n\
         {PAPER} fill=\"{}\"/>\n",
        theme.paper.hex()
    );
    for ((x, y), part) in parts {
        svg.push_str(&part.replacen("<svg ", &format!("<svg x=\"{x:.1}\" y=\"{y:.1}\" "), 1));
    }
    svg + "</svg>\n"
}

/// A whole figure, picture and marks.
pub fn whole(figure: &dyn Figure, size: (u32, u32), theme: &Theme) -> Result<String, PlotError> {
    let (svg, ()) = render(size, theme, |area, scale| figure.paint(&Pen::new(area, theme, scale).over(PICTURE_RATIO)))?;
    let picture = figure.picture((f64::from(size.0), f64::from(size.1)), theme, PICTURE_RATIO)?;
    Ok(match picture {
        Some(p) => {
            let Rect { left, top, .. } = p.at;
            under(&svg, (left, top, p.at.width(), p.at.height()), &png::data_uri(p.width, &p.rgba), PIXELS)
        }
        None => svg,
    })
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

/// How the line of the paper begins.
const PAPER: &str = "<rect width=\"100%\" height=\"100%\"";
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
    // After the paper.
    let at = svg.find(PAPER).and_then(|i| Some(i + svg[i..].find('\n')? + 1)).unwrap_or(0);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Lines, Matrix,
        contour::Grid,
        field::{FieldFigure, Window},
        lines::Series,
        raster::{Shade, raster},
        theme::test_theme,
        tokens::Scheme,
    };

    #[test]
    fn documents_say_what_they_are() {
        let theme = test_theme(Scheme::Light);
        let series = [Series::new("a <b> & \u{1}c", 1, &[1.0, 2.0])];
        let lines = Lines { series: &series, ..Lines::default() };
        let svg = document(&lines, (300, 200), &theme, ("损失 <1> & \u{0}2", "a \"line\"\nof two points")).unwrap();
        assert!(svg.contains(
            "role=\"img\" aria-labelledby=\"t d\">\n<title id=\"t\">损失 &lt;1&gt; &amp; 2</title>\n<desc id=\"d\">"
        ));
        assert!(svg.contains("\na &lt;b&gt; &amp; \u{fffd}c\n"), "text is text, without what XML cannot say");
        assert!(!svg.chars().any(|c| c.is_control() && c != '\n'));
    }

    #[test]
    fn parts_stand_beside_each_other() {
        let theme = test_theme(Scheme::Light);
        let values = [1.0, 0.0, -1.0, 0.5];
        let part = whole(&Matrix::new(2, 2, &values), (100, 80), &theme).unwrap();
        let svg = beside(&[((0.0, 0.0), part.clone()), ((110.0, 5.5), part)], (210, 86), &theme);
        assert!(svg.contains("viewBox=\"0 0 210 86\"") && svg.contains("<svg x=\"110.0\" y=\"5.5\" "));
        assert_eq!(
            (svg.matches("<svg ").count(), svg.matches("</svg>").count(), svg.matches("<image").count()),
            (3, 3, 2)
        );
    }

    #[test]
    fn pictures_lie_on_the_paper_and_under_the_marks() {
        let theme = test_theme(Scheme::Light);
        let order = |svg: &str| {
            let at = |what: &str| svg.find(what).unwrap_or_else(|| panic!("no {what}"));
            assert!(at("</desc>") < at(PAPER) && at(PAPER) < at("<image") && at("<image") < at("<text"));
        };
        let values = [1.0, 0.0, -1.0, 0.5];
        let svg = document(&Matrix::new(2, 2, &values), (300, 200), &theme, ("a\nb", "c\nd\n")).unwrap();
        assert!(svg.contains(PIXELS));
        order(&svg);
        let (window, values) = (Window { x: (0.0, 1.0), y: (0.0, 1.0) }, values.map(f64::from));
        let field = FieldFigure { window, contours: &[], paths: &[], minima: &[], starts: &[] };
        let grid = Grid { nx: 2, ny: 2, x: window.x, y: window.y, values: &values };
        let ground = raster(&grid, Shade::of(&values), &theme).unwrap();
        let svg = document(&field, (300, 200), &theme, ("a", "b\n")).unwrap();
        order(&underlay(&svg, &ground, &field.layout((300.0, 200.0)).unwrap()));
    }
}
