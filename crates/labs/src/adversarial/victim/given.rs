//! A network that the reader has trained in another lab.

use super::{SIDE, Victim, Weights};
use compute::Program;
use data::made::digits::CLASSES;
use labkit::LabError;
use labkit::model::LAYERS;
use nn::{Layer, Stack};

/// Its layers and its states.
#[derive(Debug, Clone)]
pub(in super::super) struct Given {
    pub(in super::super) stack: Stack,
    weights: Weights,
}

impl Given {
    /// Reads it from safetensors whose description holds the line of its layers.
    ///
    /// # Errors
    /// Other files; layers that read no 28×28 picture or do not answer with ten numbers; tensors that are missing, of another shape, or
    /// not finite.
    pub(in super::super) fn read(name: &str, bytes: &[u8]) -> Result<Self, LabError> {
        let refused = |zh: String, en: String| LabError::general(format!("“{name}”：{zh}"), format!("“{name}”: {en}"));
        let unread = |error: data::DataError| refused(error.zh(), error.en());
        let about = data::weights::about(bytes).map_err(unread)?;
        let Some((_, line)) = about.into_iter().find(|(key, _)| key == LAYERS) else {
            return Err(refused(
                "里面没有写网络有哪些层；请从 CNN 实验里交过来".to_owned(),
                "it does not say which layers the network has; hand one over from the lab on CNNs".to_owned(),
            ));
        };
        let stack = Stack::parse(&line, [1, SIDE, SIDE]).map_err(|error| refused(error.zh(), error.en()))?;
        let answers = stack.output().size();
        if answers != CLASSES {
            return Err(refused(
                format!("最后一层应给出 {CLASSES} 个数，现在是 {answers} 个"),
                format!("expected {CLASSES} numbers of the last layer, got {answers}"),
            ));
        }
        let tensors = data::weights::read(bytes).map_err(unread)?;
        let mut wanted = Vec::new();
        let mut program = Program::new();
        stack
            .build(&mut program)
            .each(&mut |state| wanted.push((state.name.clone(), state.value.shape().axes().to_vec())));
        let fit = wanted.into_iter().map(|(state, shape)| {
            let fits = |tensor: &&data::weights::Tensor| {
                tensor.name == state && tensor.shape == shape && tensor.values.iter().all(|value| value.is_finite())
            };
            let found = tensors.iter().find(fits).map(|tensor| (state.clone(), tensor.values.clone()));
            found.ok_or_else(|| {
                refused(
                    format!("需要 {shape:?} 的张量 {state}，里面没有，或者有的数不是有限的"),
                    format!("expected a tensor {state} of {shape:?} with finite numbers; there is none"),
                )
            })
        });
        let weights = fit.collect::<Result<Weights, LabError>>()?;
        Ok(Self { stack, weights })
    }

    /// As it was handed over.
    pub(in super::super) fn victim(&self) -> Victim {
        Victim::plain(&self.stack, vec![self.weights.clone()])
    }
}
