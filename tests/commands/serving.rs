//! Commands that run until they are told to stop.

use std::{
    collections::BTreeMap,
    io::{BufRead as _, BufReader},
    net::TcpStream,
    process::Child,
    time::{Duration, Instant},
};

use psa_connect::sandbox::logins::Logins;
use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};

use crate::situation::{Host, right, running};

fn signal(child: &Child, signal: Signal) {
    let pid = Pid::from_raw(i32::try_from(child.id()).unwrap()).unwrap();
    kill_process(pid, signal).unwrap();
}

#[test]
fn the_sandbox_serves_until_ctrl_c_and_that_is_fine() {
    for (arguments, scheme) in [(&["sandbox"][..], "http://"), (&["sandbox", "--tls"], "https://")] {
        let mut child = Host::new().command(arguments).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut address = None;
        for line in lines.by_ref().map(Result::unwrap) {
            if let Some((_, rest)) = line.split_once(scheme) {
                address = address.or(rest.split_whitespace().next().map(str::to_owned));
            }
            if line.contains("open nothing but the sandbox") {
                break;
            }
        }
        let address = address.expect("the card names the address");
        TcpStream::connect(&address).unwrap();
        // It says that it serves once it listens for signals.
        let mut talk = String::new();
        BufReader::new(child.stderr.take().unwrap()).read_line(&mut talk).unwrap();
        assert_eq!(talk, "Serving. Ctrl-C ends it.\n");
        signal(&child, Signal::INT);
        assert_eq!(child.wait().unwrap().code(), Some(0));
        assert!(TcpStream::connect(&address).is_err());
    }
}

#[test]
fn the_sandbox_tells_programs_all_of_it_in_one_line() {
    for (tls, scheme) in [(false, "http"), (true, "https")] {
        let mut arguments = vec!["sandbox", "--json", "--scenario", "flaky", "--seed", "7"];
        arguments.extend(tls.then_some("--tls"));
        let mut child = Host::new().command(&arguments).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        signal(&child, Signal::KILL);
        child.wait().unwrap();
        let told: Value = serde_json::from_str(&line).unwrap_or_else(|fault| panic!("{fault}: {line}"));
        assert_eq!(
            [&told["version"], &told["seed"], &told["scenario"]["name"]],
            [&json!(1), &json!(7), &json!("flaky")]
        );
        assert!(told["scenario"]["story"].as_str().unwrap().ends_with('.'));
        assert_eq!(
            told["ca_pem"].as_str().map(|it| it.starts_with("-----BEGIN CERTIFICATE-----")),
            tls.then_some(true)
        );
        let logins = Logins::built_in();
        for (psa, site, login, second) in [
            ("connectwise", "eu", logins.connectwise.fields(), logins.connectwise.second().fields()),
            ("autotask", "ws2", logins.autotask.fields(), logins.autotask.second().fields()),
        ] {
            let told = &told["psas"][psa];
            assert_eq!(told["site"], json!(site), "{told}");
            for (place, port) in [("home", "home_port"), ("elsewhere", "elsewhere_port")] {
                let address = format!("{scheme}://127.0.0.1:{}", told[port]);
                assert_eq!(told[place], json!(address), "{told}");
            }
            let values = |login: Vec<(String, String)>| login.into_iter().collect::<BTreeMap<_, _>>();
            assert_eq!([&told["login"], &told["second_login"]], [&json!(values(login)), &json!(values(second))]);
        }
    }
}

#[test]
fn ctrl_c_in_a_test_is_cancelled() {
    let (host, it) = (Host::new(), running("slow-vendor"));
    host.save("acme", it.sandbox.autotask(), right);
    let child = host.command(&["test", "acme"]).spawn().unwrap();
    let deadline = Instant::now() + Duration::from_secs(20);
    while it.sandbox.journal().entries().is_empty() {
        assert!(Instant::now() < deadline, "the test never began");
        std::thread::yield_now();
    }
    signal(&child, Signal::INT);
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stdout.as_slice()), (Some(130), &b""[..]));
}
