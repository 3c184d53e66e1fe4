//! The fields of every entity and what they are made of, in the order of the vendor's models.
//!
//! Source: the vendor's swagger (`/atservicesrest/swagger/docs/v1`), read November 2026. Its `soapParentPropertyId` is left
//! out. A text reads `kind: names; kind: names`; the order of the names is the order within a record.

/// Company.
pub(super) const COMPANIES: &str = "\
    long: id; text: additionalAddressInformation address1 address2 alternatePhone1 alternatePhone2; int: \
    apiVendorID; amount: assetValue; int: billToCompanyLocationID; text: billToAdditionalAddressInformation \
    billingAddress1 billingAddress2; int: billToAddressToUse; text: billToAttention billToCity; int: \
    billToCountryID; text: billToState billToZipCode city; int: classification companyCategoryID; text: \
    companyName companyNumber; int: companyType competitorID countryID; when: createDate; int: \
    createdByResourceID currencyID; text: fax; int: impersonatorCreatorResourceID invoiceEmailMessageID \
    invoiceMethod; flag: invoiceNonContractItemsToParentCompany; int: invoiceTemplateID; flag: isActive \
    isClientPortalActive isEnabledForComanaged isSample isTaskFireActive isTaxExempt; when: lastActivityDate \
    lastTrackedModifiedDateTime; int: marketSegmentID ownerResourceID parentCompanyID; text: phone postalCode; \
    int: purchaseOrderTemplateID quoteEmailMessageID quoteTemplateID; text: sicCode state stockMarket \
    stockSymbol; amount: surveyCompanyRating; text: taxID; int: taxRegionID territoryID; text: webAddress; own: \
    userDefinedFields";

/// Contact.
pub(super) const CONTACTS: &str = "\
    long: id; text: additionalAddressInformation addressLine addressLine1 alternatePhone; int: apiVendorID; \
    when: bulkEmailOptOutTime; text: city; int: companyID companyLocationID countryID; when: createDate; text: \
    emailAddress emailAddress2 emailAddress3 extension externalID facebookUrl faxNumber firstName; int: \
    impersonatorCreatorResourceID isActive; flag: isOptedOutFromBulkEmail; when: lastActivityDate \
    lastModifiedDate; text: lastName linkedInUrl middleInitial mobilePhone; int: namePrefix nameSuffix; text: \
    note; flag: receivesEmailNotifications; text: phone; flag: primaryContact billingContact; text: roomNumber; \
    flag: solicitationOptOut; when: solicitationOptOutTime; text: state; flag: surveyOptOut; text: title \
    twitterUrl zipCode; own: userDefinedFields";

/// Contract.
pub(super) const CONTRACTS: &str = "\
    long: id; int: billingPreference billToCompanyContactID billToCompanyID companyID contactID; text: \
    contactName; int: contractCategory contractExclusionSetID; text: contractName contractNumber; int: \
    contractPeriodType contractType; text: description; when: endDate; amount: estimatedCost estimatedHours \
    estimatedRevenue; long: exclusionContractID; amount: internalCurrencyOverageBillingRate \
    internalCurrencySetupFee; flag: isCompliant isDefaultContract; when: lastModifiedDateTime; int: \
    opportunityID organizationalLevelAssociationID; amount: overageBillingRate; text: purchaseOrderNumber; long: \
    renewedContractID; int: serviceLevelAgreementID; amount: setupFee; long: setupFeeBillingCodeID; when: \
    startDate; int: status timeReportingRequiresStartAndStopTimes; own: userDefinedFields";

/// `ContractService`.
pub(super) const CONTRACT_SERVICES: &str = "\
    long: id; int: contractID; amount: internalCurrencyAdjustedPrice internalCurrencyUnitPrice; text: \
    internalDescription invoiceDescription; long: quoteItemID; int: serviceID; amount: unitCost unitPrice";

/// `ContractServiceBundle`.
pub(super) const CONTRACT_SERVICE_BUNDLES: &str = "\
    long: id; amount: adjustedPrice; int: contractID; amount: internalCurrencyAdjustedPrice \
    internalCurrencyUnitPrice; text: internalDescription invoiceDescription; long: quoteItemID; int: \
    serviceBundleID; amount: unitPrice";

/// `ContractServiceUnit`.
pub(super) const CONTRACT_SERVICE_UNITS: &str = "\
    long: id; when: approveAndPostDate; int: contractID contractServiceID; amount: cost; when: endDate; amount: \
    internalCurrencyPrice; int: organizationalLevelAssociationID; amount: price; int: serviceID; when: \
    startDate; int: units vendorCompanyID";

/// `ContractServiceAdjustment`.
pub(super) const CONTRACT_SERVICE_ADJUSTMENTS: &str = "\
    long: id; amount: adjustedUnitCost adjustedUnitPrice; flag: allowRepeatService; int: contractID \
    contractServiceID; when: effectiveDate; int: quoteItemID serviceID unitChange";

/// `ContractCharge`.
pub(super) const CONTRACT_CHARGES: &str = "\
    long: id; amount: billableAmount; long: billingCodeID; int: chargeType; long: contractID \
    contractServiceBundleID contractServiceID; when: createDate; long: creatorResourceID; when: datePurchased; \
    text: description; amount: extendedCost internalCurrencyBillableAmount internalCurrencyUnitPrice; text: \
    internalPurchaseOrderNumber; flag: isBillableToCompany isBilled; text: name notes; int: \
    organizationalLevelAssociationID; long: productID; text: purchaseOrderNumber; long: status \
    statusLastModifiedBy; when: statusLastModifiedDate; amount: unitCost unitPrice unitQuantity";

/// Service.
pub(super) const SERVICES: &str = "\
    long: id; int: billingCodeID; when: createDate; int: creatorResourceID; text: description \
    invoiceDescription; flag: isActive; when: lastModifiedDate; amount: markupRate; text: name; int: periodType; \
    long: serviceLevelAgreementID; amount: unitCost unitPrice; int: updateResourceID vendorCompanyID; text: \
    manufacturerServiceProvider manufacturerServiceProviderProductNumber catalogNumberPartNumber sku internalID \
    externalID url; own: userDefinedFields";

/// `ServiceBundle`.
pub(super) const SERVICE_BUNDLES: &str = "\
    long: id; int: billingCodeID; when: createDate; int: creatorResourceID; text: description \
    invoiceDescription; flag: isActive; when: lastModifiedDate; text: name; amount: percentageDiscount; int: \
    periodType; long: serviceLevelAgreementID; amount: unitCost unitDiscount unitPrice; int: updateResourceID; \
    text: manufacturerServiceProvider manufacturerServiceProviderProductNumber catalogNumberPartNumber sku \
    internalID externalID url; own: userDefinedFields";

/// Product.
pub(super) const PRODUCTS: &str = "\
    long: id; int: billingType chargeBillingCodeID createdByResourceID; when: createdTime; int: defaultVendorID; \
    text: description; flag: doesNotRequireProcurement; text: externalProductID; int: \
    impersonatorCreatorResourceID; text: internalProductID; flag: isActive isEligibleForRma isSerialized; text: \
    link manufacturerName manufacturerProductName; amount: markupRate msrp; text: name; int: periodType \
    priceCostMethod productBillingCodeID productCategory; text: sku; amount: unitCost unitPrice; text: \
    vendorProductNumber; int: defaultInstalledProductCategoryID; own: userDefinedFields";

/// `ProductNote`.
pub(super) const PRODUCT_NOTES: &str = "\
    long: id; when: createDateTime; int: creatorResourceID; text: description; int: \
    impersonatorCreatorResourceID impersonatorUpdaterResourceID; when: lastActivityDate; int: productID; text: \
    title";

/// `InventoryItem`.
pub(super) const INVENTORY_ITEMS: &str = "\
    long: id; int: backOrderQuantity; text: bin; int: impersonatorCreatorResourceID inventoryLocationID \
    productID quantityMaximum quantityMinimum quantityOnHand quantityOnOrder quantityPicked quantityReserved; \
    text: referenceNumber";

/// `InventoryProduct`.
pub(super) const INVENTORY_PRODUCTS: &str = "\
    long: id; int: availableUnits backOrderQuantity; text: bin; when: createDateTime; int: createdByResourceID \
    inventoryLocationID onHandUnits pickedUnits productID quantityMaximum quantityMinimum; text: \
    referenceNumber; int: reservedUnits unitsOnOrder";

/// `InventoryLocation`.
pub(super) const INVENTORY_LOCATIONS: &str = "\
    long: id; int: impersonatorCreatorResourceID; flag: isActive isDefault; text: locationName; int: resourceID";

/// `CompanyNote`.
pub(super) const COMPANY_NOTES: &str = "\
    long: id; int: actionType assignedResourceID companyID; when: completedDateTime; int: contactID; when: \
    createDateTime endDateTime; int: impersonatorCreatorResourceID impersonatorUpdaterResourceID; when: \
    lastModifiedDate; text: name note; int: opportunityID; when: startDateTime";

/// Invoice.
pub(super) const INVOICES: &str = "\
    long: id; int: batchID; text: comments; int: companyID; when: createDateTime; int: creatorResourceID; when: \
    dueDate fromDate invoiceDateTime; int: invoiceEditorTemplateID; text: invoiceNumber; amount: invoiceTotal; \
    flag: isVoided; text: orderNumber; when: paidDate; int: paymentTerm taxGroup; text: taxRegionName; when: \
    toDate; amount: totalTaxValue; int: voidedByResourceID; when: voidedDate webServiceDate; int: invoiceStatus; \
    text: invoiceTaxMethodExternalCode";

/// `BillingItem`.
pub(super) const BILLING_ITEMS: &str = "\
    long: id; int: accountManagerWhenApprovedID billingCodeID taxCategoryID billingItemType companyID; long: \
    configurationItemID; int: contractBlockID; long: contractChargeID; int: contractID \
    contractServiceAdjustmentID contractServiceBundleAdjustmentID contractServiceBundleID \
    contractServiceBundlePeriodID contractServiceID contractServicePeriodID; text: description; int: \
    expenseItemID; amount: extendedPrice internalCurrencyExtendedPrice internalCurrencyRate \
    internalCurrencyTaxDollars internalCurrencyTotalAmount; int: invoiceID itemApproverID; when: itemDate; text: \
    itemName lineItemFullDescription lineItemGroupDescription; long: milestoneID; int: nonBillable \
    organizationalLevelAssociationID; amount: ourCost; when: postedDate postedOnTime; long: projectChargeID; \
    int: projectID; text: purchaseOrderNumber; amount: quantity rate; int: roleID; long: serviceBundleID \
    serviceID sortOrderID; int: subType taskID; amount: taxDollars; long: ticketChargeID; int: ticketID \
    timeEntryID; amount: totalAmount; long: vendorID; when: webServiceDate";

/// `BillingCode`.
pub(super) const BILLING_CODES: &str = "\
    long: id; int: afterHoursWorkType billingCodeType department; text: description externalNumber; int: \
    generalLedgerAccount; flag: isActive isExcludedFromNewContracts; amount: markupRate; text: name; int: \
    taxCategoryID; amount: unitCost unitPrice; int: useType";

/// Resource.
pub(super) const RESOURCES: &str = "\
    long: id; text: accountingReferenceID dateFormat; long: defaultServiceDeskRoleID; text: email email2 email3 \
    emailTypeCode emailTypeCode2 emailTypeCode3 firstName gender; int: greeting; when: hireDate; text: homePhone \
    initials; amount: internalCost; flag: isActive; text: lastName; int: licenseType locationID; text: \
    middleName mobilePhone numberFormat officeExtension officePhone payrollIdentifier; int: payrollType; text: \
    resourceType; int: suffix; amount: surveyResourceRating; text: timeFormat title travelAvailabilityPct \
    userName; int: userType";

/// `CompanyCategory`. Not in the cut swagger: field names from the vendor's entity page as remembered, so uncertain.
pub(super) const COMPANY_CATEGORIES: &str =
    "long: id; int: displayColorRGB; flag: isActive isApiOnly isGlobalDefault; text: name nickname";

/// `ContractExclusionSet`. Not in the cut swagger: field names from the vendor's entity page as remembered, so uncertain.
pub(super) const CONTRACT_EXCLUSION_SETS: &str = "long: id; text: description; flag: isActive; text: name";

/// `ServiceBundleService`.
pub(super) const SERVICE_BUNDLE_SERVICES: &str = "long: id serviceBundleID serviceID";

/// `ProductTier`.
pub(super) const PRODUCT_TIERS: &str = "long: id; int: productID; amount: unitCost unitPrice upToUnitCount";

/// `ProductVendor`.
pub(super) const PRODUCT_VENDORS: &str = "\
    long: id; flag: isActive isDefault; int: productID; amount: vendorCost; int: vendorID; text: vendorPartNumber";

/// `InventoryItemSerialNumber`.
pub(super) const INVENTORY_ITEM_SERIAL_NUMBERS: &str = "long: id; int: inventoryItemID; text: serialNumber";
