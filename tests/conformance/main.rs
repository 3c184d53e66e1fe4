//! One set-up through every face: the saved connection, its report and its secrets are equal.
//!
//! A face is one arm of [`Face`] and one file beside this one, which takes a [`World`] and leaves a saved connection in a
//! [`Home`]. The full screen and the lines are walked in this process, so that every key has its glass; the answers and the
//! protocol are the real binary, which has arguments, variables and files. Only times, how long things took and the port of
//! the sandbox are taken out before two are compared.

mod answers;
mod full_screen;
#[path = "../support/glass.rs"]
mod glass;
#[path = "../support/hands.rs"]
mod hands;
mod kept;
mod lines;
#[path = "../support/paper.rs"]
mod paper;
mod protocol;
mod world;

use kept::Kept;
use world::{Asked, Home, World, keep_the_promises};

/// Every way to answer the same questions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Face {
    FullScreen,
    Lines,
    Answers,
    Protocol,
}

const FACES: [Face; 4] = [Face::FullScreen, Face::Lines, Face::Answers, Face::Protocol];

impl Face {
    async fn plays(self, world: &World, home: &Home) {
        match self {
            Self::FullScreen => full_screen::plays(world, home).await,
            Self::Lines => lines::plays(world, home).await,
            Self::Answers => answers::plays(world, home),
            Self::Protocol => protocol::plays(world, home),
        }
    }

    /// What the sandbox that this face had was asked, behind what others asked `before`.
    fn asked(self, world: &World, home: &Home, before: usize) -> Vec<Asked> {
        match self {
            Self::FullScreen | Self::Lines => world.asked().split_off(before),
            Self::Answers | Self::Protocol => home.asked(),
        }
    }
}

/// Plays one scenario of one PSA through every face.
async fn all_faces_agree(psa: &'static str, scenario: &'static str) {
    let world = World::start(psa, scenario).await;
    let mut first: Option<(Face, Kept)> = None;
    for face in FACES {
        let (home, before) = (Home::new(), world.asked().len());
        face.plays(&world, &home).await;
        keep_the_promises(&face.asked(&world, &home, before));
        let kept = home.kept(&world);
        match &first {
            None => first = Some((face, kept)),
            Some((of, expected)) => kept.is_as(expected, &format!("{psa}, {scenario}: {face:?} as {of:?}")),
        }
    }
    let (_, kept) = first.expect("there are faces");
    kept.is_whole(&world);
    // What a face that was left still asked came late.
    keep_the_promises(&world.asked());
}

#[tokio::test]
async fn every_face_saves_the_same_connectwise_connection() {
    all_faces_agree("connectwise", "healthy").await;
}

#[tokio::test]
async fn every_face_saves_the_same_autotask_connection() {
    all_faces_agree("autotask", "healthy").await;
}

#[tokio::test]
async fn every_face_saves_the_same_connectwise_connection_with_two_rights_missing() {
    all_faces_agree("connectwise", "two-rights-missing").await;
}

#[tokio::test]
async fn every_face_saves_the_same_autotask_connection_with_two_rights_missing() {
    all_faces_agree("autotask", "two-rights-missing").await;
}
