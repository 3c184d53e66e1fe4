//! Later pulls ask for what changed, and agree with a full pass; what vanished is marked and stays.

use psa_connect::{
    model::{id::ListId, mirror::Shape},
    sandbox::tenant::{Change, Edit, Listed, Sizes},
};

use crate::{
    equal::{lists, names},
    world::{BOTH, World, differences, of_list, on_both},
};

fn change_some(world: &World) {
    let edit = |list, rows: &[usize], edit| Change::Edit { list, rows: rows.to_vec(), edit };
    for change in [
        edit(Listed::Agreements, &[5, 80], Edit::Name("Renamed - agreement".into())),
        edit(Listed::Products, &[3, 40, 41, 399], Edit::PriceCents(12_345)),
        edit(Listed::Products, &[4], Edit::Inactive),
        Change::Add { list: Listed::Companies, count: 3 },
        Change::Add { list: Listed::Agreements, count: 2 },
        Change::Add { list: Listed::Products, count: 7 },
    ] {
        world.sandbox.change(&change);
    }
}

#[test]
fn what_changed_is_read_alone_and_agrees_with_a_full_pass() {
    on_both("healthy", Sizes::scaled(0.5), |world| {
        for psa in BOTH {
            world.pulled(psa, &["--list", lists(psa)]);
        }
        change_some(world);
        for psa in BOTH {
            let done = world.pulled(psa, &["--list", lists(psa)]);
            let (companies, agreements) =
                (of_list(&done, "companies"), if psa == "connectwise" { "agreements" } else { "contracts" });
            let agreements = of_list(&done, agreements);
            assert_eq!((&companies["scope"], &agreements["scope"]), (&"changes".into(), &"changes".into()), "{psa}");
            assert_eq!(
                (&companies["pulled"]["added"], &agreements["pulled"]["changed"]),
                (&3.into(), &2.into()),
                "{psa}"
            );
            assert!(companies["pulled"]["read"].as_u64().unwrap() < 60, "{companies}");
            world.is_equal(psa, &names(psa));
            assert_eq!(differences(&world.pulled(psa, &["--list", lists(psa), "--full"])), [0, 0, 0], "{psa}");
        }
    });
}

#[test]
fn what_vanished_is_marked_by_a_full_pass_and_stays() {
    on_both("healthy", Sizes::scaled(0.3), |world| {
        world.pulled("connectwise", &[]);
        world.sandbox.change(&Change::Remove { list: Listed::Companies, rows: vec![30, 31, 50] });
        world.sandbox.change(&Change::Remove { list: Listed::Agreements, rows: vec![7] });
        let seldom = world.pulled("connectwise", &[]);
        assert_eq!(of_list(&seldom, "companies")["pulled"]["gone"], 0);
        let full = world.pulled("connectwise", &["--full"]);
        let gone = |list: &str| of_list(&full, list)["pulled"]["gone"].as_u64().unwrap();
        assert_eq!((gone("companies"), gone("agreements")), (3, 1));
        // The lines of an agreement go with it.
        assert!(gone("additions") > 0 || of_list(&seldom, "additions")["pulled"]["gone"] != 0);
        world.is_equal("connectwise", &["companies", "agreements", "additions"]);
        let there = world.asked("connectwise", "SELECT count(*) FROM companies WHERE gone_at IS NOT NULL");
        assert_eq!(there, "3");
        let shape = Shape::of(world.facts("connectwise").list(&ListId::from("companies")).unwrap());
        let mut rows = 0;
        world
            .mirror("connectwise")
            .rows(&shape, &[0], &mut |_| {
                rows += 1;
                Ok(())
            })
            .unwrap();
        assert_eq!(rows, 72 - 3);
    });
}
