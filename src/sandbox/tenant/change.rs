//! What other people do to the tenant's data meanwhile: rows are edited, removed, added. Every row keeps its place.

use super::{Agreement, Company, Cycle, Life, Line, Live, Product, Standing, Tenant, made::TODAY};

/// One change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Rows get a new value.
    Edit {
        /// Of which list.
        list: Listed,
        /// Their places, from 0.
        rows: Vec<usize>,
        /// What is new.
        edit: Edit,
    },
    /// Rows vanish; an agreement takes its lines with it.
    Remove {
        /// Of which list.
        list: Listed,
        /// Their places, from 0.
        rows: Vec<usize>,
    },
    /// New rows come, behind all others and with ids above theirs.
    Add {
        /// To which list.
        list: Listed,
        /// How many.
        count: usize,
    },
}

/// A list whose rows change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Listed {
    /// Companies.
    Companies,
    /// Agreements (ConnectWise), contracts (Autotask).
    Agreements,
    /// The catalogue (ConnectWise), products and services (Autotask).
    Products,
    /// Additions (ConnectWise), contract services (Autotask).
    Lines,
}

/// A new value; a row that has no such value counts as changed all the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// The name of companies and agreements, the description of products.
    Name(String),
    /// The price a unit of products and lines, in cents.
    PriceCents(i64),
    /// No longer active; a line ends today.
    Inactive,
    /// The units of lines.
    Units(u32),
}

impl Live {
    /// Changes the tenant, and says which places of the list were changed or are new.
    ///
    /// Rows that are not there are passed over.
    pub fn change(&self, change: &Change) -> (Listed, Vec<usize>) {
        self.replace(|tenant| tenant.change(change))
    }
}

impl Tenant {
    fn change(&mut self, change: &Change) -> (Listed, Vec<usize>) {
        self.changes += 1;
        let minute = self.changes;
        match change {
            Change::Edit { list, rows, edit } => {
                let mut edited = rows.clone();
                edited.retain(|row| self.edit(*list, *row, edit, minute).is_some());
                (*list, edited)
            }
            Change::Remove { list, rows } => {
                let mut removed = rows.clone();
                removed.retain(|row| self.life(*list, *row).filter(|it| !it.removed).map(Life::remove).is_some());
                self.lacks_rows |= !removed.is_empty();
                if *list == Listed::Agreements {
                    let gone = self.lines.iter_mut().filter(|it| removed.contains(&it.agreement));
                    gone.for_each(|it| it.life.remove());
                }
                (*list, removed)
            }
            Change::Add { list, count } => {
                let life = Life { added: true, minute, ..Life::default() };
                (*list, (0..*count).map(|_| self.add(*list, life)).collect())
            }
        }
    }

    fn life(&mut self, list: Listed, row: usize) -> Option<&mut Life> {
        match list {
            Listed::Companies => self.companies.get_mut(row).map(|it| &mut it.life),
            Listed::Agreements => self.agreements.get_mut(row).map(|it| &mut it.life),
            Listed::Products => self.products.get_mut(row).map(|it| &mut it.life),
            Listed::Lines => self.lines.get_mut(row).map(|it| &mut it.life),
        }
    }

    fn edit(&mut self, list: Listed, row: usize, edit: &Edit, minute: u32) -> Option<()> {
        self.life(list, row).filter(|it| !it.removed)?.minute = minute;
        match (list, edit) {
            (Listed::Companies, Edit::Name(name)) => self.companies[row].name.clone_from(name),
            (Listed::Agreements, Edit::Name(name)) => self.agreements[row].name.clone_from(name),
            (Listed::Products, Edit::Name(name)) => self.products[row].description = name.chars().take(60).collect(),
            (Listed::Products, Edit::PriceCents(cents)) => self.products[row].price_cents = *cents,
            (Listed::Lines, Edit::PriceCents(cents)) => self.lines[row].price_cents = *cents,
            (Listed::Companies, Edit::Inactive) => self.companies[row].active = false,
            (Listed::Agreements, Edit::Inactive) => self.agreements[row].active = false,
            (Listed::Products, Edit::Inactive) => self.products[row].active = false,
            (Listed::Lines, Edit::Inactive) => self.lines[row].until = Some(TODAY),
            (Listed::Lines, Edit::Units(units)) => self.lines[row].quantity = *units,
            (Listed::Companies | Listed::Agreements, Edit::PriceCents(_) | Edit::Units(_))
            | (Listed::Products, Edit::Units(_))
            | (Listed::Lines, Edit::Name(_)) => {}
        }
        Some(())
    }

    /// Adds a row, and says its place.
    fn add(&mut self, list: Listed, life: Life) -> usize {
        match list {
            Listed::Companies => {
                let row = self.companies.len();
                self.companies.push(added_company(row, life));
                row
            }
            Listed::Agreements => {
                let row = self.agreements.len();
                let there = self.companies.iter().rposition(|it| !it.life.removed).unwrap_or_default();
                self.agreements.push(added_agreement(row, there, life));
                row
            }
            Listed::Products => {
                let row = self.products.len();
                self.products.push(added_product(row, life));
                row
            }
            Listed::Lines => {
                let row = self.lines.len();
                let agreement = self.agreements.iter().rposition(|it| !it.life.removed).unwrap_or_default();
                // Only what recurs stands on a contract of Autotask.
                let product = self.products.iter().position(|it| it.recurring && !it.life.removed).unwrap_or_default();
                let price_cents = self.products.get(product).map_or(0, |it| it.price_cents);
                self.lines.push(Line { agreement, product, quantity: 1, price_cents, from: TODAY, until: None, life });
                row
            }
        }
    }
}

/// A customer, so that no list of vendors changes with it.
fn added_company(row: usize, life: Life) -> Company {
    Company {
        identifier: format!("ADDED{row}"),
        name: format!("Added Company {row}"),
        address: "1 New Street".to_owned(),
        city: "Tampa".to_owned(),
        state: "FL".to_owned(),
        zip: "33602".to_owned(),
        country: "US",
        phone: "(813) 555-0100".to_owned(),
        website: String::new(),
        standing: Standing::Customer,
        active: true,
        parent: None,
        since: TODAY,
        life,
    }
}

fn added_agreement(row: usize, company: usize, life: Life) -> Agreement {
    Agreement {
        company,
        name: format!("Added Agreement {row}"),
        kind: 0,
        parent: None,
        start: TODAY,
        end: None,
        cycle: Some(Cycle::Monthly),
        active: true,
        life,
    }
}

fn added_product(row: usize, life: Life) -> Product {
    Product {
        identifier: format!("ADDED-{row}"),
        description: format!("Added Product {row}"),
        category: "Cloud",
        manufacturer: "Microsoft",
        recurring: true,
        price_cents: 2_200,
        cost_cents: 1_800,
        active: true,
        classed: true,
        life,
    }
}

#[cfg(test)]
mod tests {
    use super::{Change, Edit, Listed, Live, Tenant};
    use crate::sandbox::tenant::Sizes;

    #[test]
    fn a_change_is_a_new_state_and_the_old_one_stays_with_whoever_has_it() {
        let live = Live::of(Tenant::made(1, Sizes::scaled(0.05)));
        let before = live.now();
        let edit = Change::Edit { list: Listed::Companies, rows: vec![2, 99], edit: Edit::Name("New".into()) };
        assert_eq!(live.change(&edit), (Listed::Companies, vec![2]));
        let now = live.now();
        assert_eq!((now.companies[2].name.as_str(), now.companies[2].life.minute), ("New", 1));
        assert_ne!(before.companies[2].name, "New");
        assert_eq!(format!("{:?}", before.companies[3]), format!("{:?}", now.companies[3]));
    }

    #[test]
    fn what_is_removed_keeps_its_place_and_what_is_added_comes_last() {
        let live = Live::of(Tenant::made(1, Sizes::scaled(0.05)));
        let rows = live.now().agreements.len();
        let remove = Change::Remove { list: Listed::Agreements, rows: vec![1] };
        assert_eq!(live.change(&remove).1, [1]);
        assert_eq!(live.change(&remove).1, [0; 0]);
        assert_eq!(live.change(&Change::Add { list: Listed::Agreements, count: 2 }).1, [rows, rows + 1]);
        let now = live.now();
        assert!(now.agreements[1].life.removed && now.agreements.len() == rows + 2);
        assert!(now.lines.iter().all(|it| it.life.removed == (it.agreement == 1)));
        assert_eq!(now.agreements[rows].life.changed_at().unwrap().to_string(), "2026-11-20T00:03:00");
    }
}
