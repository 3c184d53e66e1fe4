//! Which entities exist, what the API can do with each, and under which paths. No tenant is looked at here.

use super::cell::{Cell, Kind};
use super::records::Data;
use super::{getters, models};

/// Makes one field of one row.
pub(super) type Getter = for<'a> fn(Data<'a>, usize) -> Cell<'a>;

/// What a row is made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    Companies,
    Contacts,
    Contracts,
    ContractServices,
    ContractServiceBundles,
    ContractServiceUnits,
    ContractServiceAdjustments,
    ContractCharges,
    Services,
    ServiceBundles,
    Products,
    ProductNotes,
    InventoryItems,
    InventoryProducts,
    InventoryLocations,
    CompanyNotes,
    Invoices,
    BillingItems,
    BillingCodes,
    Resources,
    CompanyCategories,
    ContractExclusionSets,
    ServiceBundleServices,
    ProductTiers,
    ProductVendors,
    InventoryItemSerialNumbers,
}

/// One field of an entity.
pub(super) struct Field {
    /// As the vendor spells it.
    pub(super) name: &'static str,
    /// What it is made of.
    pub(super) kind: Kind,
    /// Makes it.
    pub(super) get: Getter,
}

/// One entity with its fields.
pub(super) struct Entity {
    /// What its rows are made from.
    pub(super) source: Source,
    /// The name in paths, such as `Companies`.
    pub(super) path: &'static str,
    /// The name in `entityInformation`, such as `Account`.
    pub(super) legacy: &'static str,
    /// What the API can do with it: any of `c`reate, `r`ead, `u`pdate, `d`elete.
    can: &'static str,
    /// The fields, in the order of a record.
    pub(super) fields: Vec<Field>,
}

impl Entity {
    /// Says whether the API can create rows.
    pub(super) fn can_create(&self) -> bool {
        self.can.contains('c')
    }

    /// Says whether the API can query rows.
    pub(super) fn can_query(&self) -> bool {
        self.can.contains('r')
    }

    /// Says whether the API can change rows.
    pub(super) fn can_update(&self) -> bool {
        self.can.contains('u')
    }

    /// Says whether the API can delete rows.
    pub(super) fn can_delete(&self) -> bool {
        self.can.contains('d')
    }

    /// Says whether it can have user-defined fields.
    pub(super) fn has_user_fields(&self) -> bool {
        self.fields.iter().any(|it| it.kind == Kind::UserFields)
    }

    /// Finds a field by its name, whatever the case.
    pub(super) fn field(&self, name: &str) -> Option<usize> {
        self.fields.iter().position(|it| it.name.eq_ignore_ascii_case(name))
    }
}

/// Whether the user may see costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Costs {
    Shown,
    Hidden,
}

/// Every entity, made once for a server.
pub(super) struct Entities(Vec<Entity>);

impl Entities {
    /// Reads the models. A user who may not see costs gets null for each of them.
    pub(super) fn new(costs: Costs) -> Self {
        let mut all: Vec<Entity> = ALL.iter().map(entity).collect();
        if costs == Costs::Hidden {
            let is_cost = |it: &&mut Field| it.kind == Kind::Amount && it.name.to_ascii_lowercase().contains("cost");
            all.iter_mut().flat_map(|it| &mut it.fields).filter(is_cost).for_each(|it| it.get = |_, _| Cell::Null);
        }
        Self(all)
    }

    /// Finds an entity by its name in a path, whatever the case.
    pub(super) fn named(&self, path: &str) -> Option<&Entity> {
        self.0.iter().find(|it| it.path.eq_ignore_ascii_case(path))
    }

    /// Finds the entity behind `{parent}/{id}/{child}`, and its field with the parent's id.
    pub(super) fn child(&self, parent: &str, child: &str) -> Option<(&Entity, &'static str)> {
        let (path, field) = child_of(parent, child)?;
        Some((self.named(path)?, field))
    }

    /// All, in the order of the table.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Entity> {
        self.0.iter()
    }
}

/// The path of an entity as the vendor spells it, whatever the case.
pub(super) fn path_named(path: &str) -> Option<&'static str> {
    ALL.iter().map(|it| it.1).find(|it| it.eq_ignore_ascii_case(path))
}

/// The path of the entity behind `{parent}/{id}/{child}`.
pub(super) fn child_named(parent: &str, child: &str) -> Option<&'static str> {
    child_of(parent, child).map(|(path, _)| path)
}

fn child_of(parent: &str, child: &str) -> Option<(&'static str, &'static str)> {
    let known = |it: &&Child| it.0.eq_ignore_ascii_case(parent) && it.1.eq_ignore_ascii_case(child);
    CHILDREN.iter().find(known).map(|it| (it.2, it.3))
}

/// Source, path, legacy name, what the API can do, fields.
type Line = (Source, &'static str, &'static str, &'static str, &'static str);

/// What the API can do is read off the swagger's operations, child paths included.
const ALL: [Line; 26] = [
    (Source::Companies, "Companies", "Account", "cru", models::COMPANIES),
    (Source::Contacts, "Contacts", "Contact", "crud", models::CONTACTS),
    (Source::Contracts, "Contracts", "Contract", "cru", models::CONTRACTS),
    (Source::ContractServices, "ContractServices", "ContractService", "cru", models::CONTRACT_SERVICES),
    (
        Source::ContractServiceBundles,
        "ContractServiceBundles",
        "ContractServiceBundle",
        "cru",
        models::CONTRACT_SERVICE_BUNDLES,
    ),
    (Source::ContractServiceUnits, "ContractServiceUnits", "ContractServiceUnit", "r", models::CONTRACT_SERVICE_UNITS),
    (
        Source::ContractServiceAdjustments,
        "ContractServiceAdjustments",
        "ContractServiceAdjustment",
        "c",
        models::CONTRACT_SERVICE_ADJUSTMENTS,
    ),
    (Source::ContractCharges, "ContractCharges", "ContractCost", "crud", models::CONTRACT_CHARGES),
    (Source::Services, "Services", "Service", "cru", models::SERVICES),
    (Source::ServiceBundles, "ServiceBundles", "ServiceBundle", "crud", models::SERVICE_BUNDLES),
    (Source::Products, "Products", "Product", "cru", models::PRODUCTS),
    (Source::ProductNotes, "ProductNotes", "ProductNote", "cru", models::PRODUCT_NOTES),
    (Source::InventoryItems, "InventoryItems", "InventoryItem", "cru", models::INVENTORY_ITEMS),
    (Source::InventoryProducts, "InventoryProducts", "InventoryProduct", "crud", models::INVENTORY_PRODUCTS),
    (Source::InventoryLocations, "InventoryLocations", "InventoryLocation", "cru", models::INVENTORY_LOCATIONS),
    (Source::CompanyNotes, "CompanyNotes", "AccountNote", "cru", models::COMPANY_NOTES),
    (Source::Invoices, "Invoices", "Invoice", "ru", models::INVOICES),
    (Source::BillingItems, "BillingItems", "BillingItem", "ru", models::BILLING_ITEMS),
    (Source::BillingCodes, "BillingCodes", "AllocationCode", "r", models::BILLING_CODES),
    (Source::Resources, "Resources", "Resource", "ru", models::RESOURCES),
    (Source::CompanyCategories, "CompanyCategories", "AccountCategory", "cru", models::COMPANY_CATEGORIES),
    (
        Source::ContractExclusionSets,
        "ContractExclusionSets",
        "ContractExclusionSet",
        "crud",
        models::CONTRACT_EXCLUSION_SETS,
    ),
    (
        Source::ServiceBundleServices,
        "ServiceBundleServices",
        "ServiceBundleService",
        "crd",
        models::SERVICE_BUNDLE_SERVICES,
    ),
    (Source::ProductTiers, "ProductTiers", "ProductTier", "crud", models::PRODUCT_TIERS),
    (Source::ProductVendors, "ProductVendors", "ProductVendor", "cru", models::PRODUCT_VENDORS),
    (
        Source::InventoryItemSerialNumbers,
        "InventoryItemSerialNumbers",
        "InventoryItemSerialNumber",
        "cru",
        models::INVENTORY_ITEM_SERIAL_NUMBERS,
    ),
];

/// Parent, child, entity, the entity's field with the parent's id.
type Child = (&'static str, &'static str, &'static str, &'static str);

const CHILDREN: [Child; 12] = [
    ("Companies", "Contacts", "Contacts", "companyID"),
    ("Companies", "Notes", "CompanyNotes", "companyID"),
    ("Contracts", "Services", "ContractServices", "contractID"),
    ("Contracts", "ServiceBundles", "ContractServiceBundles", "contractID"),
    ("Contracts", "ServiceUnits", "ContractServiceUnits", "contractID"),
    ("Contracts", "ServiceAdjustments", "ContractServiceAdjustments", "contractID"),
    ("Contracts", "Charges", "ContractCharges", "contractID"),
    ("InventoryItems", "SerialNumbers", "InventoryItemSerialNumbers", "inventoryItemID"),
    ("Products", "Notes", "ProductNotes", "productID"),
    ("Products", "Tiers", "ProductTiers", "productID"),
    ("Products", "Vendors", "ProductVendors", "productID"),
    ("ServiceBundles", "Services", "ServiceBundleServices", "serviceBundleID"),
];

fn entity(line: &Line) -> Entity {
    let (source, path, legacy, can, model) = *line;
    let mut fields = Vec::new();
    for run in model.split(';') {
        let Some((kind, names)) = run.split_once(':') else { continue };
        let kind = kind_of(kind.trim());
        let field = |name| Field { name, kind, get: getters::getter(source, name) };
        fields.extend(names.split_whitespace().map(field));
    }
    Entity { source, path, legacy, can, fields }
}

fn kind_of(name: &str) -> Kind {
    match name {
        "int" => Kind::Short,
        "long" => Kind::Long,
        "amount" => Kind::Amount,
        "flag" => Kind::Flag,
        "when" => Kind::When,
        "own" => Kind::UserFields,
        _ => Kind::Text,
    }
}

#[cfg(test)]
mod tests {
    use super::{ALL, CHILDREN, Costs, Entities, Kind};

    #[test]
    fn every_entity_has_the_number_of_fields_that_the_vendor_documents() {
        let counts: Vec<(&str, usize)> = vec![
            ("Companies", 61),
            ("Contacts", 45),
            ("Contracts", 36),
            ("ContractServices", 10),
            ("ContractServiceBundles", 10),
            ("ContractServiceUnits", 13),
            ("ContractServiceAdjustments", 10),
            ("ContractCharges", 28),
            ("Services", 24),
            ("ServiceBundles", 24),
            ("Products", 30),
            ("InventoryItems", 13),
            ("InventoryProducts", 15),
            ("ProductNotes", 9),
            ("CompanyNotes", 15),
            ("Invoices", 25),
            ("BillingItems", 53),
            ("BillingCodes", 15),
            ("Resources", 36),
            ("InventoryLocations", 6),
            ("ServiceBundleServices", 3),
            ("ProductTiers", 5),
            ("ProductVendors", 7),
            ("InventoryItemSerialNumbers", 3),
        ];
        let entities = Entities::new(Costs::Shown);
        let found: Vec<(&str, usize)> =
            counts.iter().map(|(path, _)| (*path, entities.named(path).unwrap().fields.len())).collect();
        assert_eq!(found, counts);
    }

    #[test]
    fn every_model_is_written_in_known_kinds_and_starts_with_the_id() {
        for (.., model) in ALL {
            for run in model.split(';') {
                let (kind, _) = run.split_once(':').unwrap();
                assert!(["int", "long", "amount", "flag", "when", "own", "text"].contains(&kind.trim()), "{run}");
            }
        }
        assert!(
            Entities::new(Costs::Shown).iter().all(|it| it.fields[0].name == "id" && it.fields[0].kind == Kind::Long)
        );
    }

    #[test]
    fn the_active_flag_of_contacts_is_a_number() {
        let entities = Entities::new(Costs::Shown);
        let kind = |path| {
            let entity = entities.named(path).unwrap();
            entity.fields[entity.field("ISACTIVE").unwrap()].kind
        };
        assert_eq!(kind("contacts"), Kind::Short);
        assert_eq!(kind("COMPANIES"), Kind::Flag);
        assert_eq!(kind("Products"), Kind::Flag);
    }

    #[test]
    fn every_child_path_leads_to_an_entity() {
        let entities = Entities::new(Costs::Shown);
        for (parent, child, path, field) in CHILDREN {
            let (entity, found) = entities.child(parent, child).unwrap();
            assert_eq!((entity.path, found, entity.field(field).is_some()), (path, field, true));
        }
        assert!(entities.child("Contacts", "Companies").is_none());
    }
}
