//! The surface as a picture: `f` on a grid over the view.

use super::formula::lower;
use super::race::engine;
use compute::{Device, Expr, Machine, Program};
use labkit::LabError;
use labkit::formula::Ast;
use labkit::frame::Field;

/// Grid points across and up.
const GRID: (usize, usize) = (161, 121);

/// Lower left and upper right corner.
pub(super) type View = [(f64, f64); 2];

pub(super) struct Grid {
    machine: Machine,
}

impl Grid {
    pub(super) fn new(device: &Device, f: &Ast) -> Result<Self, LabError> {
        let mut program = Program::new();
        let (nx, ny) = GRID;
        let [x0, y0, width, height, k] = ["x0", "y0", "width", "height", "k"].map(|name| program.state(name, &[]));
        let x = x0 + width * (Expr::iota(&[ny, nx], 1) * (1.0 / (nx - 1) as f32));
        let y = y0 + height * (Expr::iota(&[ny, nx], 0) * (1.0 / (ny - 1) as f32));
        program.output("z", &lower(f, [&x, &y, &k]));
        let machine = device.machine(program.compile().map_err(engine)?).map_err(engine)?;
        Ok(Self { machine })
    }

    pub(super) async fn draw(&mut self, view: View, k: f32) -> Result<Field, LabError> {
        let [(x0, y0), (x1, y1)] = view;
        let size = [x1 - x0, y1 - y0];
        for (name, value) in [("x0", x0), ("y0", y0), ("width", size[0]), ("height", size[1]), ("k", f64::from(k))] {
            self.machine.write(name, &[value as f32]).map_err(engine)?;
        }
        self.machine.run(1).map_err(engine)?;
        let values = self.machine.read("z").await.map_err(engine)?;
        let (nx, ny) = (GRID.0 as u32, GRID.1 as u32);
        Ok(Field { nx, ny, x: (x0, x1), y: (y0, y1), values: values.into() })
    }
}
