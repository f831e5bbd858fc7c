//! Every kernel of every kind of network, on the CPU and on the GPU with the same numbers before it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "tests stop at the first surprise, and say what they saw"
)]

use bench::Runner;
use compute::Device;

#[test]
fn every_kernel_agrees_with_its_twin() {
    let gpu = pollster::block_on(Device::gpu()).expect("an adapter: `cargo xtask setup` brings a software one");
    for name in ["mlp", "lenet", "lstm"] {
        let mut runner = Runner::open(name, &Device::cpu()).unwrap();
        runner.machine.run(5).unwrap();
        let now = pollster::block_on(runner.machine.snapshot()).unwrap();
        let plan = runner.machine.plan().clone();
        // A kernel that fills a fresh memory with zeros leaves nothing to compare.
        let (mut worst, mut compared) = (0.0_f32, 0);
        for index in 0..plan.kernels.len() {
            let twins = pollster::block_on(gpu.twins(&plan, &now, index)).unwrap();
            assert!(twins.cpu_us > 0.0);
            if twins.largest == 0.0 {
                assert!(twins.difference == 0.0, "{name}: kernel {index} writes on one side: {}", plan.describe(index));
                continue;
            }
            compared += 1;
            let share = twins.difference / twins.largest;
            assert!(share < 1e-4, "{name}: kernel {index}, {share} of the largest: {}", plan.describe(index));
            worst = worst.max(share);
        }
        let count = plan.kernels.len();
        println!("{name}: {compared} of {count} kernels compared; farthest apart {worst:.1e} of the largest number");
        assert!(compared * 10 >= count * 8, "{name}: only {compared} of {count} kernels wrote anything");
    }
}
