//! What the program costs beside what it may cost: bytes on the line, replies waited for, the start, memory.
//!
//! Fails when a budget of bytes or the ratio to the slowest reply is broken. Absolute times are never judged: they are
//! those of the host.

#[path = "budgets/bytes.rs"]
mod bytes;
#[path = "budgets/process.rs"]
mod process;
#[path = "budgets/waits.rs"]
mod waits;

use std::process::ExitCode;

/// A serial line of 9,600 bit/s: a byte takes ten of them. Unit: bytes a second.
const SLOW: f64 = 960.0;
/// The way there and back. Unit: seconds.
const FAR: f64 = 0.3;

/// One line of the table.
struct Row {
    what: String,
    measured: f64,
    unit: &'static str,
    /// The most that it may be; `None` is only shown.
    budget: Option<f64>,
    note: String,
}

impl Row {
    /// Bytes on the line, with how long a person waits for them where the line is slow and far.
    fn bytes(what: impl Into<String>, bytes: u64, budget: Option<u32>) -> Self {
        let bytes = u32::try_from(bytes).unwrap_or(u32::MAX);
        let waits = f64::from(bytes) / SLOW + FAR;
        let note = if bytes == 0 { String::new() } else { format!("{waits:.2} s at 9,600 bit/s and 300 ms") };
        Self { what: what.into(), measured: bytes.into(), unit: "bytes", budget: budget.map(f64::from), note }
    }

    fn is_broken(&self) -> bool {
        self.budget.is_some_and(|it| self.measured > it)
    }

    fn print(&self) {
        let share = |budget: f64| if budget > 0.0 { format!("{:.2}", self.measured / budget) } else { "-".to_owned() };
        let (budget, share) = self.budget.map_or_else(Default::default, |it| (format!("{it}"), share(it)));
        let measured = if self.measured.fract() == 0.0 {
            format!("{:.0}", self.measured)
        } else {
            format!("{:.1}", self.measured)
        };
        let verdict = if self.is_broken() { "BROKEN " } else { "" };
        let Self { what, unit, note, .. } = self;
        println!("{}", format!("{what:<52}{measured:>8} {unit:<10}{budget:>7}{share:>7}  {verdict}{note}").trim_end());
    }
}

fn main() -> ExitCode {
    let started = std::time::Instant::now();
    println!("{:<52}{:>8} {:<10}{:>7}{:>7}", "what", "measured", "", "budget", "share");
    let mut is_broken = false;
    for measure in [bytes::rows, process::rows, waits::rows] {
        for row in measure() {
            row.print();
            is_broken |= row.is_broken();
        }
    }
    println!("took {:.0} s", started.elapsed().as_secs_f64());
    if is_broken { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
