//! Times the workloads natively: `cargo run --release -p bench --example time -- cpu mlp lenet`, with `plan` to print plans.
#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a tool for the engine's authors")]

use bench::{Runner, workloads::TABLE};
use compute::Device;
use std::time::{Duration, Instant};

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let asked = |name: &str| args.iter().any(|arg| arg == name);
    let device = if asked("gpu") { pollster::block_on(Device::gpu()).unwrap() } else { Device::cpu() };
    let named = TABLE.iter().filter(|workload| asked(workload.name) || !TABLE.iter().any(|w| asked(w.name)));
    for workload in named {
        let start = Instant::now();
        let mut runner = match Runner::open(workload.name, &device) {
            Ok(runner) => runner,
            Err(error) => {
                println!("{:12} {error}", workload.name);
                continue;
            }
        };
        let opened = start.elapsed();
        if asked("plan") {
            println!("{}", runner.machine.plan());
        }
        if asked("profile")
            && let compute::Machine::Cpu(machine) = &mut runner.machine
        {
            let mut lines: Vec<(Duration, String)> = (0..machine.plan().kernels.len())
                .map(|index| {
                    let time = |_| {
                        let start = Instant::now();
                        machine.run_kernel(index);
                        start.elapsed()
                    };
                    let best = (0..9).map(time).min().unwrap();
                    (best, format!("{index:3} {}", machine.plan().describe(index).trim_end()))
                })
                .collect();
            lines.sort_by_key(|line| std::cmp::Reverse(line.0));
            let total: Duration = lines.iter().map(|line| line.0).sum();
            println!("total {total:?}");
            for (time, line) in lines.iter().take(18) {
                println!(
                    "{time:10.1?}  {}",
                    line.lines().next().unwrap_or_default().chars().take(150).collect::<String>()
                );
            }
        }
        let mut one = || {
            let start = Instant::now();
            runner.machine.run(1).unwrap();
            let loss = pollster::block_on(runner.machine.drain()).unwrap();
            (start.elapsed(), loss[0])
        };
        let (first, loss) = one();
        let mut times = Vec::new();
        let mut last = loss;
        let start = Instant::now();
        while start.elapsed() < Duration::from_secs(1) && times.len() < 2000 {
            let (time, loss) = one();
            times.push(time);
            last = loss;
        }
        times.sort_unstable();
        let count = times.len();
        let kernels = runner.machine.plan().kernels.len();
        println!(
            "{:12} open {opened:9.1?}  first {first:9.1?}  median {:9.1?}  kernels {kernels:3}  loss {loss:.5} → {last:.5} after {count}",
            workload.name,
            times[count / 2]
        );
    }
}
