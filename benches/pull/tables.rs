//! Runs everything by turns and prints what it cost, as ratios.

use std::time::Instant;

use super::{
    asked::{Asked, Phases},
    host::Host,
    phases,
    server::{Psa, Server},
    watch::{Cost, cost_of},
};

/// What one program cost, in the middle of several runs.
struct Row {
    what: &'static str,
    runs: Vec<(Cost, usize)>,
}

impl Row {
    fn of(what: &'static str) -> Self {
        Self { what, runs: vec![] }
    }

    fn middle(&self, number: impl Fn(&(Cost, usize)) -> f64) -> f64 {
        let mut all: Vec<f64> = self.runs.iter().map(number).collect();
        all.sort_by(f64::total_cmp);
        all.get(all.len() / 2).copied().unwrap_or(f64::NAN)
    }

    fn wall(&self) -> f64 {
        self.middle(|it| it.0.wall)
    }

    fn print(&self, floor: &Self) {
        let all = self.runs.iter().map(|it| it.0.wall);
        let (least, most) = all.fold((f64::MAX, 0.0_f64), |(least, most), it| (least.min(it), most.max(it)));
        let (cpu, peak) = (self.middle(|it| it.0.cpu), self.middle(|it| it.0.peak));
        let cpu_floor = floor.middle(|it| it.0.cpu);
        let peak_floor = floor.middle(|it| it.0.peak);
        println!(
            "  {:<22}{:>8.3} ({least:.2}-{most:.2}){:>8.2}{:>8.3}{:>8.2}{:>8.1}{:>8.2}{:>9}",
            self.what,
            self.wall(),
            self.wall() / floor.wall(),
            cpu,
            cpu / cpu_floor,
            peak,
            peak / peak_floor,
            self.middle(|it| f64::from(u32::try_from(it.1).unwrap_or(u32::MAX))),
        );
    }
}

/// Prints all tables.
pub(crate) fn print(asked: &Asked) {
    let began = Instant::now();
    for latency in &asked.latencies {
        let mut server = Server::start(*latency, &asked.sizes);
        for psa in server.psas.clone() {
            if asked.psas.contains(&psa.id) {
                beside_each_other(asked, *latency, &psa, &mut server);
            }
        }
    }
    if !asked.long.is_empty() {
        println!("\nOne list, no latency: peak memory of pull");
        println!("  {:<14}{:>9}{:>9}{:>9}{:>9}", "PSA", "rows", "wall s", "CPU s", "peak MB");
    }
    for rows in &asked.long {
        let server = Server::start(0, &format!("100/100/{rows}"));
        for psa in server.psas.iter().filter(|it| asked.psas.contains(&it.id)) {
            let list = if psa.id == "autotask" { "products" } else { "catalog" };
            let cost = cost_of(&Host::of(psa, &server.ca, &[list]).pull(&[]));
            println!("  {:<14}{rows:>9}{:>9.2}{:>9.2}{:>9.1}", psa.id, cost.wall, cost.cpu, cost.peak);
        }
    }
    println!("\ntook {:.0} s", began.elapsed().as_secs_f64());
}

fn beside_each_other(asked: &Asked, latency: u64, psa: &Psa, server: &mut Server) {
    let lists = if psa.id == "autotask" {
        ["companies", "contracts", "products"]
    } else {
        ["companies", "agreements", "catalog"]
    };
    let host = Host::of(psa, &server.ca, &lists);
    let mut run = |command: &[String]| {
        server.asked();
        let cost = cost_of(command);
        (cost, server.asked())
    };
    let loops = if latency == asked.loop_at { asked.loops } else { 0 };
    let (mut pull, mut floor, mut plain) =
        (Row::of("psa-connect pull"), Row::of("floor"), Row::of("loop, whole records"));
    // What the server makes once and keeps is made now.
    run(&host.beside("floor"));
    run(&host.pull(&[]));
    for _ in 0..asked.runs {
        floor.runs.push(run(&host.beside("floor")));
        pull.runs.push(run(&host.pull(&[])));
    }
    if loops > 0 {
        run(&host.beside("loop"));
    }
    for _ in 0..loops {
        plain.runs.push(run(&host.beside("loop")));
    }
    println!("\n{}, {latency} ms a request, {} rows", psa.id, asked.sizes);
    println!(
        "  {:<22}{:>20}{:>8}{:>8}{:>8}{:>8}{:>8}{:>9}",
        "", "wall s", "x floor", "CPU s", "x floor", "peak MB", "x floor", "requests"
    );
    floor.print(&floor);
    pull.print(&floor);
    if loops > 0 {
        plain.print(&floor);
        println!("  the loop takes {:.1} times as long as pull", plain.wall() / pull.wall());
    }
    if asked.phases == Phases::Told {
        let command = host.pull(&["-vv"]);
        let _ = std::fs::remove_file(host.log());
        let began = jiff::Timestamp::now();
        cost_of(&command);
        phases::print(&host.log(), began);
    }
}
