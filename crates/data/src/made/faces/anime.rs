//! Soft colours, flat shading, large eyes.

use super::head::Head;
use super::{Background, Brows, Clothes, Eyes, Factors, Glasses, HairColour, HairStyle, Hat, Mouth, hair, hat};
use crate::made::paint::{Canvas, Colour, Path, Point, Shape, darker, lighter, mix, rgb};
use crate::picture::Picture;

const LINE: f32 = 0.013;
const WHITE: Colour = [1.0, 1.0, 1.0];

/// A face of `size × size` pixels.
pub(super) fn paint(factors: &Factors, size: usize) -> Picture {
    let head = Head::new(factors);
    let mut canvas = Canvas::new(size, factors.background.colour());
    backdrop(&mut canvas, factors.background);
    canvas.place(Head::frame(factors));
    let tone = factors.hair.colour();
    for shape in hair::behind(factors, &head) {
        canvas.stroke(&shape, LINE * 2.0, darker(tone, 0.55));
    }
    for shape in hair::behind(factors, &head) {
        canvas.fill(&shape, darker(tone, 0.2));
    }
    body(&mut canvas, factors, &head);
    face(&mut canvas, factors, &head);
    for side in [-1.0, 1.0] {
        eye(&mut canvas, factors, &head, side);
    }
    mouth(&mut canvas, factors, &head);
    front(&mut canvas, factors, &head);
    for side in [-1.0, 1.0] {
        brow(&mut canvas, factors, &head, side);
    }
    glasses(&mut canvas, factors, &head);
    let cloth = factors.clothes.colour();
    for (shape, shade) in hat::parts(factors, &head) {
        canvas.stroke(&shape, LINE * 1.6, darker(cloth, 0.6));
        canvas.fill(&shape, if shade < 0.0 { lighter(cloth, -shade) } else { darker(cloth, shade) });
    }
    canvas.finish()
}

/// A soft disc of light behind the head.
fn backdrop(canvas: &mut Canvas, background: Background) {
    let colour = background.colour();
    canvas.paint(&Shape::rounded([0.5, 0.5], [0.6, 0.6], 0.0), 1.0, |[_, y]| mix(colour, lighter(colour, 0.45), y));
    canvas.glaze(&Shape::disc([0.5, 0.48], 0.43), lighter(colour, 0.5), 0.55);
}

fn body(canvas: &mut Canvas, factors: &Factors, head: &Head) {
    let (skin, cloth) = (factors.skin.colour(), factors.clothes.colour());
    canvas.fill(&head.neck(), darker(skin, 0.18));
    let shoulders = head.shoulders();
    canvas.fill(&shoulders, cloth);
    canvas.stroke(&shoulders, LINE, darker(cloth, 0.45));
    // The collar tells clothes from hair that hangs over them.
    let edge = if factors.clothes == Clothes::White { rgb(0x5a_7fc0) } else { WHITE };
    let collar =
        Path::from([-0.14, 0.37]).curve([0.0, 0.47], [0.14, 0.37]).map(|p| head.depth(-0.03).flat(p)).line(0.03);
    canvas.fill(&collar, edge);
}

fn face(canvas: &mut Canvas, factors: &Factors, head: &Head) {
    let skin = factors.skin.colour();
    let line = darker(mix(skin, rgb(0xc0_5a40), 0.35), 0.35);
    for side in [-1.0, 1.0] {
        let ear = head.ear(side);
        canvas.fill(&ear, darker(skin, 0.06));
        canvas.stroke(&ear, LINE, line);
    }
    let face = head.face();
    canvas.fill(&face, skin);
    // The fringe's shadow lies on the forehead.
    let shadow = hair::front(factors, head).grown(0.022);
    canvas.glaze(&face.clone().and(shadow), darker(mix(skin, rgb(0xd0_6a50), 0.3), 0.12), 0.6);
    canvas.stroke(&face, LINE, line);
    for side in [-1.0, 1.0] {
        let blush = head.ellipse([side * 0.165, 0.145], 0.055, 0.03);
        canvas.glaze(&blush, rgb(0xf0_5f5f), 0.28);
    }
    let nose = head.depth(0.34).at([0.0, 0.125]);
    canvas.fill(&Shape::ellipse(nose, 0.011, 0.008), line);
}

/// Half width, half height and how far the outer corner lies below the middle.
fn opening(eyes: Eyes) -> [f32; 3] {
    match eyes {
        Eyes::Round => [0.074, 0.092, 0.0],
        Eyes::Gentle => [0.078, 0.076, 0.026],
        Eyes::Sharp => [0.080, 0.070, -0.036],
        Eyes::Sleepy => [0.076, 0.056, 0.004],
        Eyes::Closed => [0.072, 0.050, 0.0],
    }
}

fn eye(canvas: &mut Canvas, factors: &Factors, head: &Head, side: f32) {
    let [a, b, tilt] = opening(factors.eyes);
    let middle: Point = [side * 0.128, 0.045];
    // x counts outward from the middle of the eye.
    let on = |x: f32, y: f32| [middle[0] + side * x, middle[1] + y];
    let lash = darker(factors.hair.colour(), 0.82);
    if factors.eyes == Eyes::Closed {
        let arc = Path::from(on(-a, 0.022)).curve(on(0.0, -0.085), on(a, 0.022));
        canvas.fill(&head.path(arc).line(0.026), lash);
        canvas.fill(&head.path(Path::from(on(a, 0.018)).to(on(a + 0.02, 0.0))).line(0.018), lash);
        return;
    }
    let white = head.path(
        Path::from(on(-a, 0.1 * b))
            .curve(on(-0.9 * a, -b), on(0.0, -b))
            .curve(on(0.8 * a, -b + tilt), on(a, tilt))
            .curve(on(0.85 * a, b), on(0.05 * a, b))
            .curve(on(-0.7 * a, b), on(-a, 0.1 * b)),
    );
    let white = white.closed();
    canvas.fill(&white, rgb(0xfd_fdff));
    // Sleepy lids hide the upper part of an iris of full size.
    let drop = if factors.eyes == Eyes::Sleepy { -0.012 } else { 0.004 };
    let (rx, ry) = (0.053, b.max(0.072));
    let iris_at = on(0.0, drop);
    let iris = head.ellipse(iris_at, rx, ry).and(white.clone());
    let colour = factors.iris.colour();
    let (top, bottom) = (head.at(iris_at)[1] - ry, head.at(iris_at)[1] + ry);
    canvas.paint(&iris, 1.0, |[_, y]| {
        mix(darker(colour, 0.55), lighter(colour, 0.35), ((y - top) / (bottom - top)).clamp(0.0, 1.0))
    });
    canvas.fill(&head.ellipse(on(0.0, drop), 0.023, 0.036).and(white.clone()), darker(colour, 0.85));
    canvas.glaze(&head.ellipse(on(0.0, drop + 0.62 * ry), 0.032, 0.02).and(iris), lighter(colour, 0.65), 0.7);
    // Light comes from the left in both eyes.
    let [x, y] = iris_at;
    canvas.fill(&head.ellipse([x - 0.022, y - 0.4 * b], 0.021, 0.023), WHITE);
    canvas.fill(&head.ellipse([x + 0.02, y + 0.42 * b], 0.010, 0.010), WHITE);
    let upper = Path::from(on(-a, 0.0))
        .curve(on(-0.9 * a, -1.05 * b), on(0.0, -1.04 * b))
        .curve(on(0.85 * a, -1.05 * b + tilt), on(1.16 * a, tilt - 0.012))
        .curve(on(0.75 * a, -0.78 * b + tilt), on(0.0, -0.78 * b))
        .curve(on(-0.72 * a, -0.8 * b), on(-a, 0.0));
    let upper = head.path(upper).closed();
    canvas.fill(&upper.grown(0.004), lash);
    let lower = Path::from(on(-0.3 * a, 1.02 * b)).curve(on(0.5 * a, 1.1 * b), on(0.85 * a, 0.5 * b + 0.5 * tilt));
    canvas.glaze(&head.path(lower).line(0.008), lash, 0.7);
}

fn brow(canvas: &mut Canvas, factors: &Factors, head: &Head, side: f32) {
    let [inner, peak, outer] = match factors.brows {
        Brows::Calm => [-0.085, -0.125, -0.085],
        Brows::Raised => [-0.15, -0.215, -0.15],
        Brows::Stern => [-0.02, -0.08, -0.155],
        Brows::Worried => [-0.17, -0.12, -0.035],
    };
    let brow = Path::from([side * 0.05, inner]).curve([side * 0.13, peak], [side * 0.21, outer]);
    let brow = head.path(brow);
    // They show through hair that falls over the forehead.
    canvas.fill(&brow.clone().line(0.054), lighter(factors.skin.colour(), 0.12));
    canvas.fill(&brow.line(0.034), darker(mix(factors.hair.colour(), rgb(0x3a_2f45), 0.3), 0.5));
}

fn mouth(canvas: &mut Canvas, factors: &Factors, head: &Head) {
    let line = rgb(0x8a_3038);
    let y = 0.198;
    let curve = |from: Point, pull: Point, to: Point| head.path(Path::from(from).curve(pull, to));
    match factors.mouth {
        Mouth::Smile => canvas.fill(&curve([-0.06, y - 0.012], [0.0, y + 0.045], [0.06, y - 0.012]).line(0.017), line),
        Mouth::Line => canvas.fill(&curve([-0.04, y], [0.0, y + 0.002], [0.04, y]).line(0.016), line),
        Mouth::Frown => canvas.fill(&curve([-0.05, y + 0.02], [0.0, y - 0.032], [0.05, y + 0.02]).line(0.017), line),
        Mouth::Cat => {
            canvas.fill(&curve([-0.065, y - 0.012], [-0.04, y + 0.04], [0.0, y - 0.002]).line(0.015), line);
            canvas.fill(&curve([0.065, y - 0.012], [0.04, y + 0.04], [0.0, y - 0.002]).line(0.015), line);
        }
        Mouth::Round => {
            let open = head.ellipse([0.0, y + 0.004], 0.026, 0.033);
            canvas.fill(&open, rgb(0xa8_3a44));
            canvas.stroke(&open, 0.011, line);
        }
        Mouth::Laugh => {
            let open = Path::from([-0.075, y - 0.022])
                .curve([0.0, y - 0.004], [0.075, y - 0.022])
                .curve([0.055, y + 0.058], [0.0, y + 0.06])
                .curve([-0.055, y + 0.058], [-0.075, y - 0.022]);
            let open = head.path(open).closed();
            canvas.fill(&open, rgb(0xa8_3a44));
            canvas.fill(&head.ellipse([0.0, y + 0.055], 0.042, 0.026).and(open.clone()), rgb(0xf2_8a8a));
            canvas.stroke(&open, 0.012, line);
        }
    }
}

fn front(canvas: &mut Canvas, factors: &Factors, head: &Head) {
    let tone = factors.hair.colour();
    let line = darker(tone, 0.5);
    if factors.style != HairStyle::Curly && matches!(factors.hat, Hat::None | Hat::Bow | Hat::CatEars) {
        let lock = hair::cowlick(head);
        canvas.stroke(&lock, LINE * 1.4, line);
        canvas.fill(&lock, tone);
    }
    let front = hair::front(factors, head);
    canvas.stroke(&front, LINE * 1.4, line);
    canvas.paint(&front, 1.0, |[_, y]| mix(lighter(tone, 0.08), darker(tone, 0.10), ((y - 0.2) * 2.5).clamp(0.0, 1.0)));
    // The ring of light that follows the skull.
    let skull = head.depth(0.22);
    let ring = Path::from([-0.205, -0.165]).curve([0.0, -0.275], [0.205, -0.165]).map(|p| skull.at(p)).line(0.036);
    let shine = if factors.hair == HairColour::Black { 0.30 } else { 0.5 };
    canvas.glaze(&ring.and(front), lighter(tone, 0.7), shine);
}

fn glasses(canvas: &mut Canvas, factors: &Factors, head: &Head) {
    if factors.glasses == Glasses::None {
        return;
    }
    let frame = rgb(0x3a_2f45);
    for side in [-1.0, 1.0] {
        let x = side * 0.128;
        let lens = match factors.glasses {
            Glasses::Square => Shape::rounded(head.at([x, 0.055]), [0.096 * head.narrow(x), 0.082], 0.022),
            _ => head.ellipse([x, 0.05], 0.100, 0.103),
        };
        canvas.glaze(&lens, rgb(0xdf_f4ff), 0.20);
        canvas.stroke(&lens, 0.018, frame);
        canvas.fill(&head.path(Path::from([side * 0.226, 0.04]).to([side * 0.27, 0.02])).line(0.016), frame);
    }
    canvas.fill(&head.path(Path::from([-0.032, 0.05]).curve([0.0, 0.032], [0.032, 0.05])).line(0.016), frame);
}
