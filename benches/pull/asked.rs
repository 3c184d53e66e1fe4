//! The arguments of the benchmark.

use psa_connect::sandbox::tenant::Sizes;

/// What is measured.
pub(crate) struct Asked {
    /// Rows of the tenant.
    pub(crate) sizes: String,
    /// What every request waits at the server, ms.
    pub(crate) latencies: Vec<u64>,
    /// Runs of pull and floor, each.
    pub(crate) runs: usize,
    /// Runs of the loop, which takes long.
    pub(crate) loops: usize,
    /// At which latency the loop runs, ms.
    pub(crate) loop_at: u64,
    /// `connectwise`, `autotask`.
    pub(crate) psas: Vec<String>,
    /// Rows of the one long list whose memory is looked at; none to skip it.
    pub(crate) long: Vec<usize>,
    /// Whether it is told where a pull's time goes.
    pub(crate) phases: Phases,
}

/// Whether it is told where a pull's time goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Phases {
    Told,
    Left,
}

const HELP: &str = "\
cargo bench --bench pull -- [options]
  --scale C/A/P        companies, agreements, products [10000/20000/50000]
  --latency MS,MS      what each request waits at the server [0,50,150]
  --runs N             of pull and floor, each, by turns [5]
  --loops N            of the loop of whole records, which takes long [1]
  --psa ID,ID          [connectwise,autotask]
  --long ROWS,ROWS     lists whose memory is looked at [50000,500000]
  --phases             tell where the time of one pull goes
  --quick              two runs, no loop, no long lists";

impl Asked {
    /// Reads the arguments.
    ///
    /// Errors: what to say of those that it does not know.
    pub(crate) fn read(words: &[&str]) -> Result<Self, String> {
        let mut asked = Self {
            sizes: "10000/20000/50000".to_owned(),
            latencies: vec![0, 50, 150],
            runs: 5,
            loops: 1,
            loop_at: 50,
            psas: vec!["connectwise".to_owned(), "autotask".to_owned()],
            long: vec![50_000, 500_000],
            phases: Phases::Left,
        };
        let mut words = words.iter();
        while let Some(word) = words.next() {
            let mut value = || words.next().copied().ok_or_else(|| HELP.to_owned());
            match *word {
                "--scale" => value()?.clone_into(&mut asked.sizes),
                "--latency" => asked.latencies = numbers(value()?)?,
                "--runs" => asked.runs = number(value()?)?,
                "--loops" => asked.loops = number(value()?)?,
                "--psa" => asked.psas = value()?.split(',').map(str::to_owned).collect(),
                "--long" => asked.long = numbers(value()?)?,
                "--phases" => asked.phases = Phases::Told,
                "--quick" => {
                    asked.runs = 2;
                    asked.loops = 0;
                    asked.long.clear();
                }
                _ => return Err(HELP.to_owned()),
            }
        }
        asked.sizes.parse::<Sizes>().map_err(|it| format!("--scale is {it}\n{HELP}"))?;
        if asked.runs == 0 {
            return Err(HELP.to_owned());
        }
        Ok(asked)
    }
}

fn number<T: std::str::FromStr>(text: &str) -> Result<T, String> {
    text.parse().map_err(|_| HELP.to_owned())
}

fn numbers<T: std::str::FromStr>(text: &str) -> Result<Vec<T>, String> {
    text.split(',').filter(|it| !it.is_empty()).map(number).collect()
}
