use super::*;
use crate::{Kind, contour, svg, theme::test_theme, tokens::Scheme};
use plotters::drawing::IntoDrawingArea;
use plotters_backend::{BackendColor, BackendStyle, BackendTextStyle, DrawingErrorKind};

const SIZE: (u32, u32) = (560, 360);

type F = fn(f64, f64) -> f64;

struct Field {
    values: Vec<f64>,
    contours: Vec<Contour>,
}

const NODES: (usize, usize) = (161, 121);
const X: (f64, f64) = (-2.7, 2.6);
const Y: (f64, f64) = (-1.0, 3.1);

impl Field {
    fn new(f: impl Fn(f64, f64) -> f64) -> Self {
        let at = |(lo, hi): (f64, f64), k: usize, n: usize| lo + (hi - lo) * k as f64 / (n - 1) as f64;
        let (nx, ny) = NODES;
        let values: Vec<f64> = (0..nx * ny).map(|k| f(at(X, k % nx, nx), at(Y, k / nx, ny))).collect();
        let grid = Grid { nx, ny, x: X, y: Y, values: &values };
        let contours = contour::trace(&grid, &contour::levels(&values)).unwrap();
        Self { values, contours }
    }

    fn figure<'a>(&'a self, camera: Camera, paths: &'a [Path<'a>]) -> Relief<'a> {
        Relief {
            grid: Grid { nx: NODES.0, ny: NODES.1, x: X, y: Y, values: &self.values },
            shade: Shade::of(&self.values),
            height: Height::of(&self.values, Kind::Linear),
            camera,
            contours: &self.contours,
            paths,
            names: ["x", "y"],
        }
    }
}

fn valley(x: f64, y: f64) -> f64 {
    (1.0 - x).powi(2) + 10.0 * (y - x * x).powi(2)
}

fn render(figure: &Relief<'_>) -> (String, Scene) {
    let theme = test_theme(Scheme::Light);
    svg::render(SIZE, &theme, |area, scale| figure.draw(area, &theme, scale)).unwrap()
}

/// Takes everything and draws nothing: what is left is what the figure itself costs.
struct Nowhere;

type Drawn = Result<(), DrawingErrorKind<std::io::Error>>;

impl DrawingBackend for Nowhere {
    type ErrorType = std::io::Error;

    fn get_size(&self) -> (u32, u32) {
        (SIZE.0 * svg::UNITS, SIZE.1 * svg::UNITS)
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, _: (i32, i32), _: BackendColor) -> Drawn {
        Ok(())
    }

    fn draw_text<S: BackendTextStyle>(&mut self, _: &str, _: &S, _: (i32, i32)) -> Drawn {
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = (i32, i32)>>(&mut self, path: I, _: &S) -> Drawn {
        std::hint::black_box(path.into_iter().count());
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = (i32, i32)>>(&mut self, path: I, _: &S) -> Drawn {
        std::hint::black_box(path.into_iter().count());
        Ok(())
    }
}

#[test]
fn a_repaint_is_quicker_than_a_frame() {
    let field = Field::new(valley);
    let x: Vec<f64> = (0..400).map(|i| -1.45 + f64::from(i) * 0.006).collect();
    let y: Vec<f64> = x.iter().map(|x| x * x + 0.2 * (x * 20.0).sin()).collect();
    let path = |identity| Path { name: "", identity, x: &x, y: &y, now: 399, emphasis: Emphasis::Normal };
    let paths = [path(1), path(2), path(3), path(4), path(5)];
    let (figure, theme) = (field.figure(Camera::default(), &paths), test_theme(Scheme::Light));
    let best = |draw: &dyn Fn()| {
        let took = |_| {
            let start = std::time::Instant::now();
            draw();
            start.elapsed()
        };
        (0..20).map(took).min().unwrap()
    };
    let area = Nowhere.into_drawing_area();
    let whole = best(&|| drop(figure.draw(&area, &theme, f64::from(svg::UNITS)).unwrap()));
    let runs = best(&|| drop(figure.draw_runs(&area, &theme, f64::from(svg::UNITS)).unwrap()));
    let file = best(&|| drop(render(&figure)));
    println!("a relief takes {whole:?} to draw, its runs alone {runs:?}; as SVG {file:?}");
    assert!(whole.as_millis() < 8, "{whole:?}");
}

#[test]
fn cells_are_as_many_as_nodes_allow_and_coloured_as_the_flat_field() {
    // A plane has one normal, and a level one the colour of the flat picture.
    let level = Field::new(|_, _| 3.0);
    let (svg, _) = render(&level.figure(Camera::default(), &[]));
    let theme = test_theme(Scheme::Light);
    let flat = Shade::of(&level.values).color(3.0, &theme).hex().to_uppercase();
    let cells = svg.lines().filter(|l| l.starts_with("<polygon") && l.contains(&format!("fill=\"{flat}\""))).count();
    assert_eq!(cells, 60 * 45);
}

#[test]
fn slopes_to_the_left_are_lighter_than_slopes_to_the_right() {
    // Seen along y, a hill has its light on the left; with the same values the flat picture has the same colours.
    let hill = Field::new(|x, y| (-(x * x + (y - 1.0).powi(2))).exp());
    for azimuth in [-1.57, 0.4, 2.0, 3.1] {
        let camera = Camera::new(azimuth, 1.2);
        let right = (-azimuth.sin(), azimuth.cos());
        let scene = hill.figure(camera, &[]).scene((560.0, 360.0)).unwrap();
        let at = |side: f64| scene.to_px((side * right.0, 1.0 + side * right.1)).unwrap();
        assert!(at(0.7).0 > at(-0.7).0, "right is right");
        let (svg, _) = render(&Relief { contours: &[], ..hill.figure(camera, &[]) });
        let brightness = |p: Point| fill_under(&svg, p).0.iter().map(|v| u32::from(*v)).sum::<u32>();
        assert!(brightness(at(-0.7)) > brightness(at(0.7)), "{azimuth}");
    }
}

#[test]
fn what_is_nearer_is_painted_over_what_is_farther() {
    // A ridge across the line of sight: its near face is seen, blue with its values, and not the grey ground behind it.
    for k in 0..16 {
        let azimuth = f64::from(k) * std::f64::consts::FRAC_PI_8;
        let toward = (azimuth.cos(), azimuth.sin());
        let ridge = Field::new(|x, y| (-8.0 * (x * toward.0 + (y - 1.0) * toward.1).powi(2)).exp());
        let shade = Shade::Sign { zero: 0.0, reach: 1.0 };
        let figure = Relief { contours: &[], shade, ..ridge.figure(Camera::new(azimuth, 0.35), &[]) };
        let (svg, scene) = render(&figure);
        let blue = |near: f64| {
            let Rgb([r, _, b]) = fill_under(&svg, scene.to_px((near * toward.0, 1.0 + near * toward.1)).unwrap());
            i32::from(b) - i32::from(r)
        };
        assert!(blue(0.15) > 60 && blue(0.9) < 30, "{azimuth}: {} {}", blue(0.15), blue(0.9));
    }
}

/// The colour of the last polygon that covers a place: what is seen there.
fn fill_under(svg: &str, (x, y): Point) -> Rgb {
    let unit = f64::from(svg::UNITS);
    let covers = |points: &[Point]| {
        let edges = points.iter().zip(points.iter().cycle().skip(1));
        edges.filter(|(a, b)| (a.1 > y) != (b.1 > y) && x < a.0 + (b.0 - a.0) * (y - a.1) / (b.1 - a.1)).count() % 2
            == 1
    };
    let value = |line: &str, key: &str| {
        line.split(&format!("{key}=\"")).nth(1).map(|rest| rest.split('"').next().unwrap().to_owned())
    };
    let polygons = svg.lines().filter(|l| l.starts_with("<polygon"));
    let mut found = polygons.filter(|line| {
        let numbers: Vec<f64> =
            value(line, "points").unwrap().split([' ', ',']).filter_map(|n| n.parse().ok()).collect();
        covers(&numbers.chunks(2).map(|p| (p[0] / unit, p[1] / unit)).collect::<Vec<_>>())
    });
    Rgb::parse(&value(found.next_back().unwrap(), "fill").unwrap()).unwrap()
}

#[test]
fn what_is_seen_is_what_no_slope_hides() {
    // Against a march along the line of sight over the function itself, in its own units.
    let fields: [(F, &str); 3] = [
        (valley, "valley"),
        (|x, y| (3.0 * x).sin() + (2.0 * y).cos(), "waves"),
        (|x, y| (x - y) * (x + 0.3 * y), "saddle"),
    ];
    for (f, name) in fields {
        let field = Field::new(f);
        for (azimuth, elevation) in [(-1.1, 0.4), (0.3, 0.6), (1.9, 0.35), (-2.6, 0.9)] {
            let figure = field.figure(Camera::new(azimuth, elevation), &[]);
            let scene = figure.scene((560.0, 360.0)).unwrap();
            // The longer side of the floor is 1.
            let unit = X.1 - X.0;
            let z = |x: f64, y: f64| Mesh::top() * figure.height.at(f(x, y));
            let clearance = |x: f64, y: f64| {
                let ahead = (1..2000).map(|k| f64::from(k) * 0.0005);
                let on = ahead.map(|d| (x + d * unit * azimuth.cos(), y + d * unit * azimuth.sin(), d));
                let on = on.take_while(|(x, y, _)| *x >= X.0 && *x <= X.1 && *y >= Y.0 && *y <= Y.1);
                on.map(|(a, b, d)| z(x, y) + d * elevation.tan() - z(a, b)).fold(1.0, f64::min)
            };
            let (mut wrong, mut hidden) = (Vec::new(), 0);
            for k in 0..1500 {
                let (u, v) = ((f64::from(k) * 0.618_034).fract(), (f64::from(k) + 0.5) / 1500.0);
                let (x, y) = (X.0 + u * (X.1 - X.0), Y.0 + v * (Y.1 - Y.0));
                let truth = clearance(x, y);
                hidden += usize::from(truth < -0.01);
                // Near the horizon a thinned mesh may err.
                if (truth < -0.02 && scene.sees((x, y))) || (truth > 0.0 && !scene.sees((x, y))) {
                    wrong.push((x, y, truth));
                }
            }
            assert!(
                wrong.len() <= 15,
                "{name} from {azimuth}, {elevation}: {} of 1500, {:?}",
                wrong.len(),
                &wrong[..5]
            );
            assert!(
                name == "valley" || hidden > 0 || elevation > 0.5,
                "{name} from {azimuth}, {elevation}: nothing is hidden"
            );
        }
    }
}

#[test]
fn a_way_behind_a_ridge_is_faint_there_and_its_ball_a_ring() {
    let ridge = Field::new(|_, y| (-8.0 * (y - 0.5).powi(2)).exp());
    let y: Vec<f64> = (0..=60).map(|k| -0.8 + f64::from(k) * 0.03).collect();
    let x = vec![0.0; y.len()];
    let path = |now| [Path { name: "", identity: 1, x: &x, y: &y, now, emphasis: Emphasis::Normal }];
    let camera = Camera::new(-std::f64::consts::FRAC_PI_2, 0.3);
    let lines = |now: usize| {
        let path = path(now);
        let figure = Relief { contours: &[], ..ridge.figure(camera, &path) };
        let theme = test_theme(Scheme::Light);
        let (svg, scene) = svg::render(SIZE, &theme, |area, scale| figure.draw_runs(area, &theme, scale)).unwrap();
        let count = |what: &str| svg.lines().filter(|l| l.starts_with("<polyline") && l.contains(what)).count();
        (count("opacity=\"0.28\""), count("opacity=\"1\""), svg.matches("<circle").count(), scene.sees((0.0, y[now])))
    };
    // In front of the ridge all is seen: disc and rim of the marker; behind it one part is not, and the ball is one circle.
    assert_eq!(lines(30), (0, 1, 2, true));
    assert_eq!(lines(60), (1, 1, 1, false));
}

#[test]
fn heights_rise_with_values_and_mild_fields_stay_straight() {
    let spread: Vec<f64> = (0..5000).map(|k| 10_f64.powf(f64::from(k) / 5000.0 * 12.0 - 6.0)).collect();
    for kind in [Kind::Linear, Kind::Log] {
        let height = Height::of(&spread, kind);
        let heights: Vec<f64> = spread.iter().map(|v| height.at(*v)).collect();
        assert!(heights.windows(2).all(|w| w[0] <= w[1]), "{kind:?}");
        assert!(heights[0] < 1e-9 && (heights[4999] - 1.0).abs() < 1e-12, "{kind:?}");
        assert!(height.at(f64::NAN).is_nan() && height.at(f64::INFINITY).is_nan());
        // However far out the greatest is, what lies under it is seen: in decades, or at least where most of the field ends.
        let below = height.at(spread[if kind == Kind::Log { 3000 } else { 4500 }]);
        assert!((0.15..0.8).contains(&below), "{kind:?}: {below}");
    }
    let mild: Vec<f64> = (0..=1000).map(|k| -2.0 + f64::from(k) * 0.01).collect();
    let height = Height::of(&mild, Kind::Linear);
    for v in [-1.0, 3.0, 6.5] {
        assert!((height.at(v) - (v + 2.0) / 10.0).abs() < 0.01, "{v}: {}", height.at(v));
    }
    assert_eq!(Height::of(&[4.0; 9], Kind::Linear).at(4.0), 0.0);
    assert!(Height::of(&[f64::NAN; 9], Kind::Log).at(0.5).is_finite());
}

#[test]
fn the_camera_stays_above_the_floor_and_follows_the_hand() {
    let camera = Camera::new(7.0, 5.0);
    assert!((camera.azimuth - (7.0 - std::f64::consts::TAU)).abs() < 1e-12);
    assert_eq!(camera.elevation, std::f64::consts::FRAC_PI_2);
    assert_eq!(Camera::new(0.0, -3.0).elevation, Camera::LOWEST);
    assert_eq!(Camera::new(f64::NAN, 1.0), Camera::default());
    // What is nearest to the viewer goes with the hand to the right; a hand that goes down brings the viewer up.
    let field = Field::new(|_, _| 1.0);
    let before = Camera::new(-std::f64::consts::FRAC_PI_2, 0.8);
    let place = |camera: Camera| field.figure(camera, &[]).scene((560.0, 360.0)).unwrap().to_px((-0.05, -0.9)).unwrap();
    let after = place(before.dragged((40.0, 0.0)));
    assert!(after.0 > place(before).0 + 5.0, "{after:?}, {:?}", place(before));
    assert!(before.dragged((0.0, 40.0)).elevation > before.elevation);
}

#[test]
fn holes_edges_and_strange_fields_are_drawn_without_trouble() {
    for f in [
        |_: f64, _: f64| f64::NAN,
        |x: f64, y: f64| (x * y).sqrt(),
        |x: f64, _: f64| 1.0 / x,
        |x: f64, _: f64| x * 1e300,
    ] {
        let field = Field::new(f);
        for azimuth in [-3.0, -1.0, 0.0, 1.0, std::f64::consts::FRAC_PI_2] {
            for elevation in [0.0, 0.7, 2.0] {
                let x = [0.5, f64::NAN, 90.0, 1.0];
                let paths = [Path { name: "", identity: 3, x: &x, y: &x, now: 9, emphasis: Emphasis::Focus }];
                let (svg, scene) = render(&field.figure(Camera::new(azimuth, elevation), &paths));
                assert!(
                    !svg.contains("NaN")
                        && !svg.contains(&i32::MAX.to_string())
                        && !svg.contains(&i32::MIN.to_string())
                );
                assert_eq!(scene.to_px((99.0, 0.0)), None);
                assert!(!scene.sees((99.0, 0.0)));
            }
        }
    }
    let holes = Field::new(|x, y| (x * y).sqrt());
    // Over a hole there is nothing to lie on.
    let (x, y) = ([-0.9, 2.5], [1.0, 1.0]);
    let paths = [Path { name: "", identity: 3, x: &x, y: &y, now: 1, emphasis: Emphasis::Focus }];
    let (svg, _) = render(&holes.figure(Camera::default(), &paths));
    let tops = svg.split([' ', '"']).filter_map(|pair| pair.split_once(',')?.1.parse().ok()).filter(|y: &f64| *y < 8.0);
    assert_eq!(tops.count(), 0);
    let scene = holes.figure(Camera::default(), &[]).scene((560.0, 360.0)).unwrap();
    assert_eq!(scene.to_px((-1.0, 1.0)), None);
    assert!(scene.to_px((1.0, 1.0)).is_some());
    let values = [0.0, 1.0, 2.0, 3.0];
    let grid = Grid { nx: 2, ny: 2, x: (0.0, 1.0), y: (0.0, 1.0), values: &values };
    render(&Relief { grid, contours: &[], ..holes.figure(Camera::default(), &[]) });
    assert!(matches!(holes.figure(Camera::default(), &[]).scene((60.0, 60.0)), Err(PlotError::NoRoom { .. })));
}
