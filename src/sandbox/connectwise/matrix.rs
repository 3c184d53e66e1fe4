//! The functions of a security role, module by module, as the settings of a role list them.
//!
//! Names after ConnectWise's own role matrix as vendors print it (read November 2026); the identifiers are believable, not captured.

/// One function of a module.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Function {
    /// Such as `Companies`.
    pub module: &'static str,
    /// Such as `Company Maintenance`.
    pub name: &'static str,
}

/// Modules with their functions, in the order of the screen.
const MODULES: [(&str, &[&str]); 9] = [
    (
        "Companies",
        &[
            "Company Maintenance",
            "Company/Contact Group Maintenance",
            "Configurations",
            "Configurations - Display Passwords",
            "Contacts",
            "CRM/Sales Activities",
            "Manage Attachments",
            "Notes",
            "Reports",
            "Team Members",
        ],
    ),
    (
        "Finance",
        &[
            "Accounting Interface",
            "Agreement Invoicing",
            "Agreement Sales",
            "Agreements",
            "Billing View Time",
            "Close Invoices",
            "Company Finance",
            "Invoicing",
            "Reports",
        ],
    ),
    ("Marketing", &["Campaigns", "Company Market", "Groups", "Reports"]),
    (
        "Procurement",
        &[
            "Inventory Adjustments",
            "Inventory Transfers",
            "Price Book",
            "Pricing Schedules",
            "Product Catalog",
            "Products",
            "Purchase Orders",
            "Purchasing Approvals",
            "Reports",
            "RMA",
        ],
    ),
    (
        "Project",
        &[
            "Close Project Tickets",
            "Project Billing",
            "Project Contacts",
            "Project Headers",
            "Project Notes",
            "Project Phase",
            "Project Product",
            "Project Scheduling",
            "Project Team",
            "Project Tickets",
            "Reports",
        ],
    ),
    ("Sales", &["Closed Opportunities", "Opportunity", "Quota", "Reports", "Sales Funnel", "Sales Orders"]),
    (
        "Service Desk",
        &[
            "Change Approvals",
            "Close Service Tickets",
            "Knowledge Base",
            "Merge Tickets",
            "Reports",
            "Resource Scheduling",
            "Service Ticket - Dependencies",
            "Service Tickets",
            "SLA Dashboard",
            "Ticket Templates",
        ],
    ),
    (
        "System",
        &[
            "API Reports",
            "Custom Menu Entry",
            "Email Templates",
            "Manage Hosted API",
            "Mass Maintenance",
            "Member Maintenance",
            "My Account",
            "My Company",
            "Report Writer",
            "Security",
            "System Reports",
            "Table Setup",
        ],
    ),
    (
        "Time & Expense",
        &["Expense Approvals", "Expense Billing", "Expense Reports", "Time Approvals", "Time Entry", "Time Sheets"],
    ),
];

/// Every function, in the order of the screen.
pub fn functions() -> impl Iterator<Item = Function> {
    MODULES.iter().flat_map(|(module, names)| names.iter().map(move |name| Function { module, name }))
}

/// An identifier in the vendor's style: the words run together.
pub fn identifier(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).collect()
}

#[cfg(test)]
mod tests {
    use super::functions;

    #[test]
    fn the_needed_functions_are_among_many() {
        assert!((60..100).contains(&functions().count()));
        for needed in [
            ("Companies", "Company Maintenance"),
            ("Companies", "Contacts"),
            ("Finance", "Agreement Invoicing"),
            ("Finance", "Agreements"),
            ("Finance", "Invoicing"),
            ("Procurement", "Product Catalog"),
            ("Procurement", "Products"),
            ("System", "Table Setup"),
            ("Service Desk", "Service Tickets"),
        ] {
            let found = functions().filter(|it| (it.module, it.name) == needed).count();
            assert_eq!(found, 1, "{needed:?}");
        }
    }
}
