//! Makes a tenant from a seed: believable, and with the oddities that integrations trip over.

use std::collections::HashMap;

use fastrand::Rng;
use jiff::{ToSpan, civil::Date};

use super::{
    Agreement, AgreementType, Company, Contact, Cycle, Invoice, Life, Line, Product, Sizes, Standing, Tenant,
    names::{AGREEMENT_TYPES, AWKWARD, FAMILIES, FAMILY, FIRST, FORM, GIVEN, STREET, TITLE, TOWN, TRADE, VARIANT},
};

/// The day that the sandbox takes for today, so that its data never changes.
pub const TODAY: Date = jiff::civil::date(2026, 11, 20);

impl Tenant {
    /// Makes a tenant; the same seed and sizes give the same one, record by record.
    pub fn made(seed: u64, sizes: Sizes) -> Self {
        let mut random = Rng::with_seed(seed);
        let companies = companies(&mut random, sizes.companies);
        let contacts = contacts(&mut random, sizes.contacts, &companies);
        let agreements = agreements(&mut random, sizes.agreements, &companies);
        let products: Vec<Product> = (0..sizes.products).map(|nth| product(&mut random, nth)).collect();
        let lines = lines(&mut random, sizes.lines, &agreements, &products);
        let invoices = (0..sizes.invoices).map(|nth| invoice(&mut random, nth, &agreements)).collect();
        Self {
            name: companies[0].name.clone(),
            companies,
            contacts,
            agreements,
            agreement_types: AGREEMENT_TYPES
                .into_iter()
                .map(|(name, contract_type)| AgreementType { name, contract_type })
                .collect(),
            products,
            lines,
            invoices,
            changes: 0,
            lacks_rows: false,
        }
    }
}

fn pick<T: Copy>(random: &mut Rng, from: &[T]) -> T {
    from[random.usize(0..from.len())]
}

fn chance(random: &mut Rng, percent: u32) -> bool {
    random.u32(0..100) < percent
}

fn days_ago(random: &mut Rng, from: i32, to: i32) -> Date {
    TODAY.saturating_sub(random.i32(from..to).days())
}

fn companies(random: &mut Rng, count: usize) -> Vec<Company> {
    let mut seen: HashMap<String, u32> = HashMap::new();
    let mut companies: Vec<Company> = Vec::with_capacity(count);
    for nth in 0..count {
        let name = match nth {
            0 => "Acme IT Services".to_owned(),
            1..=4 => AWKWARD[nth - 1].1.to_owned(),
            // Typed in twice, by two people.
            _ if nth % 45 == 7 => format!("{} ", companies[nth - 2].name.trim_end_matches(" LLC").to_uppercase()),
            _ => format!("{} {}{}", pick(random, &FIRST), pick(random, &TRADE), pick(random, &FORM)),
        };
        let mut identifier: String = match nth {
            1..=4 => AWKWARD[nth - 1].0.to_owned(),
            _ => name.chars().filter(char::is_ascii_alphanumeric).take(22).collect(),
        };
        let times = seen.entry(identifier.to_ascii_lowercase()).or_default();
        *times += 1;
        if *times > 1 {
            identifier.push_str(&times.to_string());
        }
        // Most were typed in capitals, a few were not.
        if nth % 45 != 9 {
            identifier = identifier.to_ascii_uppercase();
        }
        companies.push(company(random, nth, identifier, name));
    }
    companies
}

fn company(random: &mut Rng, nth: usize, identifier: String, name: String) -> Company {
    let (city, state, zip, country, area) = match AWKWARD.get(nth.wrapping_sub(1)) {
        Some((_, _, country)) => TOWN.into_iter().find(|it| it.3 == *country).unwrap_or(TOWN[0]),
        None => pick(random, &TOWN),
    };
    let standing = match random.u32(0..100) {
        _ if nth < 5 => Standing::Customer,
        0..72 => Standing::Customer,
        72..85 => Standing::Prospect,
        85..93 => Standing::Vendor,
        _ => Standing::Former,
    };
    Company {
        website: if chance(random, 70) {
            format!("www.{}.example", identifier.to_ascii_lowercase())
        } else {
            String::new()
        },
        identifier,
        name,
        address: format!("{} {}", random.u32(1..9900), pick(random, &STREET)),
        city: city.to_owned(),
        state: state.to_owned(),
        zip: format!("{zip}{:02}", random.u32(0..100)),
        country,
        phone: format!("({area}) 555-{:04}", random.u32(100..200)),
        standing,
        active: nth < 5 || (standing != Standing::Former && !chance(random, 6)),
        parent: (nth > 12 && chance(random, 5)).then(|| random.usize(5..nth)),
        since: days_ago(random, 60, 4000),
        life: Life::default(),
    }
}

fn contacts(random: &mut Rng, count: usize, companies: &[Company]) -> Vec<Contact> {
    (0..count)
        .map(|nth| {
            // One for each company first, the others anywhere.
            let company = if nth < companies.len() { nth } else { random.usize(0..companies.len()) };
            let (first, last) = (pick(random, &GIVEN), pick(random, &FAMILY));
            let domain = companies[company].identifier.to_ascii_lowercase();
            Contact {
                company,
                first: first.to_owned(),
                last: last.to_owned(),
                email: format!("{first}.{last}@{domain}.example").to_ascii_lowercase(),
                title: pick(random, &TITLE),
                active: !chance(random, 7),
            }
        })
        .collect()
}

fn agreements(random: &mut Rng, count: usize, companies: &[Company]) -> Vec<Agreement> {
    let buying: Vec<usize> =
        (0..companies.len()).filter(|it| *it > 0 && companies[*it].standing == Standing::Customer).collect();
    let mut latest: HashMap<usize, usize> = HashMap::new();
    (0..count)
        .map(|nth| {
            let company = if buying.is_empty() { 0 } else { pick(random, &buying) };
            let kind = if nth < AGREEMENT_TYPES.len() { nth } else { random.usize(0..AGREEMENT_TYPES.len()) };
            let start = days_ago(random, 20, 1800);
            let ends = chance(random, 45);
            let end = ends.then(|| start.saturating_add(random.i32(1..=4).years()).saturating_sub(1.day()));
            let cycle = match random.u32(0..100) {
                0..3 => None,
                3..80 => Some(Cycle::Monthly),
                80..86 => Some(Cycle::Quarterly),
                _ => Some(Cycle::Yearly),
            };
            let parent = latest.get(&company).copied().filter(|_| chance(random, 12));
            latest.insert(company, nth);
            Agreement {
                company,
                name: format!("{} - {}", AGREEMENT_TYPES[kind].0, companies[company].name.trim()),
                kind,
                parent,
                start,
                end,
                // The first has none, so that even the smallest tenant shows it.
                cycle: cycle.filter(|_| nth > 0),
                active: end.is_none_or(|it| it >= TODAY) && !chance(random, 5),
                life: Life::default(),
            }
        })
        .collect()
}

fn product(random: &mut Rng, nth: usize) -> Product {
    let (id, name, category, manufacturer, price, recurring) = FAMILIES[nth % FAMILIES.len()];
    let round = nth / FAMILIES.len();
    let (ending, wording, percent) = VARIANT[round % VARIANT.len()];
    let series = round / VARIANT.len();
    let (identifier, description) = match series {
        0 => (format!("{id}{ending}"), format!("{name}{wording}")),
        _ => (format!("{id}{ending}-{series:03}"), format!("{name}{wording} (S{series})")),
    };
    let price_cents = price * percent / 100;
    Product {
        identifier,
        description: description.chars().take(60).collect(),
        category,
        manufacturer,
        recurring,
        price_cents,
        cost_cents: price_cents * random.i64(55..92) / 100,
        active: nth < FAMILIES.len() || !chance(random, 9),
        classed: nth < FAMILIES.len() || !chance(random, 3),
        life: Life::default(),
    }
}

fn lines(random: &mut Rng, count: usize, agreements: &[Agreement], products: &[Product]) -> Vec<Line> {
    let recurring: Vec<usize> = (0..products.len()).filter(|it| products[*it].recurring).collect();
    (0..count)
        .map(|nth| {
            // One for each agreement first, the others anywhere.
            let agreement = if nth < agreements.len() { nth } else { random.usize(0..agreements.len()) };
            let product = if recurring.is_empty() { 0 } else { pick(random, &recurring) };
            let from = agreements[agreement].start;
            Line {
                agreement,
                product,
                quantity: if chance(random, 4) { 0 } else { random.u32(1..60) },
                price_cents: products[product].price_cents * random.i64(90..111) / 100,
                from,
                until: chance(random, 8).then(|| from.saturating_add(random.i32(1..14).months())),
                life: Life::default(),
            }
        })
        .collect()
}

fn invoice(random: &mut Rng, nth: usize, agreements: &[Agreement]) -> Invoice {
    let agreement = random.usize(0..agreements.len());
    Invoice {
        company: agreements[agreement].company,
        agreement: chance(random, 80).then_some(agreement),
        number: (10_421 + nth).to_string(),
        date: days_ago(random, 0, 400),
        total_cents: random.i64(4_900..1_250_000),
    }
}

#[cfg(test)]
mod tests {
    use super::{Sizes, Tenant};

    #[test]
    fn the_same_seed_gives_the_same_tenant_and_another_does_not() {
        let made = |seed| format!("{:?}", Tenant::made(seed, Sizes::scaled(0.2)));
        assert_eq!(made(1), made(1));
        assert_ne!(made(1), made(2));
    }

    #[test]
    fn a_tenant_has_its_size_and_its_oddities() {
        let it = Tenant::made(365, Sizes::usual());
        let sizes = [it.companies.len(), it.contacts.len(), it.agreements.len(), it.products.len(), it.lines.len()];
        assert_eq!(sizes, [240, 700, 610, 1900, 4000]);
        assert!(it.companies.iter().any(|it| it.name.contains("\u{1b}[31m")));
        assert!(it.companies.iter().any(|it| it.name.contains('ü')));
        assert!(it.companies.iter().any(|it| !it.name.is_ascii() && it.name.contains("Paws")));
        assert!(it.companies.iter().any(|it| it.parent.is_some()));
        assert!(it.companies.iter().any(|it| !it.active));
        assert!((3..40).contains(&it.agreements.iter().filter(|it| it.cycle.is_none()).count()));
        assert!(it.agreements.iter().enumerate().all(|(nth, it)| it.parent.is_none_or(|parent| parent < nth)));
        assert!(it.agreements.iter().any(|it| it.parent.is_some()));
        assert!(it.products.iter().all(|it| it.identifier.len() <= 75 && it.description.chars().count() <= 60));
        assert!(it.products.iter().any(|it| !it.classed));
    }

    #[test]
    fn the_smallest_tenant_has_one_of_everything() {
        let it = Tenant::made(365, Sizes::scaled(0.0));
        assert_eq!([it.companies.len(), it.agreements.len(), it.products.len(), it.invoices.len()], [1, 1, 1, 1]);
    }
}
