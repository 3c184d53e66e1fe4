//! What a line does: an answer, a command, or a part of a note.

use tokio::time::Instant;
use zeroize::Zeroizing;

use super::{
    After, Again, Asking, Place, Stake, Talk,
    note::{self, Seen},
};
use crate::{
    face::{Driver, Ending, Machine},
    line::{
        answer::{self, Answer, Line},
        browse::{Browse, Next},
        command::{self, Command, Given},
        menu::{Does, Entry, Wanted},
        prompt,
        question::{self, Asked, Key, Question},
        told::{self, Told},
    },
    model::fault::ExitCode,
    wizard::{
        event::{Button, Event, ItemId},
        screen::{FieldItem, Item, Mark, ScreenName},
    },
    words,
};

impl<M: Machine, D: Driver> Talk<M, D> {
    /// Takes what a person entered: a line, or several that came at once.
    pub fn take(&mut self, line: &Zeroizing<String>, now: Instant) {
        self.open_line = super::OpenLine::No;
        let given = command::read(line);
        let seen = self.seen(line);
        if seen == Seen::Secrets {
            self.say_text(words::say("line-secrets-seen"));
        }
        let Some((asking, _)) = self.asking.clone() else { return self.take_meanwhile(given, now) };
        if asking == Asking::Note {
            return self.take_note(line, now);
        }
        if line.contains('\n') || seen == Seen::Secrets && note::is_field(&asking) {
            return self.take_lines(&asking, line, now);
        }
        match given {
            Given::Command(command) => self.command(command, &asking, now),
            Given::Nothing => self.answer(asking, Line::Nothing, now),
            Given::Text(text) if *text == "w" && self.offers(Button::WriteText) => self.press(Button::WriteText, now),
            Given::Text(text) if *text == "s" && self.offers(Button::Stop) => self.press(Button::Stop, now),
            Given::Text(text) => self.answer(asking, Line::Text(&text), now),
        }
    }

    /// What was entered is no text at all.
    pub fn unreadable(&mut self) {
        self.open_line = super::OpenLine::No;
        self.say_text(words::say("line-not-utf8"));
        if self.asking.is_some() {
            self.ask_only();
        }
    }

    fn take_meanwhile(&mut self, given: Given, now: Instant) {
        match given {
            Given::Command(Command::Back) if self.offers(Button::Back) => self.press(Button::Back, now),
            Given::Command(Command::Leave) => self.leave(now),
            Given::Command(Command::Menu) => {
                self.place = Place::Menu;
                self.ask_only();
            }
            Given::Command(Command::Help) => self.say_help(vec![]),
            Given::Text(text) if *text == "s" && self.offers(Button::Stop) => self.press(Button::Stop, now),
            Given::Text(text) if *text == "s" => self.say_text(words::say("line-cannot-be-stopped")),
            Given::Command(Command::Back | Command::Repeat | Command::Paste) | Given::Nothing | Given::Text(_) => {
                self.say_progress(now);
            }
        }
    }

    fn command(&mut self, command: Command, asking: &Asking, now: Instant) {
        match command {
            Command::Help => {
                let about = match asking {
                    Asking::Question(it) => prompt::about(it),
                    Asking::List => self.help_of_list(),
                    Asking::Menu(_) | Asking::Which(..) => {
                        vec![Told::says(words::say("line-how-to-choose"))]
                    }
                    Asking::Note | Asking::Leaving => vec![],
                };
                self.say_help(about);
                self.ask_only();
            }
            Command::Back => self.back(now),
            Command::Repeat => {
                self.said.lists_again = Again::Yes;
                match self.place {
                    Place::Menu => {
                        self.say_again();
                        self.ask();
                    }
                    Place::Question(_)
                    | Place::About(_)
                    | Place::Which(_)
                    | Place::List(_)
                    | Place::Note(..)
                    | Place::Leaving(_) => self.ask_only(),
                }
            }
            Command::Menu => {
                let has_rows = self.screen.items.iter().any(|it| matches!(it, Item::Connection { .. }));
                let asks = question::wants_a_yes(&self.screen);
                self.place = if has_rows && !asks { Place::Question(Key::Rows) } else { Place::Menu };
                self.said.lists_again = Again::Yes;
                self.ask();
            }
            Command::Leave => self.leave(now),
            Command::Paste => self.begin_note(asking),
        }
    }

    /// Leaves, where nothing would be lost; else asks.
    fn leave(&mut self, now: Instant) {
        if self.offers(Button::Quit) {
            return self.press(Button::Quit, now);
        }
        if self.screen.name == ScreenName::Done && self.offers(Button::Next) {
            return self.press(Button::Next, now);
        }
        if self.stake == Stake::Nothing {
            return self.end(Ending::Exit(ExitCode::Cancelled));
        }
        if !matches!(self.place, Place::Leaving(_)) {
            self.place = Place::Leaving(Box::new(self.place.clone()));
        }
        self.ask_only();
    }

    fn answer(&mut self, asking: Asking, line: Line, now: Instant) {
        match asking {
            Asking::Question(question) => self.answer_question(&question, line, now),
            Asking::Menu(entries) => self.choose(&entries, line, now),
            Asking::Which(wanted, rows) => self.pick(wanted, &rows, line, now),
            Asking::List => self.read_list(line),
            Asking::Leaving => self.left(line, now),
            Asking::Note => {}
        }
    }

    fn answer_question(&mut self, question: &Question, line: Line, now: Instant) {
        match answer::answer(question, line) {
            Err(complaint) => self.complain(complaint),
            Ok(Answer::Keep) => {
                self.place = self.behind(&question.key);
                self.ask();
            }
            Ok(Answer::About(row)) => {
                if let Asked::Pick { rows, .. } = &question.asked
                    && let Some(it) = rows.iter().find(|it| it.id == row)
                {
                    self.say_text(it.detail.clone());
                }
                self.place = Place::About(row);
                self.said.lists_again = Again::Yes;
                self.ask();
            }
            Ok(Answer::Tell(events)) => {
                let after = if matches!(question.asked, Asked::Pick { .. }) {
                    After::Press(Button::New)
                } else {
                    After::Answer(question.key.clone())
                };
                self.tell_answer(question, events, after, now);
            }
        }
    }

    /// Tells the wizard an answer, and the person what became of it where they cannot see it.
    fn tell_answer(&mut self, question: &Question, events: Vec<Event>, after: After, now: Instant) {
        match &question.asked {
            Asked::Fill(fill) if fill.is_hidden() => {
                // The length is all that can be checked of what is not shown.
                let mut events = events.into_iter();
                for event in events.by_ref().take(1) {
                    self.update(event);
                }
                self.screen = self.machine.screen();
                let held = self.fields().into_iter().find(|it| it.id == fill.field.id).as_ref().and_then(told::holds);
                if let Some(held) = held {
                    self.say_text(format!("{held}."));
                }
                let is_new = matches!(fill.field.id, ItemId::Passphrase | ItemId::PassphraseAgain);
                let refused = self.fields().into_iter().find(|it| is_new && it.problem.is_some());
                if let Some(refused) = refused.filter(|it| it.id == fill.field.id) {
                    // Which of two that differ is the slip, nobody knows: both are asked for again.
                    if refused.id == ItemId::PassphraseAgain {
                        self.say_text(refused.problem.unwrap_or_default());
                    }
                    self.place = Place::Question(Key::Field(ItemId::Passphrase));
                    return self.ask();
                }
                self.tell(events.collect(), after, now);
            }
            Asked::Tick(lines) => {
                let ids: Vec<_> = lines.iter().map(|it| it.id.clone()).collect();
                for event in events {
                    self.tell_quietly(event);
                }
                let parts = question::parts(&self.screen);
                let same = question::questions(&parts).into_iter().find(|it| it.key == question.key).cloned();
                if let Some(Question { asked: Asked::Tick(new), .. }) = &same {
                    let changed = new
                        .iter()
                        .enumerate()
                        .filter(|(n, it)| ids.get(*n) == Some(&it.id) && lines[*n].mark != it.mark);
                    for (n, it) in changed {
                        let line = prompt::tick_line(n, it);
                        self.say_text(match it.mark {
                            Mark::On => line,
                            Mark::Off => words::with("line-no-longer-ticked", &[("line", line.into())]),
                        });
                    }
                }
                if let Some(same) = &same {
                    let prompt = prompt::question(same);
                    self.is_put(&prompt);
                }
                self.tell(vec![], after, now);
            }
            Asked::Fill(_) | Asked::Choose { .. } | Asked::Pick { .. } => self.tell(events, after, now),
        }
    }

    fn tell_quietly(&mut self, event: Event) {
        self.update(event);
        self.screen = self.machine.screen();
    }

    fn choose(&mut self, entries: &[Entry], line: Line, now: Instant) {
        let asks = question::wants_a_yes(&self.screen);
        let n = match line {
            Line::Nothing => Ok(0),
            Line::Text(text) => {
                let wanted = match text.trim().to_lowercase().as_str() {
                    "y" | "yes" if asks => Some(Button::Yes),
                    "n" | "no" if asks => Some(Button::No),
                    _ => None,
                };
                let does =
                    |it: &Entry| matches!(it.does, Does::Tell(Event::Pressed { button, .. }) if Some(button) == wanted);
                match entries.iter().position(does) {
                    Some(n) => Ok(n),
                    None => answer::one_of(entries.iter().map(|it| it.label.as_str()), text),
                }
            }
        };
        match n.map(|n| entries.get(n).map(|it| it.does.clone())) {
            Err(complaint) => self.complain(complaint),
            Ok(Some(Does::Tell(event))) => {
                let Event::Pressed { button, .. } = event else { return };
                let shows = matches!(button, Button::UsePasted | Button::FillSandbox | Button::Reveal);
                if shows {
                    self.tell_quietly(event);
                    for held in self.fields().iter().filter_map(told::holds).collect::<Vec<_>>() {
                        self.say_text(format!("{held}."));
                    }
                    return self.tell(vec![], After::Press(button), now);
                }
                self.tell(vec![event], After::Press(button), now);
            }
            Ok(Some(Does::Ask(wanted))) => self.want(wanted),
            Ok(Some(Does::Open(list))) => {
                self.place = Place::List(Browse::new(list));
                self.say_page();
                self.ask_only();
            }
            Ok(None) => self.ask(),
        }
    }

    pub(super) fn fields(&self) -> Vec<FieldItem> {
        let field = |it: &Item| if let Item::Field(field) = it { Some(field.clone()) } else { None };
        self.screen.items.iter().filter_map(field).collect()
    }

    pub(super) fn complain(&mut self, complaint: String) {
        self.say_text(complaint);
        self.ask_only();
    }

    fn pick(&mut self, wanted: Wanted, rows: &[(ItemId, String)], line: Line, now: Instant) {
        let Line::Text(text) = line else {
            self.place = Place::Menu;
            return self.ask();
        };
        match answer::one_of(rows.iter().map(|it| it.1.as_str()), text) {
            Err(complaint) => self.complain(complaint),
            Ok(n) => self.do_with(wanted, rows[n].0.clone(), now),
        }
    }

    fn do_with(&mut self, wanted: Wanted, row: ItemId, now: Instant) {
        match wanted {
            Wanted::Press(button) => {
                self.tell(vec![Event::Pressed { button, on: Some(row) }], After::Press(button), now);
            }
            Wanted::Details => {
                let findings = crate::line::menu::rows(&self.screen, wanted);
                let Some(finding) = findings.into_iter().find(|it| it.id == row).cloned() else { return self.ask() };
                if finding.detail.is_empty() {
                    // It is several in one: they are shown one by one, or folded again.
                    return self.tell(vec![Event::Chose(row)], After::Press(Button::ShowAll), now);
                }
                for told in told::details(&finding) {
                    self.say(&told);
                }
                // The next one is a number away.
                self.ask_only();
            }
        }
    }

    fn left(&mut self, line: Line, now: Instant) {
        let leaves = matches!(line, Line::Text(text) if ["y", "yes"].contains(&text.trim().to_lowercase().as_str()));
        if leaves {
            return self.end(Ending::Exit(ExitCode::Cancelled));
        }
        if let Place::Leaving(to) = self.place.clone() {
            self.place = *to;
        }
        if self.screen.busy.is_some() { self.wait(now) } else { self.ask() }
    }

    fn read_list(&mut self, line: Line) {
        let Place::List(mut browse) = self.place.clone() else { return self.ask() };
        let Some(table) = self.table(&browse.list) else { return self.ask() };
        let text = if let Line::Text(text) = line { Some(text.as_str()) } else { None };
        match browse.take(text, table) {
            Err(complaint) => return self.complain(complaint),
            Ok(Next::Close) => {
                self.place = Place::Menu;
                return self.ask();
            }
            Ok(Next::Read) => self.place = Place::List(browse),
        }
        self.say_page();
        self.ask_only();
    }

    fn say_page(&mut self) {
        let Place::List(mut browse) = self.place.clone() else { return };
        let told = self.table(&browse.list).map(|it| browse.page(it)).unwrap_or_default();
        self.place = Place::List(browse);
        for told in told {
            self.say(&told);
        }
    }

    fn help_of_list(&self) -> Vec<Told> {
        let Place::List(browse) = &self.place else { return vec![] };
        self.table(&browse.list).map(Browse::help).unwrap_or_default()
    }
}
