//! What the face costs on a slow line: bytes written at 80 by 24.

use std::{sync::atomic::Ordering, time::Duration};

use crossterm::event::{Event as TerminalEvent, KeyCode};
use psa_connect::{
    model::id::JobId,
    tui::backend::{CountingWriter, Extent, Lean},
    wizard::event::{Event, Progress},
};
use ratatui::layout::Size;

use crate::{
    play::{Hands, echo, on_stage},
    screens,
};

const SIZE: Extent = Extent::Fixed(Size { width: 80, height: 24 });

#[tokio::test(start_paused = true)]
async fn the_first_frame_fits_its_budget() {
    for (name, screen) in [
        ("psa", screens::psa()),
        ("site", screens::site()),
        ("guide", screens::guide()),
        ("login", screens::login()),
        ("test", screens::test()),
        ("home", screens::home()),
    ] {
        let writer = CountingWriter::new(std::io::sink());
        let (bytes, n_writes) = (writer.bytes(), writer.writes());
        let _ = on_stage(Lean::new(writer, SIZE), screen, echo, async |_: &Hands| {}).await;
        assert!(bytes.load(Ordering::Relaxed) <= 2_600, "{name}: {} bytes", bytes.load(Ordering::Relaxed));
        assert_eq!(n_writes.load(Ordering::Relaxed), 1, "one frame is one write");
    }
}

#[tokio::test(start_paused = true)]
async fn a_typed_character_and_a_moved_focus_fit_their_budgets() {
    let writer = CountingWriter::new(std::io::sink());
    let bytes = writer.bytes();
    let _ = on_stage(Lean::new(writer, SIZE), screens::login(), echo, async |hands: &Hands| {
        let took = || bytes.swap(0, Ordering::Relaxed);
        // The first character takes the example away.
        hands.typed("A").await;
        took();
        for c in ['b', 'C', '1'] {
            hands.key(KeyCode::Char(c)).await;
            let n = took();
            assert!(n <= 8, "a typed character took {n} bytes");
        }
        for key in [KeyCode::Tab, KeyCode::Tab, KeyCode::BackTab, KeyCode::Up] {
            hands.send(TerminalEvent::Key(key.into()));
            hands.moment().await;
            let n = took();
            assert!(n <= 80, "moving the focus took {n} bytes");
            hands.rest().await;
            let n = took();
            assert!(n <= 100, "the detail of the new item took {n} bytes");
        }
        // Moving on before the detail is due costs no detail.
        for _ in 0..3 {
            hands.send(TerminalEvent::Key(KeyCode::Tab.into()));
            hands.moment().await;
            hands.send(TerminalEvent::Key(KeyCode::BackTab.into()));
            hands.moment().await;
        }
        hands.rest().await;
        assert!(took() <= 6 * 80);
        for _ in 0..30 {
            hands.rest().await;
        }
        assert_eq!(took(), 0, "at rest nothing is written");
        hands.key(KeyCode::Tab).await;
        hands.key(KeyCode::Tab).await;
        took();
        hands.typed("A").await;
        took();
        for c in ['b', 'C', '1'] {
            hands.key(KeyCode::Char(c)).await;
            let n = took();
            assert!(n <= 8, "a masked character took {n} bytes");
        }
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn the_sign_that_something_runs_costs_little() {
    let writer = CountingWriter::new(std::io::sink());
    let bytes = writer.bytes();
    let _ = on_stage(Lean::new(writer, SIZE), screens::testing(), echo, async |hands: &Hands| {
        bytes.store(0, Ordering::Relaxed);
        for _ in 0..30 {
            hands.rest().await;
        }
        let a_second = bytes.load(Ordering::Relaxed) / 10;
        assert!(a_second <= 60, "{a_second} bytes a second");
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn news_of_a_pull_cost_what_changed_and_a_key_is_answered_meanwhile() {
    let writer = CountingWriter::new(std::io::sink());
    let bytes = writer.bytes();
    let screen = crate::pulls::screen_of(4_000);
    let reaction: crate::play::Reaction = |event, screen| {
        if let Event::Progressed(_, Progress::Counted(_, rows)) = event {
            *screen = crate::pulls::screen_of(*rows);
        }
        vec![]
    };
    let _ = on_stage(Lean::new(writer, SIZE), screen, reaction, async |hands: &Hands| {
        for rows in [4_700, 5_400, 6_100] {
            bytes.store(0, Ordering::Relaxed);
            hands.jobs.send(Event::Progressed(JobId(0), Progress::Counted("agreements".into(), rows))).unwrap();
            hands.rest().await;
            let n = bytes.load(Ordering::Relaxed);
            assert!(n > 0 && n <= 120, "news took {n} bytes");
        }
        hands.told();
        hands.key(KeyCode::Char('s')).await;
        assert_eq!(hands.told(), ["pressed Stop"]);
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn on_a_long_way_the_sign_turns_less_often_and_at_rest_nobody_asks() {
    let writer = CountingWriter::new(std::io::sink());
    let n_writes = writer.writes();
    let _ = on_stage(Lean::new(writer, SIZE), screens::testing(), echo, async |hands: &Hands| {
        let mut in_a_minute = vec![];
        for round_trip in [0, 50, 300, 900] {
            hands.answers(Duration::from_millis(round_trip)).await;
            n_writes.store(0, Ordering::Relaxed);
            tokio::time::sleep(Duration::from_mins(1)).await;
            in_a_minute.push(n_writes.load(Ordering::Relaxed));
        }
        // Twice a second, once a second, every other second.
        let about = |n: u64, wanted: u64| n.abs_diff(wanted) <= 2;
        let wanted = [120, 120, 60, 30];
        assert!(in_a_minute.iter().zip(wanted).all(|(n, wanted)| about(*n, wanted)), "{in_a_minute:?}");
        assert!(hands.n_questions() > 0, "the way is measured again while something runs");
    })
    .await;
    let writer = CountingWriter::new(std::io::sink());
    let _ = on_stage(Lean::new(writer, SIZE), screens::login(), echo, async |hands: &Hands| {
        hands.answers(Duration::from_millis(50)).await;
        tokio::time::sleep(Duration::from_mins(10)).await;
        hands.key(KeyCode::Tab).await;
        assert_eq!(hands.n_questions(), 0);
    })
    .await;
}
