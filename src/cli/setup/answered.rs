//! The answers of one run: read, held against what is known, and their secrets read where they say.

use std::{
    fmt::Write as _,
    io::{self, IsTerminal as _, Read as _},
    path::Path,
    sync::Arc,
};

use crate::{
    model::{
        answers::{self, Answers, Given, Known, Question, Source, Wrong, Yes},
        catalog::{Catalog, PsaFacts},
        integration::Integration,
        login::{Value, Values},
        paste,
        saved::{Name, StoreCard, StoreNeeds},
        secret::Secret,
        settings::file::Mistake,
        shown::Shown,
    },
    store::{Sources, Store, look_for},
    unattended::{Playing, Until},
    wizard::event::Consent,
    words,
};

use super::super::{
    Global,
    passphrase::credential,
    place::Place,
    say::{Trouble, talk},
};

/// Unit: bytes. More than this is no file of answers.
const MOST: u64 = 1 << 20;

/// What was said, before it is known what it is held against.
pub(super) struct Said {
    pub(super) answers: Answers,
    /// The file's name and text, for naming the line of a mistake.
    file: Option<(String, String)>,
    /// Whether the standard input was used up by the answers themselves.
    input: Input,
}

/// Whether the standard input can still be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Input {
    Free,
    Used,
}

impl Said {
    /// Reads the answers, and lets the options count for more. The integration becomes that of the run.
    pub(super) fn read(from: Option<&str>, name: Option<&str>, global: &mut Global) -> Result<Self, Trouble> {
        let (mut answers, file) = match from {
            None => (Answers::default(), None),
            Some(from) => {
                let (shown, text) = text_of(from)?;
                let answers = Answers::parse(&text).map_err(|mistakes| {
                    let mend = words::say(if mistakes.len() == 1 { "setup-mend-line" } else { "setup-mend-lines" });
                    let trouble = |it: &Mistake| Trouble::usage(format!("{shown}, {}", it.says()), mend);
                    unusable(&mistakes.iter().map(trouble).collect::<Vec<_>>())
                })?;
                (answers, Some((shown, text)))
            }
        };
        if let Some(name) = name {
            let name = Name::new(name).map_err(|says| Trouble::usage(words::say("setup-no-name"), says))?;
            answers.name = Some(name);
        }
        match &global.integration {
            Some(it) => answers.integration = Some(it.clone()),
            None => global.integration.clone_from(&answers.integration),
        }
        let input = if from == Some("-") { Input::Used } else { Input::Free };
        Ok(Self { answers, file, input })
    }
}

fn text_of(from: &str) -> Result<(String, String), Trouble> {
    let shown = if from == "-" { words::say("setup-standard-input").to_owned() } else { Shown::new(from).to_string() };
    let mut text = String::new();
    let read = if from == "-" {
        io::stdin().lock().take(MOST + 1).read_to_string(&mut text)
    } else {
        std::fs::File::open(Path::new(from)).and_then(|it| it.take(MOST + 1).read_to_string(&mut text))
    };
    match read {
        Ok(n) if n as u64 > MOST => {
            let what = words::with("setup-answers-too-long", &[("file", shown.into())]);
            Err(Trouble::usage(what, words::say("setup-answers-too-long-next")))
        }
        Ok(_) => Ok((shown, text)),
        Err(it) => Err(Trouble::usage(
            words::with("setup-answers-unreadable", &[("file", shown.into()), ("error", it.to_string().into())]),
            words::say("setup-answers-unreadable-next"),
        )),
    }
}

/// The answers and what they are held against.
pub(super) struct Answered {
    /// As they were given; the integration by its id.
    pub(super) answers: Answers,
    /// The integration as it was named.
    pub(super) integration: Option<String>,
    stores: Vec<StoreCard>,
    taken: Vec<String>,
    catalog: Arc<Catalog>,
    file: Option<(String, String)>,
    input: Input,
}

impl Answered {
    /// Holds them against this place.
    ///
    /// Errors: [`Trouble`] that names each of them that cannot be used, in the order of the file's lines.
    pub(super) fn new(said: Said, place: &Place, global: &Global) -> Result<Self, Trouble> {
        let it = Self::unchecked(said, place, global);
        let mut wrong = it.known(|known| it.answers.all_wrong(known));
        it.by_line(&mut wrong);
        let troubles: Vec<_> = wrong.iter().map(|wrong| it.trouble(wrong)).collect();
        if troubles.is_empty() { Ok(it) } else { Err(unusable(&troubles)) }
    }

    /// The same, leaving it to the caller what becomes of an answer that cannot be used.
    pub(super) fn unchecked(said: Said, place: &Place, global: &Global) -> Self {
        let Said { mut answers, file, input } = said;
        let integration = answers.integration.take();
        answers.integration = place.integration.clone().or_else(|| integration.clone());
        if answers.passphrase.is_none() {
            answers.passphrase = match global.passphrase_file.as_deref() {
                Some(file) if file == Path::new("-") => Some(Source::Stdin(Yes)),
                Some(file) => Some(Source::File(file.to_owned())),
                None => credential().map(Source::File),
            };
        }
        let taken = taken(&place.store);
        let (stores, catalog) = (place.store.cards(), Arc::clone(&place.catalog));
        Self { answers, integration, stores, taken, catalog, file, input }
    }

    /// Lends what the answers are held against.
    pub(super) fn known<T>(&self, see: impl FnOnce(&Known<'_>) -> T) -> T {
        see(&Known { catalog: &self.catalog, stores: &self.stores, taken: &self.taken })
    }

    /// The questions that are open.
    pub(super) fn open(&self) -> Vec<Question> {
        self.known(|known| answers::open(&self.answers, known))
    }

    /// How a file of answers begins, for who has none.
    pub(super) fn how_to_begin(&self) -> Option<&'static str> {
        self.file.is_none().then(|| words::say("setup-no-file-yet"))
    }

    /// Lets an answer to the question of the passphrase count for more than the option, which was not taken when it was asked.
    pub(super) fn asks_for_the_passphrase(&mut self) {
        let given = self.answers.passphrase.take();
        if self.open().first().is_none_or(|it| it.id != "passphrase") {
            self.answers.passphrase = given;
        }
    }

    /// Where the secrets are that are read for these answers: the passphrase only where the store is set up with it.
    fn wanted<'a>(&self, answers: &'a Answers) -> impl Iterator<Item = (String, &'a Source)> + use<'a> {
        let wants = self.wants_passphrase(answers);
        answers.sources().filter(move |it| wants || it.0 != "passphrase")
    }

    fn wants_passphrase(&self, answers: &Answers) -> bool {
        let wants = |it: &StoreCard| Some(it.kind) == answers.store && it.needs == StoreNeeds::NewPassphrase;
        self.stores.iter().any(wants)
    }

    /// Looks whether each secret is where the answers say, all at once, before any is read.
    pub(super) fn nowhere(&self) -> Option<Trouble> {
        let mut wrong: Vec<_> = self.wanted(&self.answers).filter_map(|(id, source)| nowhere(&id, source)).collect();
        self.by_line(&mut wrong);
        let troubles: Vec<_> = wrong.iter().map(|it| self.trouble(it)).collect();
        let says = words::with("setup-unread-several", &[("n", troubles.len().into())]);
        (!troubles.is_empty()).then(|| together(&says, &troubles))
    }

    /// Looks whether the secrets are there that these answers say and those did not.
    pub(super) fn newly_nowhere(&self, before: &Answers, now: &Answers) -> Option<Wrong> {
        let is_old = |id: &str, source: &Source| self.wanted(before).any(|it| it.0 == id && it.1 == source);
        self.wanted(now).filter(|(id, source)| !is_old(id, source)).find_map(|(id, source)| nowhere(&id, source))
    }

    /// Puts them in the order of the file's lines.
    fn by_line(&self, wrong: &mut [Wrong]) {
        wrong.sort_by_key(|wrong| self.file.as_ref().and_then(|(_, text)| answers::line_of(text, wrong)));
    }

    /// Names an answer with its line.
    pub(super) fn trouble(&self, wrong: &Wrong) -> Trouble {
        let Wrong { id, says, remedy } = wrong;
        let what = match self.file.as_ref().map(|(name, text)| (name, answers::line_of(text, wrong))) {
            Some((name, Some(line))) => {
                let line = line.to_string();
                let values =
                    [("file", name.into()), ("line", line.into()), ("answer", id.into()), ("says", says.into())];
                words::with("setup-at-line", &values)
            }
            Some((name, None)) => format!("{name}, {id}: {says}"),
            None => format!("{id}: {says}"),
        };
        Trouble::usage(what, remedy.as_str())
    }

    /// Reads every secret; the answers are whole.
    ///
    /// Errors: the answer whose secret could not be read.
    pub(super) fn whole(&self) -> Result<Playing, Wrong> {
        self.playing(Until::End)
    }

    /// Reads the secrets that are answered; what is open is a person's.
    pub(super) fn partly(&self) -> Result<Playing, Trouble> {
        self.playing(Until::Login).map_err(|it| self.trouble(&it))
    }

    fn playing(&self, until: Until) -> Result<Playing, Wrong> {
        let facts = self.answers.psa.as_ref().and_then(|it| self.catalog.psa(it)).cloned();
        let mut sources = Sources::new(io::stdin().lock());
        let mut values = Values::new();
        for field in facts.iter().flat_map(|it: &PsaFacts| &it.fields) {
            let id = format!("login.{}", field.id);
            let value = match (field.kind, self.answers.login.get(&field.id)) {
                (_, None) => continue,
                (kind, Some(Given::Text(text))) => paste::clean(kind, text),
                (kind, Some(Given::From(source))) => {
                    let secret = self.secret(&mut sources, &id, source)?;
                    paste::clean_secret(kind, &secret)
                }
            };
            if !value.removed.is_empty() {
                talk(&words::with(
                    "setup-removed",
                    &[("answer", id.as_str().into()), ("what", value.removed.join(", ").into())],
                ));
            }
            if value.value.is_empty() && matches!(value.value, Value::Secret(_)) {
                return Err(wrong(&id, words::say("setup-secret-empty"), words::say("setup-secret-empty-next")));
            }
            values.insert(field.id.clone(), value.value);
        }
        if until == Until::End
            && let Some((one, other)) = facts.as_ref().and_then(|it| paste::same(it, &values))
        {
            let says = words::with("paste-same", &[("field", one.label.as_str().into())]);
            return Err(wrong(&format!("login.{}", other.id), &says, words::say("setup-same-next")));
        }
        let passphrase = match self.answers.passphrase.as_ref().filter(|_| self.wants_passphrase(&self.answers)) {
            Some(source) => Some(self.secret(&mut sources, "passphrase", source)?),
            None => None,
        };
        for it in sources.warnings() {
            talk(&words::with("talk-warning", &[("what", it.into())]));
        }
        Ok(Playing { answers: self.answers.clone(), values, passphrase, until, consent: Consent::No })
    }

    fn secret(&self, sources: &mut Sources<impl io::Read>, id: &str, source: &Source) -> Result<Secret, Wrong> {
        if matches!(source, Source::Stdin(_)) && self.input == Input::Used {
            let says = words::say("setup-input-used");
            return Err(wrong(id, says, words::say("setup-input-used-next")));
        }
        if matches!(source, Source::Stdin(_)) && io::stdin().is_terminal() {
            let says = words::say("setup-input-shows");
            return Err(wrong(id, says, words::say("setup-input-shows-next")));
        }
        sources.read(source).map_err(|it| wrong(id, &it.why, it.remedy))
    }

    /// Lets the catalogue know an integration that was only now named, by its file.
    pub(super) fn learn(&mut self, integration: Integration, named: &str) {
        let mut catalog = (*self.catalog).clone();
        catalog.integrations.retain(|it| it.id != integration.id);
        catalog.integrations.insert(0, integration);
        self.catalog = Arc::new(catalog);
        self.integration = Some(named.to_owned());
    }

    /// What is known of the PSAs and integrations.
    pub(super) fn catalog(&self) -> Arc<Catalog> {
        Arc::clone(&self.catalog)
    }
}

/// All answers that cannot be used, at once.
fn unusable(troubles: &[Trouble]) -> Trouble {
    together(&words::with("setup-unusable-several", &[("n", troubles.len().into())]), troubles)
}

/// Several troubles as one, each on a line of its own and each remedy once; a single one as it is.
fn together(says: &str, troubles: &[Trouble]) -> Trouble {
    if let [trouble] = troubles {
        return trouble.clone();
    }
    let mut what = says.to_owned();
    let mut remedies: Vec<&str> = vec![];
    for it in troubles {
        let _ = write!(what, "\n  {}", it.what());
        if !remedies.contains(&it.remedy()) {
            remedies.push(it.remedy());
        }
    }
    Trouble::usage(what, remedies.join("\n"))
}

/// What can be seen of a secret's place without reading it.
fn nowhere(id: &str, source: &Source) -> Option<Wrong> {
    look_for(source).err().map(|it| wrong(id, &it.why, it.remedy))
}

fn wrong(id: &str, says: &str, remedy: &str) -> Wrong {
    Wrong { id: id.to_owned(), says: says.to_owned(), remedy: remedy.to_owned() }
}

fn taken(store: &Store) -> Vec<String> {
    store.list().into_iter().map(|it| it.name().to_owned()).collect()
}
