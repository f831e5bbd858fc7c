//! What a reader takes away, and brings back: weights, and runs that can be run again.

use super::Session;
use compute::Tensor;
use data::weights;
use labkit::message::{Export, FromWorker};
use labkit::run_file::Told;
use labkit::{LabError, Params, Past, Sentence};
use labs::Lab;

type WriteWeights = fn(&[weights::Tensor], &[(&str, String)]) -> Result<Vec<u8>, data::DataError>;

/// How runs and weights are written and read. In the production site a file of its own: few readers take anything away.
struct Codec {
    write_weights: WriteWeights,
    read_weights: fn(&[u8]) -> Result<Vec<weights::Tensor>, data::DataError>,
    write_run: fn(&Told, &Lab, &[(String, f64)]) -> String,
    read_run: fn(&str, &Lab) -> Result<Told, LabError>,
}

static CODEC: Codec = Codec {
    write_weights: weights::write,
    read_weights: weights::read,
    write_run: |told, lab, seen| told.write(lab.id, lab.table, seen),
    read_run: |text, lab| Told::read(text, lab.id, lab.table),
};

#[cfg(split)]
#[wasm_split_helpers::wasm_split(codec, fallible)]
#[allow(unsafe_code, reason = "the border between two files of wasm is an extern function")]
fn codec() -> Result<&'static Codec, labs::NotFetched> {
    Ok(&CODEC)
}

#[cfg(not(split))]
async fn codec() -> Result<&'static Codec, labs::NotFetched> {
    Ok(&CODEC)
}

/// The codec, fetched first where it must be.
async fn fetched() -> Result<&'static Codec, LabError> {
    codec().await.map_err(|_| LabError::from(labs::NotFetched))
}

impl Session {
    pub(super) async fn export(&mut self, what: Export) -> Result<(), LabError> {
        let bytes = match what {
            Export::Weights => self.weights().await?,
            Export::Network => match &mut self.open {
                Some(open) => open.model.network().await?,
                None => return Ok(()),
            },
            Export::Run => self.told(fetched().await?)?.into_bytes(),
        };
        self.port.send(&FromWorker::Exported(what, bytes));
        Ok(())
    }

    /// All states of the run, with what they are of.
    async fn weights(&mut self) -> Result<Vec<u8>, LabError> {
        let nothing = || LabError::general("现在没有权重：还没有东西在算", "there are no weights: nothing computes");
        let step = self.past.step();
        let Some(open) = &mut self.open else { return Err(nothing()) };
        let Some(saved) = open.model.save().await? else { return Err(nothing()) };
        let plan = open.model.plan().ok_or_else(nothing)?;
        let states = plan.names.iter().filter(|named| named.writable);
        let tensors = states.filter_map(|named| plan.tensor(&saved.machine, &named.name));
        let tensors: Vec<_> =
            tensors.map(|Tensor { name, shape, values }| weights::Tensor { name, shape, values }).collect();
        let about = [
            ("grasp.lab", open.lab.id.to_owned()),
            ("grasp.seed", open.seed.to_string()),
            ("grasp.step", step.to_string()),
        ];
        (fetched().await?.write_weights)(&tensors, &about).map_err(|error| LabError::general(error.zh(), error.en()))
    }

    /// How to run this run again.
    fn told(&self, codec: &Codec) -> Result<String, LabError> {
        let Some(open) = &self.open else { return Ok(String::new()) };
        if self.past.began_elsewhere() {
            return Err(LabError::general(
                "这次运行从换上的权重开始，光凭参数和种子重跑不出来；重置之后再存",
                "the run began with weights of your own, which parameters and seed do not give; reset it, and save then",
            ));
        }
        let fresh = || self.past.is_empty().then_some((&open.params, &[][..]));
        let Some((params, changes)) = self.past.story().or_else(fresh) else {
            return Err(LabError::general(
                "这次运行太长，已经忘了它是怎样开始的；重置之后再存",
                "the run is so long that how it began is forgotten; reset it, and save then",
            ));
        };
        // What only shows is no part of a run, so that its past may hold another; what is shown now is what is meant.
        let as_now = |params: &Params| params.shown_as(&open.params, open.lab.table);
        let changes = changes.iter().map(|(step, params)| (*step, as_now(params))).collect();
        let told = Told { seed: open.seed, steps: self.past.end(), params: as_now(params), changes };
        Ok((codec.write_run)(&told, open.lab, &self.seen))
    }

    /// Weights, or a run: by what the bytes are.
    pub(super) async fn import(&mut self, name: &str, bytes: &[u8]) -> Result<(), LabError> {
        self.play(false);
        let codec = fetched().await?;
        let Some(open) = &mut self.open else { return Ok(()) };
        // The first bytes of weights are the length of their header; a run begins with a brace.
        let json = bytes.trim_ascii_start().first() == Some(&b'{');
        if !json {
            let tensors = (codec.read_weights)(bytes).map_err(|error| LabError::general(error.zh(), error.en()))?;
            let tensors: Vec<_> = tensors
                .into_iter()
                .map(|weights::Tensor { name, shape, values }| Tensor { name, shape, values })
                .collect();
            // What does not fit leaves the run where it is.
            let taken = open.model.load(&tensors)?;
            self.begun();
            self.past = Past::elsewhere();
            let note = Sentence::new(
                format!("从“{name}”换上了 {taken} 个张量，从第 0 步开始"),
                format!("{taken} tensors taken from “{name}”; the run begins at step 0"),
            );
            self.clear();
            self.port.send(&FromWorker::Imported { note, run: None });
            return Ok(());
        }
        let text = String::from_utf8_lossy(bytes);
        let Told { seed, steps, params, changes } = (codec.read_run)(&text, open.lab)?;
        open.model.set(&params)?;
        open.seed = seed;
        open.model.reset(seed)?;
        open.params = params.clone();
        let last: Params = changes.last().map_or(params, |(_, params)| params.clone());
        self.begun();
        self.past = Past::as_told(changes, steps);
        self.seek(steps);
        let note = Sentence::new(
            format!("“{name}”：按存下的种子和改动重跑到第 {steps} 步"),
            format!("“{name}”: run again to step {steps}, with its seed and its changes"),
        );
        self.clear();
        self.port.send(&FromWorker::Imported { note, run: Some((last, seed)) });
        Ok(())
    }
}
