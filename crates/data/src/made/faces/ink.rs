//! Ink and wash on paper: black outlines, thin colour that misses them by a little, small eyes.

use super::head::Head;
use super::{Brows, Eyes, Factors, Glasses, HairColour, HairStyle, Hat, Mouth, hair, hat};
use crate::made::paint::{Canvas, Colour, Path, Point, Shape, darker, lighter, mix, rgb};
use crate::picture::Picture;

const LINE: f32 = 0.018;
const INK: Colour = rgb(0x23_1f2b);
const PAPER: Colour = rgb(0xf8_f2e4);
/// How far the colour lies beside the line.
const MISS: Point = [0.020, 0.016];

/// A face of `size × size` pixels.
pub(super) fn paint(factors: &Factors, size: usize) -> Picture {
    let head = Head::new(factors);
    let mut canvas = Canvas::new(size, PAPER);
    backdrop(&mut canvas, factors.background.colour());
    canvas.place(Head::frame(factors));
    let (tone, skin, cloth) = (factors.hair.colour(), factors.skin.colour(), factors.clothes.colour());
    let behind = hair::behind(factors, &head);
    for shape in &behind {
        canvas.stroke(shape, LINE, INK);
    }
    for shape in &behind {
        canvas.fill(shape, mix(darker(tone, 0.12), PAPER, 0.10));
    }
    hatch(&mut canvas, &behind, tone);
    wash(&mut canvas, &head.neck(), darker(skin, 0.1));
    wash(&mut canvas, &head.shoulders(), cloth);
    collar(&mut canvas, &head);
    for side in [-1.0, 1.0] {
        wash(&mut canvas, &head.ear(side), skin);
    }
    wash(&mut canvas, &head.face(), skin);
    features(&mut canvas, factors, &head);
    if factors.style != HairStyle::Curly && matches!(factors.hat, Hat::None | Hat::Bow | Hat::CatEars) {
        wash(&mut canvas, &hair::cowlick(&head), tone);
    }
    let front = hair::front(factors, &head);
    wash(&mut canvas, &front, tone);
    strands(&mut canvas, factors, &head, &front);
    for side in [-1.0, 1.0] {
        brow(&mut canvas, factors, &head, side);
    }
    glasses(&mut canvas, factors, &head);
    for (shape, shade) in hat::parts(factors, &head) {
        wash(&mut canvas, &shape, if shade < 0.0 { lighter(cloth, -shade) } else { darker(cloth, shade) });
    }
    canvas.finish()
}

/// A loose blot of colour on the paper.
fn backdrop(canvas: &mut Canvas, colour: Colour) {
    let blot = Path::from([0.06, 0.50])
        .curve([0.05, 0.04], [0.50, 0.07])
        .curve([0.97, 0.02], [0.94, 0.48])
        .curve([1.0, 0.98], [0.5, 0.93])
        .curve([0.02, 0.99], [0.06, 0.50])
        .closed();
    canvas.glaze(&blot, colour, 0.85);
    canvas.glaze(&blot.outline(0.03), darker(colour, 0.25), 0.35);
}

/// Paper, a thin colour that leaves a rim of it at the upper left, and the line.
fn wash(canvas: &mut Canvas, shape: &Shape, colour: Colour) {
    canvas.fill(shape, PAPER);
    canvas.glaze(&shape.clone().and(shape.clone().moved(MISS)), colour, 0.92);
    canvas.stroke(shape, LINE, INK);
}

/// Slanting lines over the hair behind the head.
fn hatch(canvas: &mut Canvas, shapes: &[Shape], tone: Colour) {
    for shape in shapes {
        for i in 0..14 {
            let x = -0.5 + 0.14 * i as f32;
            let line = Shape::line(vec![[x, 1.1], [x + 0.5, -0.1]], 0.010);
            canvas.glaze(&line.and(shape.clone().grown(-0.008)), darker(tone, 0.85), 0.6);
        }
    }
}

fn collar(canvas: &mut Canvas, head: &Head) {
    let body = head.depth(-0.03);
    for (x, y) in [(0.15, 0.395), (0.17, 0.43)] {
        let line = Path::from([-x, y - 0.03]).curve([0.0, y + 0.085], [x, y - 0.03]).map(|point| body.flat(point));
        canvas.fill(&line.line(0.011), INK);
    }
}

/// A few lines from the crown, and the paper's white where the light falls.
fn strands(canvas: &mut Canvas, factors: &Factors, head: &Head, front: &Shape) {
    let skull = head.depth(0.26);
    let colour = if factors.hair == HairColour::Black { rgb(0x8f_8ea3) } else { INK };
    for x in [-0.19, -0.10, 0.10, 0.19] {
        let strand = Path::from([x * 0.5, -0.33]).curve([x * 0.95, -0.26], [x, -0.14]).map(|point| skull.at(point));
        canvas.glaze(&strand.line(0.009).and(front.clone()), colour, 0.55);
    }
    for (x, length) in [(-0.045, 0.05), (0.0, 0.065), (0.045, 0.05)] {
        let light = Path::from([x, -0.25]).to([x * 1.1, -0.25 + length]).map(|point| skull.at(point));
        canvas.fill(&light.line(0.02).and(front.clone()), PAPER);
    }
}

/// Half width, half height of the eye.
fn opening(eyes: Eyes) -> [f32; 2] {
    match eyes {
        Eyes::Round => [0.056, 0.066],
        Eyes::Gentle => [0.062, 0.054],
        Eyes::Sharp => [0.066, 0.050],
        Eyes::Sleepy => [0.060, 0.060],
        Eyes::Closed => [0.058, 0.050],
    }
}

fn features(canvas: &mut Canvas, factors: &Factors, head: &Head) {
    for side in [-1.0, 1.0] {
        eye(canvas, factors, head, side);
        for i in 0..3 {
            let x = side * (0.15 + 0.026 * i as f32);
            let line = head.path(Path::from([x + 0.012, 0.135]).to([x - 0.012, 0.165]));
            canvas.glaze(&line.line(0.011), rgb(0xc9_3a3a), 0.75);
        }
    }
    let nose = head.depth(0.34);
    let nose = Path::from([0.004, 0.085]).to([-0.022, 0.134]).to([0.012, 0.138]).map(|point| nose.at(point));
    canvas.fill(&nose.line(0.013), INK);
    mouth(canvas, factors, head);
}

fn eye(canvas: &mut Canvas, factors: &Factors, head: &Head, side: f32) {
    let [a, b] = opening(factors.eyes);
    let middle: Point = [side * 0.118, 0.055];
    let on = |x: f32, y: f32| [middle[0] + side * x, middle[1] + y];
    let line = |path: Path, width: f32| head.path(path).line(width);
    if factors.eyes == Eyes::Closed {
        canvas.fill(&line(Path::from(on(-a, 0.018)).curve(on(0.0, -0.075), on(a, 0.018)), 0.022), INK);
        return;
    }
    let white = match factors.eyes {
        Eyes::Sleepy => Path::from(on(-a, -0.1 * b))
            .to(on(a, -0.1 * b))
            .curve(on(0.9 * a, b), on(0.0, b))
            .curve(on(-0.9 * a, b), on(-a, -0.1 * b)),
        Eyes::Sharp => Path::from(on(-a, 0.35 * b))
            .curve(on(0.0, -1.3 * b), on(1.1 * a, -0.75 * b))
            .curve(on(0.9 * a, 1.5 * b), on(-a, 0.35 * b)),
        Eyes::Gentle => Path::from(on(-a, -0.3 * b))
            .curve(on(0.4 * a, -1.9 * b), on(1.1 * a, 0.6 * b))
            .curve(on(-0.2 * a, 1.6 * b), on(-a, -0.3 * b)),
        Eyes::Round | Eyes::Closed => Path::from(on(-a, 0.0))
            .curve(on(-a, -b), on(0.0, -b))
            .curve(on(a, -b), on(a, 0.0))
            .curve(on(a, b), on(0.0, b))
            .curve(on(-a, b), on(-a, 0.0)),
    };
    let white = head.path(white).closed();
    canvas.fill(&white, PAPER);
    let down = if factors.eyes == Eyes::Sleepy { 0.3 * b } else { 0.05 * b };
    canvas.fill(&head.ellipse(on(0.0, down), 0.037, 0.043).and(white.clone()), factors.iris.colour());
    canvas.fill(&head.ellipse(on(0.0, down), 0.017, 0.021).and(white.clone()), INK);
    let [x, y] = head.at(on(0.0, down));
    canvas.fill(&Shape::disc([x - 0.014, y - 0.018], 0.010), PAPER);
    canvas.stroke(&white, 0.013, INK);
    // The lid is drawn with more ink.
    let lid = match factors.eyes {
        Eyes::Sleepy => Path::from(on(-1.15 * a, -0.1 * b)).to(on(1.2 * a, -0.1 * b)),
        Eyes::Sharp => Path::from(on(-a, 0.2 * b)).curve(on(0.0, -1.3 * b), on(1.25 * a, -0.95 * b)),
        Eyes::Gentle => Path::from(on(-a, -0.3 * b)).curve(on(0.4 * a, -1.9 * b), on(1.2 * a, 0.75 * b)),
        Eyes::Round | Eyes::Closed => {
            Path::from(on(-0.9 * a, -0.5 * b)).curve(on(0.0, -1.6 * b), on(1.05 * a, -0.5 * b))
        }
    };
    canvas.fill(&line(lid, 0.021), INK);
}

fn brow(canvas: &mut Canvas, factors: &Factors, head: &Head, side: f32) {
    let [inner, peak, outer] = match factors.brows {
        Brows::Calm => [-0.055, -0.09, -0.055],
        Brows::Raised => [-0.125, -0.18, -0.125],
        Brows::Stern => [0.0, -0.055, -0.12],
        Brows::Worried => [-0.13, -0.08, -0.02],
    };
    let brow = Path::from([side * 0.05, inner]).curve([side * 0.12, peak], [side * 0.185, outer]);
    let brow = head.path(brow);
    // On dark hair ink would not be seen.
    canvas.fill(&brow.clone().line(0.05), mix(factors.skin.colour(), PAPER, 0.3));
    canvas.fill(&brow.line(0.032), INK);
}

fn mouth(canvas: &mut Canvas, factors: &Factors, head: &Head) {
    let y = 0.205;
    let mut line = |from: Point, pull: Point, to: Point| {
        canvas.fill(&head.path(Path::from(from).curve(pull, to)).line(0.018), INK);
    };
    match factors.mouth {
        Mouth::Smile => {
            line([-0.075, y - 0.02], [0.0, y + 0.055], [0.075, y - 0.02]);
            line([-0.088, y - 0.012], [-0.08, y - 0.02], [-0.07, y - 0.028]);
            line([0.088, y - 0.012], [0.08, y - 0.02], [0.07, y - 0.028]);
        }
        Mouth::Line => line([-0.05, y], [0.0, y + 0.004], [0.05, y]),
        Mouth::Frown => line([-0.06, y + 0.024], [0.0, y - 0.04], [0.06, y + 0.024]),
        Mouth::Cat => {
            line([-0.075, y - 0.012], [-0.045, y + 0.05], [0.0, y - 0.006]);
            line([0.075, y - 0.012], [0.045, y + 0.05], [0.0, y - 0.006]);
        }
        Mouth::Round => {
            let open = head.ellipse([0.0, y + 0.004], 0.03, 0.036);
            canvas.fill(&open, rgb(0xd8_5a5a));
            canvas.stroke(&open, 0.016, INK);
        }
        Mouth::Laugh => {
            let open = Path::from([-0.088, y - 0.03])
                .curve([0.0, y - 0.012], [0.088, y - 0.03])
                .curve([0.07, y + 0.062], [0.0, y + 0.062])
                .curve([-0.07, y + 0.062], [-0.088, y - 0.03]);
            let open = head.path(open).closed();
            canvas.fill(&open, rgb(0x92_2b36));
            canvas.fill(&head.ellipse([0.0, y + 0.058], 0.05, 0.03).and(open.clone()), rgb(0xe8_7a76));
            canvas.fill(&head.ellipse([0.0, y - 0.028], 0.06, 0.018).and(open.clone()), PAPER);
            canvas.stroke(&open, 0.016, INK);
        }
    }
}

fn glasses(canvas: &mut Canvas, factors: &Factors, head: &Head) {
    if factors.glasses == Glasses::None {
        return;
    }
    for side in [-1.0, 1.0] {
        let x = side * 0.12;
        let lens = match factors.glasses {
            Glasses::Square => Shape::rounded(head.at([x, 0.06]), [0.092 * head.narrow(x), 0.076], 0.012),
            _ => head.ellipse([x, 0.055], 0.094, 0.094),
        };
        canvas.stroke(&lens, 0.024, INK);
        canvas.fill(&head.path(Path::from([side * 0.212, 0.045]).to([side * 0.265, 0.025])).line(0.02), INK);
    }
    canvas.fill(&head.path(Path::from([-0.03, 0.055]).curve([0.0, 0.035], [0.03, 0.055])).line(0.02), INK);
}
