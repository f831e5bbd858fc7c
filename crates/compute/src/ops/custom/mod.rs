//! Rules of differentiation: a value whose gradient is not that of its formula.

#[cfg(test)]
mod tests;

use crate::expr::build::first_invalid;
use crate::expr::{Expr, Op};
use std::fmt;
use std::hash::{Hash, Hasher};
use std::rc::Rc;

type Pull = dyn Fn(&[Expr], &Expr, &Expr) -> Vec<Expr>;

/// From the inputs, the value and its gradient to the gradients of the inputs.
#[derive(Clone)]
pub struct Rule {
    name: &'static str,
    pull: Rc<Pull>,
}

impl fmt::Debug for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

/// Rules are the same if they are one object.
impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.pull, &other.pull)
    }
}

impl Eq for Rule {}

impl Hash for Rule {
    fn hash<H: Hasher>(&self, state: &mut H) {
        Rc::as_ptr(&self.pull).cast::<()>().hash(state);
    }
}

/// Gradient with respect to argument `index`; argument 0 is the value, the inputs follow.
pub(crate) fn grad(rule: &Rule, node: &Expr, index: usize, dy: &Expr) -> Option<Expr> {
    let inputs = node.args().get(1..)?;
    let slope = (rule.pull)(inputs, node, dy).into_iter().nth(index.checked_sub(1)?)?;
    let shape = inputs.get(index - 1)?.shape();
    // A slope of fewer axes is the same along the others.
    match slope.shape().broadcast(shape) {
        Some(all) => Some(slope.broadcast(&all).sum_to(shape)),
        None => Some(slope.reshape(shape.axes())),
    }
}

impl Expr {
    /// `self`, with gradients given by `pull(inputs, value, dy)`, one for each of `inputs` (a shorter list leaves the rest
    /// without). The gradients are expressions, so they can be differentiated again. Nothing flows into `self`'s own formula.
    ///
    /// What `pull` uses must come through its arguments: an expression caught from outside is invisible to loops.
    pub fn with_gradient(
        &self,
        name: &'static str,
        inputs: &[&Self],
        pull: impl Fn(&[Self], &Self, &Self) -> Vec<Self> + 'static,
    ) -> Self {
        let all: Vec<&Self> = std::iter::once(self).chain(inputs.iter().copied()).collect();
        if let Some(error) = first_invalid(&all) {
            return error;
        }
        let rule = Rule { name, pull: Rc::new(pull) };
        Self::raw(Op::Custom(rule), all.into_iter().cloned().collect(), self.shape().clone())
    }

    /// `self`, a constant to every gradient.
    pub fn stop_gradient(&self) -> Self {
        if self.as_const().is_some() {
            return self.clone();
        }
        self.with_gradient("stop gradient", &[], |_, _, _| Vec::new())
    }

    /// `self`, with gradient `−strength · dy` (Ganin and Lempitsky 2015), and none to `strength`.
    pub fn reverse_gradient(&self, strength: &Self) -> Self {
        self.with_gradient("reverse gradient", &[self, strength], |inputs, _, dy| match inputs {
            [_, strength] => vec![-(dy * strength)],
            _ => Vec::new(),
        })
    }

    /// `self`, with the gradient of `smooth` (straight-through, Bengio et al. 2013): `value.straight_through(&x)` passes `dy` to
    /// `x` as it is.
    pub fn straight_through(&self, smooth: &Self) -> Self {
        self.with_gradient("straight through", &[smooth], |_, _, dy| vec![dy.clone()])
    }
}
