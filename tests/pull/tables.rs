//! What a pull says at its end.

use crate::situation::{Host, right, running};

#[test]
fn a_table_says_what_was_read_and_what_is_worth_a_look() {
    let (host, running) = (Host::new(), running("healthy"));
    for (name, served) in [("acme", running.sandbox.connectwise()), ("zone", running.sandbox.autotask())] {
        host.save(name, served, right);
        let ran = host.run(&["pull", name]);
        println!("{}\n{}", ran.err, ran.out);
        let ran = host.run(&["pull", name]);
        println!("{}\n{}", ran.err, ran.out);
        let ran = host.run(&["pull", name, "--full", "--json"]);
        println!("{}\n{}", ran.err, ran.out);
        assert_eq!(ran.code, Some(0));
    }
}
