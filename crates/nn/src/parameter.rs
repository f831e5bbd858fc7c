//! What a model keeps from step to step, and how it begins.

use crate::Init;
use compute::rng::Stream;
use compute::{Expr, Program};

/// A state of the program with the rule of its first values.
#[derive(Debug, Clone)]
pub struct Parameter {
    /// Name of the state.
    pub name: String,
    /// Its value: the state itself, or what stands for it (see [`Layer::with`]).
    pub value: Expr,
    /// Its first values.
    pub init: Init,
    /// Whether an optimiser changes it. Running statistics and an optimiser's memory are not learnt.
    pub learnt: bool,
}

impl Parameter {
    /// Declares the state `name`, learnt.
    pub fn new(program: &mut Program, name: &str, axes: &[usize], init: Init) -> Self {
        Self { name: name.to_owned(), value: program.state(name, axes), init, learnt: true }
    }

    /// Declares the state `name`, not learnt.
    pub fn buffer(program: &mut Program, name: &str, axes: &[usize], init: Init) -> Self {
        Self { learnt: false, ..Self::new(program, name, axes, init) }
    }

    /// Its first values, row by row.
    pub fn first(&self, random: &mut Stream) -> Vec<f32> {
        self.init.values(self.value.shape().axes(), random)
    }
}

/// Anything with parameters: a layer, a model, a list of either. [`crate::layer!`] writes it for a struct.
pub trait Layer {
    /// Shows every parameter, in a fixed order.
    fn each(&self, visit: &mut dyn FnMut(&Parameter));

    /// Every parameter, in the same order, to be changed.
    fn each_mut(&mut self, visit: &mut dyn FnMut(&mut Parameter));

    /// What is learnt.
    fn parameters(&self) -> Vec<Parameter> {
        let mut list = Vec::new();
        self.each(&mut |parameter| {
            if parameter.learnt {
                list.push(parameter.clone());
            }
        });
        list
    }

    /// First values of every state, learnt or not, by name: what the host writes before step 0.
    fn init(&self, random: &mut Stream) -> Vec<(String, Vec<f32>)> {
        let mut list = Vec::new();
        self.each(&mut |parameter| list.push((parameter.name.clone(), parameter.first(random))));
        list
    }

    /// How many numbers are learnt.
    fn size(&self) -> usize {
        self.parameters().iter().map(|parameter| parameter.value.shape().size()).sum()
    }

    /// Sets the rule of first values of everything learnt that has at least two axes: the weights, not the biases.
    fn with_init(mut self, init: Init) -> Self
    where
        Self: Sized,
    {
        self.each_mut(&mut |parameter| {
            if parameter.learnt && parameter.value.shape().rank() > 1 {
                parameter.init = init;
            }
        });
        self
    }

    /// The same model with `values` in place of what is learnt, in the order of [`Layer::parameters`]; missing ones stay.
    /// An inner step of MAML (Finn, Abbeel and Levine, ICML 2017) is `net.with(&[θ − α ∇θ, …])`.
    fn with(&self, values: &[Expr]) -> Self
    where
        Self: Sized + Clone,
    {
        let (mut model, mut values) = (self.clone(), values.iter());
        model.each_mut(&mut |parameter| {
            if let Some(value) = parameter.learnt.then(|| values.next()).flatten() {
                parameter.value = value.clone();
            }
        });
        model
    }
}

impl Layer for Parameter {
    fn each(&self, visit: &mut dyn FnMut(&Parameter)) {
        visit(self);
    }

    fn each_mut(&mut self, visit: &mut dyn FnMut(&mut Parameter)) {
        visit(self);
    }
}

impl<L: Layer> Layer for Vec<L> {
    fn each(&self, visit: &mut dyn FnMut(&Parameter)) {
        self.iter().for_each(|layer| layer.each(visit));
    }

    fn each_mut(&mut self, visit: &mut dyn FnMut(&mut Parameter)) {
        self.iter_mut().for_each(|layer| layer.each_mut(visit));
    }
}

impl<L: Layer> Layer for Option<L> {
    fn each(&self, visit: &mut dyn FnMut(&Parameter)) {
        self.iter().for_each(|layer| layer.each(visit));
    }

    fn each_mut(&mut self, visit: &mut dyn FnMut(&mut Parameter)) {
        self.iter_mut().for_each(|layer| layer.each_mut(visit));
    }
}

macro_rules! tuple {
    ($($name:ident $index:tt),*) => {
        impl<$($name: Layer),*> Layer for ($($name,)*) {
            fn each(&self, visit: &mut dyn FnMut(&Parameter)) {
                $(self.$index.each(visit);)*
            }

            fn each_mut(&mut self, visit: &mut dyn FnMut(&mut Parameter)) {
                $(self.$index.each_mut(visit);)*
            }
        }
    };
}

tuple!(A 0, B 1);
tuple!(A 0, B 1, C 2);
tuple!(A 0, B 1, C 2, D 3);

/// Writes [`Layer`] for a struct: `layer!(LeNet { conv1, conv2, out })` names the fields that have parameters. A field may
/// be a [`Parameter`], a layer, or a `Vec`, `Option` or tuple of layers.
#[macro_export]
macro_rules! layer {
    ($name:ident { $($field:ident),* $(,)? }) => {
        impl $crate::Layer for $name {
            fn each(&self, visit: &mut dyn FnMut(&$crate::Parameter)) {
                $($crate::Layer::each(&self.$field, visit);)*
            }

            fn each_mut(&mut self, visit: &mut dyn FnMut(&mut $crate::Parameter)) {
                $($crate::Layer::each_mut(&mut self.$field, visit);)*
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use crate::{Init, Layer, Linear, Parameter};
    use compute::rng::Stream;
    use compute::{Expr, Program, grad, interpret::interpret};

    #[derive(Clone)]
    struct Net {
        layers: Vec<Linear>,
        scale: Option<Parameter>,
        count: Parameter,
    }
    layer!(Net { layers, scale, count });

    fn net(program: &mut Program) -> Net {
        let layers = (0..2).map(|i| Linear::new(program, &format!("l{i}"), 2, 2)).collect();
        let scale = Some(Parameter::new(program, "scale", &[], Init::Constant(2.0)));
        Net { layers, scale, count: Parameter::buffer(program, "count", &[3], Init::Zeros) }
    }

    #[test]
    fn a_model_lists_its_parameters() {
        let mut program = Program::new();
        let net = net(&mut program).with_init(Init::Constant(0.5));
        let names: Vec<String> = net.parameters().into_iter().map(|p| p.name).collect();
        assert_eq!(names, ["l0.w", "l0.b", "l1.w", "l1.b", "scale"]);
        assert_eq!(net.size(), 13);
        let first = net.init(&mut Stream::new(1, 0));
        assert_eq!(first[0], ("l0.w".to_owned(), vec![0.5; 4]), "weights take the rule");
        assert_eq!(first[1], ("l0.b".to_owned(), vec![0.0; 2]), "biases keep theirs");
        assert_eq!(first[5], ("count".to_owned(), vec![0.0; 3]), "buffers begin too");
    }

    /// `θ' = θ − α θ²` by the chain rule: `d/dθ θ'² = 2 θ' (1 − 2 α θ)`.
    #[test]
    fn values_put_in_place_are_differentiated_through() {
        let mut program = Program::new();
        let theta = Parameter::new(&mut program, "theta", &[], Init::Zeros);
        let inner = (theta.value.powf(3.0) * (1.0 / 3.0)).sum();
        let slope = grad(&inner, &[&theta.value]).remove(0);
        let adapted = theta.with(&[&theta.value - slope * 0.25]);
        let outer = grad(&adapted.value.square(), &[&theta.value]).remove(0);
        let value = interpret(&[outer], &|_| vec![3.0]).unwrap().remove(0)[0];
        assert!((value - 2.0 * (3.0 - 0.25 * 9.0) * (1.0 - 0.5 * 3.0)).abs() < 1e-6, "{value}");
        assert_eq!(theta.with(&Vec::<Expr>::new()).value.id(), theta.value.id());
    }
}
