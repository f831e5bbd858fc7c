//! Why the lab runs where it does, in the reader's words.

use compute::cost::{Choice, Reason};
use compute::{Device, EngineError};
use labkit::Sentence;

/// The choice by cost. `adapter` is the GPU's own name.
pub(crate) fn chosen(choice: &Choice, adapter: &str) -> Sentence {
    let (cpu, gpu) = (digits(choice.cpu_ms), digits(choice.gpu_ms.unwrap_or(f64::NAN)));
    let (zh, en) = match choice.reason {
        Reason::Parallel => (
            format!("在 GPU（{adapter}）上，一步约 {gpu} 毫秒；在 CPU 上要 {cpu} 毫秒。"),
            format!("About {gpu} ms a step on the GPU ({adapter}); the CPU would need {cpu} ms."),
        ),
        Reason::Waiting => (
            format!("在 CPU 上，一步约 {cpu} 毫秒。GPU（{adapter}）要 {gpu} 毫秒：算得快省下的时间，抵不过等待。"),
            format!(
                "About {cpu} ms a step on the CPU. The GPU ({adapter}) would need {gpu} ms: it waits longer than its faster computing saves."
            ),
        ),
        Reason::Close => (
            format!("在 CPU 上，一步约 {cpu} 毫秒。GPU（{adapter}）估计要 {gpu} 毫秒，快得不多，不值得换过去。"),
            format!(
                "About {cpu} ms a step on the CPU. The GPU ({adapter}) is estimated at {gpu} ms, too little less to move there."
            ),
        ),
        Reason::Arithmetic => (
            format!("在 CPU 上，一步约 {cpu} 毫秒。这块 GPU（{adapter}）算得更慢，要 {gpu} 毫秒。"),
            format!(
                "About {cpu} ms a step on the CPU. This GPU ({adapter}) computes more slowly and would need {gpu} ms."
            ),
        ),
        Reason::TooLarge => (
            format!("在 CPU 上，一步约 {cpu} 毫秒。GPU（{adapter}）一次给不出这个模型要的显存。"),
            format!(
                "About {cpu} ms a step on the CPU. The model needs more memory than the GPU ({adapter}) gives at a time."
            ),
        ),
        Reason::NoGpu => return no_gpu(Offer::Nothing),
    };
    match software(adapter) {
        Some(more) => Sentence::new(format!("{zh}{}", more.zh), format!("{en} {}", more.en)),
        None => Sentence::new(zh, en),
    }
}

/// What the browser gives of WebGPU.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Offer {
    /// None to pages that came over plain http.
    Insecure,
    /// It does not know WebGPU.
    Nothing,
    /// It knows WebGPU, but has no adapter for it.
    NoAdapter,
}

/// Why there is no GPU, and what still works.
pub(crate) fn no_gpu(offer: Offer) -> Sentence {
    match offer {
        Offer::Insecure => Sentence::new(
            "这个页面不是经 https 打开的，浏览器因此不给 WebGPU；同样的实验在 CPU 上跑。",
            "The page did not come over https, so the browser gives it no WebGPU; the CPU runs the same lab.",
        ),
        Offer::Nothing => Sentence::new(
            "这个浏览器没有提供 WebGPU，同样的实验在 CPU 上跑。",
            "This browser offers no WebGPU; the CPU runs the same lab.",
        ),
        Offer::NoAdapter => Sentence::new(
            "浏览器支持 WebGPU，但这台机器上没有它肯用的显卡（驱动太旧，或硬件加速关着）；同样的实验在 CPU 上跑。",
            "The browser has WebGPU but found no graphics card that it would use (an old driver, or hardware acceleration is off); the CPU runs the same lab.",
        ),
    }
}

/// What is said of an adapter that the CPU itself plays.
fn software(adapter: &str) -> Option<Sentence> {
    let name = adapter.to_lowercase();
    let plays =
        ["swiftshader", "llvmpipe", "lavapipe", "software", "basic render"].iter().any(|word| name.contains(word));
    plays.then(|| {
        Sentence::new(
            "这块“GPU”是软件模拟的，用的还是 CPU 的核。",
            "This “GPU” is played by software, on the cores of the CPU.",
        )
    })
}

/// Why a kernel cannot be held against its twin.
pub(crate) fn no_twin(error: &EngineError) -> Sentence {
    match error {
        // What the platform says of it is a list of what was not built in; nobody can use that.
        EngineError::NoGpu(_) => Sentence::new(
            "这里没有 GPU 可以对照，上面是它在 GPU 上会运行的代码。",
            "There is no GPU here to compare with; above is what one would run.",
        ),
        _ => Sentence::new(
            format!("没能和 GPU 对照：{error}。"),
            format!("The comparison with the GPU failed: {error}."),
        ),
    }
}

pub(crate) fn rests() -> Sentence {
    Sentence::new(
        "跑完了，再走也不会变；改一个会影响它的参数，它就接着跑。",
        "Done: further steps would change nothing. It goes on once a control gives it something to do.",
    )
}

pub(crate) fn measuring() -> Sentence {
    Sentence::new(
        "正在测量 CPU 和 GPU。哪边走一步更快，就在哪边接着跑；测完之前先在这里跑。",
        "CPU and GPU are being measured; the one with the shorter step takes over. Until then it runs here.",
    )
}

pub(crate) fn idle() -> Sentence {
    Sentence::new(
        "还没有东西可算。等有了，哪边走一步更快，就在哪边跑。",
        "There is nothing to compute yet. Once there is, it runs wherever a step takes less time.",
    )
}

pub(crate) fn silent() -> Sentence {
    Sentence::new("在 CPU 上跑：GPU 迟迟没有回应。", "The CPU runs it: the GPU has not answered in time.")
}

/// The GPU cannot be used, for the reason `why`.
pub(crate) fn failed(why: &Sentence) -> Sentence {
    Sentence::new(
        format!("在 CPU 上跑，GPU 用不了：{}。", why.zh),
        format!("The CPU runs it; the GPU cannot be used: {}.", why.en),
    )
}

/// What the engine says, in the words that the platform has for it.
pub(crate) fn engine(error: &EngineError) -> Sentence {
    Sentence::new(error.to_string(), error.to_string())
}

/// The reader wants it there.
pub(crate) fn wished(device: &Device) -> Sentence {
    if !device.is_gpu() {
        return Sentence::new("你选了 CPU。", "You chose the CPU.");
    }
    let adapter = device.adapter();
    Sentence::new(format!("你选了 GPU。WebGPU：{adapter}"), format!("You chose the GPU. WebGPU: {adapter}"))
}

/// What stands under the run after a device was lost. `step` is where it goes on, `None` where nothing was kept.
pub(crate) fn recovered(what: &Sentence, gpu: bool, step: Option<u64>) -> Sentence {
    let (zh, en) = if gpu { ("重新打开的 GPU ", "the GPU, opened anew") } else { (" CPU ", "the CPU") };
    match step {
        Some(step) => Sentence::new(
            format!("{}。运行从第 {step} 步起，在{zh}上继续", what.zh),
            format!("{}. The run goes on from step {step} on {en}", what.en),
        ),
        None => Sentence::new(
            format!("{}。运行在{zh}上从第 0 步重新开始", what.zh),
            format!("{}. The run starts again from step 0 on {en}", what.en),
        ),
    }
}

/// Milliseconds as an estimate deserves: two digits that count.
fn digits(ms: f64) -> String {
    if !ms.is_finite() || ms <= 0.0 {
        return "—".to_owned();
    }
    let decimals = (1 - ms.log10().floor() as i32).clamp(0, 6) as usize;
    format!("{ms:.decimals$}")
}

#[cfg(test)]
mod tests {
    use super::{chosen, digits, recovered};
    use compute::cost::{Choice, Reason};
    use labkit::Sentence;

    #[test]
    fn estimates_have_two_digits() {
        let said = [0.000_012_3, 0.004_21, 0.8, 9.96, 12.34, 340.0, f64::NAN].map(digits);
        assert_eq!(said, ["0.000012", "0.0042", "0.80", "10.0", "12", "340", "—"]);
    }

    #[test]
    fn a_choice_names_both_costs_in_both_languages() {
        let choice = |reason, gpu_ms| Choice { gpu: reason == Reason::Parallel, cpu_ms: 0.004, gpu_ms, reason };
        for reason in [Reason::Parallel, Reason::Waiting, Reason::Close, Reason::Arithmetic] {
            let said = chosen(&choice(reason, Some(0.8)), "a card");
            for text in [&said.zh, &said.en] {
                assert!(["0.0040", "0.80", "a card"].iter().all(|part| text.contains(part)), "{text}");
            }
        }
        let said = chosen(&choice(Reason::TooLarge, None), "a card");
        assert!(said.en.contains("0.0040 ms") && !said.en.contains('—'), "{said:?}");
    }

    #[test]
    fn a_loss_says_where_the_run_goes_on() {
        let lost = Sentence::new("设备出错", "the device failed");
        let said = recovered(&lost, true, Some(1200));
        assert_eq!(said.en, "the device failed. The run goes on from step 1200 on the GPU, opened anew");
        assert_eq!(recovered(&lost, false, None).zh, "设备出错。运行在 CPU 上从第 0 步重新开始");
    }
}
