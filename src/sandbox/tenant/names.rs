//! Words that made-up companies, people, places and products are put together from. None of them means anyone.

/// First halves of company names.
pub(super) const FIRST: [&str; 40] = [
    "Alder",
    "Amber",
    "Anchor",
    "Aspen",
    "Atlas",
    "Beacon",
    "Birch",
    "Blue Ridge",
    "Bright",
    "Canyon",
    "Cedar",
    "Clearwater",
    "Cobalt",
    "Copper",
    "Crescent",
    "Delta",
    "Eastgate",
    "Ember",
    "Evergreen",
    "Fairview",
    "Falcon",
    "Granite",
    "Harbor",
    "Hawthorn",
    "Highland",
    "Juniper",
    "Keystone",
    "Lakeside",
    "Linden",
    "Meridian",
    "Northfield",
    "Oakmont",
    "Orchard",
    "Pinnacle",
    "Prairie",
    "Redwood",
    "Riverbend",
    "Silver Lake",
    "Summit",
    "Westbrook",
];

/// What companies do.
pub(super) const TRADE: [&str; 30] = [
    "Accounting",
    "Architects",
    "Bakery",
    "Brewing",
    "Cabinets",
    "Capital",
    "Chiropractic",
    "Construction",
    "Credit Union",
    "Dental",
    "Design",
    "Distribution",
    "Engineering",
    "Family Practice",
    "Foods",
    "Freight",
    "Hotels",
    "Insurance",
    "Landscaping",
    "Law",
    "Logistics",
    "Manufacturing",
    "Orthopedics",
    "Packaging",
    "Plastics",
    "Printing",
    "Realty",
    "School District",
    "Tooling",
    "Veterinary",
];

/// How company names end.
pub(super) const FORM: [&str; 8] = ["", "", "", " Group", " Inc.", " LLC", " Ltd", " & Partners"];

/// Names that trip up software, put on the first companies after the MSP itself.
pub(super) const AWKWARD: [(&str, &str, &str); 4] = [
    ("MUELLERSOEHNE", "Müller & Söhne GmbH", "DE"),
    ("HAPPYPAWS", "Happy Paws 🐾 Veterinary", "US"),
    ("REDALERT", "Red \u{1b}[31mAlert\u{1b}[0m Security", "US"),
    ("OBRIENPARTNERS", "O'Brien \"Quoted\" & Partners, Ltd", "GB"),
];

/// Given names.
pub(super) const GIVEN: [&str; 24] = [
    "Alice", "Amir", "Ben", "Carla", "Daniel", "Dora", "Elif", "Emma", "Felix", "Grace", "Hugo", "Ines", "Jonas",
    "Kim", "Lena", "Marco", "Nadia", "Oscar", "Paula", "Ravi", "Sofia", "Tom", "Vera", "Will",
];

/// Family names.
pub(super) const FAMILY: [&str; 24] = [
    "Adams", "Baker", "Costa", "Dixon", "Evans", "Fischer", "Garcia", "Hughes", "Ito", "Jansen", "Khan", "Lopez",
    "Meyer", "Novak", "Olsen", "Park", "Quinn", "Reed", "Silva", "Turner", "Vogel", "Walker", "Young", "Zimmer",
];

/// Job titles.
pub(super) const TITLE: [&str; 8] = [
    "Office Manager",
    "Owner",
    "Accounts Payable",
    "IT Coordinator",
    "Operations Manager",
    "Partner",
    "Controller",
    "Receptionist",
];

/// Streets.
pub(super) const STREET: [&str; 12] = [
    "Main St",
    "Oak Ave",
    "Mill Rd",
    "Park Blvd",
    "Station Rd",
    "Commerce Dr",
    "Harbor Way",
    "2nd St",
    "Church Ln",
    "Industrial Pkwy",
    "Market St",
    "Lake View Dr",
];

/// Towns with state, first digits of the postal code, country and area code.
pub(super) const TOWN: [(&str, &str, &str, &str, &str); 12] = [
    ("Tampa", "FL", "336", "US", "813"),
    ("Columbus", "OH", "432", "US", "614"),
    ("Denver", "CO", "802", "US", "303"),
    ("Portland", "OR", "972", "US", "503"),
    ("Austin", "TX", "787", "US", "512"),
    ("Albany", "NY", "122", "US", "518"),
    ("Boise", "ID", "837", "US", "208"),
    ("Toronto", "ON", "M5V 2", "CA", "416"),
    ("Leeds", "", "LS1 4", "GB", "113"),
    ("Sydney", "NSW", "200", "AU", "2"),
    ("Hannover", "", "301", "DE", "511"),
    ("Cape Town", "WC", "80", "ZA", "21"),
];

/// A product family: identifier, name, category, maker, price in cents, billed again and again.
pub(super) type Family = (&'static str, &'static str, &'static str, &'static str, i64, bool);

/// Product families, each sold in the [`VARIANT`]s.
pub(super) const FAMILIES: [Family; 30] = [
    ("M365-BB", "Microsoft 365 Business Basic", "Cloud", "Microsoft", 600, true),
    ("M365-BS", "Microsoft 365 Business Standard", "Cloud", "Microsoft", 1250, true),
    ("M365-BP", "Microsoft 365 Business Premium", "Cloud", "Microsoft", 2200, true),
    ("M365-E3", "Microsoft 365 E3", "Cloud", "Microsoft", 3600, true),
    ("M365-E5", "Microsoft 365 E5", "Cloud", "Microsoft", 5700, true),
    ("M365-F1", "Microsoft 365 F1", "Cloud", "Microsoft", 225, true),
    ("M365-F3", "Microsoft 365 F3", "Cloud", "Microsoft", 800, true),
    ("M365-APPS", "Microsoft 365 Apps for business", "Cloud", "Microsoft", 825, true),
    ("M365-COPILOT", "Microsoft 365 Copilot", "Cloud", "Microsoft", 3000, true),
    ("EXO-P1", "Exchange Online (Plan 1)", "Cloud", "Microsoft", 400, true),
    ("EXO-P2", "Exchange Online (Plan 2)", "Cloud", "Microsoft", 800, true),
    ("EMS-E3", "Enterprise Mobility + Security E3", "Cloud", "Microsoft", 1060, true),
    ("ENTRA-P1", "Microsoft Entra ID P1", "Cloud", "Microsoft", 600, true),
    ("DEF-BIZ", "Microsoft Defender for Business", "Security", "Microsoft", 300, true),
    ("TEAMS-PHONE", "Microsoft Teams Phone Standard", "Cloud", "Microsoft", 800, true),
    ("AZURE-PLAN", "Azure Plan", "Cloud", "Microsoft", 0, true),
    ("MS-WS", "Managed Workstation", "Managed Services", "Acme IT Services", 4500, true),
    ("MS-SRV", "Managed Server", "Managed Services", "Acme IT Services", 15_000, true),
    ("MS-NET", "Managed Network", "Managed Services", "Acme IT Services", 8_500, true),
    ("HELPDESK", "Help Desk per User", "Managed Services", "Acme IT Services", 6_500, true),
    ("BKP-WS", "Workstation Backup", "Backup", "Northwall", 1_200, true),
    ("BKP-SRV", "Server Backup and Recovery", "Backup", "Northwall", 9_900, true),
    ("BKP-365", "Cloud Backup for Microsoft 365", "Backup", "Northwall", 350, true),
    ("SAT", "Security Awareness Training", "Security", "Northwall", 250, true),
    ("EDR", "Endpoint Detection and Response", "Security", "Northwall", 550, true),
    ("NB-14", "Notebook 14 inch", "Hardware", "Contoso", 118_900, false),
    ("DOCK", "USB-C Dock", "Hardware", "Contoso", 21_900, false),
    ("FW-S", "Firewall Small Office", "Hardware", "Contoso", 64_500, false),
    ("SW-24", "Switch 24 Port PoE", "Hardware", "Contoso", 48_900, false),
    ("ONSITE", "On-site Installation", "Labor", "Acme IT Services", 16_500, false),
];

/// Variants of a family: ending of the identifier, ending of the name, price in percent.
pub(super) const VARIANT: [(&str, &str, i64); 8] = [
    ("", "", 100),
    ("-A", ", annual", 1_140),
    ("-AM", ", annual, monthly", 95),
    ("-M", ", monthly", 120),
    ("-3Y", ", three years", 3_000),
    ("-EDU", ", education", 45),
    ("-GOV", ", government", 105),
    ("-NFP", ", non-profit", 40),
];

/// Agreement types with Autotask's contractType.
pub(super) const AGREEMENT_TYPES: [(&str, i32); 8] = [
    ("Managed Services", 7),
    ("Microsoft 365", 7),
    ("Block Hours", 4),
    ("Backup and Recovery", 7),
    ("Time and Materials", 1),
    ("Fixed Price Project", 3),
    ("Security Services", 7),
    ("Hosting", 7),
];
