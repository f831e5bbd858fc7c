use super::TABLE;
use crate::{Runner, inputs};
use compute::Device;

#[test]
fn the_tables_name_the_same_workloads() {
    let mut names: Vec<&str> = TABLE.iter().map(|workload| workload.name).collect();
    names.sort_unstable();
    let table = inputs::table().unwrap();
    assert_eq!(names, table.keys().map(String::as_str).collect::<Vec<_>>());
}

/// Every workload that is built learns: its loss is finite and falls, where it has parameters.
#[test]
fn every_workload_runs() {
    let table = inputs::table().unwrap();
    for workload in TABLE.iter().filter(|workload| workload.build.is_ok()) {
        let mut runner = Runner::open(workload.name, &Device::cpu()).unwrap();
        runner.machine.run(20).unwrap();
        let losses = pollster::block_on(runner.machine.drain()).unwrap();
        println!("{} {losses:?}", workload.name);
        assert!(losses.len() == 20 && losses.iter().all(|loss| loss.is_finite()), "{}: {losses:?}", workload.name);
        if table[workload.name].inputs.iter().any(|input| input.train) {
            assert!(losses[19] < losses[0], "{}: {losses:?}", workload.name);
        }
    }
}
