//! Runs that have nothing left to do.

use super::arena::Run;

/// A parameter and its value.
type Set = (&'static str, &'static str);
const QUICK: Set = ("practice", "100");

/// Once all is done a run says so, and further steps change nothing; before, they do; and another wish gives it something to do.
#[test]
fn a_run_rests_once_all_is_done() {
    let runs: [(&[Set], u32, Set); 7] = [
        (&[QUICK, ("net", "linear"), ("attack", "ifgsm"), ("rounds", "3")], 67, ("eps", "0.2")),
        (
            &[QUICK, ("task", "transfer"), ("variety", "0.3"), ("budget", "20"), ("queries", "64")],
            100,
            ("budget", "40"),
        ),
        (&[QUICK, ("task", "universal"), ("net", "linear"), ("uni_rounds", "10")], 34, ("uni_eps", "0.1")),
        (&[("task", "physical"), ("faces", "100"), ("fits", "10")], 34, ("fits", "20")),
        (&[QUICK, ("task", "reprogram"), ("frame_steps", "40")], 34, ("frame_steps", "80")),
        (&[("task", "words")], 61, ("swaps", "3")),
        (&[("task", "sounds"), ("sound_rounds", "10")], 20, ("snr", "25")),
    ];
    for (sets, begun, more) in runs {
        let mut run = Run::open(3, sets);
        let mut before = run.after(begun);
        assert!(!before.rests, "{sets:?} after {begun}");
        let mut last = run.after(1);
        while !last.rests {
            assert!(last.step < 200, "{sets:?}: rests at last");
            (before, last) = (last, run.after(1));
        }
        assert_ne!(
            (&before.metrics, &before.panels),
            (&last.metrics, &last.panels),
            "{sets:?}: the last step did something"
        );
        let after = run.after(5);
        assert!(
            after.rests && (&after.metrics, &after.panels) == (&last.metrics, &last.panels),
            "{sets:?}: nothing changes"
        );
        run.set(&[more]);
        assert!(!run.after(0).rests, "{sets:?}, {more:?}");
    }
}
