//! What the API says of its entities: rights of the user, fields, picklists, user-defined fields.

use serde_json::{Value, json};

use super::cell::{Kind, USER_FIELD};
use super::entity::{Entity, Field, Source};
use super::picklist::picklist;
use crate::sandbox::scenario::{Access, AccessForm, AutotaskRules};

/// `{"info":{..}}` of one entity.
pub(super) fn entity_information(entity: &Entity, rules: &AutotaskRules) -> Value {
    let access = rules.access(entity.path);
    let written = |access: Access| match (rules.access_form, access) {
        (AccessForm::Text, Access::None) => json!("None"),
        (AccessForm::Text, Access::All) => json!("All"),
        (AccessForm::Text, Access::Restricted) => json!("Restricted"),
        (AccessForm::Number, Access::None) => json!(0),
        (AccessForm::Number, Access::All) => json!(1),
        (AccessForm::Number, Access::Restricted) => json!(2),
    };
    // What the API cannot do at all, nobody has a right to.
    let right = |can: bool, access: Access| written(if can { access } else { Access::None });
    json!({"info": {
        "name": entity.legacy,
        "canCreate": entity.can_create(),
        "canDelete": entity.can_delete(),
        "canQuery": entity.can_query(),
        "canUpdate": entity.can_update(),
        "userAccessForCreate": right(entity.can_create(), access.create),
        "userAccessForDelete": right(entity.can_delete(), access.delete),
        "userAccessForQuery": right(entity.can_query(), access.query),
        "userAccessForUpdate": right(entity.can_update(), access.update),
        "hasUserDefinedFields": entity.has_user_fields(),
        "supportsWebhookCallouts": matches!(entity.source, Source::Companies | Source::Contacts),
    }})
}

/// `{"fields":[..]}` of one entity.
pub(super) fn fields(entity: &Entity) -> Value {
    let own = |it: &&Field| it.kind != Kind::UserFields;
    json!({"fields": entity.fields.iter().filter(own).map(|it| field(entity, it)).collect::<Vec<_>>()})
}

/// `{"fields":[..]}` with the user-defined fields of one entity.
pub(super) fn user_fields(entity: &Entity) -> Value {
    let field = json!({
        "name": USER_FIELD,
        "label": USER_FIELD,
        "type": "String",
        "length": 255,
        "description": "",
        "isRequired": false,
        "isReadOnly": false,
        "isQueryable": true,
        "isReference": false,
        "referenceEntityType": "",
        "isPickList": false,
        "picklistValues": null,
        "picklistParentValueField": "",
        "defaultValue": null,
        "isSupportedWebhookField": false,
    });
    json!({"fields": if entity.has_user_fields() { vec![field] } else { Vec::new() }})
}

/// Says whether a field can stand in a filter. Source: the vendor's entity pages, read November 2026.
pub(super) fn is_queryable(source: Source, name: &str) -> bool {
    match source {
        Source::Invoices => !matches!(name, "dueDate" | "taxRegionID"),
        Source::BillingItems => !matches!(name, "lineItemFullDescription" | "lineItemGroupDescription"),
        Source::Companies
        | Source::Contacts
        | Source::Contracts
        | Source::ContractServices
        | Source::ContractServiceBundles
        | Source::ContractServiceUnits
        | Source::ContractServiceAdjustments
        | Source::ContractCharges
        | Source::Services
        | Source::ServiceBundles
        | Source::Products
        | Source::ProductNotes
        | Source::InventoryItems
        | Source::InventoryProducts
        | Source::InventoryLocations
        | Source::CompanyNotes
        | Source::BillingCodes
        | Source::Resources
        | Source::CompanyCategories
        | Source::ContractExclusionSets
        | Source::ServiceBundleServices
        | Source::ProductTiers
        | Source::ProductVendors
        | Source::InventoryItemSerialNumbers => true,
    }
}

fn field(entity: &Entity, field: &Field) -> Value {
    let (kind, length) = match field.kind {
        Kind::Short => ("integer", 0),
        Kind::Long => ("long", 0),
        Kind::Amount => ("double", 0),
        Kind::Flag => ("boolean", 0),
        Kind::When => ("datetime", 0),
        Kind::Text | Kind::UserFields => ("string", 100),
    };
    let values = picklist(entity.source, field.name);
    let entries = values.map(|it| {
        let entry = |(nth, (value, label)): (usize, &(i64, &str))| {
            json!({
                "value": value.to_string(),
                "label": label,
                "isDefaultValue": nth == 0,
                "sortOrder": nth + 1,
                "parentValue": "",
                "isActive": true,
                "isSystem": true,
            })
        };
        it.iter().enumerate().map(entry).collect::<Vec<_>>()
    });
    let reference = reference(field.name);
    json!({
        "name": field.name,
        "dataType": kind,
        "length": length,
        "isRequired": is_required(entity.source, field.name),
        "isReadOnly": is_read_only(field.name),
        "isQueryable": is_queryable(entity.source, field.name),
        "isReference": reference.is_some(),
        "referenceEntityType": reference.unwrap_or_default(),
        "isPickList": values.is_some(),
        "picklistValues": entries,
        "picklistParentValueField": "",
        "isSupportedWebhookField": false,
    })
}

fn is_required(source: Source, name: &str) -> bool {
    match name {
        "id" | "companyName" | "companyType" | "contractName" | "contractType" | "productBillingCodeID" => true,
        "phone" | "ownerResourceID" => source == Source::Companies,
        "firstName" | "lastName" => matches!(source, Source::Contacts | Source::Resources),
        "companyID" | "startDate" | "endDate" | "status" | "timeReportingRequiresStartAndStopTimes" => {
            source == Source::Contracts
        }
        "billingCodeID" | "periodType" | "unitPrice" => source == Source::Services,
        "name" => matches!(source, Source::Services | Source::ServiceBundles | Source::Products),
        _ => false,
    }
}

fn is_read_only(name: &str) -> bool {
    name == "id" || ["create", "last", "impersonator"].iter().any(|it| name.starts_with(it) && name != "lastName")
}

/// The legacy name of what a field points at.
fn reference(name: &str) -> Option<&'static str> {
    Some(match name {
        "companyID" | "parentCompanyID" | "vendorCompanyID" | "vendorID" | "defaultVendorID" | "billToCompanyID" => {
            "Account"
        }
        "contactID" | "billToCompanyContactID" => "Contact",
        "contractID" | "exclusionContractID" | "renewedContractID" => "Contract",
        "contractServiceID" => "ContractService",
        "contractServiceBundleID" => "ContractServiceBundle",
        "serviceID" => "Service",
        "serviceBundleID" => "ServiceBundle",
        "productID" => "Product",
        "invoiceID" => "Invoice",
        "inventoryItemID" => "InventoryItem",
        "inventoryLocationID" => "InventoryLocation",
        "billingCodeID" | "productBillingCodeID" | "chargeBillingCodeID" => "AllocationCode",
        "ownerResourceID" | "createdByResourceID" | "creatorResourceID" | "updateResourceID" | "assignedResourceID" => {
            "Resource"
        }
        _ => return None,
    })
}
